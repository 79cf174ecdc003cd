"""``timeline dates``: the date phrases of a text, without any database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import click

from timeline import phrases
from timeline.cli import options
from timeline.cli.errors import Failure, tell
from timeline.cli.output import Column, Row, View, write
from timeline.model import Article, Problem, Timex

NAMES = (
    "source", "start", "end", "text", "type", "value", "mod", "earliest", "latest", "likely_date", "date_edtf",
    "date_precision", "extent", "qualifier", "date_basis", "rule", "anchor", "direction", "utc_offset", "instant_utc",
)  # fmt: skip

_TRUST: dict[str, str] = {
    "none": "red",
    "anchored_on_event": "yellow",
    "near_published": "yellow",
    "tense_only": "yellow",
}
"""Colours of dates that the text does not give; the others are green."""

COLUMNS = (
    Column("Phrase", lambda row: row["text"], colour=lambda row: "bold"),
    Column("Date", phrases.date, colour=lambda row: _TRUST.get(row["date_basis"], "green"), whole=True),
    Column("TIMEX3", lambda row: row["value"], whole=True),
    Column("Basis", lambda row: row["date_basis"].replace("_", " ")),
    Column("Rule", lambda row: row["rule"], colour=lambda row: "dim"),
    Column("Anchor", lambda row: row["anchor"] or "", colour=lambda row: "dim"),
)
WHY = (
    Column("EDTF", lambda row: row["date_edtf"] or "", whole=True),
    Column("Why this direction", lambda row: row["direction"] or ""),
)


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE|-...")
@click.option(
    "--published", type=options.published, metavar="DATE", help="When it was published; else what the document says."
)
@click.option("--why", is_flag=True, help="Show also why a phrase was read forward or back, and its EDTF form.")
@options.output_option
def dates(files: tuple[str, ...], published: str | None, why: bool, output: str) -> None:
    """Show the date phrases of a text and how they are read. Nothing is stored."""
    problems: list[Problem] = []
    view = View(NAMES, COLUMNS + WHY if why else COLUMNS)
    number = write(_rows(files, published, problems), output, view)
    tell(phrases.counted(number, "date phrase"))
    for problem in problems:
        tell(f"not read: {problem.source}: {problem.reason}")
    if problems:
        raise Failure(f"{phrases.counted(len(problems), 'document')} could not be read")


def _rows(files: tuple[str, ...], published: str | None, problems: list[Problem]) -> Iterator[Row]:
    from timeline import dates as reader
    from timeline.ingest.sources import Overrides, articles_of, walk

    for name, item in articles_of(walk(files), Overrides(published=published)):
        if isinstance(item, Problem):
            problems += [item] if item.refused else []
        else:
            yield from (_row(name, item, timex) for timex in reader.read(item.text, item.published))


def _row(name: str, article: Article, timex: Timex) -> dict[str, Any]:
    values = asdict(timex)
    when = values.pop("when")
    renamed = {"edtf": "date_edtf", "granularity": "date_precision", "basis": "date_basis"}
    values.update({renamed.get(key, key): value for key, value in when.items()})
    return {"source": name, **{key: values[key] for key in NAMES if key != "source"}}
