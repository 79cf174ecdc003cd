"""The result of reading a phrase, before bounds are drawn from it."""

from __future__ import annotations

from dataclasses import dataclass

from timeline.dates.anchor import Anchor
from timeline.dates.cells import Cell
from timeline.dates.finding import Phrase


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What a phrase means."""

    type: str
    value: str
    cell: Cell | None = None
    """The calendar cell; None where the phrase fixes none."""
    mod: str | None = None
    basis: str = "explicit"
    anchor: str | None = None
    direction: str | None = None
    span: tuple[int | None, int | None] | None = None
    """Bounds (day numbers) other than those of the cell."""
    extent: str = "within"
    granularity: str | None = None
    """Where it is not the cell's."""
    edtf: str | None = None
    """Where it is not the cell's."""
    minutes: int | None = None
    """Minutes after midnight of a stated time."""
    utc_offset: int | None = None
    offset_days: int | None = None
    """Days from the event that the phrase hangs on."""


@dataclass(frozen=True, slots=True, eq=False)
class Situation:
    """A phrase with everything that bears on it."""

    phrase: Phrase
    anchor: Anchor
    tense: str | None
    """past, future or None."""
    cue: str
    """The words that told the tense."""

    def why(self, chosen: str) -> str:
        """The reason for a direction, for people."""
        return f"{chosen}: {self.cue}" if self.cue else chosen
