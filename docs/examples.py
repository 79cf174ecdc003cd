"""The console examples of the documentation: found, run against a database of the seeds, compared, written anew.

An example is a ```console block; its commands are the lines that start with ``$ timeline``, what follows is their
output. A line ``...`` stands for any lines, ``...`` inside a line for any words. Commands of one page share one
database, a copy of the seeded one, and a folder in which ``seeds`` is the project's.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from timeline.cli import run

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
DATABASE = "news.db"
WIDTH = "110"
"""Columns of the terminal that the examples show."""

_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PROMPT = "$ timeline "


@dataclass(frozen=True, slots=True)
class Example:
    """One command of a page and the output the page shows for it."""

    page: str
    line: int
    command: str
    output: str


def examples(path: Path) -> Iterator[Example]:
    """The examples of a page, in order."""
    text = path.read_text(encoding="utf-8")
    for block in _BLOCK.finditer(text):
        first = text.count("\n", 0, block.start(1)) + 1
        for offset, command, output in _commands(block[1]):
            yield Example(path.name, first + offset, command, output)


def _commands(block: str) -> Iterator[tuple[int, str, str]]:
    lines = block.splitlines()
    starts = [i for i, line in enumerate(lines) if line.startswith("$ ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        if lines[start].startswith(_PROMPT):
            yield start, lines[start][2:], "\n".join(lines[start + 1 : end]).strip("\n")


def seed(folder: Path) -> None:
    """Makes the folder one in which the examples run: the seeds and a database that holds them."""
    (folder / "seeds").symlink_to(ROOT / "seeds")
    for command in ("init", "actors import seeds/actors.tsv", "add seeds/articles"):
        output = output_of(f"timeline {command}", folder)
        if "Error:" in output:
            raise RuntimeError(output)


def copy(seeded: Path, folder: Path) -> None:
    """Copies a seeded folder for one page."""
    shutil.copytree(seeded, folder, symlinks=True, dirs_exist_ok=True)


def output_of(command: str, folder: Path) -> str:
    """What a person sees of a command: standard output and standard error together."""
    seen = io.StringIO()
    before = dict(os.environ)
    try:
        os.environ.update(TIMELINE_DB=DATABASE, TZ="UTC", COLUMNS=WIDTH)
        with chdir(folder), redirect_stdout(seen), redirect_stderr(seen):
            run(shlex.split(command)[1:])
    finally:
        os.environ.clear()
        os.environ.update(before)
    return seen.getvalue().strip("\n")


def matches(shown: str, real: str) -> bool:
    """Whether the real output is what the page shows."""
    pattern = "\n".join(r"(?:.*\n)*?.*" if line == "..." else _line_pattern(line) for line in shown.splitlines())
    return re.fullmatch(pattern, real) is not None


def _line_pattern(line: str) -> str:
    return ".*".join(re.escape(part) for part in line.split("..."))


def refresh(path: Path, folder: Path) -> None:
    """Puts the real output of each example into the page; an output that still matches stays, with its dots."""
    blocks = [match[0] for match in _BLOCK.finditer(path.read_text(encoding="utf-8"))]
    fresh = [_fresh_block(block, folder) for block in blocks]
    # Read again: running the examples takes a while, in which somebody may have edited the page.
    text = path.read_text(encoding="utf-8")
    for old, new in zip(blocks, fresh, strict=True):
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")


def _fresh_block(block: str, folder: Path) -> str:
    parts = block.removeprefix("```console\n$ ").removesuffix("\n```").split("\n$ ")
    return "```console\n$ " + "\n$ ".join(_fresh(part, folder) for part in parts) + "\n```"


def _fresh(part: str, folder: Path) -> str:
    command, _, shown = part.partition("\n")
    if not command.startswith("timeline "):
        return part.rstrip("\n")
    real = output_of(command, folder)
    output = shown.strip("\n") if matches(shown.strip("\n"), real) else real
    return f"{command}\n{output}" if output else command
