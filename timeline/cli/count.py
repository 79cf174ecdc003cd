"""``timeline count``."""

from __future__ import annotations

import click

from timeline.cli import options, views
from timeline.cli.database import opened
from timeline.cli.errors import tell
from timeline.cli.filters import Wanted, filters
from timeline.cli.output import write
from timeline.cli.phrases import counted

BY = ("year", "month", "week", "day", "type", "actor")


@click.command()
@click.option("--by", type=click.Choice(BY), required=True, help="What to count by.")
@filters
@options.output_option
@options.database_option
def count(by: str, wanted: Wanted, today: str, output: str, database: str | None) -> None:
    """Count events by year, month, week, day, type or actor.

    Takes the filters of `timeline events`. An event counts in the year, month, week or day its date starts in.
    """
    from timeline import queries

    with opened(database, readonly=True) as engine, engine.connect() as conn:
        rows = queries.count(conn, by, wanted.resolve(conn))
    write(rows, output, views.counts(by, rows))
    tell(counted(len(rows), by))
