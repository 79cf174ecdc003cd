"""``timeline sql``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from timeline.cli import options
from timeline.cli.database import opened
from timeline.cli.errors import tell
from timeline.cli.output import View, write
from timeline.phrases import counted

if TYPE_CHECKING:
    from sqlalchemy import Connection, CursorResult

_INTEGER = re.compile(r"-?(0|[1-9]\d{0,17})\Z")

_NAME = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|::|:([^\W\d]\w*)""")
"""A :name, after quoted words, comments and casts, in which a colon means something else."""


def parameter(text: str) -> tuple[str, str | int]:
    """``name=value``; a value that looks like an integer is one. A type of options."""
    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise click.BadParameter(f"{text!r} is not of the form name=value")
    return name, int(value) if _INTEGER.match(value) else value


@click.command()
@click.argument("statement", metavar="SELECT")
@click.option(
    "-p",
    "--parameter",
    "parameters",
    type=parameter,
    metavar="NAME=VALUE",
    multiple=True,
    help="A value for :name in the statement; an integer is passed as one, everything else as text.",
)
@options.output_option
@options.database_option
def sql(statement: str, parameters: tuple[tuple[str, str | int], ...], output: str, database: str | None) -> None:
    """Ask the database in SQL. Nothing can be written.

    docs/schema.md describes the tables.
    """
    if not statement.strip():
        raise click.UsageError("the statement is empty")
    with opened(database, readonly=True) as engine, engine.connect() as conn:
        result = _ask(conn, statement, dict(parameters))
        names = _distinct(result.keys()) if result.returns_rows else ()
        rows = (dict(zip(names, row, strict=True)) for row in result) if names else ()
        number = write(rows, output, View(names))
    tell(counted(number, "row"))


def _ask(conn: Connection, statement: str, parameters: dict[str, str | int]) -> CursorResult[Any]:
    if conn.dialect.name != "sqlite":
        # SQLite knows :name itself, psycopg wants %(name)s.
        statement = _NAME.sub(lambda m: f"%({m[1]})s" if m[1] else m[0], statement.replace("%", "%%"))
    return conn.exec_driver_sql(statement, parameters)


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    """The names, a second one of the same name as ``name_2``, so that no column is lost."""
    seen: dict[str, int] = {}
    distinct = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        distinct.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return tuple(distinct)
