"""Engines: how each kind of database is spoken to."""

from __future__ import annotations

import os
import re
import sqlite3
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.pool import QueuePool

from timeline.db.problems import ReadOnly, Unreachable, known
from timeline.db.schema_state import expect_current
from timeline.db.targets import check_file, file_uri, resolve, shown

BUSY_SECONDS = 60.0
"""How long a writer waits for another one."""

WRITERS_CACHE = 32_000
"""KiB of pages that a writer keeps: with SQLite's own 2,000, many are read and written twice in one commit."""

_READING_ACTIONS = (
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
    sqlite3.SQLITE_TRANSACTION,
    sqlite3.SQLITE_SAVEPOINT,
)
_READING_PRAGMAS = (
    *("collation_list", "compile_options", "database_list", "encoding", "foreign_key_list", "freelist_count"),
    *("function_list", "index_info", "index_list", "index_xinfo", "integrity_check", "page_count", "page_size"),
    *("quick_check", "table_info", "table_list", "table_xinfo"),
)
_READING_PRAGMAS_BARE = ("application_id", "journal_mode", "read_uncommitted", "schema_version", "user_version")
_COMMENTS = re.compile(r"\A(?:\s+|--[^\n]*(?:\n|\Z)|/\*.*?\*/|\()*", re.DOTALL)
_READING_WORDS = ("select", "with", "values", "table", "explain", "show")


def connect(target: str | Path | URL, *, readonly: bool = False, check: bool = True, durable: bool = True) -> Engine:
    """Open an existing database.

    Args:
        target: a path, ``sqlite:///path`` or ``postgresql://user@host/name``.
        readonly: nothing can be written through this engine, on any engine, by any statement.
        check: refuse a database that is foreign or of another release's schema.
        durable: SQLite only: every commit waits for the disk (synchronous=FULL); else a loss of power may undo the last
            commits, never damage the file (NORMAL).

    Raises:
        DatabaseProblem: of the kind that says what is wrong and what to do.
    """
    place = resolve(target)
    if isinstance(place, Path):
        check_file(place)
        engine = sqlite_engine(place, readonly=readonly, durable=durable)
    else:
        engine = postgresql_engine(place, readonly=readonly)
    if check:
        try:
            with engine.connect() as conn:
                expect_current(conn, shown(place))
        except BaseException:
            engine.dispose()
            raise
    return engine


def sqlite_engine(path: Path, *, readonly: bool = False, durable: bool = True, create: bool = False) -> Engine:
    """An engine of an SQLite file. Transactions begin as SQLAlchemy says, not as the driver guesses.

    A connection's execution option ``timeline_begin`` says how they begin, e.g. ``BEGIN IMMEDIATE``; empty: not at all.
    """
    uri = file_uri(path, readonly_mode(path) if readonly else "rwc" if create else "rw")

    def open_file() -> sqlite3.Connection:
        connection = sqlite3.connect(
            uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        connection.execute("PRAGMA trusted_schema = OFF")
        if readonly:
            # SQLite declares the columns of its table functions at their first use, which the authorizer would refuse.
            connection.execute("SELECT 1 FROM json_each('[]')")
            connection.set_authorizer(_authorize)
        else:
            connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute(f"PRAGMA cache_size = {-WRITERS_CACHE}")
        return connection

    engine = create_engine(URL.create("sqlite", database=str(path)), creator=open_file, poolclass=QueuePool)

    @event.listens_for(engine, "begin")
    def begin(conn: Connection) -> None:
        statement = conn.get_execution_options().get("timeline_begin", "BEGIN")
        if statement:
            # Without SQLAlchemy's layers, which take longer over it than SQLite does.
            try:
                cast("sqlite3.Connection", conn.connection.dbapi_connection).execute(statement)
            except sqlite3.Error as error:
                problem = known(error, str(path))
                raise (problem or error) from error

    _translate_errors(engine, str(path))
    return engine


def postgresql_engine(url: URL, *, readonly: bool = False) -> Engine:
    """An engine of a PostgreSQL database; a read-only one sees one snapshot per transaction."""
    name = shown(url)
    # A statement that is prepared at once is a single statement: the server refuses two.
    arguments: dict[str, Any] = {"prepare_threshold": 0} if readonly else {}
    if "connect_timeout" not in url.query:
        arguments["connect_timeout"] = 10
    try:
        engine = create_engine(
            url, connect_args=arguments, isolation_level="REPEATABLE READ" if readonly else "READ COMMITTED"
        )
    except ModuleNotFoundError:
        raise Unreachable(
            "PostgreSQL needs the driver psycopg; install it with: pip install 'timeline-db[postgres]'"
        ) from None
    if readonly:
        _make_readonly(engine, name)
    _translate_errors(engine, name)
    return engine


def _make_readonly(engine: Engine, name: str) -> None:
    @event.listens_for(engine, "connect")
    def set_readonly(connection: Any, _record: object) -> None:
        connection.read_only = True

    @event.listens_for(engine, "before_cursor_execute")
    def only_questions(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        # COPY … TO PROGRAM and the like write outside the database, where a read-only transaction does not reach.
        word = re.match(r"\w*", _COMMENTS.sub("", statement, count=1))
        if word is None or word[0].lower() not in _READING_WORDS:
            raise ReadOnly(f"{name} is opened for reading only: nothing but SELECT is allowed")


def _authorize(action: int, first: str | None, second: str | None, _database: str | None, _trigger: str | None) -> int:
    if action in _READING_ACTIONS:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and first is not None:
        pragma = first.lower()
        if pragma in _READING_PRAGMAS or (pragma in _READING_PRAGMAS_BARE and second is None):
            return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def readonly_mode(path: Path) -> str:
    """How an SQLite file is opened for reading, as :func:`timeline.db.targets.file_uri` takes it."""
    # Readers of a WAL database write its -shm file; where nobody can, nobody writes either, and the file stands still.
    wal = path.with_name(path.name + "-wal")
    writable = os.access(path.parent, os.W_OK, effective_ids=os.access in os.supports_effective_ids)
    still = not writable and not (wal.exists() and wal.stat().st_size)
    return "ro&immutable=1" if still else "ro"


def _translate_errors(engine: Engine, name: str) -> None:
    @event.listens_for(engine, "handle_error")
    def translate(context: ExceptionContext) -> None:
        problem = known(context.original_exception, name)
        if problem is not None:
            raise problem from context.original_exception
