"""What a projection holds in memory of the tables it is about to change: loaded in bulk, written in bulk."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from timeline import log
from timeline.fold import COLUMNS, EventRow, Evidence
from timeline.log import Entry
from timeline.log.hashing import spelling, spelt
from timeline.model import When
from timeline.projections.facts import Fact, Json, Key
from timeline.projections.statements import add, ask, chosen, put, remove
from timeline.projections.tables import Tables
from timeline.records import ArticleAdded


@dataclass(slots=True)
class ReportState:
    """A report's row, and the rows of its actors."""

    row: dict[str, Any]
    actors: list[dict[str, Any]] = field(default_factory=list)
    stored: bool = False
    when: When | None = None
    """Its dating, where it is at hand; it stands in the row, too."""
    mentions: Sequence[Mapping[str, Json]] | None = None
    """Its mentions as :func:`timeline.projections.rows.mentions` has them, where they are at hand."""


class Ids:
    """Which id each id of one kind leads to, and who leads to it."""

    def __init__(self) -> None:
        self.leads: dict[str, str] = {}
        self.groups: dict[str, set[str]] = defaultdict(set)
        self.whole: set[str] = set()
        """Ids whose group is loaded."""
        self.stored: set[str] = set()
        self.changed: set[str] = set()

    def put(self, old: str, new: str, *, stored: bool = False) -> None:
        """Let an id lead to another."""
        if (before := self.leads.get(old)) is not None:
            self.groups[before].discard(old)
        self.leads[old] = new
        self.groups[new].add(old)
        if stored:
            self.stored.add(old)
        else:
            self.changed.add(old)


