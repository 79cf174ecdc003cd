"""Making the read model anew from the log, beside the tables in use, which people go on reading until the swap."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, Engine, Index
from sqlalchemy.schema import CreateIndex

from timeline import log
from timeline.projections.following import next_batch, put, run
from timeline.projections.tables import BESIDE, Tables, beside
from timeline.records import PayloadErased
from timeline.schema import read_model

_FOLLOWED = ("facts_subject", "reports_event", "reports_article", "event_ids_event", "actor_ids_actor",
             "report_actors_actor", "articles_main_event")  # fmt: skip
"""Indexes that the projection itself asks by; the others are made when all rows are there."""


def rebuild(engine: Engine, progress: Callable[[int, int], None] | None = None) -> int:
    """Fill new tables from the first record on and put them in the place of the old ones.

    Records appended meanwhile are taken along; writers wait only for single batches and for the swap.

    Args:
        engine: the database; its log must be of this release.
        progress: called with (position reached, position of the head) after each batch.

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
            entries = next_batch(conn, position)
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
    return rebuild(engine, progress)


def _create(conn: Connection, tables: Tables) -> None:
    for table in tables.values():
        later = [index for index in table.indexes if str(index.name).removesuffix(BESIDE) not in _FOLLOWED]
        for index in later:
            table.indexes.discard(index)
        table.create(conn)


def _drop(conn: Connection, tables: Tables) -> None:
    for table in tables.values():
        conn.exec_driver_sql(f"DROP TABLE IF EXISTS {table.name}")


def _swap(conn: Connection, tables: Tables) -> None:
    """Put the new tables in the old ones' place, under their names, with all their indexes."""
    made = {str(index.name) for table in tables.values() for index in table.indexes}
    for name, table in read_model.tables.items():
        conn.exec_driver_sql(f"DROP TABLE IF EXISTS {name}")
        conn.exec_driver_sql(f"ALTER TABLE {table.name}{BESIDE} RENAME TO {name}")
        if conn.dialect.name == "postgresql":
            conn.exec_driver_sql(f"ALTER INDEX {name}{BESIDE}_pkey RENAME TO {name}_pkey")
        for index in sorted(table.indexes, key=lambda i: str(i.name)):
            _index(conn, index, f"{index.name}{BESIDE}" in made)


def _index(conn: Connection, index: Index, made: bool) -> None:
    if made and conn.dialect.name == "postgresql":
        conn.exec_driver_sql(f"ALTER INDEX {index.name}{BESIDE} RENAME TO {index.name}")
        return
    if made:
        conn.exec_driver_sql(f"DROP INDEX {index.name}{BESIDE}")
    conn.execute(CreateIndex(index))
