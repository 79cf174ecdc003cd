"""What an event is and whether it happened: type, status, certainty, polarity, claim, salience, place, title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from timeline.fold.dating import descending
from timeline.fold.evidence import Evidence, decides, named, standing
from timeline.model import CERTAINTIES, TYPES

_RANKS = (("occurred", "cancelled"), ("ongoing",), ("postponed",), ("scheduled",), ("expected",), ("planned",))
_LOOSE = ("OTHER", "STATE", "STATEMENT")
"""Types that say little of an event; any other type is preferred."""


def status(evidence: Sequence[Evidence]) -> str:
    """The highest rank that any report may give; within a rank the latest published, then the more frequent.

    A "scheduled" published after the last "postponed" outranks it.
    """
    given = [(standing(e), e.published or "") for e in evidence]
    for rank in _RANKS:
        found = [(published, name) for name, published in given if name in rank]
        if not found:
            continue
        newest = max(found)[0]
        counts = Counter(name for published, name in found if published == newest)
        best = min(counts, key=lambda name: (-counts[name], rank.index(name)))
        again = [published for name, published in given if name == "scheduled" and published > newest]
        return "scheduled" if best == "postponed" and again else best
    return "unknown"


def certainty(evidence: Sequence[Evidence], status: str) -> str:
    """The firmest certainty among the reports that give the event its status."""
    group = [e for e in evidence if standing(e) == status] or evidence
    return min((e.certainty for e in group), key=CERTAINTIES.index)


def polarity(evidence: Sequence[Evidence]) -> str:
    """Positive as soon as one report is."""
    return "positive" if any(e.polarity == "positive" for e in evidence) else "negative"


def claim(evidence: Sequence[Evidence]) -> str:
    """Disputed where reports contradict each other, else the firmest claim that is made."""
    group = [e for e in evidence if decides(e)] or list(evidence)
    claims = {e.claim for e in group}
    statuses = {standing(e) for e in group}
    contested = len({e.polarity for e in group}) > 1 or {"occurred", "cancelled"} <= statuses
    if contested or "disputed" in claims or ("denied" in claims and len(claims) > 1):
        return "disputed"
    return next(c for c in ("asserted", "alleged", "forecast", "denied") if c in claims)


def type_(evidence: Sequence[Evidence]) -> str:
    """The type most reports give, those that may decide first; a loose type only where there is no other."""
    group = [e for e in evidence if decides(e)] or list(evidence)
    group = [e for e in group if e.type not in _LOOSE] or group
    if len(group) == 1:
        return group[0].type
    counts = Counter(e.type for e in group)
    main = Counter(e.type for e in group if e.salience == "main")
    return min(counts, key=lambda t: (-main[t], -counts[t], TYPES.index(t)))


def place(evidence: Sequence[Evidence]) -> tuple[str | None, str | None]:
    """(place, country) that most reports give."""
    name = _most([e.place for e in evidence])
    countries = [e.place_country for e in evidence if name is None or e.place == name]
    return name, _most(countries)


def _most(values: Sequence[str | None]) -> str | None:
    if len(values) == 1:
        return values[0]
    counts = Counter(v for v in values if v is not None)
    return min(counts, key=lambda v: (-counts[v], v), default=None)


def title(evidence: Sequence[Evidence], status: str) -> str:
    """The best report's title: main, naming who takes part, of the event's status, dated to the day, newest."""

    def rank(e: Evidence) -> tuple[object, ...]:
        return (
            e.salience != "main",
            e.polarity == "negative" or e.claim == "denied",
            -min(named(e), 2),
            standing(e) != status,
            not (e.when.earliest and e.when.earliest == e.when.latest),
            not decides(e),
            -len(e.roles),
            descending(e.published or ""),
            e.title,
        )

    return min(evidence, key=rank).title if len(evidence) > 1 else evidence[0].title
