"""How much a fetch may take, and who is asking."""

from __future__ import annotations

from dataclasses import dataclass

from timeline import __version__

PROJECT_URL = "https://pypi.org/project/timeline-db/"
AGENT = "timeline-db"
"""The name that robots.txt may address."""
USER_AGENT = f"{AGENT}/{__version__} (+{PROJECT_URL})"


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one fetch; times in seconds."""

    size: int = 20_000_000
    """Bytes, as sent and unpacked."""
    connect: float = 10.0
    read: float = 20.0
    """Silence."""
    total: float = 120.0
    """From the first look-up to the last byte, redirects included."""
    redirects: int = 8
    pause: float = 1.0
    """Between two requests to one public host; robots.txt may ask for more."""
    longest_pause: float = 30.0
    """What robots.txt can ask for at most."""
