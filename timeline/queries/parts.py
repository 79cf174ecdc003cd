"""Who takes part in the events of a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, select

from timeline.queries.filters import Source
from timeline.queries.moments import actor_names

Row = dict[str, Any]
CHUNK = 500


def with_actors(conn: Connection, rows: Sequence[Row], source: Source) -> None:
    """Give each row its ``actors``, parties before those only mentioned, by role and name."""
    parts: dict[str, list[Row]] = defaultdict(list)
    a = source.actors
    for chunk in chunks([row["event_id"] for row in rows]):
        query = select(a.c.event_id, a.c.actor_id, a.c.role).where(a.c.event_id.in_(chunk), source.valid(a))
        for event_id, actor_id, role in conn.execute(query):
            parts[event_id].append({"actor_id": actor_id, "role": role})
    ids = {p["actor_id"] for of_event in parts.values() for p in of_event}
    name_actors(rows, parts, actor_names(conn, ids, source.position))


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
