"""Rows of ``reports`` and ``report_actors`` from what an article's reading says, of its traits from its text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, fields
from typing import Any

from timeline import copies, days, likeness, names
from timeline.fold import Span, span
from timeline.log import Entry
from timeline.log.hashing import spelt
from timeline.model import Mention, Report, Timex, When
from timeline.projections.facts import ActorState
from timeline.projections.workspace import ReportState, dump
from timeline.records import ReportExtracted


def report(record: ReportExtracted, text: str, entry: Entry) -> ReportState:
    """A new report's row, linked to nothing yet.

    Raises:
        ValueError: a date of the report does not exist.
        TypeError: the report has fields that this release does not know.
    """
    said = _said(record.report)
    when, phrase = said["when"], said["phrase"] or {}
    found = tuple({"role": m["role"], **m["mention"]} for m in said["mentions"])
    row = {
        "report_id": record.report_id,
        "event_id": None,
        "article_id": record.article_id,
        "ordinal": said["ordinal"],
        "title": said["title"],
        "quote": text[said["sentence_start"] : said["sentence_end"]],
        "sentence_start": said["sentence_start"],
        "sentence_end": said["sentence_end"],
        "trigger": said["trigger"],
        "trigger_start": said["trigger_start"],
        "trigger_end": said["trigger_end"],
        "time_phrase": phrase.get("text"),
        "time_start": phrase.get("start"),
        "time_end": phrase.get("end"),
        "timex_value": phrase.get("value"),
        **_dating(when, span(when)),
        "type": said["type"],
        "salience": said["salience"],
        "status": said["status"],
        "certainty": said["certainty"],
        "polarity": said["polarity"],
        "claim": said["claim"],
        "attributed_to": said["attributed_to"],
        "about": said["about"],
        "place": said["place"],
        "place_country": said["place_country"],
        "zone": said["zone"],
        "mentions": dump(found),
        "cues": dump(said["cues"]),
        "extractor": record.extractor,
        "recorded_at": entry.recorded_at,
        "superseded_at": None,
        "position": entry.position,
        "link_rule": None,
        "link_score": None,
        "link_position": None,
        "tells_as": None,
    }
    return ReportState(row, when=when, mentions=found)


def _said(payload: Mapping[str, Any]) -> dict[str, Any]:
    """What a report's payload says, what it leaves out too; as it stands there, and ``when`` a When.

    Rows are made of this alone: to put a whole Report together first takes four times as long.
    """
    said = {**_LEFT_OUT, **payload}
    _expect(Report, said)
    if len(said) < len(_FIELDS[Report]):
        raise TypeError(f"a report lacks {', '.join(sorted(_FIELDS[Report] - said.keys()))}")
    _expect(Timex, said["phrase"] or ())
    for mention in said["mentions"]:
        _expect(Mention, mention["mention"])
    said["when"] = When(**said["when"])
    return said


_LEFT_OUT: dict[str, Any] = {f.name: f.default for f in fields(Report) if f.default is not MISSING} | {"when": {}}
_FIELDS = {cls: frozenset(f.name for f in fields(cls)) for cls in (Report, Timex, Mention)}


def _expect(cls: type[Report | Timex | Mention], names: Iterable[str]) -> None:
    if not _FIELDS[cls].issuperset(names):
        unknown = ", ".join(sorted(set(names) - _FIELDS[cls]))
        raise TypeError(f"a {cls.__name__.lower()} has fields that this release does not know: {unknown}")


def report_actors(
    row: Mapping[str, Any],
    resolved: Mapping[int, tuple[str, str]],
    mentions: Sequence[Mapping[str, Any]] | None = None,
) -> list[dict[str, Any]]:
    """The rows of ``report_actors``: who each mention of a report means, by number of the mention.

    Args:
        row: the report's row.
        resolved: number of a mention -> actor and rule.
        mentions: those of the row, where they need not be read from it.
    """
    if mentions is None:
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


def actor_keys(actor_id: str, state: ActorState) -> list[tuple[str, str]]:
    """The rows of ``actor_keys`` of an actor."""
    if state.name is None:
        return []
    name, kind, country = state.name["name"], state.name["kind"], state.name["country"]
    return [(actor_id, key) for key in sorted(names.keys(kind, country, (name, *state.aliases)))]


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
