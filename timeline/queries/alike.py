"""Articles like one that is being added: a bounded set, whatever the size of the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from functools import cache, lru_cache

from sqlalchemy import Connection

from timeline.likeness import Traits
from timeline.log.hashing import spelt
from timeline.queries.asking import tuples

PER_KEY = 30
"""Articles read of one word, on either side of the publication day."""

_TRAITS = """
    SELECT t.article_id, t.words, t.names, t.ages
    FROM article_traits AS t JOIN articles AS a ON a.article_id = t.article_id
    WHERE t.article_id IN :articles AND a.withdrawn_at IS NULL
"""
_LATEST, _EARLIEST = "published_day DESC, article_id DESC", "published_day, article_id"


def alike(conn: Connection, keys: Mapping[str, int], published_day: int | None, limit: int = 40) -> dict[str, Traits]:
    """The articles that share most of the most telling words, with their traits.

    Args:
        conn: a connection.
        keys: telling words and their weights, see :mod:`timeline.likeness`.
        published_day: day number; of a word's articles those published nearest to it are looked at.
        limit: at most so many.
    """
    if not keys:
        return {}
    words = {f"word{number}": word for number, word in enumerate(sorted(keys))}
    day = {} if published_day is None else {"day": published_day}
    shared: Counter[str] = Counter()
    for article_id, word, weight in tuples(conn, _nearest(len(words), bool(day)), **words, **day, limit=PER_KEY):
        shared[article_id] += weight * keys[word]
    best = sorted(shared, key=lambda article_id: (-shared[article_id], article_id))[:limit]
    return traits(conn, best)


def traits(conn: Connection, article_ids: Collection[str]) -> dict[str, Traits]:
    """The traits of articles that count, by article."""
    if not article_ids:
        return {}
    return {
        article_id: _read(words, names, ages)
        for article_id, words, names, ages in tuples(conn, _TRAITS, articles=sorted(article_ids))
    }


@lru_cache(maxsize=512)  # articles of one story meet the same ones again and again
def _read(words: str, names: str, ages: str) -> Traits:
    return Traits(spelt(words.encode()), frozenset(spelt(names.encode())), frozenset(spelt(ages.encode())))


@cache
def _nearest(words: int, dated: bool) -> str:
    """The question for the articles of some words nearest to a day; each of its parts is one range of an index."""
    sides = [f"ORDER BY {_LATEST}"]
    if dated:
        sides = [
            f"AND published_day <= :day ORDER BY {_LATEST}",
            f"AND published_day > :day ORDER BY {_EARLIEST}",
            f"AND published_day IS NULL ORDER BY {_EARLIEST}",
        ]
    whose = "SELECT article_id, word, weight FROM article_keys WHERE word = :word"
    pieces = (f"SELECT * FROM ({whose}{n} {side} LIMIT :limit) AS part" for n in range(words) for side in sides)  # noqa: S608
    return " UNION ALL ".join(pieces)
