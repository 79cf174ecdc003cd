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


@dataclass(frozen=True, slots=True)
class Cell:
    """Printable text of one cell and its colour (a name that :func:`click.style` knows, ``dim`` or nothing)."""

    text: str
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its heading and its side; what it may give up where the width is short."""

    text: str
    justify: Literal["left", "right"] = "left"
    least: int | None = None
    """Narrowest width it may be wrapped to; None = its cells stay on one line."""
    spare: int = 0
    """Columns of the highest rank are left out first; 0 = never."""
    weight: int = 1
    """A column of weight 3 gets three times the width of one of weight 1 where both want more than there is."""


def draw(headings: Sequence[Heading], rows: Sequence[Sequence[Cell]], stream: TextIO) -> None:
    """Writes the table to the stream: coloured on a terminal (unless NO_COLOR is set) and wrapped to its width.

    A pipe has no width: there a row stays one line, so that grep and sort work, unless COLUMNS asks for a width.
    """
    coloured = stream.isatty() and not os.environ.get("NO_COLOR")
    widths = [max([cell_len(h.text), *(cell_len(row[i].text) for row in rows)]) for i, h in enumerate(headings)]
    limit = width_of(stream)
    kept = list(range(len(headings)))
    if limit is not None:
        kept = _affordable(headings, widths, limit)
        fitted = _fit([headings[i] for i in kept], [widths[i] for i in kept], limit - len(_GAP) * (len(kept) - 1))
        widths = [fitted[kept.index(i)] if i in kept else 0 for i in range(len(headings))]
    shown, sizes = [headings[i] for i in kept], [widths[i] for i in kept]
    head = [Cell(h.text, "bold") for h in shown]
    rule = [Cell("─" * width, "dim") for width in sizes]
    for cells in (head, rule, *([row[i] for i in kept] for row in rows)):
        for line in _lines(cells, shown, sizes, coloured):
            stream.write(line + "\n")


def width_of(stream: TextIO) -> int | None:
    """The width that lines are to keep to: the terminal's, or what COLUMNS asks for; None in a pipe."""
    if stream.isatty():
        return shutil.get_terminal_size().columns
    asked = os.environ.get("COLUMNS", "")
    return int(asked) if asked.isdigit() and int(asked) > 0 else None


def _least(heading: Heading, width: int) -> int:
    return width if heading.least is None else min(width, heading.least)


def _affordable(headings: Sequence[Heading], widths: Sequence[int], limit: int) -> list[int]:
    """Numbers of the columns that fit at their narrowest, after leaving out spare ones.

    What the cells hold changes nothing, as far as they may be wrapped: one terminal shows one set of columns.
    """
    kept = list(range(len(headings)))
    least = [width if h.least is None else h.least for h, width in zip(headings, widths, strict=True)]
    for rank in sorted({h.spare for h in headings if h.spare}, reverse=True):
        if sum(least[i] + len(_GAP) for i in kept) - len(_GAP) <= limit:
            break
        kept = [i for i in kept if headings[i].spare != rank]
    return kept


def _fit(headings: Sequence[Heading], widths: Sequence[int], available: int) -> list[int]:
    """Widths between the narrowest and the natural ones: what is narrow stays whole, the widest give way."""
    least = [_least(h, w) for h, w in zip(headings, widths, strict=True)]

    def capped(cap: int) -> list[int]:
        return [max(low, min(w, cap * h.weight)) for low, w, h in zip(least, widths, headings, strict=True)]

    cap = max(widths, default=0)
    while cap > 0 and sum(capped(cap)) > available:
        cap -= 1
    fitted = capped(cap)
    for i in range(len(fitted)):
        fitted[i] += max(0, min(widths[i] - fitted[i], available - sum(fitted)))
    return fitted


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
