"""Erasing for good what an article or an actor brought into the log, where the law asks for it.

What goes: every record of an article, and the names of actors whom it alone names; every name, spelling and office of
an actor. Whatever else holds the actor's names (articles, other people's words) is looked for in the whole log, named,
and taken along only when asked. Links of reports to events, merges and splits hold ids alone and stay, unless a name
stands in their reason.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, or_, select

from timeline import log, projections, queries
from timeline.ingest.changing import Author, Refused
from timeline.queries import NotFound
from timeline.queries.parts import chunks
from timeline.records import (
    ActorNamed,
    ActorsMerged,
    ActorSplit,
    AliasGiven,
    AliasTaken,
    EventCorrected,
    EventOpened,
    MentionAssigned,
    NoteAdded,
    PayloadErased,
    Undone,
)
from timeline.schema import (
    actor_ids,
    articles,
    event_actors,
    events,
    fetches,
    payloads,
    report_actors,
    reports,
    streams,
)
from timeline.schema import log as log_table

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_OF_IDS = tuple(cls.__name__ for cls in (ActorsMerged, ActorSplit, MentionAssigned, Undone))
_OF_PEOPLE = tuple(cls.__name__ for cls in (NoteAdded, EventCorrected, EventOpened))
FROM_ARTICLE = "article"
"""``source`` of the names that only the reading of an article brought."""
_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Part:
    """Something that goes, or stays."""

    goes: bool
    kind: str
    """article, actor, record, or event: what the others make of it."""
    id: str
    """article_id, actor_id, position or event_id."""
    title: str | None
    """Its headline, its name, its type of record."""
    positions: tuple[int, ...]
    """Records that hold words of it, those erased before left out."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """What an erasure takes and what it leaves."""

    parts: tuple[Part, ...]
    names: frozenset[str] = frozenset()
    """Case-folded names of the actor, which the reason may not repeat."""

    @property
    def positions(self) -> list[int]:
        """Of all payloads that go."""
        return sorted({position for part in self.parts if part.goes for position in part.positions})


def plan(conn: Connection, given: str, *, with_articles: bool = False) -> Erasure:
    """What erasing an article, an actor or one record would take and leave; nothing is written.

    Args:
        conn: a connection.
        given: an actor's name or id; an article's id, the start of it, its address or words of its title; a position.
        with_articles: take along the articles that name the actor, and what people wrote that names it; the names of
            the actor itself may be erased already.

    Raises:
        queries.NotFound, queries.AmbiguousId: it means nothing, or several things.
    """
    if given.isascii() and given.isdigit() and not _starts_an_article(conn, given):
        position = queries.record_position(conn, given)
        return Erasure((Part(True, "record", given, _type_of(conn, position), _held(conn, [position])),))
    ids = _actor_ids(conn, given)
    if ids:
        return _of_actor(conn, ids, with_articles)
    if with_articles and (planned := _of_erased(conn, given)):
        return planned
    try:
        article = queries.article_id(conn, given)
    except queries.AmbiguousId:
        raise
    except NotFound:
        what = "actor, record or text with" if with_articles else "actor or record"
        raise NotFound(f"there is no article, {what} {given!r}") from None
    parts = (_article(conn, article, goes=True), *_only_known_by(conn, article), *_left_by_article(conn, article))
    return Erasure((*parts, *_events(conn, [article], [])))


def check_reason(planned: Erasure, reason: str) -> None:
    """Whether a reason may stay in the log.

    Raises:
        Refused: it repeats a name that is to go.
    """
    if any(name in reason.casefold() for name in planned.names):
        raise Refused("the reason stays in the log and may not repeat the name that is erased")


def erase(
    engine: Engine,
    planned: Erasure,
    reason: str,
    *,
    author: Author,
    progress: Callable[[int, int], None] | None = None,
) -> int:
    """Carry out a plan: payloads deleted, tables made anew from what is left, the file or the tables rewritten.

    A plan that takes nothing any more still rewrites, so that an erasure that was broken off can be ended.

    Args:
        engine: the database.
        planned: of :func:`plan`.
        reason: for the log.
        author: who.
        progress: of the tables made anew, as in :func:`timeline.projections.rebuild`.

    Returns:
        How many payloads were erased.

    Raises:
        Refused: the reason repeats a name that is to go.
        db.Locked: somebody still reads the old pages; nothing but the rewriting is left to do.
    """
    check_reason(planned, reason)
    with log.writing(engine) as conn:
        _forget_fetches(conn, [part.id for part in planned.parts if part.goes and part.kind == "article"])
        entries = log.erase(conn, planned.positions, reason, by=author.by, now=author.clock())
    projections.rebuild(engine, progress)
    log.scrub(engine)
    return len(entries)


def _forget_fetches(conn: Connection, article_ids: Collection[str]) -> None:
    """Addresses hold words too; what is known of fetching these is no part of the log."""
    for chunk in chunks(list(article_ids)):
        addresses = select(articles.c.url).where(articles.c.article_id.in_(chunk), articles.c.url.is_not(None))
        conn.execute(delete(fetches).where(fetches.c.url.in_(addresses)))


# --- an article ---


def _starts_an_article(conn: Connection, digits: str) -> bool:
    query = select(articles.c.article_id).where(articles.c.article_id.startswith(digits, autoescape=True))
    return len(digits) >= queries.SHORTEST and conn.execute(query.limit(1)).first() is not None


def _article(conn: Connection, article_id: str, *, goes: bool) -> Part:
    title = conn.execute(select(articles.c.title).where(articles.c.article_id == article_id)).scalar()
    return Part(goes, "article", article_id, title, _held(conn, _of_streams(conn, [f"article/{article_id}"])))


def _only_known_by(conn: Connection, article_id: str) -> list[Part]:
    """Actors that the log knows from this article alone."""
    named = select(report_actors.c.actor_id, reports.c.article_id).distinct()
    named = named.join(reports, reports.c.report_id == report_actors.c.report_id)
    here = set(conn.execute(named.where(reports.c.article_id == article_id)).scalars())
    elsewhere = set()
    for chunk in chunks(here):
        others = named.where(report_actors.c.actor_id.in_(chunk), reports.c.article_id != article_id)
        elsewhere |= set(conn.execute(others).scalars())
    parts = []
    for actor_id in sorted(here - elsewhere):
        entries = list(log.read(conn, stream=[f"actor/{actor_id}"]))
        names = [e.record for e in entries if isinstance(e.record, ActorNamed)]
        if names and all(record.source == FROM_ARTICLE for record in names):
            words = tuple(e.position for e in entries if e.record is not None and e.type not in _OF_IDS)
            parts.append(Part(True, "actor", actor_id, names[-1].name, words))
    return parts


def _left_by_article(conn: Connection, article_id: str) -> list[Part]:
    """Other versions of the article, and what people wrote of its events."""
    c = articles.c
    before = select(c.revises).where(c.article_id == article_id)
    versions = select(c.article_id).where(or_(c.revises == article_id, c.article_id.in_(before))).order_by(c.article_id)
    left = [_article(conn, other, goes=False) for other in conn.execute(versions).scalars().all()]
    own = select(reports.c.event_id).where(reports.c.article_id == article_id, reports.c.event_id.is_not(None))
    names = [f"event/{event}" for event in conn.execute(own.distinct()).scalars()]
    written = _of_streams(conn, names, types=_OF_PEOPLE)
    told = [e for p in written for e in log.read(conn, p - 1, 1)]
    return left + [
        Part(False, "record", str(e.position), e.type, (e.position,))
        for e in told
        if e.record is not None and not (isinstance(e.record, EventOpened) and e.record.entered is None)
    ]


# --- an actor ---


def _actor_ids(conn: Connection, given: str) -> list[str]:
    """The ids that an actor has or had; none where no actor is meant.

    An actor whose names are erased has only its stream left.
    """
    found = queries.find_actor_ids(conn, given)
    if len(found) > 1:
        raise queries.AmbiguousId(f"{given!r} means several actors: {', '.join(found)}; give one of these ids")
    if found:
        led = select(actor_ids.c.old_id).where(actor_ids.c.actor_id == found[0])
        return sorted({found[0], *conn.execute(led).scalars()})
    stream = select(streams.c.stream_id).where(streams.c.name == f"actor/{given}")
    return [given] if conn.execute(stream).first() else []


def _of_actor(conn: Connection, ids: list[str], with_articles: bool) -> Erasure:
    own = [e for p in _of_streams(conn, [f"actor/{i}" for i in ids]) for e in log.read(conn, p - 1, 1)]
    said = [e.record for e in own]
    called = [r.name for r in said if isinstance(r, ActorNamed)]
    spelt = [r.alias for r in said if isinstance(r, AliasGiven | AliasTaken) and len(r.alias.split()) > 1]
    names = frozenset(name.casefold() for name in (*called, *spelt))
    goes = [e.position for e in own if e.record is not None and e.type not in _OF_IDS]
    parts = [Part(True, "actor", ids[0], called[-1] if called else None, tuple(goes))]
    naming, elsewhere = _naming(conn, names, {f"actor/{i}" for i in ids}, set(goes))
    naming |= _resolved(conn, ids)
    parts += [_article(conn, i, goes=with_articles) for i in sorted(naming)]
    for position, type_, mine in elsewhere:
        may_go = (mine or with_articles) and type_ != PayloadErased.__name__
        parts.append(Part(may_go, "record", str(position), type_, (position,)))
    return Erasure((*parts, *_events(conn, naming if with_articles else (), ids)), names)


def _of_erased(conn: Connection, name: str) -> Erasure | None:
    """What still holds the name of an actor whose own names are erased; None where nothing does."""
    names = frozenset([" ".join(name.casefold().split())])
    if len(name.strip()) < queries.SHORTEST or _is_article(conn, name):
        return None
    naming, elsewhere = _naming(conn, names, (), ())
    parts = [_article(conn, i, goes=True) for i in sorted(naming)]
    parts += [Part(True, "record", str(p), type_, (p,)) for p, type_, _ in elsewhere if type_ != PayloadErased.__name__]
    return Erasure((*parts, *_events(conn, naming, ())), names) if parts else None


def _is_article(conn: Connection, given: str) -> bool:
    """Whether it is the start of an article's id, or its address."""
    c = articles.c
    query = select(c.article_id).where(or_(c.article_id.startswith(given, autoescape=True), c.url == given))
    return conn.execute(query.limit(1)).first() is not None


