"""What was known of one event, with its sentences and what people said, at every moment of a random life."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from sqlalchemy import Connection

from tests.store.lives import Life, Step, steps
from tests.store.world import NewDatabase
from timeline import queries
from timeline.queries import EventFilter
from timeline.queries.differences import differences

EXAMPLES = {"sqlite": 12, "postgresql": 3}
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)


def seen(conn: Connection, ids: list[str], **then: Any) -> dict[str, Any]:
    """Each event by each id it ever had, as `show` gives it."""
    found = {}
    for event_id in ids:
        try:
            event = queries.event(conn, event_id, **then)
        except queries.NotFound:
            continue
        reports = queries.event_reports(conn, event_id, **then)
        found[event["event_id"]] = event, [plain(report) for report in reports]
    return found


def plain(report: dict[str, Any]) -> dict[str, Any]:
    """Without the instant of a withdrawal that was undone and said again."""
    return {**report, "withdrawn_at": bool(report["withdrawn_at"])}


def test_show_as_of_equals_show_then(new_database: NewDatabase) -> None:
    with new_database() as engine:
        examples = EXAMPLES[engine.dialect.name]

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
    @given(steps(16))
    def live(taken: list[Step]) -> None:
        with new_database() as engine:
            life = Life(engine)
            life.start()
            then: dict[int, Any] = {}
            for step in taken:
                if entries := life.take(step):
                    with engine.connect() as conn:
                        then[entries[-1].position] = seen(conn, life.events)
            with engine.connect() as conn:
                for position, before in then.items():
                    assert seen(conn, life.events, as_of=position) == before

    live()


def test_differences_lead_from_one_moment_to_the_other(new_database: NewDatabase) -> None:
    with new_database() as engine:
        examples = EXAMPLES[engine.dialect.name]

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
    @given(steps(12))
    def live(taken: list[Step]) -> None:
        with new_database() as engine:
            life = Life(engine)
            life.start()
            ends = [entries[-1].position for step in taken if (entries := life.take(step))]
            with engine.connect() as conn:
                for first, second in zip(ends, [*ends[2:], *ends[-2:]], strict=True):
                    if first <= second:
                        check(conn, first, second)

    live()


def check(conn: Connection, first: int, second: int) -> None:
    def known(position: int) -> dict[str, Any]:
        return {e["event_id"]: e for e in queries.events(conn, EventFilter(background=True, as_of=position))}

    before, after = known(first), known(second)
    rows = {row["event_id"]: row for row in differences(conn, first, second, background=True)}
    for event_id in before.keys() | after.keys():
        row = rows.get(event_id)
        old, new = before.get(event_id), after.get(event_id)
        if row is None:
            assert old is not None and new is not None
            assert all(old[name] == new[name] for name in ("status", "earliest", "latest", "claim", "title", "place"))
            continue
        assert (row["before"], row["after"]) == (old, new)
        assert ("new" in row["changes"]) == (old is None)
        assert bool({"gone", "merged"} & set(row["changes"])) == (new is None)
        assert row["changes"]
