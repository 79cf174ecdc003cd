"""Making the read model anew from the log, beside the tables in use, which people go on reading until the swap."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, Engine, Index
from sqlalchemy.schema import CreateIndex, CreateTable

from timeline import log
from timeline.projections.following import BATCH, next_batch, put, run
from timeline.projections.tables import BESIDE, Tables, beside
from timeline.records import PayloadErased
from timeline.schema import read_model

_FOLLOWED = ("facts_subject", "reports_event", "reports_article", "event_ids_event", "actor_ids_actor",
             "report_actors_actor", "articles_main_event")  # fmt: skip
"""Indexes that the projection itself asks by; the others are made when all rows are there."""


def rebuild(engine: Engine, progress: Callable[[int, int], None] | None = None, *, size: int = BATCH) -> int:
    """Fill new tables from the first record on and put them in the place of the old ones.

    Records appended meanwhile are taken along; writers wait only for single batches and for the swap.

    Args:
        engine: the database; its log must be of this release.
        progress: called with (position reached, position of the head) after each batch.
        size: records applied in one transaction; a longer commit is one.

    Returns:
        The position reached.

    Raises:
        ProjectionStopped: a record cannot be applied; the old tables stay in use.
    """
    tables = beside()
    with log.writing(engine) as conn:
        _drop(conn, tables)
        _create(conn, tables)
        start, position = log.head(conn).position, 0
    while True:
        with log.writing(engine) as conn:
            head = log.head(conn).position
            entries = next_batch(conn, position, size)
            if any(isinstance(e.record, PayloadErased) and e.position > start for e in entries):
                # What was erased meanwhile may be in the new tables already.
                break
            if entries:
                run(conn, tables, entries)
                position = entries[-1].position
            if position >= head:
                _swap(conn, tables)
                put(conn, position)
        if progress:
            progress(position, head)
        if position >= head:
            return position
    return rebuild(engine, progress, size=size)


def _create(conn: Connection, tables: Tables) -> None:
    for table in tables.values():
        conn.execute(CreateTable(table))
        for index in table.indexes:
            if _is_followed(index):
                conn.execute(CreateIndex(index))


def _is_followed(index: Index) -> bool:
    return str(index.name).removesuffix(BESIDE) in _FOLLOWED


def _drop(conn: Connection, tables: Tables) -> None:
    for table in tables.values():
        conn.exec_driver_sql(f"DROP TABLE IF EXISTS {table.name}")


def _swap(conn: Connection, tables: Tables) -> None:
    """Put the new tables in the old ones' place, under their names, with all their indexes."""
    renaming = conn.dialect.name == "postgresql"
    if renaming:
        # Readers wait from the first DROP on: by then nothing is left to do that takes long.
        for index in (i for table in tables.values() for i in table.indexes if not _is_followed(i)):
            conn.execute(CreateIndex(index))
    for name, table in read_model.tables.items():
        conn.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")
        conn.exec_driver_sql(f"ALTER TABLE {name}{BESIDE} RENAME TO {name}")
        if renaming:
            conn.exec_driver_sql(f"ALTER INDEX {name}{BESIDE}_pkey RENAME TO {name}_pkey")
        for index in sorted(table.indexes, key=lambda i: str(i.name)):
            if renaming:
                conn.exec_driver_sql(f"ALTER INDEX {index.name}{BESIDE} RENAME TO {index.name}")
            else:
                conn.exec_driver_sql(f"DROP INDEX IF EXISTS {index.name}{BESIDE}")
                conn.execute(CreateIndex(index))
