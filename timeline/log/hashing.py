r"""The bytes that are hashed: one payload has one spelling.

Payload: JSON in UTF-8, no white space, object keys sorted by code point, only what must be escaped is (``\"``, ``\\``,
``\n``, ``\r``, ``\t``, ``\f``, ``\b``, other characters below U+0020 as ``\u00xx``), integers in decimal.

    payload_hash = SHA-256(salt + bytes)
    hash         = SHA-256(previous_hash + envelope + payload_hash)

Envelope: the eight fields position, record_id, stream, version, type, schema_version, recorded_at, by, in this order,
in UTF-8, joined by line feeds. None of them may hold a line feed, and the hashes at both ends have 32 bytes each: so
two records that differ anywhere differ in these bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import orjson

GENESIS = bytes(32)
"""The previous_hash of the first record."""

_encode = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False, check_circular=False
).encode
_ATOMS = frozenset({str, int, bool, type(None)})
_TEXT = frozenset({str})
_DEEPEST = 200
_LONG = b"0" * 19
_AS_ZEROS = bytes.maketrans(b"123456789", b"0" * 9)


def canonical(payload: Mapping[str, Any]) -> bytes:
    """The one spelling of a payload.

    Raises:
        ValueError: a value is no str, int, bool, None, list or dict with string keys (a float, for one), or a string
            holds NUL or a lone surrogate; the message names the path of keys.
    """
    try:
        _check(payload)
        data = spelling(payload)
        # NUL is always written as this escape; a text about escapes may hold the same letters, hence the second look.
        # Most payloads hold no backslash at all, which is found out thirty times faster.
        if b"\\" in data and b"\\u0000" in data:
            _refuse(payload, "payload")
        return data
    except (ValueError, RecursionError):
        _refuse(payload, "payload")
        raise


def payload_hash(salt: bytes, data: bytes) -> bytes:
    """SHA-256 over a payload as stored."""
    return hashlib.sha256(salt + data).digest()


def envelope(
    position: int, record_id: str, stream: str, version: int, type_: str, schema_version: int, recorded_at: str, by: str
) -> bytes:
    """The bytes of what stands around a payload."""
    return f"{position}\n{record_id}\n{stream}\n{version}\n{type_}\n{schema_version}\n{recorded_at}\n{by}".encode()


def chain(previous: bytes, around: bytes, payload: bytes) -> bytes:
    """The hash of a record: its predecessor's, its envelope and its payload_hash in one."""
    return hashlib.sha256(previous + around + payload).digest()


def spelling(value: Any) -> bytes:
    """The canonical bytes of a JSON value that holds nothing else; see :func:`canonical` for one that may."""
    # The fast encoder spells as the other one does, which goes on where it gives up: numbers beyond 64 bits, nesting
    # beyond 254, and what neither can spell.
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:
        return _encode(value).encode()


def spelt(data: bytes) -> Any:
    """The value of canonical bytes."""
    # The fast decoder would make floats of numbers beyond 64 bits; to find them by a pattern takes nine times longer.
    return json.loads(data) if _LONG in data.translate(_AS_ZEROS) else orjson.loads(data)


def _check(value: Any, depth: int = 0) -> None:
    """The quick look at the type of every value in a dict or list; :func:`_refuse` finds the words when it fails."""
    kind = type(value)
    if kind is dict:
        if not _TEXT.issuperset(map(type, value)):
            raise ValueError
        value = value.values()
    elif kind is not list:
        raise ValueError
    if depth > _DEEPEST:
        raise ValueError
    for item in value:
        if type(item) not in _ATOMS:
            _check(item, depth + 1)


def _refuse(value: Any, path: str) -> None:
    """Raise a ValueError that names the first thing wrong; nothing where all is well."""
    if path.count(".") + path.count("[") > _DEEPEST:
        raise ValueError(f"{path[:60]}… is nested too deep")
    if type(value) is dict:
        for key, item in value.items():
            if type(key) is not str:
                raise ValueError(f"{path} has a key that is no string: {key!r}")
            _refuse_text(key, f"{path}, a key,")
            _refuse(item, f"{path}.{key}")
    elif type(value) is list:
        for number, item in enumerate(value):
            _refuse(item, f"{path}[{number}]")
    elif type(value) is str:
        _refuse_text(value, path)
    elif value is not None and type(value) not in (int, bool):
        raise ValueError(
            f"{path} is a {type(value).__name__}; a payload holds str, int, bool, None, list and dict only"
        )


def _refuse_text(text: str, path: str) -> None:
    if "\0" in text:
        raise ValueError(f"{path} holds a NUL character")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"{path} holds a lone surrogate at character {error.start}") from None
