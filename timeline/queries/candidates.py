"""Events that a new report may belong to: a bounded set, whatever the size of the database."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select, union_all

from timeline.model import Candidate, When
from timeline.schema import SPAN_LENGTHS, actors, articles, event_actors, events, reports

NEAR = 30
"""Days on either side of an undated report in which its event is looked for."""

PER_RANGE = 40
"""Events taken from one range of an index."""

PER_EVENT = 40
"""Reports read of one event."""


_REPORTS = (
    select(reports.c.type, reports.c.trigger, reports.c.title, reports.c.article_id)
    .add_columns(articles.c.published, articles.c.main_event_id)
    .join(articles, articles.c.article_id == reports.c.article_id)
    .where(reports.c.event_id == bindparam("event"), reports.c.superseded_at.is_(None))
    .order_by(reports.c.report_id)
    .limit(PER_EVENT)
)


class Candidates:
    """Looks for events during one transaction; what was looked up for one report is at hand for the next."""

    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self._found: dict[tuple[str | None, int | None, int | None], list[str]] = {}
        self._rows: dict[str, Any] = {}
        self._loaded: dict[str, Candidate] = {}

    def near(
        self, *, when: When, actor_ids: Collection[str] = (), type: str | None = None, limit: int = 60
    ) -> list[Candidate]:
        """Events that a report may belong to.

        They share an actor with it, or have its type; their span meets that of its date (widened by :data:`NEAR` days
        where it has none of its own), or they have no date at all.

        Args:
            when: the report's date.
            actor_ids: its actors.
            type: its type; None where events of its type alone are not wanted.
            limit: at most so many, those with most actors in common first, then those of the type, then the nearest.
        """
        first, last, day = _window(when)
        shared: Counter[str] = Counter()
        for actor_id in sorted(actor_ids):
            shared.update(self._range(actor_id, None, first, last))
        if type:
            shared.update(dict.fromkeys(set(self._range(None, type, first, last)) - shared.keys(), 0))
        self._read(shared)
        return self._load(_ranked({i: self._rows[i] for i in shared if i in self._rows}, shared, type, day)[:limit])

    def of_articles(self, article_ids: Collection[str], triggers: Collection[str], limit: int = 200) -> list[Candidate]:
        """Events that these articles report, by one of these triggers, and their main events.

        Args:
            article_ids: a few articles.
            triggers: lemmas.
            limit: at most so many, main events first.
        """
        r, a = reports.c, articles.c
        wanted = sorted(article_ids)
        main = select(a.main_event_id).where(a.article_id.in_(wanted), a.main_event_id.is_not(None)).distinct()
        said = (
            select(r.event_id)
            .where(r.article_id.in_(wanted), r.trigger.in_(sorted(triggers)))
            .where(r.event_id.is_not(None), r.superseded_at.is_(None))
            .distinct()
            .order_by(r.event_id)
            .limit(limit)
        )
        first = self.conn.execute(main.order_by(a.main_event_id)).scalars().all()
        ids = list(dict.fromkeys([*first, *self.conn.execute(said).scalars()]))[:limit]
        self._read(ids)
        return self._load([i for i in ids if i in self._rows])

    def _range(self, actor_id: str | None, type_: str | None, first: int | None, last: int | None) -> list[str]:
        key = (actor_id or f"type {type_}", first, last)
        if key not in self._found:
            a, e = event_actors.c, events.c
            if actor_id:
                ranges = _ranges(select(a.event_id).where(a.actor_id == actor_id).distinct(), a, first, last)
            else:
                ranges = _ranges(select(e.event_id).where(e.type == type_), e, first, last)
            pieces = [select(r.limit(PER_RANGE).subquery().c.event_id) for r in ranges]
            self._found[key] = list(self.conn.execute(union_all(*pieces)).scalars())
        return self._found[key]

    def _read(self, ids: Iterable[str]) -> None:
        missing = sorted(set(ids) - self._rows.keys())
        for start in range(0, len(missing), 500):
            chunk = missing[start : start + 500]
            for row in self.conn.execute(select(events).where(events.c.event_id.in_(chunk))):
                self._rows[row.event_id] = row

    def _load(self, ids: Sequence[str]) -> list[Candidate]:
        missing = [self._rows[i] for i in ids if i not in self._loaded]
        if missing:
            self._loaded.update((c.event_id, c) for c in _load(self.conn, missing))
        return [self._loaded[i] for i in ids]


def _window(when: When) -> tuple[int | None, int | None, int | None]:
    """First and last day on which the event may be looked for, and the day it is likeliest near."""
    from timeline.fold import span

    found = span(when)
    near = found.first_day or found.earliest_day or found.latest_day
    if when.basis not in ("near_published", "tense_only", "none"):
        return found.first_day, found.last_day, near
    return (near - NEAR, near + NEAR, near) if near is not None else (None, None, None)


def _ranges(query: Select[Any], c: Any, first: int | None, last: int | None) -> list[Select[Any]]:
    """The query once for each span class, each a range of an index."""
    found = [query.where(c.span_class == "none")]
    if first is None and last is None:
        # PostgreSQL sorts distinct rows only by what they hold.
        return [*found, query.add_columns(c.first_day).where(c.span_class != "none").order_by(c.first_day.desc())]
    for name, length in SPAN_LENGTHS.items():
        ranged = query.where(c.span_class == name)
        if first is not None:
            ranged = ranged.where(c.first_day > first - length, c.last_day >= first)
        found.append(ranged.where(c.first_day <= last) if last is not None else ranged)
    longer = query.where(c.span_class == "longer")
    found.append(longer.where(c.first_day.is_(None)))
    found.append(longer.where(c.first_day <= last) if last is not None else longer.where(c.first_day.is_not(None)))
    return found


def candidates(
    conn: Connection, *, when: When, actor_ids: Collection[str] = (), type: str | None = None, limit: int = 60
) -> list[Candidate]:
    """Events that a single report may belong to, see :meth:`Candidates.near`."""
    return Candidates(conn).near(when=when, actor_ids=actor_ids, type=type, limit=limit)


def _ranked(rows: dict[str, Any], shared: Counter[str], type_: str | None, near: int | None) -> list[str]:
    def rank(event_id: str) -> tuple[Any, ...]:
        row = rows[event_id]
        far = abs(row.first_day - near) if near is not None and row.first_day is not None else 10**6
        return -shared[event_id], row.type != type_, far, event_id

    return sorted(rows, key=rank)


def _load(conn: Connection, rows: Collection[Any]) -> list[Candidate]:
    said = _said(conn, [row.event_id for row in rows])
    parts: dict[str, list[Any]] = defaultdict(list)
    e, a = event_actors.c, actors.c
    query = (
        select(e.event_id, e.actor_id, e.role, a.country, a.kind)
        .join(actors, a.actor_id == e.actor_id)
        .where(e.event_id.in_([row.event_id for row in rows]))
    )
    for row in conn.execute(query):
        parts[row.event_id].append(row)
    return [_candidate(row, said[row.event_id], parts[row.event_id]) for row in rows]


def _said(conn: Connection, event_ids: Collection[str]) -> dict[str, list[Any]]:
    return {event_id: list(conn.execute(_REPORTS, {"event": event_id})) for event_id in event_ids}


def _candidate(row: Any, said: list[Any], parts: list[Any]) -> Candidate:
    parties = [part for part in parts if part.role != "mentioned"]
    return Candidate(
        event_id=row.event_id,
        types=_each([row.type, *(s.type for s in said)]),
        triggers=_each(s.trigger for s in said),
        titles=_each([row.title, *(s.title for s in said)]),
        actor_ids=frozenset(part.actor_id for part in parts),
        party_ids=frozenset(part.actor_id for part in parties),
        place=row.place,
        place_country=row.place_country,
        earliest=row.earliest,
        latest=row.latest,
        likely_date=row.likely_date,
        granularity=row.date_precision,
        basis=row.date_basis,
        status=row.status,
        claim=row.claim,
        article_ids=frozenset(s.article_id for s in said),
        published=tuple(sorted({s.published[:10] for s in said if s.published})),
        countries=frozenset(part.country for part in parties if part.country),
        person_ids=frozenset(part.actor_id for part in parties if part.kind == "person"),
        main_of=frozenset(s.article_id for s in said if s.main_event_id == row.event_id),
    )


def _each(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
