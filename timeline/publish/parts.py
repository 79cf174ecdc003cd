"""Which rows of a database are published: all of them, or those of the events that somebody asks for."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, Select, case, select, union

from timeline import __version__, days, log
from timeline.model import Period
from timeline.publish.tables import KEPT, LEADS, SCHEMA_VERSION
from timeline.queries import EventFilter
from timeline.queries.filters import Source, where
from timeline.schema import event_actors, event_actors_history, events, read_model, report_actors, reports

Told: TypeAlias = Callable[[str], None]
"""Called with what is being done next."""


@dataclass(frozen=True, slots=True)
class Part:
    """What of a database is published; everything given must hold."""

    as_of: int | str | None = None
    """A log position or an RFC 3339 instant: the tables as they were then."""
    since: str | None = None
    """A day: the events that ``timeline events DAY.. --all`` finds, which leaves out undated ones."""
    actors: tuple[tuple[str, frozenset[str]], ...] = ()
    """Name as given and ids of each actor; only events in which all of them take part."""

    @property
    def whole(self) -> bool:
        """All events are wanted."""
        return self.since is None and not self.actors


def selects(conn: Connection, part: Part) -> Mapping[str, Select[Any]]:
    """The rows of each table of the read model that belong to the part; ``as_of`` is somebody else's matter."""
    if part.whole:
        return {name: select(*_columns(name, select(events.c.event_id))) for name in KEPT}
    wanted = _events(conn, part)
    conditions = _conditions(wanted)
    return {name: select(*_columns(name, wanted)).where(conditions[name]) for name in KEPT}


def _columns(name: str, wanted: Select[Any]) -> list[ColumnElement[Any]]:
    """A table's columns; one that leads to an event that is retracted, or outside the part, leads nowhere."""
    return [
        case((column.in_(wanted), column), else_=None).label(column.name)
        if (column.name, "events") in LEADS.get(name, ()) and column.nullable
        else column
        for column in read_model.tables[name].columns
    ]


def _events(conn: Connection, part: Part) -> Select[Any]:
    first = days.of(part.since) if part.since else None
    wanted = EventFilter(
        period=Period(first, None) if part.since else None,
        actors=tuple(ids for _, ids in part.actors),
        background=True,
    )
    return select(events.c.event_id).where(*where(conn, wanted, Source(events, event_actors)))


def _conditions(wanted: Select[Any]) -> Mapping[str, ColumnElement[bool]]:
    of_event = {name: t.c.event_id.in_(wanted) for name, t in read_model.tables.items() if "event_id" in t.c}
    kept = select(reports.c.report_id).where(of_event["reports"])
    said_in = select(reports.c.article_id).where(of_event["reports"])
    cast = union(
        *(select(t.c.actor_id).where(of_event[t.name]) for t in (event_actors, event_actors_history)),
        select(report_actors.c.actor_id).where(report_actors.c.report_id.in_(kept)),
    )
    of_actor = {name: t.c.actor_id.in_(cast) for name, t in read_model.tables.items() if "actor_id" in t.c}
    return {
        **of_actor,
        **of_event,
        "report_actors": report_actors.c.report_id.in_(kept),
        "articles": read_model.tables["articles"].c.article_id.in_(said_in),
    }


def meta(conn: Connection, part: Part) -> dict[str, Any]:
    """The row of ``meta``, but for when it was made and the words of ``as_of``."""
    head = log.head(conn)
    return {
        "schema_version": SCHEMA_VERSION,
        "log_position": head.position,
        "head_hash": head.hash.hex(),
        "recorded_at": head.recorded_at,
        "program_version": __version__,
        "since": part.since,
        "actors": json.dumps([name for name, _ in part.actors], ensure_ascii=False) if part.actors else None,
    }
