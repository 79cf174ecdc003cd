"""New databases, and old ones brought up to date. Alembic is imported only here, and only when there is work for it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, delete, insert
from sqlalchemy.engine import URL

from timeline.db.opening import connect, postgresql_engine, sqlite_engine
from timeline.db.problems import DatabaseProblem, Foreign, Unreachable, explain
from timeline.db.schema_state import REVISIONS, expect_current, state
from timeline.db.targets import check_file, resolve, shown
from timeline.schema import FORMAT, READ_MODEL_VERSION, projections, read_model

# Any number, the same in every release: two creators of one database take turns by it.
_CREATION_LOCK = FORMAT


def create(target: str | Path | URL) -> Engine:
    """Make an empty timeline database and open it; one that is there already is opened as it is.

    The folder of an SQLite file is made too. On failure nothing is left behind.

    Raises:
        Foreign: other tables or another kind of file are there.
        DatabaseProblem: see :func:`connect`.
    """
    place = resolve(target)
    if isinstance(place, URL):
        return _create_postgresql(place)
    if place.exists() and (place.is_dir() or place.stat().st_size):
        check_file(place)
        return connect(place)
    return _create_sqlite(place)


def upgrade(engine: Engine) -> None:
    """Bring the tables of the log and of intake to this release's schema, in one transaction.

    The read model is not touched: rebuild it when its version differs (``timeline.projections.rebuild``).
    """
    with _exclusively(engine).begin() as conn:
        if state(conn) == "newer":
            expect_current(conn, str(engine.url))
        _migrate(conn)


def create_read_model(conn: Connection) -> None:
    """Create the tables of the read model, empty, with a checkpoint before the first record."""
    read_model.create_all(conn)
    conn.execute(delete(projections).where(projections.c.name == "read_model"))
    conn.execute(insert(projections).values(name="read_model", version=READ_MODEL_VERSION, position=0))


def migrations_dir() -> Path:
    """The folder of the migrations: packaged with timeline, else the checkout's."""
    packaged = Path(__file__).parent.parent / "migrations"
    return packaged if packaged.is_dir() else packaged.parent.parent / "migrations"


def _create_sqlite(path: Path) -> Engine:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unreachable(f"the folder {path.parent} cannot be made ({error.strerror}); name another place") from None
    engine = sqlite_engine(path, create=True)
    try:
        with engine.connect() as conn:
            conn.connection.cursor().execute("PRAGMA journal_mode = WAL")
        with _exclusively(engine).begin() as conn:
            _fill(conn, shown(path))
    except BaseException as error:
        engine.dispose()
        for leftover in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
            leftover.unlink(missing_ok=True)
        if isinstance(error, Exception) and not isinstance(error, DatabaseProblem):
            raise explain(error, shown(path)) from error
        raise
    return engine


def _create_postgresql(url: URL) -> Engine:
    engine = postgresql_engine(url)
    try:
        with engine.begin() as conn:
            conn.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_CREATION_LOCK})")
            encoding = conn.exec_driver_sql("SHOW server_encoding").scalar()
            if encoding != "UTF8":
                raise DatabaseProblem(
                    f"{shown(url)} stores text as {encoding}; create it with: createdb -E UTF8 -T template0"
                )
            _fill(conn, shown(url))
    except BaseException:
        engine.dispose()
        raise
    return engine


def _fill(conn: Connection, name: str) -> None:
    found = state(conn)
    if found == "foreign":
        raise Foreign(f"{name} holds other tables; name another database")
    if found != "empty":
        expect_current(conn, name)
        return
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql(f"PRAGMA application_id = {FORMAT}")
    _migrate(conn)
    create_read_model(conn)


def _exclusively(engine: Engine) -> Engine:
    return engine.execution_options(timeline_begin="BEGIN EXCLUSIVE")


def _migrate(conn: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations_dir()).replace("%", "%%"))
    config.attributes["connection"] = conn
    command.upgrade(config, REVISIONS[-1])
