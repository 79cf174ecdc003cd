"""Writing what changed, table by table, in bulk."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import bindparam, delete, update

from timeline.fold import COLUMNS, UNCOUNTED, EventRow
from timeline.projections import calendar, rows
from timeline.projections.facts import ActorState, EventState, Fact, Key
from timeline.projections.workspace import dump

if TYPE_CHECKING:
    from timeline.projections.workspace import Workspace

_VERSIONED = tuple(c for c in COLUMNS if c not in UNCOUNTED)
_HISTORIES = {
    "event_history": ("event_id",),
    "event_actors_history": ("event_id", "actor_id", "role"),
    "actors_history": ("actor_id",),
}
"""History table -> what names a thing in it."""

_values = attrgetter(*COLUMNS)

Named: TypeAlias = tuple[str, ...]
Values: TypeAlias = dict[str, Any]


class Writer:
    """Collects changes of one batch of commits and writes them together."""

    def __init__(self, work: Workspace) -> None:
        self.work = work
        self._clean()

    def _clean(self) -> None:
        self.said: list[tuple[Key, Fact]] = []
        self.unsaid: list[tuple[Key, int]] = []
        self.articles: set[str] = set()
        self.traits: set[str] = set()
        """Articles whose traits are to be written (anew)."""
        self.reports: set[str] = set()
        self.actors: dict[str, ActorState | None] = {}
        self.states: dict[str, EventState | None] = {}
        """What people said of events, where that changed; None = nothing any more."""
        self.events: dict[str, tuple[EventRow | None, EventRow | None]] = {}
        """Row as stored, and as it is to be."""
        self.versions: dict[str, dict[Named, Values]] = {name: {} for name in _HISTORIES}
        """History table -> key -> new version that is open."""
        self.closed: dict[str, list[Values]] = {name: [] for name in _HISTORIES}
        """New versions that were closed within the batch."""
        self.closings: dict[str, list[Values]] = {name: [] for name in _HISTORIES}
        """Stored versions to close."""
        self.counts: list[dict[str, Any]] = []

    # --- events and their history ---

    def event(self, event_id: str, old: EventRow | None, new: EventRow | None, position: int, at: str) -> None:
        """An event changed (or not) at the end of a commit."""
        if old == new:
            return
        stored = self.events[event_id][0] if event_id in self.events else old
        self.events[event_id] = (stored, new)
        changed = old is None or new is None or any(getattr(old, c) != getattr(new, c) for c in _VERSIONED)
        if changed:
            was, is_ = (_row(row) if row else None for row in (old, new))
            self._version("event_history", (event_id,), was, is_, position, at)
        elif new:
            counts = {name: getattr(new, name) for name in UNCOUNTED}
            self.counts.append({"event_id": event_id, "from_position": position, **counts})
        before, after = _parts(old), _parts(new)
        for key in sorted(before.keys() | after.keys()):
            self._version("event_actors_history", key, before.get(key), after.get(key), position, at)

    def actor(self, actor_id: str, old: Values | None, state: ActorState | None, position: int, at: str) -> None:
        """An actor changed (or not) at the end of a commit; None = it is no actor of its own any more."""
        self.actors[actor_id] = state
        new = {"actor_id": actor_id, **state.name} if state and state.name else None
        self._version("actors_history", (actor_id,), old, new, position, at)

    def _version(self, table: str, key: Named, old: Values | None, new: Values | None, position: int, at: str) -> None:
        if old == new:
            return
        end = {"to_position": position, "known_to": at}
        if old is not None:
            if version := self.versions[table].pop(key, None):
                self.closed[table].append({**version, **end})
            else:
                self.closings[table].append({**{f"b_{i}": value for i, value in enumerate(key)}, **end})
        if new is not None:
            start = {"from_position": position, "known_from": at, "to_position": None, "known_to": None}
            self.versions[table][key] = {**new, **start}

    # --- writing ---

    def flush(self) -> None:
        """Write everything collected, and forget it."""
        self._facts()
        self._ids()
        self._articles()
        self._reports()
        self._actors()
        self._states()
        self._events()
        self._history()
        self._clean()

    def _facts(self) -> None:
        t = self.work.tables["facts"]
        said = dict.fromkeys((key, fact[0]) for key, fact in self.said)
        standing = [(key, p, v) for key, p in said for at, v in self.work.facts[key] if at == p]
        if self.unsaid:
            gone = [{"b_position": p, "b_kind": k, "b_subject": s} for (k, s), p in self.unsaid]
            same = (t.c[name] == bindparam(f"b_{name}") for name in ("position", "kind", "subject"))
            self.work.conn.execute(delete(t).where(*same), gone)
        rows = [{"position": p, "kind": k, "subject": s, "value": dump(value)} for (k, s), p, value in standing]
        self.work.add("facts", rows)

    def _ids(self) -> None:
        for kind, known in self.work.ids.items():
            table = f"{kind}_ids"
            self.work.remove(table, "old_id", known.changed & known.stored)
            self.work.add(table, [{"old_id": i, f"{kind}_id": known.leads[i]} for i in sorted(known.changed)])
            known.stored |= known.changed
            known.changed.clear()

    def _articles(self) -> None:
        self.work.remove("articles", "article_id", self.articles)
        self.work.add("articles", [row for i in sorted(self.articles) if (row := self.work.articles[i])])
        for table in ("article_traits", "article_keys", "article_sketch"):
            self.work.remove(table, "article_id", self.traits)
        found = [rows.traits(row, self.work.text(i)) for i in sorted(self.traits) if (row := self.work.articles[i])]
        self.work.add("article_traits", [traits for traits, _ in found])
        self.work.add("article_keys", [key for _, keys in found for key in keys])
        texts = ((i, self.work.text(i)) for i in sorted(self.traits) if self.work.articles[i])
        self.work.add("article_sketch", [row for i, text in texts for row in rows.sketch(i, text)])

    def _reports(self) -> None:
        states = [self.work.reports[i] for i in sorted(self.reports)]
        stored = {s.row["report_id"] for s in states if s.stored}
        fresh = [s.row for s in states if not s.stored]
        self.work.remove("reports", "report_id", stored)
        self.work.remove("report_actors", "report_id", stored)
        self.work.add("reports", [s.row for s in states])
        self.work.add("report_actors", [actor for s in states for actor in s.actors])
        folded = [(row["report_id"], f"{row['title']}\n{row['quote']}".casefold()) for row in fresh]
        self.work.add("search", [{"kind": "report", "id": i, "text": text} for i, text in folded])
        for state in states:
            state.stored = True

    def _actors(self) -> None:
        for table in ("actors", "actor_aliases", "offices"):
            self.work.remove(table, "actor_id", self.actors.keys())
        known = {i: s for i, s in sorted(self.actors.items()) if s and s.name}
        self.work.add("actors", [{"actor_id": i, **s.name} for i, s in known.items() if s.name])
        self.work.add(
            "actor_aliases",
            [{"actor_id": i, "alias": a} for i, s in known.items() for a in s.aliases],
        )
        self.work.add("offices", [{"actor_id": i, **o} for i, s in known.items() for o in s.offices])

    def _states(self) -> None:
        ids = self.states.keys()
        for table in ("corrections", "notes", "tags"):
            self.work.remove(table, "event_id", ids)
        states = {i: s for i, s in sorted(self.states.items()) if s}
        said = [({**c, "value": dump(c["value"])}, i) for i, s in states.items() for c in s.corrections]
        self.work.add("corrections", [{**c, "event_id": i} for c, i in said])
        self.work.add("notes", [{**n, "event_id": i} for i, s in states.items() for n in s.notes])
        tags = [(tag, who, i) for i, s in states.items() for tag, who in s.tags.items()]
        self.work.add("tags", [{**who, "event_id": i, "tag": tag} for tag, who, i in tags])
        self._titles(states)

    def _titles(self, states: dict[str, EventState]) -> None:
        self.work.remove("search", "id", self.states.keys(), also="event")
        given = {i: "\n".join(s.titles()) for i, s in states.items()}
        rows = [{"kind": "event", "id": i, "text": titles.casefold()} for i, titles in given.items() if titles]
        self.work.add("search", rows)

    def _events(self) -> None:
        stored = {i for i, (old, _) in self.events.items() if old}
        self.work.remove("events", "event_id", stored)
        self.work.remove("event_actors", "event_id", stored)
        rows = [new for _, (_, new) in sorted(self.events.items()) if new]
        self.work.add("events", [_row(row) for row in rows])
        self.work.add("event_actors", [part for row in rows for part in _parts(row).values()])
        calendar.keep(self.work.conn, self.work.tables, self.events.values())

    def _history(self) -> None:
        for name, key in _HISTORIES.items():
            t = self.work.tables[name]
            if self.closings[name]:
                same = (t.c[column] == bindparam(f"b_{i}") for i, column in enumerate(key))
                self.work.conn.execute(update(t).where(*same, t.c.to_position.is_(None)), self.closings[name])
            self.work.add(name, [*self.closed[name], *self.versions[name].values()])
        self.work.add("event_counts_history", self.counts)


def _row(row: EventRow) -> dict[str, Any]:
    return dict(zip(COLUMNS, _values(row), strict=True))


def _parts(row: EventRow | None) -> dict[tuple[str, ...], dict[str, Any]]:
    """The rows of ``event_actors``, by event, actor and role."""
    if row is None:
        return {}
    span = {"span_class": row.span_class, "first_day": row.first_day, "last_day": row.last_day}
    return {
        (row.event_id, actor, role): {"event_id": row.event_id, "actor_id": actor, "role": role, **span}
        for actor, role in row.actors
    }
