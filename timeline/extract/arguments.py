"""Who and what a predicate takes: its own arguments and those that control, conjunction and relative clauses share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from timeline.extract.heads import (
    LONGEST_LIST,
    antecedent,
    colleagues,
    conjuncts,
    is_bracketed,
    is_named_object,
    is_of_another,
    judged_by,
    lost_objects,
    lost_subject,
    meant,
    obliques,
)
from timeline.extract.lexicon import Lexicon, shipped
from timeline.extract.predicates import Predicate
from timeline.extract.products import is_launched_with
from timeline.extract.syntax import is_verb

if TYPE_CHECKING:
    from timeline.parsed import Token

__all__ = [
    "LONGEST_LIST", "WRITINGS", "Arguments", "antecedent", "conjuncts", "is_bracketed", "is_passive", "objects",
    "obliques", "of", "of_verb", "subjects",
]  # fmt: skip

_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
WRITINGS = frozenset({"letter", "email", "e-mail", "statement", "memo", "note", "message", "post", "tweet"})
_DEPTH = 6  # how far a missing subject is looked for; deeper chains are parsing errors
_AIMED = frozenset({"at", "into", "on", "toward", "towards", "back", "through", "past"})


@dataclass(frozen=True, slots=True)
class Arguments:
    """Heads of noun phrases, in the predicate's logical roles (a passive's "by" phrase is a subject)."""

    subjects: tuple[Token, ...]
    objects: tuple[Token, ...]
    obliques: tuple[tuple[str, Token], ...]
    """(preposition, head of its noun phrase)."""
    passive: bool = False


def of(predicate: Predicate, lexicon: Lexicon) -> Arguments:
    """The arguments of a predicate."""
    if predicate.kind == "participle":
        return Arguments((), tuple(conjuncts(predicate.token.head)), tuple(obliques(predicate.token)), True)
    if predicate.kind == "verb":
        return of_verb(predicate.token, lexicon)
    return _of_noun(predicate, lexicon)


def of_verb(verb: Token, lexicon: Lexicon) -> Arguments:
    """The arguments of a verb."""
    surface = tuple(subjects(verb, lexicon))
    passive = is_passive(verb)
    prepositional = tuple(obliques(verb))
    if not passive:
        things = tuple(objects(verb))
        beside = tuple(pair for pair in prepositional if is_launched_with(pair, things, verb))
        rest = tuple(pair for pair in prepositional if pair not in beside)
        return Arguments(surface, (*things, *(t for _, t in beside)), rest, False)
    # "By the end of the month she was shot": who did it stands behind.
    agents = tuple(t for p, t in prepositional if p == "by" and t.i > verb.i) or tuple(_held_by(verb))
    rest = tuple((p, t) for p, t in prepositional if p != "by")
    # "was hit by a wave of drones, an attack that": what follows a comma explains the clause.
    further = (t for t in objects(verb) if t.left_edge.i == 0 or t.left_edge.nbor(-1).text != ",")
    return Arguments(agents, (*surface, *further), rest, True)


def _held_by(verb: Token) -> Iterator[Token]:
    """Who does what the parse lets hang on the charge: "was charged with fraud *by the agency*"."""
    if charges := crimes(verb):
        by = [t for charge in charges for preposition, t in obliques(charge) if preposition == "by"]
        yield from [t for t in by if t.pos_ in ("NOUN", "PROPN")] or judged_by(verb)
    elif shipped().is_in(verb.lemma_.lower(), "verbs.giving"):
        given = [c for c in verb.rights if c.dep_ in ("dobj", "oprd")]  # "was offered the post of envoy *by Ann Lee*"
        yield from (t for c in given for p, t in obliques(c) if p == "by" and t.pos_ == "PROPN")


def crimes(verb: Token) -> list[Token]:
    """What somebody is held for, by the noun: "charged with *fraud*", where nobody is said to have charged him."""
    known = shipped()
    held = known.verb_type(verb.lemma_.lower()) in ("LEGAL", "COERCE", "ACCUSE") and is_passive(verb)
    if not held or any(c.dep_ == "agent" for c in verb.children):
        return []
    return [t for preposition, t in obliques(verb) if preposition in ("with", "of", "for", "on")]


def is_passive(verb: Token) -> bool:
    """Whether a verb's surface subject is its logical object."""
    if any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children) or _is_headline_passive(verb):
        return True
    if verb.tag_ == "VBD" and verb.dep_ in ("csubj", "csubjpass"):
        return not any(c.dep_ == "dobj" for c in verb.children)  # "A boy shot in Oslo has been named"
    if verb.tag_ == "VBD" and verb.dep_ == "conj" and is_verb(verb.head) and is_passive(verb.head):
        # "was arrested and charged with theft": a participle that the tagger took for a past tense
        lemma, known = verb.lemma_.lower(), shipped()
        done_to = known.verb_type(lemma) in ("LEGAL", "COERCE") or known.is_in(lemma, "verbs.done_to")
        return done_to and not any(c.dep_ in ("dobj", "ccomp", *_SUBJECTS) for c in verb.children)
    if verb.tag_ != "VBN" or any(c.dep_ == "aux" for c in verb.children):
        return False
    if shipped().is_in(verb.lemma_.lower(), "verbs.done_to_nobody"):
        return False
    if {"nsubj", "dobj"} <= {c.dep_ for c in verb.children}:
        return False  # "The mayor, who was not there, suspended him": a past tense that the tagger took for another
    if verb.dep_ == "conj" and is_verb(verb.head):
        return is_passive(verb.head) and not any(c.dep_ == "dobj" for c in verb.children)
    return verb.dep_ in ("acl", "advcl", "amod", "ROOT", "ccomp")