def _resolved(conn: Connection, ids: Collection[str]) -> set[str]:
    """Articles with a mention that means one of these actors."""
    query = select(reports.c.article_id).join(report_actors, report_actors.c.report_id == reports.c.report_id)
    return set(conn.execute(query.where(report_actors.c.actor_id.in_(ids)).distinct()).scalars())


def _naming(
    conn: Connection, names: Collection[str], own: Collection[str], known: Collection[int]
) -> tuple[set[str], list[tuple[int, str, bool]]]:
    """Articles that hold a name, and other records that do: position, type, whether it is of the actor's own stream."""
    # In a payload a name stands as JSON spells it.
    sought = [json.dumps(name, ensure_ascii=False)[1:-1] for name in names]
    found: set[str] = set()
    elsewhere: list[tuple[int, str, bool]] = []
    if not sought:
        return found, elsewhere
    query = select(log_table.c.position, log_table.c.type, streams.c.name, payloads.c.bytes)
    query = query.join(streams, streams.c.stream_id == log_table.c.stream_id)
    query = query.join(payloads, payloads.c.position == log_table.c.position).order_by(log_table.c.position)
    after = 0
    while rows := conn.execute(query.where(log_table.c.position > after).limit(_PAGE)).all():
        after = rows[-1].position
        for position, type_, stream, data in rows:
            text = bytes(data).decode().casefold()
            if position in known or not any(name in text for name in sought):
                continue
            if stream.startswith("article/"):
                found.add(stream.removeprefix("article/"))
            else:
                elsewhere.append((position, type_, stream in own))
    return found, elsewhere


