"""JSON Lines: one article as a JSON object on each line.

    {"text": "The foreign ministers met in Baku on Friday.", "published": "2025-01-17", "title": "Ministers meet"}
    {"html": "<html>…</html>", "url": "https://example.org/news/7"}

Keys: text or html; published, title, url, publisher, author, language; or what else these are called
(:data:`timeline.parsers.known.ALSO`). Others are passed over, and named.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from timeline.model import Article, Problem
from timeline.parsers import decoding, text
from timeline.parsers.known import ALSO, FIELDS, Known, address
from timeline.parsers.published import parse_published

_FIELDS = ("title", "url", "publisher", "author", "language")
_NAMED = 8
"""Names of keys that are told at most."""


def parse(lines: Iterable[bytes], name: str, known: Known | None = None) -> Iterator[Article | Problem]:
    """Read the articles of a JSON Lines document, a line at a time; a bad line is a Problem and the rest goes on.

    Args:
        lines: the lines, as stored; blank ones are passed over.
        name: for messages; a Problem's source is ``name:line``.
        known: what is known of every line.
    """
    known, empty = known or Known(), True
    over: dict[str, None] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        empty = False
        try:
            row = _row(line)
            over |= dict.fromkeys(key for key in row if key not in _found(row).values())
            yield replace(article_of(row, known), where=f"{name}:{number}")
        except (ValueError, RecursionError) as error:
            yield Problem(f"{name}:{number}", str(error))
    if empty:
        yield Problem(name, "is empty; nothing to read")
    elif over:
        yield passed_over(name, "keys", list(over))


def passed_over(name: str, what: str, names: Sequence[str]) -> Problem:
    """What a document holds and an article does not have, as a remark."""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    told = ", ".join(decoding.one_line(n)[:40] for n in names[:_NAMED])
    return Problem(name, f"{what} passed over: {told}{more}; read are {', '.join(FIELDS)}", refused=False)


def article_of(row: Mapping[str, Any], known: Known) -> Article:
    """The article of one row.

    Args:
        row: its keys and values; those that an article does not have are passed over.
        known: what is known besides.

    Raises:
        ValueError: there is no article in it.
    """
    row = {field: row[key] for field, key in _found(row).items()}
    said: dict[str, Any] = {f: decoding.one_line(v) for f in _FIELDS if (v := _string(row, f)) and v.strip()}
    if "url" in said:
        said["url"] = address(said["url"])
    if known.published:
        said |= {"published": known.published, "published_basis": "given"}
    elif stated := _string(row, "published"):
        said |= {"published": parse_published(stated, day_first=known.day_first), "published_basis": "record"}
    if (body := _string(row, "text")) is not None:
        return text.article(body, said)
    page = _string(row, "html")
    if page is None:
        raise ValueError("has neither text nor html; one of them must hold the article")
    from timeline.parsers import html  # trafilatura takes a quarter of a second to import

    return html.article(page, said)


def _found(row: Mapping[str, Any]) -> dict[str, str]:
    """Field -> the key it stands under: its own name, else what it is called, too, where that holds a text."""
    found = {field: field for field in FIELDS if field in row}
    for key, field in ALSO.items():
        if field not in found and isinstance(row.get(key), str) and not (field == "text" and "html" in found):
            found[field] = key
    return found


def _row(line: bytes) -> dict[str, Any]:
    if len(line) > decoding.MAX_BYTES:
        raise ValueError(
            f"is larger than {decoding.MAX_BYTES // 1_000_000} MB; write each article on a line of its own"
        )
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
