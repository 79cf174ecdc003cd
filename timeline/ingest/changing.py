"""How a person changes what is known: one transaction, what it appends, and what became of the events.

A trial run takes the same way to the end and then takes everything back, so that it shows exactly what would happen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from timeline import log, projections
from timeline.ingest.desk import Desk
from timeline.ingest.linking import Streams
from timeline.queries.differences import differences

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

Row = dict[str, Any]


class Refused(Exception):
    """What was asked cannot be done; the message says why and what can."""


class WrongValue(Refused):
    """A value that was typed cannot be read or is none that is allowed."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who changes something, and when."""

    by: str
    clock: Callable[[], str]
    """Gives the present instant, RFC 3339 UTC."""
    dry_run: bool = False
    """Only show what would change."""


@dataclass(frozen=True, slots=True)
class Change:
    """What was said, and what became of the events by it (or would have)."""

    entries: tuple[log.Entry, ...] = ()
    """The records appended; none where all was so already."""
    events: tuple[Row, ...] = ()
    """Rows of :func:`timeline.queries.differences`."""


Plan = Callable[["Connection", Desk], Streams]
"""From the database as it is, under the writer's lock, to the records to append."""


def change(engine: Engine, plan: Plan, author: Author) -> Change:
    """Carry out a plan in one transaction.

    Raises:
        Refused: it cannot be done; nothing was appended.
        queries.NotFound: something it names does not exist.
    """
    desk = Desk(engine, author.by, author.clock)
    with log.writing(engine) as conn:
        projections.catch_up(conn)
        before = log.head(conn).position
        streams = [stream for stream in plan(conn, desk) if stream[2]]
        if not streams:
            return Change()
        try:
            entries = desk.write(conn, streams)
        except projections.ProjectionStopped as stopped:
            raise Refused(stopped.reason) from stopped
        events = differences(conn, before, entries[-1].position, background=True)
        if author.dry_run:
            take_back(conn)
    return Change(tuple(entries), tuple(events))


def take_back(conn: Connection) -> None:
    """End a transaction of :func:`timeline.log.writing` without any trace."""
    transaction = conn.get_transaction()
    assert transaction is not None
    transaction.rollback()
