"""The questions in SQL have the library's answers, in the snapshot and in the live database."""

from __future__ import annotations

import sqlite3

import pytest

from tests.bi.questions import QUESTIONS, Question, plain

ASKED = pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)


@ASKED
def test_the_snapshot_answers_as_the_library_does(question: Question, live, snapshot):
    with live.connect() as conn:
        expected = question.answer(conn)
    assert expected, "a question without an answer shows nothing"
    with sqlite3.connect(snapshot) as connection:
        assert plain(connection.execute(question.sql).fetchall(), question.types) == expected


@ASKED
def test_the_live_database_answers_alike(question: Question, live):
    with live.connect() as conn:
        rows = conn.exec_driver_sql(question.sql).all()
        assert plain(rows, question.types) == question.answer(conn)
