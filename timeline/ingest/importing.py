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
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from timeline import log, parsers, projections, queries
from timeline.ingest.changing import Author, take_back
from timeline.ingest.desk import Added, Desk, added
from timeline.ingest.ids import article_id
from timeline.ingest.lines import Line, fields_of, report_of_line
from timeline.ingest.reading import assigned
from timeline.ingest.replacing import Given, Row, main_ordinal, replaced
from timeline.ingest.telling import Told, matches
from timeline.model import Article, Problem
from timeline.queries.articles import next_ordinal, report_ids
from timeline.records import Record, ReportsSuperseded, report_payload

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from timeline.model import Report


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
    superseded: int = 0
    """Reports in whose place others are."""
    problems: tuple[Problem, ...] = ()


def import_reports(
    engine: Engine,
    lines: Iterable[bytes],
    name: str,
    *,
    author: Author,
    replacing: bool = False,
    on_article: Callable[[Added], None] = lambda _: None,
) -> Imported:
    """Add ready-made reports; those on neighbouring lines about one article in one transaction.

    The same report is never added twice. A bad line is a Problem that names it, and the others go on.

    Args:
        engine: the database.
        lines: the lines, as stored.
        name: for messages.
        author: who.
        replacing: of each article that lines are about, they replace what the same extractor, of whatever version,
            gave before; a new report keeps the link, and the actors that a person gave to its mentions, of the old
            one whose words it shares. An article with a bad line keeps what it has.
        on_article: called for each article once it is settled.
    """
    problems: list[Problem] = []
    work = _Work(Desk(engine, author.by, author.clock), author.dry_run, replacing)
    number, total = 0, Imported()

    def read() -> Iterator[Line | Problem]:
        nonlocal number
        for at, line in enumerate(lines, 1):
            if line.strip():
                number += 1
                found = fields_of(line, f"{name}:{at}")
                problems.extend([found] if isinstance(found, Problem) else ())
                yield found

    for batch, bad in _batches(read()):
        for result in work.settle(batch, bad):
            if isinstance(result, Problem):
                problems.append(result)
            else:
                total = _sum(total, *result)
                on_article(result[0])
    return replace(total, lines=number, problems=tuple(problems))


def _batches(lines: Iterable[Line | Problem]) -> Iterator[tuple[list[Line], list[Problem]]]:
    """Neighbouring lines about one article, and the bad ones among and beside them, which may be about it, too."""
    batch: list[Line] = []
    bad: list[Problem] = []
    beside: list[Problem] = []
    for line in lines:
        if isinstance(line, Problem):
            bad.append(line)
            beside.append(line)
            continue
        if batch and line.about != batch[0].about:
            yield batch, bad
            batch, bad = [], list(beside)
        batch.append(line)
        beside = []
    if batch:
        yield batch, bad


def _sum(total: Imported, result: Added, known: int) -> Imported:
    return replace(
        total,
        articles=total.articles + (not result.known),
        reports=total.reports + result.reports,
        known=total.known + known,
        new_events=total.new_events + result.new,
        superseded=total.superseded + result.superseded,
    )


@dataclass(slots=True)
class _Work:
    """An import at work."""

    desk: Desk
    dry_run: bool
    replacing: bool
    done: set[str] = field(default_factory=set)
    """Articles whose reports were replaced."""

    def settle(self, lines: list[Line], bad: list[Problem]) -> list[Problem | tuple[Added, int]]:
        """Append the reports of one article; problems, and what it brought with how many reports were known.

        Nothing is told before the transaction has ended: who is told of an article may rely on it.
        """
        with log.writing(self.desk.engine) as conn:
            projections.catch_up(conn)
            try:
                aid, article, head = _article(conn, lines[0])
            except (queries.NotFound, ValueError) as error:
                return [Problem(line.source, str(error)) for line in lines]
            told, problems = _told(aid, article, lines)
            if self.replacing and (refused := self._refused(aid, lines, [*bad, *problems])):
                return [*problems, *refused]
            if self.replacing:
                self.done.add(aid)
            result = self._say(conn, aid, article, head, told)
            if self.dry_run:
                take_back(conn)
                self.desk.forget()
        return [*problems, result]

    def _refused(self, aid: str, lines: list[Line], bad: list[Problem]) -> list[Problem]:
        """Why the good lines of an article may not replace what it has: others would be lost."""
        sources = {problem.source for problem in bad}
        if aid in self.done:
            why = "its article was replaced further up; lines about one article must stand together"
        elif bad:
            why = f"its article keeps the reports it has, as {bad[0].source} was not read"
        else:
            return []
        return [Problem(line.source, why) for line in lines if line.source not in sources]

    def _say(
        self, conn: Connection, aid: str, article: Article, head: list[Record], told: dict[str, Given]
    ) -> tuple[Added, int]:
        if self.replacing:
            new, old = replaced(conn, aid, told)
        else:
            known = report_ids(conn, aid)
            new, old = {i: given for i, given in told.items() if i not in known}, []
        result = Added(aid, aid, article.title, known=not head, superseded=len(old))
        if old:
            names = ", ".join(dict.fromkeys(line.extractor for line, _ in told.values()))
            head = [*head, ReportsSuperseded(aid, [row["report_id"] for row in old], f"replaced by {names}")]
        if new or head:
            result = _append(self.desk, conn, result, article, head, new, old)
        return result, len(told) - len(new)


def _told(aid: str, article: Article, lines: list[Line]) -> tuple[dict[str, Given], list[Problem]]:
    """The reports of an article by id, each once, and the lines whose words it does not hold."""
    told: dict[str, Given] = {}
    problems = []
    for line in lines:
        try:
            report = report_of_line(line, article.text)
        except ValueError as error:
            problems.append(Problem(line.source, str(error)))
        else:
            told.setdefault(_report_id(aid, line.extractor, report), (line, report))
    return told, problems


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
    result: Added,
    article: Article,
    head: list[Record],
    new: dict[str, Given],
    old: list[Row],
) -> Added:
    """Append new reports in the place of old ones, those of each version of an extractor together."""
    aid = result.article_id
    parts = _parts(new, next_ordinal(conn, aid))
    matched = matches(old, [report for part in parts for report in part.reports])
    if all(part.main is None for part in parts):
        main = main_ordinal(conn, aid, matched)
        parts = [replace(part, main=main if main in part.ids else None) for part in parts]
    carried = [assigned(conn, aid, {n: matched[n] for n in part.ids if n in matched}, part) for part in parts]
    for part, last in zip(parts or [Told((), {}, "")], carried or [[]], strict=True):
        inherited = {n: matched[n]["event_id"] for n in part.ids if n in matched}
        brought = desk.say(conn, aid, article, part, head=head, inherited=inherited, last=last)
        result = replace(
            result, reports=result.reports + brought.reports, events=result.events + brought.events,
            new=result.new + brought.new, main_event=brought.main_event or result.main_event,
        )  # fmt: skip
        head = []
    return result


def _parts(new: dict[str, Given], start: int) -> list[Told]:
    """Reports by extractor, numbered from ``start`` on."""
    parts: list[Told] = []
    for extractor in dict.fromkeys(line.extractor for line, _ in new.values()):
        mine = [(i, line, report) for i, (line, report) in new.items() if line.extractor == extractor]
        reports = [replace(report, ordinal=n) for n, (_, _, report) in enumerate(mine, start)]
        main = next((n for n, (_, line, _) in enumerate(mine, start) if line.main), None)
        parts.append(Told(reports, {n: i for n, (i, _, _) in enumerate(mine, start)}, extractor, main))
        start += len(mine)
    return parts
