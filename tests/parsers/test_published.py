"""Publication dates: which forms are read, which are refused and why."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.parsers import parse_published

READ = [
    ("2025-01-17", "2025-01-17"),
    (" 2025-01-17 ", "2025-01-17"),
    ("20250117", "2025-01-17"),
    ("2025-01-17T10:30", "2025-01-17T10:30"),
    ("2025-01-17 10:30:05", "2025-01-17T10:30:05"),
    ("2025-01-17T10:30:00.000Z", "2025-01-17T10:30+00:00"),
    ("2025-01-17T10:30:00+0300", "2025-01-17T10:30+03:00"),
    ("2025-01-17T10:30-05", "2025-01-17T10:30-05:00"),
    ("2025-01-17 10:30:00 UTC", "2025-01-17T10:30+00:00"),
    ("20250117T103000Z", "2025-01-17T10:30+00:00"),
    ("Fri, 17 Jan 2025 10:30:00 +0300", "2025-01-17T10:30+03:00"),
    ("17 Jan 2025 10:30:00 GMT", "2025-01-17T10:30+00:00"),
    ("31/01/2025", "2025-01-31"),
    ("01/31/2025 10:30", "2025-01-31T10:30"),
    ("3/3/2025", "2025-03-03"),
    ("04.03.2025", "2025-03-04"),
    ("2025/1/31", "2025-01-31"),
    ("March 5 2025", "2025-03-05"),
    ("Tuesday, Mar. 5th, 2025", "2025-03-05"),
    ("14 March 2025", "2025-03-14"),
    ("14th of sept 2025 at 12:10 a.m.", "2025-09-14T00:10"),
    ("14 March 2025, 1:30 pm UTC", "2025-03-14T13:30+00:00"),
]
REFUSED = [
    ("", "no publication date"),
    ("soon", "no publication date"),
    ("2025", "no publication date"),
    ("2025-01", "no publication date"),
    ("2025-02-31", "does not exist"),
    ("2025-13-01", "does not exist"),
    ("2025-01-17T25:00", "does not exist"),
    ("0000-01-01", "does not exist"),
    ("12025-01-17", "year 12025"),
    ("10/05/2024", "day/month or month/day"),
    ("10-05-2024", "day/month or month/day"),
    ("05.13.2024", "does not exist"),
    ("13/25/2025", "does not exist"),
    ("30 February 2025", "does not exist"),
    ("13 March 2025 13:30 pm", "no publication date"),
    ("5 Ma 2025", "no publication date"),
    ("copyright 14 March 2025", "no publication date"),
    ("14 March 20255", "no publication date"),
    ("Fri, 31 Feb 2025 10:00:00 +0000", "does not exist"),
    ("2025-01-17x10:30", "no publication date"),
]


@pytest.mark.parametrize(("written", "read"), READ)
def test_read(written: str, read: str) -> None:
    assert parse_published(written) == read


@pytest.mark.parametrize(("written", "why"), REFUSED)
def test_refused(written: str, why: str) -> None:
    with pytest.raises(ValueError, match=why) as error:
        parse_published(written)
    assert "write YYYY-MM-DD" in str(error.value)


def test_a_refusal_shows_no_control_characters_and_stays_short() -> None:
    with pytest.raises(ValueError) as error:
        parse_published("\x1b[31m" + "x" * 500)
    assert "\x1b" not in str(error.value)
    assert len(str(error.value)) < 160


def test_which_of_day_and_month_stands_first_can_be_told() -> None:
    assert parse_published("03/04/2025", day_first=True) == "2025-04-03"
    assert parse_published("03/04/2025", day_first=False) == "2025-03-04"
    assert parse_published("31/05/2025", day_first=False) == "2025-05-31"


@given(st.dates(), st.sampled_from(["%d %B %Y", "%B %d, %Y", "%a %d %b. %Y", "%Y/%m/%d", "%d.%m.%Y"]))
def test_a_day_in_any_form_is_that_day(day: date, form: str) -> None:
    written = day.strftime(form.replace("%Y", f"{day.year:04}"))  # years before 1000 have four digits, too
    assert parse_published(written) == day.isoformat()


@given(st.datetimes(), st.sampled_from(["", "+00:00", "+03:30", "-05:00"]))
def test_what_is_read_reads_as_itself(moment: datetime, zone: str) -> None:
    once = parse_published(moment.isoformat(timespec="seconds") + zone)
    assert parse_published(once) == once
    assert once[:10] == moment.date().isoformat()


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        assert len(parse_published(text)) >= 10
    except ValueError as error:
        assert "YYYY-MM-DD" in str(error)
