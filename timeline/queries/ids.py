"""From what people type to the id of one thing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, and_, select

from timeline.queries.filters import AmbiguousId, NotFound, with_words
from timeline.schema import articles, event_ids, events
from timeline.schema import log as log_table

SHORTEST = 4
"""Characters of an id that must be given at least."""

_SHOWN = 5


def event_id(conn: Connection, given: str) -> str:
    """The id that an event has now, from any id it ever had, the unambiguous start of one, or words of its title.

    Words are looked for in the titles of main events first, in those of background events where no main one has them.

    Raises:
        NotFound, AmbiguousId: no event, or several, have such an id or such words in their title.
    """
    try:
        return _one(conn, "event", given, event_ids.c.old_id, event_ids.c.event_id)
    except AmbiguousId:
        raise
    except NotFound:
        titled = _titled(conn, given)
    if not titled:
        raise NotFound(f"there is no event {given!r}, by id or by words of its title; timeline events shows them")
    return _only("events", given, titled)


def _titled(conn: Connection, given: str) -> list[tuple[str, str]]:
    """(event_id, title) of the events whose title has all these words, main ones before all others."""
    words = given.casefold().split()
    if not words or len(given) < SHORTEST:
        return []
    c = events.c
    said = with_words(max(words, key=len), None)
    query = select(c.event_id, c.title).where(c.event_id.in_(said)).order_by(c.event_id)
    main = _having(conn.execute(query.where(c.salience == "main")), given)
    return main or _having(conn.execute(query), given)


def _having(titled: Iterable[Any], given: str) -> list[tuple[str, str]]:
    """Those of (id, title) with these words: as the whole title, else as they stand, else in any order."""
    words, phrase = given.casefold().split(), " ".join(given.casefold().split())
    found = [(id_, title) for id_, title in titled if all(word in title.casefold() for word in words)]
    whole = [pair for pair in found if phrase == pair[1].casefold()]
    return whole or [pair for pair in found if phrase in pair[1].casefold()] or found


def _only(kind: str, given: str, found: list[tuple[str, str]]) -> str:
    if len(found) > 1:
        shown = "; ".join(f"{title} [{id_[:10]}]" for id_, title in found[:_SHOWN])
        more = "; …" if len(found) > _SHOWN else ""
        raise AmbiguousId(f"{given!r} fits {len(found)} {kind}: {shown}{more}; give an id or more words of the title")
    return found[0][0]


def record_position(conn: Connection, given: str) -> int:
    """The position of a record, from its position or the unambiguous start of its record_id.

    Raises:
        NotFound, AmbiguousId: no record, or several, are meant.
    """
    position, record_id = log_table.c.position, log_table.c.record_id
    if given.isascii() and given.isdigit() and len(given) < 18:
        found = conn.execute(select(position).where(position == int(given))).scalars().all()
    else:
        found = conn.execute(select(position).where(starting(conn, record_id, given)).limit(2)).scalars().all()
    if not found:
        raise NotFound(f"there is no record {given!r}; timeline log and timeline history show positions")
    if len(found) > 1:
        raise AmbiguousId(f"{given!r} is the start of several record ids; give more of it, or the position")
    return int(found[0])


def article_id(conn: Connection, given: str) -> str:
    """The id of an article from its unambiguous start, its address, or words of its title.

    Of several versions at one address the newest is meant.

    Raises:
        NotFound, AmbiguousId: no article, or several, have such an id, or such words in their title.
    """
    c = articles.c
    try:
        return _one(conn, "article", given, c.article_id, c.article_id)
    except AmbiguousId:
        raise
    except NotFound as unknown:
        at = conn.execute(select(c.article_id).where(c.url == given).order_by(c.position.desc()).limit(1)).scalar()
        if at is not None:
            return str(at)
        titled = select(c.article_id, c.title).where(c.title.is_not(None)).order_by(c.article_id)
        found = _having(conn.execute(titled), given)
        if not found:
            raise unknown
    return _only("articles", given, found)


def _one(conn: Connection, kind: str, given: str, old: Column[Any], now: Column[Any]) -> str:
    exact = conn.execute(select(now).where(old == given)).scalar()
    if exact is not None:
        return str(exact)
    if len(given) < SHORTEST:
        raise NotFound(f"there is no {kind} {given!r}; give at least the first {SHORTEST} characters of an id")
    query = select(now).distinct().where(starting(conn, old, given)).order_by(now).limit(_SHOWN + 1)
    found = conn.execute(query).scalars().all()
    if not found:
        raise NotFound(f"there is no {kind} {given!r}; timeline {kind}s shows their ids")
    if len(found) > 1:
        shown = ", ".join(found[:_SHOWN]) + (", …" if len(found) > _SHOWN else "")
        raise AmbiguousId(f"{given!r} is the start of several {kind}s: {shown}; give more of the id")
    return str(found[0])


def starting(conn: Connection, column: Column[Any], start: str) -> ColumnElement[bool]:
    """A column's values that begin so; a range of the index where text is ordered by code point."""
    if conn.dialect.name == "sqlite":
        return and_(column >= start, column < start + "\U0010ffff")
    return column.startswith(start, autoescape=True)
