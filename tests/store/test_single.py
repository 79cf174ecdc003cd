"""Commits of one record each, by the quick way that SQLite has for them: the same log, the same refusals."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from timeline import db, log
from timeline.log import marking
from timeline.records import NoteAdded

NOW = "2026-03-01T12:00:00Z"
LATER = "2026-03-01T12:00:01Z"


def say(conn, stream, expected, words="said", *, now=NOW, by="tester"):
    (entry,) = log.commit(conn, [(stream, expected, [NoteAdded("a", words)])], by=by, now=now)
    return entry


def everything(engine):
    with engine.connect() as conn:
        return list(log.read(conn))


def test_one_after_the_other(engine):
    with engine.connect() as kept:
        said = [say(kept, f"event/{n % 3}", n // 3, f"note {n}") for n in range(9)]
    assert everything(engine) == said
    assert [(e.position, e.stream, e.version) for e in said] == [
        (n + 1, f"event/{n % 3}", n // 3 + 1) for n in range(9)
    ]
    with engine.connect() as conn:
        assert conn.execute(text("SELECT name, version FROM streams ORDER BY stream_id")).all() == [
            (f"event/{n}", 3) for n in range(3)
        ]
    assert log.verify(engine).damage is None


def test_two_writers_in_turns_and_whole_batches_between(engine):
    with engine.connect() as one, engine.connect() as other:
        for n in range(0, 12, 3):
            say(one, "event/a", n)
            say(other, "event/a", n + 1)
            with log.writing(other) as conn:
                log.append(conn, [("event/a", n + 2, [NoteAdded("a", "x")])], by="tester", now=NOW)
            log.commit(one, [(f"event/{n}", None, [NoteAdded("a", "1"), NoteAdded("a", "2")])], by="tester", now=NOW)
    assert [e.position for e in everything(engine)] == list(range(1, 21))
    assert log.verify(engine).damage is None


@pytest.mark.parametrize(
    ("stream", "expected", "found"),
    [("event/a", 0, 2), ("event/a", 1, 2), ("event/a", 3, 2), ("event/new", 1, 0), ("event/new", -1, 0)],
)
def test_an_unexpected_version_is_refused_and_the_next_commit_goes_on(engine, stream, expected, found):
    with engine.connect() as kept:
        before = [say(kept, "event/a", 0), say(kept, "event/a", 1)]
        with pytest.raises(log.ConcurrencyError, match=f"{stream} is at version {found}, not {expected}"):
            say(kept, stream, expected)
        assert everything(engine) == before
        after = say(kept, "event/a", 2)
    assert everything(engine) == [*before, after]
    assert log.verify(engine).damage is None


@pytest.mark.parametrize(
    ("stream", "by", "words"),
    [("event/a\nb", "tester", "x"), ("event/a", "a\nb", "x"), ("event/a", "tester", "\0"), ("event/a", "tester", 1.5)],
)
def test_what_has_no_spelling_is_refused(engine, stream, by, words):
    with engine.connect() as kept:
        for _ in range(2):
            with pytest.raises(ValueError, match=r"line break|payload\.text"):
                say(kept, stream, 0, words, by=by)
        said = say(kept, "event/b", 0)
    assert everything(engine) == [said]


def test_the_clock_never_goes_back(engine):
    with engine.connect() as kept:
        said = [say(kept, "event/a", n, now=now) for n, now in enumerate((LATER, NOW, LATER))]
        with engine.connect() as other:
            say(other, "event/b", 0, now="2027-01-01T00:00:00Z")
        said.append(say(kept, "event/a", 3, now=LATER))
    assert [e.recorded_at[:19] for e in said] == ["2026-03-01T12:00:01"] * 3 + ["2027-01-01T00:00:00"]


def test_an_end_that_was_forged_is_not_gone_on_from(database):
    """The same position with another hash: what the connection remembers is not what is there."""
    engine = db.connect(database)
    if engine.dialect.name != "sqlite":
        pytest.skip("on SQLite the end is remembered")
    with engine.connect() as kept:
        say(kept, "event/a", 0)
        with engine.begin() as conn:
            conn.execute(text("DROP TRIGGER head_update"))
            conn.execute(text("UPDATE head SET hash = zeroblob(32)"))
        say(kept, "event/a", 1)
        previous = kept.execute(text("SELECT previous_hash FROM log WHERE position = 2")).scalar_one()
    assert previous == bytes(32)
    engine.dispose()


def test_a_reader_cannot_write(database):
    db.connect(database).dispose()
    engine = db.connect(database, readonly=True)
    with engine.connect() as conn, pytest.raises(db.ReadOnly):
        say(conn, "event/a", 0)
    engine.dispose()
    assert log.verify(engine).records == 0


def test_a_full_disk_takes_nothing_and_the_next_commit_goes_on(tmp_path):
    engine = db.create(tmp_path / "x.db")
    with engine.connect() as kept:
        said = [say(kept, "event/a", 0)]
        pages = kept.exec_driver_sql("PRAGMA page_count").scalar_one()
        kept.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        kept.rollback()
        with pytest.raises(db.Full, match="the disk of the database is full; nothing was written"):
            say(kept, "event/a", 1, "long " * 100_000)
        assert everything(engine) == said
        said.append(say(kept, "event/a", 1, "short"))
    assert everything(engine) == said
    engine.dispose()


def test_writers_in_threads_lose_nothing(database):
    def write(name: str) -> None:
        engine = db.connect(database, durable=False)
        with engine.connect() as kept:
            for number in range(40):
                say(kept, f"event/{name}", number, str(number))
        engine.dispose()

    threads = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    engine = db.connect(database)
    entries = everything(engine)
    assert [e.position for e in entries] == list(range(1, 121))
    for name in "abc":
        assert [e.record.text for e in entries if e.stream == f"event/{name}"] == [str(n) for n in range(40)]
    assert log.verify(engine).damage is None
    engine.dispose()


WRITER = """
import sys
from timeline import db, log
from timeline.records import NoteAdded
with db.connect(sys.argv[1]).connect() as kept:
    number = log.head(kept).position
    kept.rollback()
    while True:
        log.commit(kept, [("event/a", number, [NoteAdded("a", str(number))])], by="w", now="2026-03-01T12:00:00Z")
        number += 1
        print(number, flush=True)
