"""Does the order of arrival matter? ``python -m benchmarks.shuffle DOCS [--articles 200] [--times 10]``.

The seeds and the first articles of DOCS are added in file order, then in shuffled orders, each to a fresh database.
For each order: how many pairs of reports are one event in exactly one of the two, of those that are in either.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

from benchmarks.public import Document, database, read_jsonl

SEEDS = Path(__file__).parents[1] / "seeds" / "articles"
Pairs = set[tuple[str, str]]


def together(documents: Sequence[Document]) -> Pairs:
    """Pairs of reports that stand in one event after the documents were added in this order."""
    events: dict[str, list[str]] = defaultdict(list)
    with database(documents) as db:
        query = (
            "select event_id, report_id from reports where superseded_at is null and event_id is not null order by 2"
        )
        for event, report in db.execute(query):
            events[event].append(report)
    return {pair for reports in events.values() for pair in combinations(reports, 2)}


def seeds() -> list[Document]:
    """The project's own sample articles that are plain text with a header."""
    from timeline.model import Article
    from timeline.parsers import parse

    found: list[Document] = []
    for path in sorted(p for p in SEEDS.rglob("*") if p.is_file()):
        for item in parse(path.read_bytes(), path.name):
            if isinstance(item, Article):
                row = {"id": path.name, "text": item.text, "title": item.title, "published": item.published}
                found.append(row)
    return found


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("docs")
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--times", type=int, default=10)
    args = parser.parse_args()
    documents = [*seeds(), *read_jsonl(args.docs)[: args.articles]]
    first = together(documents)
    print(f"{len(documents)} articles, {len(first)} pairs of reports in one event")
    for seed in range(args.times):
        order = list(documents)
        random.Random(seed).shuffle(order)  # noqa: S311
        other = together(order)
        print(f"order {seed}: {len(first ^ other)} of {len(first | other)} pairs differ")


if __name__ == "__main__":
    main()
