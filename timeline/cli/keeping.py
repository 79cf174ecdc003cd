"""``timeline erase``, ``backup`` and ``restore``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from timeline.cli import options
from timeline.cli.changes import dry_run_option, refusing
from timeline.cli.database import opened
from timeline.cli.errors import tell
from timeline.cli.output import Column, Row, View, write
from timeline.cli.progress import Progress
from timeline.phrases import counted

if TYPE_CHECKING:
    from timeline.ingest.erasing import Erasure, Part

_ERASED = View(
    ("fate", "kind", "id", "title", "records"),
    (
        Column("", lambda row: row["fate"], colour=lambda row: "red" if row["fate"] == "goes" else "dim", whole=True),
        Column("Kind", lambda row: row["kind"], whole=True),
        Column("What", lambda row: row["title"] or ""),
        Column("Records", lambda row: f"{row['records']:,}", justify="right", whole=True),
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
    reached. docs/log.md says exactly what goes and what stays.
    """
    from timeline.ingest import erasing
    from timeline.ingest.changing import Author

    with opened(database, readonly=dry_run) as engine, refusing():
        with engine.connect() as conn:
            planned = erasing.plan(conn, given, with_articles=with_articles)
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
        "fate": "goes" if part.goes else "stays",
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