def _is_headline_passive(verb: Token) -> bool:
    """Whether a headline leaves out "was": "Man accused of theft", "Two killed in crash", "Shots fired in park"."""
    if verb.tag_ not in ("VBD", "VBN") or verb.dep_ not in ("ROOT", "ccomp"):
        return False
    if any(c.dep_ in ("dobj", "aux", "auxpass", "ccomp", "xcomp", "prt", "conj") for c in verb.children):
        return False
    lemma, subject = verb.lemma_.lower(), next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if subject is None or subject.i > verb.i or subject.pos_ == "PRON":
        return False
    known = shipped()
    if lemma == "fire":
        return known.is_in(subject.lemma_.lower(), "nouns.fired")
    if lemma == "shoot" and any(c.dep_ == "prep" and c.lower_ in _AIMED for c in verb.children):
        return False
    return known.is_in(lemma, "verbs.done_to")


def subjects(verb: Token, lexicon: Lexicon, depth: int = 0) -> Iterator[Token]:
    """Surface subjects of a verb, shared ones included."""
    own = [c for c in verb.children if c.dep_ in _SUBJECTS]
    if own:
        if verb.dep_ == "conj" and is_bracketed(verb.head):
            # "Ann Lee (left) and Bo Dahl shake hands": where she stands is taken for what she does.
            yield from (c for c in verb.head.children if c.dep_ in _SUBJECTS)
        if len(own) == 2 and _goes_with(*own):
            yield from conjuncts(own[0])
        for subject in own[-1:]:  # of two, the one beside the verb; the other is a parsing error
            if subject.tag_ in ("VBZ", "VBD") and depth < _DEPTH:
                yield from subjects(subject, lexicon, depth + 1)  # the headline "Firm releases phone, announces update"
                continue
            if subject.dep_ == "csubj" and (doer := next((c for c in subject.lefts if c.dep_ == "nsubj"), None)):
                yield from conjuncts(doer)  # "A frigate patrolling the strait seized two boats"
                continue
            yield from meant(subject, verb)
            yield from colleagues(subject)
        return
    if (lost := lost_subject(verb)) is not None:
        yield lost
        return
    if before := _clause_before(verb):
        yield from subjects(before, lexicon, depth + 1)
        return
    if depth >= _DEPTH or verb.head.i == verb.i:
        yield from _of_headline(verb)
        return
    head = verb.head
    if _is_accused_of(verb, lexicon):
        yield from (t for c in head.children if c.dep_ == "dobj" for t in conjuncts(c))
    elif verb.dep_ == "conj" and (is_verb(head) or head.pos_ == "AUX"):
        yield from subjects(head, lexicon, depth + 1)
    elif verb.dep_ in ("xcomp", "ccomp") and (is_verb(head) or head.pos_ == "AUX"):
        yield from _controller(verb, lexicon, depth)
    elif verb.dep_ == "xcomp":  # "is likely to sign": the adjective stands between
        yield from subjects(head.head, lexicon, depth + 1)
    elif verb.dep_ == "advcl":
        yield from _sent(verb, lexicon) or subjects(head, lexicon, depth + 1)
    elif verb.dep_ == "acl" or (verb.dep_ == "relcl" and _is_infinitive(verb)):
        yield from _of_modified(verb, lexicon, depth)
    elif verb.dep_ == "pcomp":
        yield from _of_gerund(verb, lexicon, depth)


