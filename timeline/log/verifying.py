"""Whether the log is what was written: every payload, every envelope, every link of the chain, and its end."""

from __future__ import annotations

import hashlib
import signal
import sqlite3
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, cast

from sqlalchemy import URL, Connection, Engine, func, select, text

from timeline.db import connect, known
from timeline.log.hashing import GENESIS
from timeline.schema import head as head_table
from timeline.schema import log

STEP = 1000
STRETCH = 25_000
"""How many records are checked in one go at the least."""
_MOST = 1000
"""Stretches, however long a head says that the log is."""
_WORTH = 8
"""With fewer stretches another process would be started for too little."""

# The database puts the envelopes together (see timeline.log.hashing) and gives them as bytes: either done here, or
# payloads read by a query of their own, takes longer.
_RECORDS = """
    SELECT log.position, {envelope}, payload_hash, previous_hash, hash, salt, bytes
    FROM log LEFT JOIN streams ON streams.stream_id = log.stream_id
        LEFT JOIN payloads ON payloads.position = log.position
    WHERE log.position BETWEEN :first AND :last ORDER BY log.position
"""
_ENVELOPE = """
    log.position || :lf || record_id || :lf || name || :lf || log.version || :lf || type || :lf
    || schema_version || :lf || recorded_at || :lf || "by"
""".replace(":lf", "'\n'")
_QUERIES = {
    "sqlite": _RECORDS.format(envelope=f"CAST({_ENVELOPE} AS BLOB)"),
    "postgresql": _RECORDS.format(envelope=f"convert_to({_ENVELOPE}, 'UTF8')"),
}
_OUTSIDE = "SELECT position FROM {table} WHERE position < 1 OR position > :end ORDER BY position LIMIT 1"
# Counted along an index that is there: no sorting, however long the log is.
_STREAM_GAPS = """
    SELECT last FROM (
        SELECT stream_id, max(position) AS last, min(version) AS lowest, max(version) AS highest, count(*) AS records
        FROM log GROUP BY stream_id
    ) AS counted LEFT JOIN streams ON streams.stream_id = counted.stream_id
    WHERE lowest <> 1 OR highest <> records OR highest <> coalesce(streams.version, 0)
    ORDER BY 1 LIMIT 1
"""
_EMPTY_STREAM = """
    SELECT 1 FROM streams WHERE NOT EXISTS (SELECT 1 FROM log WHERE log.stream_id = streams.stream_id) LIMIT 1
"""
_ERASURE = "SELECT 1 FROM streams JOIN log USING (stream_id) WHERE name = :name AND type = 'PayloadErased'"


@dataclass(frozen=True, slots=True)
class Damage:
    """The first thing wrong with a log."""

    position: int
    """The first bad position."""
    what: str
    """One sentence for people."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What :func:`verify` found."""

    records: int
    """How many records were found good, from the first on."""
    erased: int
    """How many of them have lost their payloads lawfully."""
    head: str
    """``POSITION:HASH`` of the last good record; keep it elsewhere and give it back as ``head``."""
    damage: Damage | None


class _Bad(Exception):
    def __init__(self, position: int, what: str, good: _Good | None = None) -> None:
        self.damage, self.good = Damage(position, what), good


def verify(
    engine: Engine,
    head: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    *,
    processes: int = 1,
    stretch: int = STRETCH,
) -> Verification:
    """Check the whole log as it stands at the start, in bounded memory; writers may go on.

    A change of any record or payload, a removed, swapped or inserted record and a lost tail are found, but for a
    consistent rewrite of everything from some position on: that takes a ``head`` kept elsewhere.

    Args:
        engine: of the database.
        head: ``HASH`` or ``POSITION:HASH`` noted earlier: the log must still contain it.
        progress: called with (records checked, records in all) after each thousand, or each stretch of a process.
        processes: more than one: stretches of a long log are checked side by side, by new processes that import the
            main module anew (keep what it does under ``if __name__ == "__main__"``). 8 stretches at the least.
        stretch: records that are checked in one go at the least.

    Raises:
        ValueError: ``head`` is no hash.
        DatabaseProblem: the database cannot be read for a reason that is no damage.
    """
    wanted = _parse_head(head) if head else None
    good = _Good(0, GENESIS, 0)
    try:
        with engine.connect() as conn:
            if conn.dialect.name != "sqlite":
                conn = conn.execution_options(isolation_level="REPEATABLE READ")
            end, hash_ = _end(conn)
            stretches = _split(end, stretch)
            with closing(_checked(conn, stretches, end, processes, progress)) as checked:
                for found in checked:
                    good = _joined(good, found)
            _expect_end(conn, good, end, hash_)
            _expect_whole(conn, end)
            if wanted:
                _expect_kept(conn, *wanted)
    except _Bad as bad:
        return _result(bad.good or good, bad.damage)
    except Exception as error:
        return _result(good, _unreadable(error, good.position + 1))
    return _result(good, None)


