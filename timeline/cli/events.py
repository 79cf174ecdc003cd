"""``timeline events``, ``show``, ``history`` and ``due``."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, NoReturn

import click

from timeline import phrases
from timeline.cli import options, views
from timeline.cli.database import opened
from timeline.cli.errors import tell
from timeline.cli.filters import Wanted, filters, known_options, point, tell_left_out, unshown
from timeline.cli.output import one_line, to_json, write
from timeline.phrases import counted

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from timeline.queries import EventFilter

_POLL_SECONDS = 0.5


@click.command()
@click.option("--follow", is_flag=True, help="Go on with events as they come and change; stop with Ctrl-C.")
@filters
@options.output_option
@options.database_option
def events(follow: bool, wanted: Wanted, today: str, output: str, database: str | None) -> None:
    """Show what happened, is planned or is expected, by date.

    PERIOD is 2024, 2024-10, 2024-10-22, 2024-Q4, 2024-W43, A..B, A.., ..B, EDTF such as 199X or 2022/.., or one of:
    today, yesterday, tomorrow, this|last|next week|month|quarter|year, past|last|next 30 days|weeks|months|years. An
    event matches when the span of its date overlaps the period.
    """
    from timeline import queries
    from timeline.queries import following

    if follow:
        _check_follow(wanted, output)
    with opened(database, readonly=True) as engine:
        with engine.connect() as conn:
            meant = wanted.resolve(conn)
            last = following.position(conn) if follow else 0
            found = queries.selection(conn, meant)
            tell_left_out(found.undated)
            number = write(found.rows, output, views.events(today, (*queries.EVENT_COLUMNS, "actors")))
        tell(counted(number, "event") + unshown(found.more, found.aside))
        if follow:
            _follow(engine, meant, last, today, output)


def _check_follow(wanted: Wanted, output: str) -> None:
    if output not in ("table", "jsonl"):
        raise click.UsageError(f"--follow has no end, and {output} needs one; take -o jsonl or table")
    if wanted.as_of is not None or wanted.published_until is not None or wanted.limit is not None:
        raise click.UsageError("--follow looks ahead; leave out --as-of, --published-until and --limit")


def _follow(engine: Engine, wanted: EventFilter, after: int, today: str, output: str) -> NoReturn:
    """Each event that comes or changes after a position, a line each."""
    from timeline.queries import following

    while True:
        time.sleep(_POLL_SECONDS)
        with engine.connect() as conn:
            rows = following.changed_since(conn, wanted, after)
        for row in rows:
            after = max(after, row["changed_at"])
            said = f"{row['title']}: {phrases.status(row, today)}  {views.short(row['event_id'])}"
            click.echo(
                to_json(row) if output == "jsonl" else one_line(f"{'changed' if row['known'] else 'new'}: {said}")
            )


@click.command()
@options.today_option
@click.option("--all", "background", is_flag=True, help="Background events, too.")
@options.limit_option
@options.output_option
@options.database_option
def due(today: str, background: bool, limit: int | None, output: str, database: str | None) -> None:
    """Show plans whose day has passed without a report that they happened."""
    from timeline import queries

    with opened(database, readonly=True) as engine, engine.connect() as conn:
        rows = queries.due(conn, today, options.one_more(limit), background=background)
        more = len(rows) > (limit or len(rows))
        aside = 0 if background or more else queries.due_in_background(conn, today)
        number = write(rows[:limit], output, views.events(today, (*queries.EVENT_COLUMNS, "actors")))
    tell(counted(number, "event") + unshown(more, aside))


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
        as_of = point(conn, as_of)
        event = queries.event(conn, event_id, as_of=as_of, published_until=published_until)
        reports = queries.event_reports(conn, event_id, as_of=as_of, published_until=published_until)
    if output == "table":
        from timeline.cli import page
        from timeline.cli.pager import paged
        from timeline.cli.table import width_of

        with paged() as screen:
            screen.write(page.event_page(event, reports, today, why=why, width=width_of(sys.stdout)))
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
