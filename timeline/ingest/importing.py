"""Ready-made reports, of extractors of one's own: JSON Lines, one report on each line.

    {"article": "https://example.org/news/7", "extractor": "mine/2", "title": "Ministers sign pact",
     "quote": "The ministers signed the pact on Friday.", "trigger": "signed", "type": "AGREE", "status": "occurred",
     "date": "2025-01-17", "time_phrase": "Friday", "place": "Baku", "actors": [{"name": "Iran", "role": "party"}]}

``article`` names a stored article by id or address, or holds one: {"text": …, "published": …, "title": …, "url": …}.
docs/corrections.md describes every key.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from timeline import log, parsers, projections, queries
from timeline.ingest.changing import Author, take_back
from timeline.ingest.desk import Added, Desk, added
from timeline.ingest.ids import article_id
from timeline.ingest.lines import Line, fields_of, report_of_line
from timeline.ingest.telling import Told
from timeline.model import Article, Problem, Report
from timeline.queries.articles import next_ordinal, report_ids
from timeline.records import Record, report_payload

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import brought."""

    lines: int = 0
    articles: int = 0
    """Articles that were not there."""
    reports: int = 0
    known: int = 0
    """Reports that were there already."""
    new_events: int = 0
    problems: tuple[Problem, ...] = ()


def import_reports(
    engine: Engine,
    lines: Iterable[bytes],
    name: str,
    *,
    author: Author,
    on_article: Callable[[Added], None] = lambda _: None,
) -> Imported:
    """Add ready-made reports; those on neighbouring lines about one article in one transaction.

    The same report is never added twice. A bad line is a Problem that names it, and the others go on.

    Args:
        engine: the database.
        lines: the lines, as stored.
        name: for messages.
        author: who.
        on_article: called for each article once it is settled.
    """
    total, problems = Imported(), []
    desk = Desk(engine, author.by, author.clock)
    read = (fields_of(line, f"{name}:{number}") for number, line in enumerate(lines, 1) if line.strip())
    for _, group in groupby(read, key=lambda line: line.about if isinstance(line, Line) else line.source):
        batch = list(group)
        good = [line for line in batch if isinstance(line, Line)]
        problems += [line for line in batch if isinstance(line, Problem)]
        total = replace(total, lines=total.lines + len(batch))
        for result in _settle(desk, good, author.dry_run):
            if isinstance(result, Problem):
                problems.append(result)
            else:
                total = _sum(total, *result)
                on_article(result[0])
    return replace(total, problems=tuple(problems))


def _sum(total: Imported, result: Added, known: int) -> Imported:
    return replace(
        total,
        articles=total.articles + (not result.known),
        reports=total.reports + result.reports,
        known=total.known + known,
        new_events=total.new_events + result.new,
    )


def _settle(desk: Desk, lines: list[Line], dry_run: bool) -> list[Problem | tuple[Added, int]]:
    """Append the reports of one article; problems, and what it brought with how many reports were known.

    Nothing is told before the transaction has ended: who is told of an article may rely on it.
    """
    if not lines:
        return []
    with log.writing(desk.engine) as conn:
        projections.catch_up(conn)
        try:
            aid, article, head = _article(conn, lines[0])
        except (queries.NotFound, ValueError) as error:
            return [Problem(line.source, str(error)) for line in lines]
        problems: list[Problem] = []
        told: dict[str, tuple[Line, Report]] = {}
        for line in lines:
            try:
                report = report_of_line(line, article.text)
            except ValueError as error:
                problems.append(Problem(line.source, str(error)))
            else:
                told.setdefault(_report_id(aid, line.extractor, report), (line, report))
        result = _append(desk, conn, aid, article, head, told)
        if dry_run:
            take_back(conn)
            desk.forget()
    return [*problems, result]


def _article(conn: Connection, line: Line) -> tuple[str, Article, list[Record]]:
    """The article of a line, and the record that adds it where it is new.

    Raises:
        queries.NotFound: a stored one is named that is not there.
        ValueError: one is given that cannot be read.
    """
    if isinstance(line.article, str):
        aid = queries.article_id(conn, line.article)
        return aid, queries.stored_article(conn, aid), []
    item = next(iter(parsers.parse_lines([json.dumps(line.article).encode()], line.source)))
    if isinstance(item, Problem):
        raise ValueError(f"article {item.reason}")
    aid = article_id(item.text)
    if queries.has_article(conn, aid):
        return aid, queries.stored_article(conn, aid), []
    return aid, item, [added(conn, aid, item)]


def _report_id(aid: str, extractor: str, report: Report) -> str:
    said = json.dumps(report_payload(report), sort_keys=True)
    return hashlib.sha256(f"{aid}/{extractor}/{said}".encode()).hexdigest()[:24]


def _append(
    desk: Desk,
    conn: Connection,
    aid: str,
    article: Article,
    head: list[Record],
    told: dict[str, tuple[Line, Report]],
) -> tuple[Added, int]:
    known = report_ids(conn, aid)
    new = {report_id: said for report_id, said in told.items() if report_id not in known}
    result = Added(aid, aid, article.title, known=not head)
    if not new and not head:
        return result, len(told)
    start = next_ordinal(conn, aid)
    for extractor in dict.fromkeys(line.extractor for line, _ in new.values()) or [""]:
        mine = [(i, line, report) for i, (line, report) in new.items() if line.extractor == extractor]
        reports = [replace(report, ordinal=n) for n, (_, _, report) in enumerate(mine, start)]
        main = next((n for n, (_, line, _) in enumerate(mine, start) if line.main), None)
        ids = {n: i for n, (i, _, _) in enumerate(mine, start)}
        part = desk.say(conn, aid, article, Told(reports, ids, extractor, main), head=head)
        result = replace(
            result, reports=result.reports + part.reports, events=result.events + part.events,
            new=result.new + part.new, main_event=part.main_event or result.main_event,
        )  # fmt: skip
        head, start = [], start + len(mine)
    return result, len(told) - len(new)
