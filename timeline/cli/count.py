"""``timeline count``."""

from __future__ import annotations

import click

from timeline.cli import options, views
from timeline.cli.database import opened
from timeline.cli.errors import tell
from timeline.cli.filters import Wanted, filters, tell_undated
from timeline.cli.output import write
from timeline.phrases import counted

BY = ("year", "month", "week", "day", "type", "actor")


@click.command()
@click.option("--by", type=click.Choice(BY), required=True, help="What to count by.")
@click.option("--gaps", is_flag=True, help="Also the years, months, weeks or days between without any event.")
@filters
@options.output_option
@options.database_option
def count(by: str, gaps: bool, wanted: Wanted, today: str, output: str, database: str | None) -> None:
    """Count events by year, month, week, day, type or actor.

    Takes the filters of `timeline events`. An event counts in the year, month, week or day its date starts in.
    """
    from timeline import queries

    with opened(database, readonly=True) as engine, engine.connect() as conn:
        rows = queries.count(conn, by, wanted.resolve(conn), gaps=gaps)
        tell_undated(conn, wanted.published_until)
    write(rows, output, views.counts(by, max((row["events"] for row in rows), default=1)))
    tell(counted(len(rows), by))
