"""Some reports of an event turn out to tell of another one: what is recorded, and how it is taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.ingest.press import Desk
from timeline import db, log, projections, queries
from timeline.extract import Extraction
from timeline.ingest import article_id, corrections
from timeline.ingest.desk import Desk as Writer
from timeline.ingest.undoing import undo
from timeline.model import Article, Report, When
from timeline.records import ReportLinked

TOWN = "The harbour town of Lund counts its ferries. "


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(db.create(tmp_path / "t.db"))


def strike(day: str | None, place: str | None, title: str) -> Report:
    """A report of a strike, as somebody's extractor reads it."""
    when = When(day, day, day, day, "day", basis="explicit") if day else When()
    return Report(0, title, "strike", 0, 3, 0, 3, "ASSAULT", when, place=place, status="occurred")


def add(desk: Desk, published: str, said: Report) -> str:
    text = f"{TOWN * 4}{said.title} ({published})."
    reading = Extraction((said,), None, (), ())
    writer = Writer(desk.engine, "me", desk.clock)
    list(writer.append([("a", Article(text, said.title, published=published), reading)]))
    return article_id(text)


def sizes(desk: Desk) -> list[int]:
    return sorted(e["reports"] for e in desk.events())


VAGUE = ("2024-06-03", strike(None, "Lund", "Strike hits ferries"))
FIRST = ("2024-06-02", strike("2024-06-01", None, "Strike stops trains"))
SECOND = ("2024-06-04", strike("2024-06-02", "Lund", "Strike hits ferries"))


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (0, 2, 1)], ids=str)
def test_the_same_events_in_any_order(desk: Desk, order: tuple[int, int, int]) -> None:
    for n in order:
        add(desk, *(FIRST, VAGUE, SECOND)[n])
    assert sizes(desk) == [1, 2]


def test_a_later_report_takes_its_like_out_of_an_event(desk: Desk) -> None:
    add(desk, *FIRST)
    add(desk, *VAGUE)
    assert sizes(desk) == [2]
    before = desk.head()
    add(desk, *SECOND)
    assert sizes(desk) == [1, 2]
    left = next(e for e in desk.events() if e["reports"] == 1)
    (split,) = [h for h in desk.history(left["event_id"]) if h["type"] == "EventSplit"]
    assert split["rule"] == "identity.score" and split["score"] > 500 and "a firmer report" in split["what"]
    assert desk.event(left["event_id"], as_of=before)["reports"] == 2
    events = desk.events()
    projections.rebuild(desk.engine)
    assert desk.events() == events


def test_undone_it_is_not_done_again(desk: Desk) -> None:
    for told in (FIRST, VAGUE, SECOND):
        add(desk, *told)
    left = next(e for e in desk.events() if e["reports"] == 1)
    (split,) = [h for h in desk.history(left["event_id"]) if h["type"] == "EventSplit"]
    undo(desk.engine, str(split["position"]), reason="one strike", author=desk.me)
    assert desk.event(left["event_id"])["reports"] == 2
    add(desk, "2024-06-05", replace(SECOND[1], title="Strike hits ferries of Lund"))
    assert desk.event(left["event_id"])["reports"] == 2


def test_what_a_person_corrected_keeps_its_reports(desk: Desk) -> None:
    add(desk, *FIRST)
    add(desk, *VAGUE)
    (event,) = desk.events()
    corrections.correct(desk.engine, event["event_id"], {"title": "The strike"}, reason="so", author=desk.me)
    add(desk, *SECOND)
    assert desk.event("The strike")["reports"] == 2


def test_an_event_whose_parts_all_go_is_merged_and_its_id_leads_on(desk: Desk) -> None:
    vague = strike(None, "Lund", "Strike hits ferries")
    first = add(desk, "2024-06-03", vague)
    second = add(desk, "2024-06-04", replace(vague, title="Strike hits ferries again"))
    (event,) = desk.events()
    for article in (first, second):
        # Both follow what is elsewhere by now.
        with desk.engine.connect() as conn:
            (report,) = (r["report_id"] for r in queries.live_reports(conn, article))
        link = ReportLinked(event["event_id"], report, [], "identity.score", 501, tells_as="0" * 32)
        with log.writing(desk.engine) as conn:
            Writer(desk.engine, "me", desk.clock).write(conn, [(f"event/{event['event_id']}", None, [link])])
    add(desk, *SECOND)
    assert sizes(desk) == [3]
    assert desk.event(event["event_id"])["reports"] == 3
