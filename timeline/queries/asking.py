"""Questions in SQL's own words, for writers who ask many of them: put together once, sent to the driver as they are."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

from timeline.db import known

_AMONG = re.compile(r"IN :(\w+)")
_PARAMETER = re.compile(r":(\w+)")


def ask(conn: Connection, question: str, **given: Any) -> Sequence[Any]:
    """The rows of a question.

    Args:
        conn: a connection.
        question: a SELECT with parameters ``:name``; ``x IN :names`` where the value is a list, of any length.
        given: the parameters.
    """
    sqlite = conn.dialect.name == "sqlite"
    return conn.exec_driver_sql(_spelt(question, sqlite), _plain(given) if sqlite else given).all()


def tuples(conn: Connection, question: str, **given: Any) -> list[Any]:
    """As :func:`ask`, but bare tuples; on SQLite from the driver itself, which is what a short question waits for."""
    if conn.dialect.name != "sqlite":
        return list(conn.exec_driver_sql(_spelt(question, False), given).all())
    return direct(conn, _spelt(question, True), _plain(given))


def direct(conn: Connection, statement: str, given: Mapping[str, Any]) -> list[Any]:
    """The rows of a statement in SQLite's own words, inside SQLAlchemy's transaction."""
    if not conn.in_transaction():
        conn.begin()
    try:
        return list(conn.connection.cursor().execute(statement, given).fetchall())
    except Exception as error:
        problem = known(error, conn.engine.url.database or "the database")
        if problem is None:
            raise
        raise problem from error


def _plain(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: json.dumps(v) if isinstance(v, list) else v for name, v in given.items()}


@lru_cache(maxsize=256)
def _spelt(question: str, sqlite: bool) -> str:
    if sqlite:
        return _AMONG.sub(r"IN (SELECT value FROM json_each(:\1))", question)
    return _PARAMETER.sub(r"%(\1)s", _AMONG.sub(r"= ANY(:\1)", question))
