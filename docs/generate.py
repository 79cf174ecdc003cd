"""Writes the generated pages of this folder.

cli.md comes from the commands, schema.md from the tables, cookbook.md from the queries that are shipped.

``python docs/generate.py`` writes them, and runs the examples of all pages and puts their present output there.
``python docs/generate.py --check`` fails when a generated page is not what would be written.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click
import examples
import tables

from timeline.cli import timeline

HERE = Path(__file__).parent
NOTE = "<!-- Written by docs/generate.py; change the source and run `make docs`. -->"
WIDTH = 100


def cli_page() -> str:
    """The reference of all commands and options."""
    parts = [
        f"# Commands\n\n{NOTE}\n",
        "Data goes to standard output; counts, progress, warnings and the period as understood go to standard error.\n"
        "Exit codes: 0 fine (also when nothing is found), 1 failure, 2 wrong usage, 3 the database is damaged.\n",
    ]
    for path, command in commands():
        level = "#" * (1 + len(path.split()))
        parts.append(f"{level} {path}\n\n```text\n{_help(path, command)}\n```\n")
    return "\n".join(parts)


def commands(path: str = "timeline", command: click.Command = timeline) -> Iterator[tuple[str, click.Command]]:
    """Every command with the words that call it, groups before their members."""
    yield path, command
    if isinstance(command, click.Group):
        ctx = click.Context(command, info_name=path)
        for name in command.list_commands(ctx):
            found = command.get_command(ctx, name)
            if found is not None and not found.hidden:
                yield from commands(f"{path} {name}", found)


def _help(path: str, command: click.Command) -> str:
    ctx = click.Context(command, info_name=path, terminal_width=WIDTH, **timeline.context_settings)
    lines = command.get_help(ctx).splitlines()
    return "\n".join(line.rstrip() for line in lines)


PAGES = {
    "cli.md": cli_page,
    "schema.md": lambda: tables.schema_page(NOTE),
    "cookbook.md": lambda: tables.cookbook_page(NOTE),
}


def stale() -> list[str]:
    """Names of the pages that are not what would be written."""
    return [name for name, page in PAGES.items() if not _same(HERE / name, page())]


def _same(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


def main() -> int:
    """Writes or checks the pages; 1 when a check finds stale ones."""
    if sys.argv[1:] == ["--check"]:
        for name in stale():
            print(f"docs/{name} is stale; run `make docs`", file=sys.stderr)
        return 1 if stale() else 0
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")
    refresh_examples()
    return 0


def refresh_examples() -> None:
    """Writes the present output of every example into its page."""
    with tempfile.TemporaryDirectory() as name:
        seeded = Path(name) / "seeded"
        seeded.mkdir()
        examples.seed(seeded)
        for number, path in enumerate(examples.PAGES):
            folder = Path(name) / str(number)
            examples.copy(seeded, folder)
            examples.refresh(path, folder)


if __name__ == "__main__":
    sys.exit(main())
