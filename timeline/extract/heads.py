"""Heads of noun phrases: what is coordinated with one, stands below it by a preposition or is meant by a pronoun."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from timeline.extract.lexicon import shipped
from timeline.extract.syntax import first_conjunct

if TYPE_CHECKING:
    from timeline.parsed import Token

_RELATIVE = frozenset({"who", "which", "that", "whom", "what"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"})
_DONE_TO_ACTS = frozenset(
    {"begin", "start", "launch", "end", "sign", "conclude", "win", "lose", "reach", "hold", "build", "design", "own"}
)
"""What one does to a war, a pact or a house, and not to the country or town that they are named by."""
LONGEST_LIST = 12
_JUDGES = frozenset({"judge", "justice", "magistrate", "jury", "court", "tribunal"})
_AROUND = frozenset({"area", "suburb", "region", "town", "village", "district", "county", "community"})
_PERSONS = ("nouns.person", "nouns.private")
_ONE, _SEVERAL = frozenset({"was", "is", "has"}), frozenset({"were", "are", "have"})


def is_bracketed(token: Token) -> bool:
    """Whether a word alone stands in brackets: "(left)"."""
    doc = token.doc
    return 0 < token.i < len(doc) - 1 and doc[token.i - 1].text == "(" and doc[token.i + 1].text == ")"


def obliques(token: Token) -> Iterator[tuple[str, Token]]:
    """(preposition, noun head) pairs below a token; "ahead of X" gives ``ahead of``."""
    for child in token.children:
        if child.dep_ in ("prep", "agent", "dative") and child.pos_ in ("ADP", "SCONJ", "VERB", "ADV"):
            yield from _below(child, child.lower_)
        elif child.dep_ == "advmod" and child.pos_ == "ADV":
            for nested in child.children:
                if nested.dep_ == "prep":
                    yield from _below(nested, f"{child.lower_} {nested.lower_}")


def _below(preposition: Token, name: str) -> Iterator[tuple[str, Token]]:
    for child in preposition.children:
        if child.dep_ == "pobj":
            for noun in conjuncts(_before_a_day(child)):
                yield name, antecedent(noun, preposition)
        elif child.dep_ == "prep":
            yield from _below(child, f"{name} {child.lower_}" if name not in ("from", "between") else child.lower_)


def _before_a_day(noun: Token) -> Token:
    """The noun that the parse makes one phrase with the day behind it: "by a *bullet* Monday evening"."""
    if noun.ent_type_ not in ("DATE", "TIME"):
        return noun
    # "by a *juvenile* Tuesday evening", but "on a busy Tuesday evening"
    tags = {"compound": ("NN",), "amod": ("JJ",) if noun.head.lower_ == "by" else ()}
    return next((c for c in noun.lefts if c.tag_ in tags.get(c.dep_, ()) and not c.ent_type_), noun)


def conjuncts(token: Token) -> Iterator[Token]:
    """The token and what is coordinated with it, in text order; no more than ``LONGEST_LIST`` of a list."""
    at: Token | None = token
    for _ in range(LONGEST_LIST):
        if at is None:
            return
        yield at
        joined = next((c for c in at.children if c.dep_ == "conj" and c.pos_ in _NOMINAL and _is_joined(c, at)), None)
        at = joined or _listed(at)


def _listed(first: Token) -> Token | None:
    """The next of a list of people that the parse takes for appositions: "Ann Lee, *Bo Dahl*, and *Cy Fox* left"."""
    if first.dep_ == "appos" and first.ent_type_ == "PERSON" and any(c.dep_ == "cc" for c in first.rights):
        return next((c for c in first.head.rights if c.i > first.i and _is_named_beside(c)), None)
    for second in first.rights:
        if _is_named_beside(second) and first.pos_ == "PROPN":
            several = any(c.dep_ == "conj" and c.ent_type_ == "PERSON" for c in second.rights)
            several = several or (any(c.dep_ == "cc" for c in second.rights) and _listed(second) is not None)
            named = first.left_edge.i == first.i or first.left_edge.pos_ == "PROPN"
            return second if several and named else None
    return None


def _is_named_beside(token: Token) -> bool:
    return token.dep_ == "appos" and token.ent_type_ == "PERSON"


def judged_by(verb: Token) -> Iterator[Token]:
    """The judge or jury far behind a verb: "was jailed for fraud over the sale of a mill *by Judge Ann Lee*"."""
    for by in verb.subtree:
        if by.lower_ == "by" and by.i > verb.i and by.dep_ == "prep" and by.head.i != verb.i:
            above = next((a for a in by.ancestors if a.pos_ in ("VERB", "AUX")), None)
            named = [c for c in by.children if c.dep_ == "pobj" and any(t.lower_ in _JUDGES for t in c.subtree)]
            yield from named if above is not None and above.i == verb.i else ()


def lost_objects(verb: Token) -> Iterator[Token]:
    """People beside the object, each with a place of his own: "shot Ann Lee in the hall and *Bo Dahl* in bed"."""
    places = (n for p in verb.rights if p.dep_ == "prep" and p.lower_ in ("in", "on", "at") for n in p.children)
    for first in (verb, *(n for n in places if n.dep_ == "pobj" and n.pos_ == "NOUN")):
        yield from (c for c in first.rights if c.dep_ == "conj" and c.ent_type_ == "PERSON" and c.pos_ == "PROPN")


def lost_subject(verb: Token) -> Token | None:
    """The subject that the parse joins to the phrase before it: "in a deal with Korda, *Acme* bought Zeta"."""
    if verb.tag_ not in ("VBD", "VBZ") or verb.i < 3 or any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
        return None
    last = verb.nbor(-1)
    if last.tag_ != "NNP" or last.dep_ not in ("conj", "appos") or last.left_edge.i == 0:
        return None
    first = last.head
    apart = last.left_edge.nbor(-1).text == "," and not any(c.dep_ == "cc" for c in first.children)
    phrase = next((a for a in first.ancestors if a.head.i == verb.i), None)
    return last if apart and phrase is not None and phrase.dep_ == "prep" and phrase.i < first.i else None


def _is_joined(second: Token, first: Token) -> bool:
    """Whether words are coordinated indeed: "on 17 May, an attack" and "tents since 2022 go" are parsing errors."""
    between = [t.text for t in second.doc[first.i : second.i] if t.text in ("(", ")")]
    if between.count("(") > between.count(")"):
        return False  # "Dahl (58 wins, 51 KO)"
    if first.ent_type_ == second.ent_type_ == "GPE" and _is_within(first):
        return False  # "in Bolton, Lancashire, England": one place
    if second.lemma_.lower() in _AROUND and any(t.lower_ == "surrounding" for t in second.lefts):
        return False  # "cancelled classes for children in Lima and surrounding areas"
    if second.pos_ == "NOUN" and first.dep_ in ("dobj", "pobj") and _is_of_the_clause(second, first):
        return False
    behind = second.right_edge.i + 1
    if second.tag_ == "NNP" and behind < len(second.doc) and lost_subject(second.doc[behind]) is second:
        return False
    if second.pos_ in ("PROPN", "PRON") or second.dep_ != "conj" or any(c.dep_ == "cc" for c in first.children):
        return True
    if second.left_edge.i > first.i and second.left_edge.nbor(-1).dep_ == "cc":
        return True  # "his wife, Ann Lee, and his son"
    # The last but one of a list has the "and".
    return any(c.dep_ == "conj" for c in second.children) and second.i - first.i > 1


def _is_of_the_clause(second: Token, first: Token) -> bool:
    """Whether a noun goes with those of a clause before it: "a raid that left two people hurt and a *boy* dead"."""
    if second.left_edge.i < 2 or any(c.dep_ in ("relcl", "acl", "prep") for c in second.rights):
        return False
    clauses = (c for c in first.rights if c.dep_ == "relcl" and c.i < second.i)
    apart = second.left_edge.nbor(-2).text == ","
    return not apart and any(c.dep_ in ("dobj", "ccomp") for clause in clauses for c in clause.rights)


def _is_within(town: Token) -> bool:
    """Whether the town that something happened in stands with commas alone before what it lies in."""
    told = first_conjunct(town)
    inside = told.dep_ == "pobj" and told.head.lower_ in ("in", "at", "near")
    return inside and not any(t.dep_ == "cc" for t in told.subtree)


def antecedent(token: Token, verb: Token) -> Token:
    """What a relative pronoun stands for; the token itself for anything else."""
    if token.tag_ not in ("WDT", "WP", "IN", "DT") or token.lower_ not in _RELATIVE:
        return token
    clause = verb
    while (
        clause.dep_ not in ("relcl", "acl") and clause.dep_ in ("conj", "xcomp", "ccomp") and clause.head.i != clause.i
    ):
        clause = clause.head
    if clause.dep_ != "relcl":
        return token
    head = clause.head
    if head.dep_ == "appos" and head.i and head.nbor(-1).dep_ == "neg":
        head = head.head  # "it was Ann Lee, not Bo Dahl, who resigned"
    if token.dep_ in ("dobj", "nsubjpass") and verb.lemma_.lower() in _DONE_TO_ACTS and _is_where(head):
        head = head.head.head  # "the war in Chad, which Libya began"
    head = _agreeing(head, token, clause)
    return _person_above(head) if token.lower_ == "who" else head


def meant(subject: Token, verb: Token) -> Iterator[Token]:
    """Those whom a subject stands for; "who" not for who follows its clause: "*Ann Lee*, who sang, and Bo Dahl"."""
    last = antecedent(subject, verb)
    first = _all_meant(last, subject)
    yield from (t for t in conjuncts(first) if last.i == subject.i or t.i < subject.i)


def _all_meant(last: Token, pronoun: Token) -> Token:
    """The first of those whom "who" means together: "*Ann Lee* and Bo Dahl, who recorded their song"."""
    several = last.i != pronoun.i and last.dep_ == "conj" and last.ent_type_ == "PERSON"
    if several and any(t.lower_ == "their" for t in pronoun.head.subtree):
        return first_conjunct(last)
    return last


def colleagues(person: Token) -> Iterator[Token]:
    """In "Presidents Ann Lee of Chad and Bo Dahl of Peru" the second hangs on Chad by mistake of the parse."""
    if person.ent_type_ == "PERSON" and any(c.tag_ in ("NNS", "NNPS") for c in person.lefts):
        for preposition, place in obliques(person):
            if preposition == "of":
                yield from (t for t in place.children if t.dep_ == "conj" and t.ent_type_ in ("PERSON", ""))


def _agreeing(noun: Token, pronoun: Token, clause: Token) -> Token:
    """The noun that a clause's verb agrees with: "a *video* addressing officers that was released on Monday"."""
    finite = next((t for t in (*clause.lefts, clause) if t.lower_ in _ONE or t.lower_ in _SEVERAL), None)
    if finite is None or pronoun.dep_ not in ("nsubj", "nsubjpass") or noun.dep_ not in ("dobj", "pobj"):
        return noun
    several = finite.lower_ in _SEVERAL
    fitting = ("NNS", "NNPS") if several else ("NN", "NNP")
    joined = noun.dep_ == "conj" or any(c.dep_ == "conj" for c in noun.children)
    if joined or noun.tag_ in fitting or noun.tag_ not in ("NN", "NNS", "CD") or (several and noun.tag_ == "NN"):
        return noun
    if pronoun.i and pronoun.nbor(-1).tag_ in fitting:
        return pronoun.nbor(-1)  # "needs for Haiti that was hit"
    for above in noun.ancestors:
        if above.pos_ in ("NOUN", "PROPN"):
            return above if above.tag_ in fitting else noun
        if above.dep_ not in ("prep", "acl"):
            break
    return noun


