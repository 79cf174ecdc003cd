"""The dates that matter in many articles: ``python -m benchmarks.digest ARTICLES TASKS OUT``.

ARTICLES: JSON Lines (or .gz) of {id, topic, published, text}; TASKS: {topic, timeline, start, end, dates,
sentences_per_date}. OUT: ``{"topic", "timeline", "date", "sentences"}``, one row a date.

The articles are added by the command line; the rest is SQL and counting. A day counts once for every article that
dates something with it, more where the report is main and where several articles tell the same event.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection
from typing import Any

from benchmarks.public import by_article, database, read_jsonl, write_jsonl

_QUERY = """select r.article_id, r.likely_date, r.earliest, r.latest, r.date_basis, r.salience, r.status, r.quote,
                   r.zone, r.sentence_start, substr(a.published, 1, 10) as published, e.sources
            from reports r join articles a on a.article_id = r.article_id left join events e on e.event_id = r.event_id
            where r.superseded_at is null and r.polarity = 'positive'"""
_OF_THE_DAY = 400
"""Characters of an article within which a report without a date is news of the day it was published."""
_LONGEST = 60
"""Words: longer sentences are lists and menus run together."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence that tells of a day."""

    article: str
    day: str
    weight: float
    sentence: str
    lead: bool


def told(row: Mapping[str, Any]) -> Told | None:
    """What a report says of a day, if it names one."""
    exact = row["earliest"] is not None and row["earliest"] == row["latest"]
    day = row["earliest"] if exact else row["likely_date"]
    if day is None or len(day) != 10:
        return None
    near = row["date_basis"] == "near_published"
    weight = 0.5 if near else 1.0
    weight *= 2.0 if row["salience"] == "main" else 1.0
    weight *= 1.0 + 0.1 * min((row["sources"] or 1) - 1, 10)
    if row["published"] and abs(_number(day) - _number(row["published"])) > 7:
        weight *= 1.5  # a day that is still spoken of later
    return Told(row["article_id"], day, weight, " ".join(row["quote"].split()), row["sentence_start"] < _OF_THE_DAY)


def _number(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def timeline(found: Sequence[Told], task: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows of one task."""
    inside = [t for t in found if task["start"] <= t.day <= task["end"]]
    best: dict[tuple[str, str], float] = defaultdict(float)
    for t in inside:
        best[t.day, t.article] = max(best[t.day, t.article], t.weight)
    days: dict[str, float] = defaultdict(float)
    for (day, _), weight in best.items():
        days[day] += weight
    for day in sorted(sorted(days, key=lambda d: (-days[d], d))[: task["dates"]]):
        sentences = summary([t for t in inside if t.day == day], task["sentences_per_date"])
        yield {"topic": task["topic"], "timeline": task["timeline"], "date": day, "sentences": sentences}


def summary(found: Sequence[Told], number: int) -> list[str]:
    """The sentences of a day that say most of what the day's sentences say together, none like another."""
    words = {t.sentence: frozenset(w for w in _words(t.sentence)) for t in found}
    articles: dict[str, set[str]] = defaultdict(set)
    for t in found:
        for word in words[t.sentence]:
            articles[word].add(t.article)
    weights: dict[str, float] = defaultdict(float)
    for t in found:
        weights[t.sentence] = max(weights[t.sentence], t.weight * (1.3 if t.lead else 1.0))
    chosen: list[str] = []
    said: set[str] = set()
    while len(chosen) < number:
        scored = {
            s: weights[s] * sum(len(articles[w]) for w in words[s] - said) / (len(words[s]) + 8)
            for s in weights
            if s not in chosen and len(s.split()) <= _LONGEST
        }
        if not scored:
            break
        chosen.append(max(sorted(scored), key=scored.__getitem__))
        said |= words[chosen[-1]]
    return chosen


def _words(sentence: str) -> list[str]:
    return [w for w in "".join(c if c.isalnum() else " " for c in sentence.lower()).split() if len(w) > 3]


def main() -> None:
    """Command line."""
    docs, tasks, out = sys.argv[1:]
    documents = read_jsonl(docs)
    with database(documents) as db:
        write_jsonl(out, predictions(db, documents, read_jsonl(tasks)))


def predictions(
    db: Connection, documents: Sequence[Mapping[str, Any]], tasks: Sequence[Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Rows of OUT."""
    ids = by_article(documents)
    topics = {d["id"]: d["topic"] for d in documents}
    found: dict[str, list[Told]] = defaultdict(list)
    for row in db.execute(_QUERY):
        if (one := told(row)) is not None:
            for topic in {topics[doc] for doc in ids[row["article_id"]]}:
                found[topic].append(one)
    for task in tasks:
        yield from timeline(found[task["topic"]], task)


if __name__ == "__main__":
    main()
