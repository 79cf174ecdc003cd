"""Is the same event in several articles one event? ``python -m benchmarks.merge ecb|gva DOCS OUT``.

DOCS: JSON Lines (or .gz) of documents {id, text, published, title}; OUT: for ``ecb`` a row a report
``{"doc", "start", "end", "event"}``, for ``gva`` a row a document ``{"doc", "event", "date"}`` of its main event.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from sqlite3 import Connection
from typing import Any

from benchmarks.public import by_article, database, read_jsonl, write_jsonl

_A_DAY = len("2025-01-17")


def ecb(db: Connection, ids: dict[str, list[str]]) -> Iterator[dict[str, Any]]:
    """Every report's trigger and its event."""
    query = """select article_id, trigger_start, trigger_end, event_id from reports
               where superseded_at is null and event_id is not null order by 1, 2"""
    for article, start, end, event in db.execute(query):
        for doc in ids[article]:
            yield {"doc": doc, "start": start, "end": end, "event": event}


def gva(db: Connection, ids: dict[str, list[str]]) -> Iterator[dict[str, Any]]:
    """Every article's main event and its day; of a week or weekend the first."""
    query = """select a.article_id, a.main_event_id, e.likely_date, e.earliest, a.published from articles a
               left join events e on e.event_id = a.main_event_id order by 1"""
    for article, event, likely, earliest, published in db.execute(query):
        for doc in ids[article]:
            day = likely if likely and len(likely) == _A_DAY else earliest or likely
            yield {"doc": doc, "event": event or doc, "date": day or (published or "")[:10] or None}


def main() -> None:
    """Command line."""
    kind, docs, out = sys.argv[1:]
    documents = read_jsonl(docs)
    with database(documents) as db:
        write_jsonl(out, {"ecb": ecb, "gva": gva}[kind](db, by_article(documents)))


if __name__ == "__main__":
    main()
