"""Feeds that are followed and what was fetched: configuration beside the log, which is not touched."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

SQLITE = (
    """
    CREATE TABLE feeds (
        name TEXT PRIMARY KEY NOT NULL,
        url TEXT NOT NULL UNIQUE,
        linked INTEGER NOT NULL DEFAULT 0 CHECK (linked IN (0, 1)),
        added_at TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE fetches (
        url TEXT PRIMARY KEY NOT NULL,
        fetched_at TEXT NOT NULL,
        etag TEXT,
        last_modified TEXT,
        stamp TEXT,
        failures INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
        problem TEXT
    ) STRICT
    """,
)

POSTGRESQL = (
    """
    CREATE TABLE feeds (
        name text COLLATE "C" PRIMARY KEY,
        url text COLLATE "C" NOT NULL UNIQUE,
        linked integer NOT NULL DEFAULT 0 CHECK (linked IN (0, 1)),
        added_at text COLLATE "C" NOT NULL
    )
    """,
    """
    CREATE TABLE fetches (
        url text COLLATE "C" PRIMARY KEY,
        fetched_at text COLLATE "C" NOT NULL,
        etag text COLLATE "C",
        last_modified text COLLATE "C",
        stamp text COLLATE "C",
        failures integer NOT NULL DEFAULT 0 CHECK (failures >= 0),
        problem text COLLATE "C"
    )
    """,
)


def upgrade() -> None:
    """Create the tables."""
    connection = op.get_bind()
    for statement in SQLITE if connection.dialect.name == "sqlite" else POSTGRESQL:
        connection.exec_driver_sql(statement)
