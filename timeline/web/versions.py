"""What was known of events before: by the days on which articles were published, and by the commits of the log.

Only what differs is kept. A version holds from ``since`` on and before ``until``: day numbers for ``published``,
positions of the log for ``recorded``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection, func, select, union

from timeline import days, log, phrases
from timeline.fold import Evidence
from timeline.queries import EVENT_COLUMNS, EventFilter, position_at
from timeline.queries.filters import Source, where
from timeline.queries.moments import actor_names
from timeline.queries.parts import chunks, name_actors
from timeline.schema import event_actors_history, event_counts_history, event_history, events
from timeline.schema import log as log_table
from timeline.web.told import Told

Row = Mapping[str, Any]

AXES = ("published", "recorded")
_AT_ONCE = 500
_COMPARED = (
    "title", "type", "salience", "status", "certainty", "polarity", "claim", "first_day", "last_day", "extent",
    "date_basis", "place", "sources",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Version:
    """An event as it was known for a while."""

    row: Row
    axis: str
    since: int
    until: int | None
    """None: until today's articles without a date came in."""

    def counts(self, report: Told) -> bool:
        """Whether a report was known by then."""
        if self.axis == "recorded":
            return self.until is None or report.position < self.until
        if report.published is None:
            return False
        return self.until is None or days.of(report.published) < self.until


@dataclass(frozen=True, slots=True)
class Known:
    """When events came to be known as they are now, and what was known before."""

    since: list[int | None]
    """For each event; None: no dated article says it."""
    earlier: list[Version]


def head(conn: Connection) -> dict[str, Any]:
    """The end of the log: position and hash."""
    end = log.head(conn)
    return {"position": end.position, "hash": end.hash.hex()}


def instants(conn: Connection, known: Known) -> dict[str, list[Any]]:
    """The instant at which each position was recorded, for those that versions name."""
    named = {p for p in known.since if p is not None}
    named |= {p for v in known.earlier for p in (v.since, v.until) if p is not None}
    at: dict[int, str] = {}
    ordered = sorted(named)
    c = log_table.c
    for start in range(0, len(ordered), _AT_ONCE):
        query = select(c.position, c.recorded_at).where(c.position.in_(ordered[start : start + _AT_ONCE]))
        at.update((position, recorded_at) for position, recorded_at in conn.execute(query))
    return {"position": ordered, "at": [at.get(p, "") for p in ordered]}


# --- by publication ---


def by_publication(
    conn: Connection, rows: Sequence[Row], told: Mapping[str, Sequence[Told]], wanted: EventFilter
) -> Known:
    """What the press had said: each event folded from the reports of its first day, of its first two days, and so on.

    Identity and corrections are today's. A page that shows the database as it was at a moment has none of this.
    """
    if wanted.as_of is not None:
        return Known([None] * len(rows), [])
    until = wanted.published_until
    since: dict[str, int | None] = {}
    many: dict[str, list[str]] = {}
    for row in rows:
        said = told.get(row["event_id"], ())
        published = sorted({t.published for t in said if t.published and (until is None or t.published <= until)})
        partly = until is None and any(t.published is None for t in said)
        if len(published) > 1 or (published and partly):
            many[row["event_id"]] = published
        else:
            since[row["event_id"]] = days.of(published[0]) if published else None
    earlier: list[Version] = []
    current = {row["event_id"]: row for row in rows if row["event_id"] in many}
    for event_id, found in _folded(conn, many):
        marks = [(days.of(day), row) for day, row in found]
        since[event_id] = _keep(earlier, "published", marks, current[event_id])
    return Known([since.get(row["event_id"]) for row in rows], earlier)


def _folded(conn: Connection, many: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, list[tuple[str, Row]]]]:
    """Each event with what it was on each of its days."""
    from timeline.projections.folding import fold_event
    from timeline.projections.tables import in_use
    from timeline.projections.workspace import Workspace

    ids = sorted(many)
    for start in range(0, len(ids), _AT_ONCE):
        chunk = ids[start : start + _AT_ONCE]
        work = Workspace(conn, in_use())
        work.load_ids("event", chunk)
        work.load_groups("event", chunk)
        work.load_facts(("event", i) for e in chunk for i in work.group("event", e))
        work.load_members(chunk)
        found: dict[str, list[tuple[str, Row]]] = {event_id: [] for event_id in chunk}
        parts: list[tuple[dict[str, Any], Sequence[tuple[str, str]]]] = []
        for event_id in chunk:
            for day in many[event_id]:
                folded = fold_event(work, event_id, partial(_said_by, day))[0]
                if folded is not None and folded.reports:
                    plain = folded._asdict()
                    found[event_id].append((day, plain))
                    parts.append((plain, folded.actors))
        _name(conn, parts)
        yield from found.items()


def _said_by(day: str, report: Evidence) -> bool:
    return bool(report.published and report.published <= day)


def _name(conn: Connection, parts: Iterable[tuple[dict[str, Any], Sequence[tuple[str, str]]]]) -> None:
    kept = list(parts)
    names = actor_names(conn, {actor for _, pairs in kept for actor, _ in pairs})
    for row, pairs in kept:
        taking = {row["event_id"]: [{"actor_id": actor, "role": role} for actor, role in pairs]}
        name_actors([row], taking, names)


def _keep(earlier: list[Version], axis: str, marks: Sequence[tuple[int, Row]], current: Row) -> int | None:
    """Add the versions that differ; returns since when the event is known as it is now, None if not by these marks."""
    runs: list[tuple[int, Row]] = []
    for since, row in marks:
        if not runs or _shown(runs[-1][1]) != _shown(row):
            runs.append((since, row))
    now: int | None = None
    if runs and _shown(runs[-1][1]) == _shown(current):
        now = runs.pop()[0]
    for (since, row), until in zip(runs, [*(since for since, _ in runs[1:]), now], strict=False):
        earlier.append(Version(row, axis, since, until))
    return now


