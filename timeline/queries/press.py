"""What the press had said by a day: events folded from the reports of articles published by then."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select

from timeline.fold import EventRow
from timeline.model import Period
from timeline.projections import folded
from timeline.queries.filters import EVENT_COLUMNS, EventFilter, Source, is_at, where
from timeline.queries.moments import actor_names
from timeline.queries.parts import name_actors, with_actors
from timeline.schema import articles, event_actors, events, reports, search

Row = dict[str, Any]

_FOLD_AT_ONCE = 500


def as_published(conn: Connection, wanted: EventFilter) -> tuple[list[Row], int]:
    """Events as the press had them, in no order, and the number of articles left out for want of a date."""
    assert wanted.published_until is not None
    plain = replace(wanted, published_until=None, limit=None)
    until = wanted.published_until
    return _unchanged(conn, plain, until) + _folded(conn, plain, until), undated(conn)


def undated(conn: Connection) -> int:
    """Number of articles that nobody knows the date of, which no question about the press can take in."""
    count = select(func.count()).where(articles.c.published.is_(None), articles.c.withdrawn_at.is_(None))
    return conn.execute(count).scalar_one()


def _partly() -> Select[Any]:
    """Events with a report whose article nobody knows the date of."""
    return (
        select(reports.c.event_id)
        .join(articles, articles.c.article_id == reports.c.article_id)
        .where(articles.c.published.is_(None), reports.c.event_id.is_not(None))
    )


def _unchanged(conn: Connection, wanted: EventFilter, until: str) -> list[Row]:
    """Events that only articles published by then report: as they are today."""
    e = events.c
    conditions = where(conn, wanted, Source(events, event_actors))
    query = select(*(e[name] for name in EVENT_COLUMNS)).where(
        *conditions, e.last_reported_at <= until, e.event_id.not_in(_partly())
    )
    rows = [dict(row) for row in conn.execute(query).mappings()]
    with_actors(conn, rows, Source(events, event_actors))
    return rows


def _folded(conn: Connection, wanted: EventFilter, until: str) -> list[Row]:
    """Events that other articles report too: folded again without them."""
    e = events.c
    query = select(e.event_id).where(e.first_reported_at <= until)
    query = query.where(or_(e.last_reported_at > until, e.event_id.in_(_partly())))
    ids = conn.execute(query.order_by(e.event_id)).scalars().all()
    said = _saying(conn, wanted.grep, until) if wanted.grep else None
    found: list[EventRow] = []
    for start in range(0, len(ids), _FOLD_AT_ONCE):
        for row in folded(
            conn, ids[start : start + _FOLD_AT_ONCE], lambda e: bool(e.published and e.published <= until)
        ):
            if _matches(row, wanted) and (said is None or row.event_id in said):
                found.append(row)
    rows = [{name: getattr(row, name) for name in EVENT_COLUMNS} for row in found]
    parts = {row.event_id: [{"actor_id": a, "role": role} for a, role in row.actors] for row in found}
    name_actors(rows, parts, actor_names(conn, {a for row in found for a, _ in row.actors}))
    return rows


def _saying(conn: Connection, words: str, until: str) -> set[str]:
    """Events with the words in a title or quote published by then, or in a title that a person gave."""
    said = (
        select(reports.c.event_id)
        .join(search, and_(search.c.kind == "report", search.c.id == reports.c.report_id))
        .join(articles, articles.c.article_id == reports.c.article_id)
        .where(func.substr(articles.c.published, 1, 10) <= until, reports.c.superseded_at.is_(None))
    )
    found = search.c.text.contains(words.casefold(), autoescape=True)
    given = select(search.c.id).where(search.c.kind == "event", found)
    return set(conn.execute(said.where(found).union(given)).scalars())


def _matches(row: EventRow, wanted: EventFilter) -> bool:
    """What :func:`timeline.queries.filters.where` asks of stored events, asked of a folded one."""
    taking_part = {actor for actor, _ in row.actors}
    parties = [bool(taking_part & set(ids)) for ids in wanted.parties()]
    return (
        (wanted.background or row.salience == "main")
        and (not wanted.types or row.type in wanted.types)
        and (not wanted.statuses or row.status in wanted.statuses)
        and (
            not wanted.place
            or is_at(wanted.place, row.place)
            or (row.place_country or "").casefold() == wanted.place.casefold()
        )
        and (not parties or (any(parties) if wanted.any_actor else all(parties)))
        and (wanted.period is None or _in_period(row, wanted.period, wanted.match))
    )


def _in_period(row: EventRow, period: Period, match: str) -> bool:
    if match == "possibly":
        return _meets(row.earliest_day, row.latest_day, period)
    if row.span_class == "none" or not _meets(row.first_day, row.last_day, period):
        return False
    if match == "likely":
        return True
    after = period.first_day is None or (row.earliest_day is not None and row.earliest_day >= period.first_day)
    return after and (period.last_day is None or (row.latest_day is not None and row.latest_day <= period.last_day))


def _meets(first: int | None, last: int | None, period: Period) -> bool:
    begun = first is None or period.last_day is None or first <= period.last_day
    return begun and (last is None or period.first_day is None or last >= period.first_day)
