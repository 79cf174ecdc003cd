"""How a clause presents its event: tense, plan, modality, negation, hearsay. Read from the parse alone, before any date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from timeline.extract.lexicon import Lexicon
from timeline.extract.predicates import Predicate, full_lemma, governors, is_verb

if TYPE_CHECKING:
    from spacy.tokens import Token

_DEPTH = 8
_WEAKER = {"certain": 0, "probable": 1, "possible": 2}
_MOTION = frozenset(
    {
        "go",
        "travel",
        "fly",
        "come",
        "arrive",
        "return",
        "meet",
        "gather",
        "appear",
        "join",
        "use",
        "rush",
        "team",
        "sit",
        "stop",
    }
)


@dataclass(frozen=True, slots=True)
class Mood:
    """How an event is presented."""

    tense: str
    """past, perfect, pluperfect, present, progressive, past_progressive, future, past_future, plan, bare (nothing told)."""
    plan: str | None = None
    """scheduled, planned, expected, postponed, cancelled, purpose: what a cue word says of an event to come."""
    certainty: str = "certain"
    negative: bool = False
    claim: str = "asserted"
    attributed_to: Token | None = None
    """Head of the words that name who says so."""
    teller: Token | None = None
    """The verb that reports it: "said", "accused", "denied"."""
    ongoing: bool = False
    subordinate: bool = False
    cues: tuple[str, ...] = ()

    def weaken(self, certainty: str, *cues: str) -> Mood:
        """The same with at most this certainty."""
        lower = certainty if _WEAKER[certainty] > _WEAKER[self.certainty] else self.certainty
        return replace(self, certainty=lower, cues=(*self.cues, *cues))


def read(predicate: Predicate, lexicon: Lexicon) -> Mood:
    """The mood of a predicate in its sentence."""
    reader = _Reader(lexicon)
    mood = reader.noun(predicate) if predicate.kind == "noun" else reader.verb(predicate.token)
    if predicate.kind == "participle":
        mood = replace(reader.adverbs(predicate.token, Mood("perfect")), subordinate=True)
    top = predicate.carrier if predicate.kind == "noun" and predicate.relation != "governed" else predicate.token
    return reader.told(top if top is not None else predicate.token, mood)


@dataclass(frozen=True, slots=True)
class _Reader:
    lexicon: Lexicon

    def verb(self, verb: Token, depth: int = 0) -> Mood:
        mood = self._finite(verb) or self._nonfinite(verb, depth)
        if mood.tense == "future" and verb.dep_ == "relcl" and depth < _DEPTH and mood.claim == "asserted":
            mood = self._of_plan(verb, mood, depth)
        mood = self.adverbs(verb, mood)
        if self.negated(verb):
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
        if verb.tag_ in ("VBZ", "VBP") or (verb.tag_ == "VB" and any(c.dep_ == "nsubj" for c in verb.children)):
            return Mood("present")
        if verb.tag_ == "VBN" and verb.dep_ == "ROOT":
            return Mood("past")  # headline style: "Minister arrested"
        return Mood("past") if "did" in words else (Mood("present") if words & {"do", "does"} else None)

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
                return Mood("bare", claim="alleged", attributed_to=_teller(head), teller=head, subordinate=True)
            return replace(finite, subordinate=True)
        return self.adverbs(head, finite or self._nonfinite(head, depth + 1))

    def _infinitive(self, verb: Token, depth: int) -> Mood:
        head = verb.head
        perfect = any(a.lemma_ == "have" for a in _auxiliaries(verb))
        if verb.dep_ == "acl" and head.pos_ in ("NOUN", "PROPN"):
            lemma = head.lemma_.lower()
            sure = (
                "certain"
                if lemma in ("decision", "plan", "deal", "agreement", "promise", "pledge", "order")
                else "possible"
            )
            return Mood("plan", "planned", sure, cues=(f"status.planned: {lemma} to",))
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
                return self._plan(plan, lemma, outer)
        if lemma == "able" and outer.tense in ("future", "past_future", "plan"):
            return replace(outer, cues=(*outer.cues, "status: able to"))
        if words.is_in(lemma, "cues.attempted"):
            return replace(
                outer, tense="bare", certainty="possible", cues=(*outer.cues, f"certainty.possible: {lemma} to")
            )
        return replace(outer, cues=(*outer.cues, f"status: {lemma} to"))

    def _plan(self, plan: str, lemma: str, outer: Mood) -> Mood:
        certainty = "probable" if plan == "expected" else "certain"
        if lemma in ("sure", "bound", "certain"):
            certainty = "certain"
        if lemma in (
            "threaten",
            "consider",
            "urge",
            "ask",
            "demand",
            "request",
            "call",
            "want",
            "hope",
            "offer",
            "invite",
            "seek",
            "propose",
            "wish",
            "look",
        ):
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
            return self._plan("expected", lemma, outer)
        if self.lexicon.is_in(lemma, "verbs.deny"):
            return Mood("perfect", claim="denied", subordinate=True, cues=(f"claim.denied: {lemma}",))
        return outer

    def _above(self, token: Token, depth: int) -> Mood:
        above = next(governors(token), None)
        if above is None or depth >= _DEPTH:
            return Mood("bare")
        return replace(self.verb(above, depth + 1), negative=False)

    # --- nouns ---

    def noun(self, predicate: Predicate) -> Mood:
        mood = self._carried(predicate)
        noun = predicate.token
        for child in noun.children:
            if child.dep_ not in ("amod", "compound", "advmod", "det", "nmod"):
                continue
            mood = self._modified(child, mood)
        return mood

    def _modified(self, child: Token, mood: Mood) -> Mood:
        word, lemma = child.lower_, child.lemma_.lower()
        lists = self.lexicon
        cue = f": {word}"
        if lists.is_in(word, "adjectives.cancelled", "adjectives.postponed"):
            plan = "cancelled" if lists.is_in(word, "adjectives.cancelled") else "postponed"
            return replace(mood, tense="plan", plan=plan, cues=(*mood.cues, f"status.{plan}{cue}"))
        for plan in ("scheduled", "planned", "expected"):
            if lists.is_in(word, f"adjectives.{plan}"):
                certainty = (
                    "possible"
                    if lists.is_in(word, "adjectives.possible")
                    else ("probable" if lists.is_in(word, "adjectives.probable") else "certain")
                )
                if (
                    mood.tense in ("past", "perfect", "pluperfect")
                    and mood.plan is None
                    and plan != "expected"
                    and word in ("scheduled", "planned")
                ):
                    return mood
                return replace(
                    mood, tense="plan", plan=plan, certainty=certainty, cues=(*mood.cues, f"status.{plan}{cue}")
                )
        if lists.is_in(word, "adjectives.ongoing"):
            return replace(
                mood, tense="progressive", ongoing=True, plan=None, cues=(*mood.cues, f"status.ongoing{cue}")
            )
        if lists.is_in(word, "adjectives.alleged"):
            return replace(mood, claim="alleged", cues=(*mood.cues, f"claim.alleged{cue}"))
        if lists.is_in(word, "adjectives.negative"):
            return replace(mood, negative=True, cues=(*mood.cues, f"polarity.negative{cue}"))
        if lists.is_in(word, "adjectives.occurred") and mood.tense in ("bare", "present", "progressive"):
            return replace(mood, tense="perfect", cues=(*mood.cues, f"status.occurred{cue}"))
        if child.dep_ == "det" and lemma == "no":
            return replace(mood, negative=True, cues=(*mood.cues, "polarity.negative: no"))
        return mood

    def _carried(self, predicate: Predicate) -> Mood:
        carrier, noun = predicate.carrier, predicate.token
        if carrier is None:
            return Mood("bare", subordinate=predicate.relation != "none")
        lemma = full_lemma(carrier)
        mood = self.verb(carrier)
        if predicate.relation == "fate":
            plan = "postponed" if self.lexicon.is_in(lemma, "verbs.postponed") else "cancelled"
            if mood.negative or mood.plan or mood.tense in ("future", "past_future", "bare"):
                return Mood("plan", "planned", mood.certainty, cues=(f"status.planned: not yet {lemma}",))
            return Mood("plan", plan, cues=(f"status.{plan}: {lemma}",))
        if predicate.relation == "begun":
            return replace(mood, tense="past" if mood.tense != "future" else "future")
        if predicate.relation == "light":
            if self.lexicon.is_in(lemma, "cues.planned", "cues.scheduled") and not self.lexicon.is_in(
                lemma, "verbs.empty"
            ):
                return self._plan("planned" if lemma != "schedule" else "scheduled", lemma, mood)
            if self.lexicon.is_in(lemma, "verbs.speech"):
                return Mood("bare", subordinate=True)
            return mood
        if predicate.relation == "occur":
            for plan in ("scheduled", "expected", "planned"):
                if self.lexicon.is_in(lemma, f"cues.{plan}") and lemma not in ("come", "call"):
                    return self._plan(plan, lemma, mood)
            if lemma in ("come", "be") and mood.tense == "present":
                return Mood("bare")
            return mood
        return self._governed(noun, carrier, lemma, mood)

    def _governed(self, noun: Token, carrier: Token, lemma: str, mood: Mood) -> Mood:
        preposition = _preposition(noun)
        base = Mood("bare", subordinate=True)
        if preposition in ("after", "following", "since"):
            return replace(base, tense="perfect")
        if preposition in ("without",):
            return replace(base, negative=True, cues=("polarity.negative: without",))
        direct = (noun.dep_ in ("dobj", "nsubjpass") and noun.head.i == carrier.i) or preposition in (
            "for",
            "of",
            "on",
            "about",
            "to",
        )
        if direct and self.lexicon.is_in(
            lemma, "cues.planned", "cues.scheduled", "cues.expected", "cues.gerund_planned"
        ):
            plan = next(
                (p for p in ("scheduled", "expected", "planned") if self.lexicon.is_in(lemma, f"cues.{p}")), "planned"
            )
            return replace(self._plan(plan, lemma, mood), subordinate=True)
        if direct and self.lexicon.is_in(lemma, "cues.gerund_negative") and noun.head.i == carrier.i:
            return replace(mood, negative=not mood.negative, subordinate=True, cues=(f"polarity.negative: {lemma}",))
        if mood.tense in ("future", "plan", "past_future") and (
            noun.head.i == carrier.i or preposition in ("at", "in", "during", "to", "with", "for", "from")
        ):
            return replace(mood, subordinate=True, negative=False)
        if mood.tense in ("past", "past_progressive", "perfect", "pluperfect") and preposition not in (
            "ahead",
            "before",
            "until",
            "of",
            "for",
        ):
            return replace(mood, subordinate=True, negative=False, ongoing=False)
        return base

    # --- adverbs, negation, conditions, hearsay ---

    def adverbs(self, verb: Token, mood: Mood) -> Mood:
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
        words = self.lexicon.words["adverbs.negative"]
        for child in verb.children:
            if child.dep_ == "neg" or (child.dep_ in ("advmod", "preconj", "cc") and child.lower_ in words):
                # "not only" and "no longer than" assert what they seem to deny.
                if not (
                    child.i + 1 < len(child.doc) and child.nbor(1).lower_ in ("only", "just", "least", "surprisingly")
                ):
                    return True
            if child.lower_ in ("longer", "more") and any(c.lower_ in ("no", "any") for c in child.children):
                return child.lower_ == "longer" or any(c.lower_ == "no" for c in child.children)
            if child.dep_ in ("nsubj", "nsubjpass", "dobj") and _is_none(child, self.lexicon):
                return True
            if child.dep_ in ("aux", "auxpass") and any(g.dep_ == "neg" for g in child.children):
                return True
        return False

    def _condition(self, verb: Token, mood: Mood) -> Mood:
        marks = {c.lower_ for c in verb.children if c.dep_ == "mark"}
        if marks & self.lexicon.words["markers.condition"]:
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

    def told(self, token: Token, mood: Mood) -> Mood:
        """The mood with who says so: "said that", "accused of", "denied", "according to"."""
        if mood.teller is not None:
            return mood
        if self._is_denied(token) and mood.claim == "asserted":
            mood = replace(mood, claim="disputed", cues=(*mood.cues, "claim.disputed: despite denials"))
        lower = token
        for above in token.ancestors:
            mood = self._framed(lower, above, mood)
            if is_verb(above):
                complement = lower.dep_ in ("ccomp", "parataxis") and lower.head.i == above.i
                lemma = full_lemma(above)
                accused = (
                    lower.dep_ == "prep" and lower.lower_ in ("of", "for") and self.lexicon.is_in(lemma, "verbs.accuse")
                )
                if accused:
                    return replace(
                        mood,
                        claim="alleged",
                        attributed_to=_teller(above),
                        teller=above,
                        cues=(*mood.cues, f"claim.alleged: {lemma} {lower.lower_}"),
                    )
                if complement and self.lexicon.is_in(lemma, "verbs.speech", "verbs.deny", "verbs.allege"):
                    return self._said(above, lemma, mood)
            lower = above
        source = next(_according(token), None)
        return replace(mood, attributed_to=source) if source is not None else mood

    def _framed(self, clause: Token, above: Token, mood: Mood) -> Mood:
        """ "it is possible that …", "the risk that …": how sure the frame of a clause makes it."""
        if clause.dep_ in ("ccomp", "csubj", "advcl", "xcomp", "acl") and above.pos_ == "AUX":
            words = {c.lower_ for c in above.children if c.dep_ == "acomp"}
        elif clause.dep_ in ("acl", "relcl", "ccomp") and any(c.lower_ == "that" and c.dep_ == "mark" for c in clause.children):
            words = {above.lemma_.lower()}
        else:
            return mood
        for certainty in ("possible", "probable"):
            if found := words & self.lexicon.words[f"frames.{certainty}"]:
                mood = mood.weaken(certainty, f"certainty.{certainty}: {min(found)} that")
        if found := words & self.lexicon.words["frames.alleged"]:
            mood = replace(mood, claim="alleged", cues=(*mood.cues, f"claim.alleged: {min(found)} that"))
        return mood

    def _is_denied(self, verb: Token) -> bool:
        """ "despite official denials"."""
        for child in verb.children:
            if child.lower_ in ("despite", "notwithstanding", "amid"):
                return any(c.lower_ in self.lexicon.words["markers.denials"] for c in child.children)
        return False

    def _said(self, verb: Token, lemma: str, mood: Mood) -> Mood:
        mood = replace(mood, attributed_to=_teller(verb), teller=verb, subordinate=True)
        if self.lexicon.is_in(lemma, "verbs.deny") and not self.negated(verb):
            return replace(mood, claim="denied", cues=(*mood.cues, f"claim.denied: {lemma}"))
        if self.lexicon.is_in(lemma, "verbs.allege"):
            return replace(mood, claim="alleged", cues=(*mood.cues, f"claim.alleged: {lemma}"))
        if self.negated(verb) and lemma in ("think", "believe", "expect"):
            return replace(mood, negative=not mood.negative, cues=(*mood.cues, f"polarity.negative: not {lemma}"))
        if self.lexicon.is_in(lemma, "verbs.foresee"):
            mood = mood.weaken("probable", f"certainty.probable: {lemma}")
            if mood.tense in ("future", "past_future", "plan"):
                mood = replace(mood, claim="forecast")
        return mood


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


def _is_infinitive(verb: Token) -> bool:
    return any(a.tag_ == "TO" for a in _auxiliaries(verb))


def _is_reported(head: Token) -> bool:
    return any(c.dep_ == "auxpass" for c in head.children)


def _is_none(token: Token, lexicon: Lexicon) -> bool:
    if token.lower_ in ("nobody", "none", "nothing", "neither"):
        return True
    return any(c.dep_ in ("det", "neg", "preconj") and c.lower_ in ("no", "neither", "not") for c in token.children)


def _preposition(noun: Token) -> str | None:
    token = noun
    while token.dep_ == "conj":
        token = token.head
    if token.dep_ != "pobj":
        return None
    above = token.head
    return above.head.lower_ if above.lower_ == "of" and above.head.pos_ in ("ADV", "ADP") else above.lower_


def _teller(verb: Token) -> Token | None:
    own = [c for c in verb.children if c.dep_ in ("nsubj", "agent")]
    if own:
        return own[0]
    if verb.dep_ in ("advcl", "conj", "xcomp") and is_verb(verb.head):
        return _teller(verb.head)
    return verb.head if verb.dep_ == "relcl" else None


def _according(token: Token) -> Iterator[Token]:
    for top in (token, *(a for a in token.ancestors if is_verb(a))):
        for child in top.children:
            if child.lower_ == "according":
                for to in child.children:
                    yield from (c for c in to.children if c.dep_ == "pobj")
