"""Folding one event from what a workspace holds of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from timeline.fold import EventRow, Evidence, entered, fold
from timeline.projections.facts import EventState, Fact, event_state
from timeline.projections.tables import in_use
from timeline.projections.workspace import Workspace


def folded(conn: Connection, event_ids: Sequence[str], keep: Callable[[Evidence], bool]) -> Iterator[EventRow]:
    """Events folded on read from some of their reports, with today's identity and corrections; nothing is written.

    Args:
        conn: a connection.
        event_ids: ids that events have now.
        keep: which reports count.
    """
    work = Workspace(conn, in_use())
    work.load_ids("event", event_ids)
    work.load_groups("event", event_ids)
    work.load_facts(("event", i) for e in event_ids for i in work.group("event", e))
    work.load_members(event_ids)
    for event_id in event_ids:
        row = fold_event(work, event_id, keep)[0]
        if row is not None:
            yield row


def as_reported(conn: Connection, event_ids: Sequence[str]) -> Iterator[EventRow]:
    """Events as their reports alone have them, without what people corrected or took out; nothing is written.

    Args:
        conn: a connection.
        event_ids: ids that events have now.
    """
    work = Workspace(conn, in_use())
    work.load_members(event_ids)
    for event_id in event_ids:
        row = fold(event_id, [work.evidence(work.reports[r]) for r in work.by_event[event_id]], {})
        if row is not None:
            yield row


def fold_event(
    work: Workspace, event_id: str, keep: Callable[[Evidence], bool] = lambda _: True
) -> tuple[EventRow | None, EventState]:
    """The event's row (None where nothing that counts says there is one) and what people said of it."""
    if work.canonical("event", event_id) != event_id:
        return None, EventState()
    state = event_state(event_id, joined(work, "event", event_id))
    evidence = [e for r in work.by_event[event_id] if keep(e := work.evidence(work.reports[r]))]
    if state.retracted or not (evidence or state.entered):
        return None, state
    evidence += [entered(said_of, _present(work, values)) for said_of, values in state.entered]
    return fold(event_id, evidence, _present(work, state.in_force())), state


def joined(work: Workspace, kind: str, target: str) -> list[tuple[str, Fact]]:
    """The facts of everything that leads to an id, by position, each with the id it was said of."""
    keys = [(kind, member) for member in work.group(kind, target)]
    work.load_facts(keys)
    said = [(key[1], fact) for key in keys for fact in work.facts[key]]
    return sorted(said, key=lambda x: (x[1][0], x[0])) if len(said) > 1 else said


def _present(work: Workspace, values: dict[str, Any]) -> dict[str, Any]:
    """The values with actors by the ids they have now."""
    if "actors" not in values:
        return values
    return {**values, "actors": [[work.canonical("actor", a), role] for a, role in values["actors"]]}
