"""A database as it stood at a position of its log: the log up to there, followed anew."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, insert, select

from timeline import log, projections
from timeline.db import create_read_model
from timeline.db.opening import sqlite_engine
from timeline.projections.following import commits
from timeline.schema import head, log_metadata, payloads, streams
from timeline.schema import log as log_table

_ROWS = 5000
_WINDOW = 64


@contextmanager
def as_it_stood(conn: Connection, position: int, folder: Path | None) -> Iterator[Engine]:
    """An engine of a scratch copy of the database that holds what was known at a position, and nothing later.

    Args:
        conn: a connection to the database.
        position: a position of the log; a commit that ends later is left out as a whole.
        folder: where the copy is made; None = where the system keeps such files.
    """
    end = commit_end(conn, position)
    with tempfile.TemporaryDirectory(prefix=".timeline-", dir=folder) as name:
        engine = sqlite_engine(Path(name) / "then.db", create=True, durable=False)
        try:
            with engine.connect() as then:
                # It is thrown away after use: nothing needs to survive a crash.
                then.connection.cursor().execute("PRAGMA journal_mode = OFF")
                then.connection.cursor().execute("PRAGMA synchronous = OFF")
                with then.begin():
                    _copy(conn, then, end)
                with then.begin():
                    projections.catch_up(then)
            yield engine
        finally:
            engine.dispose()


def commit_end(conn: Connection, position: int) -> int:
    """The last position, not after the given one, at which a commit ends."""
    last = log.head(conn).position
    if position >= last:
        return last
    window = _WINDOW
    while True:
        start = max(0, position - window)
        *_, group = commits(log.read(conn, start, until=position + 1))
        first = group[0].position
        if first > start + 1 or start == 0:
            return first - 1
        window *= 4


def _copy(conn: Connection, then: Connection, end: int) -> None:
    log_metadata.create_all(then)
    create_read_model(then)
    _rows(conn, then, streams, select(streams))
    for table in (log_table, payloads):
        _rows(conn, then, table, select(table).where(table.c.position <= end).order_by(table.c.position))
    columns = (log_table.c.position, log_table.c.hash, log_table.c.recorded_at)
    at = conn.execute(select(*columns).where(log_table.c.position == end)).one_or_none()
    values = {"position": 0, "hash": bytes(32), "recorded_at": None} if at is None else dict(at._mapping)
    then.execute(insert(head).values(id=1, **values))


def _rows(conn: Connection, then: Connection, table: Table, query: Any) -> None:
    with conn.execution_options(yield_per=_ROWS).execute(query) as result:
        for rows in result.partitions():
            then.execute(insert(table), [dict(row._mapping) for row in rows])
