"""What a name is, person, organisation, place or thing, by all places of a text where it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from timeline.actors import words
from timeline.actors.known import countries_led
from timeline.actors.places import is_street, place
from timeline.model import Mention
from timeline.names import fold, surname_of

if TYPE_CHECKING:
    from timeline.parsed import Doc, Span, Token

_OF_BODIES = frozenset(
    {"shoot", "arrest", "kill", "injure", "wound", "stab", "jail", "apprehend", "hospitalise", "bear"}
)

_AGE = re.compile(r", ?(?:aged? )?\d{1,2}[,.;](?! ?\d)")
_BLOCK = (" block of ", " blocks of ")
_NUMBER = re.compile(r"\b(\d{1,5}) $")
OLD = ("-year-old ", "-month-old ")


def one_kind(doc: Doc, text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The model's kinds made one for each surface: a company is not a person in one sentence and a place in another."""
    things = {m.surface for m in mentions if m.kind == "thing"} | _named_things(doc)
    listed = [m for m in mentions if m.surface not in things or m.kind == "state"]
    votes: dict[str, Counter[str]] = {}
    for m in listed:
        if m.way == "name" and m.kind != "state":
            votes.setdefault(m.surface, Counter())[m.kind] += 1
    order = ("organisation", "person", "place", "group")
    best = {s: "person" for s in votes if _is_leader(s)} | _surnames(listed, votes) | mortals(doc, text, listed)
    best |= {m.surface: "place" for m in listed if _is_address(text, m)}
    best |= {s: "organisation" for s in _acting(doc, listed) if s not in best}
    best |= {
        s: max(order, key=lambda k: (c[k], -order.index(k))) for s, c in votes.items() if len(c) > 1 and s not in best
    }
    return [
        replace(m, kind=best[m.surface]) if m.way == "name" and m.kind != "state" and m.surface in best else m
        for m in listed
    ]


def _is_address(text: str, mention: Mention) -> bool:
    """Whether a number or "block of" before a name makes it a street's: "108 *Lee Court*"."""
    before = text[max(0, mention.start - 12) : mention.start]
    number = _NUMBER.search(before)
    return before.endswith(_BLOCK) or (number is not None and is_street(f"{number[1]} {mention.surface}"))


def is_team(tokens: Sequence[Token]) -> bool:
    """Whether a plural with an article is a team or band that the model takes for a place or person: "the Eagles"."""
    last, before = tokens[-1], tokens[0].nbor(-1) if tokens[0].i > 0 else None
    acts = last.dep_ == "nsubj" or (last.dep_ == "pobj" and last.head.lower_ in ("by", "with", "against"))
    several = acts and last.tag_ == "NNPS" and before is not None and before.lower_ == "the" and before.head.i == last.i
    return several and place(" ".join(t.text for t in tokens)) is None


def _acting(doc: Doc, mentions: Iterable[Mention]) -> set[str]:
    """Unknown "places" that sue, buy or say something and in which nothing takes place: "Cisco sued the firm"."""
    found: set[str] = set()
    real: set[str] = set()
    for m in mentions:
        if m.kind != "place" or m.way != "name" or m.country is not None or place(m.surface) is not None:
            continue
        span = doc.char_span(m.start, m.end)
        if span is None:
            continue
        root = span.root
        if root.dep_ == "pobj" and root.head.lower_ in words.load().place["prepositions"]:
            real.add(m.surface)
        elif root.dep_ == "pobj" and root.head.lower_ == "with":
            found.add(m.surface)  # one goes to a place, and there with an organisation
        elif root.dep_ == "nsubj" and root.head.pos_ == "VERB":
            wills = {"dobj", "ccomp", "xcomp"} & {c.dep_ for c in root.head.children}
            found |= {m.surface} if wills else set()
    return found - real


def mortals(doc: Doc, text: str, mentions: Iterable[Mention]) -> dict[str, str]:
    """Names that the model took for others than people, of those whose age is told, who die, are shot or arrested."""
    endings = words.load().organisation_endings | words.load().legal_forms
    found: dict[str, str] = {}
    for m in mentions:
        parts = m.surface.split()
        town = m.kind == "place" and place(m.surface) is not None
        if m.kind != "state" and not town and len(parts) < 4 and _is_aged(text, m):
            found[m.surface] = "person"
            continue
        given = len(parts) == 1 and fold(m.surface) in words.load().given
        somewhere = m.kind == "place" and m.country is None and place(m.surface) is None
        if not (somewhere or m.kind == "organisation") or not (given or 1 < len(parts) < 4):
            continue
        if parts[-1].lower().rstrip(".") in endings:
            continue
        span = doc.char_span(m.start, m.end, alignment_mode="expand")
        if span is None or any(not p[0].isupper() or p.isupper() for p in parts) or span.root.tag_ != "NNP":
            continue
        verb = span.root.head.lemma_.lower()
        if _is_called_person(span):
            found[m.surface] = "person"
            continue
        done_to = span.root.dep_ == "nsubjpass" and verb in _OF_BODIES
        done_to = done_to or _goes_with_people(span.root)
        if done_to or (span.root.dep_ == "nsubj" and (verb == "die" or _has_his_own(span))):
            found[m.surface] = "person"
    return found


