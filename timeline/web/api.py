"""The read-only JSON interface: the questions of the command line, with its names and its messages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Connection

from timeline import log, queries
from timeline.web import asking
from timeline.web.asking import Parameter, Refused
from timeline.web.paging import events_after, following

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """A request, read."""

    conn: Connection
    values: Mapping[str, Any]
    """Of the parameters, by name."""
    given: Sequence[tuple[str, str]]
    """The parameters as they came."""
    path: str
    today: str
    id: str = ""
    """The id in the path."""

    @property
    def limit(self) -> int:
        """At most so many rows."""
        return int(self.values.get("limit", asking.USUAL_ROWS))

    def next(self, after: str) -> str:
        """The address of the page after a row."""
        kept = [(name, value) for name, value in self.given if name != "after"]
        return f"{self.path}?{urlencode([*kept, ('after', after)])}"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address of the interface."""

    path: str
    help: str
    answer: Callable[[Question], Json]
    parameters: tuple[Parameter, ...]
    holds: tuple[str, ...]
    """The names that an answer always has."""


def head(q: Question) -> Json:
    """The end of the log: what is asked again and again to learn whether anything was added."""
    end = log.head(q.conn)
    return {"position": end.position, "hash": end.hash.hex(), "recorded_at": end.recorded_at}


def events(q: Question) -> Json:
    """Events by date."""
    asked = asking.event_filter(q.conn, q.values, q.today)
    rows, more = events_after(q.conn, asked.wanted, q.values.get("after"), q.limit)
    return _page(q, "events", rows, "event_id", more) | {"notes": list(asked.notes)}


def event(q: Question) -> Json:
    """One event with every sentence that reports it."""
    then = _then(q)
    row = queries.event(q.conn, q.id, **then)
    return {**row, "reported": queries.event_reports(q.conn, row["event_id"], **then)}


def history(q: Question) -> Json:
    """Each report, decision and correction that made an event what it is."""
    from timeline.queries import changes

    return {"records": changes.event_history(q.conn, q.id)}


def count(q: Question) -> Json:
    """Numbers of events by time, type or actor."""
    asked = asking.event_filter(q.conn, q.values, q.today)
    by = q.values.get("by", "year")
    return {"by": by, "counts": queries.count(q.conn, by, asked.wanted), "notes": list(asked.notes)}


def due(q: Question) -> Json:
    """Plans whose day has passed without a report that they happened."""
    today = q.values.get("today", q.today)
    rows, more = following(queries.due(q.conn, today), "event_id", q.values.get("after"), q.limit)
    return _page(q, "events", rows, "event_id", more)


def actors(q: Question) -> Json:
    """Actors by name."""
    rows = queries.actors(q.conn, kind=q.values.get("kind"), grep=q.values.get("grep"), **_then(q))
    rows, more = following(rows, "actor_id", q.values.get("after"), q.limit)
    return _page(q, "actors", rows, "actor_id", more)


def actor(q: Question) -> Json:
    """One actor: names, spellings, offices, number of events."""
    return queries.actor(q.conn, q.id, **_then(q))


def articles(q: Question) -> Json:
    """Articles by publication."""
    rows = queries.articles(q.conn, publisher=q.values.get("publisher"))
    rows, more = following(rows, "article_id", q.values.get("after"), q.limit)
    return _page(q, "articles", rows, "article_id", more)


def article(q: Question) -> Json:
    """One article: its text and what it reports."""
    return queries.article(q.conn, q.id)


def sources(q: Question) -> Json:
    """Publishers by number of articles."""
    return {"sources": queries.sources(q.conn)}


ENDPOINTS = (
    Endpoint("/api/head", "The end of the log", head, (), ("position", "hash", "recorded_at")),
    Endpoint("/api/events", "Events by date", events, (*asking.FILTERS, asking.LIMIT, asking.AFTER),
             ("events", "next", "notes")),
    Endpoint("/api/events/{id}", "One event, with every sentence that reports it", event, asking.KNOWN,
             ("event_id", "title", "status", "reported")),
    Endpoint("/api/events/{id}/history", "How an event came to be what it is", history, (), ("records",)),
    Endpoint("/api/count", "Numbers of events by time, type or actor", count, (asking.BY, *asking.FILTERS),
             ("by", "counts", "notes")),
    Endpoint("/api/due", "Plans whose day has passed without a report that they happened", due,
             (asking.TODAY, asking.LIMIT, asking.AFTER), ("events", "next")),
    Endpoint("/api/actors", "Actors by name", actors,
             (asking.KIND, asking.NAMED, *asking.KNOWN, asking.LIMIT, asking.AFTER), ("actors", "next")),
    Endpoint("/api/actors/{id}", "One actor", actor, asking.KNOWN,
             ("actor_id", "name", "aliases", "offices", "events")),
    Endpoint("/api/articles", "Articles by publication", articles, (asking.PUBLISHER, asking.LIMIT, asking.AFTER),
             ("articles", "next")),
    Endpoint("/api/articles/{id}", "One article, with its text and what it reports", article, (),
             ("article_id", "text", "reports")),
    Endpoint("/api/sources", "Publishers by number of articles", sources, (), ("sources",)),
)  # fmt: skip


def _then(q: Question) -> Json:
    return {"as_of": q.values.get("as-of"), "published_until": q.values.get("published-until")}


def _page(q: Question, name: str, rows: list[Json], key: str, more: bool) -> Json:
    return {name: rows, "next": q.next(rows[-1][key]) if more and rows else None}


def checked_id(text: str) -> str:
    """An id from a path.

    Raises:
        Refused: it is too long for an id or a title, or no text.
    """
    if len(text) > asking.LONGEST or "\0" in text:
        raise Refused("there is no such id", 404)
    return text
