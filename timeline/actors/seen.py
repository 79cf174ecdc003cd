"""What a text has named so far, and which of it a pronoun or common noun may mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from timeline.actors import words
from timeline.model import Mention

if TYPE_CHECKING:
    from timeline.parsed import Token

Fits: TypeAlias = Callable[[Mention], bool]
FAR = 300
"""Mentions back that are looked at, so that a long text takes no more time for each."""
BACK = 2
"""Sentences before the present one in which an antecedent may stand."""
_MOSTLY = 0.6
"""Share of the mentions so far that makes one actor the one that the article is about."""
_SUBJECTS = ("nsubj", "nsubjpass")
_VERBS_BELOW = ("conj", "xcomp", "advcl")


@dataclass(frozen=True, slots=True)
class Seen:
    """A mention that precedes."""

    mention: Mention
    sentence: int
    subject: bool
    called: str = ""
    """The common noun that the text gives it: "NPD Group, a research firm", "the retailer Best Buy", "the suspect"."""


@dataclass(frozen=True, slots=True)
class Before:
    """Where a word stands that may point at somebody: what precedes it, and who is named around it."""

    text: str
    seen: Sequence[Seen]
    sentence: int
    """Number of the sentence."""
    at: Mapping[int, Mention]
    """Token -> the mention that it is part of; names of the whole text, pronouns and descriptions so far."""

    def beside(self, token: Token) -> frozenset[str]:
        """Names of those who are other arguments of the same verb: nobody who bought "the company" is the company."""
        return frozenset(self.at[t.i].name for t in beside(token) if t.i in self.at)

    def pointing(self, token: Token, antecedent: Mention, way: str, start: int | None = None) -> Mention:
        """A mention of the antecedent by a word, or by the words from a code point to its end."""
        begin, end = token.idx if start is None else start, token.idx + len(token)
        return replace(antecedent, start=begin, end=end, surface=self.text[begin:end], way=way)


def one(seen: Sequence[Seen], sentence: int, fits: Fits, *, far: bool = False) -> Mention | None:
    """The one antecedent that fits, or None where there is none or more than one could be meant.

    Args:
        seen: what precedes, in order.
        sentence: number of the sentence that is read.
        fits: what may be meant by the words.
        far: whether the only one that fits is meant however far back it stands.
    """
    fitting = [s for s in seen[-FAR:] if fits(s.mention)]
    near = {s.mention.name: s.mention for s in fitting if s.sentence >= sentence - BACK}
    if len(near) == 1:
        return next(iter(near.values()))
    for back in range(BACK + 1):
        here = [s for s in fitting if s.sentence == sentence - back]
        if not here:
            continue
        for choice in (here, [s for s in here if s.subject]):
            named = {s.mention.name: s.mention for s in choice}
            if len(named) == 1:
                return next(iter(named.values()))
        # One of those who stand nearest is meant, if anybody: not somebody else of whom the text says more.
        fitting = [s for s in fitting if any(s.mention.name == other.mention.name for other in here)]
        break
    counts = Counter(s.mention.name for s in fitting)
    if not counts:
        return None
    name, most = counts.most_common(1)[0]
    if not (far and len(counts) == 1) and (most < 2 or most < _MOSTLY * counts.total()):
        return None
    return next(s.mention for s in reversed(fitting) if s.mention.name == name)


def is_subject(token: Token) -> bool:
    """Whether a word stands in the subject of its clause, and not before a thing there: "the Lumia phone rang"."""
    head = token
    while head.dep_ in ("compound", "amod", "nmod", "det", "conj") and head.head is not head:
        beside = head.dep_ in ("compound", "nmod") and head.head.tag_ == "NN"
        if beside and head.head.lower_ in words.load().products:
            return False
        head = head.head
    return head.dep_ in _SUBJECTS


def beside(token: Token) -> list[Token]:
    """The other arguments of the verb of which a word is one: nobody who bought "the company" is the company."""
    verb = token.head
    subject = token.dep_ in _SUBJECTS
    if token.dep_ == "pobj" and verb.dep_ in ("prep", "agent"):
        verb = verb.head
    elif not subject and token.dep_ not in ("dobj", "dative"):
        return []
    if verb.pos_ not in ("VERB", "AUX"):
        return []
    others = [c for c in verb.children if c.dep_ in ("dobj", "dative", *_SUBJECTS) and c.i != token.i]
    below = [n for c in verb.children if c.dep_ in ("prep", "agent") for n in c.children if n.dep_ == "pobj"]
    others += [n for n in below if n.i != token.i]
    above = verb
    while not subject and above.dep_ in _VERBS_BELOW and not any(c.dep_ in _SUBJECTS for c in above.children):
        above = above.head
        others += [c for c in above.children if c.dep_ in _SUBJECTS]
    return [_meant(other) for other in others]


def _meant(token: Token) -> Token:
    """What a relative pronoun stands for: "*Acme*, which bought it"."""
    if token.tag_ not in ("WDT", "WP"):
        return token
    return next((a.head for a in token.ancestors if a.dep_ == "relcl"), token)


def told_of(token: Token) -> Token | None:
    """The noun of whose relative clause a word is part: "*Ann Lee*, who said that she …"."""
    for ancestor in token.ancestors:
        if ancestor.dep_ == "relcl":
            subject = next((c for c in ancestor.children if c.dep_ in _SUBJECTS), None)
            if subject is not None and subject.tag_ in ("WP", "WDT") and subject.i < token.i:
                return ancestor.head
            return None
    return None


def told_after(token: Token) -> Token | None:
    """The subject of the main clause behind a clause that opens its sentence: "After he left, *Ann Lee* …"."""
    for ancestor in token.ancestors:
        if ancestor.dep_ in ("advcl", "prep", "npadvmod", "advmod") and ancestor.left_edge.i <= token.sent.start + 1:
            subject = next((c for c in ancestor.head.children if c.dep_ in _SUBJECTS and c.i > token.i), None)
            if subject is not None and ancestor.i < subject.i:
                return subject
    return None
