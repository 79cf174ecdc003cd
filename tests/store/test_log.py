import multiprocessing
import re
import threading

import pytest
from sqlalchemy import text

from timeline import db, log, records
from timeline.records import NoteAdded, PayloadErased, TagAdded

NOW = "2026-03-01T12:00:00Z"


def add(engine, *batch, now=NOW, by="tester"):
    with log.writing(engine) as conn:
        return log.append(conn, batch, by=by, now=now)


def everything(engine, **filters):
    with engine.connect() as conn:
        return list(log.read(conn, **filters))


def test_what_is_appended_is_read_back(engine):
    first = add(
        engine, ("event/a", 0, [NoteAdded("a", "one"), TagAdded("a", "x")]), ("event/b", 0, [NoteAdded("b", "ü")])
    )
    second = add(engine, ("event/a", 2, [NoteAdded("a", "two")]))
    assert everything(engine) == first + second
    assert [(e.position, e.stream, e.version, e.type) for e in first + second] == [
        (1, "event/a", 1, "NoteAdded"),
        (2, "event/a", 2, "TagAdded"),
        (3, "event/b", 1, "NoteAdded"),
        (4, "event/a", 3, "NoteAdded"),
    ]
    with engine.connect() as conn:
        assert log.head(conn).position == 4
        assert log.record(conn, first[1].record_id) == first[1]
        assert log.record(conn, "nobody") is None


def test_a_stream_may_come_twice_in_a_batch(engine):
    entries = add(engine, ("event/a", 0, [NoteAdded("a", "1")]), ("event/a", None, [NoteAdded("a", "2")]))
    assert [e.version for e in entries] == [1, 2]


def test_a_kept_connection_writes_again_and_again(engine):
    with engine.connect() as kept:
        for number in range(3):
            with log.writing(kept) as conn:
                log.append(conn, [("event/a", number, [NoteAdded("a", str(number))])], by="tester", now=NOW)
        with pytest.raises(log.ConcurrencyError), log.writing(kept) as conn:
            log.append(conn, [("event/b", 0, [NoteAdded("b", "gone")])], by="tester", now=NOW)
            log.append(conn, [("event/a", 0, [NoteAdded("a", "late")])], by="tester", now=NOW)
        add(engine, ("event/a", 3, [NoteAdded("a", "by another connection")]))
        with log.writing(kept) as conn:
            log.append(conn, [("event/a", 4, [NoteAdded("a", "after it")])], by="tester", now=NOW)
    assert [(e.position, e.stream, e.version) for e in everything(engine)] == [(n, "event/a", n) for n in range(1, 6)]


def test_a_commit_of_its_own_is_there_on_return(engine):
    with engine.connect() as kept:
        first = log.commit(kept, [("event/a", 0, [NoteAdded("a", "1")])], by="tester", now=NOW)
        add(engine, ("event/a", 1, [NoteAdded("a", "by another connection")]))
        second = log.commit(kept, [("event/a", 2, [NoteAdded("a", "3")]), ("event/b", 0, [])], by="tester", now=NOW)
        assert everything(engine)[::2] == first + second
    assert log.verify(engine).damage is None


def test_a_commit_that_fails_leaves_nothing_and_no_lock(engine):
    with engine.connect() as kept:
        for batch, error in (
            ([("event/b", 0, [NoteAdded("b", "gone")]), ("event/a", 1, [])], log.ConcurrencyError),
            ([("event/b", 0, [NoteAdded("b", "gone"), NoteAdded("b", "\0")])], ValueError),
        ):
            with pytest.raises(error):
                log.commit(kept, batch, by="tester", now=NOW)
            add(engine, ("event/c", None, [NoteAdded("c", "another writer")]))
        log.commit(kept, [("event/d", 0, [NoteAdded("d", "the same connection")])], by="tester", now=NOW)
    assert [e.stream for e in everything(engine)] == ["event/c", "event/c", "event/d"]


def test_a_commit_of_its_own_is_no_part_of_another_transaction(engine):
    with log.writing(engine) as conn, pytest.raises(RuntimeError, match="is in a transaction"):
        log.commit(conn, [("event/a", 0, [NoteAdded("a", "1")])], by="tester", now=NOW)


def test_nothing_appended_moves_nothing(engine):
    assert add(engine, ("event/a", None, [])) == []
    with engine.connect() as conn:
        assert log.head(conn) == log.Head(0, log.GENESIS, None)


def test_names_with_odd_characters_survive(engine):
    entries = add(engine, ("event/a\tb\\nc", 0, [NoteAdded("a", "tab\tback\\slash")]), by="O'Neil\t\\N")
    assert everything(engine) == entries


