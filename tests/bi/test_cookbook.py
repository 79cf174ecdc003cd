"""The shipped queries run on a snapshot, on the live database and on PostgreSQL, and find what they are asked for."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from timeline.publish.cookbook import Query, cookbook

COOKBOOK = pytest.mark.parametrize("query", cookbook(), ids=lambda q: q.name)


def values(query: Query) -> dict[str, Any]:
    """The parameters of the example; an id is one of this press."""
    return {name: "treaty" if name == "event" else value for name, value in query.example.items()}


def test_there_are_twenty_and_each_says_what_it_is_for():
    queries = cookbook()
    assert len(queries) >= 20
    assert len({query.name for query in queries}) == len(queries)
    for query in queries:
        assert query.title and query.text
        assert set(re.findall(r"(?<![:\w]):([a-z]\w*)", query.sql)) == set(query.example), query.name


@COOKBOOK
def test_a_query_finds_something_in_a_snapshot(query: Query, snapshot: Path):
    with sqlite3.connect(snapshot) as connection:
        assert connection.execute(query.sql, values(query)).fetchall()


@COOKBOOK
def test_a_query_finds_the_same_in_the_live_database(query: Query, run, live_path: Path, snapshot: Path):
    if re.search(r"\b(FROM|JOIN) (dates|meta)\b", query.sql):
        pytest.skip("only a snapshot has a calendar and a row about itself")
    given = [arg for name, value in values(query).items() for arg in ("-p", f"{name}={value}")]
    asked = [run("--db", str(path), "sql", query.sql, *given, "-o", "jsonl") for path in (live_path, snapshot)]
    assert asked[0].code == 0, asked[0].err
    assert asked[0].out and asked[0] == asked[1]
