"""What a writer has looked up of events, kept from article to article until something of them changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import Connection

from timeline.model import Candidate
from timeline.queries.asking import ask, tuples

PER_EVENT = 40
"""Reports read of one event."""

MOST, MOST_EVENTS = 10_000, 40_000
"""Events with their reports, and reports of them, kept between two articles, those read first going first: some 3 kB
each; and events of which no more than their day and type is known, some 300 bytes each."""

K = TypeVar("K")
"""What becomes of a candidate once it is read."""

_EVENTS = """
    SELECT e.event_id, e.type, e.date_basis, e.first_day, e.last_day, e.reports,
           EXISTS (SELECT 1 FROM corrections c WHERE c.event_id = e.event_id)
    FROM events e WHERE e.event_id IN :ids
"""
_WHOLE = """
    SELECT event_id, type, title, place, place_country, earliest, latest, likely_date, date_precision, date_basis,
           status, claim
    FROM events WHERE event_id IN :ids
"""
_PARTS = """
    SELECT e.event_id, e.actor_id, e.role, a.country, a.kind
    FROM event_actors e JOIN actors a ON a.actor_id = e.actor_id WHERE e.event_id IN :ids
"""
SAID = """
    SELECT r.report_id, r.event_id, r.type, r.trigger, r.title, r.article_id, a.published, a.main_event_id,
           a.main_report_id, r.earliest, r.latest, r.likely_date, r.date_precision, r.date_basis, r.status, r.claim,
           r.polarity, r.place, r.place_country, r.tells_as, r.link_rule, r.link_score
"""
"""The columns of :class:`Telling`; ``r`` is the report, ``a`` its article."""
_SAID = f"""
    {SAID} FROM reports AS r JOIN articles AS a ON a.article_id = r.article_id
    WHERE r.event_id IN :ids AND r.superseded_at IS NULL AND a.withdrawn_at IS NULL ORDER BY r.event_id, r.report_id
"""
_SOME = "ORDER BY x.report_id LIMIT :limit"
# Each event's first reports by one look into an index: every engine has words of its own for that.
_FIRST_SAID_BY = {
    "sqlite": f"""
        {SAID} FROM json_each(:ids) AS wanted CROSS JOIN reports AS r ON r.report_id IN (
            SELECT x.report_id FROM reports AS x WHERE x.event_id = wanted.value AND x.superseded_at IS NULL {_SOME}
        ) JOIN articles AS a ON a.article_id = r.article_id
        WHERE a.withdrawn_at IS NULL ORDER BY r.report_id
    """,  # noqa: S608 (own names only)
    "postgresql": f"""
        {SAID} FROM unnest(CAST(:ids AS text[])) AS wanted (id) CROSS JOIN LATERAL (
            SELECT * FROM reports AS x WHERE x.event_id = wanted.id AND x.superseded_at IS NULL {_SOME}
        ) AS r JOIN articles AS a ON a.article_id = r.article_id
        WHERE a.withdrawn_at IS NULL ORDER BY r.report_id
    """,  # noqa: S608 (own names only)
}
_SAID_WHO = """
    SELECT p.report_id, p.actor_id, p.role, a.country, a.kind
    FROM report_actors p JOIN actors a ON a.actor_id = p.actor_id WHERE p.report_id IN :ids
"""


class Event(NamedTuple):
    """What a search for candidates knows of an event."""

    event_id: str
    type: str
    date_basis: str
    first_day: int | None
    last_day: int | None
    reports: int
    corrected: bool


class Telling(NamedTuple):
    """A report, and what of its article counts."""

    report_id: str
    event_id: str
    type: str
    trigger: str
    title: str
    article_id: str
    published: str | None
    main_event_id: str | None
    main_report_id: str | None
    earliest: str | None
    latest: str | None
    likely_date: str | None
    date_precision: str
    date_basis: str
    status: str
    claim: str
    polarity: str
    place: str | None
    place_country: str | None
    tells_as: str | None
    link_rule: str | None
    link_score: int | None


class Part(NamedTuple):
    """Who takes part in an event or a report, and as what."""

    event_id: str
    actor_id: str
    role: str
    country: str | None
    kind: str | None


class Kept(NamedTuple, Generic[K]):
    """An event's reports; the event as a whole only where a person spoke of it or no report of it counts."""

    reports: Sequence[Telling]
    whole: K | None
    ready: dict[str, K]
    """Those of the reports that were asked for, by report_id, as they are compared."""