def _shown(row: Row) -> tuple[Any, ...]:
    """All that a page shows of a version."""
    parts = sorted((a["actor_id"], a["role"]) for a in row["actors"])
    return (*(row[name] for name in _COMPARED), phrases.date(row), parts)


# --- by record ---


def by_record(conn: Connection, rows: Sequence[Row], wanted: EventFilter) -> Known:
    """What this database had: every version of each event, and events that are no longer there.

    A page that shows what the press had said by a day has none of this.
    """
    if wanted.published_until is not None:
        return Known([None] * len(rows), [])
    end = None if wanted.as_of is None else position_at(conn, wanted.as_of)
    h = event_history.c
    ids = {row["event_id"] for row in rows}
    first = dict(conn.execute(select(h.event_id, func.min(h.from_position)).group_by(h.event_id)).all())
    since: dict[str, int | None] = {i: first.get(i) for i in ids}
    gone = _gone(conn, wanted, end) - ids
    changed = {i for i in _changed(conn) if i in ids} | gone
    current = {row["event_id"]: row for row in rows if row["event_id"] in changed}
    earlier: list[Version] = []
    for event_id, marks, over in _recorded(conn, changed, end):
        now = current.get(event_id)
        if now is not None:
            since[event_id] = _keep(earlier, "recorded", marks, now)
        else:
            _keep_gone(earlier, marks, over)
    return Known([since[row["event_id"]] for row in rows], earlier)


def _changed(conn: Connection) -> set[str]:
    """Events of which more than one thing was ever recorded."""
    parts = [
        select(t.c.event_id, t.c.from_position) for t in (event_history, event_actors_history, event_counts_history)
    ]
    every = union(*parts).subquery()
    query = select(every.c.event_id).group_by(every.c.event_id).having(func.count() > 1)
    return set(conn.execute(query).scalars())


def _gone(conn: Connection, wanted: EventFilter, end: int | None) -> set[str]:
    """Events that were once what is asked for and are no longer there: merged with others, or taken out."""
    h = event_history.c
    conditions = where(conn, wanted, Source(event_history, event_actors_history))
    query = select(h.event_id).distinct().where(*conditions)
    if end is None:
        query = query.where(h.event_id.not_in(select(events.c.event_id)))
    else:
        still = select(h.event_id).where(Source(event_history, event_actors_history, end).valid(event_history))
        query = query.where(h.from_position <= end, h.event_id.not_in(still))
    return set(conn.execute(query).scalars())


def _recorded(
    conn: Connection, ids: set[str], end: int | None
) -> Iterator[tuple[str, list[tuple[int, Row]], int | None]]:
    """Each event with what it was from each position on, and the position at which it was gone."""
    for chunk in chunks(ids):
        states, counts, parts = (
            _by_event(conn, table, chunk, end) for table in (event_history, event_counts_history, event_actors_history)
        )
        named: list[tuple[dict[str, Any], list[tuple[str, str]]]] = []
        found: list[tuple[str, list[tuple[int, Row]], int | None]] = []
        for event_id in chunk:
            marks: list[tuple[int, Row]] = []
            last = states[event_id][-1] if states[event_id] else None
            over = last["to_position"] if last else None
            if over is not None and end is not None and over > end:
                over = None
            for position in sorted({row["from_position"] for t in (states, counts, parts) for row in t[event_id]}):
                row = _state(states[event_id], counts[event_id], position)
                if row is not None:
                    named.append((row, _in_force(parts[event_id], position)))
                    marks.append((position, row))
            found.append((event_id, marks, over))
        _name(conn, named)
        yield from found


def _by_event(conn: Connection, table: Any, chunk: Sequence[str], end: int | None) -> dict[str, list[Row]]:
    query = select(table).where(table.c.event_id.in_(chunk)).order_by(table.c.from_position)
    if end is not None:
        query = query.where(table.c.from_position <= end)
    found: dict[str, list[Row]] = defaultdict(list)
    for row in conn.execute(query).mappings():
        found[row["event_id"]].append(dict(row))
    return found


def _state(states: Sequence[Row], counts: Sequence[Row], position: int) -> dict[str, Any] | None:
    """The event's columns at a position; None while there was no such event."""
    at = bisect_right([s["from_position"] for s in states], position) - 1
    if at < 0 or (states[at]["to_position"] is not None and states[at]["to_position"] <= position):
        return None
    row = {name: states[at][name] for name in EVENT_COLUMNS}
    newer = [c for c in counts if states[at]["from_position"] < c["from_position"] <= position]
    if newer:
        row |= {name: newer[-1][name] for name in ("sources", "reports", "first_reported_at", "last_reported_at")}
    return row


def _in_force(parts: Sequence[Row], position: int) -> list[tuple[str, str]]:
    return [
        (p["actor_id"], p["role"])
        for p in parts
        if p["from_position"] <= position and (p["to_position"] is None or p["to_position"] > position)
    ]


def _keep_gone(earlier: list[Version], marks: Sequence[tuple[int, Row]], over: int | None) -> None:
    runs: list[tuple[int, Row]] = []
    for since, row in marks:
        if not runs or _shown(runs[-1][1]) != _shown(row):
            runs.append((since, row))
    ends = [since for since, _ in runs[1:]] + [over]
    earlier += [Version(row, "recorded", since, until) for (since, row), until in zip(runs, ends, strict=True)]
