"""Who takes part in the events of a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection

from timeline.queries.asking import tuples
from timeline.queries.filters import Source

Row = dict[str, Any]
CHUNK = 500


_PARTS = """
    SELECT p.event_id, p.actor_id, a.name, p.role
    FROM event_actors p LEFT JOIN actors a ON a.actor_id = p.actor_id WHERE p.event_id IN :ids
"""
_PARTS_THEN = """
    SELECT p.event_id, p.actor_id, a.name, p.role
    FROM event_actors_history p LEFT JOIN actors_history a ON a.actor_id = p.actor_id
        AND a.from_position <= :position AND (a.to_position IS NULL OR a.to_position > :position)
    WHERE p.event_id IN :ids
        AND p.from_position <= :position AND (p.to_position IS NULL OR p.to_position > :position)
"""


def with_actors(conn: Connection, rows: Sequence[Row], source: Source) -> None:
    """Give each row its ``actors``, parties before those only mentioned, by role and name."""
    parts: dict[str, list[tuple[bool, str, str, str]]] = defaultdict(list)
    question = _PARTS if source.position is None else _PARTS_THEN
    given = {} if source.position is None else {"position": source.position}
    found = tuples(conn, question, ids=[row["event_id"] for row in rows], **given) if rows else ()
    for event_id, actor_id, name, role in found:
        parts[event_id].append((role == "mentioned", role, name or actor_id, actor_id))
    for row in rows:
        row["actors"] = [
            {"actor_id": actor_id, "name": name, "role": role}
            for _, role, name, actor_id in sorted(parts.get(row["event_id"], ()))
        ]


def name_actors(rows: Iterable[Row], parts: Mapping[str, list[Row]], names: Mapping[str, str]) -> None:
    """Set ``actors`` of each row from who takes part and what they are called."""
    for row in rows:
        named = [
            {"actor_id": p["actor_id"], "name": names.get(p["actor_id"], p["actor_id"]), "role": p["role"]}
            for p in parts.get(row["event_id"], ())
        ]
        row["actors"] = sorted(named, key=lambda p: (p["role"] == "mentioned", p["role"], p["name"], p["actor_id"]))


def chunks(values: Collection[str]) -> Iterator[list[str]]:
    """The values in pieces that fit one IN list."""
    rest = iter(sorted(set(values)))
    while piece := list(islice(rest, CHUNK)):
        yield piece
