"""The statements of an append, spelt for the speed of each engine: executemany on SQLite, COPY on PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection

from timeline.db import known
from timeline.log.copying import END, START, LogRow, PayloadRow, log_rows, payload_rows
from timeline.log.entries import Head
from timeline.schema import log, payloads
from timeline.schema import streams as streams_table

StreamRow = tuple[int, str, int]
"""stream_id, name, version."""
Row = tuple[LogRow, PayloadRow | None]
"""A record as it is stored; None: its payload is erased."""

_PORTION = 100
"""Rows that are made and sent at once: a server takes them in while the next are made, and in the same memory."""

_INSERTS = {
    table.name: f"INSERT INTO {table.name} VALUES ({', '.join('?' * len(table.columns))})"  # noqa: S608 (own names only)
    for table in (log, payloads, streams_table)
}
COPY_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


@dataclass(slots=True)
class Stream:
    """A stream as an append moves it on."""

    stream_id: int
    version: int
    is_new: bool


@contextmanager
def driver(conn: Connection) -> Iterator[Any]:
    """The driver's own cursor inside SQLAlchemy's transaction: single appends are several times faster without layers.

    Raises:
        RuntimeError: no transaction has begun; see :func:`timeline.log.writing`.
    """
    if not conn.in_transaction():
        raise RuntimeError("appending needs a transaction: with log.writing(engine) as conn, or log.commit")
    cursor = conn.connection.cursor()
    try:
        yield cursor
    except Exception as error:
        raise_problem(error)
        raise
    finally:
        cursor.close()


@contextmanager
def alone(conn: Connection) -> Iterator[Any]:
    """The driver's own cursor in a writer's transaction that SQLAlchemy knows nothing of; on SQLite."""
    cursor = conn.connection.cursor()
    try:
        cursor.execute("BEGIN IMMEDIATE")
        yield cursor
        cursor.execute("COMMIT")
    except BaseException as error:
        # Some errors, as of a full disk, have taken the transaction back already.
        if cursor.connection.in_transaction:
            cursor.execute("ROLLBACK")
        raise_problem(error)
        raise
    finally:
        cursor.close()


def raise_problem(error: BaseException) -> None:
    """Raise the problem behind a driver's error, where it tells of one."""
    problem = known(error, "the database")
    if problem is not None:
        raise problem from error


def lock(cursor: Any, engine: str) -> Head:
    """The end of the log, held against other writers till the transaction ends.

    On SQLite the transaction holds the lock by having begun IMMEDIATE. ``engine``, here and below: the dialect's name.
    """
    query = "SELECT position, hash, recorded_at FROM head"
    cursor.execute(query if engine == "sqlite" else f"{query} FOR UPDATE")
    return Head(*cursor.fetchone())


def streams(cursor: Any, engine: str, names: Iterable[str]) -> dict[str, Stream]:
    """The streams of these names; those not there yet get the next numbers."""
    wanted = sorted(set(names))
    if engine == "sqlite" and len(wanted) == 1:
        cursor.execute(_STREAM, wanted)
    elif engine == "sqlite":
        cursor.execute(f"{_STREAMS} json_each(?) CROSS JOIN streams ON name = value", (json.dumps(wanted),))
    else:
        cursor.execute(f"{_STREAMS} streams WHERE name = ANY(%s)", (wanted,))
    (_, last, _), *rows = cursor.fetchall()
    found = {name: Stream(number, version, False) for name, number, version in rows}
    new = (name for name in wanted if name not in found)
    return found | {name: Stream(number, 0, True) for number, name in enumerate(new, last + 1)}


# One question for the last number given and for what is there: a commit of one record consists of its statements.
_STREAMS = "SELECT NULL, coalesce(max(stream_id), 0), 0 FROM streams UNION ALL SELECT name, stream_id, version FROM"
_STREAM = f"{_STREAMS} streams WHERE name = ?"


def write(cursor: Any, engine: str, rows: Iterable[Row], moved: dict[str, Stream]) -> None:
    """Insert an append's rows, move its streams and the head."""
    new = [(s.stream_id, name, s.version) for name, s in moved.items() if s.is_new and s.version]
    old = [(s.version, s.stream_id) for s in moved.values() if not s.is_new]
    last = (_write_sqlite if engine == "sqlite" else _write_postgresql)(cursor, rows, new, old)
    mark = "?" if engine == "sqlite" else "%s"
    moved_to = (last[0], last[10], last[6])
    # By its id: SQLite would go through a table made for the purpose of rows that it has to look for.
    cursor.execute(f"UPDATE head SET position = {mark}, hash = {mark}, recorded_at = {mark} WHERE id = 1", moved_to)  # noqa: S608


def _write_sqlite(cursor: Any, rows: Iterable[Row], new: Sequence[StreamRow], old: Sequence[tuple[int, int]]) -> LogRow:
    if new:
        cursor.executemany(_INSERTS["streams"], new)
    if old:
        cursor.executemany("UPDATE streams SET version = ? WHERE stream_id = ?", old)
    for portion in _portions(rows):
        cursor.executemany(_INSERTS["log"], [row for row, _ in portion])
        cursor.executemany(_INSERTS["payloads"], [payload for _, payload in portion if payload])
    return portion[-1][0]


def _write_postgresql(
    cursor: Any, rows: Iterable[Row], new: Sequence[StreamRow], old: Sequence[tuple[int, int]]
) -> LogRow:
    if new:
        copy(
            cursor,
            "streams",
            (f"{number}\t{name.translate(COPY_ESCAPES)}\t{version}" for number, name, version in new),
        )
    if old:
        cursor.execute(
            "UPDATE streams SET version = moved.version"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS moved (version, stream_id)"
            " WHERE streams.stream_id = moved.stream_id",
            ([version for version, _ in old], [number for _, number in old]),
        )
    spelt: list[bytes] = []
    with cursor.copy("COPY log FROM STDIN (FORMAT binary)") as taken:
        taken.write(START)
        for portion in _portions(rows):
            taken.write(log_rows(row for row, _ in portion))
            spelt.append(payload_rows(payload for _, payload in portion if payload))
        taken.write(END)
    with cursor.copy("COPY payloads FROM STDIN (FORMAT binary)") as taken:
        for part in (START, *spelt, END):
            taken.write(part)
    return portion[-1][0]


def _portions(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows, a few at a time."""
    left = iter(rows)
    while portion := list(islice(left, _PORTION)):
        yield portion


def copy(cursor: Any, table: str, lines: Iterable[str]) -> None:
    """COPY lines of its text format into a table, one write for all: the driver's own row by row is 5 times slower."""
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        copy.write("\n".join(lines))
