"""What the log gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from timeline.records import Record


class Entry(NamedTuple):
    """One record with its place in the log. A tuple, since one is made of each record that is written or read."""

    position: int
    record_id: str
    stream: str
    version: int
    """Number of the record in its stream, from 1."""
    type: str
    schema_version: int
    """Version the payload was written in; ``record`` is of this release's."""
    recorded_at: str
    """``YYYY-MM-DDTHH:MM:SS.ffffffZ``."""
    by: str
    record: Record | None
    """None: the payload was erased."""


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the log."""

    position: int
    hash: bytes
    recorded_at: str | None
    """None for an empty log."""

    def __str__(self) -> str:
        """``POSITION:HASH``, to be kept elsewhere and given to :func:`timeline.log.verify`."""
        return f"{self.position}:{self.hash.hex()}"


class ConcurrencyError(Exception):
    """A stream is not at the version the writer expected: somebody else wrote to it first."""

    def __init__(self, stream: str, expected: int, found: int) -> None:
        super().__init__(
            f"{stream} is at version {found}, not {expected}: another writer was faster; read again and retry"
        )
        self.stream, self.expected, self.found = stream, expected, found
