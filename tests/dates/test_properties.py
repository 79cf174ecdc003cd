"""What holds for every text."""

from __future__ import annotations

import locale
import os
import time
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from timeline import dates, days
from timeline.dates import edtf
from timeline.dates.lexicon import load
from timeline.model import BASES, EXTENTS, GRANULARITIES

WORDS = sorted({word for word in load("en").words if word.isprintable()})
NUMBERS = [
    "0",
    "1",
    "3",
    "17",
    "31",
    "1850",
    "1999",
    "2024",
    "480",
    "12:30",
    "3:15",
    "2024-02-30",
    "29/02/2023",
    "1990s",
    "5th",
    "9999",
    "0001",
]
PIECES = st.sampled_from([*WORDS, *NUMBERS, ",", ".", "-", "–", "the", "of", "x", "Geneva", "\n", "\n\n", "'", "’s"])
TEXT = st.lists(PIECES, max_size=25).map(" ".join)
PUBLISHED = st.sampled_from(
    [None, "2025-01-16", "0001-01-01", "9999-12-31", "2024-02-29", "2024-12-30", "2025-01-16T23:30:00-05:00"]
)
STYLE = st.sampled_from([None, "news", "narrative", "colloquial"])


@settings(max_examples=250, deadline=None)
@given(TEXT, PUBLISHED, STYLE)
@example("9999 centuries ago", "0001-01-01", "news")
@example("the next 9999 decades", "9999-12-31", "news")
def test_spans_bounds_and_words_are_sound(text: str, published: str | None, style: str | None) -> None:
    found = dates.read(text, published, style=style)
    for timex in found:
        assert text[timex.start : timex.end] == timex.text
        assert timex.text == timex.text.strip()
        assert timex.type in ("DATE", "TIME", "DURATION", "SET")
        when = timex.when
        assert when.granularity in GRANULARITIES
        assert when.basis in BASES
        assert when.extent in EXTENTS
        bounds = [days.of(day) for day in (when.earliest, when.latest) if day is not None]
        assert bounds == sorted(bounds)
        if when.edtf is not None:
            assert edtf.format(edtf.parse(when.edtf)) == when.edtf
        if when.likely_date is not None:
            days.parts(when.likely_date)
    assert all(one.end <= two.start for one, two in pairwise(found))


@settings(max_examples=150, deadline=None)
@given(
    st.integers(days.number(1400, 1, 1), days.number(2099, 12, 31)),
    st.sampled_from(["{d} {m} {y}", "{m} {d}, {y}", "{iso}"]),
)
def test_a_full_date_is_its_own_bounds(day: int, form: str) -> None:
    year, month, of_month = days.civil(day)
    name = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ][month - 1]
    text = form.format(y=year, m=name, d=of_month, iso=days.iso(day))
    (timex,) = dates.read(f"It was signed on {text}.", None, style="news")
    when = timex.when
    assert (timex.text, timex.value) == (text, days.iso(day))
    assert (when.earliest, when.latest, when.edtf, when.granularity) == (
        days.iso(day),
        days.iso(day),
        days.iso(day),
        "day",
    )


@settings(max_examples=100, deadline=None)
@given(TEXT, PUBLISHED)
def test_bounds_of_an_edtf_are_the_bounds(text: str, published: str | None) -> None:
    for timex in dates.read(text, published, style="news"):
        when = timex.when
        if when.edtf is None or "X" in when.edtf[:4]:
            continue
        read = edtf.parse(when.edtf)
        assert (when.earliest and days.of(when.earliest), when.latest and days.of(when.latest)) == (
            read.earliest,
            read.latest,
        )


@given(TEXT, PUBLISHED)
@settings(max_examples=50, deadline=None)
def test_reading_is_deterministic(text: str, published: str | None) -> None:
    assert dates.read(text, published) == dates.read(text, published)


def test_clock_zone_and_locale_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "They met on Tuesday at 15:00 GMT, yesterday, last month and on 5 May."
    plain = dates.read(text, "2025-01-16")
    before = locale.setlocale(locale.LC_ALL)
    try:
        for zone in ("Pacific/Kiritimati", "America/Los_Angeles"):
            monkeypatch.setitem(os.environ, "TZ", zone)
            time.tzset()
            monkeypatch.setattr(time, "time", lambda: 0.0)
            assert dates.read(text, "2025-01-16") == plain
        for name in ("C", "C.UTF-8"):
            locale.setlocale(locale.LC_ALL, name)
            assert dates.read(text, "2025-01-16") == plain
    finally:
        locale.setlocale(locale.LC_ALL, before)
        monkeypatch.undo()
        time.tzset()
