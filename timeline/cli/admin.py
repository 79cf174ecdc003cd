"""``timeline init`` and ``doctor``."""

from __future__ import annotations

import platform
import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from timeline import __version__
from timeline.cli import options
from timeline.cli.database import opened, target, telling
from timeline.cli.errors import INTEGRITY, Failure, tell
from timeline.cli.output import Column, Row, View, one_line, write
from timeline.phrases import counted

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine


@click.command()
@click.argument("path", required=False)
@options.database_option
def init(path: str | None, database: str | None) -> None:
    """Create a database at PATH (a file, or the address of a PostgreSQL database).

    Without PATH: where --db, TIMELINE_DB or the configuration say, else in the user's data folder. A database that is
    there already stays as it is.
    """
    from timeline import db

    asked = path or database
    place = target(asked)
    with telling(place):
        name = db.shown(db.resolve(place))
        fresh = not _there(place)
        db.create(place).dispose()
    click.echo(one_line(f"{'created' if fresh else 'already there:'} {name}"))
    if path is not None and target(database) != path:
        tell(f"commands find it with --db or: export TIMELINE_DB={shlex.quote(name)}")


def _there(place: str) -> bool:
    from timeline import db

    try:
        db.connect(place).dispose()
    except (db.Missing, db.Unreachable):
        return False
    return True


@click.command()
@click.option("--upgrade", is_flag=True, help="Bring a database of an older release up to date.")
@options.output_option
@options.database_option
def doctor(upgrade: bool, output: str, database: str | None) -> None:
    """Say where the database is and whether it and this installation are well."""
    with opened(database, check=False, readonly=not upgrade) as engine:
        if upgrade:
            _upgrade(engine)
        with engine.connect() as conn:
            rows = list(_findings(engine, conn))
    write(rows, output, _VIEW)
    bad = [row["subject"] for row in rows if not row["well"]]
    if bad:
        raise Failure(f"not well: {', '.join(bad)}", INTEGRITY)


def _upgrade(engine: Engine) -> None:
    from timeline import db, projections

    found = db.state(engine)
    if found == "older":
        db.upgrade(engine)
        projections.rebuild(engine)
    tell("upgraded" if found == "older" else "nothing to upgrade")


_VIEW = View(
    ("subject", "well", "says"),
    (
        Column("", lambda row: "ok" if row["well"] else "BAD", colour=lambda row: "green" if row["well"] else "red"),
        Column("Subject", lambda row: row["subject"], whole=True),
        Column("Says", lambda row: row["says"]),
    ),
)


def _findings(engine: Engine, conn: Connection) -> Iterator[Row]:
    from timeline import db

    yield _finding("timeline", True, f"{__version__}, Python {platform.python_version()}")
    yield _model()
    version = ".".join(map(str, conn.dialect.server_version_info or ()))
    yield _finding("database", True, f"{db.shown(db.resolve(engine.url))} ({conn.dialect.name} {version})")
    yield from _integrity(conn)
    found = db.state(conn)
    advice = {
        "older": "; run timeline doctor --upgrade",
        "newer": "; upgrade timeline",
        "snapshot": " that timeline publish made; ask it with timeline sql",
    }.get(found, "")
    yield _finding("tables", found in ("current", "snapshot"), f"{found}{advice}")
    if found == "current":
        missing = db.missing_guards(conn)
        yield _finding("guards", not missing, f"missing: {', '.join(missing)}" if missing else "all in place")
        yield _log(conn)


def _finding(subject: str, well: bool, says: str) -> Row:
    return {"subject": subject, "well": well, "says": says}


def _model() -> Row:
    from timeline.extract import nlp

    there = nlp.available()
    return _finding("language model", there, "installed" if there else "missing; install it: pip install timeline-db")


def _integrity(conn: Connection) -> Iterator[Row]:
    if conn.dialect.name == "sqlite":
        said = conn.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        yield _finding("file", said == "ok", "sound" if said == "ok" else f"damaged: {said}; restore a backup")


def _log(conn: Connection) -> Row:
    from timeline import log, projections

    end, reached = log.head(conn).position, projections.checkpoint(conn)
    if reached.stopped:
        return _finding(
            "log", False, f"{counted(end, 'record')}; the tables stopped at {reached.position:,}: {reached.stopped}"
        )
    if reached.position != end:
        return _finding(
            "log", False, f"{counted(end, 'record')}; the tables end at {reached.position:,}; run timeline rebuild"
        )
    return _finding("log", True, f"{counted(end, 'record')}, all of them in the tables")
