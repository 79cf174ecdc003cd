"""The statement of a list of events: put together once for each shape of question, for that takes its time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Connection, FromClause, Select, Text, bindparam, column, func, select
from sqlalchemy.dialects import sqlite

from timeline.queries.asking import direct
from timeline.queries.filters import EVENT_COLUMNS, Shape, Source, conditions
from timeline.schema import event_actors, event_actors_history, event_history, events

Row = dict[str, Any]

_MOMENTS = ("starts_at", "ends_before")
_DAY = "sql_date"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list of events depends on besides the values asked for."""

    shape: Shape
    order: str
    limited: bool


def rows_of(conn: Connection, asked: Asked, given: Mapping[str, Any]) -> list[Row]:
    """The rows that a question gives.

    Args:
        conn: a connection.
        asked: the question.
        given: the values of :func:`timeline.queries.filters.values`, with ``position`` and ``limit`` where asked for.
    """
    if conn.dialect.name != "sqlite":
        result = conn.execute(_statement(asked, conn.dialect.name), given)
        names = tuple(result.keys())
        return [dict(zip(names, row, strict=True)) for row in result]
    statement, names, constants = _spelt(asked)
    values = constants | {name: json.dumps(v) if isinstance(v, list) else v for name, v in given.items()}
    rows = [dict(zip(names, row, strict=True)) for row in direct(conn, statement, values)]
    for row in rows:
        for name in _MOMENTS:
            if row[name] is not None:
                row[name] = datetime.fromisoformat(row[name])
        if row[_DAY] is not None:
            row[_DAY] = date.fromisoformat(row[_DAY])
    return rows


@lru_cache(maxsize=256)
def _spelt(asked: Asked) -> tuple[str, tuple[str, ...], dict[str, Any]]:
    """The statement in SQLite's words, its columns, and the words of ours that it compares with."""
    statement = _statement(asked, "sqlite")
    compiled = statement.compile(dialect=sqlite.dialect(paramstyle="named"))
    constants = {name: value for name, value in compiled.params.items() if value is not None}
    return str(compiled), tuple(statement.selected_columns.keys()), constants


@lru_cache(maxsize=256)
def _statement(asked: Asked, dialect: str) -> Select[Any]:
    shape = asked.shape
    source = Source(events, event_actors)
    if shape.then:
        source = Source(event_history, event_actors_history, bindparam("position", type_=BigInteger))
    table = source.events
    columns = [table.c[name] for name in EVENT_COLUMNS]
    if shape.then:
        columns.append(table.c.from_position)
    found = conditions(shape, source, _of_sqlite if dialect == "sqlite" else _of_postgresql)
    query = select(*columns).where(*found).order_by(*order_by(dialect, asked.order, table))
    return query.limit(bindparam("limit", type_=BigInteger)) if asked.limited else query


def _of_sqlite(name: str, type_: Any, several: bool = False) -> Any:
    """A parameter; a list is one JSON text, so that the statement stays the same whatever its length."""
    if not several:
        return bindparam(name, type_=type_)
    return select(func.json_each(bindparam(name, type_=Text)).table_valued(column("value", Text)).c.value)


def _of_postgresql(name: str, type_: Any, several: bool = False) -> Any:
    return bindparam(name, type_=type_, expanding=several)


def order_by(dialect: str, order: str, table: FromClause) -> list[Any]:
    """By date or newest first, undated last, then by title."""
    title = table.c.title.collate("C") if dialect == "postgresql" else table.c.title
    start: Any = func.coalesce(table.c.first_day, table.c.last_day)
    if order == "newest":
        start = func.coalesce(table.c.last_day, table.c.first_day).desc()
    return [table.c.span_class == "none", start, title, table.c.event_id]
