"""Events as their reports have them, where people said otherwise or took them out.

A later article repeats what earlier ones say and not what a person knows better: it is compared with these, too, so
that it finds the event that was corrected or retracted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, select, union

from timeline.fold import EventRow
from timeline.model import Candidate
from timeline.projections import as_reported
from timeline.queries.parts import chunks
from timeline.schema import actors, articles, corrections, event_ids, facts, reports

LATEST = 200
"""Events compared at most, those that people spoke of last."""

_TELLING = ("date", "earliest", "latest", "actors", "type", "place", "place_country", "status", "claim")
"""Fields whose correction can hide an event from a report of it."""


def set_aside(conn: Connection) -> list[Candidate]:
    """The events that people corrected or took out, as their reports alone have them."""
    c, f = corrections.c, facts.c
    corrected = select(c.event_id, func.max(c.position).label("position")).where(c.field.in_(_TELLING))
    retracted = (
        select(event_ids.c.event_id, func.max(f.position).label("position"))
        .join(event_ids, event_ids.c.old_id == f.subject)
        .where(f.kind == "event", f.value.contains('"op":"retract"'))
    )
    said = union(corrected.group_by(c.event_id), retracted.group_by(event_ids.c.event_id)).subquery()
    newest = (
        select(said.c.event_id).group_by(said.c.event_id).order_by(func.max(said.c.position).desc(), said.c.event_id)
    )
    ids = list(conn.execute(newest.limit(LATEST)).scalars())
    return _candidates(conn, list(as_reported(conn, ids))) if ids else []


def _candidates(conn: Connection, rows: Sequence[EventRow]) -> list[Candidate]:
    told: dict[str, list[Any]] = defaultdict(list)
    r, a = reports.c, articles.c
    query = select(r.event_id, r.type, r.trigger, r.title, r.article_id, a.published, a.main_event_id)
    query = query.join(articles, a.article_id == r.article_id).where(
        r.superseded_at.is_(None), a.withdrawn_at.is_(None)
    )
    for chunk in chunks([row.event_id for row in rows]):
        for report in conn.execute(query.where(r.event_id.in_(chunk)).order_by(r.report_id)):
            told[report.event_id].append(report)
    parties = {actor for row in rows for actor, role in row.actors if role != "mentioned"}
    known: dict[str, Any] = {}
    for chunk in chunks(parties):
        held = select(actors.c.actor_id, actors.c.country, actors.c.kind).where(actors.c.actor_id.in_(chunk))
        known |= {actor.actor_id: actor for actor in conn.execute(held)}
    return [_candidate(row, told[row.event_id], known) for row in rows]


def _candidate(row: EventRow, told: Sequence[Any], known: dict[str, Any]) -> Candidate:
    parties = frozenset(actor for actor, role in row.actors if role != "mentioned")
    people = [known[actor] for actor in sorted(parties) if actor in known]
    return Candidate(
        event_id=row.event_id,
        types=tuple(dict.fromkeys([row.type, *(t.type for t in told)])),
        triggers=tuple(dict.fromkeys(t.trigger for t in told)),
        titles=tuple(dict.fromkeys([row.title, *(t.title for t in told)])),
        actor_ids=frozenset(actor for actor, _ in row.actors),
        party_ids=parties,
        place=row.place,
        place_country=row.place_country,
        earliest=row.earliest,
        latest=row.latest,
        likely_date=row.likely_date,
        granularity=row.date_precision,
        basis=row.date_basis,
        status=row.status,
        claim=row.claim,
        article_ids=frozenset(t.article_id for t in told),
        published=tuple(sorted({t.published[:10] for t in told if t.published})),
        countries=frozenset(actor.country for actor in people if actor.country),
        person_ids=frozenset(actor.actor_id for actor in people if actor.kind == "person"),
        main_of=frozenset(t.article_id for t in told if t.main_event_id == row.event_id),
    )
