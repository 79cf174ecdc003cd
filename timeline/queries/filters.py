"""What may be asked of the events, and the SQL conditions that ask it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, func, or_, select, true

from timeline.model import Period
from timeline.schema import SPAN_LENGTHS, reports, search

EVENT_COLUMNS = (
    "event_id", "title", "type", "salience", "status", "certainty", "polarity", "claim", "starts_at", "ends_before",
    "earliest", "latest", "likely_date", "first_day", "last_day", "extent", "utc_offset", "instant_utc", "date_edtf",
    "date_precision", "date_basis", "sql_date", "year", "month", "place", "place_country", "sources", "reports",
    "first_reported_at", "last_reported_at", "confidence",
)  # fmt: skip
"""Columns of the rows of :func:`timeline.queries.events`; ``actors`` comes besides."""

MATCHES = ("likely", "certainly", "possibly")
ORDERS = ("date", "newest")


class NotFound(Exception):
    """There is no such article, event or actor; the message says what to do."""


class AmbiguousId(NotFound):
    """The start of an id fits several."""


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events; everything given must hold."""

    period: Period | None = None
    actors: tuple[str | Collection[str], ...] = ()
    """Each an actor_id, or several of which any will do; an empty one matches nothing."""
    any_actor: bool = False
    """One of ``actors`` is enough."""
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    place: str | None = None
    """Name of a place, or an ISO 3166-1 alpha-2 code; case does not matter."""
    grep: str | None = None
    """Words in titles and quotes; case does not matter."""
    match: str = "likely"
    """How the period is met: ``likely``: the span used for finding overlaps it; ``certainly``: the bounds lie inside;
    ``possibly``: the bounds, open ends included, overlap it."""
    background: bool = False
    """Background events too."""
    as_of: int | str | None = None
    """A log position or an RFC 3339 instant: what was known then."""
    published_until: str | None = None
    """A day: what the press had said by its end."""
    limit: int | None = None
    order: str = "date"
    """``date``: first day first, undated last; ``newest``: last day first, undated last."""

    def __post_init__(self) -> None:
        if self.match not in MATCHES or self.order not in ORDERS:
            raise ValueError(f"match is one of {', '.join(MATCHES)}, order one of {', '.join(ORDERS)}")
        if self.as_of is not None and self.published_until is not None:
            raise ValueError("as_of and published_until are two different questions")

    def parties(self) -> list[list[str]]:
        """The ids of each actor asked for."""
        return [[a] if isinstance(a, str) else sorted(a) for a in self.actors]


@dataclass(frozen=True, slots=True)
class Source:
    """The tables a question is put to: the current ones, or their history at a position."""

    events: FromClause
    actors: FromClause
    position: int | None = None

    def valid(self, table: FromClause) -> ColumnElement[bool]:
        """The versions in force at the position."""
        if self.position is None:
            return true()
        c = table.c
        return and_(c.from_position <= self.position, or_(c.to_position.is_(None), c.to_position > self.position))


def where(conn: Connection, wanted: EventFilter, source: Source) -> list[ColumnElement[bool]]:
    """The conditions of a filter on the events of a source."""
    e = source.events.c
    conditions = [source.valid(source.events)]
    if not wanted.background:
        conditions.append(e.salience == "main")
    if wanted.types:
        conditions.append(e.type.in_(wanted.types))
    if wanted.statuses:
        conditions.append(e.status.in_(wanted.statuses))
    if wanted.place:
        conditions.append(_at(conn, wanted.place, source.events))
    if wanted.grep:
        conditions.append(e.event_id.in_(with_words(wanted.grep, source.position)))
    conditions += _with_actors(wanted, source)
    if wanted.period:
        conditions.append(_in_period(wanted, source.events))
    return conditions


def overlaps(c: Any, first: int | None, last: int | None) -> ColumnElement[bool]:
    """Spans that overlap first..last, one condition for each span class so that each is a range of an index."""
    branches = []
    for name, length in SPAN_LENGTHS.items():
        branch = [c.span_class == name]
        if first is not None:
            branch += [c.first_day > first - length, c.last_day >= first]
        if last is not None:
            branch.append(c.first_day <= last)
        branches.append(and_(*branch))
    begun = true() if last is None else or_(c.first_day.is_(None), c.first_day <= last)
    lasting = true() if first is None else or_(c.last_day.is_(None), c.last_day >= first)
    return or_(*branches, and_(c.span_class == "longer", begun, lasting))


def _in_period(wanted: EventFilter, events: FromClause) -> ColumnElement[bool]:
    assert wanted.period is not None
    first, last, c = wanted.period.first_day, wanted.period.last_day, events.c
    if wanted.match == "likely":
        return overlaps(c, first, last)
    if wanted.match == "certainly":
        inside = [] if first is None else [c.earliest_day >= first]
        inside += [] if last is None else [c.latest_day <= last]
        return and_(overlaps(c, first, last), *inside)
    begun = true() if last is None else or_(c.earliest_day.is_(None), c.earliest_day <= last)
    lasting = true() if first is None else or_(c.latest_day.is_(None), c.latest_day >= first)
    return and_(begun, lasting)


def _with_actors(wanted: EventFilter, source: Source) -> list[ColumnElement[bool]]:
    parties = wanted.parties()
    if parties and wanted.any_actor:
        parties = [sorted(set().union(*parties))]
    return [source.events.c.event_id.in_(_events_of(ids, wanted, source)) for ids in parties]


def _events_of(ids: Sequence[str], wanted: EventFilter, source: Source) -> Select[Any]:
    a = source.actors.c
    query = select(a.event_id).where(a.actor_id.in_(ids), source.valid(source.actors))
    if wanted.period and wanted.match != "possibly":
        query = query.where(overlaps(a, wanted.period.first_day, wanted.period.last_day))
    return query


def with_words(words: str, position: int | None) -> Any:
    """Ids of the events with these words in a title or quote, in either case."""
    found = search.c.text.contains(words.casefold(), autoescape=True)
    quoted = (
        select(reports.c.event_id)
        .join(search, and_(search.c.kind == "report", search.c.id == reports.c.report_id))
        .where(found, reports.c.event_id.is_not(None))
    )
    if position is None:
        quoted = quoted.where(reports.c.superseded_at.is_(None))
    else:
        quoted = quoted.where(reports.c.position <= position)
    return quoted.union(select(search.c.id).where(search.c.kind == "event", found))


def _at(conn: Connection, place: str, events: FromClause) -> ColumnElement[bool]:
    """Places are few: which of them are meant is decided here, so that case is ignored alike on every engine."""
    names = conn.execute(select(events.c.place).distinct().where(events.c.place.is_not(None))).scalars()
    meant = [name for name in names if is_at(place, name)]
    return or_(events.c.place.in_(meant), func.lower(events.c.place_country) == place.casefold().strip())


def is_at(wanted: str, place: str | None) -> bool:
    """Whether a place is the one wanted, or one of its parts is ("Moscow" of "Red Square, Moscow")."""
    name, whole = wanted.casefold().strip(), (place or "").casefold()
    return bool(name) and (name == whole or name in [part.strip() for part in whole.split(",")])
