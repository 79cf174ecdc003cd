"""A random draw of main reports for reading: ``python -m benchmarks.main_reports KITS --seed 1 OUT.md DETAILS.txt``.

KITS is the folder of the kits. Documents are drawn with the seed, as many from each kit as asked for, added to a fresh
database by the command line, and reports are drawn with the same seed from those that stand there as main.

OUT.md: a Markdown table, a row a report: document, title, type, date, status, actors, an empty verdict. No sentence.
DETAILS.txt, for the reader alone: the same with the sentence, what stands before it, phrase, basis and cues.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from benchmarks.public import Document, by_article, database, read_jsonl
from timeline import phrases

KITS = (
    "timelines/dev/documents.jsonl",
    "merge/ecb/documents.jsonl.gz",
    "merge/gva/documents.jsonl.gz",
    "digest/articles.jsonl.gz",
)
"""Files of documents within the folder of the kits."""
BEFORE = 400
"""Characters before the sentence that the reader is shown."""
_REPORTS = """select r.report_id, r.article_id, r.title, r.type, r.status, r.certainty, r.claim, r.place, r.quote,
                     r.cues, r.sentence_start, r.time_phrase, r.date_basis, r.date_edtf, r.date_precision, r.earliest,
                     r.latest, r.likely_date, r.extent, r.attributed_to, r."trigger" as word, a.published
              from reports r join articles a on a.article_id = r.article_id
              where r.salience = 'main' and r.superseded_at is null order by r.article_id, r.ordinal"""
_ACTORS = """select distinct ra.role, a.name from report_actors ra join actors a on a.actor_id = ra.actor_id
             where ra.report_id = ? and ra.role <> 'mentioned' order by ra.mention"""

Row = Mapping[str, Any]


def documents(kits: Path, seed: int, each: int) -> list[Document]:
    """At most ``each`` documents of every kit, the same for the same seed."""
    chooser = random.Random(seed)  # noqa: S311
    drawn: list[Document] = []
    for name in KITS:
        rows = sorted(read_jsonl(kits / name), key=lambda r: str(r["id"]))
        drawn.extend(chooser.sample(rows, min(each, len(rows))))
    return drawn


def reports(db: Connection, seed: int, number: int) -> list[dict[str, Any]]:
    """``number`` main reports at random, each with its actors, in the order of the draw."""
    rows = [dict(r) for r in db.execute(_REPORTS)]
    drawn = random.Random(seed).sample(rows, min(number, len(rows)))  # noqa: S311
    return [{**r, "actors": [tuple(a) for a in db.execute(_ACTORS, (r["report_id"],))]} for r in drawn]


def table(rows: Sequence[Row], ids: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The lines of OUT.md."""
    yield "| n | document | title | type | date | status | actors | verdict |"
    yield "|---|---|---|---|---|---|---|---|"
    for n, r in enumerate(rows, 1):
        who = ", ".join(f"{name} ({role})" for role, name in r["actors"])
        cells = (n, ids[r["article_id"]][0], r["title"], r["type"], phrases.date(r), _status(r), who, "")
        yield "| " + " | ".join(str(c).replace("|", "/") for c in cells) + " |"


def details(rows: Sequence[Row], ids: Mapping[str, Sequence[str]], texts: Mapping[str, str]) -> Iterator[str]:
    """The lines of DETAILS.txt."""
    for n, r in enumerate(rows, 1):
        start, name = r["sentence_start"], ids[r["article_id"]][0]
        yield f"#{n} {name}, published {r['published'] or 'unknown'}"
        yield f"  before:   {' / '.join(texts[name][max(0, start - BEFORE) : start].splitlines())}"
        yield f"  sentence: {' / '.join(r['quote'].splitlines())}"
        yield f"  title:    {r['title']}   [{r['type']}; trigger: {r['word']}]"
        yield f"  date:     {phrases.date(r)}   [{r['date_basis']}; phrase: {r['time_phrase']}]"
        yield f"  status:   {_status(r)}   [claim: {r['claim']}; said by: {r['attributed_to'] or 'the article'}]"
        yield f"  actors:   {'; '.join(f'{role} {name}' for role, name in r['actors'])}   [place: {r['place']}]"
        yield f"  why:      {'; '.join(json.loads(r['cues']))}"
        yield ""


def _status(r: Row) -> str:
    return r["status"] if r["certainty"] == "certain" else f"{r['status']}, {r['certainty']}"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kits", type=Path)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--number", type=int, default=100, help="reports to draw")
    parser.add_argument("--each", type=int, default=40, help="documents to draw from each kit")
    parser.add_argument("out", type=Path)
    parser.add_argument("details", type=Path)
    args = parser.parse_args()
    drawn = documents(args.kits, args.seed, args.each)
    with database(drawn) as db:
        rows = reports(db, args.seed, args.number)
        main_of = db.execute("select count(*) from reports where salience = 'main' and superseded_at is null")
        print(f"{len(rows)} of {main_of.fetchone()[0]} main reports of {len(drawn)} documents, seed {args.seed}")
    ids = by_article(drawn)
    args.out.write_text("\n".join(table(rows, ids)) + "\n", encoding="utf-8")
    args.details.write_text("\n".join(details(rows, ids, {d["id"]: d["text"] for d in drawn})) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