class Workspace:
    """Caches over the tables. What is in a cache is newer than the table until :meth:`flush`."""

    def __init__(self, conn: Connection, tables: Tables) -> None:
        self.conn, self.tables = conn, tables
        self.facts: dict[Key, list[Fact]] = {}
        self.articles: dict[str, dict[str, Json] | None] = {}
        self.reports: dict[str, ReportState] = {}
        self.by_event: dict[str, set[str]] = defaultdict(set)
        self.whole: set[str] = set()
        """Events whose reports are all loaded."""
        self.events: dict[str, EventRow | None] = {}
        self.actors: dict[str, dict[str, Json] | None] = {}
        self.ids = {"event": Ids(), "actor": Ids()}
        self.texts: dict[str, str] = {}

    # --- facts ---

    def load_facts(self, keys: Iterable[Key]) -> None:
        """Load the facts of many things."""
        t = self.tables["facts"]
        wanted: dict[str, set[str]] = defaultdict(set)
        for key in keys:
            if key not in self.facts:
                self.facts[key] = []
                wanted[key[0]].add(key[1])
        for kind, subjects in wanted.items():
            rows = chosen(self.conn, t, ("subject", "position", "value"), "subject", subjects, also=kind)
            for subject, position, value in rows:
                insort(self.facts[kind, subject], (position, spelt(value.encode())), key=_by_position)

    def facts_for(self, key: Key) -> list[Fact]:
        """The facts of one thing, by position; the list itself, to be changed."""
        if key not in self.facts:
            self.load_facts([key])
        return self.facts[key]

    # --- ids ---

    def load_ids(self, kind: str, ids: Iterable[str]) -> None:
        """Make sure that each id leads somewhere; one never seen leads to itself."""
        known, t = self.ids[kind], self.tables[f"{kind}_ids"]
        missing = {i for i in ids if i not in known.leads}
        if not missing:
            return
        for old, new in chosen(self.conn, t, ("old_id", f"{kind}_id"), "old_id", missing):
            known.put(old, new, stored=True)
        for fresh in sorted(missing - known.leads.keys()):
            known.put(fresh, fresh)
            known.whole.add(fresh)
            if kind == "event":
                self.whole.add(fresh)
                self.events[fresh] = None
            else:
                self.actors[fresh] = None

    def canonical(self, kind: str, old: str) -> str:
        """The id that an id leads to."""
        if old not in self.ids[kind].leads:
            self.load_ids(kind, [old])
        return self.ids[kind].leads[old]

    def load_groups(self, kind: str, targets: Iterable[str]) -> None:
        """Load all ids that lead to each of these."""
        known, t = self.ids[kind], self.tables[f"{kind}_ids"]
        todo = set(targets) - known.whole
        column = f"{kind}_id"
        for old, new in chosen(self.conn, t, ("old_id", column), column, todo):
            if old not in known.leads:
                known.put(old, new, stored=True)
        known.whole |= todo

    def group(self, kind: str, target: str) -> Set[str]:
        """All ids that lead to one; the set itself."""
        known = self.ids[kind]
        if target not in known.whole:
            self.load_groups(kind, [target])
        return known.groups[target]

    def load_actors(self, ids: Iterable[str]) -> None:
        """Load the rows of actors."""
        todo = {i for i in ids if i not in self.actors}
        self.actors.update(dict.fromkeys(todo))
        self.actors.update((row["actor_id"], row) for row in self._rows("actors", "actor_id", todo))

    # --- articles ---

    def load_articles(self, ids: Iterable[str]) -> None:
        """Load articles, and those they are revisions or copies of."""
        todo = {i for i in ids if i not in self.articles}
        while todo:
            self.articles.update(dict.fromkeys(todo))
            self.articles.update((row["article_id"], row) for row in self._rows("articles", "article_id", todo))
            roots = {root for i in todo if (a := self.articles[i]) and (root := a["revises"] or a["copy_of"])}
            todo = roots - self.articles.keys()

    def article(self, article_id: str) -> dict[str, Json] | None:
        """The row of an article; None where there is none."""
        if article_id not in self.articles:
            self.load_articles([article_id])
        return self.articles[article_id]

    def source(self, article_id: str) -> str:
        """The article that this one is, through however many revisions, a version or a copy of."""
        seen = {article_id}
        while (a := self.article(article_id)) and (root := a["revises"] or a["copy_of"]) and root not in seen:
            article_id = root
            seen.add(article_id)
        return article_id

    def text(self, article_id: str) -> str:
        """The article's text; empty when it was erased."""
        if article_id not in self.texts:
            row = self.article(article_id)
            entry = entry_at(self.conn, row["position"]) if row else None
            record = entry.record if entry else None
            self.texts[article_id] = record.text if isinstance(record, ArticleAdded) else ""
        return self.texts[article_id]

    # --- reports and events ---

    def load_reports(self, ids: Iterable[str]) -> None:
        """Load reports that are stored."""
        self._take(self._rows("reports", "report_id", {i for i in ids if i not in self.reports}))

    def load_reports_where(self, column: str, values: Collection[str]) -> set[str]:
        """Load the stored reports with one of these values in a column; their ids."""
        rows = list(self._rows("reports", column, values))
        self._take(rows)
        return {row["report_id"] for row in rows}

    def load_members(self, events: Iterable[str]) -> None:
        """All reports of events, and the articles they stand in."""
        todo = {e for e in events if e not in self.whole}
        self.load_reports_where("event_id", todo)
        self.whole |= todo
        self.load_articles({self.reports[r].row["article_id"] for e in todo for r in self.by_event[e]})

    def _take(self, rows: Iterable[dict[str, Any]]) -> None:
        fresh = [row for row in rows if row["report_id"] not in self.reports]
        for row in fresh:
            self.reports[row["report_id"]] = ReportState(row, stored=True)
            if row["event_id"]:
                self.by_event[row["event_id"]].add(row["report_id"])
        for actor in self._rows("report_actors", "report_id", {row["report_id"] for row in fresh}):
            self.reports[actor["report_id"]].actors.append(actor)

    def _rows(self, table: str, column: str, values: Collection[str]) -> Iterator[dict[str, Any]]:
        """Whole rows with one of these values in a column."""
        if not values:
            return
        names = self.tables[table].columns.keys()
        for row in chosen(self.conn, self.tables[table], None, column, values):
            yield dict(zip(names, row, strict=True))

    def put_report(self, state: ReportState) -> None:
        """A new report."""
        self.reports[state.row["report_id"]] = state

    def move(self, state: ReportState, event_id: str | None) -> None:
        """Let a report belong to another event, or to none."""
        report_id, before = state.row["report_id"], state.row["event_id"]
        if before:
            self.by_event[before].discard(report_id)
        if event_id:
            self.by_event[event_id].add(report_id)
        state.row["event_id"] = event_id

    def load_events(self, ids: Iterable[str]) -> None:
        """Load the rows of events."""
        todo = {i for i in ids if i not in self.events}
        if not todo:
            return
        self.events.update(dict.fromkeys(todo))
        t, actors = self.tables["events"], self.tables["event_actors"]
        parts: dict[str, list[tuple[str, str]]] = defaultdict(list)
        columns = ("event_id", "actor_id", "role")
        for event_id, actor_id, role in chosen(self.conn, actors, columns, "event_id", todo):
            parts[event_id].append((actor_id, role))
        for row in chosen(self.conn, t, COLUMNS, "event_id", todo):
            self.events[row[0]] = EventRow(*(*row, tuple(sorted(parts[row[0]]))))

    def evidence(self, state: ReportState) -> Evidence:
        """A report as folding sees it."""
        row = state.row
        state.when = state.when or when_of(row)
        article = self.article(row["article_id"])
        published = article["published"] if article else None
        return Evidence(
            report_id=row["report_id"],
            title=row["title"],
            type=row["type"],
            when=state.when,
            article_id=row["article_id"],
            source_id=self.source(row["article_id"]),
            published=published[:10] if published else None,
            roles=tuple([(a["actor_id"], a["role"]) for a in state.actors]),
            place=row["place"],
            place_country=row["place_country"],
            zone=row["zone"],
            status=row["status"],
            certainty=row["certainty"],
            polarity=row["polarity"],
            claim=row["claim"],
            salience=row["salience"],
            surfaces=tuple([a["surface"] for a in state.actors]),
            superseded=row["superseded_at"] is not None,
            withdrawn=bool(article and article["withdrawn_at"]),
        )

    def remove(self, table: str, column: str, values: Collection[Any], also: str = "") -> None:
        """Delete the rows with these values in a column."""
        remove(self.conn, self.tables[table], column, values, also)

    def unsay(self, position: int, kind: str, subject: str) -> None:
        """Delete a stored fact."""
        statement = f"DELETE FROM {self.tables['facts'].name} WHERE position = ? AND kind = ? AND subject = ?"  # noqa: S608
        ask(self.conn, statement, position, kind, subject)

    def add(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows."""
        add(self.conn, self.tables[table], rows)

    def put(self, table: str, rows: Collection[Sequence[Any]]) -> None:
        """Insert rows of values, in the order of the table's columns."""
        if rows:
            put(self.conn, self.tables[table], rows)


def when_of(row: Mapping[str, Any]) -> When:
    """The dating in a row of ``reports``."""
    return When(
        earliest=row["earliest"],
        latest=row["latest"],
        likely_date=row["likely_date"],
        edtf=row["date_edtf"],
        granularity=row["date_precision"],
        extent=row["extent"],
        qualifier=row["qualifier"],
        basis=row["date_basis"],
        rule=row["date_rule"] or "",
        anchor=row["date_anchor"],
        direction=row["date_direction"],
        utc_offset=row["utc_offset"],
        instant_utc=row["instant_utc"],
    )


def entry_at(conn: Connection, position: int) -> Entry | None:
    """The log's entry at a position."""
    return next(log.read(conn, position - 1, 1), None)


def dump(value: Json) -> str:
    """JSON that is the same for the same value."""
    return spelling(value).decode()


def _by_position(fact: Fact) -> int:
    return fact[0]
