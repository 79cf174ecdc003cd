"""The mood of verbs: finite forms, infinitives and gerunds under what governs them, adverbs, negation, conditions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from timeline.extract.lexicon import Lexicon
from timeline.extract.mood.order import is_of_what_was_to_come, is_one_in_a_row, is_said_of_one
from timeline.extract.mood.value import Mood
from timeline.extract.syntax import governors, is_verb

if TYPE_CHECKING:
    from timeline.parsed import Token

_DEPTH = 8
_MOTION = frozenset({
    "go", "travel", "fly", "come", "arrive", "return", "meet", "gather", "appear", "join", "use", "rush", "team", "sit",
    "stop", "brave", "assemble", "flock", "pour", "descend", "converge",
})  # fmt: skip


_AHEAD = ("future", "past_future", "plan")


@dataclass(frozen=True, slots=True)
class Verbs:
    """Reads the mood of verbs with a lexicon."""

    lexicon: Lexicon

    def verb(self, verb: Token, depth: int = 0) -> Mood:
        """The mood of a verb; ``depth`` counts the verbs climbed so far."""
        mood = self._finite(verb) or self._nonfinite(verb, depth)
        if mood.tense == "past" and verb.dep_ == "advcl" and is_of_what_was_to_come(verb):
            mood = Mood("past_future", subordinate=True)
        if mood.tense == "future" and verb.dep_ == "relcl" and depth < _DEPTH and mood.claim == "asserted":
            mood = self._of_plan(verb, mood, depth)
        mood = self.adverbs(verb, mood)
        if (first := _first(verb)) is not verb:
            mood = self.adverbs(first, mood)  # "allegedly came back and fired"
        if self.negated(verb) or (_shares_negation(verb) and self.negated(verb.head)):
            mood = replace(mood, negative=not mood.negative, cues=(*mood.cues, "polarity.negative: negation"))
        return self._condition(verb, mood)

    def _of_plan(self, verb: Token, mood: Mood, depth: int) -> Mood:
        """What a planned thing will do is planned with it: "poised to sign a pact that will govern their relations"."""
        above = next(governors(verb), None)
        outer = self.verb(above, depth + 1) if above is not None else mood
        return (
            replace(mood, plan="planned", cues=(*mood.cues, *outer.cues))
            if outer.plan in ("planned", "scheduled")
            else mood
        )

    # --- finite forms ---

    def _finite(self, verb: Token) -> Mood | None:
        auxiliaries = _auxiliaries(verb)
        words = {a.lower_ for a in auxiliaries}
        modal = next((a for a in auxiliaries if a.tag_ == "MD"), None)
        have = next((a for a in auxiliaries if a.lemma_ == "have"), None)
        if modal is not None:
            return self._modal(modal, have is not None)
        if any(a.tag_ == "TO" for a in auxiliaries):
            return None
        if have is not None and have.tag_ != "VBG":
            progressive = verb.tag_ == "VBG"
            if have.lower_ in ("had", "'d", "’d"):
                return Mood("pluperfect")
            return Mood("progressive" if progressive else "perfect", ongoing=progressive)
        be = next((a for a in auxiliaries if a.lemma_ in ("be", "get") and a.tag_ not in ("VBG", "VB")), None)
        if be is not None:
            past = be.tag_ == "VBD" or be.lower_ in ("was", "were", "got")
            if verb.tag_ == "VBG":
                return Mood("past_progressive" if past else "progressive", ongoing=not past)
            return Mood("past" if past else "present")
        if verb.tag_ == "VBD":
            return Mood("past")
        if "did" in words:
            return Mood("past")
        if verb.tag_ in ("VBZ", "VBP") or (verb.tag_ == "VB" and any(c.dep_ == "nsubj" for c in verb.children)):
            return Mood("present")
        if verb.tag_ == "VBN" and verb.dep_ == "ROOT":
            return Mood("past")  # headline style: "Minister arrested"
        return Mood("present") if words & {"do", "does"} else None

    def _modal(self, modal: Token, perfect: bool) -> Mood:
        word = modal.lower_
        cue = f"modal: {word}"
        if word in self.lexicon.words["modals.future"]:
            return Mood("future", cues=(f"status.expected: {word}",))
        if word in self.lexicon.words["modals.past_future"]:
            return Mood("past_future", certainty="possible" if perfect else "certain", negative=perfect, cues=(cue,))
        if word in self.lexicon.words["modals.possible"]:
            if perfect:
                return Mood("perfect", certainty="possible", cues=(cue,))
            return Mood("future", "expected", "possible", claim="forecast", cues=(cue,))
        return Mood("bare", certainty="possible", cues=(cue,))

    # --- infinitives, gerunds, participles ---

    def _nonfinite(self, verb: Token, depth: int) -> Mood:
        head = verb.head
        if depth >= _DEPTH or head.i == verb.i:
            return Mood("plan", "planned") if _is_infinitive(verb) else Mood("bare")
        if verb.dep_ == "conj" and (is_verb(head) or head.pos_ == "AUX"):
            return self._conjunct(verb, depth)
        if verb.dep_ == "pcomp":
            return self._gerund(verb, depth)
        if _is_infinitive(verb):
            return self._infinitive(verb, depth)
        if verb.dep_ in ("acl", "relcl") and verb.tag_ == "VBN":
            return Mood("perfect", subordinate=True)
        if verb.dep_ in ("xcomp", "ccomp") and is_verb(head):
            return self._gerund_object(verb, depth)
        above = next(governors(verb), None)
        if above is None:
            return Mood("bare")
        return replace(self.verb(above, depth + 1), negative=False, subordinate=True)

    def _conjunct(self, verb: Token, depth: int) -> Mood:
        head = verb.head
        finite = self._finite(head) if is_verb(head) else None
        if verb.tag_ == "VBG" and head.tag_ != "VBG" and finite is not None:
            # "accused them of betrayal and aligning with": really one of the things accused of.
            if self.lexicon.is_in(head.lemma_.lower(), "verbs.accuse"):
                return Mood("bare", claim="alleged", attributed_to=teller_of(head), teller=head, subordinate=True)
            return replace(finite, subordinate=True)
        return self.adverbs(head, finite or self._nonfinite(head, depth + 1))

    def _infinitive(self, verb: Token, depth: int) -> Mood:
        head = verb.head
        perfect = any(a.lemma_ == "have" for a in _auxiliaries(verb))
        if (verb.dep_ in ("acl", "relcl") and is_one_in_a_row(head)) or is_said_of_one(verb):
            outer = self.verb(above, depth + 1) if (above := next(governors(verb), None)) is not None else Mood("bare")
            return outer if outer.plan or outer.tense in _AHEAD else Mood("past", subordinate=True)
        if verb.dep_ == "acl" and head.pos_ in ("NOUN", "PROPN"):
            lemma = head.lemma_.lower()
            sure = (
                "certain"
                if lemma in ("decision", "plan", "deal", "agreement", "promise", "pledge", "order")
                else "possible"
            )
            return Mood("plan", "planned", sure, cues=(f"status.planned: {lemma} to",))
        if head.pos_ == "AUX" and verb.lemma_.lower() == "blame":
            return Mood("present")  # "the wind is to blame"
        if head.pos_ == "AUX" or verb.dep_ == "relcl":
            return Mood("plan", "planned", cues=("status.planned: is to",))
        lemma = head.lemma_.lower()
        tried = self.lexicon.is_in(lemma, "cues.attempted")
        if verb.dep_ == "advcl" and not self._is_cue(head) and head.pos_ != "ADJ" and not tried:
            return self._purpose(head, depth)
        outer = self.verb(head, depth + 1) if is_verb(head) else self._adjective(head, depth)
        return self._under_cue(lemma, head, outer, perfect)

    def _is_cue(self, head: Token) -> bool:
        passive = any(c.dep_ == "auxpass" for c in head.children)
        lists = ("cues.scheduled", "cues.expected", "cues.planned") if passive else ("cues.scheduled", "cues.expected")
        return self.lexicon.is_in(head.lemma_.lower(), *lists)

    def _under_cue(self, lemma: str, head: Token, outer: Mood, perfect: bool) -> Mood:
        words = self.lexicon
        if perfect or (words.is_in(lemma, "cues.reported") and _is_reported(head)):
            claim = "alleged" if words.is_in(lemma, "verbs.allege") else "asserted"
            return Mood(
                "perfect" if perfect else "present",
                certainty="probable",
                claim=claim,
                cues=(f"certainty.probable: {lemma} to",),
            )
        if words.is_in(lemma, "cues.failed"):
            if lemma == "unable":
                return replace(outer, negative=True, cues=("polarity.negative: unable",))
            return replace(outer, negative=not outer.negative, cues=(*outer.cues, f"polarity.negative: {lemma}"))
        for plan in ("scheduled", "expected", "planned"):
            if words.is_in(lemma, f"cues.{plan}"):
                return self.plan(plan, lemma, outer)
        if lemma == "able" and outer.tense in ("future", "past_future", "plan"):
            return replace(outer, cues=(*outer.cues, "status: able to"))
        if words.is_in(lemma, "cues.attempted"):
            return replace(
                outer, tense="bare", certainty="possible", cues=(*outer.cues, f"certainty.possible: {lemma} to")
            )
        return replace(outer, cues=(*outer.cues, f"status: {lemma} to"))

    def plan(self, plan: str, lemma: str, outer: Mood) -> Mood:
        """The mood of what a cue word plans, schedules or expects."""
        certainty = "probable" if plan == "expected" else "certain"
        if lemma in ("sure", "bound", "certain"):
            certainty = "certain"
        if self.lexicon.is_in(lemma, "cues.wanted"):
            certainty = "possible"
        mood = Mood("plan", plan, certainty, outer.negative, outer.claim, cues=(f"status.{plan}: {lemma} to",))
        if outer.plan in ("expected",) and outer.certainty == "possible":
            mood = mood.weaken("possible", *outer.cues)
        if lemma == "unlikely":
            mood = replace(mood, negative=True, claim="forecast", cues=(*mood.cues, "polarity.negative: unlikely"))
        if lemma == "likely":
            mood = replace(mood, claim="forecast")
        return mood

    def _adjective(self, adjective: Token, depth: int) -> Mood:
        above = adjective.head
        outer = (
            self.verb(above, depth + 1)
            if (is_verb(above) or above.pos_ == "AUX") and above.i != adjective.i
            else Mood("bare")
        )
        return outer

    def _purpose(self, head: Token, depth: int) -> Mood:
        outer = self.verb(head, depth + 1) if is_verb(head) else Mood("bare")
        outer = replace(outer, subordinate=True)
        if outer.plan or outer.tense in ("future", "past_future", "plan"):
            return outer
        if outer.tense in ("past", "perfect", "pluperfect", "present") and head.lemma_.lower() in _MOTION:
            return outer.weaken("probable", f"status: purpose of {head.lemma_.lower()}")
        return Mood("plan", "purpose", "probable", cues=("status.planned: purpose",), subordinate=True)

    def _gerund(self, verb: Token, depth: int) -> Mood:
        preposition = verb.head.lower_
        above = verb.head.head
        lemma = above.lemma_.lower()
        if preposition in ("after", "since", "following"):
            return Mood("perfect", subordinate=True)
        outer = self.verb(above, depth + 1) if is_verb(above) else self._above(verb, depth)
        outer = replace(outer, subordinate=True, negative=False)
        if self.lexicon.is_in(lemma, "verbs.earlier"):
            return Mood("perfect", subordinate=True)
        if preposition in ("without", "instead"):
            return replace(outer, negative=True, cues=(f"polarity.negative: {preposition}",))
        if preposition == "from" and self.lexicon.is_in(lemma, "cues.gerund_negative"):
            return replace(outer, negative=True, cues=(f"polarity.negative: {lemma} from",))
        if preposition in ("of", "for", "to", "about") and self.lexicon.is_in(
            lemma, "cues.planned", "cues.gerund_planned", "markers.aims"
        ):
            return Mood(
                "plan", "planned", "possible", cues=(f"status.planned: {lemma} {preposition}",), subordinate=True
            )
        if preposition == "before" and outer.tense in ("future", "plan"):
            return outer
        return outer

    def _gerund_object(self, verb: Token, depth: int) -> Mood:
        head = verb.head
        outer = replace(self.verb(head, depth + 1), subordinate=True)
        lemma = head.lemma_.lower()
        if self.lexicon.is_in(lemma, "cues.gerund_negative") and lemma != "keep":
            return replace(outer, negative=not outer.negative, cues=(*outer.cues, f"polarity.negative: {lemma}"))
        if self.lexicon.is_in(lemma, "cues.gerund_planned"):
            return Mood("plan", "planned", "possible", cues=(f"status.planned: {lemma}",), subordinate=True)
        if self.lexicon.is_in(lemma, "cues.expected", "cues.scheduled"):
            return self.plan("expected", lemma, outer)
        if self.lexicon.is_in(lemma, "verbs.deny"):
            return Mood("perfect", claim="denied", subordinate=True, cues=(f"claim.denied: {lemma}",))
        return outer

    def _above(self, token: Token, depth: int) -> Mood:
        above = next(governors(token), None)
        if above is None or depth >= _DEPTH:
            return Mood("bare")
        return replace(self.verb(above, depth + 1), negative=False)

    # --- adverbs, negation, conditions, hearsay ---

    def adverbs(self, verb: Token, mood: Mood) -> Mood:
        """The mood with what the verb's adverbs say of its certainty."""
        for child in verb.children:
            if child.dep_ not in ("advmod", "amod", "neg", "parataxis", "npadvmod"):
                continue
            word = child.lower_
            if self.lexicon.is_in(word, "adverbs.probable"):
                mood = mood.weaken("probable", f"certainty.probable: {word}")
                if word in ("likely", "unlikely", "probably") and mood.tense in ("future", "plan", "present"):
                    mood = replace(mood, claim="forecast", negative=mood.negative or word == "unlikely")
            elif self.lexicon.is_in(word, "adverbs.possible"):
                mood = mood.weaken("possible", f"certainty.possible: {word}")
            elif self.lexicon.is_in(word, "adverbs.alleged"):
                mood = replace(mood, claim="alleged", cues=(*mood.cues, f"claim.alleged: {word}"))
        return mood

    def negated(self, verb: Token) -> bool:
        """Whether a verb is negated by an adverb, its subject, its object or an auxiliary."""
        words = self.lexicon.words["adverbs.negative"]
        for child in verb.children:
            if (
                child.dep_ == "neg" or (child.dep_ in ("advmod", "preconj", "cc") and child.lower_ in words)
            ) and not _is_merely(child):
                return True
            if child.lower_ in ("longer", "more") and any(c.lower_ in ("no", "any") for c in child.children):
                return child.lower_ == "longer" or any(c.lower_ == "no" for c in child.children)
            if child.dep_ in ("nsubj", "nsubjpass", "dobj") and _is_none(child, self.lexicon):
                return True
            if child.dep_ in ("aux", "auxpass") and any(g.dep_ == "neg" for g in child.children):
                return True
        return False

    def _condition(self, verb: Token, mood: Mood) -> Mood:
        # "if he did it or was made to": both are in doubt.
        marks = {c.lower_ for v in (verb, _first(verb)) for c in v.children if c.dep_ == "mark"}
        marks &= self.lexicon.words["markers.condition"]
        if marks := marks or _inverted(verb):
            return replace(
                mood,
                tense="bare",
                plan=None,
                certainty="possible",
                cues=(*mood.cues, f"certainty.possible: {min(marks)}"),
                subordinate=True,
            )
        conditional = any(
            c.dep_ == "advcl" and any(g.dep_ == "mark" and g.lower_ in ("if", "unless") for g in c.children)
            for c in verb.children
        )
        if conditional and mood.tense in ("future", "past_future", "plan", "bare", "present"):
            return replace(mood.weaken("possible", "certainty.possible: if"), claim="forecast")
        return mood


