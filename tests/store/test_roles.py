"""The roles of docs/log.md, made on a real server from the page itself."""

from __future__ import annotations

import re
import uuid
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from benchmarks import writing
from tests.conftest import in_server
from timeline import cli, db
from timeline.ingest.changing import Author
from timeline.ingest.importing import import_reports

PAGE = Path(__file__).parents[2] / "docs" / "log.md"


@pytest.fixture
def roles(postgresql_server, postgresql_template):
    """URLs of one database for its owner, a writer and a reader."""
    mark = uuid.uuid4().hex[:8]
    name, server = f"timeline_roles_{mark}", in_server(postgresql_server, "postgres")
    (sql,) = re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    sql = sql.replace("timeline_reader", f"reader_{mark}").replace("timeline_writer", f"writer_{mark}")
    owner = in_server(postgresql_server, name)
    with psycopg.connect(server, autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE {name} TEMPLATE {postgresql_template}")
    with psycopg.connect(owner, autocommit=True) as conn:
        conn.execute(sql)
        for role in ("reader", "writer"):
            conn.execute(f"CREATE ROLE {role}_user_{mark} LOGIN PASSWORD 'x' IN ROLE {role}_{mark}")

    def url(role: str) -> str:
        return make_url(owner).set(username=f"{role}_user_{mark}", password="x").render_as_string(hide_password=False)

    yield {"owner": owner, "writer": url("writer"), "reader": url("reader")}
    with psycopg.connect(server, autocommit=True) as conn:
        conn.execute(f"DROP DATABASE {name} WITH (FORCE)")
        for role in ("reader", "writer"):
            conn.execute(f"DROP ROLE {role}_user_{mark}")
            conn.execute(f"DROP ROLE {role}_{mark}")


def add(url: str, *numbers: int) -> None:
    engine = db.connect(url)
    for number in numbers:
        import_reports(engine, writing.lines(number), "made", author=Author("t", lambda: "2026-03-01T12:00:00Z"))
    engine.dispose()


def run(capsys, url: str, *words: str) -> tuple[int, str, str]:
    code = cli.run(["--db", url, *words])
    out, err = capsys.readouterr()
    return code, out, err


READING = [
    ("events",), ("events", "2024-05", "--actor", "Brazil"), ("events", "--as-of", "5"), ("events", "--grep", "signed"),
    ("events", "--as-of", "2026-04-01"), ("events", "--published-until", "2025-01-01"), ("count", "--by", "month"),
    ("due",), ("actors",), ("actors", "show", "Brazil"), ("articles",), ("doctor",), ("log", "head"),
    ("sql", "select count(*) from events"),
]  # fmt: skip
WRITING = [
    "UPDATE log SET version = 9", "DELETE FROM log", "DELETE FROM payloads", "TRUNCATE log", "DELETE FROM streams",
    "UPDATE payloads SET bytes = salt", "DELETE FROM head", "INSERT INTO head SELECT 2, position, hash FROM head",
    "DROP TABLE tags", "ALTER TABLE log DISABLE TRIGGER ALL", "UPDATE alembic_version SET version_num = 'x'",
    "CREATE TABLE mine (x int)",
]  # fmt: skip


def test_roles_do_what_they_are_for(roles, capsys):
    add(roles["writer"], 0, 1)
    for words in READING:
        code, _, err = run(capsys, roles["reader"], *words)
        assert code == 0, (words, err)
    event = run(capsys, roles["reader"], "events", "-o", "jsonl")[1][14:24]
    assert run(capsys, roles["reader"], "show", event)[0] == 0
    # A rebuild makes the tables anew; the roles go on as before.
    assert run(capsys, roles["owner"], "rebuild")[0] == 0
    add(roles["writer"], 2)
    code, out, _ = run(capsys, roles["reader"], "articles")
    assert (code, out.count("Agreements")) == (0, 3)
    assert run(capsys, roles["writer"], "verify")[0] == 0


def test_roles_do_no_more(roles, capsys):
    add(roles["writer"], 0)
    for words in (("log",), ("verify",), ("backup", "/nowhere/x.db"), ("note", "Brazil", "x"), ("rebuild",)):
        code, out, err = run(capsys, roles["reader"], *words)
        assert (code, out, err.count("\n")) == (1, "", 1), (words, err)
        assert "Traceback" not in err
    for words in (("rebuild",), ("erase", "1", "--reason", "x", "--yes")):
        code, _, err = run(capsys, roles["writer"], *words)
        assert (code, "may not do that" in err) == (1, True), err
    for role in ("reader", "writer"):
        for statement in WRITING:
            with psycopg.connect(roles[role]) as conn, pytest.raises(psycopg.errors.InsufficientPrivilege):
                conn.execute(statement)
    with psycopg.connect(roles["reader"]) as conn, pytest.raises(psycopg.errors.InsufficientPrivilege):
        conn.execute("SELECT bytes FROM payloads")
    assert run(capsys, roles["owner"], "verify")[0] == 0
