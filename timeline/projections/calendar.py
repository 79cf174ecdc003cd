"""The rows of ``dates``: a calendar for joining and for axes without gaps, kept to the years that events have."""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import accumulate, product
from typing import Any

from sqlalchemy import Connection, delete

from timeline import days
from timeline.fold import EventRow
from timeline.projections.statements import add, ask, chosen, put, remove
from timeline.projections.tables import Tables
from timeline.schema import SPAN_LENGTHS, dates

LONGEST = 100
"""Years that a calendar may have. A single look back to 1813 is no reason for two centuries of days."""

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_MIDNIGHT = "00:00:00.000000"


def keep(conn: Connection, tables: Tables, changes: Iterable[tuple[EventRow | None, EventRow | None]]) -> None:
    """Keep the calendar to the years that events have now.

    Args:
        conn: a connection in a transaction.
        tables: where ``event_years`` and ``dates`` are.
        changes: each changed event as it was and as it is; None = there is none.
    """
    counts = {"starts": Counter[int](), "ends": Counter[int]()}
    for was, is_ in changes:
        for row, by in ((was, -1), (is_, 1)):
            start, end = _years(row) if row else (None, None)
            counts["starts"][start or 0] += by
            counts["ends"][end or 0] += by
    changed = {year for count in counts.values() for year, by in count.items() if by and year}
    if changed:
        _count(conn, tables, changed, counts)
        found = dict(ask(conn, f"SELECT year, starts FROM {tables['event_years'].name}"))  # noqa: S608 (own names only)
        _cover(conn, tables, stretch(found, found))


def stretch(starts: Mapping[int, int], years: Iterable[int]) -> tuple[int, int] | None:
    """First and last year of the calendar that events need; None where they need none.

    Where they lie further apart than LONGEST years it is the stretch of that length in which most of them start, the
    latest of several.

    Args:
        starts: year -> how many events start in it.
        years: years in which any starts or ends.
    """
    wanted = sorted(years)
    if not wanted:
        return None
    sums = [0, *accumulate(starts.get(year, 0) for year in wanted)]
    behind = [bisect_left(wanted, year + LONGEST) for year in wanted]
    best = max(range(len(wanted)), key=lambda at: (sums[behind[at]] - sums[at], at))
    at = 0 if behind[0] == len(wanted) else best
    return wanted[at], wanted[behind[at] - 1]


def rows(start: int, end: int) -> Iterator[dict[str, Any]]:
    """One row for each day of the years from start to end."""
    names = dates.columns.keys()
    for values in _values(start, end):
        row = dict(zip(names, values, strict=True))
        yield row | {"starts_at": datetime.fromisoformat(row["starts_at"])}


def _years(row: EventRow) -> tuple[int | None, int | None]:
    """The year an event starts in, and the one it ends in where it does not last longer than a year."""
    start = days.civil(row.first_day)[0] if row.starts_at and row.first_day is not None else None
    short = row.span_class in SPAN_LENGTHS and row.ends_before and row.last_day is not None
    return start, days.civil(row.last_day)[0] if short and row.last_day is not None else None


def _count(conn: Connection, tables: Tables, changed: set[int], counts: Mapping[str, Counter[int]]) -> None:
    table = tables["event_years"]
    stored = {year: (starts, ends) for year, starts, ends in chosen(conn, table, None, "year", changed)}
    new = [
        {"year": year, "starts": starts + counts["starts"][year], "ends": ends + counts["ends"][year]}
        for year in sorted(changed)
        for starts, ends in [stored.get(year, (0, 0))]
    ]
    remove(conn, table, "year", stored)
    add(conn, table, [row for row in new if row["starts"] or row["ends"]])


def _cover(conn: Connection, tables: Tables, span: tuple[int, int] | None) -> None:
    """Take away the days of years that are not wanted, and add those that are."""
    table = tables["dates"]
    # The days are the key: the least and the greatest year are at its ends.
    ends = (ask(conn, f"SELECT year FROM {table.name} ORDER BY day{end} LIMIT 1") for end in ("", " DESC"))  # noqa: S608
    first, last = (rows[0][0] if rows else None for rows in ends)
    if (first, last) == (span or (None, None)):
        return
    if span is None or first is None or last is None or span[0] > last or span[1] < first:
        conn.execute(delete(table))
        put(conn, table, _values(*span) if span else (), spelt=True)
        return
    conn.execute(delete(table).where((table.c.year < span[0]) | (table.c.year > span[1])))
    for start, end in ((span[0], min(first - 1, span[1])), (max(last + 1, span[0]), span[1])):
        if start <= end:
            put(conn, table, _values(start, end), spelt=True)


def _values(start: int, end: int) -> Iterator[tuple[Any, ...]]:
    """The same as bare values, in the order of the columns, instants as SQL spells them.

    Tens of thousands come with a database's first events: what days of a month or week share is put together once.
    """
    number = date(start, 1, 1).toordinal()
    iso_year, iso_week, _ = date(start, 1, 1).isocalendar()
    for year, month in product(range(start, end + 1), range(1, 13)):
        quarter, name, year_month = (month + 2) // 3, _MONTHS[month - 1], f"{year:04d}-{month:02d}"
        year_quarter = f"{year:04d}-Q{quarter}"
        for day_of_month in range(1, monthrange(year, month)[1] + 1):
            weekday = (number - 1) % 7 + 1
            if weekday == 1:
                iso_year, iso_week, _ = date.fromordinal(number).isocalendar()
            text = f"{year_month}-{day_of_month:02d}"
            yield (
                number, f"{text} {_MIDNIGHT}", text, year, quarter, month, day_of_month,
                iso_year, iso_week, weekday, _WEEKDAYS[weekday - 1], name,
                year_month, year_quarter, f"{iso_year:04d}-W{iso_week:02d}",
            )  # fmt: skip
            number += 1
