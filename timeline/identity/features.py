"""What speaks for and against a report being an event, and what rules it out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from timeline import days
from timeline.actors.tables import states
from timeline.identity.values import Subject, Weights
from timeline.model import Candidate, Report, When

_UNDATED = ("near_published", "tense_only", "none")
VAGUE = ("OTHER", "STATE", "STATEMENT")
"""Types that hold acts of many kinds: to share one means little."""
STORY = 160
"""Thousandths of likeness to the articles of an event, on average, from which an article tells its story."""
TOLD = 10
"""Days between the publication of two articles that tell one story, at most; a treaty's has many, told for months."""
_IN_STORY = {"other_actors": "other_names", "no_actor": "no_name", "vague": "vague_story"}
"""Features that weigh less within one story: who acts is named now this way, now that, or not at all."""
_AHEAD = ("planned", "scheduled", "expected", "postponed")
_SLACK, _FAR, _UNKNOWN_GAP = 1, 10**7, 30
_NEWS = 60
"""Days before publication that news without a date may lie back at most."""
_day = lru_cache(4096)(days.of)
_WORD = re.compile(r"[^\W\d_]{3,}")


def compare(subject: Subject, candidate: Candidate, w: Weights) -> dict[str, int] | None:
    """Features of a pair in thousandths, or None when the two cannot be one event."""
    report = subject.report
    action = _action(report, candidate, w)
    if action is None or _contents(report.claim) != _contents(candidate.claim):
        return None
    story = "same_action" in action and _one_story(subject, candidate)
    if _others(subject, candidate) and not (story and _may_be_renamed(subject, candidate, w)):
        return None
    dates, people = _dates(subject, candidate), _people(subject, candidate)
    if dates is None and "same_action" in action and _moved(subject, candidate):
        same = "actors" in people or ("no_actor" in people and _one_plan(subject, candidate))
        dates = {"moved": 1000} if same else None
    if dates is None and story and _may_be_misdated(subject, candidate):
        dates = {"dates_differ": 1000}
    if dates is None:
        return None
    features = {**action, **dates, **people, "title": _overlap(report.title, candidate.titles)}
    features |= _places(report, candidate) | _articles(subject, candidate)
    strangers = subject.countries and candidate.countries and not subject.countries & candidate.countries
    # Another town or other countries: the same words tell another event, as they do of strikes on two towns.
    if story and not strangers and "other_place" not in features:
        features = {_IN_STORY.get(name, name): value for name, value in features.items()} | {"same_story": 1000}
    if report.type == "STATEMENT" and "actors" not in people:
        features["other_teller"] = 1000
    if report.polarity == "negative" and report.claim != "denied":
        features["negated"] = 1000
    if subject.article_id in candidate.article_ids:
        features["same_article"] = 1000
        if "same_action" in action and "undated" in dates:
            features["said_again"] = 1000
    return {name: value for name, value in features.items() if value}


def _one_story(subject: Subject, candidate: Candidate) -> bool:
    """Whether one of the event's articles is the report's own, or all tell on average the same in the same days."""
    if subject.article_id in candidate.article_ids:
        return True
    gap = _gap(_published(subject.published), _published(*candidate.published))
    if gap > TOLD and subject.published and candidate.published:
        return False
    return _alike(subject, candidate)


def _alike(subject: Subject, candidate: Candidate) -> bool:
    """Whether the report's article tells on average much the same as the event's do, or is one of them."""
    if subject.article_id in candidate.article_ids:
        return True
    alike = [(subject.likeness or {}).get(article_id, {}).get("words", 0) for article_id in candidate.article_ids]
    return bool(alike) and sum(alike) >= STORY * len(alike)


def _others(subject: Subject, candidate: Candidate) -> bool:
    """Whether both name people and no one of them is the same."""
    return bool(subject.person_ids and candidate.person_ids and not subject.person_ids & candidate.person_ids)


def _may_be_renamed(subject: Subject, candidate: Candidate, w: Weights) -> bool:
    """Whether another article may name those whom this one leaves out: the attacker there, the victim here."""
    types = {subject.report.type, *candidate.types}
    return subject.article_id not in candidate.article_ids and not types & w.personal


def _may_be_misdated(subject: Subject, candidate: Candidate) -> bool:
    """Whether one of the dates was taken over from the sentences before."""
    return "inherited" in (subject.report.when.basis, candidate.basis)


def _moved(subject: Subject, candidate: Candidate) -> bool:
    """Whether one of the two says that a plan of which the other tells, not later, was put off to another day."""
    mine, theirs = subject.report.status, candidate.status
    if not (mine in _AHEAD and theirs in _AHEAD and "postponed" in (mine, theirs)):
        return False
    said, press = subject.published, sorted(candidate.published)
    if said is None or not press or mine == theirs:
        return mine == theirs == "postponed"
    return press[0] <= said if mine == "postponed" else said <= press[-1]


