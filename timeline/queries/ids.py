"""From what people type to the id of one thing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, and_, select

from timeline.queries.filters import AmbiguousId, NotFound
from timeline.schema import articles, event_ids

SHORTEST = 4
"""Characters of an id that must be given at least."""

_SHOWN = 5


def event_id(conn: Connection, given: str) -> str:
    """The id that an event has now, from any id it ever had or the unambiguous start of one.

    Raises:
        NotFound, AmbiguousId: no event, or several, have such an id.
    """
    return _one(conn, "event", given, event_ids.c.old_id, event_ids.c.event_id)


def article_id(conn: Connection, given: str) -> str:
    """The id of an article from its unambiguous start.

    Raises:
        NotFound, AmbiguousId: no article, or several, have such an id.
    """
    return _one(conn, "article", given, articles.c.article_id, articles.c.article_id)


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
