"""A chronology to read, in Markdown, with a footnote for each event and article that reports it.

## January 2025

- **17 Jan 2025** Iran and Russia sign treaty in Moscow (Moscow) [^1] [^2]

[^1]: The Meridian Post, [Putin, Pezeshkian sign treaty](https://…), 17 Jan 2025: “Russia and Iran signed …”
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, BinaryIO
from urllib.parse import quote

from timeline import days, phrases
from timeline.export import Selection
from timeline.export.plain import one_line

Row = Mapping[str, Any]

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_USUAL = {"claim": "asserted", "certainty": "certain", "polarity": "positive"}


def write(selection: Selection, stream: BinaryIO) -> Counter[str]:
    """Write the chronology; it says everything but the roles of those who took part."""
    evidence = selection.evidence()
    lines = [f"# {escaped(selection.title)}", ""]
    notes: list[str] = []
    for heading, events in groupby(sorted(selection.rows, key=_place), _heading):
        lines += [f"## {heading}", ""]
        for event in events:
            marks = []
            for report in _one_each(evidence.get(event["event_id"], ())):
                notes.append(f"[^{len(notes) + 1}]: {_source(report)}")
                marks.append(f"[^{len(notes)}]")
            lines.append(" ".join([_line(event, selection.today), *marks]))
        lines.append("")
    stream.write("\n".join([*lines, *notes]).rstrip().encode() + b"\n")
    return Counter()


def escaped(text: str) -> str:
    """Text in which nothing is markup."""
    return re.sub(r"([\\`*_\[\]<>|#~^])", r"\\\1", one_line(text))


def _place(event: Row) -> tuple[bool, int, int]:
    """Undated last; in each year what no single month holds comes first, then the months."""
    start = _start(event)
    if start is None:
        return True, 0, 0
    year, month, _ = days.civil(start)
    return False, year, month if event["month"] is not None and event["first_day"] is not None else 0


def _start(event: Row) -> int | None:
    """The day it begins, or is known to be before or after."""
    found = (event["first_day"], event["last_day"])
    bounds = (days.of(event[name]) for name in ("earliest", "latest") if event[name])
    return next((day for day in (*found, *bounds) if day is not None), None)


def _heading(event: Row) -> str:
    undated, year, month = _place(event)
    if undated:
        return "Undated"
    return f"{_MONTHS[month - 1]} {phrases.year(year)}" if month else phrases.year(year)


def _line(event: Row, today: str) -> str:
    words = [f"- **{phrases.date(event)}** {escaped(event['title'])}"]
    said = [] if event["status"] == "occurred" else [event["status"]]
    said += [event[axis] for axis, usual in _USUAL.items() if event[axis] != usual]
    if phrases.is_due(event, today):
        said.append(phrases.DUE)
    if said:
        words.append(f"*({', '.join(said)})*")
    names = dict.fromkeys(a["name"] for a in event["actors"] if a["role"] != "mentioned")
    where = [escaped(event["place"])] if event["place"] else []
    who = [escaped(", ".join(names))] if names else []
    if who or where:
        words.append(f"— {'; '.join([*who, *where])}")
    return " ".join(words)


def _one_each(reports: Any) -> Iterator[Row]:
    """One report of each article, the one that dates the event best."""
    best: dict[str, Row] = {}
    for report in reports:
        kept = best.setdefault(report["article_id"], report)
        if (kept["time_phrase"] is None) and report["time_phrase"]:
            best[report["article_id"]] = report
    yield from best.values()


def _source(report: Row) -> str:
    title = escaped(report["article_title"] or "untitled")
    url = report["url"]
    if url and url.startswith(("http://", "https://")):
        title = f"[{title}](<{quote(url, safe=_URL_SAFE)}>)"
    published = (report["published"] or "")[:10]
    when = phrases.date({"earliest": published, "latest": published}) if published else "no date"
    parts = [escaped(report["publisher"])] if report["publisher"] else []
    withdrawn = " (withdrawn)" if report["withdrawn_at"] else ""
    return f"{', '.join([*parts, title, when])}{withdrawn}: “{escaped(report['quote'].strip())}”"


_URL_SAFE = ":/?#[]@!$&'()*+,;=%-._~"
