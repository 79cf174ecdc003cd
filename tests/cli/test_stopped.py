"""A record that cannot be applied stops the tables; nothing is lost, and people are told where and why."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.store.world import article, extracted, opening, report, say
from timeline import db, log, projections
from timeline.records import NoteAdded, Record


@pytest.fixture
def engine(database):
    engine = db.connect(database)
    yield engine
    engine.dispose()


@dataclass(frozen=True, slots=True)
class FromTheFuture(Record):
    """A record type that this release does not know."""

    event_id: str


def test_a_record_that_cannot_be_applied_stops_the_tables_and_doctor_says_where(engine, database, run, monkeypatch):
    monkeypatch.setenv("TIMELINE_DB", database)
    say(engine, ("article/a1", [article(1), extracted(1, report(title="Bridge opens"))]), opening("e1", "a1/0"))
    with log.writing(engine) as conn:
        log.append(conn, [("event/e1", None, [NoteAdded("e1", "applied")])], by="t", now="2026-03-01T12:00:00Z")
        log.append(conn, [("event/e1", None, [FromTheFuture("e1")])], by="t", now="2026-03-01T12:00:01Z")
    ran = run("note", "e1", "refused", "--by", "t")
    assert (ran.code, "position 6" in ran.err, "newer release" in ran.err, ran.err.count("\n")) == (1, True, True, 1)
    told = run("doctor")
    assert told.code == 3
    assert "stopped at 5" in told.out and "FromTheFuture version 1 was written by a newer release" in told.out
    assert "Bridge opens" in run("events").out
    assert run("verify").code == 0
    with engine.connect() as conn:
        assert projections.checkpoint(conn).position == 5
        assert log.head(conn).position == 6
    assert run("rebuild").code == 1
    assert "Bridge opens" in run("events").out
