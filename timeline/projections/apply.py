"""Applying commits: records become facts, and every thing that a commit touches is folded again, once, at its end."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, select

from timeline import log
from timeline.fold import check
from timeline.log import Entry
from timeline.projections import rows
from timeline.projections.facts import (
    Fact,
    Key,
    ReportLink,
    Value,
    actor_state,
    article_row,
    facts_of,
    report_link,
    unsaid,
)
from timeline.projections.folding import fold_event, joined
from timeline.projections.tables import Tables
from timeline.projections.workspace import ReportState, Workspace
from timeline.projections.writing import Writer
from timeline.records import ArticleAdded, PayloadErased, ReportExtracted, Undone


class ProjectionStopped(Exception):
    """A record cannot be applied; what was applied before it stands."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(f"the record at position {position} cannot be applied: {reason}")
        self.position, self.reason = position, reason


class Projector:
    """Applies entries of the log, commit by commit, to one set of tables; :meth:`flush` writes."""

    def __init__(self, conn: Connection, tables: Tables) -> None:
        self.conn = conn
        self.work = Workspace(conn, tables)
        self.writer = Writer(self.work)
        self._clean()

    def _clean(self) -> None:
        self.dirty: dict[str, set[str]] = defaultdict(set)
        self.events: set[str] = set()
        """Events to be folded again, by the id they have now."""
        self.merges: set[Key] = set()

    def apply(self, commits: Iterable[Sequence[Entry]]) -> None:
        """Apply whole commits, in order.

        Raises:
            ProjectionStopped: a record cannot be applied.
        """
        said = [[(entry, list(facts_of(entry))) for entry in commit] for commit in commits]
        self._prefetch([pair for commit in said for pair in commit])
        for commit in said:
            self._commit(commit)

    def flush(self) -> None:
        """Write everything that changed."""
        self.writer.flush()

    def _commit(self, said: Sequence[tuple[Entry, list[tuple[Key, Value]]]]) -> None:
        position = said[0][0].position
        try:
            for entry, facts in said:
                position = entry.position
                self._record(entry, facts)
            end = said[-1][0]
            self._settle(end.position, end.recorded_at)
        except (ValueError, TypeError, KeyError) as error:
            raise ProjectionStopped(position, str(error)) from error

    # --- one record ---

    def _record(self, entry: Entry, facts: Iterable[tuple[Key, Value]]) -> None:
        for key, value in facts:
            self._say(key, (entry.position, value))
        record = entry.record
        if isinstance(record, ArticleAdded):
            self.work.texts[record.article_id] = record.text
        elif isinstance(record, ReportExtracted):
            text = self.work.text(record.article_id) if record.article_id in self.work.texts else self._text(record)
            self.work.put_report(rows.report(record, text, entry))
            self.dirty["report"].add(record.report_id)
        elif isinstance(record, Undone):
            self._turn(record.record_id, entry)
        elif isinstance(record, PayloadErased):
            self._erased(record.position, entry)

    def _erased(self, position: int, erasure: Entry) -> None:
        """Let an article whose text was erased say so; nothing else of what was erased is known any more."""
        for gone in log.read(self.conn, position - 1, 1):
            for key, _ in facts_of(gone) if gone.record is None else ():
                self._meet(key, {"op": "erase", "at": erasure.recorded_at}, erasure.position)

    def _text(self, record: ReportExtracted) -> str:
        """The text of an article added in an earlier commit, or in this one before its row is folded."""
        if self.work.article(record.article_id) is None:
            self._article(record.article_id)
        return self.work.text(record.article_id)

    def _say(self, key: Key, fact: Fact) -> None:
        facts = self.work.facts_for(key)
        if facts and facts[-1][0] > fact[0]:
            insort(facts, fact, key=lambda f: f[0])
        else:
            facts.append(fact)
        self.writer.said.append((key, fact))
        self._touch(key, fact[1])

    def _meet(self, key: Key, value: Value, position: int) -> None:
        """Take up a fact that the records of this commit do not say themselves: nothing of it was loaded ahead."""
        self._load_ids(key, value)
        self._say(key, (position, value))

    def _load_ids(self, key: Key, value: Value) -> None:
        for kind, ids in ids_in([(key, value)]).items():
            self.work.load_ids(kind, ids)

    def _touch(self, key: Key, value: Value) -> None:
        kind, subject = key
        self.dirty[kind].add(subject)
        if value["op"] == "merge":
            self.merges.add(key)
        elif kind == "event" and value["op"] == "correct":
            check(value["field"], value["value"])

    def _turn(self, record_id: str, undoing: Entry) -> None:
        """Take a record's facts away or put them back, as those that undo it (and those that undo them) have it."""
        target = log.record(self.conn, record_id)
        if target is None or target.position >= undoing.position:
            raise ValueError(f"it undoes the record {record_id}, which does not stand before it")
        if target.record is None:
            return
        position = target.position
        stands = not self.work.facts_for(("record", record_id))
        says, instead = list(facts_of(target)), list(unsaid(target, undoing.recorded_at))
        for key, value in (*says, *instead):
            self._unsay(key, position, value)
        for key, value in says if stands else instead:
            self._meet(key, value, position)
        if isinstance(target.record, Undone):
            self._turn(target.record.record_id, target)

    def _unsay(self, key: Key, position: int, value: Value) -> None:
        facts = self.work.facts_for(key)
        if any(p == position for p, _ in facts):
            facts[:] = [f for f in facts if f[0] != position]
            self.writer.unsaid.append((key, position))
            self._load_ids(key, value)
            self._touch(key, value)

    # --- the end of a commit ---

    def _settle(self, position: int, recorded_at: str) -> None:
        for kind, subject in sorted(self.merges):
            self._regroup(kind, subject)
        self.dirty["article"] |= self._headlined()
        for article_id in sorted(self.dirty["article"]):
            self._article(article_id)
        for report_id in sorted(self.dirty["report"]):
            self._report(report_id)
        named = self.dirty["actor"] | {self.work.canonical("actor", a) for a in self.dirty["actor"]}
        self.work.load_actors(named)
        for actor_id in sorted(named):
            self._actor(actor_id, position, recorded_at)
        stated = {self.work.canonical("event", e) for e in self.dirty["event"]}
        self.events |= stated
        self.work.load_members(self.events)
        self.work.load_events(self.events)
        for event_id in sorted(self.events):
            self._event(event_id, event_id in stated, position, recorded_at)
        self._clean()

    def _headlined(self) -> set[str]:
        """The articles whose main report is to be folded again: their main event is where that belongs."""
        self.work.load_reports(self.dirty["report"])
        of = {i: state.row["article_id"] for i in self.dirty["report"] if (state := self.work.reports.get(i))}
        told = {i: a for i, a in of.items() if a not in self.dirty["article"]}
        return {a for i, a in told.items() if (row := self.work.article(a)) and row["main_report_id"] == i}

    def _regroup(self, kind: str, subject: str) -> None:
        """Follow merges anew for everything that leads to where this id led or leads."""
        work, known = self.work, self.work.ids[kind]
        before = work.canonical(kind, subject)
        moved = {before, self._follow(kind, subject)}
        members = set().union(*(work.group(kind, target) for target in moved))
        for member in sorted(members):
            target = self._follow(kind, member)
            if target != known.leads[member]:
                work.group(kind, target)
                known.put(member, target)
        self.dirty[kind] |= moved
        if kind == "event":
            self._moved_events(moved, members)
        else:
            self._moved_actors(moved)

    def _follow(self, kind: str, subject: str) -> str:
        seen = [subject]
        while True:
            into = [v["into"] for _, v in self.work.facts_for((kind, seen[-1])) if v["op"] == "merge"]
            if not into:
                return seen[-1]
            if into[-1] in seen:
                return min(seen[seen.index(into[-1]) :])
            self.work.load_ids(kind, [into[-1]])
            seen.append(into[-1])

    def _moved_events(self, moved: set[str], members: set[str]) -> None:
        work = self.work
        work.load_members(moved)
        self.dirty["report"] |= {r for e in moved for r in work.by_event[e]}
        self.events |= moved
        self.writer.states.update(dict.fromkeys(moved))
        t = work.tables["articles"]
        stored = self.conn.execute(
            select(t.c.article_id).where(t.c.main_event_id.in_(sorted(moved | members)))
        ).scalars()
        cached = {i for i, a in work.articles.items() if a and a["main_event_id"] in moved | members}
        self.dirty["article"] |= {*stored, *cached}

    def _moved_actors(self, moved: set[str]) -> None:
        work = self.work
        t, parts = work.tables["report_actors"], work.tables["event_actors"]
        stored = self.conn.execute(select(t.c.report_id).where(t.c.actor_id.in_(sorted(moved)))).scalars()
        cached = {i for i, r in work.reports.items() if any(a["actor_id"] in moved for a in r.actors)}
        self.dirty["report"] |= {*stored, *cached}
        events = self.conn.execute(select(parts.c.event_id).where(parts.c.actor_id.in_(sorted(moved)))).scalars()
        held = {i for i, row in work.events.items() if row and any(a in moved for a, _ in row.actors)}
        self.events |= {*events, *held}

    def _article(self, article_id: str) -> None:
        before = self.work.article(article_id)
        row = article_row(article_id, self.work.facts_for(("article", article_id)))
        if row and row["main_report_id"]:
            link = report_link(self.work.facts_for(("report", row["main_report_id"])))
            if link.event_id and not link.superseded_at:
                row["main_event_id"] = link.event_id
        if row and row["main_event_id"]:
            row["main_event_id"] = self.work.canonical("event", row["main_event_id"])
        if row == before:
            return
        self.work.articles[article_id] = row
        self.writer.article(article_id, before is not None)
        if not (row and before and all(row[k] == before[k] for k in ("published", "title"))):
            self.writer.traits.add(article_id)
        if row and before and any(row[k] != before[k] for k in ("published", "withdrawn_at", "copy_of")):
            stored = self.work.load_reports_where("article_id", [article_id])
            cached = {i for i, r in self.work.reports.items() if r.row["article_id"] == article_id}
            self.events |= {e for i in stored | cached if (e := self.work.reports[i].row["event_id"])}

    def _report(self, report_id: str) -> None:
        self.work.load_reports([report_id])
        state = self.work.reports.get(report_id)
        if state is None:
            return
        link = report_link(self.work.facts_for(("report", report_id)))
        before = state.row["event_id"]
        event_id = self.work.canonical("event", link.event_id) if link.event_id else None
        self.work.move(state, event_id)
        state.row |= {
            "superseded_at": link.superseded_at, "link_rule": link.rule, "link_score": link.score,
            "link_position": link.position, "tells_as": link.tells_as,
        }  # fmt: skip
        state.actors = self._report_actors(state, link)
        self.writer.reports.add(report_id)
        self.events |= {e for e in (before, event_id) if e}

    def _report_actors(self, state: ReportState, link: ReportLink) -> list[dict[str, Any]]:
        self.work.load_ids("actor", {actor for actor, _ in link.actors.values()})
        resolved = {n: (self.work.canonical("actor", actor), rule) for n, (actor, rule) in link.actors.items()}
        return rows.report_actors(state.row, resolved, state.mentions)

    def _actor(self, actor_id: str, position: int, recorded_at: str) -> None:
        here = self.work.canonical("actor", actor_id) == actor_id
        state = actor_state(actor_id, joined(self.work, "actor", actor_id)) if here else None
        self.writer.actor(actor_id, self.work.actors.get(actor_id), state, position, recorded_at)
        self.work.actors[actor_id] = {"actor_id": actor_id, **state.name} if state and state.name else None

    def _event(self, event_id: str, stated: bool, position: int, recorded_at: str) -> None:
        row, state = fold_event(self.work, event_id)
        if stated or event_id in self.writer.states:
            self.writer.states[event_id] = state
        self.writer.event(event_id, self.work.events.get(event_id), row, position, recorded_at)
        self.work.events[event_id] = row

    # --- loading ahead ---

    def _prefetch(self, said: Sequence[tuple[Entry, list[tuple[Key, Value]]]]) -> None:
        """Load in bulk what these records are about, so that applying them one by one asks little."""
        work = self.work
        keys = {key for _, facts in said for key, _ in facts}
        ids = ids_in(pair for _, facts in said for pair in facts)
        new = {e.record.report_id for e, _ in said if isinstance(e.record, ReportExtracted)}
        for kind in ("event", "actor"):
            work.load_ids(kind, ids[kind])
            work.load_groups(kind, {work.canonical(kind, i) for i in ids[kind]})
        events = {work.canonical("event", e) for e in ids["event"]}
        work.load_facts(keys | {("report", r) for r in new} | {("event", e) for e in ids["event"]})
        work.load_articles({subject for kind, subject in keys if kind == "article"})
        reports = {subject for kind, subject in keys if kind == "report"}
        work.load_reports(reports - new)
        events |= {e for i in reports if (state := work.reports.get(i)) and (e := state.row["event_id"])}
        work.load_members(events)
        work.load_events(events)


def ids_in(facts: Iterable[tuple[Key, Value]]) -> dict[str, set[str]]:
    """The ids of events and actors that facts are of or name."""
    events, actors = set[str](), set[str]()
    for (kind, subject), value in facts:
        op = value["op"]
        if kind == "event":
            events.add(subject)
        elif kind == "actor":
            actors.add(subject)
        if op == "link":
            events.add(value["event"])
            actors.update([actor for _, actor, _ in value["actors"]])
        elif op == "merge":
            (events if kind == "event" else actors).add(value["into"])
        elif op == "split":
            events.add(value["event"])
        elif op == "assign":
            actors.add(value["actor"])
        elif op == "main" and value["event_id"]:
            events.add(value["event_id"])
        elif op == "open":
            actors.update([actor for actor, _ in value["entered"].get("actors", ())])
        elif op == "correct" and value.get("field") == "actors":
            actors.update([actor for actor, _ in value["value"]])
    return {"event": events, "actor": actors}
