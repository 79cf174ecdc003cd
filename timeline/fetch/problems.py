"""What can go wrong with a fetch."""

from __future__ import annotations


class FetchProblem(Exception):
    """The address cannot be fetched; the message goes on after its name and says why and what to do."""


class FetchFailed(FetchProblem):
    """It cannot be fetched now; another time it may."""
