"""Folding reports and people's corrections into one event. Pure: the order in which things arrived does not matter.

The rules stand in the design under "Folding reports into an event". A correction comes first in every column it sets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from timeline import days
from timeline.fold import axes
from timeline.fold.dating import UNDATED, Span, alone, dating, end_of, is_dated, midnight, span, span_class, stated
from timeline.fold.evidence import Evidence, decides, lapsed, standing
from timeline.model import (
    CERTAINTIES,
    CLAIMS,
    EXTENTS,
    GRANULARITIES,
    POLARITIES,
    ROLES,
    SALIENCES,
    STATUSES,
    TYPES,
    When,
)

__all__ = [
    "CORRECTABLE", "UNCOUNTED", "EventRow", "Evidence", "Span", "bounds", "check", "check_bounds", "entered", "fold",
    "span", "span_class",
]  # fmt: skip

UNCOUNTED = ("sources", "reports", "first_reported_at", "last_reported_at")
"""Columns whose change alone makes no new version of an event in its history."""

_CHOICES: Mapping[str, tuple[str, ...]] = {
    "type": TYPES, "salience": SALIENCES, "status": STATUSES, "certainty": CERTAINTIES, "polarity": POLARITIES,
    "claim": CLAIMS, "extent": EXTENTS,
}  # fmt: skip

CORRECTABLE = (*_CHOICES, "title", "place", "place_country", "confidence", "date", "earliest", "latest", "actors")
"""Fields that ``EventCorrected`` may set. ``date`` takes ``YYYY[-MM[-DD]]`` or the fields of a model.When, ``actors`` a
list of ``[actor_id, role]``, ``confidence`` thousandths, ``earliest`` and ``latest`` a day or None for open."""

_FIRM = {"certain": 700, "probable": 500, "possible": 300}
_CLAIMED = {"disputed": -200, "alleged": -300, "denied": -400, "forecast": -100}
_DATED = {"explicit": 100, "completed_from_published": 100, "completed_from_text": 100, "anchored_on_event": 50,
          "near_published": -100, "tense_only": -150, "none": -150}  # fmt: skip


class EventRow(NamedTuple):
    """One row of ``events``, and who took part. A tuple, since one is made of each event that an article tells."""

    event_id: str
    title: str
    type: str
    salience: str
    status: str
    certainty: str
    polarity: str
    claim: str
    starts_at: datetime | None
    ends_before: datetime | None
    earliest: str | None
    latest: str | None
    likely_date: str | None
    earliest_day: int | None
    latest_day: int | None
    first_day: int | None
    last_day: int | None
    span_class: str
    extent: str
    utc_offset: int | None
    instant_utc: str | None
    date_edtf: str | None
    date_precision: str
    date_basis: str
    date_conflicts: int
    """Number of dated reports whose date contradicts the event's."""
    sql_date: date | None
    """The day, where the event is dated to one day within years 1 to 9999."""
    year: int | None
    month: int | None
    place: str | None
    place_country: str | None
    sources: int
    reports: int
    first_reported_at: str | None
    last_reported_at: str | None
    confidence: int
    """Thousandths, see :func:`_confidence`."""
    actors: tuple[tuple[str, str], ...]
    """Sorted (actor_id, role)."""


COLUMNS = EventRow._fields[:-1]


def fold(event_id: str, evidence: Iterable[Evidence], corrections: Mapping[str, Any]) -> EventRow | None:
    """The event that reports and corrections make.

    Args:
        event_id: its id.
        evidence: its reports in any order, superseded and withdrawn ones included; they do not count.
        corrections: the value in force of each corrected field.

    Returns:
        The row, or None when nothing that counts says there is such an event.

    Raises:
        ValueError: a date or a correction cannot be read.
    """
    live = sorted([e for e in evidence if not e.superseded and not e.withdrawn], key=attrgetter("report_id"))
    if not live:
        return None
    if len(live) == 1 and not corrections:
        return _alone(event_id, live[0])
    status = corrections.get("status") or axes.status(live)
    when, conflicts = dating(live, status)
    when = _corrected(when, corrections)
    if "date" in corrections:
        conflicts = 0
    place, country = axes.place([e for e in live if not lapsed(e)] or live)
    said = [e for e in live if e.article_id is not None]
    published = sorted(e.published for e in said if e.published)
    values = dict(
        event_id=event_id,
        title=axes.title(live, status),
        type=axes.type_(live),
        salience="main" if any(e.salience == "main" for e in live) else "background",
        status=status,
        certainty=axes.certainty(live, status),
        polarity=axes.polarity(live),
        claim=axes.claim(live),
        **_dates(when),
        date_conflicts=conflicts,
        place=place,
        place_country=country,
        sources=len({e.source_id or e.article_id for e in said}),
        reports=len(said),
        first_reported_at=published[0] if published else None,
        last_reported_at=published[-1] if published else None,
        actors=_actors(live, corrections.get("actors")),
    )
    values |= {name: corrections[name] for name in _PLAIN if name in corrections}
    if "confidence" not in corrections:
        values["confidence"] = _confidence(values, live)
    return EventRow(**values)


