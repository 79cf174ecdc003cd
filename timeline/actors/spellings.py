"""Names as they are compared: without legal forms, by initials, by sound."""

from __future__ import annotations

from collections.abc import Sequence

from jellyfish import metaphone
from rapidfuzz.fuzz import ratio

from timeline.actors import words
from timeline.actors.tables import fold

_ALIKE = 70
"""Least rapidfuzz ratio of two full names that already sound alike."""


def core(name: str) -> str:
    """An organisation's name without its legal form: "Apple Inc." -> ``apple``; the "police department" are police."""
    parts = fold(name).split()
    if parts[-2:] in (["police", "department"], ["police", "dept"], ["police", "force"]):
        parts.pop()
    known = words.load()
    while len(parts) > 1 and parts[-1] in known.legal_forms:
        # "General Electric Co." without its form is "General Electric", but nobody is just "General".
        if len(parts) == 2 and parts[0] in known.no_short_name:
            break
        parts.pop()
    return " ".join(parts)


def initials_of(name: str) -> str:
    """First letters of the words that count: "Federal Bureau of Investigation" -> ``fbi``."""
    small = ("of", "the", "and", "for", "in", "on", "de", "la", "du")
    parts = [p for p in fold(name.replace("-", " ")).split() if p not in small]
    return "".join(p[0] for p in parts) if len(parts) > 1 else ""


def sound(word: str) -> str:
    """How a folded name sounds (Metaphone); "-yan" and "-ian" alike, as transliterations write both."""
    return metaphone(word.replace("y", "i"))


def surname_of(parts: Sequence[str]) -> str:
    """The last word of a folded name, particles and generations aside."""
    kept = [p for p in parts if p not in ("jr", "sr", "ii", "iii", "iv")] or list(parts)
    return kept[-1] if kept else ""


def same_person(one: Sequence[str], two: Sequence[str]) -> bool:
    """Whether two folded full names, word by word, are spellings of one: they sound alike and are written alike."""
    if len(one) < 2 or len(two) < 2:
        return False
    generations = [{p for p in n if p in ("jr", "sr", "ii", "iii", "iv")} for n in (one, two)]
    if generations[0] != generations[1] or sound(surname_of(one)) != sound(surname_of(two)):
        return False
    if ratio(surname_of(one), surname_of(two)) < _ALIKE:
        return False
    first, other = one[0], two[0]
    if len(one) == len(two) and any(_apart(p, q) for p, q in zip(one[1:-1], two[1:-1], strict=True)):
        return False  # "Mary Ann Reed" is not "Mary Jane Reed"
    if len(first) == 1 or len(other) == 1:
        return first[0] == other[0]
    return (
        not _of_two_sexes(first, other)
        and sound(first) == sound(other)
        and ratio(" ".join(one), " ".join(two)) >= _ALIKE
    )


def _apart(first: str, second: str) -> bool:
    """Whether two middle names differ: neither an initial of the other nor alike in sound."""
    if len(first) == 1 or len(second) == 1:
        return first[0] != second[0]
    return sound(first) != sound(second)


def _of_two_sexes(first: str, second: str) -> bool:
    """Whether of two given names that sound alike one is a man's and the other a woman's: "John" and "Jane"."""
    known = words.load()
    men, women = known.men - known.women, known.women - known.men
    return (first in men and second in women) or (first in women and second in men)
