"""When one text repeats another with small edits. Pure, and the same for text wing and store.

Texts are compared by their shingles, runs of five words (Broder 1997, On the resemblance and containment of documents).
The few shingles with the smallest hashes stand for a text: two texts share about as many of them as they share of all,
so that a copy is found by looking them up, however many texts there are.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from zlib import crc32

RUN = 5
"""Words of a shingle."""
KEPT = 10
"""Shingles that stand for a text."""
FEWEST = 25
"""Shingles that a text must have to be recognised as a copy."""
COPY = 500
"""Resemblance from which a text is a copy, in thousandths."""
SAME_FIGURES = 800
"""Of the figures, weekdays and months of the text that has fewer, how many the other must have, in thousandths: reports
of one form about different earthquakes or closing prices are no copies."""
_WORD = re.compile(r"\w+")
_FIGURE = re.compile(
    r"\d+|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:january|february|march|april|june|july|august|september"
    r"|october|november|december)\b"
)


@lru_cache(maxsize=64)  # asked for a new text several times, and for those like it
def shingles(text: str) -> frozenset[int]:
    """The hashes (CRC-32) of the runs of five words of a text."""
    words = _WORD.findall(text.casefold())
    return frozenset([crc32(" ".join(words[i : i + RUN]).encode()) for i in range(len(words) - RUN + 1)])


def sketch(text: str) -> list[int]:
    """The shingles that stand for a text; none for one that is too short to be recognised."""
    found = shingles(text)
    return sorted(found)[:KEPT] if len(found) >= FEWEST else []


def resemblance(one: str, other: str) -> int:
    """How much two texts have in common, in thousandths of what either has; 0 where their figures differ."""
    a, b = shingles(one), shingles(other)
    if min(len(a), len(b)) < FEWEST or not _same_figures(one, other):
        return 0
    return 1000 * len(a & b) // len(a | b)


def contained(one: str, other: str) -> int:
    """How much of the shorter of two texts the other has, too, in thousandths."""
    a, b = shingles(one), shingles(other)
    return 1000 * len(a & b) // max(1, min(len(a), len(b)))


def _same_figures(one: str, other: str) -> bool:
    a, b = (Counter(_FIGURE.findall(text.casefold())) for text in (one, other))
    return 1000 * (a & b).total() >= SAME_FIGURES * min(a.total(), b.total())
