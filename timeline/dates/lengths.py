"""Readings that count: durations, shifts ("two weeks ago"), sets and vague references."""

from __future__ import annotations

from dataclasses import replace

from timeline.dates import cells
from timeline.dates.cells import Cell
from timeline.dates.lexicon import Value
from timeline.dates.reading import Reading, Situation

_TIME_UNITS = ("S", "MI", "H")
_PER_DAY = {"S": 86400, "MI": 1440, "H": 24}
_DAYS_IN = {"D": 1, "W": 7, "WE": 7, "FN": 14}
_MONTHS_IN = {"M": 1, "Q": 3, "HY": 6, "Y": 12, "DE": 120, "CE": 1200, "ML": 12000, "S": 3}


def length(count: Value, unit: str) -> str:
    """TIMEX3 value of a duration: ``P3M``, ``PT24H``, ``PXW``, ``P2.5Y``."""
    if unit == "FN":
        unit, count = "W", count * 2 if isinstance(count, (int, float)) else count
    if unit == "WE":
        return f"P{_count(count)}WE"
    letter = {"MI": "M", "HY": "6M", "ML": "ML"}.get(unit, unit)
    return f"P{'T' if unit in _TIME_UNITS else ''}{_count(count)}{letter}"


def _count(count: Value) -> str:
    if isinstance(count, float):
        return f"{count:g}"
    return str(count)


def shifted(day: int, count: int, unit: str) -> int:
    """The day that many units later."""
    if unit in _DAYS_IN:
        return day + count * _DAYS_IN[unit]
    if unit in _TIME_UNITS:
        return day
    return cells.months_later(day, count * _MONTHS_IN[unit])


def number(slots_n: Value | None) -> int | None:
    """The whole number of a count, None for "several"."""
    if isinstance(slots_n, int):
        return slots_n
    return int(slots_n) if isinstance(slots_n, float) and slots_n.is_integer() else None


def read_duration(s: Situation) -> Reading:
    """A length of time; with "the past" or "the next" it hangs on the speaker's day."""
    slots = s.phrase.slots
    count, unit = slots.get("n", "X"), str(slots["unit"])
    if "plus" in slots and isinstance(count, int):
        count = count + float(slots["plus"])
    mod = str(slots["approx"]) if "approx" in slots else None
    direction = slots.get("dir")
    if direction in (-1, 1):
        return replace(span_of(count, unit, int(direction), s), mod=mod)
    return Reading("DURATION", length(count, unit), mod=mod, basis="none")


def read_some_day(s: Situation) -> Reading:
    """Read "one day": some time ahead, or a day long."""
    today = s.anchor.today if s.anchor.style != "narrative" else None
    if s.tense == "future" and s.phrase.around.bounding is None and s.phrase.around.link is None:
        return Reading("DATE", "FUTURE_REF", basis="tense_only", span=(today, None))
    return read_duration(s)