def _goes_with(first: Token, second: Token) -> bool:
    """Whether the second of two subjects is the name of the last of the first: "Ann Lee and her son, *Bo*, left"."""
    with_comma = second.left_edge.i > 1 and second.left_edge.nbor(-1).text == ","
    return with_comma and first.tag_ == "NNP" and second.tag_ == "NNP" and any(c.dep_ == "conj" for c in first.rights)


def _clause_before(verb: Token) -> Token | None:
    """In the headline "Firm releases phone, announces update" the clause that the parse puts below the second verb."""
    if verb.dep_ != "ROOT" or verb.tag_ not in ("VBZ", "VBP", "VBD") or verb.i < 2 or verb.nbor(-1).text != ",":
        return None
    clauses = [c for c in verb.lefts if c.dep_ == "ccomp" and is_verb(c)]
    return clauses[-1] if clauses and not any(c.is_quote for c in verb.lefts) else None


def _is_accused_of(verb: Token, lexicon: Lexicon) -> bool:
    """In "accused them of betrayal and aligning with others" the gerund goes with the noun, though the parse errs."""
    head = verb.head
    gerund = verb.dep_ == "conj" and verb.tag_ == "VBG" and head.tag_ != "VBG"
    return gerund and lexicon.is_in(head.lemma_.lower(), "verbs.accuse")


def _controller(verb: Token, lexicon: Lexicon, depth: int) -> Iterator[Token]:
    """Who does what stands below another verb: "urged *them* to sign", "called on *them* to sign"; "*he* vowed to"."""
    head = verb.head
    taken = [c for c in head.children if c.dep_ in ("dobj", "dative") and c.pos_ != "ADP"]
    infinitive = _is_infinitive(verb)
    if infinitive and head.lemma_.lower() == "use" and is_passive(head):
        return  # "a flaw that has been used to attack users": somebody else attacks through it
    steered = lexicon.is_in(head.lemma_.lower(), "verbs.object_control")
    if taken and not is_passive(head) and (steered or not infinitive):
        for t in taken:
            yield from conjuncts(antecedent(t, head))
    elif called := _called_on(head, lexicon) if infinitive and not is_passive(head) else []:
        yield from called
    else:
        yield from subjects(head, lexicon, depth + 1)


def _sent(verb: Token, lexicon: Lexicon) -> list[Token]:
    """Those who are sent, hired or bound to do what the parse takes for a purpose: "sent *Ann Lee* to fetch it"."""
    head = verb.head
    if not _is_infinitive(verb) or is_passive(head) or not lexicon.is_in(head.lemma_.lower(), "verbs.object_control"):
        return []
    taken = [c for c in head.children if c.dep_ == "dobj"]
    somebody = lexicon.is_in(head.lemma_.lower(), "verbs.of_somebody")
    return [t for c in taken if somebody or c.pos_ in ("PROPN", "PRON") for t in conjuncts(c)]


def _called_on(verb: Token, lexicon: Lexicon) -> list[Token]:
    """Those of whom something is asked through a preposition: "appealed to the guests to leave"."""
    if not lexicon.is_in(verb.lemma_.lower(), "verbs.call_on"):
        return []
    return [noun for preposition, noun in obliques(verb) if preposition in ("on", "upon", "to", "with", "for")]


def _is_infinitive(verb: Token) -> bool:
    return any(c.tag_ == "TO" for c in verb.children)


