"""Periods that a user types: a small closed set, read strictly.

    2024   2024-10   2024-10-22   2024-Q4   2024-W43   2024-10..2024-12   2024..   ..2023   199X   2022/..
    today   yesterday   this week   last month   past 30 days   next year

Everything else is an error that names such forms: a guess here would silently answer another question.
"""

from __future__ import annotations

import re
from datetime import date

from timeline import days
from timeline.dates import edtf
from timeline.model import Period

FORMS = (
    "2024, 2024-10, 2024-10-22, 2024-Q4, 2024-W43, 2024-10..2024-12, 2024.., ..2023, EDTF such as 199X or 2022/.., "
    "today, yesterday, tomorrow, this|last|next week|month|quarter|year, past|next 30 days|weeks|months|years"
)
"""The accepted forms, for help texts."""
USUAL_FORMS = "2024, 2024-10, 2024-10-22, 2024-10..2024-12, 2024-Q4, last month, past 30 days"
"""A few of them, for messages."""

_QUARTER = re.compile(r"(\d{4})-?Q([1-4])\Z", re.IGNORECASE)
_WEEK = re.compile(r"(\d{4})-?W(\d\d)\Z", re.IGNORECASE)
_NAMED = re.compile(r"(this|last|next) (week|month|quarter|year)\Z")
_RUN = re.compile(r"(past|last|next) (\d{1,4}) (day|week|month|year)s?\Z")
_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1}
_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
_SLASHED = re.compile(r"\d{1,4}[/.]\d{1,2}([/.]\d{2,4})?\Z")
_MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class PeriodError(ValueError):
    """The text is no period; the message names some of the accepted forms."""


def parse(text: str, today: str) -> Period:
    """Read a period.

    Args:
        text: as typed.
        today: the user's day ``YYYY-MM-DD``, for the relative forms.

    Raises:
        PeriodError: the text is none of :data:`FORMS`, names no real day, or ends before it starts.
    """
    wanted = text.strip()
    now = days.of(today)
    if ".." in wanted and "/" not in wanted and wanted[:1] not in ("[", "{"):
        first, last = _range(wanted, now)
    else:
        first, last = _single(wanted, now)
    if first is not None and last is not None and first > last:
        raise PeriodError(f"the period ends before it starts: {text!r}")
    return Period(first, last, text)


def describe(period: Period) -> str:
    """The period in plain words, e.g. ``1 Jan 2025 to 31 Jan 2025``, ``from 1 Jan 2025``, ``all time``."""
    first, last = period.first_day, period.last_day
    if first is None and last is None:
        return "all time"
    if first is None:
        assert last is not None
        return f"until {_words(last)}"
    if last is None:
        return f"from {_words(first)}"
    return _words(first) if first == last else f"{_words(first)} to {_words(last)}"


def _words(day: int) -> str:
    year, month, of_month = days.civil(day)
    return f"{of_month} {_MONTH_NAMES[month - 1]} {year if year > 0 else f'{1 - year} BCE'}"


def _range(text: str, now: int) -> tuple[int | None, int | None]:
    first, _, last = text.partition("..")
    first, last = first.strip(), last.strip()
    if not first and not last:
        raise _refusal(text)
    return (_single(first, now)[0] if first else None), (_single(last, now)[1] if last else None)


def _single(text: str, now: int) -> tuple[int | None, int | None]:
    lowered = " ".join(text.lower().split())
    if lowered in _DAYS:
        return now + _DAYS[lowered], now + _DAYS[lowered]
    if match := _RUN.match(lowered):
        return _run(match[1] != "next", int(match[2]), match[3], now)
    if match := _NAMED.match(lowered):
        return _named({"this": 0, "last": -1, "next": 1}[match[1]], match[2], now)
    if match := _QUARTER.match(text):
        return _months(_year(match[1], text) * 12 + 3 * int(match[2]) - 3, 3)
    if match := _WEEK.match(text):
        return _iso_week(_year(match[1], text), int(match[2]), text)
    if _SLASHED.match(text) or not text:
        raise _refusal(text)
    return _edtf(text)


def _edtf(text: str) -> tuple[int | None, int | None]:
    if re.match(r"0000(-|\Z)", text):
        _year("0000", text)
    if re.match(r"\d{5,}(-|\Z)", text):
        raise PeriodError(f"a year has four digits; a longer one is written Y{text.split('-')[0]}: {text!r}")
    try:
        expression = edtf.parse(text)
    except edtf.EdtfError as problem:
        raise _refusal(text, str(problem) if "there is no" in str(problem) else None) from None
    if expression.kind not in ("date", "interval") or (expression.earliest is None and expression.latest is None):
        raise _refusal(text)
    return expression.earliest, expression.latest


def _year(digits: str, text: str) -> int:
    if int(digits) == 0:
        raise PeriodError(f"there is no year 0; the year before year 1 is 1 BCE: {text!r}")
    return int(digits)


def _run(back: bool, count: int, unit: str, now: int) -> tuple[int, int]:
    if count == 0:
        raise PeriodError("the number of days, weeks, months or years is at least 1")
    sign = -1 if back else 1
    if unit in ("day", "week"):
        far = now + sign * (count * (7 if unit == "week" else 1) - 1)
        return (far, now) if back else (now, far)
    year, month, day = days.civil(now)
    index = year * 12 + month - 1 + sign * count * (12 if unit == "year" else 1)
    far_year, far_month = index // 12, index % 12 + 1
    far = days.number(far_year, far_month, min(day, days.days_in_month(far_year, far_month)))
    return (far + 1, now) if back else (now, far - 1)


def _named(shift: int, unit: str, now: int) -> tuple[int, int]:
    if unit == "week":
        monday = now - (now - 1) % 7 + 7 * shift
        return monday, monday + 6
    year, month, _ = days.civil(now)
    length = _MONTHS_IN[unit]
    return _months((year * 12 + month - 1) // length * length + shift * length, length)


def _months(index: int, length: int) -> tuple[int, int]:
    last = index + length - 1
    year, month = last // 12, last % 12 + 1
    return days.number(index // 12, index % 12 + 1, 1), days.number(year, month, days.days_in_month(year, month))


def _iso_week(year: int, week: int, text: str) -> tuple[int, int]:
    try:
        monday = date.fromisocalendar(year, week, 1).toordinal()
    except ValueError:
        raise PeriodError(f"{year} has no week {week}: {text!r}") from None
    return monday, monday + 6


def _refusal(text: str, reason: str | None = None) -> PeriodError:
    return PeriodError(f"{reason or f'not a period: {text!r}'}; use a form such as {USUAL_FORMS}")
