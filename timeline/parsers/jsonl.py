"""JSON Lines: one article as a JSON object on each line.

    {"text": "The foreign ministers met in Baku on Friday.", "published": "2025-01-17", "title": "Ministers meet"}
    {"html": "<html>…</html>", "url": "https://example.org/news/7"}

Keys: text or html; published, title, url, publisher, author, language. Others are passed over.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from timeline.model import Article, Problem
from timeline.parsers import decoding, text
from timeline.parsers.published import parse_published

_FIELDS = ("title", "url", "publisher", "author", "language")


def parse(lines: Iterable[bytes], name: str, *, published: str | None = None) -> Iterator[Article | Problem]:
    """Read the articles of a JSON Lines document, a line at a time; a bad line is a Problem and the rest goes on.

    Args:
        lines: the lines, as stored; blank ones are passed over.
        name: for messages; a Problem's source is ``name:line``.
        published: the publication date of every line, where the caller knows it.
    """
    empty = True
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        empty = False
        try:
            yield _article(line, published)
        except (ValueError, RecursionError) as error:
            yield Problem(f"{name}:{number}", str(error))
    if empty:
        yield Problem(name, "is empty; nothing to read")


def _article(line: bytes, published: str | None) -> Article:
    if len(line) > decoding.MAX_BYTES:
        raise ValueError(
            f"is larger than {decoding.MAX_BYTES // 1_000_000} MB; write each article on a line of its own"
        )
    return article_of(_row(line), published)


def article_of(row: Mapping[str, Any], published: str | None) -> Article:
    """The article of one row.

    Args:
        row: its keys and values; those that an article does not have are passed over.
        published: when it was published, where the caller knows it.

    Raises:
        ValueError: there is no article in it.
    """
    known: dict[str, Any] = {f: decoding.one_line(v) for f in _FIELDS if (v := _string(row, f)) and v.strip()}
    if published:
        known |= {"published": published, "published_basis": "given"}
    elif stated := _string(row, "published"):
        known |= {"published": parse_published(stated), "published_basis": "record"}
    if (body := _string(row, "text")) is not None:
        return text.article(body, known)
    page = _string(row, "html")
    if page is None:
        raise ValueError("has neither text nor html; one of them must hold the article")
    from timeline.parsers import html  # trafilatura takes a quarter of a second to import

    return html.article(page, known)


def _row(line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(decoding.decode(line))
    except json.JSONDecodeError as error:
        raise ValueError(
            f"is no JSON: {error.msg.lower()} at column {error.colno}; write one object on each line"
        ) from None
    except RecursionError:
        raise ValueError("is nested too deeply; write one flat object on each line") from None
    if not isinstance(row, dict):
        raise ValueError('is no JSON object; write {"text": …, "published": …} on each line')
    return row


def _string(row: Mapping[str, Any], key: str) -> str | None:
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{key} must be a string, not {json.dumps(value)[:40]}")
    return value
