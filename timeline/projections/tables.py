"""The tables a projection writes: those that people read, or a second set beside them while they are rebuilt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from sqlalchemy import Index, MetaData, Table

from timeline.schema import read_model

Tables: TypeAlias = Mapping[str, Table]
"""Name in the read model -> table."""

BESIDE = "__new"
"""Suffix of the second set."""


def in_use() -> Tables:
    """The tables that people read."""
    return dict(read_model.tables)


def beside() -> Tables:
    """The same tables under other names, their indexes too."""
    metadata = MetaData()
    copies: dict[str, Table] = {}
    for name, table in read_model.tables.items():
        copy = table.to_metadata(metadata, name=name + BESIDE)
        for index in list(copy.indexes):
            copy.indexes.discard(index)
        for index in table.indexes:
            Index(f"{index.name}{BESIDE}", *(copy.c[column.name] for column in index.columns), unique=index.unique)
        copies[name] = copy
    return copies
