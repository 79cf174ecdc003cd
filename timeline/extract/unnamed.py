"""Signs that a report leaves out somebody whom its own words show: a reader would look for a name and find none.

Ann Lee’s brother arrested           Ann Lee stands in the title and takes no part
Dahl bought the mine in 1963.        of Dahl only the surname is told in the article
The victim died on Monday.           "the" speaks of somebody who is known, and nobody is found

What is found here keeps a report in the background, once all who take part through others have been added to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from timeline.actors.resolving import new_actor
from timeline.extract.lexicon import shipped
from timeline.extract.phrases import wording

if TYPE_CHECKING:
    from timeline.extract.pipeline import Draft
    from timeline.model import Mention

_WHO = frozenset({"person", "organisation", "group", "state"})
"""Kinds of those who take part in what is told."""
_BESIDE = frozenset({"with", "from", "against", "by", "between"})
"""Words before the name of a party, where "in", "at" and "on" stand before a place."""


def of(draft: Draft) -> str | None:
    """Who is left out, in words for people; None where nobody seems to be."""
    parties = [m.mention for m in draft.report.mentions if m.role != "mentioned"]
    if any(_is_a_surname(m) for m in parties):
        return "of somebody only one name is told"
    if _is_shown_alone(draft, parties):
        return "a name stands in the title and not among the parties"
    if _is_somebody_known(draft, parties):
        return "it is not told who it was"
    return None


def _is_a_surname(mention: Mention) -> bool:
    bare = mention.kind == "person" and mention.way in ("name", "pronoun") and len(mention.name.split()) == 1
    return bare and new_actor(mention) is None


def _is_shown_alone(draft: Draft, parties: Sequence[Mention]) -> bool:
    """Whether the title begins with somebody's kin or thing, or the verb is done with somebody, who has no part."""
    title = draft.report.title
    acting = {name for m in parties for name in _names(m)}
    for m in (m.mention for m in draft.report.mentions if m.mention.kind in _WHO):
        if not acting.isdisjoint(_names(m)):
            continue
        if any(title.startswith((f"{name}’s ", f"{name}’ ")) or _is_of_kin(title, name) for name in _names(m)):
            return True
        if m.kind == "person" and any(_is_shown(title, name) for name in _names(m)):
            return True
        if any(w in _BESIDE and m.start <= t.idx < m.end for w, t in draft.arguments.obliques):
            return True
    return False


def _is_shown(title: str, name: str) -> bool:
    """Whether a title shows a name otherwise than as whose family or government it is."""
    before, found, _ = title.partition(name)
    last = before.removesuffix(" of ").rpartition(" ")[2].lower() if before.endswith(" of ") else ""
    return bool(found) and not (wording("kin", last) or last == "government")


def _is_of_kin(title: str, name: str) -> bool:
    """Such as "Family of Ann Lee releases photo"."""
    first, _, rest = title.partition(" of ")
    return rest.startswith(name) and " " not in first and wording("kin", first.lower())


def _names(mention: Mention) -> tuple[str, str]:
    return mention.name.replace("'", "’"), mention.surface.replace("'", "’")


def _is_somebody_known(draft: Draft, parties: Sequence[Mention]) -> bool:
    """Whether it is told of somebody whom the article has spoken of, and nobody is found for the noun."""
    args = draft.arguments
    if draft.report.type == "LEADERSHIP":
        return False  # "the director resigned": the office is news without a name
    for token in args.objects if args.passive else args.subjects:
        known = token.tag_ == "NN" and any(c.lower_ == "the" for c in token.lefts)
        known = known and shipped().is_in(token.lemma_.lower(), "nouns.person")
        known = known and not shipped().is_in(token.lemma_.lower(), "nouns.in_office")
        if known and not any(m.start <= token.idx < m.end for m in parties):
            return True
    return False
