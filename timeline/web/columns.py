"""Events as a page needs them: columns instead of rows, every repeated word once.

    {"events": ["0e1f…", …], "current": 2,
     "rows": {"event": [0, 1, 0], "title": ["Leaders meet", …], "status": [4, 1, 1], "first": [739268, …], …},
     "earlier": {"axis": [0], "since": [739267], "until": [739268]}, …}

The first ``current`` rows are the events as they are; the others are what was known of them before, one row for each
time that something of it changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from timeline import phrases
from timeline.model import CERTAINTIES, CLAIMS, POLARITIES, ROLES, SALIENCES, STATUSES, TYPES
from timeline.queries import EventFilter
from timeline.queries.moments import actor_names
from timeline.web import versions
from timeline.web.told import Told, told

Row = Mapping[str, Any]

FORMAT = 1
"""Version of the page's data; the scripts in ``assets/`` read this one."""

VOCABULARIES: Mapping[str, tuple[str, ...]] = {
    "type": TYPES, "salience": SALIENCES, "status": STATUSES, "certainty": CERTAINTIES, "polarity": POLARITIES,
    "claim": CLAIMS,
}  # fmt: skip
_NUMBERS = {axis: {word: number for number, word in enumerate(vocabulary)} for axis, vocabulary in VOCABULARIES.items()}
_ROLE = {role: number for number, role in enumerate(ROLES)}
_PLAIN = {"first": "first_day", "last": "last_day", "sources": "sources"}


class Words:
    """Words by number, in the order in which they came."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, word: str | None) -> int:
        """The word's number; -1 for none."""
        return -1 if word is None else self.numbers.setdefault(word, len(self.numbers))

    def list(self) -> list[str]:
        """All words, each at its number."""
        return list(self.numbers)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says of itself."""

    title: str
    today: str
    """The day that plans are measured by, ``YYYY-MM-DD``."""
    made_at: str
    """RFC 3339, UTC."""
    live: bool = False
    """Whether a server stands behind it."""


def page_data(conn: Connection, wanted: EventFilter, rows: Sequence[Row], facts: Facts) -> dict[str, Any]:
    """What the page draws: the rows, what was known of them before, and all that they refer to.

    Args:
        conn: a connection.
        wanted: the question that the rows answer.
        rows: as :func:`timeline.queries.events` gives them.
        facts: what the page says of itself.
    """
    ids = [str(row["event_id"]) for row in rows]
    reports = told(conn, ids)
    by_press = versions.by_publication(conn, rows, reports, wanted)
    by_record = versions.by_record(conn, rows, wanted)
    earlier = [*by_press.earlier, *by_record.earlier]
    table = _Table(conn, ids, reports)
    for row in rows:
        table.add(row, None)
    for version in earlier:
        table.add(version.row, version)
    return {
        "format": FORMAT,
        "title": facts.title,
        "today": facts.today,
        "made_at": facts.made_at,
        "live": facts.live,
        "head": versions.head(conn),
        "vocabulary": {**VOCABULARIES, "role": ROLES},
        "current": len(rows),
        **table.parts(),
        "since": {"published": by_press.since, "recorded": by_record.since},
        "earlier": {
            "axis": [versions.AXES.index(v.axis) for v in earlier],
            "since": [v.since for v in earlier],
            "until": [v.until for v in earlier],
        },
        "instants": versions.instants(conn, by_record),
    }


class _Table:
    """Rows turned into columns."""

    def __init__(self, conn: Connection, ids: Sequence[str], reports: Mapping[str, Sequence[Told]]) -> None:
        self.conn, self.reports = conn, reports
        self.events = Words()
        for event_id in ids:
            self.events.number(event_id)
        self.places, self.dates, self.publishers, self.actors = Words(), Words(), Words(), Words()
        names = ("event", "title", *VOCABULARIES, *_PLAIN, "date", "basis", "lasting", "place")
        self.columns: dict[str, list[Any]] = {name: [] for name in names}
        self.actor_lists, self.role_lists = _Lists(), _Lists()
        self.publishing = _Lists()
        self.bases = Words()

    def add(self, row: Row, version: versions.Version | None) -> None:
        """One more row; ``version`` says when it held, None for what holds now."""
        c = self.columns
        c["event"].append(self.events.number(row["event_id"]))
        c["title"].append(row["title"])
        for axis, numbers in _NUMBERS.items():
            c[axis].append(numbers[row[axis]])
        for name, column in _PLAIN.items():
            c[name].append(row[column])
        c["date"].append(self.dates.number(phrases.date(row)))
        c["basis"].append(self.bases.number(row["date_basis"]))
        c["lasting"].append(int(row["extent"] == "throughout"))
        c["place"].append(self.places.number(row["place"]))
        self.actor_lists.add(self.actors.number(a["actor_id"]) for a in row["actors"])
        self.role_lists.add(_ROLE[a["role"]] for a in row["actors"])
        said = [t for t in self.reports.get(row["event_id"], ()) if version is None or version.counts(t)]
        self.publishing.add(sorted({self.publishers.number(t.publisher) for t in said if t.publisher}))

    def parts(self) -> dict[str, Any]:
        """The columns, and the words that their numbers mean."""
        ids = self.actors.list()
        names = actor_names(self.conn, ids)
        return {
            "events": self.events.list(),
            "rows": self.columns,
            "parties": {
                "ends": self.actor_lists.ends,
                "actors": self.actor_lists.values,
                "roles": self.role_lists.values,
            },
            "publishing": self.publishing.parts(),
            "dates": self.dates.list(),
            "bases": self.bases.list(),
            "places": self.places.list(),
            "publishers": self.publishers.list(),
            "actors": {"id": ids, "name": [names.get(i, i) for i in ids]},
        }


class _Lists:
    """Lists of numbers, one behind the other, with where each ends."""

    def __init__(self) -> None:
        self.values: list[int] = []
        self.ends: list[int] = []

    def add(self, numbers: Iterable[int]) -> None:
        self.values += numbers
        self.ends.append(len(self.values))

    def parts(self) -> dict[str, list[int]]:
        return {"ends": self.ends, "values": self.values}
