"""Events that a new report may belong to: a bounded set, whatever the size of the database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection

from timeline.model import Candidate, When
from timeline.queries.asking import ask, tuples
from timeline.schema import SPAN_LENGTHS

NEAR, SLACK = 30, 1
"""Days on either side of an undated report in which its event is looked for, and of a dated one."""
_FAR = 10**6
_UNDATED = ("near_published", "tense_only", "none")

PER_RANGE = 80
"""Events taken from one range of an index."""

READ = 3
"""Events read for each that is wanted: of those found by the ranges alone, the likeliest."""

PER_EVENT = 40
"""Reports read of one event."""

_EVENTS = """
    SELECT event_id, type, title, place, place_country, earliest, latest, likely_date, date_precision, date_basis,
           status, claim, first_day, last_day
    FROM events WHERE event_id IN :ids
"""
_PARTS = """
    SELECT e.event_id, e.actor_id, e.role, a.country, a.kind
    FROM event_actors e JOIN actors a ON a.actor_id = e.actor_id WHERE e.event_id IN :ids
"""
_SAID = """
    SELECT r.report_id, r.event_id, r.type, r.trigger, r.title, r.article_id, a.published, a.main_event_id,
           a.main_report_id, r.earliest, r.latest, r.likely_date, r.date_precision, r.date_basis, r.status, r.claim,
           r.polarity, r.place, r.place_country, r.tells_as, r.link_rule, r.link_score
"""
_SOME = "ORDER BY x.report_id LIMIT :limit"
# Each event's first reports by one look into an index: every engine has words of its own for that.
_SAID_BY = {
    "sqlite": f"""
        {_SAID} FROM json_each(:ids) AS wanted CROSS JOIN reports AS r ON r.report_id IN (
            SELECT x.report_id FROM reports AS x WHERE x.event_id = wanted.value AND x.superseded_at IS NULL {_SOME}
        ) JOIN articles AS a ON a.article_id = r.article_id
        WHERE a.withdrawn_at IS NULL ORDER BY r.report_id
    """,  # noqa: S608 (own names only)
    "postgresql": f"""
        {_SAID} FROM unnest(CAST(:ids AS text[])) AS wanted (id) CROSS JOIN LATERAL (
            SELECT * FROM reports AS x WHERE x.event_id = wanted.id AND x.superseded_at IS NULL {_SOME}
        ) AS r JOIN articles AS a ON a.article_id = r.article_id
        WHERE a.withdrawn_at IS NULL ORDER BY r.report_id
    """,  # noqa: S608 (own names only)
}
_SAID_WHO = """
    SELECT p.report_id, p.actor_id, p.role, a.country, a.kind
    FROM report_actors p JOIN actors a ON a.actor_id = p.actor_id WHERE p.report_id IN :ids
"""
_CORRECTED = "SELECT DISTINCT event_id FROM corrections WHERE event_id IN :ids"
_MAINS = """
    SELECT DISTINCT main_event_id FROM articles WHERE article_id IN :articles AND main_event_id IS NOT NULL ORDER BY 1
"""
_ACTIONS = """
    SELECT DISTINCT event_id FROM reports
    WHERE article_id IN :articles AND trigger IN :triggers AND event_id IS NOT NULL AND superseded_at IS NULL
    ORDER BY 1 LIMIT :limit
