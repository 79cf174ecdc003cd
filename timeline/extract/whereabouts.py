"""Where or in what somebody came to harm, where the phrase stands beside the verb: "injured *in shooting in Lima*"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from timeline.extract.arguments import Arguments, obliques
from timeline.extract.cast import Cast
from timeline.extract.lexicon import Lexicon
from timeline.extract.phrases import is_plain, names, noun_phrase, wording
from timeline.extract.predicates import Predicate
from timeline.extract.syntax import first_conjunct

if TYPE_CHECKING:
    from timeline.parsed import Token

_WHERE = ("in", "at", "during", "near", "outside", "inside", "on", "toward", "towards", "after", "following")
_HARMED = frozenset({"ASSAULT", "DISASTER", "PROTEST"})
_CLAUSES = frozenset({"when", "as", "after"})
_ROAD = re.compile(r"(?:Ave|Avenue|St|Street|Road|Rd|Drive|Dr|Blvd|Boulevard|Lane|Ln|Court|Ct|Place)\.?")
_QUARTER = re.compile(r"\bof [NS]\.?[EW]\.?$")
_MOST_WORDS = 7


def whereabouts(p: Predicate, arguments: Arguments, cast: Cast, lexicon: Lexicon) -> str | None:
    """The nearest phrase with a name or an event that says where or in what somebody came to harm."""
    if p.kind == "noun" or p.type not in _HARMED or (arguments.objects and not arguments.passive):
        return None
    for preposition, noun in _candidates(p.token, arguments.objects):
        if noun in arguments.subjects or any(c.lower_ == "same" for c in noun.lefts):
            continue  # "on the same block" as what was told before
        where = _named_before(noun, cast)
        if where is not None:
            return f"{preposition} {where}"
        event = noun.lower_ in lexicon.nouns or (noun.lemma_.lower() in lexicon.nouns and noun.tag_ == "NNS")
        if noun.ent_type_ in ("DATE", "TIME") or wording("times", noun.lemma_.lower()):
            continue
        if not (event or is_plain(noun)):
            continue
        for full in (True, False):
            words = (noun_phrase(noun, cast, full) or [""])[0]
            words = _with_place(words, noun, cast) if words else ""
            if wording("links", words) or is_cut_off(words):
                continue  # "died after the incident"
            if (any(c.isupper() for c in words) or (event and words)) and len(words.split()) <= _MOST_WORDS:
                return f"{preposition} {words}"
    return None


def is_cut_off(words: str) -> bool:
    """Whether a road lost its name: "at 40 East 5th *Ave.*", "block of 1st Street, *NW*", read as dates."""
    return _ROAD.fullmatch(words) is not None or _QUARTER.search(words) is not None


def _named_before(day: Token, cast: Cast) -> str | None:
    """The place that the parse makes one phrase with a day: "in *Lima* Wednesday"."""
    if day.ent_type_ not in ("DATE", "TIME"):
        return None
    named = [m for c in day.lefts if c.dep_ in ("compound", "nmod") for m in cast.at(c) if m.way in ("name", "capital")]
    return named[0].surface if named else None


def _with_place(words: str, event: Token, cast: Cast) -> str:
    """An event with the place that stands behind it: "shooting *in Lima*"."""
    if any(c.isupper() for c in words):
        return words
    for preposition, noun in obliques(event):
        if preposition in _WHERE:
            place = _named_before(noun, cast)
            if place is None and noun.ent_type_ not in ("DATE", "TIME"):
                place = (noun_phrase(noun, cast, False) or [""])[0]
            if place and any(c.isupper() for c in place):
                return f"{words} {preposition} {place}"
    return words


def _candidates(verb: Token, harmed: Iterable[Token]) -> Iterator[tuple[str, Token]]:
    """Phrases by nearness: of the verb, the harmed, the verbs beside it, of "when gunmen fired in ..." and "left"."""
    first = first_conjunct(verb)
    beside = [first, *(t for t in first.subtree if t.dep_ == "conj" and t.i > first.i and t.tag_ in ("VBN", "VBD"))]
    clauses = [c for c in verb.rights if c.dep_ == "advcl" and any(w.lower_ in _CLAUSES for w in c.children)]
    clauses = [c for c in clauses if any(w.dep_ in ("nsubj", "nsubjpass") for w in c.children)]
    for each in (verb, *harmed, *beside, *clauses):
        yield from ((preposition, noun) for preposition, noun in obliques(each) if preposition in _WHERE)
    agent = next((c for c in verb.children if c.dep_ == "agent" and c.lower_ == "by"), None)
    if agent is not None:
        yield from (("by", c) for c in agent.children if c.dep_ == "pobj")
    if verb.dep_ in ("ccomp", "oprd", "acl", "xcomp"):
        left = next((t for t in verb.ancestors if t.lemma_ == "leave"), None)
        yield from (("in", c) for c in (left.lefts if left is not None else ()) if c.dep_ == "nsubj")


def is_bare(text: str, p: Predicate, arguments: Arguments, cast: Cast) -> bool:
    """Whether a title names nobody and says neither where nor how: "two men killed"."""
    if p.kind == "noun" or p.type not in _HARMED or not arguments.passive:
        return False
    told = any(cast.at(t) for t in (*arguments.objects, *arguments.subjects))
    ends = text.rsplit(" ", 1)[-1].lower() == p.token.lower_
    return ends and not told and names(arguments.objects, cast) is not None and not any(c.isupper() for c in text[1:])
