"""Rows of the log as PostgreSQL's binary COPY takes them: half as long as its text, and sooner read by the server.

A signature of eleven bytes, flags and the length of an extension (none); of each row the number of its fields, and of
each field length and bytes; at the end -1 for the number of fields.
https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format"
"""

from __future__ import annotations

from collections.abc import Iterable
from struct import Struct

LogRow = tuple[int, str, int, int, str, int, str, str, bytes, bytes, bytes]
"""position, record_id, stream_id, version, type, schema_version, recorded_at, by, payload_hash, previous_hash, hash."""
PayloadRow = tuple[int, bytes, bytes]
"""position, salt, bytes."""

_START = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_END = b"\xff\xff"

_POSITION = Struct(">hiqi").pack
"""Number of fields; length and value of a bigint; length of what follows."""
_STREAM = Struct(">iqiqi").pack
"""Length and value of two bigints; length of what follows."""
_NUMBER = Struct(">iii").pack
"""Length and value of an integer; length of what follows."""
_LENGTH = Struct(">i").pack
_HASHES = Struct(">i32si32si32s").pack


def log_rows(rows: Iterable[LogRow]) -> bytes:
    """Rows for the table log."""
    parts = [_START]
    for position, record_id, stream_id, version, type_, schema_version, recorded_at, by, inner, previous, outer in rows:
        id_, kind, instant, writer = record_id.encode(), type_.encode(), recorded_at.encode(), by.encode()
        parts += (
            _POSITION(11, 8, position, len(id_)), id_,
            _STREAM(8, stream_id, 8, version, len(kind)), kind,
            _NUMBER(4, schema_version, len(instant)), instant,
            _LENGTH(len(writer)), writer,
            _HASHES(32, inner, 32, previous, 32, outer),
        )  # fmt: skip
    parts.append(_END)
    return b"".join(parts)


def payload_rows(rows: Iterable[PayloadRow]) -> bytes:
    """Rows for the table payloads."""
    parts = [_START]
    for position, salt, data in rows:
        parts += _POSITION(3, 8, position, len(salt)), salt, _LENGTH(len(data)), data
    parts.append(_END)
    return b"".join(parts)
