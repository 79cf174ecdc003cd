"""An event that a person enters by hand, with an article as its source or without any."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from timeline import queries
from timeline.ingest.changing import Author, Change, Refused, change
from timeline.ingest.desk import Desk
from timeline.ingest.linking import Streams
from timeline.ingest.values import dated, read_values
from timeline.model import Article, Mention, Report, RoleMention, When
from timeline.records import EventOpened, Json, ReportExtracted, ReportLinked, report_payload

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

PERSON = "person"
"""Extractor of the reports that people make."""


def enter(
    engine: Engine,
    title: str,
    values: Mapping[str, str],
    *,
    article: str | None = None,
    quote: str | None = None,
    reason: str,
    author: Author,
) -> Change:
    """Enter an event.

    Args:
        engine: the database.
        title: a short headline.
        values: field -> value as typed, see :func:`timeline.ingest.values.read_values`.
        article: its source: an id, the start of one, an address or words of the title; None = no article says it.
        quote: the sentence of the article that says it, verbatim.
        reason: why it is entered, and where it is known from if not from an article.
        author: who.

    Raises:
        Refused: a field or value is not allowed, or the article does not hold the sentence.
        queries.NotFound: there is no such article.
    """
    event_id = secrets.token_hex(8)

    def plan(conn: Connection, desk: Desk) -> Streams:
        read, news = read_values(conn, desk.roster(conn), {"title": title, **values})
        stream = f"event/{event_id}"
        if article is None:
            return [*news, (stream, 0, [EventOpened(event_id, None, read, reason)])]
        id_ = queries.article_id(conn, article)
        report = _report(conn, queries.stored_article(conn, id_), quote or "", read, dated(values.get("date", "")))
        report_id = hashlib.sha256(f"{id_}/{PERSON}/{event_id}".encode()).hexdigest()[:24]
        actors = [[n, actor, PERSON] for n, (actor, _) in enumerate(read.get("actors", ()))]
        return [
            *news,
            (f"article/{id_}", None, [ReportExtracted(id_, report_id, PERSON, report_payload(report))]),
            (stream, 0, [
                EventOpened(event_id, report_id, reason=reason),
                ReportLinked(event_id, report_id, actors, "person.entered", 1000),
            ]),
        ]  # fmt: skip

    return change(engine, plan, author)


def _report(conn: Connection, article: Article, quote: str, values: Mapping[str, Json], when: When) -> Report:
    start = article.text.find(quote) if quote.strip() else -1
    if start < 0:
        raise Refused(
            "the sentence does not stand in the article; give its words exactly as they stand there, with --quote"
        )
    if fixed := {"earliest", "latest", "confidence", "extent"} & values.keys():
        raise Refused(f"{sorted(fixed)[0]} cannot be given with an article; give date, or correct the event afterwards")
    end = start + len(quote)
    plain = {name: value for name, value in values.items() if name not in ("actors", "date")}
    return Report(
        ordinal=0,
        trigger=PERSON,
        trigger_start=start,
        trigger_end=end,
        sentence_start=start,
        sentence_end=end,
        when=when,
        mentions=_mentions(conn, values.get("actors", ()), article.text, start, end),
        **{"type": "OTHER", "salience": "main", **plain},
    )


def _mentions(
    conn: Connection, actors: Sequence[Sequence[str]], text: str, start: int, end: int
) -> tuple[RoleMention, ...]:
    found = []
    for actor_id, role in actors:
        row = queries.actor(conn, actor_id)
        spellings = sorted((row["name"], *row["aliases"]), key=len, reverse=True)
        at = next(((i, name) for name in spellings if (i := text.find(name, start, end)) >= 0), (start, ""))
        found.append(
            RoleMention(
                role, Mention(at[0], at[0] + len(at[1]), at[1], row["kind"], row["name"], country=row["country"])
            )
        )
    return tuple(found)
