"""``timeline actors``."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from timeline import days
from timeline.cli import options, page, views
from timeline.cli.changes import Saying, at_least_two, changing
from timeline.cli.database import opened
from timeline.cli.errors import Failure, tell
from timeline.cli.filters import known_options, one_actor, point, tell_undated, unshown
from timeline.cli.output import View, write
from timeline.model import ACTOR_KINDS
from timeline.phrases import counted

if TYPE_CHECKING:
    from timeline.ingest import ActorRow

_HEADER = ("name", "kind", "country", "aliases", "office", "valid_from", "valid_to")


@click.group(cls=options.DefaultGroup)
def actors() -> None:
    """List, show, name and import actors. Without a command: list."""


@actors.command("list")
@click.option("--kind", type=click.Choice(ACTOR_KINDS), help="Only of this kind.")
@click.option("--grep", metavar="WORDS", help="Words in the name or an alias.")
@options.limit_option
@known_options
@options.output_option
@options.database_option
def list_(
    kind: str | None,
    grep: str | None,
    limit: int | None,
    as_of: int | str | None,
    published_until: str | None,
    today: str,
    output: str,
    database: str | None,
) -> None:
    """List the actors by name."""
    from timeline import queries

    with opened(database, readonly=True) as engine, engine.connect() as conn:
        as_of = point(conn, as_of)
        rows = queries.actors(
            conn, kind=kind, grep=grep, limit=options.one_more(limit), as_of=as_of, published_until=published_until
        )
        tell_undated(conn, published_until)
    number = write(rows[:limit], output, views.actors(queries.ACTOR_COLUMNS))
    tell(counted(number, "actor") + unshown(len(rows) > number))


@actors.command()
@click.argument("actor", metavar="NAME|ID")
@known_options
@options.output_option
@options.database_option
def show(
    actor: str,
    as_of: int | str | None,
    published_until: str | None,
    today: str,
    output: str,
    database: str | None,
) -> None:
    """Show one actor: spellings, offices, number of events."""
    from timeline import queries

    with opened(database, readonly=True) as engine, engine.connect() as conn:
        as_of = point(conn, as_of)
        row = queries.actor(conn, one_actor(conn, actor), as_of=as_of, published_until=published_until)
    if output == "table":
        from timeline.cli.table import width_of

        click.echo(page.actor_page(row, width_of(sys.stdout)), nl=False)
    else:
        write([row], output, View((*queries.ACTOR_COLUMNS, "aliases", "offices", "events")))


@actors.command()
@click.argument("actor", metavar="NAME|ID")
@click.argument("alias")
@options.reason_option
@options.by_option
@options.database_option
def alias(actor: str, alias: str, reason: str | None, by: str, database: str | None) -> None:
    """Give an actor a further spelling. Articles added from now on follow it."""
    from timeline import ingest, queries

    if not alias.strip():
        raise click.UsageError("the alias is empty")
    with opened(database) as engine:
        with engine.connect() as conn:
            row = queries.actor(conn, one_actor(conn, actor))
        if alias in (row["name"], *row["aliases"]):
            tell("already so; nothing changed")
            return
        ingest.give_alias(engine, row["actor_id"], alias, by=by, clock=options.now, reason=reason)
    tell(f"{alias!r} now means {row['name']}")


@actors.command()
@click.argument("names", metavar="NAME|ID...", nargs=-1, required=True)
@changing(reason=True)
def merge(names: tuple[str, ...], reason: str) -> Saying:
    """Make several actors one. The first named keeps its name and id; the other names become spellings of it."""
    at_least_two(names)
    from timeline.ingest import actors as people

    return lambda engine, author: people.merge_actors(engine, names, reason=reason, author=author)


@actors.command()
@click.argument("actor", metavar="NAME|ID")
@click.argument("places", metavar="EVENT|ARTICLE|REPORT...", nargs=-1, required=True)
@click.option(
    "--as", "other", metavar="NAME|ID", required=True, help="Whom it means there: a known actor, or a new one's name."
)
@changing(reason=True)
def split(actor: str, places: tuple[str, ...], other: str, reason: str) -> Saying:
    """Say that an actor's name means somebody else in some events, articles or reports."""
    from timeline.ingest import actors as people

    return lambda engine, author: people.split_actor(engine, actor, other, places, reason=reason, author=author)


@actors.command("import")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
@options.by_option
@options.database_option
def import_(file: Path, by: str, database: str | None) -> None:
    """Add the actors of a table.

    FILE is CSV or TSV with a header line: name, kind (person, state, organisation, group, thing), country (ISO 3166-1
    alpha-2), aliases (separated by |), office, valid_from, valid_to. Only name and kind are required; an actor with
    several offices has a line for each. What is known already is passed over.
    """
    from timeline import ingest

    with click.open_file(str(file), encoding="utf-8-sig") as stream:
        try:
            rows = list(_rows(str(file), stream.read()))
        except UnicodeDecodeError:
            raise Failure(f"{file} is not UTF-8; save it as UTF-8") from None
    with opened(database) as engine:
        done = ingest.import_actors(engine, rows, by=by, clock=options.now, source=f"import {file.name}")
    for name, kind in done.doubled:
        tell(f"{name!r} now means several actors: there was one already, of another kind than {kind}")
    tell(f"{counted(len(rows), 'line')}: {counted(done.actors, 'new actor')}, {counted(done.records, 'record')}")


def _rows(name: str, content: str) -> Iterator[ActorRow]:
    """The rows of a table; the first bad one is a Failure, so that nothing is half imported."""
    from timeline.ingest import ActorRow

    first = content.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(content), delimiter="\t" if "\t" in first else ",")
    header = [(heading or "").strip() for heading in reader.fieldnames or ()]
    reader.fieldnames = header
    if unknown := set(header) - set(_HEADER):
        raise Failure(f"{name}: unknown column {', '.join(sorted(unknown))}; known are {', '.join(_HEADER)}")
    if not {"name", "kind"} <= set(header):
        raise Failure(f"{name}: the first line must name the columns, at least name and kind")
    for row in reader:
        cells = {key: (row.get(key) or "").strip() or None for key in _HEADER}
        if not any(cells.values()):
            continue
        if problem := _problem(cells):
            raise Failure(f"{name}:{reader.line_num}: {problem}; nothing was imported")
        aliases = tuple(alias.strip() for alias in (cells.pop("aliases") or "").split("|") if alias.strip())
        yield ActorRow(aliases=aliases, **cells)  # type: ignore[arg-type]


def _problem(cells: dict[str, str | None]) -> str | None:
    if not cells["name"]:
        return "the name is missing"
    if cells["kind"] not in ACTOR_KINDS:
        return f"kind is {cells['kind']!r}, must be {', '.join(ACTOR_KINDS)}"
    country = cells["country"]
    if country and not (len(country) == 2 and country.isascii() and country.isalpha() and country.isupper()):
        return f"country is {country!r}, must be two capital letters (ISO 3166-1)"
    for key in ("valid_from", "valid_to"):
        try:
            if cells[key]:
                days.of(cells[key] or "")
        except ValueError as error:
            return f"{key}: {error}"
    return None
