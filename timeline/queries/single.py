"""One event: its row, its evidence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from timeline.queries.filters import EVENT_COLUMNS, NotFound, Source
from timeline.queries.ids import event_id
from timeline.queries.moments import actor_names, counts_at, position_at
from timeline.queries.parts import name_actors, with_actors
from timeline.schema import (
    articles,
    corrections,
    event_actors,
    event_actors_history,
    event_history,
    event_ids,
    events,
    notes,
    tags,
)

if TYPE_CHECKING:
    from timeline.fold import EventRow

Row = dict[str, Any]


def event(conn: Connection, given: str, *, as_of: int | str | None = None, published_until: str | None = None) -> Row:
    """One event: its columns, ``actors``, ``tags``, ``notes`` and ``corrections`` (rows).

    Args:
        conn: a connection.
        given: an id it has or ever had, or the unambiguous start of one.
        as_of: a log position or instant: the event as it was known then.
        published_until: a day: the event as the press had it by its end.

    Raises:
        NotFound, AmbiguousId: no event, or several, have such an id, or there was none at that time.
    """
    found = event_id(conn, given)
    if as_of is not None:
        return _as_known(conn, given, found, position_at(conn, as_of))
    if published_until is not None:
        return _as_published(conn, found, published_until)
    query = select(*(events.c[name] for name in EVENT_COLUMNS)).where(events.c.event_id == found)
    row = conn.execute(query).mappings().first()
    if row is None:
        raise NotFound(f"the event {found} is no longer in the timeline; timeline history {found} tells why")
    return _with_words(conn, dict(row), Source(events, event_actors))


def main_event(conn: Connection, article_id: str) -> Row | None:
    """The columns of the event that an article's headline and lead are about; None where it has none."""
    query = select(*(events.c[name] for name in EVENT_COLUMNS)).join(
        articles, articles.c.main_event_id == events.c.event_id
    )
    row = conn.execute(query.where(articles.c.article_id == article_id)).mappings().first()
    return dict(row) if row else None


def _as_known(conn: Connection, given: str, now: str, position: int) -> Row:
    source = Source(event_history, event_actors_history, position)
    columns = [event_history.c[name] for name in (*EVENT_COLUMNS, "from_position")]
    for event in _ids_meant(conn, given, now):
        query = select(*columns).where(event_history.c.event_id == event, source.valid(event_history))
        row = conn.execute(query).mappings().first()
        if row is not None:
            found = dict(row)
            counts_at(conn, [found], position)
            with_actors(conn, [found], source)
            return _with_words_then(conn, found, position)
    raise NotFound(f"the event {now} was not known at position {position}")


def _ids_meant(conn: Connection, given: str, now: str) -> list[str]:
    """The ids an event may have had then: the one that was typed, the one it has now."""
    return [*(i for i in ids_of(conn, now) if i.startswith(given)), now]


def _with_words_then(conn: Connection, row: Row, position: int) -> Row:
    from timeline.queries.then import Then

    state, event_id = Then(conn, position).event(row["event_id"]), row["event_id"]
    row["tags"] = sorted(state.tags)
    row["notes"] = [{"event_id": event_id, **note} for note in state.notes]
    row["corrections"] = [{"event_id": event_id, **c, "value": _json(c["value"])} for c in state.corrections]
    return row


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _as_published(conn: Connection, now: str, until: str) -> Row:
    from timeline.projections import folded

    row = next(folded(conn, [now], lambda e: bool(e.published and e.published <= until)), None)
    if row is None or not row.reports:
        raise NotFound(f"no article published until {until} reports the event {now}")
    found = _plain(row)
    parts = [{"actor_id": a, "role": role} for a, role in row.actors]
    name_actors([found], {now: parts}, actor_names(conn, {a for a, _ in row.actors}))
    return _with_words(conn, found, None)


def _plain(row: EventRow) -> Row:
    values = row._asdict()
    return {name: values[name] for name in EVENT_COLUMNS}


def _with_words(conn: Connection, row: Row, source: Source | None) -> Row:
    """Add who took part, and what people said."""
    if source is not None:
        with_actors(conn, [row], source)
    t = tags
    given = conn.execute(select(t.c.tag).where(t.c.event_id == row["event_id"]).order_by(t.c.tag)).scalars()
    row["tags"] = list(given)
    for name, table in (("notes", notes), ("corrections", corrections)):
        query = select(table).where(table.c.event_id == row["event_id"]).order_by(table.c.position)
        row[name] = [dict(found) for found in conn.execute(query).mappings()]
    return row


def event_reports(
    conn: Connection, given: str, *, as_of: int | str | None = None, published_until: str | None = None
) -> list[Row]:
    """What each article says of an event, by date of publication.

    Each row has the columns of ``reports`` (``mentions`` and ``cues`` as lists), of its article ``article_title,
    publisher, published, url, withdrawn_at``, and ``actors``, a list of ``{actor_id, name, role, surface, start, end,
    rule}``.
    Superseded reports are left out; those of withdrawn articles are there, and do not count.

    Raises:
        NotFound, AmbiguousId: no event, or several, have such an id.
    """
    from timeline.queries.evidence import evidence

    now = event_id(conn, given)
    meant = [now] if as_of is None else _ids_meant(conn, given, now)
    found = evidence(conn, meant, as_of=as_of, published_until=published_until)
    return next((found[i] for i in meant if found.get(i)), [])


def ids_of(conn: Connection, now: str) -> list[str]:
    """All ids that an event ever had."""
    return sorted(conn.execute(select(event_ids.c.old_id).where(event_ids.c.event_id == now)).scalars())
