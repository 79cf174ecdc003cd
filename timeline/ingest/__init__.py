"""The one hall where text meets store: articles in, records out.

Text is parsed and read without holding any lock; then one short write transaction per article decides, against the
database as it is at that moment, which events and actors the reports mean, appends the records and brings the read
model up to date. An article is in the log whole or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from timeline.ingest.desk import Added, Desk
from timeline.ingest.ids import article_id
from timeline.ingest.people import ActorRow, give_alias, import_actors, set_article
from timeline.ingest.sources import Overrides, Source, articles_of, is_address, walk
from timeline.model import Problem

if TYPE_CHECKING:
    from sqlalchemy import Engine

__all__ = [
    "ActorRow", "Added", "Overrides", "Source", "Totals", "add", "article_id", "give_alias", "import_actors",
    "is_address", "set_article", "walk",
]  # fmt: skip

BATCH = 32
"""Articles parsed together: the parser's best size on two cores, in bounded memory."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What one call of :func:`add` brought."""

    articles: int = 0
    known: int = 0
    reports: int = 0
    new_events: int = 0
    problems: tuple[Problem, ...] = ()


def add(
    engine: Engine,
    sources: Iterable[Source],
    *,
    by: str,
    clock: Callable[[], str],
    overrides: Overrides | None = None,
    fail_fast: bool = False,
    on_article: Callable[[Added | Problem], None] = lambda _: None,
) -> Totals:
    """Read sources and append their articles as events, one transaction an article.

    Args:
        engine: a database of this version.
        sources: documents; each may hold several articles.
        by: who adds.
        clock: gives the present instant, RFC 3339 UTC, for ``recorded_at``.
        overrides: fields that replace what the documents say.
        fail_fast: stop at the first problem; what stands before it is added.
        on_article: called for each article or problem, in order, once it is settled.

    Returns:
        The counts, and every problem met; a problem never stops the rest unless asked to.
    """
    totals = Totals()
    desk = Desk(engine, by, clock)
    items = articles_of(sources, overrides or Overrides())
    while batch := list(islice(items, BATCH)):
        for result in desk.settle(batch):
            totals = _tally(totals, result)
            on_article(result)
            if fail_fast and isinstance(result, Problem):
                return totals
    return totals


def _tally(t: Totals, result: Added | Problem) -> Totals:
    if isinstance(result, Problem):
        return replace(t, problems=(*t.problems, result))
    if result.known:
        return replace(t, known=t.known + 1)
    return replace(t, articles=t.articles + 1, reports=t.reports + result.reports, new_events=t.new_events + result.new)
