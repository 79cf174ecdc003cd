"""Plans that move, lapse or have only an end: the event they become, and what its history keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.press import Desk
from timeline import db

MEETING = ("2025-04-02", "Xi Jinping and Emmanuel Macron will meet in Paris on 6 May 2025.")
PUT_OFF = (
    "2025-04-20",
    "The meeting between Xi Jinping and Emmanuel Macron has been postponed to 3 June 2025, to the surprise of many.",
)
ANEW = ("2025-05-12", "Xi Jinping and Emmanuel Macron will meet in Paris on 3 June 2025.")
DEADLINE = ("2024-12-20", "Iran and Russia plan to sign a partnership treaty by the end of January.")
SIGNED = ("2025-01-18", "Iran and Russia signed a partnership treaty in Moscow on 17 January 2025.")
NEXT_YEAR = ("2025-02-18", "Iran and Russia signed a partnership treaty in Moscow on 17 February 2025.")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(db.create(tmp_path / "t.db"))


def one(desk: Desk, type_: str) -> dict[str, object]:
    (event,) = [e for e in desk.events() if e["type"] == type_]
    return event


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["as published", "the postponement first"])
def test_a_postponement_moves_the_date_and_is_the_same_event(desk: Desk, order: tuple[int, int]) -> None:
    told = (MEETING, PUT_OFF)
    desk.add(*(told[n] for n in order))
    event = one(desk, "CONSULT")
    assert (event["status"], event["earliest"], event["latest"]) == ("postponed", "2025-06-03", "2025-06-03")
    assert event["reports"] == 2


def test_the_old_date_stays_in_the_history_and_a_new_date_schedules_it(desk: Desk) -> None:
    desk.add(MEETING)
    before = desk.head()
    desk.add(PUT_OFF, ANEW)
    event = one(desk, "CONSULT")
    assert (event["status"], event["earliest"]) == ("scheduled", "2025-06-03")
    then = desk.event(str(event["event_id"]), as_of=before)
    assert (then["status"], then["earliest"]) == ("scheduled", "2025-05-06")


def test_a_plan_with_an_end_is_the_signing_before_it_and_no_later_one(desk: Desk) -> None:
    desk.add(DEADLINE, SIGNED)
    event = one(desk, "AGREE")
    assert (event["status"], event["earliest"], event["latest"]) == ("occurred", "2025-01-17", "2025-01-17")
    desk.add(NEXT_YEAR)
    assert [e["reports"] for e in desk.events() if e["type"] == "AGREE"] == [2, 1]


def test_a_plan_that_lapsed_gives_way_to_what_is_planned_now(desk: Desk) -> None:
    lapsed = "A partnership treaty was to be signed by Iran and Russia in October 2024."
    desk.add((DEADLINE[0], f"{DEADLINE[1]} {lapsed}"))
    planned = [e for e in desk.events() if e["type"] == "AGREE" and e["latest"] == "2025-01-31"]
    assert len(planned) == 1
