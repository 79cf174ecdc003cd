"""A snapshot as a schema of a PostgreSQL database, replaced in one transaction.

Where the tables are there already their rows are replaced, not the tables: rights that were granted and views that were
built on them stay, and whoever reads meanwhile goes on with the old rows, waiting for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, inspect, text
from sqlalchemy.engine import URL
from sqlalchemy.schema import CreateIndex, CreateSchema, CreateTable

from timeline.db import DatabaseProblem, Foreign, resolve, shown
from timeline.db.opening import postgresql_engine
from timeline.publish import calendar, parts
from timeline.publish.parts import Part, Told
from timeline.publish.tables import KEPT, SNAPSHOT, tables

MARK = "timeline snapshot"
"""Comment of the schema, by which it is known again."""

_ROWS = 5000


def fill(
    engine: Engine, part: Part, url: str | URL, schema: str, meta: Mapping[str, Any], told: Told
) -> dict[str, int]:
    """Fill a schema; it is made where it is not there.

    Args:
        engine: the database.
        part: what of it.
        url: address of a PostgreSQL database; it may be the same one.
        schema: name of the schema.
        meta: the row of ``meta``, but for what the database knows of itself.
        told: called with each table's name as it is begun.

    Raises:
        Foreign: the schema holds something else.
        DatabaseProblem: the database cannot be reached or written, or is no PostgreSQL database.
    """
    place = resolve(url)
    if not isinstance(place, URL):
        raise DatabaseProblem("--to takes the address of a PostgreSQL database: postgresql://user@host/name")
    out_engine = postgresql_engine(place)
    made = tables(schema=schema, keys=False)
    try:
        with engine.connect() as conn, conn.begin(), out_engine.begin() as out:
            # Two who publish to one schema take turns.
            out.execute(
                text("SELECT pg_advisory_xact_lock(:kind, hashtext(:name))"), {"kind": SNAPSHOT, "name": schema}
            )
            _prepare(out, schema, made, shown(place))
            written = _fill(conn, out, part, made, meta, told)
        with out_engine.connect().execution_options(isolation_level="AUTOCOMMIT") as out:
            told("tidying up")
            for table in made.values():
                out.exec_driver_sql(f"VACUUM (ANALYZE) {_name(out, table)}")
        return written
    finally:
        out_engine.dispose()


def _prepare(out: Connection, schema: str, made: Mapping[str, Table], where: str) -> None:
    """Make the schema, or see that it is a snapshot's, with empty tables of the right shape."""
    comment = text("SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = :name")
    found = out.execute(comment, {"name": schema}).one_or_none()
    quoted = out.dialect.identifier_preparer.quote(schema)
    there = set(inspect(out).get_table_names(schema=schema)) if found else set()
    if found and found[0] != MARK and (there or inspect(out).get_view_names(schema=schema)):
        raise Foreign(
            f"the schema {schema} of {where} is no timeline snapshot; it stays as it is, name another --schema"
        )
    if not found:
        out.execute(CreateSchema(schema))
    if not found or found[0] != MARK:
        out.exec_driver_sql(f"COMMENT ON SCHEMA {quoted} IS '{MARK}'")
    for name, table in made.items():
        if name in there and _same(out, table):
            out.execute(delete(table))
            continue
        if name in there:
            _drop(out, table, where)
        out.execute(CreateTable(table, include_foreign_key_constraints=[]))
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            out.execute(CreateIndex(index))


def _same(out: Connection, table: Table) -> bool:
    dialect = out.dialect
    found = [(c["name"], c["type"].compile(dialect)) for c in inspect(out).get_columns(table.name, schema=table.schema)]
    return found == [(c.name, c.type.compile(dialect)) for c in table.columns]


def _drop(out: Connection, table: Table, where: str) -> None:
    from sqlalchemy.exc import DBAPIError

    try:
        out.exec_driver_sql(f"DROP TABLE {_name(out, table)}")
    except DBAPIError as error:
        raise DatabaseProblem(
            f"{table.schema}.{table.name} of {where} is to get new columns, but views are built on it; drop them,"
            " publish, and make them anew"
        ) from error


def _fill(
    conn: Connection, out: Connection, part: Part, made: Mapping[str, Table], meta: Mapping[str, Any],
    told: Told,
) -> dict[str, int]:  # fmt: skip
    written = {}
    wanted = parts.selects(conn, part)
    for name in KEPT:
        told(name)
        with conn.execution_options(yield_per=_ROWS).execute(wanted[name]) as result:
            written[name] = _copy(out, made[name], (tuple(row) for row in result))
    if span := calendar.years(out, made["events"]):
        _copy(out, made["dates"], (tuple(row.values()) for row in calendar.rows(*span)))
    row = {**parts.meta(conn, part), **meta}
    _copy(out, made["meta"], [tuple(row[c.name] for c in made["meta"].columns)])
    return written


def _copy(out: Connection, table: Table, rows: Iterable[tuple[Any, ...]]) -> int:
    number = 0
    cursor: Any = out.connection.cursor()
    with closing(cursor), cursor.copy(f"COPY {_name(out, table)} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
            number += 1
    return number


def _name(out: Connection, table: Table) -> str:
    return out.dialect.identifier_preparer.format_table(table)
