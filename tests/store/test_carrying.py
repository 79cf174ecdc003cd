"""The log goes from one engine to the other and back without losing a byte; a file that is not the log is refused."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.store.world import article, extracted, opening, report, rows, say
from timeline import db, keeping, log, projections
from timeline.log import BadLine
from timeline.records import NoteAdded

LATER = "2025-02-01T00:00:00Z"


@pytest.fixture
def written(engine):
    say(engine, ("article/a1", [article(1), extracted(1, report(title='Jané Doe "resigns"'))]), opening("e1", "a1/0"))
    say(engine, ("article/a2", [article(2), extracted(2, report(title="Talks"))]), opening("e2", "a2/0"))
    with log.writing(engine) as conn:
        entries = log.append(conn, [("event/e1", None, [NoteAdded("e1", "of somebody else")])], by="bea\tb", now=LATER)
        projections.project(conn, entries)
    return engine


@pytest.fixture
def other(request, written, sqlite_template, tmp_path):
    """An empty database of the other engine."""
    if written.dialect.name == "postgresql":
        engine = db.create(tmp_path / "other.db")
        yield engine
        engine.dispose()
        return
    from tests.store.conftest import _postgresql

    names = ("postgresql_server", "postgresql_template")
    with _postgresql(*map(request.getfixturevalue, names)) as engine:
        yield engine


def exported(engine) -> list[bytes]:
    with db.connect(engine.url, readonly=True).connect() as conn:
        return list(log.export(conn))


def stored(engine):
    query = """
        SELECT log.position, record_id, version, type, schema_version, recorded_at, "by", payload_hash, previous_hash,
               hash, salt, bytes
        FROM log LEFT JOIN payloads ON payloads.position = log.position ORDER BY log.position
    """
    with engine.connect() as conn:
        found = conn.execute(text(query)).all()
    return [tuple(bytes(v) if isinstance(v, (bytes, memoryview)) else v for v in row) for row in found]


def tables(engine):
    with engine.connect() as conn:
        return rows(conn)


def erase(engine, *positions):
    with log.writing(engine) as conn:
        projections.project(conn, log.erase(conn, positions, "asked for", by="tester", now=LATER))


def test_there_and_back_every_byte_is_the_same(written, other, tmp_path):
    erase(written, 2)
    lines = exported(written)
    assert log.import_log(other, lines) == log.Carried(len(lines) - 1, 0, 0)
    keeping.bring_up(other)
    assert stored(other) == stored(written)
    assert tables(other) == tables(written)
    assert log.verify(other).erased == 1
    assert exported(other) == lines
    back = db.create(tmp_path / "back.db")
    log.import_log(back, exported(other))
    assert stored(back) == stored(written)
    back.dispose()


def test_the_same_log_twice_adds_nothing(written, other):
    lines = exported(written)
    log.import_log(other, lines)
    assert log.import_log(other, lines) == log.Carried(0, len(lines) - 1, 0)
    assert log.import_log(written, lines) == log.Carried(0, len(lines) - 1, 0)


def test_a_longer_log_of_the_chain_adds_its_end(written, other):
    log.import_log(other, exported(written))
    shorter = exported(written)
    say(written, ("event/e2", [NoteAdded("e2", "more")]), now=LATER)
    assert log.import_log(other, exported(written)) == log.Carried(1, len(shorter) - 1, 0)
    assert log.import_log(other, shorter) == log.Carried(0, len(shorter) - 1, 0)
    keeping.bring_up(other)
    assert stored(other) == stored(written)
    assert tables(other) == tables(written)


def test_what_was_erased_since_goes_there_too(written, other):
    log.import_log(other, exported(written))
    keeping.bring_up(other)
    old = exported(written)
    erase(written, 2)
    assert log.import_log(other, exported(written)) == log.Carried(1, len(old) - 1, 1)
    keeping.bring_up(other)
    assert tables(other) == tables(written)
    assert log.import_log(other, old).records == 0
    assert stored(other) == stored(written)


def changed(lines, number, **values):
    row = json.loads(lines[number])
    for name, value in values.items():
        row[name] = value(row[name]) if callable(value) else value
    return [*lines[:number], json.dumps(row).encode() + b"\n", *lines[number + 1 :]]


def swapped(lines, a, b):
    moved = list(lines)
    moved[a], moved[b] = moved[b], moved[a]
    return moved


BAD = [
    (lambda lines: lines[:3] + lines[4:], 4, "position 4 follows 2"),
    (lambda lines: lines[:-1], 9, "it was cut off"),
    (lambda lines: [*lines[:-1], lines[-1][:-20]], 10, "is no JSON"),
    (lambda lines: lines[1:], 1, "this is no log"),
    (lambda lines: [], 1, "the file is empty"),
    (lambda lines: [b"PK\x03\x04\xff\n"], 1, "this is no log"),
    (lambda lines: [b'{"timeline_log":2}\n'], 1, "newer release"),
    (lambda lines: swapped(lines, 3, 4), 4, "position 4 follows 2"),
    (lambda lines: [*lines, lines[-1]], 11, "position 9 follows 9"),
    (lambda lines: changed(lines, 0, position=5), 7, "goes on beyond position 5"),
    (lambda lines: changed(lines, 0, hash="00" * 32), 10, "it was cut off"),
    (lambda lines: changed(lines, 3, payload=lambda p: {**p, "event_id": "x"}), 4, "payload at position 3 was changed"),
    (lambda lines: changed(lines, 3, payload=lambda p: {**p, "x": 1.5}), 4, "value of another kind"),
    (lambda lines: changed(lines, 3, salt="00" * 16), 4, "payload at position 3 was changed"),
    (lambda lines: changed(lines, 3, salt=None), 4, "value of another kind"),
    (lambda lines: changed(lines, 3, salt=None, payload=None), 4, "no record says it was erased"),
    (lambda lines: changed(lines, 3, by="x"), 4, "record at position 3 was changed"),
    (lambda lines: changed(lines, 3, by="x\ny"), 4, "value of another kind"),
    (lambda lines: changed(lines, 3, by="\ud800"), 4, "value of another kind"),
    (lambda lines: changed(lines, 3, stream="event/x"), 4, "record at position 3 was changed"),
    (lambda lines: changed(lines, 3, recorded_at="2020"), 4, "record at position 3 was changed"),
    (lambda lines: changed(lines, 3, version=7), 4, "record at position 3 was changed"),
    (lambda lines: changed(lines, 3, version=True), 4, "value of another kind"),
    (lambda lines: changed(lines, 3, schema_version=2**31), 4, "value of another kind"),
    (lambda lines: changed(lines, 3, hash="00" * 32), 4, "record at position 3 was changed"),
    (lambda lines: changed(lines, 3, previous_hash="00" * 32), 4, "chain is broken"),
    (lambda lines: changed(lines, 3, payload_hash="zz"), 4, "value of another kind"),
    (lambda lines: [*lines[:3], b"[" * 100_000, *lines[3:]], 4, "is no JSON"),
    (lambda lines: [*lines[:3], b"{}\n", *lines[3:]], 4, "is no record"),
]  # fmt: skip


def test_what_is_not_the_log_is_refused_by_its_line(written, other):
    lines = exported(written)
    for spoil, line, words in BAD:
        with pytest.raises(BadLine) as bad:
            log.import_log(other, spoil(lines))
        assert (bad.value.line, words in bad.value.reason) == (line, True), bad.value
        assert stored(other) == []
        assert log.verify(other).records == 0
    log.import_log(other, lines)


def test_a_foreign_log_is_refused(written, other):
    lines = exported(written)
    say(other, ("event/e9", [NoteAdded("e9", "mine")]))
    before = stored(other)
    with pytest.raises(BadLine, match="line 2: another log"):
        log.import_log(other, lines)
    assert stored(other) == before


def test_a_log_that_parted_is_refused_where_it_did(written, other):
    log.import_log(other, exported(written))
    say(written, ("event/e2", [NoteAdded("e2", "here")]), now=LATER)
    with log.writing(other) as conn:
        log.append(conn, [("event/e2", None, [NoteAdded("e2", "there")])], by="t", now=LATER)
    with pytest.raises(BadLine, match="line 11: another log"):
        log.import_log(other, exported(written))


# --- backups ---


def test_a_backup_restores_to_the_same(written, tmp_path):
    head = keeping.backup(written, tmp_path / "copy.db")
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith("copy")] == ["copy.db"]
    restored = tmp_path / "deep" / "again.db"
    assert keeping.restore(tmp_path / "copy.db", restored) == head
    engine = db.connect(restored)
    assert stored(engine) == stored(written)
    assert tables(engine) == tables(written)
    with sqlite3.connect(restored) as conn:
        assert conn.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    engine.dispose()


def test_a_backup_goes_to_the_other_engine(written, other, tmp_path):
    keeping.backup(written, tmp_path / "copy.db")
    with pytest.raises(keeping.Occupied):
        keeping.restore(tmp_path / "copy.db", other.url)
    with other.begin() as conn:
        if conn.dialect.name == "postgresql":
            conn.execute(text("DROP SCHEMA public CASCADE"))
            conn.execute(text("CREATE SCHEMA public"))
    target = other.url if other.dialect.name == "postgresql" else tmp_path / "new.db"
    keeping.restore(tmp_path / "copy.db", target)
    engine = db.connect(target)
    assert stored(engine) == stored(written)
    assert tables(engine) == tables(written)
    engine.dispose()


def test_nothing_is_ever_overwritten(written, tmp_path):
    (tmp_path / "there").write_text("precious")
    with pytest.raises(keeping.Occupied, match="name another place"):
        keeping.backup(written, tmp_path / "there")
    keeping.backup(written, tmp_path / "copy.db")
    with pytest.raises(keeping.Occupied, match="already"):
        keeping.restore(tmp_path / "copy.db", tmp_path / "there")
    with pytest.raises(keeping.Occupied, match="already"):
        keeping.restore(tmp_path / "copy.db", written.url)
    assert (tmp_path / "there").read_text() == "precious"


def test_a_damaged_backup_is_not_restored(written, tmp_path):
    keeping.backup(written, tmp_path / "copy.db")
    content = bytearray((tmp_path / "copy.db").read_bytes())
    at = content.index(b"of somebody else")
    content[at] ^= 1
    (tmp_path / "copy.db").write_bytes(content)
    with pytest.raises(keeping.Damaged, match="payload was changed"):
        keeping.restore(tmp_path / "copy.db", tmp_path / "new.db")
    assert not (tmp_path / "new.db").exists()


def test_a_damaged_database_gives_no_backup(tmp_path):
    path = tmp_path / "x.db"
    engine = db.create(path)
    say(engine, ("event/e1", [NoteAdded("e1", "a remark")]))
    engine.dispose()
    content = bytearray(path.read_bytes())
    content[content.index(b"a remark")] ^= 1
    path.write_bytes(content)
    engine = db.connect(path)
    with pytest.raises(keeping.Damaged, match="position 1"):
        keeping.backup(engine, tmp_path / "copy.db")
    engine.dispose()
    assert [p.name for p in tmp_path.iterdir() if "copy" in p.name] == []


def test_a_backup_is_one_moment_while_others_write(tmp_path, monkeypatch):
    monkeypatch.setattr("timeline.keeping._PAGES", 5)
    engine = db.create(tmp_path / "x.db")
    say(engine, *((f"event/e{n}", [NoteAdded("e", "x" * 500)] * 20) for n in range(20)))
    steps = []

    def meanwhile(done: int, total: int) -> None:
        say(engine, ("event/e1", [NoteAdded("e", "meanwhile")]))
        steps.append((done, total))

    head = keeping.backup(engine, tmp_path / "copy.db", meanwhile)
    assert head.position == 400
    assert len(steps) > 10 and steps[-1][0] == steps[-1][1]
    engine.dispose()


def test_a_backup_may_lie_where_nobody_can_write(written, tmp_path):
    folder = Path(tmp_path / "shelf")
    folder.mkdir()
    keeping.backup(written, folder / "copy.db")
    folder.chmod(0o555)
    (folder / "copy.db").chmod(0o444)
    keeping.restore(folder / "copy.db", tmp_path / "new.db")
    assert [p.name for p in folder.iterdir()] == ["copy.db"]