@pytest.mark.parametrize(
    ("filters", "positions"),
    [
        ({}, [1, 2, 3, 4, 5]),
        ({"after": 2}, [3, 4, 5]),
        ({"after": 1, "limit": 2}, [2, 3]),
        ({"until": 2}, [1, 2]),
        ({"stream": ["event/a"]}, [1, 3, 5]),
        ({"types": ["TagAdded"], "stream": ["event/b"]}, [4]),
        ({"limit": 0}, []),
    ],
)
def test_reading_a_part(engine, filters, positions):
    for stream, record in (
        ("a", NoteAdded("a", "1")),
        ("b", NoteAdded("b", "2")),
        ("a", TagAdded("a", "3")),
        ("b", TagAdded("b", "4")),
        ("a", NoteAdded("a", "5")),
    ):
        add(engine, (f"event/{stream}", None, [record]))
    assert [e.position for e in everything(engine, **filters)] == positions


def test_reading_goes_page_by_page(engine):
    add(engine, ("event/a", 0, [NoteAdded("a", str(n)) for n in range(2500)]))
    assert [e.record.text for e in everything(engine)] == [str(n) for n in range(2500)]
    assert len(everything(engine, limit=1001)) == 1001


@pytest.mark.parametrize("expected", [0, 1, 3])
def test_an_unexpected_version_appends_nothing(engine, expected):
    add(engine, ("event/a", 0, [NoteAdded("a", "1"), NoteAdded("a", "2")]))
    with pytest.raises(log.ConcurrencyError, match=f"event/a is at version 2, not {expected}"):
        add(engine, ("event/b", 0, [NoteAdded("b", "1")]), ("event/a", expected, [NoteAdded("a", "3")]))
    assert len(everything(engine)) == 2


def test_an_error_takes_all_of_a_transaction_back(engine):
    with pytest.raises(RuntimeError), log.writing(engine) as conn:
        log.append(conn, [("event/a", 0, [NoteAdded("a", "1")])], by="tester", now=NOW)
        raise RuntimeError
    assert everything(engine) == []
    add(engine, ("event/a", 0, [NoteAdded("a", "1")]))


@pytest.mark.parametrize("bad", [NoteAdded("a", "x\0"), NoteAdded("a", 1.5), NoteAdded("a", "\ud800")])
def test_a_payload_without_a_spelling_appends_nothing(engine, bad):
    with pytest.raises(ValueError, match=r"payload\.text"):
        add(engine, ("event/a", 0, [NoteAdded("a", "fine"), bad]))
    assert everything(engine) == []


@pytest.mark.parametrize(("bad", "what"), [("\n", "line break"), ("\0", "NUL"), ("\udc80", "lone surrogate")])
def test_names_without_a_spelling_are_refused(engine, bad, what):
    """Also inside a transaction that goes on: nothing of such an append stays."""
    with log.writing(engine) as conn:
        for stream, by in ((f"event/a{bad}", "tester"), ("event/a", f"a{bad}b")):
            with pytest.raises(ValueError, match=what):
                log.append(conn, [(stream, 0, [NoteAdded("a", "1")])], by=by, now=NOW)
        said = log.append(conn, [("event/a", 0, [NoteAdded("a", "1")])], by="tester", now=NOW)
    assert everything(engine) == said
    assert log.verify(engine).damage is None


def test_a_long_batch_that_ends_badly_leaves_its_transaction_as_it_was(engine):
    with log.writing(engine) as conn:
        said = log.append(conn, [("event/a", 0, [NoteAdded("a", "1")])], by="tester", now=NOW)
        long = [("event/b", 0, [NoteAdded("b", str(n)) for n in range(300)]), ("event/a", 1, [NoteAdded("a", "\0")])]
        with pytest.raises(ValueError, match="NUL"):
            log.append(conn, long, by="tester", now=NOW)
        said += log.append(conn, [("event/b", 0, [NoteAdded("b", str(n)) for n in range(300)])], by="tester", now=NOW)
    assert everything(engine) == said
    assert log.verify(engine).damage is None


@pytest.mark.parametrize(
    ("now", "recorded"),
    [
        ("2026-03-01T12:00:00Z", "2026-03-01T12:00:00.000000Z"),
        ("2026-03-01T14:00:00.5+02:00", "2026-03-01T12:00:00.500000Z"),
        ("2020-01-01T00:00:00Z", "2026-02-01T00:00:00.000000Z"),  # the clock was set back
    ],
)
def test_recorded_at_never_goes_back(engine, now, recorded):
    add(engine, ("event/a", 0, [NoteAdded("a", "1")]), now="2026-02-01T00:00:00Z")
    assert [e.recorded_at for e in add(engine, ("event/b", 0, [NoteAdded("b", "1")] * 2), now=now)] == [recorded] * 2


