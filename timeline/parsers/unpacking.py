"""Packed bytes, unpacked as they are read, and no more of them than packed articles can hold."""

from __future__ import annotations

import gzip
import zlib
from io import BufferedReader, RawIOBase
from typing import Any, BinaryIO

RATIO = 250
"""How many times its packed size a text may have; of plain prose it is about 4, of repeated pages up to 100."""
ALLOWED = 30_000_000
"""Bytes that may always be unpacked."""


class TooMuch(Exception):
    """It unpacks to far more than it should."""


def gunzipped(stream: BufferedReader) -> BufferedReader:
    """The unpacked bytes of a gzip file of any number of members; reading them may raise :class:`TooMuch`."""
    counted = _Counted(stream)
    return BufferedReader(_Bounded(gzip.GzipFile(fileobj=BufferedReader(counted)), counted), 1 << 16)


def bounded(member: BinaryIO, packed: int) -> BufferedReader:
    """The bytes of a member of a zip archive that has ``packed`` bytes there."""
    return BufferedReader(_Bounded(member, packed), 1 << 16)


class _Counted(RawIOBase):
    """Counts what is read."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream, self.count = stream, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.stream.read(len(buffer))
        buffer[: len(data)] = data
        self.count += len(data)
        return len(data)


class _Bounded(RawIOBase):
    """Reads on until what was read is out of all proportion to what was packed.

    At a damaged place it ends, so that nothing before it is lost, and raises when it is asked to go on.
    """

    def __init__(self, stream: Any, packed: _Counted | int) -> None:
        self.stream, self.packed, self.count = stream, packed, 0
        self.damage: Exception | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self.damage is not None:
            raise self.damage
        try:
            data = self.stream.read1(len(buffer))
        except (EOFError, OSError, zlib.error) as damage:
            self.damage = damage
            return 0
        buffer[: len(data)] = data
        self.count += len(data)
        packed = self.packed if isinstance(self.packed, int) else self.packed.count
        if self.count > ALLOWED + RATIO * packed:
            raise TooMuch(f"unpacks to more than {RATIO} times its size; that is no archive of articles")
        return len(data)
