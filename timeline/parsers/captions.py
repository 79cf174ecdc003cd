"""Picture captions of a page: what trafilatura leaves out and an archive of events should not.

A caption is often the only place where a page says that a meeting was held: the text was written before it. Captions
that give no date at all are left out with the rest of the furniture; they describe the picture.
"""

from __future__ import annotations

import re
from typing import Any

from timeline.parsers.decoding import one_line

_CAPTIONS = "//figcaption | //*[contains(concat(' ', @class, ' '), ' wp-caption-text ')]"
_WORD = re.compile(r"\w+")
_CREDIT = re.compile(
    r"\s*(?:\(?(?:Photo(?:graph)?|Image|Picture|Credit|Source)\b[^.]*|©[^.]*|\[[^\]]*\]|\([^()]*\))\.?\s*\Z",
    re.I,
)
_DATED = re.compile(
    r"\b(?:1[89]|20)\d\d\b|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\byesterday\b|\btoday\b"
    r"|\b(?:Jan(?:uary|\.)|Feb(?:ruary|\.)|March|April|May \d|June|July|Aug(?:ust|\.)|Sept?(?:ember|\.)|Oct(?:ober|\.)"
    r"|Nov(?:ember|\.)|Dec(?:ember|\.))"
)
_GALLERY = re.compile(r"\d+\s*(?:of|/)\s*\d+")
_MIN_WORDS = 8


def insert(lines: list[str], tree: Any) -> list[str]:
    """The lines of an article with its captions, each on its own line before the paragraph that follows it on the page.

    Args:
        lines: the article's text as extracted.
        tree: the page as an lxml element.
    """
    places = {one_line(line): number for number, line in reversed(list(enumerate(lines))) if line.strip()}
    waiting: list[str] = []
    before: dict[int, list[str]] = {}
    captions = {c: sentence for c in tree.xpath(_CAPTIONS) if (sentence := _sentence(c)) and sentence not in places}
    for element in tree.iter("p", "li", "h2", "h3", "figcaption", "div", "span", "dd"):
        if sentence := captions.pop(element, None):
            waiting.append(sentence)
        elif element.tag == "p" and waiting and (number := places.get(one_line(element.text_content()))) is not None:
            before.setdefault(number, []).extend(waiting)
            waiting = []
    return [part for number, line in enumerate(lines) for part in (*before.get(number, ()), line)]


def _sentence(caption: Any) -> str | None:
    """The caption without its credit, if it is a dated sentence and not a name or a label."""
    text = _CREDIT.sub("", one_line(caption.text_content()))
    if _GALLERY.match(text):
        return None
    whole = len(_WORD.findall(text)) >= _MIN_WORDS and text[-1] in '.!?…”"'
    return text if whole and _DATED.search(text) else None
