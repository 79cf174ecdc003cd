"""Copies by other publishers count as one source; later versions at an address take back what they no longer say."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Engine, insert, text

from timeline import copies, ingest, log, projections
from timeline.ingest.changing import Author
from timeline.ingest.reading import reparse
from timeline.ingest.sources import Source
from timeline.ingest.undoing import undo
from timeline.model import Article
from timeline.queries.copies import COMPARED, sharing
from timeline.records import ArticleAdded, CopyFound
from timeline.schema import article_sketch

FIRST = "Ministers of Kenya and Chad met in Baku on Thursday and agreed to sign a pact on fisheries on 20 January."
REST = (
    "The pact gives boats from both countries the right to fish in waters that had been closed since 2019. Officials "
    "in Nairobi said that the first boats would sail in spring.\nThe presidents of both countries visited Lake "
    "Victoria on 3 May 2024."
)
STORY = f"{FIRST} {REST}"
COPY = f"BAKU (Agency) - {STORY}".replace("gives boats", "gives ships")
LATER = STORY.replace("20 January", "22 January")
CASPIAN = {"publisher": "Caspian Courier", "url": "https://caspian.example/7", "published": "2025-01-16"}
MERIDIAN = {"publisher": "Meridian Post", "url": "https://meridian.example/9", "published": "2025-01-16"}

SIGNING = "FROM events WHERE title LIKE '%sign pact%'"


class Press:
    """Adds articles to a database, a minute after the other."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.minutes = engine, count()

    def clock(self) -> str:
        at = datetime(2025, 2, 1, 9, tzinfo=UTC) + timedelta(minutes=next(self.minutes))
        return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def add(self, body: str, **facts: str) -> ingest.Added:
        results: list[Any] = []
        article = Article(body, **{"title": "Ministers sign fisheries pact", "published_basis": "given", **facts})
        ingest.add(
            self.engine,
            [Source("test", lambda _: iter([article]))],
            by="tester",
            clock=self.clock,
            on_article=results.append,
        )
        (result,) = results
        assert isinstance(result, ingest.Added)
        return result

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        with self.engine.connect() as conn:
            return [tuple(row) for row in conn.execute(text(sql))]


@pytest.fixture
def press(engine: Engine) -> Press:
    return Press(engine)


def test_a_copy_is_marked_counts_once_and_can_be_undone(press: Press) -> None:
    first, second = press.add(STORY, **CASPIAN), press.add(COPY, **MERIDIAN)
    assert (first.copy_of, second.copy_of) == (None, first.article_id)
    signing = f"FROM events WHERE event_id = '{first.main_event}'"
    third = press.add(f"{COPY} Reporting by our staff.", publisher="Harbour Chronicle", published="2025-01-17")
    assert third.copy_of == first.article_id, "copies of copies are copies of the first"
    assert press.ask(f"SELECT sources, reports {signing}") == [(1, 3)]
    with press.engine.connect() as conn:
        end = log.head(conn).position
        entries = [e for e in log.read(conn, types=["CopyFound"])]
        projections_before = press.ask("SELECT * FROM events ORDER BY event_id")
    assert [type(e.record) for e in entries] == [CopyFound, CopyFound]
    decision = entries[0].record
    assert isinstance(decision, CopyFound)
    assert decision.rule == "copies.shingles" and copies.COPY <= decision.score <= 1000
    author = Author("editor", press.clock)
    undo(press.engine, entries[0].record_id, reason="they wrote it themselves", author=author)
    assert press.ask(f"SELECT sources, reports {signing}") == [(2, 3)]
    assert press.ask("SELECT count(*) FROM articles WHERE copy_of IS NOT NULL") == [(1,)]
    with press.engine.connect() as conn:
        (undoing,) = [e for e in log.read(conn, end)]
    undo(press.engine, undoing.record_id, author=author)
    assert press.ask("SELECT * FROM events ORDER BY event_id") == projections_before
    projections.rebuild(press.engine)
    assert press.ask("SELECT * FROM events ORDER BY event_id") == projections_before


NO_COPIES = {
    "another text": "Mali and Niger fought over wells near the border in 2012; many families fled to the south. " * 3,
    "the same words in another order": " ".join(sorted(STORY.split())),
    "one form, other figures": STORY.replace("20 January", "3 April").replace("Thursday", "Monday")
    .replace("2019", "2008").replace("3 May 2024", "9 June 2018"),
    "too short": "The foreign ministers of Kenya and Chad met in Baku on Thursday.",
}  # fmt: skip


@pytest.mark.parametrize("how", NO_COPIES)
def test_what_is_no_copy(how: str) -> None:
    assert copies.resemblance(STORY, NO_COPIES[how]) < copies.COPY


def edited(share: float) -> str:
    words, dice = STORY.replace("\n", " ").split(), random.Random(7)
    for _ in range(int(share * len(words))):
        place = dice.randrange(len(words))
        words[place] = words[place] + "s" if words[place].isalpha() and words[place].islower() else words[place]
    return " ".join(words)


EDITS: dict[str, Callable[[], str]] = {
    "an agency's dateline": lambda: COPY,
    "another ending": lambda: STORY + " Reporting by our staff in Nairobi, editing by the desk.",
    "a word in thirty": lambda: edited(0.03),
    "cut at the end": lambda: STORY.rsplit(".\n", 1)[0] + ".",
    "other white space and quotes": lambda: STORY.replace(" ", "  ").replace("\n", "\n\n"),
}


@pytest.mark.parametrize("how", EDITS)
def test_small_edits(how: str) -> None:
    other = EDITS[how]()
    assert copies.resemblance(STORY, other) >= copies.COPY
    assert set(copies.sketch(STORY)) & set(copies.sketch(other))


