"""``timeline count``."""

from __future__ import annotations

import click

from timeline.cli import options, views
from timeline.cli.database import opened
from timeline.cli.errors import tell
from timeline.cli.filters import Wanted, filters, tell_undated, unshown
from timeline.cli.output import write
from timeline.phrases import counted

BY = ("year", "month", "week", "day", "type", "actor")


@click.command()
@click.option("--by", type=click.Choice(BY), required=True, help="What to count by.")
@click.option("--gaps", is_flag=True, help="Also each year, month, week or day between without any event.")
@filters
@options.output_option
@options.database_option
def count(by: str, gaps: bool, wanted: Wanted, today: str, output: str, database: str | None) -> None:
    """Count events by year, month, week, day, type or actor.

    Takes the filters of `timeline events`. An event counts in the year, month, week or day its date lies in, one that
    lasts where it starts; one whose date is not known as closely as that is counted apart. With --limit the first so
    many years, months, weeks or days, or the most frequent types or actors.
    """
    from timeline import queries

    with opened(database, readonly=True) as engine, engine.connect() as conn:
        drawn = output == "table" and by not in ("type", "actor") and wanted.limit is None
        meant = wanted.resolve(conn)
        found = queries.count(conn, by, meant, gaps=gaps or drawn)
        rows, more = found[: wanted.limit], len(found) > (wanted.limit or len(found))
        aside = 0 if more else queries.background(conn, meant)
        tell_undated(conn, wanted.published_until)
    view = views.counts(by, max((row["events"] for row in rows), default=1))
    write(rows if gaps or not drawn else views.with_gaps(rows, by), output, view)
    units = counted(sum(1 for row in rows if row["events"] and row[by] is not None), by)
    events = "" if by == "actor" else f"{counted(sum(row['events'] for row in rows), 'event')}, "
    tell(events + units + unshown(more, aside))
