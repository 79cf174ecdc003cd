"""Actors: who they are, what they are called, which offices they held."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select

from timeline.queries.filters import AmbiguousId, EventFilter, NotFound
from timeline.queries.ids import SHORTEST, starting
from timeline.queries.moments import in_force, position_at
from timeline.schema import (
    actor_aliases,
    actor_ids,
    actors_history,
    articles,
    event_actors,
    offices,
    report_actors,
    reports,
)
from timeline.schema import actors as actor_table

Row = dict[str, Any]

ACTOR_COLUMNS = ("actor_id", "name", "kind", "country")
"""Columns of the rows of :func:`actors`."""

_A = actor_table.c
_NAMED = 5


def actors(
    conn: Connection,
    *,
    kind: str | None = None,
    grep: str | None = None,
    limit: int | None = None,
    as_of: int | str | None = None,
    published_until: str | None = None,
) -> list[Row]:
    """Actors by name.

    Args:
        conn: a connection.
        kind: person, state, organisation, group or thing.
        grep: words in a name or another spelling; case and accents do not matter.
        limit: at most so many.
        as_of: a log position or an RFC 3339 instant: who was known then, and by which name (spellings are today's).
        published_until: a day: whom articles published by its end name.
    """
    table = actor_table if as_of is None else actors_history
    query = select(*(table.c[name] for name in ACTOR_COLUMNS))
    if as_of is not None:
        query = query.where(*in_force(table, position_at(conn, as_of)))
    if published_until is not None:
        query = query.where(table.c.actor_id.in_(_named_by(published_until)))
    if kind is not None:
        query = query.where(table.c.kind == kind)
    rows = [dict(row) for row in conn.execute(query).mappings()]
    if grep is not None:
        words, spellings = plain(grep), _aliases(conn)
        rows = [r for r in rows if any(words in plain(n) for n in (r["name"], *spellings.get(r["actor_id"], ())))]
    rows.sort(key=lambda row: (plain(row["name"]), row["name"], row["actor_id"]))
    return rows[:limit]


def _named_by(day: str) -> Select[Any]:
    """Actors whom articles published by the end of a day name."""
    a, r = report_actors.c, reports.c
    named = select(a.actor_id).join(reports, r.report_id == a.report_id)
    named = named.join(articles, articles.c.article_id == r.article_id)
    said = func.substr(articles.c.published, 1, 10) <= day
    return named.where(said, articles.c.withdrawn_at.is_(None), r.superseded_at.is_(None))


def actor(conn: Connection, given: str, *, as_of: int | str | None = None, published_until: str | None = None) -> Row:
    """One actor: its columns, ``aliases``, ``offices`` (rows) and ``events``, the number of events it took part in.

    Args:
        conn: a connection.
        given: an id it has or had, the start of one, or a name.
        as_of: a log position or an RFC 3339 instant: the actor as it was known then.
        published_until: a day: its events as the press had them by its end.

    Raises:
        NotFound: nobody is called so, or was then; near names are named.
        AmbiguousId: several are.
    """
    found = find_actor_ids(conn, given)
    if not found:
        near = suggestions(conn, given)
        hint = f"; near: {', '.join(near)}" if near else ""
        raise NotFound(f"no actor is called {given!r}{hint}; timeline actors list shows all")
    if len(found) > 1:
        raise AmbiguousId(f"{given!r} means several actors: {', '.join(found)}; give one of these ids")
    row = dict(conn.execute(select(actor_table).where(_A.actor_id == found[0])).mappings().one())
    row["aliases"] = sorted(_aliases(conn, found[0]).get(found[0], []))
    held = select(offices).where(offices.c.actor_id == found[0]).order_by(offices.c.valid_from, offices.c.position)
    row["offices"] = [dict(office) for office in conn.execute(held).mappings()]
    if as_of is None and published_until is None:
        taken = select(func.count(event_actors.c.event_id.distinct())).where(event_actors.c.actor_id == found[0])
        row["events"] = conn.execute(taken).scalar_one()
        return row
    return _then(conn, row, as_of, published_until)


def _then(conn: Connection, row: Row, as_of: int | str | None, published_until: str | None) -> Row:
    """The actor as it was known, or with the events that the press had."""
    from timeline.queries.listing import events
    from timeline.queries.then import Then

    actor_id = row["actor_id"]
    if as_of is not None:
        position = position_at(conn, as_of)
        state = Then(conn, position).actor(actor_id)
        if state.name is None:
            raise NotFound(f"the actor {actor_id} was not known at position {position}")
        held = sorted(state.offices, key=lambda office: (office["valid_from"] or "", office["position"]))
        row |= {
            **state.name,
            "aliases": sorted(state.aliases),
            "offices": [{**office, "actor_id": actor_id} for office in held],
        }
    wanted = EventFilter(actors=(actor_id,), background=True, as_of=as_of, published_until=published_until)
    row["events"] = len(events(conn, wanted))
    return row


def find_actor_ids(conn: Connection, given: str) -> list[str]:
    """Ids of the actors that an id, the start of an id, or a name means; none where nobody is called so.

    Case and accents do not matter. A name that somebody bears as it is written comes before the same letters written
    otherwise.
    """
    now = conn.execute(select(actor_ids.c.actor_id).where(actor_ids.c.old_id == given)).scalar()
    if now is not None and conn.execute(select(_A.actor_id).where(_A.actor_id == now)).first():
        return [str(now)]
    named = select(_A.actor_id).where(_A.name == given)
    spelt = select(actor_aliases.c.actor_id).where(actor_aliases.c.alias == given)
    exact = sorted(set(conn.execute(named.union(spelt)).scalars()))
    if exact:
        return exact
    wanted = plain(given)
    alike = sorted({actor_id for actor_id, name in _names(conn) if plain(name) == wanted})
    if alike or len(given) < SHORTEST:
        return alike
    query = select(_A.actor_id).where(starting(conn, _A.actor_id, given)).order_by(_A.actor_id)
    return [str(found) for found in conn.execute(query.limit(2)).scalars()]


@dataclass(frozen=True, slots=True)
class Called:
    """Whom a name means, and what to say of it."""

    ids: frozenset[str]
    """Empty where nobody is called so."""
    note: str | None = None
    """A sentence for the one who asked; None where the name is somebody's."""


def called(conn: Connection, name: str) -> Called:
    """The actors of that name; a part of a name will do where only one actor has it ("Putin").

    Raises:
        AmbiguousId: several actors have it in their names.
    """
    if found := find_actor_ids(conn, name):
        return Called(frozenset(found))
    words = set(name.casefold().split())
    rows = [row for row in actors(conn, grep=name) if words <= set(row["name"].casefold().split())]
    if len(rows) > 1:
        names = ", ".join(row["name"] for row in rows[:_NAMED]) + (", …" if len(rows) > _NAMED else "")
        raise AmbiguousId(f"{name!r} may mean several actors: {names}; give the whole name")
    if rows:
        return Called(frozenset([rows[0]["actor_id"]]), f"{name!r} is {rows[0]['name']}")
    near = suggestions(conn, name)
    hint = f" (near: {', '.join(near)})" if near else ""
    return Called(frozenset(), f"no actor is called {name!r}{hint}")


def suggestions(conn: Connection, given: str, limit: int = 3) -> list[str]:
    """Names that hold a word of the one given, the shortest first."""
    words = [word for word in plain(given).split() if len(word) >= 3]
    near = {name for _, name in _names(conn) if any(word in plain(name) for word in words)}
    return sorted(near, key=lambda name: (len(name), name))[:limit]


def plain(name: str) -> str:
    """A name without case, accents and curly apostrophes, for comparison."""
    letters = unicodedata.normalize("NFKD", name.replace("’", "'")).casefold()
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())


def _names(conn: Connection) -> Iterable[tuple[str, str]]:
    yield from (tuple(row) for row in conn.execute(select(_A.actor_id, _A.name)))
    yield from (tuple(row) for row in conn.execute(select(actor_aliases.c.actor_id, actor_aliases.c.alias)))


def _aliases(conn: Connection, actor_id: str | None = None) -> dict[str, list[str]]:
    query = select(actor_aliases).order_by(actor_aliases.c.actor_id, actor_aliases.c.alias)
    if actor_id is not None:
        query = query.where(actor_aliases.c.actor_id == actor_id)
    found: dict[str, list[str]] = defaultdict(list)
    for owner, alias in conn.execute(query):
        found[owner].append(alias)
    return found
