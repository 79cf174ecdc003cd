"""Killed writers, full and read-only disks, clocks set back, many writers: nothing is lost, nothing half there."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import event

from benchmarks import crash, writers, writing
from timeline import cli, db, log, records
from timeline.ingest.changing import Author
from timeline.ingest.importing import import_reports

NOW = "2026-03-01T12:00:00Z"


AUTHOR = Author("tester", lambda: NOW)


def add(engine, *numbers, now=NOW):
    for number in numbers:
        import_reports(engine, writing.lines(number), "made", author=Author("tester", lambda: now))


@pytest.mark.slow
def test_a_writer_killed_at_any_moment_loses_nothing(tmp_path):
    acknowledged, _ = crash.run(tmp_path, 40, seed=7)
    assert acknowledged >= 40


def test_a_writer_killed_a_few_times(tmp_path):
    assert crash.run(tmp_path, 2, seed=3)[0] >= 2


@pytest.mark.slow
def test_eight_writers_at_once(database, tmp_path):
    # The database of the fixture has its tables already; the run takes it as it is.
    said, articles, records = writers.run(database, 15, 8)
    assert said > articles > 8
    assert records > articles


def test_a_full_file_system_is_one_line_and_loses_nothing(tmp_path):
    path = tmp_path / "x.db"
    engine = db.create(path)
    add(engine, 0)
    engine.dispose()
    (tmp_path / "more.jsonl").write_bytes(b"\n".join(line for n in range(1, 400) for line in writing.lines(n)))
    limit = path.stat().st_size + 200_000
    command = [sys.executable, "-m", "timeline", "--db", str(path), "import", str(tmp_path / "more.jsonl")]
    ran = subprocess.run(
        command,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
    assert "nothing was written" in ran.stderr.splitlines()[-1]
    engine = db.connect(path)
    done = ran.stdout.count("Agreements")
    assert 0 < done < 399
    writing.check(engine, set(range(done + 1)))
    writing.check_tables(engine)
    add(engine, 500)
    engine.dispose()


def test_a_database_at_its_limit_refuses_and_stays_whole(tmp_path):
    path = tmp_path / "x.db"
    engine = db.create(path)
    add(engine, 0)
    engine.dispose()
    engine = db.connect(path)
    event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count = 1"))
    engine.dispose()
    with pytest.raises(db.Full, match="is full; nothing was written"):
        import_reports(engine, (line for n in range(1, 60) for line in writing.lines(n)), "made", author=AUTHOR)
    engine.dispose()
    engine = db.connect(path)
    writing.check(engine, {0})
    with engine.connect() as conn:
        assert len(list(log.read(conn, types=["ArticleAdded"]))) < 59
    engine.dispose()


def test_single_commits_stop_at_a_full_database_and_lose_nothing(tmp_path):
    path = tmp_path / "x.db"
    db.create(path).dispose()
    engine = db.connect(path)
    done = 0
    with engine.connect() as kept:
        kept.connection.dbapi_connection.execute("PRAGMA max_page_count = 1")  # that is: no more than there are
        kept.rollback()
        with pytest.raises(db.Full, match="is full; nothing was written"):
            for done in range(1000):
                note = records.NoteAdded("e", f"{done} " + "words " * 100)
                log.commit(kept, [("event/e", None, [note])], by="tester", now=NOW)
        assert log.head(kept).position == done
    assert log.verify(engine) == log.Verification(done, 0, str(head(engine)), None)
    engine.dispose()


def head(engine):
    with engine.connect() as conn:
        return log.head(conn)


def test_a_read_only_place_is_one_line(monkeypatch, capsys):
    # Root may write everywhere, and is nobody for as long as this takes.
    folder = Path(tempfile.mkdtemp(prefix="timeline-readonly-"))
    path = folder / "x.db"
    engine = db.create(path)
    add(engine, 0)
    engine.dispose()
    (folder / "more.jsonl").write_bytes(b"\n".join(writing.lines(1)))
    assert cli.run(["--db", str(path), "import", str(folder / "more.jsonl"), "--dry-run"]) == 0
    before = path.read_bytes()
    path.chmod(0o444)
    folder.chmod(0o555)
    root = os.geteuid() == 0
    try:
        if root:
            os.seteuid(65534)
        capsys.readouterr()
        assert cli.run(["--db", str(path), "import", str(folder / "more.jsonl")]) == 1
        said = capsys.readouterr().err
        assert cli.run(["--db", str(path), "events"]) == 0
        assert "Brazil and Peru signed" in capsys.readouterr().out
        assert cli.run(["--db", str(path), "verify"]) == 0
    finally:
        if root:
            os.seteuid(0)
        folder.chmod(0o755)
    assert said.count("\n") == 1 and "cannot be written" in said, said
    assert path.read_bytes() == before
    shutil.rmtree(folder)


def test_a_clock_set_back_loses_no_order(engine):
    add(engine, 0, now="2026-03-01T12:00:00Z")
    add(engine, 1, now="2020-01-01T00:00:00Z")
    add(engine, 2, now="2026-03-02T12:00:00Z")
    with engine.connect() as conn:
        times = [entry.recorded_at for entry in log.read(conn)]
    assert times == sorted(times)
    assert times[0] == "2026-03-01T12:00:00.000000Z"
    writing.check(engine, {0, 1, 2})
    writing.check_tables(engine)
