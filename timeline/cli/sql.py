"""``timeline sql``."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from timeline.cli import options
from timeline.cli.database import opened
from timeline.cli.errors import Failure, tell
from timeline.cli.filters import unshown
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
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many rows.")
@click.option(
    "--timeout", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS", help="Stop when it takes longer."
)
@options.output_option
@options.database_option
def sql(
    statement: str,
    parameters: tuple[tuple[str, str | int], ...],
    limit: int | None,
    timeout: float | None,
    output: str,
    database: str | None,
) -> None:
    """Ask the database in SQL. Nothing can be written.

    docs/schema.md describes the tables, docs/cookbook.md has questions to begin with. A file that `timeline publish`
    made can be asked, too.
    """
    if not statement.strip():
        raise click.UsageError("the statement is empty")
    with opened(database, readonly=True, check=False) as engine, engine.connect() as conn:
        _expect_ours(conn)
        _expect_named(statement, dict(parameters))
        with _at_most(timeout, conn):
            result = _ask(conn, statement, dict(parameters))
            names = _distinct(result.keys()) if result.returns_rows else ()
            rows = (dict(zip(names, row, strict=True)) for row in result) if names else iter(())
            number = write(islice(rows, limit), output, View(names))
            more = limit is not None and next(rows, None) is not None
    tell(counted(number, "row") + unshown(more))


def _expect_named(statement: str, parameters: dict[str, str | int]) -> None:
    """Each :name of a statement has a value, and each value its name."""
    names = {match[1] for match in _NAME.finditer(statement) if match[1]}
    if missing := sorted(names - parameters.keys()):
        raise click.UsageError(f":{missing[0]} has no value; give it with -p {missing[0]}=VALUE")
    if unused := sorted(parameters.keys() - names):
        raise click.UsageError(f"the statement has no :{unused[0]}; leave out -p {unused[0]}=… or write it in")


def _expect_ours(conn: Connection) -> None:
    """Go on with a timeline database of this release or a snapshot."""
    from timeline import db
    from timeline.db.schema_state import expect_current

    if db.state(conn) == "snapshot":
        return
    expect_current(conn, db.shown(db.resolve(conn.engine.url)))


@contextmanager
def _at_most(seconds: float | None, conn: Connection) -> Iterator[None]:
    """Stops what is asked inside when it takes longer."""
    if seconds is None:
        yield
        return
    driver: Any = conn.connection.driver_connection
    stopped = threading.Event()

    def stop() -> None:
        stopped.set()
        driver.interrupt() if conn.dialect.name == "sqlite" else driver.cancel_safe()

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    except Exception as error:
        if stopped.is_set():
            message = f"stopped after {seconds:g} s; ask for less, or give more time with --timeout"
            raise Failure(message) from error
        raise
    finally:
        timer.cancel()


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
