"""The writer's desk: articles are read without a lock, then decided and appended, one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from timeline import log, projections, queries
from timeline.ingest import versions
from timeline.ingest.ids import article_id
from timeline.ingest.linking import Streams, link
from timeline.ingest.roster import Roster
from timeline.ingest.sources import Item
from timeline.ingest.telling import Told, is_own, matches, own
from timeline.model import Article, Problem
from timeline.phrases import counted
from timeline.records import (
    ArticleAdded,
    ArticleCorrected,
    Json,
    MainEventChosen,
    Record,
    ReportExtracted,
    ReportsSuperseded,
    report_payload,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from timeline.extract import Extraction

RECORDS = 2000
"""Records after which a transaction of many articles ends: about a second of work, while other writers wait."""


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
    language: str | None = None
    """Its language, where that is not English and no reports were made."""
    copy_of: str | None = None
    """article_id of the article whose text it repeats."""
    revises: str | None = None
    """article_id of the version before it at the same address."""
    superseded: int = 0
    """Reports that count no more: of earlier versions whose sentences it no longer has, or replaced by an import."""


class Desk:
    """One writer at work: it keeps the roster of actors between articles and reads it anew when somebody else wrote."""

    def __init__(self, engine: Engine, by: str, clock: Callable[[], str]) -> None:
        self.engine, self.by, self.clock = engine, by, clock
        self._roster: Roster | None = None
        self._following: projections.Following | None = None
        """Of the transaction that several articles share."""
        self._position = -1

    def unknown(self, batch: Sequence[Item]) -> list[int]:
        """Which of these are articles that the log does not know yet."""
        ids = {n: article_id(item.text) for n, (_, item) in enumerate(batch) if isinstance(item, Article)}
        with self.engine.connect() as conn:
            known = queries.known_articles(conn, ids.values())
        return [n for n, aid in ids.items() if aid not in known]

    def settle(self, batch: Sequence[Item], readings: Mapping[int, Extraction]) -> Iterator[Added | Problem]:
        """Append the articles of a batch that were read, in their order; each is told of once it is committed."""
        new = [(name, item, readings[n]) for n, (name, item) in enumerate(batch)
               if n in readings and isinstance(item, Article)]  # fmt: skip
        appended = self.append(new)
        for n, (name, item) in enumerate(batch):
            if isinstance(item, Problem):
                yield item
            elif n in readings:
                yield next(appended)
            else:
                yield Added(name, article_id(item.text), item.title, known=True)

    def append(self, read: Sequence[tuple[str, Article, Extraction]]) -> Iterator[Added]:
        """Append articles with their reports and links; those known by now bring nothing.

        Each is an append of its own, as if it came alone; some share a transaction, of about :data:`RECORDS` records.
        """
        rest = list(read)
        while rest:
            done, error = self._together(rest)
            if error is not None and done:
                # What stands before the one that cannot be appended is good by itself.
                done, error = self._together(rest[: len(done)])
            if error is not None:
                raise error
            yield from done
            rest = rest[len(done) :]

    def _together(self, read: Sequence[tuple[str, Article, Extraction]]) -> tuple[list[Added], Exception | None]:
        """One transaction: what was appended and committed; or what would have been, and what was in the way."""
        done: list[Added] = []
        try:
            with log.writing(self.engine) as conn:
                projections.catch_up(conn)
                start = log.head(conn).position
                self._following = projections.Following(conn)
                for name, article, reading in read:
                    done.append(self._append(conn, name, article, reading))
                    if self._position - start >= RECORDS:
                        break
        except Exception as error:
            self.forget()
            return done, error
        except BaseException:
            self.forget()
            raise
        finally:
            self._following = None
        return done, None

    def _append(self, conn: Connection, name: str, article: Article, reading: Extraction) -> Added:
        aid = article_id(article.text)
        if queries.has_article(conn, aid):
            return Added(name, aid, article.title, known=True)
        told = own(aid, reading, 0)
        new = added(conn, aid, article)
        copy = None if new.revises else versions.copied(conn, aid, article)
        head = [new] if copy is None else [new, copy]
        if new.revises:
            rev = versions.revision(conn, new.revises, aid, article, told)
        else:
            rev = versions.Revision(told, versions.repeated(conn, copy.copy_of, article, told) if copy else {})
        result = self.say(
            conn, aid, article, rev.told,
            head=head, inherited=rev.inherited, last=rev.streams, main_event=rev.main_event,
        )  # fmt: skip
        language = None if article.in_english else article.language
        return replace(
            result, source=name, notes=_notes(article, reading), language=language,
            copy_of=copy.copy_of if copy else None, revises=new.revises, superseded=rev.superseded,
        )  # fmt: skip

    def correct(self, aid: str, changes: dict[str, Json], reason: str | None) -> Added:
        """Correct an article's facts; when its publication date changes, its reports are made anew from its text.

        Links are kept where the new reading finds the same trigger and the event has no other article; the others are
        decided again, since a new date can make them another event.
        """
        from timeline import extract

        with self.engine.connect() as conn:
            before = queries.stored_article(conn, aid)
        if not before.text:
            raise queries.NotFound(f"the article {aid[:10]} was erased; nothing of it can be set")
        changes = {name: value for name, value in changes.items() if getattr(before, name) != value}
        after = replace(before, **changes)
        if not changes:
            return Added(aid, aid, after.title, known=True)
        if "published" not in changes:
            with log.writing(self.engine) as conn:
                projections.catch_up(conn)
                self.write(conn, [(f"article/{aid}", None, [ArticleCorrected(aid, changes, reason)])])
            return Added(aid, aid, after.title)
        after = replace(after, published_basis="given")
        reading = extract.reports(after)
        with log.writing(self.engine) as conn:
            projections.catch_up(conn)
            old = [r for r in queries.live_reports(conn, aid) if is_own(r["extractor"])]
            head: list[Record] = [
                ArticleCorrected(aid, changes, reason),
                ReportsSuperseded(aid, [r["report_id"] for r in old], "publication date set"),
            ]
            told = own(aid, versions.own_part(conn, aid, reading, after), queries.generation(conn, aid))
            kept = {n: r["event_id"] for n, r in matches(old, told.reports).items() if r["only_source"]}
            result = self.say(conn, aid, after, told, head=head, inherited=kept)
        return replace(result, notes=_notes(after, reading))

    def say(
        self,
        conn: Connection,
        aid: str,
        article: Article,
        told: Told,
        *,
        head: Sequence[Record] = (),
        inherited: Mapping[int, str] | None = None,
        last: Streams | None = None,
        main_event: str | None = None,
    ) -> Added:
        """Append reports of an article, and what they are decided to mean, inside the caller's transaction.

        Args:
            conn: a connection that holds the writer's lock, its read model up to date.
            aid: the article's id.
            article: the article.
            told: its reports.
            head: records of the article's stream that go before.
            inherited: ordinal -> event_id of links that are kept.
            last: further streams to append.
            main_event: event_id of its main event, where none of these reports is about that.
        """
        said = [*head, *(record for _, _, several in last or () for record in several)]
        gone = {i for record in said if isinstance(record, ReportsSuperseded) for i in record.report_ids}
        links = link(conn, self.roster(conn), aid, article, told.reports, told.ids, inherited or {}, told.main, gone)
        main = links.events.get(told.main) if told.main is not None else main_event
        records = [
            *head,
            *(ReportExtracted(aid, told.ids[r.ordinal], told.extractor, report_payload(r)) for r in told.reports),
        ]
        reported = told.ids.get(told.main) if told.main is not None else None
        lead = MainEventChosen(aid, main, "extract.lead", 1000, reported)
        chosen: Streams = [(f"article/{aid}", None, [lead])] if main else []
        new = bool(head) and isinstance(head[0], ArticleAdded)
        self.write(conn, [(f"article/{aid}", 0 if new else None, records), *links.streams(), *chosen, *(last or [])])
        return Added(
            source=aid, article_id=aid, title=article.title, reports=len(told.reports),
            events=len(set(links.events.values())), new=len(links.opened), main_event=main,
        )  # fmt: skip

    def roster(self, conn: Connection) -> Roster:
        """The actors as the log has them now."""
        if self._roster is None or log.head(conn).position != self._position:
            self._roster = Roster(conn)
        return self._roster.at(conn)

    def forget(self) -> None:
        """After a transaction that was taken back: what it taught is not so."""
        self._roster = None

    def write(self, conn: Connection, streams: Streams) -> list[log.Entry]:
        """Append and project; the transaction is the caller's."""
        entries = log.append(conn, streams, by=self.by, now=self.clock())
        (self._following or projections.Following(conn)).project(entries)
        self._position = entries[-1].position
        if self._roster is not None:
            self._roster.heard(entries)
        return entries


def added(conn: Connection, aid: str, article: Article) -> ArticleAdded:
    """The record of a new article; a later version of what stands at its address revises that."""
    return ArticleAdded(
        article_id=aid,
        text=article.text,
        title=article.title,
        publisher=article.publisher,
        author=article.author,
        url=article.url,
        published=article.published,
        published_basis=article.published_basis,
        language=article.language,
        revises=versions.revised(conn, article),
    )


def _notes(article: Article, reading: Extraction) -> tuple[str, ...]:
    if article.published or not article.in_english:
        return ()
    waiting = sum(1 for timex in reading.timexes if timex.when.basis == "none")
    left = f", which leaves {counted(waiting, 'date phrase')} open" if waiting else ""
    return (f"no publication date{left}; give it with: timeline articles set ID --published D",)
