"""The web as a source: what one command fetches, and what was had before.

A version counts as had only once its articles are settled; so an interruption costs another fetch, never an article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from timeline import parsers
from timeline.fetch import Fetcher, FetchFailed, FetchProblem, Page, Validators
from timeline.ingest.sources import Overrides, Source
from timeline.model import Article, Problem
from timeline.parsers import Known, document, feed
from timeline.schema import articles, fetches

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from timeline.ingest.desk import Added

PAGES = ("text/html", "application/xhtml+xml", "text/plain", "application/pdf")
"""Media types that hold one article."""


@dataclass(slots=True)
class _Visit:
    """One address in this run."""

    url: str
    validators: Validators = field(default_factory=Validators)
    stamp: str | None = None
    is_feed: bool = False
    problem: str | None = None
    passing: bool = False
    """Whether the problem may be gone another time."""
    settled: bool = False


class Web:
    """Fetches for one command, and keeps what the next one needs to know."""

    def __init__(
        self,
        engine: Engine,
        fetcher: Fetcher,
        clock: Callable[[], str],
        on_unchanged: Callable[[str, str], None] = lambda *_: None,
    ) -> None:
        """``on_unchanged`` is called with an address and the time of the fetch since which it is as it was."""
        self.engine, self.fetcher, self.clock, self.on_unchanged = engine, fetcher, clock, on_unchanged
        self._visits: dict[str, _Visit] = {}

    def source(self, url: str, *, otherwise: Article | None = None, key: str | None = None, stamp: str = "") -> Source:
        """The articles of a page, a PDF or the entries of a feed.

        Args:
            url: the address.
            otherwise: what a feed says of the page, for what it does not say itself.
            key: under which to remember it; None = the address.
            stamp: what the feed said, see :class:`timeline.parsers.feed.Entry`.
        """
        visit = _Visit(key or url, stamp=stamp or None)

        def articles(given: Overrides) -> Iterator[Article | Problem]:
            self._visits[url] = visit
            try:
                media = (*PAGES, *feed.MEDIA) if otherwise is None else PAGES
                page = self.page(visit, url, media, anew=given.says_more or self._out_of_count(url))
            except FetchProblem as problem:
                yield Problem(url, str(problem))
                return
            if page is not None:
                known = Known(given.url or page.url, given.published, page.media, page.charset, otherwise=otherwise)
                if page.media in feed.MEDIA:
                    visit.validators = Validators()  # an interruption may leave some of its articles out
                yield from self._articles(page, url, known)

        return Source(url, articles)

    def entry(self, entry: feed.Entry, key: str) -> Source:
        """The article of a feed's entry that is not read from a page of its own."""
        name = entry.link or key
        visit = _Visit(key, stamp=entry.stamp)

        def articles(given: Overrides) -> Iterator[Article | Problem]:
            self._visits[name] = visit
            if not entry.said.text.strip():
                yield Problem(name, f"{entry.said.title or 'an entry'} has neither link nor text; nothing to read")
                return
            known = Known(given.url or entry.link, given.published, otherwise=entry.said)
            yield document.article(entry.said.text, name, known, page=entry.html)

        return Source(name, articles)

    def page(self, visit: _Visit, url: str, media: tuple[str, ...], *, anew: bool = False) -> Page | None:
        """Fetch a page unless it is as it was; with ``anew`` in any case.

        Raises:
            FetchProblem: it cannot be had.
        """
        with self.engine.connect() as conn:
            known = _row(conn, visit.url)
        had = Validators(known["etag"], known["last_modified"]) if known and not anew else None
        try:
            page = self.fetcher.get(url, had, media=media)
        except FetchProblem as problem:
            visit.problem, visit.passing = str(problem), isinstance(problem, FetchFailed)
            raise
        if page is None:
            visit.validators, visit.settled = had or Validators(), True
            self.on_unchanged(url, known["fetched_at"] if known else "")
        else:
            visit.validators = page.validators
        return page

    def feed(self, url: str, *, anew: bool = False) -> tuple[_Visit, feed.Feed | None]:
        """Fetch a feed; None where it is as it was, unless it is wanted ``anew``.

        Raises:
            FetchProblem: it cannot be had.
            feed.NoFeed: it is none.
        """
        visit = self._visits[url] = _Visit(url, is_feed=True)
        page = self.page(visit, url, (), anew=anew)
        if page is None:
            return visit, None
        try:
            return visit, feed.parse(page.data, page.url)
        except feed.NoFeed as error:
            others = feed.of_page(page.data, page.url) if page.media in PAGES else []
            more = f"; the page names {others[0]}" if others else ""
            visit.problem = f"{error}{more}"
            raise feed.NoFeed(visit.problem) from None

    def _out_of_count(self, url: str) -> bool:
        """Whether an article from there was undone or withdrawn: whoever asks for it again is to be told so."""
        with self.engine.connect() as conn:
            known = select(articles.c.withdrawn_at).where(articles.c.url == url)
            return any(conn.execute(known).scalars())

    def _articles(self, page: Page, name: str, known: Known) -> Iterator[Article | Problem]:
        if page.media not in feed.MEDIA:
            yield from parsers.read(BytesIO(page.data), name, known)
            return
        try:
            entries = feed.parse(page.data, page.url).entries
        except feed.NoFeed as error:
            yield Problem(name, str(error))
            return
        for entry in reversed(entries):
            if entry.full:
                about = Known(entry.link, known.published, otherwise=entry.said)
                item = document.article(entry.said.text, entry.link or name, about, page=entry.html)
                yield item
        if not any(entry.full for entry in entries):
            yield Problem(name, "is a feed of links; follow it with: timeline feed add ADDRESS")

    def seen(self, key: str, stamp: str) -> bool:
        """Whether an entry of a feed was taken as it is now."""
        with self.engine.connect() as conn:
            row = _row(conn, key)
        return row is not None and row["stamp"] == stamp

    def settle(self, result: Added | Problem) -> None:
        """An article of an address is in the log, or will never be as it is."""
        where = (result.origin or result.source) if isinstance(result, Problem) else result.source
        visit = self._visits.get(where)
        if visit is None:
            return
        if isinstance(result, Problem) and not result.refused:
            return
        if isinstance(result, Problem):
            visit.problem = visit.problem or result.reason
        else:
            visit.settled = True

    def save(self) -> None:
        """Keep what this run learnt of every address it asked for.

        A feed counts as had when nothing of it is left to be tried another time.
        """
        at = self.clock()
        done = all(v.settled or (v.problem and not v.passing) for v in self._visits.values() if not v.is_feed)
        with self.engine.execution_options(timeline_begin="BEGIN IMMEDIATE").begin() as conn:
            for visit in self._visits.values():
                visit.settled = visit.settled or (visit.is_feed and done)
                if visit.settled or visit.problem or visit.is_feed:
                    _put(conn, visit, at)
        self._visits.clear()


def _row(conn: Connection, url: str) -> dict[str, Any] | None:
    row = conn.execute(select(fetches).where(fetches.c.url == url)).mappings().one_or_none()
    return dict(row) if row else None


def _put(conn: Connection, visit: _Visit, at: str) -> None:
    before = _row(conn, visit.url)
    failed = visit.problem is not None
    had = {"etag": before["etag"], "last_modified": before["last_modified"]} if before else {}
    now = {"etag": visit.validators.etag, "last_modified": visit.validators.last_modified}
    conn.execute(delete(fetches).where(fetches.c.url == visit.url))
    conn.execute(
        insert(fetches).values(
            url=visit.url,
            fetched_at=at,
            **(now if visit.settled and not failed else had),
            stamp=None if visit.passing else visit.stamp,
            failures=(before["failures"] if before else 0) + 1 if failed else 0,
            problem=visit.problem,
        )
    )
