"""Readings of parts of a longer time: the first week of May, the last day of the year, the first half of June."""

from __future__ import annotations

from dataclasses import replace

from timeline.dates import civil, lengths
from timeline.dates.cells import Cell, containing
from timeline.dates.reading import Reading, Situation
from timeline.dates.readings import read_date, relative_cell, year_of


def read_nth_of(s: Situation) -> Reading:
    """The n-th day, week, month … of a month, a year or another unit."""
    slots = s.phrase.slots
    whole, basis, note = _whole(s)
    if whole is None:
        return Reading("DATE", "XXXX-XX-XX", basis="none")
    if "half" in slots:
        middle = (whole.first + whole.last) // 2
        span = (whole.first, middle) if slots["half"] == 1 else (middle + 1, whole.last)
        mod = "START" if slots["half"] == 1 else "END"
        return Reading("DATE", whole.value, whole, mod, basis, note, span=span)
    unit, nth = str(slots["unit"]), int(slots["ord"])
    count = lengths.number(slots.get("n", 1)) or 1
    span = _span(whole, unit, nth, count)
    if "n" in slots:
        value = lengths.length(slots["n"], unit)
        return Reading("DURATION", value, basis=basis, anchor=note, span=span, extent="throughout", granularity="day")
    cell = containing(unit, span[0]) if unit in ("D", "M", "Q", "Y", "DE") else None
    if cell is not None:
        return Reading("DATE", cell.value, cell, None, basis, note, span=span)
    value = containing("W", span[0]).value
    return Reading("DATE", value, basis=basis, anchor=note, span=span, granularity="week")


def read_week_of(s: Situation) -> Reading:
    """Read "the week of March 18": the ISO week that the date lies in."""
    day = read_date(s)
    if day.cell is None:
        return Reading("DATE", "XXXX-WXX", basis="none")
    week = containing("W", day.cell.first)
    return replace(day, value=week.value, cell=week)


def _whole(s: Situation) -> tuple[Cell | None, str, str | None]:
    """The longer time, its basis and its anchor."""
    slots = s.phrase.slots
    year = year_of(slots, s)
    if "m" in slots:
        month = int(slots["m"])
        if year is not None:
            return Cell("M", year * 12 + month - 1), "explicit", None
        bare = civil.bare_month(month, s)
        return bare.cell, bare.basis, bare.anchor
    if year is not None:
        return Cell("Y", year), "explicit", None
    cell = relative_cell(str(slots["of"]), slots.get("of_dir", 0), s)
    return cell, "completed_from_published" if cell else "none", s.anchor.note() or None


def _span(whole: Cell, unit: str, nth: int, count: int) -> tuple[int, int]:
    """First and last day of ``count`` units from the n-th on (-1: the last), inside the longer time."""
    if nth < 0:
        first = lengths.shifted(whole.last + 1, -count, unit)
        return max(first, whole.first), whole.last
    first = lengths.shifted(whole.first, (nth - 1) * count, unit)
    return min(first, whole.last), min(lengths.shifted(first, count, unit) - 1, whole.last)
