"""From a reading to the dating it guarantees: bounds, EDTF, extent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from timeline import days
from timeline.dates.anchor import Anchor
from timeline.dates.cells import GRANULARITY, Cell, containing
from timeline.dates.finding import Phrase
from timeline.dates.reading import Reading
from timeline.model import When

# EDTF writes months and days of years of four digits only.
_WRITABLE = (days.number(-9999, 1, 1), days.number(9999, 12, 31))


# What is told lies beside the date, not in it.
_BESIDE = ("before", "after", "shortly_before", "shortly_after")


def when_of(reading: Reading, phrase: Phrase, anchor: Anchor) -> When:
    """The dating of a phrase with the preposition before it."""
    if reading.cell is not None and not _WRITABLE[0] <= reading.cell.first <= reading.cell.last <= _WRITABLE[1]:
        reading = replace(reading, cell=None, span=None, basis="none")
    first, last = reading.span or _cell_span(reading)
    first, last = _writable(first), _writable(last)
    extent = reading.extent
    inner = (first, last)
    if reading.cell is not None:
        bounding = _bounding(reading, phrase)
        if reading.mod == "END" and bounding == "before":
            first = reading.cell.last + 1
        first, last, extent = _bounded(bounding, first, last, reading.type == "TIME")
    qualifier = phrase.around.qualifier or ("approximate" if reading.mod == "APPROX" else None)
    instant, offset = _instant(reading)
    return When(
        earliest=days.iso(first) if first is not None else None,
        latest=days.iso(last) if last is not None else None,
        likely_date=_likely(reading, phrase.around.bounding),
        # "About 9 p.m. on 3 May" is near an hour, on a day that is certain.
        edtf=_edtf(reading, inner, (first, last), None if reading.minutes is not None else qualifier),
        granularity=_granularity(reading),
        extent=extent,
        qualifier=qualifier,
        basis=reading.basis,
        rule=phrase.rule,
        anchor=reading.anchor or None,
        direction=reading.direction,
        utc_offset=offset,
        instant_utc=instant,
    )


def _writable(day: int | None) -> int | None:
    return day if day is not None and _WRITABLE[0] <= day <= _WRITABLE[1] else None


def _bounding(reading: Reading, phrase: Phrase) -> str | None:
    """The preposition; "from the 1990s" says of which time something is, not since when."""
    bounding = phrase.around.bounding
    if bounding == "from" and reading.cell is not None and reading.cell.unit in ("DE", "CE", "ML"):
        return None
    return bounding


def _granularity(reading: Reading) -> str:
    if reading.granularity is not None:
        return reading.granularity
    return GRANULARITY[reading.cell.unit] if reading.cell else "open"


def _cell_span(reading: Reading) -> tuple[int | None, int | None]:
    """The cell, narrowed by "early" (its first half), "mid" (its middle half) and "late" (its second half)."""
    if reading.cell is None:
        return None, None
    first, last = reading.cell.first, reading.cell.last
    if reading.mod in ("START", "MID", "END") and reading.cell.unit in ("Y", "DE", "CE", "ML", "HY"):
        return _months_of(reading.cell, reading.mod)
    length = last - first + 1
    if reading.mod == "START":
        return first, first + (length - 1) // 2
    if reading.mod == "END":
        return first + length // 2, last
    if reading.mod == "MID" and length > 3:
        return first + length // 4, last - length // 4
    return first, last


def _months_of(cell: Cell, mod: str) -> tuple[int, int]:
    """A year or more, narrowed in whole months."""
    low, high = containing("M", cell.first), containing("M", cell.last)
    months = high.index - low.index + 1
    start = {"START": 0, "MID": months // 4, "END": months - months // 2}[mod]
    first = low.shifted(start)
    return first.first, first.shifted(months // 2 - 1).last


def _bounded(
    bounding: str | None, first: int | None, last: int | None, of_day: bool
) -> tuple[int | None, int | None, str]:
    """Bounds under a preposition; ``of_day``: it bounds a time of day, whose day itself stays possible."""
    if first is None or last is None:
        return first, last, "within"
    if bounding in ("shortly_after", "shortly_before"):
        bounding = None if of_day else bounding[8:]
    if of_day:
        bounding = {"after": "time_after", "before": "by"}.get(bounding or "", bounding)
    table: dict[str, tuple[int | None, int | None, str]] = {
        "since": (first, None, "throughout"),
        "from": (first, None, "throughout"),
        "until": (None, last, "throughout"),
        "by": (None, last, "within"),
        "before": (None, first - 1, "within"),
        "after": (last + 1, None, "within"),
        "time_after": (first, None, "within"),
        "throughout": (first, last, "throughout"),
    }
    return table.get(bounding or "", (first, last, "within"))


def _likely(reading: Reading, bounding: str | None) -> str | None:
    cell = reading.cell
    if cell is None or bounding in _BESIDE or cell.unit in ("DE", "CE", "ML"):
        return None
    if cell.unit in ("D", "M", "Y"):
        return cell.edtf
    low, high = Cell("D", cell.first).edtf, Cell("D", cell.last).edtf
    return low[:-3] if low[:-3] == high[:-3] else low[:-6] if low[:-6] == high[:-6] else None


def _edtf(
    reading: Reading, inner: tuple[int | None, int | None], bounds: tuple[int | None, int | None], qualifier: str | None
) -> str | None:
    if reading.edtf is not None:
        return reading.edtf
    mark = {"approximate": "~", "uncertain": "?"}.get(qualifier or "", "")
    if reading.cell is None:
        return _incomplete(reading.value) if bounds == (None, None) else _interval(*bounds)
    whole = inner == (reading.cell.first, reading.cell.last)
    if bounds == inner:
        if not whole:
            return _interval(*inner)
        return reading.cell.edtf if "/" in reading.cell.edtf else reading.cell.edtf + mark
    if whole and "/" not in reading.cell.edtf and reading.cell.unit in ("D", "M", "Y"):
        if bounds == (inner[0], None):
            return f"{reading.cell.edtf}{mark}/.."
        if bounds == (None, inner[1]):
            return f"../{reading.cell.edtf}{mark}"
    return _interval(*bounds)


def _interval(first: int | None, last: int | None) -> str | None:
    if first is None and last is None:
        return None
    low = Cell("D", first).edtf if first is not None else ".."
    high = Cell("D", last).edtf if last is not None else ".."
    return low if low == high else f"{low}/{high}"


def _incomplete(value: str) -> str | None:
    """The EDTF of an incomplete TIMEX3 value where there is one: ``XXXX-01-17``."""
    plain = value.split("T")[0]
    if len(plain) in (7, 10) and plain[:5] == "XXXX-" and plain[5:7].isdigit():
        return plain
    return None


def _instant(reading: Reading) -> tuple[str | None, int | None]:
    offset = reading.utc_offset
    cell = reading.cell
    if offset is None or reading.minutes is None:
        return None, offset
    if cell is None or cell.unit != "D" or not days.MIN_SQL_DAY < cell.index < days.MAX_SQL_DAY:
        return None, offset
    moment = datetime.fromordinal(cell.index) + timedelta(minutes=reading.minutes - offset)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ"), offset
