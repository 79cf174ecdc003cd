"""Opening, creating, upgrading; and what each broken database is told to be."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from timeline import db, log
from timeline.records import NoteAdded
from timeline.schema import READ_MODEL_VERSION, read_model

CHECKOUT = Path(__file__).parents[2]


def test_a_new_database_is_current_guarded_and_empty(engine):
    assert db.state(engine) == "current"
    with engine.connect() as conn:
        assert db.missing_guards(conn) == []
        assert log.head(conn).position == 0
        for table in read_model.tables.values():
            assert conn.execute(table.select()).all() == []
        checkpoint = conn.execute(text("SELECT name, version, position FROM projections")).one()
    assert tuple(checkpoint) == ("read_model", READ_MODEL_VERSION, 0)


def test_creating_again_changes_nothing(engine, database):
    with log.writing(engine) as conn:
        log.append(conn, [("event/a", 0, [NoteAdded("a", "1")])], by="tester", now="2026-01-01T00:00:00Z")
    again = db.create(database)
    with again.connect() as conn:
        assert log.head(conn).position == 1
    again.dispose()


@pytest.mark.parametrize(
    "name", ["with space.db", "hash#?&=%20.db", "Ünïcode ☂.db", "quote'\".db", "deep/er/x.db", ":memory:"]
)
def test_odd_paths(tmp_path, name):
    path = tmp_path / name
    db.create(path).dispose()
    assert path.is_file()
    assert sorted(p.name for p in path.parent.iterdir()) == [path.name]
    for readonly in (False, True):
        engine = db.connect(str(path), readonly=readonly)
        assert db.state(engine) == "current"
        engine.dispose()


def test_a_url_names_a_file_too(tmp_path):
    db.create(f"sqlite:///{tmp_path}/x.db").dispose()
    assert (tmp_path / "x.db").exists()
    assert db.resolve("postgresql://me@host/x").drivername == "postgresql+psycopg"


def files(folder):
    return {p.name: p.read_bytes() for p in folder.iterdir() if not p.name.endswith(("-wal", "-shm"))}


def missing(tmp_path):
    return tmp_path / "none.db"


def empty(tmp_path):
    (tmp_path / "empty.db").touch()
    return tmp_path / "empty.db"


def no_tables(tmp_path):
    with sqlite3.connect(tmp_path / "bare.db") as connection:
        connection.execute("PRAGMA user_version = 1")
    return tmp_path / "bare.db"


def other_file(tmp_path):
    (tmp_path / "letter.txt").write_text("Dear Sir or Madam, " * 20)
    return tmp_path / "letter.txt"


def other_tables(tmp_path):
    with sqlite3.connect(tmp_path / "other.db") as connection:
        connection.execute("CREATE TABLE log (x)")
    return tmp_path / "other.db"


def truncated(tmp_path):
    db.create(tmp_path / "short.db").dispose()
    path = tmp_path / "short.db"
    path.write_bytes(path.read_bytes()[:6000])
    return path


def scrambled(tmp_path):
    db.create(tmp_path / "scrambled.db").dispose()
    path = tmp_path / "scrambled.db"
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 8000)
    return path


def older(tmp_path):
    engine = db.create(tmp_path / "older.db")
    with engine.begin() as conn:
        conn.execute(text("UPDATE projections SET version = 0"))
    engine.dispose()
    return tmp_path / "older.db"


def newer(tmp_path):
    engine = db.create(tmp_path / "newer.db")
    with engine.begin() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    return tmp_path / "newer.db"


@pytest.mark.parametrize(
    ("make", "kind", "words"),
    [
        (missing, db.Missing, "there is no database at"),
        (empty, db.Missing, "timeline init"),
        (no_tables, db.Missing, "timeline init"),
        (other_file, db.Foreign, "is not an SQLite database"),
        (other_tables, db.Foreign, "is not a timeline database"),
        (lambda tmp_path: tmp_path, db.Foreign, "name a file"),
        (truncated, db.Corrupt, "restore a backup"),
        (scrambled, db.Corrupt, "restore a backup"),
        (older, db.OlderSchema, "timeline doctor --upgrade"),
        (newer, db.NewerSchema, "upgrade timeline"),
        (lambda _: "postgresql://nobody@127.0.0.1:1/x", db.Unreachable, "check that the server runs"),
        (lambda _: "mysql://host/x", db.DatabaseProblem, "not supported"),
        (lambda _: "sqlite://", db.DatabaseProblem, "needs a path"),
        (lambda _: "", db.DatabaseProblem, "no database named"),
    ],
)
def test_problems(tmp_path, make, kind, words):
    target = make(tmp_path)
    before = files(tmp_path)
    with pytest.raises(kind) as error:
        db.connect(target)
    assert words in str(error.value)
    assert "\n" not in str(error.value)
    assert files(tmp_path) == before


def test_a_password_is_never_shown():
    with pytest.raises(db.Unreachable) as error:
        db.connect("postgresql://me:verysecret@127.0.0.1:1/x")
    assert "verysecret" not in str(error.value)


def test_a_missing_postgresql_database_is_named(postgresql_server):
    from tests.conftest import in_server

    with pytest.raises(db.Missing, match="createdb"):
        db.connect(in_server(postgresql_server, "nobody_made_this"))


@pytest.mark.parametrize("make", [other_file, other_tables])
def test_creating_refuses_what_is_not_ours(tmp_path, make):
    path = make(tmp_path)
    before = path.read_bytes()
    with pytest.raises(db.Foreign):
        db.create(path)
    assert path.read_bytes() == before


def test_creating_refuses_other_tables_on_a_server(engine, database):
    with engine.begin() as conn:
        conn.execute(text("DROP TABLE projections"))
    with pytest.raises(db.Foreign):
        db.create(database)


def test_a_failed_creation_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("timeline.db.upgrading.REVISIONS", ("no such revision",))
    with pytest.raises(Exception, match="no such revision"):
        db.create(tmp_path / "x.db")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(db.DatabaseProblem, match="cannot be made"):
        db.create(tmp_path / "file" / "x.db")


def test_a_writer_on_sqlite_keeps_pages_and_wipes_what_it_deletes(tmp_path):
    with db.create(f"{tmp_path}/x.db").connect() as conn:
        asked = {name: conn.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ("cache_size", "secure_delete")}
    assert asked == {"cache_size": -32_000, "secure_delete": 1}


def test_a_writer_who_waits_too_long_is_told_so(tmp_path, monkeypatch):
    monkeypatch.setattr("timeline.db.opening.BUSY_SECONDS", 0.05)
    one, other = db.create(tmp_path / "x.db"), db.connect(tmp_path / "x.db")
    with log.writing(one), pytest.raises(db.Locked, match="locked by another writer"), log.writing(other):
        pass
    one.dispose()
    other.dispose()


READING = ["SELECT count(*) FROM log", "WITH a AS (SELECT 1 AS x) SELECT x FROM a", "-- why\n SELECT 1", "(SELECT 1)"]
WRITING = [
    "DELETE FROM tags",
    "INSERT INTO tags VALUES ('a', 'b', 'c', 'd')",
    "CREATE TABLE x (y integer)",
    "CREATE TEMPORARY TABLE x (y integer)",
    "DROP TABLE tags",
    "SELECT 1; DELETE FROM tags",
    "WITH a AS (DELETE FROM tags RETURNING 1) SELECT * FROM a",
]
WRITING_SQLITE = [
    "ATTACH DATABASE 'x.db' AS x",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA user_version = 5",
    "PRAGMA writable_schema = ON",
    "VACUUM INTO 'copy.db'",
    "SELECT load_extension('x')",
]
WRITING_POSTGRESQL = [
    "COPY (SELECT 1) TO PROGRAM 'true'",
    "COPY log TO '/tmp/x'",
    "SET TRANSACTION READ WRITE",
    "SET default_transaction_read_only = off",
    "SELECT set_config('transaction_read_only', 'off', true)",
    "DO $$ BEGIN DELETE FROM tags; END $$",
    "SELECT 1 INTO x",
    "SELECT nextval('x')",
    "EXPLAIN ANALYZE DELETE FROM tags",
    "SELECT lo_create(0)",
]


@pytest.fixture
def reader(database):
    engine = db.connect(database, readonly=True)
    yield engine
    engine.dispose()


@pytest.mark.parametrize("statement", READING)
def test_a_reader_may_ask(reader, statement):
    if statement.startswith("(") and reader.dialect.name == "sqlite":
        pytest.skip("not SQLite's grammar")
    with reader.connect() as conn:
        assert len(conn.exec_driver_sql(statement).all()) == 1


@pytest.mark.parametrize("statement", WRITING + WRITING_SQLITE + WRITING_POSTGRESQL)
def test_a_reader_cannot_write(reader, statement, tmp_path, monkeypatch):
    name = reader.dialect.name
    if statement in (WRITING_SQLITE if name == "postgresql" else WRITING_POSTGRESQL):
        pytest.skip("a statement of the other engine")
    monkeypatch.chdir(tmp_path)
    before = files(tmp_path)
    with pytest.raises(Exception) as error, reader.connect() as conn:
        conn.exec_driver_sql(statement).all()
        conn.commit()
    assert not isinstance(error.value, AssertionError)
    assert files(tmp_path) == before


def test_reading_a_snapshot_in_a_folder_that_cannot_be_written(tmp_path):
    if os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    db.create(tmp_path / "x.db").dispose()
    tmp_path.chmod(0o555)
    try:
        engine = db.connect(tmp_path / "x.db", readonly=True)
        assert db.state(engine) == "current"
        engine.dispose()
    finally:
        tmp_path.chmod(0o755)


def test_the_revisions_known_are_those_there_are():
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(db.migrations_dir()))
    scripts = ScriptDirectory.from_config(config)
    assert tuple(s.revision for s in reversed(list(scripts.walk_revisions()))) == db.REVISIONS


def test_guards_stand_after_every_migration(engine):
    """Alembic's batch mode on SQLite drops triggers without a word; so they are counted after each step."""
    db.upgrade(engine)
    with engine.connect() as conn:
        assert db.missing_guards(conn) == []
    assert db.state(engine) == "current"


def test_an_upgrade_of_a_newer_database_is_refused(engine):
    with engine.begin() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(db.NewerSchema):
        db.upgrade(engine)


def test_alembic_works_from_the_checkout(database):
    command = [sys.executable, "-m", "alembic", "current"]
    done = subprocess.run(
        command, cwd=CHECKOUT, env={**os.environ, "TIMELINE_DB": database}, capture_output=True, text=True, timeout=120
    )
    assert db.REVISIONS[-1] in done.stdout, done.stderr


def test_opening_a_database_needs_neither_alembic_nor_the_orm():
    heavy = ("alembic", "sqlalchemy.orm", "psycopg")
    code = f"import sys, timeline.db, timeline.log; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]", done.stderr