def _inverted(verb: Token) -> set[str]:
    """The auxiliary that stands before its subject for an "if": "had she resigned, …", "should the dam burst, …"."""
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if verb.dep_ == "ccomp" and verb.head.lower_ == "had" and verb.head.dep_ == "advcl":
        found = [verb.head]  # as the model often takes it
    else:
        found = [c for c in verb.children if c.dep_ == "aux"] if verb.dep_ == "advcl" else []
    return {c.lower_ for c in found if subject is not None and c.lower_ in ("had", "should") and c.i < subject.i}


def _auxiliaries(verb: Token) -> list[Token]:
    """Auxiliaries of a verb; a coordinated verb without its own shares those of the first: "will meet and sign"."""
    own = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if (
        own
        or verb.dep_ != "conj"
        or not is_verb(verb.head)
        or any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)
    ):
        return own
    shared = _auxiliaries(verb.head)
    if verb.tag_ == "VB" and any(a.tag_ in ("MD", "TO") for a in shared):
        return shared
    if verb.tag_ in ("VBN", "VBD") and verb.head.tag_ == "VBN":
        return shared
    return shared if verb.tag_ == "VBG" and verb.head.tag_ == "VBG" else own


def _first(verb: Token) -> Token:
    """The first of coordinated verbs that share a subject; the verb itself where it has its own."""
    for _ in range(_DEPTH):
        own = any(c.dep_ in ("nsubj", "nsubjpass", "expl", "mark") for c in verb.children)
        if own or verb.dep_ != "conj" or not is_verb(verb.head):
            break
        verb = verb.head
    return verb


