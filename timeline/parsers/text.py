"""Plain text, with or without a front matter block.

    ---
    title: Ministers meet in Baku
    published: 2025-01-17T10:30+03:00
    publisher: Caspian Courier
    ---
    The foreign ministers of both countries met in Baku on Friday.

Keys of the block: title, published (or date), publisher, author, url, language; others are passed over. Without a block
the first line is taken as the title if it reads like a headline; it stays part of the text.
"""

from __future__ import annotations

import re
from typing import Any

from timeline.model import Article
from timeline.parsers import decoding
from timeline.parsers.published import parse_published

_FENCE = re.compile(r"---[ \t]*\n")
_PAIR = re.compile(r"([A-Za-z][\w -]*?)[ \t]*:(?:[ \t]+(.*)|)\Z")
_KEYS = {
    "title": "title",
    "headline": "title",
    "published": "published",
    "date": "published",
    "publisher": "publisher",
    "source": "publisher",
    "author": "author",
    "url": "url",
    "language": "language",
    "lang": "language",
}
_BREADCRUMB = re.compile(r"\s[»›>]\s")
_WORD = re.compile(r"\w+")


def front_matter(content: str, *, dated: bool = True) -> tuple[dict[str, Any], str]:
    """Split a document into the fields of its front matter block and its body.

    Args:
        content: the whole document.
        dated: whether to read the publication date; the caller may know it better.

    Returns:
        Keyword arguments for Article, and the text after the block. No fields where there is no block.

    Raises:
        ValueError: the block is not closed, or its dates are no dates or contradict each other.
    """
    content = decoding.clean(content).lstrip("\n")
    opening = _FENCE.match(content)
    if not opening or not _PAIR.match(content[opening.end() :].split("\n", 1)[0].strip()):
        return {}, content
    head, fence, body = content[opening.end() :].partition("\n---")
    if not fence or body.split("\n", 1)[0].strip("- \t"):
        raise ValueError("its front matter is not closed; put a line of --- after the last key")
    known: dict[str, Any] = {}
    for line in head.split("\n"):
        pair = _PAIR.match(line.strip())
        key = _KEYS.get(pair[1].lower()) if pair else None
        value = _unquoted((pair[2] or "").strip()) if pair else ""
        if key == "published" and dated and value:
            _take_date(known, value, "its front matter")
        elif key and key != "published" and value:
            known.setdefault(key, decoding.one_line(value))
    return known, body.partition("\n")[2].lstrip("\n")


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" and value[0] not in value[1:-1]
    return value[1:-1].strip() if quoted else value


def _take_date(known: dict[str, Any], value: str, where: str) -> None:
    try:
        published = parse_published(value)
    except ValueError as error:
        raise ValueError(f"the publication date in {where} cannot be read: {error}") from None
    earlier = known.get("published")
    if earlier and earlier[:10] != published[:10]:
        raise ValueError(
            f"{where} gives two publication dates, {earlier[:10]} and {published[:10]}; "
            "keep one, or say the right one with --published"
        )
    known["published"] = max(earlier or "", published, key=len)
    known["published_basis"] = "front_matter"


def article(body: str, known: dict[str, Any]) -> Article:
    """The article of a plain text.

    Args:
        body: text without its front matter.
        known: fields that are known already; they stand.

    Raises:
        ValueError: there is no text.
    """
    text = checked(body)
    return Article(text=text, **{"title": _headline(text), **known})


def checked(body: str) -> str:
    """The text of an article: cleaned, without blank space around it.

    Raises:
        ValueError: it is empty or a single word.
    """
    lines = [line.rstrip() for line in decoding.clean(body).split("\n")]
    text = "\n".join(lines).strip("\n")
    words = len(_WORD.findall(text))
    if not words:
        raise ValueError("has no text; nothing to read")
    if words == 1:
        raise ValueError("is a single word; an article needs a sentence")
    return text


def _headline(text: str) -> str | None:
    """The first line that is no breadcrumb, if it reads like a headline and something follows it."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    while len(lines) > 1 and _BREADCRUMB.search(lines[0]):
        lines.pop(0)
    first = lines[0]
    return decoding.one_line(first) if len(lines) > 1 and len(first) <= 160 and first[-1] not in ".;:,…" else None
