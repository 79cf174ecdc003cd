"""How fast questions are answered, as ratios to the same work by hand in the same run.

    python -m benchmarks.questions OUT.db [--events 1000000] [--rounds 15]

Makes a database with that many events at OUT.db (one that is there is used again) and asks it: 30 days and an actor,
against the same SQL on sqlite3 by hand; one day over uncertain intervals, against R*Tree; ``--as-of``, against the
present; and the start of ``timeline events`` against ``import click, sqlalchemy``. Each figure is the median of pairs
taken in turns, so that a busy machine harms both sides alike.

The rows are written straight into the read model, for only reading is measured: dates over ten years, denser towards
the end; 70 % known to the day, 15 % to the month, 8 % to the year, the rest longer, open or undated; two to four actors
an event out of 20,000, named as news names them (few often, most seldom); every second event has an older version.
Beyond a million events dates and actors are those of the first million, put together anew.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import statistics
import subprocess
import sys
import time
from bisect import bisect
from collections.abc import Callable, Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from timeline import days, db, log, queries
from timeline.fold import span_class
from timeline.model import Period
from timeline.queries import EventFilter
from timeline.records import NoteAdded
from timeline.schema import (
    READ_MODEL_VERSION,
    events,
)

ACTORS = 20_000
START, END = days.of("2016-01-01"), days.of("2025-12-31")
POSITIONS = 1000
"""Records of the log; versions of events are spread over their positions."""
MOST = 1_000_000
"""Events that are drawn."""
FIRST = 100
TYPES = ("CONSULT", "AGREE", "ACCUSE", "ASSAULT")
ROLES = ("agent", "party", "recipient", "mentioned")
PLACES = ("Riverton", "Lakeside", None)
Row = tuple[Any, ...]


def drawn(number: int, seed: int = 1) -> Iterator[tuple[Row, list[tuple[str, str]]]]:
    """Events as rows of :data:`DRAWN`, and who takes part in what role."""
    rng = random.Random(seed)  # noqa: S311 (no secret)
    chance = rng.random
    weights = list(accumulate(1 / (rank + 10) for rank in range(ACTORS)))
    for n in range(number):
        first, last, precision = _span(rng, START + int((END - START) * chance() ** 0.5))
        after = _iso(last + 1) if last is not None else None
        row = (
            *(n, TYPES[int(4 * chance())], "main" if chance() < 0.6 else "background", _iso(first), _iso(last), after),
            *(first, last, span_class(first, last), precision, PLACES[int(3 * chance())]),
            2 + int((POSITIONS - 1) * chance()) if n % 2 else None,
        )
        parts = {f"q{bisect(weights, chance() * weights[-1]):05d}" for _ in range(2 + int(3 * chance()))}
        yield row, [(actor, ROLES[int(4 * chance())]) for actor in sorted(parts)]


def _span(rng: random.Random, first: int) -> tuple[int | None, int | None, str]:
    kind = rng.random()
    if kind < 0.70:
        return first, first, "day"
    year, month, _ = days.civil(first)
    if kind < 0.85:
        return days.number(year, month, 1), days.number(year, month, 28) + rng.randint(0, 2), "month"
    if kind < 0.93:
        return days.number(year, 1, 1), days.number(year, 12, 31), "year"
    if kind < 0.96:
        return first, first + rng.randint(400, 3000), "open"
    return (first, None, "open") if kind < 0.98 else (None, None, "open")


@cache
def _iso(day: int | None) -> str | None:
    return None if day is None else days.iso(day)


def make(path: Path, number: int) -> None:
    """A database with that many events."""
    engine = db.create(path)
    for start in range(0, POSITIONS, 100):
        with log.writing(engine) as conn:
            notes = [NoteAdded("e", str(n)) for n in range(start, start + 100)]
            log.append(conn, [("event/e", None, notes)], by="benchmark", now=f"2026-01-01T00:{start // 100:02d}:00Z")
    engine.dispose()
    raw = sqlite3.connect(path, isolation_level=None)
    raw.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -500000; {DRAWN}")
    indexes = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall()
    raw.execute("BEGIN")
    for name, _ in indexes:
        raw.execute(f"DROP INDEX {name}")
    ids = [f"q{n:05d}" for n in range(ACTORS)]
    raw.executemany("INSERT INTO actors VALUES (?, ?, 'person', NULL)", ((i, f"Actor {i}") for i in ids))
    raw.executemany("INSERT INTO actor_ids VALUES (?, ?)", zip(ids, ids, strict=True))
    for row, parts in drawn(min(number, MOST)):
        raw.execute(f"INSERT INTO drawn VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608 (own words only)
        raw.executemany("INSERT INTO taking VALUES (?, ?, ?)", [(row[0], *part) for part in parts])
    for start in range(0, number, MOST):
        values = {"start": start, "left": number - start, "shift": start // MOST * 7919, "most": min(number, MOST)}
        for statement in SPREAD.split(";"):
            raw.execute(statement, values)
    for _, sql in indexes:
        raw.execute(sql)
    raw.execute("UPDATE projections SET version = ?, position = ?", (READ_MODEL_VERSION, POSITIONS))
    raw.execute("COMMIT")
    raw.execute("PRAGMA journal_mode = WAL")
    raw.close()


DRAWN = """
    CREATE TEMP TABLE drawn (
        number INTEGER PRIMARY KEY, type, salience, begin, until, after, first_day, last_day, span_class, precision,
        place, changed
    );
    CREATE TEMP TABLE taking (
        number, actor_id, role, PRIMARY KEY (number, actor_id)
    ) WITHOUT ROWID;