_PLAIN = (
    "title", "type", "salience", "status", "certainty", "polarity", "claim", "place", "place_country", "confidence",
)  # fmt: skip


def _alone(event_id: str, e: Evidence) -> EventRow:
    """What the rules make of a single report, which most events have: it has its way in everything."""
    when = alone(e.when)
    dates = _dates(when)
    values = dict(
        event_id=event_id,
        title=e.title,
        type=e.type,
        salience=e.salience,
        status=standing(e),
        certainty=e.certainty,
        polarity=e.polarity,
        claim=e.claim,
        **dates,
        date_conflicts=int(is_dated(when) and _inverted(when.earliest, when.latest)),
        place=e.place,
        place_country=e.place_country,
        sources=int(e.article_id is not None),
        reports=int(e.article_id is not None),
        first_reported_at=e.published if e.article_id is not None else None,
        last_reported_at=e.published if e.article_id is not None else None,
        actors=_actors([e], None),
    )
    values["confidence"] = _confidence(values, [e])
    return EventRow(**values)


@lru_cache(maxsize=4096)  # the events of an article, and those of a day, share a few datings
def _dates(when: When) -> Mapping[str, Any]:
    found = span(when)
    first, last = found.first_day, found.last_day
    year, month = _calendar(first, last)
    starts_at = midnight(first)
    return {
        "starts_at": starts_at,
        "ends_before": end_of(last),
        "earliest": when.earliest,
        "latest": when.latest,
        "likely_date": when.likely_date,
        "earliest_day": found.earliest_day,
        "latest_day": found.latest_day,
        "first_day": first,
        "last_day": last,
        "span_class": found.span_class,
        "extent": when.extent,
        "utc_offset": when.utc_offset,
        "instant_utc": when.instant_utc,
        "date_edtf": when.edtf,
        "date_precision": when.granularity,
        "date_basis": when.basis,
        "sql_date": starts_at.date() if starts_at and first == last else None,
        "year": year,
        "month": month,
    }


def _calendar(first: int | None, last: int | None) -> tuple[int | None, int | None]:
    """(year, month) where the whole span lies in one; astronomical years, 0 = 1 BCE."""
    if first is None or last is None:
        return None, None
    (y1, m1, _), (y2, m2, _) = days.civil(first), days.civil(last)
    return (y1 if y1 == y2 else None), (m1 if (y1, m1) == (y2, m2) else None)


def _actors(live: Sequence[Evidence], corrected: Any) -> tuple[tuple[str, str], ...]:
    """Everybody in every part they take; ``mentioned`` only where they take no other."""
    if corrected is not None:
        return tuple(sorted({(actor, role) for actor, role in corrected}))
    pairs = {pair for e in live for pair in e.roles}
    parties = {actor for actor, role in pairs if role != "mentioned"}
    return tuple(sorted((actor, role) for actor, role in pairs if role != "mentioned" or actor not in parties))


def _corrected(when: When, corrections: Mapping[str, Any]) -> When:
    if "date" in corrections:
        when = _dating(corrections["date"])
    if "extent" in corrections:
        when = replace(when, extent=corrections["extent"])
    given = {name: corrections[name] for name in ("earliest", "latest") if name in corrections}
    return _bounded(when, given) if given else when


def _bounded(when: When, given: Mapping[str, str | None]) -> When:
    """A dating with the bounds that a person set. What reports say gives way to them: later ones may say otherwise."""
    earliest, latest = given.get("earliest", when.earliest), given.get("latest", when.latest)
    if _inverted(earliest, latest):
        earliest, latest = (earliest, None) if "earliest" in given else (None, latest)
    basis = "explicit" if when.basis in UNDATED else when.basis
    if (earliest, latest, basis) == (when.earliest, when.latest, when.basis):
        return when
    day = earliest if earliest == latest else None
    edtf = day or (f"{earliest or '..'}/{latest or '..'}" if earliest or latest else None)
    return replace(
        when, earliest=earliest, latest=latest, likely_date=day, edtf=edtf, granularity="day" if day else "open",
        qualifier=None, basis=basis, utc_offset=None, instant_utc=None,
    )  # fmt: skip


