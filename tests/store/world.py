"""A small world of records for the store's tests: articles, reports, links and what people say of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, Engine

from timeline import log, projections
from timeline.log import Entry
from timeline.model import Mention, Report, RoleMention, When
from timeline.records import (
    ActorNamed,
    ArticleAdded,
    EventOpened,
    Record,
    ReportExtracted,
    ReportLinked,
    report_payload,
)
from timeline.schema import read_model

NewDatabase = Callable[[], AbstractContextManager[Engine]]
"""Makes empty databases of one engine, one for each example of a property test."""

UNDATED = When()
CLOCK = "2025-01-%02dT%02d:00:00.000000Z"


def day(first: str, last: str | None = None, **more: Any) -> When:
    """An explicit dating."""
    granularity = more.pop("granularity", "day" if last is None else "open")
    return When(first, last or first, first if last is None else None, first, granularity, basis="explicit", **more)


def commit(conn: Connection, *streams: tuple[str, Sequence[Record]], now: str = CLOCK % (1, 0)) -> list[Entry]:
    """Append and project as the writers of the product do."""
    entries = log.append(conn, [(name, None, list(records)) for name, records in streams], by="tester", now=now)
    projections.project(conn, entries)
    return entries


def say(engine: Engine, *streams: tuple[str, Sequence[Record]], now: str = CLOCK % (1, 0)) -> list[Entry]:
    """One commit in a transaction of its own."""
    with log.writing(engine) as conn:
        return commit(conn, *streams, now=now)


def article(number: int | str, published: str | None = "2025-01-16", **more: Any) -> ArticleAdded:
    """An article ``a<number>``; its text holds one sentence for each letter."""
    text = more.pop("text", "".join(f"Sentence {letter} of article {number}.\n" for letter in "abcdefghij"))
    basis = "given" if published else None
    return ArticleAdded(
        f"a{number}", text, more.pop("title", f"Title {number}"), more.pop("publisher", "The Paper"), None,
        more.pop("url", None), published, basis, "en", **more,
    )  # fmt: skip


def report(ordinal: int = 0, when: When = UNDATED, actors: Sequence[tuple[str, str]] = (), **more: Any) -> Report:
    """A report; ``actors`` are (surface, role)."""
    start = ordinal * 25
    mentions = tuple(RoleMention(role, Mention(0, 8, surface, "person", surface)) for surface, role in actors)
    more = {"title": f"Report {ordinal}", "trigger": "meet", "type": "CONSULT", "salience": "main"} | more
    return Report(
        ordinal=ordinal, trigger_start=start, trigger_end=start + 8, sentence_start=start, sentence_end=start + 24,
        when=when, mentions=mentions, **more,
    )  # fmt: skip


def extracted(number: int | str, said: Report) -> ReportExtracted:
    """The record of a report ``a<number>/<ordinal>``."""
    return ReportExtracted(f"a{number}", f"a{number}/{said.ordinal}", "test/1", report_payload(said))


def linked(event_id: str, report_id: str, *actor_ids: str, score: int = 900) -> ReportLinked:
    """A link; the mentions mean these actors, in order."""
    return ReportLinked(event_id, report_id, [[n, a, "test"] for n, a in enumerate(actor_ids)], "test.link", score)


def opening(event_id: str, report_id: str, *actor_ids: str) -> tuple[str, list[Record]]:
    """The stream of an event that a report opens."""
    return f"event/{event_id}", [EventOpened(event_id, report_id), linked(event_id, report_id, *actor_ids)]


def actor(actor_id: str, name: str, kind: str = "person") -> tuple[str, list[Record]]:
    """The stream of a named actor."""
    return f"actor/{actor_id}", [ActorNamed(actor_id, name, kind, None, "test")]


def rows(conn: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Every table of the read model, sorted."""
    return {
        name: sorted((tuple(row) for row in conn.execute(table.select())), key=repr)
        for name, table in read_model.tables.items()
    }
