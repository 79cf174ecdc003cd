"""What a title calls by its name instead of its kind, and verbs that only begin another: for the titles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from timeline.extract.cast import Cast
from timeline.extract.phrases import gerund, third_person, wording

if TYPE_CHECKING:
    from timeline.parsed import Token

_BODIES = frozenset({"organisation", "group"})


def by_name(heads: Iterable[Token], cast: Cast) -> list[Token]:
    """Heads of noun phrases, bodies by the name right behind them: "the technology blog *Fjordo*"."""
    return [_name_behind(head, cast) or head for head in heads]


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


def begun(verb: Token, plural: bool) -> str | None:
    """The words of a verb that somebody begins to do: "begins to sell"; None for any other."""
    above = verb.head
    lemma = above.lemma_.lower()
    if verb.dep_ != "xcomp" or not wording("phases", lemma) or verb.tag_ not in ("VB", "VBG"):
        return None
    own = gerund(verb.lemma_.lower()) if verb.tag_ == "VBG" else f"to {verb.lemma_.lower()}"
    return f"{third_person(lemma, plural)} {own}"