"""
"""What the database spreads over the tables; ``changed``: the position of a later version."""
_ID = "printf('%016x', :start + drawn.number)"
_AS_IT_IS = ("type", "salience", "first_day", "last_day", "span_class", "place")
_EVENTS = {
    **{name: name for name in _AS_IT_IS},
    "event_id": _ID, "title": "printf('Ministers of two states meet for talks, number %06x', :start + drawn.number)",
    "status": "'occurred'", "certainty": "'certain'", "polarity": "'positive'", "claim": "'asserted'",
    "starts_at": "begin || ' 00:00:00.000000'", "ends_before": "after || ' 00:00:00.000000'", "earliest": "begin",
    "latest": "until", "likely_date": "begin", "earliest_day": "first_day", "latest_day": "last_day",
    "extent": "'within'", "date_edtf": "begin", "date_precision": "precision",
    "date_basis": "iif(begin IS NULL, 'none', 'explicit')", "date_conflicts": "0",
    "sql_date": "iif(precision = 'day', begin, NULL)", "year": "CAST(substr(begin, 1, 4) AS INTEGER)",
    "month": "iif(precision IN ('day', 'month'), CAST(substr(begin, 6, 2) AS INTEGER), NULL)", "sources": "1",
    "reports": "1", "confidence": "800",
}  # fmt: skip
_EVENT = ", ".join(_EVENTS.get(column.name, "NULL") for column in events.columns)
_PART = f"{_ID}, actor_id, role, span_class, first_day, last_day"
_SINCE = "1, changed, '2026-01-01T00:00:00Z', iif(changed, '2026-01-01T00:01:00Z', NULL)"
_THEN = "changed, NULL, '2026-01-01T00:00:00Z', NULL"
_ALL = "FROM drawn WHERE drawn.number < :left"
_TAKING = "FROM drawn CROSS JOIN taking ON taking.number = (drawn.number + :shift) % :most WHERE drawn.number < :left"
SPREAD = f"""
    INSERT INTO events SELECT {_EVENT} {_ALL};
    INSERT INTO event_ids SELECT {_ID}, {_ID} {_ALL};
    INSERT INTO event_actors SELECT {_PART} {_TAKING};
    INSERT INTO event_history SELECT {_EVENT}, {_SINCE} {_ALL};
    INSERT INTO event_history SELECT {_EVENT}, {_THEN} {_ALL} AND changed;
    INSERT INTO event_actors_history SELECT {_PART}, {_SINCE} {_TAKING};
    INSERT INTO event_actors_history SELECT {_PART}, {_THEN} {_TAKING} AND changed
"""


# --- by hand ---

_COLUMNS = ", ".join(f"e.{name}" for name in queries.EVENT_COLUMNS)
_SPANS = """
    (s.span_class = 'day' AND s.first_day BETWEEN :first AND :last)
    OR (s.span_class = 'month' AND s.first_day BETWEEN :first - 30 AND :last AND s.last_day >= :first)
    OR (s.span_class = 'year' AND s.first_day BETWEEN :first - 365 AND :last AND s.last_day >= :first)
    OR (s.span_class = 'longer' AND (s.first_day <= :last OR s.first_day IS NULL)
        AND (s.last_day >= :first OR s.last_day IS NULL))
