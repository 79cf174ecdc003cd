"""``timeline sql``: parameters, limits of rows and of time, every format, nothing written."""

from __future__ import annotations

import csv
import io
import json
import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.store.world import article, day, extracted, opening, report, say
from timeline import days, db

ENDLESS = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c"


@pytest.fixture
def ask(run, stored: Engine):
    address = stored.url.set(drivername=stored.url.drivername.removesuffix("+psycopg"))
    return lambda *args: run("--db", address.render_as_string(hide_password=False), "sql", *args)


def test_a_parameter_is_a_value_and_never_part_of_the_statement(ask):
    sql = "SELECT count(*) AS n FROM actors WHERE name = :actor OR :year < 0"
    assert ask(sql, "-p", "actor=Iran", "-p", "year=2025", "-o", "jsonl").out == '{"n": 1}\n'
    assert ask(sql, "-p", "actor=' OR 1 = 1 --", "-p", "year=2025", "-o", "jsonl").out == '{"n": 0}\n'


def test_rows_are_limited_and_it_says_that_there_are_more(ask):
    ran = ask("SELECT name FROM actors ORDER BY name", "--limit", "2", "-o", "csv")
    assert (ran.code, ran.out) == (0, "name\n'-2+3 GmbH\nIran\n")
    assert ran.err == "2 rows, and there are more (--limit)\n"
    assert ask("SELECT 1 AS one", "--limit", "1").err == "1 row\n"


def test_what_takes_too_long_is_stopped(ask, stored: Engine):
    ran = ask(ENDLESS, "--timeout", "0.3")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "Error: stopped after 0.3 s; ask for less, or give more time with --timeout\n"
    assert ask("SELECT 1 AS one", "--timeout", "30", "-o", "jsonl").out == '{"one": 1}\n'


def test_every_format(ask):
    sql = "SELECT event_id, first_day, place FROM events WHERE first_day < 0 ORDER BY first_day"
    got = {fmt: ask(sql, "-o", fmt).out for fmt in ("table", "json", "jsonl", "csv", "md")}
    row = {"event_id": "caesar", "first_day": days.of("-0043-03-15"), "place": None}
    assert json.loads(got["json"])[0] == json.loads(got["jsonl"].splitlines()[0]) == row
    assert got["csv"].splitlines()[:2] == ["event_id,first_day,place", f"caesar,{row['first_day']},"]
    assert f"| caesar | {row['first_day']} |  |" in got["md"]
    assert "caesar" in got["table"]


def test_what_a_spreadsheet_would_run_is_text_and_numbers_stay(ask):
    cells = ("=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "-5", "-5.5", "+5", "-0043-03-15", "fine")
    sql = " UNION ALL ".join(
        f"SELECT {n} AS n, CAST(:c{n} AS TEXT) AS cell, {-n} AS negative" for n in range(len(cells))
    )
    given = [arg for n, cell in enumerate(cells) for arg in ("-p", f"c{n}={cell}")]
    rows = list(csv.DictReader(io.StringIO(ask(sql, *given, "-o", "csv").out)))
    assert [row["cell"] for row in rows] == [
        "'=1+1", "'+1+1", "'-1+1", "'@SUM(1)", "'\t=1", "-5", "-5.5", "+5", "-0043-03-15", "fine",
    ]  # fmt: skip
    assert [int(row["negative"]) for row in rows] == [-n for n in range(len(cells))]


@pytest.mark.parametrize(
    "statement", ["DELETE FROM events", "ATTACH 'x.db' AS x", "PRAGMA user_version = 5", "CREATE TABLE x (y)"]
)
def test_a_snapshot_is_asked_and_not_written(run, snapshot: Path, statement: str):
    assert run("--db", str(snapshot), "sql", "SELECT count(*) AS n FROM dates", "-o", "jsonl").out == '{"n": 1461}\n'
    ran = run("--db", str(snapshot), "sql", statement)
    assert ran.code == 1 and "opened for reading only" in ran.err


def test_another_database_is_not_asked(run, tmp_path: Path):
    import sqlite3

    path = tmp_path / "x.db"
    sqlite3.connect(path).execute("CREATE TABLE x (y)").connection.close()
    assert "is not a timeline database" in run("--db", str(path), "sql", "SELECT 1").err


def test_the_live_database_is_read_while_articles_are_added(run, sqlite_template: Path, tmp_path: Path):
    path = tmp_path / "live.db"
    path.write_bytes(sqlite_template.read_bytes())
    engine = db.connect(path)

    def add() -> None:
        for number in range(25):
            made = report(1, day("2025-01-17"), title=f"Event {number}")
            say(
                engine,
                (f"article/a{number}", [article(number), extracted(number, made)]),
                opening(f"e{number}", f"a{number}/1"),
            )

    writer = threading.Thread(target=add)
    writer.start()
    sql = "SELECT (SELECT count(*) FROM events) AS events, (SELECT count(*) FROM reports) AS reports"

    def look() -> int:
        row = json.loads(run("--db", str(path), "sql", sql, "-o", "jsonl").out)
        assert row["events"] == row["reports"]
        return row["events"]

    seen: list[int] = []
    while writer.is_alive():
        seen.append(look())
    engine.dispose()
    assert seen == sorted(seen) and look() == 25
