"""Keeping the read model in step with the log.

A commit's records become facts, everything they touch is folded again once at its end, and the tables follow in
the same transaction. :func:`rebuild` does the same from the first record on, into tables beside those in use.
"""

from __future__ import annotations

from timeline.projections.apply import ProjectionStopped
from timeline.projections.folding import as_reported, folded
from timeline.projections.following import (
    NAME,
    Checkpoint,
    Following,
    Outdated,
    catch_up,
    checkpoint,
    commits,
    follow,
    project,
)
from timeline.projections.rebuilding import rebuild

__all__ = [
    "NAME",
    "Checkpoint",
    "Following",
    "Outdated",
    "ProjectionStopped",
    "as_reported",
    "catch_up",
    "checkpoint",
    "commits",
    "folded",
    "follow",
    "project",
    "rebuild",
]
