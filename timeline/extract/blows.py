"""Whether somebody did it to somebody: violence, accident, arrest, release, and what people do among themselves.

A sacked cook crashed a party, *killing* two.         violence
A man was *killed* in an accidental shooting.         an accident
Ann Lee *died* in a shooting in Lima.                 violence
Chadian troops *raided* a village.                    violence; the police would have used force alone
The rebels *released* a hostage.                      giving back what was taken
Four friends *talked* outside a house.                no talks
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from timeline.extract.arguments import Arguments, conjuncts
from timeline.extract.lexicon import Lexicon
from timeline.extract.phrases import wording
from timeline.extract.predicates import Predicate
from timeline.extract.sense_words import pattern, words
from timeline.extract.through import is_somebody

if TYPE_CHECKING:
    from timeline.parsed import Token

_JUST_TOLD = 60
"""Words before a sentence in which it is told that what it speaks of was an accident."""
_NEAR = 600
"""Characters before and behind in which it is told that somebody was held."""
_NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP"})


def told(p: Predicate, args: Arguments, lexicon: Lexicon) -> Predicate | None:
    """The predicate with the type that those who do it and suffer it give; None where the word alone tells."""
    harmed = p.type == "ASSAULT" or (p.type == "OTHER" and p.lemma in words("hurting") and args.passive)
    if harmed and _is_accident(p, args):
        return replace(p, type="DISASTER", rule=f"type.DISASTER: {p.lemma} by accident")
    if p.kind != "verb":
        return None
    if p.lemma == "crash" and _is_party(args):
        return replace(p, type="OTHER", rule="type.OTHER: crash a party")
    if p.lemma in words("dying") and _is_by_violence(args, lexicon):
        return replace(p, type="ASSAULT", rule=f"type.ASSAULT: {p.lemma} by violence")
    if p.lemma in words("dying") and (_is_of_a_blow(p, args, lexicon) or _is_of_the_struck(args)):
        return replace(p, type="ASSAULT", rule=f"type.ASSAULT: {p.lemma} of a blow")
    if (
        p.type == "OTHER"
        and p.lemma in words("at_once")
        and any(w == "to" and t.lower_ == "death" for w, t in args.obliques)
    ):
        return replace(p, type="ASSAULT", rule=f"type.ASSAULT: {p.lemma} to death")
    if p.lemma == "pronounce" and any(c.lower_ == "dead" for c in p.token.rights) and _is_of_people(args, lexicon):
        type_ = "ASSAULT" if _is_told_of_violence(p.token) else "DISASTER"
        return replace(p, type=type_, rule=f"type.{type_}: pronounced dead")
    if p.lemma == "arm" and args.passive and not args.subjects and any(w == "with" for w, _ in args.obliques):
        return replace(p, type="STATE", rule="type.STATE: armed with")
    if p.lemma == "find" and args.passive and any(_is_found_killed(c) for c in p.token.children):
        return replace(p, type="ASSAULT", rule="type.ASSAULT: found killed")
    if p.type == "DISASTER" and p.lemma in words("burning") and (burnt := _burnt(args)) is not None:
        return replace(p, type=burnt, rule=f"type.{burnt}: {p.lemma} by people")
    if p.lemma == "raid" and _is_by_soldiers(args):
        return replace(p, type="ASSAULT", rule="type.ASSAULT: raid by soldiers")
    if p.lemma in words("letting_go") and _is_of_captives(p, args, lexicon):
        return replace(p, type="RETREAT", rule=f"type.RETREAT: {p.lemma} who is held")
    if p.lemma == "gather" and (crowd := _gathering(p, args, lexicon)) is not None:
        return replace(p, type=crowd, rule=f"type.{crowd}: a crowd gathers")
    if p.type == "CONSULT" and p.lemma in words("among_friends") and _is_private(args, lexicon):
        return replace(p, type="OTHER", rule=f"type.OTHER: {p.lemma} among friends")
    return None


def is_willed(verb: Token, lexicon: Lexicon) -> bool:
    """Whether somebody wanted what is a disaster elsewhere: "*crashed* the wedding", "a bomb *exploded*"."""
    lemma = verb.lemma_.lower()
    for c in verb.children:
        if lemma == "crash" and c.dep_ == "dobj" and c.lemma_.lower() in words("feasts"):
            return True
        if c.dep_ == "nsubj" and lexicon.frames.get((f"{c.lemma_.lower()} does", lemma)) == "ASSAULT":
            return True
    return False


def _is_party(args: Arguments) -> bool:
    return not args.passive and any(t.lemma_.lower() in words("feasts") for t in args.objects)


def _is_accident(p: Predicate, args: Arguments) -> bool:
    """Whether nobody meant it: "accidentally shot", "an accidental shooting", "hurt by mistake"."""
    if any(c.lower_ in words("unwilled") | words("unwanted") for c in p.token.children):
        return True
    if any(c.lower_ in words("unwanted") for t in args.subjects for c in t.lefts):
        return True  # "killed by accidental gunfire"
    above = p.token.head
    if p.token.dep_ == "advcl" and p.token.tag_ == "VBG" and any(c.lower_ in words("unwilled") for c in above.lefts):
        return True  # "accidentally fired a gun, hitting two"
    if p.kind == "verb" and p.token.dep_ == "conj" and any(c.lower_ in words("unwilled") for c in p.token.head.lefts):
        return _is_same_act(p.token)  # "accidentally shot and killed his brother"
    if p.kind == "noun" and any(c.lower_ == "the" for c in p.token.lefts) and _is_told_as_accident(p):
        return True
    for preposition, noun in args.obliques:
        if preposition in ("in", "by") and noun.lower_ in ("accident", "mistake"):
            return True
        if preposition in ("in", "by") and any(c.lower_ in words("unwanted") for c in noun.lefts):
            return True
    when = (c for c in p.token.children if c.dep_ == "advcl" and any(g.lower_ == "when" for g in c.children))
    return p.kind == "verb" and any(_is_unwilled(c) for c in when)


def _is_of_the_struck(args: Arguments) -> bool:
    """Whether who died is somebody whom violence hit: "a boy *shot in the head* died", "a boy *who was shot* died"."""
    hit = (c for t in args.subjects for c in t.rights if c.dep_ in ("acl", "relcl") and c.tag_ == "VBN")
    hit = (c for c in hit if c.dep_ == "acl" or any(w.dep_ == "nsubjpass" for w in c.lefts))
    return any(
        c.lemma_.lower() in words("striking") and not any(a.lower_ in words("unwilled") for a in c.children)
        for c in hit
    )


def _is_unwilled(verb: Token) -> bool:
    """Whether nobody meant what a clause tells: "when he accidentally fired it", "when his gun went off"."""
    alone = verb.lemma_ == "discharge" or (verb.lemma_ == "go" and any(c.lower_ == "off" for c in verb.rights))
    gun = any(c.dep_ == "nsubj" and c.lemma_.lower() in words("guns") for c in verb.lefts)
    return (alone and gun) or any(c.lower_ in words("unwilled") for c in verb.children)


def _is_same_act(verb: Token) -> bool:
    """Whether a verb behind "and" says what the first one came to: of its subject, and both of them blows."""
    own = any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)
    return not own and verb.head.lemma_.lower() in words("striking")


def _is_told_as_accident(p: Predicate) -> bool:
    """Whether "the shooting" is one of which an accident was told before: "was *accidentally shot* at home"."""
    doc, before = p.token.doc, p.token.sent.start
    for t in doc[max(0, before - _JUST_TOLD) : before]:
        noun = t.head if t.lower_ in words("unwanted") else None
        verb = t.head if t.lower_ in words("unwilled") else None
        if noun is not None and noun.lemma_.lower() == p.token.lemma_.lower():
            return True
        if verb is not None and verb.lemma_.lower() == p.lemma:
            return True
    return False


def _is_by_violence(args: Arguments, lexicon: Lexicon) -> bool:
    """Whether somebody died by another's hand: "died in a shooting", "died of gunshot wounds"."""
    for preposition, noun in args.obliques:
        modifiers = {c.lower_ for c in noun.lefts if c.dep_ in ("compound", "amod", "nmod")}
        if pattern("on_oneself").search(_phrase(noun)) or modifiers & words("unwanted"):
            return False
        if preposition in ("in", "during", "after") and modifiers & words("shootings"):
            return True  # "died in a shooting incident"
        if preposition in ("of", "from") and noun.lemma_.lower() in words("wounds") and modifiers & words("of_weapons"):
            return True
        if preposition in ("in", "during", "from", "after") and noun.lemma_.lower() not in words("long_wars"):
            pair = f"{noun.nbor(-1).lower_} {noun.lemma_.lower()}" if noun.i else ""
            known = lexicon.nouns.get(pair) or lexicon.nouns.get(noun.lemma_.lower())
            if known == "ASSAULT" and (preposition != "after" or noun.lemma_.lower() in ("shooting", "stabbing")):
                return True
    return False


