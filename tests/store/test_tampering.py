"""The file itself is edited, beneath SQLite, byte by byte and row by row: ``verify`` names the first bad position."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from timeline import cli, db, log
from timeline.records import NoteAdded, TagAdded

NOW = "2026-03-01T12:00:00Z"
RECORDS = 6


@pytest.fixture(scope="module")
def written(tmp_path_factory) -> Path:
    """A file with six records and nothing beside it."""
    path = tmp_path_factory.mktemp("tampered") / "timeline.db"
    engine = db.create(path)
    for number in range(RECORDS // 2):
        said = [NoteAdded("a", f"note number {number}"), TagAdded("a", f"tag{number}")]
        with log.writing(engine) as conn:
            log.append(conn, [(f"event/stream{number}", 0, said)], by=f"writer-{number}", now=NOW)
    engine.dispose()
    with sqlite3.connect(path) as conn:
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    conn.close()
    return path


def stored(path: Path, position: int, column: str) -> bytes:
    """The bytes of a value as they stand in the file."""
    table = "payloads" if column in ("salt", "bytes") else "log"
    with sqlite3.connect(path) as conn:
        found = conn.execute(f'SELECT "{column}" FROM {table} WHERE position = ?', (position,)).fetchone()[0]
    conn.close()
    return found if isinstance(found, bytes) else str(found).encode()


def places(content: bytes, value: bytes) -> list[int]:
    found, at = [], content.find(value)
    while at >= 0:
        found.append(at)
        at = content.find(value, at + 1)
    return found


def verified(content: bytes, path: Path, head: str | None = None):
    path.write_bytes(content)
    engine = db.connect(path, readonly=True, check=False)
    try:
        return log.verify(engine, head=head).damage
    finally:
        engine.dispose()


@pytest.mark.parametrize("column", ["bytes", "salt", "record_id", "recorded_at", "by", "type", "hash", "payload_hash"])
def test_a_changed_byte_is_found_at_its_position(written, tmp_path, column):
    clean, position = written.read_bytes(), 3
    value = stored(written, position, column)
    damaged = set()
    for at in places(clean, value):
        content = bytearray(clean)
        content[at + len(value) // 2] ^= 1
        damage = verified(bytes(content), tmp_path / "x.db")
        if damage:
            damaged.add(damage.position)
    # The same bytes may stand elsewhere too: recorded_at in every record, a hash in the next one's previous_hash,
    # a record_id in its index, which is no part of the log.
    assert min(damaged) <= position
    assert position in damaged


def test_the_previous_hash_and_the_head_are_covered(written, tmp_path):
    clean = written.read_bytes()
    for position, bad in ((3, {3, 4}), (RECORDS, {RECORDS})):
        value = stored(written, position, "hash")
        found = []
        for at in places(clean, value):
            content = bytearray(clean)
            content[at] ^= 0x80
            damage = verified(bytes(content), tmp_path / "x.db")
            assert damage is not None, at
            found.append(damage.position)
        assert len(found) == 2 and set(found) == bad


def test_stream_names_are_covered(written, tmp_path):
    clean = written.read_bytes()
    found = set()
    for at in places(clean, b"event/stream1"):
        damage = verified(clean[:at] + b"event/stream9" + clean[at + 13 :], tmp_path / "x.db")
        found.add(damage and damage.position)
    assert 3 in found


ROWS = {
    "a deleted record": ("DELETE FROM log WHERE position = 3", 3),
    "a deleted payload": ("DELETE FROM payloads WHERE position = 3", 3),
    "a record and its payload": ("DELETE FROM log WHERE position = 3; DELETE FROM payloads WHERE position = 3", 3),
    "records swapped": (
        "UPDATE log SET position = -3 WHERE position = 3; UPDATE log SET position = 3 WHERE position = 4;"
        " UPDATE log SET position = 4 WHERE position = -3",
        3,
    ),
    "payloads swapped": (
        "UPDATE payloads SET position = -3 WHERE position = 3; UPDATE payloads SET position = 3 WHERE position = 4;"
        " UPDATE payloads SET position = 4 WHERE position = -3",
        3,
    ),
    "a record put between": (
        "UPDATE log SET position = -position - 1 WHERE position >= 3; UPDATE log SET position = -position WHERE"
        " position < 0; INSERT INTO log SELECT 3, 'x', stream_id, 99, type, 1, recorded_at, 'y', payload_hash,"
        " previous_hash, hash FROM log WHERE position = 2",
        3,
    ),
    "a record put at the end": (
        "INSERT INTO log SELECT 7, 'x', stream_id, 99, type, 1, recorded_at, 'y', payload_hash, hash, hash FROM log"
        " WHERE position = 6; UPDATE head SET position = 7",
        7,
    ),
    "an end cut off": ("DELETE FROM log WHERE position > 4; DELETE FROM payloads WHERE position > 4", 5),
    "all of it": ("DELETE FROM log; DELETE FROM payloads", 1),
}


@pytest.mark.parametrize("name", ROWS)
def test_rows_put_out_of_place_are_found(written, tmp_path, name, capsys):
    statements, position = ROWS[name]
    path = tmp_path / "x.db"
    path.write_bytes(written.read_bytes())
    edit(path, statements)
    assert cli.run(["--db", str(path), "verify"]) == 3
    assert f"the log is damaged at position {position}:" in capsys.readouterr().err


def edit(path: Path, statements: str) -> None:
    with sqlite3.connect(path) as conn:
        for (trigger,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            conn.execute(f"DROP TRIGGER {trigger}")
        conn.execute("PRAGMA ignore_check_constraints = ON")
        conn.executescript(statements)
    conn.close()


CUT = """
    DELETE FROM log WHERE position > 4; DELETE FROM payloads WHERE position > 4;
    DELETE FROM streams WHERE name = 'event/stream2';
    UPDATE head SET position = 4, hash = (SELECT hash FROM log WHERE position = 4);
"""


def test_a_clean_cut_needs_the_head_kept_elsewhere(written, tmp_path, capsys):
    path = tmp_path / "x.db"
    path.write_bytes(written.read_bytes())
    assert cli.run(["--db", str(path), "log", "head"]) == 0
    head = capsys.readouterr().out.strip()
    assert cli.run(["--db", str(path), "verify", "--head", head]) == 0
    edit(path, CUT)
    assert cli.run(["--db", str(path), "verify"]) == 0
    assert cli.run(["--db", str(path), "verify", "--head", head]) == 3
    assert cli.run(["--db", str(path), "verify", "--head", head.partition(":")[2]]) == 3
    assert "position 4: the log does not contain the head kept elsewhere" in capsys.readouterr().err


def test_a_consistent_rewrite_needs_the_head_kept_elsewhere(written, tmp_path):
    old = log.verify(db.connect(written)).head
    engine = db.create(tmp_path / "forged.db")
    with log.writing(engine) as conn:
        log.append(conn, [("event/x", 0, [NoteAdded("a", "forged")] * RECORDS)], by="forger", now=NOW)
    assert log.verify(engine).damage is None
    damage = log.verify(engine, head=old).damage
    assert damage is not None and "kept elsewhere" in damage.what
    engine.dispose()
