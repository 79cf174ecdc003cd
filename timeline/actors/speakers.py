"""Who "I" and "we" are in quoted speech: the one who speaks, and the house that he or she speaks for.

"We love it, and I said so," said Nokia chairman Ann Lee.    I: Ann Lee; we: Nokia
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from timeline.actors import words
from timeline.model import Mention

if TYPE_CHECKING:
    from timeline.parsed import Doc, Token

_I = frozenset({"i", "me", "my", "myself"})
_WE = frozenset({"we", "us", "our", "ours", "ourselves"})
_QUOTES = frozenset({'"', "“", "”", "``", "''"})
_BESIDE = frozenset({"compound", "nmod", "poss", "amod"})


def speakers(doc: Doc, text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions by "I" and "we" inside quotes whose speaker the sentence, or the one just before, names."""
    pronouns = words.where(doc, _I | _WE)
    if not pronouns or not any(q in text for q in ('"', "“")):
        return []
    at = _by_token(doc, mentions)
    houses = _houses(doc, at)
    found: list[Mention] = []
    speaker: Mention | None = None
    open_ = False
    waiting = set(pronouns)
    for sentence in doc.sents:
        marks = [t for t in sentence if t.text in _QUOTES]
        begins = bool(marks) and marks[0].i - sentence.start <= 1
        own = _speaker([t for t in sentence if not _is_inside(t, marks, open_)], at) if marks else None
        told = own or (speaker if open_ or begins else None)
        if told is not None and (marks or open_):
            for token in sentence:
                if token.i in waiting and _is_inside(token, marks, open_):
                    meant = told if token.lower_ in _I else houses.get(told.name)
                    if meant is not None:
                        found.append(_pointing(meant, token))
        speaker = told
        open_ = open_ != (len(marks) % 2 == 1)
    return found


def _pointing(meant: Mention, token: Token) -> Mention:
    return replace(meant, start=token.idx, end=token.idx + len(token), surface=token.text, way="pronoun")


def _by_token(doc: Doc, mentions: Sequence[Mention]) -> dict[int, Mention]:
    at: dict[int, Mention] = {}
    for mention in mentions:
        if mention.kind in ("person", "organisation") and (span := doc.char_span(mention.start, mention.end)):
            at.update((token.i, mention) for token in span)
    return at


def _speaker(outside: Sequence[Token], at: Mapping[int, Mention]) -> Mention | None:
    """The one person who says something, by the words outside the quotes."""
    told: dict[str, Mention] = {}
    for token in outside:
        if token.dep_ == "nsubj" and token.head.lemma_ in words.load().saying:
            named = at.get(token.i)
            if named is None or named.kind != "person":
                return None
            told[named.name] = named
    if not told and any(t.tag_ == "VBG" and t.lemma_ in words.load().saying for t in outside):
        told = _only_subject(outside, at)
    return next(iter(told.values())) if len(told) == 1 else None


def _only_subject(outside: Sequence[Token], at: Mapping[int, Mention]) -> dict[str, Mention]:
    """The subject of a sentence in which somebody acts "saying" something, if it has but one."""
    subjects = [t for t in outside if t.dep_ == "nsubj"]
    people = {m.name: m for t in subjects if (m := at.get(t.i)) is not None and m.kind == "person"}
    return people if len(subjects) == 1 else {}


def _is_inside(token: Token, marks: Sequence[Token], open_: bool) -> bool:
    return (sum(m.i < token.i for m in marks) % 2 == 1) != open_


def _houses(doc: Doc, at: Mapping[int, Mention]) -> dict[str, Mention]:
    """Person -> the organisation beside the name: "Nokia chairman Ann Lee", "Ann Lee, chairman of Nokia"."""
    found: dict[str, Mention] = {}
    for i, mention in at.items():
        if mention.kind != "person" or mention.name in found:
            continue
        token = doc[i]
        near = [c for c in token.children if c.dep_ in _BESIDE]
        near += [g for c in near for g in c.children if g.dep_ in _BESIDE]
        for title in (c for c in token.children if c.dep_ == "appos"):
            near += [c for c in title.children if c.dep_ in _BESIDE]
            near += [n for c in title.children if c.lower_ in ("of", "at") for n in c.children if n.dep_ == "pobj"]
        houses = {m.name: m for c in near if (m := at.get(c.i)) is not None and m.kind == "organisation"}
        if len(houses) == 1:
            found[mention.name] = next(iter(houses.values()))
    return found
