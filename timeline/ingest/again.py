"""An article that is given again: what the caller says of it now, and why it may not count."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from timeline import log
from timeline.records import Undone
from timeline.schema import articles

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from timeline.ingest.desk import Added, Desk
    from timeline.ingest.sources import Overrides

_SAID = ("published", "title", "publisher", "url")


def again(desk: Desk, found: Added, given: Overrides) -> Added:
    """What the caller says of a known article is set where nothing was known; the rest, and why it is, is told.

    Args:
        desk: the writer.
        found: the article.
        given: what the caller says.

    Returns:
        ``found`` with what this brought, and notes.
    """
    with desk.engine.connect() as conn:
        known = select(articles).where(articles.c.article_id == found.article_id)
        row = dict(conn.execute(known).mappings().one())
        if why := _does_not_count(conn, row):
            return replace(found, notes=(why,))
    said = {name: value for name in _SAID if (value := getattr(given, name))}
    news = {name: value for name, value in said.items() if row[name] is None}
    notes = [_not_applied(row, name, value) for name, value in said.items() if not _agree(name, row[name], value)]
    if news:
        brought = desk.correct(found.article_id, dict(news), None)
        set_ = ", ".join(f"{name} {value}" for name, value in news.items())
        found = replace(brought, source=found.source, known=True)
        notes = [f"set, as it had none: {set_}", *notes, *brought.notes]
    return replace(found, notes=tuple(notes))


def _agree(name: str, known: str | None, said: str) -> bool:
    return known in (None, said) or (name == "published" and str(known).startswith(said))


def _not_applied(row: Mapping[str, Any], name: str, value: str) -> str:
    change = f"timeline articles set {row['article_id'][:10]} --{name} {shlex.quote(value)}"
    return f"--{name} is not applied, as it has {row[name]}; to change that: {change}"


def _does_not_count(conn: Connection, row: Mapping[str, Any]) -> str | None:
    if row["erased_at"]:
        return f"it was erased on {row['erased_at'][:10]}, and an erased text is not added again"
    if not row["withdrawn_at"]:
        return None
    stream = [f"article/{row['article_id']}"]
    added = next(iter(log.read(conn, row["position"] - 1, 1)))
    undone = [e.position for e in log.read(conn, stream=stream, types=["Undone"])
              if isinstance(e.record, Undone) and e.record.record_id == added.record_id]  # fmt: skip
    if undone:
        return f"it is undone and does not count; timeline undo {undone[-1]} --commit brings it back"
    said = max((e.position for e in log.read(conn, stream=stream, types=["ArticleWithdrawn"])), default=None)
    return f"it was withdrawn and does not count; timeline undo {said} --commit brings it back"
