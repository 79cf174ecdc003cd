"""Small questions about the words of a parse, asked all over the house of extraction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from timeline.parsed import Token

_PARTICLES = frozenset({"down", "off", "out", "up", "aside", "over"})
_OUT_OF = frozenset({"pull", "drop", "walk", "break"})  # "pulled out of the pact"; "settled out of court" is none
_MOVED = frozenset({"push back", "put back", "bring forward", "move forward"})
_MOVING = frozenset(words.split()[0] for words in _MOVED)


def is_verb(token: Token) -> bool:
    """Whether the token is a full verb, no auxiliary."""
    if token.dep_ in ("aux", "auxpass") or token.tag_ == "MD":
        return False
    return token.pos_ == "VERB" or (token.pos_ == "AUX" and token.lemma_ == "have")


def particle(verb: Token) -> Token | None:
    """The particle of a verb: "stepped *down*"."""
    lemma = lemma_of(verb)
    for child in verb.children:
        behind = child.i == verb.i + 1
        adverb = behind and child.dep_ == "advmod" and child.lower_ in _PARTICLES
        adverb = adverb or (behind and child.dep_ == "prep" and child.lower_ == "out" and lemma in _OUT_OF)
        adverb = adverb or (lemma in _MOVING and f"{lemma} {child.lower_}" in _MOVED)
        raised = child.is_title and not verb.is_title  # "nominated for *Up* in the Air"
        if (child.dep_ == "prt" and child.i > verb.i and not raised) or adverb:
            return child
    return None


def lemma_of(token: Token) -> str:
    """The lemma in small letters."""
    return token.lemma_.lower()


def full_lemma(verb: Token) -> str:
    """The lemma of a verb with its particle: ``call off``."""
    part = particle(verb)
    return f"{lemma_of(verb)} {part.lower_}" if part is not None else lemma_of(verb)


def first_conjunct(token: Token) -> Token:
    """The first of the coordinated words that the token belongs to; it bears the relation to the sentence."""
    while token.dep_ == "conj" and token.head.i != token.i and token.head.pos_ in ("NOUN", "PROPN", "PRON"):
        token = token.head
    return token


def governors(token: Token) -> Iterator[Token]:
    """The verbs above a token, nearest first."""
    for ancestor in token.ancestors:
        if is_verb(ancestor) or ancestor.pos_ == "AUX":
            yield ancestor


def is_clause(site: Token) -> bool:
    """Whether a verb or copula has a subject of its own."""
    return site.pos_ in ("VERB", "AUX") and any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in site.children)


def can_last(site: Token) -> bool:
    """Whether the word may name something that goes on: "in power since 1981"."""
    return is_verb(site) or site.pos_ in ("AUX", "NOUN")


def is_participle_by_error(verb: Token) -> bool:
    """Whether the participle of a noun was read as a clause: "a wave of exploding drones on Monday"."""
    above = verb.head
    return verb.dep_ == "pcomp" and above.lower_ == "of" and above.head.pos_ == "NOUN" and verb.i == above.i + 1
