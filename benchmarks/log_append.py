"""How fast the log is, as ratios to the bare engines in the same run, the same bytes, the same durability.

    python -m benchmarks.log_append [--records 20000] [--batch 1000] [--postgres URL] [--processor]

Each figure is the best of ``--rounds``, taken in turns, so that a busy machine harms both sides alike. Raw SQLite is
one ``executemany`` per batch into one table without keys, WAL, synchronous NORMAL; the log writes through
``log.append`` with all guards on. Raw PostgreSQL is COPY of the same rows into such a table. Verifying is held against
hashing the same bytes in memory, one digest for each payload and one for each link of the chain; it takes as many
processes as there are cores from 200,000 records on, and one with ``--processor``. The library eventsourcing, where it
is installed, saves the same notes.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import Engine, text

from timeline import db, log
from timeline.model import Mention, Report, RoleMention, When
from timeline.records import NoteAdded, Record, ReportExtracted, report_payload

_INSERT = "INSERT INTO bare VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
Clock = Callable[[], float]
Batch = list[tuple[str, int | None, Sequence[Record]]]


def instant(number: int) -> str:
    """The time of an append, a millisecond after the one before, since clocks go on.

    Were it always the same, all ids (UUIDs of version 7) would be of one millisecond, and those of each commit would
    fall all over the index instead of behind the last.
    """
    return (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(milliseconds=number)).isoformat()


def report(number: int) -> ReportExtracted:
    """A report as an extraction gives it, about 600 bytes of JSON."""
    mention = Mention(40 + number % 50, 51 + number % 50, "the minister", "person", "Ana Example")
    found = Report(
        ordinal=number % 20, title=f"Minister opens bridge {number}", trigger="open", trigger_start=52, trigger_end=58,
        sentence_start=0, sentence_end=90, type="STATE", mentions=(RoleMention("agent", mention),), place="Riverton",
        when=When("2024-05-02", "2024-05-02", "2024-05-02", "2024-05-02", "day", basis="explicit", rule="en.month_day"),
        status="occurred", salience="main", cues=("status.occurred: opened",),
    )  # fmt: skip
    return ReportExtracted(f"{number // 20:032x}", f"{number:032x}", "timeline/1", report_payload(found))


def note(number: int) -> NoteAdded:
    """A flat record of about 600 bytes."""
    return NoteAdded(f"{number // 20:032x}", f"{number:08d} " + "a plain sentence of some length. " * 16)


def batches(make: Callable[[int], Record], records: int, size: int) -> list[Batch]:
    """Appends of ``size`` records, twenty to a stream."""
    return [
        [
            (f"article/{number:032x}", 0, [make(i) for i in range(number, min(number + 20, start + size))])
            for number in range(start, start + size, 20)
        ]
        for start in range(0, records, size)
    ]


def timed(clock: Clock, work: Callable[[], object]) -> float:
    """Seconds that the work takes."""
    gc.collect()
    start = clock()
    work()
    return clock() - start


def append_all(engine: Engine, work: list[Batch], start: int = 0) -> None:
    """Through the public API, one commit per batch."""
    for number, batch in enumerate(work, start):
        with log.writing(engine) as conn:
            log.append(conn, batch, by="benchmark", now=instant(number))


def stored(engine: Engine) -> list[tuple[object, ...]]:
    """Every byte of the log as rows, for the bare engines."""
    query = """
        SELECT log.position, record_id, stream_id, version, type, schema_version, recorded_at, "by", payload_hash,
               previous_hash, hash, salt, bytes
        FROM log JOIN payloads ON payloads.position = log.position ORDER BY log.position
    """
    with engine.connect() as conn:
        return [tuple(row) for row in conn.execute(text(query))]


def bare_sqlite(path: Path, rows: list[tuple[object, ...]], size: int) -> None:
    """The same bytes by executemany."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("CREATE TABLE bare (a, b, c, d, e, f, g, h, i, j, k, l, m)")
    for start in range(0, len(rows), size):
        connection.execute("BEGIN")
        connection.executemany(_INSERT, rows[start : start + size])
        connection.execute("COMMIT")
    connection.close()


