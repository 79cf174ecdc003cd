from __future__ import annotations

import csv
import io
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.cli import output, views
from timeline.cli.output import Column, View, clean, one_line, to_json, write
from timeline.cli.page import event_page

ROWS = [
    {"name": "Kazan", "n": -3, "actors": [{"actor_id": "a1", "name": "Putin", "role": "host"}]},
    {"name": "日本 | x", "n": None, "actors": []},
]


def written(rows, fmt, view=None):
    stream = io.StringIO()
    assert write(rows, fmt, view, to=stream) == len(rows)
    return stream.getvalue()


def test_table():
    assert written(ROWS, "table").splitlines() == [
        "name       n  actors",
        "────────  ──  ────────────",
        "Kazan     -3  Putin (host)",
        "日本 | x",
    ]


def test_json_is_an_array_and_jsonl_an_object_a_line():
    assert json.loads(written(ROWS, "json")) == ROWS
    assert [json.loads(line) for line in written(ROWS, "jsonl").splitlines()] == ROWS
    assert written([], "json") == "[]\n"
    assert written([], "jsonl") == ""


def test_csv_flattens_actors():
    assert written(ROWS, "csv") == "name,n,actors\nKazan,-3,Putin (host)\n日本 | x,,\n"


def test_markdown():
    assert (
        written(ROWS, "md")
        == "| name | n | actors |\n|---|---:|---|\n| Kazan | -3 | Putin (host) |\n| 日本 \\| x |  |  |\n"
    )


def test_a_view_gives_people_their_columns_and_programs_all():
    view = View(("name", "n"), (Column("Place", lambda row: row["name"].upper()),))
    assert written(ROWS[:1], "table", view) == "Place\n─────\nKAZAN\n"
    assert written(ROWS[:1], "csv", view) == "name,n\nKazan,-3\n"
    assert written([], "csv", view) == "name,n\n"
    assert written([], "table", view) == ""


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("-0043-03-15", "-0043-03-15"),
        (-5, "-5"),
        ("a=1", "a=1"),
    ],
)
def test_no_csv_cell_runs_as_a_formula(cell, safe):
    (row,) = list(csv.reader(io.StringIO(written([{"x": cell}], "csv"))))[1:]
    assert row == [safe]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("title\x1b]0;owned\x07", "title\\x1b]0;owned\\x07"),
        ("a\u202eb", "a\\u202eb"),
        ("\x9b2J", "\\x9b2J"),
        ("two\nlines\tand tab", "two lines and tab"),
        ("\ud800", "\\ud800"),
        ("می‌خواهد 日本 é – “x”", "می‌خواهد 日本 é – “x”"),
    ],
)
def test_nothing_in_a_text_steers_the_terminal(raw, shown):
    assert one_line(raw) == shown


@given(st.text(st.characters()))
def test_every_format_is_free_of_control_characters(text):
    for fmt in output.FORMATS:
        printed = written([{"x": text}], fmt)
        assert not [c for c in printed if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"]
        assert not set(printed) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u2028")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_json_says_exactly_what_it_was_given(text):
    assert json.loads(to_json({"x": text})) == {"x": text}


def test_clean_keeps_what_it_is_told_to():
    assert clean("a\nb\x1b", keep="\n") == "a\nb\\x1b"


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize("title", ["Short", "Leaders of several far countries meet in a town by the sea"])
@pytest.mark.parametrize(("width", "shown"), [(80, "Date Event Status Actors Id"), (79, "Date Event Status Id")])
def test_one_width_shows_one_set_of_columns(monkeypatch, title, width, shown):
    monkeypatch.setenv("COLUMNS", str(width))
    row = {
        "event_id": "0123456789abcdef", "title": title, "status": "scheduled", "place": "Goa", "sources": 12,
        "actors": [{"name": name, "role": "party"} for name in title.split()], "last_day": 738000,
        "earliest": "2021-07-25", "latest": "2021-07-25", "date_edtf": "2021-07-25",
    }  # fmt: skip
    stream = io.StringIO()
    write([row], "table", views.events("2025-01-01", ("event_id",)), to=stream)
    lines = stream.getvalue().splitlines()
    assert lines[0].split() == shown.split()
    assert max(map(len, lines)) <= width
    assert "scheduled: due," in lines[2]


def test_names_of_columns_are_not_broken(monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    stream = io.StringIO()
    write([{"date_precision_of_it": "day " * 10, "other": "word " * 20}], "table", to=stream)
    assert "date_precision_of_it" in stream.getvalue()


def test_no_line_of_a_page_is_wider_than_the_terminal():
    words = "a sentence of many words " * 8
    report = {
        "quote": words, "publisher": words, "article_title": words, "published": "2025-01-16", "article_id": "a" * 32,
        "status": "occurred", "time_phrase": None, "earliest": "2025-01-16", "latest": "2025-01-16",
    }  # fmt: skip
    event = {
        "title": words, "status": "occurred", "sources": 1, "date_conflicts": 2, "type": "AGREE", "salience": "main",
        "claim": "asserted", "certainty": "certain", "polarity": "positive", "event_id": "e" * 16,
    }  # fmt: skip
    for width in (40, 80):
        lines = event_page(event, [report], "2025-01-01", why=False, width=width).splitlines()
        assert max(map(len, lines)) <= width
    free = event_page(event, [report], "2025-01-01", why=False).splitlines()
    assert free[0] == words and max(len(line) for line in free if line.startswith("  “")) <= 96


def test_a_terminal_has_a_width_and_colours(monkeypatch):
    monkeypatch.setenv("COLUMNS", "24")
    monkeypatch.delenv("NO_COLOR", raising=False)
    view = View(
        (),
        (
            Column("Date", lambda row: "17 Jan 2025", whole=True),
            Column("Event", lambda row: "Iran and Russia sign", colour=lambda row: "green"),
        ),
    )
    stream = Terminal()
    write([{}], "table", view, to=stream)
    assert stream.getvalue().splitlines()[2:] == [
        "17 Jan 2025  \x1b[32mIran and\x1b[0m",
        "             \x1b[32mRussia sign\x1b[0m",
    ]
    monkeypatch.setenv("NO_COLOR", "1")
    stream = Terminal()
    write([{}], "table", view, to=stream)
    assert "\x1b" not in stream.getvalue()