def span_of(count: Value, unit: str, direction: int, s: Situation) -> Reading:
    """A length of time that ends or begins on the speaker's day."""
    value = length(count, unit)
    base, whole = s.anchor.speaker, number(count)
    if base is None or whole is None or s.anchor.style == "narrative" or whole > 9999:
        return Reading("DURATION", value, basis="none")
    if unit in _TIME_UNITS:
        whole, unit = -(-whole // _PER_DAY[unit]), "D"
    far = shifted(base, direction * whole, unit)
    span = (far, base) if direction < 0 else (base, far)
    granularity = cells.GRANULARITY.get(unit, "week")
    reading = Reading("DURATION", value, basis="completed_from_published", anchor=s.anchor.note(), span=span)
    return replace(reading, extent="throughout", granularity=granularity)


def read_shift(s: Situation) -> Reading:
    """Read "two weeks ago", "a year earlier", "three days later"."""
    slots = s.phrase.slots
    way, unit = str(slots.get("way", "ago")), str(slots["unit"])
    sign = -1 if way in ("ago", "earlier") else 1
    story = way in ("earlier", "later")
    base = s.anchor.story if story else s.anchor.speaker
    count = number(slots.get("n"))
    if count is None:
        return _vague_shift(sign, s)
    if base is None or unit in _TIME_UNITS or count > 9999:
        return Reading("DATE", "XXXX-XX-XX" if unit not in _MONTHS_IN else "XXXX", basis="none")
    quarter = s.anchor.compared
    if unit == "Y" and count == 1 and sign < 0 and quarter is not None and s.anchor.style == "news":
        cell = quarter.shifted(-4)
        return Reading("DATE", cell.value, cell, None, "completed_from_text", f"text {quarter.value}")
    if unit == "Y" and story and s.anchor.reference is not None and not s.anchor.sums:
        cell = _years_from(s.anchor.reference, sign * count)
    else:
        cell = _shift_cell(base, sign * count, unit)
    reference = s.anchor.reference
    if story and reference is not None and cell.unit in ("D", "W", "WE") and reference.unit not in ("D", "W", "WE"):
        return Reading("DATE", f"{cells.year_value(reference.year)}-XX-XX", basis="none")
    if "unit_at" in slots or "m" in slots:
        cell = cells.containing(str(slots.get("unit_at", "M")), shifted(base, sign * count, unit))
        cell = Cell("M", cell.index - cell.month + int(slots["m"])) if "m" in slots else cell
    told = story and s.anchor.reference is not None
    basis = "completed_from_text" if told or s.anchor.published is None else "completed_from_published"
    note = f"text {s.anchor.reference.value}" if told and s.anchor.reference else s.anchor.note()
    approx = str(slots["approx"]) if "approx" in slots else None
    return Reading(
        "DATE", cell.value, cell, approx, basis, note, span=_beyond(base, count, unit, approx) if sign < 0 else None
    )


def _beyond(base: int, count: int, unit: str, approx: str | None) -> tuple[int | None, int] | None:
    """Between then and now for "less than two weeks ago", then or earlier for "more than two decades ago"."""
    if approx == "LESS_THAN":
        return shifted(base, -count, unit), base
    return (None, shifted(base, -count, unit)) if approx == "MORE_THAN" else None


def _years_from(reference: Cell, count: int) -> Cell:
    if reference.unit == "Q":
        return reference.shifted(count * 4)
    return cells.containing("Y", reference.first).shifted(count)


def _shift_cell(base: int, count: int, unit: str) -> Cell:
    if unit == "FN":
        return cells.containing("W", base).shifted(2 * count)
    if unit in ("DE", "CE", "ML"):
        return cells.containing("Y", base).shifted(count * _MONTHS_IN[unit] // 12)
    return cells.containing(unit, base).shifted(count)


def _vague_shift(sign: int, s: Situation) -> Reading:
    today = s.anchor.today if s.anchor.style != "narrative" else None
    span = (None, today) if sign < 0 else (today, None)
    return Reading("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF", basis="tense_only", span=span)


def read_shift_from(s: Situation) -> Reading:
    """Read "two weeks from now"."""
    slots = s.phrase.slots
    count, unit, base = number(slots.get("n")), str(slots["unit"]), s.anchor.speaker
    if base is None or count is None or unit in _TIME_UNITS or count > 9999:
        return _vague_shift(1, s)
    base += int(slots["dayword"]) if "dayword" in slots else 0
    cell = Cell("D", base + 7 * count) if unit == "W" and "dayword" in slots else _shift_cell(base, count, unit)
    return Reading("DATE", cell.value, cell, None, "completed_from_published", s.anchor.note())


def read_event_shift(s: Situation) -> Reading:
    """Read "two days after the summit": an offset from an event whose date the phrase does not give."""
    slots = s.phrase.slots
    unit, count = str(slots["unit"]), number(slots.get("n", 1))
    side = int(slots.get("side", slots.get("tail", 1)))
    offset = side * count * _DAYS_IN[unit] if count is not None and unit in _DAYS_IN else None
    day = s.anchor.reference_day if s.anchor.style == "narrative" else None
    if day is not None and count is not None and unit not in _TIME_UNITS and count < 9999:
        told = (
            _years_from(s.anchor.reference or day, side * count)
            if unit == "Y"
            else _shift_cell(day.first, side * count, unit)
        )
        return Reading("DATE", told.value, basis="anchored_on_event", offset_days=offset)
    if "n" in slots:
        mod = str(slots["approx"]) if "approx" in slots else None
        return Reading("DURATION", length(slots["n"], unit), mod=mod, basis="anchored_on_event", offset_days=offset)
    return Reading("DATE", "XXXX-XX-XX", basis="anchored_on_event", offset_days=offset)


def read_vague_span(s: Situation) -> Reading:
    """Read "recent weeks", "coming months"."""
    slots = s.phrase.slots
    today = s.anchor.today if s.anchor.style != "narrative" else None
    span = (None, today) if slots["dir"] == -1 else (today, None)
    return Reading("DURATION", length("X", str(slots["unit"])), basis="tense_only", span=span)


def read_vague_duration(s: Situation) -> Reading:
    """Read "for weeks"."""
    return Reading("DURATION", length("X", str(s.phrase.slots["unit"])), basis="none")


def read_every(s: Situation) -> Reading:
    """A set: every day, each July, twice a week."""
    slots = s.phrase.slots
    if "wd" in slots:
        return Reading(
            "SET", f"XXXX-WXX-{slots['wd']}" + (f"T{slots['part']}" if "part" in slots else ""), basis="none"
        )
    if "m" in slots:
        return Reading("SET", f"XXXX-{int(slots['m']):02d}", basis="none")
    if "season" in slots:
        return Reading("SET", f"XXXX-{slots['season']}", basis="none")
    if slots.get("unit") == "WE" and "n" not in slots:
        return Reading("SET", "XXXX-WXX-WE", basis="none")
    if "part" in slots:
        return Reading("SET", f"XXXX-XX-XXT{slots['part']}", basis="none")
    return Reading("SET", length(slots.get("n", slots.get("ord", 1)), str(slots["unit"])), basis="none")


_OFTEN = {
    "hourly": "XXXX-XX-XXTXX", "daily": "XXXX-XX-XX", "weekly": "XXXX-WXX", "monthly": "XXXX-XX", "yearly": "XXXX",
}  # fmt: skip


def read_part_of_any_day(s: Situation) -> Reading:
    """Read "at night", of no day in particular; in posts of the day itself."""
    part = s.phrase.slots["part"]
    today = s.anchor.today
    if s.anchor.style == "colloquial" and today is not None:
        return Reading(
            "TIME",
            f"{Cell('D', today).value}T{part}",
            Cell("D", today),
            None,
            "completed_from_published",
            s.anchor.note(),
        )
    return Reading("TIME", f"XXXX-XX-XXT{part}", basis="none")


def read_often(s: Situation) -> Reading:
    """Read "daily", "annually"."""
    return Reading("SET", _OFTEN[str(s.phrase.slots["often"])], basis="none")


def read_ref(s: Situation) -> Reading:
    """Read "now", "recently", "the future": before or after the speaker's day and nothing more."""
    ref = str(s.phrase.slots["ref"])
    today = s.anchor.today if s.anchor.style != "narrative" else None
    span = {"PAST_REF": (None, today), "FUTURE_REF": (today, None)}.get(ref, (None, None))
    return Reading("DATE", ref, basis="tense_only" if today is not None else "none", span=span)