def _is_called_person(name: Span) -> bool:
    """Whether an apposition makes a name a person's: "her husband, *Bo Dahl*", "*Ann Lee*, a physician"."""
    known, root = words.load(), name.root
    while root.dep_ == "conj" and root.head.tag_ == "NNP":
        root = root.head  # "two men, Ann Lee and *Bo Dahl*"
    if root.dep_ == "appos" and root.head.lemma_.lower() in known.kin | known.somebody:
        return True
    beside = (t for t in name.root.rights if t.dep_ == "appos" and t.tag_ == "NN")
    return any(t.lower_ in known.honorifics or t.lower_ in known.kin for t in beside)


def _goes_with_people(last: Token) -> bool:
    """Whether a name is joined to a person's to whom something was done: "killed Ann Lee and *Bo Dahl*"."""
    first = last
    while first.dep_ == "conj" and first.head.tag_ == "NNP":
        first = first.head
    verb = first.head.head if first.dep_ == "pobj" and first.head.lower_ == "as" else first.head
    done_to = first.dep_ in ("nsubjpass", "dobj", "pobj") and verb.lemma_.lower() in (_OF_BODIES | {"identify"})
    return first is not last and first.ent_type_ == "PERSON" and done_to


def _is_aged(text: str, mention: Mention) -> bool:
    """Whether the text tells how old somebody is: "Ann Lee, 23, was", "17-year-old Ann Lee"."""
    behind = text.startswith(",", mention.end) and _AGE.match(text, mention.end) is not None
    return behind or text.endswith(OLD, max(0, mention.start - 10), mention.start)


def _has_his_own(name: Span) -> bool:
    """Whether what a subject does is done with his or hers: "Ann Lee won her first title", nobody else being named."""
    verb = name.root.head
    if any(t.ent_type_ == "PERSON" for t in name.doc[name.sent.start : name.start]):
        return False
    objects = [c for c in verb.rights if c.dep_ in ("dobj", "attr")]
    return any(c.dep_ == "poss" and c.lower_ in ("his", "her") for t in objects for c in t.lefts)


def _named_things(doc: Doc) -> set[str]:
    """Names of storms and ships: "Hurricane Elsa" is "Elsa" in the next sentence."""
    after = words.load().not_people_after
    numbers = [i + 1 for i in words.where(doc, after) if i + 1 < len(doc)]
    return {doc[i].text for i in numbers if doc[i].tag_ == "NNP"}


def _is_leader(surface: str) -> bool:
    """Whether a word alone is the surname of somebody who led a state, whatever the model takes it for."""
    if " " in surface or len(surface) < 4 or surface.casefold() in words.load().no_short_name:
        return False
    return fold(surface) in countries_led()


def surnames(text: str, mentions: Iterable[Mention]) -> set[str]:
    """Folded surnames of people named in full, but those of towns in which something is: "Carl *London* was held"."""
    people = [m for m in mentions if m.kind == "person" and " " in m.surface]
    found = {surname_of(fold(m.surface).split()) for m in people}
    where = "|".join((*sorted(words.load().place["prepositions"]), "to", "from"))
    return found - {fold(word) for word in re.findall(rf"\b(?:{where}) ([A-Z]\w+)", text)}


def _surnames(mentions: Iterable[Mention], votes: dict[str, Counter[str]]) -> dict[str, str]:
    """Surnames and first names that the model took for something else.

    The person was named in full before; a company that bears a surname ("Ford") mostly stands before its chairman.
    """
    full: dict[str, int] = {}
    first: dict[str, int] = {}
    for m in mentions:
        if m.kind == "person" and " " in m.surface:
            full.setdefault(surname_of(fold(m.surface).split()), m.start)
        first.setdefault(m.surface, m.start)
        if m.kind == "person" and " " in m.surface and (given := fold(m.surface).split()[0]) in words.load().given:
            full.setdefault(given, m.start)
    alone = [s for s in votes if " " not in s and not s.isupper()]
    return {s: "person" for s in alone if fold(s) in full and full[fold(s)] < first[s]}


def is_quarter(name: Sequence[str]) -> bool:
    """Whether small words are the name of a part of a town: "south", "side"."""
    known = words.load().place
    return len(name) > 1 and name[-1] in known["quarters"] and all(word in known["directions"] for word in name[:-1])
