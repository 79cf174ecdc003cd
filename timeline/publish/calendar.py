"""The rows of ``dates``: a calendar for joining and for axes without gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Connection, FromClause, func, select

from timeline import days
from timeline.schema import SPAN_LENGTHS

LONGEST = 100
"""Years that a calendar may have. A single look back to 1813 is no reason for two centuries of days."""

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


def years(conn: Connection, events: FromClause) -> tuple[int, int] | None:
    """First and last year of the calendar that events need; None where none of them lies in the years 1 to 9999.

    Where they lie further apart than LONGEST years it is the stretch of that length in which most of them start, the
    latest of several.
    """
    c = events.c
    counts = select(c.first_day, func.count()).where(c.starts_at.is_not(None)).group_by(c.first_day)
    starts: Counter[int] = Counter()
    for day, number in conn.execute(counts):
        starts[days.civil(day)[0]] += number
    short = select(c.last_day).distinct().where(c.span_class.in_(SPAN_LENGTHS), c.ends_before.is_not(None))
    wanted = sorted(starts.keys() | {days.civil(day)[0] for day in conn.execute(short).scalars()})
    if not wanted:
        return None
    first = max(wanted, key=lambda year: (sum(n for y, n in starts.items() if 0 <= y - year < LONGEST), year))
    first = wanted[0] if wanted[-1] - wanted[0] < LONGEST else first
    return first, max(year for year in wanted if year - first < LONGEST)


def rows(start: int, end: int) -> Iterator[dict[str, Any]]:
    """One row for each day of the years from start to end."""
    for number in range(date(start, 1, 1).toordinal(), date(end, 12, 31).toordinal() + 1):
        yield _row(date.fromordinal(number))


def _row(day: date) -> dict[str, Any]:
    week = day.isocalendar()
    quarter = (day.month + 2) // 3
    return {
        "day": day.toordinal(),
        "starts_at": datetime.combine(day, time()),
        "date": day.isoformat(),
        "year": day.year,
        "quarter": quarter,
        "month": day.month,
        "day_of_month": day.day,
        "iso_year": week.year,
        "iso_week": week.week,
        "weekday": week.weekday,
        "weekday_name": _WEEKDAYS[week.weekday - 1],
        "month_name": _MONTHS[day.month - 1],
        "year_month": f"{day.year:04d}-{day.month:02d}",
        "year_quarter": f"{day.year:04d}-Q{quarter}",
        "year_week": f"{week.year:04d}-W{week.week:02d}",
    }