def _is_of_a_blow(p: Predicate, args: Arguments, lexicon: Lexicon) -> bool:
    """Whether who died had been shot, stabbed or beaten, by the words around: "was shot and died in hospital"."""
    if any(_is_another_cause(preposition, noun, lexicon) for preposition, noun in args.obliques):
        return False
    after = (c for c in p.token.rights if "after" in (c.lower_, *(g.lower_ for g in c.lefts if g.dep_ == "mark")))
    if any(_is_blow(t) for c in after for t in c.subtree):
        return True
    own = [c for c in p.token.lefts if c.dep_ == "nsubj"]
    if not all(c.lower_ in words("same_victim") for c in own):
        return False
    if p.token.dep_ in ("conj", "relcl"):
        where = any(c.lower_ == "where" for c in p.token.lefts)  # "was taken to a hospital, where he died"
        return any(_is_blow(above) for above in p.token.ancestors) or (where and _is_told_of_violence(p.token))
    return bool(own) and p.token.dep_ == "ROOT" and _is_told_of_violence(p.token)


def _is_another_cause(preposition: str, noun: Token, lexicon: Lexicon) -> bool:
    """Whether somebody who had been hurt died of something else: "died of cancer", "died in a crash"."""
    if preposition in ("of", "from"):
        return noun.lemma_.lower() not in words("wounds")
    return preposition in ("in", "during") and lexicon.nouns.get(noun.lemma_.lower()) == "DISASTER"


