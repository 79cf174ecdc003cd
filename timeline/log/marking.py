"""What stands around a record: the instant it was written at, its id, names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

SALT_BYTES = 16

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_UTC = "+00:00"
_48_BITS = 2**48 - 1


def stamp(now: str) -> str:
    """An RFC 3339 instant in the log's form ``YYYY-MM-DDTHH:MM:SS.ffffffZ``, in which instants sort as text.

    Raises:
        ValueError: it is none, or has no offset from UTC.
    """
    instant = datetime.fromisoformat(now)
    if instant.tzinfo is None:
        raise ValueError(f"an instant needs its offset from UTC, as in 2025-01-17T09:30:00Z: {now!r}")
    # As Python spells an instant of UTC; spelling it again would take longer than all else here.
    if len(now) == 32 and now.endswith(_UTC) and now[10] == "T" and now[19] == "." and now[5] != "W":
        return f"{now[:26]}Z"
    if instant.tzinfo is not UTC:
        instant = instant.astimezone(UTC)
    return instant.isoformat(timespec="microseconds").removesuffix(_UTC) + "Z"


def record_ids(recorded_at: str, count: int) -> Iterator[str]:
    """UUIDs of version 7 (RFC 9562): milliseconds of the instant, a counter of 12 bits, 62 random bits."""
    since = (datetime.fromisoformat(recorded_at) - _EPOCH) // _MILLISECOND
    milliseconds = (since & _48_BITS).to_bytes(6, "big").hex()
    start = f"{milliseconds[:8]}-{milliseconds[8:]}-"
    random = os.urandom(8 * count).hex()
    for number in range(count):
        at = 16 * number
        # By bytes: to format a number takes twice as long, and much longer the first time after a wait.
        counter = (0x7000 | number & 0xFFF).to_bytes(2, "big").hex()
        variant = _VARIANTS[random[at]]
        yield f"{start}{counter}-{variant}{random[at + 1 : at + 4]}-{random[at + 4 : at + 16]}"


_VARIANTS = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}
"""The first digit of the random part -> the one whose upper bits say that it is a UUID of RFC 9562."""


def expect_one_line(what: str, name: str) -> None:
    """Refuse a name that would blur the lines of an envelope, or has no bytes.

    Raises:
        ValueError: it holds a line break, NUL or a lone surrogate.
    """
    if "\n" in name:
        raise ValueError(f"the name of a {what} may not hold a line break: {name!r}")
    if "\0" in name:
        raise ValueError(f"the name of a {what} may not hold a NUL character: {name!r}")
    try:
        name.encode()
    except UnicodeEncodeError:
        raise ValueError(f"the name of a {what} may not hold a lone surrogate: {name!r}") from None
