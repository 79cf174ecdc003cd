"""What may be asked of the events, and the SQL conditions that ask it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Text,
    and_,
    bindparam,
    func,
    or_,
    select,
    true,
    union_all,
)

from timeline.model import Period
from timeline.schema import SPAN_LENGTHS, reports, search
from timeline.schema import events as event_table

EVENT_COLUMNS = (
    "event_id", "title", "type", "salience", "status", "certainty", "polarity", "claim", "starts_at", "ends_before",
    "earliest", "latest", "likely_date", "first_day", "last_day", "extent", "utc_offset", "instant_utc", "date_edtf",
    "date_precision", "date_basis", "sql_date", "year", "month", "place", "place_country", "sources", "reports",
    "first_reported_at", "last_reported_at", "confidence", "date_conflicts",
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
    position: Any = None
    """A number, or a parameter of the statement."""

    def valid(self, table: FromClause) -> ColumnElement[bool]:
        """The versions in force at the position."""
        if self.position is None:
            return true()
        c = table.c
        return and_(c.from_position <= self.position, or_(c.to_position.is_(None), c.to_position > self.position))

    @property
    def one_version(self) -> bool:
        """Whether each event is there once, so that its own span is that of its actors' rows."""
        return self.position is not None or self.events is event_table


@dataclass(frozen=True, slots=True)
class Shape:
    """What is asked for, without the values: questions of one shape have one statement."""

    parties: int
    types: bool
    statuses: bool
    place: bool
    words: bool
    period: bool
    first: bool
    last: bool
    match: str
    background: bool
    then: bool

    @classmethod
    def of(cls, wanted: EventFilter, then: bool) -> Shape:
        """The shape of a filter; ``then``: asked at a position."""
        period = wanted.period
        parties = len(wanted.actors)
        return cls(
            min(parties, 1) if wanted.any_actor else parties, bool(wanted.types), bool(wanted.statuses),
            bool(wanted.place), bool(wanted.grep), period is not None,
            period is not None and period.first_day is not None, period is not None and period.last_day is not None,
            wanted.match, wanted.background, then,
        )  # fmt: skip


def values(conn: Connection, wanted: EventFilter, source: Source) -> dict[str, Any]:
    """The parameters of the conditions of a filter."""
    parties = wanted.parties()
    if parties and wanted.any_actor:
        parties = [sorted(set().union(*parties))]
    given: dict[str, Any] = {f"party_{n}": ids for n, ids in enumerate(parties)}
    if wanted.period:
        given |= {"first": wanted.period.first_day, "last": wanted.period.last_day}
    if wanted.types:
        given["types"] = list(wanted.types)
    if wanted.statuses:
        given["statuses"] = list(wanted.statuses)
    if wanted.grep:
        given["words"] = f"%{_escaped(wanted.grep.casefold())}%"
    if wanted.place:
        given |= {"places": _places(conn, wanted.place, source.events), "country": wanted.place.casefold().strip()}
    return given


def where(conn: Connection, wanted: EventFilter, source: Source) -> list[ColumnElement[bool]]:
    """The conditions of a filter on the events of a source."""
    given = values(conn, wanted, source)

    def fixed(name: str, type_: type[Text] | type[Integer], several: bool = False) -> Any:
        return bindparam(name, given[name], type_=type_, expanding=several, unique=True)

    return conditions(Shape.of(wanted, source.position is not None), source, fixed)


def conditions(shape: Shape, source: Source, give: Callable[..., Any]) -> list[ColumnElement[bool]]:
    """The conditions of a shape.

    Args:
        shape: what is asked.
        source: of which tables.
        give: makes the parameters, from the names that :func:`values` gives, a type, and whether it is a list.
    """
    e = source.events.c
    found = [source.valid(source.events)]
    if not shape.background:
        found.append(e.salience == "main")
    if shape.types:
        found.append(e.type.in_(give("types", Text, True)))
    if shape.statuses:
        found.append(e.status.in_(give("statuses", Text, True)))
    if shape.place:
        # SQLite's lower() knows ASCII only, which is all that country codes are made of.
        at_place = e.place.in_(give("places", Text, True)), func.lower(e.place_country) == give("country", Text)
        found.append(or_(*at_place))
    if shape.words:
        found.append(e.event_id.in_(_with_words(give("words", Text), source.position)))
    first = give("first", Integer) if shape.first else None
    last = give("last", Integer) if shape.last else None
    for number in range(shape.parties):
        party = give(f"party_{number}", Text, True)
        found.append(e.event_id.in_(_events_of(party, shape, source, first, last)))
    if shape.period:
        found += _in_period(shape, source, first, last)
    return found


def overlaps(c: Any, first: Any, last: Any) -> list[ColumnElement[bool]]:
    """Spans that overlap first..last, a condition for each span class so that each is a range of an index.

    Args:
        c: columns with ``span_class, first_day, last_day``.
        first: a day number or a parameter; None = open.
        last: the same.
    """
    branches = []
    for name, length in SPAN_LENGTHS.items():
        branch = [c.span_class == name]
        if first is not None:
            branch += [c.first_day > first - length, c.last_day >= first]
        if last is not None:
            branch.append(c.first_day <= last)
        branches.append(and_(*branch))
    begins = [true()] if last is None else [c.first_day <= last, c.first_day.is_(None)]
    ends = [true()] if first is None else [c.last_day >= first, c.last_day.is_(None)]
    return [*branches, *(and_(c.span_class == "longer", start, end) for start in begins for end in ends)]


def _in_period(shape: Shape, source: Source, first: Any, last: Any) -> list[ColumnElement[bool]]:
    c = source.events.c
    if shape.match == "possibly":
        begun = true() if last is None else or_(c.earliest_day.is_(None), c.earliest_day <= last)
        lasting = true() if first is None else or_(c.latest_day.is_(None), c.latest_day >= first)
        return [begun, lasting]
    # Where the actors' rows were asked for the period, the events need not be: their index would only lead astray.
    found = [] if shape.parties and source.one_version else [or_(*overlaps(c, first, last))]
    if shape.match == "certainly":
        found += [] if first is None else [c.earliest_day >= first]
        found += [] if last is None else [c.latest_day <= last]
    return found


def _events_of(party: Any, shape: Shape, source: Source, first: Any, last: Any) -> Any:
    a = source.actors.c
    query = select(a.event_id).where(a.actor_id.in_(party), source.valid(source.actors))
    if not shape.period or shape.match == "possibly":
        return query
    return union_all(*(query.where(span) for span in overlaps(a, first, last)))


def with_words(words: str, position: int | None) -> Any:
    """Ids of the events with these words in a title or quote, in either case."""
    return _with_words(f"%{_escaped(words.casefold())}%", position)


def _with_words(pattern: Any, position: Any) -> Any:
    found = search.c.text.like(pattern, escape="/")
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


def _escaped(words: str) -> str:
    return words.replace("/", "//").replace("%", "/%").replace("_", "/_")


def _places(conn: Connection, place: str, events: FromClause) -> list[str]:
    """Places are few: which of them are meant is decided here, so that case is ignored alike on every engine."""
    names = conn.execute(select(events.c.place).distinct().where(events.c.place.is_not(None))).scalars()
    return [name for name in names if is_at(place, name)]


def is_at(wanted: str, place: str | None) -> bool:
    """Whether a place is the one wanted, or one of its parts is ("Moscow" of "Red Square, Moscow")."""
    name, whole = wanted.casefold().strip(), (place or "").casefold()
    return bool(name) and (name == whole or name in [part.strip() for part in whole.split(",")])
