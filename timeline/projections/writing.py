"""Writing what changed, table by table, in bulk."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from timeline.fold import COLUMNS, UNCOUNTED, EventRow
from timeline.projections import calendar, rows
from timeline.projections.facts import ActorState, EventState, Fact, Key
from timeline.projections.statements import close
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

_versioned = attrgetter(*_VERSIONED)
_counted = attrgetter(*UNCOUNTED)

Named: TypeAlias = tuple[str, ...]
Values: TypeAlias = tuple[Any, ...]
"""A row's values in the order of its table's columns; of a version without the four that say from when to when."""


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
        self.known: dict[str, set[str]] = {"article": set(), "actor": set()}
        """Of articles and actors that changed those that had rows before: theirs give way to the new ones."""
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
        """Stored versions to close: position, time, key."""
        self.counts: list[Values] = []

    def article(self, article_id: str, known: bool) -> None:
        """An article changed; ``known``: it was there before."""
        self.articles.add(article_id)
        if known:
            self.known["article"].add(article_id)

    # --- events and their history ---

    def event(self, event_id: str, old: EventRow | None, new: EventRow | None, position: int, at: str) -> None:
        """An event changed (or not) at the end of a commit."""
        if old == new:
            return
        stored = self.events[event_id][0] if event_id in self.events else old
        self.events[event_id] = (stored, new)
        if old is None or new is None or _versioned(old) != _versioned(new):
            was, is_ = (row[:-1] if row else None for row in (old, new))
            self._version("event_history", (event_id,), was, is_, position, at)
        else:
            self.counts.append((event_id, position, *_counted(new)))
        before, after = _parts(old), _parts(new)
        for key in sorted(before.keys() | after.keys()):
            self._version("event_actors_history", key, before.get(key), after.get(key), position, at)

    def actor(
        self, actor_id: str, old: dict[str, Any] | None, state: ActorState | None, position: int, at: str
    ) -> None:
        """An actor changed (or not) at the end of a commit; None = it is no actor of its own any more."""
        self.actors[actor_id] = state
        if old:
            self.known["actor"].add(actor_id)
        was = tuple(old.values()) if old else None
        is_ = (actor_id, *state.name.values()) if state and state.name else None
        self._version("actors_history", (actor_id,), was, is_, position, at)

    def _version(self, table: str, key: Named, old: Values | None, new: Values | None, position: int, at: str) -> None:
        if old == new:
            return
        if old is not None:
            if version := self.versions[table].pop(key, None):
                *values, from_position, _, known_from, _ = version
                self.closed[table].append((*values, from_position, position, known_from, at))
            else:
                self.closings[table].append((position, at, *key))
        if new is not None:
            self.versions[table][key] = (*new, position, None, at, None)

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
        facts = self.work.facts
        said = dict.fromkeys((key, fact[0]) for key, fact in self.said)
        standing = [(key, p, value) for key, p in said for at, value in facts[key] if at == p]
        for (kind, subject), position in self.unsaid:
            self.work.unsay(position, kind, subject)
        self.work.put("facts", [(p, kind, subject, dump(value)) for (kind, subject), p, value in standing])

    def _ids(self) -> None:
        for kind, known in self.work.ids.items():
            table = f"{kind}_ids"
            self.work.remove(table, "old_id", known.changed & known.stored)
            self.work.put(table, [(i, known.leads[i]) for i in sorted(known.changed)])
            known.stored |= known.changed
            known.changed.clear()

    def _articles(self) -> None:
        known = self.known["article"]
        self.work.remove("articles", "article_id", known)
        self.work.add("articles", [row for i in sorted(self.articles) if (row := self.work.articles[i])])
        for table in ("article_traits", "article_keys", "article_sketch"):
            self.work.remove(table, "article_id", self.traits & known)
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
        told = (("report", row["report_id"], f"{row['title']}\n{row['quote']}".casefold()) for row in fresh)
        self.work.put("search", list(told))
        for state in states:
            state.stored = True

    def _actors(self) -> None:
        for table in ("actors", "actor_aliases", "actor_keys", "offices"):
            self.work.remove(table, "actor_id", self.known["actor"])
        known = {i: s for i, s in sorted(self.actors.items()) if s and s.name}
        self.work.add("actors", [{"actor_id": i, **s.name} for i, s in known.items() if s.name])
        self.work.add(
            "actor_aliases",
            [{"actor_id": i, "alias": a} for i, s in known.items() for a in s.aliases],
        )
        self.work.put("actor_keys", [row for i, s in known.items() for row in rows.actor_keys(i, s)])
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
        self.work.put("events", [row[:-1] for row in rows])
        self.work.put("event_actors", [part for row in rows for part in _parts(row).values()])
        calendar.keep(self.work.conn, self.work.tables, self.events.values())

    def _history(self) -> None:
        for name, key in _HISTORIES.items():
            if self.closings[name]:
                close(self.work.conn, self.work.tables[name], key, self.closings[name])
            self.work.put(name, [*self.closed[name], *self.versions[name].values()])
        self.work.put("event_counts_history", self.counts)


def _parts(row: EventRow | None) -> dict[Named, Values]:
    """The rows of ``event_actors``, by event, actor and role."""
    if row is None:
        return {}
    span = row.span_class, row.first_day, row.last_day
    return {(row.event_id, *part): (row.event_id, *part, *span) for part in row.actors}
