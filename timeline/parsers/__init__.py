"""Bytes in, articles out: one file per format.

Bad input never raises here; it becomes a :class:`~timeline.model.Problem` whose one sentence says what is wrong and how
to mend it, and whatever else the bytes hold goes on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import PurePath

from timeline.model import Article, Problem
from timeline.parsers import decoding, text
from timeline.parsers.decoding import MAX_BYTES
from timeline.parsers.jsonl import parse as parse_lines
from timeline.parsers.published import parse_published

__all__ = ["MAX_BYTES", "parse", "parse_lines", "parse_published"]

_LINES = (".jsonl", ".ndjson")
_PAGES = (".html", ".htm", ".xhtml")
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|main)\b", re.I | re.S
)
# What people drop into a folder of articles by mistake, by the first bytes of the file.
_BINARY = {
    b"%PDF": "a PDF; convert it to text first, e.g. with pdftotext",
    b"PK\x03\x04": "a zip archive or office document; save its articles as text or HTML",
    b"\x1f\x8b": "gzip-compressed; unpack it first",
    b"\x89PNG": "a picture; only text can be read",
    b"\xff\xd8\xff": "a picture; only text can be read",
    b"GIF8": "a picture; only text can be read",
    b"SQLite format 3": "a SQLite database; give articles, or name the database with --db",
}


def parse(
    data: bytes, name: str, *, url: str | None = None, published: str | None = None
) -> Iterator[Article | Problem]:
    """Read the articles of one document.

    Args:
        data: the document as stored.
        name: file name or address, for messages and, by its ending, as a hint of the format. The content decides where
            both disagree.
        url: the address the document came from, where it is known.
        published: the publication date where the caller knows it (ISO 8601); then dates in the document are not looked
            at, so contradictory ones do no harm. ``published_basis`` is then ``given``.

    Yields:
        An Article for each article, a Problem for each thing that is none.
    """
    if problem := _unreadable(data):
        yield Problem(name, problem)
        return
    ending = PurePath(name).suffix.lower()
    if ending in _LINES:
        yield from parse_lines(_lines(data), name, published=published)
        return
    try:
        content = decoding.decode(data, declared=decoding.declared_charset(data))
    except ValueError as error:
        yield Problem(name, str(error))
        return
    yield from _parse_content(content, data, name, url, published)


def _parse_content(
    content: str, data: bytes, name: str, url: str | None, published: str | None
) -> Iterator[Article | Problem]:
    page = PurePath(name).suffix.lower() in _PAGES
    if not content.strip():
        yield Problem(name, "is empty; nothing to read")
    elif content.lstrip().startswith(("{", "[")) and not page and (form := _json_form(content)):
        if form == "lines":
            yield from parse_lines(_lines(data), name, published=published)
        else:
            yield Problem(name, "is JSON but not JSON Lines; write each article as one object on a line of its own")
    else:
        yield _one(content, name, page, url, published)


def _one(content: str, name: str, page: bool, url: str | None, published: str | None) -> Article | Problem:
    """The article of a page or a plain text, either of them with or without a front matter block."""
    try:
        known, body = text.front_matter(content, dated=published is None)
        if url:
            known.setdefault("url", url)
        if published:
            known["published"], known["published_basis"] = published, "given"
        if page or _PAGE.match(body):
            from timeline.parsers import html  # trafilatura takes a quarter of a second to import

            return html.article(body, known)
        return text.article(body, known)
    except ValueError as error:
        return Problem(name, str(error))


def _lines(data: bytes) -> list[bytes]:
    if decoding.has_wide_mark(data):
        data = data.decode("utf-16", errors="replace").encode()
    return data.splitlines(keepends=True)


def _unreadable(data: bytes) -> str | None:
    if not data:
        return "is empty; nothing to read"
    if len(data) > MAX_BYTES:
        return f"is larger than {MAX_BYTES // 1_000_000} MB; split it into its articles"
    for magic, what in _BINARY.items():
        if data.startswith(magic):
            return f"is {what}"
    if b"\0" in data and not decoding.has_wide_mark(data):
        return "is binary (it holds NUL bytes); save it as UTF-8 text or HTML"
    return None


def _json_form(content: str) -> str | None:
    """``lines`` if the first line is a JSON object, ``document`` if the whole is JSON, else None."""
    first = content.lstrip().split("\n", 1)[0]
    try:
        if isinstance(json.loads(first), dict):
            return "lines"
    except (ValueError, RecursionError):
        pass
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        return None
    return "document"
