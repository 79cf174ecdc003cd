"""Which release's tables a database holds."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Connection, Engine

from timeline.db.problems import Foreign, Missing, NewerSchema, OlderSchema
from timeline.schema import FORMAT, READ_MODEL_VERSION, SNAPSHOT
from timeline.schema.log import GUARDS

State = Literal["current", "older", "newer", "snapshot", "foreign", "empty"]

REVISIONS = ("0001", "0002")
"""Every migration, oldest first; known here so that opening a database needs no Alembic."""

_OWN = {"alembic_version", "head", "log", "payloads", "projections", "streams"}

_TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()",
}
_TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
    " WHERE NOT tgisinternal AND tgenabled = 'A' AND relnamespace = current_schema()::regnamespace",
}


def state(database: Engine | Connection) -> State:
    """Whether the tables are this release's, an older or newer one's, a snapshot's, somebody else's, or none."""
    if isinstance(database, Engine):
        with database.connect() as conn:
            return state(conn)
    tables = _names(database, _TABLES)
    if not tables:
        return "empty"
    if _marked(database, SNAPSHOT):
        return "snapshot"
    if not tables >= _OWN or not (database.dialect.name != "sqlite" or _marked(database, FORMAT)):
        return "foreign"
    revision = database.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    if revision not in REVISIONS:
        return "newer"
    shape = database.exec_driver_sql("SELECT version FROM projections WHERE name = 'read_model'").scalar()
    if shape is not None and shape > READ_MODEL_VERSION:
        return "newer"
    return "current" if revision == REVISIONS[-1] and shape == READ_MODEL_VERSION else "older"


def expect_current(conn: Connection, name: str) -> None:
    """Go on only with a database of this release.

    Raises:
        Missing, Foreign, OlderSchema, NewerSchema: by its :func:`state`.
    """
    found = state(conn)
    if found == "empty":
        raise Missing(f"{name} holds no tables yet; create them with: timeline init {name}")
    if found == "snapshot":
        raise Foreign(f"{name} is a snapshot that timeline publish made; ask it with timeline sql")
    if found == "foreign":
        raise Foreign(f"{name} is not a timeline database; name another one, or create one with timeline init")
    if found == "older":
        raise OlderSchema(f"{name} was made by an older release of timeline; run timeline doctor --upgrade")
    if found == "newer":
        raise NewerSchema(f"{name} was made by a newer release of timeline; upgrade timeline")


def missing_guards(conn: Connection) -> list[str]:
    """Names of the triggers that should keep the log as it was written and are not there (or are switched off)."""
    there = _names(conn, _TRIGGERS)
    return [name for name in GUARDS[conn.dialect.name] if name not in there]


def _names(conn: Connection, queries: dict[str, str]) -> set[str]:
    return set(conn.exec_driver_sql(queries[conn.dialect.name]).scalars())


def _marked(conn: Connection, mark: int) -> bool:
    return conn.dialect.name == "sqlite" and conn.exec_driver_sql("PRAGMA application_id").scalar() == mark
