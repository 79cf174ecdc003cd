"""The lists of ``rules/senses.toml``: what stands with a verb and tells what it means."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def words(name: str) -> frozenset[str]:
    """The words of one list."""
    return frozenset(_table()[name])


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One of the patterns, any of whose alternatives may stand in a text."""
    return re.compile("|".join(_table()["patterns"][name]), re.IGNORECASE)


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((files("timeline") / "rules" / "senses.toml").read_text("utf-8"))
