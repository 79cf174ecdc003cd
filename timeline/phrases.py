"""Dates and statuses in the user's language: ``scheduled for 17 Jan 2025 (2 sources)``.

A date is said as precisely as its source says it, never more precisely.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from timeline import days

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
PLANS = ("planned", "scheduled", "expected")
DUE = "due, unconfirmed"

Row = Mapping[str, Any]

_CLOCK = re.compile(r"T(\d\d:\d\d)")


def day(number: int) -> str:
    """A day number as ``17 Jan 2025``."""
    year_, month, of_month = days.civil(number)
    return f"{of_month} {MONTHS[month - 1]} {year(year_)}"


def year(number: int) -> str:
    """An astronomical year as people write it: ``2025``, ``44 BCE``."""
    return str(number) if number > 0 else f"{1 - number} BCE"


def date(row: Row) -> str:
    """The date of an event or report: ``17 Jan 2025``, ``Oct 2024``, ``2022 –``, ``undated``."""
    basis = row.get("date_basis")
    if basis == "near_published" and row.get("likely_date"):
        return f"reported {_span(*days.span(row['likely_date']))}"
    first, last = _bounds(row)
    if first is None and last is None:
        return "undated"
    if first is None or last is None:
        return _half_open(row, first, last)
    text = _span(first, last)
    clock = _CLOCK.search(row.get("date_edtf") or "")
    if clock and first == last:
        text += f" {clock[1]}"
    return _qualified(row, text)


def status(row: Row, today: str) -> str:
    """Status and date in one phrase: ``scheduled for 17 Jan 2025``, ``ongoing since 2022``."""
    word, when = row["status"], date(row)
    if word == "unknown":
        phrase = when
    elif when == "undated":
        phrase = f"{word}, undated"
    elif when.endswith(" –"):
        phrase = f"{word} since {when[:-2]}"
    elif not when[0].isdigit() and not when.startswith(MONTHS):
        phrase = f"{word}, {when}" if when.startswith("reported") else f"{word} {when}"
    elif word in ("postponed", "cancelled"):
        phrase = f"{word} ({when})"
    else:
        phrase = f"{word} {_preposition(row, word)} {when}"
    return phrase + (f", {DUE}" if is_due(row, today) else "")


def is_due(row: Row, today: str) -> bool:
    """Whether a plan's last day lies before today (``YYYY-MM-DD``) and no report says that it happened."""
    last = row.get("last_day")
    return row.get("status") in PLANS and last is not None and last < days.of(today)


def counted(number: int, thing: str) -> str:
    """``1 source``, ``2 sources``, ``3,000 entries``."""
    plural = f"{thing[:-1]}ies" if thing.endswith("y") and thing[-2] not in "aeiou" else f"{thing}s"
    return f"{number:,} {thing if number == 1 else plural}"


def corrected(value: str) -> str:
    """The value of a correction, stored as JSON, for people: a dating by its EDTF, actors with their roles."""
    said = json.loads(value)
    if isinstance(said, dict):
        return str(said.get("edtf") or "undated")
    if isinstance(said, list):
        return "; ".join(f"{actor}:{role}" for actor, role in said) or "nobody"
    return "nothing" if said is None else str(said)


def _preposition(row: Row, word: str) -> str:
    first, last = _bounds(row)
    if word in ("planned", "scheduled"):
        return "for"
    if first is not None and first == last:
        return "on"
    return "in" if first is not None and last is not None and _unit(first, last) else "within"


def _bounds(row: Row) -> tuple[int | None, int | None]:
    earliest, latest = row.get("earliest"), row.get("latest")
    return (days.of(earliest) if earliest else None), (days.of(latest) if latest else None)


def _half_open(row: Row, first: int | None, last: int | None) -> str:
    if last is not None:
        return f"before {day(last)}" if row.get("date_basis") == "tense_only" else f"by {day(last)}"
    assert first is not None
    if row.get("extent") == "throughout":
        return f"{_start(first, row)} –"
    return f"after {day(first)}" if row.get("date_basis") == "tense_only" else f"from {_start(first, row)}"


def _start(first: int, row: Row) -> str:
    """The first day of an open span in the precision of its source: ``2022`` and not ``1 Jan 2022``."""
    year_, month, of_month = days.civil(first)
    precision = row.get("date_precision")
    edtf = (row.get("date_edtf") or "").partition("/")[0].strip("?~%")
    if precision == "year" or re.fullmatch(r"-?\d{4}", edtf):
        return year(year_) if (month, of_month) == (1, 1) else day(first)
    if precision == "month" or re.fullmatch(r"-?\d{4}-\d\d", edtf):
        return f"{MONTHS[month - 1]} {year(year_)}" if of_month == 1 else day(first)
    return day(first)


def _span(first: int, last: int) -> str:
    if first == last:
        return day(first)
    return _unit(first, last) or _range(first, last)


def _unit(first: int, last: int) -> str | None:
    """The calendar unit that the span exactly is, if any."""
    y1, m1, d1 = days.civil(first)
    y2, m2, d2 = days.civil(last)
    if d1 != 1 or d2 != days.days_in_month(y2, m2):
        return None
    if y1 == y2:
        if m1 == m2:
            return f"{MONTHS[m1 - 1]} {year(y1)}"
        if (m1, m2) == (1, 12):
            return year(y1)
        if m2 - m1 == 2 and m1 % 3 == 1:
            return f"Q{m1 // 3 + 1} {year(y1)}"
        return f"{MONTHS[m1 - 1]}–{MONTHS[m2 - 1]} {year(y1)}"
    if (m1, m2) != (1, 12):
        return None
    if y1 > 0 and y2 - y1 == 9 and y1 % 10 == 0:
        return f"{y1}s"
    if y1 > 0 and y2 - y1 == 99 and y1 % 100 in (0, 1):
        return f"{y1}s" if y1 % 100 == 0 else f"{_ordinal(y2 // 100)} century"
    return f"{year(y1)}–{year(y2)}" if y1 > 0 else f"{year(y1)} – {year(y2)}"


def _ordinal(number: int) -> str:
    suffix = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def _range(first: int, last: int) -> str:
    y1, m1, d1 = days.civil(first)
    y2, m2, d2 = days.civil(last)
    if (y1, m1) == (y2, m2):
        return f"{d1}–{d2} {MONTHS[m1 - 1]} {year(y1)}"
    if y1 == y2:
        return f"{d1} {MONTHS[m1 - 1]} – {d2} {MONTHS[m2 - 1]} {year(y1)}"
    return f"{day(first)} – {day(last)}"


def _qualified(row: Row, text: str) -> str:
    edtf = row.get("date_edtf") or ""
    if "~" in edtf or "%" in edtf:
        return f"about {text}"
    return f"perhaps {text}" if "?" in edtf else text
