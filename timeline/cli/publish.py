"""``timeline publish``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from timeline.cli import options
from timeline.cli.database import opened
from timeline.cli.errors import Failure, tell
from timeline.cli.filters import point
from timeline.cli.progress import Progress
from timeline.phrases import counted

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from timeline.publish import Part

FORMATS = ("sqlite", "parquet")


@click.command()
@click.argument("out", type=click.Path(path_type=Path), required=False)
@click.option(
    "--as-of", type=options.known, metavar="POINT", help="As this database had it: a day, an instant, a position."
)
@click.option("--since", type=options.day, metavar="DAY", help="Only events that may lie on that day or later.")
@click.option(
    "--actor", "actors", metavar="NAME", multiple=True, help="Only events it took part in; several: all of them."
)
@click.option(
    "--format",
    "fmt",
    type=click.Choice(FORMATS),
    default="sqlite",
    show_default=True,
    help="An SQLite file, or a folder of Parquet files by year.",
)
@click.option("--to", "url", metavar="URL", help="Fill a schema of this PostgreSQL database, instead of OUT.")
@click.option("--schema", metavar="NAME", default="timeline", show_default=True, help="The schema that --to fills.")
@click.option(
    "--datasette", "metadata", type=click.Path(path_type=Path), metavar="FILE", help="Also write Datasette's metadata."
)
@options.database_option
def publish(
    out: Path | None,
    as_of: int | str | None,
    since: str | None,
    actors: tuple[str, ...],
    fmt: str,
    url: str | None,
    schema: str,
    metadata: Path | None,
    database: str | None,
) -> None:
    """Write a snapshot for tools that ask in SQL.

    OUT is a file, or with --format parquet a folder. It gets the tables of docs/schema.md, a calendar and a row about
    itself, and nothing of the log. It appears whole or not at all, and takes the place of an older snapshot; anything
    else that is there stays as it is. docs/bi.md tells how each tool opens it.
    """
    from timeline import publish

    if out is None and url is None:
        raise click.UsageError("say where to: OUT, a file or folder, or --to URL, a PostgreSQL database")
    if out is not None and url is not None:
        raise click.UsageError("OUT and --to are two places; give one of them")
    if metadata and (out is None or fmt != "sqlite"):
        raise click.UsageError("--datasette goes with an SQLite file: Datasette reads nothing else")
    steps = _Steps()
    with opened(database, readonly=True) as engine:
        part, now = _part(engine, as_of, since, actors), options.now()
        if metadata and out:
            publish.check_metadata(metadata)
        if url:
            rows = publish.to_schema(engine, url, schema, part, now, steps)
        elif out and fmt == "parquet":
            rows = publish.to_folder(engine, out, part, now, steps)
        else:
            assert out is not None
            rows = publish.to_file(engine, out, part, now, steps)
        if metadata and out:
            publish.write_metadata(metadata, out.stem)
    steps.clear()
    where = f"the schema {schema}" if url else str(out)
    tell(f"published to {where}: {counted(rows['events'], 'event')}, {counted(rows['articles'], 'article')}")


class _Steps(Progress):
    """Says which table is being written."""

    def __init__(self) -> None:
        super().__init__("publishing", "tables", None)
        self.name = ""

    def __call__(self, name: str) -> None:
        self.name = name
        self.step()

    def line(self, seconds: float) -> str:
        """The table at work."""
        return f"publishing: {self.name}, {seconds:.0f} s"


def _part(engine: Engine, as_of: int | str | None, since: str | None, actors: tuple[str, ...]) -> Part:
    from timeline.publish import Part

    with engine.connect() as conn:
        found = tuple((name, _meant(conn, name)) for name in actors)
        as_of = point(conn, as_of)
    return Part(as_of, since, found)


def _meant(conn: Connection, name: str) -> frozenset[str]:
    from timeline import queries

    found = queries.called(conn, name)
    if not found.ids:
        raise Failure(f"nothing published: {found.note}; timeline actors list shows all")
    if found.note:
        tell(found.note)
    return found.ids
