"""Telling news, narrative and colloquial text apart by the text itself."""

from __future__ import annotations

import re

from timeline.dates.lexicon import Lexicon
from timeline.dates.tokens import Tokens

STYLES = ("news", "narrative", "colloquial")
_SHORT = 400
_POST_MARK = re.compile(r"[#@]\w|https?:|!|\.{3}|:[-o]?[)(DP]|::|~|[\u2600-\u27bf\U0001f300-\U0001faff]")
_QUOTED = re.compile('["“”«»]')
_FEW_YEARS = 3
_DATED = 15
_SPOKEN_SHARE = 0.12


def style_of(tokens: Tokens, lexicon: Lexicon, published: str | None = None) -> str:
    """One of STYLES.

    A short text with the marks or words of posts (hashtags, exclamation marks, "I", "u") is colloquial. One that names
    years and months, mostly not those of its publication, and hardly ever a weekday or "yesterday", is a narrative.
    Everything else is news.
    """
    if len(tokens.text) < _SHORT and _is_post(tokens, lexicon):
        return "colloquial"
    members = lexicon.members
    years = [
        tokens.values[i] for i, char in enumerate(tokens.classes) if char in members["year"] and i in tokens.values
    ]
    eras = _count(tokens, members["era"])
    months = _count(tokens, members["month"])
    spoken = _count(tokens, members["dayword"] + members["weekday"])
    told = len(years) + eras
    if told < _FEW_YEARS or told + months < _DATED or spoken > _SPOKEN_SHARE * told:
        return "news"
    now = int(published[:4]) if published else None
    recent = sum(1 for year in years if now is not None and abs(year - now) <= 1)
    return "news" if recent > len(years) / 2 else "narrative"


def _is_post(tokens: Tokens, lexicon: Lexicon) -> bool:
    text = tokens.text.strip()
    if _POST_MARK.search(text) or text[:1].islower():
        return True
    return not _QUOTED.search(text) and any(lexicon.has(char, "chatty") for char in tokens.classes)


def _count(tokens: Tokens, chars: str) -> int:
    return sum(tokens.classes.count(char) for char in set(chars))