def _is_of_people(args: Arguments, lexicon: Lexicon) -> bool:
    """Whether it is done to people, not to a plan."""
    return any(
        t.pos_ in ("PROPN", "PRON", "NUM") or t.lower_ in words("same_victim") or is_somebody(t.lemma_.lower(), lexicon)
        for t in args.objects
    )


def _is_told_of_violence(verb: Token) -> bool:
    """Whether a blow stands before a verb in its sentence or in the sentence before that."""
    start = verb.sent.start
    before = verb.doc[start - 1].sent.start if start else start
    while before and not verb.doc[before:start].text.strip():
        before, start = verb.doc[before - 1].sent.start, before
    told = verb.doc[before : verb.i]
    if any(t.lower_ in words("unwanted") for t in told):
        return False
    wounded = any(t.lemma_.lower() in words("wounds") and t.nbor(-1).lower_ in words("of_weapons") for t in told[1:])
    fired = any(t.lemma_ == "open" and any(c.dep_ == "dobj" and c.lower_ == "fire" for c in t.rights) for t in told)
    return wounded or fired or any(_is_blow(t) or t.lower_ in words("shootings") for t in told)


def _is_blow(verb: Token) -> bool:
    """Whether somebody was hurt by another's hand: "was *shot*", "a man *shot* him"; not "was accidentally shot"."""
    if verb.lemma_.lower() not in words("striking"):
        return False
    whom = any(c.dep_ == "dobj" and c.lower_ in ("him", "her", "them") for c in verb.rights)
    if verb.tag_ != "VBN" and not (verb.tag_ == "VBD" and whom):
        return False
    return not any(t.lower_ in words("unwilled") | words("unwanted") for t in verb.sent)


