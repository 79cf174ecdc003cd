"""Who said something of an event, and when: as little of the reports as a page needs to know when things were known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from timeline.queries.parts import chunks
from timeline.schema import articles, reports

MANY = 2_000
"""So many events are asked for one by one; of more, all reports are read at once."""


@dataclass(frozen=True, slots=True)
class Told:
    """One report that counts."""

    published: str | None
    """Day, ``YYYY-MM-DD``; None = not known."""
    publisher: str | None
    position: int
    """Position of its record in the log."""


def told(conn: Connection, ids: Collection[str]) -> Mapping[str, Sequence[Told]]:
    """event_id -> its reports that count."""
    r, a = reports.c, articles.c
    query = (
        select(r.event_id, a.published, a.publisher, r.position)
        .join(articles, a.article_id == r.article_id)
        .where(r.event_id.is_not(None), r.superseded_at.is_(None), a.withdrawn_at.is_(None))
    )
    asked = [query] if len(ids) > MANY else [query.where(r.event_id.in_(chunk)) for chunk in chunks(ids)]
    wanted = set(ids)
    found: dict[str, list[Told]] = defaultdict(list)
    for one in asked:
        for event_id, published, publisher, position in conn.execute(one):
            if event_id in wanted:
                found[event_id].append(Told(published[:10] if published else None, publisher, position))
    return found
