"""One line of a file of ready-made reports: which keys there are, and what each may hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from timeline import model
from timeline.ingest.changing import Refused
from timeline.ingest.telling import is_own
from timeline.ingest.values import dated
from timeline.model import Mention, Problem, Report, RoleMention, Timex, When

Json = Any

_CHOICES: Mapping[str, tuple[str, ...]] = {
    "type": model.TYPES, "status": model.STATUSES, "certainty": model.CERTAINTIES, "polarity": model.POLARITIES,
    "claim": model.CLAIMS, "salience": model.SALIENCES, "zone": model.ZONES,
}  # fmt: skip
_ACTOR_CHOICES = {"role": model.ROLES, "kind": model.ACTOR_KINDS, "way": model.MENTION_WAYS}
_DEFAULTS = {"type": "OTHER", "salience": "main"}
_STRINGS = ("title", "quote", "extractor", "trigger", "time_phrase", "place", "place_country", "attributed_to")
_NUMBERS = ("quote_start", "trigger_start")
_NEEDED = ("article", "extractor", "title", "quote")
KEYS = (*_NEEDED, *_CHOICES, *_STRINGS[3:], *_NUMBERS, "date", "actors", "main")
"""Keys of a line."""
_ACTOR_KEYS = ("name", "surface", "office", "country", *_ACTOR_CHOICES)
_WHEN = tuple(When.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Line:
    """A line whose keys and kinds of values are as they must be; its words are not yet looked for in the text."""

    source: str
    """``file:line``."""
    article: str | dict[str, Json]
    extractor: str
    values: dict[str, Json]
    main: bool

    @property
    def about(self) -> str:
        """What lines about one article have in common."""
        return json.dumps(self.article, sort_keys=True)


def fields_of(line: bytes, source: str) -> Line | Problem:
    """Read one line."""
    try:
        row = json.loads(line)
        if not isinstance(row, dict):
            raise ValueError("is no JSON object")
        _check(row)
        return Line(source, row["article"], row["extractor"], row, row.get("main", False))
    except json.JSONDecodeError as error:
        return Problem(source, f"is no JSON: {error.msg.lower()} at column {error.colno}")
    except UnicodeDecodeError:
        return Problem(source, "is not UTF-8")
    except RecursionError:
        return Problem(source, "is nested too deeply")
    except ValueError as error:
        return Problem(source, str(error))


def _check(row: Mapping[str, Json]) -> None:
    if missing := [key for key in _NEEDED if not row.get(key)]:
        raise ValueError(f"{missing[0]} is missing; needed are {', '.join(_NEEDED)}")
    _only(row, KEYS, "")
    _is(row, _STRINGS, str, "a string")
    _is(row, _NUMBERS, int, "a whole number")
    _is(row, ("main",), bool, "true or false")
    _chosen(row, _CHOICES)
    if not isinstance(row["article"], (str, dict)):
        raise ValueError("article must be an id, an address or an object with text")
    if is_own(row["extractor"]) or "/" not in row["extractor"]:
        raise ValueError('extractor must be a name of your own and a version, as in "mine/2"')
    _date(row.get("date"))
    actors = row.get("actors", [])
    if not isinstance(actors, list) or not all(isinstance(a, dict) and a.get("name") for a in actors):
        raise ValueError('actors must be a list of objects with a name: [{"name": "Iran", "role": "party"}]')
    for actor in actors:
        _only(actor, _ACTOR_KEYS, "actors: ")
        _is(actor, _ACTOR_KEYS, str, "a string")
        _chosen(actor, _ACTOR_CHOICES)


def _only(row: Mapping[str, Json], keys: tuple[str, ...], where: str) -> None:
    if unknown := sorted(row.keys() - set(keys)):
        raise ValueError(f"{where}unknown key {unknown[0]}; known are {', '.join(keys)}")


def _is(row: Mapping[str, Json], keys: tuple[str, ...], kind: type, named: str) -> None:
    for key in keys:
        value = row.get(key)
        if value is not None and (not isinstance(value, kind) or (kind is int and isinstance(value, bool))):
            raise ValueError(f"{key} must be {named}, not {json.dumps(value)[:40]}")
        if isinstance(value, str):
            _printable(key, value)


def _printable(key: str, value: str) -> None:
    # The log holds UTF-8 without NUL.
    if "\x00" in value or any("\ud800" <= c <= "\udfff" for c in value):
        raise ValueError(f"{key} holds a character that no text has")


def _chosen(row: Mapping[str, Json], choices: Mapping[str, tuple[str, ...]]) -> None:
    for key, allowed in choices.items():
        if key in row and row[key] not in allowed:
            raise ValueError(f"{key} is one of {', '.join(allowed)}, not {json.dumps(row[key])[:40]}")


def _date(value: Json) -> When:
    if value is None:
        return When(rule="import")
    if isinstance(value, str):
        try:
            return replace(dated(value), rule="import")
        except Refused as error:
            raise ValueError(str(error)) from None
    if not isinstance(value, dict):
        raise ValueError("date must be EDTF (2025-01-17, 2025-01, ../2025-01-31) or an object")
    _only(value, _WHEN, "date: ")
    _is(value, tuple(k for k in _WHEN if k != "utc_offset"), str, "a string")
    _is(value, ("utc_offset",), int, "a whole number")
    _chosen(value, {"granularity": model.GRANULARITIES, "extent": model.EXTENTS, "basis": model.BASES})
    from timeline.fold import check

    check("date", value)
    return When(**{"rule": "import", **value})


def report_of_line(line: Line, text: str) -> Report:
    """The report of a line, its words found in the article's text; its ordinal is 0.

    Raises:
        ValueError: the text does not hold the quote, or the quote not the words that are said to be in it.
    """
    values = line.values
    start = _find(text, values["quote"], values.get("quote_start"), "the quote does not stand in the article")
    quote = values["quote"]
    trigger = values.get("trigger") or quote
    within = _finder(quote, start)
    at = values.get("trigger_start")
    trigger_start = within(trigger, "trigger") if at is None else _find(text, trigger, at, "the trigger is not there")
    when = _date(values.get("date"))
    plain = {key: values[key] for key in (*_CHOICES, "place", "place_country", "attributed_to") if values.get(key)}
    return Report(
        ordinal=0,
        title=values["title"],
        trigger=(values.get("trigger") or "import").casefold(),
        trigger_start=trigger_start,
        trigger_end=trigger_start + len(trigger),
        sentence_start=start,
        sentence_end=start + len(quote),
        when=when,
        phrase=_phrase(values.get("time_phrase"), when, within),
        mentions=tuple(_mention(actor, quote, start) for actor in values.get("actors", [])),
        **{**_DEFAULTS, **plain},
    )


def _find(text: str, words: str, at: int | None, otherwise: str) -> int:
    if at is None:
        at = text.find(words)
    if at < 0 or text[at : at + len(words)] != words:
        raise ValueError(f"{otherwise}; give its words exactly as they stand there: {words[:60]!r}")
    return at


def _finder(quote: str, start: int) -> Callable[[str, str], int]:
    def find(words: str, what: str) -> int:
        at = quote.find(words)
        if at < 0:
            raise ValueError(f"{what} {words[:40]!r} does not stand in the quote")
        return start + at

    return find


def _phrase(words: str | None, when: When, within: Callable[[str, str], int]) -> Timex | None:
    if not words:
        return None
    at = within(words, "time_phrase")
    return Timex(at, at + len(words), words, "DATE", when.likely_date or when.edtf or "", when=when)


def _mention(actor: Mapping[str, str], quote: str, start: int) -> RoleMention:
    surface = actor.get("surface") or actor["name"]
    at = quote.find(surface)
    if at < 0 and "surface" in actor:
        raise ValueError(f"surface {surface[:40]!r} does not stand in the quote")
    span = (start + at, start + at + len(surface)) if at >= 0 else (start, start)
    mention = Mention(
        *span, surface if at >= 0 else "", actor.get("kind", "organisation"), actor["name"], actor.get("way", "name"),
        actor.get("office"), actor.get("country"),
    )  # fmt: skip
    return RoleMention(actor.get("role", "party"), mention)
