"""docs/schema.md gives every column a meaning and an example that such a column may hold."""

from __future__ import annotations

import re
import sys
from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Date, DateTime, Integer

from timeline.publish import LEADS
from timeline.publish import tables as published

DOCS = Path(__file__).parent.parent.parent / "docs"
sys.path.insert(0, str(DOCS))

import tables  # noqa: E402

COLUMNS = [(t.name, c) for t in published().values() for c in t.columns]


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=[f"{t}.{c.name}" for t, c in COLUMNS])
def test_a_column_says_what_it_holds(table, column):
    shown = tables.example(table, column.name)
    assert column.comment and shown is not None, "give it a comment, and an example in docs/columns.toml"
    if isinstance(column.type, DateTime):
        assert datetime.strptime(shown, "%Y-%m-%d %H:%M:%S.%f").strftime("%Y-%m-%d %H:%M:%S.%f") == shown
    elif isinstance(column.type, Date):
        date.fromisoformat(shown)
    else:
        assert isinstance(shown, int) == isinstance(column.type, Integer)


def test_no_example_is_of_a_column_that_is_gone():
    from timeline import schema

    metadata = (schema.read_model, schema.log_metadata, schema.intake_metadata)
    known = {*published().values(), *(table for one in metadata for table in one.tables.values())}
    names = {c.name for t in known for c in t.columns} | {f"{t.name}.{c.name}" for t in known for c in t.columns}
    assert {*tables.COLUMNS["example"], *tables.COLUMNS["unit"]} <= names


def test_the_picture_shows_every_table_and_key():
    picture = tables.picture(published())
    for table in published():
        assert re.search(rf"^    {table} {{$", picture, re.MULTILINE)
    for table, leads in LEADS.items():
        for column, to in leads:
            assert f'{to} ||--o{{ {table} : "{column}"' in picture


def test_names_of_other_data_sets_lead_to_columns_that_exist():
    page = (DOCS / "bi.md").read_text(encoding="utf-8").split("## Names you may know")[1]
    named = re.findall(r"`([a-z_]+)\.([a-z_]+)`", page)
    assert len(named) > 20
    for table, column in named:
        assert column in published()[table].c, f"{table}.{column}"
