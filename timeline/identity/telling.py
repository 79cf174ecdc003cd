"""Which of two reports follows the other, and what that says of events. Pure, and the same in whatever order they came.

Every report tells the same as the one firmer report that it is likest to, or opens an event. Firmer is what says more:
the main event of an article, a day, a place, people. So "the signing" finds "Egypt and Kenya signed it in Cairo on
1 June", whichever was read first: a report that comes later and is firmer draws those to it that are likest to it.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from timeline.identity import mains
from timeline.identity.features import Likeness, apart, compare, logit
from timeline.identity.profile import FAR, UNDATED, Profile
from timeline.identity.promise import promising
from timeline.identity.values import Model, Weights

FOUND = ("identity.main", "identity.score", "identity.below_threshold", "identity.no_candidate")
"""Rules of decisions that a better one may replace: nobody said so, and no earlier reading."""
_OPENED = ("identity.below_threshold", "identity.no_candidate")


class Found(NamedTuple):
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

    report: Profile
    found: Found


def judge(mine: Profile, other: Profile, likeness: Likeness | None, w: Weights) -> Found | None:
    """How likely the report tells what the candidate tells; None where that is ruled out.

    Args:
        mine: the report.
        other: what it may tell.
        likeness: of articles to the report's; None where nobody looked.
        w: weights.
    """
    if mine.main_of and other.main_of and likeness is not None and mains.apply(mine, other, likeness, w):
        features = mains.compare(mine, other, likeness)
        return None if features is None else Found(True, score(features, w.main), features)
    weighed = compare(mine, other, likeness, w)
    return None if weighed is None else Found(False, score_of(weighed[0]), weighed[1])


def score(features: dict[str, int], model: Model) -> int:
    """Probability in thousandths that the two are one, by the logistic function."""
    return score_of(logit(features, model))


@lru_cache(maxsize=16384)
def score_of(z: int) -> int:
    """The logistic function of a logit, both in thousandths."""
    return round(1000 / (1 + math.exp(-z / 1000)))


@cache
def logit_of(least: int) -> int:
    """The lowest logit that is scored so."""
    return bisect_left(range(-FAR // 100, FAR // 100), least, key=score_of) - FAR // 100 if least else -FAR


def akin(mine: Profile, others: Iterable[Profile]) -> list[Profile]:
    """Those of the others that :func:`judge` does not rule out at first sight: six in seven share no kind of act."""
    strange = mine.kin.isdisjoint
    if mine.main_of:
        return [c for c in others if not strange(c.kinds) or c.main_of]
    return [c for c in others if not strange(c.kinds)]


def drawn(new: Profile, less: Iterable[Profile], likeness: Likeness, w: Weights) -> list[Drawn]:
    """The known reports that are less firm than a new one and liker to it than to what they were found to tell.

    Args:
        new: the new report.
        less: less firm reports of other articles.
        likeness: article -> how alike it is to the new report's.
        w: weights.
    """
    (article,), found = new.article_ids, []
    known = [r for r in less if r.link_rule in (_OPENED if r.tells_as is None else FOUND)]
    for most, report in promising(new, known, likeness, w):
        (other,) = report.article_ids
        # What it follows more than it could follow this one need not be looked at closely.
        least = w.threshold if report.tells_as is None else max(w.threshold, report.link_score or 0)
        if most < logit_of(least):
            continue
        told = judge(report, new, {article: likeness[other]} if other in likeness else {}, w)
        if told and told.score >= w.threshold and _better(told, new, report):
            found.append(Drawn(report, told))
    return sorted(found, key=lambda d: d.report.firmness)


def same(a: Profile, b: Profile, w: Weights) -> bool:
    """Whether two reports of one article tell the same, as far as they go."""
    more, less = sorted((a, b), key=lambda p: p.firmness)
    return likely(judge(less, more, {}, w), w)


def likely(found: Found | None, w: Weights) -> bool:
    """Whether a comparison found the two likely enough to be one."""
    return found is not None and found.score >= w.threshold


def two_of_a_kind(a: Profile, b: Profile) -> bool:
    """Whether two reports of one type have days of their own that exclude each other, or other parties."""
    if a.types != b.types or a.vague or a.basis in _NO_DAY or b.basis in _NO_DAY:
        return False
    return apart(a, b) or bool(a.party_ids and b.party_ids and a.party_ids.isdisjoint(b.party_ids))


_NO_DAY = (*UNDATED, "inherited")


def _better(told: Found, new: Profile, report: Profile) -> bool:
    """Whether a report is liker to the new one; of two that are as like the one with the smaller id counts."""
    if report.tells_as is None:
        return True
    mine, theirs = (told.main, told.score), (report.link_rule == "identity.main", report.link_score or 0)
    return mine > theirs or (mine == theirs and (new.report_id or "") < report.tells_as)
