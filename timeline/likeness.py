"""What makes two articles alike: rare words, names and ages that both hold. Pure, and the same for text wing and store.

traits("Two die in Lund harbour fire", "Jan Berg, 34, and … died in Lund on Monday.")
-> words {"lund": 512, "harbour": 430, …}, names {"berg"}, ages {34}
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

TOP = 80
"""Words kept of an article, the most telling first."""
KEYS = 24
"""Words under which an article is found."""
_RARE, _COMMON_NAME = 2, 8
"""In a thousand articles: taken for a word that the table does not list; from which a word is no telling name."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_NAME = re.compile(r"\b[A-Z][a-z’'-]+(?: (?:[A-Z]\. |[“\"][^”\"]+[”\"] )?[A-Z][A-Za-z’'-]+){1,3}")
_AGE = re.compile(r"\b(\d{1,2})[- ]years?[- ]old|, (\d{1,2}),|\bage[ds]? (\d{1,2})\b|\((\d{1,2})\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Traits:
    """The telling words of an article as a vector of length 1000, the last words of names in it, ages of people."""

    words: Mapping[str, int]
    names: frozenset[str]
    ages: frozenset[int]

    @property
    def keys(self) -> dict[str, int]:
        """The most telling words, with their weights."""
        return dict(list(self.words.items())[:KEYS])


@cache
def _frequencies() -> dict[str, int]:
    lines = (files("timeline") / "rules" / "en" / "frequencies.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {word: int(number) for word, number in rows}


@lru_cache(maxsize=64)  # asked when an article is compared, and again when it is stored
def traits(title: str | None, text: str) -> Traits:
    """The traits of an article; words weigh (1 + log frequency) x inverse document frequency (Salton, Buckley 1988)."""
    known = _frequencies()
    whole = f"{title or ''} .\n{text}"
    counts: Counter[str] = Counter()
    for word, times in Counter(_WORD.findall(whole)).items():
        counts[_stem(word)] += times
    weights = {w: (1 + math.log(n)) * math.log(1000 / known.get(w, _RARE)) for w, n in counts.items()}
    best = sorted(weights.items(), key=lambda x: (-round(x[1], 6), x[0]))[:TOP]
    length = math.sqrt(sum(weight * weight for _, weight in best)) or 1.0
    names = {_stem(m.group().split()[-1], plural=False) for m in _NAME.finditer(whole)}
    ages = {int(next(group for group in m.groups() if group)) for m in _AGE.finditer(text)}
    return Traits(
        words={word: round(1000 * weight / length) for word, weight in best},
        names=frozenset(name for name in names if known.get(name, 0) < _COMMON_NAME),
        ages=frozenset(ages - {0}),
    )


def cosine(a: Traits, b: Traits) -> int:
    """How alike the words of two articles are, in thousandths: the ``words`` of :func:`compare`."""
    return sum([a.words[word] * b.words[word] for word in a.words.keys() & b.words.keys()]) // 1000


def compare(a: Traits, b: Traits) -> dict[str, int]:
    """How alike two articles are, in thousandths: ``words`` (cosine), ``rare`` words, ``names``, ``ages``."""
    # Not the keys of the table taken from the words: Python would go through them all.
    known = _frequencies()
    both = {word: a.words[word] * b.words[word] for word in a.words.keys() & b.words.keys()}
    found = {"words": sum(both.values()) // 1000}
    rare = [product for word, product in both.items() if word not in known]
    if rare:
        found["rare"] = sum(rare) // 1000
        found["rare_shared"] = min(len(rare), 8) * 1000 // 8
    else:
        found["no_rare"] = 1000
    shared = len(a.names & b.names)
    if shared:
        found |= {"name": 1000, "names": min(shared, 3) * 1000 // 3}
    if a.ages and b.ages:
        same = len(a.ages & b.ages)
        found |= {"ages": 1000 * same // len(a.ages | b.ages)} if same else {"other_ages": 1000}
    return found


def _stem(word: str, plural: bool = True) -> str:
    word = word.casefold().removesuffix("'s").removesuffix("’s")
    return word[:-1] if plural and len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word
