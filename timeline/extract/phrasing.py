"""Two date phrases that belong together: a time of day with its day, a day that is counted and then named.

The quake struck at 1653 local time (2153 GMT) on *Tuesday*.      Tuesday
She died more than two decades ago, in *1986*.                    1986
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from timeline import days
from timeline.extract import dating
from timeline.model import Timex

_BESIDE = 5
"""Characters between a time of day and its day: ", on "."""
_BRACKETS = re.compile(r"\s*\([^()]{1,40}\)")
_AGAIN = re.compile(r",? (?:in|on)? ?|, ")
"""What stands between a date that is counted and the same date by its name."""
_COUNTED = re.compile(r" (?:ago|later|earlier|before)$")
_APART = 60
_WEEKEND = ((1, 0), (2, 0), (3, 0), (3, 4), (0, 3), (0, 2), (0, 1))
"""Days of a weekend before and after its feast, by the weekday of the feast: Sunday, Monday, ..."""


def day_beside(hour: Timex, timexes: Sequence[Timex], text: str) -> Timex | None:
    """The day right behind a time of day that names none, whatever stands in brackets between them."""
    for other in timexes:
        between = text[hour.end : other.start] if 0 < other.start - hour.end <= _APART else None
        if between is not None and len(_BRACKETS.sub("", between)) <= _BESIDE and not dating.is_loose(other):
            return other if "(" not in between or ")" in between else None
    return None


def of_weekend(feast: Timex, text: str) -> Timex:
    """A day whose weekend is meant: "over the Thanksgiving weekend", "the May 1st weekend" is any of its days."""
    when = feast.when
    if when.earliest is None or when.earliest != when.latest:
        return feast
    if not text.startswith(" weekend", feast.end):
        return feast
    day = days.of(when.earliest)
    before, after = _WEEKEND[day % 7]
    first, last = days.iso(day - before), days.iso(day + after)
    return replace(
        feast,
        when=replace(
            when, earliest=first, latest=last, likely_date=None, edtf=f"{first}/{last}", granularity="weekend"
        ),
    )


def said_again(counted: Timex, timexes: Sequence[Timex], text: str) -> Timex | None:
    """The date right behind one that is counted, which says exactly when that was."""
    if _COUNTED.search(counted.text) is None:
        return None
    for other in timexes:
        if other.start > counted.end and _AGAIN.fullmatch(text[counted.end : other.start]):
            return other if other.when.earliest is not None and _COUNTED.search(other.text) is None else None
    return None
