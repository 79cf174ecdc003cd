"""Readings of decades, centuries, seasons and feasts."""

from __future__ import annotations

import re

from timeline import days
from timeline.dates import cells
from timeline.dates.cells import Cell
from timeline.dates.civil import Completed
from timeline.dates.lexicon import Value
from timeline.dates.reading import Reading, Situation
from timeline.dates.readings import modifier, reading_of, relative_to, year_of


def read_decade(s: Situation) -> Reading:
    """Read "the 1990s", "the nineties", "the 460s BC"."""
    slots = s.phrase.slots
    digits = re.sub(r"\D", "", str(slots["decade"]))
    number = int(digits)
    if slots.get("era") == "BC":
        cell = Cell("DE", -(number // 10) - 1)
    else:
        cell = Cell("DE", (number if len(digits) == 4 else _century_of_decade(number, s)) // 10)
    century = len(digits) == 4 and digits.endswith("00")
    return reading_of(
        Completed(Cell("CE", cell.index // 10) if century and number < 2000 else cell, cell.value), modifier(slots)
    )


def _century_of_decade(short: int, s: Situation) -> int:
    base = s.anchor.speaker
    now = days.civil(base)[0] if base is not None else 2000
    candidates = [century + short for century in range(1700, 2100, 100) if century + short <= now]
    return max(candidates, default=1900 + short)


def read_century(s: Situation) -> Reading:
    """Read "the 18th century", "the fifth century BC"."""
    number = int(s.phrase.slots["ord"])
    cell = Cell("CE", -number if s.phrase.slots.get("era") == "BC" else number - 1)
    return reading_of(Completed(cell, cell.value), modifier(s.phrase.slots))


def read_season(s: Situation) -> Reading:
    """A season, with its year or without."""
    slots = s.phrase.slots
    number = cells.SEASONS.index(str(slots["season"]))
    year = year_of(slots, s)
    if year is not None:
        cell = Cell("S", year * 4 + number)
        return reading_of(Completed(cell, cell.value), modifier(slots))
    direction = slots.get("dir")
    base = s.anchor.story if isinstance(direction, str) else s.anchor.speaker
    if base is None:
        return Reading("DATE", f"XXXX-{slots['season']}", basis="none", mod=modifier(slots))
    return reading_of(relative_to(_season_near(number, direction, base, s), s), modifier(slots))


def _season_near(number: int, direction: Value | None, base: int, s: Situation) -> Cell:
    now = cells.containing("S", base)
    on = now.shifted((number - now.index) % 4)
    if direction in (-1, "back"):
        return on.shifted(-4)
    if direction in (1, "on"):
        return on if on != now else on.shifted(4)
    this_year = Cell("S", days.civil(base)[0] * 4 + number)
    if s.anchor.style != "narrative" and s.tense == "past" and this_year.first > base:
        return this_year.shifted(-4)
    if s.anchor.style != "narrative" and s.tense == "future" and this_year.last < base:
        return this_year.shifted(4)
    return this_year


def read_holiday(s: Situation) -> Reading:
    """A feast or public holiday."""
    slots = s.phrase.slots
    year = year_of(slots, s)
    if year is not None:
        cell = Cell("D", _holiday_day(str(slots["hol"]), year))
        return reading_of(Completed(cell, cell.value))
    base = s.anchor.speaker
    if base is None:
        return Reading("DATE", "XXXX-XX-XX", basis="none")
    around = days.civil(base)[0]
    candidates = [_holiday_day(str(slots["hol"]), y) for y in (around - 1, around, around + 1)]
    direction = slots.get("dir")
    if direction == -1:
        chosen = max(day for day in candidates if day < base)
    elif direction == 1:
        chosen = min(day for day in candidates if day > base)
    elif s.anchor.style == "narrative":
        chosen = candidates[1]
    else:
        chosen = min(candidates, key=lambda day: abs(day - base) + (30 if (s.tense == "past") == (day > base) else 0))
    return reading_of(relative_to(Cell("D", chosen), s))


def _holiday_day(code: str, year: int) -> int:
    """12-25; easter-2; 11-4-4 (fourth Thursday of November); 05-1--1 (last Monday of May)."""
    if code.startswith("easter"):
        return _easter(year) + int(code[6:])
    month, rest = int(code[:2]), code[3:]
    if "-" not in rest:
        return days.number(year, month, int(rest))
    weekday, nth = rest.split("-", 1)
    if int(nth) > 0:
        first = days.number(year, month, 1)
        return first + (int(weekday) - first) % 7 + 7 * (int(nth) - 1)
    last = days.number(year, month, days.days_in_month(year, month))
    return last - (last - int(weekday)) % 7


def _easter(year: int) -> int:
    """Day number of Easter Sunday (the anonymous Gregorian algorithm, Meeus, Astronomical Algorithms, ch. 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    ell = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * ell) // 433
    month = (h + ell - 7 * m + 90) // 25
    day = (h + ell - 7 * m + 33 * month + 19) % 32
    return days.number(year, month, day)
