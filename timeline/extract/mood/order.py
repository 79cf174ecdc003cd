"""Verbs whose time the words around them tell, against their own form.

Ann Lee is the second minister *to resign*.            she has resigned
He said he would speak when he *returned*.             he has not returned
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from timeline.parsed import Token


def is_one_in_a_row(noun: Token) -> bool:
    """Whether somebody is counted or singled out by what he did: "the second boy to be killed", "the last to leave"."""
    counted = (t for t in (noun, *noun.lefts) if t.dep_ != "det")
    return any(t.ent_type_ == "ORDINAL" or t.tag_ == "JJS" or t.lower_ in ("last", "only", "latest") for t in counted)


def is_said_of_one(verb: Token) -> bool:
    """Whether an infinitive behind "was" tells what one in a row did: "was the first this year *to leave*"."""
    named = (c for c in verb.head.rights if c.dep_ == "attr" and c.i < verb.i)
    return verb.dep_ == "advcl" and verb.head.lemma_ == "be" and any(is_one_in_a_row(c) for c in named)


def is_of_what_was_to_come(verb: Token) -> bool:
    """Whether a past tense is that of words retold: "said he *would* come when he *returned*"."""
    when = any(c.lower_ in ("when", "once", "until", "before") for c in verb.lefts)
    return when and any(c.tag_ == "MD" and c.lower_ == "would" for c in verb.head.lefts)
