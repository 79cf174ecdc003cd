"""What speaks for and against a report being an event, and what rules it out."""

from __future__ import annotations

from collections.abc import Mapping

from timeline.identity.profile import AHEAD, FAR, SLACK, Profile, Span
from timeline.identity.values import IN_STORY, Model, Weights

Likeness = Mapping[str, Mapping[str, int]]
"""Article -> how alike it is to the report's (:func:`timeline.likeness.compare`)."""

STORY = 160
"""Thousandths of likeness to the articles of an event, on average, from which an article tells its story."""
TOLD = 10
"""Days between the publication of two articles that tell one story, at most; a treaty's has many, told for months."""
_UNKNOWN_GAP = 30
_NEWS = 60
"""Days before publication that news without a date may lie back at most."""
_SAME_ARTICLE, _UNLIKE = {"same_article": 1000}, {"unlike": 1000}
_NO_ACTOR, _OTHER_ACTORS, _SAME_SIDE = {"no_actor": 1000}, {"other_actors": 1000}, {"same_side": 1000}


def compare(mine: Profile, other: Profile, likeness: Likeness | None, w: Weights) -> tuple[int, dict[str, int]] | None:
    """What speaks for and against a report being a candidate; None when the two cannot be one event.

    Args:
        mine: the report.
        other: what it may be.
        likeness: of articles to the report's; None where nobody looked.
        w: weights.

    Returns:
        The logit, and the features, in thousandths.
    """
    if mine.contents != other.contents or (kind := _kind(mine, other)) is None:
        return None
    own = not mine.article_ids.isdisjoint(other.article_ids)
    words = [likeness[i]["words"] for i in other.article_ids if i in likeness] if likeness and not own else ()
    told_alike = own or (bool(words) and sum(words) >= STORY * len(other.article_ids))
    story = told_alike and kind == "same_action" and (own or _in_days(mine, other))
    others = mine.person_ids and other.person_ids and mine.person_ids.isdisjoint(other.person_ids)
    # Another article may name those whom this one leaves out: the attacker there, the victim here.
    if others and (not story or own or not w.personal.isdisjoint((*mine.types, *other.types))):
        return None
    features = {kind: 1000, **_people(mine, other), **_circumstances(mine, other)}
    if own or likeness is not None:
        features |= _SAME_ARTICLE if own else {"alike": max(words)} if words else _UNLIKE
    strangers = mine.countries and other.countries and mine.countries.isdisjoint(other.countries)
    # Another town or other countries: the same words tell another event, as they do of strikes on two towns.
    if story and not strangers and "other_place" not in features:
        features = {IN_STORY.get(name, name): value for name, value in features.items()} | {"same_story": 1000}
    dates = _dates(mine, other) or _other_dates(mine, other, features, told_alike, story)
    if dates is None:
        return None
    features |= dates
    if own and "undated" in dates and kind == "same_action":
        features["said_again"] = 1000
    if title := _overlap(mine, other):
        features["title"] = title
    return logit(features, w.report), features


def logit(features: Mapping[str, int], model: Model) -> int:
    """What the features make likely, in thousandths of the logistic function's argument."""
    z, weights = model.bias, model.weights
    for name, value in features.items():
        z += weights[name] if value == 1000 else weights[name] * value // 1000
    return z


def _kind(mine: Profile, other: Profile) -> str | None:
    if not mine.actions.isdisjoint(other.actions):
        return "same_action"
    if mine.types[0] in other.types:
        return None if mine.vague else "same_type"
    return None if mine.related.isdisjoint(other.types) else "related_type"


def _in_days(mine: Profile, other: Profile) -> bool:
    """Whether two articles were published near enough to tell one story; or when is not known."""
    return mine.press is None or other.press is None or _gap(mine.press, other.press) <= TOLD


def _other_dates(
    mine: Profile, other: Profile, features: Mapping[str, int], told_alike: bool, story: bool
) -> dict[str, int] | None:
    """What makes one event of two although their dates exclude each other."""
    if "same_action" in features and _moved(mine, other):
        nobody = "no_actor" in features or "no_name" in features
        if "actors" in features or (nobody and told_alike and _one_plan(mine, other)):
            return {"moved": 1000}
    # One of the dates was taken over from the sentences before.
    return {"dates_differ": 1000} if story and "inherited" in (mine.basis, other.basis) else None


