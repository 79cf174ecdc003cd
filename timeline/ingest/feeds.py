"""Following feeds: which, and what of them is new."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from timeline.ingest.changing import Refused
from timeline.schema import feeds, fetches

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from timeline.ingest.sources import Source
    from timeline.ingest.web import Web

Row = dict[str, Any]

COLUMNS = ("name", "url", "linked", "added_at", "fetched_at", "failures", "problem")
"""Columns of :func:`followed`."""


@dataclass(frozen=True, slots=True)
class News:
    """What is new in a feed."""

    sources: tuple[Source, ...]
    """The entries to read, the oldest first."""
    unchanged: bool = False
    """The server says that the feed is as it was."""


def follow(engine: Engine, web: Web, url: str, *, name: str | None, linked: bool, now: str) -> str:
    """Add a feed to those that are followed, once it was read; nothing of it is added yet.

    Args:
        engine: the database.
        web: what fetches.
        url: its address.
        name: what to call it; None = after its title.
        linked: whether always to read the pages linked.
        now: RFC 3339 UTC.

    Returns:
        Its name.

    Raises:
        FetchProblem, parsers.feed.NoFeed: it cannot be read.
        Refused: the name or address is taken.
    """
    # What was had from this address before need not have been a feed.
    _, found = web.feed(url, anew=True)
    title = found.title if found else None
    with _writing(engine) as conn:
        taken = set(conn.execute(select(feeds.c.name)).scalars())
        if other := conn.execute(select(feeds.c.name).where(feeds.c.url == url)).scalar():
            raise Refused(f"{url} is followed already, as {other}")
        if name in taken:
            raise Refused(f"there is a feed named {name}; give another name with --name")
        name = name or _free(_slug(title or url), taken)
        conn.execute(insert(feeds).values(name=name, url=url, linked=int(linked), added_at=now))
    return name


def unfollow(engine: Engine, name: str) -> None:
    """Follow a feed no longer; its articles stay.

    Raises:
        Refused: there is no such feed.
    """
    with _writing(engine) as conn:
        (found,) = chosen(conn, [name])
        conn.execute(delete(feeds).where(feeds.c.name == found["name"]))
        conn.execute(delete(fetches).where(fetches.c.url == found["url"]))


def followed(conn: Connection) -> list[Row]:
    """The feeds by name, each with how its last fetch went: columns :data:`COLUMNS`."""
    f, g = feeds.c, fetches.c
    query = select(f.name, f.url, f.linked, f.added_at, g.fetched_at, g.failures, g.problem)
    query = query.outerjoin(fetches, g.url == f.url).order_by(f.name)
    return [{**row, "linked": bool(row["linked"])} for row in conn.execute(query).mappings()]


def chosen(conn: Connection, names: Collection[str]) -> list[Row]:
    """The feeds with these names or addresses, all where none is given.

    Raises:
        Refused: there is no such feed.
    """
    rows = followed(conn)
    known = {row["name"] for row in rows} | {row["url"] for row in rows}
    if missing := [name for name in names if name not in known]:
        there = ", ".join(row["name"] for row in rows) or "none; add one with timeline feed add ADDRESS"
        raise Refused(f"there is no feed {missing[0]}; there are: {there}")
    return [row for row in rows if not names or row["name"] in names or row["url"] in names]


def news(web: Web, row: Mapping[str, Any]) -> News:
    """What a feed has that was not taken yet.

    Raises:
        FetchProblem, parsers.feed.NoFeed: it cannot be had.
    """
    _, found = web.feed(row["url"])
    if found is None:
        return News((), unchanged=True)
    sources = []
    for entry in reversed(found.entries):
        key = f"{row['url']} {entry.key}"
        if web.seen(key, entry.stamp):
            continue
        if entry.link and (row["linked"] or not entry.full):
            sources.append(web.source(entry.link, otherwise=entry.said, key=key, stamp=entry.stamp))
        else:
            sources.append(web.entry(entry, key))
    return News(tuple(sources))


def _writing(engine: Engine) -> Any:
    return engine.execution_options(timeline_begin="BEGIN IMMEDIATE").begin()


def _slug(title: str) -> str:
    words = re.findall(r"[^\W_]+", re.sub(r"https?://(?:www\.)?", "", title).casefold())
    return "-".join(words)[:40].strip("-") or "feed"


def _free(name: str, taken: Collection[str]) -> str:
    number = 2
    free = name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free
