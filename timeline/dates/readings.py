"""The readings that the rule files name: from the slots of a phrase to what it means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from timeline import days
from timeline.dates import cells, civil, clock, lengths
from timeline.dates.cells import Cell
from timeline.dates.civil import Completed
from timeline.dates.lexicon import Value
from timeline.dates.reading import Reading, Situation

_ISO = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?\s?(Z|[+-]\d\d:?\d\d)?)?)?\Z")
_SPLIT = re.compile(r"[/.-]")
# Slots of a part or an hour of a day.
_OF_DAY = {"part", "dir_part", "h", "clock", "compact", "noon"}


def read_date(s: Situation) -> Reading:
    """A day, month or year with what stands beside it: weekday, part of day, time of day."""
    slots = s.phrase.slots
    if s.anchor.style == "narrative" and slots.get("dayword") == 0 and not slots.keys() & _OF_DAY:
        return Reading("DATE", "PRESENT_REF", basis="none")
    completed = _completed(slots, s)
    part = slots.get("dir_part", slots.get("part"))
    minutes = clock.minutes_of(slots)
    if minutes is None and part is None:
        return reading_of(completed, modifier(slots))
    if completed is None:
        completed = _day_of_time(s)
    return _timed(completed, slots, part, minutes)


def _timed(completed: Completed, slots: Mapping[str, Value], part: Value | None, minutes: int | None) -> Reading:
    base = reading_of(completed, modifier(slots))
    tz = slots.get("tz")
    offset = int(tz) if isinstance(tz, int) else None
    if minutes is not None:
        value = completed.value + clock.value_of(minutes)
        granularity = "minute" if minutes % 60 else "hour"
        return replace(base, type="TIME", value=value, minutes=minutes, utc_offset=offset, granularity=granularity)
    return replace(base, type="TIME", value=f"{completed.value}T{part}", granularity="part_of_day")


def _day_of_time(s: Situation) -> Completed:
    """The day that a bare time of day belongs to."""
    anchor = s.anchor
    if anchor.style == "narrative":
        cell = anchor.reference_day
        return (
            Completed(cell, cell.value, "inherited", f"text {cell.value}")
            if cell
            else Completed(None, "XXXX-XX-XX", "none")
        )
    if anchor.today is None:
        return Completed(None, "XXXX-XX-XX", "none")
    cell = Cell("D", anchor.today)
    return Completed(cell, cell.value, "completed_from_published", anchor.note())


def reading_of(completed: Completed | None, mod: str | None = None) -> Reading:
    """A completed cell as a DATE; None as an unknown day."""
    if completed is None:
        return Reading("DATE", "XXXX-XX-XX", basis="none")
    c = completed
    return Reading("DATE", c.value, c.cell, mod, c.basis, c.anchor, c.direction)


def modifier(slots: Mapping[str, Value]) -> str | None:
    """The TIMEX3 mod that the slots state."""
    mod = slots.get("mod", slots.get("approx"))
    return str(mod) if mod is not None else None


def _completed(slots: Mapping[str, Value], s: Situation) -> Completed | None:
    if "iso" in slots:
        return _iso(str(slots["iso"]))
    if "numeric" in slots:
        return _numeric(str(slots["numeric"]), s)
    if "dayword" in slots:
        return _dayword(int(slots["dayword"]), s, int(slots.get("weeks", 0)))
    year = year_of(slots, s)
    month, day = slots.get("m"), slots.get("d")
    if isinstance(month, int):
        return _month(year, month, int(day) if day is not None else None, slots, s)
    if "wd" in slots:
        return _weekday(slots, s)
    if day is not None:
        return _nth_of_month(int(day), s)
    if year is not None:
        return _year(year, slots)
    if "dir" in slots and ("part" in slots or "dir_part" in slots):
        return _day_of_part(slots["dir"], str(slots.get("part")), s)
    if "dir_part" in slots:
        return _day_of_part(0, "", s)
    return None


def year_of(slots: Mapping[str, Value], s: Situation) -> int | None:
    """The astronomical year that the slots state or point at."""
    if "y" in slots:
        text = str(slots["y"])
        digits = re.match(r"\d+", text)
        number = int(digits[0]) if digits else int(float(text))
        return 1 - number if slots.get("era") == "BC" else number
    if "dir_year" in slots:
        cell = relative_cell("Y", slots["dir_year"], s)
        return cell.index if cell else None
    return None


def _year(year: int, slots: Mapping[str, Value]) -> Completed:
    cell = Cell("Y", year)
    return Completed(cell, cell.value)


def read_year_range(s: Situation) -> Reading:
    """Read "2024-25": two years, or the season that spans them."""
    text = str(s.phrase.slots["y"])
    first = int(text[:4])
    last = first // 100 * 100 + int(text[5:])
    if last < first:
        last += 100
    cell = Cell("Y", first)
    span = (cell.first, Cell("Y", last).last)
    return Reading("DATE", cell.value, cell, span=span, edtf=f"{cell.edtf}/{Cell('Y', last).edtf}")


def read_fiscal_year(s: Situation) -> Reading:
    """A business year. When it begins is not said: from nine months before its calendar year to three after."""
    slots = s.phrase.slots
    year = year_of(slots, s)
    assert year is not None
    cell = Cell("Y", year)
    span = (cells.month(year - 1, 4).first, cells.month(year + 1, 3).last)
    return Reading("DATE", cell.value, cell, modifier(slots), span=span)


def _month(year: int | None, month: int, day: int | None, slots: Mapping[str, Value], s: Situation) -> Completed:
    basis = "completed_from_published" if "dir_year" in slots else "explicit"
    if year is not None and day is not None:
        return replace(civil.full(year, month, day), basis=basis)
    if year is not None:
        cell = cells.month(year, month)
        return Completed(cell, cell.value, basis)
    if day is not None:
        return civil.month_day(month, day, s)
    if "dir" in slots:
        return _directed_month(month, slots["dir"], s)
    return civil.bare_month(month, s)


def _directed_month(month: int, direction: Value, s: Situation) -> Completed:
    base = s.anchor.speaker if isinstance(direction, int) else s.anchor.story
    if base is None:
        return Completed(None, f"XXXX-{month:02d}", "none")
    now = cells.containing("M", base)
    away = (month - 1 - now.index % 12) % 12
    if direction in (-1, "back"):
        cell = now.shifted(away - 12)
    elif direction in (1, "on"):
        cell = now.shifted(away or 12)
    else:
        cell = cells.month(now.year, month)
    return relative_to(cell, s)


def _weekday(slots: Mapping[str, Value], s: Situation) -> Completed:
    number = int(slots["wd"])
    if "unit" in slots:
        week = relative_cell("W", slots.get("dir", 0), s)
        return (
            relative_to(Cell("D", week.first + number - 1), s)
            if week
            else Completed(None, f"XXXX-WXX-{number}", "none")
        )
    if "d" in slots and "m" not in slots:
        return _weekday_the(number, int(slots["d"]), s)
    direction = slots.get("dir")
    if direction is None:
        return civil.weekday(number, s)
    base = s.anchor.speaker if isinstance(direction, int) else s.anchor.story
    if base is None:
        return Completed(None, f"XXXX-WXX-{number}", "none")
    if direction in (-1, "back"):
        return relative_to(Cell("D", base - ((base - number) % 7 or 7)), s)
    if direction in (1, "on"):
        return relative_to(Cell("D", base + ((number - base) % 7 or 7)), s)
    if s.tense == "past" and direction == 0:
        return relative_to(Cell("D", base - (base - number) % 7), s)
    return relative_to(Cell("D", base + (number - base) % 7), s)


def _nth_of_month(of_month: int, s: Situation) -> Completed:
    """Read "the 20th": of the month told last, else the nearest in the direction of the tense."""
    base = s.anchor.story if s.anchor.reference_day else s.anchor.speaker
    if base is None:
        return Completed(None, f"XXXX-XX-{of_month:02d}", "none")
    year, month, today = days.civil(base)
    if s.anchor.reference_day is None and (s.tense == "future") == (of_month < today) and of_month != today:
        month += 1 if s.tense == "future" else -1
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return replace(
        civil.full(year, month, of_month),
        basis="completed_from_text" if s.anchor.reference_day else "completed_from_published",
    )


def _weekday_the(number: int, of_month: int, s: Situation) -> Completed:
    """Read "Friday the 13th": the nearest day that is both."""
    base = s.anchor.speaker
    if base is None:
        return Completed(None, f"XXXX-XX-{of_month:02d}", "none")
    for away in range(400):
        for day in (base - away, base + away):
            if (day - 1) % 7 + 1 == number and days.civil(day)[2] == of_month:
                return relative_to(Cell("D", day), s)
    return Completed(None, f"XXXX-XX-{of_month:02d}", "none")


def _dayword(count: int, s: Situation, weeks: int) -> Completed:
    if s.anchor.style == "narrative" or s.anchor.speaker is None:
        return Completed(None, "XXXX-XX-XX", "none")
    base = s.anchor.speaker
    return relative_to(Cell("D", base + count + 7 * weeks), s)


def _day_of_part(direction: Value, part: str, s: Situation) -> Completed | None:
    """Read "last night", "this morning", "the next evening"."""
    story = not isinstance(direction, int) or direction == 1
    base = s.anchor.story if story else s.anchor.speaker
    if s.anchor.style == "narrative":
        base = s.anchor.reference_day.first if s.anchor.reference_day else None
    if base is None:
        return Completed(None, "XXXX-XX-XX", "none")
    shift = {"back": -1, "on": 1, "that": 0}[direction] if isinstance(direction, str) else int(direction)
    return relative_to(Cell("D", base + shift), s)


def _iso(text: str) -> Completed:
    match = _ISO.match(text)
    assert match is not None
    year, month = int(match[1]), int(match[2])
    if not 1 <= month <= 12 or year == 0:
        return Completed(Cell("Y", year), cells.year_value(year))
    if not match[3]:
        cell = cells.month(year, month)
        return Completed(cell, cell.value)
    return civil.full(year, month, max(int(match[3]), 1))


def read_iso(s: Situation) -> Reading:
    """An ISO 8601 date or date and time."""
    text = str(s.phrase.slots["iso"])
    match = _ISO.match(text)
    assert match is not None
    reading = reading_of(_iso(text))
    if match[4] is None:
        return reading
    minutes = int(match[4]) * 60 + int(match[5])
    value = reading.value + clock.value_of(minutes)
    return replace(
        reading, type="TIME", value=value, minutes=minutes, granularity="minute", utc_offset=_offset(match[6])
    )


def _offset(text: str | None) -> int | None:
    if not text:
        return None
    if text == "Z":
        return 0
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    return -minutes if text[0] == "-" else minutes


def read_numeric(s: Situation) -> Reading:
    """A date of numbers with slashes, dots or hyphens; where both could be the month, the reading chosen is stated."""
    text = str(s.phrase.slots["numeric"])
    fields = _SPLIT.split(text)
    reading = reading_of(_numeric(text, s))
    if len(fields[0]) == 4 or fields[0] == fields[1] or max(int(fields[0]), int(fields[1])) > 12:
        return reading
    return replace(reading, direction="month first" if "/" in text else "day first")


def _numeric(text: str, s: Situation) -> Completed:
    """Year first; else a number above 12 tells the day; else dots mean day first and slashes month first."""
    fields = _SPLIT.split(text)
    numbers = [int(f) for f in fields]
    if len(fields[0]) == 4:
        year, month, day = numbers
    else:
        year = numbers[2] if len(fields[2]) == 4 else _century(numbers[2], s)
        first, second = numbers[0], numbers[1]
        day_first = first > 12 or ("." in text and second <= 12) or ("-" in text and second <= 12)
        month, day = (second, first) if day_first else (first, second)
    if not 1 <= month <= 12 or not 1 <= day <= days.days_in_month(year, month):
        return Completed(None, "XXXX-XX-XX", "none")
    return civil.full(year, month, day)


def _century(short: int, s: Situation) -> int:
    around = days.civil(s.anchor.today)[0] if s.anchor.today is not None else 2000
    return min((short + century for century in (1900, 2000, 2100)), key=lambda year: abs(year - around))


def relative_to(cell: Cell, s: Situation) -> Completed:
    """A cell counted from the speaker or the story, with what it was counted from."""
    if s.anchor.style == "narrative" or s.anchor.published is None:
        return Completed(
            cell, cell.value, "completed_from_text", f"text {s.anchor.reference.value}" if s.anchor.reference else None
        )
    return Completed(cell, cell.value, "completed_from_published", s.anchor.note())


def relative_cell(unit: str, direction: Value, s: Situation) -> Cell | None:
    """The cell of "last week", "the following year": the cell of a unit counted from the speaker or from the story."""
    story = isinstance(direction, str) or (unit == "D" and direction == 1)
    base = s.anchor.story if story else s.anchor.speaker
    if base is None:
        return None
    shift = {"back": -1, "on": 1, "that": 0}[direction] if isinstance(direction, str) else int(direction)
    return cells.containing(unit, base).shifted(shift)


def read_relative(s: Situation) -> Reading:
    """A unit with a direction: last week, the following year, the end of the month."""
    slots = s.phrase.slots
    unit, direction = str(slots["unit"]), slots["dir"]
    if unit in ("S", "MI", "H", "FN"):
        return Reading("DURATION", lengths.length(1, unit), basis="none")
    if unit in ("DE", "CE", "ML") and direction in (-1, 1) and "mod" not in slots:
        return lengths.span_of(1, unit, int(direction), s)
    reference = s.anchor.reference
    if (
        unit == "D"
        and (isinstance(direction, str) or direction == 1)
        and reference is not None
        and reference.unit != "D"
    ):
        value = f"{reference.value}-XX" if reference.unit == "M" else "XXXX-XX-XX"
        return Reading("DATE", value, basis="none", mod=modifier(slots))
    cell = relative_cell(unit, direction, s)
    if cell is None:
        return Reading("DATE", _unknown(unit), basis="none", mod=modifier(slots))
    return reading_of(relative_to(cell, s), modifier(slots))


_UNKNOWN = {
    "D": "XXXX-XX-XX",
    "W": "XXXX-WXX",
    "WE": "XXXX-WXX-WE",
    "M": "XXXX-XX",
    "Q": "XXXX-QX",
    "DE": "XXX",
    "CE": "XX",
}


def _unknown(unit: str) -> str:
    return _UNKNOWN.get(unit, "XXXX")


def read_the_unit(s: Situation) -> Reading:
    """Read "the weekend", "the quarter": the one that the text speaks of, or the nearest."""
    unit = str(s.phrase.slots["unit"])
    if unit == "Q" and s.anchor.quarter is not None:
        return reading_of(relative_to(s.anchor.quarter, s))
    base = s.anchor.speaker
    if base is None:
        return Reading("DATE", _unknown(unit), basis="none")
    cell = cells.containing(unit, base)
    ahead = s.tense == "future" or s.phrase.around.bounding in ("until", "by", "before")
    if unit == "WE" and not ahead and cell.first > base:
        cell = cell.shifted(-1)
    return reading_of(relative_to(cell, s))
