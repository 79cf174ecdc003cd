"""Databases by the dozen, for property tests that need a new one for every example."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url

from tests.store.world import NewDatabase
from timeline import db


@pytest.fixture(params=("sqlite", "postgresql"))
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> NewDatabase:
    """Makes empty databases of one engine."""
    if request.param == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        return lambda: _sqlite(template, tmp_path)
    server, template = request.getfixturevalue("postgresql_server"), request.getfixturevalue("postgresql_template")
    return lambda: _postgresql(server, template)


@contextmanager
def _sqlite(template: Path, folder: Path) -> Iterator[Engine]:
    path = folder / f"{uuid.uuid4().hex}.db"
    shutil.copy(template, path)
    engine = db.connect(path, durable=False)
    yield engine
    engine.dispose()


@contextmanager
def _postgresql(server: str, template: str) -> Iterator[Engine]:
    name = f"timeline_{uuid.uuid4().hex[:12]}"
    url = make_url(server).set(drivername="postgresql+psycopg")
    admin = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as conn:
        conn.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    engine = db.connect(url.set(database=name))
    try:
        yield engine
    finally:
        engine.dispose()
        with admin.connect() as conn:
            conn.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()
