"""Are the main events of two articles one? What the articles share tells more than their two sentences.

Two reports of a fire need not name one person alike; yet they are of one day, name one street and say the same ages.
"""

from __future__ import annotations

from collections.abc import Mapping

from timeline import days
from timeline.identity.values import Subject, Weights
from timeline.model import Candidate, Report

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
    mine, theirs = _day(subject.report, subject.published), _candidate_day(candidate)
    features: dict[str, int] = {}
    if subject.published and candidate.published:
        gap = min(abs(days.of(subject.published) - days.of(day)) for day in candidate.published)
        features["published_apart"] = min(gap, 30) * 1000 // 30
    if mine is None or theirs is None:
        return features | {"undated": 1000}
    apart = abs(mine[0] - theirs[0])
    if mine[1] and theirs[1]:
        name = ("same_day", "next_day")[apart] if apart < 2 else "days_apart" if apart < 6 else "weeks_apart"
        return features | {name: 1000}
    return features | {"perhaps_apart": min(apart, 8) * 1000 // 8, "perhaps_same_day": 1000 * (apart == 0)}


def _day(report: Report, published: str | None) -> tuple[int, bool] | None:
    """The day number, and whether the text gives it."""
    when = report.when
    if when.basis not in _UNDATED and when.granularity in _DAYS and when.likely_date and len(when.likely_date) == 10:
        return days.of(when.likely_date), True
    return (days.of(published), False) if published else None


def _candidate_day(c: Candidate) -> tuple[int, bool] | None:
    if c.basis not in _UNDATED and c.granularity in _DAYS and c.likely_date and len(c.likely_date) == 10:
        return days.of(c.likely_date), True
    return (days.of(min(c.published)), False) if c.published else None
