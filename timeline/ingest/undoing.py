"""Taking back what was said: a record, or all that one command said together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from timeline import log, projections, queries
from timeline.ingest.changing import Author, Change, Refused, change
from timeline.ingest.desk import Desk
from timeline.ingest.linking import Streams
from timeline.log import Entry
from timeline.records import ActorNamed, PayloadErased, ReportExtracted, Undone
from timeline.schema import facts, report_actors
from timeline.schema import log as log_table

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine


def undo(
    engine: Engine, given: str, *, whole_commit: bool = False, reason: str | None = None, author: Author
) -> Change:
    """Let a record, or the whole commit it stands in, count as never having been said; undoing that says it again.

    Names of actors whom other articles speak of stay, also when the commit that brought them is undone.

    Args:
        engine: the database.
        given: a position, or the start of a record_id.
        whole_commit: everything that was appended together with it.
        reason: why.
        author: who.

    Raises:
        Refused: it is undone already, was erased, or names an actor who is spoken of.
        queries.NotFound: there is no such record.
    """

    def plan(conn: Connection, _: Desk) -> Streams:
        position = queries.record_position(conn, given)
        entries = commit_at(conn, position) if whole_commit else [next(log.read(conn, position - 1, 1))]
        kept = _needed(conn, entries)
        standing = [e for e in entries if e.stream not in kept and _can_be_undone(conn, e)]
        if not standing:
            raise Refused(_why_not(conn, entries[0], kept))
        return [(e.stream, None, [Undone(e.record_id, reason)]) for e in reversed(standing)]

    return change(engine, plan, author)


def commit_at(conn: Connection, position: int) -> list[Entry]:
    """The records that were appended together with the one at a position."""
    t = log_table.c
    instant = conn.execute(select(t.recorded_at).where(t.position == position)).scalar_one()
    # recorded_at never decreases, so the commit lies among the records of one instant.
    first = position
    while first > 1 and conn.execute(select(t.recorded_at).where(t.position == first - 1)).scalar_one() == instant:
        first -= 1
    same = takewhile(lambda entry: entry.recorded_at == instant, log.read(conn, first - 1))
    return next(c for c in projections.commits(same) if c[0].position <= position <= c[-1].position)


def _can_be_undone(conn: Connection, entry: Entry) -> bool:
    return entry.record is not None and not isinstance(entry.record, PayloadErased) and not _undone(conn, entry)


def _undone(conn: Connection, entry: Entry) -> bool:
    said = select(facts.c.position).where(facts.c.kind == "record", facts.c.subject == entry.record_id)
    return conn.execute(said.limit(1)).first() is not None


def _needed(conn: Connection, entries: Sequence[Entry]) -> set[str]:
    """Streams of the actors who get their only name here and whom other articles speak of."""
    own = [e.record.report_id for e in entries if isinstance(e.record, ReportExtracted)]
    a, needed = report_actors.c, set()
    for actor_id in {e.record.actor_id for e in entries if isinstance(e.record, ActorNamed)}:
        names = [e for e in log.read(conn, stream=[f"actor/{actor_id}"], types=["ActorNamed"]) if not _undone(conn, e)]
        elsewhere = any(e.position not in {x.position for x in entries} for e in names)
        spoken = conn.execute(select(func.count()).where(a.actor_id == actor_id, a.report_id.not_in(own))).scalar_one()
        if spoken and not elsewhere:
            needed.add(f"actor/{actor_id}")
    return needed


def _why_not(conn: Connection, entry: Entry, kept: set[str]) -> str:
    if entry.record is None or isinstance(entry.record, PayloadErased):
        return f"the record at position {entry.position} was erased, or erased another; that cannot be undone"
    if entry.stream in kept:
        return "articles speak of this actor, who would be without a name; name it otherwise first"
    return f"the record at position {entry.position} is undone already; undo the record that undid it to say it again"
