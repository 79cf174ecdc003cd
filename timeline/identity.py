"""Is this report about an event that is already known? Pure: values in, a decision out.

Hard limits first (dates that cannot be the same day, actions of different kinds, different people in the same part), then a
score: a logistic function of a few features that a person can read, with the weights of ``rules/identity.toml``. All numbers
are thousandths, so a decision is the same on every machine and can be kept in the log without floats.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from timeline import days
from timeline.actors.tables import states
from timeline.model import Candidate, Report, When

_UNDATED = ("near_published", "tense_only", "none")
_VAGUE = ("OTHER", "STATE", "STATEMENT")
_AHEAD = ("planned", "scheduled", "expected", "postponed")
_SLACK, _FAR, _UNKNOWN_GAP = 1, 10**7, 30
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Subject:
    """A report as identity sees it: with its actors resolved and its article known."""

    report: Report
    actor_ids: frozenset[str]
    party_ids: frozenset[str]
    """Actors in other roles than ``mentioned``."""
    person_ids: frozenset[str]
    article_id: str
    published: str | None
    countries: frozenset[str] = frozenset()
    """ISO 3166-1 alpha-2 codes of the parties."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Which event a report belongs to (None: a new one), and why."""

    event_id: str | None
    rule: str
    score: int
    runner_up: str | None
    runner_up_score: int | None
    features: dict[str, int]


@dataclass(frozen=True, slots=True)
class Weights:
    """The table rules/identity.toml, read."""

    threshold: int
    bias: int
    features: dict[str, int]
    actions: dict[str, str]
    """Trigger lemma -> action class."""
    related: frozenset[frozenset[str]]
    """Pairs of types one event may carry."""


@cache
def weights() -> Weights:
    """The shipped weights."""
    table = tomllib.loads((files("timeline") / "rules" / "identity.toml").read_text("utf-8"))
    return Weights(
        threshold=table["threshold"],
        bias=table["bias"],
        features=table["weights"],
        actions={lemma: name for name, lemmas in table["actions"].items() for lemma in lemmas},
        related=frozenset(frozenset(pair) for pair in table["related_types"]),
    )


def decide(subject: Subject, candidates: Sequence[Candidate], table: Weights | None = None) -> Decision:
    """The event that a report belongs to.

    Args:
        subject: the report.
        candidates: events it may be, in any order.
        table: weights; the shipped ones by default.

    Returns:
        The best candidate at or above the threshold, else a decision to open a new event; the runner-up in either case.
    """
    w = table or weights()
    scored = []
    for candidate in candidates:
        features = compare(subject, candidate, w)
        if features is not None:
            scored.append((score(features, w), candidate.event_id, features))
    scored.sort(key=lambda s: (-s[0], s[1]))
    best = scored[0] if scored else None
    second = scored[1] if len(scored) > 1 else None
    if best and best[0] >= w.threshold:
        up, up_score = (second[1], second[0]) if second else (None, None)
        return Decision(best[1], "identity.score", best[0], up, up_score, best[2])
    if best:
        return Decision(None, "identity.below_threshold", 1000 - best[0], best[1], best[0], best[2])
    return Decision(None, "identity.no_candidate", 1000, None, None, {})


