"""Does an event happen, is it planned, is it denied, and when? ``python -m benchmarks.status DOCS OUT``.

DOCS: JSON Lines of documents {id, title, published, text}; OUT: one line for each report, main and background:
{doc, start, end, status, polarity, certainty, date}.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from sqlite3 import Connection
from typing import Any

from benchmarks.public import by_article, database, read_jsonl, write_jsonl
from benchmarks.timelines import best_date


def predictions(db: Connection, ids: Mapping[str, list[str]]) -> Iterator[dict[str, Any]]:
    """Rows of OUT, read with SQL."""
    query = """select article_id, trigger_start, trigger_end, status, polarity, certainty, likely_date, earliest,
                      latest, substr(published, 1, 10)
               from reports join articles using (article_id) where superseded_at is null order by 1, 2"""
    for article, start, end, status, polarity, certainty, likely, earliest, latest, published in db.execute(query):
        for doc in ids[article]:
            # The kit wants a date of everything: what the text leaves undated is as of the article's day.
            date = best_date(likely, earliest, latest) or published
            yield {
                "doc": doc,
                "start": start,
                "end": end,
                "status": status,
                "polarity": polarity,
                "certainty": certainty,
                "date": date,
            }


def main() -> None:
    """Command line."""
    docs, out = sys.argv[1:]
    documents = read_jsonl(docs)
    with database(documents) as db:
        write_jsonl(out, predictions(db, by_article(documents)))


if __name__ == "__main__":
    main()
