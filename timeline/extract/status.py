"""Whether an event happened, is under way, is planned or called off: what the mood says, seen with the date."""

from __future__ import annotations

from dataclasses import dataclass

from timeline.extract.dating import follows, precedes
from timeline.extract.lexicon import Lexicon
from timeline.extract.mood import Mood
from timeline.extract.predicates import Predicate
from timeline.model import When

_UNPLANNED = ("DISASTER", "ASSAULT")
"""Nobody sets a day for a flood: a date ahead is misread, or a forecast."""
_PAST = ("past", "perfect", "pluperfect", "past_progressive")
_GIVEN = ("explicit", "completed_from_published", "completed_from_text", "anchored_on_event")


@dataclass(frozen=True, slots=True)
class Status:
    """The four axes of a report and why."""

    status: str
    certainty: str
    polarity: str
    claim: str
    cues: tuple[str, ...]


def tell(predicate: Predicate, mood: Mood, when: When, zone: str, published: str | None, lexicon: Lexicon) -> Status:
    """The status of a predicate. ``when`` is its final dating, ``published`` an ISO day or None."""
    status, why = _world(predicate, mood, when, zone, published, lexicon)
    certainty = mood.certainty
    if status == "expected" and mood.plan == "expected" and certainty == "certain":
        certainty = "probable"
    claim = mood.claim
    if status in ("occurred", "ongoing") and claim == "forecast":
        claim = "asserted"
    return Status(
        status, certainty, "negative" if mood.negative else "positive", claim, (*mood.cues, f"status.{status}: {why}")
    )


def _world(
    predicate: Predicate, mood: Mood, when: When, zone: str, published: str | None, lexicon: Lexicon
) -> tuple[str, str]:
    if mood.plan in ("postponed", "cancelled"):
        return mood.plan, mood.plan
    if mood.plan in ("scheduled", "planned", "expected", "purpose"):
        return _plan(mood, when, published)
    if mood.tense == "future":
        if _is_day_ahead(when, published) and mood.certainty == "certain" and mood.claim == "asserted":
            return "scheduled", "future with a date"
        return "expected", "future tense"
    if mood.tense == "past_future":
        return ("expected", "future in the past") if mood.claim != "denied" else ("unknown", "future in the past")
    if mood.ongoing:
        return (
            ("scheduled", "progressive with a date ahead")
            if _is_day_ahead(when, published)
            else ("ongoing", "progressive")
        )
    if mood.tense in _PAST:
        if _is_day_ahead(when, published) and predicate.kind == "noun" and predicate.type not in _UNPLANNED:
            return "scheduled", "a date ahead"
        return "occurred", mood.tense
    if mood.tense in ("present", "progressive"):
        return _present(predicate, when, zone, published, lexicon)
    if zone == "caption" and when.basis in _GIVEN and not follows(when, published) and mood.certainty == "certain":
        return "occurred", "shown in a caption"
    return _told_by_date(predicate, mood, when, published)


def _plan(mood: Mood, when: When, published: str | None) -> tuple[str, str]:
    if mood.plan == "purpose":
        return ("scheduled", "plan with a date ahead") if _is_day_ahead(when, published) else ("planned", "purpose")
    dated = when.basis in _GIVEN and not precedes(when, published) and when.extent == "within"
    if mood.plan == "scheduled" and (dated or when.basis not in _GIVEN):
        return ("scheduled", "plan with a date") if dated else ("planned", "plan without a date")
    if dated and mood.certainty != "possible" and mood.claim == "asserted":
        return "scheduled", "plan with a date"
    return ("planned" if mood.plan == "scheduled" else mood.plan or "planned"), f"{mood.plan} by cue"


def _present(predicate: Predicate, when: When, zone: str, published: str | None, lexicon: Lexicon) -> tuple[str, str]:
    if _is_day_ahead(when, published):
        return "scheduled", "present tense with a date ahead"
    if zone in ("headline", "caption") and predicate.type != "STATE":
        return "occurred", f"present tense of a {zone}"
    if when.basis in _GIVEN and precedes(when, published) and when.extent == "within":
        return "occurred", "a date past"
    if predicate.type == "STATEMENT" and predicate.kind == "verb":
        return "occurred", "present tense of a statement"
    return "ongoing", "present tense"


def _told_by_date(predicate: Predicate, mood: Mood, when: When, published: str | None) -> tuple[str, str]:
    if mood.certainty == "possible" and not when.earliest and not when.latest:
        return "unknown", "no more than possible"
    if _is_ahead(when, published):
        return ("unknown", "a date ahead") if predicate.type in _UNPLANNED else ("scheduled", "a date ahead")
    if when.basis in _GIVEN and precedes(when, published) and mood.certainty != "possible":
        return "occurred", "a date past"
    return "unknown", "nothing told"


def _is_ahead(when: When, published: str | None) -> bool:
    return when.basis in _GIVEN and follows(when, published)


def _is_day_ahead(when: When, published: str | None) -> bool:
    return _is_ahead(when, published) and when.granularity != "open"
