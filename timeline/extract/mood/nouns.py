"""The mood of event nouns: from the verb that carries or governs them, and from their own modifiers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from timeline.extract.attached import BLOWS, SEIZING
from timeline.extract.lexicon import Lexicon
from timeline.extract.mood.value import Mood
from timeline.extract.mood.verbs import Verbs
from timeline.extract.predicates import Predicate, is_relied_on
from timeline.extract.syntax import first_conjunct, full_lemma

if TYPE_CHECKING:
    from timeline.parsed import Token

_OF_A_CASE = ("in", "for", "of", "over", "with")


@dataclass(frozen=True, slots=True)
class Nouns:
    """Reads the mood of event nouns with a lexicon."""

    lexicon: Lexicon
    verbs: Verbs

    def mood(self, predicate: Predicate) -> Mood:
        """The mood of an event noun."""
        mood = self._carried(predicate)
        noun = predicate.token
        if mood.tense == "bare" and (told := self._told_of(noun)) is not None:
            mood = replace(told, subordinate=mood.subordinate)
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

    def _told_of(self, noun: Token) -> Mood | None:
        """What a clause tells that it did: "investigate a shooting *that left* four people hurt"."""
        for clause in (c for c in noun.children if c.dep_ == "relcl"):
            if any(c.dep_ in ("nsubj", "nsubjpass") and c.tag_ in ("WDT", "WP") for c in clause.children):
                mood = self.verbs.verb(clause)
                if mood.tense in ("past", "perfect", "pluperfect") and mood.plan is None and not mood.negative:
                    return mood
        return None

    def _carried(self, predicate: Predicate) -> Mood:
        carrier, noun = predicate.carrier, predicate.token
        if is_relied_on(noun):
            return Mood("progressive", ongoing=True, subordinate=True, cues=("status.ongoing: relied on",))
        if carrier is None:
            return Mood("bare", subordinate=predicate.relation != "none")
        lemma = full_lemma(carrier)
        mood = self.verbs.verb(carrier)
        if predicate.relation == "fate":
            plan = "postponed" if self.lexicon.is_in(lemma, "verbs.postponed", "verbs.moved") else "cancelled"
            if mood.negative or mood.plan or mood.tense in ("future", "past_future", "bare"):
                return Mood("plan", "planned", mood.certainty, cues=(f"status.planned: not yet {lemma}",))
            return Mood("plan", plan, cues=(f"status.{plan}: {lemma}",))
        if predicate.relation == "begun":
            return replace(mood, tense="past" if mood.tense != "future" else "future")
        if predicate.relation == "light":
            if self.lexicon.is_in(lemma, "cues.planned", "cues.scheduled") and not self.lexicon.is_in(
                lemma, "verbs.empty"
            ):
                return self.verbs.plan("planned" if lemma != "schedule" else "scheduled", lemma, mood)
            if self.lexicon.is_in(lemma, "verbs.speech"):
                return Mood("bare", subordinate=True)
            return mood
        if predicate.relation == "occur":
            for plan in ("scheduled", "expected", "planned"):
                if self.lexicon.is_in(lemma, f"cues.{plan}") and lemma not in ("come", "call"):
                    return self.verbs.plan(plan, lemma, mood)
            if lemma in ("come", "be") and mood.tense == "present":
                return Mood("bare")
            return mood
        if mood.tense in ("future", "plan", "past_future") and self._is_tried(predicate):
            return Mood("perfect", subordinate=True)  # whoever will be tried for it, it has been done
        return self._governed(noun, carrier, lemma, mood)

    def _is_tried(self, predicate: Predicate) -> bool:
        """Whether a court deals with it: "will be sentenced *for the murder*", "files no charges *in the shooting*"."""
        noun = first_conjunct(predicate.token)
        if predicate.type not in BLOWS or noun.dep_ != "pobj" or noun.head.lower_ not in _OF_A_CASE:
            return False
        court = noun.head.head
        words = {t.lemma_.lower() for t in (court, *(c for c in court.children if c.dep_ == "dobj"))}
        types = {table.get(word) for word in words for table in (self.lexicon.nouns, self.lexicon.verbs)}
        return "LEGAL" in types or bool(words & SEIZING)

    def _doubted(self, noun: Token) -> str | None:
        """The adverb before the preposition of a noun: "to sign it soon, *possibly* during a trip"."""
        if noun.dep_ != "pobj" or noun.head.i == 0:
            return None
        before = noun.head
        words = {c.lower_ for c in before.children if c.dep_ == "advmod"} | {before.nbor(-1).lower_}
        return min((w for w in words if self.lexicon.is_in(w, "adverbs.possible")), default=None)

    def _governed(self, noun: Token, carrier: Token, lemma: str, mood: Mood) -> Mood:
        before = preposition(noun)
        base = Mood("bare", subordinate=True)
        if (doubt := self._doubted(noun)) is not None:
            return Mood("plan", "expected", "possible", cues=(f"certainty.possible: {doubt}",), subordinate=True)
        if before in ("after", "following", "since"):
            return replace(base, tense="perfect")
        if before in ("without",):
            return replace(base, negative=True, cues=("polarity.negative: without",))
        direct = (noun.dep_ in ("dobj", "nsubjpass") and noun.head.i == carrier.i) or (
            before in ("for", "of", "on", "about", "to") and _hangs_on(noun, carrier)
        )
        if direct and self.lexicon.is_in(lemma, "cues.merely_spoken") and _is_known(noun):
            return base
        if direct and self.lexicon.is_in(
            lemma, "cues.planned", "cues.scheduled", "cues.expected", "cues.gerund_planned"
        ):
            plan = next(
                (p for p in ("scheduled", "expected", "planned") if self.lexicon.is_in(lemma, f"cues.{p}")), "planned"
            )
            planned = replace(self.verbs.plan(plan, lemma, mood), subordinate=True)
            if self.lexicon.is_in(lemma, "cues.gerund_planned") and lemma != "plan":
                planned = planned.weaken("possible", f"certainty.possible: {lemma}")
            # "set no date for the vote": what is not planned is its date, and the vote is still to come.
            return replace(planned, negative=False) if before else planned
        if direct and self.lexicon.is_in(lemma, "cues.gerund_negative") and noun.head.i == carrier.i:
            return replace(mood, negative=not mood.negative, subordinate=True, cues=(f"polarity.negative: {lemma}",))
        if mood.tense in ("future", "plan", "past_future") and (
            noun.head.i == carrier.i or before in ("at", "in", "during", "to", "with", "for", "from")
        ):
            return replace(mood, subordinate=True, negative=False)
        if mood.negative and noun.dep_ in ("dobj", "nsubjpass") and noun.head.i == carrier.i:
            # "has not accepted the resignation": whether there was one stays open.
            return base
        if mood.tense in ("past", "past_progressive", "perfect", "pluperfect") and before not in (
            "ahead",
            "before",
            "until",
            "of",
            "for",
        ):
            return replace(mood, subordinate=True, negative=False, ongoing=False)
        return base


def _hangs_on(noun: Token, carrier: Token) -> bool:
    """Behind a preposition of the verb, or of what it is done to: "called *for a vote*", "set a date *for it*"."""
    above = first_conjunct(noun).head.head
    return carrier in (above, first_conjunct(above).head, above.head)


def _is_known(noun: Token) -> bool:
    return any(c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in ("the", "this", "that")) for c in noun.children)


def preposition(noun: Token) -> str | None:
    """The preposition that a noun, or the first of its conjuncts, stands behind; None for a subject or object."""
    token = noun
    while token.dep_ == "conj":
        token = token.head
    if token.dep_ != "pobj":
        return None
    above = token.head
    return above.head.lower_ if above.lower_ == "of" and above.head.pos_ in ("ADV", "ADP") else above.lower_
