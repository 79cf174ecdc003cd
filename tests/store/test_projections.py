"""The read model follows the log: the same at every step, after every undoing, and after a rebuild."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from sqlalchemy import Connection, Engine

from tests.store.lives import Life, Step, steps, undo_all
from tests.store.world import NewDatabase, rows
from timeline import projections, queries
from timeline.queries import EventFilter

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
