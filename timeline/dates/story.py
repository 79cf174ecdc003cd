"""The way through a text: each phrase resolved against what was told before it, ranges joined."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from timeline.dates.anchor import Anchor
from timeline.dates.cells import GRANULARITY, Cell, months_later
from timeline.dates.context import Clause
from timeline.dates.finding import Phrase
from timeline.dates.reading import Reading
from timeline.dates.resolving import read, timex_of
from timeline.model import Timex

# Said to compare ("up from 5% a year earlier"); the text goes on with the date it told before.
_COMPARISONS = frozenset({"year_ago", "year_period"})
# A date after one of these is the far end of something, not the time the text goes on from.
_BACKGROUND = frozenset({"since", "until", "before"})
# Months of the longer times that business reports sum up.
_REPORTED = (6, 9)
_KINDS = {"wd", "d", "m", "y"}
_GAP = 9
_OPENING = ("from", "between")


def tell(found: Sequence[Phrase], start: Anchor, clauses: Sequence[Clause] = ()) -> list[Timex]:
    """Resolve the phrases of one text in order."""
    anchor = _with_full_dates(found, start)
    ordered = sorted(clauses, key=lambda clause: clause.start)
    starts = [clause.start for clause in ordered]
    told: list[tuple[Phrase, Reading, Timex]] = []
    line = -1
    for phrase in found:
        reading = read(phrase, anchor, _clause_at(phrase.start, ordered, starts))
        told.append((phrase, reading, timex_of(reading, phrase, anchor)))
        if reading.cell is not None and _goes_on(phrase, reading, anchor):
            fresh = phrase.around.opens or phrase.line != line
            line = phrase.line
            position = anchor.position
            moves = fresh or "y" not in phrase.slots or position is None or position.first <= reading.cell.last
            anchor = anchor.told(reading.cell, moves)
            if reading.cell.unit == "Y" and fresh:
                anchor = anchor.turned()
        elif anchor.quarter is not None and _sums_up(phrase):
            anchor = replace(anchor, sums=True)
    return _join_ranges(told, start.today)


def _sums_up(phrase: Phrase) -> bool:
    """Whether a report goes on from the quarter to a longer time ("for the nine months")."""
    months = phrase.slots.get("n")
    return phrase.read == "duration" and phrase.slots["unit"] == "M" and months in _REPORTED


def _goes_on(phrase: Phrase, reading: Reading, anchor: Anchor) -> bool:
    """Whether the text now speaks of this date, or only mentions it in passing."""
    if anchor.style != "narrative" and (_compares(phrase) or phrase.around.bounding in _BACKGROUND):
        return False
    return reading.type in ("DATE", "TIME") and phrase.read not in _COMPARISONS


def _compares(phrase: Phrase) -> bool:
    """Whether a shift sets one time beside another: "a year earlier", "a year ago"."""
    slots = phrase.slots
    if phrase.read != "shift":
        return False
    return slots.get("way") == "earlier" or (
        slots.get("unit") == "Y" and slots.get("n") == 1 and slots.get("way") == "ago"
    )


def _with_full_dates(found: Sequence[Phrase], anchor: Anchor) -> Anchor:
    years_of: dict[tuple[int, int], int] = {}
    years: list[int] = []
    for phrase in found:
        slots = phrase.slots
        year = slots.get("y")
        if phrase.read != "date" or "era" in slots or not isinstance(year, int):
            continue
        month, day = slots.get("m"), slots.get("d")
        if isinstance(month, int) and isinstance(day, int):
            years_of.setdefault((month, day), year)
        if isinstance(month, int) and year not in years:
            years.append(year)  # a bare year is mostly told in passing
    return replace(anchor, years_of=years_of, years=tuple(years))


def _clause_at(position: int, clauses: Sequence[Clause], starts: Sequence[int]) -> Clause | None:
    at = bisect_right(starts, position) - 1
    return clauses[at] if at >= 0 and position < clauses[at].end else None


def _join_ranges(told: list[tuple[Phrase, Reading, Timex]], today: int | None) -> list[Timex]:
    """Both ends of "from Monday to Thursday" get the whole range, the second also keeps its own words."""
    result = [timex for _, _, timex in told]
    for i in range(len(told) - 1):
        (first, one, _), (second, two, _) = told[i], told[i + 1]
        if one.cell is None or two.cell is None or not _linked(first, second):
            continue
        one = _before_today(first, _earlier(first, one, second, two), second, two, today)
        assert one.cell is not None
        two = _later(one.cell, second, two)
        assert two.cell is not None
        low, high = one.cell.first, two.cell.last
        if low >= high:
            continue
        edtf = f"{_end(one.cell)}/{_end(two.cell, True)}"
        coarse = GRANULARITY[max(one.cell, two.cell, key=lambda cell: cell.last - cell.first).unit]
        span = replace(two, span=(low, high), extent=_extent(first), edtf=edtf, granularity=coarse)
        result[i] = timex_of(replace(span, type=one.type, value=one.value, mod=one.mod, cell=None), first, Anchor())
        result[i + 1] = timex_of(replace(span, cell=None), second, Anchor())
    return result


def _earlier(phrase: Phrase, reading: Reading, end: Phrase, end_reading: Reading) -> Reading:
    """A bare weekday led to the end whose week or date is told ("from Tuesday to Thursday this week")."""
    cell, last = reading.cell, end_reading.cell
    told = end.slots.keys() & {"dir", "unit", "m"} or end_reading.basis == "explicit"
    if cell is None or last is None or last.unit != "D" or set(phrase.slots) != {"wd"} or not told:
        return reading
    cell = cell.shifted((last.index - cell.index) // 7 * 7)
    return replace(reading, cell=cell, value=cell.value, direction=None)


def _before_today(phrase: Phrase, reading: Reading, end: Phrase, end_reading: Reading, today: int | None) -> Reading:
    """A bare weekday led to the week before that of the end, where that is past: "between Friday and Monday"."""
    cell, last = reading.cell, end_reading.cell
    bare = all("wd" in p.slots and not p.slots.keys() & {"m", "dir", "unit"} for p in (phrase, end))
    if cell is None or last is None or today is None or not bare or not last.first < cell.first <= today:
        return reading
    back = cell.shifted(-7)
    return replace(reading, cell=back, value=reading.value.replace(cell.value, back.value))


def _later(first: Cell, phrase: Phrase, reading: Reading) -> Reading:
    """The second end moved on where it was completed to lie before the first ("from Monday to Thursday")."""
    cell = reading.cell
    if cell is None or cell.first >= first.first or reading.basis == "explicit":
        return reading
    if "wd" in phrase.slots and "m" not in phrase.slots:
        cell = cell.shifted(7)
    elif "m" in phrase.slots:
        cell = cell.shifted(12) if cell.unit == "M" else Cell("D", months_later(cell.index, 12))
    return replace(reading, cell=cell, value=cell.value) if reading.type == "DATE" else reading


def _linked(first: Phrase, second: Phrase) -> bool:
    close = 0 < second.start - first.end <= _GAP and first.sentence == second.sentence
    if not close or second.around.link is None:
        return False
    if second.around.link == "and":
        return first.around.bounding == "between"
    return not (first.around.bounding not in _OPENING and first.slots.keys() & _KINDS != second.slots.keys() & _KINDS)


def _extent(first: Phrase) -> str:
    return "throughout" if first.around.bounding == "from" else "within"


def _end(cell: Cell, last: bool = False) -> str:
    if cell.unit in ("D", "M", "Y"):
        return cell.edtf
    return Cell("D", cell.last if last else cell.first).edtf
