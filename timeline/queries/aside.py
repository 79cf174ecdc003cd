"""Events as their reports have them, where people said otherwise or took them out.

A later article repeats what earlier ones say and not what a person knows better: it is compared with these, too, so
that it finds the event that was corrected or retracted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection

from timeline.fold import EventRow
from timeline.model import Candidate
from timeline.projections import as_reported
from timeline.queries.asking import tuples
from timeline.queries.at_hand import SAID, Part, Telling, candidate

LATEST = 200
"""Events compared at most, those that people spoke of last."""

_TELLING = ["date", "earliest", "latest", "actors", "type", "place", "place_country", "status", "claim"]
"""Fields whose correction can hide an event from a report of it."""

_SPOKEN_OF = """
    SELECT event_id FROM (
        SELECT event_id, position FROM corrections WHERE field IN :telling
        UNION ALL
        SELECT event_ids.event_id, facts.position FROM facts JOIN event_ids ON event_ids.old_id = facts.subject
        WHERE facts.kind = 'event' AND facts.value LIKE :retracted
    ) AS said GROUP BY event_id ORDER BY max(position) DESC, event_id LIMIT :limit
"""
_SAID = f"""
    {SAID} FROM reports AS r JOIN articles AS a ON a.article_id = r.article_id
    WHERE r.event_id IN :ids AND r.superseded_at IS NULL AND a.withdrawn_at IS NULL ORDER BY r.report_id
"""
_ACTORS = "SELECT actor_id, country, kind FROM actors WHERE actor_id IN :ids"


def spoken_of(conn: Connection) -> list[str]:
    """event_ids of the events that people corrected or took out.

    To be asked once and not for each article: it looks at everything that was ever said of events, merges included.
    """
    return [row[0] for row in tuples(conn, _SPOKEN_OF, telling=_TELLING, retracted='%"op":"retract"%', limit=LATEST)]


def set_aside(conn: Connection, event_ids: Sequence[str]) -> list[Candidate]:
    """These events as their reports alone have them."""
    return _candidates(conn, list(as_reported(conn, event_ids))) if event_ids else []


def _candidates(conn: Connection, rows: Sequence[EventRow]) -> list[Candidate]:
    told: dict[str, list[Telling]] = defaultdict(list)
    for said in map(Telling._make, tuples(conn, _SAID, ids=[row.event_id for row in rows])):
        told[said.event_id].append(said)
    known = {
        i: (country, kind)
        for i, country, kind in tuples(conn, _ACTORS, ids=sorted({a for r in rows for a, _ in r.actors}))
    }
    parts = {
        row.event_id: [Part(row.event_id, actor, role, *known.get(actor, (None, None))) for actor, role in row.actors]
        for row in rows
    }
    return [candidate(row, told[row.event_id], parts[row.event_id]) for row in rows]
