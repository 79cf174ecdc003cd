"""What was known at a moment: positions of instants, counts and names as they were."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, or_, select

from timeline import days
from timeline.queries.asking import tuples
from timeline.queries.filters import NotFound
from timeline.schema import actor_ids, actors, actors_history

CHUNK = 500


def position_at(conn: Connection, moment: int | str) -> int:
    """The last position known at a moment.

    Args:
        conn: a connection.
        moment: a position, an RFC 3339 instant, or a day (its end, UTC).

    Raises:
        ValueError: it is none of these.
    """
    head = int(tuples(conn, "SELECT position FROM head")[0][0])
    if isinstance(moment, int):
        return max(0, min(moment, head))
    try:
        days.of(moment)
        instant = f"{moment}T23:59:59.999999Z"
    except ValueError:
        from timeline import log

        instant = log.stamp(moment)
    # recorded_at never decreases, so no index is needed to find the last one that is not later.
    low, high = 0, head
    while low < high:
        middle = (low + high + 1) // 2
        recorded_at = tuples(conn, "SELECT recorded_at FROM log WHERE position = :middle", middle=middle)[0][0]
        low, high = (middle, high) if recorded_at <= instant else (low, middle - 1)
    return low


def whole(conn: Connection, position: int) -> int:
    """The end of the last commit that lies whole before or at a position: between two ends nothing was ever known.

    Raises:
        NotFound: the log does not reach so far.
    """
    head = int(tuples(conn, "SELECT position FROM head")[0][0])
    if position > head:
        raise NotFound(f"the log ends at position {head}; there is no {position} yet")
    following = tuples(conn, "SELECT recorded_at FROM log WHERE position = :next", next=position + 1)
    if not following:
        return position
    # All records of a commit have one instant.
    earlier = "SELECT position FROM log WHERE position <= :position AND recorded_at < :instant"
    found = tuples(conn, f"{earlier} ORDER BY position DESC LIMIT 1", position=position, instant=following[0][0])
    return int(found[0][0]) if found else 0


_COUNTS = """
    SELECT event_id, from_position, sources, reports, first_reported_at, last_reported_at FROM event_counts_history
    WHERE event_id IN :ids AND from_position <= :position ORDER BY from_position
"""


def counts_at(conn: Connection, rows: Sequence[dict[str, Any]], position: int) -> None:
    """Set the counts that made no version of their own; takes ``from_position`` out of the rows."""
    found = tuples(conn, _COUNTS, ids=[row["event_id"] for row in rows], position=position)
    latest = {event_id: (since, counts) for event_id, since, *counts in found}
    for row in rows:
        since = row.pop("from_position")
        if (last := latest.get(row["event_id"])) and last[0] > since:
            row["sources"], row["reports"], row["first_reported_at"], row["last_reported_at"] = last[1]


def actor_names(conn: Connection, ids: Collection[str], position: int | None = None) -> dict[str, str]:
    """Names to print of actors: today's, or those of a position."""
    names: dict[str, str] = {}
    for chunk in _pieces(ids):
        if position is None:
            query = select(actor_ids.c.old_id, actors.c.name).join(actors, actors.c.actor_id == actor_ids.c.actor_id)
            query = query.where(actor_ids.c.old_id.in_(chunk))
        else:
            h = actors_history.c
            query = select(h.actor_id, h.name).where(h.actor_id.in_(chunk), *in_force(actors_history, position))
        names.update((actor_id, name) for actor_id, name in conn.execute(query))
    return names


def in_force(table: FromClause, position: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The versions of a history table that were in force at a position."""
    c = table.c
    return c.from_position <= position, or_(c.to_position.is_(None), c.to_position > position)


def _pieces(ids: Collection[str]) -> list[list[str]]:
    ordered = sorted(ids)
    return [ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK)]
