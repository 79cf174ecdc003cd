"""What people say of events: corrections, confirmations, merges, splits, notes, tags.

Each is a record with its author and reason. It stands beside the reports and outlives later articles, until it is
undone.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from timeline import fold, log, queries
from timeline.ingest.changing import Author, Change, Refused, change
from timeline.ingest.desk import Desk
from timeline.ingest.joining import opened_at
from timeline.ingest.linking import Streams
from timeline.ingest.values import read_values, refusing_values
from timeline.records import (
    ArticleWithdrawn,
    EventCorrected,
    EventOpened,
    EventRetracted,
    EventsMerged,
    EventSplit,
    Json,
    NoteAdded,
    TagAdded,
    TagRemoved,
)
from timeline.schema import articles, tags

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

CONFIRMED: Mapping[str, Json] = {
    "status": "occurred", "certainty": "certain", "polarity": "positive", "claim": "asserted",
}  # fmt: skip
"""What :func:`confirm` sets, where it is not so already."""


def correct(engine: Engine, event: str, values: Mapping[str, str], *, reason: str, author: Author) -> Change:
    """Set fields of an event.

    Args:
        engine: the database.
        event: an id, the start of one, or words of the title.
        values: field -> value as typed, see :func:`timeline.ingest.values.read_values`.
        reason: why.
        author: who.

    Raises:
        Refused: a field or value is not allowed.
        queries.NotFound: no such event.
    """

    def plan(conn: Connection, desk: Desk) -> Streams:
        id_ = _living(conn, event)
        read, news = read_values(conn, desk.roster(conn), values)
        return [*news, _corrections(conn, id_, read, reason)]

    return change(engine, plan, author)


def confirm(engine: Engine, event: str, *, on: str | None = None, reason: str, author: Author) -> Change:
    """A person vouches that the event happened, on a day or as dated: it occurred, surely, whatever reports say.

    Raises:
        Refused: the day cannot be read.
        queries.NotFound: no such event.
    """

    def plan(conn: Connection, desk: Desk) -> Streams:
        id_ = _living(conn, event)
        row = queries.event(conn, id_)
        values = {name: value for name, value in CONFIRMED.items() if row[name] != value} | {"confidence": 1000}
        if on is not None:
            values |= read_values(conn, desk.roster(conn), {"date": on})[0]
        return [_corrections(conn, id_, values, reason)]

    return change(engine, plan, author)


def _corrections(
    conn: Connection, id_: str, values: Mapping[str, Json], reason: str
) -> tuple[str, int | None, Sequence[EventCorrected]]:
    """The records of what is not in force already.

    Raises:
        Refused: the event's earliest day would be later than its latest.
    """
    row = queries.event(conn, id_)
    in_force = {c["field"]: json.loads(c["value"]) for c in row["corrections"]}
    if "date" in values:
        # Bounds that were set before would hold the new date down.
        own = fold.bounds(values["date"])
        values = {name: own[name] for name in own if name in in_force} | dict(values)
    if values.keys() & {"date", "earliest", "latest"}:
        with refusing_values():
            fold.check_bounds(values, row["earliest"], row["latest"])
    records = [
        EventCorrected(id_, name, value, reason)
        for name, value in values.items()
        if name not in in_force or in_force[name] != value
    ]
    return f"event/{id_}", None, records


def retract(engine: Engine, event: str, *, reason: str, author: Author) -> Change:
    """Take an event out of the timeline; its reports stay as evidence.

    Raises:
        queries.NotFound: no such event.
    """

    def plan(conn: Connection, _: Desk) -> Streams:
        id_ = _living(conn, event)
        return [(f"event/{id_}", None, [EventRetracted(id_, reason)])]

    return change(engine, plan, author)


def merge(engine: Engine, events: Sequence[str], *, reason: str, author: Author) -> Change:
    """Make several events one: the one that was opened first takes the others in.

    Raises:
        Refused: fewer than two different events are named.
        queries.NotFound: no such event.
    """

    def plan(conn: Connection, _: Desk) -> Streams:
        ids = list(dict.fromkeys(_living(conn, event) for event in events))
        if len(ids) < 2:
            raise Refused("a merge needs two different events; these are one already")
        first, *others = sorted(ids, key=lambda i: (opened_at(conn, i), i))
        return [(f"event/{first}", None, [EventsMerged(first, others, reason)])]

    return change(engine, plan, author)


def split(engine: Engine, event: str, parts: Sequence[str], *, reason: str, author: Author) -> Change:
    """Let some reports of an event be a new one; the id stays where the opening report stays.

    Args:
        engine: the database.
        event: an id, the start of one, or words of the title.
        parts: which reports: starts of ids of reports or of articles, or words of their sentences.
        reason: why.
        author: who.

    Raises:
        Refused: a part fits no report of the event, or nothing would be left.
        queries.NotFound: no such event.
    """

    def plan(conn: Connection, _: Desk) -> Streams:
        id_ = _living(conn, event)
        rows = queries.event_reports(conn, id_)
        leaving = {r["report_id"] for part in parts for r in _meant(rows, part, id_)}
        staying = {r["report_id"] for r in rows} - leaving
        if not staying:
            raise Refused(f"all {len(rows)} reports of the event would leave it; name those of one of the two events")
        if _opening(conn, id_) in leaving:
            leaving = staying
        return [(f"event/{id_}", None, [EventSplit(id_, secrets.token_hex(8), sorted(leaving), reason)])]

    return change(engine, plan, author)


def _meant(rows: Sequence[dict[str, Any]], part: str, event: str) -> list[dict[str, Any]]:
    found = [r for r in rows if part in (r["report_id"], r["article_id"])]
    if not found and len(part) >= queries.SHORTEST:
        found = [r for r in rows if r["report_id"].startswith(part) or r["article_id"].startswith(part)]
    words = part.casefold().split()
    found = found or [r for r in rows if words and all(w in r["quote"].casefold() for w in words)]
    if not found:
        raise Refused(
            f"no report of the event fits {part!r}; timeline show {event[:10]} shows its sentences and articles"
        )
    return found


def _opening(conn: Connection, id_: str) -> str | None:
    entry = next(log.read(conn, stream=[f"event/{id_}"], types=["EventOpened"]), None)
    return entry.record.report_id if entry and isinstance(entry.record, EventOpened) else None


def note(engine: Engine, event: str, text: str, *, reason: str | None = None, author: Author) -> Change:
    """Note something on an event.

    Raises:
        queries.NotFound: no such event.
    """

    def plan(conn: Connection, _: Desk) -> Streams:
        id_ = queries.event_id(conn, event)
        return [(f"event/{id_}", None, [NoteAdded(id_, text, reason)])]

    return change(engine, plan, author)


def tag(engine: Engine, event: str, names: Sequence[str], *, reason: str | None = None, author: Author) -> Change:
    """Give an event tags; those it has already are passed over.

    Raises:
        queries.NotFound: no such event.
    """

    def plan(conn: Connection, _: Desk) -> Streams:
        id_ = queries.event_id(conn, event)
        new = [name for name in dict.fromkeys(names) if name not in _tags(conn, id_)]
        return [(f"event/{id_}", None, [TagAdded(id_, name, reason) for name in new])]

    return change(engine, plan, author)


def untag(engine: Engine, event: str, names: Sequence[str], *, reason: str | None = None, author: Author) -> Change:
    """Take tags away.

    Raises:
        Refused: the event does not have such a tag.
        queries.NotFound: no such event.
    """

    def plan(conn: Connection, _: Desk) -> Streams:
        id_ = queries.event_id(conn, event)
        has = _tags(conn, id_)
        if missing := [name for name in names if name not in has]:
            raise Refused(f"the event has no tag {missing[0]!r}; it has {', '.join(sorted(has)) or 'none'}")
        return [(f"event/{id_}", None, [TagRemoved(id_, name, reason) for name in dict.fromkeys(names)])]

    return change(engine, plan, author)


def _tags(conn: Connection, id_: str) -> set[str]:
    return set(conn.execute(select(tags.c.tag).where(tags.c.event_id == id_)).scalars())


def withdraw_article(engine: Engine, article: str, *, reason: str, author: Author) -> Change:
    """The article no longer counts as a source: the paper retracted it.

    Raises:
        queries.NotFound: no such article.
    """

    def plan(conn: Connection, _: Desk) -> Streams:
        id_ = queries.article_id(conn, article)
        gone = conn.execute(select(articles.c.withdrawn_at).where(articles.c.article_id == id_)).scalar()
        return [] if gone else [(f"article/{id_}", None, [ArticleWithdrawn(id_, reason)])]

    return change(engine, plan, author)


def _living(conn: Connection, given: str) -> str:
    """The id of an event that is in the timeline.

    Raises:
        queries.NotFound: there is none, or it was taken out.
    """
    id_ = queries.event_id(conn, given)
    queries.event(conn, id_)
    return id_