# --- events ---


def _events(conn: Connection, going: Collection[str], actors: Collection[str]) -> list[Part]:
    """The events that go with their only articles, and those that lose some of their articles or an actor's name."""
    r = reports.c
    touched: dict[str, bool] = {}
    for chunk in chunks(actors):
        named = select(event_actors.c.event_id).where(event_actors.c.actor_id.in_(chunk))
        touched |= dict.fromkeys(conn.execute(named).scalars(), False)
    told: set[str] = set()
    for chunk in chunks(going):
        own = select(r.event_id).where(r.article_id.in_(chunk), r.event_id.is_not(None), r.superseded_at.is_(None))
        told |= set(conn.execute(own).scalars())
    titles: dict[str, str] = {}
    for chunk in chunks(told | touched.keys()):
        kept = select(r.event_id).where(r.event_id.in_(chunk), r.article_id.not_in(going), r.superseded_at.is_(None))
        elsewhere = set(conn.execute(kept).scalars())
        touched |= {event: event not in elsewhere for event in chunk if event in told}
        rows = select(events.c.event_id, events.c.title).where(events.c.event_id.in_(chunk))
        titles |= {id_: title for id_, title in conn.execute(rows)}
    return [Part(touched[i], "event", i, titles[i], ()) for i in sorted(titles, key=lambda i: (titles[i], i))]


# --- the log ---


def _of_streams(conn: Connection, names: Iterable[str], types: Collection[str] | None = None) -> list[int]:
    found: list[int] = []
    for chunk in chunks(list(names)):
        query = select(log_table.c.position).join(streams, streams.c.stream_id == log_table.c.stream_id)
        query = query.where(streams.c.name.in_(chunk))
        found += conn.execute(query if types is None else query.where(log_table.c.type.in_(types))).scalars()
    return sorted(found)


def _held(conn: Connection, positions: Iterable[int]) -> tuple[int, ...]:
    """Those whose payload is still there."""
    left = list(positions)
    found: list[int] = []
    for start in range(0, len(left), _PAGE):
        query = select(payloads.c.position).where(payloads.c.position.in_(left[start : start + _PAGE]))
        found += conn.execute(query).scalars()
    return tuple(sorted(found))


def _type_of(conn: Connection, position: int) -> str:
    type_ = conn.execute(select(log_table.c.type).where(log_table.c.position == position)).scalar_one()
    if type_ == PayloadErased.__name__:
        raise NotFound(f"position {position} records an erasure and stays")
    return str(type_)
