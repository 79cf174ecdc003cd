"""Rows of the log as PostgreSQL's binary COPY takes them: half as long as its text, and sooner read by the server.

A signature of eleven bytes, flags and the length of an extension (none): ``START``. Of each row the number of its
fields, and of each field length and bytes. At the end -1 for the number of fields: ``END``.
https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format"
"""

from __future__ import annotations

from collections.abc import Iterable
from struct import Struct

LogRow = tuple[int, str, int, int, str, int, str, str, bytes, bytes, bytes]
"""position, record_id, stream_id, version, type, schema_version, recorded_at, by, payload_hash, previous_hash, hash."""
PayloadRow = tuple[int, bytes, bytes]
"""position, salt, bytes."""

START = b"PGCOPY\n\xff\r\n\0" + bytes(8)
END = b"\xff\xff"

_POSITION = Struct(">hiqi").pack
"""Number of fields; length and value of a bigint; length of what follows."""
_STREAM = Struct(">iqiq").pack
"""Length and value of two bigints."""
_LENGTH = Struct(">i").pack
_HASHES = Struct(">i32si32si32s").pack


def log_rows(rows: Iterable[LogRow]) -> bytes:
    """Some rows for the table log."""
    parts: list[bytes] = []
    alike: dict[tuple[str, int, str, str], bytes] = {}
    for position, record_id, stream_id, version, type_, schema_version, recorded_at, by, inner, previous, outer in rows:
        id_, key = record_id.encode(), (type_, schema_version, recorded_at, by)
        same = alike.get(key) or alike.setdefault(key, _alike(*key))
        parts += (
            _POSITION(11, 8, position, len(id_)), id_, _STREAM(8, stream_id, 8, version), same,
            _HASHES(32, inner, 32, previous, 32, outer),
        )  # fmt: skip
    return b"".join(parts)


def payload_rows(rows: Iterable[PayloadRow]) -> bytes:
    """Some rows for the table payloads."""
    parts: list[bytes] = []
    for position, salt, data in rows:
        parts += _POSITION(3, 8, position, len(salt)), salt, _LENGTH(len(data)), data
    return b"".join(parts)


def _alike(type_: str, schema_version: int, recorded_at: str, by: str) -> bytes:
    """The fields in which most records of a commit are alike."""
    fields = type_.encode(), _LENGTH(schema_version), recorded_at.encode(), by.encode()
    return b"".join(_LENGTH(len(field)) + field for field in fields)
