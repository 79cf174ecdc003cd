"""Ready-made reports in the place of those that the same extractor gave of an article before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from itertools import count
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from timeline import queries
from timeline.ingest.lines import Line
from timeline.ingest.reading import extracted
from timeline.model import Report
from timeline.schema import articles

if TYPE_CHECKING:
    from sqlalchemy import Connection

Row = dict[str, Any]
Given = tuple[Line, Report]
"""A line and the report it holds."""


def replaced(conn: Connection, aid: str, told: Mapping[str, Given]) -> tuple[dict[str, Given], list[Row]]:
    """Which of an extractor's reports are new, and which of those that count it does not give any more.

    Args:
        conn: a connection.
        aid: the article.
        told: the reports that are given now, by the id each has when it is given for the first time. One that was
            superseded or undone since then is new again, under another id.
    """
    makers = {_maker(line.extractor) for line, _ in told.values()}
    live = {r["report_id"]: r for r in queries.live_reports(conn, aid) if _maker(r["extractor"]) in makers}
    ever = extracted(conn, aid).keys()
    new: dict[str, Given] = {}
    for first, given in told.items():
        report_id = next(i for i in _ids(first) if i in live or i not in ever)
        if live.pop(report_id, None) is None:
            new[report_id] = given
    return new, list(live.values())


def main_ordinal(conn: Connection, aid: str, matched: Mapping[int, Mapping[str, Any]]) -> int | None:
    """The new report in the place of the one that headline and lead are about."""
    query = select(articles.c.main_report_id).where(articles.c.article_id == aid)
    main = conn.execute(query).scalar()
    return next((ordinal for ordinal, row in matched.items() if row["report_id"] == main), None)


def _maker(extractor: str) -> str:
    """``mine/`` of ``mine/2``; nothing where there is no version, as with what people enter."""
    name, slash, _ = extractor.rpartition("/")
    return name + slash


def _ids(first: str) -> Iterator[str]:
    """The ids of a report that is given for the first time, the second, and so on."""
    yield first
    yield from (hashlib.sha256(f"{first}/{number}".encode()).hexdigest()[:24] for number in count(2))
