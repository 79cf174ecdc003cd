"""What a verb means by what stands with it: its type where the word alone would mislead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from timeline.extract import blows
from timeline.extract.arguments import Arguments
from timeline.extract.lexicon import Lexicon
from timeline.extract.predicates import Predicate
from timeline.extract.sense_words import pattern, words
from timeline.extract.through import is_somebody

if TYPE_CHECKING:
    from timeline.parsed import Token


_YEAR = re.compile(r"(?:19|20)\d\d")


def told(p: Predicate, args: Arguments, lexicon: Lexicon) -> Predicate:
    """What a quake or a flood does to a town is no assault on it; one who talks about a thing meets nobody."""
    if (found := blows.told(p, args, lexicon)) is not None:
        return found
    if p.kind != "verb":
        return (
            replace(p, type="PROTEST", rule="type.PROTEST: strike of workers") if _is_of_work(p, args, lexicon) else p
        )
    if (judged := _judged(p, args, lexicon)) is not None:
        return judged
    if (
        p.lemma in ("hit", "strike")
        and args.subjects
        and all(t.lemma_.lower() in words("bullets") for t in args.subjects)
    ):
        return replace(p, type="ASSAULT", rule=f"type.ASSAULT: {p.lemma} by a bullet")
    hit = p.type in ("ASSAULT", "OTHER") and p.lemma in ("strike", "hit", "kill") and not _is_aimed(p)
    if hit and bool(args.subjects) and all(_is_vehicle(t) for t in args.subjects):
        return replace(p, type="DISASTER", rule=f"type.DISASTER: {p.lemma} by a vehicle")
    struck = (
        p.type in ("OTHER", "STATE")
        and p.lemma not in words("telling")
        and bool(args.objects)
        and _is_disaster(args.subjects, lexicon)
    )
    if (p.type == "ASSAULT" and _is_by_nature(p, args, lexicon)) or struck:
        return replace(p, type="DISASTER", rule=f"type.DISASTER: {p.lemma} in a disaster")
    if p.type == "LEADERSHIP" and p.lemma in words("also_of_things") and _is_of_things(p, args, lexicon):
        return replace(p, type="OTHER", rule=f"type.OTHER: {p.lemma} a thing")
    if p.type == "LEADERSHIP" and _is_honour(p, args):
        return replace(p, type="SUPPORT", rule=f"type.SUPPORT: {p.lemma} for an honour")
    if p.type == "LEADERSHIP" and p.lemma == "name" and _is_making_known(args):
        return replace(p, type="STATEMENT", rule="type.STATEMENT: name those who are held or hurt")
    if p.lemma == "meet" and _is_by_chance(p, args):
        return replace(p, type="OTHER", rule="type.OTHER: meet by chance")
    if p.type == "LEADERSHIP" and p.lemma in ("name", "identify") and _is_as(args, words("suspects")):
        return replace(p, type="LEGAL", rule=f"type.LEGAL: {p.lemma} as a suspect")
    if p.lemma in words("pouring") and _is_onto_streets(args):
        return replace(p, type="PROTEST", rule=f"type.PROTEST: {p.lemma} into the streets")
    if p.lemma == "fire" and p.type == "LEADERSHIP" and not args.passive and any(w == "at" for w, _ in args.obliques):
        return replace(p, type="ASSAULT", rule="type.ASSAULT: fire at")
    if p.lemma == "rally" and args.subjects and all(t.lemma_.lower() in words("markets") for t in args.subjects):
        return replace(p, type="OTHER", rule="type.OTHER: rally of prices")
    if p.lemma in ("terminate", "force", "drive") and any(
        t.lemma_.lower() in words("offices") for w, t in args.obliques if w in ("from", "as")
    ):
        return replace(p, type="LEADERSHIP", rule=f"type.LEADERSHIP: {p.lemma} from office")
    if p.lemma in ("phone", "telephone") and args.objects and all(t.lower_ in words("help") for t in args.objects):
        return replace(p, type="OTHER", rule="type.OTHER: phone for help")
    if p.lemma == "relieve" and any(w == "of" and t.lemma_.lower() in words("offices") for w, t in args.obliques):
        return replace(p, type="LEADERSHIP", rule="type.LEADERSHIP: relieve of office")
    if p.lemma == "strike down" and args.objects and not any(t.ent_type_ == "PERSON" for t in args.objects):
        papers = any(t.lemma_.lower() in words("laws") for t in args.objects)
        return replace(p, type="LEGAL" if papers else "OTHER", rule="type: strike down a thing")
    alone = len(args.subjects) == 1 and args.subjects[0].tag_ in ("NN", "NNP", "PRP")
    plural = alone and args.subjects[0].lower_ in ("we", "they", "you")
    if p.lemma in words("talking") and alone and not plural and not any(w in ("with", "to") for w, _ in args.obliques):
        return replace(p, type="STATEMENT", rule=f"type.STATEMENT: {p.lemma} with nobody")
    return p


def _judged(p: Predicate, args: Arguments, lexicon: Lexicon) -> Predicate | None:
    """What courts do in words of every day: "was *found guilty*", "will be *tried*"."""
    if p.lemma == "find" and any(c.dep_ in ("oprd", "acomp", "ccomp") and c.lower_ == "guilty" for c in p.token.rights):
        return replace(p, type="LEGAL", rule="type.LEGAL: find guilty")
    if p.lemma == "plead" and any(
        t.lower_ in ("guilty", "innocent") for t in p.token.doc[p.token.i + 1 : p.token.i + 3]
    ):
        return replace(p, type="LEGAL", rule="type.LEGAL: plead guilty")
    people = (t.ent_type_ == "PERSON" or is_somebody(t.lemma_.lower(), lexicon) for t in args.objects)
    if p.lemma == "try" and args.passive and any(people):
        return replace(p, type="LEGAL", rule="type.LEGAL: try in court")
    return None


def _is_vehicle(noun: Token) -> bool:
    """Whether a noun is a vehicle, by its kind or by its make, colour and year: "a gray 2013 Volvo Camper"."""
    if noun.lemma_.lower() in words("vehicles"):
        return True
    before = [t.text for t in noun.lefts] + [t.text for c in noun.lefts for t in c.lefts]
    by_year = any(_YEAR.fullmatch(t) or t in words("colours") for t in before)
    one_of_them = noun.lower_ in words("makes") and any(
        c.dep_ == "det" for c in noun.lefts
    )  # "a Volvo", not "Ann Ford"
    by_make = one_of_them or any(t.lower() in words("makes") for t in before)
    return noun.pos_ == "PROPN" and (by_year or by_make)


def _is_aimed(p: Predicate) -> bool:
    """Whether somebody drove it there on purpose, in the words of the sentence."""
    return any(t.lower_ in ("deliberately", "intentionally", "attack", "attacker") for t in p.token.sent)


def _is_onto_streets(args: Arguments) -> bool:
    """Whether people fill streets or squares, and no water: "thousands poured into the square"."""
    people = any(t.tag_ in ("NNS", "NNPS") or t.lower_ in ("people", "crowd") for t in args.subjects)
    return people and any(t.lemma_.lower() in words("streets") for _, t in args.obliques)


def _is_of_work(p: Predicate, args: Arguments, lexicon: Lexicon) -> bool:
    """Whether those whose striking is a protest hold the strike: "teachers ended a two-week strike"."""
    if p.lemma != "strike" or p.type != "ASSAULT":
        return False
    return any(lexicon.frames.get((f"{t.lemma_.lower()} does", "strike")) == "PROTEST" for t in args.subjects)


def _is_disaster(heads: Sequence[Token], lexicon: Lexicon) -> bool:
    lemmas = [t.lemma_.lower() for t in heads]
    return bool(lemmas) and all(lexicon.nouns.get(lemma) == "DISASTER" or lemma in words("ills") for lemma in lemmas)


def _is_by_nature(p: Predicate, args: Arguments, lexicon: Lexicon) -> bool:
    """Whether a flood, a crash or a building that collapsed killed or hurt somebody."""
    if args.subjects and not args.passive:
        if _is_disaster(args.subjects, lexicon):
            return True
        above = p.token.head if p.token.dep_ == "advcl" and p.token.tag_ == "VBG" else None
        crashed = above is not None and lexicon.verb_type(above.lemma_.lower()) == "DISASTER"
        return crashed and above is not None and not blows.is_willed(above, lexicon)  # "crashed, killing two"
    if p.lemma not in words("hurting") or args.subjects:
        return False
    when = (c for c in p.token.children if c.dep_ == "advcl" and any(g.lower_ == "when" for g in c.children))
    when = (c for c in when if not any(t.lemma_.lower() in words("noises") for t in c.lefts))  # "when gunfire erupted"
    if any(lexicon.verb_type(c.lemma_.lower()) == "DISASTER" for c in when):
        return True
    causes = [t for w, t in args.obliques if w in ("in", "by")]
    return any(lexicon.nouns.get(t.lemma_.lower()) == "DISASTER" for t in causes)


def _is_of_things(p: Predicate, args: Arguments, lexicon: Lexicon) -> bool:
    """Whether things, no people, are put in or out of place: "retired its ferries", "installed a new pump"."""
    nouns = [t.lemma_.lower() for t in args.objects if t.pos_ == "NOUN" and not t.ent_type_]
    endings = tuple(words("like_people")) if p.lemma in ("retire", "promote") else ()
    somebody = any(n.endswith(endings) or is_somebody(n, lexicon) for n in nouns)
    return len(nouns) == len(args.objects) > 0 and not somebody


def _is_honour(p: Predicate, args: Arguments) -> bool:
    """Whether somebody gets a prize or a title of honour and no office: "was nominated for best actor"."""
    if p.lemma in ("name", "vote", "elect", "crown") and any(
        pattern("honour").search(_phrase(t)) for t in args.objects
    ):
        return True
    for_what = [_phrase(t) for w, t in args.obliques if w in ("for", "as")]
    return p.lemma == "nominate" and any(pattern("prize").search(phrase) for phrase in for_what)


def _phrase(noun: Token) -> str:
    return noun.doc[noun.left_edge.i : noun.right_edge.i + 1].text


def _is_making_known(args: Arguments) -> bool:
    """Whether police, courts or the news say who somebody is: "police named four victims", "was named on the radio"."""
    if args.passive and any(w in ("on", "in") and t.lemma_.lower() in words("news") for w, t in args.obliques):
        return True
    if args.passive or any(t.dep_ == "oprd" for t in args.objects) or any(w == "as" for w, _ in args.obliques):
        return False
    return bool(args.objects) and all(t.lemma_.lower() in words("suspects") for t in args.objects)


def _is_by_chance(p: Predicate, args: Arguments) -> bool:
    """Whether two people come across one another: "she met Bo Dahl while walking on the beach"."""
    alone = len(args.subjects) == 1 and len(args.objects) == 1 and not any(w == "with" for w, _ in args.obliques)
    during = (c for c in p.token.children if c.dep_ == "advcl" and any(g.lower_ in ("while", "when") for g in c.lefts))
    return alone and any(True for _ in during)


def _is_as(args: Arguments, lemmas: frozenset[str]) -> bool:
    second = (t for t in args.objects if t.dep_ in ("oprd", "attr"))
    named = (*second, *(t for w, t in args.obliques if w == "as"))
    return any(t.lemma_.lower() in lemmas for t in named)
