"""``timeline erase``, ``backup`` and ``restore``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from timeline.cli import options
from timeline.cli.changes import dry_run_option, refusing
from timeline.cli.database import opened, target, telling
from timeline.cli.errors import INTEGRITY, Failure, tell
from timeline.cli.output import Column, Row, View, one_line, write
from timeline.cli.progress import Progress
from timeline.phrases import counted

if TYPE_CHECKING:
    from timeline.ingest.erasing import Erasure, Part


@contextmanager
def _telling_of_copies() -> Iterator[None]:
    """What is wrong with a backup, or in its way, becomes a :class:`Failure`."""
    from timeline import keeping

    try:
        yield
    except keeping.Damaged as error:
        raise Failure(str(error), INTEGRITY) from error
    except keeping.Occupied as error:
        raise Failure(str(error)) from error


@click.command()
@click.argument("path", type=click.Path(path_type=Path), metavar="PATH")
@options.database_option
def backup(path: Path, database: str | None) -> None:
    """Write a backup to PATH, one SQLite file, while others go on reading and writing.

    It is verified before it appears there. `timeline restore` brings it back; any command can also read it as it is,
    with --db. Keep the head it prints elsewhere, for `timeline verify --head`.
    """
    from timeline import keeping

    progress = Progress("copying", "pages or records")
    with opened(database, readonly=True) as engine, _telling_of_copies():
        head = keeping.backup(engine, path, progress.at, processes=options.cores())
    progress.clear()
    click.echo(one_line(f"{path}: {counted(head.position, 'record')}, verified; head {head}"))


@click.command()
@click.argument("path", type=click.Path(path_type=Path), metavar="BACKUP")
@options.database_option
def restore(path: Path, database: str | None) -> None:
    """Make a database from a backup, where there is none yet; never over one that is there.

    Where: --db, TIMELINE_DB and so on; a file that does not exist, or an empty PostgreSQL database. The backup is
    verified first, and may come from the other engine.
    """
    from timeline import db, keeping

    place = target(database)
    progress = Progress("restoring", "pages or records")
    with telling(place), _telling_of_copies():
        head = keeping.restore(path, place, progress.at, processes=options.cores())
        name = db.shown(db.resolve(place))
    progress.clear()
    click.echo(one_line(f"{name}: {counted(head.position, 'record')} restored and verified; head {head}"))


_ERASED = View(
    ("fate", "kind", "id", "title", "records"),
    (
        Column("", lambda row: row["fate"], colour=lambda row: "red" if row["fate"] == "goes" else "dim", whole=True),
        Column("Kind", lambda row: row["kind"], whole=True),
        Column("What", lambda row: row["title"] or ""),
        Column("Records", lambda row: f"{row['records']:,}" if row["records"] else "", justify="right", whole=True),
        Column("Id", lambda row: row["id"], whole=True),
    ),
)


@click.command()
@click.argument("given", metavar="ARTICLE|ACTOR|POSITION")
@click.option("--reason", metavar="TEXT", required=True, help="Why; kept in the log. Do not repeat what is erased.")
@click.option(
    "--with-articles", is_flag=True, help="Of an actor: also the articles, notes and corrections that name it."
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@options.by_option
@dry_run_option
@options.output_option
@options.database_option
def erase(
    given: str, reason: str, with_articles: bool, yes: bool, by: str, dry_run: bool, output: str, database: str | None
) -> None:
    """Erase for good what an article, an actor or one record brought, where the law asks for it.

    Text, quotes and names go from the log, from all tables and from the free pages of the file; the log still verifies
    and says what was erased, when and why. Nothing takes it back. Snapshots, backups and exports made before are not
    reached. What goes, what stays and which events change is listed first; docs/log.md says exactly what.
    """
    from timeline.ingest import erasing
    from timeline.ingest.changing import Author

    with opened(database, readonly=dry_run) as engine, refusing():
        with engine.connect() as conn:
            planned = erasing.plan(conn, given, with_articles=with_articles)
        erasing.check_reason(planned, reason)
        write(map(_row, planned.parts), output, _ERASED)
        if dry_run:
            tell(f"would erase {counted(len(planned.positions), 'payload')}; nothing done")
            return
        _confirm(planned, yes)
        progress = Progress("making the tables anew", "records")
        number = erasing.erase(engine, planned, reason, author=Author(by, options.now), progress=progress.at)
        progress.clear()
    done = f"{counted(number, 'payload')} erased" if number else "erased before"
    tell(f"{done}; the file was rewritten. Snapshots, backups and exports made before still hold it")


def _row(part: Part) -> Row:
    return {
        "fate": "goes" if part.goes else "changes" if part.kind == "event" else "stays",
        "kind": part.kind,
        "id": part.id,
        "title": part.title,
        "records": len(part.positions),
    }


def _confirm(planned: Erasure, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise click.UsageError("an erasure cannot be taken back; say --yes where nobody can be asked")
    click.confirm(f"Erase {counted(len(planned.positions), 'payload')} for good?", abort=True, err=True)
