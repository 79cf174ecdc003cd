"""Random sequences of articles and corrections, through the doors that people use.

Replaying the log up to any commit equals `--as-of` there, a rebuild equals what grew step by step, undo restores.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine

from tests.ingest.press import DENIED, HELD, LATER, OTHER, PLAN, Desk
from tests.store.conftest import new_database  # noqa: F401
from tests.store.world import rows
from timeline import log, projections, queries
from timeline.ingest import actors, corrections
from timeline.ingest.changing import Change, Refused
from timeline.ingest.entering import enter
from timeline.ingest.undoing import undo
from timeline.queries import EventFilter

ARTICLES = (PLAN, HELD, OTHER, LATER, DENIED)
VALUES = ({"date": "2024-05"}, {"title": "As I say"}, {"status": "cancelled"}, {"actors": "Norway:host"}, {"place": ""})
EXAMPLES = {"sqlite": 12, "postgresql": 2}
STATE = (
    "events",
    "event_actors",
    "reports",
    "report_actors",
    "actors",
    "actor_aliases",
    "notes",
    "tags",
    "corrections",
)

NewDatabase = Callable[[], AbstractContextManager[Engine]]
Step = tuple[int, int, int]


def steps(most: int) -> st.SearchStrategy[list[Step]]:
    return st.lists(st.tuples(st.integers(0, 13), st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=most)


class Life:
    """Turns steps into what people do."""

    def __init__(self, engine: Engine) -> None:
        self.desk, self.number = Desk(engine), 0

    def take(self, step: Step) -> Change | None:
        """One step; None where it does not fit."""
        kind, a, b = step
        ids = [e["event_id"] for e in self.desk.events()]
        if kind < 5 or not ids:
            self.desk.add(ARTICLES[(a + self.number) % len(ARTICLES)])
            self.number += 1
            return None
        try:
            return self.say(kind, ids[a % len(ids)], ids[b % len(ids)], a, b)
        except (Refused, queries.NotFound):
            return None

    def say(self, kind: int, one: str, other: str, a: int, b: int) -> Change:
        engine, me = self.desk.engine, {"reason": "so", "author": self.desk.me}
        match kind:
            case 5 | 6:
                return corrections.correct(engine, one, VALUES[b % len(VALUES)], **me)
            case 7:
                return corrections.merge(engine, [one, other], **me)
            case 8:
                with engine.connect() as conn:
                    found = [r["report_id"] for r in queries.event_reports(conn, one)]
                return corrections.split(engine, one, found[:1] or ["none"], **me)
            case 9:
                return corrections.retract(engine, one, **me)
            case 10:
                return corrections.tag(engine, one, [f"t{b % 2}"], **me)
            case 11:
                return actors.merge_actors(engine, ["India", ("Kenya", "Brazil")[b % 2]], **me)
            case 12:
                return enter(engine, f"By hand {a}", {"date": "2024-06", "actors": "Egypt:agent"}, **me)
            case _:
                return undo(engine, str(1 + (a * 10 + b) * self.desk.head() // 100), whole_commit=b % 2 == 0, **me)


def known(conn: Connection, **then: Any) -> list[dict[str, Any]]:
    return queries.events(conn, EventFilter(background=True, **then))


@contextmanager
def replayed(engine: Engine, new: NewDatabase, position: int) -> Iterator[Engine]:
    """A database that holds the log of another up to a position."""
    with engine.connect() as conn:
        entries = list(log.read(conn, until=position))
    with new() as copy:
        with log.writing(copy) as conn:
            for commit in projections.commits(entries):
                said = [(e.stream, None, [e.record]) for e in commit if e.record]
                with_ids(conn, commit, said)
        yield copy


def with_ids(conn: Connection, commit: list[log.Entry], said: list[Any]) -> None:
    """Append a commit with the ids that its records have, since undoings name them."""
    from timeline.log import appending

    ids = iter([e.record_id for e in commit])
    old = appending.record_ids
    appending.record_ids = lambda *_: ids  # type: ignore[assignment]
    try:
        projections.project(conn, log.append(conn, said, by=commit[0].by, now=commit[0].recorded_at))
    finally:
        appending.record_ids = old


@pytest.fixture
def examples(new_database: NewDatabase) -> int:  # noqa: F811
    with new_database() as engine:
        return EXAMPLES[engine.dialect.name]


def test_replay_equals_as_of_and_rebuild_equals_growing(new_database: NewDatabase, examples: int) -> None:  # noqa: F811
    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
    @given(steps(12))
    def live(taken: list[Step]) -> None:
        with new_database() as engine:
            life = Life(engine)
            then: dict[int, Any] = {}
            for step in taken:
                life.take(step)
                with engine.connect() as conn:
                    then[log.head(conn).position] = known(conn)
            with engine.connect() as conn:
                for position, before in then.items():
                    assert known(conn, as_of=position) == before
            middle = sorted(then)[len(then) // 2]
            with replayed(engine, new_database, middle) as copy, copy.connect() as conn:
                assert known(conn) == then[middle]
            rebuilt(engine)

    live()


PHASES = (Phase.explicit, Phase.reuse, Phase.generate)


def rebuilt(engine: Engine) -> None:
    with engine.connect() as conn:
        before = rows(conn)
    projections.rebuild(engine)
    with engine.connect() as conn:
        after = rows(conn)
    for name in before:
        assert after[name] == before[name], name


def test_undo_restores(new_database: NewDatabase, examples: int) -> None:  # noqa: F811
    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
    @given(steps(8), st.tuples(st.integers(5, 13), st.integers(0, 9), st.integers(0, 9)))
    def live(before: list[Step], last: Step) -> None:
        with new_database() as engine:
            life = Life(engine)
            for step in before:
                life.take(step)
            with engine.connect() as conn:
                old = rows(conn)
            change = life.take(last)
            if change is None or not change.entries:
                return
            with engine.connect() as conn:
                new = rows(conn)
            first = str(change.entries[0].position)
            back = undo(engine, first, whole_commit=True, author=life.desk.me)
            with engine.connect() as conn:
                assert {n: rows(conn)[n] for n in ("events", "event_actors")} == {
                    n: old[n] for n in ("events", "event_actors")
                }
            undo(engine, str(back.entries[0].position), whole_commit=True, author=life.desk.me)
            with engine.connect() as conn:
                again = rows(conn)
            for name in STATE:
                assert again[name] == new[name], name

    live()
