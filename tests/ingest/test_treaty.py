"""The treaty's story, day by day: what was known then is what the press had said by then."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from timeline import db, ingest, log, queries
from timeline.dates import periods
from timeline.model import Article
from timeline.parsers import parse
from timeline.queries import EventFilter
from timeline.queries.moments import position_at
from timeline.records import EventsMerged, EventSplit

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


def regrouped(conn: Connection, day: str) -> set[str]:
    """Events that articles of later days brought together or took apart; the press is asked with what is one today."""
    found: set[str] = set()
    for entry in log.read(conn, position_at(conn, day), types=["EventsMerged", "EventSplit"]):
        said = entry.record
        if isinstance(said, EventsMerged):
            found |= {said.event_id, *said.merged}
        elif isinstance(said, EventSplit):
            found |= {said.event_id, said.new_event_id}
    return found


@pytest.mark.parametrize("day", days())
def test_as_of_a_day_is_what_the_press_had_said_by_its_end(told: Engine, day: str) -> None:
    with told.connect() as conn:
        then, press = known(conn, as_of=day), known(conn, published_until=day)
        later = regrouped(conn, day)
    assert [then[i] for i in then.keys() - later] == [press[i] for i in then.keys() - later]
    assert press.keys() - later <= then.keys()
    assert len(later) < 20


def signing(conn: Connection, **then: Any) -> list[dict[str, Any]]:
    """What is known of an agreement of Pezeshkian's on 17 January."""
    period = periods.parse("2025-01-17", "2025-01-17")
    who = frozenset(queries.find_actor_ids(conn, "Masoud Pezeshkian"))
    return queries.events(conn, EventFilter(period=period, actors=(who,), types=("AGREE",), **then))


def test_by_the_end_of_january(told: Engine) -> None:
    with told.connect() as conn:
        reports = queries.article(conn, "pact by end of January")["reports"]
        (plan,) = [r for r in reports if r["time_phrase"] == "the end of January"]
        assert (plan["earliest"], plan["latest"], plan["status"]) == (None, "2025-01-31", "planned")
        assert [e for e in signing(conn, as_of="2024-12-31") if e["earliest"] == "2025-01-17"] == []


@pytest.mark.parametrize("look", ["as_of", "published_until"])
@pytest.mark.parametrize(
    ("day", "status"), [("2025-01-13", "scheduled"), ("2025-01-16", "scheduled"), ("2025-01-17", "occurred")]
)
def test_announced_and_signed(told: Engine, look: str, day: str, status: str) -> None:
    with told.connect() as conn:
        (event,) = signing(conn, **{look: day})
        (now,) = [e for e in signing(conn) if e["status"] == "occurred"]
    assert (event["event_id"], event["status"], event["earliest"]) == (now["event_id"], status, "2025-01-17")
    assert event["earliest"] == event["latest"]


@pytest.mark.parametrize(
    ("day", "word"),
    [("2025-04-08", "ratif"), ("2025-04-21", "ratif"), ("2025-05-21", "ratif"), ("2025-10-02", "force")],
)
def test_ratified_and_in_force(told: Engine, day: str, word: str) -> None:
    """Nothing of it is known to have happened before the day, and it has once the day's article is there."""
    with told.connect() as conn:
        period = periods.parse(day, day)
        wanted = EventFilter(period=period, grep=word, statuses=("occurred",), background=True)
        before = queries.events(conn, replace(wanted, as_of=f"{day}T00:00:00Z"))
        after = queries.events(conn, wanted)
    assert not [e for e in before if e["earliest"] == day]
    assert [e for e in after if e["earliest"] == e["latest"] == day]


def test_undated_talks_of_spring_are_not_those_of_january(told: Engine) -> None:
    """Months later, the same two states and the word "talks" alone name another event."""
    with told.connect() as conn:
        period = periods.parse("2025-01-17", "2025-01-17")
        visits = queries.events(conn, EventFilter(period=period, types=("CONSULT",)))
        spoken = {r["published"][:7] for e in visits for r in queries.event_reports(conn, e["event_id"])}
    assert "2025-01" in spoken and max(spoken) == "2025-01"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "The Federation Council had approved the bill on 16 April",
            "Vladimir Putin signed the law on the ratification",
        ),
        ("The leaders of the BRICS group ended a three-day summit", "Xi and Modi held their first formal meeting"),
    ],
)
def test_acts_of_one_kind_in_one_article_stay_two(told: Engine, one: str, other: str) -> None:
    """Of another day, or by others, though a third report without a day of its own fits both."""
    with told.connect() as conn:
        reports = [r for i in known(conn) for r in queries.event_reports(conn, i) if r["date_basis"] != "inherited"]
    of_one, of_other = (
        {r["event_id"] for r in reports if r["quote"].startswith(s) and r["type"] != "AGREE"} for s in (one, other)
    )
    assert of_one and of_other and not of_one & of_other
