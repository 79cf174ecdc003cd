"""The project's own articles against what an analyst would put on a timeline from them (``seeds.tsv``)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from timeline import extract
from timeline.model import Article, Report
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


def main_reports() -> dict[str, list[Report]]:
    files = sorted(SEEDS.iterdir())
    articles = [a for f in files for a in parse(f.read_bytes(), str(f)) if isinstance(a, Article)]
    read = extract.articles(articles)
    return {f.name[:10]: [r for r in e.reports if r.salience == "main"] for f, e in zip(files, read, strict=True)}


def roles(r: Report) -> set[str]:
    return {f"{m.role}:{m.mention.name}" for m in r.mentions if m.role != "mentioned"}


def day(r: Report) -> str | None:
    own = r.when.basis not in ("inherited", "near_published", "tense_only", "none")
    return (r.when.edtf or "").rstrip("?~") if own else None


def likeness(g: Gold, r: Report) -> int:
    """How much of a gold line a report tells, 0 where it tells another event."""
    actors = {m.mention.name for m in r.mentions}
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
    assert len(found) >= 0.75 * lines, f"{len(found)} of {lines}"
    assert other <= 0.1 * lines, f"{other} main reports that are no event of the gold"


def test_status(pairs: tuple[list[tuple[Gold, Report]], int, int]) -> None:
    assert all(g.status == r.status for g, r in pairs[0])


def test_actors_and_roles(pairs: tuple[list[tuple[Gold, Report]], int, int]) -> None:
    found = pairs[0]
    wanted = sum(len(g.actors) for g, _ in found)
    named = sum(len(g.actors & {m.mention.name for m in r.mentions}) for g, r in found)
    right = sum(len(g.roles & roles(r)) for g, r in found)
    assert named >= 0.9 * wanted, (named, wanted)
    assert right >= 0.75 * wanted, (right, wanted)


def test_a_plan_or_talk_of_a_visit_is_never_a_visit_that_took_place() -> None:
    for article in ("2024-12-20", "2025-10-02"):
        shown = [r for r in main_reports()[article] if r.trigger in ("trip", "visit")]
        assert not [r for r in shown if r.status == "occurred"]