def test_an_instant_without_an_offset_is_refused(engine):
    with pytest.raises(ValueError, match="offset from UTC"):
        add(engine, ("event/a", 0, [NoteAdded("a", "1")]), now="2026-03-01T12:00:00")


def test_record_ids_are_uuids_of_version_7_in_order(engine):
    ids = [e.record_id for e in add(engine, ("event/a", 0, [NoteAdded("a", str(n)) for n in range(300)]))]
    assert all(re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", i) for i in ids)
    assert sorted(set(ids)) == ids


def test_erasure(engine):
    add(engine, ("event/a", 0, [NoteAdded("a", "a secret"), NoteAdded("a", "no secret")]))
    with log.writing(engine) as conn:
        assert [e.record for e in log.erase(conn, [1], "asked for", by="tester", now=NOW)] == [
            PayloadErased(1, "asked for")
        ]
    log.scrub(engine)
    with log.writing(engine) as conn:
        assert log.erase(conn, [1], "again", by="tester", now=NOW) == []
    assert [e.record for e in everything(engine)] == [None, NoteAdded("a", "no secret"), PayloadErased(1, "asked for")]
    found = log.verify(engine)
    assert (found.damage, found.records, found.erased) == (None, 3, 1)


@pytest.mark.parametrize(("position", "words"), [(9, "no record at position 9"), (2, "records an erasure")])
def test_what_cannot_be_erased(engine, position, words):
    add(engine, ("event/a", 0, [NoteAdded("a", "1")]))
    with log.writing(engine) as conn:
        log.erase(conn, [1], "asked for", by="tester", now=NOW)
    with log.writing(engine) as conn, pytest.raises(ValueError, match=words):
        log.erase(conn, [position], "asked for", by="tester", now=NOW)


def test_erased_bytes_leave_the_file(engine, database):
    add(engine, ("event/a", 0, [NoteAdded("a", "a very particular secret"), NoteAdded("a", "other")]))
    with log.writing(engine) as conn:
        log.erase(conn, [1], "asked for", by="tester", now=NOW)
    log.scrub(engine)
    if engine.dialect.name == "sqlite":
        for suffix in ("", "-wal"):
            with open(database + suffix, "rb") as file:
                assert b"particular secret" not in file.read()
    else:
        with engine.connect() as conn:
            assert conn.execute(text("SELECT count(*) FROM payloads")).scalar() == 2


def test_a_record_of_a_newer_release_stops_the_reader(engine, monkeypatch):
    add(engine, ("event/a", 0, [NoteAdded("a", "1"), TagAdded("a", "2")]))
    monkeypatch.delitem(records.TYPES, "TagAdded")
    with engine.connect() as conn:
        reader = log.read(conn)
        assert next(reader).position == 1
        with pytest.raises(records.UnknownRecord, match="newer release"):
            next(reader)


def _write_pairs(database, name, count):
    engine = db.connect(database, durable=False)
    for number in range(count):
        add(
            engine,
            (f"event/{name}", 2 * number, [NoteAdded(name, str(number))] * 2),
            ("event/s", None, [TagAdded("s", name)]),
        )
    engine.dispose()


@pytest.mark.parametrize("worker", [threading.Thread, multiprocessing.get_context("spawn").Process])
def test_many_writers_lose_nothing(database, worker):
    names, count = ("a", "b", "c"), 20
    workers = [worker(target=_write_pairs, args=(database, name, count)) for name in names]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    engine = db.connect(database)
    entries = everything(engine)
    assert [e.position for e in entries] == list(range(1, 3 * count * len(names) + 1))
    for name in names:
        assert [e.record.text for e in entries if e.stream == f"event/{name}"] == [
            str(n // 2) for n in range(2 * count)
        ]
    assert log.verify(engine).damage is None
    engine.dispose()


def test_of_two_writers_who_expect_the_same_version_one_wins(database):
    outcomes = []

    def write(name):
        engine = db.connect(database)
        try:
            add(engine, ("event/a", 0, [NoteAdded("a", name)]))
            outcomes.append("wrote")
        except log.ConcurrencyError:
            outcomes.append("was late")
        engine.dispose()

    threads = [threading.Thread(target=write, args=(name,)) for name in "xyz"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["was late", "was late", "wrote"]


def test_appending_outside_a_transaction_is_refused(engine):
    with engine.connect() as conn, pytest.raises(RuntimeError, match="needs a transaction"):
        log.append(conn, [("event/a", 0, [NoteAdded("a", "1")])], by="tester", now=NOW)
