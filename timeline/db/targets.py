"""What a user calls a database: a path or an SQLAlchemy URL."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from timeline.db.problems import DatabaseProblem, Foreign, Missing, ReadOnly, Unreachable

Target = Path | URL
"""An SQLite file, or the address of a PostgreSQL database."""

_MAGIC = b"SQLite format 3\0"


def resolve(target: str | Path | URL) -> Target:
    """The database meant by a path, ``sqlite:///path`` or ``postgresql://user@host/name``.

    Raises:
        DatabaseProblem: the URL cannot be read or names another kind of database.
    """
    if isinstance(target, Path):
        return _path(target)
    if isinstance(target, str) and "://" not in target:
        if not target.strip():
            raise DatabaseProblem("no database named; give a path or a postgresql:// address")
        return _path(Path(target))
    try:
        url = make_url(target)
        kind = url.get_backend_name()
    except (ArgumentError, ValueError):
        raise DatabaseProblem("the address of the database cannot be read; write postgresql://user@host/name") from None
    if kind == "sqlite":
        if not url.database or url.database == ":memory:":
            raise DatabaseProblem("an SQLite database needs a path: sqlite:///path/to/timeline.db")
        return _path(Path(url.database))
    if kind in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    raise DatabaseProblem(f"{kind} databases are not supported; use a path (SQLite) or postgresql://user@host/name")


def _path(path: Path) -> Path:
    return Path(os.path.abspath(path.expanduser()))


def shown(target: Target) -> str:
    """How messages name the database: never with its password."""
    if isinstance(target, Path):
        return str(target)
    return target.set(drivername="postgresql").render_as_string(hide_password=True)


def file_uri(path: Path, mode: str) -> str:
    """An SQLite URI of a path, whatever bytes it holds. ``mode``: ro, rw or rwc, or ``ro&immutable=1``."""
    return f"file:{quote(os.fsencode(path))}?mode={mode}"


def check_folder(path: Path) -> None:
    """Whether a file can be made at a path.

    Raises:
        Missing: its folder is not there.
        Foreign: that is no folder.
        ReadOnly: nobody may write there, or not this user.
    """
    folder = path.parent
    if not folder.exists():
        raise Missing(f"there is no folder {folder}; make it, or name another place")
    if not folder.is_dir():
        raise Foreign(f"{folder} is no folder; name another place")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ReadOnly(f"the folder {folder} cannot be written; check its permissions or name another place")


def check_file(path: Path) -> None:
    """Whether the path holds an SQLite file; looked at without SQLite, which would create or touch it.

    Raises:
        Missing: nothing is there, or an empty file.
        Foreign: a folder, or a file of another kind.
        Unreachable: it cannot be read.
    """
    advice = f"create one with: timeline init {path}"
    try:
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
    except FileNotFoundError:
        raise Missing(f"there is no database at {path}; {advice}") from None
    except (IsADirectoryError, NotADirectoryError):
        raise Foreign(f"{path} is no database file; name a file") from None
    except OSError as error:
        raise Unreachable(f"{path} cannot be read ({error.strerror}); check its permissions") from None
    if not start:
        raise Missing(f"{path} is empty; {advice}")
    if start != _MAGIC:
        raise Foreign(f"{path} is not an SQLite database; name another file")
