"""Calendar days as text and as numbers, before and after year 1.

A day is written ``YYYY-MM-DD`` in the proleptic Gregorian calendar with astronomical years (ISO 8601: year 0000 is
1 BCE, -0043 is 44 BCE); a partial date is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``. A day number is the proleptic
Gregorian ordinal of ``datetime.date.toordinal`` (0001-01-01 is 1), carried on below 1 for earlier years.

The arithmetic follows Howard Hinnant, "chrono-compatible low-level date algorithms" (days_from_civil, civil_from_days).
"""

from __future__ import annotations

import re
from functools import lru_cache

_PARTIAL = re.compile(r"([+-]?\d{4,})(?:-(\d\d)(?:-(\d\d))?)?\Z")
# Day number of the algorithm's epoch 0000-03-01 relative to ordinal 1 = 0001-01-01.
_EPOCH_SHIFT = 305

MIN_SQL_DAY = 1
MAX_SQL_DAY = 3652059
"""Day numbers of 0001-01-01 and 9999-12-31, the range SQL date types hold."""


def is_leap(year: int) -> bool:
    """Whether the (astronomical) year has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """Number of days of a month, 28 to 31."""
    if month == 2:
        return 29 if is_leap(year) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def number(year: int, month: int, day: int) -> int:
    """The day number of a civil date; the date is taken as valid."""
    y = year - (month <= 2)
    era, yoe = divmod(y, 400)
    doy = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    doe = yoe * 365 + yoe // 4 - yoe // 100 + doy
    return era * 146097 + doe - _EPOCH_SHIFT


def civil(day: int) -> tuple[int, int, int]:
    """(year, month, day) of a day number; the inverse of :func:`number`."""
    era, doe = divmod(day + _EPOCH_SHIFT, 146097)
    yoe = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
    doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
    mp = (5 * doy + 2) // 153
    month = mp + 3 if mp < 10 else mp - 9
    return yoe + era * 400 + (month <= 2), month, doy - (153 * mp + 2) // 5 + 1


def iso(day: int) -> str:
    """``YYYY-MM-DD`` of a day number (``-YYYY-MM-DD`` before year 0)."""
    y, m, d = civil(day)
    return f"{'-' if y < 0 else ''}{abs(y):04d}-{m:02d}-{d:02d}"


def parts(text: str) -> tuple[int, int | None, int | None]:
    """(year, month or None, day or None) of a partial date.

    Raises:
        ValueError: the text is no partial date or names a day that does not exist.
    """
    match = _PARTIAL.match(text)
    if not match:
        raise ValueError(f"not a date of the form YYYY, YYYY-MM or YYYY-MM-DD: {text!r}")
    year = int(match[1])
    month = int(match[2]) if match[2] else None
    day = int(match[3]) if match[3] else None
    if month is not None and not 1 <= month <= 12:
        raise ValueError(f"there is no month {month}: {text!r}")
    if month is not None and day is not None and not 1 <= day <= days_in_month(year, month):
        raise ValueError(f"there is no such day: {text!r}")
    return year, month, day


@lru_cache(maxsize=16384)
def span(text: str) -> tuple[int, int]:
    """First and last day number of a partial date, both inclusive.

    Raises:
        ValueError: see :func:`parts`.
    """
    year, month, day = parts(text)
    if month is None:
        return number(year, 1, 1), number(year, 12, 31)
    if day is None:
        return number(year, month, 1), number(year, month, days_in_month(year, month))
    n = number(year, month, day)
    return n, n


@lru_cache(maxsize=16384)
def of(text: str) -> int:
    """The day number of a full ``YYYY-MM-DD``.

    Raises:
        ValueError: the text is no full date or names a day that does not exist.
    """
    year, month, day = parts(text)
    if month is None or day is None:
        raise ValueError(f"not a full date YYYY-MM-DD: {text!r}")
    return number(year, month, day)
