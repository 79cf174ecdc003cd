"""Rows as JSON, JSON Lines, CSV and TSV: the forms that programs read.

Text of articles is never trusted: what could steer a terminal is shown as a visible escape, what a spreadsheet would
run as a formula is quoted.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TextIO

Row = Mapping[str, Any]

# --- text that is safe to print ---

_JOINERS = "\u00ad\u200c\u200d"  # soft hyphen, and the joiners that Persian and emoji are spelled with
_SUSPECT = re.compile(r"[^\x20-\x7e\u00a1-\u00ac\u00ae-\u05ff]")


def clean(text: str, keep: str = "") -> str:
    r"""The text with control, bidirectional and other invisible characters as visible escapes (``\x1b``).

    Those in ``keep`` stay as they are.
    """
    return _SUSPECT.sub(lambda m: m[0] if m[0] in keep or not _steers(m[0]) else _escape(m[0]), text)


def one_line(text: str) -> str:
    """:func:`clean` text with line breaks and tabs as spaces."""
    return clean(" ".join(text.split("\n")).replace("\r", " ").replace("\t", " "))


def _steers(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") and char not in _JOINERS


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def to_json(value: Any) -> str:
    """One line of JSON in which nothing can steer a terminal."""
    text = json.dumps(value, ensure_ascii=False, default=_plain)
    return _SUSPECT.sub(lambda m: _json_escape(m[0]) if _steers(m[0]) else m[0], text)


def _json_escape(char: str) -> str:
    return json.dumps(char)[1:-1] if ord(char) > 0x7E and ord(char) not in range(0x7F, 0xA0) else f"\\u{ord(char):04x}"


def _plain(value: Any) -> Any:
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).hex()
    return str(value)


def write_json(rows: Iterable[Row], stream: TextIO) -> None:
    """The rows as one list, a row a line."""
    separator = "[\n"
    for row in rows:
        stream.write(separator + to_json(dict(row)))
        separator = ",\n"
    stream.write("[]\n" if separator == "[\n" else "\n]\n")


def write_jsonl(rows: Iterable[Row], stream: TextIO) -> None:
    """A JSON object a line."""
    for row in rows:
        stream.write(to_json(dict(row)) + "\n")


_NUMBER_OR_DATE = re.compile(r"[+-]?\d+([.-]\d+)*\Z")


def write_csv(rows: Iterable[Row], names: Sequence[str] | None, stream: TextIO, delimiter: str = ",") -> None:
    """A header and a line for each row (RFC 4180, but lines end as the stream ends them).

    Args:
        rows: the rows.
        names: the columns, in order; None = the keys of the first row.
        stream: where to.
        delimiter: a tab makes it TSV.
    """
    import csv

    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
    if names:
        writer.writerow(names)
    for row in rows:
        if names is None:
            names = tuple(row)
            writer.writerow([_csv_cell(name) for name in names])
        writer.writerow([_csv_cell(row.get(name)) for name in names])


def _csv_cell(value: Any) -> Any:
    if value is None or isinstance(value, (int, float)):
        return value
    text = clean(flat(value), keep="\n\t")
    # Spreadsheets run a cell that starts like this as a formula; a date before year 0 ("-0043-03-15") is none.
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\n") and not _NUMBER_OR_DATE.match(text) else text


def flat(value: Any) -> str:
    """A value as one piece of text: actors as ``name (role); …``, other lists and objects as JSON, None as nothing."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple)) and all(isinstance(v, Mapping) and "name" in v and "role" in v for v in value):
        return "; ".join(f"{v['name']} ({v['role']})" for v in value)
    if isinstance(value, (list, tuple)) and all(isinstance(v, str) for v in value):
        return "; ".join(value)
    if isinstance(value, (list, tuple, dict)):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    return str(_plain(value))
