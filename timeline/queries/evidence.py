"""What each article says of events: the sentences they rest on."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from timeline.queries.moments import actor_names, position_at
from timeline.queries.parts import chunks
from timeline.schema import articles, report_actors, reports

Row = dict[str, Any]


def evidence(
    conn: Connection, ids: Sequence[str], *, as_of: int | str | None = None, published_until: str | None = None
) -> dict[str, list[Row]]:
    """The reports of each of these events, by date of publication; rows as :func:`timeline.queries.event_reports`.

    Args:
        conn: a connection.
        ids: event ids in full, as the events are called now (with ``as_of``: as they were called then).
        as_of: a log position or instant: the reports that belonged to them then.
        published_until: a day: only those of articles published by its end.
    """
    if as_of is not None:
        return _then(conn, ids, position_at(conn, as_of))
    found: dict[str, list[Row]] = defaultdict(list)
    a, r = articles.c, reports.c
    for chunk in chunks(ids):
        query = (
            select(reports, a.title.label("article_title"), a.publisher, a.published, a.url, a.withdrawn_at)
            .outerjoin(articles, a.article_id == r.article_id)
            .where(r.event_id.in_(chunk), r.superseded_at.is_(None))
            .order_by(a.published.is_(None), a.published, r.article_id, r.ordinal)
        )
        for row in conn.execute(query).mappings():
            if published_until is None or (row["published"] and row["published"][:10] <= published_until):
                found[row["event_id"]].append(_loaded(dict(row)))
    _with_parts(conn, [row for rows in found.values() for row in rows])
    return dict(found)


def _then(conn: Connection, ids: Sequence[str], position: int) -> dict[str, list[Row]]:
    from timeline.queries.then import Then

    then = Then(conn, position)
    found = {i: then.reports(i) for i in ids}
    every = [row for rows in found.values() for row in rows]
    stood = then.articles({row["article_id"] for row in every})
    names = actor_names(conn, {p["actor_id"] for row in every for p in row["parts"]}, position)
    for row in every:
        article = stood.get(row["article_id"], {})
        row["article_title"] = article.get("title")
        row |= {name: article.get(name) for name in ("publisher", "published", "url", "withdrawn_at")}
        row["actors"] = [_part(p, names) for p in row.pop("parts")]
        _loaded(row)
    return {i: sorted(rows, key=_by_publication) for i, rows in found.items()}


def _by_publication(row: Row) -> tuple[bool, str, str, int]:
    return row["published"] is None, row["published"] or "", row["article_id"], row["ordinal"]


def _loaded(row: Row) -> Row:
    row["mentions"], row["cues"] = json.loads(row["mentions"]), json.loads(row["cues"])
    return row


def _with_parts(conn: Connection, rows: list[Row]) -> None:
    parts: dict[str, list[Row]] = defaultdict(list)
    for chunk in chunks([row["report_id"] for row in rows]):
        query = select(report_actors).where(report_actors.c.report_id.in_(chunk)).order_by(report_actors.c.mention)
        for part in conn.execute(query).mappings():
            parts[part["report_id"]].append(dict(part))
    names = actor_names(conn, {p["actor_id"] for found in parts.values() for p in found})
    for row in rows:
        row["actors"] = [_part(p, names) for p in parts[row["report_id"]]]


def _part(part: Row, names: Mapping[str, str]) -> Row:
    plain = {name: part[name] for name in ("role", "surface", "start", "end", "rule")}
    return {"actor_id": part["actor_id"], "name": names.get(part["actor_id"], part["actor_id"]), **plain}
