"""Where a timeline is kept: an SQLite file or a PostgreSQL database; opened, created, brought up to date.

A database is never created by opening it, and what can be wrong with one is a :class:`DatabaseProblem` whose message
says what and what to do.
"""

from __future__ import annotations

from timeline.db.opening import connect
from timeline.db.problems import (
    Corrupt,
    DatabaseProblem,
    Foreign,
    Full,
    Locked,
    Missing,
    NewerSchema,
    OlderSchema,
    ReadOnly,
    Unreachable,
    explain,
    known,
)
from timeline.db.schema_state import REVISIONS, State, missing_guards, state
from timeline.db.targets import Target, resolve, shown
from timeline.db.upgrading import create, create_read_model, migrations_dir, upgrade

__all__ = [
    "REVISIONS",
    "Corrupt",
    "DatabaseProblem",
    "Foreign",
    "Full",
    "Locked",
    "Missing",
    "NewerSchema",
    "OlderSchema",
    "ReadOnly",
    "State",
    "Target",
    "Unreachable",
    "connect",
    "create",
    "create_read_model",
    "explain",
    "known",
    "migrations_dir",
    "missing_guards",
    "resolve",
    "shown",
    "state",
    "upgrade",
]
