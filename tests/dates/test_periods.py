"""Periods that users type: the closed set, and errors that name it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import days
from timeline.dates import periods
from timeline.model import Period

TODAY = "2025-01-31"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("2024", "1 Jan 2024 to 31 Dec 2024"),
        ("2024-02", "1 Feb 2024 to 29 Feb 2024"),
        ("2024-10-22", "22 Oct 2024"),
        ("2024-Q4", "1 Oct 2024 to 31 Dec 2024"),
        ("2020-W53", "28 Dec 2020 to 3 Jan 2021"),
        ("2024-10..2024-12", "1 Oct 2024 to 31 Dec 2024"),
        ("2024-10-30 .. 2024-11", "30 Oct 2024 to 30 Nov 2024"),
        ("2024..", "from 1 Jan 2024"),
        ("..2023", "until 31 Dec 2023"),
        ("199X", "1 Jan 1990 to 31 Dec 1999"),
        ("2022/..", "from 1 Jan 2022"),
        ("2024-22", "1 Jun 2024 to 31 Aug 2024"),
        ("-0043", "1 Jan 44 BCE to 31 Dec 44 BCE"),
        ("Y12025", "1 Jan 12025 to 31 Dec 12025"),
        ("9999", "1 Jan 9999 to 31 Dec 9999"),
        ("0001-01-01", "1 Jan 1"),
        ("today", "31 Jan 2025"),
        ("Yesterday", "30 Jan 2025"),
        ("tomorrow", "1 Feb 2025"),
        ("this week", "27 Jan 2025 to 2 Feb 2025"),
        ("last month", "1 Dec 2024 to 31 Dec 2024"),
        ("this quarter", "1 Jan 2025 to 31 Mar 2025"),
        ("next year", "1 Jan 2026 to 31 Dec 2026"),
        ("past 30 days", "2 Jan 2025 to 31 Jan 2025"),
        ("past 1 month", "1 Jan 2025 to 31 Jan 2025"),
        ("next 2 weeks", "31 Jan 2025 to 13 Feb 2025"),
        ("yesterday..today", "30 Jan 2025 to 31 Jan 2025"),
    ],
)
def test_period(typed: str, words: str) -> None:
    assert periods.describe(periods.parse(typed, TODAY)) == words


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("10/05/2024", "use a form such as"),
        ("5.10.2024", "use a form such as"),
        ("2024/10", "use a form such as"),
        ("Q3 2024", "use a form such as"),
        ("January 2024", "use a form such as"),
        ("", "use a form such as"),
        ("..", "use a form such as"),
        ("0000", "no year 0"),
        ("0000-05-01", "no year 0"),
        ("12025", "Y12025"),
        ("2024-13", "no month 13"),
        ("2023-02-29", "no such day"),
        ("2021-W53", "no week 53"),
        ("2025..2024", "before it starts"),
        ("2025-02-01..2025-01-31", "before it starts"),
        ("past 0 days", "at least 1"),
        ("[2020,2021]", "use a form such as"),
        ("x" * 10_000, "use a form such as"),
    ],
)
def test_refused(typed: str, says: str) -> None:
    with pytest.raises(periods.PeriodError, match=says) as refused:
        periods.parse(typed, TODAY)
    assert isinstance(refused.value, ValueError)


def test_describe_all_time() -> None:
    assert periods.describe(Period(None, None)) == "all time"


@given(st.integers(days.MIN_SQL_DAY, days.MAX_SQL_DAY), st.integers(0, 4000))
def test_a_range_of_days_covers_exactly_its_days(first: int, length: int) -> None:
    last = min(first + length, days.MAX_SQL_DAY)
    period = periods.parse(f"{days.iso(first)}..{days.iso(last)}", TODAY)
    assert (period.first_day, period.last_day) == (first, last)


@given(st.text(max_size=30))
def test_any_text_is_a_period_or_a_period_error(typed: str) -> None:
    try:
        period = periods.parse(typed, TODAY)
    except periods.PeriodError:
        return
    assert period.first_day is None or period.last_day is None or period.first_day <= period.last_day
