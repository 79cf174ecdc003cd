"""The statements of the projection, each put together once and spelt for the speed of each engine.

Many values are one parameter (a JSON list on SQLite, an array on PostgreSQL), so that a statement is the same for any
number of them; rows go to the driver as they are, without SQLAlchemy's work on each.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, Date, DateTime, Table

from timeline.log.hashing import spelling
from timeline.log.stores import COPY_ESCAPES, copy, driver

CHUNK = 5000
"""Values in one parameter."""

Row = Mapping[str, Any]
Change = tuple[int, Callable[[Any], Any]]
"""Number of a column, and what makes its values ones of another form."""


def ask(conn: Connection, statement: str, *values: Any) -> list[Any]:
    """Run a statement of the driver, ``?`` in it for each value; its rows as tuples, where it has any."""
    if not conn.in_transaction():
        conn.begin()
    with driver(conn) as cursor:
        cursor.execute(statement if conn.dialect.name == "sqlite" else statement.replace("?", "%s"), values)
        return list(cursor.fetchall()) if cursor.description else []


def chosen(
    conn: Connection, table: Table, names: Sequence[str] | None, column: str, values: Collection[Any], also: str = ""
) -> Iterator[Any]:
    """Rows with one of these values in a column, as tuples.

    Args:
        conn: a connection.
        table: the table.
        names: the columns wanted; None = all.
        column: the column that is compared.
        values: what it may hold.
        also: value that ``kind`` must have besides, where the table has such a column; empty: any.
    """
    if not values:
        return
    sqlite = conn.dialect.name == "sqlite"
    query, readings = _select(table, tuple(names) if names else None, column, bool(also), sqlite)
    for chunk in _chunks(values):
        wanted = _as_one(conn, chunk)
        rows = ask(conn, query, also, wanted) if also else ask(conn, query, wanted)
        yield from _changed(readings, rows) if readings else rows


def remove(conn: Connection, table: Table, column: str, values: Collection[Any], also: str = "") -> None:
    """Delete the rows with one of these values in a column."""
    if not values:
        return
    more = "kind = ? AND " if also else ""
    meets = _meets(column, conn.dialect.name == "sqlite")
    statement = f"DELETE FROM {table.name} WHERE {more}{meets}"  # noqa: S608 (own names only)
    for chunk in _chunks(values):
        wanted = _as_one(conn, chunk)
        ask(conn, statement, also, wanted) if also else ask(conn, statement, wanted)


def add(conn: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows; each holds every column."""
    if rows:
        put(conn, table, map(itemgetter(*_columns(table).names), rows))


def put(conn: Connection, table: Table, rows: Iterable[Sequence[Any]], *, spelt: bool = False) -> None:
    """Insert rows of values, in the order of the table's columns; ``spelt``: days and instants are text already."""
    names, spellings, _ = _columns(table)
    with driver(conn) as cursor:
        if conn.dialect.name == "sqlite":
            cursor.executemany(_insert(table), _changed(spellings, rows) if spellings and not spelt else rows)
        else:
            copy(cursor, f"{table.name} ({_listed(names)})", map(_line, rows))


def close(conn: Connection, table: Table, key: Sequence[str], ends: Sequence[Sequence[Any]]) -> None:
    """Let the open versions of things end.

    Args:
        conn: a connection in a transaction.
        table: a history.
        key: the columns that name a thing in it.
        ends: ``to_position``, ``known_to`` and the values of the key, for each thing.
    """
    mark = "?" if conn.dialect.name == "sqlite" else "%s"
    same = " AND ".join(f"{name} = {mark}" for name in key)
    statement = f"UPDATE {table.name} SET to_position = {mark}, known_to = {mark}"  # noqa: S608 (own names only)
    with driver(conn) as cursor:
        cursor.executemany(f"{statement} WHERE {same} AND to_position IS NULL", ends)


@lru_cache(maxsize=512)
def _select(
    table: Table, names: tuple[str, ...] | None, column: str, also: bool, sqlite: bool
) -> tuple[str, tuple[Change, ...]]:
    """A question, and how what SQLite answers is read."""
    columns = _columns(table)
    wanted = names or columns.names
    more = "kind = ? AND " if also else ""
    query = f"SELECT {_listed(wanted)} FROM {table.name} WHERE {more}{_meets(column, sqlite)}"  # noqa: S608
    readings = {columns.names[number]: change for number, change in columns.readings} if sqlite else {}
    return query, tuple((n, readings[name]) for n, name in enumerate(wanted) if name in readings)


def _meets(column: str, sqlite: bool) -> str:
    if not sqlite:
        return f'"{column}" = ANY(?)'
    return f'"{column}" IN (SELECT value FROM json_each(?))'  # noqa: S608 (own names only)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _chunks(values: Collection[Any]) -> Iterator[list[Any]]:
    ordered = sorted(values)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def _as_one(conn: Connection, values: list[Any]) -> Any:
    return spelling(values).decode() if conn.dialect.name == "sqlite" else values


class _Columns(NamedTuple):
    """The columns of a table, and how those of days and instants are spelt and read on SQLite, by number."""

    names: tuple[str, ...]
    spellings: tuple[Change, ...]
    readings: tuple[Change, ...]


@lru_cache(maxsize=128)
def _columns(table: Table) -> _Columns:
    spellings: list[Change] = []
    readings: list[Change] = []
    for number, column in enumerate(table.columns):
        if isinstance(column.type, DateTime):
            spellings.append((number, _instant))
            readings.append((number, datetime.fromisoformat))
        elif isinstance(column.type, Date):
            spellings.append((number, date.isoformat))
            readings.append((number, date.fromisoformat))
    return _Columns(tuple(column.name for column in table.columns), tuple(spellings), tuple(readings))


@lru_cache(maxsize=128)
def _insert(table: Table) -> str:
    names = _columns(table).names
    return f"INSERT INTO {table.name} ({_listed(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608


def _changed(changes: Sequence[Change], rows: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
    """The rows with days and instants in another form."""
    for row in rows:
        values = list(row)
        for number, change in changes:
            if values[number] is not None:
                values[number] = change(values[number])
        yield values


@lru_cache(maxsize=4096)  # an event stands in two tables, and the events of an article share a few days
def _instant(value: datetime) -> str:
    return value.isoformat(" ", "microseconds")


def _line(row: Iterable[Any]) -> str:
    """A row in COPY's text format."""
    return "\t".join("\\N" if v is None else v.translate(COPY_ESCAPES) if type(v) is str else str(v) for v in row)
