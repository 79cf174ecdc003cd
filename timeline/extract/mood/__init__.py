"""How a clause presents its event: tense, plan, modality, negation, hearsay. Read from the parse, before any date."""

from __future__ import annotations

from dataclasses import replace

from timeline.extract.lexicon import Lexicon
from timeline.extract.mood.hearsay import Hearsay
from timeline.extract.mood.nouns import Nouns, preposition
from timeline.extract.mood.value import Mood
from timeline.extract.mood.verbs import Verbs
from timeline.extract.predicates import Predicate
from timeline.extract.syntax import governors

__all__ = ["Mood", "read"]


def read(predicate: Predicate, lexicon: Lexicon) -> Mood:
    """The mood of a predicate in its sentence."""
    verbs = Verbs(lexicon)
    if predicate.kind == "noun":
        mood = Nouns(lexicon, verbs).mood(predicate)
    elif predicate.kind == "participle":
        mood = replace(verbs.adverbs(predicate.token, Mood("perfect")), subordinate=True)
    else:
        mood = verbs.verb(predicate.token)
    carried = predicate.kind == "noun" and predicate.relation != "governed"
    top = predicate.carrier if carried else predicate.token
    told = Hearsay(lexicon, verbs).told(top if top is not None else predicate.token, mood)
    return replace(told, claim=mood.claim) if _is_presupposed(predicate, told) else told


def _is_presupposed(predicate: Predicate, told: Mood) -> bool:
    """Whether another act is denied, not the event: "denied that it had armed one side in the war"."""
    if predicate.kind != "noun" or predicate.relation != "governed" or told.claim not in ("denied", "alleged"):
        return False
    inner = next(governors(predicate.token), None)
    return (
        inner is not None
        and told.teller is not None
        and inner.i != told.teller.i
        and bool(preposition(predicate.token))
    )
