"""Names that the shipped tables know: states, nationalities, capitals, people, organisations, by exact look-up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from timeline.actors import words
from timeline.actors.tables import organisations, rows, several, states
from timeline.model import Mention
from timeline.names import fold

_WORD = re.compile(r"[^\W\d_]\w*")
_CURLY = str.maketrans({"’": "'", "‘": "'"})
_BLOCKING = re.compile(r"(?:\b(?:[Nn]on|[Aa]nti|[Pp]ro|[Pp]ost|[Pp]re|[Ee]x)-|\bNew |[@#/.])\Z")

LEADING = ("president", "prime minister", "chancellor", "leader", "supreme leader", "king")
"""Offices whose holder leads a state."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: str
    way: str
    full: str
    country: str | None


def known(text: str) -> list[Mention]:
    """Every table name in a text, longest first, without overlaps.

    The case of short names decides ("US", not "us"; "WHO", not "Who"); longer ones may stand in capitals.
    """
    plain = text.translate(_CURLY)
    found: list[Mention] = []
    after = 0
    index = _index()
    for word in _WORD.finditer(plain):
        start = word.start()
        entries = index.get(word.group())
        if start < after or entries is None or _BLOCKING.search(plain, max(0, start - 5), start):
            continue
        for entry in entries:
            end = start + len(entry.name)
            if plain.startswith(entry.name, start) and not _goes_on(plain, end) and not _longer(entry, plain, end):
                after = end
                at = _in_america(plain, end) if entry.kind == "state" and entry.way != "nationality" else False
                kind, full, country = ("place", entry.name, "US") if at else (entry.kind, entry.full, entry.country)
                way = "name" if at else entry.way
                found.append(Mention(start, end, text[start:end], kind, full, way, None, country))
                break
    return found


def _in_america(text: str, end: int) -> bool:
    """Whether a name that a state bears is an American town's by the words behind it: "Lebanon, Pa."."""
    return text.startswith(", ", end) and _american().match(text, end) is not None


@cache
def _american() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in words.load().american_states)
    return re.compile(rf", (?:{names})(?![\w-])(?!,? and\b)")


def _longer(entry: _Entry, text: str, end: int) -> bool:
    """Whether a name with an article is the beginning of another: "the West" of "the West Bank"."""
    return entry.name.startswith("the ") and text[end : end + 2].strip().isupper() and text[end : end + 1] in " -"


def _goes_on(text: str, end: int) -> bool:
    """Whether the name is part of a longer word or of a price ("US $199")."""
    return text[end : end + 1].isalnum() or text[end : end + 1] == "_" or text[end : end + 2].lstrip().startswith("$")


@cache
def _index() -> dict[str, tuple[_Entry, ...]]:
    by_word: dict[str, dict[str, _Entry]] = {}
    for entry in _entries():
        forms = {entry.name, entry.name.upper()} if len(entry.name) > 4 else {entry.name}
        for form in forms:
            if first := _WORD.match(form):
                shown = _Entry(form, entry.kind, entry.way, entry.full, entry.country)
                by_word.setdefault(first.group(), {}).setdefault(form, shown)
    return {word: tuple(sorted(forms.values(), key=lambda e: -len(e.name))) for word, forms in by_word.items()}


def _entries() -> Iterator[_Entry]:
    for state in states().values():
        for name in (state.name, *state.other_names):
            yield _Entry(name, "state", "name", state.name, state.code)
        for name in state.nationality:
            yield _Entry(name, "state", "nationality", state.name, state.code)
    for state in states().values():
        for name in (state.capital, *state.seats):
            if name:
                yield _Entry(name, "state", "capital", state.name, state.code)
    for person in rows("people"):
        for name in (person["name"], *several(person["other_names"])):
            if " " in name:
                yield _Entry(name, "person", "name", name, None)
    for organisation in organisations():
        for name in (organisation.name, *organisation.other_names):
            yield _Entry(name, organisation.kind, "name", name, organisation.country)


@cache
def countries_led() -> dict[str, frozenset[str]]:
    """Folded surname -> countries that a person of that name has led: whose "administration" it is."""
    people = {row["id"]: row for row in rows("people")}
    led: dict[str, set[str]] = {}
    for term in rows("offices"):
        if term["country"] and term["office"] in LEADING:
            names = (people[term["person"]]["name"], *several(people[term["person"]]["other_names"]))
            for name in names:
                if parts := fold(name).split():
                    led.setdefault(parts[-1], set()).add(term["country"])
    return {surname: frozenset(countries) for surname, countries in led.items()}


def country_of(name: str) -> str | None:
    """The country of a person of the shipped table, by exact name; None for others."""
    return _countries().get(fold(name))


@cache
def _countries() -> dict[str, str]:
    return {
        fold(name): row["country"]
        for row in rows("people")
        for name in (row["name"], *several(row["other_names"]))
        if row["country"]
    }
