"""Two reports of one sentence that tell the same: one of them is enough on a timeline.

Acme filed a *lawsuit* against Zeta, the third such *lawsuit*.       file; neither noun
Bo Dahl was *shot* and *killed* on Monday.                           kill
Two people were *hurt* in a *shooting* on Monday.                      hurt
Acme *announced* on Monday that it had *settled* the dispute.        announce, which has the day
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, permutations
from typing import TYPE_CHECKING

from timeline.extract.attached import BLOWS
from timeline.extract.gates import is_dated
from timeline.extract.phrases import wording
from timeline.extract.pipeline import Draft
from timeline.extract.sense_words import words

if TYPE_CHECKING:
    from timeline.parsed import Token

_HURT = ("kill", "die", "injure", "wound", "hurt", "shoot")
_GRAVER = ("kill", "murder", "execute", "behead", "assassinate")
"""Verbs that say what came of the blow named beside them."""


def parted(found: Sequence[Draft]) -> list[Draft]:
    """The drafts of an article; of two main ones of a sentence that tell the same one is main."""
    told: dict[int, str] = {}
    main = (d for d in found if d.report.salience == "main")
    for _, together in groupby(main, key=lambda d: d.report.sentence_start):
        drafts = list(together)
        for one, other in permutations(drafts, 2):
            if one.predicate.token.i not in told and (why := _told_by(one, other)) is not None:
                told[other.predicate.token.i] = f"salience.twin: {why} {one.predicate.lemma}"
    return [_behind(d, told.get(d.predicate.token.i)) for d in found]


def _behind(draft: Draft, cue: str | None) -> Draft:
    if cue is None or draft.report.salience != "main":
        return draft
    return replace(draft, report=replace(draft.report, salience="background", cues=(*draft.report.cues, cue)))


def _told_by(one: Draft, other: Draft) -> str | None:
    """Why the first report says what the second does; None where it does not."""
    a, b = one.predicate, other.predicate
    blows = one.report.type in BLOWS and other.report.type in BLOWS
    if b.kind == "noun" and (one.report.type == other.report.type or blows):
        if a.kind == "verb" and b.token in _objects(a.token):
            return "is what they"
        if a.kind == "verb" and b.token.dep_ == "pobj" and b.token.head.head.i == a.token.i and a.lemma in _HURT:
            return "is how they"
        if (
            a.kind == "verb"
            and one.report.type == "ELECTION"
            and b.token.dep_ == "pobj"
            and b.token.head.head == a.token
        ):
            return "is where they"  # "lost its majority in the election"
        if b.token.dep_ == "appos" and a.lemma == b.lemma:
            return "named again after"
    if a.kind != "verb" or b.kind != "verb":
        return None
    if one.report.type == other.report.type == "ASSAULT" and _is_one_blow(one, other):
        return "came of the same blow:"
    if b.token.dep_ == "ccomp" and b.token.head.i == a.token.i and wording("declaring", a.lemma):
        return "is what they" if is_dated(one.report) and "date.own" not in other.report.cues else None
    return None


def _is_one_blow(one: Draft, other: Draft) -> bool:
    """Whether two verbs of a clause are done to the same: "was shot and killed"; the graver says it."""
    a, b = one.predicate.token, other.predicate.token
    if not words("dying").isdisjoint((one.predicate.lemma, other.predicate.lemma)):
        return False  # "was shot on Monday and died on Tuesday"
    pair = (a.dep_ == "conj" and a.head.i == b.i) or (b.dep_ == "conj" and b.head.i == a.i)
    same = {t.i for t in one.arguments.objects} & {t.i for t in other.arguments.objects}
    if not pair or not (same or not (one.arguments.objects and other.arguments.objects)):
        return False
    grave = one.predicate.lemma in _GRAVER
    return grave or (other.predicate.lemma not in _GRAVER and b.i > a.i)


def _objects(verb: Token) -> Iterator[Token]:
    yield from (c for c in verb.children if c.dep_ in ("dobj", "nsubjpass"))
