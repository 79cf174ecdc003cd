"""Extended Date/Time Format, ISO 8601-2:2019 annex A / Library of Congress, levels 0 to 2.

    2025-01-17   2024-10   -0043   2025-01-17T15:00:00Z   2024-10-22/2024-10-24           level 0
    1990~   2025-05?   199X   XXXX-01-17   2022/..   2024-22   Y17000                      level 1
    2024-33   1950S2   Y-17E7   ?2004-06-~11   [1667,1668..1670]   {1960,1961-12}          level 2

Years are astronomical (0000 is 1 BCE). A season spans the meteorological months of the northern hemisphere; codes 29
to 32 (southern) are shifted by six months.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from timeline import days


class EdtfError(ValueError):
    """The text is no EDTF expression of levels 0 to 2; the message says what was expected."""


@dataclass(frozen=True, slots=True)
class Edtf:
    """An expression with the days it may mean."""

    text: str
    """Canonical spelling; :func:`parse` of it gives an equal value."""
    kind: str
    """``date``, ``interval``, ``one_of`` or ``all_of``."""
    earliest: int | None
    """First possible day number, inclusive; None = open or unknown."""
    latest: int | None
    """Last possible day number, inclusive; None = open or unknown."""
    granularity: str
    """One of model.GRANULARITIES; ``open`` for intervals, sets and long years."""
    qualifier: str | None
    """``uncertain`` (?), ``approximate`` (~) or ``both`` (%), anywhere in the expression."""


_DATE = re.compile(
    r"(?P<q1>[?~%])?(?P<year>-?[0-9X]{4})(?P<sig>S[0-9]+)?(?P<q2>[?~%])?"
    r"(?:-(?P<q3>[?~%])?(?P<month>[0-9X]{2})(?P<q4>[?~%])?"
    r"(?:-(?P<q5>[?~%])?(?P<day>[0-9X]{2})(?P<q6>[?~%])?)?)?"
    r"(?P<time>T\d\d:\d\d:\d\d(?:Z|[+-]\d\d(?::\d\d)?)?)?\Z"
)
_LONG_YEAR = re.compile(r"Y(-?)([1-9]\d*)(?:E([1-9]\d?))?(?:S([1-9]\d*))?([?~%])?\Z")
_TIME = re.compile(r"T([01]\d|2[0-4]):([0-5]\d):([0-5]\d|60)(?:Z|[+-](?:0\d|1[0-4])(?::[0-5]\d)?)?\Z")
_QUALIFIERS = {"?": "uncertain", "~": "approximate", "%": "both"}
# First month and length in months of the sub-year codes 21 to 41.
_CODES = (
    {21: (3, 3), 22: (6, 3), 23: (9, 3), 24: (12, 3), 25: (3, 3), 26: (6, 3), 27: (9, 3), 28: (12, 3)}
    | {29: (9, 3), 30: (12, 3), 31: (3, 3), 32: (6, 3)}
    | {33 + q: (1 + 3 * q, 3) for q in range(4)}
    | {37 + q: (1 + 4 * q, 4) for q in range(3)}
    | {40: (1, 6), 41: (7, 6)}
)
# Beyond this the day numbers stop being useful and exponents would take unbounded memory.
_MAX_YEAR = 10**9


def parse(text: str) -> Edtf:
    """Read one expression.

    Raises:
        EdtfError: it is none, or names a month, day or time that does not exist.
    """
    text = text.strip()
    if text[:1] in "[{" and text:
        return _parse_set(text)
    if "/" in text:
        return _parse_interval(text)
    return _parse_date(text)


def format(expression: Edtf) -> str:
    """The canonical spelling."""
    return expression.text


def of_month(year: int, month: int) -> str:
    """``YYYY-MM``."""
    return f"{of_year(year)}-{month:02d}"


def of_year(year: int) -> str:
    """``YYYY``, or ``Y12025`` outside four digits."""
    if abs(year) > 9999:
        return f"Y{year}"
    return f"{'-' if year < 0 else ''}{abs(year):04d}"


def _parse_interval(text: str) -> Edtf:
    sides = text.split("/")
    if len(sides) != 2 or sides == ["", ""]:
        raise EdtfError(f"an interval has one slash between two dates: {text!r}")
    first, last = (None if side in ("", "..") else _parse_date(side) for side in sides)
    if first and last and first.earliest is not None and last.latest is not None and first.earliest > last.latest:
        raise EdtfError(f"the interval ends before it starts: {text!r}")
    qualifiers = [side.qualifier for side in (first, last) if side and side.qualifier]
    return Edtf(
        text,
        "interval",
        first.earliest if first else None,
        last.latest if last else None,
        "open",
        qualifiers[0] if qualifiers else None,
    )


def _parse_set(text: str) -> Edtf:
    closing = {"[": "]", "{": "}"}[text[0]]
    if not text.endswith(closing) or len(text) < 3:
        raise EdtfError(f"a set is closed by {closing!r}: {text!r}")
    earliest: list[int | None] = []
    latest: list[int | None] = []
    for member in text[1:-1].split(","):
        first, dots, last = member.strip().partition("..")
        start = _parse_date(first) if first else None
        end = _parse_date(last) if last else None if dots else start
        if start is None and end is None:
            raise EdtfError(f"a set holds dates separated by commas: {text!r}")
        earliest.append(start.earliest if start else None)
        latest.append(end.latest if end else None)
    low = None if None in earliest else min(day for day in earliest if day is not None)
    high = None if None in latest else max(day for day in latest if day is not None)
    return Edtf(text, "one_of" if closing == "]" else "all_of", low, high, "open", None)


def _parse_date(text: str) -> Edtf:
    if text.startswith("Y"):
        return _parse_long_year(text)
    match = _DATE.match(text)
    if not match or text.startswith("-0000"):
        raise EdtfError(f"not an EDTF date (YYYY, YYYY-MM, YYYY-MM-DD, 199X, 2024-22, 1990~, A/B, A/..): {text!r}")
    if match["time"] and (not match["day"] or not _TIME.match(match["time"])):
        raise EdtfError(f"not a time of day Thh:mm:ss: {text!r}")
    if match["sig"] and (match["month"] or int(match["sig"][1:]) > 4 or "X" in match["year"]):
        raise EdtfError(f"significant digits belong to a plain year: {text!r}")
    marks = {match[f"q{n}"] for n in range(1, 7)} - {None}
    qualifier = None if not marks else _QUALIFIERS[marks.pop()] if len(marks) == 1 else "both"
    low, high = _date_bounds(match, text)
    return Edtf(text, "date", low, high, _granularity(match), qualifier)


def _parse_long_year(text: str) -> Edtf:
    match = _LONG_YEAR.match(text)
    if not match or int(match[2]) > _MAX_YEAR or (match[3] is None and match[4] is None and len(match[2]) < 5):
        raise EdtfError(f"a long year is Y and at least five digits, like Y12025: {text!r}")
    year = int(match[2]) * 10 ** int(match[3] or 0)
    if year > _MAX_YEAR:
        raise EdtfError(f"the year is beyond a thousand million: {text!r}")
    year = -year if match[1] else year
    qualifier = _QUALIFIERS.get(match[5] or "")
    low, high = _significant(year, int(match[4])) if match[4] else (year, year)
    return Edtf(text, "date", days.number(low, 1, 1), days.number(high, 12, 31), "year", qualifier)


def _significant(year: int, digits: int) -> tuple[int, int]:
    step = 10 ** max(len(str(abs(year))) - digits, 0)
    low = year // step * step
    return low, low + step - 1


def _granularity(match: re.Match[str]) -> str:
    if match["time"]:
        return "minute"
    if match["day"]:
        return "day" if "X" not in match["day"] else "month" if "X" not in match["month"] else "year"
    month = match["month"]
    if month and "X" not in month:
        code = int(month)
        return "month" if code <= 12 else "season" if code <= 32 else "quarter" if code <= 36 else "half"
    unknown = match["year"].count("X")
    return ("year", "decade", "century", "open", "open")[unknown]


def _date_bounds(match: re.Match[str], text: str) -> tuple[int | None, int | None]:
    sign, digits = (-1, match["year"][1:]) if match["year"].startswith("-") else (1, match["year"])
    month, day = match["month"], match["day"]
    sample_year = 2000 if "X" in digits else sign * int(digits)
    _check(sample_year, month, day, text)
    if digits == "XXXX":
        return None, None
    years = sorted((sign * int(digits.replace("X", "0")), sign * int(digits.replace("X", "9"))))
    if match["sig"]:
        years = list(_significant(sample_year, int(match["sig"][1:])))
    if month and "X" not in month and int(month) > 12:
        first, length = _CODES[int(month)]
        end = first + length - 1
        last_year, last_month = years[1] + (end - 1) // 12, (end - 1) % 12 + 1
        return days.number(years[0], first, 1), days.number(
            last_year, last_month, days.days_in_month(last_year, last_month)
        )
    months = [m for m in range(1, 13) if _fits(f"{m:02d}", month)]
    if day is None:
        low, high = 1, days.days_in_month(years[1], months[-1])
    else:
        last = max(days.days_in_month(years[1], m) for m in months)
        fitting = [d for d in range(1, last + 1) if _fits(f"{d:02d}", day)] or [last]
        low, high = fitting[0], min(fitting[-1], days.days_in_month(years[1], months[-1]))
        low = min(low, days.days_in_month(years[0], months[0]))
    return days.number(years[0], months[0], low), days.number(years[1], months[-1], high)


def _check(year: int, month: str | None, day: str | None, text: str) -> None:
    if month is None:
        return
    months = [m for m in range(1, 13) if _fits(f"{m:02d}", month)]
    if not months and ("X" in month or int(month) not in _CODES or day is not None):
        raise EdtfError(f"there is no month {month}: {text!r}")
    if day is None:
        return
    longest = max(days.days_in_month(year, m) for m in months)
    if not any(_fits(f"{d:02d}", day) for d in range(1, longest + 1)):
        raise EdtfError(f"there is no such day: {text!r}")


def _fits(digits: str, pattern: str | None) -> bool:
    return pattern is None or all(p in ("X", d) for d, p in zip(digits, pattern, strict=True))