def _shares_negation(verb: Token) -> bool:
    """Whether one "not" negates it with the verb before: "not to close or burn it", "not tested and sold"."""
    joined = {c.lower_ for c in verb.head.children if c.dep_ == "cc"}
    alike = (verb.head.tag_, verb.tag_) in (("VB", "VB"), ("VBN", "VBN"), ("VBN", "VBD"))
    if verb.dep_ != "conj" or _first(verb) is verb or not alike:
        return False
    passive = any(c.dep_ == "auxpass" for c in verb.head.children)
    return not joined.isdisjoint({"or", "nor"}) or (passive and "and" in joined and not _takes(verb))


def _takes(verb: Token) -> bool:
    return any(c.dep_ in ("dobj", "ccomp", "xcomp", "aux", "auxpass") for c in verb.children)


def _is_infinitive(verb: Token) -> bool:
    return any(a.tag_ == "TO" for a in _auxiliaries(verb))


def _is_merely(negation: Token) -> bool:
    """In "not only" and "not least" more is asserted, not less."""
    return negation.i + 1 < len(negation.doc) and negation.nbor(1).lower_ in ("only", "just", "least", "surprisingly")


def _is_reported(head: Token) -> bool:
    return any(c.dep_ == "auxpass" for c in head.children)


def _is_none(token: Token, lexicon: Lexicon) -> bool:
    if token.lower_ in ("nobody", "none", "nothing", "neither"):
        return True
    return any(c.dep_ in ("det", "neg", "preconj") and c.lower_ in ("no", "neither", "not") for c in token.children)


def teller_of(verb: Token) -> Token | None:
    """Head of the words that name who speaks with this verb."""
    own = [c for c in verb.children if c.dep_ in ("nsubj", "agent")]
    if own:
        return own[0]
    if verb.dep_ in ("advcl", "conj", "xcomp") and is_verb(verb.head):
        return teller_of(verb.head)
    return verb.head if verb.dep_ == "relcl" else None
