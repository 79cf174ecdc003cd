"""Reading one phrase against its anchor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from timeline.dates import eras, lengths, parts, quarters, readings
from timeline.dates.anchor import Anchor
from timeline.dates.bounds import when_of
from timeline.dates.context import Clause
from timeline.dates.finding import Phrase
from timeline.dates.reading import Reading, Situation
from timeline.model import Timex

READINGS: Mapping[str, Callable[[Situation], Reading]] = MappingProxyType(
    {
        "date": readings.read_date,
        "year_range": readings.read_year_range,
        "fiscal_year": readings.read_fiscal_year,
        "nth_of": parts.read_nth_of,
        "iso": readings.read_iso,
        "numeric": readings.read_numeric,
        "relative": readings.read_relative,
        "week_of": parts.read_week_of,
        "the_unit": readings.read_the_unit,
        "decade": eras.read_decade,
        "century": eras.read_century,
        "season": eras.read_season,
        "holiday": eras.read_holiday,
        "quarter": quarters.read_quarter,
        "quarter_ended": quarters.read_quarter_ended,
        "half": quarters.read_half,
        "year_ago": quarters.read_year_ago,
        "year_period": quarters.read_year_period,
        "latest_period": quarters.read_latest_period,
        "shift": lengths.read_shift,
        "shift_from": lengths.read_shift_from,
        "event_shift": lengths.read_event_shift,
        "some_day": lengths.read_some_day,
        "duration": lengths.read_duration,
        "vague_span": lengths.read_vague_span,
        "vague_duration": lengths.read_vague_duration,
        "every": lengths.read_every,
        "part_of_any_day": lengths.read_part_of_any_day,
        "often": lengths.read_often,
        "ref": lengths.read_ref,
    }
)
"""The readings that rule files may name."""


def resolve(phrase: Phrase, anchor: Anchor, clause: Clause | None = None) -> Timex:
    """Read a phrase.

    Args:
        phrase: as found.
        anchor: what may complete it.
        clause: what a parse knows of its clause; None = the words around it decide.
    """
    reading = read(phrase, anchor, clause)
    return timex_of(reading, phrase, anchor)


def read(phrase: Phrase, anchor: Anchor, clause: Clause | None = None) -> Reading:
    """The meaning of a phrase, before bounds are drawn."""
    tense, cue = _tense(phrase, clause)
    return READINGS[phrase.read](Situation(phrase, anchor, tense, cue))


def timex_of(reading: Reading, phrase: Phrase, anchor: Anchor) -> Timex:
    """A reading as the value that leaves this package."""
    when = when_of(reading, phrase, anchor)
    start, end = phrase.event or (None, None)
    hangs = reading.basis == "anchored_on_event"
    return Timex(
        phrase.start,
        phrase.end,
        phrase.text,
        reading.type,
        reading.value,
        reading.mod,
        when,
        start if hangs else None,
        end if hangs else None,
        reading.offset_days,
    )


def _tense(phrase: Phrase, clause: Clause | None) -> tuple[str | None, str]:
    if clause is not None:
        if clause.modal or clause.tense == "future":
            return "future", clause.modal or "future tense"
        if clause.tense == "past" or clause.aspect == "perfect":
            return "past", "past tense"
    return phrase.around.tense, phrase.around.cue