class AtHand(Generic[K]):
    """Events and their reports, read once; who keeps it tells it what is to be read again.

    Args:
        ready: makes of a candidate what it is compared as, once for all comparisons.
    """

    def __init__(self, ready: Callable[[Candidate], K]) -> None:
        self.ready = ready
        self._rows: dict[str, Event] = {}
        self._kept: dict[str, Kept[K]] = {}
        self._reports = 0

    def rows(self, conn: Connection, event_ids: Collection[str]) -> dict[str, Event]:
        """The rows of events; of those that there are."""
        known = self._rows
        if missing := sorted([i for i in event_ids if i not in known]):
            known.update((row[0], Event._make(row)) for row in tuples(conn, _EVENTS, ids=missing))
        return {i: known[i] for i in event_ids if i in known}

    def kept(self, conn: Connection, rows: Sequence[Event]) -> dict[str, Kept[K]]:
        """The reports of events."""
        if missing := [row for row in rows if row.event_id not in self._kept]:
            read = self._read(conn, missing)
            self._kept.update(read)
            self._reports += sum(len(kept.reports) for kept in read.values())
        return {row.event_id: self._kept[row.event_id] for row in rows}

    def compared(self, conn: Connection, asked: Collection[Telling]) -> dict[str, K]:
        """Reports of events that are kept as they are compared, by report_id."""
        kept = self._kept
        if missing := [t for t in asked if t.report_id not in kept[t.event_id].ready]:
            parts = _by_first(tuples(conn, _SAID_WHO, ids=sorted([t.report_id for t in missing])))
            for t in missing:
                kept[t.event_id].ready[t.report_id] = self.ready(telling(t, parts[t.report_id]))
        return {t.report_id: kept[t.event_id].ready[t.report_id] for t in asked}

    def forget(self, event_ids: Iterable[str]) -> None:
        """What was read of these events is not so any more; and what was read longest ago goes."""
        for event_id in event_ids:
            self._rows.pop(event_id, None)
            self._drop(event_id)
        while self._reports > MOST or len(self._kept) > MOST:
            self._drop(next(iter(self._kept)))
        while len(self._rows) > MOST_EVENTS:
            del self._rows[next(iter(self._rows))]

    def forget_all(self) -> None:
        """Nothing that was read may be so any more."""
        self._rows.clear()
        self._kept.clear()
        self._reports = 0

    def _drop(self, event_id: str) -> None:
        if event_id in self._kept:
            self._reports -= len(self._kept.pop(event_id).reports)

    def _read(self, conn: Connection, rows: Sequence[Event]) -> dict[str, Kept[K]]:
        said: dict[str, list[Telling]] = {row.event_id: [] for row in rows}
        few = [row.event_id for row in rows if row.reports <= PER_EVENT]
        found = tuples(conn, _SAID, ids=few) if few else []
        if many := [row.event_id for row in rows if row.reports > PER_EVENT]:
            found += tuples(conn, _FIRST_SAID_BY[conn.dialect.name], ids=many, limit=PER_EVENT)
        for t in map(Telling._make, found):
            said[t.event_id].append(t)
        whole = [row.event_id for row in rows if row.corrected or not said[row.event_id]]
        events = {e.event_id: e for e in _whole(conn, whole, said)} if whole else {}
        return {i: Kept(several, self.ready(events[i]) if i in events else None, {}) for i, several in said.items()}


def _by_first(rows: Iterable[Any]) -> dict[str, list[Part]]:
    parts: dict[str, list[Part]] = defaultdict(list)
    for part in map(Part._make, rows):
        parts[part.event_id].append(part)
    return parts


def _whole(conn: Connection, ids: Sequence[str], said: Mapping[str, Sequence[Telling]]) -> Iterator[Candidate]:
    """Events as people have them."""
    parts = _by_first(tuples(conn, _PARTS, ids=ids))
    return (candidate(row, said[row.event_id], parts[row.event_id]) for row in ask(conn, _WHOLE, ids=ids))


def telling(t: Telling, parts: Sequence[Part]) -> Candidate:
    """One report as identity sees it."""
    parties = [part for part in parts if part.role != "mentioned"]
    return Candidate(
        event_id=t.event_id, report_id=t.report_id, types=(t.type,), triggers=(t.trigger,), titles=(t.title,),
        actor_ids=frozenset([part.actor_id for part in parts]),
        party_ids=frozenset([part.actor_id for part in parties]),
        place=t.place, place_country=t.place_country, earliest=t.earliest, latest=t.latest, likely_date=t.likely_date,
        granularity=t.date_precision, basis=t.date_basis, status=t.status, claim=t.claim, polarity=t.polarity,
        article_ids=frozenset((t.article_id,)), published=(t.published[:10],) if t.published else (),
        countries=frozenset([part.country for part in parties if part.country]),
        person_ids=frozenset([part.actor_id for part in parties if part.kind == "person"]),
        main_of=frozenset((t.article_id,) if t.report_id == t.main_report_id else ()),
        tells_as=t.tells_as, link_rule=t.link_rule, link_score=t.link_score,
    )  # fmt: skip


def candidate(row: Any, said: Sequence[Telling], parts: Sequence[Part]) -> Candidate:
    """An event as identity sees it.

    Args:
        row: the event, a row of ``events``, stored or folded.
        said: its reports that count, by their ids.
        parts: who takes part.
    """
    # Hundreds are made for each article: lists are made in half the time that generators take.
    parties = [part for part in parts if part.role != "mentioned"]
    return Candidate(
        event_id=row.event_id,
        types=_each([row.type, *(s.type for s in said)]),
        triggers=_each([s.trigger for s in said]),
        titles=_each([row.title, *(s.title for s in said)]),
        actor_ids=frozenset([part.actor_id for part in parts]),
        party_ids=frozenset([part.actor_id for part in parties]),
        place=row.place,
        place_country=row.place_country,
        earliest=row.earliest,
        latest=row.latest,
        likely_date=row.likely_date,
        granularity=row.date_precision,
        basis=row.date_basis,
        status=row.status,
        claim=row.claim,
        article_ids=frozenset([s.article_id for s in said]),
        published=tuple(sorted({s.published[:10] for s in said if s.published})),
        countries=frozenset([part.country for part in parties if part.country]),
        person_ids=frozenset([part.actor_id for part in parties if part.kind == "person"]),
        main_of=frozenset([s.article_id for s in said if s.main_event_id == row.event_id]),
    )


def _each(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
