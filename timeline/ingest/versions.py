"""One text in several articles: copies by other publishers, and later versions at the same address.

A copy counts as the same source. Of the versions of one article, each sentence is read in the oldest that has it, as
long as the newest still has it: what did not change keeps its report and link, what changed is read anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from timeline import copies, likeness, queries
from timeline.ingest.linking import Streams
from timeline.ingest.telling import Told, is_own
from timeline.model import Article, Report
from timeline.queries.copies import origin, sharing, text_of, texts_of
from timeline.queries.copies import versions as versions_of
from timeline.records import CopyFound, ReportsSuperseded

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from timeline.extract import Extraction

Row = Mapping[str, Any]

SAME_STORY, SAME_WORDING = 300, 100
"""Thousandths of the cosine of telling words, or of shingles, from which a text at a known address is a later version
of what stood there, and not another article on a page that changes daily."""
REWORDED = 55
"""Likeness of two sentences (0 to 100) from which one is the other, edited."""


def copied(conn: Connection, article_id: str, article: Article) -> CopyFound | None:
    """The decision that an article is a copy of one that is here."""
    best: tuple[int, str] | None = None
    others = [other for other in sharing(conn, copies.sketch(article.text)) if other != article_id]
    texts = texts_of(conn, others)
    for other in others:
        score = copies.resemblance(article.text, texts[other])
        if score >= copies.COPY and (best is None or score > best[0]):
            best = score, other
    return CopyFound(article_id, origin(conn, best[1]), "copies.shingles", best[0]) if best else None


def revised(conn: Connection, article: Article) -> str | None:
    """The article that stands at the same address, if this one is a later version of it."""
    before = queries.article_at(conn, article.url) if article.url else None
    if before is None:
        return None
    stored = queries.stored_article(conn, before)
    if not stored.text or copies.contained(stored.text, article.text) >= SAME_WORDING:
        return before
    traits = (likeness.traits(a.title, a.text) for a in (stored, article))
    return before if likeness.compare(*traits)["words"] >= SAME_STORY else None


@dataclass(frozen=True, slots=True)
class Revision:
    """What a later version says anew, and what becomes of what the earlier ones said."""

    told: Told
    inherited: Mapping[int, str] = field(default_factory=dict)
    """Ordinal -> event_id, for sentences that were edited."""
    main_event: str | None = None
    """The event of the report in an earlier version that says what this version's main report says."""
    streams: Streams = field(default_factory=list)
    superseded: int = 0


def revision(conn: Connection, before: str, article_id: str, article: Article, told: Told) -> Revision:
    """How the reports of a later version go together with those of the earlier ones.

    Args:
        conn: a connection that holds the writer's lock.
        before: the version before.
        article_id: of this version.
        article: this version.
        told: all that is read from it.
    """
    earlier = versions_of(conn, before)
    new = _Read(article.text, told.reports)
    old = {i: [r for r in queries.live_reports(conn, i) if is_own(r["extractor"])] for i in earlier}
    texts = _dated_texts(conn, earlier, article)
    kept = {_plain(r["quote"]): r for rows in old.values() for r in rows if new.has(r["quote"]) and texts}
    fresh = [r for r in told.reports if not any(_plain(new.sentence(r)) in text for text in texts)]
    gone = {i: [r for r in rows if _plain(r["quote"]) not in kept] for i, rows in old.items()}
    main = next((r for r in told.reports if r.ordinal == told.main), None)
    same = kept.get(_plain(new.sentence(main))) if main and main not in fresh else None
    return Revision(
        told=replace(told, reports=fresh, main=told.main if main in fresh else None),
        inherited=_edited(new, fresh, [r for rows in gone.values() for r in rows]),
        main_event=same["event_id"] if same else None,
        streams=[
            (f"article/{i}", None, [ReportsSuperseded(i, [r["report_id"] for r in rows], f"revised by {article_id}")])
            for i, rows in gone.items()
            if rows
        ],
        superseded=sum(map(len, gone.values())),
    )


def repeated(conn: Connection, original: str, article: Article, told: Told) -> dict[int, str]:
    """Reports of a copy that say what its original said before it was revised: ordinal -> the event that meant.

    What the newest version still says is decided as for any other article; what it took back is no candidate any more.
    """
    rows = [
        row for i in versions_of(conn, original) for row in queries.all_reports(conn, i) if is_own(row["extractor"])
    ]
    live = {_plain(row["quote"]) for row in rows if row["superseded_at"] is None}
    said = {(_plain(row["quote"]), row["trigger"], row["type"]): row["event_id"] for row in rows if row["event_id"]}
    new = _Read(article.text, told.reports)
    found = {r.ordinal: said.get((_plain(new.sentence(r)), r.trigger, r.type)) for r in told.reports}
    gone = [r.ordinal for r in told.reports if _plain(new.sentence(r)) not in live]
    return {ordinal: event for ordinal in gone if (event := found[ordinal])}


def own_part(conn: Connection, article_id: str, reading: Extraction, article: Article) -> Extraction:
    """What of a reading is this version's to say: sentences that no older version has and the newest still has."""
    versions = versions_of(conn, article_id)
    if len(versions) == 1:
        return reading
    place, new = versions.index(article_id), _Read(article.text, reading.reports)
    older = _dated_texts(conn, versions[:place], article)
    newest = _plain(text_of(conn, versions[-1]))
    kept = tuple(
        report
        for report in reading.reports
        if (sentence := _plain(new.sentence(report))) in newest and not any(sentence in text for text in older)
    )
    return replace(reading, reports=kept, main=reading.main if any(r.ordinal == reading.main for r in kept) else None)


@dataclass(frozen=True, slots=True)
class _Read:
    """A text and what was read from it."""

    text: str
    reports: Sequence[Report]

    def sentence(self, report: Report) -> str:
        return self.text[report.sentence_start : report.sentence_end]

    def has(self, sentence: str) -> bool:
        return _plain(sentence) in _plain(self.text)


def _dated_texts(conn: Connection, article_ids: Sequence[str], article: Article) -> list[str]:
    """The texts whose dates can be read as well as this article's: none that has no publication date where it has."""
    stored = (queries.stored_article(conn, i) for i in article_ids)
    return [_plain(s.text) for s in stored if s.text and (s.published or not article.published)]


def _edited(new: _Read, fresh: Sequence[Report], gone: Sequence[Row]) -> dict[int, str]:
    """Reports of edited sentences -> the events of what stood there before, each taken once, the likest first."""
    from rapidfuzz import fuzz

    pairs = sorted(
        (
            (score, -abs(row["ordinal"] - report.ordinal), report.ordinal, number)
            for report in fresh
            for number, row in enumerate(gone)
            if row["event_id"] and row["trigger"] == report.trigger and row["type"] == report.type
            if (score := fuzz.ratio(_plain(row["quote"]), _plain(new.sentence(report)))) >= REWORDED
        ),
        reverse=True,
    )
    found: dict[int, str] = {}
    taken: set[int] = set()
    for _, _, ordinal, number in pairs:
        if ordinal not in found and number not in taken:
            found[ordinal] = gone[number]["event_id"]
            taken.add(number)
    return found


def _plain(text: str) -> str:
    return " ".join(text.split())
