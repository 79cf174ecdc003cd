"""The statements of an append, spelt for the speed of each engine: executemany on SQLite, COPY on PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select, update

from timeline.db import explain
from timeline.log.entries import Head
from timeline.schema import head as head_table
from timeline.schema import log, payloads
from timeline.schema import streams as streams_table

LogRow = tuple[int, str, int, int, str, int, str, str, bytes, bytes, bytes]
"""position, record_id, stream_id, version, type, schema_version, recorded_at, by, payload_hash, previous_hash, hash."""
PayloadRow = tuple[int, bytes, bytes]
"""position, salt, bytes."""

_INSERTS = {
    table.name: f"INSERT INTO {table.name} VALUES ({', '.join('?' * len(table.columns))})"  # noqa: S608 (own names only)
    for table in (log, payloads, streams_table)
}
_COPY_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


@dataclass(slots=True)
class Stream:
    """A stream as an append moves it on."""

    stream_id: int
    version: int
    is_new: bool


@dataclass(slots=True)
class Rows:
    """What one append inserts."""

    log: list[LogRow] = field(default_factory=list)
    payloads: list[PayloadRow] = field(default_factory=list)


def lock(conn: Connection) -> Head:
    """The end of the log, held against other writers till the transaction ends.

    On SQLite the transaction holds the lock by having begun IMMEDIATE.
    """
    query = select(head_table.c.position, head_table.c.hash, head_table.c.recorded_at)
    row = conn.execute(query if conn.dialect.name == "sqlite" else query.with_for_update()).one()
    return Head(row.position, bytes(row.hash), row.recorded_at)


def streams(conn: Connection, names: Iterable[str]) -> dict[str, Stream]:
    """The streams of these names; those not there yet get the next numbers."""
    wanted = sorted(set(names))
    if conn.dialect.name == "sqlite":
        query = "SELECT name, stream_id, version FROM json_each(?) CROSS JOIN streams ON name = value"
        found = conn.exec_driver_sql(query, (json.dumps(wanted),))
    else:
        found = conn.exec_driver_sql("SELECT name, stream_id, version FROM streams WHERE name = ANY(%s)", (wanted,))
    known = {name: Stream(number, version, False) for name, number, version in found}
    if len(known) < len(wanted):
        last = conn.exec_driver_sql("SELECT coalesce(max(stream_id), 0) FROM streams").scalar_one()
        new = (name for name in wanted if name not in known)
        known |= {name: Stream(number, 0, True) for number, name in enumerate(new, last + 1)}
    return known


def write(conn: Connection, rows: Rows, moved: dict[str, Stream], end: Head) -> None:
    """Insert an append's rows, move its streams and the head."""
    new = [(s.stream_id, name, s.version) for name, s in moved.items() if s.is_new and s.version]
    old = [(s.version, s.stream_id) for s in moved.values() if not s.is_new]
    if conn.dialect.name == "sqlite":
        _write_sqlite(conn, rows, new, old)
    else:
        _write_postgresql(conn, rows, new, old)
    conn.execute(update(head_table).values(position=end.position, hash=end.hash, recorded_at=end.recorded_at))


def _write_sqlite(
    conn: Connection, rows: Rows, new: Sequence[tuple[int, str, int]], old: Sequence[tuple[int, int]]
) -> None:
    if new:
        conn.exec_driver_sql(_INSERTS["streams"], new)
    if old:
        conn.exec_driver_sql("UPDATE streams SET version = ? WHERE stream_id = ?", old)
    conn.exec_driver_sql(_INSERTS["log"], rows.log)
    conn.exec_driver_sql(_INSERTS["payloads"], rows.payloads)


def _write_postgresql(
    conn: Connection, rows: Rows, new: Sequence[tuple[int, str, int]], old: Sequence[tuple[int, int]]
) -> None:
    if new:
        _copy(
            conn, "streams", (f"{number}\t{name.translate(_COPY_ESCAPES)}\t{version}" for number, name, version in new)
        )
    if old:
        conn.exec_driver_sql(
            "UPDATE streams SET version = moved.version"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS moved (version, stream_id)"
            " WHERE streams.stream_id = moved.stream_id",
            ([version for version, _ in old], [number for _, number in old]),
        )
    by = rows.log[0][7].translate(_COPY_ESCAPES)
    _copy(
        conn,
        "log",
        (
            f"{number}\t{record_id}\t{stream}\t{version}\t{type_}\t{schema_version}\t{at}\t{by}"
            f"\t\\\\x{inner.hex()}\t\\\\x{previous.hex()}\t\\\\x{outer.hex()}"
            for number, record_id, stream, version, type_, schema_version, at, _, inner, previous, outer in rows.log
        ),
    )
    _copy(
        conn,
        "payloads",
        (f"{position}\t\\\\x{salt.hex()}\t\\\\x{data.hex()}" for position, salt, data in rows.payloads),
    )


def _copy(conn: Connection, table: str, lines: Iterable[str]) -> None:
    """COPY lines of its text format into a table, one write for all: the driver's own row by row is 5 times slower."""
    cursor: Any = conn.connection.cursor()
    try:
        with cursor.copy(f"COPY {table} FROM STDIN") as copy:
            copy.write("\n".join(lines))
    except Exception as error:
        raise explain(error) from error
    finally:
        cursor.close()
