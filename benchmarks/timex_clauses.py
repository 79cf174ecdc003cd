"""Clauses with their tense from a spaCy parse, for ``python -m benchmarks.timex --parse``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from timeline.dates import Clause

if TYPE_CHECKING:
    from timeline.parsed import Doc, Token

_PERFECT = ("have", "has", "had", "'ve", "'s", "'d", "having")
_PAST_AUXILIARIES = ("was", "were", "did", "had")


def clauses(doc: Doc) -> Iterator[Clause]:
    """The stretches of a parsed text that hang on one verb each, with what its auxiliaries say."""
    for _, run in groupby(doc, key=lambda token: _verb_of(token).i):
        tokens = list(run)
        verb = _verb_of(tokens[0])
        start, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1].text)
        helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
        modal = next((child.text.lower() for child in helpers if child.tag_ == "MD"), None)
        words = {child.text.lower() for child in helpers}
        perfect = bool(words & set(_PERFECT)) and verb.tag_ in ("VBN", "VBD") and not words & {"be", "to"}
        if modal and not perfect:
            yield Clause(start, end, modal=modal)
        elif perfect or verb.tag_ == "VBD" or words & set(_PAST_AUXILIARIES):
            yield Clause(start, end, tense="past", aspect="perfect" if perfect else None)
        elif verb.tag_ in ("VBZ", "VBP") or words & {"is", "are"}:
            yield Clause(start, end, tense="present")


def _verb_of(token: Token) -> Token:
    """The verb that a word hangs on, the word itself where none governs it."""
    here = token
    while here.pos_ not in ("VERB", "AUX") or here.dep_ in ("aux", "auxpass", "amod", "compound"):
        if here.head.i == here.i:
            return here
        here = here.head
    return here
