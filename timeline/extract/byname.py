"""What a title calls by its name instead of its kind, and verbs that only begin another: for the titles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from timeline.extract.arguments import conjuncts
from timeline.extract.cast import Cast
from timeline.extract.inflection import gerund, third_person
from timeline.extract.phrases import names, wording
from timeline.extract.syntax import first_conjunct, full_lemma, is_verb

if TYPE_CHECKING:
    from timeline.parsed import Token

_BODIES = frozenset({"organisation", "group"})


def by_name(heads: Iterable[Token], cast: Cast) -> list[Token]:
    """Heads of noun phrases, bodies by the name right behind them: "the technology blog *Fjordo*"."""
    return [name for head in heads for name in _allies(head, cast) or [_name_behind(head, cast) or head]]


def _allies(head: Token, cast: Cast) -> list[Token]:
    """The states or people right behind those who they are: "its allies *Chad* and *Peru*"."""
    first = next((c for c in head.rights if c.dep_ == "appos" and c.left_edge.i == head.i + 1), None)
    if first is None or head.tag_ != "NNS" or cast.at(head):
        return []
    found = list(conjuncts(first))
    named = all(any(m.kind in ("state", "person") and m.way == "name" for m in cast.at(t)) for t in found)
    return found if len(found) > 1 and named else []


def _name_behind(head: Token, cast: Cast) -> Token | None:
    if head.pos_ != "NOUN" or cast.at(head):
        return None
    named = (c for c in head.rights if c.dep_ == "appos" and c.left_edge.i == head.i + 1 and c.tag_ in ("NNP", "NNPS"))
    return next((c for c in named if any(m.kind in _BODIES and m.way == "name" for m in cast.at(c))), None)


def is_half(noun: Token) -> bool:
    """Whether a verb that fits no other of its sentence makes one word with a noun: "charged in a *hit* and run"."""
    rest = list(noun.doc[noun.i + 1 : noun.i + 3])
    if len(rest) < 2 or rest[0].dep_ != "cc" or rest[1].dep_ != "conj":
        return False
    bare = rest[1].tag_ in ("VB", "VBP") and rest[1].head.tag_ not in ("VB", "VBP", "MD")
    return bare and not any(c.dep_ in ("nsubj", "aux") for c in rest[1].children)


def is_explained(noun: Token) -> bool:
    """Whether a clause behind a noun says what it is, so that it says nothing without: "in the *belief* that"."""
    clauses = (c for c in noun.rights if c.dep_ in ("acl", "ccomp") and is_verb(c))
    return noun.tag_ == "NN" and any(t.lower_ == "that" and t.dep_ == "mark" for c in clauses for t in c.children)


def says_again(verb: str, noun: Token) -> bool:
    """Whether a noun only says a verb again: "was shot in the later *shooting*"."""
    return len(verb) > 3 and noun.lemma_.lower() == gerund(verb)


def begun(verb: Token, plural: bool) -> str | None:
    """The words of a verb that somebody begins to do: "begins to sell"; None for any other."""
    above = verb.head
    lemma = above.lemma_.lower()
    if verb.dep_ != "xcomp" or not wording("phases", lemma) or verb.tag_ not in ("VB", "VBG"):
        return None
    own = gerund(full_lemma(verb)) if verb.tag_ == "VBG" else f"to {full_lemma(verb)}"
    return f"{third_person(lemma, plural)} {own}"


def share(things: list[Token], cast: Cast) -> str | None:
    """A number of a number: "wins *88 of 150 seats*"."""
    first = things[0]
    of = (n for c in first.children if c.dep_ == "prep" and c.lower_ == "of" for n in c.children)
    whole = next((n for n in of if any(c.dep_ == "nummod" for c in n.lefts)), None) if first.tag_ == "CD" else None
    words = names([whole], cast, False) if whole is not None and len(things) == 1 else None
    return f"{first.text} of {words}" if words else None


def with_whom(noun: Token, obliques: Iterable[tuple[str, Token]], cast: Cast) -> str:
    """With whom a meeting is, where the parse hangs them on its verb: "holds meetings on Tuesday *with Ann Lee*"."""
    found = [
        t for word, t in obliques if word == "with" and first_conjunct(t).head.head.i == noun.head.i and cast.at(t)
    ]
    told = names(found, cast, full=False) if found else None
    return f" with {told}" if told else ""
