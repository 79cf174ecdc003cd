"""Readings of business reports: quarters, halves, and the same period of another year."""

from __future__ import annotations

from timeline.dates import cells, civil
from timeline.dates.cells import Cell
from timeline.dates.reading import Reading, Situation
from timeline.dates.readings import reading_of, relative_to, year_of


def read_quarter(s: Situation) -> Reading:
    """A quarter; without a year the last complete one, or the next for the future."""
    slots = s.phrase.slots
    number_ = 4 if slots["ord"] == -1 else int(slots["ord"])
    mod = str(slots["mod"]) if "mod" in slots else None
    year = year_of(slots, s)
    if not 1 <= number_ <= 4:
        return Reading("DATE", "XXXX-QX", basis="none")
    if year is not None:
        cell = Cell("Q", year * 4 + number_ - 1)
        return Reading("DATE", cell.value, cell, mod)
    base = s.anchor.speaker
    if base is None:
        return Reading("DATE", f"XXXX-Q{number_}", basis="none", mod=mod)
    now = cells.containing("Q", base)
    cell = now.shifted(-((now.index - number_ + 1) % 4))
    if s.tense == "future" and cell != now and now.index % 4 < number_ - 1:
        cell = cell.shifted(4)
    elif cell != now and (number_ - 1 - now.index) % 4 == 1 and s.tense != "past":
        cell = now.shifted(1)
    return Reading("DATE", cell.value, cell, mod, "completed_from_published", s.anchor.note(), s.why("back"))


def read_half(s: Situation) -> Reading:
    """A half of a year."""
    slots = s.phrase.slots
    year = year_of(slots, s)
    base = s.anchor.story if s.anchor.style == "narrative" else s.anchor.speaker
    if year is None and base is None:
        return Reading("DATE", f"XXXX-H{slots['half']}", basis="none")
    year = year if year is not None else cells.containing("Y", base or 0).index
    cell = Cell("HY", year * 2 + int(slots["half"]) - 1)
    return Reading("DATE", cell.value, cell)


def read_year_ago(s: Situation) -> Reading:
    """Read "the year-ago quarter", "year-earlier"."""
    reference = s.anchor.compared or (None if s.anchor.sums else s.anchor.reference)
    base = s.anchor.speaker
    if reference is None and base is None:
        return Reading("DATE", "XXXX", basis="none")
    cell = (
        reference.shifted(-4)
        if reference is not None and reference.unit == "Q"
        else cells.containing("Y", base or 0).shifted(-1)
    )
    return Reading("DATE", cell.value, cell, None, "completed_from_text" if reference else "completed_from_published")


def read_year_period(s: Situation) -> Reading:
    """Read "the 1988 quarter": the quarter spoken of, in another year."""
    year = int(s.phrase.slots["y"])
    quarter = s.anchor.compared
    cell = Cell("Q", year * 4 + quarter.index % 4) if quarter else Cell("Y", year)
    return Reading("DATE", cell.value, cell, basis="completed_from_text" if quarter else "explicit")


def read_latest_period(s: Situation) -> Reading:
    """Read "the latest period"."""
    if s.anchor.quarter is not None:
        return Reading("DATE", s.anchor.quarter.value, s.anchor.quarter, basis="completed_from_text")
    return Reading("DATE", "PAST_REF", basis="tense_only", span=(None, s.anchor.today))


def read_quarter_ended(s: Situation) -> Reading:
    """Read "the quarter [ended Sept. 30]": the quarter that the text speaks of, else the one its last month lies in."""
    slots = s.phrase.slots
    if s.anchor.quarter is not None:
        return reading_of(relative_to(s.anchor.quarter, s))
    month = int(slots["m"])
    if "y" in slots:
        cell, basis, anchor = cells.month(int(slots["y"]), month), "explicit", None
    else:
        completed = civil.bare_month(month, s)
        if completed.cell is None:
            return Reading("DATE", "XXXX-QX", basis="none")
        cell, basis, anchor = completed.cell, completed.basis, completed.anchor
    quarter = Cell("Q", cell.index // 3)
    return Reading("DATE", quarter.value, quarter, basis=basis, anchor=anchor)