"""
_UP, _DOWN = (f"first_day{way}, last_day{way}, event_id{way}" for way in ("", " DESC"))


class Event(NamedTuple):
    """What a search for candidates knows of an event."""

    event_id: str
    type: str
    title: str
    place: str | None
    place_country: str | None
    earliest: str | None
    latest: str | None
    likely_date: str | None
    date_precision: str
    date_basis: str
    status: str
    claim: str
    first_day: int | None
    last_day: int | None


class Said(NamedTuple):
    """What a candidate takes from a report and its article."""

    event_id: str
    type: str
    trigger: str
    title: str
    article_id: str
    published: str | None
    main_event_id: str | None


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


class Candidates:
    """Looks for events during one transaction; what was looked up for one report is at hand for the next.

    Of each event come those of its reports that may be asked after; the event as a whole only where a person spoke of
    it or no report of it counts.

    Args:
        conn: a connection.
        triggers: lemmas that name the acts asked after.
        types: and types that they have.
    """

    def __init__(self, conn: Connection, triggers: Collection[str], types: Collection[str]) -> None:
        self.conn, self.triggers, self.types = conn, frozenset(triggers), frozenset(types)
        self._found: dict[tuple[str, str, int | None, int | None], dict[str, int | None]] = {}
        self._rows: dict[str, Event] = {}
        self._loaded: dict[str, list[Candidate]] = {}

    def near(
        self,
        *,
        when: When,
        actor_ids: Collection[str] = (),
        type: str | None = None,
        kin: Collection[str] = (),
        limit: int = 60,
    ) -> list[Candidate]:
        """Events that a report may belong to.

        They share an actor with it, or have its type; their span meets that of its date (widened by :data:`NEAR` days
        where it has none of its own), or they have no date at all. Where there are many, those nearest to its day.

        Args:
            when: the report's date.
            actor_ids: its actors.
            type: its type; None where events of its type alone are not wanted.
            kin: other types that the event of such a report may have.
            limit: at most so many: those with an actor in common first, of them its kin, then the nearest.
        """
        window = first, last, near = _window(when)
        shared: Counter[str] = Counter()
        days: dict[str, int | None] = {}
        for actor_id in sorted(actor_ids):
            found = self._range("actor", actor_id, *window)
            shared.update(found.keys())
            days |= found
        typed = self._range("type", type, *window) if type else {}
        shared.update(dict.fromkeys(typed.keys() - shared.keys(), 0))
        days |= typed
        far = {i: abs(day - near) if near is not None and day is not None else _FAR for i, day in days.items()}
        likely = sorted(shared, key=lambda i: (-shared[i], i not in typed, far[i], i))[: READ * limit]
        self._read(likely)
        if when.basis not in _UNDATED:
            # Further off lie only such as say no day of their own: they would look for this one as far.
            first, last = first and first + NEAR - SLACK, last and last - NEAR + SLACK
        rows = {i: row for i in likely if (row := self._rows.get(i)) and _meets(row, first, last)}
        like = {type, *kin}
        best = sorted(rows, key=lambda i: (not shared[i], rows[i].type not in like, -shared[i], far[i], i))
        return self._load(best[:limit])

    def of_articles(self, article_ids: Collection[str], triggers: Collection[str], limit: int = 200) -> list[Candidate]:
        """Events that these articles report, by one of these triggers, and their main events.

        Args:
            article_ids: a few articles.
            triggers: lemmas.
            limit: at most so many, main events first.
        """
        wanted = sorted(article_ids)
        mains = ask(self.conn, _MAINS, articles=wanted)
        said = ask(self.conn, _ACTIONS, articles=wanted, triggers=sorted(triggers), limit=limit)
        ids = list(dict.fromkeys(row[0] for row in (*mains, *said)))[:limit]
        self._read(ids)
        return self._load([i for i in ids if i in self._rows])

    def _range(
        self, kind: str, name: str, first: int | None, last: int | None, near: int | None
    ) -> dict[str, int | None]:
        """Events of an actor or a type in this time, each with its first day: a bounded number, the nearest."""
        key = kind, name, first, last
        if key not in self._found:
            day = (
                None
                if near is None
                else max(near if first is None else first, min(near, near if last is None else last))
            )
            question = _ranges(kind, first is not None, last is not None, day is not None and day != last)
            bounds = {"first": first, "last": last, "day": day}
            given = {name: value for name, value in bounds.items() if value is not None}
            self._found[key] = dict(tuples(self.conn, question, name=name, limit=PER_RANGE, **given))
        return self._found[key]

    def _read(self, ids: Iterable[str]) -> None:
        if missing := sorted(set(ids) - self._rows.keys()):
            self._rows.update((row[0], Event._make(row)) for row in tuples(self.conn, _EVENTS, ids=missing))

    def _load(self, ids: Sequence[str]) -> list[Candidate]:
        missing = [self._rows[i] for i in ids if i not in self._loaded]
        if missing:
            self._loaded.update(self._tellings(missing))
        return [c for i in ids for c in self._loaded[i]]

    def _tellings(self, rows: Sequence[Event]) -> dict[str, list[Candidate]]:
        """Events -> their reports that may be asked after."""
        ids = [row.event_id for row in rows]
        said: dict[str, list[Telling]] = {i: [] for i in ids}
        for found in map(Telling._make, tuples(self.conn, _SAID_BY[self.conn.dialect.name], ids=ids, limit=PER_EVENT)):
            said[found.event_id].append(found)
        whole = {row[0] for row in tuples(self.conn, _CORRECTED, ids=ids)} | {i for i in ids if not said[i]}
        told = {i: [t for t in found if self._asked(t)] for i, found in said.items()}
        parts: dict[str, list[Part]] = defaultdict(list)
        asked = [t.report_id for f in told.values() for t in f]
        for part in map(Part._make, tuples(self.conn, _SAID_WHO, ids=asked)):
            parts[part.event_id].append(part)
        loaded = {i: [telling(t, parts[t.report_id]) for t in tellings] for i, tellings in told.items()}
        for event in _whole(self.conn, [row for row in rows if row.event_id in whole], said):
            loaded[event.event_id].append(event)
        return loaded

    def _asked(self, told: Telling) -> bool:
        return told.trigger in self.triggers or told.type in self.types or told.report_id == told.main_report_id


def _window(when: When) -> tuple[int | None, int | None, int | None]:
    """First and last day on which the event may be looked for, and the day it is likeliest near."""
    from timeline.fold import span

    found = span(when)
    near = found.first_day or found.earliest_day or found.latest_day
    if when.basis not in _UNDATED:
        first, last = found.first_day, found.last_day
        return first and first - NEAR, last and last + NEAR, near
    return (near - NEAR, near + NEAR, near) if near is not None else (None, None, None)


def _meets(row: Event, first: int | None, last: int | None) -> bool:
    """Whether an event is of no certain day, or of one in this span."""
    if row.date_basis in _UNDATED:
        return True
    return not (
        (first is not None and row.last_day is not None and row.last_day < first)
        or (last is not None and row.first_day is not None and row.first_day > last)
    )


@cache
def _ranges(kind: str, first: bool, last: bool, up: bool) -> str:
    """The question for the events of an actor or a type: each of its parts is one range of an index, read in its order.

    Args:
        kind: ``actor`` or ``type``.
        first: whether the time has a beginning; with the look-back that the span classes allow.
        last: whether it has an end.
        up: whether there is time after the likeliest day, from which both ways are looked.
    """
    whose = "event_actors WHERE actor_id = :name" if kind == "actor" else "events WHERE type = :name"
    parts = [f"span_class = 'none' ORDER BY {_UP}", f"span_class = 'longer' AND first_day IS NULL ORDER BY {_UP}"]
    for name, length in SPAN_LENGTHS.items():
        of_class = f"span_class = '{name}'"
        since = f" AND first_day > :first - {length} AND last_day >= :first" if first else ""
        until = " AND first_day <= :last" if last else ""
        if first or last:
            parts.append(f"{of_class}{since} AND first_day <= :day ORDER BY {_DOWN}")
            parts += [f"{of_class} AND first_day > :day{until} ORDER BY {_UP}"] if up else []
        else:
            parts.append(f"{of_class} ORDER BY {_DOWN}")
    started = "<= :last" if last else "IS NOT NULL"
    parts.append(f"span_class = 'longer' AND first_day {started} ORDER BY {_DOWN}")
    some = "SELECT * FROM (SELECT event_id, first_day FROM"
    pieces = (f"{some} {whose} AND {part} LIMIT :limit) AS part" for part in parts)
    return " UNION ALL ".join(pieces)


def _whole(conn: Connection, rows: Sequence[Event], said: Mapping[str, Sequence[Telling]]) -> Iterator[Candidate]:
    """Events as people have them."""
    parts: dict[str, list[Part]] = defaultdict(list)
    for part in map(Part._make, ask(conn, _PARTS, ids=[row.event_id for row in rows]) if rows else ()):
        parts[part.event_id].append(part)
    return (candidate(row, said[row.event_id], parts[row.event_id]) for row in rows)


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


def candidate(row: Any, said: Sequence[Said | Telling], parts: Sequence[Part]) -> Candidate:
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
