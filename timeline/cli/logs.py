"""``timeline log``, ``verify`` and ``rebuild``."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from timeline.cli import options, views
from timeline.cli.database import opened
from timeline.cli.errors import INTEGRITY, Failure, tell
from timeline.cli.filters import unshown
from timeline.cli.output import Row, one_line, to_json, write
from timeline.cli.progress import Progress
from timeline.phrases import counted

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from timeline.log import Entry

_POLL_SECONDS = 0.5


@click.group(cls=options.DefaultGroup)
def log() -> None:
    """Show the log, where everything that is known was recorded. Without a command: list."""


@log.command("list")
@click.option("--after", type=click.IntRange(min=0), default=0, metavar="POSITION", help="Only entries after this one.")
@options.limit_option
@click.option("--follow", is_flag=True, help="Go on with new entries as they come; stop with Ctrl-C.")
@options.output_option
@options.database_option
def list_(after: int, limit: int | None, follow: bool, output: str, database: str | None) -> None:
    """List the entries of the log."""
    if follow and output not in ("table", "jsonl"):
        raise click.UsageError(f"--follow has no end, and {output} needs one; take -o jsonl or table")
    from timeline import log as store

    with opened(database, readonly=True) as engine:
        if follow:
            _follow(engine, after, limit, output)
            return
        with engine.connect() as conn:
            entries = store.read(conn, after)
            number = write(islice(map(_row, entries), limit), output, views.entries())
            more = limit is not None and next(entries, None) is not None
    tell(counted(number, "entry") + unshown(more))


def _follow(engine: Engine, after: int, limit: int | None, output: str) -> None:
    from timeline import log as store

    left = limit
    while True:
        with engine.connect() as conn:
            for entry in islice(store.read(conn, after), left):
                after = entry.position
                left = None if left is None else left - 1
                click.echo(to_json(_row(entry)) if output == "jsonl" else one_line(views.entry_line(_row(entry))))
        if left == 0:
            return
        time.sleep(_POLL_SECONDS)


def _row(entry: Entry) -> Row:
    return {
        "position": entry.position,
        "record_id": entry.record_id,
        "stream": entry.stream,
        "version": entry.version,
        "type": entry.type,
        "schema_version": entry.schema_version,
        "recorded_at": entry.recorded_at,
        "by": entry.by,
        "payload": entry.record.payload() if entry.record else None,
    }


@log.command()
@options.output_option
@options.database_option
def head(output: str, database: str | None) -> None:
    """Show the end of the log. Keep POSITION:HASH elsewhere, for `timeline verify --head`."""
    from timeline import log as store

    with opened(database, readonly=True) as engine, engine.connect() as conn:
        end = store.head(conn)
    if output == "table":
        click.echo(str(end))
    else:
        write([{"position": end.position, "hash": end.hash.hex(), "recorded_at": end.recorded_at}], output)


@log.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), metavar="FILE|-")
@options.database_option
def export(file: Path, database: str | None) -> None:
    """Write the whole log to FILE as JSON Lines, with every hash and salt.

    `timeline log import` takes it into another database, of either engine, byte for byte.
    """
    from timeline import log as store

    progress = Progress("writing", "records")
    with opened(database, readonly=True) as engine, engine.connect() as conn:
        with _new_file(file) as out:
            out.writelines(store.export(conn, progress.at))
        end = store.head(conn)
    progress.clear()
    tell(f"{counted(end.position, 'record')} written; head {end}")


@contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    """Standard output for -, else a file that appears whole or not at all, and never in another's place."""
    if str(path) == "-":
        yield sys.stdout.buffer
        return
    if path.exists():
        raise Failure(f"there is something at {path} already; name another file")
    from timeline.db.targets import check_folder

    check_folder(path)
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as out:
            yield out
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)


@log.command("import")
@click.argument("file", type=click.File("rb"), metavar="FILE|-")
@options.database_option
def import_(file: BinaryIO, database: str | None) -> None:
    """Take over a log that `timeline log export` wrote: all of it, or nothing.

    Into an empty database, or onto a log of the same chain, where it adds what is missing at the end; the same log
    twice adds nothing. A line that was changed, is missing or belongs to another log is refused by its number.
    """
    from timeline import keeping
    from timeline import log as store

    progress = Progress("reading", "records")
    with opened(database) as engine:
        try:
            carried = store.import_log(engine, file, progress.at)
        except store.BadLine as bad:
            raise Failure(f"{file.name}: {bad}; nothing was imported") from None
        progress.doing = "filling the tables"
        stopped = keeping.bring_up(engine, progress.at).stopped
        if carried.erased:
            store.scrub(engine)
    progress.clear()
    parts = [counted(carried.records, "new record")]
    parts += [f"{carried.known:,} already there"] if carried.known else []
    parts += [f"{counted(carried.erased, 'payload')} erased here too"] if carried.erased else []
    tell(", ".join(parts))
    if stopped:
        raise Failure(f"the tables stopped: {stopped}")


@click.command()
@click.option("--head", "known", metavar="HASH", help="What `timeline log head` once showed: is it still there?")
@options.database_option
def verify(known: str | None, database: str | None) -> None:
    """Check that nothing in the log was changed.

    Finds every change but a consistent rewrite of everything and a cut-off end; against these, keep a head
    elsewhere and give it here. Exit code 3 when something is wrong.
    """
    from timeline import log as store

    progress = Progress("verifying", "records")
    with opened(database, readonly=True) as engine:
        try:
            found = store.verify(engine, known, progress.at, processes=options.cores())
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--head") from None
    progress.clear()
    if found.damage:
        raise Failure(f"the log is damaged at position {found.damage.position}: {found.damage.what}", INTEGRITY)
    erased = f", {found.erased:,} of them lawfully erased" if found.erased else ""
    click.echo(f"{counted(found.records, 'record')} verified{erased}; head {found.head}")


@click.command()
@options.database_option
def rebuild(database: str | None) -> None:
    """Make all tables anew from the log."""
    from timeline import projections

    progress = Progress("rebuilding", "records")
    with opened(database) as engine:
        end = projections.rebuild(engine, progress.at)
    progress.clear()
    tell(f"tables made anew from {counted(end, 'record')}")
