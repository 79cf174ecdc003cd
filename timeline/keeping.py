"""Backups: made while others write, verified before they are called one, and brought back only to an empty place.

A backup is a timeline database in one SQLite file, whichever engine it was made from. From SQLite it is a copy page by
page; from PostgreSQL the log is carried over and the tables are made anew.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.engine import URL

from timeline import db, log, projections
from timeline.db.targets import check_folder, file_uri

if TYPE_CHECKING:
    from sqlalchemy import Engine

Progress = Callable[[int, int], None]
"""Called with (done, all), in pages of 4 kB or records."""

_PAGES = 512


class Occupied(Exception):
    """There is something already where a backup is to be written or restored to."""


class Damaged(Exception):
    """A backup, or the copy of one, is not whole; it was not taken into use."""


def backup(engine: Engine, path: Path, progress: Progress | None = None, *, processes: int = 1) -> log.Head:
    """Write a backup of a database that others go on reading and writing.

    Args:
        engine: the database.
        path: a file that is not there yet; it appears there whole and verified, or not at all.
        progress: see :data:`Progress`.
        processes: that verify; see :func:`timeline.log.verify`.

    Returns:
        The end of the log in the backup.

    Raises:
        Occupied: the file is there already.
        db.DatabaseProblem: nothing can be written there.
        Damaged: what was written does not verify: the database itself is damaged.
    """
    _expect_nothing(path)
    check_folder(path)
    with engine.connect() as conn:
        least = log.head(conn)
    with _appearing(path) as part:
        if engine.dialect.name == "sqlite":
            _copy(Path(str(engine.url.database)), part, progress)
        else:
            _carry(engine, part, progress)
        return _verified(part, least, processes)


def restore(
    source: Path, target: str | Path | URL, progress: Progress | None = None, *, processes: int = 1
) -> log.Head:
    """Make a database from a backup, where there is none.

    Args:
        source: the backup: any timeline database in an SQLite file.
        target: a path, or the address of a PostgreSQL database without tables.
        progress: see :data:`Progress`.
        processes: that verify; see :func:`timeline.log.verify`.

    Returns:
        The end of the restored log.

    Raises:
        Occupied: there is something at the target.
        Damaged: the backup does not verify.
        db.DatabaseProblem: the backup or the target cannot be used.
    """
    place = db.resolve(target)
    if not source.exists():
        raise db.Missing(f"there is no backup at {source}; name a file that timeline backup wrote")
    old = db.connect(source, readonly=True)
    try:
        head = _sound(old, source, None, processes)
        if isinstance(place, URL):
            _expect_no_tables(place)
            _fill(old, place, progress)
            return head
        _expect_nothing(place)
        place.parent.mkdir(parents=True, exist_ok=True)
        with _appearing(place) as part:
            _copy(Path(db.shown(db.resolve(source))), part, progress, journal="WAL")
            return _verified(part, head, processes)
    finally:
        old.dispose()


def bring_up(engine: Engine, progress: Progress | None = None) -> projections.Checkpoint:
    """Let the tables follow a log that was imported: anew where most of it is new, else step by step."""
    with engine.connect() as conn:
        end, reached = log.head(conn).position, projections.checkpoint(conn).position
    if reached < end // 2:
        projections.rebuild(engine, progress)
    return projections.follow(engine)


# --- from and to SQLite ---


def _copy(source: Path, part: Path, progress: Progress | None, journal: str = "DELETE") -> None:
    """Copy page by page, in one snapshot: an open read transaction keeps later commits of others out."""

    def shown(_status: int, left: int, total: int) -> None:
        if progress:
            progress(total - left, total)

    with (
        closing(sqlite3.connect(file_uri(source, "ro"), uri=True, isolation_level=None, timeout=60)) as old,
        closing(sqlite3.connect(part, isolation_level=None)) as new,
    ):
        try:
            old.execute("BEGIN")
            old.execute("SELECT 1 FROM head").fetchone()
            old.backup(new, pages=_PAGES, progress=shown)
            # A backup is one file, also on a disk that cannot be written; a database in use has its journal beside it.
            new.execute(f"PRAGMA journal_mode = {journal}")
        except sqlite3.Error as error:
            raise db.explain(error, str(source)) from error


# --- from and to PostgreSQL ---


def _carry(engine: Engine, part: Path, progress: Progress | None) -> None:
    new = db.create(part)
    try:
        _take(engine, new, progress)
        with new.connect().execution_options(isolation_level="AUTOCOMMIT", timeline_begin="") as conn:
            conn.exec_driver_sql("PRAGMA journal_mode = DELETE")
    finally:
        new.dispose()


def _fill(old: Engine, place: URL, progress: Progress | None) -> None:
    new = db.create(place)
    try:
        _take(old, new, progress)
    finally:
        new.dispose()


def _take(old: Engine, new: Engine, progress: Progress | None) -> None:
    reading = old.execution_options(isolation_level="REPEATABLE READ") if old.dialect.name == "postgresql" else old
    with reading.connect() as conn:
        log.import_log(new, log.export(conn), progress)
    stopped = bring_up(new, progress).stopped
    if stopped:
        raise Damaged(f"the log was carried over, but its tables cannot be made: {stopped}")


# --- looking before and after ---


def _expect_nothing(path: Path) -> None:
    if path.exists() or path.is_symlink():
        raise Occupied(f"there is something at {path} already; name another place")


def _expect_no_tables(place: URL) -> None:
    try:
        engine = db.connect(place, readonly=True, check=False)
        try:
            found = db.state(engine)
        finally:
            engine.dispose()
    except db.Missing:
        found = "empty"
    if found != "empty":
        raise Occupied(f"there are tables in {db.shown(place)} already; name another database")


@contextmanager
def _appearing(path: Path) -> Iterator[Path]:
    """A file beside the one wanted, put in its place when all went well and taken away when not."""
    part = path.with_name(f"{path.name}.part")
    _clear(part)  # of a backup that was killed
    try:
        yield part
        with part.open("rb") as file:
            os.fsync(file.fileno())
        _expect_nothing(path)
        part.rename(path)
    finally:
        _clear(part)


def _clear(part: Path) -> None:
    for beside in ("-wal", "-shm", "-journal", ""):
        part.with_name(part.name + beside).unlink(missing_ok=True)


def _verified(part: Path, least: log.Head, processes: int) -> log.Head:
    """The head of a copy that is whole and holds at least what there was when it was begun."""
    engine = db.connect(part, readonly=True)
    try:
        return _sound(engine, part, least, processes)
    finally:
        engine.dispose()


def _sound(engine: Engine, path: Path, least: log.Head | None, processes: int) -> log.Head:
    with engine.connect() as conn:
        said = conn.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        end = log.head(conn)
    if said != "ok":
        raise Damaged(f"{path} is damaged: {said}")
    kept = str(least) if least and least.position else None
    damage = log.verify(engine, head=kept, processes=processes).damage
    if damage:
        raise Damaged(f"the log in {path} is damaged at position {damage.position}: {damage.what}")
    return end