def score(features: dict[str, int], w: Weights) -> int:
    """Probability in thousandths that report and event are one, by the logistic function."""
    z = w.bias + sum(w.features[name] * value // 1000 for name, value in features.items())
    return round(1000 / (1 + math.exp(-z / 1000)))


def compare(subject: Subject, candidate: Candidate, w: Weights) -> dict[str, int] | None:
    """Features of a pair in thousandths, or None when the two cannot be one event."""
    report = subject.report
    action = _action(report, candidate, w)
    dates = _dates(subject, candidate)
    people = _people(subject, candidate)
    if action is None or dates is None or people is None:
        return None
    if _contents(report.claim) != _contents(candidate.claim):
        return None
    features = {**action, **dates, **people, "title": _overlap(report.title, candidate.titles)}
    features |= _places(report, candidate)
    if report.polarity == "negative" and report.claim != "denied":
        features["negated"] = 1000
    if subject.article_id in candidate.article_ids:
        features["same_article"] = 1000
        if "same_action" in action and "undated" in dates:
            features["said_again"] = 1000
    return {name: value for name, value in features.items() if value}


def opened(event_id: str, subject: Subject) -> Candidate:
    """The candidate that a new event opened by this report is, for the next reports of the same commit."""
    r = subject.report
    return Candidate(
        event_id=event_id, types=(r.type,), triggers=(r.trigger,), titles=(r.title,), actor_ids=subject.actor_ids,
        party_ids=subject.party_ids, place=r.place, place_country=r.place_country, earliest=r.when.earliest,
        latest=r.when.latest, likely_date=r.when.likely_date, granularity=r.when.granularity, basis=r.when.basis,
        status=r.status, claim=r.claim, article_ids=frozenset({subject.article_id}),
        published=(subject.published,) if subject.published else (), countries=subject.countries,
    )  # fmt: skip


def joined(candidate: Candidate, subject: Subject) -> Candidate:
    """The candidate after this report was linked to it: the better-dated side wins, names add up."""
    new = opened(candidate.event_id, subject)
    dated = new if candidate.basis in _UNDATED and new.basis not in _UNDATED else candidate
    return replace(
        candidate,
        types=_union(candidate.types, new.types),
        triggers=_union(candidate.triggers, new.triggers),
        titles=_union(candidate.titles, new.titles),
        actor_ids=candidate.actor_ids | new.actor_ids,
        party_ids=candidate.party_ids | new.party_ids,
        place=candidate.place or new.place,
        place_country=candidate.place_country or new.place_country,
        earliest=dated.earliest,
        latest=dated.latest,
        likely_date=dated.likely_date,
        granularity=dated.granularity,
        basis=dated.basis,
        article_ids=candidate.article_ids | new.article_ids,
        published=_union(candidate.published, new.published),
        countries=candidate.countries | new.countries,
    )


def _union(a: tuple[str, ...], b: tuple[str, ...]) -> tuple[str, ...]:
    return a + tuple(x for x in b if x not in a)


def _contents(claim: str) -> bool:
    """Alleged and forecast contents are never the same event as a plain statement of fact."""
    return claim in ("alleged", "forecast")


def _action(report: Report, candidate: Candidate, w: Weights) -> dict[str, int] | None:
    mine = w.actions.get(report.trigger, report.trigger)
    theirs = {w.actions.get(t, t) for t in candidate.triggers}
    vague = {"vague": 1000} if report.type in _VAGUE else {}
    if mine in theirs:
        return {"same_action": 1000, **vague}
    if report.type in candidate.types:
        return {"same_type": 1000} if not vague else None
    if any(frozenset((report.type, t)) in w.related for t in candidate.types):
        return {"related_type": 1000}
    return None


def _dates(subject: Subject, candidate: Candidate) -> dict[str, int] | None:
    when = subject.report.when
    if _apart(when, candidate):
        return None
    a = _span(when, subject.report.status, subject.published)
    b = _span(candidate, candidate.status, *candidate.published)
    if a is None or b is None:
        gap = _gap(a or _published(subject.published), b or _published(*candidate.published))
        return {"undated": 1000, "near": max(0, 1000 - 20 * gap), "far": min(1000, 1000 * max(0, gap - 50) // 350)}
    if a[0] > b[1] or b[0] > a[1]:
        return None
    lengths = sorted((a[1] - a[0], b[1] - b[0]))
    if lengths[1] == 0:
        return {"same_day": 1000}
    if lengths[1] > 366 * 2 and lengths[0] < 32:
        return {"far_precision": 1000}
    return {"same_span": 1000} if a == b else {"overlap": 1000}


def _apart(a: When | Candidate, b: When | Candidate) -> bool:
    """Whether guaranteed bounds exclude each other; a day's slack, since publication dates are days somewhere on Earth."""
    return any(
        early.latest is not None and late.earliest is not None and days.of(early.latest) + _SLACK < days.of(late.earliest)
        for early, late in ((a, b), (b, a))
    )


def _published(*published: str | None) -> tuple[int, int] | None:
    known = [days.of(day) for day in published if day]
    return (min(known), max(known)) if known else None


def _span(x: When | Candidate, status: str, *published: str | None) -> tuple[int, int] | None:
    """First and last day number that the text gives; None where it dates nothing.

    An open side ends at publication where the status says so (what is planned lies ahead, what occurred behind), else far away.
    """
    if x.basis in _UNDATED:
        return None
    if x.earliest is None and x.latest is None:
        return days.span(x.likely_date) if x.likely_date else None
    press = _published(*published) or (-_FAR, _FAR)
    first = days.of(x.earliest) if x.earliest else press[0] - _SLACK if status in _AHEAD else -_FAR
    last = days.of(x.latest) if x.latest else press[1] + _SLACK if status == "occurred" else _FAR
    return (first, last) if first <= last else None


def _gap(a: tuple[int, int] | None, b: tuple[int, int] | None) -> int:
    """Days between two spans; without one of them, as far as articles of one story commonly are."""
    if a is None or b is None:
        return _UNKNOWN_GAP
    return max(0, a[0] - b[1], b[0] - a[1])


def _people(subject: Subject, candidate: Candidate) -> dict[str, int] | None:
    mine, theirs = subject.party_ids or subject.actor_ids, candidate.party_ids or candidate.actor_ids
    if not mine or not theirs:
        return {"no_actor": 1000}
    shared = mine & theirs
    if not shared:
        sides = subject.countries & candidate.countries
        return {"same_side" if sides else "other_actors": 1000}
    features = {"actors": 1000 * len(shared) // min(len(mine), len(theirs))}
    if subject.person_ids & theirs:
        features["person"] = 1000
    return features


def _places(report: Report, candidate: Candidate) -> dict[str, int]:
    if not report.place or not candidate.place:
        return {}
    mine, theirs = _town(report.place, report.place_country), _town(candidate.place, candidate.place_country)
    if mine == theirs:
        return {"place": 1000}
    # A country holds its towns: "visits Russia" and "met in Moscow" say the same place with unequal precision.
    if None in (mine[0], theirs[0]) and mine[1] == theirs[1]:
        return {"place": 500}
    return {"other_place": 1000}


def _town(place: str, country: str | None) -> tuple[str | None, str | None]:
    """(town or None for the whole country, country); a seat of government counts as the capital it stands in."""
    state = states().get(country or "")
    name = place.casefold()
    if state is None:
        return name, country
    if name in (state.name.casefold(), *(n.casefold() for n in state.other_names)):
        return None, country
    if state.capital and name in (seat.casefold() for seat in state.seats):
        return state.capital.casefold(), country
    return name, country


def _overlap(title: str, titles: Sequence[str]) -> int:
    mine = _words(title)
    if not mine:
        return 0
    best = 0
    for other in titles:
        theirs = _words(other)
        if theirs:
            best = max(best, 1000 * len(mine & theirs) // len(mine | theirs))
    return best


def _words(text: str) -> frozenset[str]:
    return frozenset(word[:6] for word in _WORD.findall(text.casefold()))
