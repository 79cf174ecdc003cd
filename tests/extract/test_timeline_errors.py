"""The error analysis of the timeline runner names what is wrong first."""

from __future__ import annotations

import pytest

from benchmarks.timeline_errors import needless, verdicts

GOLD = {
    "rows": [
        {"order": 0, "date": "XXXX-XX-XX", "mentions": [{"doc": "d", "start": 90, "end": 95}]},
        {"order": 1, "date": "2001-XX-XX", "mentions": [{"doc": "d", "start": 0, "end": 5}]},
        {"order": 2, "date": "2002-03-XX", "mentions": [{"doc": "d", "start": 10, "end": 15}]},
    ]
}


def at(start: int, date: str | None) -> dict[str, object]:
    return {"date": date, "mentions": [{"doc": "d", "start": start, "end": start + 5}]}


@pytest.mark.parametrize(
    ("predicted", "triggers", "expected"),
    [
        ([at(0, "2001-05-06"), at(10, "2002-03")], [], ["right", "right"]),
        ([], [(0, 5)], ["wrong target", "event missed"]),
        ([at(0, None), at(10, "2002-04")], [], ["no date", "wrong date"]),
        ([at(0, "2001"), at(10, "2002")], [], ["right", "wrong date"]),
    ],
)
def test_verdicts(predicted: list[dict[str, object]], triggers: list[tuple[int, int]], expected: list[str]) -> None:
    assert list(verdicts(GOLD, predicted, {"d": triggers})) == expected


def test_a_day_before_the_event_that_it_follows_is_in_the_wrong_order() -> None:
    rows = [{**GOLD["rows"][1], "order": 2}, {**GOLD["rows"][2], "order": 1}]
    found = [at(0, "2001"), at(10, "2002-03")]
    assert list(verdicts({"rows": rows}, found, {})) == ["right", "wrong order"]


def test_needless() -> None:
    assert list(needless(GOLD, [at(0, "2001"), at(40, "2001"), at(60, None)], {("d", 60)})) == [
        "no gold event", "of another target",
    ]  # fmt: skip
