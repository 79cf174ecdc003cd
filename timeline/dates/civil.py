"""Completing bare months, days and weekdays: which October, which 17 January, which Tuesday."""

from __future__ import annotations

from dataclasses import dataclass

from timeline import days
from timeline.dates import cells
from timeline.dates.cells import Cell
from timeline.dates.reading import Situation

# A date this many days off on the other side beats one that the tense asks for but that lies most of a year away.
_NEAR, _NEAR_MONTH, _FAR = 75, 20, 250
# A narrative that jumps back this many months has gone on into the next year.
_TURN = 10
_BACK = 5


@dataclass(frozen=True, slots=True, eq=False)
class Completed:
    """A cell with how it was completed."""

    cell: Cell | None
    value: str
    basis: str = "explicit"
    anchor: str | None = None
    direction: str | None = None


def full(year: int, month: int, day: int) -> Completed:
    """A complete date; one that does not exist (30 February) falls back to its month."""
    if day > days.days_in_month(year, month):
        cell = cells.month(year, month)
        return Completed(cell, cell.value)
    cell = cells.day(year, month, day)
    return Completed(cell, cell.value)


def month_day(month: int, day: int, s: Situation) -> Completed:
    """A day of a month without its year."""
    if day > (29 if month == 2 else days.days_in_month(2001, month)):
        return Completed(None, f"XXXX-{month:02d}")
    year = s.anchor.years_of.get((month, day))
    if year is not None and (s.anchor.style != "narrative" or s.anchor.year is None):
        return _from_text(full(year, month, day))
    if s.anchor.style == "narrative" and s.anchor.year is not None:
        return _from_text(full(_running_year(month, s), month, day))
    today = s.anchor.today
    if today is None:
        if len(s.anchor.years) == 1:
            return _from_text(full(s.anchor.years[0], month, day))
        return Completed(None, f"XXXX-{month:02d}-{day:02d}", "none")
    around = days.civil(today)[0]
    years = [y for y in range(around - 8, around + 9) if day <= days.days_in_month(y, month)]
    before = max((days.number(y, month, day) for y in years if days.number(y, month, day) <= today), default=None)
    after = min((days.number(y, month, day) for y in years if days.number(y, month, day) >= today), default=None)
    chosen, direction = _choose(before, after, today, s)
    cell = Cell("D", chosen)
    return Completed(cell, cell.value, "completed_from_published", s.anchor.note(), direction)


def bare_month(month: int, s: Situation) -> Completed:
    """A month without its year."""
    if s.anchor.style == "narrative" and s.anchor.year is not None:
        cell = cells.month(_running_year(month, s), month)
        return Completed(cell, cell.value, "completed_from_text", f"text {cells.year_value(s.anchor.year)}")
    today = s.anchor.today
    if today is None:
        return Completed(None, f"XXXX-{month:02d}", "none")
    now = cells.containing("M", today)
    back = now.shifted(-((now.index % 12 - (month - 1)) % 12))
    on = now.shifted((month - 1 - now.index % 12) % 12)
    chosen, direction = _choose(back.index * 30, on.index * 30, now.index * 30, s, _NEAR_MONTH)
    cell = Cell("M", chosen // 30)
    return Completed(cell, cell.value, "completed_from_published", s.anchor.note(), direction)


def _running_year(month: int, s: Situation) -> int:
    """The year a narrative has reached.

    The year mentioned last, unless that was in passing and the year of the last day or month told goes on better; and
    it turns when a month early in the year follows one late in it.
    """
    assert s.anchor.year is not None
    position = s.anchor.position
    if position is None:
        return s.anchor.year
    now = cells.containing("M", position.first).index
    years = sorted({s.anchor.year, position.year}, key=lambda year: (_leap(year * 12 + month - 1 - now), year))
    if now % 12 + 1 - month >= _TURN and s.anchor.year == position.year:
        return s.anchor.year + 1
    return years[0]


def _leap(months: int) -> int:
    """How far a narrative would jump; going back weighs more."""
    return months if months >= 0 else -months * _BACK


def weekday(number: int, s: Situation) -> Completed:
    """A weekday without a date."""
    base = s.anchor.speaker
    if s.anchor.style == "narrative" and s.anchor.reference_day is None:
        base = None
    if base is None:
        return Completed(None, f"XXXX-WXX-{number}", "none")
    back = base - (base - number) % 7
    on = base + (number - base) % 7
    forward = s.tense == "future"
    chosen = on if forward else back
    cell = Cell("D", chosen)
    direction = None if back == on else s.why("forward" if forward else "back")
    return Completed(cell, cell.value, "completed_from_published", s.anchor.note(), direction)


def _choose(
    before: int | None, after: int | None, today: int, s: Situation, near: int = _NEAR
) -> tuple[int, str | None]:
    """The earlier or the later candidate, and why."""
    if before is None or after is None or before == after:
        return (before if before is not None else after or today), None
    behind, ahead = today - before, after - today
    if s.phrase.around.bounding == "until" and s.tense != "future":
        forward = ahead < behind
    elif s.tense == "future":
        forward = not (behind < near and ahead > _FAR)
    elif s.tense == "past":
        forward = ahead < near and behind > _FAR
    else:
        forward = ahead < behind
    return (after, s.why("forward")) if forward else (before, s.why("back"))


def _from_text(completed: Completed) -> Completed:
    return Completed(completed.cell, completed.value, "completed_from_text", f"text {completed.value}")
