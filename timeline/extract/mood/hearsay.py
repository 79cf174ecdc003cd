"""Who says so, and what becomes of a claim by it: said, accused of, denied, according to, possible that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from timeline.extract.lexicon import Lexicon
from timeline.extract.mood.value import Mood
from timeline.extract.mood.verbs import Verbs, teller_of
from timeline.extract.syntax import full_lemma, is_verb

if TYPE_CHECKING:
    from timeline.parsed import Token


_RUMOURS = frozenset({"rumor", "rumour", "speculation", "suggestion", "allegation", "accusation"})


@dataclass(frozen=True, slots=True)
class Hearsay:
    """Reads who tells of an event, with a lexicon."""

    lexicon: Lexicon
    verbs: Verbs

    def told(self, token: Token, mood: Mood) -> Mood:
        """The mood with who says so: "said that", "accused of", "denied", "according to"."""
        if mood.teller is not None:
            return mood
        denial = self._denial(token)
        if denial is not None and mood.claim == "asserted":
            cues = (*mood.cues, "claim.disputed: despite denials")
            mood = replace(mood, claim="disputed", teller=denial, cues=cues)
        lower = token
        for above in token.ancestors:
            mood = self._framed(lower, above, self._believed(lower, above, mood))
            if self._is_denied(lower, above):
                return self._said(above.head, full_lemma(above.head), mood)
            if is_verb(above):
                complement = lower.dep_ in ("ccomp", "parataxis") and lower.head.i == above.i
                lemma = full_lemma(above)
                accused = (
                    lower.dep_ == "prep"
                    and lower.lower_ in ("of", "for", "with")
                    and self.lexicon.is_in(lemma, "verbs.accuse")
                )
                if accused:
                    return replace(
                        mood,
                        claim="alleged",
                        attributed_to=teller_of(above),
                        teller=above,
                        cues=(*mood.cues, f"claim.alleged: {lemma} {lower.lower_}"),
                    )
                if complement and self.lexicon.is_in(lemma, "verbs.speech", "verbs.deny", "verbs.allege"):
                    return self._said(above, lemma, mood)
            lower = above
        source = next(_according(token), None)
        return replace(mood, attributed_to=source) if source is not None else mood

    def _framed(self, clause: Token, above: Token, mood: Mood) -> Mood:
        """How sure the frame of a clause makes it: "it is possible that …", "the risk that …"."""
        if clause.dep_ in ("ccomp", "csubj", "advcl", "xcomp", "acl") and above.pos_ == "AUX":
            words = {c.lower_ for c in above.children if c.dep_ == "acomp"}
        elif clause.dep_ in ("acl", "relcl", "ccomp") and any(
            c.lower_ == "that" and c.dep_ == "mark" for c in clause.children
        ):
            words = {above.lemma_.lower()}
        else:
            return mood
        for certainty in ("possible", "probable"):
            if found := words & self.lexicon.words[f"frames.{certainty}"]:
                mood = mood.weaken(certainty, f"certainty.{certainty}: {min(found)} that")
        if (found := words & self.lexicon.words["frames.alleged"]) and mood.claim == "forecast":
            mood = replace(mood, attributed_to=above)  # "reports that they could strike": a forecast of those reports
        elif found:
            mood = replace(mood, claim="alleged", cues=(*mood.cues, f"claim.alleged: {min(found)} that"))
        return mood

    def _believed(self, clause: Token, above: Token, mood: Mood) -> Mood:
        """What somebody is only sure or afraid of is no fact: "she was certain *she was followed*"."""
        if clause.dep_ != "ccomp" or above.dep_ != "acomp" or mood.claim != "asserted":
            return mood
        somebody = next((c for c in above.head.children if c.dep_ == "nsubj" and c.lower_ != "it"), None)
        if somebody is None or above.lemma_.lower() not in self.lexicon.words["frames.believed"]:
            return mood
        cues = (*mood.cues, f"claim.alleged: {above.lower_} that")
        return replace(mood, claim="alleged", attributed_to=somebody, cues=cues)

    def _is_denied(self, clause: Token, above: Token) -> bool:
        """Whether a clause is the content of what somebody denies: "denied rumours *he is to resign*"."""
        rumour = above.dep_ == "dobj" and above.lemma_.lower() in _RUMOURS and is_verb(above.head)
        content = clause.dep_ in ("acl", "relcl", "ccomp") and clause.pos_ in ("VERB", "AUX") and clause.i > above.i
        return rumour and content and self.lexicon.is_in(full_lemma(above.head), "verbs.deny")

    def _denial(self, verb: Token) -> Token | None:
        """The denial despite which it is told: "despite official denials"."""
        for child in verb.children:
            if child.lower_ in ("despite", "notwithstanding", "amid"):
                denials = self.lexicon.words["markers.denials"]
                return next((c for c in child.children if c.lower_ in denials), None)
        return None

    def _said(self, verb: Token, lemma: str, mood: Mood) -> Mood:
        mood = replace(mood, attributed_to=teller_of(verb), teller=verb, subordinate=True)
        if self.lexicon.is_in(lemma, "verbs.deny") and not self.verbs.negated(verb):
            return replace(mood, claim="denied", cues=(*mood.cues, f"claim.denied: {lemma}"))
        if self.lexicon.is_in(lemma, "verbs.allege"):
            return replace(mood, claim="alleged", cues=(*mood.cues, f"claim.alleged: {lemma}"))
        if self.verbs.negated(verb) and lemma in ("think", "believe", "expect"):
            return replace(mood, negative=not mood.negative, cues=(*mood.cues, f"polarity.negative: not {lemma}"))
        if self.lexicon.is_in(lemma, "verbs.foresee"):
            mood = mood.weaken("probable", f"certainty.probable: {lemma}")
            if mood.tense in ("future", "past_future", "plan"):
                mood = replace(mood, claim="forecast")
        return mood


def _according(token: Token) -> Iterator[Token]:
    for top in (token, *(a for a in token.ancestors if is_verb(a))):
        for child in top.children:
            if child.lower_ == "according":
                for to in child.children:
                    yield from (c for c in to.children if c.dep_ == "pobj")
