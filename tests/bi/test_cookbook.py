"""The shipped queries run on a snapshot, on the live database and on PostgreSQL, and find what they are asked for."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from tests.bi.conftest import MADE_AT
from timeline import __version__, log
from timeline.publish.cookbook import Query, cookbook
from timeline.schema import READ_MODEL_VERSION, dates, meta

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
def test_a_query_finds_the_same_in_the_live_database(query: Query, run, stored: Engine, snapshot: Path):
    given = [arg for name, value in values(query).items() for arg in ("-p", f"{name}={value}")]
    live = stored.url.render_as_string(hide_password=False).removeprefix("sqlite:///")
    asked = [run("--db", place, "sql", query.sql, *given, "-o", "jsonl") for place in (live, str(snapshot))]
    assert asked[0].code == 0, asked[0].err
    assert asked[0].out
    # A question as text has no types: SQLite gives instants as they are stored, PostgreSQL without a fraction of zero.
    found = [[json.loads(line.replace(".000000", "")) for line in one.out.splitlines()] for one in asked]
    if query.name == "snapshot":
        made = [row.pop("made_at") for rows in found for row in rows]
        assert made == [found[0][0]["recorded_at"], MADE_AT.replace(".000000", "")]
    assert found[0] == found[1]


def test_the_calendar_of_a_live_database_is_that_of_a_snapshot(stored: Engine, snapshot: Path):
    """Though the live one was kept up while events came, moved and went."""
    with stored.connect() as conn, sqlite3.connect(snapshot) as connection:
        kept = conn.execute(select(dates).order_by(dates.c.day)).all()
        made = connection.execute("SELECT * FROM dates ORDER BY day").fetchall()
    starts = list(dates.c.keys()).index("starts_at")
    spelt = [(*r[:starts], r[starts].isoformat(" ", "microseconds"), *r[starts + 1 :]) for r in kept]
    assert spelt == made and spelt


def test_what_a_live_database_says_of_itself_follows_its_log(stored: Engine):
    with stored.connect() as conn:
        head, about = log.head(conn), conn.execute(select(meta)).one()
    end = (head.position, head.hash.hex(), head.recorded_at)
    assert (about.log_position, about.head_hash, about.recorded_at) == end
    assert (about.schema_version, about.program_version) == (READ_MODEL_VERSION, __version__)
