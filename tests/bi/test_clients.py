"""Real tools ask the twelve questions and get the library's answers, and see every column with its declared type."""

from __future__ import annotations

import json
import shutil
import socket
import sqlite3 as driver
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Date, DateTime, Engine, Integer, MetaData, Table, Text, create_engine, select, text
from sqlalchemy.dialects import sqlite

from tests.bi.conftest import MADE_AT
from tests.bi.questions import QUESTIONS, plain
from tests.bi.test_cookbook import values
from timeline import publish
from timeline.publish import Part, tables
from timeline.publish.cookbook import cookbook

pytestmark = pytest.mark.slow

Ask = Callable[[str, str], list[tuple[Any, ...]]]

ODBC_DRIVERS = sorted(Path("/usr/lib").glob("*/odbc/libsqlite3odbc.so"))
SQLITE_JDBC = Path("/usr/share/java/sqlite-jdbc.jar")
POSTGRESQL_JDBC = Path("/usr/share/java/postgresql.jar")
BIG = dict.fromkeys(("position", "link_position", "from_position", "to_position"), "BIGINT")
"""Positions of the log are 64 bits wide where a tool tells widths apart."""
STARTS_IN_JANUARY = ["background", "first-of-month", "last-of-month", "month", "reported", "treaty"]


def declared(table: Table, **names: str) -> dict[str, str]:
    """Column -> type as declared in SQLite, or a tool's name for that."""
    kinds = {c.name: c.type.compile(sqlite.dialect()) for c in table.columns}
    return {name: names.get(kind, kind) for name, kind in kinds.items()}


def check(live: Engine, ask: Ask) -> None:
    """Every question, with the answer that the library gives."""
    with live.connect() as conn:
        for question in QUESTIONS:
            found = plain(ask(question.sql, question.types), question.types)
            assert found == question.answer(conn), question.name


# --- ODBC: Excel, Power BI, Tableau ---


@pytest.fixture
def odbc(snapshot: Path) -> Iterator[Any]:
    # Installed or not, it cannot be imported where the system has no ODBC.
    pytest.importorskip("pyodbc", exc_type=ImportError)
    if not ODBC_DRIVERS:
        pytest.skip("no SQLite driver for ODBC: apt-get install libsqliteodbc unixodbc")
    connection = connect_odbc(snapshot)
    yield connection
    connection.close()


def connect_odbc(path: Path) -> Any:
    import pyodbc

    return pyodbc.connect(f"DRIVER={ODBC_DRIVERS[0]};Database=file:{path}?mode=ro;NoCreat=1", autocommit=True)


def test_odbc(live, odbc):
    check(live, lambda sql, _: odbc.execute(sql).fetchall())


def test_odbc_reads_the_live_database_and_writes_nothing(odbc, snapshot, live_path):
    import pyodbc

    for path in (snapshot, live_path):
        connection = connect_odbc(path)
        assert connection.execute("SELECT count(*) FROM events").fetchone()[0] > 0
        with pytest.raises(pyodbc.Error, match="readonly"):
            connection.execute("DELETE FROM tags")
        connection.close()


def test_odbc_sees_the_declared_types(odbc):
    for table in tables().values():
        found = {row.column_name: row.type_name.upper() for row in odbc.cursor().columns(table=table.name)}
        assert found == declared(table)
    cursor = odbc.execute("SELECT starts_at, ends_before, sql_date, first_day, title FROM events")
    assert [column[1] for column in cursor.description][:2] == [datetime, datetime]


@pytest.mark.parametrize(
    ("literal", "until"),
    [
        ("'2025-01-01 00:00:00.000000'", "'2025-02-01 00:00:00.000000'"),
        ("'2025-01-01 00:00:00.000'", "'2025-02-01 00:00:00.000'"),
        ("'2025-01-01 00:00:00'", "'2025-02-01 00:00:00'"),
        ("'2025-01-01'", "'2025-02-01'"),
        ("{ts '2025-01-01 00:00:00'}", "{ts '2025-02-01 00:00:00'}"),
        ("{d '2025-01-01'}", "{d '2025-02-01'}"),
    ],
)
def test_odbc_takes_every_spelling_of_a_half_open_month(odbc, literal, until):
    sql = f"SELECT event_id FROM events WHERE starts_at >= {literal} AND starts_at < {until} ORDER BY event_id"
    assert [row[0] for row in odbc.execute(sql).fetchall()] == STARTS_IN_JANUARY


def test_odbc_takes_instants_as_values(odbc):
    sql = "SELECT event_id FROM events WHERE starts_at >= ? AND starts_at < ? ORDER BY event_id"
    rows = odbc.execute(sql, datetime(2025, 1, 1), datetime(2025, 2, 1)).fetchall()
    assert [row[0] for row in rows] == STARTS_IN_JANUARY


