"""A published press: the live database, and snapshots of it in each form, made once."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.bi.press import build
from tests.cli.conftest import run  # noqa: F401 (a fixture)
from tests.conftest import in_server
from timeline import db, publish
from timeline.publish import Part

MADE_AT = "2025-05-01T00:00:00.000000Z"


@pytest.fixture(scope="session")
def live_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bi") / "live.db"
    engine = db.create(path)
    build(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def live(live_path: Path) -> Iterator[Engine]:
    engine = db.connect(live_path, readonly=True)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def new_postgresql(postgresql_server: str) -> Iterator[Callable[[], str]]:
    """Makes empty PostgreSQL databases and gives their addresses."""
    import psycopg

    made: list[str] = []

    def admin(statement: str) -> None:
        with psycopg.connect(in_server(postgresql_server, "postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def new() -> str:
        made.append(f"bi_{uuid.uuid4().hex[:12]}")
        admin(f"CREATE DATABASE {made[-1]} ENCODING 'UTF8' TEMPLATE template0")
        return in_server(postgresql_server, made[-1])

    yield new
    for name in made:
        admin(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session", params=("sqlite", pytest.param("postgresql", marks=pytest.mark.slow)))
def stored(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """The press on each engine."""
    if request.param == "sqlite":
        yield request.getfixturevalue("live")
        return
    address = request.getfixturevalue("new_postgresql")()
    engine = db.create(address)
    build(engine)
    engine.dispose()
    engine = db.connect(address, readonly=True)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def snapshot(live: Engine, live_path: Path) -> Path:
    path = live_path.with_name("bi.db")
    publish.to_file(live, path, Part(), MADE_AT)
    return path


@pytest.fixture(scope="session")
def parquet(live: Engine, live_path: Path) -> Path:
    pytest.importorskip("pyarrow")
    path = live_path.with_name("parquet")
    publish.to_folder(live, path, Part(), MADE_AT)
    return path
