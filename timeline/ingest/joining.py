"""Two events that a new report shows to be one: what of the log speaks against it, and which of them stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select

from timeline import log
from timeline.queries.single import ids_of
from timeline.records import EventCorrected, EventOpened, EventRetracted, EventsMerged, EventSplit
from timeline.schema import reports

if TYPE_CHECKING:
    from sqlalchemy import Connection

_SAYINGS = ["EventOpened", "EventCorrected", "EventRetracted", "EventsMerged", "EventSplit"]


def may_join(conn: Connection, events: Sequence[str]) -> bool:
    """Whether nobody spoke of these events otherwise: corrected, entered, retracted or split one, or undid a merge."""
    ids = {i for event in events for i in ids_of(conn, event)}
    for entry in log.read(conn, stream=[f"event/{i}" for i in sorted(ids)], types=_SAYINGS):
        said = entry.record
        if isinstance(said, EventCorrected | EventRetracted | EventSplit):
            return False
        if isinstance(said, EventOpened) and said.entered is not None:
            return False
        # They were one, and are not: somebody took it back.
        if isinstance(said, EventsMerged) and _parted(conn, events, said):
            return False
    split = select(reports.c.report_id).where(reports.c.event_id.in_(events), reports.c.link_rule == "person.split")
    return conn.execute(split.limit(1)).first() is None


def _parted(conn: Connection, events: Sequence[str], said: EventsMerged) -> bool:
    named = {said.event_id, *said.merged}
    return all(named & set(ids_of(conn, event)) for event in events)


def opened_at(conn: Connection, event: str) -> int:
    """Position of the record that opened an event; an event made by a split stands behind all opened ones."""
    entry = next(log.read(conn, limit=1, stream=[f"event/{event}"]), None)
    return entry.position if entry else log.head(conn).position + 1