# --- JDBC: Metabase, DBeaver ---


@pytest.fixture(scope="module")
def jdbc(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, list[str]], list[Any]]:
    """Runs a Java program that answers lines of questions from a JDBC address."""
    if not (shutil.which("javac") and shutil.which("java")):
        pytest.skip("no Java: apt-get install default-jdk-headless")
    jars = [jar for jar in (SQLITE_JDBC, POSTGRESQL_JDBC) if jar.exists()]
    if SQLITE_JDBC not in jars:
        pytest.skip("no SQLite driver for Java: apt-get install libxerial-sqlite-jdbc-java")
    folder = tmp_path_factory.mktemp("java")
    subprocess.run(["javac", "-d", folder, Path(__file__).with_name("Ask.java")], check=True)

    def ask(url: str, lines: list[str]) -> list[Any]:
        asked = folder / "questions"
        asked.write_text("\n".join(" ".join(line.split("\n")) for line in lines), encoding="utf-8")
        classes = ":".join(map(str, [folder, *jars]))
        done = subprocess.run(
            ["java", "-cp", classes, "Ask", url, asked], capture_output=True, encoding="utf-8", check=True
        )
        return [json.loads(line) for line in done.stdout.splitlines()]

    return ask


def test_jdbc(live, jdbc, snapshot):
    lines = [f"{question.types}\t{question.sql}" for question in QUESTIONS]
    answers = jdbc(f"jdbc:sqlite:{snapshot}", lines)
    with live.connect() as conn:
        for question, rows in zip(QUESTIONS, answers, strict=True):
            assert plain(rows, question.types) == question.answer(conn), question.name


def test_jdbc_sees_the_declared_types_and_takes_instants_as_values(jdbc, snapshot):
    asked = [f"columns\t{name}" for name in tables()]
    month = "between\t2025-01-01 00:00:00\t2025-02-01 00:00:00"
    *columns, starting = jdbc(f"jdbc:sqlite:{snapshot}", [*asked, month])
    for table, found in zip(tables().values(), columns, strict=True):
        assert dict(found) == declared(table)
    assert [row[0] for row in starting] == STARTS_IN_JANUARY


# --- Python's tools ---


def test_sqlalchemy_reflection(live, snapshot):
    engine = create_engine(f"sqlite:///{snapshot}")
    with engine.connect() as conn:
        check(live, lambda sql, _: conn.execute(text(sql)).all())
        for table in tables().values():
            found = Table(table.name, MetaData(), autoload_with=conn)
            assert {c.name: str(c.type) for c in found.columns} == declared(table)
            assert [(c.name, c.primary_key) for c in found.columns] == [(c.name, c.primary_key) for c in table.columns]
            assert {i.name for i in found.indexes} == {i.name for i in table.indexes}
        events = Table("events", MetaData(), autoload_with=conn)
        kinds = {"starts_at": DateTime, "sql_date": Date, "year": Integer, "title": Text}
        assert all(isinstance(events.c[name].type, kind) for name, kind in kinds.items())
        rows = conn.execute(select(events.c.starts_at).where(events.c.event_id == "last-of-month")).all()
        assert rows == [(datetime(2025, 1, 31),)]
        found = select(events.c.event_id).where(
            events.c.starts_at >= datetime(2025, 1, 1), events.c.starts_at < datetime(2025, 2, 1)
        )
        assert sorted(conn.execute(found).scalars()) == STARTS_IN_JANUARY
    engine.dispose()


def test_pandas(live, snapshot):
    pandas = pytest.importorskip("pandas")
    engine = create_engine(f"sqlite:///{snapshot}")

    def ask(sql: str, types: str) -> list[tuple[Any, ...]]:
        with engine.connect() as conn:
            frame = pandas.read_sql_query(text(sql), conn)
        for name, kind in zip(frame.columns, types, strict=True):
            if kind == "d":
                frame[name] = pandas.to_datetime(frame[name])
        return list(frame.itertuples(index=False, name=None))

    check(live, ask)
    with engine.connect() as conn:
        frame = pandas.read_sql_table("events", conn)
    assert frame["starts_at"].dtype.kind == "M"
    january = frame[(frame.starts_at >= "2025-01-01") & (frame.starts_at < "2025-02-01")]
    assert sorted(january.event_id) == STARTS_IN_JANUARY
    assert frame.starts_at.isna().sum() == 3
    engine.dispose()


