"""Which of two reports follows the other, and what that says of events. Pure, and the same in whatever order they came.

Every report tells the same as the one firmer report that it is likest to, or opens an event. Firmer is what says more:
the main event of an article, a day, a place, people. So "the signing" finds "Egypt and Kenya signed it in Cairo on
1 June", whichever was read first: a report that comes later and is firmer draws those to it that are likest to it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from timeline.identity import mains
from timeline.identity.features import VAGUE, apart, compare
from timeline.identity.values import Model, Subject, Weights
from timeline.model import Candidate, Report, When

FOUND = ("identity.main", "identity.score", "identity.below_threshold", "identity.no_candidate")
"""Rules of decisions that a better one may replace: nobody said so, and no earlier reading."""
_UNDATED = ("near_published", "tense_only", "none")
_DAYS = ("day", "part_of_day", "hour", "minute")
_NAMES = 3
"""Parties that make a report firmer; further ones add nothing."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a comparison found."""

    main: bool
    """Whether two main events were compared."""
    score: int
    features: dict[str, int]

    @property
    def rule(self) -> str:
        """The rule that is named where it decides."""
        return "identity.main" if self.main else "identity.score"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A known report that a new one draws to it."""

    report: Candidate
    found: Found


def judge(subject: Subject, candidate: Candidate, w: Weights) -> Found | None:
    """How likely the report tells what the candidate tells; None where that is ruled out."""
    judged = mains.apply(subject, candidate, w)
    features = mains.compare(subject, candidate) if judged else compare(subject, candidate, w)
    return None if features is None else Found(judged, score(features, w.main if judged else w.report), features)


def score(features: dict[str, int], model: Model) -> int:
    """Probability in thousandths that the two are one, by the logistic function."""
    z = model.bias
    for name, value in features.items():
        z += model.weights[name] * value // 1000
    return round(1000 / (1 + math.exp(-z / 1000)))


def firmness(c: Candidate) -> tuple[bool, bool, int, str, str]:
    """Sort key of reports, the firmest first; no two are equal, and none depends on what else is known.

    A postponement goes before all: only it leads from the day that was planned to the day that is.
    """
    dated = c.basis not in _UNDATED
    day = dated and c.granularity in _DAYS
    said = 2 * day + dated + bool(c.place) + min(_NAMES, len(c.party_ids))
    return c.status != "postponed", not c.main_of, -said, min(c.published, default="9"), c.report_id or ""


def akin(mine: Candidate, others: Iterable[Candidate], w: Weights) -> list[Candidate]:
    """Those of the others that :func:`judge` does not rule out at first sight: six in seven share no kind of act."""
    action = {w.actions.get(trigger, trigger) for trigger in mine.triggers}
    (type_,) = mine.types
    types = {t for pair in w.related if type_ in pair for t in pair} - {type_}
    types |= {type_} - set(VAGUE)
    actions = w.actions
    found = []
    for c in others:
        for trigger in c.triggers:
            if actions.get(trigger, trigger) in action:
                break
        else:
            if types.isdisjoint(c.types) and not (mine.main_of and c.main_of):
                continue
        found.append(c)
    return found


def drawn(
    new: Candidate, known: Iterable[Candidate], likeness: Mapping[str, Mapping[str, int]], w: Weights
) -> list[Drawn]:
    """The known reports that are less firm than a new one and liker to it than to what they were found to tell.

    Args:
        new: the new report.
        known: reports of other articles.
        likeness: article -> how alike it is to the new report's.
        w: weights.
    """
    (article,), place, found = new.article_ids, firmness(new), []
    for report in akin(new, known, w):
        if report.report_id is None or report.link_rule not in FOUND or firmness(report) < place:
            continue
        if report.tells_as is None and report.link_rule in FOUND[:2]:
            continue
        (other,) = report.article_ids
        told = judge(_subject(report, article, likeness.get(other)), new, w)
        if told and told.score >= w.threshold and _better(told, new, report):
            found.append(Drawn(report, told))
    return sorted(found, key=lambda d: firmness(d.report))


def same(a: Candidate, b: Candidate, w: Weights) -> bool:
    """Whether two reports of one article tell the same, as far as they go."""
    less, more = sorted((a, b), key=firmness, reverse=True)
    found = judge(_subject(less, "", None), more, w)
    return found is not None and found.score >= w.threshold


def two_of_a_kind(a: Candidate, b: Candidate) -> bool:
    """Whether two reports of one type have days of their own that exclude each other, or other parties."""
    if a.types != b.types or a.types[0] in VAGUE or any(c.basis in (*_UNDATED, "inherited") for c in (a, b)):
        return False
    return apart(a, b) or bool(a.party_ids and b.party_ids and not a.party_ids & b.party_ids)


def _better(told: Found, new: Candidate, report: Candidate) -> bool:
    """Whether a report is liker to the new one; of two that are as like the one with the smaller id counts."""
    if report.tells_as is None:
        return True
    mine, theirs = (told.main, told.score), (report.link_rule == "identity.main", report.link_score or 0)
    return mine > theirs or (mine == theirs and (new.report_id or "") < report.tells_as)


def _subject(c: Candidate, article: str, alike: Mapping[str, int] | None) -> Subject:
    """A known report, to be compared with one of an article that its own is alike to, or not."""
    when = When(c.earliest, c.latest, c.likely_date, granularity=c.granularity, basis=c.basis)
    (own,) = c.article_ids
    report = Report(
        0, c.titles[0], c.triggers[0], 0, 0, 0, 0, c.types[0], when, place=c.place, place_country=c.place_country,
        status=c.status, claim=c.claim, polarity=c.polarity,
    )  # fmt: skip
    return Subject(
        report=report, actor_ids=c.actor_ids, party_ids=c.party_ids, person_ids=c.person_ids, article_id=own,
        published=min(c.published, default=None), countries=c.countries, main=bool(c.main_of),
        likeness={article: alike} if alike else {},
    )  # fmt: skip
