"""Date phrases that belong to a noun or to whoever speaks, whatever the parse hangs them on.

The 8 October gig was announced on Monday.                    the gig
Crimes related to the incident that night were filed.         the incident
Ann Lee was shot, her brother said Thursday.                  said
A man accused of murder at a party in 2013 was freed.         the murder
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from timeline.extract.lexicon import Lexicon
from timeline.extract.predicates import Predicate
from timeline.model import Timex

if TYPE_CHECKING:
    from timeline.parsed import Span, Token

SEIZING = frozenset(
    {"arrest", "charge", "detain", "apprehend", "hold", "indict", "sentence", "convict", "jail", "accuse"}
)
BLOWS = frozenset({"ASSAULT", "DISASTER", "COERCE"})
_LONG = ("year", "season", "month", "quarter", "decade")
_ARGUMENTS = ("nsubj", "nsubjpass", "dobj")


@dataclass(frozen=True, slots=True)
class Attached:
    """What a phrase belongs to: an event of the sentence, or with None a word that is no event."""

    event: Predicate | None


def attached(
    span: Span, timex: Timex, at: Mapping[int, Predicate], predicates: Sequence[Predicate], lexicon: Lexicon
) -> Attached | None:
    """What a phrase surely belongs to by the words beside it; None where the parse has to tell."""
    before = span.doc[span.start - 1] if span.start > span.sent.start else None
    if before is not None and before.lower_ == "on" and before.i > span.sent.start:
        before = before.nbor(-1)
    if before is not None and before.tag_ in ("VBD", "VBZ") and lexicon.is_in(before.lemma_.lower(), "verbs.speech"):
        return Attached(at.get(before.i))
    if before is not None and before.i in at and at[before.i].kind == "noun" and timex.text.lower().startswith("that "):
        return Attached(at[before.i])
    if (noun := _described(span)) is not None and noun.i not in at:
        return Attached(None)
    blow = _blow_before(span, timex, predicates)
    return Attached(blow) if blow is not None else None


def _described(span: Span) -> Token | None:
    """The noun of which a day before it says which one is meant: "the 8 October *gig*", "Tuesday's *crime*"."""
    head = span.root.head
    if head.pos_ != "NOUN" or head.i < span.end:
        return None
    if span.root.dep_ == "poss":
        return head
    return head if span[0].lower_ == "the" and head.dep_ in _ARGUMENTS else None


def _blow_before(span: Span, timex: Timex, predicates: Sequence[Predicate]) -> Predicate | None:
    """The crime for which somebody is held, where the year after it is its own: "accused of murder … in 2013"."""
    if timex.when.granularity not in _LONG:
        return None
    for p in reversed(predicates):
        if p.kind == "noun" and p.type in BLOWS and p.token.i < span.start and p.token.dep_ == "pobj":
            verb = p.token.head.head
            held = verb.lemma_.lower() in SEIZING and verb.pos_ == "VERB"
            whole = not any(t.text == "," for t in span.doc[p.token.i : span.start])
            return p if held and whole and verb.dep_ == "acl" else None
    return None
