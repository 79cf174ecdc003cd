"""A later article shows that two events are one; and what keeps them two."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.press import Desk
from timeline import db
from timeline.ingest import corrections
from timeline.ingest.undoing import undo

BRAZIL = (
    "2024-06-02",
    "Brazil signed a water agreement in Porto on 1 June 2024. Farmers at Belem still wait for rain.",
)
INDIA = ("2024-06-03", "India signed an arrangement about rivers in Porto on 1 June 2024. Schools at Pune stay closed.")
BOTH = ("2024-06-04", "Brazil and India signed a water agreement in Porto on 1 June 2024.")
BOTH_AGAIN = ("2024-06-05", "India and Brazil signed the water agreement in Porto on 1 June 2024.")
ANOTHER_DAY = ("2024-06-03", INDIA[1].replace("1 June", "2 April"))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(db.create(tmp_path / "t.db"))


def signings(desk: Desk) -> list[int]:
    """How many reports each signing has."""
    return sorted(e["reports"] for e in desk.events() if e["type"] == "AGREE" and "sign" in e["title"])


def test_a_report_that_fits_both_makes_them_one(desk: Desk) -> None:
    desk.add(BRAZIL, INDIA)
    assert signings(desk) == [1, 1]
    ids = {e["event_id"] for e in desk.events() if "sign" in e["title"]}
    desk.add(BOTH)
    (event,) = [e for e in desk.events() if "sign" in e["title"]]
    assert event["reports"] == 3 and {a["name"] for a in event["actors"]} == {"Brazil", "India"}
    assert {desk.event(i)["event_id"] for i in ids} == {event["event_id"]}
    (merge,) = [h for h in desk.history(event["event_id"]) if h["type"] == "EventsMerged"]
    assert "one report fits each" in merge["what"]


def test_a_merge_is_undone_for_good(desk: Desk) -> None:
    desk.add(BRAZIL, INDIA, BOTH)
    (merge,) = [h for h in desk.history("water agreement") if h["type"] == "EventsMerged"]
    undo(desk.engine, str(merge["position"]), reason="two agreements", author=desk.me)
    assert signings(desk) == [1, 2]
    desk.add(BOTH_AGAIN)
    assert len(signings(desk)) == 2


def test_another_day_is_another_event(desk: Desk) -> None:
    desk.add(BRAZIL, ANOTHER_DAY, BOTH)
    assert signings(desk) == [1, 2]


def test_what_a_person_corrected_is_not_merged(desk: Desk) -> None:
    desk.add(BRAZIL, INDIA)
    event = next(e for e in desk.events() if "rivers" in e["title"] or "arrangement" in e["title"])
    corrections.correct(desk.engine, event["event_id"], {"status": "occurred"}, reason="seen", author=desk.me)
    corrections.correct(desk.engine, event["event_id"], {"title": "India signs"}, reason="seen", author=desk.me)
    desk.add(BOTH)
    assert len(signings(desk)) == 2


def test_an_article_that_tells_of_two_keeps_them_two(desk: Desk) -> None:
    two = (
        "Brazil signed a water agreement in Porto on 1 June 2024. On 1 June 2024 India signed a water agreement there."
    )
    desk.add(("2024-06-03", two))
    before = signings(desk)
    desk.add(BOTH)
    assert len(signings(desk)) == len(before)


ORDERS = [(0, 1, 2), (1, 0, 2), (2, 0, 1), (2, 1, 0)]


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: "".join(map(str, order)))
def test_the_order_of_arrival_does_not_matter(desk: Desk, order: tuple[int, int, int]) -> None:
    told = (BRAZIL, INDIA, BOTH)
    desk.add(*(told[n] for n in order))
    assert signings(desk) == [3]


CHILE = ("2024-06-02", "Chile and Peru signed a fishing agreement in Lima.")
DATED = ("2024-06-04", "Chile and Peru signed a fishing agreement in Lima on 1 June 2024.")


def test_a_firmer_report_draws_what_was_known_under_its_id(desk: Desk) -> None:
    desk.add(CHILE)
    (before,) = [e for e in desk.events() if "sign" in e["title"]]
    desk.add(DATED)
    (event,) = [e for e in desk.events() if "sign" in e["title"]]
    assert (event["event_id"], event["reports"], event["earliest"]) == (before["event_id"], 2, "2024-06-01")
    again = [h for h in desk.history(event["event_id"]) if h["type"] == "ReportLinked"]
    assert [h["rule"] for h in again][-1] in ("identity.score", "identity.main")


def test_two_whom_an_article_tells_apart_are_two_however_alike_they_sound(desk: Desk) -> None:
    desk.add(("2024-06-02", "Jon Lee was fined on Saturday."))
    desk.add(("2024-06-08", "Joan Lee and Jon Lee were shot on Friday in Oslo. Joan Lee died on Saturday."))
    (shot,) = [e for e in desk.events() if "shot" in e["title"]]
    assert {a["name"] for a in shot["actors"] if a["role"] == "target"} == {"Joan Lee", "Jon Lee"}
