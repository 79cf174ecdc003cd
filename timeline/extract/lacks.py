"""What a wording lacks to be printed as a headline: an object, a complement, anybody or anything with a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline.extract.arguments import Arguments
from timeline.extract.cast import Cast
from timeline.extract.contents import content
from timeline.extract.lexicon import Lexicon, shipped
from timeline.extract.phrases import is_aged, names, wording
from timeline.extract.predicates import Predicate
from timeline.extract.syntax import particle

if TYPE_CHECKING:
    from timeline.parsed import Token

_MARKS = re.compile(r"[@#]\w|https?:|\bwww\.|[|»•<>{}]")
_HALF_QUOTED = re.compile(r"^[^'‘]*[^\W\d_]{2}(?<![sxzSXZ])['’](?!\w)")
"""A quotation that closes and was not opened: "Sustained’ growth"; "the Sox’ win" only has an owner."""
_DOUBLED = re.compile(r"\b([a-z]{2,}) \1\b")
_HONOUR = re.compile(r"[\w’'-]+ of the (?:Year|Month|Week|Decade|Century|Match|Season)\b", re.IGNORECASE)


def flaw(text: str, predicate: Predicate, arguments: Arguments, cast: Cast) -> str | None:
    """What makes a full wording unfit to print: marks of the web, a name twice, nobody in two bare words."""
    if _MARKS.search(text) or text.count("“") != text.count("”") or text.count('"') % 2:
        return "no plain words"
    if _HALF_QUOTED.match(text):
        return "no plain words"
    heads = (*arguments.subjects, *arguments.objects, *(t for _, t in arguments.obliques))
    told = {m.name for t in heads for m in cast.at(t)}
    if any(text.count(n) > 1 and len(re.findall(rf"(?<!\w){re.escape(n)}(?!\w)", text)) > 1 for n in told):
        return "one name twice"
    if _DOUBLED.search(text):
        return "one word twice"
    if _is_nobody_in_office(predicate, arguments, text, told):
        return "who it is is not told"
    if _is_everyday(predicate, arguments, told):
        return "an everyday thing that nobody with a name does"
    if wording("reflexives", text.split()[0].lower()):
        return "who it is is not told"  # "herself checks into clinic"
    if _is_of_kin(predicate, arguments, cast):
        return "whose relative it is is not told"
    seized = predicate.type in ("COERCE", "LEGAL") and not arguments.passive and len(text.split()) == 3
    if seized and not told and not any(letter.isupper() or letter.isdigit() for letter in text[1:]):
        return "nobody and nothing is named"  # "Police arrest man"
    if len(text.replace("/", " ").split()) == 2 and not told and not any(cast.at(c) for t in heads for c in t.lefts):
        return "nobody and nothing is named"
    return None


def _is_nobody_in_office(p: Predicate, arguments: Arguments, text: str, told: set[str]) -> bool:
    """Whether somebody without a name was chosen or came to power: "staff elected", "king seizes power".

    Who is chosen for an office has that: "new mayor elected".
    """
    if p.type not in ("LEADERSHIP", "ELECTION") or told or p.kind != "verb":
        return False
    if arguments.passive:
        known = any(shipped().is_in(t.lemma_.lower(), "nouns.person") for t in arguments.objects)
    else:
        known = any(c.dep_ != "det" for t in arguments.subjects for c in t.children)
    return not known and not any(c.isupper() or c.isdigit() for c in text[1:])


def _is_everyday(p: Predicate, arguments: Arguments, told: set[str]) -> bool:
    """Whether people without names do what is no event: "four friends talk outside house"."""
    people = all(t.pos_ == "NOUN" and shipped().is_in(t.lemma_.lower(), "nouns.person") for t in arguments.subjects)
    with_somebody = any(preposition in ("with", "to") for preposition, _ in arguments.obliques)
    everyday = p.kind == "verb" and wording("everyday", p.lemma) and not arguments.objects
    return everyday and bool(arguments.subjects) and people and not with_somebody and not told


def _is_of_kin(predicate: Predicate, arguments: Arguments, cast: Cast) -> bool:
    """Whether the title is of somebody's kin without saying whose: "father shot in Lima"."""
    heads = arguments.objects if arguments.passive else arguments.subjects
    first = heads[0] if heads and predicate.kind == "verb" else None
    if first is None or not wording("kin", first.lemma_.lower()) or cast.at(first):
        return False
    owners = [c for c in first.lefts if c.dep_ == "poss"]
    return bool(owners) and all(c.tag_ == "PRP$" and not cast.at(c) for c in owners)