def _is_found_killed(child: Token) -> bool:
    """Whether somebody was found "*shot* dead", "*stabbed* to death"."""
    if child.dep_ not in ("xcomp", "oprd", "ccomp", "advcl") or child.lemma_.lower() not in words("at_once"):
        return False
    return any(t.lower_ in ("dead", "death") for t in child.subtree)


def _burnt(args: Arguments) -> str | None:
    """The type of burning down what is others': "rebels burned a village", "protesters burned a bus"."""
    if args.passive or not any(t.lemma_.lower() in words("premises") | words("burnt") for t in args.objects):
        return None
    if any(t.lemma_.lower() in words("protesters") for t in args.subjects):
        return "PROTEST"
    return (
        "ASSAULT"
        if any(t.lemma_.lower() in words("soldiers") or t.ent_type_ in _NAMED for t in args.subjects)
        else None
    )


def _is_by_soldiers(args: Arguments) -> bool:
    """Whether soldiers, rebels or a whole state raid, not the police: "the British raided the town"."""
    if any(t.lemma_.lower() in words("premises") for t in args.objects):
        return False
    return any(t.lemma_.lower() in words("soldiers") or t.ent_type_ in ("GPE", "NORP") for t in args.subjects)


def _is_of_captives(p: Predicate, args: Arguments, lexicon: Lexicon) -> bool:
    """Whether somebody who is held gets free, not a film or a patient: "was released on Monday"."""
    if any(t.lemma_.lower() in words("keeping_nobody") for _, t in args.obliques):
        return False
    jailed = args.passive and any(t.lemma_.lower() in words("jails") for _, t in args.obliques)
    if jailed or any(t.lemma_.lower() in words("captives") for t in args.objects):
        return True
    if args.passive and pattern("treated").search(p.token.sent.text):
        return False  # "were treated and released"
    people = any(
        t.ent_type_ == "PERSON" or t.lower_ in ("him", "her", "them", "crew") or is_somebody(t.lemma_.lower(), lexicon)
        for t in args.objects
    )
    named = any(t.pos_ in ("PROPN", "PRON") and t.lower_ != "it" for t in args.objects)
    if named and (p.lemma != "release" or pattern("held").search(p.token.sent.text)):
        return True
    text = p.token.doc.text
    return people and bool(
        pattern("held").search(text, max(0, p.token.idx - _NEAR), min(len(text), p.token.idx + _NEAR))
    )


def _gathering(p: Predicate, args: Arguments, lexicon: Lexicon) -> str | None:
    """What a crowd that gathers does: "Peruvians gathered in Lima, *demanding* work"; leaders who gather confer."""
    behind = {t.lower_ for t in p.token.subtree if t.i > p.token.i}
    if args.subjects and not args.objects and behind & words("mourning"):
        return "OTHER"
    crowd = all(
        t.tag_ in ("NNS", "NNPS") and not lexicon.is_in(t.lemma_.lower(), "nouns.in_office", "nouns.person")
        for t in args.subjects
    )
    if not args.subjects or not crowd or args.objects:
        return None
    return "PROTEST" if behind & words("demanding") else "OTHER"


def _is_private(args: Arguments, lexicon: Lexicon) -> bool:
    """Whether people without name or office are among themselves: "four friends talked", "she met her husband"."""
    doing = [t for subject in args.subjects for t in conjuncts(subject)]
    others = [t for token in args.objects for t in conjuncts(token)] if not args.passive else []
    others += [t for preposition, t in args.obliques if preposition == "with"]
    if any(t.ent_type_ in _NAMED or t.pos_ in ("PROPN", "PRON") for t in (*doing, *others)):
        return bool(others) and all(t.lemma_.lower() in words("spouses") for t in others)
    return bool(doing) and all(_is_private_person(t, lexicon) or t.lemma_.lower() in words("friends") for t in doing)


def _is_private_person(noun: Token, lexicon: Lexicon) -> bool:
    lemma = noun.lemma_.lower()
    return lexicon.is_in(lemma, "nouns.private") or wording("kin", lemma)


def _phrase(noun: Token) -> str:
    return noun.doc[noun.left_edge.i : noun.right_edge.i + 1].text
