"""``backup``, ``restore``, ``log export`` and ``log import``, as people type them."""

from __future__ import annotations

import pytest

from timeline import db, keeping, log
from timeline.records import NoteAdded


@pytest.fixture
def written(database, monkeypatch, run):
    monkeypatch.setenv("TIMELINE_DB", database)
    assert run("enter", "Harbour opens", "date=2025-03-03", "--reason", "seen").code == 0
    return database


def test_a_backup_and_its_return(run, written, tmp_path):
    ran = run("backup", str(tmp_path / "copy.db"))
    assert (ran.code, "1 record, verified; head 1:" in ran.out) == (0, True)
    assert "Harbour opens" in run("--db", str(tmp_path / "copy.db"), "events").out
    again = run("backup", str(tmp_path / "copy.db"))
    assert (again.code, "name another place" in again.err, again.err.count("\n")) == (1, True, 1)
    restored = run("restore", str(tmp_path / "copy.db"), "--db", str(tmp_path / "new.db"))
    assert (restored.code, "1 record restored and verified" in restored.out) == (0, True)
    assert run("--db", str(tmp_path / "new.db"), "verify").out == run("verify").out
    over = run("restore", str(tmp_path / "copy.db"))
    assert (over.code, "already" in over.err) == (1, True)


def test_the_log_goes_out_and_in(run, written, tmp_path):
    assert run("log", "export", str(tmp_path / "log.jsonl")).code == 0
    assert run("log", "export", str(tmp_path / "log.jsonl")).code == 1
    assert run("log", "export", "-").out.encode() == (tmp_path / "log.jsonl").read_bytes()
    assert run("init", str(tmp_path / "new.db")).code == 0
    ran = run("log", "import", str(tmp_path / "log.jsonl"), "--db", str(tmp_path / "new.db"))
    assert (ran.code, ran.err) == (0, "1 new record\n")
    assert run("events", "--db", str(tmp_path / "new.db")).out == run("events").out
    ran = run("log", "import", str(tmp_path / "log.jsonl"))
    assert ran.err == "0 new records, 1 already there\n"


def test_a_bad_file_is_one_line(run, written, tmp_path):
    (tmp_path / "log.jsonl").write_text('{"timeline_log":1,"position":9,"hash":"00"}\n{"position":1}\n')
    ran = run("log", "import", str(tmp_path / "log.jsonl"))
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "log.jsonl: line 2: is no record" in ran.err and "nothing was imported" in ran.err
    (tmp_path / "no.db").write_text("hello")
    for args in (("restore", "no.db"), ("restore", "none.db"), ("log", "import", "none.jsonl")):
        ran = run(*args[:-1], str(tmp_path / args[-1]), "--db", str(tmp_path / "x.db"))
        assert ran.code in (1, 2) and "Traceback" not in ran.err and ran.err.count("\n") == 1
    assert not (tmp_path / "x.db").exists()


@pytest.mark.parametrize("line", [["backup"], ["log", "export"], ["export", "ics", "-O"]], ids=lambda line: line[0])
def test_nothing_is_written_where_there_is_no_folder(run, written, tmp_path, line):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for name, said in (("nodir", "there is no folder"), ("file", "is no folder; name another place")):
        ran = run(*line, str(tmp_path / name / "x"))
        assert (ran.code, ran.out, ran.err.splitlines()[0].count(".x.")) == (1, "", 0)
        assert said in ran.err and ran.err.count("\n") == 1


def test_a_snapshot_is_called_one_and_a_missing_backup_missing(run, written, tmp_path):
    assert run("publish", str(tmp_path / "bi.db")).code == 0
    found = run("--db", str(tmp_path / "bi.db"), "doctor", "-o", "csv")
    assert (found.code, "tables,True,snapshot that timeline publish made" in found.out) == (0, True), found
    for line in (["events"], ["note", "x", "y"], ["verify"]):
        ran = run("--db", str(tmp_path / "bi.db"), *line)
        assert (ran.code, "is a snapshot that timeline publish made; ask it with timeline sql" in ran.err) == (1, True)
    assert run("--db", str(tmp_path / "bi.db"), "sql", "select count(*) as n from events", "-o", "csv").out == "n\n1\n"
    ran = run("restore", str(tmp_path / "none.db"), "--db", str(tmp_path / "new.db"))
    assert (ran.code, "there is no backup at" in ran.err, "init" in ran.err) == (1, True, False)


def test_a_backup_that_is_damaged_is_an_integrity_failure(run, written, tmp_path):
    engine = db.connect(written)
    with log.writing(engine) as conn:
        log.append(conn, [("event/x", None, [NoteAdded("x", "a remark")])], by="t", now="2026-12-01T00:00:00Z")
    keeping.backup(engine, tmp_path / "copy.db")
    engine.dispose()
    content = bytearray((tmp_path / "copy.db").read_bytes())
    content[content.index(b"a remark")] ^= 1
    (tmp_path / "copy.db").write_bytes(content)
    ran = run("restore", str(tmp_path / "copy.db"), "--db", str(tmp_path / "new.db"))
    assert (ran.code, "damaged at position 2" in ran.err) == (3, True)
