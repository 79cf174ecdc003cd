"""Articles whose wording is another's: a bounded look-up, whatever the size of the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import Connection, select, union_all

from timeline.queries.articles import stored_article
from timeline.schema import article_sketch, articles

PER_HASH = 40
"""Articles read of one hash; what more have in common is furniture of their sites."""
COMPARED = 5


def sharing(conn: Connection, sketch: Sequence[int]) -> list[str]:
    """Ids of the articles that share most of a sketch (:func:`timeline.copies.sketch`), at most :data:`COMPARED`."""
    c = article_sketch.c
    pieces = [select(c.article_id).where(c.hash == h).order_by(c.article_id).limit(PER_HASH) for h in sketch]
    if not pieces:
        return []
    found = conn.execute(union_all(*(select(piece.subquery()) for piece in pieces))).scalars()
    shared = Counter(found)
    return sorted(shared, key=lambda article_id: (-shared[article_id], article_id))[:COMPARED]


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
    return stored_article(conn, article_id).text
