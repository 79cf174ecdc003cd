"""Lines in capitals, and headlines With Capitals On Every Word, as the language model reads them best.

IRAN AND RUSSIA SIGN PACT IN MOSCOW         Iran and Russia sign pact in Moscow
Senate Rejects Bill After Long Debate       Senate rejects bill after long debate

The article's own text tells names from other words; where it is silent, the tables of names and the lexicon do. Every
letter stays where it is, so offsets hold for both.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise

from timeline import actors
from timeline.actors.tables import rows
from timeline.actors.words import load as actors_words
from timeline.extract.lexicon import shipped

_LINE = re.compile(r"[^\n\r]+")
_PIECE = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|[\W\d_]+")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_INSIDE = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+")
_LOWER = re.compile(r"\b[a-z]+\b")
_ENDS = re.compile(r"[.!?:;,]['\"”’)]*\s*$")
_LONGEST = 600
"""Characters of the longest line looked at: whole articles in capitals come in lines."""
_LONGEST_HEADLINE = 160
_RUN = re.compile(r"[a-z]{4}")
"""Small letters that no line in capitals holds."""
_LEAST = 4
"""Words of the shortest line looked at: shorter ones are names and labels."""
_MAY = re.compile(r"\b(?:may|MAY)(?= \d)|(?<=\d )(?:may|MAY)\b")

_INTO = re.compile(r"(?<=[a-z] )[A-Z][a-z]+s(?= (?:into|onto)\b)")
"""A verb by what stands behind it, though the lexicon has it not: "Ann Lee Checks into"."""


def truecased(text: str) -> str:
    """The text, letter for letter as long, with capitals taken from such lines where no name calls for them."""
    lines = [(m.start(), m.group()) for m in _LINE.finditer(text) if m.end() - m.start() <= _LONGEST]
    chosen = [(start, line) for start, line in lines if _shouts(line) or _is_title_case(line)]
    if not chosen:
        return text
    rest = set(range(len(lines))) - {i for i, pair in enumerate(lines) if pair in chosen}
    body = "\n".join(lines[i][1] for i in sorted(rest))
    if len(body) < len(text) // 4:
        body = "\n".join(line for line in text.splitlines() if not (_shouts(line) or _is_title_case(line)))
    names, common = frozenset(_INSIDE.findall(body)), frozenset(_LOWER.findall(body))
    parts, at = [], 0
    for start, line in chosen:
        change = _from_capitals if _shouts(line) else _from_title
        new = "".join(
            piece if not piece[0].isalpha() else change(piece, _opens(before), names, common)
            for before, piece in pairwise(["", *_PIECE.findall(line)])
        )
        new = _MAY.sub("May", new)
        new = _INTO.sub(lambda m: m.group() if m.group() in names else m.group().lower(), new)
        parts += [text[at:start], new if len(new) == len(line) else line]
        at = start + len(line)
    return "".join((*parts, text[at:]))


def _opens(before: str) -> bool:
    """Whether a word after this opens a sentence."""
    return not before or before.rstrip(" “\"'").endswith((".", "!", "?"))


def _shouts(line: str) -> bool:
    if _RUN.search(line):
        return False
    letters = [c for c in line if c.isalpha()]
    return (
        len(letters) > 12 and sum(c.isupper() for c in letters) > 0.9 * len(letters) and line.count(" ") >= _LEAST - 1
    )


def _is_title_case(line: str) -> bool:
    if len(line) > _LONGEST_HEADLINE or _ENDS.search(line, max(0, len(line) - 6)):
        return False
    words = _WORD.findall(line)
    if len(words) < _LEAST or len(words) > 20:
        return False
    long = [w for w in words if len(w) > 3]
    return len(long) > 2 and all(w[0].isupper() for w in long) and any(w[1:].islower() for w in long)


def _from_capitals(word: str, first: bool, names: frozenset[str], common: frozenset[str]) -> str:
    low, title = word.lower(), word[0] + word[1:].lower()
    if len(low) != len(word) or len(word) == 1:
        return word
    words = _words()
    if low in words.small:
        return title if first else low
    if title in names or low in words.names:
        return title
    if low in common or low in words.known or (low not in words.proper and low in words.frequent):
        return title if first else low
    if low in words.proper or first or len(word) > 3:
        return title
    return word


def _from_title(word: str, first: bool, names: frozenset[str], common: frozenset[str]) -> str:
    low = word.lower()
    words = _words()
    if first or word in names or not word[1:].islower() or low in words.names or len(low) != len(word):
        return word
    if low in words.small or low in common:
        return low
    return low if low in words.known and low not in words.proper else word


def is_common(word: str) -> bool:
    """Whether a word is one of the lexicon in small letters: "Police" at the head of a sentence is no name."""
    low = word.lower()
    return low in _words().known and low not in _words().proper


@dataclass(frozen=True, slots=True)
class _Words:
    small: frozenset[str]
    names: frozenset[str]
    known: frozenset[str]
    """Words of the lexicon in the forms that news uses."""
    frequent: frozenset[str]
    """Words that many articles hold, names of people and places aside."""
    proper: frozenset[str]
    """Single words of the tables of names: states, nationalities, capitals, people."""


@cache
def _words() -> _Words:
    table = tomllib.loads((files("timeline") / "rules" / "casing.toml").read_text("utf-8"))
    proper = {
        word.casefold()
        for name, columns in (("states", ("name", "nationality", "capital")), ("people", ("name", "other_names")))
        for row in rows(name)
        for column in columns
        for word in re.findall(r"\w{3,}", row[column])
    }
    proper -= {*table["small"], *table["ambiguous"], "and"}
    given = actors_words().men | actors_words().women
    frequent = {word for word in _frequent() if word not in given and actors.place(word) is None}
    return _Words(
        small=frozenset(table["small"]),
        names=frozenset(table["names"]),
        known=frozenset(_lexicon() - proper),
        frequent=frozenset(frequent | {f"{word}s" for word in frequent}),
        proper=frozenset(proper),
    )


def _frequent() -> set[str]:
    lines = (files("timeline") / "rules" / "en" / "frequencies.tsv").read_text("utf-8").splitlines()
    return {line.partition("\t")[0] for line in lines if not line.startswith("#")}


def _lexicon() -> set[str]:
    lexicon = shipped()
    verbs = {verb for verb in lexicon.verbs if " " not in verb}
    forms = {
        f for verb in verbs for f in (verb, f"{verb}s", f"{verb}es", f"{verb}d", f"{verb}ed", f"{verb}{verb[-1]}ed")
    }
    forms |= {f"{verb[:-1]}{end}" for verb in verbs for end in (("ies", "ied") if verb.endswith("y") else ("ing",))}
    forms |= {f"{verb}ing" for verb in verbs}
    nouns = {noun for noun in lexicon.nouns if " " not in noun} | lexicon.words["nouns.person"] | actors_words().papers
    nouns |= lexicon.words["nouns.fired"] | {body for body in actors_words().local_bodies if " " not in body}
    nouns |= {word for title in actors_words().offices for word in title.split()}
    return forms | nouns | {f"{noun}s" for noun in nouns}


def examples() -> list[tuple[str, str]]:
    """(text, how it is read) of every example in ``rules/casing.toml``; the tests run them."""
    table = tomllib.loads((files("timeline") / "rules" / "casing.toml").read_text("utf-8"))
    return [(e["text"], e["read"]) for e in table["examples"]]
