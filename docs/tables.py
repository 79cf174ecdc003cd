"""The pages schema.md and cookbook.md: tables from their definitions, queries from those that are shipped."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Table

from timeline import publish, schema
from timeline.publish.cookbook import Query, cookbook
from timeline.schema import state

COLUMNS = tomllib.loads(Path(__file__).with_name("columns.toml").read_text(encoding="utf-8"))
INTERNAL = {table.name for table in vars(state).values() if isinstance(table, Table)}
"""Tables that the projections keep for themselves; no contract."""

_SCHEMA = """\
The read model is a contract: columns may be added; a rename is a migration and a line in the CHANGELOG. It
is derived from the log and can be rebuilt from it at any time (`timeline rebuild`); nobody writes to it.

Days are text `YYYY-MM-DD` in the proleptic Gregorian calendar with astronomical years (0000 is 1 BCE),
and numbers with 1 = 0001-01-01. NULL in a bound means: open on that side. Types are those of PostgreSQL and of
`timeline publish`; SQLite has INTEGER for BIGINT. Instants (DATETIME) are stored on SQLite as text
`YYYY-MM-DD HH:MM:SS.000000`, which sorts and compares as time does. [Questions to begin with](cookbook.md),
[tools that ask them](bi.md).
"""

_COOKBOOK = """\
They run as they stand on a live database and on a snapshot (`timeline publish`), in a file or on PostgreSQL. `:name`
is a parameter: `timeline sql "…" -p actor=Iran`, a field of the form in Datasette,
`:name` in SQLAlchemy and DBeaver. The values shown are examples. [The tables](schema.md) · [the tools](bi.md)
"""


def schema_page(note: str) -> str:
    """The reference of all tables and columns."""
    published = publish.tables()
    live = {n: t for n, t in schema.read_model.tables.items() if n not in INTERNAL and n not in published}
    parts = [
        f"# Tables\n\n{note}\n",
        _SCHEMA,
        "How the tables hang together; the histories and `event_ids` lead to events that may be gone:\n",
        f"```mermaid\n{picture(published)}\n```\n",
        "## The read model\n",
        *(_table(table) for table in published.values()),
        "## Only in a live database\n\nWhat serves the writing of the others.\n",
        *(_table(table) for table in live.values()),
        "## The log\n",
        *(_table(table) for table in schema.log_metadata.tables.values()),
        "## Intake\n\nConfiguration, and no contract: which feeds are followed, and what was fetched when.\n",
        *(_table(table) for table in schema.intake_metadata.tables.values()),
    ]
    return "\n".join(parts)


def picture(tables: dict[str, Table]) -> str:
    """The tables with their keys, and which leads to which, as Mermaid's entity relationship diagram."""
    lines = ["erDiagram"]
    drawn = [(t.name, column, to) for t in tables.values() for column, to in _leads(t)]
    lines += [f'    {to} ||--o{{ {name} : "{column}"' for name, column, to in drawn]
    for table in tables.values():
        led = {column for name, column, _ in drawn if name == table.name}
        keys = [(c, ", ".join(_marks(c, led))) for c in table.columns if c.primary_key or c.name in led]
        lines += [f"    {table.name} {{", *(f"        {c.type} {c.name} {marks}" for c, marks in keys), "    }"]
    return "\n".join(lines)


def _leads(table: Table) -> Iterator[tuple[str, str]]:
    yield from publish.LEADS.get(table.name, ())
    if table.name in ("event_history", "event_actors_history", "event_ids", "notes", "tags"):
        yield "event_id", "events"
    if table.name == "event_actors_history":
        yield "actor_id", "actors"
    if table.name == "events":
        yield "starts_at", "dates"


def _marks(column: Column[Any], led: Iterable[str]) -> Iterator[str]:
    if column.primary_key:
        yield "PK"
    if column.name in led:
        yield "FK"


def _table(table: Table) -> str:
    rows = "\n".join(_column(table.name, column) for column in table.columns)
    head = "| column | type | unit | meaning | example |\n|---|---|---|---|---|"
    return f"### {table.name}\n\n{table.comment or ''}\n\n{head}\n{rows}\n"


def _column(table: str, column: Column[Any]) -> str:
    key = " (key)" if column.primary_key else ""
    shown = example(table, column.name)
    cells = (
        f"{column.name}{key}",
        str(column.type),
        COLUMNS["unit"].get(column.name, ""),
        column.comment or "",
        "" if shown is None else f"`{shown}`",
    )
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def example(table: str, column: str) -> str | int | None:
    """A value that such a column may hold."""
    found: dict[str, str | int] = COLUMNS["example"]
    return found.get(f"{table}.{column}", found.get(column))


def cookbook_page(note: str) -> str:
    """The questions in SQL that are shipped."""
    return "\n".join([f"# Questions in SQL\n\n{note}\n", _COOKBOOK, *(_query(query) for query in cookbook())])


def _query(query: Query) -> str:
    given = ", ".join(f"`{name}` = `{value}`" for name, value in query.example.items())
    text = f"{query.text}\n\nWith {given}.\n" if given else f"{query.text}\n"
    return f"## {query.title}\n\n{text}\n```sql\n{query.sql};\n```\n"
