"""The sentences behind the events, as columns: what a page shows when somebody opens an event.

    {"reports": {"event": [0, 0], "article": [0, 1], "quote": ["They will sign on Friday.", …],
     "phrase": ["on Friday", …], "at": [15, …]}, "articles": {"title": […], "url": […], …}, "corrections": […]}

``at`` counts code points from the start of the quote; -1 where the date stands in another sentence or nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, select

from timeline import phrases
from timeline.queries import EventFilter
from timeline.queries.parts import chunks
from timeline.schema import articles, corrections, notes, reports, tags
from timeline.web.columns import VOCABULARIES, Words

Row = Mapping[str, Any]

_REPORT = (
    "event_id", "article_id", "quote", "sentence_start", "sentence_end", "time_phrase", "time_start", "status",
    "certainty", "claim", "polarity", "attributed_to", "zone", "earliest", "latest", "likely_date", "date_edtf",
    "date_basis", "date_precision", "extent",
)  # fmt: skip
_AXES = ("status", "certainty", "claim", "polarity")
_ALL_AT_ONCE = 2_000


def evidence_data(conn: Connection, wanted: EventFilter, ids: Sequence[str]) -> dict[str, Any]:
    """The reports of these events, by publication; the articles they stand in; what people said of the events.

    Args:
        conn: a connection.
        wanted: the question that the events answer.
        ids: the events, in the order of the page.
    """
    number = {event_id: n for n, event_id in enumerate(ids)}
    table = _Reports()
    for row in _rows(conn, wanted, ids, number):
        table.add(number[row["event_id"]], row)
    return {
        "reports": table.columns,
        "articles": table.articles(conn),
        "attributed": table.attributed.list(),
        "dates": table.dates.list(),
        "corrections": [
            [number[row["event_id"]], row["field"], phrases.corrected(row["value"]), row["reason"], row["by"],
             row["recorded_at"]]
            for row in _said(conn, corrections, wanted, number)
        ],
        "notes": [
            [number[row["event_id"]], row["text"], row["by"], row["recorded_at"]]
            for row in _said(conn, notes, wanted, number)
        ],
        "tags": [[number[row["event_id"]], row["tag"]] for row in _said(conn, tags, wanted, number)],
    }  # fmt: skip


class _Reports:
    """Reports turned into columns."""

    def __init__(self) -> None:
        names = ("event", "article", "quote", "phrase", "at", "date", "attributed", "zone", *_AXES)
        self.columns: dict[str, list[Any]] = {name: [] for name in names}
        self.article_ids, self.attributed, self.dates = Words(), Words(), Words()
        self.numbers = {axis: {word: n for n, word in enumerate(VOCABULARIES[axis])} for axis in _AXES}

    def add(self, event: int, row: Row) -> None:
        """One more report."""
        c = self.columns
        c["event"].append(event)
        c["article"].append(self.article_ids.number(row["article_id"]))
        c["quote"].append(row["quote"])
        c["phrase"].append(row["time_phrase"])
        c["at"].append(_phrase_at(row))
        c["date"].append(self.dates.number(phrases.date(row)))
        c["attributed"].append(self.attributed.number(row["attributed_to"]))
        c["zone"].append(row["zone"])
        for axis, numbers in self.numbers.items():
            c[axis].append(numbers[row[axis]])

    def articles(self, conn: Connection) -> dict[str, list[Any]]:
        """The articles, each at its number."""
        names = ("article_id", "title", "publisher", "url", "published", "withdrawn_at")
        rows: dict[str, Row] = {}
        for chunk in chunks(self.article_ids.list()):
            query = select(*(articles.c[name] for name in names)).where(articles.c.article_id.in_(chunk))
            rows.update((row["article_id"], dict(row)) for row in conn.execute(query).mappings())
        return {name: [rows[i][name] for i in self.article_ids.list()] for name in names}


def _phrase_at(row: Row) -> int:
    """Where the date phrase stands in the quote; -1 if it does not."""
    phrase, start = row["time_phrase"], row["time_start"]
    if phrase is None or start is None:
        return -1
    at: int = start - row["sentence_start"]
    return at if at >= 0 and row["quote"][at : at + len(phrase)] == phrase else -1


def _rows(conn: Connection, wanted: EventFilter, ids: Sequence[str], number: Mapping[str, int]) -> Iterator[Row]:
    if wanted.as_of is not None:
        from timeline.queries.evidence import evidence

        found = evidence(conn, ids, as_of=wanted.as_of)
        yield from (row for event_id in ids for row in found.get(event_id, ()))
        return
    a, r = articles.c, reports.c
    query = (
        select(*(r[name] for name in _REPORT))
        .join(articles, a.article_id == r.article_id)
        .where(r.event_id.is_not(None), r.superseded_at.is_(None))
        .order_by(a.published.is_(None), a.published, r.article_id, r.ordinal)
    )
    if wanted.published_until is not None:
        query = query.where(a.published < f"{wanted.published_until}~")
    if len(ids) > _ALL_AT_ONCE:
        yield from (dict(row) for row in conn.execute(query).mappings() if row["event_id"] in number)
    else:
        for chunk in chunks(ids):
            yield from map(dict, conn.execute(query.where(r.event_id.in_(chunk))).mappings())


def _said(conn: Connection, table: Table, wanted: EventFilter, number: Mapping[str, int]) -> Iterable[Row]:
    """What people said of these events, by the end of the moment that is asked for."""
    from timeline.queries import position_at

    until = None if wanted.as_of is None else position_at(conn, wanted.as_of)
    query = select(table)
    query = query.order_by(table.c.position) if "position" in table.c else query.order_by(table.c.tag)
    if until is not None and "position" in table.c:
        query = query.where(table.c.position <= until)
    return [dict(row) for row in conn.execute(query).mappings() if row["event_id"] in number]
