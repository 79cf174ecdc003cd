"""The commands on SQLite and on PostgreSQL."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def ready(database, monkeypatch):
    monkeypatch.setenv("TIMELINE_DB", database)
    return database


def test_the_whole_way(run, ready, tmp_path):
    article = tmp_path / "a.txt"
    article.write_text("Brazil and India signed a trade agreement on 7 May 2024.", encoding="utf-8")
    assert run("doctor").code == 0
    assert run("add", str(article), "--published", "2024-05-09").code == 0
    found = run("events", "2024-05", "--actor", "India", "-o", "jsonl").out
    (event,) = [json.loads(line) for line in found.splitlines()]
    assert event["earliest"] == "2024-05-07"
    assert run("show", event["event_id"][:6]).out.startswith(event["title"])
    assert run("history", event["event_id"]).code == 0
    assert run("rebuild").code == 0
    assert run("events", "2024-05", "--actor", "India", "-o", "jsonl").out == found
    assert run("verify").code == 0
    assert run("init").out.startswith("already there: ")


def test_sql_takes_names_and_leaves_colons_in_quotes_alone(run, ready):
    ran = run("sql", "select ':x 12:30 %s' as a, cast(:b as text) as b", "-p", "b=7 p.m.", "-o", "jsonl")
    assert (ran.out, ran.err) == ('{"a": ":x 12:30 %s", "b": "7 p.m."}\n', "1 row\n")


@pytest.mark.parametrize(
    "statement", ["delete from log", "select 1; delete from log", "create table x (y int)", "not even sql", "begin"]
)
def test_sql_cannot_write(run, ready, statement):
    ran = run("sql", statement)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("Error: ") and ran.err.count("\n") == 1
