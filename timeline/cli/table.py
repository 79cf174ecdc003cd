"""A table of text: aligned by the width that characters take on a terminal, wrapped to a width where there is one.

Drawn here and not by rich.table, which takes a millisecond a row; rich measures the characters.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TextIO

import click
from rich.cells import cell_len, chop_cells

_GAP = "  "
_NARROWEST = 8


@dataclass(frozen=True, slots=True)
class Cell:
    """Printable text of one cell and its colour (a name that :func:`click.style` knows, ``dim`` or nothing)."""

    text: str
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its heading, its side, and whether its cells are kept on one line."""

    text: str
    justify: Literal["left", "right"] = "left"
    whole: bool = False


def draw(headings: Sequence[Heading], rows: Sequence[Sequence[Cell]], stream: TextIO) -> None:
    """Writes the table to the stream: coloured on a terminal (unless NO_COLOR is set) and wrapped to its width.

    A pipe has no width: there a row stays one line, so that grep and sort work, unless COLUMNS asks for a width.
    """
    coloured = stream.isatty() and not os.environ.get("NO_COLOR")
    widths = [max([cell_len(h.text), *(cell_len(row[i].text) for row in rows)]) for i, h in enumerate(headings)]
    limit = _limit(stream)
    if limit is not None:
        widths = _fit(widths, [h.whole for h in headings], limit - len(_GAP) * (len(widths) - 1))
    head = [Cell(h.text, "bold") for h in headings]
    rule = [Cell("─" * width, "dim") for width in widths]
    for cells in (head, rule, *rows):
        for line in _lines(cells, headings, widths, coloured):
            stream.write(line + "\n")


def _limit(stream: TextIO) -> int | None:
    if stream.isatty():
        return shutil.get_terminal_size().columns
    asked = os.environ.get("COLUMNS", "")
    return int(asked) if asked.isdigit() and int(asked) > 0 else None


def _fit(widths: Sequence[int], whole: Sequence[bool], available: int) -> list[int]:
    """The widths with the widest wrappable columns cut to one common width, so that all fit where they can."""
    free = available - sum(w for w, fixed in zip(widths, whole, strict=True) if fixed)
    wrappable = sorted(w for w, fixed in zip(widths, whole, strict=True) if not fixed)
    cap = max(widths, default=0)
    for i, width in enumerate(wrappable):
        share = free // (len(wrappable) - i)
        if width > share:
            cap = max(_NARROWEST, share)
            break
        free -= width
    return [w if fixed else min(w, cap) for w, fixed in zip(widths, whole, strict=True)]


def _lines(cells: Sequence[Cell], headings: Sequence[Heading], widths: Sequence[int], coloured: bool) -> list[str]:
    wrapped = [_wrap(cell.text, width) for cell, width in zip(cells, widths, strict=True)]
    lines = []
    for number in range(max(map(len, wrapped), default=0)):
        parts = []
        for cell, heading, width, texts in zip(cells, headings, widths, wrapped, strict=True):
            text = texts[number] if number < len(texts) else ""
            padding = " " * (width - cell_len(text))
            painted = _paint(text, cell.colour) if coloured and text else text
            parts.append(padding + painted if heading.justify == "right" else painted + padding)
        lines.append(_GAP.join(parts).rstrip())
    return lines


def _paint(text: str, colour: str) -> str:
    if colour in ("bold", "dim"):
        return click.style(text, **{colour: True})
    return click.style(text, fg=colour) if colour else text


def _wrap(text: str, width: int) -> list[str]:
    if cell_len(text) <= width:
        return [text]
    lines = [""]
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if cell_len(joined) <= width:
            lines[-1] = joined
            continue
        pieces = chop_cells(word, width) or [""]
        lines[-1:] = [lines[-1], *pieces] if lines[-1] else pieces
    return lines
