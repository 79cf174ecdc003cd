"""Where an event takes place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from timeline import actors
from timeline.extract.arguments import Arguments, obliques
from timeline.extract.predicates import Predicate

if TYPE_CHECKING:
    from timeline.extract.cast import Cast
    from timeline.parsed import Token

WHERE = frozenset({"in", "at", "near", "outside", "inside", "on", "off", "around", "across", "over"})
"""Prepositions of place."""
_AREAS = frozenset(
    {"neighborhood", "neighbourhood", "city", "town", "district", "area", "suburb", "village", "province", "region",
     "county", "capital", "borough", "community", "section", "state", "island", "port", "part", "outskirt", "centre",
     "center", "side"}
)  # fmt: skip
_WITHOUT_OBJECT = frozenset({"PROTEST", "DISASTER", "ASSAULT", "COERCE"})
_DIRECTIONS = frozenset(f"{a}{b}" for a in ("", "north", "south") for b in ("", "east", "west")) | {"north", "south"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where an event takes place."""

    name: str
    country: str | None
    beside: str | None = None
    """"near" or "outside" where it was not in the place itself."""


def place_of(predicate: Predicate, arguments: Arguments, cast: Cast) -> Place | None:
    """The place of an event: what "in", "at" and their like say of it, or where a visit goes."""
    found: Place | None = None
    for preposition, token in arguments.obliques:
        head = preposition.rsplit(" ", 1)[-1]
        if head in WHERE and (place := _place(token, cast)):
            found = _finer(found, _told(place, head))
        if head in WHERE or head in ("during", "with"):
            for nested, inner in obliques(token):
                if nested in ("in", "at", "near") and (place := _place(inner, cast)):
                    # "at the Kremlin in Moscow": the town rather than the house; "in Kazan in Russia": the town again.
                    place = _told(place, nested)
                    found = place if place.name not in _states() else _finer(found, place)
        if predicate.lemma in ("visit", "travel", "trip", "tour", "go", "fly", "return", "arrive") and head == "to":
            found = _finer(found, _place(token, cast))
    if predicate.lemma in ("visit", "tour"):
        for token in arguments.objects:
            found = _finer(found, _place(token, cast))
    if found is None and predicate.type in _WITHOUT_OBJECT:
        # "people in Lima marched", "two women in Oslo were shot"
        for token in arguments.objects if arguments.passive else () if arguments.objects else arguments.subjects:
            of = [noun for preposition, noun in obliques(token) if preposition == "of"]
            for preposition, noun in (pair for t in (token, *of) for pair in obliques(t)):
                place = _place(noun, cast) if found is None and preposition in ("in", "at", "near") else None
                found = _told(place, preposition) if place is not None else found
    return found


def _told(place: Place, preposition: str) -> Place:
    return replace(place, beside=preposition) if preposition in ("near", "outside") else place


def _finer(known: Place | None, new: Place | None) -> Place | None:
    if known is None or new is None:
        return known or new
    return new if known.name in _states() and new.name not in _states() else known


@cache
def _states() -> frozenset[str]:
    return frozenset(actor.name for actor in actors.shipped()[0] if actor.kind == "state")


def _place(token: Token, cast: Cast) -> Place | None:
    if token.lemma_.lower() in _AREAS and not cast.at(token):
        # "in the capital, Abuja", "in the Brownsville neighborhood", "in the town of Garissa"
        beside = [noun for preposition, noun in obliques(token) if preposition == "of"]
        beside += [c for c in token.children if c.dep_ in ("appos", "compound", "nmod")]
        return next((found for c in beside if (found := _place(c, cast)) is not None), None)
    if token.ent_type_ not in ("GPE", "LOC", "FAC") and not any(
        m.way == "capital" or m.kind == "place" for m in cast.at(token)
    ):
        return None
    mention = next((m for m in cast.at(token) if m.kind in ("state", "place")), None)
    entity = next((e for e in token.doc[token.i : token.i + 1].ents), None)
    span = entity if entity is not None else next((e for e in token.sent.ents if e.start <= token.i < e.end), None)
    name = mention.surface if mention is not None else (span.text if span is not None else token.text)
    name = name.removeprefix("the ").removeprefix("The ").partition(" off ")[0]  # "the Star Inn off Route 9"
    if name.lower() in _DIRECTIONS:
        return None  # "on the Southwest and West sides"
    known = actors.place(name)
    if mention is not None and mention.way == "name" and mention.kind == "state":
        return Place(mention.name, mention.country)
    if known is not None:
        return Place(known[0], known[1])
    return Place(name, mention.country if mention is not None else None)
