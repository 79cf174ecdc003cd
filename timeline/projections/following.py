"""Following the log: how far the read model is, and the next step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection, Engine, delete, select, update

from timeline import __version__, log
from timeline.log import Entry
from timeline.projections.apply import ProjectionStopped, Projector
from timeline.projections.statements import add, ask
from timeline.projections.tables import Tables, in_use
from timeline.records import PayloadErased, UnknownRecord
from timeline.schema import READ_MODEL_VERSION, meta
from timeline.schema import log as log_table
from timeline.schema import projections as checkpoints

NAME = "read_model"
"""The projection's row in ``projections``."""

BATCH = 4000
"""Records applied between two writes of the tables; a longer commit is one batch."""


class Outdated(Exception):
    """The tables were filled by a release whose read model had another shape."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far the read model has followed the log."""

    position: int
    """Last position applied."""
    version: int
    stopped: str | None
    """Why the next record could not be applied; None when all is well."""


def checkpoint(conn: Connection) -> Checkpoint:
    """How far the read model is.

    Raises:
        Outdated: it never followed the log.
    """
    rows = ask(conn, "SELECT position, version, stopped FROM projections WHERE name = ?", NAME)
    if not rows:
        raise Outdated("the tables were never filled; run timeline rebuild")
    return Checkpoint(*rows[0])


def project(conn: Connection, entries: Sequence[Entry]) -> None:
    """Apply what :func:`timeline.log.append` has just appended, in the same transaction.

    Raises:
        ProjectionStopped: a record cannot be applied; the transaction is to be taken back.
        Outdated: the read model is another release's.
    """
    Following(conn).project(entries)


class Following:
    """Follows several appends of one transaction: what was loaded for one is at hand for the next.

    Args:
        conn: a connection that holds the writer's lock. Nothing else changes the read model as long as this is in use.
    """

    def __init__(self, conn: Connection) -> None:
        self._conn = conn
        self._projector: Projector | None = None
        self._position = -1

    def project(self, entries: Sequence[Entry]) -> None:
        """As :func:`project`: what one append appended is one commit."""
        if not entries:
            return
        if self._position != entries[0].position - 1:
            self._projector = None
            if _current(self._conn).position < entries[0].position - 1:
                catch_up(self._conn)
                return
        if any(isinstance(e.record, PayloadErased) for e in entries):
            self._projector = None
            _step(self._conn, entries)
            return
        self._projector = self._projector or Projector(self._conn, in_use())
        self._projector.apply([entries])
        self._projector.flush()
        self._position = entries[-1].position
        put(self._conn, self._position)


def catch_up(conn: Connection) -> int:
    """Apply everything that the log holds and the read model lacks; returns the position reached.

    Raises:
        ProjectionStopped: a record cannot be applied.
        Outdated: the read model is another release's.
    """
    position = _current(conn).position
    while entries := next_batch(conn, position):
        _step(conn, entries)
        position = entries[-1].position
    return position


def follow(engine: Engine) -> Checkpoint:
    """Catch up in a transaction of its own; where a record cannot be applied, keep what came before it and say why."""
    try:
        with log.writing(engine) as conn:
            catch_up(conn)
            return checkpoint(conn)
    except ProjectionStopped as stopped:
        with log.writing(engine) as conn:
            for commit in _before(conn, stopped.position):
                _step(conn, commit)
            conn.execute(update(checkpoints).where(checkpoints.c.name == NAME).values(stopped=str(stopped)))
            return checkpoint(conn)


def _before(conn: Connection, position: int) -> Iterator[Sequence[Entry]]:
    """The commits between the checkpoint and the one that holds a position."""
    reached = checkpoint(conn).position
    while reached + 1 < position:
        try:
            entries = next_batch(conn, reached, size=1)
        except ProjectionStopped:
            return
        if entries[-1].position >= position:
            return
        yield entries
        reached = entries[-1].position


def _current(conn: Connection) -> Checkpoint:
    found = checkpoint(conn)
    if found.version != READ_MODEL_VERSION:
        raise Outdated("the tables were filled by another release of timeline; run timeline rebuild")
    return found


def _step(conn: Connection, entries: Sequence[Entry]) -> None:
    tables = in_use()
    if any(isinstance(e.record, PayloadErased) for e in entries):
        _forget(conn, tables, entries[-1].position)
    else:
        run(conn, tables, entries)
    put(conn, entries[-1].position)


def _forget(conn: Connection, tables: Tables, until: int) -> None:
    """After an erasure: all tables anew in this transaction, so that no trace is left in any version of anything."""
    for table in tables.values():
        conn.execute(delete(table))
    position = 0
    while position < until:
        entries = next_batch(conn, position)
        run(conn, tables, entries)
        position = entries[-1].position


def run(conn: Connection, tables: Tables, entries: Sequence[Entry]) -> None:
    """Apply whole commits to a set of tables."""
    projector = Projector(conn, tables)
    projector.apply(list(commits(entries)))
    projector.flush()


def commits(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """The records of each append together.

    An append has one ``recorded_at``; where two share it, the counter in the record ids (UUID version 7) starts anew.
    """
    commit: list[Entry] = []
    for entry in entries:
        if commit and not _goes_on(commit[-1], entry):
            yield commit
            commit = []
        commit.append(entry)
    if commit:
        yield commit


class _Envelope(Protocol):
    @property
    def record_id(self) -> str: ...
    @property
    def recorded_at(self) -> str: ...


def _envelope(conn: Connection, position: int) -> _Envelope:
    c = log_table.c
    row: _Envelope = conn.execute(select(c.record_id, c.recorded_at).where(c.position == position)).one()
    return row


def _goes_on(last: _Envelope, entry: _Envelope) -> bool:
    return entry.recorded_at == last.recorded_at and _counter(entry) == (_counter(last) + 1) & 0xFFF


def _counter(entry: _Envelope) -> int:
    return int(entry.record_id[15:18], 16)


def next_batch(conn: Connection, after: int, size: int = BATCH) -> list[Entry]:
    """The next commits of the log, whole ones, with at least ``size`` records together where there are as many.

    Raises:
        ProjectionStopped: the next commit holds a record of a newer release.
    """
    batch: list[Entry] = []
    whole = 0
    try:
        for entry in log.read(conn, after):
            if batch and not _goes_on(batch[-1], entry):
                whole = len(batch)
                if whole >= size:
                    return batch
            batch.append(entry)
    except UnknownRecord as unknown:
        position = (batch[-1].position if batch else after) + 1
        if batch and not _goes_on(batch[-1], _envelope(conn, position)):
            whole = len(batch)
        if whole:
            return batch[:whole]
        raise ProjectionStopped(position, str(unknown)) from unknown
    return batch


def put(conn: Connection, position: int) -> None:
    """Set the checkpoint, and let ``meta`` say what the tables in use are of."""
    ask(conn, "DELETE FROM projections WHERE name = ?", NAME)
    add(conn, checkpoints, [{"name": NAME, "version": READ_MODEL_VERSION, "position": position, "stopped": None}])
    ask(conn, "DELETE FROM meta")
    for head_hash, recorded_at in ask(conn, "SELECT hash, recorded_at FROM log WHERE position = ?", position):
        about = {"schema_version": READ_MODEL_VERSION, "log_position": position, "head_hash": bytes(head_hash).hex()}
        made = {"recorded_at": recorded_at, "made_at": recorded_at, "program_version": __version__}
        add(conn, meta, [{**dict.fromkeys(meta.columns.keys()), **about, **made}])
