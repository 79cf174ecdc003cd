"""Articles whose wording is another's: a bounded look-up, whatever the size of the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache

from sqlalchemy import Connection, select

from timeline import records
from timeline.log.hashing import spelt
from timeline.queries.asking import tuples
from timeline.schema import articles

PER_HASH = 40
"""Articles read of one hash; what more have in common is furniture of their sites."""
COMPARED = 5
_TEXTS = """
    SELECT a.article_id, l.type, l.schema_version, p.bytes
    FROM articles AS a JOIN log AS l ON l.position = a.position JOIN payloads AS p ON p.position = a.position
    WHERE a.article_id IN :ids
"""


def sharing(conn: Connection, sketch: Sequence[int]) -> list[str]:
    """Ids of the articles that share most of a sketch (:func:`timeline.copies.sketch`), at most :data:`COMPARED`."""
    if not sketch:
        return []
    hashes = {f"hash{number}": value for number, value in enumerate(sketch)}
    shared = Counter(row[0] for row in tuples(conn, _sharing(len(sketch)), **hashes, limit=PER_HASH))
    return sorted(shared, key=lambda article_id: (-shared[article_id], article_id))[:COMPARED]


@cache
def _sharing(hashes: int) -> str:
    whose = "SELECT article_id FROM article_sketch WHERE hash = :hash"
    pieces = (f"SELECT * FROM ({whose}{n} ORDER BY article_id LIMIT :limit) AS part" for n in range(hashes))  # noqa: S608
    return " UNION ALL ".join(pieces)


def origin(conn: Connection, article_id: str) -> str:
    """The article that this one is a copy of, else itself."""
    copy_of = conn.execute(select(articles.c.copy_of).where(articles.c.article_id == article_id)).scalar()
    return copy_of or article_id


def versions(conn: Connection, article_id: str) -> list[str]:
    """An article and those before and after it at its address, the oldest first."""
    c = articles.c
    found = [article_id]
    while (before := conn.execute(select(c.revises).where(c.article_id == found[0])).scalar()) and before not in found:
        found.insert(0, before)
    later = select(c.article_id).where(c.withdrawn_at.is_(None)).order_by(c.position.desc()).limit(1)
    while (after := conn.execute(later.where(c.revises == found[-1])).scalar()) and after not in found:
        found.append(after)
    return found


def text_of(conn: Connection, article_id: str) -> str:
    """The text of an article; empty when it was erased."""
    return texts_of(conn, [article_id])[article_id]


def texts_of(conn: Connection, article_ids: Sequence[str]) -> dict[str, str]:
    """The texts of articles, by article; empty where one was erased."""
    found = dict.fromkeys(article_ids, "")
    if article_ids:
        for article_id, type_, version, data in tuples(conn, _TEXTS, ids=list(article_ids)):
            record = records.read(type_, version, spelt(bytes(data)))
            found[article_id] = record.text if isinstance(record, records.ArticleAdded) else ""
    return found
