"""Events that a new report may belong to: a bounded set, whatever the size of the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Sequence
from functools import cache
from typing import Generic

from sqlalchemy import Connection

from timeline.model import When
from timeline.queries.asking import tuples
from timeline.queries.at_hand import AtHand, Event, K
from timeline.schema import SPAN_LENGTHS

NEAR, SLACK = 30, 1
"""Days on either side of an undated report in which its event is looked for, and of a dated one."""
_FAR = 10**6
Window = tuple[int | None, int | None, int | None]
"""First and last day, and the likeliest."""
_UNDATED = ("near_published", "tense_only", "none")

PER_RANGE = 80
"""Events taken from one range of an index."""

READ = 3
"""Events read for each that is wanted: of those found by the ranges alone, the likeliest."""

_MAINS = """
    SELECT DISTINCT main_event_id FROM articles WHERE article_id IN :articles AND main_event_id IS NOT NULL ORDER BY 1
"""
_ACTIONS = """
    SELECT DISTINCT event_id FROM reports
    WHERE article_id IN :articles AND trigger IN :triggers AND event_id IS NOT NULL AND superseded_at IS NULL
    ORDER BY 1 LIMIT :limit
"""
_UP, _DOWN = (f"first_day{way}, last_day{way}, event_id{way}" for way in ("", " DESC"))


class Candidates(Generic[K]):
    """Looks for events for the reports of one article; what was looked up for one report is at hand for the next.

    Of each event come those of its reports that may be asked after, and what it is as a whole where that counts.

    Args:
        conn: a connection.
        at_hand: what is known of events from before.
        triggers: lemmas that name the acts asked after.
        types: and types that they have.
    """

    def __init__(self, conn: Connection, at_hand: AtHand[K], triggers: Collection[str], types: Collection[str]) -> None:
        self.conn, self.at_hand = conn, at_hand
        self.triggers, self.types = frozenset(triggers), frozenset(types)
        self._found: dict[tuple[str, str, int | None, int | None], dict[str, int | None]] = {}
        self._rows: dict[str, Event] = {}
        self._loaded: dict[str, list[K]] = {}
        self._near: dict[Hashable, list[K]] = {}

    def near(
        self,
        *,
        when: When,
        actor_ids: Collection[str] = (),
        type: str | None = None,
        kin: Collection[str] = (),
        limit: int = 60,
    ) -> Sequence[K]:
        """Events that a report may belong to.

        They share an actor with it, or have its type; their span meets that of its date (widened by :data:`NEAR` days
        where it has none of its own), or they have no date at all. Where there are many, those nearest to its day.

        Args:
            when: the report's date.
            actor_ids: its actors.
            type: its type; None where events of its type alone are not wanted.
            kin: other types that the event of such a report may have.
            limit: at most so many: those with an actor in common first, of them its kin, then the nearest.
        """
        asked = _window(when), when.basis in _UNDATED, frozenset(actor_ids), type, frozenset(kin), limit
        if asked not in self._near:
            self._near[asked] = self._load(self._likeliest(*asked))
        return self._near[asked]

    def _likeliest(
        self,
        window: Window,
        undated: bool,
        actor_ids: frozenset[str],
        type: str | None,
        kin: frozenset[str],
        limit: int,
    ) -> list[str]:
        first, last, near = window
        shared: Counter[str] = Counter()
        days: dict[str, int | None] = {}
        for actor_id in sorted(actor_ids):
            found = self._range("actor", actor_id, *window)
            shared.update(found.keys())
            days |= found
        typed = self._range("type", type, *window) if type else {}
        shared.update(dict.fromkeys(typed.keys() - shared.keys(), 0))
        days |= typed
        far = {i: abs(day - near) if near is not None and day is not None else _FAR for i, day in days.items()}
        likely: Collection[str] = shared
        if len(shared) > READ * limit:
            likely = sorted(shared, key=lambda i: (-shared[i], i not in typed, far[i], i))[: READ * limit]
        self._read(likely)
        if not undated:
            # Further off lie only such as say no day of their own: they would look for this one as far.
            first, last = first and first + NEAR - SLACK, last and last - NEAR + SLACK
        rows = {i: row for i in likely if (row := self._rows.get(i)) and _meets(row, first, last)}
        like = {type, *kin}
        return sorted(rows, key=lambda i: (not shared[i], rows[i].type not in like, -shared[i], far[i], i))[:limit]

    def of_articles(self, article_ids: Collection[str], triggers: Collection[str], limit: int = 200) -> list[K]:
        """Events that these articles report, by one of these triggers, and their main events.

        Args:
            article_ids: a few articles.
            triggers: lemmas.
            limit: at most so many, main events first.
        """
        wanted = sorted(article_ids)
        mains = tuples(self.conn, _MAINS, articles=wanted)
        said = tuples(self.conn, _ACTIONS, articles=wanted, triggers=sorted(triggers), limit=limit)
        ids = list(dict.fromkeys(row[0] for row in (*mains, *said)))[:limit]
        self._read(ids)
        return self._load([i for i in ids if i in self._rows])

    def _range(
        self, kind: str, name: str, first: int | None, last: int | None, near: int | None
    ) -> dict[str, int | None]:
        """Events of an actor or a type in this time, each with its first day: a bounded number, the nearest."""
        key = kind, name, first, last
        if key not in self._found:
            day = (
                None
                if near is None
                else max(near if first is None else first, min(near, near if last is None else last))
            )
            question = _ranges(kind, first is not None, last is not None, day is not None and day != last)
            bounds = {"first": first, "last": last, "day": day}
            given = {name: value for name, value in bounds.items() if value is not None}
            self._found[key] = dict(tuples(self.conn, question, name=name, limit=PER_RANGE, **given))
        return self._found[key]

    def _read(self, ids: Iterable[str]) -> None:
        if missing := [i for i in ids if i not in self._rows]:
            self._rows.update(self.at_hand.rows(self.conn, missing))

    def _load(self, ids: Sequence[str]) -> list[K]:
        if missing := [self._rows[i] for i in ids if i not in self._loaded]:
            for event_id, kept in self.at_hand.kept(self.conn, missing).items():
                asked = [
                    t.candidate for t in kept.reports if t.main or t.type in self.types or t.trigger in self.triggers
                ]
                self._loaded[event_id] = asked if kept.whole is None else [*asked, kept.whole]
        return [c for i in ids for c in self._loaded[i]]


def _window(when: When) -> Window:
    """First and last day on which the event may be looked for, and the day it is likeliest near."""
    from timeline.fold import span

    found = span(when)
    near = found.first_day or found.earliest_day or found.latest_day
    if when.basis not in _UNDATED:
        first, last = found.first_day, found.last_day
        return first and first - NEAR, last and last + NEAR, near
    return (near - NEAR, near + NEAR, near) if near is not None else (None, None, None)


def _meets(row: Event, first: int | None, last: int | None) -> bool:
    """Whether an event is of no certain day, or of one in this span."""
    if row.date_basis in _UNDATED:
        return True
    return not (
        (first is not None and row.last_day is not None and row.last_day < first)
        or (last is not None and row.first_day is not None and row.first_day > last)
    )


@cache
def _ranges(kind: str, first: bool, last: bool, up: bool) -> str:
    """The question for the events of an actor or a type: each of its parts is one range of an index, read in its order.

    Args:
        kind: ``actor`` or ``type``.
        first: whether the time has a beginning; with the look-back that the span classes allow.
        last: whether it has an end.
        up: whether there is time after the likeliest day, from which both ways are looked.
    """
    whose = "event_actors WHERE actor_id = :name" if kind == "actor" else "events WHERE type = :name"
    parts = [f"span_class = 'none' ORDER BY {_UP}", f"span_class = 'longer' AND first_day IS NULL ORDER BY {_UP}"]
    for name, length in SPAN_LENGTHS.items():
        of_class = f"span_class = '{name}'"
        since = f" AND first_day > :first - {length} AND last_day >= :first" if first else ""
        until = " AND first_day <= :last" if last else ""
        if first or last:
            parts.append(f"{of_class}{since} AND first_day <= :day ORDER BY {_DOWN}")
            parts += [f"{of_class} AND first_day > :day{until} ORDER BY {_UP}"] if up else []
        else:
            parts.append(f"{of_class} ORDER BY {_DOWN}")
    started = "<= :last" if last else "IS NOT NULL"
    parts.append(f"span_class = 'longer' AND first_day {started} ORDER BY {_DOWN}")
    some = "SELECT * FROM (SELECT event_id, first_day FROM"
    pieces = (f"{some} {whose} AND {part} LIMIT :limit) AS part" for part in parts)
    return " UNION ALL ".join(pieces)