def _inverted(earliest: str | None, latest: str | None) -> bool:
    return earliest is not None and latest is not None and days.of(earliest) > days.of(latest)


def _confidence(row: Mapping[str, Any], live: Sequence[Evidence]) -> int:
    """How sure the fold is, 10 to 990 thousandths.

    Certainty gives 700, 500 or 300; a second and a third source 100 each; a date that is stated 100, one that is not
    takes up to 150; a dispute, an allegation, a denial or a forecast takes 100 to 400; contradicting dates 100;
    headlines alone 200.
    """
    value: int = _FIRM[row["certainty"]] + 100 * min(max(row["sources"] - 1, 0), 2)
    value += _DATED.get(row["date_basis"], 0) + _CLAIMED.get(row["claim"], 0)
    value -= 100 * (row["date_conflicts"] > 0) + 200 * (not any(decides(e) for e in live))
    return min(max(value, 10), 990)


def entered(event_id: str, values: Mapping[str, Any]) -> Evidence:
    """The evidence of a person who enters an event by hand: fields of :data:`CORRECTABLE`, all optional but ``title``.

    Raises:
        ValueError: a field or value is not one of those allowed.
    """
    for name, value in values.items():
        check(name, value)
    if "title" not in values:
        raise ValueError("an event entered by hand needs a title")
    return Evidence(
        report_id=f"entered/{event_id}",
        title=values["title"],
        type=values.get("type", "OTHER"),
        when=_corrected(When(), values),
        roles=tuple((actor, role) for actor, role in values.get("actors", ())),
        place=values.get("place"),
        place_country=values.get("place_country"),
        status=values.get("status", "unknown"),
        certainty=values.get("certainty", "certain"),
        polarity=values.get("polarity", "positive"),
        claim=values.get("claim", "asserted"),
        salience=values.get("salience", "main"),
    )


def check(name: str, value: Any) -> None:
    """Whether a correction can be applied.

    Raises:
        ValueError: no such field, or not a value of it; the message names what is allowed.
    """
    if name not in CORRECTABLE:
        raise ValueError(f"{name!r} cannot be corrected; fields are {', '.join(CORRECTABLE)}")
    if name in _CHOICES and value not in _CHOICES[name]:
        raise ValueError(f"{name} is one of {', '.join(_CHOICES[name])}, not {value!r}")
    if name == "date":
        _check_date(value)
    elif name in ("earliest", "latest") and value is not None:
        days.of(value)
    elif name == "actors":
        if not all(isinstance(pair, list | tuple) and len(pair) == 2 and pair[1] in ROLES for pair in value):
            raise ValueError(f"actors are pairs of actor_id and role; roles are {', '.join(ROLES)}")
    elif name == "confidence" and not (isinstance(value, int) and 0 <= value <= 1000):
        raise ValueError("confidence is a whole number from 0 to 1000, in thousandths")
    elif name == "title" and not (isinstance(value, str) and value.strip()):
        raise ValueError("a title is some words")


def check_bounds(values: Mapping[str, Any], earliest: str | None = None, latest: str | None = None) -> None:
    """Whether the bounds of an event that fields are set of are in their order.

    Args:
        values: fields of :data:`CORRECTABLE`, each one that :func:`check` allows.
        earliest: the event's own bound, a day; None = open.
        latest: the same.

    Raises:
        ValueError: the earliest day would be later than the latest.
    """
    own = bounds(values["date"]) if "date" in values else {"earliest": earliest, "latest": latest}
    earliest, latest = (values.get(name, own[name]) for name in ("earliest", "latest"))
    if _inverted(earliest, latest):
        raise ValueError(f"earliest {earliest} is later than latest {latest}; give both, or date")


def bounds(date: Any) -> dict[str, str | None]:
    """``earliest`` and ``latest`` of a value of the field ``date``."""
    when = _dating(date)
    return {"earliest": when.earliest, "latest": when.latest}


def _dating(value: Any) -> When:
    return stated(value) if isinstance(value, str) else When(**(value or {}))


def _check_date(value: Any) -> None:
    try:
        when = _dating(value)
    except TypeError:
        raise ValueError("date is YYYY, YYYY-MM, YYYY-MM-DD or the fields of a dating") from None
    if when.granularity not in GRANULARITIES or when.extent not in EXTENTS:
        raise ValueError("date has an unknown granularity or extent")
    span(when)
    if _inverted(when.earliest, when.latest):
        raise ValueError(f"date: earliest {when.earliest} is later than latest {when.latest}")
