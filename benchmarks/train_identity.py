"""Learn the weights of identity: ``python -m benchmarks.train_identity DOCS GOLD [--readings FILE] [--every N]``.

DOCS: JSON Lines of articles {id, text, published, title}; GOLD: incidents {event, docs}. Every article is read and its
main event compared with that of the articles like it; a logistic regression on the features of
:mod:`timeline.identity.mains` learns which pairs are one event. Prints the table ``[main]`` of rules/identity.toml, in
thousandths, and what two-fold cross-validation over incidents says of it.
"""

from __future__ import annotations

import argparse
import pickle
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.public import read_jsonl
from timeline import extract, identity, likeness
from timeline.identity import Subject, mains
from timeline.likeness import Traits
from timeline.model import Article

Pair = tuple[str, str]
_COMMON, _NEAR, _STRENGTH = 150, 90, 3.0


@dataclass(frozen=True, slots=True)
class Read:
    """An article's main event and traits."""

    subject: Subject
    traits: Traits


def read(documents: Sequence[Mapping[str, Any]], readings: Mapping[str, extract.Extraction]) -> dict[str, Read]:
    """The articles that have a main event."""
    found: dict[str, Read] = {}
    for d in documents:
        reading = readings[d["id"]]
        if reading.main is None:
            continue
        report, published = reading.reports[reading.main], d["published"][:10] if d.get("published") else None
        nobody: frozenset[str] = frozenset()
        subject = Subject(report, nobody, nobody, nobody, d["id"], published, main=True)
        found[d["id"]] = Read(subject, likeness.traits(d.get("title"), d["text"]))
    return found


def pairs(articles: Mapping[str, Read]) -> dict[Pair, dict[str, int]]:
    """Pairs of articles that are alike enough to be compared, with their likeness."""
    posted: dict[str, list[str]] = defaultdict(list)
    for i, a in articles.items():
        for word in a.traits.keys:
            posted[word].append(i)
    seen: set[Pair] = set()
    for ids in posted.values():
        if len(ids) <= _COMMON:
            seen |= {(a, b) for n, a in enumerate(ids) for b in ids[n + 1 :]}
    compared = {(a, b): likeness.compare(articles[a].traits, articles[b].traits) for a, b in sorted(seen)}
    return {pair: alike for pair, alike in compared.items() if alike["words"] >= _NEAR}


def features(articles: Mapping[str, Read], alike: Mapping[Pair, dict[str, int]]) -> dict[Pair, dict[str, int]]:
    """What the model sees of each pair."""
    found: dict[Pair, dict[str, int]] = {}
    w = identity.weights()
    for (a, b), like in alike.items():
        mine, other = (identity.profile(identity.opened("e", articles[i].subject), w) for i in (a, b))
        if mains.apply(mine, other, {b: like}, w) and (seen := mains.compare(mine, other, {b: like})):
            found[a, b] = seen
    return found


def fit(rows: Sequence[Mapping[str, int]], same: Sequence[bool], names: Sequence[str]) -> dict[str, int]:
    """Weights in thousandths, ``bias`` among them."""
    x = np.array([[row.get(name, 0) / 1000 for name in names] for row in rows])
    model = LogisticRegression(C=_STRENGTH, max_iter=3000).fit(x, np.array(same))
    learned = {name: round(1000 * weight) for name, weight in zip(names, model.coef_[0], strict=True)}
    return {"bias": round(1000 * model.intercept_[0]), **learned}


def clusters(articles: Mapping[str, Read], score: Mapping[Pair, float], threshold: float) -> dict[str, str]:
    """Each article to the event of the firmer one that it is likest to, or to one of its own: the rule of ``add``."""
    near: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for (a, b), s in score.items():
        if s >= threshold:
            near[a].append((s, b))
            near[b].append((s, a))
    place = {
        i: identity.profile(identity.opened("", a.subject, i), identity.weights()).firmness for i, a in articles.items()
    }
    label: dict[str, str] = {}
    for i in sorted(place, key=lambda i: place[i]):
        known = [(s, other) for s, other in near[i] if other in label]
        label[i] = label[max(known)[1]] if known else i
    return label


