"""The tables a projection writes: those that people read, or a second set beside them while they are rebuilt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from sqlalchemy import Connection, Index, MetaData, Table

from timeline.schema import read_model

Tables: TypeAlias = Mapping[str, Table]
"""Name in the read model -> table."""

BESIDE = "__new"
"""Suffix of the second set."""


def in_use() -> Tables:
    """The tables that people read."""
    return dict(read_model.tables)


def beside(conn: Connection) -> Tables:
    """The same tables under other names, their indexes too."""
    metadata = MetaData()
    suffix = "" if _names_are_free(conn) else BESIDE
    copies: dict[str, Table] = {}
    for name, table in read_model.tables.items():
        copy = table.to_metadata(metadata, name=name + BESIDE)
        for index in list(copy.indexes):
            copy.indexes.discard(index)
        for index in table.indexes:
            columns = [copy.c[column.name] for column in index.columns]
            Index(f"{index.name}{suffix}", *columns, unique=index.unique)
        copies[name] = copy
    return copies


def _names_are_free(conn: Connection) -> bool:
    """Whether indexes of the tables in use have the second set's names: SQLite cannot rename them when tables swap."""
    if conn.dialect.name != "sqlite":
        return False
    query = "SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = ? AND tbl_name = ?"
    return any(
        conn.exec_driver_sql(query, (f"{index.name}{BESIDE}", table.name)).first()
        for table in read_model.tables.values()
        for index in table.indexes
    )
