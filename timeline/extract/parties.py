"""Whether a name that fills a place in a clause takes part in what the clause tells.

An *Acme* driver was arrested.            Acme takes no part
Three *Chileans* died in the fire.        nor does Chile
*Boston* sued the firm.                   Boston does
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from timeline import actors
from timeline.actors.told import FORCES
from timeline.actors.words import load as actors_words
from timeline.extract.arguments import Arguments
from timeline.extract.lexicon import shipped
from timeline.extract.predicates import Predicate
from timeline.extract.sense_words import words
from timeline.model import Mention, RoleMention

if TYPE_CHECKING:
    from timeline.parsed import Token

_GAMES = frozenset({"beat", "defeat", "play", "outplay", "outscore"})
JOINT = frozenset({"AGREE", "CONSULT", "COOPERATE"})
UNDERGONE = frozenset({"receive", "face", "draw", "suffer", "sustain", "get", "encounter"})
HITTING = frozenset({"ASSAULT", "COERCE"})
ABOUT_A_MAN = frozenset({*HITTING, "LEGAL", "LEADERSHIP", "DISASTER", "SANCTION"})
_OF_PEOPLE = frozenset({"PROTEST", "DISASTER", "LEGAL", "ELECTION", "LEADERSHIP"})
_WILLED = frozenset({"LEGAL", "SANCTION", "AGREE", "ACCUSE", "REJECT", "CONCEDE", "AID", "SUPPORT", "REQUEST"})


def is_aimed_at(slot: str, predicate: Predicate) -> bool:
    """Whether a place says what is hit: "an attack on Lund", not "was shot on the south side", "the Lund murders"."""
    if predicate.kind == "noun" and predicate.lemma in words("of_persons"):
        return False
    return slot != "on" or predicate.kind == "noun"


def is_town(mention: Mention, token: Token) -> bool:
    """Whether a capital is where somebody goes: "a flight to Berlin", not "a visit to the Kremlin"."""
    return mention.way == "capital" and actors.is_capital(mention.surface) and actors.is_place_use(token)


def is_means(mention: Mention, token: Token) -> bool:
    """Whether something named is what is used, with nobody: "shot with a Beretta", not "met with the Rotary Club"."""
    if mention.kind == "thing":
        return True
    owned = any(c.lower_ in ("a", "an", "his", "her") and c.dep_ in ("det", "poss") for c in token.lefts)
    return mention.kind == "organisation" and owned and mention.start <= token.idx < mention.end


def is_one_of(token: Token, mention: Mention, slot: str, predicate: Predicate) -> bool:
    """Whether what a man of an organisation does or suffers is his own: "an Acme driver was arrested", "died"."""
    if mention.start <= token.idx < mention.end or token.tag_ not in ("NN", "NNS"):
        return False
    if token.lemma_.lower() in actors_words().organisation_nouns:
        return False  # "the technology firm Zeta" is Zeta
    if slot == "subject" and shipped().is_in(token.lemma_.lower(), "nouns.private"):
        return True
    if predicate.lemma in words("dying"):
        return True  # "a Lund police officer died after a shooting"
    if slot == "subject" and token.lower_ in FORCES:
        return False  # sheriff's deputies act for the sheriff
    return predicate.type == "DISASTER" or (slot != "subject" and predicate.type in ABOUT_A_MAN)


def acting(mention: Mention, slot: str, token: Token, predicate: Predicate, arguments: Arguments) -> Mention:
    """A town as who acts or plays there: "*Texas* banned the drug", "the Bears beat *Lund* 2-1"."""
    if slot == "object" and predicate.lemma in _GAMES and (mention.kind == "place" or mention.way == "capital"):
        return replace(mention, kind="organisation", name=mention.surface, way="name", country=None)
    if mention.kind == "place" and slot == "subject" and token.dep_ == "nsubj" and wills(predicate, arguments):
        return replace(mention, kind="organisation")
    return mention


def wills(predicate: Predicate, arguments: Arguments) -> bool:
    """Whether what a town or province does is done by its people or government: "sued", not "saw", "lies"."""
    active = predicate.kind == "verb" and bool(arguments.objects) and not arguments.passive
    return active and predicate.type in _WILLED and predicate.lemma not in UNDERGONE


def is_of_a_people(mention: Mention, slot: str, predicate: Predicate) -> bool:
    """Whether people of a country are no more than that: "three Chileans died", "Peruvians marched"."""
    people = mention.way == "nationality" and mention.surface.endswith("s") and not mention.surface.endswith("ss")
    people = people and " " not in mention.surface  # "French troops" are no Chileans
    return people and (slot != "subject" or predicate.type in _OF_PEOPLE) and predicate.type not in JOINT


def state_of(town: Mention) -> Mention:
    """The state of a town: what hits the town hits the state."""
    code = town.country or ""
    name = next((a.name for a in actors.shipped()[0] if a.kind == "state" and a.country == code), town.name)
    return replace(town, kind="state", name=name, way="capital")


def is_own(mention: Mention, token: Token, parts: Iterable[RoleMention]) -> bool:
    """Whether a pronoun in a place means one who acts already: "praised *its* partner", "checked *herself* in"."""
    beside = token.lower_.endswith("self") or not mention.start <= token.idx < mention.end
    return beside and any(p.mention.name == mention.name for p in parts)
