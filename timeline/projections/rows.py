"""Rows of ``reports`` and ``report_actors`` from what an article's reading says, of its traits from its text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from timeline import copies, days, likeness
from timeline.fold import Span, span
from timeline.log import Entry
from timeline.log.hashing import spelt
from timeline.model import Report, When
from timeline.projections.workspace import ReportState, dump
from timeline.records import ReportExtracted


def report(record: ReportExtracted, report: Report, text: str, entry: Entry) -> ReportState:
    """A new report's row, linked to nothing yet.

    Raises:
        ValueError: a date of the report does not exist.
    """
    phrase = report.phrase
    row = {
        "report_id": record.report_id,
        "event_id": None,
        "article_id": record.article_id,
        "ordinal": report.ordinal,
        "title": report.title,
        "quote": text[report.sentence_start : report.sentence_end],
        "sentence_start": report.sentence_start,
        "sentence_end": report.sentence_end,
        "trigger": report.trigger,
        "trigger_start": report.trigger_start,
        "trigger_end": report.trigger_end,
        "time_phrase": phrase.text if phrase else None,
        "time_start": phrase.start if phrase else None,
        "time_end": phrase.end if phrase else None,
        "timex_value": phrase.value if phrase else None,
        **_dating(report.when, span(report.when)),
        "type": report.type,
        "salience": report.salience,
        "status": report.status,
        "certainty": report.certainty,
        "polarity": report.polarity,
        "claim": report.claim,
        "attributed_to": report.attributed_to,
        "about": report.about,
        "place": report.place,
        "place_country": report.place_country,
        "zone": report.zone,
        "mentions": dump([_mention(m) for m in record.report.get("mentions", ())]),
        "cues": dump(list(report.cues)),
        "extractor": record.extractor,
        "recorded_at": entry.recorded_at,
        "superseded_at": None,
        "position": entry.position,
        "link_rule": None,
        "link_score": None,
        "link_position": None,
        "tells_as": None,
    }
    return ReportState(row)


def report_actors(row: Mapping[str, Any], resolved: Mapping[int, tuple[str, str]]) -> list[dict[str, Any]]:
    """The rows of ``report_actors``: who each mention of a report means, by number of the mention."""
    mentions = spelt(row["mentions"].encode())
    return [
        {
            "report_id": row["report_id"],
            "mention": number,
            "actor_id": actor_id,
            "role": mentions[number]["role"],
            "surface": mentions[number]["surface"],
            "start": mentions[number]["start"],
            "end": mentions[number]["end"],
            "rule": rule,
        }
        for number, (actor_id, rule) in sorted(resolved.items())
        if 0 <= number < len(mentions)
    ]


def traits(article: Mapping[str, Any], text: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The rows of ``article_traits`` and ``article_keys`` of an article."""
    found, article_id = likeness.traits(article["title"], text), article["article_id"]
    day = days.of(article["published"][:10]) if article["published"] else None
    row = {
        "article_id": article_id,
        "words": dump(dict(found.words)),
        "names": dump(sorted(found.names)),
        "ages": dump(sorted(found.ages)),
    }
    keys = [
        {"article_id": article_id, "word": word, "weight": weight, "published_day": day}
        for word, weight in found.keys.items()
    ]
    return row, keys


def sketch(article_id: str, text: str) -> list[dict[str, Any]]:
    """The rows of ``article_sketch`` of an article."""
    return [{"article_id": article_id, "hash": number} for number in copies.sketch(text)]


def _dating(when: When, found: Span) -> dict[str, Any]:
    return {
        "earliest": when.earliest,
        "latest": when.latest,
        "likely_date": when.likely_date,
        "earliest_day": found.earliest_day,
        "latest_day": found.latest_day,
        "first_day": found.first_day,
        "last_day": found.last_day,
        "span_class": found.span_class,
        "extent": when.extent,
        "utc_offset": when.utc_offset,
        "instant_utc": when.instant_utc,
        "date_edtf": when.edtf,
        "date_precision": when.granularity,
        "date_basis": when.basis,
        "qualifier": when.qualifier,
        "date_rule": when.rule or None,
        "date_anchor": when.anchor,
        "date_direction": when.direction,
    }


def _mention(payload: Mapping[str, Any]) -> dict[str, Any]:
    return {"role": payload["role"], **payload["mention"]}
