"""A snapshot as one SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Index, Select, Table, create_engine, event, func, insert, select, update
from sqlalchemy.engine import URL
from sqlalchemy.pool import StaticPool
from sqlalchemy.schema import CreateIndex

from timeline.db import resolve
from timeline.db.opening import BUSY_SECONDS, readonly_mode
from timeline.db.targets import file_uri
from timeline.publish import calendar, parts
from timeline.publish.parts import Part, Told
from timeline.publish.tables import KEPT, LEADS, SCHEMA_VERSION, SNAPSHOT, tables
from timeline.schema import read_model

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
        if conn is out and part.whole and _alike(conn, table):
            written[name] = _pages(conn, table)
        else:
            written[name] = _rows(conn, out, table, wanted[name])
    for name in ("dates", "meta"):
        made[name].create(out)
    if conn is out and part.whole:
        _lead_nowhere(out, made)
    _calendar(out, made)
    out.execute(insert(made["meta"]), [{**parts.meta(conn, part), **meta}])
    return written


def _alike(conn: Connection, table: Table) -> bool:
    """Whether the database has the table's columns in the same order."""
    found = conn.exec_driver_sql(f"PRAGMA main.table_info({table.name})")
    return [row[1] for row in found] == [column.name for column in table.columns]


def _pages(conn: Connection, table: Table) -> int:
    """Copy a table of the database as it is.

    SQLite moves the rows of ``INSERT INTO … SELECT *`` and of their indexes in order and unread where both tables and
    all indexes of the new one are alike, as it does for VACUUM.
    """
    own = {str(index.name) for index in read_model.tables[table.name].indexes}
    later = _without(table, [index for index in table.indexes if str(index.name) not in own])
    table.create(conn)
    conn.exec_driver_sql(f"INSERT INTO {BESIDE}.{table.name} SELECT * FROM main.{table.name}")  # noqa: S608 (own names)
    for index in later:
        conn.execute(CreateIndex(index))
    return conn.execute(select(func.count()).select_from(table)).scalar_one()


def _lead_nowhere(out: Connection, made: Mapping[str, Table]) -> None:
    """Empty the keys that lead to events that are gone, as :func:`timeline.publish.parts.selects` does."""
    events = select(made["events"].c.event_id)
    for name, leads in LEADS.items():
        for column in (made[name].c[column] for column, to in leads if to == "events"):
            if column.nullable:
                stray = column.is_not(None), column.not_in(events)
                out.execute(update(made[name]).where(*stray).values({column.name: None}))


def _without(table: Table, indexes: Iterable[Index]) -> list[Index]:
    """Take indexes off a table's definition; of rows that are all there each is made in one go."""
    taken = sorted(indexes, key=lambda index: str(index.name))
    table.indexes.difference_update(taken)
    return taken


def _rows(conn: Connection, out: Connection, table: Table, wanted: Select[Any]) -> int:
    indexes = _without(table, table.indexes)
    table.create(out)
    number = 0
    if conn is out:
        number = out.execute(insert(table).from_select([column.name for column in table.columns], wanted)).rowcount
    else:
        with conn.execution_options(yield_per=_ROWS).execute(wanted) as result:
            for rows in result.partitions():
                out.execute(insert(table), [dict(row._mapping) for row in rows])
                number += len(rows)
    for index in indexes:
        out.execute(CreateIndex(index))
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
