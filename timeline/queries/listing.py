"""Many events at once: lists, counts, and what is overdue."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, exists, func, select

from timeline import days
from timeline.queries.filters import EVENT_COLUMNS, EventFilter, Shape, Source, values, where
from timeline.queries.moments import actor_names, counts_at, position_at
from timeline.queries.parts import with_actors
from timeline.queries.statements import Asked, order_by, rows_of
from timeline.schema import event_actors, event_actors_history, event_history, reports
from timeline.schema import events as event_table

Row = dict[str, Any]

CHUNK = 500
COUNTED_BY = ("year", "month", "week", "day", "type", "actor")
MOST_ASIDE = 1000
"""Background events that are counted where main ones are asked for; of more it is known that they are more."""
PLANS = ("planned", "scheduled", "expected")
_ALL = EventFilter()
_SPAN = ("first_day", "last_day", "extent", "date_precision")
_COARSER = {
    "day": ("weekend", "week", "month", "quarter", "season", "half", "year", "decade", "century"),
    "week": ("month", "quarter", "season", "half", "year", "decade", "century"),
    "month": ("quarter", "season", "half", "year", "decade", "century"),
    "year": ("decade", "century"),
}
"""Units too coarse to say in which day, week, month or year something began."""


def events(conn: Connection, wanted: EventFilter = _ALL) -> list[Row]:
    """The events that a filter matches, in its order.

    Each row has the columns of :data:`EVENT_COLUMNS` and ``actors``, a list of ``{actor_id, name, role}``.
    """
    if wanted.published_until is not None:
        return events_published(conn, wanted)[0]
    source = _source(conn, wanted)
    shape = Shape.of(wanted, source.position is not None)
    given = values(conn, wanted, source)
    if source.position is not None:
        given["position"] = source.position
    if wanted.limit is not None:
        given["limit"] = wanted.limit
    rows = rows_of(conn, Asked(shape, wanted.order, wanted.limit is not None), given)
    if source.position is not None:
        counts_at(conn, rows, source.position)
    with_actors(conn, rows, source)
    return rows


@dataclass(frozen=True, slots=True)
class Selection:
    """The events that a filter matches, and what it left out."""

    rows: list[Row]
    """As :func:`events` gives them."""
    more: bool
    """Whether the limit cut some off."""
    aside: int
    """Background events that match besides, counted as far as :data:`MOST_ASIDE` + 1; 0 where ``more``."""
    undated: int
    """Articles left out because nobody knows when they were published; asked of ``published_until`` only."""


def selection(conn: Connection, wanted: EventFilter) -> Selection:
    """The events that a filter matches, and how many more there are beyond its limit and in the background."""
    limit = wanted.limit
    if wanted.published_until is not None:
        # Folding takes the time: background events are folded along rather than by a question of their own.
        rows, undated = events_published(conn, replace(wanted, background=True, limit=None))
        shown = rows if wanted.background else [row for row in rows if row["salience"] == "main"]
        more = limit is not None and len(shown) > limit
        return Selection(shown[:limit], more, 0 if more else min(len(rows) - len(shown), MOST_ASIDE + 1), undated)
    rows = events(conn, wanted if limit is None else replace(wanted, limit=limit + 1))
    more = limit is not None and len(rows) > limit
    return Selection(rows[:limit], more, 0 if more else background(conn, wanted), 0)


def background(conn: Connection, wanted: EventFilter) -> int:
    """How many background events match a filter that asks for main ones, as far as :data:`MOST_ASIDE` + 1."""
    if wanted.background:
        return 0
    if wanted.published_until is not None:
        return selection(conn, replace(wanted, limit=None)).aside
    source = _source(conn, wanted)
    found = where(conn, replace(wanted, background=True), source)
    return _some(conn, source.events, [*found, source.events.c.salience == "background"])


def _some(conn: Connection, table: FromClause, found: Sequence[ColumnElement[bool]]) -> int:
    some = select(table.c.event_id).where(*found).limit(MOST_ASIDE + 1).subquery()
    return conn.execute(select(func.count()).select_from(some)).scalar_one()


def events_published(conn: Connection, wanted: EventFilter) -> tuple[list[Row], int]:
    """The events as the press had them by the end of ``wanted.published_until``.

    Folds only the reports of articles published by then, with today's identity and corrections.

    Returns:
        The rows, and how many articles were left out because nobody knows when they were published.
    """
    # Only this question folds, and the fold is slow to import.
    from timeline.queries.press import as_published

    rows, undated = as_published(conn, wanted)
    rows.sort(key=lambda row: _key(row, wanted.order))
    rows = rows[: wanted.limit]
    return rows, undated


def count(conn: Connection, by: str, wanted: EventFilter = _ALL, *, gaps: bool = False) -> list[Row]:
    """Number of events by ``year``, ``month``, ``week`` (ISO), ``day``, ``type`` or ``actor``.

    An event counts in the year, month, week or day that its date lies in; one that lasts, where it starts. One whose
    date is not known as closely as that ("in 2024" by month), or open, counts under None.

    Args:
        conn: a connection.
        by: one of :data:`COUNTED_BY`.
        wanted: which events; its limit and order are ignored.
        gaps: also the years, months, weeks or days between without any event.

    Returns:
        Rows ``{by: key, "events": number}``, for actors with ``actor_id``; by key, types and actors by number.
    """
    if by not in COUNTED_BY:
        raise ValueError(f"events are counted by {', '.join(COUNTED_BY)}, not by {by!r}")
    if wanted.published_until is not None:
        found = events_published(conn, replace(wanted, limit=None))[0]
        if by == "actor":
            return _by_actor(conn, Counter(a for row in found for a in {x["actor_id"] for x in row["actors"]}), None)
        asked = ("type",) if by == "type" else _SPAN
        numbers = Counter(tuple(row[name] for name in asked) for row in found)
    else:
        source = _source(conn, wanted)
        if by == "actor":
            return _by_actor(conn, _actor_numbers(conn, wanted, source), source.position)
        columns = [source.events.c[name] for name in (("type",) if by == "type" else _SPAN)]
        query = select(*columns, func.count()).where(*where(conn, wanted, source)).group_by(*columns)
        numbers = Counter({tuple(key): number for *key, number in conn.execute(query)})
    if by == "type":
        return [{"type": key, "events": n} for (key,), n in sorted(numbers.items(), key=lambda x: (-x[1], x[0]))]
    starts: Counter[int | None] = Counter()
    for span, number in numbers.items():
        starts[_start(by, *span)] += number
    return _by_time(starts, by, gaps)


def due(conn: Connection, today: str, limit: int | None = None, *, background: bool = False) -> list[Row]:
    """What should have happened and has no report that it did, longest overdue first; also what was put off to a day.

    Args:
        conn: a connection.
        today: ``YYYY-MM-DD``; before this day.
        limit: at most so many.
        background: background events too.
    """
    table = event_table
    found = _overdue(today) if background else [*_overdue(today), table.c.salience == "main"]
    query = select(*(table.c[name] for name in EVENT_COLUMNS)).where(*found)
    query = query.order_by(table.c.last_day, *order_by(conn.dialect.name, "date", table))
    rows = [dict(row) for row in conn.execute(query.limit(limit)).mappings()]
    with_actors(conn, rows, Source(event_table, event_actors))
    return rows


def due_in_background(conn: Connection, today: str) -> int:
    """How many background events are due besides, as far as :data:`MOST_ASIDE` + 1."""
    return _some(conn, event_table, [*_overdue(today), event_table.c.salience == "background"])


def _overdue(today: str) -> list[ColumnElement[bool]]:
    # What was put off without saying until when keeps the day that was planned, and is due on none.
    put_off = (event_table.c.status == "postponed") & exists().where(
        reports.c.event_id == event_table.c.event_id,
        reports.c.superseded_at.is_(None),
        reports.c.status == "postponed",
        reports.c.latest == event_table.c.latest,
    )
    return [event_table.c.status.in_(PLANS) | put_off, event_table.c.last_day < days.of(today)]


def _source(conn: Connection, wanted: EventFilter) -> Source:
    if wanted.as_of is None:
        return Source(event_table, event_actors)
    return Source(event_history, event_actors_history, position_at(conn, wanted.as_of))


def _key(row: Row, order: str) -> tuple[Any, ...]:
    first, last = row["first_day"], row["last_day"]
    start = (first if first is not None else last) or 0
    if order == "newest":
        start = -((last if last is not None else first) or 0)
    return first is None and last is None, start, row["title"], row["event_id"]


# --- counting ---


def _actor_numbers(conn: Connection, wanted: EventFilter, source: Source) -> Counter[str]:
    a = source.actors
    matching = select(source.events.c.event_id).where(*where(conn, wanted, source))
    query = (
        select(a.c.actor_id, func.count(a.c.event_id.distinct()))
        .where(a.c.event_id.in_(matching), source.valid(a))
        .group_by(a.c.actor_id)
    )
    return Counter({actor: number for actor, number in conn.execute(query)})


def _by_actor(conn: Connection, numbers: Counter[str], position: int | None) -> list[Row]:
    names = actor_names(conn, set(numbers), position)
    rows = [{"actor": names.get(i, i), "actor_id": i, "events": n} for i, n in numbers.items()]
    return sorted(rows, key=lambda row: (-row["events"], row["actor"], row["actor_id"]))


def _start(by: str, first: int | None, last: int | None, extent: str, precision: str) -> int | None:
    """The day an event counts on; None where its date does not say in which unit."""
    if first is None or precision in _COARSER[by]:
        return None
    if extent == "within" and (last is None or _ordinal(first, by) != _ordinal(last, by)):
        return None
    return first


def _by_time(numbers: Counter[int | None], by: str, gaps: bool) -> list[Row]:
    merged: dict[int, int] = defaultdict(int)
    for day in numbers:
        if day is not None:
            merged[_ordinal(day, by)] += numbers[day]
    units = range(min(merged), max(merged) + 1) if gaps and merged else sorted(merged)
    rows: list[Row] = [{by: _label(unit, by), "events": merged.get(unit, 0)} for unit in units]
    return [*rows, {by: None, "events": numbers[None]}] if numbers[None] else rows


def _ordinal(day: int, by: str) -> int:
    """The number of the year, month, ISO week or day that a day lies in; the next unit has the next number."""
    if by == "day":
        return day
    if by == "week":
        return (day - 1) // 7
    year, month, _ = days.civil(day)
    return year if by == "year" else 12 * year + month - 1


def _label(unit: int, by: str) -> str:
    """``2025``, ``2025-01``, ``2025-W03`` or ``2025-01-17``; the inverse of :func:`_ordinal`."""
    if by == "day":
        return days.iso(unit)
    if by == "week":
        return _iso_week(7 * unit + 1)
    year, month = (unit, 0) if by == "year" else divmod(unit, 12)
    sign = "-" if year < 0 else ""
    return f"{sign}{abs(year):04d}" + (f"-{month + 1:02d}" if by == "month" else "")


def _iso_week(monday: int) -> str:
    """``2025-W03``: the week belongs to the year that its Thursday lies in (ISO 8601)."""
    year = days.civil(monday + 3)[0]
    week = (monday + 3 - days.number(year, 1, 1)) // 7 + 1
    return f"{'-' if year < 0 else ''}{abs(year):04d}-W{week:02d}"
