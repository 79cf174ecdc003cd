"""Are two known events one, now that a report fits both? Pure, and careful: two events are kept apart on any doubt.

"Egypt signs a water agreement on 1 June" and "Kenya signs a water agreement on 1 June" stay two, for all that is known,
until a report says that Egypt and Kenya signed it.
"""

from __future__ import annotations

from timeline.identity import mains
from timeline.identity.features import compare
from timeline.identity.values import Decision, Subject, Weights
from timeline.model import Candidate, Report, When

_AGAINST = ("other_place", "dates_differ", "negated", "vague", "vague_story")


def one(subject: Subject, decision: Decision, first: Candidate, second: Candidate, w: Weights) -> bool:
    """Whether a report that was found to be the first event shows that the second is the first.

    Args:
        subject: the report.
        decision: on it; its runner-up is the second event.
        first: the event it was linked to, as it was before.
        second: the runner-up.
        w: weights.
    """
    if min(decision.score, decision.runner_up_score or 0) < w.merge or "cancelled" in (first.status, second.status):
        return False
    # An article that tells of both as two knows better than a third one that tells of either.
    if first.article_ids & second.article_ids:
        return False
    if mains.apply(subject, first, w) and mains.apply(subject, second, w):
        return mains.same_day(first, second)
    # Two meetings at one summit: each has its own pair, and who names all four tells of the summit.
    own = min(len(first.party_ids), len(second.party_ids))
    if own > 1 and not first.party_ids & second.party_ids:
        return False
    features = compare(_and(subject, first), second, w)
    return (
        features is not None
        and {"same_action", "actors"} <= features.keys()
        and not features.keys().isdisjoint(("same_day", "same_span"))
        and features.keys().isdisjoint(_AGAINST)
    )


def _and(subject: Subject, c: Candidate) -> Subject:
    """The event told as one report, with those whom the new report adds."""
    when = When(c.earliest, c.latest, c.likely_date, granularity=c.granularity, basis=c.basis)
    report = Report(
        0, c.titles[0], c.triggers[0] if c.triggers else "", 0, 0, 0, 0, c.types[0], when, place=c.place,
        place_country=c.place_country, status=c.status, claim=c.claim,
    )  # fmt: skip
    return Subject(
        report=report,
        actor_ids=c.actor_ids | subject.actor_ids,
        party_ids=c.party_ids | subject.party_ids,
        person_ids=c.person_ids | subject.person_ids,
        article_id="",
        published=min(c.published, default=None),
        countries=c.countries | subject.countries,
    )
