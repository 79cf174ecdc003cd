"""Who bears a name: actors by the keys of :mod:`timeline.names`, a few at a time, whatever the size of the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection

from timeline.model import Actor, Office
from timeline.queries.asking import tuples

_UNDER = "SELECT key, actor_id FROM actor_keys WHERE key IN :keys ORDER BY key, actor_id"
_ACTORS = """
    SELECT a.actor_id, a.name, a.kind, a.country, s.alias
    FROM actors AS a LEFT JOIN actor_aliases AS s ON s.actor_id = a.actor_id
    WHERE a.actor_id IN :ids ORDER BY a.actor_id, s.alias
"""
_OFFICES = """
    SELECT o.actor_id, o.office, o.country, o.valid_from, o.valid_to, coalesce(i.actor_id, o.organisation)
    FROM offices AS o LEFT JOIN actor_ids AS i ON i.old_id = o.organisation ORDER BY o.position
"""


def ids_under(conn: Connection, keys: Sequence[str]) -> dict[str, list[str]]:
    """The ids of the actors that have each key, in order; keys that nobody has are left out."""
    found: dict[str, list[str]] = defaultdict(list)
    for key, actor_id in tuples(conn, _UNDER, keys=list(keys)):
        found[key].append(actor_id)
    return found


def actors_of(conn: Connection, actor_ids: Sequence[str]) -> list[Actor]:
    """The actors of these ids, those that there are, in order."""
    spelt: dict[tuple[str, str, str, str | None], list[str]] = defaultdict(list)
    for *of, alias in tuples(conn, _ACTORS, ids=list(actor_ids)):
        spelt[tuple(of)] += [alias] if alias is not None else []
    return [Actor(*of, tuple(aliases)) for of, aliases in spelt.items()]


def offices_held(conn: Connection) -> list[Office]:
    """All offices that actors held, in order of entry."""
    return [Office(*row) for row in tuples(conn, _OFFICES)]
