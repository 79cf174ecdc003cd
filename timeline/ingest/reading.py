"""Reading stored articles again with the present extractor."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from timeline import log, projections, queries
from timeline.ingest.changing import Author, take_back
from timeline.ingest.desk import Desk
from timeline.ingest.linking import Streams
from timeline.ingest.telling import OWN, Told, is_own, matches, own
from timeline.ingest.versions import own_part
from timeline.model import Article, Report
from timeline.queries.differences import differences
from timeline.records import MentionAssigned, ReportExtracted, ReportsSuperseded, report_of, report_payload
from timeline.schema import articles, report_actors, reports

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from timeline.extract import Extraction

Row = dict[str, Any]

BATCH = 32


@dataclass(frozen=True, slots=True)
class Reread:
    """What became of one article."""

    article_id: str
    title: str | None
    changed: bool
    """Whether the present extractor reads it otherwise."""
    before: int = 0
    """Reports superseded."""
    after: int = 0
    """Reports in their place."""
    events: tuple[Row, ...] = ()
    """What became of events: rows of :func:`timeline.queries.differences`."""


def reparse(
    engine: Engine,
    given: Sequence[str] = (),
    *,
    author: Author,
    on_article: Callable[[Reread], None] = lambda _: None,
) -> tuple[int, int]:
    """Read stored articles again; where the present extractor says otherwise, its reports replace the old ones.

    A new report keeps the link, and the actors that a person gave to its mentions, of the old one whose trigger it
    overlaps. Corrections hang on events and stay. Reports of people and of other extractors stay, too. An article that
    reads as before appends nothing.

    Args:
        engine: the database.
        given: articles: ids, starts of ids, addresses or words of titles; none = all that count.
        author: who.
        on_article: called for each article once it is settled.

    Returns:
        How many articles were read, and how many of them read otherwise.

    Raises:
        queries.NotFound: there is no such article.
    """
    with engine.connect() as conn:
        ids = iter([queries.article_id(conn, name) for name in given] or _all(conn))
    desk = Desk(engine, author.by, author.clock)
    read = changed = 0
    while batch := list(islice(ids, BATCH)):
        for result in _settle(desk, batch, author.dry_run):
            read, changed = read + 1, changed + result.changed
            on_article(result)
    return read, changed


def _all(conn: Connection) -> list[str]:
    c = articles.c
    reported = select(reports.c.article_id)
    ours = reported.where(reports.c.extractor.startswith(OWN, autoescape=True))
    # An article that came with ready-made reports is not ours to read.
    mine = or_(c.article_id.in_(ours), c.article_id.not_in(reported))
    query = select(c.article_id).where(c.withdrawn_at.is_(None), mine).order_by(c.position)
    return list(conn.execute(query).scalars())


def _settle(desk: Desk, batch: Sequence[str], dry_run: bool) -> Iterator[Reread]:
    from timeline import extract

    with desk.engine.connect() as conn:
        stored = {aid: queries.stored_article(conn, aid) for aid in batch}
    # The text of an erased article is gone; its reports stay as they are.
    readable = {aid: article for aid, article in stored.items() if article.text}
    for (aid, article), reading in zip(readable.items(), extract.articles(readable.values()), strict=True):
        with desk.engine.connect() as conn:
            reading = own_part(conn, aid, reading, article)
            same = _said_already(conn, aid, reading)
        yield Reread(aid, article.title, changed=False) if same else _replace(desk, aid, article, reading, dry_run)


def _said_already(conn: Connection, aid: str, reading: Extraction) -> bool:
    live = {r["report_id"] for r in queries.live_reports(conn, aid) if is_own(r["extractor"])}
    said = [_plain(report) for report_id, report in extracted(conn, aid).items() if report_id in live]
    return sorted(said) == sorted(_plain(report) for report in reading.reports)


def _plain(report: Report) -> str:
    return json.dumps(report_payload(report), sort_keys=True)


def extracted(conn: Connection, aid: str) -> dict[str, Report]:
    """Every report that was ever made of an article and not erased, by id."""
    entries = log.read(conn, stream=[f"article/{aid}"], types=["ReportExtracted"])
    return {r.report_id: report_of(r.report) for e in entries if isinstance(r := e.record, ReportExtracted)}


def _replace(desk: Desk, aid: str, article: Article, reading: Extraction, dry_run: bool) -> Reread:
    with log.writing(desk.engine) as conn:
        projections.catch_up(conn)
        before = log.head(conn).position
        old = [r for r in queries.live_reports(conn, aid) if is_own(r["extractor"])]
        told = _numbered(conn, aid, reading)
        matched = matches(old, told.reports)
        superseded = ReportsSuperseded(aid, [r["report_id"] for r in old], f"read again by {told.extractor}")
        desk.say(
            conn, aid, article, told,
            head=[superseded] if old else [],
            inherited={ordinal: row["event_id"] for ordinal, row in matched.items()},
            last=assigned(conn, aid, matched, told),
        )  # fmt: skip
        events = differences(conn, before, log.head(conn).position, background=True)
        if dry_run:
            take_back(conn)
            desk.forget()
    return Reread(aid, article.title, True, len(old), len(told.reports), tuple(events))


def _numbered(conn: Connection, aid: str, reading: Extraction) -> Told:
    """The reports with ids that none had before."""
    taken = extracted(conn, aid).keys()
    generations = (own(aid, reading, number) for number in count(queries.generation(conn, aid)))
    return next(told for told in generations if taken.isdisjoint(told.ids.values()))


def assigned(conn: Connection, aid: str, matched: Mapping[int, Mapping[str, Any]], told: Told) -> Streams:
    """Whom a person said that mentions mean, said of the same words in the new reports.

    Args:
        conn: a connection.
        aid: the article.
        matched: ordinal of a new report -> the row of the old one in whose place it is.
        told: the new reports.
    """
    made = extracted(conn, aid)
    new = {report.ordinal: report for report in told.reports}
    a = report_actors.c
    streams: Streams = []
    for ordinal, row in matched.items():
        query = select(a.mention, a.actor_id).where(a.report_id == row["report_id"], a.rule == "person")
        for number, actor_id in conn.execute(query.order_by(a.mention)):
            was = made[row["report_id"]].mentions[number].mention
            for n, role in enumerate(new[ordinal].mentions):
                if role.mention.start < was.end and was.start < role.mention.end:
                    reason = f"as in report {row['report_id']}, read again"
                    said = MentionAssigned(actor_id, told.ids[ordinal], n, reason)
                    streams.append((f"actor/{actor_id}", None, [said]))
    return streams
