"""What folding knows of one report."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from timeline.model import When

PLANS = ("planned", "scheduled", "expected", "postponed")


class Evidence(NamedTuple):
    """One report of an event, with what counts of its article. A tuple, since one is made of each report folded."""

    report_id: str
    title: str
    type: str
    when: When
    article_id: str | None = None
    """None for an event that a person entered by hand."""
    source_id: str | None = None
    """The article whose revision this is, else the article itself: revisions are one source."""
    published: str | None = None
    """Publication day, YYYY-MM-DD."""
    roles: tuple[tuple[str, str], ...] = ()
    """(actor_id, role) of each mention that means somebody known."""
    place: str | None = None
    place_country: str | None = None
    zone: str = "body"
    status: str = "unknown"
    certainty: str = "certain"
    polarity: str = "positive"
    claim: str = "asserted"
    salience: str = "background"
    surfaces: tuple[str, ...] = ()
    """The name that the article writes, for each of these; none of what a person entered."""
    superseded: bool = False
    """A newer extraction of the article replaces it."""
    withdrawn: bool = False
    """Its article no longer counts."""


def named(e: Evidence) -> int:
    """How many of its parties the title names, by the last word of their names."""
    words = _words(e.title)
    parties = [(actor, name) for (actor, role), name in zip(e.roles, e.surfaces, strict=False) if role != "mentioned"]
    last = {actor: name.casefold().split()[-1:] for actor, name in parties}
    return sum([1 for name in last.values() if name and name[0] in words])


@lru_cache(maxsize=4096)  # an event is folded again with each report that joins it
def _words(title: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", title.casefold()))


def decides(e: Evidence) -> bool:
    """Whether it may decide what is so: headlines and links alone never do."""
    return e.zone in ("body", "caption")


def standing(e: Evidence) -> str:
    """The status a report may give: a denied or negated one gives none, an alleged or forecast one no fact."""
    if not decides(e) or e.polarity == "negative" or e.claim == "denied":
        return "unknown"
    return "unknown" if e.status == "occurred" and e.claim in ("alleged", "forecast") else e.status


def lapsed(e: Evidence) -> bool:
    """Whether a plan's day had passed when it was told: it says what was planned, and not what is."""
    return e.status in PLANS and None not in (e.when.latest, e.published) and str(e.when.latest) < str(e.published)