def pair_f1(truth: Mapping[str, str], label: Mapping[str, str]) -> tuple[float, float, float]:
    """Recall, precision and F1 of pairs put together."""

    def count(values: Iterable[Any]) -> int:
        return sum(n * (n - 1) // 2 for n in Counter(values).values())

    both = count((truth[i], label[i]) for i in label)
    found, wanted = count(label.values()), count(truth[i] for i in label)
    r, p = both / max(1, wanted), both / max(1, found)
    return r, p, 2 * p * r / (p + r) if p + r else 0.0


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("docs")
    parser.add_argument("gold")
    parser.add_argument("--readings", type=Path, help="keep what was read here, and take it from here the next time")
    parser.add_argument("--threshold", type=float, default=0.4, help="probability from which a pair is one event")
    args = parser.parse_args()
    documents = read_jsonl(args.docs)
    if args.readings and args.readings.exists():
        readings = pickle.loads(args.readings.read_bytes())  # noqa: S301 (our own file)
        documents = [d for d in documents if d["id"] in readings]
    else:
        items = [Article(d["text"], d.get("title"), published=d.get("published")) for d in documents]
        readings = {d["id"]: r for d, r in zip(documents, extract.articles(items), strict=True)}
        if args.readings:
            args.readings.write_bytes(pickle.dumps(readings))
    truth = {doc: row["event"] for row in read_jsonl(args.gold) for doc in row["docs"]}
    articles = {i: a for i, a in read(documents, readings).items() if i in truth}
    seen = features(articles, pairs(articles))
    names = sorted({name for row in seen.values() for name in row})
    same = [truth[a] == truth[b] for a, b in seen]
    print(f"# {len(articles)} articles, {len(seen)} pairs, {sum(same)} of them one event")
    validate(seen, truth, names, articles)
    table = fit(list(seen.values()), same, names)
    # The threshold in the table is a half for both models, so the chosen one moves the bias.
    shift = round(1000 * float(np.log(args.threshold / (1 - args.threshold))))
    print(f"bias = {table.pop('bias') - shift}\n\n[main.weights]")
    print("\n".join(f"{name} = {table.get(name, 0)}" for name in sorted({"undated", *names})))


def validate(
    seen: Mapping[Pair, dict[str, int]], truth: Mapping[str, str], names: Sequence[str], articles: Mapping[str, Read]
) -> None:
    """Two folds over incidents; pairs are judged by weights learned on the other fold, then all articles are linked."""
    events = sorted(set(truth.values()))
    random.Random(1).shuffle(events)  # noqa: S311
    fold = {event: n % 2 for n, event in enumerate(events)}
    side = {i: fold[truth[i]] for i in articles}
    tables = {}
    for half in (0, 1):
        rows = [(row, truth[a] == truth[b]) for (a, b), row in seen.items() if side[a] == side[b] == half]
        tables[1 - half] = fit([r for r, _ in rows], [s for _, s in rows], names)
    # A pair across the halves is judged by one of the two; both have seen one side of it.
    score = {(a, b): _probability(row, tables[side[a]]) for (a, b), row in seen.items()}
    for threshold in (0.3, 0.4, 0.5, 0.6):
        r, p, f = pair_f1(truth, clusters(articles, score, threshold))
        print(f"# two-fold, threshold {threshold}: pairs R {r:.3f} P {p:.3f} F1 {f:.3f}")


def _probability(row: Mapping[str, int], table: Mapping[str, int]) -> float:
    z = table["bias"] + sum(table[name] * value / 1000 for name, value in row.items())
    return float(1 / (1 + np.exp(-z / 1000)))


if __name__ == "__main__":
    main()
