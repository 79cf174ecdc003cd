"""The press of this folder, its page, and its server."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from tests.web.press import build
from timeline import db, queries
from timeline.export import Selection
from timeline.export.html import write
from timeline.queries import EventFilter
from timeline.web.server import Service, application

TODAY = "2025-06-01"
NOW = "2025-06-01T12:00:00.000000Z"


@pytest.fixture(scope="session")
def press_path(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Path:
    path = tmp_path_factory.mktemp("press") / "press.db"
    shutil.copy(sqlite_template, path)
    engine = db.connect(path)
    build(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def press(press_path: Path) -> Iterator[Engine]:
    """Read-only, as everything that shows."""
    engine = db.connect(press_path, readonly=True)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def export(press: Engine, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Writes the page of the press with a filter; returns its path."""

    def export(**wanted: Any) -> Path:
        path = tmp_path_factory.mktemp("page") / "page.html"
        with press.connect() as conn, path.open("wb") as stream:
            meant = EventFilter(**wanted)
            write(Selection(conn, meant, queries.events(conn, meant), "Treaty & <co>", TODAY, NOW), stream)
        return path

    return export


@pytest.fixture(scope="session")
def page(export: Callable[..., Path]) -> Path:
    """The page of all events, background ones included."""
    return export(background=True)


@contextmanager
def asking(engine: Engine) -> Iterator[TestClient]:
    service = Service(engine, "Press", lambda: NOW, lambda: TODAY)
    with TestClient(application(service), base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def client(press: Engine) -> Iterator[TestClient]:
    with asking(press) as found:
        yield found