def hash_all(rows: list[tuple[object, ...]]) -> None:
    """The digests that a verification must take at the least, over bytes in memory."""
    for row in rows:
        hashlib.sha256(row[-2] + row[-1]).digest()  # type: ignore[operator]
        hashlib.sha256(row[9] + b"x" * 130 + row[8]).digest()  # type: ignore[operator]


def bare_postgresql(engine: Engine, rows: list[tuple[object, ...]], size: int) -> None:
    """The same bytes by COPY."""
    columns = "a bigint, b text, c bigint, d bigint, e text, f int, g text, h text" + "".join(
        f", {c} bytea" for c in "ijklm"
    )
    with engine.begin() as conn:
        conn.execute(text("DROP TABLE IF EXISTS bare"))
        conn.execute(text(f"CREATE TABLE bare ({columns})"))
    for start in range(0, len(rows), size):
        with engine.begin() as conn:
            cursor: Any = conn.connection.cursor()
            with cursor.copy("COPY bare FROM STDIN") as copy:
                for row in rows[start : start + size]:
                    copy.write_row(row)


def singles(engine: Engine, path: Path, rows: list[tuple[object, ...]], clock: Clock) -> tuple[float, float]:
    """One record, one commit, and one row, one commit, as durable, in turns: the median seconds of each.

    Either side keeps its connection, and gets what it writes ready made.
    What a commit waits for the disk differs tenfold from one moment to the next where others use it too.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE bare (a, b, c, d, e, f, g, h, i, j, k, l, m)")
    ours, bare = [], []
    work = [([(f"event/{number}", 0, [note(number)])], instant(number)) for number in range(len(rows))]
    with engine.connect() as kept:
        for (batch, now), row in zip(work, rows, strict=True):
            start = clock()
            log.commit(kept, batch, by="benchmark", now=now)
            between = clock()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(_INSERT, row)
            connection.execute("COMMIT")
            ours.append(between - start)
            bare.append(clock() - between)
    connection.close()
    return median(ours), median(bare)


@cache
def _story() -> Any:
    # The library knows a class by its name, and none twice.
    from eventsourcing.domain import Aggregate, event

    class Story(Aggregate):
        @event("Noted")
        def note(self, event_id: str, text: str) -> None:
            pass

    return Story


def peer(path: Path, records: int, size: int) -> None:
    """The same notes by ``app.save`` of the library eventsourcing: ``size`` of them a save, twenty to an aggregate."""
    app = _application(path)
    for start in range(0, records, size):
        stories = []
        for number in range(start, start + size, 20):
            story = _story()()  # the first event of its twenty
            for i in range(number + 1, min(number + 20, start + size)):
                story.note(note(i).event_id, note(i).text)
            stories.append(story)
        app.save(*stories)
    app.close()


def against_peer(records: int, size: int, clock: Clock) -> list[tuple[str, float, float]]:
    """Appending notes against the library eventsourcing, each in the mode that it comes with; nothing without it.

    Its users change one aggregate and save it: an event a save, at most a few. One save of very many is not its habit,
    and what its store can do at the most.
    """
    if find_spec("eventsourcing") is None:
        return []
    work, few = batches(note, records, size), min(records, 500)
    with tempfile.TemporaryDirectory() as folder:
        engine = db.create(Path(folder, "log.db"))
        ours = timed(clock, lambda: append_all(engine, work)) / records
        engine.dispose()
        one, saved = one_by_one(Path(folder), few, clock)
        aggregate = timed(clock, lambda: peer(Path(folder, "aggregate.db"), 20 * few, 20)) / (20 * few)
        theirs = timed(clock, lambda: peer(Path(folder, "peer.db"), records, size)) / records
    return [
        (f"notes, {size:,} a commit; app.save, one event", ours, saved),
        (f"notes, {size:,} a commit; app.save, an aggregate of 20", ours, aggregate),
        (f"notes, {size:,} a commit; app.save, {size:,} events", ours, theirs),
        ("notes, a commit each; app.save, one event", one, saved),
    ]


def one_by_one(folder: Path, records: int, clock: Clock) -> tuple[float, float]:
    """A commit for each note of one stream, and a save for each of one aggregate, in turns: the median seconds."""
    engine, app, story = db.create(folder / "single.db"), _application(folder / "one.db"), _story()()
    ours, saved = [], []
    with engine.connect() as kept:
        for number in range(records):
            new, now = note(number), instant(number)
            start = clock()
            log.commit(kept, [("event/one", number, [new])], by="benchmark", now=now)
            between = clock()
            story.note(new.event_id, new.text)
            app.save(story)
            ours.append(between - start)
            saved.append(clock() - between)
    app.close()
    engine.dispose()
    return median(ours), median(saved)


def _application(path: Path) -> Any:
    from eventsourcing.application import Application

    return Application(env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": str(path)})


def on_sqlite(make: Callable[[int], Record], records: int, size: int, clock: Clock) -> list[tuple[str, float, float]]:
    """One round on SQLite: (name, our seconds, the bare engine's seconds) per record."""
    work, few = batches(make, records, size), min(records, 500)
    with tempfile.TemporaryDirectory() as folder:
        db.create(Path(folder, "log.db")).dispose()
        engine = db.connect(Path(folder, "log.db"), durable=False)
        appended = timed(clock, lambda: append_all(engine, work))
        rows = stored(engine)
        bare = timed(clock, lambda: bare_sqlite(Path(folder, "bare.db"), rows, size))
        # Processor time knows nothing of other processes.
        processes = os.cpu_count() or 1 if clock is time.perf_counter else 1
        verified = timed(clock, lambda: log.verify(engine, processes=processes))
        hashed = timed(clock, lambda: hash_all(rows))
        engine.dispose()
        durable = db.connect(Path(folder, "log.db"))
        single, bare_single = singles(durable, Path(folder, "one.db"), rows[:few], clock)
        durable.dispose()
    return [
        (f"append {make.__name__}s, SQLite", appended / records, bare / records),
        (f"verify {make.__name__}s, SQLite", verified / records, hashed / records),
        ("single durable appends, SQLite", single, bare_single),
    ]


def on_postgresql(
    url: str, make: Callable[[int], Record], records: int, size: int, clock: Clock
) -> list[tuple[str, float, float]]:
    """One round on PostgreSQL; the database must be new. Appends grow it from round to round."""
    work = batches(make, records, size)
    engine = db.create(url)
    with engine.connect() as conn:
        before = log.head(conn).position
    fresh = [[(f"{name}/{before}", version, new) for name, version, new in batch] for batch in work]
    appended = timed(clock, lambda: append_all(engine, fresh, before))
    rows = stored(engine)[-records:]
    bare = timed(clock, lambda: bare_postgresql(engine, rows, size))
    with engine.begin() as conn:
        conn.execute(text("DROP TABLE bare"))
    engine.dispose()
    return [(f"append {make.__name__}s, PostgreSQL", appended / records, bare / records)]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=20000)
    parser.add_argument("--batch", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--postgres", help="URL of a new database")
    parser.add_argument("--processor", action="store_true", help="count processor time: for SQLite on a busy machine")
    asked = parser.parse_args()
    clock = time.process_time if asked.processor else time.perf_counter
    best: dict[str, tuple[float, float]] = {}
    for _ in range(asked.rounds):
        for make in (report, note):
            found = on_sqlite(make, asked.records, asked.batch, clock)
            if asked.postgres:
                found += on_postgresql(asked.postgres, make, asked.records, asked.batch, clock)
            if make is note:
                found += against_peer(asked.records, asked.batch, clock)
            for name, ours, bare in found:
                old = best.get(name, (ours, bare))
                best[name] = (min(ours, old[0]), min(bare, old[1]))
    print(f"{'':<56}{'ours/s':>12}{'bare/s':>12}{'ratio':>8}")
    for name, (ours, bare) in best.items():
        print(f"{name:<56}{1 / ours:>12,.0f}{1 / bare:>12,.0f}{bare / ours:>8.2f}")


if __name__ == "__main__":
    main()
