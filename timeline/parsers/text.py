"""Plain text, with or without a front matter block.

    ---
    title: Ministers meet in Baku
    published: 2025-01-17T10:30+03:00
    publisher: Caspian Courier
    ---
    The foreign ministers of both countries met in Baku on Friday.

Keys of the block: title, published, publisher, author, url, language, or what else these are called; others are passed
over. Without a block the first line is taken as the title if it reads like a headline, and lines like "By Jane Holm"
and "Published: 5 May 2025" below it say who wrote it and when; they stay part of the text.
"""

from __future__ import annotations

import re
from typing import Any

from timeline.model import Article
from timeline.parsers import decoding
from timeline.parsers.known import ALSO, FIELDS, address
from timeline.parsers.published import parse_published

_FENCE = re.compile(r"---[ \t]*\n")
_PAIR = re.compile(r"([A-Za-z][\w -]*?)[ \t]*:(?:[ \t]+(.*)|)\Z")
_KEYS = {key: field for key, field in ({f: f for f in FIELDS} | ALSO).items() if field not in ("text", "html")}
_TOP = 5
"""Lines at the top of a text among which byline and date are looked for."""
_BY = re.compile(r"B[Yy] ([^,;:]{3,80})(?:, .*)?")
_NO_NAME = re.compile(r"\d|[.!?]\Z")
_IN_NAMES = ("and", "de", "van", "von", "der", "da", "al", "bin")
_PUBLISHED = re.compile(r"(?:first )?(?:published|posted)(?: on)?[: ] ?(.+)", re.I)
_PARTS = re.compile(r"\s+[|·•–—]\s+")
_BREADCRUMB = re.compile(r"\s[»›>]\s")
_WORD = re.compile(r"\w+")


def front_matter(content: str, *, dated: bool = True, day_first: bool | None = None) -> tuple[dict[str, Any], str]:
    """Split a document into the fields of its front matter block and its body.

    Args:
        content: the whole document.
        dated: whether to read the publication date; the caller may know it better.
        day_first: see :func:`timeline.parsers.parse_published`.

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
            _take_date(known, value, day_first)
        elif key == "url" and value:
            known.setdefault(key, address(value))
        elif key and key != "published" and value:
            known.setdefault(key, decoding.one_line(value))
    return known, body.partition("\n")[2].lstrip("\n")


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" and value[0] not in value[1:-1]
    return value[1:-1].strip() if quoted else value


def _take_date(known: dict[str, Any], value: str, day_first: bool | None) -> None:
    try:
        published = parse_published(value, day_first=day_first)
    except ValueError as error:
        raise ValueError(f"the publication date in its front matter cannot be read: {error}") from None
    earlier = known.get("published")
    if earlier and earlier[:10] != published[:10]:
        raise ValueError(
            f"its front matter gives two publication dates, {earlier[:10]} and {published[:10]}; "
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
    return Article(text=text, **{"title": _headline(text), **_top(text, "title" in known), **known})


def _top(text: str, titled: bool) -> dict[str, str]:
    """Author and publication date, where lines of their own at the top of a text, below its headline, say them."""
    said: dict[str, str] = {}
    lines = [line.strip() for line in text.split("\n") if line.strip()][0 if titled else 1 : _TOP]
    for part in (part for line in lines if len(line) <= 120 for part in _PARTS.split(line)):
        if (match := _BY.fullmatch(part)) and _is_name(match[1]):
            said.setdefault("author", match[1])
        elif (match := _PUBLISHED.fullmatch(part)) and "published" not in said:
            try:
                said |= {"published": parse_published(match[1]), "published_basis": "visible"}
            except ValueError:
                continue  # words that only begin alike, or a date that can be read in two ways
    return said


def _is_name(words: str) -> bool:
    names = words.split()
    return 2 <= len(names) <= 8 and all(n[0].isupper() or n in _IN_NAMES for n in names) and not _NO_NAME.search(words)


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
