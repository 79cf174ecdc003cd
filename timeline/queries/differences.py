"""What changed between two points: new, moved, confirmed, cancelled, merged events."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, and_, or_, select

from timeline.queries.filters import EVENT_COLUMNS, Source
from timeline.queries.moments import counts_at, position_at
from timeline.queries.parts import with_actors
from timeline.schema import event_actors_history, event_history

Row = dict[str, Any]

CHANGES = (
    "new", "gone", "merged", "moved", "narrowed", "confirmed", "begun", "cancelled", "postponed", "scheduled",
    "disputed", "changed",
)  # fmt: skip
"""What can have become of an event. ``moved``: its new date does not lie inside the old one; ``narrowed``: it does;
``confirmed``: it occurred; ``changed``: anything else."""

_BECAME = {
    "occurred": "confirmed", "ongoing": "begun", "cancelled": "cancelled", "postponed": "postponed",
    "scheduled": "scheduled",
}  # fmt: skip
_DATES = ("earliest", "latest", "likely_date", "first_day", "last_day", "date_edtf")
_PLAIN = (
    "title", "type", "salience", "status", "certainty", "polarity", "claim", "extent", "place", "place_country",
    "actors", "confidence",
)  # fmt: skip


def differences(conn: Connection, first: int | str, second: int | str, *, background: bool = False) -> list[Row]:
    """What this database learned of events between two points.

    Args:
        conn: a connection.
        first: a position, an RFC 3339 instant, or a day (its end, UTC).
        second: another, not earlier.
        background: background events too.

    Returns:
        Rows ``event_id, changes`` (of :data:`CHANGES`)``, fields`` (columns that differ)``, into`` (event_id and title
        of the event that took a merged one in)``, title, before, after`` (rows as of :func:`timeline.queries.events`,
        or None), by date.

    Raises:
        ValueError: a point cannot be read, or the second lies before the first.
    """
    from timeline.queries.then import merged

    start, end = position_at(conn, first), position_at(conn, second)
    if end < start:
        raise ValueError(f"{second} lies before {first}; give the earlier point first")
    old, new = _versions(conn, start, end)
    gone_into = merged(conn, "event", end) if old.keys() - new.keys() else {}
    found = []
    for event_id in old.keys() | new.keys():
        row = _difference(event_id, old.get(event_id), new.get(event_id), gone_into)
        if row["changes"] and (background or is_main(row)):
            found.append(row)
    _name_survivors(conn, found, end)
    return sorted(found, key=_order)


def is_main(row: Row) -> bool:
    """Whether a difference is one of a main event, before or after."""
    return any(version and version["salience"] == "main" for version in (row["before"], row["after"]))


def _versions(conn: Connection, start: int, end: int) -> tuple[dict[str, Row], dict[str, Row]]:
    """The rows of events that may differ, as they were at both points."""
    touched: set[str] = set()
    for table in (event_history, event_actors_history):
        c = table.c
        query = select(c.event_id).where(
            or_(
                and_(c.from_position > start, c.from_position <= end),
                and_(c.to_position > start, c.to_position <= end),
            )
        )
        touched |= set(conn.execute(query).scalars())
    return _at(conn, touched, start), _at(conn, touched, end)


def _at(conn: Connection, ids: set[str], position: int) -> dict[str, Row]:
    source = Source(event_history, event_actors_history, position)
    c = event_history.c
    rows: list[Row] = []
    ordered = sorted(ids)
    for low in range(0, len(ordered), 500):
        query = select(*(c[name] for name in (*EVENT_COLUMNS, "from_position")))
        query = query.where(c.event_id.in_(ordered[low : low + 500]), source.valid(event_history))
        rows += [dict(row) for row in conn.execute(query).mappings()]
    counts_at(conn, rows, position)
    with_actors(conn, rows, source)
    return {row["event_id"]: row for row in rows}


def _difference(event_id: str, old: Row | None, new: Row | None, gone_into: dict[str, str]) -> Row:
    shown = new or old
    assert shown is not None or (old is None and new is None)
    row: Row = {
        "event_id": event_id, "changes": [], "fields": [], "into": None, "title": shown["title"] if shown else "",
        "before": old, "after": new,
    }  # fmt: skip
    if old is None or new is None:
        row["into"] = gone_into.get(event_id) if old else None
        row["changes"] = ["new"] if new else ["merged"] if row["into"] else ["gone"] if old else []
        return row
    row["fields"] = [name for name in (*_PLAIN, *_DATES) if _value(old, name) != _value(new, name)]
    row["changes"] = _changes(old, new, set(row["fields"]))
    return row


def _value(row: Row, name: str) -> Any:
    """A column; of the actors who and as what, for another name of somebody is no other event."""
    return {(a["actor_id"], a["role"]) for a in row["actors"]} if name == "actors" else row[name]


def _changes(old: Row, new: Row, fields: set[str]) -> list[str]:
    changes = []
    if fields & {"first_day", "last_day", "earliest", "latest"}:
        changes.append("narrowed" if _inside(new, old) else "moved")
    if "status" in fields:
        changes.append(_BECAME.get(new["status"], "changed"))
    if "claim" in fields and new["claim"] == "disputed":
        changes.append("disputed")
    if fields and not changes:
        changes.append("changed")
    return changes


def _inside(new: Row, old: Row) -> bool:
    """Whether a date says nothing that the old one excluded."""
    begun = old["first_day"] is None or (new["first_day"] is not None and new["first_day"] >= old["first_day"])
    return begun and (old["last_day"] is None or (new["last_day"] is not None and new["last_day"] <= old["last_day"]))


def _name_survivors(conn: Connection, rows: list[Row], position: int) -> None:
    survivors = _at(conn, {row["into"] for row in rows if row["into"]}, position)
    titles = defaultdict(lambda: None, {i: row["title"] for i, row in survivors.items()})
    for row in rows:
        if row["into"]:
            row["into"] = {"event_id": row["into"], "title": titles[row["into"]]}


def _order(row: Row) -> tuple[Any, ...]:
    version = row["after"] or row["before"]
    first, last = version["first_day"], version["last_day"]
    start = first if first is not None else last
    return start is None, start or 0, row["title"], row["event_id"]