def _is_where(place: Token) -> bool:
    """Whether a place only says where, or with whom, the noun above it is."""
    above = place.head
    named = place.ent_type_ == "GPE" or (place.pos_ == "PROPN" and above.lower_ in ("near", "at"))
    return named and place.dep_ == "pobj" and above.dep_ == "prep" and above.head.pos_ == "NOUN"


def _person_above(noun: Token) -> Token:
    """In "Ann Lee, an adviser for strategic affairs, who accused" a person accuses, not the affairs nearby."""
    if noun.ent_type_ in ("PERSON", "NORP", "ORG", "GPE") or noun.pos_ == "PRON":
        return noun
    for ancestor in noun.ancestors:
        if ancestor.pos_ == "PROPN" and ancestor.ent_type_ == "PERSON":
            return ancestor
    above = noun.head.head if noun.dep_ == "pobj" and noun.head.dep_ == "prep" else noun
    somebody = shipped().is_in(above.lemma_.lower(), *_PERSONS)
    # "a pupil at the school who fell ill"
    return above if somebody and not shipped().is_in(noun.lemma_.lower(), *_PERSONS) else noun


def is_of_another(noun: Token, verb: Token) -> bool:
    """Whether a verb has its object before a further one, which the parse took from the words between them."""
    first = next((c for c in verb.rights if c.dep_ == "dobj"), noun)
    joined = noun.left_edge.i > 0 and noun.left_edge.nbor(-1).dep_ == "cc"  # "hit Ann in the arm and *Bo* in the leg"
    return first.i < noun.i and noun.left_edge.i > first.right_edge.i + 1 and not joined


def is_named_object(child: Token) -> bool:
    """Names that the parse takes for adverbs: "approached Acme about it", "ousted its chief, Ann Lee, on Monday"."""
    verb = child.head
    if child.ent_type_ not in ("PERSON", "ORG") or child.i < verb.i:
        return False
    first, taken = child.left_edge.i, next((c for c in verb.rights if c.dep_ == "dobj"), None)
    if taken is None:
        return first == verb.i + 1
    return first == taken.right_edge.i + 2 and child.doc[first - 1].text == ","
