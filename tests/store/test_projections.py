"""The read model follows the log: the same at every step, after every undoing, and after a rebuild."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from sqlalchemy import Connection, Engine, delete, update

from tests.store.lives import Life, Step, steps, undo_all
from tests.store.world import CLOCK, NewDatabase, article, extracted, opening, report, rows, say
from timeline import log, projections, queries
from timeline.fold import COLUMNS, UNCOUNTED
from timeline.projections import ProjectionStopped
from timeline.queries import EventFilter, changes
from timeline.records import EventCorrected, EventOpened, NoteAdded, Record
from timeline.schema import projections as checkpoints
from timeline.schema import read_model

EXAMPLES = {"sqlite": 20, "postgresql": 4}
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""A life is replayed from its steps as they are: shrinking thousands of commits takes minutes."""
STATE = ("events", "event_actors", "reports", "report_actors", "actors", "actor_aliases", "offices", "notes", "tags",
         "corrections", "search")  # fmt: skip


def known(conn: Connection, **filters: Any) -> list[dict[str, Any]]:
    return queries.events(conn, EventFilter(background=True, **filters))


def test_rebuild_equals_following_and_as_of_equals_then(new_database: NewDatabase) -> None:
    @settings(
        max_examples=_examples(new_database), deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES
    )
    @given(steps(14))
    def live(taken: list[Step]) -> None:
        with new_database() as engine:
            life = Life(engine)
            life.start()
            then: dict[int, Any] = {}
            for step in taken:
                if entries := life.take(step):
                    with engine.connect() as conn:
                        then[entries[-1].position] = known(conn), known(conn, actors=("p1",))
            check_as_of(engine, then)
            check_rebuild(engine)
            check_one_transaction(engine)

    live()


def check_as_of(engine: Engine, then: dict[int, Any]) -> None:
    with engine.connect() as conn:
        for position, (all_, of_one) in then.items():
            assert known(conn, as_of=position) == all_
            assert known(conn, as_of=position, actors=("p1",)) == of_one


def check_rebuild(engine: Engine) -> None:
    with engine.connect() as conn:
        before = rows(conn)
    projections.rebuild(engine)
    with engine.connect() as conn:
        after = rows(conn)
    for name in before:
        assert after[name] == before[name], name


def check_one_transaction(engine: Engine) -> None:
    """Every append followed anew in one transaction, with what was loaded for those before it kept at hand."""
    with log.writing(engine) as conn:
        before = rows(conn)
        for table in read_model.tables.values():
            conn.execute(delete(table))
        conn.execute(update(checkpoints).values(position=0))
        following = projections.Following(conn)
        for commit in projections.commits(log.read(conn)):
            following.project(commit)
        after = rows(conn)
    for name in before:
        assert after[name] == before[name], name


def _examples(new_database: NewDatabase) -> int:
    with new_database() as engine:
        return EXAMPLES[engine.dialect.name]


def test_undo_restores(new_database: NewDatabase) -> None:
    @settings(
        max_examples=_examples(new_database), deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES
    )
    @given(steps(8), steps(1))
    def live(before: list[Step], last: list[Step]) -> None:
        with new_database() as engine:
            life = Life(engine)
            life.start()
            for step in before:
                life.take(step)
            with engine.connect() as conn:
                old = rows(conn)
            entries = life.take(last[0])
            with engine.connect() as conn:
                new = rows(conn)
            undoings = undo_all(life, entries) if entries else []
            with engine.connect() as conn:
                for name in ("events", "event_actors"):
                    assert rows(conn)[name] == old[name], name
            if undoings:
                undo_all(life, undoings)
            with engine.connect() as conn:
                for name in STATE:
                    assert rows(conn)[name] == new[name], name

    live()


@dataclass(frozen=True, slots=True)
class FromTheFuture(Record):
    """A record type that this release does not know."""

    event_id: str


