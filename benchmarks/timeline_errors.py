"""What goes wrong in timelines: ``python -m benchmarks.timeline_errors DOCS TARGETS GOLD``.

DOCS and TARGETS as for ``benchmarks.timelines``, GOLD: {target, rows: [{order, date, mentions: [{doc, start, end}]}]}.
Prints how many gold mentions are right and what is wrong first with the others: the event is missed, it is found
without the target, its date is wrong, or it stands on the wrong side of the gold event before it.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from benchmarks.public import by_article, database, read_jsonl
from benchmarks.timelines import predictions

Row = Mapping[str, Any]
_Span: TypeAlias = tuple[int, int]
ORDER = ("right", "event missed", "wrong target", "no date", "wrong date", "wrong order")


def verdicts(gold: Row, predicted: Collection[Row], triggers: Mapping[str, Collection[_Span]]) -> Iterator[str]:
    """One of ``ORDER`` for each gold mention of a target that stands in the text and has a place in the order.

    Args:
        gold: the target's timeline.
        predicted: rows of the prediction for this target.
        triggers: document -> spans of all reports, whoever takes part.
    """
    latest = ""
    for row in sorted(gold["rows"], key=lambda row: row["order"]):
        spans = [m for m in row["mentions"] if m["start"] is not None]
        if row["order"] == 0:
            continue
        for mention in spans:
            hit = next((p for p in predicted if _is_at(p["mentions"][0], mention)), None)
            if hit is None:
                found = any(s < mention["end"] and mention["start"] < e for s, e in triggers.get(mention["doc"], ()))
                yield "wrong target" if found else "event missed"
            elif hit["date"] is None:
                yield "no date"
            elif not _same_date(row["date"], hit["date"]):
                yield "wrong date"
            else:
                yield "wrong order" if hit["date"] < latest[: len(hit["date"])] else "right"
                latest = max(latest, hit["date"])


def needless(gold: Row, predicted: Iterable[Row], of_others: Collection[tuple[str, int]]) -> Iterator[str]:
    """Of the predicted mentions that are not in the target's timeline: whether they are in that of another target."""
    own = [m for row in gold["rows"] for m in row["mentions"] if m["start"] is not None]
    for p in predicted:
        mention = p["mentions"][0]
        if not any(_is_at(mention, m) for m in own):
            yield "of another target" if (mention["doc"], mention["start"]) in of_others else "no gold event"


def _is_at(one: Row, two: Row) -> bool:
    overlap: bool = one["doc"] == two["doc"] and one["start"] < two["end"] and two["start"] < one["end"]
    return overlap


def _same_date(gold: str, date: str) -> bool:
    """Whether a date says the same down to what gold knows."""
    known = gold.split("-XX", 1)[0]
    return known.startswith("XXXX") or date == known or date.startswith(f"{known}-")


def main() -> None:
    """Command line."""
    documents, targets, gold = (read_jsonl(path) for path in sys.argv[1:])
    corpora, ids = {d["id"]: d["corpus"] for d in documents}, by_article(documents)
    with database(documents) as db:
        found = list(predictions(db, ids, corpora, targets))
        query = "select article_id, trigger_start, trigger_end from reports where superseded_at is null"
        triggers: dict[str, list[_Span]] = {}
        for article, start, end in db.execute(query):
            for document in ids[article]:
                triggers.setdefault(document, []).append((start, end))
    everywhere = {(m["doc"], m["start"]) for g in gold for row in g["rows"] for m in row["mentions"]}
    missed: Counter[str] = Counter()
    extra: Counter[str] = Counter()
    for timeline in gold:
        own = [p for p in found if p["target"] == timeline["target"]]
        missed.update(verdicts(timeline, own, triggers))
        extra.update(needless(timeline, own, everywhere))
    for title, counts in (("gold mentions", missed), ("predicted mentions outside gold", extra)):
        total = counts.total()
        print(f"{title}: {total}")
        for name in sorted(counts, key=lambda n: ORDER.index(n) if n in ORDER else 0):
            print(f"  {name:18} {counts[name]:4} {100 * counts[name] / total:5.1f} %")


if __name__ == "__main__":
    main()
