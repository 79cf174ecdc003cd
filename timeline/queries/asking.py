"""Questions in SQL's own words, for writers who ask many of them: put together once, sent to the driver as they are."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection

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
    values = {name: json.dumps(v) if sqlite and isinstance(v, list) else v for name, v in given.items()}
    return conn.exec_driver_sql(_spelt(question, sqlite), values).all()


@lru_cache(maxsize=256)
def _spelt(question: str, sqlite: bool) -> str:
    if sqlite:
        return _AMONG.sub(r"IN (SELECT value FROM json_each(:\1))", question)
    return _PARAMETER.sub(r"%(\1)s", _AMONG.sub(r"= ANY(:\1)", question))
