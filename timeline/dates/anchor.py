"""What a phrase is resolved against, and how a text moves it along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from timeline import days
from timeline.dates.cells import Cell


@dataclass(frozen=True, slots=True, eq=False)
class Anchor:
    """Everything that may complete a phrase."""

    published: str | None = None
    """Day or time of publication, ISO 8601; None = not known."""
    style: str = "news"
    """``news``, ``narrative`` (histories: dates follow one another) or ``colloquial`` (posts, messages)."""
    reference: Cell | None = None
    """The date the text spoke of last."""
    reference_day: Cell | None = None
    """The last full day the text spoke of."""
    quarter: Cell | None = None
    """The last quarter the text spoke of."""
    sums: bool = False
    """Whether the text has gone from that quarter to a longer time ("for the nine months")."""
    year: int | None = None
    """The running year of a narrative."""
    position: Cell | None = None
    """The last day or month of the narrative; None once a sentence has opened with a year."""
    years_of: Mapping[tuple[int, int], int] = field(default_factory=dict)
    """(month, day) -> year, of the full dates that stand anywhere in the text."""
    years: tuple[int, ...] = ()
    """Years that the text gives with a month, each once."""

    @property
    def today(self) -> int | None:
        """Day number of publication."""
        return days.of(self.published[:10]) if self.published else None

    @property
    def speaker(self) -> int | None:
        """Day number from which "last year" counts: publication, in narratives the date told last."""
        if self.style == "narrative":
            return self.reference.first if self.reference else self._middle_of_year()
        return self.today

    @property
    def story(self) -> int | None:
        """Day number from which "the following day" counts: the date told last, else publication."""
        return self.reference.first if self.reference else self.speaker

    @property
    def compared(self) -> Cell | None:
        """The quarter that "a year earlier" is set beside."""
        return None if self.sums else self.quarter

    def _middle_of_year(self) -> int | None:
        return days.number(self.year, 7, 1) if self.year is not None else None

    def note(self) -> str:
        """The publication as ``When.anchor`` names it."""
        return f"published {self.published[:10]}" if self.published else ""

    def told(self, cell: Cell, moves: bool = True) -> Anchor:
        """The anchor after the text has spoken of a date; ``moves``: its story has come there."""
        changes: dict[str, object] = {"reference": cell}
        if cell.unit in ("D", "M") and moves:
            changes["position"] = cell
        if cell.unit == "D":
            changes["reference_day"] = cell
        if cell.unit == "Q":
            changes["quarter"] = cell
            changes["sums"] = False
        if cell.unit not in ("DE", "CE", "ML"):
            changes["year"] = cell.year
        return replace(self, **changes)  # type: ignore[arg-type]

    def turned(self) -> Anchor:
        """The anchor after a sentence has opened with a year."""
        return replace(self, position=None)
