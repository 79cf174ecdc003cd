"""Titles and offices: "President Lula da Silva", "Russia's foreign minister", "the Trump administration"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from timeline.actors import words
from timeline.actors.known import countries_led
from timeline.actors.tables import states
from timeline.model import Mention
from timeline.names import fold

if TYPE_CHECKING:
    from timeline.parsed import Doc

_TWO_WORDS = re.compile(r" (\w+(?: \w+)?)")
_RULING = re.compile(r"(?:['’]s)? (?:(?:incoming|outgoing|new|first|second|then) )?(\w+)\b")
_COUNTERPART = re.compile(r" counterpart\b")
_NOT_OF_STATES = ("chief", "speaker", "director-general", "secretary-general", "foreign policy chief", "chairman")
_NEXT = re.compile(r",?\s+")
_APPOSED = re.compile(r"(?:,|--|—|–|\()\s+(?:the\s+|who is\s+)?$")
_LEFT = 90
"""Characters before a name in which its title stands."""


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    known = words.load()
    office = "|".join(re.escape(w) for w in sorted(known.offices, key=len, reverse=True))
    honorific = "|".join(re.escape(w) for w in sorted(known.honorifics, key=len, reverse=True))
    modifier = "|".join(
        re.escape(w) for w in sorted(known.title_modifiers | known.not_in_office, key=len, reverse=True)
    )
    flags = re.IGNORECASE
    return (
        re.compile(rf"(?:^|(?<=[\s\-'’\"“(]))({office}|(?:{honorific})\.?)\s+$", flags),
        re.compile(rf"(?:^|(?<=[\s\-'’\"“(]))({modifier})[\s-]+$", flags),
        re.compile(rf"(?:['’]s?)?,?\s+((?:(?:{modifier})[\s-]+)*)({office})(?![\w-])", flags),
        re.compile(rf"(?:^|(?<=[\s\-\"“(]))((?:(?:{modifier})[\s-]+)*)({office})\s+of\s+(?:the\s+)?$", flags),
    )


def with_titles(doc: Doc, text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """People with the office and country that the words before their name give; names that only a title gives away."""
    every = sorted([*mentions, *_after_titles(doc, text, mentions)], key=lambda m: m.start)
    ends = {m.end: m for m in every if m.kind == "state"}
    return [_titled(text, m, ends) if _may_be_person(m) else m for m in every]


def _ends_as_title(left: str) -> bool:
    last = left[-30:].replace("-", " ").split()
    return bool(last) and left[-1:] in " -" and last[-1].strip("'’\"“(.").casefold() in _title_ends()


@cache
def _title_ends() -> frozenset[str]:
    known = words.load()
    every = (*known.offices, *known.honorifics, *known.title_modifiers, *known.not_in_office)
    return frozenset(title.replace("-", " ").split()[-1] for title in every)


def _after_titles(doc: Doc, text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Capitalised words after a title that the model passed over: "union leader Per Dahl", "Mr Dahl"."""
    titles = _last_words()
    starts = {m.start for m in mentions}
    found = []
    for i in words.where(doc, [*titles, *(f"{title}." for title in titles)]):
        token = doc[i]
        if i + 1 == len(doc) or doc[i + 1].tag_ != "NNP":
            continue
        stop = token.i + 1
        while (
            stop < min(len(doc), token.i + 4)
            and doc[stop].tag_ == "NNP"
            and not doc[stop].ent_type_
            and doc[stop].is_alpha
        ):
            stop += 1
        run = doc[token.i + 1 : stop]
        if not len(run) or run.start_char in starts or any(t.lower_ in titles for t in run):
            continue
        if len(run) > 1 or (
            token.text[0].isupper() and token.lower_.rstrip(".") in ("mr", "mrs", "ms", "dr", "president")
        ):
            surface = text[run.start_char : run.end_char]
            found.append(Mention(run.start_char, run.end_char, surface, "person", surface))
    return found


@cache
def _last_words() -> frozenset[str]:
    known = words.load()
    return frozenset(title.split()[-1] for title in (*known.offices, *known.honorifics))


def _titled(text: str, mention: Mention, ends: dict[int, Mention]) -> Mention:
    title, modifier, _, _ = _patterns()
    line = text[max(0, mention.start - _LEFT) : mention.start]
    left = line = line[line.rfind("\n") + 1 :]
    office: str | None = None
    titles: list[str] = []
    # A search that must end at the end of the text is slow; mostly the last word alone tells that it is in vain.
    while _ends_as_title(left) and (found := title.search(left) or modifier.search(left)):
        titles.append(found.group(1).casefold().rstrip("."))
        left = left[: found.start()]
    stop = mention.start - len(line) + len(left)
    if not titles:
        return mention
    country = _country_before(text, stop, ends)
    for word in titles:
        office = office or office_of(word, country)
    return replace(mention, kind="person", office=mention.office or office, country=mention.country or country)


def _country_before(text: str, stop: int, ends: dict[int, Mention]) -> str | None:
    trimmed = text[:stop].rstrip()
    trimmed_end = len(trimmed)
    for end in (trimmed_end, trimmed_end - 1, trimmed_end - 2):
        state = ends.get(end)
        if state and trimmed[end:] in ("", "'s", "’s", "'", "’") and state.way != "capital":
            return state.country
    return None


def office_of(word: str, country: str | None) -> str | None:
    """The generic name of an office called by a word in a country; None for an honorific or another state's word."""
    for office, only in words.load().offices.get(word.casefold(), ()):
        if only is None or only == country:
            return office
    return None


