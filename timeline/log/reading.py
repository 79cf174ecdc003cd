"""Reading the log in order, a page at a time, so that a log of any length needs little memory."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import Connection, select

from timeline import records
from timeline.log.entries import Entry
from timeline.log.hashing import spelt
from timeline.schema import log, payloads, streams

PAGE = 1000


def read(
    conn: Connection,
    after: int = 0,
    limit: int | None = None,
    *,
    until: int | None = None,
    stream: Collection[str] | None = None,
    types: Collection[str] | None = None,
) -> Iterator[Entry]:
    """Entries by position; records of older releases come upcast.

    Args:
        conn: an open connection; it may be used for other things between entries.
        after: start behind this position.
        limit: at most so many entries.
        until: stop at this position, inclusive.
        stream: names of streams; None = all.
        types: record types; None = all.

    Raises:
        records.UnknownRecord: at a record that a newer release wrote.
    """
    query = (
        select(log.c.position, log.c.record_id, streams.c.name, log.c.version)
        .add_columns(log.c.type, log.c.schema_version, log.c.recorded_at, log.c.by, payloads.c.bytes)
        .join(streams, streams.c.stream_id == log.c.stream_id)
        .outerjoin(payloads, payloads.c.position == log.c.position)
        .order_by(log.c.position)
    )
    if until is not None:
        query = query.where(log.c.position <= until)
    if stream is not None:
        query = query.where(streams.c.name.in_(stream))
    if types is not None:
        query = query.where(log.c.type.in_(types))
    left = limit
    while left is None or left > 0:
        page = PAGE if left is None else min(PAGE, left)
        rows = conn.execute(query.where(log.c.position > after).limit(page)).all()
        for position, record_id, name, version, type_, schema_version, recorded_at, by, data in rows:
            record = None if data is None else records.read(type_, schema_version, spelt(bytes(data)))
            yield Entry(position, record_id, name, version, type_, schema_version, recorded_at, by, record)
        if len(rows) < page:
            return
        after = rows[-1][0]
        left = None if left is None else left - page


def record(conn: Connection, record_id: str) -> Entry | None:
    """The entry of a record's id, or None."""
    position = conn.execute(select(log.c.position).where(log.c.record_id == record_id)).scalar()
    return next(read(conn, position - 1, 1), None) if position is not None else None
