"""The questions in SQL that are shipped: for documentation, for Datasette, for tests."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Query:
    """A question, ready to run on SQLite and PostgreSQL."""

    name: str
    title: str
    text: str
    """What to know about it, Markdown."""
    sql: str
    """The statement; ``:name`` stands for a parameter."""
    example: Mapping[str, str | int] = field(default_factory=dict)
    """A value for each parameter."""


def cookbook() -> tuple[Query, ...]:
    """All questions, in the order of the documentation."""
    text = Path(__file__).with_name("cookbook.toml").read_text(encoding="utf-8")
    return tuple(Query(**{**row, "sql": row["sql"].strip()}) for row in tomllib.loads(text)["query"])
