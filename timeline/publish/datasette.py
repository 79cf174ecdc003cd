"""Metadata for Datasette: titles, descriptions of tables and columns, facets, and the cookbook as canned queries."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from timeline import __version__
from timeline.db import Foreign
from timeline.publish.cookbook import cookbook
from timeline.publish.places import new_file
from timeline.publish.tables import tables

_MARK = "made_with"

_FACETS: Mapping[str, Mapping[str, Any]] = {
    "events": {"facets": ["type", "status", "salience", "year"], "sort": "starts_at", "label_column": "title"},
    "reports": {"facets": ["status", "claim", "zone"], "label_column": "title"},
    "articles": {"facets": ["publisher", "language"], "sort_desc": "published", "label_column": "title"},
    "actors": {"facets": ["kind", "country"], "sort": "name", "label_column": "name"},
    "event_actors": {"facets": ["role", "actor_id"]},
    "offices": {"facets": ["office", "country"]},
    "dates": {"sort": "day", "label_column": "date"},
}


def check_metadata(path: Path) -> None:
    """Whether metadata may be put at a path: nothing is there, or older metadata of ours.

    Raises:
        Foreign: something else is there.
    """
    if not os.path.lexists(path):
        return
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        found = None
    if not (isinstance(found, dict) and str(found.get(_MARK, "")).startswith("timeline ")):
        raise Foreign(f"{path} exists and is no metadata of timeline; it stays as it is, name another place")


def write_metadata(path: Path, database: str) -> None:
    """Write the metadata of a snapshot that Datasette knows by this name (its file's, without ``.db``)."""
    text = json.dumps(metadata(database), indent=2, ensure_ascii=False) + "\n"
    with new_file(path) as new:
        new.write_text(text, encoding="utf-8")


def metadata(database: str) -> dict[str, Any]:
    """The metadata, as Datasette 0.6x reads them from a JSON file."""
    about = "Dated events from news articles: who did what, when, and which sentence says so."
    return {
        _MARK: f"timeline {__version__}",
        "title": "Timeline",
        "description": about,
        "databases": {
            database: {
                "description": about,
                "tables": {name: _table(table) for name, table in tables().items()},
                "queries": {
                    query.name: {"title": query.title, "description": query.text, "sql": query.sql, "hide_sql": False}
                    for query in cookbook()
                },
            }
        },
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "description": table.comment,
        "columns": {column.name: column.comment for column in table.columns},
        **_FACETS.get(table.name, {}),
    }