"""
BY_HAND = f"""
    SELECT {_COLUMNS} FROM events e
    WHERE e.salience = 'main' AND e.event_id IN (
        SELECT s.event_id FROM event_actors s WHERE s.actor_id = :actor AND ({_SPANS}))
    ORDER BY e.first_day, e.title, e.event_id
"""  # noqa: S608 (own words only)
PARTS_BY_HAND = """
    SELECT p.event_id, p.actor_id, a.name, p.role FROM event_actors p JOIN actors a USING (actor_id)
    WHERE p.event_id IN (SELECT value FROM json_each(:ids))
"""
RTREE = f"""
    SELECT {_COLUMNS} FROM spans r JOIN events e ON e.rowid = r.id
    WHERE r.first_day <= :last AND r.last_day >= :first AND e.salience = 'main'
    ORDER BY coalesce(e.first_day, e.last_day), e.title, e.event_id LIMIT :limit
"""  # noqa: S608 (own words only)
RTREE_COUNT = """
    SELECT e.type, count(*) FROM spans r JOIN events e ON e.rowid = r.id
    WHERE r.first_day <= :last AND r.last_day >= :first AND e.salience = 'main' GROUP BY e.type
"""


def by_hand(raw: sqlite3.Connection, statement: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a statement and who takes part in each, with sqlite3 and nothing else."""
    cursor = raw.execute(statement, values)
    names = [column[0] for column in cursor.description]
    found = [dict(zip(names, row, strict=True)) for row in cursor]
    parts: dict[str, list[dict[str, Any]]] = {row["event_id"]: [] for row in found}
    for event_id, actor_id, name, role in raw.execute(PARTS_BY_HAND, {"ids": json.dumps(list(parts))}):
        parts[event_id].append({"actor_id": actor_id, "name": name, "role": role})
    for row in found:
        row["actors"] = parts[row["event_id"]]
    return found


def with_rtree(path: Path) -> sqlite3.Connection:
    """A connection with an R*Tree of all spans in a file of its own beside the database."""
    beside = path.with_name(f"{path.name}-rtree")
    fresh = not beside.exists()
    raw = sqlite3.connect(beside, isolation_level=None)
    raw.execute("ATTACH ? AS t", (str(path),))
    if fresh:
        raw.execute("CREATE VIRTUAL TABLE spans USING rtree_i32(id, first_day, last_day)")
        raw.execute(
            "INSERT INTO spans SELECT rowid, ifnull(first_day, -2147483648), ifnull(last_day, 2147483647)"
            " FROM t.events WHERE span_class <> 'none'"
        )
    return raw


# --- measuring ---


def paired(one: Callable[[int], object], other: Callable[[int], object], rounds: int) -> tuple[float, float, float]:
    """Median milliseconds of both, taken in turns, and the median of their ratios; the first turns warm the caches."""
    mine: list[float] = []
    theirs: list[float] = []
    for number in range(rounds + 3):
        for work, times in ((one, mine), (other, theirs)):
            start = time.perf_counter()
            work(number)
            times.append(time.perf_counter() - start)
    mine, theirs = mine[3:], theirs[3:]
    ratio = statistics.median(a / b for a, b in zip(mine, theirs, strict=True))
    return 1000 * statistics.median(mine), 1000 * statistics.median(theirs), ratio


def windows(length: int, rounds: int) -> list[tuple[int, int]]:
    """Periods over the last years, always the same."""
    rng = random.Random(2)  # noqa: S311 (no secret)
    starts = [rng.randint(days.of("2023-01-01"), days.of("2025-10-01")) for _ in range(rounds + 3)]
    return [(start, start + length - 1) for start in starts]


def _asked(window: tuple[int, int], actor: str | None = None, as_of: int | None = None) -> EventFilter:
    """A month of an actor in full; of a day's thousands of events that may lie on it, the first hundred."""
    limit = None if actor else FIRST
    return EventFilter(period=Period(*window), actors=(actor,) if actor else (), as_of=as_of, limit=limit)


