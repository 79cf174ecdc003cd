"""Reading without a language model: the simplest sentences, by the lexicon, the dates and the tables of names alone.

Kenya and Chad signed a pact on 3 May 2021.     one date, one verb of the lexicon in the past, actors of the tables

Whatever says more than that (several dates, a negation, a plan, a quotation, a subordinate clause) is left alone: few
reports, and none that a reader would have to take back. They carry their own extractor's name.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from timeline import dates
from timeline.actors.known import known
from timeline.actors.places import place as place_named
from timeline.extract import PLAIN, Extraction
from timeline.extract.inflection import third_person
from timeline.extract.lexicon import shipped
from timeline.extract.roles import role_of
from timeline.extract.written import as_written
from timeline.extract.zones import zones
from timeline.model import Article, Mention, Report, RoleMention, Timex

_SENTENCE = re.compile(r"[^.!?\n]+(?:\.(?=\w)[^.!?\n]*)*[.!?]?")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LONGEST = 30
"""Words of the longest sentence read."""
_GIVEN = ("explicit", "completed_from_published", "completed_from_text")
_DULL = frozenset({"STATE", "OTHER", "STATEMENT"})
_BEFORE_DATE = re.compile(r"(?:\b(?:on|in|by|early|late|the)\s*)+$|[\s,]+$", re.IGNORECASE)


def read(article: Article) -> Extraction:
    """The reports that rules alone find in an article."""
    article = as_written(article)
    timexes = dates.read(article.text, article.published, style="news" if article.published else None)
    mentions = known(article.text)
    reports: list[Report] = []
    for zone in zones(article):
        for found in _SENTENCE.finditer(article.text, zone.start, zone.end) if zone.name in ("body", "caption") else ():
            reports.extend(_of_sentence(article, found.start(), found.end(), timexes, mentions, len(reports)))
    return Extraction(tuple(reports), 0 if reports else None, tuple(timexes), tuple(mentions), PLAIN)


@dataclass(frozen=True, slots=True)
class _Verb:
    start: int
    end: int
    lemma: str
    type: str
    passive: bool


def _of_sentence(
    article: Article, start: int, end: int, timexes: Sequence[Timex], mentions: Sequence[Mention], ordinal: int
) -> Iterator[Report]:
    sentence = article.text[start:end]
    here = [t for t in timexes if start <= t.start < end]
    words = [
        w.group()
        for w in _WORD.finditer(article.text, start, end)
        if not any(t.start <= w.start() < t.end for t in here)
    ]
    named = [m for m in mentions if start <= m.start < end]
    if len(here) != 1 or len(words) > _LONGEST or any(c in sentence for c in '"“”?;:'):
        return
    if here[0].when.basis not in _GIVEN or not {w.casefold() for w in words}.isdisjoint(_unsafe()):
        return
    verb = _verb(article.text, start, end)
    if verb is None or verb.start < min((m.start for m in named), default=end):
        return
    roles, where = _parts(article.text, verb, named)
    if not roles:
        return
    title = _title(article.text, verb, named, here[0], end)
    day = here[0].when
    past = article.published_day is None or (day.latest or "9999") <= article.published_day
    if title is None or not past:
        return
    yield Report(
        ordinal=ordinal, title=title, trigger=verb.lemma, trigger_start=verb.start, trigger_end=verb.end,
        sentence_start=start + len(sentence) - len(sentence.lstrip()), sentence_end=end, type=verb.type, when=day,
        phrase=here[0], mentions=tuple(sorted(roles, key=lambda r: r.mention.start)), place=where[0] if where else None,
        place_country=where[1] if where else None, status="occurred", salience="main",
        cues=(f"type.{verb.type}: {verb.lemma}", "status.occurred: past", "date.own", "read without a language model"),
    )  # fmt: skip


def _verb(text: str, start: int, end: int) -> _Verb | None:
    """The only verb of the sentence that the lexicon knows, in the past."""
    found = []
    for word in _WORD.finditer(text, start, end):
        lemma = _past().get(word.group())
        if lemma is not None and (type_ := shipped().verb_type(lemma)) not in _DULL:
            before = text[start : word.start()].rstrip().rpartition(" ")[2].casefold()
            found.append(_Verb(word.start(), word.end(), lemma, type_, before in ("was", "were")))
    return found[0] if len(found) == 1 else None


def _parts(text: str, verb: _Verb, named: Sequence[Mention]) -> tuple[list[RoleMention], tuple[str, str | None] | None]:
    roles: list[RoleMention] = []
    where = None
    for m in named:
        before = text[max(0, m.start - 12) : m.start].rstrip().rpartition(" ")[2].casefold()
        if before in ("in", "at", "near") and (found := place_named(m.surface)) is not None:
            where = where or found
            continue
        slot = ("object" if verb.passive else "subject") if m.start < verb.start else before
        slot = "object" if m.start > verb.start and slot not in ("by", "with", "to", "from", "against") else slot
        role = role_of(verb.lemma, verb.type, slot)
        if role != "mentioned" and m.way != "nationality":
            roles.append(RoleMention(role, m))
    return roles, where


def _title(text: str, verb: _Verb, named: Sequence[Mention], date: Timex, end: int) -> str | None:
    """Subject and what follows the verb, the date left out."""
    subject = text[named[0].start : verb.start].strip()
    rest = text[verb.end : date.start if date.start > verb.end else end]
    rest = _BEFORE_DATE.sub("", _BEFORE_DATE.sub("", rest.strip(" .!,"))).strip(" ,")
    if date.start < verb.start and date.start > named[0].start:
        return None
    if verb.passive:
        words = f"{re.sub(r' (?:was|were)$', '', subject)} {text[verb.start : verb.end]} {rest}"
    else:
        plural = " and " in subject
        words = f"{subject} {third_person(verb.lemma, plural)} {rest}"
    words = " ".join(words.split())
    return words if 2 < len(words.split()) <= 14 else None


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((files("timeline") / "rules" / "plain.toml").read_text("utf-8"))


@cache
def _unsafe() -> frozenset[str]:
    return frozenset(_table()["unsafe"]["words"])


@cache
def _past() -> Mapping[str, str]:
    """Past form -> lemma, for the verbs of the lexicon."""
    past: dict[str, str] = {}
    for verb in shipped().verbs:
        if " " in verb or not verb.isalpha():
            continue
        short = re.search(r"^[^aeiou]*[aeiou][bdgklmnprt]$", verb)
        form = verb + "d" if verb.endswith("e") else verb + (verb[-1] if short else "") + "ed"
        past[re.sub(r"(?<=[^aeiou])yed$", "ied", form)] = verb
    past.update(_table()["past"])
    return past


def examples() -> list[Mapping[str, Any]]:
    """The examples of ``rules/plain.toml``; the tests run them."""
    found: list[Mapping[str, Any]] = _table()["examples"]
    return found
