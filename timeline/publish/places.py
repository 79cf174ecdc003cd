"""Where a snapshot goes: beside its place first, then into it in one step; never over what is no snapshot."""

from __future__ import annotations

import errno
import glob
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from timeline.db import Foreign, Full, Missing, ReadOnly
from timeline.publish.tables import SNAPSHOT

MARK = "_timeline.json"
"""File of a folder of Parquet files that says what they are; names with an underscore are passed over by readers."""

_UNWRITTEN = ("SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_FSYNC", "SQLITE_IOERR_TRUNCATE")
"""What SQLite says of the file that is being written; the database itself is only read."""

_HEADER = 72
_DAY = 86_400
_APPLICATION_ID = slice(68, 72)


def check_file(path: Path) -> None:
    """Whether a snapshot may be put at a path: nothing is there, or an older snapshot.

    Raises:
        Foreign: something else is there.
    """
    if not os.path.lexists(path):
        return
    if path.is_file():
        with path.open("rb") as file:
            start = file.read(_HEADER)
        if start.startswith(b"SQLite format 3\0") and start[_APPLICATION_ID] == SNAPSHOT.to_bytes(4, "big"):
            return
    raise Foreign(f"{path} exists and is no timeline snapshot; it stays as it is, name another place")


def check_folder(path: Path) -> None:
    """Whether a folder of Parquet files may be put at a path: nothing is there, an empty folder, or an older snapshot.

    Raises:
        Foreign: something else is there.
    """
    if not os.path.lexists(path) or (path.is_dir() and not any(path.iterdir())):
        return
    mark = path / MARK
    if not (mark.is_file() and "timeline" in json.loads(mark.read_text(encoding="utf-8"))):
        raise Foreign(f"{path} exists and is no timeline snapshot; it stays as it is, name another place")


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """A path beside another one; what is written there takes the other's place at the end, and is gone on an error."""
    with telling(path):
        clear(path)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        os.close(handle)
        part = Path(name)
        try:
            yield part
            part.chmod(_mode())
            flush(part)
            # Where path is a link, what it leads to is replaced, as every writer of files would.
            part.replace(path.resolve())
            flush(path.resolve().parent)
        finally:
            part.unlink(missing_ok=True)
            part.with_name(part.name + "-journal").unlink(missing_ok=True)


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """As :func:`new_file`, of a folder: the old one is moved aside, and back if the new one cannot take its place."""
    with telling(path):
        clear(path)
        part = Path(tempfile.mkdtemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent))
        old = part.with_suffix(".old")
        try:
            yield part
            for file in sorted(part.rglob("*")):
                flush(file)
            part.chmod(0o777 & ~_umask())
            if path.exists():
                path.rename(old)
            try:
                part.rename(path)
            except OSError:
                if old.exists():
                    old.rename(path)
                raise
            flush(path.parent)
        finally:
            shutil.rmtree(part, ignore_errors=True)
            shutil.rmtree(old, ignore_errors=True)


def clear(path: Path) -> None:
    """Take away what a publication to a path left beside it when it was killed: nothing wrote to it for a day."""
    for part in path.parent.glob(f".{glob.escape(path.name)}.????????.part*"):
        with suppress(OSError):
            if max(found.stat().st_mtime for found in (part, *part.rglob("*"))) > time.time() - _DAY:
                continue
            if part.is_dir():
                shutil.rmtree(part)
            else:
                part.unlink()


@contextmanager
def telling(path: Path) -> Iterator[None]:
    """Turns what can go wrong with a place into a problem that says what to do; the old snapshot is still there."""
    try:
        yield
    except FileNotFoundError:
        raise Missing(f"there is no folder {path.parent}; make it, or name another place") from None
    except NotADirectoryError:
        raise Foreign(f"{path.parent} is no folder; name another place") from None
    except (Full, DBAPIError) as error:
        if isinstance(error, Full) or getattr(error.orig, "sqlite_errorname", "") in _UNWRITTEN:
            raise _full(path) from error
        raise
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise _full(path) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            message = f"the folder {path.parent} cannot be written; check its permissions or name another place"
            raise ReadOnly(message) from None
        raise


def _full(path: Path) -> Full:
    return Full(f"the disk of {path} is full or fails; {_left(path)} free some space and try again")


def _left(path: Path) -> str:
    return "the snapshot there is left as it was;" if path.exists() else "nothing was written;"


def flush(path: Path) -> None:
    """Wait until the disk has a file or folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _mode() -> int:
    return 0o666 & ~_umask()


def _umask() -> int:
    # There is no other way to ask; mkstemp gives files that only their owner may read.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
