"""Which clauses and events of a sentence take place at the same time, so that one's date is the other's.

He is set to visit Oslo on May 3 to *sign* the pact.         signed on the day of the visit
Nine people *died* when a ferry sank on Thursday.            died when it sank
Ann Lee *resigned* and will speak on Friday.                 not on the day of the speech
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import TYPE_CHECKING

from timeline.extract.attached import BLOWS, SEIZING
from timeline.extract.lexicon import Lexicon
from timeline.extract.predicates import Predicate
from timeline.extract.sense_words import words as sense_words
from timeline.extract.syntax import full_lemma, is_verb

if TYPE_CHECKING:
    from timeline.parsed import Token

_SAME_TIME = frozenset({"during", "at", "in", "throughout", "amid", "with", "by", "while", "on", "for"})
OTHER_TIME = frozenset(
    {"before", "after", "since", "until", "till", "if", "unless", "because", "although", "though", "following"}
)

_OPERATIONS = frozenset({"raid", "operation", "swoop", "sweep", "crackdown", "clash", "riot"})
"""Events during which people are seized."""
LINKS = frozenset({"connection", "relation"})
"""Nouns that put one event in relation to another, of whatever time: "arrested in connection with the fire"."""
_RESOLVING = frozenset({"decide", "agree", "vote", "choose", "opt", "resolve"})
"""What one does before what one has resolved to do."""
_WILL = frozenset({"will", "'ll", "’ll", "shall", "wo", "would"})
_LATER = frozenset({"later", "afterwards", "afterward", "subsequently", "eventually", "after", "ultimately"})
_NEXT = frozenset({"then", "soon", "shortly"})
"""What follows on the same day, or in another month of the year."""
_TOLLS = frozenset({"leave", "claim", "take", "send", "report", "destroy", "damage"})
"""What a blow does at once, and that it is reported."""


def source(p: Predicate, at: Mapping[int, Predicate], found: Container[int], lexicon: Lexicon) -> Predicate | None:
    """The predicate with a date of its own that a predicate without one goes along with."""
    for q in _neighbours(p, at, lexicon):
        if q.token.i in found and q.token.i != p.token.i:
            return q
    return None


def _neighbours(p: Predicate, at: Mapping[int, Predicate], lexicon: Lexicon) -> Iterable[Predicate]:
    token, head = p.token, p.token.head
    if p.kind == "participle":
        return
    # "signed during the meeting on January 17"; "met at the summit in May".
    sites = [token] if p.kind == "verb" or p.carrier is None else [token, p.carrier]
    for site in sites:
        for child in site.children:
            if child.dep_ == "prep" and child.lower_ in ("during", "at", "in", "on", "amid", "throughout"):
                for noun in child.children:
                    if noun.i in at and at[noun.i].kind == "noun" and _is_a_time(child, at[noun.i], p):
                        yield at[noun.i]
    if p.kind == "noun":
        if p.type in BLOWS:
            verbs = (at[verb.i] for verb in _verbs_of(token) if verb.i in at)
            yield from (v for v in verbs if v.type in BLOWS or v.lemma in _TOLLS)
        carrier = p.carrier
        if (
            carrier is not None
            and carrier.i in at
            and p.relation == "light"
            and not lexicon.is_in(at[carrier.i].lemma, "verbs.speech")
            and not is_after(at[carrier.i].lemma, p.lemma, p.type)
        ):
            yield at[carrier.i]
        inside = head.lower_ in ("during", "at", "in", "on", "amid") and _is_a_time(head, p, at.get(head.head.i))
        if inside and head.head.i in at and p.relation == "governed":
            yield at[head.head.i]
        return
    if looks_back(token):
        return
    if token.dep_ == "xcomp" and (lexicon.is_in(full_lemma(head), "verbs.speech") or head.lemma_ in _RESOLVING):
        return  # "pledged on Monday to leave", "decided on Monday to leave" say nothing of when they leave
    anchors = clause_heads(token)
    for above in anchors:
        if above.i in at:
            yield at[above.i]
        for q in at.values():
            if (
                q.kind == "noun"
                and q.relation in ("light", "occur")
                and q.carrier is not None
                and q.carrier.i == above.i
            ):
                yield q
    if p.kind == "verb":
        # "foiled an attack on ships passing the gulf on Friday"
        yield from (q for q in at.values() if q.token.dep_ == "acl" and clause_heads(q.token) == [token])
        for child in token.children:
            if child.dep_ == "advcl" and child.i in at and any(c.lower_ in ("when", "as") for c in child.children):
                yield at[child.i]  # "nine people died when a ferry sank on Thursday"
            if child.dep_ == "conj" and child.i in at and _goes_with(p, at[child.i]) and not are_apart(token, child):
                yield at[child.i]


def follows(p: Predicate, by_day: bool) -> bool:
    """Whether a verb tells what came later than the one it is joined to: "and *later* sold it".

    Args:
        p: the predicate without a date of its own.
        by_day: the other one's date is a day, on which what came "then" may lie too.
    """
    words = _LATER if by_day else _LATER | _NEXT
    joined = p.kind == "verb" and p.token.dep_ in ("conj", "advcl")
    return joined and any(c.lower_ in words and not any(True for _ in c.rights) for c in p.token.lefts)


def _goes_with(first: Predicate, second: Predicate) -> bool:
    """Whether a verb is of the day of the one behind "and": of one subject, or blows: "two died and nine were hurt"."""
    blows = first.type in BLOWS and (second.type in BLOWS or second.lemma in sense_words("hurting"))
    return blows or not any(c.dep_ in ("nsubj", "nsubjpass") for c in second.token.children)


def _verbs_of(blow: Token) -> Iterable[Token]:
    """The verbs that tell what a blow did, or that it was told of at once: they are of its day."""
    verb = blow.head
    if blow.dep_ == "nsubj" or (blow.dep_ == "nsubjpass" and verb.lemma_.lower() == "report"):
        yield verb  # "the blast killed nine people on Monday", "the fire was reported at noon Monday"
    for clause in blow.children:
        if clause.dep_ == "relcl" and any(c.dep_ == "nsubj" and c.tag_ in ("WDT", "WP") for c in clause.children):
            yield clause  # "a fire that left two hurt Monday"


def _is_a_time(preposition: Token, noun: Predicate, verb: Predicate | None) -> bool:
    """Whether the event noun says when: "on their visit", "killed in an attack"; not "on the ratification"."""
    if preposition.lower_ == "at" and noun.type in BLOWS:
        return False  # "protested at the killing"
    if (verb is not None and is_after(verb.lemma, noun.lemma, noun.type)) or noun.lemma in LINKS:
        return False
    if preposition.lower_ == "in" and noun.type in BLOWS:
        return verb is not None and verb.type in BLOWS
    return preposition.lower_ != "on" or noun.type == "CONSULT"


def is_after(verb: str, noun: str, type_: str) -> bool:
    """Whether somebody is seized for an event, maybe long after it: "arrested in the 1967 killings"."""
    return verb in SEIZING and type_ in BLOWS and noun not in _OPERATIONS


def looks_back(verb: Token) -> bool:
    """Whether a clause tells of another time than its main clause: "after they had signed it"."""
    return any(c.dep_ == "mark" and c.lower_ in OTHER_TIME for c in verb.children)


def clause_heads(token: Token) -> list[Token]:
    """The clauses that a clause without a date of its own goes along with."""
    head = token.head
    if token.dep_ == "conj" and (is_verb(head) or head.pos_ == "AUX"):
        return [] if are_apart(head, token) else [head]
    if token.dep_ == "advcl":
        return [head]
    if token.dep_ == "pcomp" and head.lower_ in _SAME_TIME and is_verb(head.head):
        return [head.head]
    there = token.dep_ == "relcl" and any(c.lower_ == "where" for c in token.children)
    if token.dep_ in ("acl", "csubj") and token.tag_ == "VBG":
        noun = next((c for c in token.lefts if c.dep_ == "nsubj"), head)
        beside = [c for c in noun.rights if c.dep_ == "relcl" and c.i < token.i and is_verb(c)]
        if beside:
            return beside[-1:]  # "the quake that rocked Lund in May, killing nine"
    if there or (token.dep_ == "acl" and token.tag_ == "VBG"):
        above = next((a for a in token.ancestors if is_verb(a)), None)
        return [above] if above is not None else []
    if token.dep_ == "xcomp":
        return [head]
    return []


def are_apart(first: Token, second: Token) -> bool:
    """Whether of two coordinated verbs one alone tells what is to come, or what had been before the other.

    "*Was* held and *will* be tried on Friday", "*sued* them on Friday and *had fought* them".
    """
    if second.i > first.i and _is_before_that(second) and not _is_before_that(first):
        return True
    return _is_finite(first) and _is_finite(second) and _is_to_come(first) != _is_to_come(second)


def _is_finite(verb: Token) -> bool:
    return verb.tag_ in ("VBD", "VBZ", "VBP") or any(c.dep_ in ("aux", "auxpass") for c in verb.lefts)


def _is_before_that(verb: Token) -> bool:
    return verb.tag_ == "VBN" and any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.lefts)


def _is_to_come(verb: Token) -> bool:
    return any(c.tag_ == "MD" and c.lower_ in _WILL for c in verb.lefts)
