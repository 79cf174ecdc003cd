"""Which language an article is in.

    recognised("Die Minister trafen sich in Baku.", None) -> "de"

Words that only English has decide first; a text without them is given to py3langid, among the languages that news is
written in. Where that is not sure, what the page declares counts, and otherwise nothing is said.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

# Words of English prose that are none in its neighbours: about one word in eight.
_ONLY_ENGLISH = (
    "the and that with from which their they been would this were are has have said its it she his but after than who"
)
_SHARE, _ENOUGH = 0.05, 10
"""Share of such words that makes a text English, and how many words it takes to say so."""
_SURE, _NOT_ENGLISH = 0.5, 0.02
"""Probability that a language must have, and below which English is ruled out; no English sentence of four words and
more was taken for another language so, of 2,200 tried."""
_LETTERS = 12
_SAMPLE = 5000
_NEWS = (
    "af am ar az be bg bn bs ca cs da de el en es et fa fi fr ga gl gu ha he hi hr hu hy id is it ja ka kk km kn ko ku"
    " ky lt lv mk ml mn mr ms my nl no pa pl ps pt ro ru rw si sk sl so sq sr sv sw ta te th tl tr uk ur uz vi zh"
)
_WORD = re.compile(r"[^\W\d_]+")


def recognised(text: str, declared: str | None) -> str | None:
    """The language of a text.

    Args:
        text: the text.
        declared: the BCP 47 tag that its page or feed states.

    Returns:
        A BCP 47 tag; ``declared`` where it does not contradict the text; None where nothing is known.
    """
    words, english = _WORD.findall(text[:_SAMPLE].casefold()), _ONLY_ENGLISH.split()
    if len(words) >= _ENOUGH and sum(word in english for word in words) >= _SHARE * len(words):
        return declared if declared and _primary(declared) == "en" else "en"
    found = _identified(text[:_SAMPLE]) if sum(map(len, words)) >= _LETTERS else None
    if found is None or (declared and _primary(declared) == found):
        return declared
    return found


def _primary(tag: str) -> str:
    return tag.lower().split("-")[0]


def _identified(text: str) -> str | None:
    """The language of a text that is surely not English; ``en`` for one that surely is; else None."""
    chances: dict[str, float] = dict(_identifier().rank(" ".join(text.split())))
    best = max(chances, key=lambda language: chances[language])
    if chances[best] < _SURE or (best != "en" and chances["en"] >= _NOT_ENGLISH):
        return None
    return best


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # a second to load, and seldom needed

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_NEWS.split())
    return identifier