def test_polars(live, snapshot, parquet):
    polars = pytest.importorskip("polars")
    connection = driver.connect(snapshot)
    check(live, lambda sql, _: polars.read_database(sql, connection, infer_schema_length=None).rows())
    connection.close()
    frame = polars.read_parquet(parquet / "events")
    assert frame.schema["starts_at"] == polars.Datetime("us")
    assert frame.schema["year"].is_integer()
    january = frame.filter(
        polars.col("starts_at").is_between(datetime(2025, 1, 1), datetime(2025, 2, 1), closed="left")
    )
    assert sorted(january["event_id"]) == STARTS_IN_JANUARY


def test_duckdb_on_parquet(live, parquet):
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect()
    for name in tables():
        files = f"read_parquet('{parquet}/{name}/**/*.parquet', hive_partitioning = true)"
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM {files}")
    check(live, lambda sql, _: connection.execute(sql).fetchall())
    for table in tables().values():
        found = dict(row[:2] for row in connection.execute(f"DESCRIBE {table.name}").fetchall())
        expected = {n: BIG.get(n, k) for n, k in declared(table, DATETIME="TIMESTAMP", TEXT="VARCHAR").items()}
        if "first_day" in expected:
            # A partition's name has no type of its own: DuckDB reads its number as BIGINT.
            expected["year"] = "BIGINT"
        assert found == expected, table.name


# --- over the network ---


@pytest.fixture(scope="module")
def datasette(snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Datasette that shows the snapshot with the metadata that come with it."""
    pytest.importorskip("datasette")
    metadata = tmp_path_factory.mktemp("datasette") / "metadata.json"
    publish.write_metadata(metadata, snapshot.stem)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "datasette", "serve", snapshot, "-m", metadata, "-p", str(port)]
    with subprocess.Popen(list(map(str, command)), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        address = f"http://127.0.0.1:{port}"
        for _ in range(600):
            try:
                fetch(f"{address}/-/versions.json")
                break
            except OSError:
                time.sleep(0.1)
        yield f"{address}/{snapshot.stem}"
        server.terminate()


def fetch(address: str) -> Any:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return json.load(answer)


def test_datasette(live, datasette):
    def ask(sql: str, _: str) -> list[tuple[Any, ...]]:
        asked = urllib.parse.urlencode({"sql": sql, "_shape": "arrays"})
        return [tuple(row) for row in fetch(f"{datasette}.json?{asked}")["rows"]]

    check(live, ask)


def test_datasette_answers_its_canned_queries_and_facets(datasette):
    names = {query["name"] for query in fetch(f"{datasette}.json")["queries"]}
    assert names == {query.name for query in cookbook()}
    for query in cookbook():
        answer = fetch(
            f"{datasette}/{query.name}.json?{urllib.parse.urlencode({**values(query), '_shape': 'objects'})}"
        )
        assert answer["ok"] and (answer["rows"]), query.name
    events = fetch(f"{datasette}/events.json?_facet_size=max")
    assert set(events["facet_results"]) == {"type", "status", "salience", "year"}
    counts = {row["value"]: row["count"] for row in events["facet_results"]["status"]["results"]}
    assert counts["occurred"] > counts["expected"] == 1
    page = urllib.request.urlopen(f"{datasette}/events", timeout=20).read().decode()
    assert "One row for each thing in the world" in page and "start of first_day" in page


# --- PostgreSQL ---


@pytest.fixture(scope="module")
def filled(live: Engine, new_postgresql: Callable[[], str]) -> str:
    """The address of a PostgreSQL database whose schema ``news`` holds the snapshot."""
    address = new_postgresql()
    publish.to_schema(live, address, "news", Part(), MADE_AT)
    return address


def test_psql(live, filled, tmp_path):
    if not shutil.which("psql"):
        pytest.skip("no psql: apt-get install postgresql-client")

    def answers(sql: str, types: str) -> list[tuple[Any, ...]]:
        command = ["psql", filled, "-X", "-q", "-A", "-t", "-F", "\x1f", "-R", "\x1e", "-P", "null=\x15",
                   "-c", "SET search_path = news", "-c", sql]  # fmt: skip
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
        rows = [row.split("\x1f") for row in done.stdout.removesuffix("\n").split("\x1e") if row]
        return [tuple(_of_psql(value, kind) for value, kind in zip(row, types, strict=True)) for row in rows]

    check(live, answers)


def _of_psql(value: str, kind: str) -> Any:
    if value == "\x15":
        return None
    return datetime.fromisoformat(value) if kind == "d" else int(value) if kind == "i" else value


def test_postgresql_has_the_declared_types(filled):
    from sqlalchemy import inspect

    engine = create_engine(filled.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as conn:
        for table in tables().values():
            found = inspect(conn).get_columns(table.name, schema="news")
            kinds = [(c["name"], c["type"]._type_affinity, c["nullable"]) for c in found]
            assert kinds == [(c.name, c.type._type_affinity, c.nullable) for c in table.columns]
    engine.dispose()
