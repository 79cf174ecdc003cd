"""Every kind of tampering beneath the guards is found, and its place is named."""

import sqlite3
import sys

import pytest
from sqlalchemy import text

from timeline import db, log
from timeline.records import NoteAdded, TagAdded

NOW = "2026-03-01T12:00:00Z"


@pytest.fixture
def written(engine):
    for number in range(4):
        batch = [("event/a", 2 * number, [NoteAdded("a", f"note {number}"), TagAdded("a", str(number))])]
        with log.writing(engine) as conn:
            log.append(conn, batch, by="tester", now=NOW)
    return engine


def tamper(engine, *statements):
    """Change rows as somebody would who has switched the guards off."""
    with engine.begin() as conn:
        if conn.dialect.name == "sqlite":
            for name in conn.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").scalars().all():
                conn.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            for table in ("log", "payloads", "head", "streams"):
                conn.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        for statement in statements:
            conn.execute(text(statement))


@pytest.mark.parametrize(
    ("statements", "position", "words"),
    [
        (["UPDATE payloads SET bytes = CAST('{{}}' AS {blob}) WHERE position = 3"], 3, "payload was changed"),
        (["UPDATE payloads SET salt = bytes WHERE position = 4"], 4, "payload was changed"),
        (["UPDATE log SET record_id = 'x' WHERE position = 5"], 5, "record was changed"),
        (["UPDATE log SET type = 'TagRemoved' WHERE position = 2"], 2, "record was changed"),
        (["UPDATE log SET recorded_at = '2020' WHERE position = 1"], 1, "record was changed"),
        (["UPDATE log SET \"by\" = 'somebody else' WHERE position = 6"], 6, "record was changed"),
        (["UPDATE log SET version = 99 WHERE position = 6"], 6, "record was changed"),
        (["UPDATE log SET schema_version = 2 WHERE position = 6"], 6, "record was changed"),
        (["UPDATE streams SET name = 'event/b'"], 1, "record was changed"),
        (["UPDATE log SET payload_hash = hash WHERE position = 7"], 7, "record was changed"),
        (["UPDATE log SET hash = payload_hash WHERE position = 7"], 7, "record was changed"),
        (["UPDATE log SET previous_hash = payload_hash WHERE position = 7"], 7, "chain is broken"),
        (["DELETE FROM log WHERE position = 4"], 4, "position 4 is missing"),
        (["DELETE FROM log WHERE position = 4", "DELETE FROM payloads WHERE position = 4"], 4, "position 4 is missing"),
        (["DELETE FROM payloads WHERE position = 4"], 4, "payload is missing"),
        (["DELETE FROM log WHERE position = 8"], 8, "records are missing"),
        (
            [
                "UPDATE log SET position = 100 WHERE position = 3",
                "UPDATE log SET position = 3 WHERE position = 5",
                "UPDATE log SET position = 5 WHERE position = 100",
            ],
            3,
            "chain is broken",
        ),
        (
            [
                "UPDATE payloads SET position = 100 WHERE position = 3",
                "UPDATE payloads SET position = 3 WHERE position = 5",
                "UPDATE payloads SET position = 5 WHERE position = 100",
            ],
            3,
            "payload was changed",
        ),
        (
            [
                "INSERT INTO log SELECT 9, 'x', stream_id, 9, type, 1, recorded_at, 'y', payload_hash, hash, hash"
                " FROM log WHERE position = 8"
            ],
            9,
            "record was changed",
        ),
        (["INSERT INTO payloads SELECT 77, salt, bytes FROM payloads WHERE position = 1"], 77, "without a record"),
        (["UPDATE head SET position = 7"], 8, "its head says 7"),
        (["UPDATE head SET hash = (SELECT hash FROM log WHERE position = 1)"], 8, "head does not have the hash"),
        (["DELETE FROM head"], 0, "head of the log is missing"),
        (["UPDATE streams SET version = 9"], 8, "misses a version"),
        (["INSERT INTO streams VALUES (99, 'event/none', 1)"], 0, "stream without a record"),
        (["DELETE FROM streams"], 1, "another type"),
    ],
)
def test_tampering_is_found_and_placed(written, statements, position, words):
    blob = "BLOB" if written.dialect.name == "sqlite" else "bytea"
    tamper(written, *(s.format(blob=blob) for s in statements))
    for stretch in (1, 2, 3, 8):  # with the damage first, last and in the midst of what is checked in one go
        found = log.verify(written, stretch=stretch)
        damage = found.damage
        assert damage is not None
        assert (damage.position, words in damage.what) == (position, True), damage
        assert found.records == int(found.head.split(":")[0])


BORDERS = [
    (4, ["UPDATE log SET \"by\" = 'x' WHERE position = 4"], "record was changed"),
    (5, ["UPDATE log SET \"by\" = 'x' WHERE position = 5"], "record was changed"),
    (4, ["UPDATE log SET hash = payload_hash WHERE position = 4"], "record was changed"),
    (5, ["UPDATE log SET previous_hash = payload_hash WHERE position = 5"], "chain is broken"),
    (4, ["DELETE FROM log WHERE position IN (4, 5)"], "position 4 is missing"),
    (4, ["UPDATE log SET \"by\" = 'x' WHERE position >= 4"], "record was changed"),
]


