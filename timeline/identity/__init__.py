"""Is this report about an event that is already known? Pure: values in, a decision out.

Hard limits first (dates that cannot be the same day, actions of different kinds, different people in the same part),
then a score: a logistic function of a few features that a person can read, with the weights of ``rules/identity.toml``.
All numbers are thousandths, so a decision is the same on every machine and can be kept in the log without floats.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from timeline.identity.features import Likeness
from timeline.identity.profile import VAGUE, Profile, profile
from timeline.identity.promise import promising
from timeline.identity.telling import (
    FOUND,
    Drawn,
    Found,
    akin,
    drawn,
    judge,
    likely,
    logit_of,
    same,
    score,
    two_of_a_kind,
)
from timeline.identity.values import Decision, Model, Subject, Weights, weights
from timeline.model import Candidate

__all__ = [
    "FOUND",
    "VAGUE",
    "Decision",
    "Drawn",
    "Found",
    "Likeness",
    "Model",
    "Profile",
    "Subject",
    "Weights",
    "akin",
    "decide",
    "drawn",
    "judge",
    "likely",
    "opened",
    "profile",
    "same",
    "score",
    "two_of_a_kind",
    "weights",
]


def decide(
    mine: Profile,
    candidates: Sequence[Profile],
    likeness: Likeness | None = None,
    table: Weights | None = None,
    judged: Mapping[str | None, Found | None] | None = None,
) -> Decision:
    """The event that a report belongs to.

    Args:
        mine: the report.
        candidates: events it may be, in any order.
        likeness: of articles to the report's; None where nobody looked.
        table: weights; the shipped ones by default.
        judged: report_id -> what :func:`judge` said of it, where it was asked before.

    Returns:
        The best candidate at or above the threshold, else a decision to open a new event; the runner-up in either case.
    """
    w, judged = table or weights(), judged or {}
    scored: list[tuple[Found, Profile]] = []
    # The likeliest event so far, how likely it is, and how likely any other.
    likeliest, most, least = None, 0, 0
    # The most promising first: beside them most others need no closer look.
    for reach, c in promising(mine, candidates, likeness, w):
        # Who is second is asked of events that are likely enough only.
        if reach < logit_of(least if most >= w.threshold else most):
            break
        found = judged[c.report_id] if c.report_id in judged else judge(mine, c, likeness, w)
        if found is None:
            continue
        scored.append((found, c))
        if c.event_id == likeliest:
            most = max(most, found.score)
        elif found.score > most:
            likeliest, most, least = c.event_id, found.score, most
        else:
            least = max(least, found.score)
    # What is a main event elsewhere and likely enough goes before whatever is told in passing.
    scored.sort(
        key=lambda s: (not (s[0].main and s[0].score >= w.threshold), -s[0].score, s[1].report_id or "", s[1].event_id)
    )
    if not scored:
        return Decision(None, "identity.no_candidate", 1000, None, None, {})
    found, best = scored[0]
    if found.score < w.threshold:
        return Decision(
            None, "identity.below_threshold", 1000 - found.score, best.event_id, found.score, found.features
        )
    up, up_score = next(((c.event_id, f.score) for f, c in scored if c.event_id != best.event_id), (None, None))
    return Decision(best.event_id, found.rule, found.score, up, up_score, found.features, best.report_id)


def opened(event_id: str, subject: Subject, report_id: str | None = None) -> Candidate:
    """The candidate that this report of an event is, for the next reports of the same commit."""
    r = subject.report
    return Candidate(
        event_id=event_id, types=(r.type,), triggers=(r.trigger,), titles=(r.title,), actor_ids=subject.actor_ids,
        party_ids=subject.party_ids, place=r.place, place_country=r.place_country, earliest=r.when.earliest,
        latest=r.when.latest, likely_date=r.when.likely_date, granularity=r.when.granularity, basis=r.when.basis,
        status=r.status, claim=r.claim, article_ids=frozenset({subject.article_id}),
        published=(subject.published,) if subject.published else (), countries=subject.countries,
        person_ids=subject.person_ids,
        main_of=frozenset({subject.article_id} if subject.main else ()), report_id=report_id, polarity=r.polarity,
    )  # fmt: skip
