"""The years of the calendar of a snapshot: those that its events have."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Connection, FromClause, func, select

from timeline import days
from timeline.projections.calendar import rows, stretch
from timeline.schema import SPAN_LENGTHS

__all__ = ["rows", "years"]


def years(conn: Connection, events: FromClause) -> tuple[int, int] | None:
    """First and last year of the calendar that events need; None where none of them lies in the years 1 to 9999."""
    c = events.c
    counts = select(c.first_day, func.count()).where(c.starts_at.is_not(None)).group_by(c.first_day)
    starts: Counter[int] = Counter()
    for day, number in conn.execute(counts):
        starts[days.civil(day)[0]] += number
    short = select(c.last_day).distinct().where(c.span_class.in_(SPAN_LENGTHS), c.ends_before.is_not(None))
    return stretch(starts, starts.keys() | {days.civil(day)[0] for day in conn.execute(short).scalars()})
