"""What comparisons ask of a report, or of an event as a whole: worked out once, as each is compared with many."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from timeline import days
from timeline.actors.tables import states
from timeline.identity.values import Weights
from timeline.model import Candidate

VAGUE = ("OTHER", "STATE", "STATEMENT")
"""Types that hold acts of many kinds: to share one means little."""
UNDATED = ("near_published", "tense_only", "none")
AHEAD = ("planned", "scheduled", "expected", "postponed")
SLACK, FAR = 1, 10**7
"""Days by which a day of one text may be another's: it ends later elsewhere; and further than any day is."""
_DAYS = ("day", "part_of_day", "hour", "minute")
_NAMES = 3
"""Parties that make a report firmer; further ones add nothing."""
_WORD = re.compile(r"[^\W\d_]{3,}")

Span = tuple[int, int]
"""First and last day number."""
Firmness = tuple[bool, bool, int, str, str]


class Profile(NamedTuple):
    """A report, or an event as a whole, as it is compared. Days are day numbers (:mod:`timeline.days`)."""

    event_id: str
    report_id: str | None
    """None where the event is meant as a whole."""
    tells_as: str | None
    link_rule: str | None
    link_score: int | None
    """What was decided of a known report, see :class:`timeline.model.Candidate`."""
    firmness: Firmness
    """Sort key of reports, the firmest first."""
    article_ids: frozenset[str]
    main_of: frozenset[str]
    types: tuple[str, ...]
    related: frozenset[str]
    """Types that the event of a report of its type may have beside it."""
    actions: frozenset[str]
    """Classes of the acts that are named."""
    kinds: frozenset[str]
    """These classes and its types: what it is found by."""
    kin: frozenset[str]
    """Kinds of what it may tell the same as."""
    vague: bool
    contents: bool
    """Whether it is what somebody alleges or forecasts, and not said to be so."""
    negated: bool
    status: str
    actor_ids: frozenset[str]
    party_ids: frozenset[str]
    people: frozenset[str]
    """Its parties, or all who are named where there are none."""
    person_ids: frozenset[str]
    countries: frozenset[str]
    place: str | None
    """Without regard to case."""
    town: tuple[str | None, str | None] | None
    """(town or None for the whole country, country)."""
    titles: tuple[frozenset[str], ...]
    """The words of its titles; none is empty."""
    earliest: int | None
    latest: int | None
    """What the text guarantees."""
    span: Span | None
    """What the text gives; None where it dates nothing."""
    basis: str
    published: tuple[int, ...]
    press: Span | None
    """From the first to the last publication."""
    main_span: tuple[int, int, bool] | None
    """Of a main event: its day, week, month or year, else the day of publication; whether the text gives the day."""


def profile(c: Candidate, w: Weights) -> Profile:
    """What comparisons ask of a candidate."""
    type_, vague = c.types[0], c.types[0] in VAGUE
    actions = frozenset([w.actions.get(t, t) for t in c.triggers])
    related = w.goes_with.get(type_, _NONE)
    published = tuple([days.of(day) for day in c.published])
    press = (min(published), max(published)) if published else None
    dated = c.basis not in UNDATED
    return Profile(
        event_id=c.event_id, report_id=c.report_id, tells_as=c.tells_as, link_rule=c.link_rule,
        link_score=c.link_score, firmness=firmness(c), article_ids=c.article_ids, main_of=c.main_of, types=c.types,
        related=related, actions=actions, kinds=actions.union(c.types),
        kin=actions | related | (_NONE if vague else {type_}), vague=vague,
        contents=c.claim in ("alleged", "forecast"),
        negated=c.polarity == "negative" and c.claim != "denied", status=c.status, actor_ids=c.actor_ids,
        party_ids=c.party_ids, people=c.party_ids or c.actor_ids, person_ids=c.person_ids, countries=c.countries,
        place=c.place.casefold() if c.place else None, town=town(c.place, c.place_country) if c.place else None,
        titles=tuple([found for title in c.titles if (found := words(title))]),
        earliest=days.of(c.earliest) if c.earliest else None, latest=days.of(c.latest) if c.latest else None,
        span=_span(c.earliest, c.latest, c.likely_date, c.status, press) if dated else None, basis=c.basis,
        published=published, press=press, main_span=_main_span(c) if c.main_of else None,
    )  # fmt: skip


_NONE: frozenset[str] = frozenset()


def firmness(c: Candidate) -> Firmness:
    """Sort key of reports, the firmest first; no two are equal, and none depends on what else is known.

    A postponement goes before all: only it leads from the day that was planned to the day that is.
    """
    dated = c.basis not in UNDATED
    day = dated and c.granularity in _DAYS
    said = 2 * day + dated + bool(c.place) + min(_NAMES, len(c.party_ids))
    return c.status != "postponed", not c.main_of, -said, min(c.published, default="9"), c.report_id or ""


def _span(earliest: str | None, latest: str | None, likely: str | None, status: str, press: Span | None) -> Span | None:
    """First and last day that the text gives.

    An open side ends at publication where the status says so (plans lie ahead, what occurred behind), else far away.
    """
    if earliest is None and latest is None:
        return days.span(likely) if likely else None
    since, until = press or (-FAR, FAR)
    first = days.of(earliest) if earliest else since - SLACK if status in AHEAD else -FAR
    last = days.of(latest) if latest else until + SLACK if status == "occurred" else FAR
    return (first, last) if first <= last else None


def _main_span(c: Candidate) -> tuple[int, int, bool] | None:
    if c.basis not in UNDATED and c.likely_date:
        bounds = c.earliest and c.latest and (days.of(c.earliest), days.of(c.latest))
        first, last = bounds or days.span(c.likely_date)
        return first, last, first == last and c.granularity in _DAYS
    published = min(c.published, default=None)
    return (days.of(published), days.of(published), False) if published else None


@lru_cache(maxsize=4096)
def town(place: str, country: str | None) -> tuple[str | None, str | None]:
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


@lru_cache(maxsize=4096)
def words(text: str) -> frozenset[str]:
    """The words of a title, cut to six letters, so that "sign" is in "signing"."""
    return frozenset([word[:6] for word in _WORD.findall(text.casefold())])
