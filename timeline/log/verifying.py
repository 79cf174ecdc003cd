"""Whether the log is what was written: every payload, every envelope, every link of the chain, and its end."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, Engine, select, text

from timeline.db import known
from timeline.log.hashing import GENESIS
from timeline.schema import head as head_table
from timeline.schema import log

STEP = 1000

# The database puts the envelopes together (see timeline.log.hashing), which is twice as fast as doing it here.
_RECORDS = """
    SELECT log.position,
           log.position || :lf || record_id || :lf || name || :lf || log.version || :lf || type || :lf
           || schema_version || :lf || recorded_at || :lf || "by",
           payload_hash, previous_hash, hash
    FROM log LEFT JOIN streams ON streams.stream_id = log.stream_id
    ORDER BY log.position
""".replace(":lf", "'\n'")
_PAYLOADS = "SELECT position, salt, bytes FROM payloads ORDER BY position"
_STREAM_GAPS = """
    SELECT max(log.position) FROM log LEFT JOIN streams ON streams.stream_id = log.stream_id
    GROUP BY log.stream_id, streams.version
    HAVING min(log.version) <> 1 OR max(log.version) <> count(*) OR max(log.version) <> coalesce(streams.version, 0)
    ORDER BY 1 LIMIT 1
"""
_EMPTY_STREAM = """
    SELECT 1 FROM streams WHERE NOT EXISTS (SELECT 1 FROM log WHERE log.stream_id = streams.stream_id) LIMIT 1
"""
_STRAY_PAYLOAD = """
    SELECT position FROM payloads WHERE NOT EXISTS (SELECT 1 FROM log WHERE log.position = payloads.position)
    ORDER BY position LIMIT 1
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
    def __init__(self, position: int, what: str) -> None:
        self.damage = Damage(position, what)


def verify(engine: Engine, head: str | None = None, progress: Callable[[int, int], None] | None = None) -> Verification:
    """Check the whole log, in one snapshot, in bounded memory.

    A change of any record or payload, a removed, swapped or inserted record and a lost tail are found, but for a
    consistent rewrite of everything from some position on: that takes a ``head`` kept elsewhere.

    Args:
        engine: of the database.
        head: ``HASH`` or ``POSITION:HASH`` noted earlier: the log must still contain it.
        progress: called with (records checked, records in all) after each thousand.

    Raises:
        ValueError: ``head`` is no hash.
        DatabaseProblem: the database cannot be read for a reason that is no damage.
    """
    wanted = _parse_head(head) if head else None
    walk = _Walk(progress)
    try:
        with engine.connect() as conn:
            if conn.dialect.name != "sqlite":
                conn = conn.execution_options(isolation_level="REPEATABLE READ")
            walk.run(conn)
            if wanted:
                _expect_kept(conn, *wanted)
    except _Bad as bad:
        return walk.result(bad.damage)
    except Exception as error:
        problem = known(error, "the database")
        if problem is None and not isinstance(error, sqlite3.Error):
            raise
        if problem is not None and not problem.damaged:
            raise problem from error
        return walk.result(Damage(walk.position + 1, f"the database cannot be read here: {problem or error}"))
    return walk.result(None)


class _Walk:
    """One pass over the log; keeps where it stands, so that a broken read can be placed."""

    def __init__(self, progress: Callable[[int, int], None] | None) -> None:
        self.position, self.hash, self.erased = 0, GENESIS, 0
        self._progress = progress

    def run(self, conn: Connection) -> None:
        end = conn.execute(select(head_table.c.position, head_table.c.hash)).one_or_none()
        if end is None:
            raise _Bad(0, "the head of the log is missing")
        try:
            self._follow(conn, end.position)
        except (TypeError, ValueError, AttributeError) as error:
            raise _Bad(self.position + 1, "a field of the record holds a value of another type") from error
        if self.position < end.position:
            what = f"records are missing: the log ends at {self.position}, its head says {end.position}"
            raise _Bad(self.position + 1, what)
        if self.position > end.position:
            what = f"the log goes on to {self.position}, but its head says {end.position}"
            raise _Bad(end.position + 1, what)
        if self.hash != bytes(end.hash):
            raise _Bad(self.position, "the head does not have the hash of the last record")
        _expect_whole(conn)

    def _follow(self, conn: Connection, end: int) -> None:
        """Go along records and payloads side by side, as far as they are good."""
        payloads = _stream(conn, _PAYLOADS)
        held = next(payloads, None)
        # Written out and with everything local: this loop runs for every record there is (see chain, payload_hash).
        sha256, last, before = hashlib.sha256, self.position, self.hash
        for position, around, inner, previous, outer in _stream(conn, _RECORDS):
            if (
                position != last + 1
                or previous != before
                or sha256(previous + around.encode() + inner).digest() != outer
                or around.count("\n") != 7
            ):
                raise self._record_is_bad(position, previous)
            if held is not None and held[0] == position:
                if sha256(held[1] + held[2]).digest() != inner:
                    raise _Bad(position, "the payload was changed: it does not have the hash recorded for it")
                held = next(payloads, None)
            elif _was_erased(conn, position):
                self.erased += 1
            else:
                raise _Bad(position, "the payload is missing and no record says that it was erased")
            last, before = self.position, self.hash = position, outer
            if self._progress and (position % STEP == 0 or position == end):
                self._progress(position, end)

    def _record_is_bad(self, position: int, previous: bytes) -> _Bad:
        if position != self.position + 1:
            return _Bad(self.position + 1, f"the record at position {self.position + 1} is missing")
        if previous != self.hash:
            return _Bad(position, "the chain is broken: the record does not follow the one before it")
        return _Bad(position, "the record was changed: it does not have the hash recorded for it")

    def result(self, damage: Damage | None) -> Verification:
        return Verification(self.position, self.erased, f"{self.position}:{self.hash.hex()}", damage)


def _stream(conn: Connection, query: str) -> Iterator[Any]:
    """The rows, a few at a time."""
    result = conn.execution_options(yield_per=STEP).execute(text(query))
    # SQLite's own cursor streams by itself, and faster without SQLAlchemy's rows around it.
    return iter(result) if conn.dialect.name != "sqlite" else iter(cast("Any", result.cursor))


def _was_erased(conn: Connection, position: int) -> bool:
    return conn.execute(text(_ERASURE), {"name": f"erased/{position}"}).first() is not None


def _expect_whole(conn: Connection) -> None:
    """What the chain does not cover: numbers within streams, the streams' own count, payloads of no record."""
    gap = conn.execute(text(_STREAM_GAPS)).scalar()
    if gap is not None:
        raise _Bad(gap, "the stream of the record misses a version or counts another number of records")
    if conn.execute(text(_EMPTY_STREAM)).first():
        raise _Bad(0, "there is a stream without a record")
    stray = conn.execute(text(_STRAY_PAYLOAD)).scalar()
    if stray is not None:
        raise _Bad(stray, "there is a payload without a record")


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
