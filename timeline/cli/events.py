"""``timeline events``, ``show``, ``history`` and ``due``."""

from __future__ import annotations

import click

from timeline.cli import options, page, views
from timeline.cli.database import opened
from timeline.cli.errors import Failure, tell
from timeline.cli.filters import Wanted, filters
from timeline.cli.output import write
from timeline.cli.phrases import counted


@click.command()
@filters
@options.output_option
@options.database_option
def events(wanted: Wanted, today: str, output: str, database: str | None) -> None:
    """Show what happened, is planned or is expected, by date.

    PERIOD is 2024, 2024-10, 2024-10-22, 2024-Q4, A..B, A.., ..B, an EDTF date, or one of: today, yesterday,
    this|last|next week|month|quarter|year, past|next 30 days. An event matches when the span of its date overlaps
    the period.
    """
    from timeline import queries

    with opened(database, readonly=True) as engine, engine.connect() as conn:
        rows = queries.events(conn, wanted.resolve(conn))
        number = write(rows, output, views.events(today, queries.EVENT_COLUMNS))
    tell(counted(number, "event"))


@click.command()
@options.today_option
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many.")
@options.output_option
@options.database_option
def due(today: str, limit: int | None, output: str, database: str | None) -> None:
    """Show plans whose day has passed without a report that they happened."""
    from timeline import queries

    with opened(database, readonly=True) as engine, engine.connect() as conn:
        rows = queries.due(conn, today, limit=limit)
        number = write(rows, output, views.events(today, queries.EVENT_COLUMNS))
    tell(counted(number, "event"))


@click.command()
@click.argument("event_id", metavar="ID")
@click.option("--why", is_flag=True, help="Show the rules and scores behind each date, status and link.")
@options.today_option
@options.output_option
@options.database_option
def show(event_id: str, why: bool, today: str, output: str, database: str | None) -> None:
    """Show one event with every sentence that reports it."""


@click.command()
@click.argument("event_id", metavar="ID")
@click.option("--why", is_flag=True, help="Show the rule and score of each decision.")
@options.output_option
@options.database_option
def history(event_id: str, why: bool, output: str, database: str | None) -> None:
    """Show how an event came to be what it is: each version, each correction, each decision."""