def test_a_record_of_a_newer_release_stops_the_projection_and_loses_nothing(engine: Engine) -> None:
    say(engine, ("article/a1", [article(1), extracted(1, report())]), opening("e1", "a1/0"))
    with log.writing(engine) as conn:
        log.append(conn, [("event/e1", None, [NoteAdded("e1", "n")])], by="t", now=CLOCK % (2, 0))
        log.append(conn, [("event/e1", None, [FromTheFuture("e1")])], by="t", now=CLOCK % (3, 0))
    for _ in range(2):
        reached = projections.follow(engine)
        assert (reached.position, "position 6" in str(reached.stopped)) == (5, True)
    with pytest.raises(ProjectionStopped, match="newer release"):
        projections.rebuild(engine)
    with engine.connect() as conn:
        assert [row["event_id"] for row in queries.events(conn)] == ["e1"]
        assert len(rows(conn)["notes"]) == 1


def test_a_record_that_contradicts_itself_is_not_appended(engine: Engine) -> None:
    with pytest.raises(ProjectionStopped, match="status is one of"):
        say(
            engine,
            ("event/e1", [EventOpened("e1", None, {"title": "One"}), EventCorrected("e1", "status", "done", "")]),
        )
    with engine.connect() as conn:
        assert log.head(conn).position == 0


def test_erasure_leaves_no_trace(engine: Engine) -> None:
    say(engine, ("article/a1", [article(1), extracted(1, report(title="Jane Doe resigns"))]), opening("e1", "a1/0"))
    say(engine, ("article/a2", [article(2), extracted(2, report(title="Talks"))]), opening("e2", "a2/0"))
    with log.writing(engine) as conn:
        projections.project(conn, log.erase(conn, [1, 2], "asked for", by="t", now=CLOCK % (2, 0)))
    with engine.connect() as conn:
        assert "Jane Doe" not in repr(rows(conn)).replace("jane doe", "Jane Doe")
        assert [row["title"] for row in queries.events(conn)] == ["Talks"]
        assert [row["what"] for row in changes.event_history(conn, "e1")] == [
            "opened by a report",
            "report a1/0 linked to event e1",
        ]
    check_rebuild(engine)


def test_writers_of_before_are_caught_up_with(engine: Engine) -> None:
    with log.writing(engine) as conn:
        log.append(conn, [("event/e1", None, [EventOpened("e1", None, {"title": "One"})])], by="t", now=CLOCK % (1, 0))
    say(engine, ("event/e1", [NoteAdded("e1", "n")]), now=CLOCK % (1, 0))
    with engine.connect() as conn:
        assert queries.event(conn, "e1")["notes"][0]["text"] == "n"
        assert projections.checkpoint(conn).position == 2


def test_rows_stand_in_the_order_of_their_tables_columns() -> None:
    version = ("from_position", "to_position", "known_from", "known_to")
    part = ("event_id", "actor_id", "role", "span_class", "first_day", "last_day")
    named = ("actor_id", "name", "kind", "country")
    written = {
        "events": COLUMNS, "event_history": (*COLUMNS, *version), "event_actors": part,
        "event_actors_history": (*part, *version), "actors": named, "actors_history": (*named, *version),
        "event_ids": ("old_id", "event_id"), "facts": ("position", "kind", "subject", "value"),
        "search": ("kind", "id", "text"), "event_counts_history": ("event_id", "from_position", *UNCOUNTED),
    }  # fmt: skip
    assert {name: tuple(read_model.tables[name].columns.keys()) for name in written} == written


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"mood": "grim"}, "a report has fields that this release does not know: mood"),
        ({"phrase": {"start": 0, "end": 1, "era": "CE"}}, "a timex has fields that this release does not know: era"),
        ({"title": None}, "a report lacks title"),
    ],
)
def test_a_report_of_another_shape_stops_the_projection(engine: Engine, changes: dict[str, Any], words: str) -> None:
    record = extracted(1, report())
    payload = {name: value for name, value in {**record.report, **changes}.items() if value is not None}
    with pytest.raises(ProjectionStopped, match=words):
        say(engine, ("article/a1", [article(1), replace(record, report=payload)]))
