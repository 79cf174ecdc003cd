"""``timeline diff``, and how changes of events are shown by every command that changes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from timeline import phrases
from timeline.cli import options, views
from timeline.cli.database import opened
from timeline.cli.errors import tell
from timeline.cli.filters import point, unshown
from timeline.cli.output import Column, View, write
from timeline.phrases import counted

Row = Mapping[str, Any]

NAMES = ("event_id", "changes", "fields", "into", "title", "before", "after")

_SAID_BY_STATUS = {
    "status", "earliest", "latest", "likely_date", "first_day", "last_day", "date_edtf", "extent", "confidence",
}  # fmt: skip
_COLOURS = {"new": "green", "confirmed": "green", "gone": "red", "cancelled": "red", "merged": "magenta"}


@click.command()
@click.argument("first", type=options.known, metavar="T1")
@click.argument("second", type=options.known, metavar="[T2]", required=False)
@click.option("--all", "background", is_flag=True, help="Background events, too.")
@options.today_option
@options.output_option
@options.database_option
def diff(
    first: int | str, second: int | str | None, background: bool, today: str, output: str, database: str | None
) -> None:
    """Show what this database learned between two points: new, moved, confirmed, cancelled, merged events.

    T1 and T2 are days (their end, UTC), instants (2025-01-16T12:00Z) or log positions; without T2: until now. Moved:
    the new date does not lie inside the old one; narrowed: it does; confirmed: it occurred; gone: taken out, or no
    longer reported.
    """
    from timeline import log
    from timeline.queries.differences import differences, is_main

    if isinstance(first, int) and isinstance(second, int) and first > second:
        raise click.UsageError("give the earlier point first")
    with opened(database, readonly=True) as engine, engine.connect() as conn:
        last = log.head(conn).position if second is None else second
        try:
            rows = differences(conn, point(conn, first), point(conn, last), background=True)
        except ValueError as error:
            raise click.UsageError(str(error)) from None
    number = write(rows if background else [row for row in rows if is_main(row)], output, changed(today))
    tell(counted(number, "event") + unshown(more=False, aside=len(rows) - number))


def changed(today: str) -> View:
    """Events that changed: how, what, before, after."""
    return View(
        NAMES,
        (
            Column("Change", _changes, colour=lambda row: _COLOURS.get(row["changes"][0], "yellow"), whole=True),
            Column("Event", lambda row: row["title"], least=20),
            Column("Before", lambda row: _version(row, "before", today), least=16),
            Column("After", lambda row: _version(row, "after", today), least=16),
            Column("Id", lambda row: views.short(row["event_id"]), colour=lambda row: "dim", whole=True),
        ),
    )


def _changes(row: Row) -> str:
    return ", ".join(row["changes"])


def _version(row: Row, side: str, today: str) -> str:
    """What is peculiar to one side: status and date, and the other columns that differ."""
    version = row[side]
    if version is None:
        into = row["into"]
        return f"part of {into['title'] or into['event_id']}" if side == "after" and into else ""
    other = [name for name in row["fields"] if name not in _SAID_BY_STATUS]
    parts = [] if row["fields"] and len(other) == len(row["fields"]) else [phrases.status(version, today)]
    return "; ".join(parts + [f"{name.replace('_', ' ')} {_value(row, version, name)}" for name in other])


def _value(row: Row, version: Row, name: str) -> str:
    value = _actors(row, version) if name == "actors" else version[name]
    return str(value) if value not in (None, "") else "none"


def _actors(row: Row, version: Row) -> str:
    """Who takes part; with their roles where these alone tell both sides apart."""
    if views.names(row["before"]) != views.names(row["after"]):
        return views.names(version)
    return ", ".join(f"{actor['name']} ({actor['role']})" for actor in version["actors"])
