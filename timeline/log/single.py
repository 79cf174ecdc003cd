"""A commit of one record as one statement: such a commit costs mostly what stands around its writing.

The record is inserted into a view that only this connection has, whose triggers write to the log's tables. The
statement is a transaction by itself, holds the writer's lock from its beginning, and meets all guards of the tables.
The end of the log is remembered from the commit before; where another writer has moved it, the statement fails.
"""

from __future__ import annotations

import os
import sqlite3
from typing import cast

from sqlalchemy import Connection

from timeline.log.entries import Entry
from timeline.log.hashing import canonical, chain, envelope, payload_hash
from timeline.log.marking import SALT_BYTES, expect_one_line, record_ids, stamp
from timeline.log.stores import raise_problem
from timeline.records import Record

_END = "timeline.log.end"
"""Under this name a connection keeps the end of the log as it left it: position, hash, recorded_at."""

_COLUMNS = (
    *("position", "record_id", "stream", "version", "type", "schema_version", "recorded_at", '"by"'),
    *("payload_hash", "previous_hash", "hash", "salt", "bytes"),
)
_VIEW = f"""
    CREATE TEMP VIEW IF NOT EXISTS single ({", ".join(_COLUMNS)}) AS SELECT {", ".join("0" for _ in _COLUMNS)}
"""
_TRIGGER = """
    CREATE TEMP TRIGGER IF NOT EXISTS {name} INSTEAD OF INSERT ON single WHEN {condition} BEGIN
        SELECT RAISE(ABORT, 'the log goes on elsewhere') WHERE NEW.previous_hash IS NOT (SELECT hash FROM head);
        {stream};
        INSERT INTO log VALUES (
            NEW.position, NEW.record_id, {stream_id}, NEW.version, NEW.type, NEW.schema_version,
            NEW.recorded_at, NEW."by", NEW.payload_hash, NEW.previous_hash, NEW.hash
        );
        INSERT INTO payloads VALUES (NEW.position, NEW.salt, NEW.bytes);
        UPDATE head SET position = NEW.position, hash = NEW.hash, recorded_at = NEW.recorded_at
        WHERE id = 1;
    END
"""
_SET_UP = (
    _VIEW,
    _TRIGGER.format(
        name="single_opens",
        condition="NEW.version <= 1",
        stream="INSERT INTO streams VALUES (NULL, NEW.stream, NEW.version)",
        stream_id="last_insert_rowid()",
    ),
    _TRIGGER.format(
        name="single_goes_on",
        condition="NEW.version > 1",
        stream="UPDATE streams SET version = NEW.version WHERE name = NEW.stream AND version = NEW.version - 1",
        stream_id="(SELECT stream_id FROM streams WHERE name = NEW.stream AND version = NEW.version)",
    ),
)
_HEAD = "SELECT position, hash, coalesce(recorded_at, '') FROM head"
_INSERT = f"INSERT INTO single VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608 (own names only)


def commit_one(conn: Connection, stream: str, expected: int, record: Record, by: str, now: str) -> Entry | None:
    """Append one record to an SQLite database in a transaction of its own.

    Returns:
        What was appended; None where it was not, since the log or the stream does not end where it was expected to.

    Raises:
        ValueError, DatabaseProblem: as of :func:`timeline.log.commit`.
    """
    expect_one_line("writer", by)
    expect_one_line("stream", stream)
    kept = conn.connection
    driver = cast("sqlite3.Connection", kept.dbapi_connection)
    try:
        position, previous, before = kept.info.get(_END) or _begin(driver)
        position, version, recorded_at = position + 1, expected + 1, max(stamp(now), before)
        (record_id,), salt = record_ids(recorded_at, 1), os.urandom(SALT_BYTES)
        type_, schema_version, data = type(record).__name__, record.version, canonical(record.payload())
        around = position, record_id, stream, version, type_, schema_version, recorded_at, by
        inner = payload_hash(salt, data)
        outer = chain(previous, envelope(*around), inner)
        driver.execute(_INSERT, (*around, inner, previous, outer, salt, data))
    except sqlite3.IntegrityError:
        kept.info.pop(_END, None)
        return None
    except sqlite3.Error as error:
        kept.info.pop(_END, None)
        raise_problem(error)
        raise
    kept.info[_END] = position, outer, recorded_at
    return Entry(*around, record)


def _begin(driver: sqlite3.Connection) -> tuple[int, bytes, str]:
    for statement in _SET_UP:
        driver.execute(statement)
    position, hash_, recorded_at = driver.execute(_HEAD).fetchone()
    return position, hash_, recorded_at
