"""Snapshots of a timeline for tools that ask in SQL: an SQLite file, a folder of Parquet files, a PostgreSQL schema.

A snapshot has the read model's tables with the same columns, a calendar and a row about itself, and nothing of the log.
It appears in its place whole or not at all, and takes the place of an older one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.engine import URL

from timeline.publish.datasette import check_metadata, write_metadata
from timeline.publish.parts import Part, Told
from timeline.publish.places import check_file, check_folder, new_file, new_folder
from timeline.publish.tables import KEPT, LEADS, SCHEMA_VERSION, SNAPSHOT, tables

__all__ = [
    "KEPT",
    "LEADS",
    "SCHEMA_VERSION",
    "SNAPSHOT",
    "Part",
    "check_metadata",
    "tables",
    "to_file",
    "to_folder",
    "to_schema",
    "write_metadata",
]

Rows = Mapping[str, int]
"""Number of rows written to each table of the read model."""


def _silent(_: str) -> None:
    pass


def to_file(engine: Engine, path: Path, part: Part, made_at: str, told: Told = _silent) -> Rows:
    """Publish to an SQLite file.

    Args:
        engine: the database.
        path: the file; an older snapshot there is replaced when the new one is complete.
        part: what of the database.
        made_at: the present, RFC 3339 in UTC.
        told: called with the name of each table as it is begun.

    Returns:
        The number of rows of each table.

    Raises:
        timeline.db.DatabaseProblem: something else is at the path, it cannot be written, or the disk is full; what was
            there is still there.
    """
    from timeline.publish import sqlite_file

    check_file(path)
    with new_file(path) as new, _source(engine, part, path.parent, told) as source:
        return sqlite_file.fill(source, part, new, _about(part, made_at), told)


def to_folder(engine: Engine, path: Path, part: Part, made_at: str, told: Told = _silent) -> Rows:
    """Publish to a folder of Parquet files, partitioned by year; see :func:`to_file`."""
    from timeline.publish import parquet

    check_folder(path)
    with new_folder(path) as new, _source(engine, part, path.parent, told) as source:
        return parquet.fill(source, part, new, _about(part, made_at), told)


def to_schema(engine: Engine, url: str | URL, schema: str, part: Part, made_at: str, told: Told = _silent) -> Rows:
    """Publish to a schema of a PostgreSQL database, in one transaction; see :func:`to_file`."""
    from timeline.publish import postgresql

    with _source(engine, part, None, told) as source:
        return postgresql.fill(source, part, url, schema, _about(part, made_at), told)


def _about(part: Part, made_at: str) -> dict[str, Any]:
    return {"made_at": made_at, "as_of": None if part.as_of is None else str(part.as_of)}


@contextmanager
def _source(engine: Engine, part: Part, folder: Path | None, told: Told) -> Iterator[Engine]:
    """The database, or a scratch copy of it as it stood then."""
    if part.as_of is None:
        yield engine
        return
    from timeline import queries
    from timeline.publish.then import as_it_stood

    with engine.connect() as conn:
        told("the log until then")
        with as_it_stood(conn, queries.position_at(conn, part.as_of), folder) as then:
            yield then
