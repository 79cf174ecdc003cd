"""Which database a command means, and its opening."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from timeline.cli.errors import Failure

if TYPE_CHECKING:
    from sqlalchemy import Engine

ENVIRONMENT = "TIMELINE_DB"


def config_file() -> Path:
    """The user's configuration, TOML with ``db = "path or URL"``; it need not exist."""
    return Path(click.get_app_dir("timeline")) / "config.toml"


def default_path() -> Path:
    """The database of somebody who names none: ``timeline.db`` in the user's data folder."""
    if sys.platform in ("win32", "darwin"):
        return Path(click.get_app_dir("timeline")) / "timeline.db"
    data = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(data).expanduser() / "timeline" / "timeline.db"


def target(asked: str | None) -> str:
    """The database: as asked for, else ``TIMELINE_DB``, else the configuration's, else the default."""
    return asked or os.environ.get(ENVIRONMENT) or _configured() or str(default_path())


def _configured() -> str | None:
    path = config_file()
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Failure(f"the configuration {path} cannot be read: {error}; mend or remove it") from None
    value = settings.get("db")
    if value is not None and not isinstance(value, str):
        raise Failure(f'the configuration {path} must name the database in quotes: db = "path"')
    # A path in the configuration counts from the configuration's folder, not from wherever the user stands.
    return str(path.parent / Path(value).expanduser()) if value and "://" not in value else value