def _one_plan(subject: Subject, candidate: Candidate) -> bool:
    """Whether two plans without names are one: named alike in articles alike, and not past when it was put off."""
    mine, theirs = (subject.report.status, subject.report.when.latest), (candidate.status, candidate.latest)
    told = [(subject.published or "", *mine), (max(candidate.published, default=""), *theirs)]
    (_, _, planned), (said, _, _) = sorted(told, key=lambda one: (one[0], one[1] == "postponed"))
    if planned and said and _day(planned) + _SLACK < _day(said):
        return False
    words = _words(subject.report.title)
    named = any(words <= other or words >= other for other in map(_words, candidate.titles) if other)
    return bool(words) and named and _alike(subject, candidate)


def _contents(claim: str) -> bool:
    """Alleged and forecast contents are never the same event as a plain statement of fact."""
    return claim in ("alleged", "forecast")


def _action(report: Report, candidate: Candidate, w: Weights) -> dict[str, int] | None:
    vague = {"vague": 1000} if report.type in VAGUE else {}
    if w.same_action(report.trigger, candidate.triggers):
        return {"same_action": 1000, **vague}
    if report.type in candidate.types:
        return {"same_type": 1000} if not vague else None
    if any(frozenset((report.type, t)) in w.related for t in candidate.types):
        return {"related_type": 1000}
    return None


def _dates(subject: Subject, candidate: Candidate) -> dict[str, int] | None:
    when = subject.report.when
    if apart(when, candidate):
        return None
    a = _span(when, subject.report.status, subject.published)
    b = _span(candidate, candidate.status, *candidate.published)
    if a is None or b is None:
        gap = _gap(a or _published(subject.published), b or _published(*candidate.published))
        if gap > _NEWS and "near_published" in (when.basis, candidate.basis) and (a or b):
            return None
        return {"undated": 1000, "near": max(0, 1000 - 20 * gap), "far": min(1000, 1000 * max(0, gap - 30) // 100)}
    if a[0] > b[1] or b[0] > a[1]:
        return None
    lengths = sorted((a[1] - a[0], b[1] - b[0]))
    if lengths[1] == 0:
        return {"same_day": 1000}
    if lengths[1] > 366 * 2 and lengths[0] < 32:
        return {"far_precision": 1000}
    return {"same_span": 1000} if a == b else {"overlap": 1000}


def apart(a: When | Candidate, b: When | Candidate) -> bool:
    """Whether guaranteed bounds exclude each other; with a day's slack, since a day ends later elsewhere."""
    if a.latest is not None and b.earliest is not None and _day(a.latest) + _SLACK < _day(b.earliest):
        return True
    return b.latest is not None and a.earliest is not None and _day(b.latest) + _SLACK < _day(a.earliest)


@lru_cache(4096)
def _published(*published: str | None) -> tuple[int, int] | None:
    known = [_day(day) for day in published if day]
    return (min(known), max(known)) if known else None


def _span(x: When | Candidate, status: str, *published: str | None) -> tuple[int, int] | None:
    """First and last day number that the text gives; None where it dates nothing.

    An open side ends at publication where the status says so (plans lie ahead, what occurred behind), else far away.
    """
    if x.basis in _UNDATED:
        return None
    return _spanned(x.earliest, x.latest, x.likely_date, status, published)


@lru_cache(maxsize=4096)  # each is compared with many
def _spanned(
    earliest: str | None, latest: str | None, likely: str | None, status: str, published: tuple[str | None, ...]
) -> tuple[int, int] | None:
    if earliest is None and latest is None:
        return days.span(likely) if likely else None
    press = _published(*published) or (-_FAR, _FAR)
    first = _day(earliest) if earliest else press[0] - _SLACK if status in _AHEAD else -_FAR
    last = _day(latest) if latest else press[1] + _SLACK if status == "occurred" else _FAR
    return (first, last) if first <= last else None


def _gap(a: tuple[int, int] | None, b: tuple[int, int] | None) -> int:
    """Days between two spans; without one of them, as far as articles of one story commonly are."""
    if a is None or b is None:
        return _UNKNOWN_GAP
    return max(0, a[0] - b[1], b[0] - a[1])


def _people(subject: Subject, candidate: Candidate) -> dict[str, int]:
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


def _articles(subject: Subject, candidate: Candidate) -> dict[str, int]:
    """How alike the report's article is to those that report the event."""
    if subject.likeness is None or subject.article_id in candidate.article_ids:
        return {}
    best = max((subject.likeness.get(a, {}).get("words", 0) for a in candidate.article_ids), default=0)
    return {"alike": best} if best else {"unlike": 1000}


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


@lru_cache(maxsize=4096)  # an event's titles are compared with those of many reports
def _words(text: str) -> frozenset[str]:
    return frozenset([word[:6] for word in _WORD.findall(text.casefold())])
