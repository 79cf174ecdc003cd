"""Whether two full names are spellings of one."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.fuzz import ratio

from timeline.actors import words
from timeline.names import generations_of, sound, surname_of

_ALIKE = 70
"""Least rapidfuzz ratio of two full names that already sound alike."""


def same_person(one: Sequence[str], two: Sequence[str]) -> bool:
    """Whether two folded full names, word by word, are spellings of one: they sound alike and are written alike."""
    if len(one) < 2 or len(two) < 2:
        return False
    if generations_of(one) != generations_of(two) or sound(surname_of(one)) != sound(surname_of(two)):
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
