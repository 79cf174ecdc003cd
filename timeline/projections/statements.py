"""The statements of the projection, each put together once and spelt for the speed of each engine.

Many values are one parameter (a JSON list on SQLite, an array on PostgreSQL), so that a statement is the same for any
number of them; rows go to the driver as they are, without SQLAlchemy's work on each.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Date, DateTime, Table, TextualSelect, text

from timeline.log.stores import COPY_ESCAPES, copy, driver

CHUNK = 5000
"""Values in one parameter."""

Row = Mapping[str, Any]


def chosen(
    conn: Connection, table: Table, names: Sequence[str] | None, column: str, values: Collection[Any], also: str = ""
) -> Iterator[Any]:
    """Rows with one of these values in a column.

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
    query = _select(table, tuple(names) if names else None, column, bool(also), conn.dialect.name)
    for chunk in _chunks(values):
        wanted = _as_one(conn, chunk)
        yield from conn.execute(query, {"wanted": wanted, "also": also} if also else {"wanted": wanted})


def remove(conn: Connection, table: Table, column: str, values: Collection[Any], also: str = "") -> None:
    """Delete the rows with one of these values in a column."""
    sqlite = conn.dialect.name == "sqlite"
    mark = "?" if sqlite else "%s"
    more = f"kind = {mark} AND " if also else ""
    statement = f"DELETE FROM {table.name} WHERE {more}{_meets(column, mark, sqlite)}"  # noqa: S608 (own names only)
    for chunk in _chunks(values):
        with driver(conn) as cursor:
            wanted = _as_one(conn, chunk)
            cursor.execute(statement, (also, wanted) if also else (wanted,))


def add(conn: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows; each holds every column."""
    if not rows:
        return
    names, spellings = _columns(table)
    values = map(itemgetter(*names), rows)
    with driver(conn) as cursor:
        if conn.dialect.name == "sqlite":
            cursor.executemany(_insert(table), _spelt(spellings, values) if spellings else values)
        else:
            copy(cursor, f"{table.name} ({_listed(names)})", map(_line, values))


@lru_cache(maxsize=512)
def _select(table: Table, names: tuple[str, ...] | None, column: str, also: bool, dialect: str) -> TextualSelect:
    columns = [table.c[name] for name in names] if names else list(table.columns)
    more = "kind = :also AND " if also else ""
    condition = _meets(column, ":wanted", dialect == "sqlite")
    query = f"SELECT {_listed([c.name for c in columns])} FROM {table.name} WHERE {more}{condition}"  # noqa: S608
    return text(query).columns(*columns)


def _meets(column: str, mark: str, sqlite: bool) -> str:
    if not sqlite:
        return f'"{column}" = ANY({mark})'
    return f'"{column}" IN (SELECT value FROM json_each({mark}))'  # noqa: S608 (own names only)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _chunks(values: Collection[Any]) -> Iterator[list[Any]]:
    ordered = sorted(values)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def _as_one(conn: Connection, values: list[Any]) -> Any:
    return json.dumps(values) if conn.dialect.name == "sqlite" else values


@lru_cache(maxsize=128)
def _columns(table: Table) -> tuple[tuple[str, ...], tuple[tuple[int, Callable[[Any], str]], ...]]:
    """The names of a table's columns, and how those of days and instants are spelt on SQLite, by number."""
    spellings: list[tuple[int, Callable[[Any], str]]] = []
    for number, column in enumerate(table.columns):
        if isinstance(column.type, DateTime):
            spellings.append((number, _instant))
        elif isinstance(column.type, Date):
            spellings.append((number, date.isoformat))
    return tuple(column.name for column in table.columns), tuple(spellings)


@lru_cache(maxsize=128)
def _insert(table: Table) -> str:
    names, _ = _columns(table)
    return f"INSERT INTO {table.name} ({_listed(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608


def _spelt(
    spellings: Iterable[tuple[int, Callable[[Any], str]]], rows: Iterable[tuple[Any, ...]]
) -> Iterator[list[Any]]:
    """The rows with days and instants in SQLAlchemy's spelling."""
    for row in rows:
        values = list(row)
        for number, spelling in spellings:
            if values[number] is not None:
                values[number] = spelling(values[number])
        yield values


def _instant(value: datetime) -> str:
    return value.isoformat(" ", "microseconds")


def _line(row: Iterable[Any]) -> str:
    """A row in COPY's text format."""
    return "\t".join("\\N" if v is None else v.translate(COPY_ESCAPES) if type(v) is str else str(v) for v in row)
