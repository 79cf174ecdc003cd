"""Lawful erasure: a payload goes for good, and the log says that, when, by whom and why."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, Engine, bindparam, delete, select

from timeline.db import Locked
from timeline.log.appending import append
from timeline.log.entries import Entry
from timeline.records import PayloadErased
from timeline.schema import log, payloads


def erase(conn: Connection, positions: Collection[int], reason: str, *, by: str, now: str) -> list[Entry]:
    """Append a PayloadErased record for each position and delete its payload; those erased before are passed over.

    Each record goes to a stream of its own, ``erased/<position>``: by that name the database's guard finds it when it
    allows the deletion. Free pages still hold the bytes until :func:`scrub`.

    Args:
        conn: a connection in a transaction that holds the writer's lock.
        positions: of the records whose payloads shall go.
        reason: for the record; it should not repeat what is erased.
        by: who erases.
        now: RFC 3339 instant.

    Raises:
        ValueError: a position is not in the log or is itself the record of an erasure.
    """
    left = _erasable(conn, sorted(set(positions)))
    batch = [(f"erased/{position}", 0, [PayloadErased(position, reason)]) for position in left]
    entries = append(conn, batch, by=by, now=now)
    if left:
        statement = delete(payloads).where(payloads.c.position == bindparam("gone"))
        conn.execute(statement, [{"gone": position} for position in left])
    return entries


def scrub(engine: Engine) -> None:
    """Overwrite what deleted rows left in free pages and in the write-ahead log. Rewrites the whole database.

    On PostgreSQL the planner's statistics, which keep samples of values, are made anew too; the server's own
    write-ahead log and backups are its administrator's to expire.

    Raises:
        Locked: on SQLite, somebody reads on and on from before the erasure, so that the write-ahead log has to stay.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT", timeline_begin="") as conn:
        if conn.dialect.name == "sqlite":
            conn.exec_driver_sql("VACUUM")
            if conn.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]:
                raise Locked(
                    "erased, but somebody still reads the old pages, which stay in the file until then;"
                    " erase the same again when they have finished"
                )
        else:
            tables = conn.exec_driver_sql(
                "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema()"
            )
            for table in tables.scalars().all():
                conn.exec_driver_sql(f"VACUUM (FULL, ANALYZE) {table}")
            # Samples of the old values were kept there; who may not rewrite it gets a warning of the server only.
            conn.exec_driver_sql("VACUUM FULL pg_catalog.pg_statistic")


def _erasable(conn: Connection, positions: list[int]) -> list[int]:
    left = []
    for position in positions:
        query = select(log.c.type, payloads.c.position).outerjoin(payloads, payloads.c.position == log.c.position)
        row = conn.execute(query.where(log.c.position == position)).one_or_none()
        if row is None:
            raise ValueError(f"there is no record at position {position}")
        if row[0] == PayloadErased.__name__:
            raise ValueError(f"position {position} records an erasure and stays")
        if row[1] is not None:
            left.append(position)
    return left
