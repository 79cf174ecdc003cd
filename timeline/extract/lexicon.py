"""The word lists of ``rules/events.toml``, ``nominals.toml`` and ``grammar.toml`` as look-ups."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from timeline.model import TYPES

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Which words are events of which type, and which words steer the reading of a clause. Keys are lemmas."""

    verbs: Mapping[str, str]
    """Verb, with its particle after a space -> type."""
    nouns: Mapping[str, str]
    """Event noun, compound nouns with a space -> type."""
    frames: Mapping[tuple[str, str], str]
    """(verb, object noun) -> type."""
    nominals: Mapping[str, str]
    """Event noun -> the verb for the same act."""
    words: Mapping[str, Words]
    """``section.name`` of grammar.toml -> lemmas, e.g. ``verbs.light``, ``cues.scheduled``."""
    empty_with: Mapping[str, Words]
    """Verb -> event nouns beside which it says nothing of its own."""

    def verb_type(self, lemma: str, particle: str | None = None) -> str:
        """The type of a verb, OTHER when the lexicon does not know it."""
        if particle and (known := self.verbs.get(f"{lemma} {particle}")):
            return known
        return self.verbs.get(lemma, "OTHER")

    def is_in(self, lemma: str, *lists: str) -> bool:
        """Whether one of the named lists holds the lemma."""
        # Asked hundreds of times for a sentence; any() takes twice as long.
        for name in lists:  # noqa: SIM110
            if lemma in self.words[name]:
                return True
        return False


@cache
def shipped() -> Lexicon:
    """The lexicon of this release.

    Raises:
        ValueError: a table names a type that does not exist.
    """
    events, grammar, nominals = _toml("events"), _toml("grammar"), _toml("nominals")
    if unknown := events.keys() - set(TYPES):
        raise ValueError(f"rules/events.toml names unknown types: {', '.join(sorted(unknown))}")
    verbs: dict[str, str] = {}
    nouns: dict[str, str] = {}
    frames: dict[tuple[str, str], str] = {}
    # Types stand from the particular to the general: the first that claims a word keeps it.
    for name, table in events.items():
        for lemma in table["verbs"]:
            verbs.setdefault(lemma, name)
        for lemma in table["nouns"]:
            nouns.setdefault(lemma, name)
        for frame in table.get("frames", ()):
            verb, _, noun = frame.rpartition(" ")
            frames.setdefault((verb, noun), name)
    grammar.pop("lemmas")
    empty_with = {verb: frozenset(words) for verb, words in grammar["verbs"].pop("empty_with").items()}
    return Lexicon(
        verbs=verbs,
        nouns=nouns,
        frames=frames,
        nominals=nominals["verb"],
        words={f"{section}.{name}": frozenset(w) for section, names in grammar.items() for name, w in names.items()},
        empty_with=empty_with,
    )


def examples() -> list[tuple[str, str, str]]:
    """(type, sentence, trigger lemma) of every example in ``rules/events.toml``; the tests run them."""
    return [(name, e["text"], e["trigger"]) for name, table in _toml("events").items() for e in table["examples"]]


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((files("timeline") / "rules" / f"{name}.toml").read_text("utf-8"))