def test_a_later_version_supersedes_what_it_changed_and_leaves_the_rest(press: Press) -> None:
    before = press.add(STORY, **CASPIAN)
    links = dict(press.ask("SELECT report_id, event_id FROM reports"))
    with press.engine.connect() as conn:
        then = log.head(conn).position
    history = press.ask("SELECT event_id, title, likely_date FROM events ORDER BY event_id")
    later = press.add(LATER, **{**CASPIAN, "published": "2025-01-17"})
    assert (later.revises, later.copy_of) == (before.article_id, None)
    assert later.new == 0, "edited sentences tell of the same events"
    assert press.ask(f"SELECT likely_date, sources, reports {SIGNING}") == [("2025-01-22", 1, 1)]
    superseded = press.ask("SELECT quote FROM reports WHERE superseded_at IS NOT NULL")
    assert len(superseded) == later.superseded > 0 and {row[0] for row in superseded} == {FIRST}
    kept = dict(press.ask("SELECT report_id, event_id FROM reports WHERE superseded_at IS NULL AND article_id <> :x"
                          .replace(":x", f"'{later.article_id}'")))  # fmt: skip
    assert kept.items() <= links.items() and len(kept) == len(links) - later.superseded
    assert max(press.ask("SELECT sources FROM events")) == (1,)
    assert press.ask("SELECT main_event_id FROM articles WHERE revises IS NOT NULL") == press.ask(
        "SELECT main_event_id FROM articles WHERE revises IS NULL"
    )
    as_of = (
        "SELECT event_id, title, likely_date FROM event_history "
        f"WHERE from_position <= {then} AND (to_position IS NULL OR to_position > {then}) ORDER BY event_id"
    )
    assert press.ask(as_of) == history, "what was known before is still known to have been known"

    assert reparse(press.engine, author=Author("editor", press.clock)) == (2, 0)
    with press.engine.connect() as conn:
        added = [e for e in log.read(conn, then) if isinstance(e.record, ArticleAdded)]
    undo(press.engine, added[0].record_id, whole_commit=True, author=Author("editor", press.clock))
    assert press.ask(f"SELECT likely_date, sources, reports {SIGNING}") == [("2025-01-20", 1, 1)]
    assert press.ask("SELECT count(*) FROM reports WHERE superseded_at IS NULL") == [(len(links),)]


def test_a_copy_of_a_version_that_was_revised_tells_the_events_that_version_told(press: Press) -> None:
    taken_back = "Togo signed a trade treaty with Benin in Cotonou on Wednesday, officials said."
    press.add(f"{FIRST} {taken_back} {REST}", **CASPIAN)
    before = dict(press.ask("SELECT title, event_id FROM events"))
    press.add(f"{FIRST.replace('agreed to sign a pact', 'agreed on a pact')} {REST}", **CASPIAN)
    assert [title for (title,) in press.ask("SELECT title FROM events WHERE title LIKE 'Togo%'")] == []
    copy = press.add(f"BAKU (Agency) - {FIRST} {taken_back} {REST}", **MERIDIAN)
    assert copy.copy_of and copy.new == 0
    after = press.ask("SELECT title, event_id, sources FROM events")
    assert len(after) == len({event for _, event, _ in after})
    (again,) = [event for title, event, _ in after if title.startswith("Togo")]
    assert again in before.values()
    assert {sources for *_, sources in after} == {1}


def test_versions_of_versions(press: Press) -> None:
    press.add(STORY, **CASPIAN)
    second = press.add(LATER, **CASPIAN)
    third = press.add(LATER.replace("would sail in spring", "would sail in May"), **CASPIAN)
    assert third.revises == second.article_id
    assert press.ask("SELECT DISTINCT sources FROM events") == [(1,)]
    live = press.ask("SELECT quote, count(DISTINCT article_id) FROM reports WHERE superseded_at IS NULL GROUP BY quote")
    assert {number for _, number in live} == {1}
    assert not any("20 January" in quote or "in spring" in quote for quote, _ in live)
    assert reparse(press.engine, author=Author("editor", press.clock)) == (3, 0)


def test_another_article_at_the_same_address_is_no_version(press: Press) -> None:
    press.add(STORY, **CASPIAN)
    other = "A storm sank two ferries off Madagascar on 12 January 2025, and rescuers searched for a dozen people."
    result = press.add(other, **CASPIAN, title="Two ferries sink")
    assert (result.revises, result.copy_of) == (None, None)
    assert press.ask("SELECT count(*) FROM reports WHERE superseded_at IS NOT NULL") == [(0,)]


def test_an_undated_version_is_read_anew_by_a_dated_one(press: Press) -> None:
    press.add(STORY, publisher="Caspian Courier", url=CASPIAN["url"])
    assert press.ask(f"SELECT likely_date {SIGNING}") != [("2025-01-20",)]
    press.add(STORY.replace("Lake Victoria", "the lake"), **CASPIAN)
    assert press.ask(f"SELECT likely_date {SIGNING}") == [("2025-01-20",)]


@pytest.mark.slow
def test_the_look_up_is_bounded_among_a_hundred_thousand(engine: Engine) -> None:
    sketch, dice = copies.sketch(STORY), random.Random(1)
    rows = [{"article_id": f"{n:032x}", "hash": dice.getrandbits(32)} for n in range(100_000) for _ in range(1)]
    furniture = [{"article_id": f"{n:032x}", "hash": sketch[0]} for n in range(100_000)]
    mine = [{"article_id": "f" * 32, "hash": h} for h in sketch[1:]]
    with engine.begin() as conn:
        conn.execute(insert(article_sketch), rows + furniture + mine)
        started = time.process_time()
        for _ in range(100):
            found = sharing(conn, sketch)
        assert time.process_time() - started < 5
    assert found[0] == "f" * 32 and len(found) <= COMPARED
