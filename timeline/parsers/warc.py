"""Web archives (WARC): the pages, texts and PDFs that a crawler was sent, each under its address.

    WARC/1.1
    WARC-Type: response
    WARC-Target-URI: https://example.org/news/7
    Content-Type: application/http; msgtype=response

    HTTP/1.1 200 OK
    Content-Type: text/html; charset=utf-8

    <html>…

Everything else in an archive (requests, pictures, scripts, errors, redirects) is passed over. The day of the crawl is
not taken for the day of publication.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any, BinaryIO

from timeline.model import Article, Problem
from timeline.parsers.decoding import MAX_BYTES
from timeline.parsers.known import Known

_READ = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)
_NEEDS = "is a web archive; to read it, install: pip install 'timeline-db[warc]'"


def parse(stream: BinaryIO, name: str, known: Known) -> Iterator[Article | Problem]:
    """Read the articles of an unpacked WARC file, a record at a time.

    Args:
        stream: its bytes.
        name: for messages; a Problem's source is ``name: address``.
        known: what is known besides.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ModuleNotFoundError:
        yield Problem(name, _NEEDS)
        return
    pages = 0
    try:
        for record in ArchiveIterator(stream):
            page = _page(record, known)
            if page is not None:
                pages += 1
                yield from _articles(record, name, page)
    except ArchiveLoadFailed as error:
        yield Problem(name, f"is damaged after {pages:,} pages ({' '.join(str(error).split())[:80]}); copy it again")
        return
    if not pages:
        yield Problem(name, "holds no web page, text or PDF; nothing to read")


def _page(record: Any, known: Known) -> Known | None:
    """What a record says of the page in it; None where it holds none."""
    if record.rec_type == "resource":
        stated = record.rec_headers.get_header("Content-Type") or ""
    elif record.rec_type == "response" and record.http_headers and record.http_headers.get_statuscode() == "200":
        stated = record.http_headers.get_header("Content-Type") or ""
    else:
        return None
    media = stated.split(";")[0].strip().lower()
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
    if media not in _READ or url.endswith("/robots.txt"):
        return None
    charset = _CHARSET.search(stated)
    return replace(known, url=known.url or url or None, media=media, charset=charset[1] if charset else None)


def _articles(record: Any, name: str, page: Known) -> Iterator[Article | Problem]:
    from timeline import parsers

    where = f"{name}: {page.url}"
    try:
        data = record.content_stream().read(MAX_BYTES + 1)
    except Exception as error:  # the library raises what its decompressors raise
        yield Problem(where, f"cannot be unpacked ({type(error).__name__}); fetch the page again")
        return
    for item in parsers.read(BytesIO(data), page.url or "", page):
        yield replace(item, source=where) if isinstance(item, Problem) else replace(item, where=where)
