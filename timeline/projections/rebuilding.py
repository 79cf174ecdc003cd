"""Making the read model anew from the log, beside the tables in use, which people go on reading until the swap."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, Index, select
from sqlalchemy.schema import CreateIndex, CreateTable

from timeline import log
from timeline.projections.following import BATCH, NAME, next_batch, put, run
from timeline.projections.tables import BESIDE, Tables, beside
from timeline.records import PayloadErased
from timeline.schema import projections as checkpoints
from timeline.schema import read_model

_FOLLOWED = ("facts_subject", "reports_event", "reports_article", "event_ids_event", "actor_ids_actor",
             "report_actors_actor", "articles_main_event")  # fmt: skip
"""Indexes that the projection itself asks by; the others are made when all rows are there, each by itself."""


def rebuild(engine: Engine, progress: Callable[[int, int], None] | None = None, *, size: int = BATCH) -> int:
    """Fill new tables from the first record on and put them in the place of the old ones.

    Records appended meanwhile are taken along; writers wait only for single batches, single indexes and the swap.

    Args:
        engine: the database; its log must be of this release.
        progress: called with (position reached, position of the head) after each batch.
        size: records applied in one transaction; a longer commit is one.

    Returns:
        The position reached.

    Raises:
        ProjectionStopped: a record cannot be applied; the old tables stay in use.
    """
    with log.writing(engine) as conn:
        _drop(conn)
        tables = beside(conn)
        _create(conn, tables)
        start, position = log.head(conn).position, 0
    later = [index for table in tables.values() for index in table.indexes if not _is_followed(index)]
    swapped = False
    while not swapped:
        with log.writing(engine) as conn:
            head = log.head(conn).position
            entries = next_batch(conn, position, size)
            if any(isinstance(e.record, PayloadErased) and e.position > start for e in entries):
                # What was erased meanwhile may be in the new tables already.
                break
            if entries:
                run(conn, tables, entries)
                position = entries[-1].position
            if position >= head and later:
                conn.execute(CreateIndex(later.pop()))
            elif position >= head:
                _swap(conn, tables)
                put(conn, position)
                swapped = True
        if progress and (entries or swapped):
            progress(position, head)
    return position if swapped else rebuild(engine, progress, size=size)


def _create(conn: Connection, tables: Tables) -> None:
    for table in tables.values():
        conn.execute(CreateTable(table))
        for index in table.indexes:
            if _is_followed(index):
                conn.execute(CreateIndex(index))


def _is_followed(index: Index) -> bool:
    return str(index.name).removesuffix(BESIDE) in _FOLLOWED


def _drop(conn: Connection) -> None:
    for name in read_model.tables:
        conn.exec_driver_sql(f"DROP TABLE IF EXISTS {name}{BESIDE}")


def _swap(conn: Connection, tables: Tables) -> None:
    """Put the new tables in the old ones' place, under their names. Nothing in here takes long: all others wait."""
    with _quickly(conn):
        for name in tables:
            conn.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")
    for name, table in tables.items():
        conn.exec_driver_sql(f"ALTER TABLE {table.name} RENAME TO {name}")
        if conn.dialect.name == "postgresql":
            conn.exec_driver_sql(f"ALTER INDEX {name}{BESIDE}_pkey RENAME TO {name}_pkey")
            for index in table.indexes:
                conn.exec_driver_sql(f"ALTER INDEX {index.name} RENAME TO {str(index.name).removesuffix(BESIDE)}")


@contextmanager
def _quickly(conn: Connection) -> Iterator[None]:
    """Let SQLite drop tables without overwriting each of their pages, where what they say stands in the new ones too.

    Tables that are behind the log may hold what was erased since.
    """
    reached = conn.execute(select(checkpoints.c.position).where(checkpoints.c.name == NAME)).scalar()
    if conn.dialect.name != "sqlite" or reached != log.head(conn).position:
        yield
        return
    conn.exec_driver_sql("PRAGMA secure_delete = FAST")
    try:
        yield
    finally:
        conn.exec_driver_sql("PRAGMA secure_delete = ON")
