"""``timeline events``, ``show``, ``history`` and ``due``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from timeline.cli import options, views
from timeline.cli.database import opened
from timeline.cli.errors import tell
from timeline.cli.filters import Wanted, filters, known_options
from timeline.cli.output import write
from timeline.phrases import counted

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from timeline.queries import EventFilter

Row = dict[str, Any]


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
        rows, undated = _select(conn, wanted.resolve(conn))
        if undated:
            tell(f"{counted(undated, 'article')} left out: not known when published (timeline articles set)")
        number = write(rows, output, views.events(today, (*queries.EVENT_COLUMNS, "actors")))
    tell(counted(number, "event"))


def _select(conn: Connection, wanted: EventFilter) -> tuple[list[Row], int]:
    """The rows, and how many articles could not be asked for want of a date of publication."""
    from timeline import queries

    if wanted.published_until is not None:
        return queries.events_published(conn, wanted)
    return queries.events(conn, wanted), 0


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
        number = write(rows, output, views.events(today, (*queries.EVENT_COLUMNS, "actors")))
    tell(counted(number, "event"))


@click.command()
@click.argument("event_id", metavar="ID")
@click.option("--why", is_flag=True, help="Show the rules and scores behind each date, status and link.")
@known_options
@options.output_option
@options.database_option
def show(
    event_id: str,
    why: bool,
    as_of: int | str | None,
    published_until: str | None,
    today: str,
    output: str,
    database: str | None,
) -> None:
    """Show one event with every sentence that reports it. The start of its id is enough."""
    from timeline import queries

    with opened(database, readonly=True) as engine, engine.connect() as conn:
        event = queries.event(conn, event_id, as_of=as_of, published_until=published_until)
        reports = queries.event_reports(conn, event_id, as_of=as_of, published_until=published_until)
    if output == "table":
        from timeline.cli import page
        from timeline.cli.pager import paged

        with paged() as screen:
            screen.write(page.event_page(event, reports, today, why=why))
    else:
        names = (*queries.EVENT_COLUMNS, "actors")
        write([{**event, "reported": reports}], output, views.events(today, names))


@click.command()
@click.argument("event_id", metavar="ID")
@click.option("--why", is_flag=True, help="Show the rule, the score and the runner-up of each decision.")
@options.output_option
@options.database_option
def history(event_id: str, why: bool, output: str, database: str | None) -> None:
    """Show how an event came to be what it is: each report, each decision, each correction."""
    from timeline.queries import changes

    with opened(database, readonly=True) as engine, engine.connect() as conn:
        rows = changes.event_history(conn, event_id)
    number = write(rows, output, views.history(why=why))
    tell(counted(number, "record"))
