"""The project's own articles against what an analyst would put on a timeline from them (``seeds.tsv``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from timeline import actors, extract
from timeline.model import Article, Mention, Report
from timeline.parsers import parse

HERE = Path(__file__).parent
SEEDS = HERE.parents[1] / "seeds" / "articles"


@dataclass(frozen=True)
class Gold:
    """A line of the gold file."""

    article: str
    date: str | None
    type: str
    status: str
    actors: frozenset[str]
    roles: frozenset[str]


def gold() -> list[Gold]:
    found = []
    for line in (HERE / "seeds.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            article, date, type_, status, told, _ = line.split("\t")
            roles = frozenset(told.split(";")) if told else frozenset()
            actors = frozenset(r.partition(":")[2] for r in roles)
            found.append(Gold(article, None if date == "-" else date, type_, status, actors, roles))
    return found


@cache
def all_reports() -> dict[str, list[Report]]:
    files = sorted(SEEDS.iterdir())
    articles = [a for f in files for a in parse(f.read_bytes(), str(f)) if isinstance(a, Article)]
    read = extract.articles(articles)
    return {f.name[:10]: list(e.reports) for f, e in zip(files, read, strict=True)}


def main_reports() -> dict[str, list[Report]]:
    return {article: [r for r in rs if r.salience == "main"] for article, rs in all_reports().items()}


@cache
def book() -> actors.Book:
    return actors.Book(*actors.shipped())


@cache
def called(mention: Mention, on: str | None) -> str:
    """The actor's name in the shipped tables; for others the fullest name that the article gives."""
    known = book().get(actors.resolve(mention, book(), on).actor_id or "")
    return known.name if known is not None else mention.name


def named(r: Report, article: str) -> set[str]:
    return {called(m.mention, article) for m in r.mentions}


def roles(r: Report, article: str) -> set[str]:
    return {f"{m.role}:{called(m.mention, article)}" for m in r.mentions if m.role != "mentioned"}


def day(r: Report) -> str | None:
    own = r.when.basis not in ("inherited", "near_published", "tense_only", "none")
    return (r.when.edtf or "").rstrip("?~") if own else None


def likeness(g: Gold, r: Report) -> int:
    """How much of a gold line a report tells, 0 where it tells another event."""
    actors = named(r, g.article)
    same_day = day(r) == g.date or (r.when.basis == "inherited" and r.when.edtf == g.date)
    if r.type != g.type or (g.actors and not g.actors & actors) or not (same_day or g.date is None):
        return 0
    return 1 + 2 * same_day + len(g.actors & actors) + (r.status == g.status)


@pytest.fixture(scope="module")
def pairs() -> tuple[list[tuple[Gold, Report]], int, int]:
    """Gold lines with the report that tells each best; how many gold lines there are; main reports that tell none."""
    reports, lines = main_reports(), gold()
    found = []
    for g in lines:
        best = max(reports[g.article], key=lambda r: likeness(g, r), default=None)
        if best is not None and likeness(g, best):
            found.append((g, best))
    told = {id(r) for _, r in found}
    other = [
        r
        for article, rs in reports.items()
        for r in rs
        if id(r) not in told and not any(g.article == article and likeness(g, r) for g in lines)
    ]
    return found, len(lines), len(other)


def test_events(pairs: tuple[list[tuple[Gold, Report]], int, int]) -> None:
    found, lines, other = pairs
    assert len(found) >= 0.56 * lines, f"{len(found)} of {lines}"
    assert other <= 0.07 * lines, f"{other} main reports that are no event of the gold"


def test_events_told_at_all() -> None:
    """Of the events of the gold, those that some report tells, be it in the background."""
    told = [g for g in gold() if any(likeness(g, r) for r in all_reports()[g.article])]
    assert len(told) >= 0.8 * len(gold()), f"{len(told)} of {len(gold())}"


def test_status(pairs: tuple[list[tuple[Gold, Report]], int, int]) -> None:
    assert all(g.status == r.status for g, r in pairs[0])


def test_actors_and_roles(pairs: tuple[list[tuple[Gold, Report]], int, int]) -> None:
    found = pairs[0]
    wanted = sum(len(g.actors) for g, _ in found)
    seen = sum(len(g.actors & named(r, g.article)) for g, r in found)
    right = sum(len(g.roles & roles(r, g.article)) for g, r in found)
    assert seen >= 0.9 * wanted, (seen, wanted)
    assert right >= 0.75 * wanted, (right, wanted)


def test_dates(pairs: tuple[list[tuple[Gold, Report]], int, int]) -> None:
    dated = [(g, r) for g, r in pairs[0] if g.date is not None]
    right = sum(day(r) == g.date or r.when.edtf == g.date for g, r in dated)
    assert right >= 0.95 * len(dated), (right, len(dated))


def test_a_plan_or_talk_of_a_visit_is_never_a_visit_that_took_place() -> None:
    for article in ("2024-12-20", "2025-10-02"):
        shown = [r for r in main_reports()[article] if r.trigger in ("trip", "visit")]
        assert not [r for r in shown if r.status == "occurred"]
