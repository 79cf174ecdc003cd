"""Random lives of a database: articles come, people correct, merge, split and undo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import Engine

from tests.store.world import CLOCK, actor, article, day, extracted, linked, report, say
from timeline.log import Entry
from timeline.model import When
from timeline.records import (
    ActorNamed,
    ActorsMerged,
    ActorSplit,
    AliasGiven,
    AliasTaken,
    ArticleCorrected,
    ArticleWithdrawn,
    CopyFound,
    EventCorrected,
    EventOpened,
    EventRetracted,
    EventsMerged,
    EventSplit,
    MainEventChosen,
    MentionAssigned,
    NoteAdded,
    OfficeHeld,
    Record,
    ReportsSuperseded,
    ReportUnlinked,
    TagAdded,
    TagRemoved,
    Undone,
)

STATUSES = ("scheduled", "occurred", "postponed", "cancelled", "ongoing", "unknown")
CLAIMS = ("asserted", "asserted", "denied", "alleged")
DATINGS = (
    day("2025-01-17"),
    day("2025-01-18"),
    day("2025-01-01", "2025-01-31", granularity="month"),
    day("2022-01-01", "2022-12-31", granularity="year"),
    When("2022-01-01", None, None, "2022/..", "open", "throughout", basis="explicit"),
    When(None, "2025-01-16", "2025-01-16", None, "day", basis="near_published"),
    When("2025-01-17", None, None, None, "open", basis="tense_only"),
    When(),
)
PUBLISHED = ("2025-01-10", "2025-01-16", "2025-01-16T20:00", "2025-01-20", None)
CORRECTIONS: tuple[tuple[str, Any], ...] = (
    ("title", "As a person says"),
    ("status", "cancelled"),
    ("date", "2025-01-19"),
    ("date", "2024"),
    ("place", "Moscow"),
    ("actors", [["p0", "party"], ["p1", "mentioned"]]),
    ("latest", None),
    ("confidence", 1000),
    ("salience", "background"),
)

Step = tuple[int, int, int, int]


def steps(most: int) -> st.SearchStrategy[list[Step]]:
    """Steps of a life; each number chooses among what there is when the step is taken."""
    number = st.integers(0, 11)
    return st.lists(st.tuples(st.integers(0, 19), number, number, number), min_size=1, max_size=most)


@dataclass
class Life:
    """Turns steps into commits."""

    engine: Engine
    said: list[Entry] = field(default_factory=list)
    articles: list[str] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    clock: int = 0

    def start(self) -> None:
        """Four people."""
        self.say(*(actor(f"p{n}", f"Person {n}") for n in range(4)))

    def say(self, *streams: tuple[str, Sequence[Record]]) -> list[Entry]:
        """A commit; every third one at the same instant as the one before."""
        self.clock += self.clock % 3 != 2 or self.clock % 2
        self.clock += 1
        entries = say(self.engine, *streams, now=CLOCK % (1 + self.clock // 3 // 24, self.clock // 3 % 24))
        self.said += entries
        return entries

    def take(self, step: Step) -> list[Entry]:
        """One step; nothing where it has nothing to act on."""
        kind, a, b, c = step
        if kind <= 6 or not self.events:
            return self.add(a, b, c)
        act = (
            self.reread, self.correct, self.retract, self.annotate, self.merge, self.split, self.link, self.set_article,
            self.name, self.merge_actors, self.assign, self.undo, self.undo,
        )[kind - 7]  # fmt: skip
        return act(a, b, c)

    def add(self, a: int, b: int, c: int) -> list[Entry]:
        number = len(self.articles)
        revises = self.articles[a % number] if number and b == 11 else None
        records: list[Record] = [article(number, PUBLISHED[(a + b) % len(PUBLISHED)], revises=revises)]
        streams = []
        for ordinal in range(1 + c % 3):
            made, links = self._report(number, ordinal, a + ordinal, b + ordinal * 5, c)
            records.append(made)
            streams.append(links)
        self.articles.append(f"a{number}")
        main = self.events[(a + c) % len(self.events)]
        last = (f"article/a{number}", [MainEventChosen(f"a{number}", main, "test", 1)])
        return self.say((f"article/a{number}", records), *streams, last)

    def _report(self, number: int, ordinal: int, a: int, b: int, c: int) -> tuple[Record, tuple[str, list[Record]]]:
        said = report(
            ordinal, DATINGS[b % len(DATINGS)], [(f"Person {a % 4}", "party"), (f"Person {b % 4}", "mentioned")],
            status=STATUSES[(a + b) % len(STATUSES)], claim=CLAIMS[c % 4], zone="headline" if b == 7 else "body",
            polarity="negative" if a == 5 else "positive", place=("Kazan", None, "Moscow")[c % 3],
            title=f"Title {a % 3}", salience="main" if c % 4 else "background",
        )  # fmt: skip
        report_id = f"a{number}/{ordinal}"
        records: list[Record] = []
        if a % 3 == 0 or not self.events:
            event = f"e{len(self.events)}"
            self.events.append(event)
            records.append(EventOpened(event, report_id))
        else:
            event = self.events[b % len(self.events)]
        self.reports.append(report_id)
        records.append(linked(event, report_id, f"p{a % 4}", f"p{b % 4}"))
        return extracted(number, said), (f"event/{event}", records)

    def reread(self, a: int, b: int, c: int) -> list[Entry]:
        number = a % len(self.articles)
        old = [r for r in self.reports if r.startswith(f"a{number}/")]
        made, links = self._report(number, len(old), a, b, c)
        again = [ReportsSuperseded(f"a{number}", old, "read again"), made]
        return self.say((f"article/a{number}", again), links)

    def correct(self, a: int, b: int, c: int) -> list[Entry]:
        event = self.events[a % len(self.events)]
        name, value = CORRECTIONS[(b + c) % len(CORRECTIONS)]
        if c == 4:
            event = f"e{len(self.events)}"
            self.events.append(event)
            entered = {"title": "Entered", "date": "2025-01-21", "actors": [["p2", "agent"]]}
            return self.say((f"event/{event}", [EventOpened(event, None, entered, "known")]))
        return self.say((f"event/{event}", [EventCorrected(event, name, value, "so")]))

    def retract(self, a: int, _b: int, _c: int) -> list[Entry]:
        event = self.events[a % len(self.events)]
        return self.say((f"event/{event}", [EventRetracted(event, "wrong")]))

    def annotate(self, a: int, b: int, _c: int) -> list[Entry]:
        event = self.events[a % len(self.events)]
        record = (NoteAdded(event, "note"), TagAdded(event, "tag"), TagRemoved(event, "tag"))[b % 3]
        return self.say((f"event/{event}", [record]))

    def merge(self, a: int, b: int, _c: int) -> list[Entry]:
        one, other = self.events[a % len(self.events)], self.events[b % len(self.events)]
        if one == other:
            return []
        return self.say((f"event/{one}", [EventsMerged(one, [other], "the same")]))

    def split(self, a: int, b: int, _c: int) -> list[Entry]:
        event, new = self.events[a % len(self.events)], f"e{len(self.events)}"
        self.events.append(new)
        gone = sorted({self.reports[b % len(self.reports)], self.reports[a % len(self.reports)]})
        return self.say((f"event/{event}", [EventSplit(event, new, gone, "two")]))

    def link(self, a: int, b: int, c: int) -> list[Entry]:
        event, report_id = self.events[a % len(self.events)], self.reports[b % len(self.reports)]
        if c % 3 == 0:
            return self.say((f"event/{event}", [ReportUnlinked(event, report_id)]))
        return self.say((f"event/{event}", [linked(event, report_id, f"p{c % 4}")]))

    def set_article(self, a: int, b: int, c: int) -> list[Entry]:
        found = self.articles[a % len(self.articles)]
        original = self.articles[b % len(self.articles)]
        if c % 3 == 1 and original < found:
            return self.say((f"article/{found}", [CopyFound(found, original, "test", 900)]))
        record: Record = ArticleCorrected(found, {"published": PUBLISHED[b % len(PUBLISHED)], "title": f"T{c}"})
        return self.say((f"article/{found}", [ArticleWithdrawn(found, "wrong") if c % 3 == 0 else record]))

    def name(self, a: int, b: int, _c: int) -> list[Entry]:
        one = f"p{a % 4}"
        record = (
            ActorNamed(one, f"Name {b}", "person", None),
            AliasGiven(one, f"Alias {b % 3}"),
            AliasTaken(one, f"Alias {b % 3}"),
            OfficeHeld(one, "president", None, None, None, None),
        )[b % 4]
        return self.say((f"actor/{one}", [record]))

    def merge_actors(self, a: int, b: int, _c: int) -> list[Entry]:
        one, other = f"p{a % 4}", f"p{b % 4}"
        return self.say((f"actor/{one}", [ActorsMerged(one, [other], "one man")])) if one != other else []

    def assign(self, a: int, b: int, c: int) -> list[Entry]:
        report_id, one = self.reports[a % len(self.reports)], f"p{b % 4}"
        if c % 2:
            return self.say((f"actor/{one}", [MentionAssigned(one, report_id, c % 3)]))
        split = ActorSplit(one, f"p{4 + c % 2}", [[report_id, 0], [report_id, 1]], "two men")
        return self.say((f"actor/{one}", [split]))

    def undo(self, a: int, b: int, c: int) -> list[Entry]:
        target = self.said[-1 - (a * 12 + b) % min(len(self.said), 20 + c)]
        return self.say((target.stream, [Undone(target.record_id, "no")]))


def undo_all(life: Life, entries: Sequence[Entry]) -> list[Entry]:
    """Undo the records of a commit, the last first."""
    return life.say(*((e.stream, [Undone(e.record_id, "no")]) for e in reversed(entries)))
