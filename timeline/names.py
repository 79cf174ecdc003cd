"""Names as they are compared, and the keys under which an actor is found. Pure, and the same for text wing and store.

keys("organisation", None, ["Apple Inc."]) -> {"name apple inc", "core apple", "initials ai"}
keys("person", None, ["Masoud Pezeshkian"]) -> {"name masoud pezeshkian", "person PSXKN MST", "person PSXKN m."}

Whoever changes what a key is, or a word of ``rules/names.toml``, raises ``READ_MODEL_VERSION``: databases hold keys.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from jellyfish import metaphone

_PLAIN = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʻ": "'",
        "`": "'",
        "ı": "i",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "ß": "ss",
        "æ": "ae",
    }
)
_NOT_WORD = re.compile(r"[^\w'+]+|_")
INITIALS = "initials "
"""What keys by initials begin with: many have one of two letters."""
_GENERATIONS = ("jr", "sr", "ii", "iii", "iv")


@cache
def table() -> dict[str, Any]:
    """``rules/names.toml`` as read."""
    return tomllib.loads(files("timeline").joinpath("rules/names.toml").read_text("utf-8"))


@cache
def legal_forms() -> frozenset[str]:
    """Last words that organisations' names may end in without meaning anybody else, folded."""
    return frozenset(table()["legal_forms"])


@cache
def no_short_name() -> frozenset[str]:
    """Words that alone are nobody's name, folded."""
    return frozenset(table()["no_short_name"])


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """The form under which names are compared: no accents, no case, no dots, one space between words."""
    if not text.isascii():
        parted = unicodedata.normalize("NFKD", text.translate(_PLAIN))
        text = "".join(c for c in parted if not unicodedata.combining(c))
    words = _NOT_WORD.sub(" ", text.replace(".", "").replace("`", "'").casefold()).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def core(name: str) -> str:
    """An organisation's name without its legal form: "Apple Inc." -> ``apple``; the "police department" are police."""
    parts = fold(name).split()
    if parts[-2:] in (["police", "department"], ["police", "dept"], ["police", "force"]):
        parts.pop()
    while len(parts) > 1 and parts[-1] in legal_forms():
        # "General Electric Co." without its form is "General Electric", but nobody is just "General".
        if len(parts) == 2 and parts[0] in no_short_name():
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
    kept = [p for p in parts if p not in _GENERATIONS] or list(parts)
    return kept[-1] if kept else ""


def generations_of(parts: Sequence[str]) -> set[str]:
    """What of a folded name tells a son from his father: ``jr``, ``iii``."""
    return {p for p in parts if p in _GENERATIONS}


# --- keys ---


def keys(kind: str, country: str | None, names: Iterable[str]) -> set[str]:
    """All keys under which an actor is found.

    Args:
        kind: person, state, organisation, group or thing.
        country: ISO 3166-1 alpha-2 code, or None.
        names: its name and all other spellings.
    """
    found: set[str] = set()
    for name in names:
        found.add(called(name))
        if kind == "person":
            found |= _of_person(fold(name).split())
        elif kind != "state":
            found |= _of_body(name)
    if kind == "state" and country:
        found.add(of_country(country))
    return found


def called(name: str) -> str:
    """The key of those who are called exactly so; case, accents, dots and a leading "the" aside."""
    return f"name {fold(name)}"


def of_country(country: str) -> str:
    """The key of the state of a code."""
    return f"state {country}"


def in_short(name: str) -> list[str]:
    """The keys of organisations whose name is this one, legal forms aside."""
    short = core(name)
    return [f"name {short}", f"core {short}"]


def by_initials(letters: str) -> str:
    """The key of organisations whose names begin with these letters, word by word."""
    return INITIALS + letters.replace(".", "").casefold()


def sounding(parts: Sequence[str]) -> list[str]:
    """The keys of people of whose names this one, folded and parted, may be another spelling; none for a single word.

    Surnames sound alike, and given names do, too, or one of them is an initial.
    """
    if len(parts) < 2:
        return []
    first, surname = parts[0], sound(surname_of(parts))
    return [f"person {surname} {first}."] if len(first) == 1 else [_as_it_sounds(surname, first), _bare(surname, first)]


def _of_person(parts: Sequence[str]) -> set[str]:
    if len(parts) < 2:
        return set()
    first, surname = parts[0], sound(surname_of(parts))
    whole = _bare(surname, first) if len(first) == 1 else _as_it_sounds(surname, first)
    return {whole, f"person {surname} {first[0]}."}


def _as_it_sounds(surname: str, first: str) -> str:
    return f"person {surname} {sound(first)}"


def _bare(surname: str, first: str) -> str:
    return f"person {surname} {first[0]}-"


def _of_body(name: str) -> set[str]:
    short = core(name)
    found = {INITIALS + letters for letters in (initials_of(name), initials_of(short)) if letters}
    return found if short == fold(name) else {*found, f"core {short}"}