@dataclass(frozen=True, slots=True)
class _Good:
    """How far a log was found good."""

    position: int
    hash: bytes
    erased: int


@dataclass(frozen=True, slots=True)
class _Checked:
    """What was found in a stretch of records."""

    previous: bytes
    """The hash that its first record follows."""
    good: _Good
    damage: Damage | None


def _result(good: _Good, damage: Damage | None) -> Verification:
    return Verification(good.position, good.erased, f"{good.position}:{good.hash.hex()}", damage)


def _end(conn: Connection) -> tuple[int, bytes]:
    end = conn.execute(select(head_table.c.position, head_table.c.hash)).one_or_none()
    if end is None:
        raise _Bad(0, "the head of the log is missing")
    try:
        return int(end.position), bytes(end.hash)
    except (TypeError, ValueError):
        raise _Bad(0, "the head of the log holds a value of another type") from None


def _split(end: int, least: int) -> list[tuple[int, int]]:
    size = max(least, end // _MOST)
    return [(first, min(first + size - 1, end)) for first in range(1, end + 1, size)]


def _checked(
    conn: Connection,
    stretches: Sequence[tuple[int, int]],
    end: int,
    processes: int,
    progress: Callable[[int, int], None] | None,
) -> Generator[_Checked, None, None]:
    """The stretches in their order. Other processes begin at the end, and this one goes to meet them.

    So it is at work while they start, which takes them as long as checking some ten thousand records.
    """
    if processes == 1 or len(stretches) < _WORTH:
        for first, last in stretches:
            yield _Walk(first, last, end, progress).run(conn)
        return
    # A forked process would share the connections of this one.
    pool = ProcessPoolExecutor(processes - 1, get_context("spawn"), _undisturbed)
    elsewhere: dict[int, Future[_Checked]] = {}
    met = len(stretches)
    try:
        for number, (first, last) in enumerate(stretches):
            with suppress(BrokenProcessPool):
                while number + 1 < met and sum(not f.done() for f in elsewhere.values()) < 2 * (processes - 1):
                    elsewhere[met - 1] = pool.submit(_check_apart, conn.engine.url, *stretches[met - 1], end)
                    met -= 1
            found = _result_of(elsewhere.get(number)) or _Walk(first, last, end, progress).run(conn)
            if progress:
                progress(found.good.position, end)
            yield found
    finally:
        # After damage or Ctrl-C nobody waits for the rest.
        pool.shutdown(wait=False, cancel_futures=True)


def _result_of(future: Future[_Checked] | None) -> _Checked | None:
    """What another process found; None where none has begun, or was killed (by want of memory, for one)."""
    try:
        return future.result() if future else None
    except BrokenProcessPool:
        return None


def _undisturbed() -> None:
    # Ctrl-C goes to the whole group of processes; the one that asked decides what becomes of the work.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _check_apart(url: URL, first: int, last: int, end: int) -> _Checked:
    engine = connect(url, readonly=True, check=False)
    try:
        with engine.connect() as conn:
            return _Walk(first, last, end, None).run(conn)
    finally:
        engine.dispose()


def _joined(before: _Good, found: _Checked) -> _Good:
    """Where the log is good up to after one more stretch.

    Each stretch is read in a snapshot of its own, so that its first link is held against what was really found before.
    """
    if found.damage is None and found.previous != before.hash:
        raise _Bad(before.position + 1, "the chain is broken: the record does not follow the one before it")
    if found.good.position <= before.position:
        good = before
    else:
        good = _Good(found.good.position, found.good.hash, before.erased + found.good.erased)
    if found.damage:
        raise _Bad(found.damage.position, found.damage.what, good)
    return good


def _unreadable(error: Exception, position: int) -> Damage:
    """The damage behind an error; one that tells of none is raised."""
    problem = known(error, "the database")
    if problem is None and not isinstance(error, sqlite3.Error):
        raise error
    if problem is not None and not problem.damaged:
        raise problem from error
    return Damage(position, f"the database cannot be read here: {problem or error}")


class _Walk:
    """One pass over a stretch of the log; keeps where it stands, so that a broken read can be placed."""

    def __init__(self, first: int, last: int, end: int, progress: Callable[[int, int], None] | None) -> None:
        self._first, self._last, self._end, self._progress = first, last, end, progress
        self.position, self.hash, self.erased = first - 1, GENESIS, 0

    def run(self, conn: Connection) -> _Checked:
        previous = GENESIS
        damage: Damage | None = None
        try:
            previous = self.hash = self._start(conn)
            self._follow(conn)
            if self.position < self._last:
                raise self._is_missing(conn)
        except _Bad as bad:
            damage = bad.damage
        except (TypeError, ValueError, AttributeError):
            damage = Damage(self.position + 1, "a field of the record holds a value of another type")
        except Exception as error:
            damage = _unreadable(error, self.position + 1)
        return _Checked(previous, _Good(self.position, self.hash, self.erased), damage)

    def _start(self, conn: Connection) -> bytes:
        """The hash before the first record, as it is stored: the stretch before checks it."""
        before = self._first - 1
        if not before:
            return GENESIS
        found = conn.execute(select(log.c.hash).where(log.c.position == before)).scalar()
        if found is None:
            self.position = before - 1
            raise self._is_missing(conn)
        return bytes(found)

    def _follow(self, conn: Connection) -> None:
        """Go along the records and their payloads, as far as they are good."""
        # Written out and with everything local: this loop runs for every record there is (see chain, payload_hash).
        sha256, last, before = hashlib.sha256, self.position, self.hash
        progress, end = self._progress, self._end
        try:
            for position, around, inner, previous, outer, salt, data in _stream(conn, self._first, self._last):
                if (
                    position != last + 1
                    or previous != before
                    or sha256(previous + around + inner).digest() != outer
                    or around.count(b"\n") != 7
                ):
                    raise _record_is_bad(position, previous, last, before)
                if data is None:
                    self._expect_erased(conn, position)
                elif sha256(salt + data).digest() != inner:
                    raise _Bad(position, "the payload was changed: it does not have the hash recorded for it")
                last, before = position, outer
                if progress and (position % STEP == 0 or position == end):
                    progress(position, end)
        finally:
            self.position, self.hash = last, before

    def _expect_erased(self, conn: Connection, position: int) -> None:
        if conn.execute(text(_ERASURE), {"name": f"erased/{position}"}).first() is None:
            raise _Bad(position, "the payload is missing and no record says that it was erased")
        self.erased += 1

    def _is_missing(self, conn: Connection) -> _Bad:
        missing = self.position + 1
        if conn.execute(select(log.c.position).where(log.c.position > missing).limit(1)).first():
            return _Bad(missing, f"the record at position {missing} is missing")
        return _Bad(missing, f"records are missing: the log ends at {self.position}, its head says {self._end}")


def _stream(conn: Connection, first: int, last: int) -> Iterator[Any]:
    """The records of a stretch and their payloads, a few at a time."""
    query = text(_QUERIES[conn.dialect.name])
    result = conn.execution_options(yield_per=STEP).execute(query, {"first": first, "last": last})
    # SQLite's own cursor streams by itself, and faster without SQLAlchemy's rows around it.
    return iter(result) if conn.dialect.name != "sqlite" else iter(cast("Any", result.cursor))


def _record_is_bad(position: int, previous: bytes, last: int, before: bytes) -> _Bad:
    if position != last + 1:
        return _Bad(last + 1, f"the record at position {last + 1} is missing")
    if previous != before:
        return _Bad(position, "the chain is broken: the record does not follow the one before it")
    return _Bad(position, "the record was changed: it does not have the hash recorded for it")


def _expect_end(conn: Connection, good: _Good, end: int, hash_: bytes) -> None:
    beyond = _outside(conn, "log", end)
    if beyond is not None and beyond > end:
        last = conn.execute(select(func.max(log.c.position))).scalar_one()
        damage = _Walk(end + 1, last, last, None).run(conn).damage
        if damage:
            raise _Bad(damage.position, damage.what)
        raise _Bad(end + 1, f"the log goes on to {last}, but its head says {end}")
    if beyond is not None:
        raise _Bad(beyond, "there is a record before the first one")
    if good.hash != hash_:
        raise _Bad(end, "the head does not have the hash of the last record")


def _expect_whole(conn: Connection, end: int) -> None:
    """What the chain does not cover: numbers within streams, the streams' own count, payloads of no record."""
    gap = conn.execute(text(_STREAM_GAPS)).scalar()
    if gap is not None:
        raise _Bad(gap, "the stream of the record misses a version or counts another number of records")
    if conn.execute(text(_EMPTY_STREAM)).first():
        raise _Bad(0, "there is a stream without a record")
    # Every position from the first to the end has its record by now.
    stray = _outside(conn, "payloads", end)
    if stray is not None:
        raise _Bad(stray, "there is a payload without a record")


def _outside(conn: Connection, table: str, end: int) -> int | None:
    return conn.execute(text(_OUTSIDE.format(table=table)), {"end": end}).scalar()


def _parse_head(text: str) -> tuple[int | None, bytes]:
    position, _, digits = text.strip().rpartition(":")
    try:
        hash_ = bytes.fromhex(digits)
        number = int(position) if position else None
    except ValueError:
        hash_, number = b"", None
    if len(hash_) != 32:
        raise ValueError(f"not a head of a log (HASH or POSITION:HASH, as timeline log head prints it): {text!r}")
    return number, hash_


def _expect_kept(conn: Connection, position: int | None, hash_: bytes) -> None:
    if hash_ == GENESIS:
        return
    query = select(log.c.position).where(log.c.hash == hash_)
    found = conn.execute(query if position is None else query.where(log.c.position == position)).scalar()
    if found is None:
        last = conn.execute(select(head_table.c.position)).scalar_one()
        where = min(position, last) if position else last
        raise _Bad(where, "the log does not contain the head kept elsewhere: its end was cut off or rewritten")
