"""The one hall where text meets store: articles in, records out.

Text is parsed and read without holding any lock; then one short write transaction per article decides, against the database as it
is at that moment, which events and actors the reports mean, appends the records and brings the read model up to date. An article is
in the log whole or not at all.
"""

from __future__ import annotations

import hashlib
import secrets
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from timeline import identity, log, parsers, projections, queries
from timeline.actors import Book, new_actor, resolve, shipped
from timeline.model import Actor, Article, Candidate, Office, Problem, Report
from timeline.records import (
    ActorNamed,
    AliasGiven,
    ArticleAdded,
    ArticleCorrected,
    EventOpened,
    Json,
    MainEventChosen,
    OfficeHeld,
    Record,
    ReportExtracted,
    ReportLinked,
    ReportsSuperseded,
    report_payload,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from timeline.extract import Extraction

BATCH = 32
"""Articles parsed together: the parser's best size on two cores, in bounded memory."""
MAX_CANDIDATES = 60
"""Events a report is compared with at most."""


class Refused(Exception):
    """A request that cannot be carried out; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where bytes come from; ``read`` may raise OSError."""

    name: str
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the caller knows better than the document."""

    published: str | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """What one article brought."""

    source: str
    article_id: str
    title: str | None
    reports: int = 0
    events: int = 0
    new: int = 0
    known: bool = False
    main_event: str | None = None
    """event_id of the event that headline and lead are about."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Totals:
    """What one call of :func:`add` brought."""

    articles: int = 0
    known: int = 0
    reports: int = 0
    new_events: int = 0
    problems: tuple[Problem, ...] = ()


def article_id(text: str) -> str:
    """SHA-256 of the text in NFC with white space collapsed, first 128 bits, hex: the same words are the same article."""
    collapsed = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(collapsed.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def report_id(article: str, extractor: str, generation: int, ordinal: int) -> str:
    """Id of a report: its article, its extractor, how often the article had been read before, its number there."""
    return hashlib.sha256(f"{article}/{extractor}/{generation}/{ordinal}".encode()).hexdigest()[:24]


def event_id(opening_report: str) -> str:
    """Id of the event that a report opens."""
    return hashlib.sha256(f"event/{opening_report}".encode()).hexdigest()[:16]


def walk(paths: Iterable[str | Path]) -> Iterator[Source]:
    """Sources of files, of folders (all files below, by name; hidden ones are passed over) and of ``-`` (standard input)."""
    for path in map(str, paths):
        if path == "-":
            yield Source("standard input", lambda: sys.stdin.buffer.read(parsers.MAX_BYTES + 1))
        elif Path(path).is_dir():
            for file in sorted(Path(path).rglob("*")):
                inside = file.relative_to(path).parts
                if file.is_file() and not any(part.startswith(".") for part in inside):
                    yield Source(str(file), _reader(file))
        else:
            yield Source(path, _reader(Path(path)))


def _reader(file: Path) -> Callable[[], bytes]:
    def read() -> bytes:
        with file.open("rb") as stream:
            return stream.read(parsers.MAX_BYTES + 1)

    return read


def add(
    engine: Engine,
    sources: Iterable[Source],
    *,
    by: str,
    clock: Callable[[], str],
    overrides: Overrides = Overrides(),
    on_article: Callable[[Added | Problem], None] = lambda _: None,
) -> Totals:
    """Read sources and append their articles as events, one transaction an article.

    Args:
        engine: a database of this version.
        sources: documents; each may hold several articles.
        by: who adds.
        clock: gives the present instant, RFC 3339 UTC, for ``recorded_at``.
        overrides: fields that replace what the documents say.
        on_article: called for each article or problem, in order, once it is settled.

    Returns:
        The counts, and every problem met; a problem never stops the rest.
    """
    totals = Totals()
    desk = _Desk(engine, by, clock)
    items = _parsed(sources, overrides)
    while batch := list(islice(items, BATCH)):
        for result in desk.settle(batch):
            totals = _tally(totals, result)
            on_article(result)
    return totals


def _tally(t: Totals, result: Added | Problem) -> Totals:
    if isinstance(result, Problem):
        return replace(t, problems=(*t.problems, result))
    if result.known:
        return replace(t, known=t.known + 1)
    return replace(t, articles=t.articles + 1, reports=t.reports + result.reports, new_events=t.new_events + result.new)


def _parsed(sources: Iterable[Source], overrides: Overrides) -> Iterator[tuple[str, Article | Problem]]:
    for source in sources:
        try:
            data = source.read()
        except OSError as error:
            yield source.name, Problem(source.name, f"cannot be read: {(error.strerror or str(error)).lower()}")
            continue
        for item in parsers.parse(data, source.name, url=overrides.url):
            yield source.name, item if isinstance(item, Problem) else _override(item, overrides)


def _override(article: Article, given: Overrides) -> Article:
    article = replace(
        article,
        title=given.title or article.title,
        publisher=given.publisher or article.publisher,
        url=given.url or article.url,
    )
    if given.published:
        article = replace(article, published=given.published, published_basis="given")
    return article


class _Desk:
    """One writer at work: it keeps the book of actors between articles and reads it anew when somebody else wrote."""

    def __init__(self, engine: Engine, by: str, clock: Callable[[], str]) -> None:
        self.engine, self.by, self.clock = engine, by, clock
        self.book: Book | None = None
        self.known_actors: set[str] = set()
        self.position = -1

    def settle(self, batch: Sequence[tuple[str, Article | Problem]]) -> Iterator[Added | Problem]:
        """Read the new articles of a batch together, then append them one by one, keeping the order."""
        from timeline import extract

        with self.engine.connect() as conn:
            known = {
                i for i, (_, item) in enumerate(batch)
                if isinstance(item, Article) and queries.has_article(conn, article_id(item.text))
            }  # fmt: skip
        fresh = [item for i, (_, item) in enumerate(batch) if isinstance(item, Article) and i not in known]
        readings = extract.articles(fresh)
        for i, (name, item) in enumerate(batch):
            if isinstance(item, Problem):
                yield item
            elif i in known:
                yield Added(name, article_id(item.text), item.title, known=True)
            else:
                yield self.append(name, item, next(readings))

    def append(self, name: str, article: Article, reading: Extraction) -> Added:
        """Append one article with its reports and links in one transaction; nothing when it is known by now."""
        aid = article_id(article.text)
        with log.writing(self.engine) as conn:
            projections.catch_up(conn)
            if queries.has_article(conn, aid):
                return Added(name, aid, article.title, known=True)
            added = ArticleAdded(
                article_id=aid, text=article.text, title=article.title, publisher=article.publisher, author=article.author,
                url=article.url, published=article.published, published_basis=article.published_basis,
                language=article.language, revises=queries.article_at(conn, article.url) if article.url else None,
            )  # fmt: skip
            result = self._say(conn, aid, article, reading, generation=0, head=(added,), inherited={})
        notes = _notes(article, reading)
        return replace(result, source=name, notes=notes)

    def reread(self, aid: str, changes: dict[str, Json], reason: str | None) -> Added:
        """Correct an article's facts; when its date or text reading changes, its reports are made anew."""
        from timeline import extract

        with self.engine.connect() as conn:
            before = queries.stored_article(conn, aid)
        after = replace(before, **changes)
        if "published" in changes:
            after = replace(after, published_basis="given" if after.published else None)
        reading = extract.reports(after)
        with log.writing(self.engine) as conn:
            projections.catch_up(conn)
            head: list[Record] = [ArticleCorrected(aid, changes, reason)]
            if "published" not in changes:
                self._write(conn, [(f"article/{aid}", None, head)])
                return Added(aid, aid, after.title)
            old = queries.live_reports(conn, aid)
            head.append(ReportsSuperseded(aid, [r["report_id"] for r in old], "publication date set"))
            spans = {(r["trigger_start"], r["trigger_end"]): r["event_id"] for r in old if r["alone"]}
            generation = queries.generation(conn, aid)
            result = self._say(conn, aid, after, reading, generation=generation, head=head, inherited=spans)
        return replace(result, notes=_notes(after, reading))

    def _say(
        self,
        conn: Connection,
        aid: str,
        article: Article,
        reading: Extraction,
        *,
        generation: int,
        head: Sequence[Record],
        inherited: Mapping[tuple[int, int], str],
    ) -> Added:
        from timeline.extract import EXTRACTOR

        ids = {r.ordinal: report_id(aid, EXTRACTOR, generation, r.ordinal) for r in reading.reports}
        links = self._links(conn, aid, article, reading.reports, ids, inherited)
        main = links.events.get(reading.main) if reading.main is not None else None
        of_article: list[Record] = list(head)
        of_article += [ReportExtracted(aid, ids[r.ordinal], EXTRACTOR, report_payload(r)) for r in reading.reports]
        if main:
            of_article.append(MainEventChosen(aid, main, "extract.lead", 1000))
        self._write(conn, [(f"article/{aid}", None if generation else 0, of_article), *links.streams()])
        return Added(
            aid, aid, article.title, len(reading.reports), len(set(links.events.values())), len(links.opened), main_event=main
        )  # fmt: skip

    def _links(
        self,
        conn: Connection,
        aid: str,
        article: Article,
        reports: Sequence[Report],
        ids: Mapping[int, str],
        inherited: Mapping[tuple[int, int], str],
    ) -> _Links:
        book = self._book_for(conn)
        links = _Links()
        for report in sorted(reports, key=_firmness):
            actors = self._actors(book, report, article, links)
            subject = _subject(report, actors, book, aid, article)
            rid = ids[report.ordinal]
            kept = inherited.get((report.trigger_start, report.trigger_end))
            if kept:
                decision = identity.Decision(kept, "identity.inherited", 1000, None, None, {})
            else:
                decision = identity.decide(subject, links.candidates(_fetch(conn, subject)))
            links.link(rid, report, subject, actors, decision)
        return links

    def _actors(self, book: Book, report: Report, article: Article, links: _Links) -> list[list[Json]]:
        on = article.published_day or report.when.latest
        resolved: list[list[Json]] = []
        for number, role in enumerate(report.mentions):
            answer = resolve(role.mention, book, on)
            rule = answer.rule
            actor_id = answer.actor_id
            if actor_id is None and (fresh := new_actor(role.mention)):
                actor_id, rule = secrets.token_hex(8), "actors.new"
                book.add(Actor(actor_id, *fresh))
                links.actor_records[actor_id] = [ActorNamed(actor_id, *fresh, source="article")]
                self.known_actors.add(actor_id)
            if actor_id is None:
                continue
            if actor_id not in self.known_actors:
                links.actor_records[actor_id] = _introduce(book, actor_id)
                self.known_actors.add(actor_id)
            resolved.append([number, actor_id, rule])
        return resolved

    def _book_for(self, conn: Connection) -> Book:
        position = log.head(conn).position
        if self.book is None or position != self.position:
            actors, offices = queries.book(conn)
            shipped_actors, shipped_offices = shipped()
            self.known_actors = {actor.actor_id for actor in actors}
            ours = [a for a in shipped_actors if a.actor_id not in self.known_actors]
            theirs = {o.actor_id for o in offices}
            self.book = Book([*ours, *actors], [*(o for o in shipped_offices if o.actor_id not in theirs), *offices])
        return self.book

    def _write(self, conn: Connection, streams: Sequence[tuple[str, int | None, Sequence[Record]]]) -> None:
        entries = log.append(conn, streams, by=self.by, now=self.clock())
        projections.project(conn, entries)
        self.position = entries[-1].position


@dataclass(slots=True)
class _Links:
    """The links of one article as they are decided; later reports see the events that earlier ones opened."""

    actor_records: dict[str, list[Record]] = field(default_factory=dict)
    event_records: dict[str, list[Record]] = field(default_factory=dict)
    touched: dict[str, Candidate] = field(default_factory=dict)
    opened: list[str] = field(default_factory=list)
    events: dict[int, str] = field(default_factory=dict)
    """Ordinal of a report -> its event_id."""

    def candidates(self, stored: Sequence[Candidate]) -> list[Candidate]:
        return [c for c in stored if c.event_id not in self.touched] + list(self.touched.values())

    def link(
        self,
        rid: str,
        report: Report,
        subject: identity.Subject,
        actors: list[list[Json]],
        decision: identity.Decision,
    ) -> None:
        eid = decision.event_id or event_id(rid)
        records = self.event_records.setdefault(eid, [])
        if decision.event_id is None:
            records.append(EventOpened(eid, rid))
            self.opened.append(eid)
        records.append(
            ReportLinked(
                eid, rid, actors, decision.rule, decision.score, decision.runner_up, decision.runner_up_score,
                decision.features or None,
            )  # fmt: skip
        )
        self.touched[eid] = identity.joined(self.touched[eid], subject) if eid in self.touched else identity.opened(eid, subject)
        self.events[report.ordinal] = eid

    def streams(self) -> list[tuple[str, int | None, Sequence[Record]]]:
        out: list[tuple[str, int | None, Sequence[Record]]] = []
        out += [(f"actor/{i}", None, records) for i, records in self.actor_records.items()]
        out += [(f"event/{i}", 0 if i in self.opened else None, records) for i, records in self.event_records.items()]
        return out


def _firmness(report: Report) -> tuple[bool, bool, int, int]:
    """Main and well-dated reports first, so that vague ones find the event they belong to."""
    undated = report.when.basis in ("near_published", "tense_only", "none")
    return report.salience != "main", undated, 0 if report.when.granularity in ("day", "hour", "minute") else 1, report.ordinal


def _subject(report: Report, actors: list[list[Json]], book: Book, aid: str, article: Article) -> identity.Subject:
    roles = {actor_id: report.mentions[number].role for number, actor_id, _ in actors}
    parties = {i for i, role in roles.items() if role != "mentioned"}
    persons = {i for i in parties if (actor := book.get(i)) and actor.kind == "person"}
    return identity.Subject(report, frozenset(roles), frozenset(parties), frozenset(persons), aid, article.published_day)


def _fetch(conn: Connection, subject: identity.Subject) -> list[Candidate]:
    return queries.candidates(
        conn,
        when=subject.report.when,
        actor_ids=subject.party_ids or subject.actor_ids,
        type=subject.report.type,
        limit=MAX_CANDIDATES,
    )


def _introduce(book: Book, actor_id: str) -> list[Record]:
    """A shipped actor's first appearance: name, spellings and offices enter the log, so the log stands alone."""
    actor = book.get(actor_id)
    if actor is None:
        raise LookupError(f"actor {actor_id} is in no book")
    records: list[Record] = [ActorNamed(actor_id, actor.name, actor.kind, actor.country, source="shipped")]
    records += [AliasGiven(actor_id, alias) for alias in actor.aliases if alias != actor.name]
    records += [_held(office, "shipped") for office in book.offices(actor_id)]
    return records


def _held(o: Office, source: str | None) -> OfficeHeld:
    return OfficeHeld(o.actor_id, o.office, o.country, o.organisation, o.valid_from, o.valid_to, source)


def _notes(article: Article, reading: Extraction) -> tuple[str, ...]:
    notes = []
    if not article.published:
        waiting = sum(1 for t in reading.timexes if t.value.startswith("XXXX") or t.when.basis == "none")
        notes.append(
            f"no publication date, so {waiting} date phrases stay incomplete: set it with `timeline articles set ID --published D`"
        )
    return tuple(notes)


def set_article(
    engine: Engine, article: str, changes: dict[str, Json], *, by: str, clock: Callable[[], str], reason: str | None = None
) -> Added:
    """Correct an article's title, publisher, author, url or publication date; its dates follow a new publication date.

    Raises:
        queries.NotFound: no such article.
    """
    return _Desk(engine, by, clock).reread(article, changes, reason)


def give_alias(
    engine: Engine, actor_id: str, alias: str, *, by: str, clock: Callable[[], str], reason: str | None = None
) -> None:
    """A further spelling of an actor; articles added from now on follow it."""
    desk = _Desk(engine, by, clock)
    with log.writing(engine) as conn:
        projections.catch_up(conn)
        desk._write(conn, [(f"actor/{actor_id}", None, [AliasGiven(actor_id, alias, reason)])])


@dataclass(frozen=True, slots=True)
class ActorRow:
    """One row of a table of actors, for :func:`import_actors`."""

    name: str
    kind: str
    country: str | None = None
    aliases: tuple[str, ...] = ()
    office: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None


def import_actors(engine: Engine, rows: Sequence[ActorRow], *, by: str, clock: Callable[[], str], source: str) -> tuple[int, int]:
    """Add the actors, spellings and offices of a table that are not known yet, in one commit.

    Returns:
        How many actors were new, and how many records were appended.
    """
    desk = _Desk(engine, by, clock)
    with log.writing(engine) as conn:
        projections.catch_up(conn)
        book = desk._book_for(conn)
        streams: dict[str, list[Record]] = {}
        new = 0
        for row in rows:
            actor = book.named(row.name, row.kind)
            if actor is None:
                new += 1
                actor = Actor(secrets.token_hex(8), row.name, row.kind, row.country)
                book.add(actor)
                desk.known_actors.add(actor.actor_id)
                streams[actor.actor_id] = [ActorNamed(actor.actor_id, row.name, row.kind, row.country, source)]
            elif actor.actor_id not in desk.known_actors:
                streams[actor.actor_id] = _introduce(book, actor.actor_id)
                desk.known_actors.add(actor.actor_id)
            records = streams.setdefault(actor.actor_id, [])
            records += [AliasGiven(actor.actor_id, a, source) for a in row.aliases if a not in (actor.name, *actor.aliases)]
            if row.office:
                office = Office(actor.actor_id, row.office, row.country, row.valid_from, row.valid_to)
                if office not in book.offices(actor.actor_id):
                    records.append(_held(office, source))
        batch: list[tuple[str, int | None, Sequence[Record]]] = [(f"actor/{i}", None, r) for i, r in streams.items() if r]
        if batch:
            desk._write(conn, batch)
        return new, sum(len(r) for _, _, r in batch)
