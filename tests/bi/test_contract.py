"""The columns that people build on are those of the last release, or the CHANGELOG says what became of them.

contract.json holds the tables of the last release. A renamed, removed or retyped column fails here until it is written
there and a line of the CHANGELOG names it as ``table.column``; so does a new one. ``python -m tests.bi.test_contract``
writes the present tables into the file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sqlalchemy import Column
from sqlalchemy.dialects import postgresql, sqlite

from timeline.publish import tables

CONTRACT = Path(__file__).with_name("contract.json")
CHANGELOG = Path(__file__).parent.parent.parent / "CHANGELOG.md"

Contract = dict[str, dict[str, list[str]]]


def present() -> Contract:
    """Table -> column -> its type in SQLite, its type in PostgreSQL, and whether it may be NULL or is a key."""
    return {name: {c.name: _kind(c) for c in table.columns} for name, table in tables().items()}


def _kind(column: Column[Any]) -> list[str]:
    may = "key" if column.primary_key else "null" if column.nullable else "not null"
    return [*(column.type.compile(dialect) for dialect in (sqlite.dialect(), postgresql.dialect())), may]


def changed(before: Contract, now: Contract) -> list[str]:
    """Tables and columns that are not what they were, as ``table`` or ``table.column``."""
    found = sorted(before.keys() ^ now.keys())
    for name in sorted(before.keys() & now.keys()):
        columns = before[name].keys() | now[name].keys()
        found += [f"{name}.{c}" for c in sorted(columns) if before[name].get(c) != now[name].get(c)]
    return found


def test_no_column_changes_in_silence():
    before = json.loads(CONTRACT.read_text(encoding="utf-8"))
    released = CHANGELOG.read_text(encoding="utf-8").split("\n## [")[1]
    silent = [name for name in changed(before, present()) if f"`{name}`" not in released]
    assert silent == [], "name them in the CHANGELOG as `table.column`, then run python -m tests.bi.test_contract"
    assert changed(before, present()) == [], "the CHANGELOG names them; run python -m tests.bi.test_contract"


def test_a_change_is_seen():
    now = present()
    other = {**now, "events": {**now["events"], "titel": now["events"]["title"]}, "extra": {}}
    del other["events"]["title"], other["notes"]
    other["actors"] = {**other["actors"], "name": ["BLOB", "BYTEA", "null"]}
    assert changed(now, other) == ["extra", "notes", "actors.name", "events.titel", "events.title"]


def text(contract: Contract) -> str:
    """As the file has it: a column on each line, so that a change is a line of a diff."""
    parts = []
    for name, columns in contract.items():
        lines = ",\n".join(f"  {json.dumps(column)}: {json.dumps(kind)}" for column, kind in columns.items())
        parts.append(f" {json.dumps(name)}: {{\n{lines}\n }}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    CONTRACT.write_text(text(present()), encoding="utf-8")
