"""Named things that take part in events besides people, states and organisations: products, aircraft, laws, programmes.

The name finder may know the maker alone in "the Tupolev 154" and nothing in "the Concorde": here names are made as long
as the words that stand with them, and further proper names that fill a part in a clause are added. They are kept as
organisations, the kind of names without a face.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from timeline.model import Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_MODEL = re.compile(r"(?:[A-Z]{0,3}-?\d{1,4}[A-Za-z]{0,3}|[IVX]{1,4}|\d{1,3}G[BS]?|Mini|Pro|Max|Plus)\Z")
_PARTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "poss", "conj", "appos", "attr", "oprd", "dative"})
_NOT_NAMES = frozenset(
    {"DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY", "LANGUAGE", "GPE", "LOC"}
)
_UNITS = frozenset(
    {"percent", "%", "million", "billion", "trillion", "thousand", "hundred", "usd", "am", "pm", "et", "gmt"}
)


def complete(doc: Doc, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with model numbers taken in ("Tupolev 154") and named things added, in text order."""
    taken: set[int] = set()
    longer: list[Mention] = []
    for mention in mentions:
        grown = _grown(doc, mention)
        longer.append(grown)
        span = doc.char_span(grown.start, grown.end, alignment_mode="expand")
        taken.update(t.i for t in (span if span is not None else ()))
    found = [m for token in doc if token.i not in taken and (m := _thing(token, taken)) is not None]
    people = {m.name for m in longer if m.kind == "person" and " " in m.name}
    added = [_person(m, people) for m in found]
    return sorted([*longer, *added], key=lambda m: (m.start, m.end))


def _person(thing: Mention, people: Collection[str]) -> Mention:
    """A surname or first name alone that the finder passed over is the person named in full elsewhere in the text."""
    full = [name for name in people if thing.surface in (name.split()[-1], name.split()[0])]
    return replace(thing, name=full[0], kind="person") if len(full) == 1 else thing


def _grown(doc: Doc, mention: Mention) -> Mention:
    """The name with its number ("Tupolev 154"), where that belongs to it and does not count something."""
    if mention.way != "name" or mention.kind not in ("organisation", "person"):
        return mention
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    if span is None or span.end >= len(doc):
        return mention
    after = doc[span.end]
    if not _MODEL.match(after.text) or after.idx != mention.end + 1 or not _is_model(after):
        return mention
    surface = doc.text[mention.start : after.idx + len(after)]
    return replace(mention, end=after.idx + len(after), surface=surface, name=surface, kind="organisation")


def _is_model(number: Token) -> bool:
    """A number that counts or dates what follows is no part of the name: "sold Chad 30 jets"."""
    if re.fullmatch(r"(?:1[89]|20)\d\d", number.text) and number.ent_type_ in ("DATE", ""):
        return number.head.i < number.i and number.ent_type_ == ""
    following = number.nbor(1) if number.i + 1 < len(number.doc) else None
    counts = following is not None and (
        following.lower_ in _UNITS or (following.tag_ == "NNS" and number.head.i == following.i)
    )
    return not counts


def _thing(token: Token, taken: set[int]) -> Mention | None:
    """A proper name that fills a part in a clause and that no mention covers."""
    if (
        not (token.pos_ == "PROPN" or (token.pos_ == "NOUN" and _is_camel(token.text)))
        or token.dep_ not in _PARTS
        or token.ent_type_ in _NOT_NAMES
        or not _is_named(token)
    ):
        return None
    words = [token]
    for left in reversed(list(_before(token, taken))):
        words.insert(0, left)
    if token.i + 1 < len(token.doc) and _MODEL.match(token.nbor(1).text) and token.nbor(1).dep_ in ("nummod", "appos"):
        words.append(token.nbor(1))
    start, end = words[0].idx, words[-1].idx + len(words[-1])
    surface = token.doc.text[start:end]
    if len(surface) < 3 or len(words) > 6 or "\n" in surface:
        return None
    return Mention(start, end, surface, "organisation", surface)


def _before(token: Token, taken: set[int]) -> Iterator[Token]:
    run: list[Token] = []
    at = token.i - 1
    while (
        at >= token.sent.start
        and token.doc[at].pos_ in ("PROPN", "NUM")
        and token.doc[at].dep_ in ("compound", "nmod", "nummod")
    ):
        if at in taken or token.doc[at].ent_type_ in _NOT_NAMES - {"CARDINAL"}:
            break
        run.insert(0, token.doc[at])
        at -= 1
    yield from run


def _is_named(token: Token) -> bool:
    return token.text[0].isupper() or _is_camel(token.text)


def _is_camel(word: str) -> bool:
    return len(word) > 2 and word.isalnum() and word[0].islower() and any(c.isupper() for c in word[1:])
