"""Articles, and what they report."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import Connection, false, func, select

from timeline import days
from timeline.model import Article, Period
from timeline.queries.asking import tuples
from timeline.queries.ids import article_id
from timeline.schema import articles as article_table
from timeline.schema import events, reports

Row = dict[str, Any]

ARTICLE_COLUMNS = (
    "article_id", "title", "publisher", "author", "url", "published", "published_basis", "language", "added_at",
    "withdrawn_at", "erased_at", "revises", "copy_of", "main_event_id",
)  # fmt: skip
"""Columns of the rows of :func:`articles`."""

_A = article_table.c
_FIRST, _LAST = days.number(1, 1, 1), days.number(9999, 12, 31)
"""Days that a date of publication can be."""


def articles(
    conn: Connection,
    limit: int | None = None,
    *,
    publisher: str | None = None,
    period: Period | None = None,
    undated: bool = False,
    words: str | None = None,
) -> list[Row]:
    """Articles by date of publication, those without one last.

    Args:
        conn: a connection.
        limit: at most so many.
        publisher: only of this publisher, as written.
        period: only those published then.
        undated: only those without a date of publication.
        words: only those with these words in title, publisher, author or address, in either case.
    """
    query = select(*(_A[name] for name in ARTICLE_COLUMNS)).order_by(
        _A.published.is_(None), _A.published, _A.article_id
    )
    if publisher is not None:
        query = query.where(_A.publisher == publisher)
    if undated:
        query = query.where(_A.published.is_(None))
    if period is not None:
        query = query.where(*_within(period))
    if words is None:
        return [dict(row) for row in conn.execute(query.limit(limit)).mappings()]
    # Here and not by the engine: what is upper and lower case is not the same on all of them.
    rows = map(dict, conn.execute(query).mappings())
    found = (row for row in rows if _has(row, words.casefold()))
    return list(islice(found, limit))


def _within(period: Period) -> Iterator[Any]:
    first, last = period.first_day, period.last_day
    day = func.substr(_A.published, 1, 10)
    yield _A.published.is_not(None)
    if first is not None:
        yield day >= days.iso(max(first, _FIRST))
    if last is not None:
        yield day <= days.iso(min(last, _LAST)) if last >= _FIRST else false()


def _has(row: Mapping[str, Any], words: str) -> bool:
    return any(words in (row[name] or "").casefold() for name in ("title", "publisher", "author", "url"))


def article(conn: Connection, given: str) -> Row:
    """One article: its columns, ``text`` (empty when erased) and ``reports``.

    A report has ``report_id, event_id, event_title, event_status, title, quote, status, earliest, latest, …`` in the
    order of the text.

    Raises:
        NotFound, AmbiguousId: no article, or several, have such an id.
    """
    found = article_id(conn, given)
    row = dict(conn.execute(select(article_table).where(_A.article_id == found)).mappings().one())
    row["text"] = _text(conn, row.pop("position"))
    query = (
        select(reports, events.c.title.label("event_title"), events.c.status.label("event_status"))
        .outerjoin(events, events.c.event_id == reports.c.event_id)
        .where(reports.c.article_id == found, reports.c.superseded_at.is_(None))
        .order_by(reports.c.ordinal)
    )
    row["reports"] = [dict(report) for report in conn.execute(query).mappings()]
    return row


def has_article(conn: Connection, id_: str) -> bool:
    """Whether there is an article with exactly this id."""
    return bool(tuples(conn, "SELECT 1 FROM articles WHERE article_id = :id", id=id_))


def known_articles(conn: Connection, ids: Collection[str]) -> set[str]:
    """Which of these exact ids are those of articles."""
    return set(conn.execute(select(_A.article_id).where(_A.article_id.in_(ids))).scalars())


def article_at(conn: Connection, url: str) -> str | None:
    """The id of the newest version of the article at an address."""
    return conn.execute(select(_A.article_id).where(_A.url == url).order_by(_A.position.desc()).limit(1)).scalar()


def stored_article(conn: Connection, given: str) -> Article:
    """An article as a value, with what was corrected.

    Raises:
        NotFound, AmbiguousId: no article, or several, have such an id.
    """
    row = conn.execute(select(article_table).where(_A.article_id == article_id(conn, given))).one()
    return Article(
        text=_text(conn, row.position), title=row.title, publisher=row.publisher, author=row.author, url=row.url,
        published=row.published, published_basis=row.published_basis, language=row.language,
    )  # fmt: skip


def live_reports(conn: Connection, id_: str) -> list[Row]:
    """Reports of an article that count, in the order of its text.

    Returns:
        The columns of ``reports`` and ``only_source``: whether no other article that counts reports the event.
    """
    query = select(reports).where(reports.c.article_id == id_, reports.c.superseded_at.is_(None))
    rows = [dict(row) for row in conn.execute(query.order_by(reports.c.ordinal)).mappings()]
    shared = set(
        conn.execute(
            select(reports.c.event_id)
            .join(article_table, _A.article_id == reports.c.article_id)
            .where(
                reports.c.event_id.in_({row["event_id"] for row in rows if row["event_id"]}),
                reports.c.article_id != id_,
                reports.c.superseded_at.is_(None),
                _A.withdrawn_at.is_(None),
            )
        ).scalars()
    )
    for row in rows:
        row["only_source"] = row["event_id"] not in shared
    return rows


def all_reports(conn: Connection, id_: str) -> list[Row]:
    """Every report ever made of an article, those superseded too, in the order of their making."""
    query = select(reports).where(reports.c.article_id == id_).order_by(reports.c.position)
    return [dict(row) for row in conn.execute(query).mappings()]


def report_ids(conn: Connection, id_: str) -> set[str]:
    """Ids of all reports ever made of an article."""
    return set(conn.execute(select(reports.c.report_id).where(reports.c.article_id == id_)).scalars())


def next_ordinal(conn: Connection, id_: str) -> int:
    """The number of the next report of an article."""
    last = conn.execute(select(func.max(reports.c.ordinal)).where(reports.c.article_id == id_)).scalar()
    return 0 if last is None else int(last) + 1


def generation(conn: Connection, id_: str) -> int:
    """How often an article has been read: 1 after it was added, one more each time its reports were superseded."""
    from timeline import log

    again = log.read(conn, stream=[f"article/{id_}"], types=["ReportsSuperseded"])
    return 1 + sum(1 for _ in again)


def sources(conn: Connection) -> list[Row]:
    """Publishers: ``publisher, articles, first_published, last_published``, by number of articles."""
    number = func.count().label("articles")
    query = (
        select(
            _A.publisher,
            number,
            func.min(func.substr(_A.published, 1, 10)).label("first_published"),
            func.max(func.substr(_A.published, 1, 10)).label("last_published"),
        )
        .group_by(_A.publisher)
        .order_by(number.desc(), _A.publisher)
    )
    return [dict(row) for row in conn.execute(query).mappings()]


def _text(conn: Connection, position: int) -> str:
    from timeline import log
    from timeline.records import ArticleAdded

    entry = next(log.read(conn, position - 1, 1), None)
    return entry.record.text if entry and isinstance(entry.record, ArticleAdded) else ""