def thirty_days(conn: Connection, raw: sqlite3.Connection, rounds: int) -> None:
    """30 days and an actor, of those named often and of those named now and then."""
    for name, actor in (("often named", "q00003"), ("now and then", "q00200")):
        asked = windows(30, rounds)
        values = [{"first": a, "last": b, "actor": actor} for a, b in asked]
        found = queries.events(conn, _asked(asked[0], actor))
        hand = by_hand(raw, BY_HAND, values[0])
        assert [row["event_id"] for row in found] == [row["event_id"] for row in hand]
        tell(
            f"30 days and an actor {name} ({len(found)} events), to sqlite3 by hand",
            *paired(
                lambda n, a=actor, w=asked: queries.events(conn, _asked(w[n], a)),  # type: ignore[misc]
                lambda n, v=values: by_hand(raw, BY_HAND, v[n]),  # type: ignore[misc]
                rounds,
            ),
        )


def one_day(conn: Connection, raw: sqlite3.Connection, rounds: int) -> None:
    """Main events that may lie on a day: the first hundred, and how many there are."""
    asked = windows(1, rounds)
    values = [{"first": a, "last": b, "limit": FIRST} for a, b in asked]
    found = queries.events(conn, _asked(asked[0]))
    assert [r["event_id"] for r in found] == [r["event_id"] for r in by_hand(raw, RTREE, values[0])]
    number = sum(row["events"] for row in queries.count(conn, "type", _asked(asked[0])))
    assert number == sum(row[1] for row in raw.execute(RTREE_COUNT, values[0]))
    tell(
        f"the first {FIRST} of one day over uncertain intervals ({number:,} events), to R*Tree",
        *paired(lambda n: queries.events(conn, _asked(asked[n])), lambda n: by_hand(raw, RTREE, values[n]), rounds),
    )
    tell(
        "how many of which type on that day, to R*Tree",
        *paired(
            lambda n: queries.count(conn, "type", _asked(asked[n])),
            lambda n: raw.execute(RTREE_COUNT, values[n]).fetchall(),
            rounds,
        ),
    )


def as_of(conn: Connection, rounds: int) -> None:
    """What was known half-way, against what is known now."""
    for name, length, actor in (("30 days and an actor", 30, "q00003"), ("one day", 1, None)):
        asked = windows(length, rounds)
        tell(
            f"{name} --as-of, to the present",
            *paired(
                lambda n, w=asked, a=actor: queries.events(conn, _asked(w[n], a, POSITIONS // 2)),  # type: ignore[misc]
                lambda n, w=asked, a=actor: queries.events(conn, _asked(w[n], a)),  # type: ignore[misc]
                rounds,
            ),
        )


def process(path: Path, rounds: int) -> None:
    """The whole command, against the start of the two libraries it stands on."""
    libraries = [sys.executable, "-c", "import click, sqlalchemy"]
    command = [sys.executable, "-m", "timeline", "--db", str(path), "events", "2024-05-01..2024-05-30", "--actor",
               "Actor q00200", "-o", "jsonl"]  # fmt: skip
    tell(
        "timeline events, the process, to import click, sqlalchemy",
        *paired(
            lambda _: subprocess.run(command, capture_output=True, check=True),  # noqa: S603 (own words only)
            lambda _: subprocess.run(libraries, capture_output=True, check=True),  # noqa: S603 (own words only)
            rounds,
        ),
    )


def tell(what: str, mine: float, theirs: float, ratio: float) -> None:
    """One figure."""
    print(f"{what}: {mine:.2f} ms to {theirs:.2f} ms, ratio {ratio:.2f}", flush=True)


def main() -> None:
    """Ask everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=15)
    asked = parser.parse_args()
    if not asked.out.exists():
        start = time.perf_counter()
        make(asked.out, asked.events)
        size = asked.out.stat().st_size
        print(
            f"{asked.events:,} events, {size / 1e6:,.0f} MB, made in {time.perf_counter() - start:,.0f} s", flush=True
        )
    engine = db.connect(asked.out, readonly=True)
    raw = with_rtree(asked.out)
    with engine.connect() as conn:
        thirty_days(conn, raw, asked.rounds)
        one_day(conn, raw, asked.rounds)
        as_of(conn, asked.rounds)
    process(asked.out, min(asked.rounds, 9))
    raw.close()
    engine.dispose()


if __name__ == "__main__":
    main()
