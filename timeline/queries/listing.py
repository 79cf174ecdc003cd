"""Many events at once: lists, counts, and what is overdue."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, FromClause, func, select

from timeline import days
from timeline.queries.filters import EVENT_COLUMNS, EventFilter, Source, where
from timeline.queries.moments import actor_names, counts_at, position_at
from timeline.queries.parts import with_actors
from timeline.schema import event_actors, event_actors_history, event_history
from timeline.schema import events as event_table

Row = dict[str, Any]

CHUNK = 500
COUNTED_BY = ("year", "month", "week", "day", "type", "actor")
PLANS = ("planned", "scheduled", "expected")
_ALL = EventFilter()


def events(conn: Connection, wanted: EventFilter = _ALL) -> list[Row]:
    """The events that a filter matches, in its order.

    Each row has the columns of :data:`EVENT_COLUMNS` and ``actors``, a list of ``{actor_id, name, role}``.
    """
    if wanted.published_until is not None:
        return events_published(conn, wanted)[0]
    source = _source(conn, wanted)
    table = source.events
    columns = [table.c[name] for name in EVENT_COLUMNS]
    if source.position is not None:
        columns.append(table.c.from_position)
    query = select(*columns).where(*where(conn, wanted, source)).order_by(*_order(conn, wanted, table))
    rows = [dict(row) for row in conn.execute(query.limit(wanted.limit)).mappings()]
    if source.position is not None:
        counts_at(conn, rows, source.position)
    with_actors(conn, rows, source)
    return rows


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

    An event counts in the year, month, week or day its span starts in; one whose start is open or unknown under None.

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
        numbers = Counter(row["type" if by == "type" else "first_day"] for row in found)
    else:
        source = _source(conn, wanted)
        if by == "actor":
            return _by_actor(conn, _actor_numbers(conn, wanted, source), source.position)
        column = source.events.c["type" if by == "type" else "first_day"]
        query = select(column, func.count()).where(*where(conn, wanted, source)).group_by(column)
        numbers = Counter({key: number for key, number in conn.execute(query)})
    if by == "type":
        return [{"type": key, "events": n} for key, n in sorted(numbers.items(), key=lambda x: (-x[1], x[0]))]
    return _by_time(numbers, by, gaps)


def due(conn: Connection, today: str, limit: int | None = None) -> list[Row]:
    """What should have happened before ``today`` (YYYY-MM-DD) and has no report that it did, longest overdue first."""
    table = event_table
    query = (
        select(*(table.c[name] for name in EVENT_COLUMNS))
        .where(table.c.status.in_(PLANS), table.c.last_day < days.of(today), table.c.salience == "main")
        .order_by(table.c.last_day, *_order(conn, _ALL, table))
    )
    rows = [dict(row) for row in conn.execute(query.limit(limit)).mappings()]
    with_actors(conn, rows, Source(event_table, event_actors))
    return rows


def _source(conn: Connection, wanted: EventFilter) -> Source:
    if wanted.as_of is None:
        return Source(event_table, event_actors)
    return Source(event_history, event_actors_history, position_at(conn, wanted.as_of))


def _order(conn: Connection, wanted: EventFilter, table: FromClause) -> list[Any]:
    title = table.c.title.collate("C") if conn.dialect.name == "postgresql" else table.c.title
    start: Any = func.coalesce(table.c.first_day, table.c.last_day)
    if wanted.order == "newest":
        start = func.coalesce(table.c.last_day, table.c.first_day).desc()
    return [table.c.span_class == "none", start, title, table.c.event_id]


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


def _by_time(numbers: Counter[int | None], by: str, gaps: bool) -> list[Row]:
    merged: dict[str, int] = defaultdict(int)
    for day in sorted(d for d in numbers if d is not None):
        merged[_unit(day, by)] += numbers[day]
    known = [d for d in numbers if d is not None]
    if gaps and known:
        for day in range(min(known), max(known) + 1):
            merged.setdefault(_unit(day, by), 0)
        order = {_unit(day, by): day for day in range(max(known), min(known) - 1, -1)}
        merged = defaultdict(int, {key: merged[key] for key in sorted(merged, key=order.__getitem__)})
    rows: list[Row] = [{by: key, "events": number} for key, number in merged.items()]
    return [*rows, {by: None, "events": numbers[None]}] if numbers[None] else rows


def _unit(day: int, by: str) -> str:
    year, month, _ = days.civil(day)
    if by == "day":
        return days.iso(day)
    if by == "week":
        return _iso_week(day)
    sign = "-" if year < 0 else ""
    return f"{sign}{abs(year):04d}" + (f"-{month:02d}" if by == "month" else "")


def _iso_week(day: int) -> str:
    """``2025-W03``: the week belongs to the year that its Thursday lies in (ISO 8601)."""
    thursday = day - (day - 1) % 7 + 3
    year = days.civil(thursday)[0]
    week = (thursday - days.number(year, 1, 1)) // 7 + 1
    return f"{'-' if year < 0 else ''}{abs(year):04d}-W{week:02d}"
