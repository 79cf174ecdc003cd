"""What is new among the events, for those who follow a timeline as it grows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from timeline.queries.filters import EVENT_COLUMNS, EventFilter, Source, where
from timeline.queries.parts import with_actors
from timeline.schema import event_actors, event_history, events, head

Row = dict[str, Any]


def position(conn: Connection) -> int:
    """The position of the last record in the log."""
    return int(conn.execute(select(head.c.position)).scalar_one())


def changed_since(conn: Connection, wanted: EventFilter, after: int) -> list[Row]:
    """The events that a filter matches and that are new or otherwise than at a position, in the order they changed.

    Rows as :func:`timeline.queries.events` gives them, with ``changed_at`` (the position of the change) and ``known``
    (whether the event was there before). Another article that only says the same again is no change.
    """
    source = Source(events, event_actors)
    c = event_history.c
    changed = select(c.event_id, c.from_position).where(c.from_position > after, c.to_position.is_(None)).subquery()
    query = (
        select(*(events.c[name] for name in EVENT_COLUMNS), changed.c.from_position.label("changed_at"))
        .join(changed, changed.c.event_id == events.c.event_id)
        .where(*where(conn, wanted, source))
        .order_by(changed.c.from_position, events.c.event_id)
    )
    rows = [dict(row) for row in conn.execute(query).mappings()]
    with_actors(conn, rows, source)
    old = set(
        conn.execute(
            select(c.event_id).where(c.from_position <= after, c.event_id.in_([row["event_id"] for row in rows]))
        ).scalars()
    )
    return [{**row, "known": row["event_id"] in old} for row in rows]
