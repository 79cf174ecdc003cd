"""PDF: its text, line breaks of the page undone; title and date from its metadata, which may be the file's own.

The basis of such a date is ``pdf_metadata``: it says when the file was made, often but not always the day of
publication.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any

from timeline.model import Article, Problem
from timeline.parsers import decoding, text
from timeline.parsers.decoding import MAX_BYTES
from timeline.parsers.known import Known
from timeline.parsers.published import parse_published

MAX_PAGES = 1000
_NEEDS = "is a PDF; to read it, install: pip install 'timeline-db[pdf]'"
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)")
# What programs write as the title where nobody gave one.
_NO_TITLE = re.compile(r"untitled|microsoft word|.*\.(?:docx?|pdf|indd|qxd|rtf|odt|pages)\Z|\W*\Z", re.I)
_SENTENCE_END = re.compile(r"[.!?…:][”\"’')\]]*\Z")
_PAGE_NUMBER = re.compile(r"(?:page\s+)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?", re.I)


def parse(data: bytes, name: str, known: Known) -> Article | Problem:
    """The article of a PDF.

    Args:
        data: the file, or a byte more of it than a document may have.
        name: for messages.
        known: what is known besides.
    """
    if len(data) > MAX_BYTES:
        return Problem(name, f"is larger than {MAX_BYTES // 1_000_000} MB; split it into its articles")
    try:
        import pypdf
    except ModuleNotFoundError:
        return Problem(name, _NEEDS)
    # What the library remarks on the way, it would print; what matters comes as an exception.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return Problem(name, "is encrypted; save it without a password")
        return known.fill(_article(reader, known))
    except ValueError as error:
        return Problem(name, str(error))
    except Exception as error:  # the library raises whatever a broken file makes it meet
        return Problem(name, f"is no PDF that can be read ({type(error).__name__}); save it again, or as text")


def _article(reader: Any, known: Known) -> Article:
    if len(reader.pages) > MAX_PAGES:
        raise ValueError(f"has more than {MAX_PAGES:,} pages; split it into its articles")
    pages = [decoding.clean(page.extract_text() or "") for page in reader.pages]
    body = "\n".join(line for page in pages for line in _paragraphs(page))
    if not re.search(r"\w\w", body):
        raise ValueError("holds no text, only pictures of it; make its text readable first, e.g. with ocrmypdf")
    said: dict[str, Any] = {"url": known.url} if known.url else {}
    meta = reader.metadata or {}
    if (title := _stated(meta, "/Title")) and not _NO_TITLE.match(title):
        said["title"] = title
    if author := _stated(meta, "/Author"):
        said["author"] = author
    if known.published:
        said |= {"published": known.published, "published_basis": "given"}
    elif day := _day(_stated(meta, "/CreationDate")):
        said |= {"published": day, "published_basis": "pdf_metadata"}
    return text.article(body, said)


def _stated(meta: Any, key: str) -> str | None:
    value = meta.get(key)
    return decoding.one_line(str(value)) or None if value is not None else None


def _day(stated: str | None) -> str | None:
    match = _DATE.match(stated or "")
    try:
        return parse_published("-".join(match.groups())) if match else None
    except ValueError:
        return None


def _paragraphs(page: str) -> Iterator[str]:
    """The lines of a page joined to paragraphs: a line goes on where it fills the column and no sentence ends there."""
    lines = [line.strip() for line in page.split("\n")]
    lines = [line for line in lines if not _PAGE_NUMBER.fullmatch(line)]
    lengths = sorted(len(line) for line in lines if line)
    width = lengths[round(0.9 * (len(lengths) - 1))] if lengths else 0
    current = ""
    for line, following in pairwise([*lines, ""]):
        current = f"{current[:-1]}{line}" if _hyphenated(current, line) else f"{current} {line}".strip()
        if not following or len(line) < (0.9 if _SENTENCE_END.search(line) else 0.6) * width:
            if current:
                yield current
            current = ""


def _hyphenated(before: str, line: str) -> bool:
    return before.endswith(("-", "\xad")) and before[-2:-1].islower() and line[:1].islower()
