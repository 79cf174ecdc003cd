"""Bytes in, articles out: one file per format.

Bad input never raises here; it becomes a :class:`~timeline.model.Problem` whose one sentence says what is wrong and how
to mend it, and whatever else the bytes hold goes on.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from gzip import BadGzipFile
from io import BufferedReader, BytesIO
from pathlib import PurePath
from typing import BinaryIO, cast

from timeline.model import Article, Problem
from timeline.parsers import document, unpacking
from timeline.parsers.decoding import MAX_BYTES
from timeline.parsers.jsonl import parse as parse_lines
from timeline.parsers.known import Known
from timeline.parsers.published import parse_published

__all__ = ["MAX_BYTES", "Known", "parse", "parse_lines", "parse_published", "read"]

_LINES = (".jsonl", ".ndjson")
_TABLES = (".csv", ".tsv")
_MEDIA = {
    "application/pdf": ".pdf",
    "application/xhtml+xml": ".html",
    "text/html": ".html",
    "text/plain": ".txt",
}


def parse(
    data: bytes, name: str, *, url: str | None = None, published: str | None = None
) -> Iterator[Article | Problem]:
    """Read the articles of one document: :func:`read` of bytes that are at hand.

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
    yield from read(BytesIO(data), name, Known(url=url, published=published))


def read(stream: BinaryIO, name: str, known: Known | None = None) -> Iterator[Article | Problem]:
    """Read the articles of a document or an archive of any size, as they are asked for.

    Args:
        stream: its bytes.
        name: as in :func:`parse`.
        known: what is known besides.

    Yields:
        An Article for each article, a Problem for each thing that is none.

    Raises:
        OSError: the bytes cannot be read.
    """
    known = known or Known()
    buffered = stream if hasattr(stream, "peek") else cast(BinaryIO, BufferedReader(stream))
    before = "nothing of it can be read"
    try:
        for item in _read(cast(BufferedReader, buffered), name, known):
            before = "what came before is read" if isinstance(item, Article) else before
            yield item
    except unpacking.TooMuch as error:
        yield Problem(name, str(error))
    except (EOFError, BadGzipFile, zlib.error):
        yield Problem(name, f"is cut off or damaged; {before}; fetch or copy it again")


def _read(stream: BufferedReader, name: str, known: Known) -> Iterator[Article | Problem]:
    start = stream.peek(512)[:512]
    ending = _MEDIA.get(known.media or "") or PurePath(name).suffix.lower()
    if start.startswith(b"\x1f\x8b"):
        inner = name[:-3] if ending == ".gz" else name
        unpacked = unpacking.gunzipped(stream)
        if unpacked.peek(2).startswith(b"\x1f\x8b"):
            yield Problem(name, "is packed twice; unpack it first")
            return
        yield from _named(_read(unpacked, inner, known), inner, name)
        unpacked.read(1)  # a damaged place shows itself to who reads on
    elif start.startswith(b"WARC/"):
        from timeline.parsers import warc

        yield from warc.parse(stream, name, known)
    elif start.startswith(b"PK\x03\x04") and ending in (".wacz", ".zip"):
        from timeline.parsers import wacz

        yield from wacz.parse(stream, name, known)
    elif start.startswith(b"%PDF"):
        from timeline.parsers import pdf

        yield pdf.parse(stream.read(MAX_BYTES + 1), name, known)
    elif ending in _TABLES:
        from timeline.parsers import delimited

        yield from delimited.parse(stream, name, known)
    elif ending in _LINES:
        yield from parse_lines(_lines(stream), name, known)
    else:
        yield from document.parse(stream.read(MAX_BYTES + 1), name, ending, known)


def _named(items: Iterator[Article | Problem], inner: str, name: str) -> Iterator[Article | Problem]:
    """What was packed, under the name of the file that there is."""
    for item in items:
        if isinstance(item, Problem):
            yield replace(item, source=name + item.source.removeprefix(inner))
        else:
            yield replace(item, where=name + item.where.removeprefix(inner)) if item.where else item


def _lines(stream: BufferedReader) -> Iterator[bytes]:
    if document.has_wide_mark(stream.peek(4)[:4]):
        yield from document.lines(stream.read(MAX_BYTES + 1))
        return
    while line := stream.readline(MAX_BYTES + 1):
        yield line
