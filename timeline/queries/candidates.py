"""Events that a new report may belong to: a bounded set, whatever the size of the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Generic, NamedTuple

from sqlalchemy import Connection

from timeline.model import When
from timeline.queries.asking import tuples
from timeline.queries.at_hand import AtHand, Event, K, Kept, Telling
from timeline.schema import SPAN_LENGTHS

NEAR, SLACK = 30, 1
"""Days on either side of an undated report in which its event is looked for, and of a dated one."""
_FAR = 10**6
Window = tuple[int | None, int | None, int | None]
"""First and last day, and the likeliest."""
_UNDATED = ("near_published", "tense_only", "none")

PER_RANGE = 40
"""Events taken from one range of an index."""

READ = 2
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


class Wanted(NamedTuple):
    """What a report may belong to: events that share an actor with it, or have its type, and reports of its kind.

    Their span meets that of its date (widened by :data:`NEAR` days where it has none of its own), or they have no date
    at all.
    """

    when: When
    """The report's date."""
    actor_ids: frozenset[str] = frozenset()
    """Its actors."""
    type: str | None = None
    """Its type; None where events of its type alone are not wanted."""
    like: frozenset[str] = frozenset()
    """Types that its event has more likely than others."""
    kin: frozenset[str] = frozenset()
    """Types that reports of its event may have."""
    triggers: frozenset[str] = frozenset()
    """Lemmas that name the same act: such reports are of its kind, whatever their type."""
    main: bool = False
    """Whether reports that their articles are about are wanted, of whatever kind."""
    limit: int = 60
    """Events at most: those with an actor in common first, of them those of likely types, then the nearest."""


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

    def near(self, wanted: Sequence[Wanted]) -> list[list[K]]:
        """What each of these reports may belong to. Where there are many events, those nearest to its day."""
        # Many reports of an article ask for the same: what is asked for is looked for once.
        searches, kinds = [_search(w) for w in wanted], [_Kind(w.triggers, w.kin, w.main) for w in wanted]
        ranged = {search: self._likeliest(search) for search in dict.fromkeys(searches)}
        self._read({i for likely in ranged.values() for i in likely.ids})
        chosen = {search: self._best(search, likely) for search, likely in ranged.items()}
        asked = list(dict.fromkeys(zip(searches, kinds, strict=True)))
        found = self._compared([(chosen[search], kind) for search, kind in asked])
        of = dict(zip(asked, found, strict=True))
        return [of[one] for one in zip(searches, kinds, strict=True)]

    def of_articles(self, article_ids: Collection[str], limit: int = 200) -> list[K]:
        """Events that these articles report, by one of the acts asked after, and their main events.

        Args:
            article_ids: a few articles.
            limit: at most so many, main events first.
        """
        wanted = sorted(article_ids)
        mains = tuples(self.conn, _MAINS, articles=wanted)
        said = tuples(self.conn, _ACTIONS, articles=wanted, triggers=sorted(self.triggers), limit=limit)
        return self.of_events(list(dict.fromkeys(row[0] for row in (*mains, *said)))[:limit])

    def of_events(self, event_ids: Sequence[str]) -> list[K]:
        """All that may be asked after of these events."""
        self._read(event_ids)
        ids = [i for i in event_ids if i in self._rows]
        return self._compared([(ids, _Kind(self.triggers, self.types, True))])[0]

    def _likeliest(self, w: _Search) -> _Likely:
        """Of the events that the ranges give, as many as are read."""
        window = w.window
        shared: Counter[str] = Counter()
        days: dict[str, int | None] = {}
        for actor_id in sorted(w.actor_ids):
            found = self._range("actor", actor_id, *window)
            shared.update(found.keys())
            days |= found
        typed = self._range("type", w.type, *window) if w.type else {}
        shared.update(dict.fromkeys(typed.keys() - shared.keys(), 0))
        days |= typed
        near = window[2]
        far = {i: abs(day - near) if near is not None and day is not None else _FAR for i, day in days.items()}
        ids: Collection[str] = shared
        if len(shared) > READ * w.limit:
            ids = sorted(shared, key=lambda i: (-shared[i], i not in typed, far[i], i))[: READ * w.limit]
        return _Likely(ids, shared, far)

    def _best(self, w: _Search, likely: _Likely) -> list[str]:
        """Of the events that were read those that are compared."""
        (first, last, _), (ids, shared, far) = w.window, likely
        if w.dated:
            # Further off lie only such as say no day of their own: they would look for this one as far.
            first, last = first and first + NEAR - SLACK, last and last - NEAR + SLACK
        rows = {i: row for i in ids if (row := self._rows.get(i)) and _meets(row, first, last)}
        return sorted(rows, key=lambda i: (not shared[i], rows[i].type not in w.like, -shared[i], far[i], i))[: w.limit]

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

    def _compared(self, asked: Sequence[tuple[Sequence[str], _Kind]]) -> list[list[K]]:
        """For each of several questions the reports of some kind that some events have."""
        kept = self._kept({i for ids, _ in asked for i in ids})
        said: dict[_Kind, dict[str, list[Telling]]] = {kind: {} for _, kind in asked}
        for ids, kind in asked:
            there = said[kind]
            there |= kind.among({i: kept[i].reports for i in ids if i not in there})
        wanted = {t.report_id: t for there in said.values() for reports in there.values() for t in reports}
        ready = self.at_hand.compared(self.conn, wanted.values())
        parts = {
            kind: {i: _and_whole([ready[t.report_id] for t in reports], kept[i].whole) for i, reports in there.items()}
            for kind, there in said.items()
        }
        return [[c for i in ids for c in parts[kind][i]] for ids, kind in asked]

    def _kept(self, ids: Collection[str]) -> dict[str, Kept[K]]:
        return self.at_hand.kept(self.conn, [self._rows[i] for i in ids])


def _and_whole(reports: list[K], whole: K | None) -> list[K]:
    return reports if whole is None else [*reports, whole]


class _Search(NamedTuple):
    """Where events for a report are looked for."""

    window: Window
    dated: bool
    """Whether the report has a date of its own."""
    actor_ids: frozenset[str]
    type: str | None
    like: frozenset[str]
    limit: int


def _search(w: Wanted) -> _Search:
    return _Search(_window(w.when), w.when.basis not in _UNDATED, w.actor_ids, w.type, w.like, w.limit)


class _Likely(NamedTuple):
    """Events that the ranges give."""

    ids: Collection[str]
    shared: Counter[str]
    """How many actors each has in common with the report."""
    far: dict[str, int]
    """Days between it and the report."""


class _Kind(NamedTuple):
    """Which reports of an event are wanted."""

    triggers: frozenset[str]
    types: frozenset[str]
    main: bool

    def among(self, said: Mapping[str, Sequence[Telling]]) -> dict[str, list[Telling]]:
        triggers, types, main = self
        return {
            i: [t for t in reports
                if t.trigger in triggers or t.type in types or (main and t.report_id == t.main_report_id)]
            for i, reports in said.items()
        }  # fmt: skip


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
