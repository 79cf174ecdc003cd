"""What a writer keeps in mind between articles is what it would read anew: the log says the same either way."""

from __future__ import annotations

import secrets
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ingest.press import clock
from timeline import db, log
from timeline.extract import Extraction
from timeline.ingest.desk import Desk
from timeline.model import Article, Mention, Report, RoleMention, When
from timeline.queries import at_hand

TOLD = [
    ("Strike stops trains", "strike", "ASSAULT"),
    ("Strike hits the ferries of Lund", "attack", "ASSAULT"),
    ("Ferry sinks", "sink", "DISASTER"),
    ("Kenya and Chad sign pact", "sign", "AGREE"),
    ("Pact signed", "signing", "AGREE"),
]
NAMES = ("Anna Berg", "Karl Falk", "Mira Lund")
TOWN = "The harbour town of Lund counts its ferries. "


@st.composite
def _reports(draw: st.DrawFn, ordinal: int) -> Report:
    title, trigger, type_ = draw(st.sampled_from(TOLD))
    day = draw(st.sampled_from((None, "2024-06-01", "2024-06-02")))
    when = When(day, day, day, day, "day", basis="explicit") if day else When()
    named = draw(st.lists(st.sampled_from(NAMES), max_size=2, unique=True))
    roles = tuple(RoleMention("agent", Mention(0, 3, "Lun", "person", name)) for name in named)
    status = draw(st.sampled_from(("occurred", "occurred", "scheduled", "postponed")))
    place = draw(st.sampled_from((None, "Lund", "Ystad")))
    return Report(ordinal, title, trigger, 0, 3, 0, 3, type_, when, mentions=roles, place=place, status=status)


@st.composite
def _articles(draw: st.DrawFn, number: int) -> tuple[str, Article, Extraction]:
    reports = tuple(draw(_reports(ordinal)) for ordinal in range(draw(st.integers(1, 4))))
    text = f"{TOWN * draw(st.integers(0, 2))}{'. '.join(r.title for r in reports)} ({number})."
    published = draw(st.sampled_from(("2024-06-01", "2024-06-03", "2024-08-01")))
    reading = Extraction(reports, draw(st.sampled_from((None, 0))), (), ())
    return "a", Article(text, reports[0].title, published=published), reading


def _said(articles: list[tuple[str, Article, Extraction]], *, anew: bool) -> list[object]:
    """The records of these articles, added by one writer or each by a new one."""
    numbers, now = count(), clock()
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "token_hex", lambda _: f"{next(numbers):016x}")
        engine = db.create(Path(folder, "t.db"))
        one = Desk(engine, "me", now)
        for article in articles:
            list((Desk(engine, "me", now) if anew else one).append([article]))
        with engine.connect() as conn:
            said = [(entry.stream, entry.record) for entry in log.read(conn)]
        engine.dispose()
    return said


@settings(max_examples=8, deadline=None)
@given(st.integers(2, 6).flatmap(lambda n: st.tuples(*map(_articles, range(n)))), st.sampled_from((2, 10_000)))
def test_one_writer_says_what_new_ones_say(articles: tuple[tuple[str, Article, Extraction], ...], most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(at_hand, "MOST", most)
        kept = _said(list(articles), anew=False)
    assert kept == _said(list(articles), anew=True)
