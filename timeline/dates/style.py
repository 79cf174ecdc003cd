"""Telling news, narrative and colloquial text apart by the text itself."""

from __future__ import annotations

from timeline.dates.lexicon import Lexicon
from timeline.dates.tokens import Tokens

STYLES = ("news", "narrative", "colloquial")
_SHORT = 400
_FULL_DATES = 8
_FEW_DAYWORDS = 0.12


def style_of(tokens: Tokens, lexicon: Lexicon) -> str:
    """One of STYLES.

    A short text is colloquial; one that mostly gives years, and hardly ever a weekday or "yesterday", is a narrative.
    """
    if len(tokens.text) < _SHORT:
        return "colloquial"
    members = lexicon.members
    years = sum(tokens.classes.count(char) for char in members["year"] + members["era"])
    spoken = sum(tokens.classes.count(char) for char in members["dayword"] + members["weekday"])
    if years >= _FULL_DATES and spoken <= _FEW_DAYWORDS * years:
        return "narrative"
    return "news"
