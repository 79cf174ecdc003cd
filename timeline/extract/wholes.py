"""Names made whole of which the name finder saw a part: ships by the letters before them, teams behind their town."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from timeline.model import Mention

if TYPE_CHECKING:
    from timeline.parsed import Doc, Token

_PARTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "poss", "conj", "appos", "dative"})


def span_of(doc: Doc, mention: Mention) -> list[Token]:
    """The words of a mention."""
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    return list(span) if span is not None else []


def with_vessels(doc: Doc, mentions: Sequence[Mention], prefixes: frozenset[str]) -> list[Mention]:
    """The mentions with ships whole by the letters before their names: "HMS *Ardent*", then "the Ardent"."""
    letters = {t.i for t in doc if t.is_upper and t.lower_ in prefixes}
    if not letters:
        return list(mentions)
    found: list[Mention] = []
    ships: dict[str, str] = {}
    for m in mentions:
        span = span_of(doc, m)
        if span and len(span) == 1 and span[0].i in letters:
            continue  # the letters alone
        if span and m.way == "name" and span[0].i - 1 in letters:
            start = span[0].nbor(-1).idx
            ships[m.surface] = doc.text[start : m.end]
            m = replace(m, start=start, surface=ships[m.surface], name=ships[m.surface], kind="thing", country=None)
        found.append(m)
    return [
        replace(m, name=ships[m.surface], kind="thing", country=None) if m.surface in ships and m.way == "name" else m
        for m in found
    ]


def with_teams(doc: Doc, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with teams whole of which only the town was found: "the *Oslo* Bears"."""
    found: list[Mention] = []
    for m in mentions:
        span = span_of(doc, m) if m.way == "capital" or m.kind == "place" else []
        last = span[-1].nbor(1) if span and span[-1].i + 1 < len(doc) else None
        plural = last is not None and last.tag_ in ("NNP", "NNPS") and last.is_title and last.lower_.endswith("s")
        if last is None or not plural or last.ent_type_ or span[-1].dep_ != "compound" or span[-1].head.i != last.i:
            found.append(m)
            continue
        if not span[0].i or span[0].nbor(-1).lower_ != "the" or last.dep_ not in _PARTS:
            found.append(m)
            continue
        surface = doc.text[m.start : last.idx + len(last)]
        found.append(Mention(m.start, m.start + len(surface), surface, "organisation", surface))
    return found
