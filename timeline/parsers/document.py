"""One document that fits into memory: a page, a text, or lines of JSON; what it is, is told from its content."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any

from timeline.model import Article, Problem
from timeline.parsers import decoding, text
from timeline.parsers.decoding import MAX_BYTES, has_wide_mark
from timeline.parsers.jsonl import parse as parse_lines
from timeline.parsers.known import Known

__all__ = ["has_wide_mark", "lines", "parse"]

_PAGES = (".html", ".htm", ".xhtml")
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|main)\b", re.I | re.S
)
_FEED = re.compile(r"\s*(?:<\?xml[^>]*>\s*)*(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)\b", re.I | re.S)
_JSON_FEED = "https://jsonfeed.org/version/"
_IS_FEED = "is a feed; follow it with: timeline feed add ADDRESS"
# What people drop into a folder of articles by mistake, by the first bytes of the file.
_BINARY = {
    b"PK\x03\x04": "a zip archive or office document; save its articles as text or HTML",
    b"\x89PNG": "a picture; only text can be read",
    b"\xff\xd8\xff": "a picture; only text can be read",
    b"GIF8": "a picture; only text can be read",
    b"SQLite format 3": "a SQLite database; give articles, or name the database with --db",
}


def parse(data: bytes, name: str, ending: str, known: Known) -> Iterator[Article | Problem]:
    """Read a document.

    Args:
        data: the document, or a byte more of it than a document may have.
        name: for messages.
        ending: of its name (``.html``), in lower case; a hint.
        known: what is known besides.
    """
    if problem := _unreadable(data):
        yield Problem(name, problem)
        return
    try:
        content = decoding.decode(data, declared=_charset(known.charset) or decoding.declared_charset(data))
    except ValueError as error:
        yield Problem(name, str(error))
        return
    page = ending in _PAGES
    if not content.strip():
        yield Problem(name, "is empty; nothing to read")
    elif content.lstrip().startswith(("{", "[")) and not page and (form := _json_form(content)):
        if form == "lines":
            yield from parse_lines(lines(data), name, known)
        else:
            wrong = "is JSON but not JSON Lines; write each article as one object on a line of its own"
            yield Problem(name, _IS_FEED if form == "feed" else wrong)
    elif _FEED.match(content):
        yield Problem(name, _IS_FEED)
    elif content.lstrip().startswith("<?xml") and not page and not _PAGE.match(content):
        yield Problem(name, "is XML, but neither a web page nor a feed; save its articles as text or HTML")
    else:
        yield article(content, name, known, page=page)


def article(content: str, name: str, known: Known, *, page: bool) -> Article | Problem:
    """The article of a page or a plain text, either of them with or without a front matter block."""
    try:
        said, body = text.front_matter(content, dated=known.published is None, day_first=known.day_first)
        if known.url:
            said.setdefault("url", known.url)
        if known.published:
            said["published"], said["published_basis"] = known.published, "given"
        return known.fill(_parsed(body, said, page))
    except ValueError as error:
        return Problem(name, str(error))


def _parsed(body: str, said: dict[str, Any], page: bool) -> Article:
    if page or _PAGE.match(body):
        from timeline.parsers import html  # trafilatura takes a quarter of a second to import

        return html.article(body, said)
    return text.article(body, said)


def lines(data: bytes) -> list[bytes]:
    """The lines of a document, in UTF-8 where it is UTF-16."""
    if has_wide_mark(data):
        data = data.decode("utf-16", errors="replace").encode()
    return data.splitlines(keepends=True)


def _charset(label: str | None) -> str | None:
    try:
        return codecs.lookup(decoding.LABELS.get(label.lower(), label)).name if label else None
    except LookupError:
        return None


def _unreadable(data: bytes) -> str | None:
    if not data:
        return "is empty; nothing to read"
    if len(data) > MAX_BYTES:
        return f"is larger than {MAX_BYTES // 1_000_000} MB; split it into its articles"
    for magic, what in _BINARY.items():
        if data.startswith(magic):
            return f"is {what}"
    if b"\0" in data and not has_wide_mark(data):
        return "is binary (it holds NUL bytes); save it as UTF-8 text or HTML"
    return None


def _json_form(content: str) -> str | None:
    """``lines`` if the first line is a JSON object, ``feed`` or ``document`` if the whole is JSON, else None."""
    first = content.lstrip().split("\n", 1)[0]
    try:
        whole = json.loads(first)
        if isinstance(whole, dict) and not _is_feed(whole):
            return "lines"
    except (ValueError, RecursionError):
        pass
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return "feed" if _is_feed(whole) else "document"


def _is_feed(value: object) -> bool:
    return isinstance(value, dict) and str(value.get("version", "")).startswith(_JSON_FEED)
