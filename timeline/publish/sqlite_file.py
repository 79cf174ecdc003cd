"""A snapshot as one SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Select, Table, create_engine, event, insert
from sqlalchemy.engine import URL
from sqlalchemy.pool import StaticPool
from sqlalchemy.schema import CreateIndex

from timeline.db import resolve
from timeline.db.opening import BUSY_SECONDS, readonly_mode
from timeline.db.targets import file_uri
from timeline.publish import calendar, parts
from timeline.publish.parts import Part, Told
from timeline.publish.tables import KEPT, SCHEMA_VERSION, SNAPSHOT, tables

BESIDE = "snapshot"
"""Name under which the new file is attached to a connection to the database."""

_ROWS = 5000
_MEBIBYTES = 64


def fill(engine: Engine, part: Part, path: Path, meta: Mapping[str, Any], told: Told) -> dict[str, int]:
    """Write the tables of a snapshot into an empty file.

    From an SQLite database rows go straight from file to file; from PostgreSQL through this process.

    Args:
        engine: the database.
        part: what of it; its ``as_of`` is not looked at.
        path: the file.
        meta: the row of ``meta``, but for what the database knows of itself.
        told: called with each table's name as it is begun.
    """
    if engine.dialect.name == "sqlite":
        place = resolve(engine.url)
        assert isinstance(place, Path)
        with _attached(place, path) as both, both.connect() as conn, conn.begin():
            return _fill(conn, conn, part, tables(schema=BESIDE), meta, told)
    with _attached(None, path) as file, engine.connect() as conn, file.connect() as out, conn.begin(), out.begin():
        return _fill(conn, out, part, tables(schema=BESIDE), meta, told)


def _fill(
    conn: Connection, out: Connection, part: Part, made: Mapping[str, Table], meta: Mapping[str, Any],
    told: Told,
) -> dict[str, int]:  # fmt: skip
    written = {}
    wanted = parts.selects(conn, part)
    for name in KEPT:
        told(name)
        table = made[name]
        # Of rows that are all there an index is made in one go.
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        table.indexes.clear()
        table.create(out)
        written[name] = _rows(conn, out, table, wanted[name])
        for index in indexes:
            out.execute(CreateIndex(index))
    for name in ("dates", "meta"):
        made[name].create(out)
    _calendar(out, made)
    out.execute(insert(made["meta"]), [{**parts.meta(conn, part), **meta}])
    return written


def _rows(conn: Connection, out: Connection, table: Table, wanted: Select[Any]) -> int:
    if conn is out:
        return out.execute(insert(table).from_select([column.name for column in table.columns], wanted)).rowcount
    number = 0
    with conn.execution_options(yield_per=_ROWS).execute(wanted) as result:
        for rows in result.partitions():
            out.execute(insert(table), [dict(row._mapping) for row in rows])
            number += len(rows)
    return number


def _calendar(out: Connection, made: Mapping[str, Table]) -> None:
    if span := calendar.years(out, made["events"]):
        for rows in _in_batches(calendar.rows(*span), _ROWS):
            out.execute(insert(made["dates"]), rows)


def _in_batches(rows: Iterable[dict[str, Any]], size: int) -> Iterator[list[dict[str, Any]]]:
    rest = iter(rows)
    while batch := list(islice(rest, size)):
        yield batch


@contextmanager
def _attached(database: Path | None, path: Path) -> Iterator[Engine]:
    """An engine of one connection, to a database that it can only read and to a file that it writes."""
    uri = file_uri(database, readonly_mode(database)) if database else "file::memory:"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute(f"ATTACH ? AS {BESIDE}", (file_uri(path, "rwc"),))
        # Until it takes its place the file is nobody's: after a crash it is thrown away, not mended.
        for setting in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{_MEBIBYTES * 1024}"):
            connection.execute(f"PRAGMA {BESIDE}.{setting}")
        connection.execute(f"PRAGMA {BESIDE}.application_id = {SNAPSHOT}")
        connection.execute(f"PRAGMA {BESIDE}.user_version = {SCHEMA_VERSION}")
        return connection

    name = str(database or path)
    engine = create_engine(URL.create("sqlite", database=name), creator=connect, poolclass=StaticPool)

    @event.listens_for(engine, "begin")
    def begin(conn: Connection) -> None:
        conn.exec_driver_sql("BEGIN")

    try:
        yield engine
    finally:
        engine.dispose()
