"""The database itself refuses to change history, whoever asks."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from timeline import db, log
from timeline.records import NoteAdded

NOW = "2026-03-01T12:00:00Z"
ROW = "'new', 1, 9, 'NoteAdded', 1, '2026-03-01', 'x', {zero}, {zero}, {zero}"
ZERO = {"sqlite": "zeroblob(32)", "postgresql": "decode(repeat('00', 32), 'hex')"}

BOTH = [
    "UPDATE log SET \"by\" = 'x'",
    "UPDATE log SET position = position + 10",
    "DELETE FROM log",
    "DELETE FROM log WHERE position = 2",
    "UPDATE payloads SET bytes = salt",
    "DELETE FROM payloads WHERE position = 1",
    "UPDATE head SET position = 0",
    "UPDATE head SET hash = (SELECT hash FROM log WHERE position = 1)",
    "UPDATE head SET position = 9",
    "UPDATE head SET recorded_at = '2020'",
    "DELETE FROM head",
    "INSERT INTO head SELECT 2, position, hash, recorded_at FROM head",
    "DELETE FROM streams",
    "UPDATE streams SET name = 'x' WHERE stream_id = 1",
    "UPDATE streams SET version = 1 WHERE version = 2",
    f"INSERT INTO log VALUES (9, {ROW})",
    f"INSERT INTO log VALUES (1, {ROW})",
    "INSERT INTO payloads SELECT position, salt, bytes FROM payloads",
]
ONLY = {
    "sqlite": [
        f"INSERT OR REPLACE INTO log VALUES (1, {ROW})",
        f"REPLACE INTO log VALUES (3, {ROW})".replace("'new', 1, 9", "'new', 1, 1"),
        "REPLACE INTO log SELECT 3, record_id, 1, 9, type, 1, recorded_at, 'x', hash, hash, hash FROM log LIMIT 1",
        "INSERT OR REPLACE INTO payloads SELECT position, salt, salt FROM payloads",
        "UPDATE OR REPLACE log SET version = 7",
        "REPLACE INTO head SELECT 1, 0, hash, recorded_at FROM head",
        "REPLACE INTO streams SELECT stream_id, name, 1 FROM streams",
        "REPLACE INTO streams SELECT 77, name, 1 FROM streams",
        "INSERT INTO log SELECT * FROM log WHERE position = 1 ON CONFLICT DO UPDATE SET version = 3",
    ],
    "postgresql": [
        "TRUNCATE log",
        "TRUNCATE payloads",
        "TRUNCATE head",
        "TRUNCATE streams, log CASCADE",
        "INSERT INTO log SELECT * FROM log WHERE position = 1 ON CONFLICT (position) DO UPDATE SET version = 3",
        "SET LOCAL session_replication_role = replica; DELETE FROM log",
    ],
}


@pytest.fixture
def written(engine):
    with log.writing(engine) as conn:
        log.append(conn, [("event/a", 0, [NoteAdded("a", "1"), NoteAdded("a", "2")])], by="tester", now=NOW)
    return engine


def refused(engine, statement):
    before = log.verify(engine)
    assert before.damage is None
    with pytest.raises(DBAPIError) as error, engine.begin() as conn:
        conn.exec_driver_sql(statement.format(zero=ZERO[engine.dialect.name]))
    assert log.verify(engine) == before
    return str(error.value)


@pytest.mark.parametrize("statement", BOTH)
def test_history_cannot_be_changed(written, statement):
    refused(written, statement)


@pytest.mark.parametrize(("name", "statement"), [(name, s) for name, all_ in ONLY.items() for s in all_])
def test_nor_by_an_engines_own_ways(written, name, statement):
    if written.dialect.name != name:
        pytest.skip(f"a statement of {name}")
    refused(written, statement)


def test_the_refusal_says_why(written):
    assert "records are never changed" in refused(written, "UPDATE log SET version = 3")
    assert "only after a PayloadErased record names it" in refused(written, "DELETE FROM payloads WHERE position = 2")


def test_an_erasure_of_one_payload_frees_no_other(written):
    with log.writing(written) as conn:
        log.erase(conn, [1], "asked for", by="tester", now=NOW)
    refused(written, "DELETE FROM payloads WHERE position = 2")


def test_missing_guards_are_named(written):
    with written.begin() as conn:
        assert db.missing_guards(conn) == []
        on = " ON log" if conn.dialect.name == "postgresql" else ""
        conn.execute(text(f"DROP TRIGGER log_update{on}"))
    with written.connect() as conn:
        assert db.missing_guards(conn) == ["log_update"]
