"""Rows to a stream, as a table, JSON, JSON Lines, CSV or Markdown.

``table`` and ``md`` are for people and show the columns of a :class:`View`; ``json``, ``jsonl`` and ``csv`` are for
programs and show every column under the read model's name.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, TextIO

from timeline.cli.pager import paged
from timeline.export.plain import clean, flat, one_line, to_json, write_csv, write_json, write_jsonl

__all__ = ["FORMATS", "Column", "Row", "View", "clean", "flat", "one_line", "to_json", "write"]

FORMATS = ("table", "json", "jsonl", "csv", "md")

Row = Mapping[str, Any]

_LEAST = 12


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
    least: int = _LEAST
    """Narrowest width a table may wrap it to where the terminal is narrow."""
    spare: int = 0
    """A table on a narrow terminal leaves out the columns of the highest rank first; 0 = never."""
    weight: int = 1
    """A column of weight 3 gets three times the width of one of weight 1 where both want more than there is."""


@dataclass(frozen=True, slots=True)
class View:
    """How rows of one kind are shown."""

    names: tuple[str, ...]
    """The read model's column names, in order: the header of ``csv`` also without any row."""
    columns: tuple[Column, ...] = ()
    """The columns for people; none = the names and values themselves."""


def write(rows: Iterable[Row], fmt: str, view: View | None = None, *, to: TextIO | None = None) -> int:
    """Writes the rows in one of FORMATS to ``to`` (standard output) and returns their number.

    Without a view the columns are the keys of the first row.
    """
    stream = to or sys.stdout
    counted = _Counted(rows)
    match fmt:
        case "json":
            write_json(counted, stream)
        case "jsonl":
            write_jsonl(counted, stream)
        case "csv":
            write_csv(counted, view.names if view else None, stream)
        case "md":
            _write_md(counted, view, stream)
        case _ if to is None:
            with paged() as screen:
                _write_table(counted, view, screen)
        case _:
            _write_table(counted, view, stream)
    return counted.number


class _Counted:
    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = rows
        self.number = 0

    def __iter__(self) -> Any:
        for row in self.rows:
            self.number += 1
            yield row


def _shown(rows: Iterable[Row], view: View | None) -> tuple[Sequence[Column], list[Row]]:
    kept = list(rows)
    if view and view.columns:
        return view.columns, kept
    names = view.names if view else list(kept[0]) if kept else []
    numeric = {n for n in names if all(isinstance(r[n], (int, float)) or r[n] is None for r in kept)}
    sides: dict[str, Literal["left", "right"]] = {n: "right" if n in numeric else "left" for n in names}
    return [Column(n, partial(_cell, n), sides[n], least=max(_LEAST, len(n))) for n in names], kept


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

    headings = [
        Heading(one_line(c.heading), c.justify, None if c.whole else c.least, c.spare, c.weight) for c in columns
    ]
    draw(
        headings,
        [[Cell(one_line(c.text(row)), c.colour(row) if c.colour else "") for c in columns] for row in kept],
        stream,
    )
