"""Databases that earlier releases wrote, brought up to date with all that they hold.

``released/`` keeps one as the first schema had it, filled by the program of then: three articles, and what an editor
said of their events. It is never made anew.
"""

from __future__ import annotations

import gzip
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, select, text

from tests.conftest import in_server
from timeline import cli, db, log, projections
from timeline.schema import articles, events, feeds, fetches

RELEASED = Path(__file__).parent / "released"


@pytest.fixture
def sqlite_0001(tmp_path: Path) -> Iterator[str]:
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress((RELEASED / "0001.db.gz").read_bytes()))
    yield str(path)


@pytest.fixture
def postgresql_0001(postgresql_server: str) -> Iterator[str]:
    name = f"timeline_old_{uuid.uuid4().hex[:8]}"
    url = in_server(postgresql_server, name)
    with psycopg.connect(in_server(postgresql_server, "postgres"), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    with psycopg.connect(url) as connection:
        connection.execute(gzip.decompress((RELEASED / "0001.sql.gz").read_bytes()))  # type: ignore[arg-type]
    yield url
    with psycopg.connect(in_server(postgresql_server, "postgres"), autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request: pytest.FixtureRequest) -> str:
    return str(request.getfixturevalue(f"{request.param}_0001"))


def everything(engine: Engine) -> list[tuple[int, bytes]]:
    with engine.connect() as conn:
        return [(row[0], bytes(row[1])) for row in conn.execute(text("SELECT position, hash FROM log ORDER BY 1"))]


def test_a_database_of_the_first_schema_is_brought_up_to_date_with_all_it_holds(
    old: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = db.connect(old, check=False)
    assert db.state(before) == "older"
    records = everything(before)
    before.dispose()
    assert cli.run(["--db", old, "events"]) == 1
    assert "run timeline doctor --upgrade" in capsys.readouterr().err
    assert cli.run(["--db", old, "doctor", "--upgrade"]) == 0
    assert "upgraded" in capsys.readouterr().err
    engine = db.connect(old)
    assert everything(engine) == records and len(records) == 286
    with engine.connect() as conn:
        assert db.missing_guards(conn) == []
        assert conn.execute(text("SELECT version_num FROM alembic_version")).scalar() == db.REVISIONS[-1]
        assert [conn.execute(select(table)).all() for table in (feeds, fetches)] == [[], []]
        assert len(conn.execute(select(articles)).all()) == 3
        assert "Moscow" in set(conn.execute(select(events.c.place)).scalars())
        assert conn.execute(text("SELECT tag FROM tags")).scalars().all() == ["treaty"]
        assert projections.checkpoint(conn).position == log.head(conn).position == 286
    engine.dispose()
    assert cli.run(["--db", old, "verify"]) == 0
    assert cli.run(["--db", old, "doctor", "--upgrade"]) == 0
    assert "nothing to upgrade" in capsys.readouterr().err


def test_a_failed_migration_leaves_the_old_database_as_it_was(sqlite_0001: str) -> None:
    engine = db.connect(sqlite_0001, check=False)
    with engine.begin() as conn:
        conn.execute(text("CREATE TABLE fetches (mine TEXT)"))
    with pytest.raises(Exception, match="fetches"):
        db.upgrade(engine)
    with engine.connect() as conn:
        assert conn.execute(text("SELECT version_num FROM alembic_version")).scalar() == "0001"
        assert conn.execute(text("SELECT count(*) FROM sqlite_master WHERE name = 'feeds'")).scalar() == 0
    engine.dispose()
