"""New products: the name behind "its latest addition" or behind that of its line, and what comes out beside another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from timeline.extract.things import is_launched, is_version

if TYPE_CHECKING:
    from timeline.parsed import Token


def name_behind(head: Token) -> Token | None:
    """The name that says it better: "its latest addition to the line, the *Zed nano*", "the Zed, *Zed 4*, was"."""
    if head.pos_ == "PROPN":
        return next((c for c in head.rights if c.dep_ == "appos" and _goes_on(head, c)), None)
    if head.pos_ != "NOUN" or not is_version(head.lemma_.lower()):
        return None
    last = head.right_edge
    named = next((t for t in (last, *last.ancestors) if t.dep_ == "appos" and t.right_edge.i == last.i), None)
    if named is None or not any(t.tag_ in ("NNP", "NNPS") for t in (named, *named.lefts)):
        return None
    return named if named.i > head.i and named.left_edge.nbor(-1).text in (",", "-", "–", "—") else None


def _goes_on(name: Token, beside: Token) -> bool:
    """Whether an apposition is the same name with a number or more behind it."""
    short = [t.text for t in (*(c for c in name.lefts if c.dep_ == "compound"), name)]
    long = [t.text for t in beside.subtree if not t.is_punct and t.dep_ != "det"]
    return len(long) > len(short) and long[: len(short)] == short


def is_launched_with(pair: tuple[str, Token], things: Sequence[Token], verb: Token) -> bool:
    """Whether something comes to market beside another: "unveiled the Zed 4, along with the *ZedOS 4* system"."""
    beside = pair[0] in ("along with", "together with", "alongside") and is_launched(verb.lemma_.lower())
    return beside and bool(things) and things[-1].i < pair[1].i and pair[1].ent_type_ != "PERSON"
