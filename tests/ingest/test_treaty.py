"""The treaty's story, day by day: what was known then is what the press had said by then."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from timeline import db, ingest, queries
from timeline.model import Article
from timeline.parsers import parse
from timeline.queries import EventFilter

SEEDS = Path(__file__).parents[2] / "seeds" / "articles"


def published(path: Path) -> str:
    (article,) = parse(path.read_bytes(), path.name)
    assert isinstance(article, Article) and article.published_day
    return article.published_day


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The seeds added on the day each was published, at noon UTC."""
    engine = db.create(tmp_path_factory.mktemp("treaty") / "t.db")
    for path in sorted(SEEDS.iterdir(), key=published):
        noon = f"{published(path)}T12:00:00Z"
        ingest.add(engine, ingest.walk([path]), by="test", clock=lambda noon=noon: noon)
    return engine


def days() -> list[str]:
    return sorted({published(path) for path in SEEDS.iterdir()})


def known(conn: Connection, **then: Any) -> dict[str, dict[str, Any]]:
    return {e["event_id"]: e for e in queries.events(conn, EventFilter(background=True, **then))}


@pytest.mark.parametrize("day", days())
def test_as_of_a_day_is_what_the_press_had_said_by_its_end(told: Engine, day: str) -> None:
    with told.connect() as conn:
        assert known(conn, as_of=day) == known(conn, published_until=day)
