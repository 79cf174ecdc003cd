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

from timeline import actors
from timeline.actors.references import is_paper
from timeline.model import Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_MODEL = re.compile(r"(?:[A-Z]{0,3}-?\d{1,4}[A-Za-z]{0,3}|[IVX]{1,4}|\d{1,3}G[BS]?|Mini|Pro|Max|Plus)\Z")
_PARTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "poss", "conj", "appos", "attr", "oprd", "dative"})
_NOT_NAMES = frozenset(
    {"DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY", "LANGUAGE", "GPE", "LOC"}
)
_KINDS = frozenset(
    {"phone", "device", "player", "handset", "aircraft", "plane", "jet", "airliner", "jetliner", "car", "vehicle",
     "ship", "drone", "missile", "rocket", "game", "programme", "program", "product", "system", "engine", "truck"}
)  # fmt: skip
_UNITS = frozenset(
    {"percent", "%", "million", "billion", "trillion", "thousand", "hundred", "usd", "am", "pm", "et", "gmt"}
)


def complete(doc: Doc, sentences: Sequence[Span], mentions: Sequence[Mention]) -> list[Mention]:
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
    named = sorted([*longer, *added], key=lambda m: (m.start, m.end))
    return sorted([*named, *_pointers(doc, sentences, named)], key=lambda m: (m.start, m.end))


def _pointers(doc: Doc, sentences: Sequence[Span], mentions: Sequence[Mention]) -> list[Mention]:
    """Subjects like "it" and "the aircraft", where the subject before, a sentence back at most, was a thing."""
    starts = {m.start: m for m in mentions}
    covered = {offset for m in mentions for offset in range(m.start, m.end)}
    found: list[Mention] = []
    last: tuple[int, Mention] | None = None
    for number, sentence in enumerate(sentences):
        for token in sentence:
            if token.dep_ not in ("nsubj", "nsubjpass"):
                continue
            if token.idx in covered:
                mention = next((starts[t.idx] for t in reversed(list(_phrase(token))) if t.idx in starts), None)
                last = (number, mention) if mention is not None and mention.kind == "organisation" else None
            elif last is not None and number - last[0] <= 1 and _points(token):
                begin = token.left_edge.idx if token.lower_ != "it" else token.idx
                surface = doc.text[begin : token.idx + len(token)]
                way = "pronoun" if token.lower_ == "it" else "description"
                found.append(replace(last[1], start=begin, end=begin + len(surface), surface=surface, way=way))
                last = (number, last[1])
    return found


def _phrase(token: Token) -> list[Token]:
    return [*(t for t in token.lefts if t.dep_ in ("compound", "nmod", "nummod")), token]


def _points(token: Token) -> bool:
    if token.lower_ == "it" and is_paper(token):
        return False
    if token.lower_ == "it":
        return token.head.lemma_ not in ("rain", "snow", "seem", "appear", "take") and token.head.pos_ == "VERB"
    return token.lemma_.lower() in _KINDS and any(
        c.dep_ == "det" and c.lower_ in ("the", "this") for c in token.children
    )


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
    before = token.nbor(-1) if token.i > 0 else None
    if words[0].i == token.i and before is not None and before.i in taken and before.head.i == token.i:
        return None  # "Berlin Wall", of which "Berlin" is known: half a name is none
    start, end = words[0].idx, words[-1].idx + len(words[-1])
    surface = token.doc.text[start:end]
    if len(surface) < 3 or len(words) > 6 or "\n" in surface:
        return None
    if (known := actors.place(surface)) is not None:
        return Mention(start, end, surface, "place", surface, country=known[1])
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
