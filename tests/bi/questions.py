"""The twelve questions, each once in SQL and once asked of the library that the commands print from.

The SQL runs as it stands on SQLite, PostgreSQL, DuckDB and their like; no answer depends on the order of equal rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sqlalchemy import Connection

from tests.bi.press import BEFORE
from timeline import days, queries
from timeline.model import Period
from timeline.queries import EventFilter

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Question:
    name: str
    sql: str
    types: str
    """One letter for each column: t text, i integer, d date and time."""
    answer: Callable[[Connection], Rows]


def _events(conn: Connection, **filters: Any) -> list[dict[str, Any]]:
    return queries.events(conn, EventFilter(**filters))


def _period(first: str, last: str) -> Period:
    return Period(days.of(first), days.of(last))


def _instant(day: int | None) -> str | None:
    """How a snapshot writes the start of a day; None outside the years that SQL has."""
    inside = day is not None and days.MIN_SQL_DAY <= day <= days.MAX_SQL_DAY
    return f"{days.iso(day)} 00:00:00.000000" if inside and day is not None else None


def _per_month(conn: Connection) -> Rows:
    months: Counter[tuple[int, int]] = Counter()
    for row in _events(conn):
        if row["first_day"] is not None and row["last_day"] is not None:
            first, last = (days.civil(row[name])[:2] for name in ("first_day", "last_day"))
            if first == last:
                months[first] += 1
    return [(*month, number) for month, number in sorted(months.items())]


def _boundaries(conn: Connection) -> Rows:
    def titles(first: str, last: str) -> list[str]:
        return [row["event_id"] for row in _events(conn, period=_period(first, last))]

    days_of = (("1 month", "2025-01-01", "2025-01-31"), ("2 first day", "2025-01-01", "2025-01-01"),
               ("3 last day", "2025-01-31", "2025-01-31"), ("4 day after", "2025-02-01", "2025-02-01"))  # fmt: skip
    return sorted((name, event) for name, first, last in days_of for event in titles(first, last))


def _of_actor(conn: Connection) -> Rows:
    ids = frozenset(queries.find_actor_ids(conn, "Iran"))
    rows = _events(conn, period=_period("2025-01-01", "2025-01-31"), actors=(ids,))
    return sorted((_instant(r["first_day"]) or "", r["event_id"]) for r in rows)


def _as_of(conn: Connection) -> Rows:
    return sorted((r["event_id"], r["status"]) for r in _events(conn, as_of=BEFORE))


def _undated(conn: Connection) -> Rows:
    found = [r for r in _events(conn) if r["first_day"] is None and r["last_day"] is None]
    return sorted((r["event_id"], r["date_basis"], r["starts_at"], r["year"]) for r in found)


def _months(conn: Connection) -> Rows:
    found = [r for r in _events(conn, background=True) if r["date_precision"] == "month"]
    return sorted((r["event_id"], r["earliest"], r["latest"], _instant(r["first_day"]), _instant(r["last_day"] + 1))
                  for r in found)  # fmt: skip


def _before_our_era(conn: Connection) -> Rows:
    rows = _events(conn, period=Period(None, days.of("0000-12-31")))
    return sorted((r["first_day"], r["event_id"], r["earliest"], r["year"], r["starts_at"]) for r in rows)


def _types(conn: Connection) -> Rows:
    counted = Counter((r["type"], r["status"]) for r in _events(conn, background=True))
    return [(*key, number) for key, number in sorted(counted.items())]


def _pairs(conn: Connection) -> Rows:
    pairs: Counter[tuple[str, str]] = Counter()
    for row in _events(conn):
        pairs.update(combinations(sorted({a["name"] for a in row["actors"] if a["role"] != "mentioned"}), 2))
    return [(*pair, number) for pair, number in sorted(pairs.items())]


def _first_reports(conn: Connection) -> Rows:
    rows = _events(conn, period=_period("2024-01-01", "2025-12-31"))
    found = [(r["event_id"], r["first_reported_at"], days.of(r["first_reported_at"][:10]) - r["first_day"])
             for r in rows if r["first_day"] == r["last_day"]]  # fmt: skip
    return sorted(found)


def _sources(conn: Connection) -> Rows:
    found = []
    for row in _events(conn, background=True):
        said = [r for r in queries.event_reports(conn, row["event_id"]) if not r["withdrawn_at"]]
        found.append((row["event_id"], row["sources"], len({r["article_id"] for r in said})))
    return sorted(found)


def _words(conn: Connection) -> Rows:
    return sorted((r["event_id"], r["title"]) for r in _events(conn, grep="TALKS", background=True))


OVERLAP = """span_class <> 'none' AND (starts_at < '{until}' OR first_day IS NULL)
              AND (ends_before > '{since}' OR last_day IS NULL)"""
"""As `timeline events` matches a period: the span of the date overlaps it, open ends included."""


def _overlap(first: str, until: str) -> str:
    return OVERLAP.format(since=f"{first} 00:00:00.000000", until=until)


QUESTIONS: Sequence[Question] = (
    Question(
        "events per month",
        """SELECT year, month, count(*) AS events FROM events
            WHERE salience = 'main' AND month IS NOT NULL GROUP BY year, month ORDER BY year, month""",
        "iii",
        _per_month,
    ),
    Question(
        "boundary days of a month, from the first instant to the last",
        f"""SELECT what, event_id FROM (
            SELECT '1 month' AS what, event_id FROM events
             WHERE salience = 'main' AND {_overlap("2025-01-01", "2025-02-01 00:00:00.000000")}
             UNION ALL
            SELECT '2 first day', event_id FROM events
             WHERE salience = 'main' AND {_overlap("2025-01-01", "2025-01-01 23:59:59.999999")}
             UNION ALL
            SELECT '3 last day', event_id FROM events
             WHERE salience = 'main' AND {_overlap("2025-01-31", "2025-01-31 23:59:59.999999")}
             UNION ALL
            SELECT '4 day after', event_id FROM events
             WHERE salience = 'main' AND {_overlap("2025-02-01", "2025-02-02 00:00:00.000000")}
            ) AS found ORDER BY what, event_id""",
        "tt",
        _boundaries,
    ),
    Question(
        "period and actor",
        f"""SELECT e.starts_at, e.event_id FROM events e
             WHERE e.salience = 'main' AND {_overlap("2025-01-01", "2025-02-01 00:00:00.000000")}
               AND e.event_id IN (SELECT x.event_id FROM event_actors x JOIN actors a ON a.actor_id = x.actor_id
                                   WHERE a.name = 'Iran')
             ORDER BY e.starts_at, e.event_id""",
        "dt",
        _of_actor,
    ),
    Question(
        "as known at an instant",
        f"""SELECT event_id, status FROM event_history
             WHERE salience = 'main' AND known_from <= '{BEFORE}' AND (known_to IS NULL OR known_to > '{BEFORE}')
             ORDER BY event_id""",
        "tt",
        _as_of,
    ),
    Question(
        "undated events",
        """SELECT event_id, date_basis, starts_at, year FROM events
            WHERE salience = 'main' AND span_class = 'none' ORDER BY event_id""",
        "ttdi",
        _undated,
    ),
    Question(
        "events of a month",
        """SELECT event_id, earliest, latest, starts_at, ends_before FROM events
            WHERE date_precision = 'month' ORDER BY event_id""",
        "tttdd",
        _months,
    ),
    Question(
        "before our era",
        """SELECT first_day, event_id, earliest, year, starts_at FROM events
            WHERE salience = 'main' AND first_day < 1 ORDER BY first_day, event_id""",
        "ittid",
        _before_our_era,
    ),
    Question(
        "counts by type and status",
        "SELECT type, status, count(*) AS events FROM events GROUP BY type, status ORDER BY type, status",
        "tti",
        _types,
    ),
    Question(
        "pairs of actors",
        """WITH part AS (SELECT DISTINCT p.event_id AS event_id, a.name AS name
                           FROM event_actors p
                           JOIN actors a ON a.actor_id = p.actor_id
                           JOIN events e ON e.event_id = p.event_id
                          WHERE p.role <> 'mentioned' AND e.salience = 'main')
           SELECT x.name AS actor, y.name AS other, count(*) AS events
             FROM part x JOIN part y ON y.event_id = x.event_id AND y.name > x.name
            GROUP BY x.name, y.name ORDER BY x.name, y.name""",
        "tti",
        _pairs,
    ),
    Question(
        "first report against the date of the event",
        """SELECT e.event_id, e.first_reported_at, d.day - e.first_day AS days
             FROM events e JOIN dates d ON d.date = substr(e.first_reported_at, 1, 10)
            WHERE e.salience = 'main' AND e.span_class = 'day'
              AND e.starts_at >= '2024-01-01 00:00:00.000000' AND e.starts_at < '2026-01-01 00:00:00.000000'
            ORDER BY e.event_id""",
        "tti",
        _first_reports,
    ),
    Question(
        "sources of each event",
        """SELECT e.event_id, e.sources, count(DISTINCT a.article_id) AS articles
             FROM events e
             LEFT JOIN reports r ON r.event_id = e.event_id AND r.superseded_at IS NULL
             LEFT JOIN articles a ON a.article_id = r.article_id AND a.withdrawn_at IS NULL
            GROUP BY e.event_id, e.sources ORDER BY e.event_id""",
        "tii",
        _sources,
    ),
    Question(
        "words in titles and sentences",
        """SELECT DISTINCT e.event_id, e.title FROM events e LEFT JOIN reports r ON r.event_id = e.event_id
            WHERE lower(e.title) LIKE '%talks%' OR (r.superseded_at IS NULL AND lower(r.quote) LIKE '%talks%')
            ORDER BY e.event_id""",
        "tt",
        _words,
    ),
)


def plain(rows: Sequence[Sequence[Any]], types: str) -> Rows:
    """Rows of any client in the form of the answers: days and instants as text, numbers whole, nothing as None."""
    return [tuple(_plain(value, kind) for value, kind in zip(row, types, strict=True)) for row in rows]


def _plain(value: Any, kind: str) -> Any:
    # NaN and NaT are what data frames have for NULL, and are not equal to themselves.
    if value is None or value != value:
        return None
    if kind == "i":
        assert int(value) == value, value
        return int(value)
    if kind == "d" and not isinstance(value, str):
        return value.strftime("%Y-%m-%d %H:%M:%S.%f").rjust(26, "0")
    return str(value)
