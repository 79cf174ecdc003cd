"""Web archives as one zip (WACZ): the WARC files in its folder ``archive``.

datapackage.json
indexes/index.cdx
archive/data.warc.gz
pages/pages.jsonl
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from timeline.model import Article, Problem
from timeline.parsers import unpacking
from timeline.parsers.known import Known

_WARC = re.compile(r"(?:.*/)?archive/[^/]+\.warc(?:\.gz)?\Z", re.I)


def parse(stream: BinaryIO, name: str, known: Known) -> Iterator[Article | Problem]:
    """Read the articles of a WACZ file, a record at a time.

    Args:
        stream: its bytes; they must be seekable.
        name: for messages.
        known: what is known besides.
    """
    from timeline import parsers

    if not stream.seekable():
        yield Problem(name, "is a zip archive, which cannot be read from a pipe; save it as a file")
        return
    try:
        archive = zipfile.ZipFile(stream)
        members = [info for info in archive.infolist() if _WARC.match(info.filename)]
    except (zipfile.BadZipFile, NotImplementedError):
        yield Problem(name, "is no zip archive that can be read; copy it again")
        return
    if not members:
        yield Problem(name, "is a zip archive without web archives in it; unpack it and add its folder")
    for info in members:
        where = f"{name}: {info.filename}"
        try:
            with archive.open(info) as member:
                inner = unpacking.bounded(cast(BinaryIO, member), info.compress_size)
                yield from parsers.read(cast(BinaryIO, inner), where, known)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
            yield Problem(where, "is damaged or encrypted; copy it again")
