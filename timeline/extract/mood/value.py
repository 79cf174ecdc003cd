"""The mood of an event in its clause, as a value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from timeline.parsed import Token

_WEAKER = {"certain": 0, "probable": 1, "possible": 2}


@dataclass(frozen=True, slots=True)
class Mood:
    """How an event is presented."""

    tense: str
    """past, perfect, pluperfect, present, progressive, past_progressive, future, past_future, plan, bare (untold)."""
    plan: str | None = None
    """scheduled, planned, expected, postponed, cancelled, purpose: what a cue word says of an event to come."""
    certainty: str = "certain"
    negative: bool = False
    claim: str = "asserted"
    attributed_to: Token | None = None
    """Head of the words that name who says so."""
    teller: Token | None = None
    """The verb that reports it: "said", "accused", "denied"."""
    ongoing: bool = False
    subordinate: bool = False
    cues: tuple[str, ...] = ()

    def weaken(self, certainty: str, *cues: str) -> Mood:
        """The same with at most this certainty."""
        lower = certainty if _WEAKER[certainty] > _WEAKER[self.certainty] else self.certainty
        return replace(self, certainty=lower, cues=(*self.cues, *cues))
