"""All mentions of actors and places in one parsed article."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from timeline.actors import words
from timeline.actors.bodies import bodies
from timeline.actors.chains import fullest, short_form
from timeline.actors.descriptions import is_somebody
from timeline.actors.names import names
from timeline.actors.offices import governments, holders, with_titles
from timeline.actors.places import place
from timeline.actors.references import references
from timeline.actors.speakers import speakers
from timeline.model import Mention

if TYPE_CHECKING:
    from timeline.parsed import Doc, Span


_TICKER = re.compile(r"\([A-Z]{3,6}: ?[A-Z.]{1,6}\)")
"""Where a firm's shares are traded, and under what letters: "Acme (NSDQ: ACM)"."""


def find(doc: Doc, published: str | None = None) -> list[Mention]:
    """Finds who a text speaks of.

    Args:
        doc: the whole article, parsed by :func:`timeline.extract.nlp.parse`.
        published: day of publication, ``YYYY-MM-DD``; not needed to find anybody, kept for callers that know it.

    Returns:
        Mentions in text order; ``doc.text[m.start:m.end] == m.surface`` for each. Two mentions share a span only where
        one phrase means two actors ("the two countries"). ``way='capital'`` marks "Tehran", "the Kremlin", "the Obama
        administration": whether the place is meant, :func:`timeline.actors.is_place_use` tells.
    """
    text = doc.text
    mentions = [m for m in with_titles(doc, text, bodies(text, names(doc, text))) if not is_somebody(doc, m)]
    traded = [found.span() for found in _TICKER.finditer(text)]
    mentions = governments(doc, text, [m for m in mentions if not any(a < m.start < b for a, b in traded)])
    mentions = holders(text, mentions)
    mentions = _again(doc, text, mentions)
    mentions = fullest(text, mentions)
    mentions = [*mentions, *references(doc, text, mentions)]
    mentions = [*mentions, *speakers(doc, text, mentions)]
    return sorted(mentions, key=lambda m: (m.start, m.end))


def _again(doc: Doc, text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Adds the places where a name found elsewhere in the article stands again and the model passed it over."""
    forms: dict[str, Mention] = {}
    no_name, another = words.load().no_short_name, words.load().of_towns | words.load().gatherings
    for m in mentions:
        if m.way != "name" or m.kind not in ("person", "organisation"):
            continue
        forms.setdefault(_plain(m.surface), m)
        parts = m.surface.split()
        if m.kind == "person" and len(parts) > 1:
            for part in (parts[-1], parts[0]):
                if part[0].isupper() and part.isalpha() and len(part) > 1:
                    forms.setdefault(_plain(part), replace(m, office=None, country=None))
        if m.kind == "organisation" and (letters := short_form(text, m)) is not None:
            forms.setdefault(_plain(letters), m)
        if m.kind == "organisation" and len(parts) > 1:
            first = "" if parts[-1].casefold() in another else parts[0]
            for short in {_without_legal_form(parts), first}:
                if len(short) > 3 and short.casefold() not in no_name and place(short) is None:
                    forms.setdefault(_plain(short), m)
    if not forms:
        return list(mentions)
    alternatives = "|".join(re.escape(f) for f in sorted(forms, key=len, reverse=True))
    taken = bytearray(len(text))
    for m in mentions:
        taken[m.start : m.end] = b"x" * (m.end - m.start)
    added = []
    # A capital letter beside it makes the word part of another name.
    for hit in re.finditer(rf"(?<![\w-])(?<![A-Z]\.\s)(?:{alternatives})(?![\w-])(?! [A-Z][a-z])", _plain(text)):
        start, end = hit.span()
        span = None if any(taken[start:end]) else doc.char_span(start, end)
        if span is not None and _is_used_as_name(span, forms[hit.group()].kind):
            surface = text[start:end]
            added.append(replace(forms[hit.group()], start=start, end=end, surface=surface, name=surface))
    return sorted([*mentions, *added], key=lambda m: m.start)


def _is_used_as_name(span: Span, kind: str) -> bool:
    """Whether a capitalised word stands for the name and not just at the start of a sentence."""
    root = span.root
    if root.pos_ == "PROPN" or span.start != span.sent.start:
        return True
    if kind == "organisation" and root.tag_ == "VB" and root.i + 1 < len(root.doc) and root.nbor(1).tag_ == "TO":
        return True  # the headline "Acme to buy Zeta", where the name is taken for a verb
    if kind == "person":
        # The tagger may take an unknown surname for an adjective; one that is a subject without article is a name.
        return (
            root.dep_ in ("nsubj", "nsubjpass")
            and root.tag_ in ("JJ", "NN", "NNS", "VBZ")
            and not any(True for _ in root.lefts)
        )
    return root.dep_ in ("compound", "amod", "nsubj", "nsubjpass", "poss")


def _plain(text: str) -> str:
    """The text without accents, letter by letter, so that offsets stay."""
    if text.isascii():
        return text
    bases = {c: unicodedata.normalize("NFD", c)[0] for c in set(text)}
    return text.translate({ord(c): base for c, base in bases.items() if base.isascii()})


def _without_legal_form(parts: Sequence[str]) -> str:
    kept = list(parts)
    while len(kept) > 1 and kept[-1].casefold().rstrip(".") in words.load().legal_forms:
        kept.pop()
    return " ".join(kept).rstrip(",")
