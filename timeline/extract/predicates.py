"""The words of a sentence that name events: verbs, event nouns and the verbs that carry them, participles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from timeline.extract import postponing
from timeline.extract.lexicon import Lexicon
from timeline.extract.syntax import first_conjunct, full_lemma, governors, is_verb, particle
from timeline.extract.syntax import lemma_of as _lemma

if TYPE_CHECKING:
    from timeline.parsed import Span, Token

_CUES = ("cues.scheduled", "cues.expected", "cues.planned")
_NAMES = frozenset({"PERSON", "GPE", "ORG", "NORP", "PRODUCT", "WORK_OF_ART"})
_GATHERINGS = frozenset({"conference", "summit", "forum", "festival", "meeting", "games", "war"})
_ACTION = ("tion", "sion", "ment", "age", "ance", "ing")
_OCCASIONS = frozenset({"request", "behest", "invitation"})
_RELIANCE = frozenset({"reliant", "dependent", "rely", "depend", "reliance", "dependence"})
_CLAUSAL = frozenset({"xcomp", "ccomp", "advcl"})
_WEAK_ADJECTIVES = frozenset(
    {"STATE", "OTHER", "STATEMENT", "SUPPORT", "AID", "CONSULT", "COOPERATE", "AGREE", "REQUEST"}
)


@dataclass(frozen=True, slots=True)
class Predicate:
    """A trigger: the word that names an event, and the verb that carries its tense."""

    token: Token
    lemma: str
    """The same for "sign" and "signing"."""
    type: str
    kind: str
    """``verb``, ``noun`` or ``participle``."""
    carrier: Token | None
    """The verb whose tense and mood tell about the event: the trigger itself, the light verb, the verb above."""
    relation: str
    """What the carrier is to it: ``self``, ``light``, ``occur``, ``fate``, ``begun``, ``governed``, ``none``."""
    last: Token
    """The last word of the trigger ("step *down*")."""
    rule: str
    """Why it has its type, for people: ``type.AGREE: sign``."""

    first: Token | None = None
    """The first word of a compound trigger ("*press* conference")."""

    @property
    def start(self) -> int:
        """First code point of the trigger."""
        return self.first.idx if self.first is not None else min(self.token.idx, self.last.idx)

    @property
    def end(self) -> int:
        """One past the last code point of the trigger."""
        return max(self.token.idx + len(self.token), self.last.idx + len(self.last))


def find(sentence: Span, lexicon: Lexicon) -> list[Predicate]:
    """The predicates of a sentence in text order."""
    nouns = [p for t in sentence if (p := _noun(t, lexicon))]
    carried = {p.carrier.i for p in nouns if p.carrier is not None and _is_empty(p, lexicon)}
    carried |= {verb.i for p in nouns for verb in postponing.calendar_verbs(p.token, lexicon)}
    typed = {p.token.i for p in nouns}
    papers = {p.token.i for p in nouns if p.type == "AGREE"}
    verbs = [p for t in sentence if t.i not in carried and (p := _verb(t, lexicon))]
    # "lifted the sanctions" is one event: the verb with its frame, not also the noun. So is "signed the agreement".
    framed = {
        child.i
        for p in verbs
        for child in p.token.children
        if child.dep_ in ("dobj", "nsubjpass")
        and (" " in p.rule.partition(": ")[2] or (p.type == "AGREE" and child.i in papers))
    }
    kept = [p for p in nouns if p.token.i not in framed]
    spoken = [_of_an_event(v, typed, lexicon) for v in verbs if v.token.i not in typed]
    return sorted([*kept, *spoken], key=lambda p: p.token.i)


def _of_an_event(verb: Predicate, nouns: set[int], lexicon: Lexicon) -> Predicate:
    """To discuss a visit is to speak of it: another act than the visit."""
    about = any(c.i in nouns and c.dep_ in ("dobj", "nsubjpass") for c in verb.token.children)
    if verb.type == "CONSULT" and about and lexicon.is_in(verb.lemma, "cues.gerund_planned"):
        return replace(verb, type="STATEMENT", rule=f"type.STATEMENT: {verb.lemma} an event")
    return verb


def _verb(token: Token, lexicon: Lexicon) -> Predicate | None:
    if not is_verb(token) or not token.text[0].isalpha() or token.dep_ in ("prep", "case", "mark", "compound"):
        return None
    if token.i and token.nbor(-1).text == "(" and token.lower_ in ("left", "right", "centre", "center", "front"):
        return None  # "Ann Lee (left) and Bo Dahl"
    lemma = _lemma(token)
    if token.dep_ == "amod":
        return _participle(token, lemma, lexicon)
    if lemma == "name" and token.dep_ in ("acl", "advcl", "relcl"):
        return None  # "a man named Ann"; "was named chairman" is an event
    if lexicon.is_in(lemma, "verbs.skip") or _is_cue(token, lemma, lexicon):
        return None
    part = particle(token)
    frame = _frame(token, lemma, lexicon)
    full = f"{lemma} {part.lower_}" if part is not None else lemma
    type_ = frame[1] if frame else lexicon.verb_type(lemma, part.lower_ if part is not None else None)
    last = part if part is not None and part.i == token.i + 1 else token
    rule = f"type.{type_}: {frame[0] if frame else full}"
    return Predicate(token, full, type_, "verb", token, "self", last, rule)


def _participle(token: Token, lemma: str, lexicon: Lexicon) -> Predicate | None:
    if token.tag_ != "VBN" or token.head.pos_ not in ("NOUN", "PROPN"):
        return None
    type_ = lexicon.verb_type(lemma)
    adverb = any(
        child.dep_ == "advmod" and child.lower_ in ("now", "recently", "newly", "just") for child in token.children
    )
    if type_ in _WEAK_ADJECTIVES and not adverb:
        return None
    return Predicate(token, lemma, type_, "participle", token, "self", token, f"type.{type_}: {lemma}")


def _is_cue(token: Token, lemma: str, lexicon: Lexicon) -> bool:
    """Whether another verb is the event: "is set to visit", "continued to grow", "seems to fail"."""
    clause = next((c for c in token.children if c.dep_ in _CLAUSAL and is_verb(c)), None)
    if clause is None:
        return False
    infinitive = any(c.dep_ == "aux" and c.tag_ == "TO" for c in clause.children)
    passive = any(c.dep_ == "auxpass" for c in token.children) or (
        token.tag_ == "VBN" and token.dep_ in ("acl", "advcl")
    )
    if (
        infinitive
        and passive
        and lexicon.is_in(lemma, *_CUES, "cues.reported")
        and clause.dep_ in ("xcomp", "advcl", "ccomp")
    ):
        return lexicon.is_in(lemma, "cues.scheduled", "cues.expected", "cues.reported") or lemma in (
            "poise",
            "plan",
            "prepare",
            "mean",
        )
    if infinitive and lexicon.is_in(lemma, "verbs.control") and clause.dep_ in ("xcomp", "advcl"):
        return True
    if infinitive and lemma in ("work", "struggle", "manage", "strive"):
        return True
    if clause.dep_ == "xcomp" and lexicon.is_in(lemma, "verbs.aspect"):
        return True
    if lemma == "use":
        return clause.dep_ == "xcomp" and not passive  # "used to live"; "is used to open" is a use
    return lemma in ("seem", "appear", "tend", "need", "get", "go") and clause.dep_ == "xcomp"


def _frame(token: Token, lemma: str, lexicon: Lexicon) -> tuple[str, str] | None:
    of_noun = [token.head] if token.dep_ == "acl" and token.tag_ == "VBN" else []
    if token.dep_ == "relcl" and not any(c.dep_ in ("dobj", "nsubjpass") and c.tag_ != "WDT" for c in token.children):
        of_noun = [token.head]  # "the pact that they concluded"
    for child in token.children:
        # "entered into force"; "the regime fell"
        if child.dep_ == "prep":
            for inner in child.children:
                if known := lexicon.frames.get((f"{lemma} {child.lower_}", _lemma(inner))):
                    return f"{lemma} {child.lower_} {inner.lower_}", known
        elif child.dep_ == "dobj" and lexicon.is_in(_lemma(child), "nouns.time"):
            # "ended half a century of rule"
            of = (g for c in child.children if c.dep_ == "prep" and c.lower_ == "of" for g in c.children)
            if known := next((k for g in of if (k := lexicon.frames.get((lemma, _lemma(g))))), None):
                return f"{lemma} {child.lower_}", known
        elif child.dep_ == "nsubj" and (known := lexicon.frames.get((f"{_lemma(child)} does", lemma))):
            return f"{_lemma(child)} does {lemma}", known
    for child in (*token.children, *of_noun):
        if child.dep_ in ("dobj", "nsubjpass", "attr", "prep", "acomp", "advmod") or child in of_noun:
            noun = _lemma(child)
            if known := lexicon.frames.get((lemma, noun)):
                return f"{lemma} {noun}", known
    return None


# --- nouns ---


def _noun(token: Token, lexicon: Lexicon) -> Predicate | None:
    if token.pos_ not in ("NOUN", "PROPN") or (token.dep_ == "compound" and token.head.pos_ in ("NOUN", "PROPN")):
        return None
    noun = _lemma(token)
    if token.dep_ == "pobj" and token.head.lower_ == "at" and noun in _OCCASIONS and _has_of(token):
        return None  # "at the request of Chad" says why, no event beside what was done
    if token.pos_ == "PROPN" and token.text[0].isupper() and token.ent_type_ in _NAMES and noun not in _GATHERINGS:
        return None
    modifier = next((c for c in token.lefts if c.dep_ in ("compound", "amod") and c.i == token.i - 1), None)
    pair = f"{modifier.lower_} {noun}" if modifier is not None else ""
    type_ = lexicon.nouns.get(pair) or lexicon.nouns.get(noun)
    carrier, relation = _carrier(token, lexicon)
    frame = lexicon.frames.get((_lemma(carrier), noun)) if carrier is not None and relation == "light" else None
    if frame is not None and carrier is not None and not _says_nothing(_lemma(carrier), noun, lexicon):
        return None
    if frame is None and type_ in (None, "AID") and is_relied_on(token):
        return Predicate(token, noun, "AID", "noun", carrier, relation, token, f"type.AID: relied on {noun}")
    if type_ is None and frame is None:
        kept = relation in ("fate", "occur", "light") and postponing.is_event(token, carrier, lexicon)
        type_ = "OTHER" if kept or _is_deverbal(token, noun, lexicon) else None
    if type_ is None and frame is None:
        return None
    chosen = frame or type_ or "OTHER"
    rule = f"type.{chosen}: {pair if pair in lexicon.nouns else noun}"
    known = pair in lexicon.nouns
    lemma = lexicon.nominals.get(noun, noun) if not known else pair
    return Predicate(token, lemma, chosen, "noun", carrier, relation, token, rule, modifier if known else None)


def is_relied_on(noun: Token) -> bool:
    """What one state lives on from another: "reliant on Chilean loans and Peruvian arms"."""
    top = first_conjunct(noun)
    on = top.head
    relied = top.dep_ == "pobj" and on.lower_ in ("on", "upon") and on.head.lemma_.lower() in _RELIANCE
    return relied and any(c.dep_ == "amod" and c.ent_type_ in ("NORP", "GPE") for c in noun.children)


def _has_of(noun: Token) -> bool:
    return any(c.dep_ == "prep" and c.lower_ == "of" for c in noun.children)


def _is_deverbal(token: Token, noun: str, lexicon: Lexicon) -> bool:
    """A noun of action by its ending, with someone or something acted on: "the integration of the two"."""
    if token.pos_ != "NOUN" or not noun.endswith(_ACTION) or len(noun) < 7 or lexicon.is_in(noun, "nouns.not_actions"):
        return False
    return any(c.dep_ == "poss" or (c.dep_ == "prep" and c.lower_ in ("of", "by", "between")) for c in token.children)


def _carrier(token: Token, lexicon: Lexicon) -> tuple[Token | None, str]:
    relative = next((c for c in token.children if c.dep_ == "relcl" and is_verb(c)), None)
    if relative is not None and lexicon.is_in(_lemma(relative), "nouns.inceptive") and _takes_gap(relative):
        return relative, "begun"
    top = first_conjunct(token)
    head = top.head
    told = top.dep_ in ("nsubj", "nsubjpass") and _takes_place(head)  # "talks planned for May did not take place"
    if (fate := postponing.fate(top, lexicon)) is not None:
        return fate, "fate"
    held = next(
        (
            c
            for c in token.children
            if c.dep_ == "acl" and c.tag_ in ("VB", "VBN") and lexicon.is_in(_lemma(c), "verbs.light")
        ),
        None,
    )
    if held is not None and not told:
        return held, "occur"  # "a rally to be held in June", "talks held in Oslo"
    if head.i == top.i:
        return None, "none"
    if is_verb(head) or head.pos_ == "AUX":
        if top.dep_ in ("nsubj", "nsubjpass") and (low := _lowest(head)) is not head:
            below = full_lemma(low)
            if lexicon.is_in(below, "verbs.postponed", "verbs.cancelled"):
                return low, "fate"
            if lexicon.is_in(below, "verbs.occur") or _takes_place(low) or lexicon.is_in(below, "verbs.empty"):
                return low, "occur"
        lemma = full_lemma(head)
        if top.dep_ == "nsubjpass" and lexicon.is_in(lemma, "cues.scheduled"):
            return head, "occur"
        if top.dep_ in ("dobj", "nsubjpass") and lexicon.is_in(lemma, "verbs.light"):
            return head, "light"
        if top.dep_ in ("dobj", "nsubjpass") and _says_nothing(lemma, _lemma(token), lexicon):
            return head, "light"
        if top.dep_ == "nsubj" and (lexicon.is_in(lemma, "verbs.occur") or _takes_place(head)):
            return head, "occur"
        if top.dep_ in ("nsubj", "nsubjpass") and lexicon.is_in(
            lemma, "cues.scheduled", "cues.planned", "cues.expected"
        ):
            return head, "occur"
    if (
        top.dep_ == "pobj"
        and head.lower_ in ("on", "in", "under")
        and head.head.pos_ == "AUX"
        and head.head.lemma_ == "be"
    ):
        return head.head, "light"  # "is on leave", "are in talks"
    above = next(governors(token), None)
    return above, "governed" if above is not None else "none"


def _lowest(head: Token) -> Token:
    """From "are likely", "are set", "is expected" down to the verb that says what of: "to resume"."""
    at = head
    for _ in range(4):
        adjective = next((c for c in at.children if c.dep_ == "acomp"), at)
        below = next((c for c in adjective.children if c.dep_ == "xcomp" and is_verb(c)), None)
        if below is None:
            break
        at = below
    return at


def _takes_gap(verb: Token) -> bool:
    """The relative clause lacks its object ("the war that they launched") or is passive ("the war that was begun")."""
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    return not objects or objects[0].tag_ in ("WDT", "WP")


def _takes_place(verb: Token) -> bool:
    return _lemma(verb) == "take" and any(c.dep_ == "dobj" and c.lower_ == "place" for c in verb.children)


def _says_nothing(verb: str, noun: str, lexicon: Lexicon) -> bool:
    return lexicon.is_in(verb, "verbs.empty") or noun in lexicon.empty_with.get(verb, frozenset())


def _is_empty(predicate: Predicate, lexicon: Lexicon) -> bool:
    carrier = predicate.carrier
    if carrier is None:
        return False
    if predicate.relation == "light":
        return _says_nothing(full_lemma(carrier), _lemma(predicate.token), lexicon)
    return predicate.relation in ("occur", "fate", "begun")