"""


def test_a_writer_killed_between_or_within_commits_loses_none_it_acknowledged(tmp_path):
    path = tmp_path / "x.db"
    engine = db.create(path)
    for lines in (3, 40, 11):
        with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout
            acknowledged = [int(writer.stdout.readline()) for _ in range(lines)][-1]
            writer.kill()
        entries = everything(engine)
        assert len(entries) >= acknowledged
        assert [(e.position, e.version, e.record.text) for e in entries] == [
            (n + 1, n + 1, str(n)) for n in range(len(entries))
        ]
        assert log.verify(engine).damage is None
    engine.dispose()


OFFSETS = [UTC, *(timezone(timedelta(hours=h)) for h in (-11, -5, 2, 14))]
instants = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.sampled_from(OFFSETS))


@given(instants)
def test_stamps_of_all_spellings_are_the_same(instant):
    wanted = instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
    spelt = instant.isoformat()
    for now in (spelt, spelt.replace("T", " "), instant.isoformat(timespec="microseconds"), wanted):
        assert log.stamp(now) == wanted


@pytest.mark.parametrize(
    ("now", "stamp"),
    [
        ("2026-W09-7T12:00:00.000000+00:00", "2026-03-01T12:00:00.000000Z"),
        ("2026-03-01 12:00:00.000000+00:00", "2026-03-01T12:00:00.000000Z"),
        ("2026-03-01T12:00:00,250000+00:00", "2026-03-01T12:00:00.250000Z"),
        ("2026-03-01T12:00:00.250000+01:00", "2026-03-01T11:00:00.250000Z"),
        ("2026-03-01T12:00:00.250000-00:00", "2026-03-01T12:00:00.250000Z"),
    ],
)
def test_stamps_as_others_spell_them(now, stamp):
    assert log.stamp(now) == stamp


@given(st.datetimes(timezones=st.just(UTC)), st.integers(1, 5))
def test_ids_are_uuids_of_their_millisecond(instant, count):
    ids = list(marking.record_ids(instant.isoformat(), count))
    assert all(re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", i) for i in ids)
    assert sorted(set(ids)) == ids
    since = (instant - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)
    assert {int(i[:8] + i[9:13], 16) for i in ids} == {since % 2**48}
