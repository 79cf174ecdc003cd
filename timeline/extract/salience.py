"""What an analyst would put on a timeline, and what stays in the background."""

from __future__ import annotations

from collections.abc import Sequence

from timeline.extract.mood import Mood
from timeline.extract.predicates import Predicate
from timeline.model import RoleMention, When

_WEIGHT = {
    "AGREE": 3, "CONSULT": 2, "ASSAULT": 3, "SANCTION": 3, "LEADERSHIP": 3, "ELECTION": 3, "ACCUSE": 2, "RETREAT": 3,
    "AID": 2, "COERCE": 3, "PROTEST": 3, "MOBILIZE": 3, "LEGAL": 2, "DISASTER": 3, "CONCEDE": 2, "REJECT": 1,
    "THREATEN": 1, "COOPERATE": 1, "SUPPORT": 0, "REQUEST": 0, "STATEMENT": -1, "OTHER": -1, "STATE": -3,
}  # fmt: skip
_DATED = ("explicit", "completed_from_published", "completed_from_text", "anchored_on_event")
MAIN = 4
"""Points from which a report is main."""


def judge(
    predicate: Predicate, mood: Mood, mentions: Sequence[RoleMention], when: When, zone: str, status: str, lead: bool
) -> str:
    """``main`` or ``background``."""
    if zone in ("link", "boilerplate", "headline") or mood.negative or mood.claim in ("forecast", "alleged", "denied"):
        return "background"
    if mood.certainty == "possible" or status in ("unknown", "expected"):
        return "background"
    acting = {m.mention.name for m in mentions if m.role != "mentioned"}
    score = _WEIGHT[predicate.type] + min(len(acting), 2)
    if not acting:
        score -= 2
    if when.basis in _DATED:
        score += 2 if when.granularity in ("day", "hour", "minute", "part_of_day", "month") else 1
    if predicate.kind == "verb" and mood.subordinate:
        score -= 1
    if lead or zone == "caption":
        score += 1
    return "main" if score >= MAIN else "background"
