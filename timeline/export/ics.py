"""A calendar, RFC 5545: an all-day entry for each dated event, as long as its date is uncertain.

BEGIN:VEVENT
SUMMARY:BRICS summit in Kazan (Oct 2024)
DTSTART;VALUE=DATE:20241001
DTEND;VALUE=DATE:20241101
X-TIMELINE-EDTF:2024-10
END:VEVENT
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, BinaryIO

from icalendar import Calendar, Event, vText, vUri

from timeline import __version__, days, phrases
from timeline.export import Selection
from timeline.export.plain import clean

Row = Mapping[str, Any]

UNDATED = "left out: without a date"
OPEN = "open on one side, shown on the day that is known"
OUTSIDE = "left out: outside the years 1 to 9999"

_STATUS = {"occurred": "CONFIRMED", "ongoing": "CONFIRMED", "cancelled": "CANCELLED"}
_MOMENT = re.compile(r"\A(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d)?(Z|[+-]\d\d:\d\d)?\Z")


def write(selection: Selection, stream: BinaryIO) -> Counter[str]:
    """Write the calendar; events that no calendar can hold are counted."""
    calendar = Calendar()
    calendar.add("prodid", f"-//timeline-db//timeline {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", clean(selection.title))
    evidence = selection.evidence()
    losses: Counter[str] = Counter()
    for row in selection.rows:
        span = _span(row, losses)
        if span is not None:
            calendar.add_component(_entry(row, span, evidence.get(row["event_id"], ()), selection))
    stream.write(calendar.to_ical())
    return losses


def _span(row: Row, losses: Counter[str]) -> tuple[date, date] | None:
    """First day and the day after the last, or what time of day is known; None where a calendar has no place for it."""
    first, last = row["first_day"], row["last_day"]
    if first is None and last is None:
        losses[UNDATED] += 1
        return None
    if first is None or last is None:
        losses[OPEN] += 1
        first = last = first if first is not None else last
    assert first is not None and last is not None
    if not (first >= 1 and last < days.of("9999-12-31")):
        losses[OUTSIDE] += 1
        return None
    moment = _moment(row)
    if moment is not None:
        return moment, moment
    return date.fromordinal(first), date.fromordinal(last) + timedelta(days=1)


def _moment(row: Row) -> datetime | None:
    """The minute it happened at: in UTC where the source states a zone, else floating, as the source has it."""
    if row["instant_utc"]:
        return datetime.fromisoformat(row["instant_utc"]).astimezone(UTC)
    found = _MOMENT.match(row["date_edtf"] or "")
    return datetime.fromisoformat(found[1]) if found else None


def _entry(row: Row, span: tuple[date, date], reports: Sequence[Row], selection: Selection) -> Event:
    entry = Event()
    entry.add("uid", f"{row['event_id']}@timeline-db")
    entry.add("dtstamp", datetime.fromisoformat(selection.made_at))
    entry.add("dtstart", span[0])
    if span[1] != span[0]:
        entry.add("dtend", span[1])
    entry.add("summary", clean(_summary(row)))
    entry.add("status", _STATUS.get(row["status"], "TENTATIVE"))
    entry.add("transp", "TRANSPARENT")
    entry.add("categories", [row["type"]])
    if row["place"]:
        entry.add("location", clean(row["place"]))
    for name in dict.fromkeys(a["name"] for a in row["actors"] if a["role"] != "mentioned"):
        entry.add("contact", vText(clean(name)))
    if url := next((r["url"] for r in reports if r["url"]), None):
        entry.add("url", vUri(clean(url)))
    entry.add("description", _description(row, reports, selection.today))
    entry.add("x-timeline-edtf", vText(row["date_edtf"] or ""))
    entry.add("x-timeline-status", vText(row["status"]))
    return entry


def _summary(row: Row) -> str:
    """The title; what it is unless it happened; the date as far as it is known unless it is one sure day."""
    said = [] if row["status"] == "occurred" else [row["status"]]
    said += [] if row["claim"] == "asserted" else [row["claim"]]
    sure = row["earliest"] is not None and row["earliest"] == row["latest"]
    said += [] if sure else [phrases.date(row)]
    return f"{row['title']} ({', '.join(said)})" if said else str(row["title"])


def _description(row: Row, reports: Sequence[Row], today: str) -> str:
    lines = [f"{phrases.status(row, today)} ({phrases.counted(row['sources'], 'source')})"]
    for report in reports:
        source = (report["publisher"], report["article_title"], (report["published"] or "")[:10])
        lines += ["", f"“{' '.join(report['quote'].split())}”", ", ".join(filter(None, source))]
    return clean("\n".join(lines), keep="\n")
