"""JSON for TimelineJS3 (https://timeline.knightlab.com/docs/json-format.html).

{"title": {"text": {"headline": "…"}},
"events": [{"unique_id": "…", "start_date": {"year": 2024, "month": 10}, "display_date": "Oct 2024",
"text": {"headline": "…", "text": "<p>…</p>"}, "group": "AGREE"}]}
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, BinaryIO

from timeline import days, phrases
from timeline.export import Selection
from timeline.export.plain import one_line

Row = Mapping[str, Any]

UNDATED = "left out: without a date"
OPEN = "open on one side, shown from the day that is known"
SPAN = "somewhere within a span, drawn as if they lasted"
PLAN = "not said to have happened, drawn like the others; their words say so"
MANY = "beyond the few hundred that TimelineJS shows with ease"
EASE = 300


def write(selection: Selection, stream: BinaryIO) -> Counter[str]:
    """Write the JSON; what TimelineJS cannot draw truly is counted."""
    evidence = selection.evidence()
    losses: Counter[str] = Counter()
    slides = []
    for row in selection.rows:
        dates = _dates(row, losses)
        if dates is not None:
            losses[PLAN] += row["status"] not in ("occurred", "ongoing")
            slides.append(_slide(row, dates, evidence.get(row["event_id"], ()), selection.today))
    losses[MANY] = max(0, len(slides) - EASE)
    document = {"title": {"text": {"headline": escape(one_line(selection.title))}}, "events": slides}
    stream.write(json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n")
    return +losses


def _dates(row: Row, losses: Counter[str]) -> dict[str, Any] | None:
    first, last = row["first_day"], row["last_day"]
    if first is None and last is None:
        losses[UNDATED] += 1
        return None
    if first is None or last is None:
        losses[OPEN] += 1
        return {"start_date": _day(first if first is not None else last, row)}
    if first == last:
        return {"start_date": _day(first, row)}
    losses[SPAN] += row["extent"] == "within"
    return {"start_date": _day(first, row), "end_date": _day(last, row)}


def _day(number: int, row: Row) -> dict[str, int]:
    """The day in no finer unit than the source's, so that it is never shown more precisely."""
    year, month, day = days.civil(number)
    if row["date_precision"] in ("year", "decade", "century"):
        return {"year": year}
    if row["date_precision"] == "month":
        return {"year": year, "month": month}
    return {"year": year, "month": month, "day": day}


def _slide(row: Row, dates: dict[str, Any], reports: Sequence[Row], today: str) -> dict[str, Any]:
    paragraphs = [escape(f"{phrases.status(row, today)} ({phrases.counted(row['sources'], 'source')})")]
    for report in reports:
        source = one_line(", ".join(filter(None, (report["publisher"], (report["published"] or "")[:10]))))
        paragraphs.append(f"“{escape(one_line(report['quote'].strip()))}” <small>{escape(source)}</small>")
    return {
        "unique_id": f"e{row['event_id']}",
        **dates,
        "display_date": phrases.date(row),
        "group": row["type"],
        "text": {
            "headline": escape(one_line(row["title"])),
            "text": "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs),
        },
    }
