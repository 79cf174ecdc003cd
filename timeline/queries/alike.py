"""Articles like one that is being added: a bounded set, whatever the size of the database."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, Select, select, union_all

from timeline.likeness import Traits
from timeline.schema import article_keys, article_traits, articles

PER_KEY = 30
"""Articles read of one word, on either side of the publication day."""


def alike(conn: Connection, keys: Mapping[str, int], published_day: int | None, limit: int = 40) -> dict[str, Traits]:
    """The articles that share most of the most telling words, with their traits.

    Args:
        conn: a connection.
        keys: telling words and their weights, see :mod:`timeline.likeness`.
        published_day: day number; of a word's articles those published nearest to it are looked at.
        limit: at most so many.
    """
    pieces = [select(q.limit(PER_KEY).subquery()) for word in sorted(keys) for q in _nearest(word, published_day)]
    shared: Counter[str] = Counter()
    for start in range(0, len(pieces), 40):
        for article_id, word, weight in conn.execute(union_all(*pieces[start : start + 40])):
            shared[article_id] += weight * keys[word]
    best = sorted(shared, key=lambda article_id: (-shared[article_id], article_id))[:limit]
    return traits(conn, best)


def traits(conn: Connection, article_ids: Collection[str]) -> dict[str, Traits]:
    """The traits of articles that count, by article."""
    t = article_traits.c
    query = (
        select(t.article_id, t.words, t.names, t.ages)
        .join(articles, articles.c.article_id == t.article_id)
        .where(t.article_id.in_(sorted(article_ids)), articles.c.withdrawn_at.is_(None))
    )
    return {
        row.article_id: Traits(json.loads(row.words), frozenset(json.loads(row.names)), frozenset(json.loads(row.ages)))
        for row in conn.execute(query)
    }


def _nearest(word: str, day: int | None) -> list[Select[Any]]:
    c = article_keys.c
    query = select(c.article_id, c.word, c.weight).where(c.word == word)
    latest, earliest = (c.published_day.desc(), c.article_id), (c.published_day, c.article_id)
    if day is None:
        return [query.order_by(*latest)]
    sides = [
        query.where(c.published_day <= day).order_by(*latest),
        query.where(c.published_day > day).order_by(*earliest),
    ]
    return [*sides, query.where(c.published_day.is_(None)).order_by(c.article_id)]
