"""What can be wrong with a database, as errors that say what and what to do; drivers' errors are read here only."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, TimeoutError


class DatabaseProblem(Exception):
    """The database cannot be used as it is. The message is one line for people."""

    damaged = False
    """Whether the stored data itself is harmed, as against being unreachable or unusable for now."""


class Missing(DatabaseProblem):
    """There is nothing at the place named."""


class Foreign(DatabaseProblem):
    """There is something, but no timeline database."""


class Corrupt(DatabaseProblem):
    """The file is damaged."""

    damaged = True


class Locked(DatabaseProblem):
    """Somebody else is writing and did not finish in time."""


class ReadOnly(DatabaseProblem):
    """It may not be written, or not by this user."""


class Full(DatabaseProblem):
    """The disk is full or fails."""


class OlderSchema(DatabaseProblem):
    """An older release wrote it."""


class NewerSchema(DatabaseProblem):
    """A newer release wrote it."""


class Unreachable(DatabaseProblem):
    """The server does not answer or refuses the log-in; or the file cannot be opened."""


_SQLITE: dict[int, tuple[type[DatabaseProblem], str]] = {
    sqlite3.SQLITE_BUSY: (Locked, "{target} is locked by another writer; wait for it to finish and try again"),
    sqlite3.SQLITE_LOCKED: (Locked, "{target} is locked by another writer; wait for it to finish and try again"),
    sqlite3.SQLITE_READONLY: (ReadOnly, "{target} cannot be written; check the permissions of the file and its folder"),
    sqlite3.SQLITE_AUTH: (ReadOnly, "{target} is opened for reading only: nothing but SELECT is allowed"),
    sqlite3.SQLITE_CORRUPT: (Corrupt, "{target} is damaged; run timeline doctor, or restore a backup"),
    sqlite3.SQLITE_NOTADB: (Foreign, "{target} is not an SQLite database; name another file"),
    sqlite3.SQLITE_CANTOPEN: (
        Unreachable,
        "{target} cannot be opened; check the permissions of the file and its folder",
    ),
    sqlite3.SQLITE_PERM: (Unreachable, "{target} cannot be opened; check the permissions of the file and its folder"),
    sqlite3.SQLITE_FULL: (Full, "the disk of {target} is full; nothing was written; free some space and try again"),
    sqlite3.SQLITE_IOERR: (
        Full,
        "the disk of {target} failed; nothing was written; check the disk, then run timeline verify",
    ),
}

# By SQLSTATE, longest prefix first: https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL: dict[str, tuple[type[DatabaseProblem], str]] = {
    "3D000": (Missing, "there is no such database: {target}; create it with createdb, then run timeline init"),
    "25006": (ReadOnly, "{target} is opened for reading only"),
    "42501": (ReadOnly, "this user may not do that in {target}; its owner may, and can give rights (docs/log.md)"),
    "40001": (Locked, "another writer was faster in {target}; try again"),
    "40P01": (Locked, "another writer was faster in {target}; try again"),
    "55P03": (Locked, "{target} is locked by another writer; wait for it to finish and try again"),
    "57014": (Locked, "{target} took too long and the statement was stopped; try again"),
    "53100": (Full, "the disk of {target} is full; nothing was written; free some space and try again"),
    "53": (Unreachable, "{target} has no room for another connection; try again later"),
    "28": (Unreachable, "{target} refuses the log-in; check user and password"),
    "08": (Unreachable, "{target} cannot be reached; check that the server runs and its address is right"),
    "57P": (Unreachable, "{target} is shutting down or starting; try again"),
    "58": (Full, "the disk of {target} failed; check the server's log"),
    "XX": (Corrupt, "{target} is damaged; check the server's log, restore a backup"),
}
_NO_SQLSTATE = "{target} cannot be reached; check that the server runs and its address is right"


def explain(error: BaseException, target: str = "the database") -> DatabaseProblem:
    """The problem behind a driver's or SQLAlchemy's error; of a kind of its own where that is known.

    Args:
        error: what was raised.
        target: how to name the database; without a password.
    """
    return known(error, target) or DatabaseProblem(f"{target} refused: {_first_line(_origin(error))}")


def known(error: BaseException, target: str) -> DatabaseProblem | None:
    """As :func:`explain`, but None for errors that tell of no state of the database (such as a wrong statement)."""
    if isinstance(error, DatabaseProblem):
        return error
    if isinstance(error, TimeoutError):
        return Locked(f"{target} has no free connection; try again")
    origin = _origin(error)
    if isinstance(origin, sqlite3.Error):
        found = _sqlite(origin)
    elif type(origin).__module__.startswith("psycopg"):
        found = _postgresql(origin)
    else:
        return None
    if found is None:
        return None
    kind, message = found
    return kind(message.format(target=target))


def _sqlite(error: sqlite3.Error) -> tuple[type[DatabaseProblem], str] | None:
    # Extended result codes keep the primary one in their low byte.
    code = getattr(error, "sqlite_errorcode", None)
    return _SQLITE.get(code & 0xFF) if code is not None else None


def _postgresql(error: BaseException) -> tuple[type[DatabaseProblem], str] | None:
    sqlstate = getattr(error, "sqlstate", None)
    if sqlstate is None:
        text = str(error)
        # The driver gives no SQLSTATE for what fails before the log-in is done; the server's words are all there is.
        if "does not exist" in text and "database" in text:
            return _POSTGRESQL["3D000"]
        if "authentication failed" in text or "role" in text:
            return _POSTGRESQL["28"]
        return (Unreachable, _NO_SQLSTATE) if type(error).__name__ == "OperationalError" else None
    for length in (5, 3, 2):
        if sqlstate[:length] in _POSTGRESQL:
            return _POSTGRESQL[sqlstate[:length]]
    return None


def _origin(error: BaseException) -> BaseException:
    return error.orig if isinstance(error, DBAPIError) and error.orig is not None else error


def _first_line(error: BaseException) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