def lack_of(
    p: Predicate, arguments: Arguments, cast: Cast, thing: str | None, tail: str, lexicon: Lexicon
) -> str | None:
    """What "A signs in Moscow" lacks: an object that the words do not name, or any complement."""
    of_giving = arguments.passive and wording("giving", p.lemma) and p.type != "ELECTION"
    if of_giving and not tail and not given(arguments, cast):
        return None if content(p, cast) else "what is given or made of them is not named"
    papers = arguments.passive and p.lemma == "file" and any(wording("suits", t.lower_) for t in arguments.objects)
    if papers and "against " not in tail:
        return "whom it is against is not named"
    if thing is not None and not arguments.passive and _is_vague(arguments, cast, f"{thing} {tail}"):
        return "what is done to says nothing alone"
    if thing is not None and not tail and not arguments.passive:
        if wording("shells", thing.rpartition("’s ")[2].lower()):
            return "what is done to says nothing alone"
        told = any(cast.at(t) or lexicon.is_in(t.lemma_.lower(), "nouns.person") for t in arguments.objects)
        if (told or p.lemma in ("force", "compel")) and wording("directing", p.lemma) and not content(p, cast):
            return "what they are to do is not named"
    if thing is None and wording("declaring", p.lemma) and not arguments.passive and not content(p, cast):
        return "what is made known is not told"  # "announces on television"
    sought = tail.removeprefix("for ") if p.lemma in ("search", "look", "hunt") else ""
    if lexicon.is_in(sought, "nouns.person", "nouns.private"):
        return "whom they look for is not told"
    person = any(m.kind == "person" for t in arguments.objects for m in cast.at(t))
    shown = arguments.passive and not arguments.subjects and p.lemma in ("introduce", "present")
    if shown and person and not tail:
        return "as what or to whom is not told"  # a product is news by being introduced
    if arguments.passive and p.lemma == "find" and not tail and how_it_ends(p.token) is None:
        return "where or how they were found is not told"
    if p.type == "AGREE" and thing is None and wording("shells", tail.rpartition(" ")[2]) and tail.count(" ") == 1:
        return "what is agreed is not named"  # "agrees to deal"
    if thing is not None or (arguments.passive and p.type in ("LEADERSHIP", "ELECTION")):
        return None
    if any(not _is_measure(t) or (t.ent_type_ == "CARDINAL" and p.type == "ASSAULT") for t in arguments.objects):
        return "what is done to is not named"
    if p.type == "DISASTER" and p.lemma in ("strike", "hit") and not tail:
        return "where it struck is not told"
    said = particle(p.token) is not None or how_it_ends(p.token) is not None or wording("bare", p.lemma)
    if tail or said or content(p, cast):
        return None
    return "no complement"


def _is_vague(arguments: Arguments, cast: Cast, words: str) -> bool:
    """Whether a thing says nothing without a name beside it: "the identity of a man", "the milestone to readers"."""
    heads = {t.lemma_.lower() for t in arguments.objects}
    if not heads or not all(wording("vague", lemma) for lemma in heads):
        return False
    for own in (m.name for t in arguments.subjects for m in cast.at(t)):
        words = words.replace(own, "")  # "Acme announces the milestone to Acme’s readers"
    return not any(c.isupper() or c.isdigit() for c in words)


def _is_measure(token: Token) -> bool:
    return not is_aged(token) and token.ent_type_ in ("DATE", "TIME", "QUANTITY", "PERCENT", "CARDINAL", "MONEY")


def given(arguments: Arguments, cast: Cast) -> str:
    """What a passive gives or makes of somebody: "Ann Lee awarded *prize*", "Bo Dahl named *coach*"."""
    second = [
        t for t in arguments.objects if t.dep_ == "oprd" or (t.dep_ == "dobj" and wording("giving", t.head.lemma_))
    ]
    if not second or not arguments.passive:
        return ""
    honour = second[0].doc[second[0].i : second[0].right_edge.i + 1].text
    if (found := _HONOUR.match(honour)) is not None:
        return found.group()
    return names(second, cast, False) or "" if second[0].tag_ != "NNP" else ""


def how_it_ends(verb: Token) -> Token | None:
    """The bare word that says how: "pleaded *guilty*", "went *bankrupt*", "ran *aground*"."""
    after = (c for c in verb.children if c.i == verb.i + 1)
    if verb.lemma_ == "plead":  # "pleaded guilty Monday", which the parse makes a guilty Monday
        behind = next((t for t in verb.doc[verb.i + 1 : verb.i + 3] if t.lower_ != "not"), verb)
        if behind.lower_ in ("guilty", "innocent"):
            return behind
    return next((c for c in after if (c.dep_ == "acomp" and c.pos_ == "ADJ") or wording("states", c.lower_)), None)
