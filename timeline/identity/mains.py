"""Are the main events of two articles one? What the articles share tells more than their two sentences.

Two reports of a fire need not name one person alike; yet they are of one day, name one street and say the same ages.
"""

from __future__ import annotations

from collections.abc import Mapping

from timeline.identity.features import Likeness
from timeline.identity.profile import Profile
from timeline.identity.values import Weights

_NONE: Mapping[str, int] = {}
_LIKENESS = ("words", "rare", "rare_shared", "no_rare", "name", "names", "ages", "other_ages")
_STEPS = (150, 200, 300, 400, 600)
"""Above each of these the cosine of the words gets a weight of its own."""


def apply(mine: Profile, other: Profile, likeness: Likeness, w: Weights) -> bool:
    """Whether both are main events of a kind that this model judges.

    Two incidents (of the types that articles of one incident take turns in), or one act by any of its words; an
    incident and what is not one only where people of one age are named.
    """
    others = other.main_of - mine.article_ids
    if not (mine.main_of and others) or mine.types[0] not in w.main_types or w.main_types.isdisjoint(other.types):
        return False
    if not mine.actions.isdisjoint(other.actions):
        return True
    incidents = (mine.types[0] in w.incidents) + (not w.incidents.isdisjoint(other.types))
    return incidents == 2 or (incidents == 1 and any(likeness.get(i, _NONE).get("ages") for i in others))


def compare(mine: Profile, other: Profile, likeness: Likeness) -> dict[str, int] | None:
    """Features in thousandths, means over the articles whose main event the candidate is; None: nothing in common."""
    alike = [likeness.get(article_id, _NONE) for article_id in sorted(other.main_of - mine.article_ids)]
    features = {name: sum(a.get(name, 0) for a in alike) // len(alike) for name in _LIKENESS}
    if not features["words"]:
        return None
    features |= {f"words_{step}": max(0, features["words"] - step) for step in _STEPS}
    features |= _dates(mine, other)
    if mine.place and other.place:
        features["place" if mine.place == other.place else "other_place"] = 1000
    if mine.types[0] in other.types:
        features["same_type"] = 1000
    return {name: value for name, value in features.items() if value}


def _dates(mine: Profile, other: Profile) -> dict[str, int]:
    features: dict[str, int] = {}
    if mine.published and other.published:
        gap = min(abs(mine.published[0] - day) for day in other.published)
        features["published_apart"] = min(gap, 30) * 1000 // 30
    if mine.main_span is None or other.main_span is None:
        return features | {"undated": 1000}
    (first, last, told), (other_first, other_last, other_told) = mine.main_span, other.main_span
    apart = max(0, first - other_last, other_first - last)
    if told and other_told:
        name = ("same_day", "next_day")[apart] if apart < 2 else "days_apart" if apart < 6 else "weeks_apart"
        return features | {name: 1000}
    if apart:
        return features | {"perhaps_apart": min(apart, 8) * 1000 // 8}
    return features | {"perhaps_same_day" if first == last == other_first == other_last else "within": 1000}
