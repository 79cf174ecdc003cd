"""The reports of one reading of an article, and how they match those of an earlier one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from timeline.ingest.ids import report_id
from timeline.model import Report

if TYPE_CHECKING:
    from timeline.extract import Extraction

Row = Mapping[str, Any]

OWN = "timeline/"
"""How the names of our extractor's versions begin."""


@dataclass(frozen=True, slots=True)
class Told:
    """Reports ready to be appended."""

    reports: Sequence[Report]
    ids: Mapping[int, str]
    """Ordinal -> report_id."""
    extractor: str
    main: int | None = None
    """Ordinal of the report that headline and lead are about."""


def own(aid: str, reading: Extraction, generation: int) -> Told:
    """What the present extractor reads; ``generation`` is how often the article had been read before."""
    ids = {r.ordinal: report_id(aid, reading.extractor, generation, r.ordinal) for r in reading.reports}
    return Told(reading.reports, ids, reading.extractor, reading.main)


def is_own(extractor: str) -> bool:
    """Whether a version of our extractor made a report, and not a person or somebody's own extractor."""
    return extractor.startswith(OWN)


def matches(old: Sequence[Row], new: Sequence[Report]) -> dict[int, Row]:
    """Ordinal of each new report -> the old one (a row of ``reports``) that says the same of the same words.

    Their triggers overlap, or failing that they have one type in one sentence. Each old report is matched once, the
    likest first.
    """
    pairs = [
        (likeness, -abs(row["ordinal"] - report.ordinal), report.ordinal, number)
        for report in new
        for number, row in enumerate(old)
        if row["event_id"] and (likeness := _likeness(row, report))
    ]
    found: dict[int, Row] = {}
    taken: set[int] = set()
    for _, _, ordinal, number in sorted(pairs, reverse=True):
        if ordinal not in found and number not in taken:
            found[ordinal] = old[number]
            taken.add(number)
    return found


def _likeness(row: Row, report: Report) -> tuple[bool, bool, bool, int] | None:
    triggers = min(row["trigger_end"], report.trigger_end) - max(row["trigger_start"], report.trigger_start)
    sentence = min(row["sentence_end"], report.sentence_end) > max(row["sentence_start"], report.sentence_start)
    same_type = row["type"] == report.type
    if triggers <= 0 and not (sentence and same_type):
        return None
    return triggers > 0, same_type, row["title"] == report.title, max(0, triggers)
