"""People and forces by what the text has told of them: their age, their trade, which police they are."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from timeline.actors import words
from timeline.actors.seen import FAR, Before
from timeline.model import Mention
from timeline.names import core, fold

if TYPE_CHECKING:
    from timeline.parsed import Doc, Span, Token

_POLICE = frozenset({"police"})
FORCES = {
    "police": _POLICE, "officers": _POLICE, "detectives": _POLICE, "deputies": frozenset({"sheriff's", "deputies"}),
    "firefighters": frozenset({"fire", "firefighters"}),
}  # fmt: skip
"""Nouns for those who act for a local body -> words in its name."""
YOUNG = {"teen": 19, "teenager": 19, "youth": 19, "boy": 17, "girl": 17, "toddler": 4}
"""Nouns for the young -> the greatest age at which they fit."""
_AGE_TOLD = re.compile(r", ?(?:aged? )?(\d{1,3})\b")
_AGE_BEFORE = re.compile(r"(\d{1,3})-year-old $")


def force(token: Token, before: Before) -> list[Mention]:
    """The one police of whom the article has told so far: "Lima police said *officers* had arrested a man"."""
    lefts = [t for t in token.lefts if t.lower_ != "the"]
    if lefts or token.dep_ not in ("nsubj", "agent", "pobj") or any(t.dep_ == "prep" for t in token.rights):
        return []
    if token.dep_ == "pobj" and token.head.dep_ != "agent":
        return []
    words_of = FORCES[token.lower_]
    named = [s.mention for s in before.seen[-FAR:] if s.mention.kind == "organisation"]
    forces = {m.name: m for m in named if words_of & set(fold(m.name).split())}
    if len({core(name) for name in forces}) != 1:
        return []
    meant = next(iter(forces.values()))
    return [before.pointing(token, meant, "description", token.left_edge.idx)]


def by_age(token: Token, before: Before) -> list[Mention]:
    """The one of that age: "Ann Lee, 18, fled. The 18-year-old was caught"."""
    start = token.left_edge
    told = _AGE_BEFORE.search(before.text[start.idx : token.idx] + "old ") if start.lower_ == "the" else None
    if told is None or token.dep_ not in ("nsubj", "nsubjpass", "dobj", "pobj", "poss"):
        return []
    so_old = {
        s.mention.name: s.mention for s in before.seen[-FAR:] if age(s.mention, before.text) == int(told.group(1))
    }
    return [before.pointing(token, m, "description", start.idx) for m in so_old.values()] if len(so_old) == 1 else []


def age(mention: Mention, text: str) -> int | None:
    """The age that the text tells beside a name."""
    if mention.kind != "person" or mention.way != "name":
        return None
    told = _AGE_TOLD.match(text, mention.end) or _AGE_BEFORE.search(text, max(0, mention.start - 13), mention.start)
    return int(told.group(1)) if told else None


@cache
def callings() -> frozenset[str]:
    """What people are by trade, as titles before names have it: "singer", "judge"."""
    return frozenset(title for title in words.load().honorifics if title.isalpha() and len(title) > 4)


def calling(doc: Doc, span: Span) -> str:
    """The trade that stands beside a name: "singer Ann Lee", "Ann Lee, a singer"."""
    before = doc[span.start - 1].lower_ if span.start else ""
    beside = [t.lower_ for t in span.root.rights if t.dep_ == "appos" and t.tag_ == "NN"]
    return next((t for t in (before, *beside) if t in callings()), "")
