"""A page of events: those after one that was shown, in the order of ``timeline events``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from timeline import queries
from timeline.queries import EVENT_COLUMNS, EventFilter, position_at
from timeline.queries.filters import Source, where
from timeline.queries.moments import counts_at
from timeline.queries.parts import with_actors
from timeline.schema import event_actors, event_actors_history, event_history, events
from timeline.web.asking import Refused

Row = dict[str, Any]


def events_after(conn: Connection, wanted: EventFilter, after: str | None, limit: int) -> tuple[list[Row], bool]:
    """At most ``limit`` events, and whether there are more.

    Args:
        conn: a connection.
        wanted: which events; its own limit and order are not looked at.
        after: the id of the last event of the page before.
        limit: a number of rows.

    Raises:
        Refused: ``after`` is none of the events there are.
    """
    if wanted.published_until is not None:
        return following(queries.events_published(conn, wanted)[0], "event_id", after, limit)
    source = Source(events, event_actors)
    if wanted.as_of is not None:
        source = Source(event_history, event_actors_history, position_at(conn, wanted.as_of))
    table, c = source.events, source.events.c
    columns = [c[name] for name in EVENT_COLUMNS] + ([c.from_position] if source.position is not None else [])
    order = _order(table)
    conditions = where(conn, wanted, source)
    if after is not None:
        last = conn.execute(select(*order).where(c.event_id == after, source.valid(table))).first()
        if last is None:
            raise Refused(f"after: there is no event {after!r} to go on from", 404)
        conditions.append(_beyond(order, last))
    query = select(*columns).where(*conditions).order_by(*order).limit(limit + 1)
    rows = [dict(row) for row in conn.execute(query).mappings()]
    more = len(rows) > limit
    rows = rows[:limit]
    if source.position is not None:
        counts_at(conn, rows, source.position)
    with_actors(conn, rows, source)
    return rows, more


def _order(table: Any) -> list[Any]:
    """Dated events by their first day, then undated ones; each by title and id."""
    c = table.c
    # No day is so far; undated events come last on every engine, without a comparison with NULL.
    start = func.coalesce(c.first_day, c.last_day, 10**9)
    return [start, c.title, c.event_id]


def _beyond(order: Sequence[Any], last: Sequence[Any]) -> Any:
    start, title, event_id = order
    return or_(
        start > last[0],
        and_(start == last[0], title > last[1]),
        and_(start == last[0], title == last[1], event_id > last[2]),
    )


def following(rows: Sequence[Row], key: str, after: str | None, limit: int) -> tuple[list[Row], bool]:
    """The rows after the one with a key, and whether there are more than ``limit``.

    Raises:
        Refused: no row has that key.
    """
    start = 0
    if after is not None:
        start = next((n + 1 for n, row in enumerate(rows) if row[key] == after), 0)
        if not start:
            raise Refused(f"after: there is no row {after!r} to go on from", 404)
    return list(rows[start : start + limit]), len(rows) > start + limit
