"""Which database a command means, and its opening."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from timeline.cli.errors import FAILURE, INTEGRITY, Failure

if TYPE_CHECKING:
    from sqlalchemy import Engine

ENVIRONMENT = "TIMELINE_DB"


def config_file() -> Path:
    """The user's configuration, TOML with ``db = "path or URL"``; it need not exist."""
    return Path(click.get_app_dir("timeline")) / "config.toml"


def default_path() -> Path:
    """The database of somebody who names none: ``timeline.db`` in the user's data folder."""
    if sys.platform in ("win32", "darwin"):
        return Path(click.get_app_dir("timeline")) / "timeline.db"
    data = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(data).expanduser() / "timeline" / "timeline.db"


def target(asked: str | None) -> str:
    """The database: as asked for, else ``TIMELINE_DB``, else the configuration's, else the default."""
    return asked or os.environ.get(ENVIRONMENT) or _configured() or str(default_path())


def _configured() -> str | None:
    path = config_file()
    if not path.exists():
        return None
    import tomllib

    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Failure(f"the configuration {path} cannot be read: {error}; mend or remove it") from None
    value = settings.get("db")
    if value is not None and not isinstance(value, str):
        raise Failure(f'the configuration {path} must name the database in quotes: db = "path"')
    # A path in the configuration counts from the configuration's folder, not from wherever the user stands.
    return str(path.parent / Path(value).expanduser()) if value and "://" not in value else value


@contextmanager
def opened(asked: str | None, *, readonly: bool = False, check: bool = True) -> Iterator[Engine]:
    """The engine of the database a command means; what is wrong with it becomes a :class:`Failure`."""
    from timeline import db

    place = target(asked)
    with telling(place):
        engine = db.connect(place, readonly=readonly, check=check)
        try:
            yield engine
        except Exception as error:
            if not readonly:
                _keep(engine, error)
            raise
        finally:
            engine.dispose()


def _keep(engine: Engine, error: Exception) -> None:
    """Where a record could not be applied: what came before it stays applied, and doctor can say where and why."""
    from timeline import projections

    if isinstance(error, projections.ProjectionStopped):
        projections.follow(engine)


@contextmanager
def telling(place: str) -> Iterator[None]:
    """Turns what can be wrong with a database or its content into a :class:`Failure`; a bug stays what it is."""
    try:
        yield
    except Exception as error:
        failure = _failure(error, place)
        if failure is None:
            raise
        raise failure from error


def _failure(error: Exception, place: str) -> Failure | None:
    """The failure behind an error: exit code 3 where stored data is damaged, else 1; None for a bug."""
    from sqlalchemy.exc import SQLAlchemyError

    from timeline import db, log, projections, queries, records
    from timeline.extract.nlp import NoModel

    if isinstance(error, SQLAlchemyError):
        error = db.explain(error, db.shown(db.resolve(place)))
    if isinstance(error, db.DatabaseProblem):
        return Failure(str(error), INTEGRITY if error.damaged else FAILURE)
    expected = (
        NoModel,
        log.ConcurrencyError,
        projections.Outdated,
        projections.ProjectionStopped,
        queries.NotFound,
        records.UnknownRecord,
    )
    return Failure(str(error)) if isinstance(error, expected) else None
