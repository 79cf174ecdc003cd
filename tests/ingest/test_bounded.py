"""What one more article asks of the database does not grow with it."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from benchmarks.cost import NOW, add
from benchmarks.made import Made, articles, fill
from timeline import db, projections
from timeline.ingest.desk import Desk

STEP = 100
"""Instructions of SQLite's machine after which it is counted."""
SMALL, LARGE, FURTHER = 1_000, 6_000, 60


def work(path: Path, size: int) -> float:
    """What SQLite does for one article behind the first ``size``, by its own instructions: half do less."""
    made = articles(size + FURTHER + 1)
    db.create(path).dispose()
    engine = db.connect(path, durable=False)
    fill(engine, islice(made, size))
    projections.rebuild(engine)
    done = list(counted(engine, made))
    engine.dispose()
    return statistics.median(done)


def counted(engine: Engine, made: Iterator[Made]) -> Iterator[int]:
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += STEP

    engine.dispose()
    event.listen(engine, "connect", lambda connection, _: connection.set_progress_handler(count, STEP))
    desk = Desk(engine, "test", lambda: NOW)
    add(desk, next(made))
    for one in made:
        before = steps
        add(desk, one)
        yield steps - before


@pytest.mark.slow
def test_an_article_asks_no_more_of_a_large_database(tmp_path: Path) -> None:
    small, large = work(tmp_path / "small.db", SMALL), work(tmp_path / "large.db", LARGE)
    assert 0 < large < 1.35 * small