def _moved(mine: Profile, other: Profile) -> bool:
    """Whether one of the two says that a plan of which the other tells, not later, was put off to another day."""
    if not (mine.status in AHEAD and other.status in AHEAD and "postponed" in (mine.status, other.status)):
        return False
    said, press = mine.press, other.press
    if said is None or press is None or mine.status == other.status:
        return mine.status == other.status == "postponed"
    return press[0] <= said[0] if mine.status == "postponed" else said[0] <= press[1]


def _one_plan(mine: Profile, other: Profile) -> bool:
    """Whether two plans without names are one: named alike, and not past when it was put off."""
    told = [(p.press[1] if p.press else -FAR, p.status == "postponed", p.latest) for p in (mine, other)]
    (_, _, planned), (said, _, _) = sorted(told, key=lambda one: one[:2])
    if planned is not None and said != -FAR and planned + SLACK < said:
        return False
    return any(words <= theirs or words >= theirs for words in mine.titles for theirs in other.titles)


def _dates(mine: Profile, other: Profile) -> dict[str, int] | None:
    if apart(mine, other):
        return None
    a, b = mine.span, other.span
    if a is None or b is None:
        gap = _gap(a or mine.press, b or other.press)
        if gap > _NEWS and (a or b) and "near_published" in (mine.basis, other.basis):
            return None
        if gap <= _UNKNOWN_GAP:
            return {"undated": 1000, "near": 1000 - 20 * gap}
        far = {"undated": 1000, "far": min(1000, 10 * (gap - _UNKNOWN_GAP))}
        return far if gap >= 50 else {**far, "near": 1000 - 20 * gap}
    if a[0] > b[1] or b[0] > a[1]:
        return None
    lengths = sorted((a[1] - a[0], b[1] - b[0]))
    if lengths[1] == 0:
        return {"same_day": 1000}
    if lengths[1] > 366 * 2 and lengths[0] < 32:
        return {"far_precision": 1000}
    return {"same_span": 1000} if a == b else {"overlap": 1000}


def apart(a: Profile, b: Profile) -> bool:
    """Whether guaranteed bounds exclude each other; with a day's slack, since a day ends later elsewhere."""
    if a.latest is not None and b.earliest is not None and a.latest + SLACK < b.earliest:
        return True
    return b.latest is not None and a.earliest is not None and b.latest + SLACK < a.earliest


def _gap(a: Span | None, b: Span | None) -> int:
    """Days between two spans; without one of them, as far as articles of one story commonly are."""
    if a is None or b is None:
        return _UNKNOWN_GAP
    return max(0, a[0] - b[1], b[0] - a[1])


def _people(mine: Profile, other: Profile) -> Mapping[str, int]:
    if not mine.people or not other.people:
        return _NO_ACTOR
    if mine.people.isdisjoint(other.people):
        return _OTHER_ACTORS if mine.countries.isdisjoint(other.countries) else _SAME_SIDE
    shared = len(mine.people & other.people)
    features = {"actors": 1000 * shared // min(len(mine.people), len(other.people))}
    if not mine.person_ids.isdisjoint(other.people):
        features["person"] = 1000
    return features


def _circumstances(mine: Profile, other: Profile) -> dict[str, int]:
    """What is said of the place, and in what way the report says it."""
    found: dict[str, int] = {}
    if mine.vague and not mine.actions.isdisjoint(other.actions):
        found["vague"] = 1000
    if mine.negated:
        found["negated"] = 1000
    if mine.types[0] == "STATEMENT" and mine.people.isdisjoint(other.people):
        found["other_teller"] = 1000
    if mine.town is None or other.town is None:
        return found
    if mine.town == other.town:
        found["place"] = 1000
    elif None in (mine.town[0], other.town[0]) and mine.town[1] == other.town[1]:
        # A country holds its towns: "visits Russia" and "met in Moscow" say the same place with unequal precision.
        found["place"] = 500
    else:
        found["other_place"] = 1000
    return found


def _overlap(mine: Profile, other: Profile) -> int:
    best = 0
    for title in mine.titles[:1]:
        for theirs in other.titles:
            if both := len(title & theirs):
                best = max(best, 1000 * both // (len(title) + len(theirs) - both))
    return best
