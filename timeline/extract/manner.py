"""How something was done, in the one word that a title may not lose: "fatally shoots", "narrowly escapes"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.extract.phrases import wording
from timeline.extract.sense_words import words

if TYPE_CHECKING:
    from timeline.parsed import Token


def manner(verb: Token) -> str:
    """The adverbs of a verb without which it would tell another thing, a blank behind each; mostly none."""
    said = [c for c in verb.children if c.dep_ == "advmod" and wording("manners", c.lower_)]
    if verb.dep_ == "advcl" and verb.tag_ == "VBG":  # "*accidentally* fired a gun, hitting two"
        said += [c for c in verb.head.lefts if c.lower_ in words("unwilled")]
    if verb.dep_ == "conj" and verb.lemma_ in words("hurting") and verb.head.lemma_.lower() in words("striking"):
        # "*accidentally* shot and killed his brother"
        said += [c for c in verb.head.lefts if c.lower_ in words("unwilled")]
    return "".join(f"{c.lower_} " for c in said if c.i < verb.i or not _is_apart(c))


def _is_apart(adverb: Token) -> bool:
    """Whether an adverb behind a comma goes with something else: "ten people were shot, one of them *fatally*"."""
    return adverb.nbor(-1).text in (",", "-", "–", "—")
