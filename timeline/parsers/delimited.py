"""Tables in CSV or TSV: one article a row, one of its fields a column.

    date,headline,body
    2025-01-17,Ministers meet,"The foreign ministers met in Baku on Friday."

Columns are found by their names (published, title, url, publisher, author, language, text, html), by what else these
are called (:data:`timeline.parsers.known.ALSO`), or by those the caller gives: ``published=date,title=topline``.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from io import BufferedReader

from timeline.model import Article, Problem
from timeline.parsers import decoding, jsonl
from timeline.parsers.known import ALSO, FIELDS, Known

_DELIMITERS = ",;\t|"
_SAMPLE = 1 << 16


def parse(stream: BufferedReader, name: str, known: Known) -> Iterator[Article | Problem]:
    """Read the articles of a table, a row at a time; a bad row is a Problem and the rest goes on.

    Args:
        stream: its bytes.
        name: for messages; a Problem's source is ``name:line``, the line where the row ends.
        known: what is known besides; ``columns`` names the columns.
    """
    csv.field_size_limit(decoding.MAX_BYTES)
    try:
        text = io.TextIOWrapper(stream, encoding=decoding.codec_of(stream.peek(_SAMPLE)), newline="")
    except ValueError as error:
        yield Problem(name, str(error))
        return
    try:
        yield from _rows(text, name, known)
    finally:
        text.detach()  # the stream is the caller's to close


def _rows(text: io.TextIOWrapper, name: str, known: Known) -> Iterator[Article | Problem]:
    try:
        header = _header(text)
        names = _names(header)
        columns = _columns(names, known.columns)
    except (ValueError, csv.Error) as error:
        yield Problem(name, str(error))
        return
    rows = csv.reader(text, delimiter=_delimiter(header))
    empty = True
    while True:
        try:
            row = next(rows)
        except StopIteration:
            break
        except (csv.Error, UnicodeDecodeError) as error:
            yield Problem(f"{name}:{rows.line_num + 1}", f"cannot be read on from here: {error}")
            return
        if any(cell.strip() for cell in row):
            empty = False
            yield _article(row, columns, f"{name}:{rows.line_num + 1}", known)
    if empty:
        yield Problem(name, "has no row below its header; nothing to read")
    elif over := [n for number, n in enumerate(names) if n and number not in columns.values() and not known.columns]:
        yield jsonl.passed_over(name, "columns", over)


def _header(text: io.TextIOWrapper) -> str:
    line = text.readline(_SAMPLE)
    if not line.strip():
        raise ValueError("has no header; its first line must name the columns")
    return line.rstrip("\r\n")


def _delimiter(header: str) -> str:
    return max(_DELIMITERS, key=header.count)


def _names(header: str) -> list[str]:
    return [cell.strip() for cell in next(csv.reader([header], delimiter=_delimiter(header)))]


def _columns(names: Sequence[str], wanted: Mapping[str, str]) -> dict[str, int]:
    """Field -> number of its column."""
    folded = [n.casefold() for n in names]
    there = f"there are: {', '.join(names)[:200]}"
    if twice := sorted({n for n in names if n and names.count(n) > 1}):
        raise ValueError(f"has two columns named {twice[0]}; rename one")
    if missing := [c for c in wanted.values() if c.casefold() not in folded]:
        raise ValueError(f"has no column {missing[0]}; {there}")
    found = {field: folded.index(field) for field in FIELDS if field in folded and field not in wanted}
    found |= {field: folded.index(column.casefold()) for field, column in wanted.items()}
    free = {name: number for number, name in enumerate(folded) if number not in found.values()}
    for column, field in ALSO.items():
        if field not in found and column in free and not (field == "text" and "html" in found):
            found[field] = free[column]
    if not found.keys() & {"text", "html"}:
        raise ValueError(f"has no column text or html; name it with --map text=COLUMN; {there}")
    return found


def _article(row: list[str], columns: Mapping[str, int], where: str, known: Known) -> Article | Problem:
    cells = {field: row[number] for field, number in columns.items() if number < len(row) and row[number].strip()}
    try:
        return replace(jsonl.article_of(cells, known), where=where)
    except ValueError as error:
        return Problem(where, str(error))
