"""Names that the model cuts, made whole: works and occasions by their titles, people by their nicknames."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from timeline.actors import words
from timeline.model import Mention
from timeline.names import fold

if TYPE_CHECKING:
    from timeline.parsed import Doc

_NICKNAME = r"(?:\"[A-Z][\w .]{1,24}\"|“[A-Z][\w .]{1,24}”|‘[A-Z][\w .]{1,24}’|\([A-Z][a-z]{1,12}\))"
_NICKNAMED = re.compile(rf"\b([A-Z][a-z]+)(?: [A-Z]\.)? {_NICKNAME} ([A-Z][a-z][\w-]+)(?![\w-])")
_WORKS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "appos", "conj", "compound"})
_SMALL = "of|the|and|a|an|in|to|for|on|at|from|with"
_WORK = re.compile(rf"[“\"]([A-Z][\w'’-]*(?: (?:[A-Z][\w'’-]*|{_SMALL})){{1,6}})(?<! of)(?<! the)(?<! and),?[”\"]")
"""Several capitalised words in quotation marks, no sentence: a title."""


_BIG = r"[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*"
_OCCASION = re.compile(rf"(?<=\bthe )({_BIG} (?:For|To|In|Against|On|From|With) {_BIG})(?= [a-z])")
"""Capitalised words with a capitalised preposition among them, in a sentence of small letters: "the Hope For Chad"."""


def with_works(doc: Doc, text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions with titles whole that the model cuts: “The King’s Letter”, the Hope For Peru."""
    result = mentions
    for hit in _OCCASION.finditer(text):
        start, end = hit.span(1)
        apart = [m for m in result if m.end <= start or end <= m.start]
        if doc.char_span(start, end) is not None and not any(
            m.end > end > m.start or m.start < start < m.end for m in result
        ):
            result = [*apart, Mention(start, end, hit.group(1), "thing", hit.group(1))]
    for hit in _WORK.finditer(text):
        start, end = hit.span(1)
        over = [m for m in result if m.start < end and start < m.end]
        if any(m.start < start or end < m.end or (m.start, m.end) == (start, end) for m in over):
            continue
        span = doc.char_span(start, end)
        if span is None or span.root.dep_ not in _WORKS or span.root.pos_ not in ("NOUN", "PROPN"):
            continue
        surface = text[start:end]
        result = [*(m for m in result if m not in over), Mention(start, end, surface, "thing", surface)]
    return sorted(result, key=lambda m: m.start)


def with_nicknames(text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions with those names whole that a nickname cuts in two: 'Vincent "The Fox" Moretti'."""
    if not any(q in text for q in '"“(‘'):
        return mentions
    result = mentions
    for hit in _NICKNAMED.finditer(text):
        start, end = hit.span()
        within = [m for m in result if start <= m.start and m.end <= end]
        if not any(m.kind == "person" for m in within) and fold(hit.group(1)) not in words.load().given:
            continue
        name = f"{hit.group(1)} {hit.group(2)}"
        result = [m for m in result if m.end <= start or end <= m.start]
        result.append(Mention(start, end, text[start:end], "person", name))
    return sorted(result, key=lambda m: m.start)
