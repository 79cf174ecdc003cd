"""Where a named place is, and whether a capital is meant as a place or as its government."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from timeline.actors import words
from timeline.actors.tables import rows, several, states
from timeline.names import fold

if TYPE_CHECKING:
    from timeline.parsed import Span, Token


def place(name: str) -> tuple[str, str | None] | None:
    """Looks a place up by name, exactly (case, accents and a leading "the" aside).

    Returns:
        (its name as news writes it, ISO 3166-1 alpha-2 or None for seas and continents), or None for an unknown place.
        Of places that share a name it is the largest.
    """
    return _index().get(fold(name))


@cache
def _index() -> dict[str, tuple[str, str | None]]:
    index: dict[str, tuple[str, str | None]] = {}
    for row in rows("places"):
        for name in (row["name"], *several(row["other_names"])):
            index.setdefault(fold(name), (row["name"], row["country"] or None))
    for state in states().values():
        for name in (state.name, *state.other_names):
            index[fold(name)] = (state.name, state.code)
        for name in (state.capital, *state.seats):
            if name:
                index.setdefault(fold(name), (name, state.code))
    return index


def is_capital(name: str) -> bool:
    """Whether a name is that of a state's capital, not of the seat of its government: "Moscow", not "the Kremlin"."""
    return fold(name) in _capitals()


@cache
def _capitals() -> frozenset[str]:
    return frozenset(fold(state.capital) for state in states().values() if state.capital)


def is_street(name: str) -> bool:
    """Whether a name is that of a street or road by its last word: "Mill Street", "N. 4th St", "108 Lee Court"."""
    parts, use = fold(name).split(), words.load().place
    numbered = len(parts) > 2 and parts[0].isdigit() and parts[-1] in use["numbered_streets"]
    return numbered or (len(parts) > 1 and parts[-1].rstrip(".") in use["streets"])


def is_place_use(part: Span | Token) -> bool:
    """Whether a name of a state, capital or seat stands for the place ("met in Moscow"), not for who governs there.

    Source of method: own, over the dependency parse; the words stand in ``rules/actors.toml`` under ``place_use``.
    """
    token: Token = part.root if hasattr(part, "root") else part
    use = words.load().place
    # "Moscow and Tehran": a conjunct plays the part of the first one.
    while token.dep_ in ("conj", "appos") and token.head is not token:
        token = token.head
    if token.dep_ == "compound":
        head = token.head
        if head.lower_ in use["compounds"] or head.lemma_.lower() in use["compounds"]:
            return True
        return head.dep_ in ("pobj", "dobj") and head.ent_type_ in ("GPE", "LOC", "FAC") and is_place_use(head)
    if token.dep_ == "pobj":
        preposition = token.head.lower_
        if preposition in use["prepositions"]:
            return True
        return preposition in use["motion_prepositions"] and token.head.head.lemma_.lower() in use["motion"]
    if token.dep_ in ("dobj", "nsubjpass"):
        return token.head.lemma_.lower() in use["objects_of"]
    return token.dep_ == "npadvmod"