def _of_headline(verb: Token) -> Iterator[Token]:
    """Who acts in "Firm to close plants, sell stake", where the parse hangs the firm on the second verb."""
    for child in verb.lefts:
        if child.dep_ == "npadvmod" and child.pos_ == "PROPN" and any(c.dep_ == "acl" for c in child.rights):
            yield from conjuncts(child)
    if verb.is_sent_start and verb.tag_ == "VB" and verb.i + 1 < len(verb.doc) and verb.nbor(1).tag_ == "TO":
        yield verb  # "Acme to buy Zeta": a name that the tagger took for a verb


def _of_modified(verb: Token, lexicon: Lexicon, depth: int) -> Iterator[Token]:
    noun = verb.head
    if not _is_infinitive(verb):
        if verb.tag_ == "VBG" and (writer := _writing(noun)) is not None and lexicon.is_in(verb.lemma_, "verbs.speech"):
            yield from subjects(writer, lexicon, depth + 1)  # "resigned in a letter to the board saying"
        else:
            yield from conjuncts(noun)
        return
    owners = [c for c in noun.children if c.dep_ == "poss"]
    owners = owners or [t for preposition, t in obliques(noun) if preposition == "by"]
    if owners:
        yield from conjuncts(antecedent(owners[0], noun))
    elif noun.pos_ == "PROPN" and noun.i + 1 < len(noun.doc) and noun.nbor(1).tag_ == "TO":
        yield from conjuncts(noun)  # the headline "Firm to close plants"
    elif (above := _verb_above(noun)) is not None:
        if noun.dep_ == "dobj" and lexicon.is_in(above.lemma_.lower(), "verbs.object_control"):
            yield from conjuncts(noun)
        else:
            yield from subjects(above, lexicon, depth + 1)


def _verb_above(noun: Token) -> Token | None:
    """The verb that a noun is an object of, or "be" before a phrase: "is in talks to buy", "has plans to buy"."""
    head = noun.head
    if head.dep_ == "prep" and noun.dep_ == "pobj":
        head = head.head
    return head if is_verb(head) or head.pos_ == "AUX" else None


def _writing(noun: Token) -> Token | None:
    """The verb above a letter or statement that a noun belongs to: "resigned in a letter to the board"."""
    for ancestor in (noun, *noun.ancestors):
        if is_verb(ancestor):
            return None
        if ancestor.lemma_.lower() in WRITINGS:
            return _verb_above(ancestor)
    return None


def _of_gerund(verb: Token, lexicon: Lexicon, depth: int) -> Iterator[Token]:
    above = verb.head.head
    if is_verb(above):
        # "accused Russia of working": the object does it; "by working", "after working": the subject.
        if verb.head.lower_ in ("of", "from", "for", "into") and (
            taken := [c for c in above.children if c.dep_ == "dobj"]
        ):
            yield from conjuncts(taken[0])
        else:
            yield from subjects(above, lexicon, depth + 1)
    elif above.pos_ in ("NOUN", "PROPN"):
        yield from (t for c in above.children if c.dep_ == "poss" for t in conjuncts(c))


def objects(verb: Token) -> Iterator[Token]:
    """Direct and indirect objects without preposition; the antecedent where a relative clause lacks its object."""
    found = False
    named = [c for c in verb.rights if c.dep_ == "npadvmod" and is_named_object(c)]
    for child in verb.children:
        if child.dep_ == "dobj" and is_of_another(child, verb):
            continue
        if child.dep_ in ("dobj", "dative", "oprd", "attr") and child.pos_ not in ("ADP", "VERB"):
            found = found or child.dep_ == "dobj"
            if not (named and child.dep_ == "dobj"):  # the name says it better
                yield from conjuncts(antecedent(child, verb))
    for child in (*named, *(lost_objects(verb) if found else ())):
        yield from conjuncts(child)
    if verb.dep_ == "relcl" and not found and not is_passive(verb) and _has_plain_subject(verb):
        yield verb.head


def _has_plain_subject(verb: Token) -> bool:
    own = [c for c in verb.children if c.dep_ in _SUBJECTS]
    if any(c.tag_ == "WP$" for t in own for c in t.children):
        return False  # "whose team had competed"
    adverbial = any(c.lower_ in ("where", "when", "why") for c in verb.children)
    stranded = any(c.dep_ == "prep" and not any(g.dep_ in ("pobj", "pcomp") for g in c.children) for c in verb.children)
    stranded = stranded or any(c.dep_ == "prep" and any(g.tag_ == "WDT" for g in c.children) for c in verb.children)
    return bool(own) and own[0].tag_ not in ("WDT", "WP") and not adverbial and not stranded


