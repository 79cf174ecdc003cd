"""The history of one event: every record that made it what it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from timeline import log, phrases, records
from timeline.log import Entry
from timeline.queries.ids import event_id
from timeline.queries.single import ids_of
from timeline.schema import event_actors, facts, reports

Row = dict[str, Any]


def event_history(conn: Connection, given: str) -> list[Row]:
    """Every record that touched an event, in order.

    Returns:
        Rows ``position, record_id, recorded_at, by, type, what`` (one sentence)``, reason, rule, score, runner_up,
        runner_up_score, features, undone`` (whether it was taken back). Scores are thousandths.

    Raises:
        NotFound, AmbiguousId: no event, or several, have such an id.
    """
    now = event_id(conn, given)
    entries = {e.position: e for e in _entries(conn, now)}
    undoings = _undoings(conn, entries)
    for entry in undoings:
        entries[entry.position] = entry
    undone = _taken_back(conn, entries)
    return [_row(entries[position], undone) for position in sorted(entries)]


def _entries(conn: Connection, now: str) -> Iterator[Entry]:
    ids = ids_of(conn, now)
    yield from log.read(conn, stream=[f"event/{i}" for i in ids])
    rows = conn.execute(select(reports.c.report_id, reports.c.article_id).where(reports.c.event_id == now)).all()
    report_ids = {row.report_id for row in rows}
    for start in range(0, len(rows), 500):
        chunk = [row.report_id for row in rows[start : start + 500]]
        stated = select(facts.c.position).where(facts.c.kind == "report", facts.c.subject.in_(chunk))
        for position in sorted(set(conn.execute(stated).scalars())):
            yield from log.read(conn, position - 1, 1)
    for article_id in sorted({row.article_id for row in rows}):
        for entry in log.read(conn, stream=[f"article/{article_id}"]):
            if _concerns(entry.record, report_ids, ids):
                yield entry
    actors = conn.execute(select(event_actors.c.actor_id).distinct().where(event_actors.c.event_id == now)).scalars()
    if streams := [f"actor/{i}" for i in sorted(actors)]:
        yield from log.read(conn, stream=streams, types=["ActorsMerged"])


def _concerns(record: records.Record | None, report_ids: set[str], ids: list[str]) -> bool:
    if isinstance(record, records.ReportExtracted):
        return record.report_id in report_ids
    if isinstance(record, records.ReportsSuperseded):
        return not report_ids.isdisjoint(record.report_ids)
    if isinstance(record, records.MainEventChosen):
        return record.event_id in ids
    return isinstance(record, records.ArticleCorrected | records.ArticleWithdrawn | records.CopyFound)


def _undoings(conn: Connection, entries: dict[int, Entry]) -> list[Entry]:
    """The records that undo these, and those that undo them."""
    found: list[Entry] = []
    asked = [e.record_id for e in entries.values()]
    while asked:
        positions: set[int] = set()
        for start in range(0, len(asked), 500):
            named = facts.c.subject.in_(asked[start : start + 500])
            positions |= set(conn.execute(select(facts.c.position).where(facts.c.kind == "record", named)).scalars())
        fresh = [e for p in sorted(positions - entries.keys()) for e in log.read(conn, p - 1, 1)]
        found += fresh
        asked = [e.record_id for e in fresh]
    return found


def _taken_back(conn: Connection, entries: dict[int, Entry]) -> set[str]:
    """Record ids that do not count now: a live record undoes them."""
    undone: set[str] = set()
    for position in sorted(entries, reverse=True):
        entry = entries[position]
        if isinstance(entry.record, records.Undone) and entry.record_id not in undone:
            undone.add(entry.record.record_id)
    return undone


def _row(entry: Entry, undone: set[str]) -> Row:
    payload = entry.record.payload() if entry.record else {}
    return {
        "position": entry.position,
        "record_id": entry.record_id,
        "recorded_at": entry.recorded_at,
        "by": entry.by,
        "type": entry.type,
        "what": said(entry),
        "reason": payload.get("reason"),
        **{name: payload.get(name) for name in ("rule", "score", "runner_up", "runner_up_score", "features")},
        "undone": entry.record_id in undone,
    }


def _dated(payload: Row) -> str:
    """Status and date that a report gives: ``scheduled for 12 May 2025``."""
    report = records.report_of(payload)
    when = report.when
    row = {
        "status": report.status, "earliest": when.earliest, "latest": when.latest, "likely_date": when.likely_date,
        "extent": when.extent, "date_edtf": when.edtf, "date_basis": when.basis, "date_precision": when.granularity,
    }  # fmt: skip
    return phrases.status(row, today="")


def said(entry: Entry) -> str:
    """What a record says, in one sentence."""
    r = entry.record
    match r:
        case None:
            return f"{entry.type}, erased"
        case records.ArticleCorrected():
            return f"article {r.article_id[:10]} corrected: " + ", ".join(f"{k} = {v}" for k, v in r.changes.items())
        case records.ArticleWithdrawn():
            return f"article {r.article_id[:10]} withdrawn"
        case records.ReportExtracted():
            return f"article {r.article_id[:10]} reports: {r.report.get('title', '')} ({_dated(r.report)})"
        case records.ReportsSuperseded():
            return f"reports of article {r.article_id[:10]} replaced by a new reading"
        case records.CopyFound():
            return f"article {r.article_id[:10]} is a copy of {r.copy_of[:10]}"
        case records.MainEventChosen():
            return f"main event of article {r.article_id[:10]}"
        case _:
            return _said_of_events(r)


def _said_of_events(r: records.Record) -> str:
    match r:
        case records.EventOpened():
            return "opened by a report" if r.report_id else "entered by hand"
        case records.ReportLinked():
            return f"report {r.report_id[:10]} linked to event {r.event_id[:10]}"
        case records.ReportUnlinked():
            return f"report {r.report_id[:10]} taken away"
        case records.EventCorrected():
            return f"{r.field} set to {_value(r.value)}"
        case records.EventsMerged():
            why = "" if r.rule is None else f": one report fits each at least to {r.score} of 1000"
            return f"merged with {', '.join(i[:10] for i in r.merged)}{why}"
        case records.EventSplit():
            number = len(r.report_ids)
            went = f"{number} report{'s' * (number > 1)} went to {r.new_event_id[:10]}"
            return f"split: {went}" if r.rule is None else f"{went}: a firmer report there tells the same"
        case records.EventRetracted():
            return "taken out of the timeline"
        case records.NoteAdded():
            return f"note: {r.text}"
        case records.TagAdded():
            return f"tag {r.tag} given"
        case records.TagRemoved():
            return f"tag {r.tag} taken away"
        case records.ActorNamed():
            return f"{r.kind} named {r.name}"
        case records.AliasGiven():
            return f"also spelt {r.alias}"
        case records.AliasTaken():
            return f"no longer spelt {r.alias}"
        case records.ActorsMerged():
            return f"actor {r.actor_id} merged with {', '.join(r.merged)}"
        case records.OfficeHeld():
            return f"held office: {r.office}"
        case records.MentionAssigned():
            return f"mention {r.mention} of report {r.report_id[:10]} means actor {r.actor_id}"
        case records.ActorSplit():
            return f"mentions of actor {r.actor_id} mean {r.new_actor_id}"
        case records.Undone():
            return f"record {r.record_id} undone"
        case _:
            return type(r).__name__


def _value(value: records.Json) -> str:
    match value:
        case None:
            return "nothing"
        case dict():
            return str(value.get("edtf") or "undated")
        case list():
            return "; ".join(f"{actor}:{role}" for actor, role in value) or "nobody"
        case _:
            return str(value)
