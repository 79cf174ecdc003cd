"""The timeline of an actor from raw articles: ``python -m benchmarks.timelines DOCS TARGETS OUT``.

DOCS: JSON Lines of documents {id, corpus, title, published, text}; TARGETS: {target, name, corpus}. OUT: one line for
each report in which the target takes part, main and background: {target, event, date, mentions: [{doc, start, end}]}.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from sqlite3 import Connection
from typing import Any

from benchmarks.public import by_article, database, read_jsonl, write_jsonl

_SUFFIXES = frozenset(
    [
        "inc",
        "corp",
        "corporation",
        "co",
        "company",
        "group",
        "ltd",
        "llc",
        "plc",
        "motor",
        "motors",
        "computer",
        "computers",
        "ag",
        "sa",
        "the",
    ]
)


def words(name: str) -> frozenset[str]:
    """The words of a name that tell it apart, lower-case, plurals as singulars, forms of companies left out."""
    found = re.findall(r"\w+", name.casefold())
    told = [w for w in found if w not in _SUFFIXES] or found
    return frozenset(w.removesuffix("s") if len(w) > 3 else w for w in told)


def is_target(target: str, names: Iterable[str]) -> bool:
    """Whether one of an actor's names is the target's, in its short or long form."""
    wanted = words(target)
    for name in names:
        got = words(name)
        if wanted == got or (len(wanted) > 1 and wanted <= got) or (len(got) > 1 and got <= wanted):
            return True
    return False


def best_date(likely: str | None, earliest: str | None, latest: str | None) -> str | None:
    """The best single date of a report as the kit writes it: ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD`` or None."""
    if likely:
        return likely
    return earliest if earliest is not None and earliest == latest else None


def predictions(
    db: Connection, ids: Mapping[str, list[str]], corpora: Mapping[str, str], targets: Iterable[Mapping[str, str]]
) -> Iterator[dict[str, Any]]:
    """Rows of OUT, read with SQL."""
    names: dict[str, list[str]] = {}
    for actor, name in db.execute("select actor_id, name from actors union select actor_id, alias from actor_aliases"):
        names.setdefault(actor, []).append(name)
    query = """select distinct r.event_id, r.report_id, r.article_id, r.trigger_start, r.trigger_end, r.likely_date,
                      r.earliest, r.latest, ra.actor_id,
                      case when r.status = 'ongoing' and r.date_basis = 'none' then substr(a.published, 1, 10) end
               from reports r join report_actors ra on ra.report_id = r.report_id
               join articles a on a.article_id = r.article_id
               where r.superseded_at is null and ra.role <> 'mentioned' order by 3, 4, 9"""
    rows = list(db.execute(query))
    for target in targets:
        actors = {actor for actor, known in names.items() if is_target(target["name"], known)}
        seen: set[tuple[str, str]] = set()
        for _, report, article, start, end, likely, earliest, latest, actor, now in rows:
            for doc in ids[article]:
                if actor in actors and corpora[doc] == target["corpus"] and (doc, report) not in seen:
                    seen.add((doc, report))
                    # What goes on as the article is written is of its day.
                    date = best_date(likely, earliest, latest) or now
                    yield {
                        "target": target["target"],
                        "event": report,
                        "date": date,
                        "mentions": [{"doc": doc, "start": start, "end": end}],
                    }


def main() -> None:
    """Command line."""
    docs, targets, out = sys.argv[1:]
    documents = read_jsonl(docs)
    corpora = {d["id"]: d["corpus"] for d in documents}
    with database(documents) as db:
        write_jsonl(out, predictions(db, by_article(documents), corpora, read_jsonl(targets)))


if __name__ == "__main__":
    main()
