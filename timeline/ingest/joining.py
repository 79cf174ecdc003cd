"""What of the store and the log bears on regrouping events: who follows whom, and what people said against it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from timeline import log
from timeline.queries.asking import tuples
from timeline.queries.single import ids_of
from timeline.records import EventCorrected, EventOpened, EventRetracted, EventsMerged, EventSplit, Json
from timeline.schema import facts, reports

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from timeline.ingest.regrouping import Links

FAMILY = 200
"""Reports of an event up to which some of them may leave it."""

_SAYINGS = ["EventOpened", "EventCorrected", "EventRetracted", "EventsMerged", "EventSplit"]
_MEMBERS = "SELECT report_id, tells_as FROM reports WHERE event_id = :event AND superseded_at IS NULL LIMIT :limit"
_ACTORS = "SELECT mention, actor_id, rule FROM report_actors WHERE report_id = :report ORDER BY mention"


def may_regroup(conn: Connection, events: Sequence[str]) -> bool:
    """Whether nobody corrected, entered, merged, split or retracted one of these, or took a decision on it back."""
    ids = {i for event in events for i in ids_of(conn, event)}
    for entry in log.read(conn, stream=[f"event/{i}" for i in sorted(ids)], types=_SAYINGS):
        said = entry.record
        if isinstance(said, EventCorrected | EventRetracted):
            return False
        if isinstance(said, EventOpened) and said.entered is not None:
            return False
        if isinstance(said, EventsMerged | EventSplit) and (said.rule is None or _undone(conn, entry.record_id)):
            return False
    split = select(reports.c.report_id).where(reports.c.event_id.in_(events), reports.c.link_rule == "person.split")
    return conn.execute(split.limit(1)).first() is None


def _undone(conn: Connection, record_id: str) -> bool:
    said = select(facts.c.position).where(facts.c.kind == "record", facts.c.subject == record_id)
    return conn.execute(said.limit(1)).first() is not None


def family(conn: Connection, links: Links, event: str) -> dict[str, str | None] | None:
    """The reports of an event and what each was found to tell, as of now; None where they are too many to be asked."""
    streams = [event, *(old for old in links.gone if links.event_now(None, old) == event)]
    found: dict[str, str | None] = {}
    for one in streams:
        rows = tuples(conn, _MEMBERS, event=one, limit=FAMILY + 1)
        if len(rows) > FAMILY:
            return None
        found |= {row[0]: row[1] for row in rows if links.event_now(row[0], one) == event}
    found |= dict.fromkeys(i for i, to in links.moved.items() if links.event_now(i, to) == event)
    return found | {i: c.tells_as for i, c in links.told.items() if links.event_now(i, c.event_id) == event}


def linked_actors(conn: Connection, report_id: str) -> list[list[Json]]:
    """Whom the mentions of a report mean, as its link has it."""
    return [list(row) for row in tuples(conn, _ACTORS, report=report_id)]


def opened_at(conn: Connection, event: str) -> int:
    """Position of the record that opened an event; an event made by a split stands behind all opened ones."""
    entry = next(log.read(conn, limit=1, stream=[f"event/{event}"]), None)
    return entry.position if entry else log.head(conn).position + 1
