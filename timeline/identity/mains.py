"""Are the main events of two articles one? What the articles share tells more than their two sentences.

Two reports of a fire need not name one person alike; yet they are of one day, name one street and say the same ages.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from timeline import days
from timeline.identity.values import Subject, Weights
from timeline.model import Candidate, When

_UNDATED = ("near_published", "tense_only", "none")
_DAYS = ("day", "part_of_day", "hour", "minute")
_NONE: Mapping[str, int] = {}
_LIKENESS = ("words", "rare", "rare_shared", "no_rare", "name", "names", "ages", "other_ages")
_STEPS = (150, 200, 300, 400, 600)
"""Above each of these the cosine of the words gets a weight of its own."""


def apply(subject: Subject, candidate: Candidate, w: Weights) -> bool:
    """Whether both are main events of a kind that this model judges.

    Two incidents (of the types that articles of one incident take turns in), or one act by any of its words; an
    incident and what is not one only where people of one age are named.
    """
    others = candidate.main_of - {subject.article_id}
    if not (subject.main and others and subject.likeness is not None):
        return False
    if subject.report.type not in w.main_types or not w.main_types & set(candidate.types):
        return False
    if w.same_action(subject.report.trigger, candidate.triggers):
        return True
    incidents = (subject.report.type in w.incidents) + bool(w.incidents & set(candidate.types))
    return incidents == 2 or (incidents == 1 and any(subject.likeness.get(i, _NONE).get("ages") for i in others))


def compare(subject: Subject, candidate: Candidate) -> dict[str, int] | None:
    """Features in thousandths, means over the articles whose main event the candidate is; None: nothing in common."""
    assert subject.likeness is not None
    others = sorted(candidate.main_of - {subject.article_id})
    alike = [subject.likeness.get(article_id, _NONE) for article_id in others]
    features = {name: sum(a.get(name, 0) for a in alike) // len(alike) for name in _LIKENESS}
    if not features["words"]:
        return None
    features |= {f"words_{step}": max(0, features["words"] - step) for step in _STEPS}
    features |= _dates(subject, candidate)
    mine, theirs = subject.report.place, candidate.place
    if mine and theirs:
        features["place" if mine.casefold() == theirs.casefold() else "other_place"] = 1000
    if subject.report.type in candidate.types:
        features["same_type"] = 1000
    return {name: value for name, value in features.items() if value}


def _dates(subject: Subject, candidate: Candidate) -> dict[str, int]:
    mine = _span(subject.report.when, subject.published)
    theirs = _span(candidate, min(candidate.published, default=None))
    features: dict[str, int] = {}
    if subject.published and candidate.published:
        gap = min(abs(days.of(subject.published) - days.of(day)) for day in candidate.published)
        features["published_apart"] = min(gap, 30) * 1000 // 30
    if mine is None or theirs is None:
        return features | {"undated": 1000}
    apart = max(0, mine.first - theirs.last, theirs.first - mine.last)
    if mine.told and theirs.told:
        name = ("same_day", "next_day")[apart] if apart < 2 else "days_apart" if apart < 6 else "weeks_apart"
        return features | {name: 1000}
    if apart:
        return features | {"perhaps_apart": min(apart, 8) * 1000 // 8}
    return features | {"perhaps_same_day" if mine.first == mine.last == theirs.first == theirs.last else "within": 1000}


class _Span(NamedTuple):
    """Day numbers."""

    first: int
    last: int
    told: bool
    """Whether the text gives it to the day."""


def _span(when: When | Candidate, published: str | None) -> _Span | None:
    """The day of a main event, or the week, month or year that the text gives; else the day of publication."""
    if when.basis not in _UNDATED and when.likely_date:
        bounds = when.earliest and when.latest and (days.of(when.earliest), days.of(when.latest))
        first, last = bounds or days.span(when.likely_date)
        return _Span(first, last, first == last and when.granularity in _DAYS)
    return _Span(days.of(published), days.of(published), False) if published else None