def holders(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with the people named by office alone in place of their nationality: "the Iranian President"."""
    people = {m.start: i for i, m in enumerate(mentions) if _may_be_person(m)}
    ends = {m.end: i for i, m in enumerate(mentions) if _may_be_person(m)}
    result = list(mentions)
    for number, mention in enumerate(mentions):
        if not _may_seat(mention):
            continue
        holder, named = _holder(text, mention) or (_counterpart(text, number, result), True)
        if holder is None:
            continue
        office = None if _COUNTERPART.search(holder.surface) else holder.office
        person = _beside(text, holder, people, ends)
        if person is not None:
            old = result[person]
            result[person] = replace(
                old, kind="person", office=old.office or office, country=old.country or holder.country
            )
        elif named:
            result[number] = holder
    return result


def _may_be_person(mention: Mention) -> bool:
    if mention.way != "name" or mention.kind not in ("person", "organisation"):
        return False
    return mention.kind == "person" or (
        " " in mention.surface and not mention.surface.isupper() and not mention.country
    )


def _counterpart(text: str, number: int, mentions: Sequence[Mention]) -> Mention | None:
    """In "Lavrov met his Turkish counterpart": the holder in Turkey of the office that Lavrov holds."""
    mention = mentions[number]
    found = _COUNTERPART.match(text, mention.end)
    if found is None or mention.way != "nationality":
        return None
    for other in reversed(mentions[:number]):
        if mention.start - other.end > _LEFT * 2 or "\n" in text[other.end : mention.start]:
            return None
        if other.kind == "person" and other.office and other.country not in (None, mention.country):
            surface = text[mention.start : found.end()]
            return Mention(
                mention.start, found.end(), surface, "person", surface, "office", other.office, mention.country
            )
    return None


def _may_seat(mention: Mention) -> bool:
    if mention.kind == "state":
        return mention.way in ("name", "nationality")
    return mention.kind in ("organisation", "group") and mention.way == "name"


def _holder(text: str, mention: Mention) -> tuple[Mention, bool] | None:
    """The office phrase around a state or organisation, and whether it names somebody who holds the office then."""
    _, _, after, before = _patterns()
    offset = max(0, mention.start - _LEFT)
    if found := after.match(text, mention.end, mention.end + _LEFT):
        start, end, modifiers, word = mention.start, found.end(), found.group(1), found.group(2)
        if "," in text[mention.end : found.start(2)]:
            return None
    elif text[offset : mention.start].rstrip().casefold().endswith(("of", "of the")) and (
        found := before.search(text[offset : mention.start])
    ):
        start, end, modifiers, word = offset + found.start(1), mention.end, found.group(1), found.group(2)
    else:
        return None
    known = words.load()
    office = office_of(word, mention.country if mention.kind == "state" else None)
    if office is None or "\n" in text[start:end]:
        return None
    past = set(re.split(r"[\s-]+", modifiers.casefold())) & known.not_in_office
    past |= set(re.findall(r"\w+", text[max(0, start - 12) : start].casefold())[-1:]) & known.not_in_office
    named = not past and office not in known.unnamed
    if mention.kind == "state":
        named = named and office not in _NOT_OF_STATES
        return Mention(start, end, text[start:end], "person", text[start:end], "office", office, mention.country), named
    name = f"{mention.name} {office}"
    return Mention(start, end, text[start:end], "person", name, "office", office, None), named


def _beside(text: str, holder: Mention, people: Mapping[int, int], ends: Mapping[int, int]) -> int | None:
    """The person whose title or apposition the words are, by number."""
    if (found := _NEXT.match(text, holder.end)) and "\n" not in found.group():
        number = people.get(found.end())
        if number is not None:
            return number
    left = _APPOSED.search(text[max(0, holder.start - 16) : holder.start])
    return ends.get(max(0, holder.start - 16) + left.start()) if left else None


def governments(doc: Doc, text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """States spoken of by their bodies: "the Trump administration", "Assad's regime", "Iranian officials"."""
    known = words.load()
    led = {fold(m.name).split()[-1]: m.country for m in mentions if m.kind == "person" and m.country and fold(m.name)}
    result = []
    for mention in mentions:
        if mention.kind == "state" and mention.way == "nationality":
            mention = _with_body(doc, text, mention, known)
        elif mention.kind in ("person", "organisation") and mention.way == "name":
            mention = _rule(text, mention, known, led)
        result.append(mention)
    return result


def _with_body(doc: Doc, text: str, mention: Mention, known: words.Words) -> Mention:
    if found := _TWO_WORDS.match(text, mention.end):
        two = found.group(1)
        for body in (two, two.split()[0]):
            if body.casefold() not in known.state_bodies:
                continue
            end = mention.end + 1 + len(body)
            span = doc.char_span(mention.start, end)
            # "Israeli military actions" are actions, not the military.
            if span is not None and (span[-1].dep_ not in ("compound", "amod", "nmod") or span[-1].head.i < span.end):
                return replace(mention, end=end, surface=text[mention.start : end])
    return mention


def _rule(text: str, mention: Mention, known: words.Words, led: Mapping[str, str]) -> Mention:
    start, end = mention.start, mention.end
    head = mention.surface
    last = head.split()[-1].casefold()
    if last in known.rule_of and " " in head:
        head = head[: -len(last)].strip().removesuffix("'s").removesuffix("’s")
    elif found := _RULING.match(text, end):
        if found.group(1).casefold() not in known.rule_of:
            return mention
        end = found.end()
    else:
        return mention
    surname = (fold(head).split() or [""])[-1]
    countries = countries_led().get(surname, frozenset())
    country = led.get(surname) or (next(iter(countries)) if len(countries) == 1 else None)
    if country is None:
        return mention
    return Mention(start, end, text[start:end], "state", states()[country].name, "capital", None, country)
