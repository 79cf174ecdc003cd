"""Small articles whose reports everybody can foresee, and shorthand for what people do with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

from sqlalchemy import Engine

from timeline import ingest, queries
from timeline.ingest.changing import Author, Change
from timeline.ingest.sources import at_hand
from timeline.queries import EventFilter
from timeline.queries.changes import event_history

PLAN = ("2024-05-06", "Brazil and India will sign a trade agreement in Lisbon on 20 May 2024.")
HELD = ("2024-05-21", "Brazil and India signed a trade agreement in Lisbon on 20 May 2024.")
LATER = ("2024-05-23", "Brazil and India signed the trade agreement in Lisbon on 20 May 2024.")
DENIED = ("2024-05-22", "Brazil and India did not sign a trade agreement in Lisbon on 20 May 2024.")
OTHER = ("2024-06-02", "Egypt and Kenya signed a water agreement in Cairo on 1 June 2024.")


def clock() -> Callable[[], str]:
    """One second later each time."""
    seconds = count()

    def now() -> str:
        n = next(seconds)
        return f"2025-01-{1 + n // 86400:02d}T{n // 3600 % 24:02d}:{n // 60 % 60:02d}:{n % 60:02d}.000000Z"

    return now


class Desk:
    """One person at work on one database."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.clock = engine, clock()
        self.me = Author("me", self.clock)
        self.trial = Author("me", self.clock, dry_run=True)

    def add(self, *articles: tuple[str, str]) -> list[str]:
        """Add articles; returns their ids."""
        found = []
        for published, text in articles:
            seen: list[Any] = []
            source = at_hand("a.txt", text.encode())
            over = ingest.Overrides(published=published, title=None)
            ingest.add(self.engine, [source], by="me", clock=self.clock, overrides=over, on_article=seen.append)
            found.append(seen[0].article_id)
        return found

    def events(self, **filters: Any) -> list[dict[str, Any]]:
        with self.engine.connect() as conn:
            return queries.events(conn, EventFilter(background=True, **filters))

    def event(self, words: str, **then: Any) -> dict[str, Any]:
        with self.engine.connect() as conn:
            return queries.event(conn, words, **then)

    def history(self, words: str) -> list[dict[str, Any]]:
        with self.engine.connect() as conn:
            return event_history(conn, words)

    def head(self) -> int:
        from timeline import log

        with self.engine.connect() as conn:
            return log.head(conn).position


def changes(change: Change) -> Iterator[tuple[str, list[str]]]:
    """(title, what became of it) of each event."""
    return ((row["title"], row["changes"]) for row in change.events)
