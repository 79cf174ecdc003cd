"""One event: its row, its evidence."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import fields
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
    report_actors,
    reports,
    tags,
)

if TYPE_CHECKING:
    from timeline.fold import EventRow

Row = dict[str, Any]

_SHOWN = (*EVENT_COLUMNS, "date_conflicts")


def event(conn: Connection, given: str, *, as_of: int | str | None = None, published_until: str | None = None) -> Row:
    """One event: its columns, ``date_conflicts``, ``actors``, ``tags``, ``notes`` and ``corrections`` (rows).

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
    row = (
        conn.execute(select(*(events.c[name] for name in _SHOWN)).where(events.c.event_id == found)).mappings().first()
    )
    if row is None:
        raise NotFound(f"the event {found} is no longer in the timeline; timeline history {found} tells why")
    return _with_words(conn, dict(row), Source(events, event_actors))


def _as_known(conn: Connection, given: str, now: str, position: int) -> Row:
    source = Source(event_history, event_actors_history, position)
    columns = [event_history.c[name] for name in (*_SHOWN, "from_position")]
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
    values = {f.name: getattr(row, f.name) for f in fields(row)}
    return {name: values[name] for name in _SHOWN}


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
    if as_of is not None:
        return _reports_then(conn, given, position_at(conn, as_of))
    a, r = articles.c, reports.c
    query = (
        select(reports, a.title.label("article_title"), a.publisher, a.published, a.url, a.withdrawn_at)
        .outerjoin(articles, a.article_id == r.article_id)
        .where(r.event_id == event_id(conn, given), r.superseded_at.is_(None))
        .order_by(a.published.is_(None), a.published, r.article_id, r.ordinal)
    )
    rows = [dict(row) for row in conn.execute(query).mappings()]
    if published_until is not None:
        rows = [row for row in rows if row["published"] and row["published"][:10] <= published_until]
    for row in rows:
        row["mentions"], row["cues"] = json.loads(row["mentions"]), json.loads(row["cues"])
    _with_parts(conn, rows)
    return rows


def _reports_then(conn: Connection, given: str, position: int) -> list[Row]:
    from timeline.queries.then import Then

    then, now = Then(conn, position), event_id(conn, given)
    rows: list[Row] = next(filter(None, (then.reports(i) for i in _ids_meant(conn, given, now))), [])
    stood = then.articles({row["article_id"] for row in rows})
    for row in rows:
        article = stood.get(row["article_id"], {})
        row["article_title"] = article.get("title")
        row |= {name: article.get(name) for name in ("publisher", "published", "url", "withdrawn_at")}
        row["mentions"], row["cues"] = json.loads(row["mentions"]), json.loads(row["cues"])
    names = actor_names(conn, {p["actor_id"] for row in rows for p in row["parts"]}, position)
    for row in rows:
        row["actors"] = [_part(p, names) for p in row.pop("parts")]
    return sorted(rows, key=lambda r: (r["published"] is None, r["published"] or "", r["article_id"], r["ordinal"]))


def _with_parts(conn: Connection, rows: list[Row]) -> None:
    parts: dict[str, list[Row]] = defaultdict(list)
    ids = [row["report_id"] for row in rows]
    for start in range(0, len(ids), 500):
        chunk = report_actors.c.report_id.in_(ids[start : start + 500])
        for part in conn.execute(select(report_actors).where(chunk).order_by(report_actors.c.mention)).mappings():
            parts[part["report_id"]].append(dict(part))
    names = actor_names(conn, {p["actor_id"] for found in parts.values() for p in found})
    for row in rows:
        row["actors"] = [_part(p, names) for p in parts[row["report_id"]]]


def _part(part: Row, names: Mapping[str, str]) -> Row:
    plain = {name: part[name] for name in ("role", "surface", "start", "end", "rule")}
    return {"actor_id": part["actor_id"], "name": names.get(part["actor_id"], part["actor_id"]), **plain}


def ids_of(conn: Connection, now: str) -> list[str]:
    """All ids that an event ever had."""
    return sorted(conn.execute(select(event_ids.c.old_id).where(event_ids.c.event_id == now)).scalars())
