"""The one hall where text meets store: articles in, records out.

Text is parsed and read without holding any lock, here or by other processes; then short write transactions decide,
against the database as it is at that moment, which events and actors the reports mean, append the records and bring
the read model up to date. An article is in the log whole or not at all, and an append of its own; those read together
share a transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from timeline.ingest.again import again
from timeline.ingest.desk import Added, Desk
from timeline.ingest.hands import Cluster, Hands, HandsLost, Processes, items, read
from timeline.ingest.ids import article_id
from timeline.ingest.people import ActorRow, give_alias, import_actors, set_article
from timeline.ingest.sources import Item, Overrides, Source, is_address, walk
from timeline.model import Article, Problem

if TYPE_CHECKING:
    from sqlalchemy import Engine

__all__ = [
    "ActorRow", "Added", "Cluster", "Hands", "HandsLost", "Overrides", "Processes", "Source", "Totals", "add",
    "article_id", "give_alias", "import_actors", "is_address", "set_article", "walk",
]  # fmt: skip

BATCH, LETTERS = 32, 24_000
"""Articles read and written together at most, and letters after which there are no more: about a transaction's records.
The parser gains nothing by more, and processes that read would keep the one that writes waiting."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What one call of :func:`add` brought."""

    articles: int = 0
    known: int = 0
    reports: int = 0
    new_events: int = 0
    problems: tuple[Problem, ...] = ()
    languages: Mapping[str, int] = field(default_factory=dict)
    """Other languages than English -> articles kept without reports."""


def add(
    engine: Engine,
    sources: Iterable[Source],
    *,
    by: str,
    clock: Callable[[], str],
    overrides: Overrides | None = None,
    fail_fast: bool = False,
    hands: Hands | None = None,
    on_article: Callable[[Added | Problem], None] = lambda _: None,
) -> Totals:
    """Read sources and append their articles as events.

    Args:
        engine: a database of this version.
        sources: documents; each may hold several articles.
        by: who adds.
        clock: gives the present instant, RFC 3339 UTC, for ``recorded_at``.
        overrides: fields that replace what the documents say.
        fail_fast: stop at the first problem; what stands before it is added.
        hands: who parses and reads; this process where None. What is recorded is the same.
        on_article: called for each article or problem, in order, once it is settled.

    Returns:
        The counts, and every problem met; a problem never stops the rest unless asked to.
    """
    totals = Totals()
    problems: list[Problem] = []
    desk, given = Desk(engine, by, clock), overrides or Overrides()
    batches = _batches(desk, items(sources, given, hands), fail_fast)
    for (batch, new), readings in read(batches, hands):
        for result in desk.settle(batch, dict(zip(new, readings, strict=True))):
            if isinstance(result, Added) and result.known:
                result = again(desk, result, given)
            if isinstance(result, Added):
                totals = _tally(totals, result)
            elif result.refused:
                problems.append(result)
            on_article(result)
    return replace(totals, problems=tuple(problems))


_Marked = tuple[Sequence[Item], Sequence[int]]


def _batches(desk: Desk, found: Iterator[Item], fail_fast: bool) -> Iterator[tuple[_Marked, Sequence[Article]]]:
    """Batches, each with the numbers of what is new in it, and the new articles."""
    while batch := list(_together(found)):
        bad = next((n for n, (_, item) in enumerate(batch) if _refused(item)), None) if fail_fast else None
        batch = batch if bad is None else batch[: bad + 1]
        new = desk.unknown(batch)
        yield (batch, new), [item for n in new if isinstance(item := batch[n][1], Article)]
        if bad is not None:
            return


def _together(found: Iterator[Item]) -> Iterator[Item]:
    letters = 0
    for name, item in islice(found, BATCH):
        yield name, item
        letters += len(item.text) if isinstance(item, Article) else 0
        if letters >= LETTERS:
            return


def _refused(item: Article | Problem) -> bool:
    return isinstance(item, Problem) and item.refused


def _tally(t: Totals, result: Added) -> Totals:
    if result.known:
        return replace(t, known=t.known + 1, reports=t.reports + result.reports, new_events=t.new_events + result.new)
    if result.language:
        t = replace(t, languages={**t.languages, result.language: t.languages.get(result.language, 0) + 1})
    return replace(t, articles=t.articles + 1, reports=t.reports + result.reports, new_events=t.new_events + result.new)
