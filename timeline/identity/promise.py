"""How likely two reports can be one at most, worked out quickly: of many only a few are worth a comparison."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter

from timeline.identity.features import STORY, Likeness
from timeline.identity.profile import FAR, Profile
from timeline.identity.values import Weights

_NONE: Likeness = {}


def promising(
    mine: Profile, others: Iterable[Profile], likeness: Likeness | None, w: Weights
) -> list[tuple[int, Profile]]:
    """Those that may be found to tell the same, each with the logit that can be found at most; the highest first.

    Two main events stand before all: another model judges them. Between two reports it is the same which is ``mine``.

    Args:
        mine: a report.
        others: what it is to be compared with.
        likeness: of articles to the report's; None where nobody looked.
        w: weights.
    """
    found, contents, base = list[tuple[int, Profile]](), mine.contents, w.report.bias + w.most_place
    if likeness is None:
        likeness, base = _NONE, base - w.report.weights["unlike"]
    for other in others:
        if mine.main_of and other.main_of:
            found.append((FAR, other))
        elif contents == other.contents and (most := _most(mine, other, likeness, w)) is not None:
            found.append((base + most, other))
    return sorted(found, key=itemgetter(0), reverse=True)


def _most(mine: Profile, other: Profile, likeness: Likeness, w: Weights) -> int | None:
    """The logit that a comparison finds at most; None where the two name no kind of act in common."""
    weights, act, type_ = w.report.weights, not mine.actions.isdisjoint(other.actions), mine.types[0]
    if act:
        most = weights["same_action"] + (weights["vague"] if mine.vague and other.vague else 0)
    elif type_ in other.types:
        if mine.vague:
            return None
        most = weights["same_type"]
    elif mine.related.isdisjoint(other.types):
        return None
    else:
        most = weights["related_type"]
    if not mine.people.isdisjoint(other.people):
        most += w.most_people
    else:
        if not mine.people or not other.people:
            most += weights["no_actor"]
        else:
            most += weights["other_actors" if mine.countries.isdisjoint(other.countries) else "same_side"]
        if type_ == "STATEMENT" == other.types[0]:
            most += weights["other_teller"]
    words = -1
    if own := not mine.article_ids.isdisjoint(other.article_ids):
        most += weights["same_article"]
    else:
        for i in other.article_ids:
            if i in likeness and likeness[i]["words"] > words:
                words = likeness[i]["words"]
        most += weights["unlike"] if words < 0 else weights["alike"] * words // 1000
    if act and (own or words >= STORY):
        most += w.most_story
    if (mine.span and other.span) or "postponed" in (mine.status, other.status):
        return most + w.most
    return most + (w.most_said_again if own else w.most_undated)