# --- nouns ---


def _of_noun(predicate: Predicate, lexicon: Lexicon) -> Arguments:
    noun = predicate.token
    agents: list[Token] = []
    targets: list[Token] = []
    prepositional = [pair for pair in obliques(noun) if pair[0] != "by" or not _is_crime(noun)]
    for child in noun.children:
        if child.dep_ == "poss":
            agents.extend(conjuncts(child))
        elif child.dep_ in ("compound", "nmod") and not _is_scene(child):
            targets.append(child)
        elif child.dep_ == "amod" and child.ent_type_ == "NORP" and predicate.type != "DISASTER":
            agents.append(child)  # the "Spanish flu" is nobody's doing
    carrier = predicate.carrier
    if carrier is not None and predicate.relation in ("light", "begun"):
        carried = of_verb(carrier, lexicon)
        agents.extend(t for t in carried.subjects if t.i != noun.i)
        prepositional.extend(pair for pair in carried.obliques if pair[1].i != noun.i)
        targets.extend(t for t in carried.objects if t.i != noun.i and not carried.passive and t.dep_ == "dative")
    elif carrier is not None and predicate.relation in ("occur", "fate"):
        prepositional.extend(obliques(carrier))
        if predicate.relation == "fate" and noun.dep_ == "dobj":
            agents.extend(agents or subjects(carrier, lexicon))  # who calls off a strike is who was to strike
    if not agents and predicate.type == "CONSULT":
        agents.extend(_come_for(noun, lexicon))
    if predicate.type in ("LEGAL", "ACCUSE"):
        prepositional.extend(("against", t) for t in _blamed(noun, lexicon))
        if (first := _first_told(noun)) is not None and is_verb(first.head):
            agents.extend(subjects(first.head, lexicon))
            prepositional.extend((*obliques(first), *obliques(first.head)))
    return Arguments(tuple(agents), tuple(targets), tuple(prepositional), False)


def _is_crime(noun: Token) -> bool:
    """Whether somebody is charged with what the noun names, so that "by" behind it says who charges him."""
    above = noun.head.head
    return noun.dep_ == "pobj" and is_verb(above) and noun in crimes(above)


def _is_scene(name: Token) -> bool:
    """Whether a name before a shooting or fire says where it was: "the Acme shooting"."""
    noun = name.head.lemma_.lower()
    if noun in ("storm", "hurricane", "earthquake", "quake", "flood"):
        return name.ent_type_ == "PERSON"  # "the Keys storm"
    return noun in ("shooting", "fire", "killing", "slaying") and name.ent_type_ != "PERSON"


def _come_for(noun: Token, lexicon: Lexicon) -> Iterator[Token]:
    """Who is at talks by what else he does: "was in Lima for talks with Peru", "said after talks with Peru"."""
    above = noun.head.head
    apart = noun.dep_ == "pobj" and noun.head.lower_ in ("for", "after", "during", "following", "before")
    if apart and (is_verb(above) or above.pos_ == "AUX") and any(p == "with" for p, _ in obliques(noun)):
        yield from subjects(above, lexicon)


def _blamed(noun: Token, lexicon: Lexicon) -> Iterator[Token]:
    """Whom a suit or an accusation is against by what it claims: "the suit claims that the *firm* broke the pact"."""
    verb = noun.head
    if noun.dep_ == "nsubj" and lexicon.is_in(verb.lemma_.lower(), "verbs.allege", "verbs.speech", "verbs.accuse"):
        yield from (t for c in verb.children if c.dep_ == "dobj" for t in conjuncts(c))
        for clause in (c for c in verb.children if c.dep_ == "ccomp"):
            yield from (t for c in clause.children if c.dep_ == "nsubj" for t in conjuncts(c))


def _first_told(noun: Token) -> Token | None:
    """The same act named before in the clause: "filed a *lawsuit* against Acme, the third such lawsuit"."""
    head = noun.head if noun.dep_ == "appos" else next((c for c in noun.head.children if c.dep_ == "dobj"), noun)
    return head if head.i < noun.i and head.lemma_ == noun.lemma_ and noun.dep_ in ("appos", "dobj") else None
