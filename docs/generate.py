"""Writes the generated pages of this folder: cli.md from the commands, schema.md from the tables.

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
from sqlalchemy import Table
from sqlalchemy.schema import Column

from timeline import schema
from timeline.cli import timeline
from timeline.schema import state

HERE = Path(__file__).parent
NOTE = "<!-- Written by docs/generate.py; change the source and run `make docs`. -->"
WIDTH = 100
INTERNAL = {table.name for table in vars(state).values() if isinstance(table, Table)}
"""Tables that the projections keep for themselves; no contract."""


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


def schema_page() -> str:
    """The reference of all tables and columns."""
    parts = [
        f"# Tables\n\n{NOTE}\n",
        "The read model is a contract: columns may be added; a rename is a migration and a line in the CHANGELOG. It\n"
        "is derived from the log and can be rebuilt from it at any time (`timeline rebuild`); nobody writes to it.\n",
        "Days are text `YYYY-MM-DD` in the proleptic Gregorian calendar with astronomical years (0000 is 1 BCE),\n"
        "and numbers with 1 = 0001-01-01. NULL in a bound means: open on that side.\n",
        "## The read model\n",
        *(_table(table) for table in schema.read_model.tables.values() if table.name not in INTERNAL),
        "## The log\n",
        *(_table(table) for table in schema.log_metadata.tables.values()),
        "## Intake\n\nConfiguration, and no contract: which feeds are followed, and what was fetched when.\n",
        *(_table(table) for table in schema.intake_metadata.tables.values()),
    ]
    return "\n".join(parts)


def _table(table: Table) -> str:
    rows = "\n".join(_column(column) for column in table.columns)
    return f"### {table.name}\n\n{table.comment or ''}\n\n| column | type | meaning |\n|---|---|---|\n{rows}\n"


def _column(column: Column[object]) -> str:
    key = " (key)" if column.primary_key else ""
    return f"| {column.name}{key} | {column.type} | {(column.comment or '').replace('|', chr(92) + '|')} |"


PAGES = {"cli.md": cli_page, "schema.md": schema_page}


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
