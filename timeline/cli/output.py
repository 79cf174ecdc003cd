"""Rows to a stream, as a table, JSON, JSON Lines, CSV or Markdown.

``table`` and ``md`` are for people and show the columns of a :class:`View`; ``json``, ``jsonl`` and ``csv`` are for
programs and show every column under the read model's name. Text of articles is never trusted: what could steer a
terminal is shown as a visible escape, what a spreadsheet would run as a formula is quoted.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, TextIO

FORMATS = ("table", "json", "jsonl", "csv", "md")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column as people see it."""

    heading: str
    text: Callable[[Row], str]
    justify: Literal["left", "right"] = "left"
    colour: Callable[[Row], str] | None = None
    """Colour of the cell by name (``green``, ``dim``); None = the terminal's own."""
    whole: bool = False
    """Never wrapped."""
    least: int = 12
    """Narrowest width a table may wrap it to where the terminal is narrow."""
    spare: int = 0
    """A table on a narrow terminal leaves out the columns of the highest rank first; 0 = never."""


@dataclass(frozen=True, slots=True)
class View:
    """How rows of one kind are shown."""

    names: tuple[str, ...]
    """The read model's column names, in order: the header of ``csv`` also without any row."""
    columns: tuple[Column, ...] = ()
    """The columns for people; none = the names and values themselves."""


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


# --- the formats ---


def write(rows: Iterable[Row], fmt: str, view: View | None = None, *, to: TextIO | None = None) -> int:
    """Writes the rows in one of FORMATS to ``to`` (standard output) and returns their number.

    Without a view the columns are the keys of the first row.
    """
    stream = to or sys.stdout
    counted = _Counted(rows)
    _WRITERS[fmt](counted, view, stream)
    return counted.number


class _Counted:
    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = rows
        self.number = 0

    def __iter__(self) -> Any:
        for row in self.rows:
            self.number += 1
            yield row


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


def _write_json(rows: Iterable[Row], view: View | None, stream: TextIO) -> None:
    separator = "[\n"
    for row in rows:
        stream.write(separator + to_json(dict(row)))
        separator = ",\n"
    stream.write("[]\n" if separator == "[\n" else "\n]\n")


def _write_jsonl(rows: Iterable[Row], view: View | None, stream: TextIO) -> None:
    for row in rows:
        stream.write(to_json(dict(row)) + "\n")


_NUMBER_OR_DATE = re.compile(r"[+-]?\d+([.-]\d+)*\Z")


def _write_csv(rows: Iterable[Row], view: View | None, stream: TextIO) -> None:
    import csv

    writer = csv.writer(stream, lineterminator="\n")
    names = view.names if view else None
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


def _shown(rows: Iterable[Row], view: View | None) -> tuple[Sequence[Column], list[Row]]:
    kept = list(rows)
    if view and view.columns:
        return view.columns, kept
    names = view.names if view else list(kept[0]) if kept else []
    numeric = {n for n in names if all(isinstance(r[n], (int, float)) or r[n] is None for r in kept)}
    return [Column(n, partial(_cell, n), justify="right" if n in numeric else "left") for n in names], kept


def _cell(name: str, row: Row) -> str:
    return flat(row[name])


def _write_md(rows: Iterable[Row], view: View | None, stream: TextIO) -> None:
    columns, kept = _shown(rows, view)
    if not columns:
        return
    stream.write("| " + " | ".join(_md_cell(c.heading) for c in columns) + " |\n")
    stream.write("|" + "|".join("---:" if c.justify == "right" else "---" for c in columns) + "|\n")
    for row in kept:
        stream.write("| " + " | ".join(_md_cell(c.text(row)) for c in columns) + " |\n")


def _md_cell(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>|])", r"\\\1", one_line(text))


def _write_table(rows: Iterable[Row], view: View | None, stream: TextIO) -> None:
    columns, kept = _shown(rows, view)
    if not kept:
        return
    # Imported here: only a table needs rich, and a query in JSON should start fast.
    from timeline.cli.table import Cell, Heading, draw

    headings = [Heading(one_line(c.heading), c.justify, None if c.whole else c.least, c.spare) for c in columns]
    draw(
        headings,
        [[Cell(one_line(c.text(row)), c.colour(row) if c.colour else "") for c in columns] for row in kept],
        stream,
    )


_WRITERS: Mapping[str, Callable[[Iterable[Row], View | None, TextIO], None]] = {
    "table": _write_table,
    "json": _write_json,
    "jsonl": _write_jsonl,
    "csv": _write_csv,
    "md": _write_md,
}
