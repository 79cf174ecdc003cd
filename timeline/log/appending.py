"""Appending: one writer at a time, dense positions, every record chained to the one before."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine

from timeline.log import stores
from timeline.log.entries import ConcurrencyError, Entry, Head
from timeline.log.hashing import canonical, chain, envelope, payload_hash
from timeline.log.marking import SALT_BYTES, expect_one_line, record_ids, stamp
from timeline.log.single import commit_one
from timeline.records import Record

Batch = Sequence[tuple[str, int | None, Sequence[Record]]]
"""(stream, expected version or None for any, records) …"""


@contextmanager
def writing(database: Engine | Connection) -> Iterator[Connection]:
    """A connection in a transaction that holds the writer's lock; it commits at the end, or takes all back on an error.

    Everything read inside is what the last writer committed.

    Args:
        database: the engine; or a connection that is kept for writing, which spares many small appends its opening.
    """
    if isinstance(database, Engine):
        with database.connect() as conn, writing(conn):
            yield conn
        return
    with database.execution_options(timeline_begin="BEGIN IMMEDIATE").begin():
        if database.dialect.name != "sqlite":
            with stores.driver(database) as cursor:
                stores.lock(cursor, database.dialect.name)
        yield database


def head(conn: Connection) -> Head:
    """The end of the log as this transaction sees it."""
    position, hash_, recorded_at = conn.exec_driver_sql("SELECT position, hash, recorded_at FROM head").one()
    return Head(position, bytes(hash_), recorded_at)


def append(conn: Connection, batch: Batch, *, by: str, now: str) -> list[Entry]:
    """Append records as one commit's; the transaction is the caller's (see :func:`writing`).

    Args:
        conn: a connection in a transaction.
        batch: streams with the version each must be at (0: must not exist; None: any) and their new records. A stream
            may come more than once; its records follow each other.
        by: who or what writes.
        now: RFC 3339 instant with an offset. An instant before the last record's (a clock set back) gives way to that.

    Raises:
        ConcurrencyError: a stream is at another version; nothing was appended.
        ValueError: a payload that has no canonical form, or a name that holds a line break; nothing was appended.
    """
    with stores.driver(conn) as cursor:
        return _append(cursor, conn.dialect.name, batch, by, now)


def commit(conn: Connection, batch: Batch, *, by: str, now: str) -> list[Entry]:
    """Append in a transaction of its own, which is committed on return: for programs that write record by record.

    Much faster at that than :func:`append` in :func:`writing`, which does the same.

    Args:
        conn: a connection in no transaction, kept from one append to the next.
        batch: as for :func:`append`.
        by: who or what writes.
        now: RFC 3339 instant with an offset.

    Raises:
        RuntimeError: the connection is in a transaction.
        ConcurrencyError, ValueError: as of :func:`append`; nothing was appended.
    """
    if conn.in_transaction():
        raise RuntimeError("the connection is in a transaction; use log.append, which becomes a part of it")
    if conn.dialect.name != "sqlite":
        with writing(conn):
            return append(conn, batch, by=by, now=now)
    one = _commit_one(conn, batch, by, now)
    if one:
        return [one]
    with stores.alone(conn) as cursor:
        return _append(cursor, "sqlite", batch, by, now)


def _commit_one(conn: Connection, batch: Batch, by: str, now: str) -> Entry | None:
    """The quick way, where a batch allows it."""
    if len(batch) != 1:
        return None
    ((stream, expected, records),) = batch
    if expected is None or len(records) != 1:
        return None
    return commit_one(conn, stream, expected, records[0], by, now)


def _append(cursor: Any, engine: str, batch: Batch, by: str, now: str) -> list[Entry]:
    expect_one_line("writer", by)
    for stream, _, _ in batch:
        expect_one_line("stream", stream)
    end = stores.lock(cursor, engine)
    recorded_at = max(stamp(now), end.recorded_at or "")
    streams = stores.streams(cursor, engine, (stream for stream, _, _ in batch))
    entries = _number(batch, streams, end.position, recorded_at, by)
    if entries:
        # All payloads are spelt before anything is written: one of them may have no spelling.
        spelt = [canonical(entry.record.payload()) for entry in entries if entry.record]
        stores.write(cursor, engine, _seal(entries, spelt, streams, end.hash), streams)
    return entries


def _number(
    batch: Batch, streams: Mapping[str, stores.Stream], position: int, recorded_at: str, by: str
) -> list[Entry]:
    ids = record_ids(recorded_at, sum(len(records) for _, _, records in batch))
    entries: list[Entry] = []
    for name, expected, records in batch:
        stream = streams[name]
        if expected is not None and expected != stream.version:
            raise ConcurrencyError(name, expected, stream.version)
        for version, record in enumerate(records, stream.version + 1):
            position += 1
            type_ = type(record).__name__
            entries.append(Entry(position, next(ids), name, version, type_, record.version, recorded_at, by, record))
        stream.version += len(records)
    return entries


def _seal(
    entries: Sequence[Entry], spelt: Sequence[bytes], streams: Mapping[str, stores.Stream], previous: bytes
) -> Iterator[stores.Row]:
    """The rows of new records, each chained to the one before."""
    salts = os.urandom(SALT_BYTES * len(entries))
    for start, entry, data in zip(range(0, len(salts), SALT_BYTES), entries, spelt, strict=True):
        position, record_id, stream, version, type_, schema_version, recorded_at, by, _ = entry
        salt = salts[start : start + SALT_BYTES]
        inner = payload_hash(salt, data)
        envelope_ = envelope(position, record_id, stream, version, type_, schema_version, recorded_at, by)
        outer = chain(previous, envelope_, inner)
        stream_id = streams[stream].stream_id
        yield (
            (position, record_id, stream_id, version, type_, schema_version, recorded_at, by, inner, previous, outer),
            (position, salt, data),
        )
        previous = outer
