"""Timelines in forms that other tools read: one file for each format.

A format is a function ``write(selection, stream) -> Counter``: it writes the selected events to a binary stream and
returns what the format cannot say, with the number of events (``{"left out: without a date": 3}``), so that nothing is
dropped in silence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from timeline.queries import EventFilter

Row = Mapping[str, Any]

FORMATS: Mapping[str, str] = {
    "html": "a page to look at: one file that needs no network",
    "ics": "a calendar (RFC 5545)",
    "md": "a chronology to read, with footnotes to the sources",
    "csv": "a line an event, for spreadsheets",
    "tsv": "the same with tabs",
    "jsonl": "a JSON object an event, for programs",
    "timelinejs": "JSON for TimelineJS3",
}
"""Each format and what it is; ``timeline.export.<format>`` writes it."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Events to be written, and where more about them is."""

    conn: Connection
    """The database they come from, open while they are written."""
    wanted: EventFilter
    """The question they answer."""
    rows: list[dict[str, Any]]
    """The events, as :func:`timeline.queries.events` gives them."""
    title: str
    """What the timeline is called."""
    today: str
    """The day that plans are measured by, ``YYYY-MM-DD``."""
    made_at: str
    """The present instant, RFC 3339 UTC."""

    def evidence(self) -> dict[str, list[dict[str, Any]]]:
        """event_id -> what each article says of it, as :func:`timeline.queries.event_reports` gives it."""
        from timeline.queries.evidence import evidence

        wanted, ids = self.wanted, [row["event_id"] for row in self.rows]
        return evidence(self.conn, ids, as_of=wanted.as_of, published_until=wanted.published_until)


def write(selection: Selection, fmt: str, stream: BinaryIO) -> Counter[str]:
    """Write the selection in one of :data:`FORMATS`.

    Returns:
        What the format could not say, with the number of events.
    """
    losses: Counter[str] = import_module(f"timeline.export.{fmt}").write(selection, stream)
    return losses
