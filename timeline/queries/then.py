"""What the log had said of events and reports by a position, undoings of a later day left aside."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, select

from timeline import log
from timeline.log import Entry
from timeline.projections.facts import (
    ActorState,
    EventState,
    Fact,
    ReportLink,
    actor_state,
    article_row,
    event_state,
    facts_of,
    report_link,
    unsaid,
)
from timeline.projections.rows import report_actors
from timeline.queries.parts import chunks
from timeline.records import ActorsMerged, EventsMerged, EventSplit, ReportLinked, Undone
from timeline.schema import facts, reports

Row = dict[str, Any]


def undone(entries: Iterable[Entry]) -> set[str]:
    """Ids of the records that do not count after these entries: a record that counts undoes them."""
    gone: set[str] = set()
    for entry in sorted(entries, key=lambda e: -e.position):
        if isinstance(entry.record, Undone) and entry.record_id not in gone:
            gone.add(entry.record.record_id)
    return gone


def merged(conn: Connection, kind: str, position: int) -> dict[str, str]:
    """Event (or actor) -> the one that it was part of at a position, for those that were part of another."""
    leads: dict[str, str] = {}
    type_ = "EventsMerged" if kind == "event" else "ActorsMerged"
    entries = list(log.read(conn, until=position, types=(type_, "Undone")))
    gone = undone(entries)
    for entry in entries:
        if entry.record_id not in gone and isinstance(entry.record, EventsMerged | ActorsMerged):
            leads.update(dict.fromkeys(entry.record.merged, _survivor(entry.record)))
    return {old: _follow(old, leads) for old in leads}


def _survivor(record: EventsMerged | ActorsMerged) -> str:
    return record.event_id if isinstance(record, EventsMerged) else record.actor_id


def _follow(start: str, leads: dict[str, str]) -> str:
    seen = [start]
    while into := leads.get(seen[-1]):
        if into in seen:
            return min(seen[seen.index(into) :])
        seen.append(into)
    return seen[-1]


class Then:
    """The log as it was at a position."""

    def __init__(self, conn: Connection, position: int) -> None:
        self.conn, self.position = conn, position
        self.events = merged(conn, "event", position)
        self.actors = merged(conn, "actor", position)
        undoings = list(log.read(conn, types=["Undone"]))
        now, then = undone(undoings), undone(e for e in undoings if e.position <= position)
        self.back = [e for i in sorted(now - then) if (e := self._record(i))]
        """Records that counted then and do not now."""
        self.gone = [e for i in sorted(then - now) if (e := self._record(i))]
        """Records that count now and did not then."""

    def _record(self, record_id: str) -> Entry | None:
        entry = log.record(self.conn, record_id)
        return entry if entry and entry.position <= self.position else None

    def facts(self, kind: str, subjects: Collection[str]) -> dict[str, list[Fact]]:
        """What was said of these things, by position."""
        found: dict[str, dict[int, Any]] = defaultdict(dict)
        for chunk in chunks(subjects):
            query = select(facts).where(facts.c.kind == kind, facts.c.subject.in_(chunk))
            for row in self.conn.execute(query.where(facts.c.position <= self.position)):
                found[row.subject][row.position] = json.loads(row.value)
        for entries, says, instead in ((self.back, facts_of, unsaid_now), (self.gone, unsaid_now, facts_of)):
            for entry in entries:
                for (k, subject), _ in instead(entry):
                    if k == kind:
                        found[subject].pop(entry.position, None)
                for (k, subject), value in says(entry):
                    if k == kind and subject in subjects:
                        found[subject][entry.position] = value
        return {subject: sorted(said.items(), key=lambda fact: fact[0]) for subject, said in found.items()}

    def event(self, event_id: str) -> EventState:
        """What people had said of an event, those merged into it by then included."""
        return event_state(event_id, _joined(self.facts("event", self.members(event_id))))

    def members(self, event_id: str) -> set[str]:
        """The event and those that were merged into it by then."""
        return {event_id} | {old for old, into in self.events.items() if into == event_id}

    def actor(self, actor_id: str) -> ActorState:
        """An actor's name, spellings and offices, with those of the actors merged into it by then."""
        members = {actor_id} | {old for old, into in self.actors.items() if into == actor_id}
        return actor_state(actor_id, _joined(self.facts("actor", members)))

    def reports(self, event_id: str) -> list[Row]:
        """The reports that belonged to an event: columns of ``reports`` as they were, and ``parts``, their actors."""
        candidates = self._candidates(event_id)
        links = {i: report_link(said) for i, said in self.facts("report", candidates).items()}
        ours = {i: link for i, link in links.items() if self._is(link, event_id)}
        rows: list[Row] = []
        for chunk in chunks(ours):
            query = select(reports).where(reports.c.report_id.in_(chunk), reports.c.position <= self.position)
            rows += [dict(row) for row in self.conn.execute(query).mappings()]
        for row in rows:
            link = ours[row["report_id"]]
            row["parts"] = report_actors(
                row, {n: (self.actors.get(a, a), rule) for n, (a, rule) in link.actors.items()}
            )
            row |= {"event_id": event_id, "superseded_at": None, "link_rule": link.rule, "link_score": link.score}
            row["link_position"] = link.position
        return rows

    def _is(self, link: ReportLink, event_id: str) -> bool:
        belongs = link.event_id is not None and self.events.get(link.event_id, link.event_id) == event_id
        return belongs and link.superseded_at is None

    def _candidates(self, event_id: str) -> set[str]:
        """Every report that was ever said to belong here."""
        members = self.members(event_id)
        streams = [f"event/{i}" for i in sorted(members)]
        found = set()
        for entry in log.read(self.conn, until=self.position, stream=streams, types=["ReportLinked"]):
            if isinstance(entry.record, ReportLinked):
                found.add(entry.record.report_id)
        for entry in log.read(self.conn, until=self.position, types=["EventSplit"]):
            if isinstance(entry.record, EventSplit) and entry.record.new_event_id in members:
                found |= set(entry.record.report_ids)
        return found

    def articles(self, ids: Collection[str]) -> dict[str, Row]:
        """The rows of articles as they were, by id."""
        said = self.facts("article", ids)
        return {i: row for i in ids if (row := article_row(i, said.get(i, ())))}


def _joined(said: dict[str, list[Fact]]) -> list[tuple[str, Fact]]:
    """Facts of several things by position, each with the id it was said of."""
    return sorted(((i, fact) for i, found in said.items() for fact in found), key=lambda x: (x[1][0], x[0]))


def unsaid_now(entry: Entry) -> Iterator[tuple[tuple[str, str], Any]]:
    """What stands in the place of an undone record."""
    return unsaid(entry, entry.recorded_at)