@pytest.mark.parametrize("number", range(len(BORDERS)))
def test_processes_find_damage_where_one_hands_over_to_the_next(written, number):
    position, statements, words = BORDERS[number]
    tamper(written, *statements)
    alone = log.verify(written)
    damage = alone.damage
    assert damage is not None
    assert (damage.position, words in damage.what) == (position, True), damage
    assert log.verify(written, stretch=2) == alone
    assert log.verify(written, stretch=4) == alone
    if number in (0, 3):  # processes take a second to start
        assert log.verify(written, processes=2, stretch=1) == alone


def test_processes_agree_on_a_good_log(written):
    steps = []
    found = log.verify(written, progress=lambda done, of: steps.append((done, of)), processes=2, stretch=1)
    assert found == log.verify(written)
    assert found.damage is None
    assert sorted(set(steps)) == [(position, 8) for position in range(1, 9)]


def test_a_process_that_is_lost_leaves_its_share_to_the_first(written, monkeypatch):
    # New processes begin with the main module: where it cannot be had, none lives to do anything.
    monkeypatch.setattr(sys.modules["__main__"], "__file__", "/nowhere/main.py", raising=False)
    monkeypatch.setattr(sys.modules["__main__"], "__spec__", None)
    found = log.verify(written, processes=2, stretch=1)
    assert found == log.verify(written)
    assert found.damage is None


def test_a_payload_before_the_first_is_found(written):
    tamper(written, "INSERT INTO payloads SELECT -1, salt, bytes FROM payloads WHERE position = 1")
    damage = log.verify(written).damage
    assert damage is not None
    assert (damage.position, "without a record" in damage.what) == (-1, True)


def test_a_good_log_has_its_head_and_tells_progress(written):
    with written.connect() as conn:
        head = log.head(conn)
    steps = []
    found = log.verify(written, progress=lambda done, of: steps.append((done, of)))
    assert (found.damage, found.records, found.head) == (None, 8, str(head))
    assert steps == [(8, 8)]


@pytest.mark.parametrize("with_position", [True, False])
def test_a_tail_cut_off_is_found_by_a_head_kept_elsewhere(written, with_position):
    with written.connect() as conn:
        head = str(log.head(conn))
    kept = head if with_position else head.split(":")[1]
    assert log.verify(written, head=kept).damage is None
    tamper(
        written,
        "DELETE FROM log WHERE position > 6",
        "DELETE FROM payloads WHERE position > 6",
        "UPDATE streams SET version = 6",
        "UPDATE head SET position = 6, hash = (SELECT hash FROM log WHERE position = 6)",
    )
    assert log.verify(written).damage is None
    damage = log.verify(written, head=kept).damage
    assert damage is not None
    assert (damage.position, "kept elsewhere" in damage.what) == (6, True)


def test_an_earlier_head_is_still_part_of_a_grown_log(written):
    with written.connect() as conn:
        kept = str(log.head(conn))
    with log.writing(written) as conn:
        log.append(conn, [("event/b", 0, [NoteAdded("b", "more")])], by="tester", now=NOW)
    assert log.verify(written, head=kept).damage is None


@pytest.mark.parametrize("head", ["", "xyz", "12", "8:abcd", "x:" + "0" * 64])
def test_what_is_no_head(written, head):
    if not head:
        assert log.verify(written, head=head).damage is None
        return
    with pytest.raises(ValueError, match="not a head of a log"):
        log.verify(written, head=head)


def test_every_byte_of_a_payload_counts(tmp_path):
    """Bytes are flipped in the file itself, beneath SQLite."""
    path = tmp_path / "timeline.db"
    engine = db.create(path)
    with log.writing(engine) as conn:
        log.append(conn, [("event/a", 0, [NoteAdded("a", f"payload {n} end") for n in range(3)])], by="tester", now=NOW)
    engine.dispose()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        spelling = connection.execute("SELECT bytes FROM payloads WHERE position = 2").fetchone()[0]
    connection.close()
    clean = path.read_bytes()
    start = clean.index(spelling)
    for offset in range(start, start + len(spelling)):
        path.write_bytes(clean[:offset] + bytes([clean[offset] ^ 1]) + clean[offset + 1 :])
        engine = db.connect(path)
        damage = log.verify(engine).damage
        engine.dispose()
        assert damage is not None
        assert damage.position == 2


def test_a_broken_page_is_damage_not_a_crash(tmp_path):
    path = tmp_path / "timeline.db"
    engine = db.create(path)
    for number in range(40):
        with log.writing(engine) as conn:
            log.append(conn, [(f"event/{number}", 0, [NoteAdded("a", "x" * 900)] * 20)], by="tester", now=NOW)
    engine.dispose()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'payloads'").fetchone()[0]
    connection.close()
    content = bytearray(path.read_bytes())
    start = (page - 1) * 4096
    content[start : start + 4096] = b"\xa5" * 4096
    path.write_bytes(content)
    engine = db.connect(path)
    damage = log.verify(engine).damage
    engine.dispose()
    assert damage is not None
