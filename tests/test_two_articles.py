"""The two real articles that the project was conceived from, when they lie beside the checkout (not ours to ship)."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from timeline.cli import run

ARTICLES = Path(__file__).parents[2] / "shared" / "seeds"
FILES = (("000_ac2f4d6d8857b506.txt", "2025-01-16"), ("002_1b706e3d89444333.txt", "2025-01-17"))
Event = dict[str, Any]

pytestmark = pytest.mark.skipif(
    not all((ARTICLES / name).exists() for name, _ in FILES), reason="the two real articles are not beside the checkout"
)


def timeline(db: Path, *arguments: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert run(["--db", str(db), *arguments]) == 0
    return out.getvalue()


@pytest.fixture(scope="module", params=["as published", "the later one first"])
def db(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("two") / "t.db"
    timeline(path, "init")
    for name, published in FILES if request.param == "as published" else reversed(FILES):
        timeline(path, "add", str(ARTICLES / name), "--published", published)
    return path


@pytest.fixture(scope="module")
def events(db: Path) -> list[Event]:
    return [json.loads(line) for line in timeline(db, "events", "--all", "-o", "jsonl").splitlines()]


def actors(event: Event, *roles: str) -> set[str]:
    return {a["name"] for a in event["actors"] if not roles or a["role"] in roles}


def the_one(events: Iterable[Event], test: Callable[[Event], bool]) -> Event:
    found = [e for e in events if e["salience"] == "main" and test(e)]
    assert len(found) == 1, [(e["title"], e["type"], e["status"], e["date_edtf"]) for e in found]
    return found[0]


def test_the_signing(db: Path, events: list[Event]) -> None:
    event = the_one(events, lambda e: e["type"] == "AGREE" and e["earliest"] == e["latest"] == "2025-01-17")
    assert event["status"] == "scheduled"
    assert {"Masoud Pezeshkian", "Vladimir Putin", "Iran", "Russia"} <= actors(event)
    assert event["sources"] == 2 and "Pezeshkian signs" in event["title"]
    quotes = timeline(db, "show", event["event_id"], "-o", "json")
    assert "is set to visit Russia" in quotes and "expected to be signed" in quotes


def test_the_visit_that_the_caption_says_happened(events: list[Event]) -> None:
    event = the_one(events, lambda e: e["type"] == "CONSULT" and e["earliest"] == e["latest"] == "2025-01-17")
    assert (event["status"], event["place"]) == ("occurred", "Moscow")
    assert {"Masoud Pezeshkian", "Vladimir Putin"} <= actors(event)


def test_the_summit_keeps_its_month(events: list[Event]) -> None:
    event = the_one(events, lambda e: e["earliest"] == "2024-10-01")
    assert (event["latest"], event["extent"], event["status"]) == ("2024-10-31", "within", "occurred")
    assert "BRICS" in event["title"]


def test_the_inauguration(events: list[Event]) -> None:
    event = the_one(events, lambda e: e["earliest"] == "2025-01-20")
    assert (event["latest"], event["place"], event["status"]) == ("2025-01-20", "Washington", "scheduled")
    assert "Donald Trump" in actors(event)


def test_zarif_accuses_russia_in_2021(events: list[Event]) -> None:
    event = the_one(events, lambda e: e["type"] == "ACCUSE" and e["earliest"] == "2021-01-01")
    assert (event["latest"], event["status"]) == ("2021-12-31", "occurred")
    assert any("Zarif" in name for name in actors(event, "accuser", "agent"))
    assert "Russia" in actors(event, "accused", "recipient", "target")
    assert not any("Guard" in name for name in actors(event)), "the commander's accusation is another one"
    assert any(e["claim"] == "alleged" for e in events)


def test_the_war_goes_on(events: list[Event]) -> None:
    event = the_one(events, lambda e: e["type"] == "ASSAULT" and e["earliest"] == "2022-01-01")
    assert (event["latest"], event["extent"], event["status"]) == (None, "throughout", "ongoing")
    assert {"Russia", "Ukraine"} <= actors(event)


def test_the_drones_have_no_day_and_are_disputed(events: list[Event]) -> None:
    event = the_one(
        events,
        lambda e: e["type"] == "AID" and "Iran" in actors(e, "supplier", "agent") and "Russia" in actors(e),
    )
    assert (event["status"], event["claim"]) == ("occurred", "disputed")
    assert event["date_precision"] != "day" or event["earliest"] is None


def test_a_denial_is_tied_to_what_it_denies(db: Path) -> None:
    rows = json.loads(timeline(db, "sql", "select article_id, ordinal, type, claim, about from reports", "-o", "json"))
    at = {(r["article_id"], r["ordinal"]): r for r in rows}
    disputed = [r for r in rows if r["claim"] == "disputed"]
    assert disputed and all(at[r["article_id"], r["about"]]["type"] == "REJECT" for r in disputed)


@pytest.mark.parametrize(
    ("type_", "actor", "word", "status", "claim"),
    [
        ("SUPPORT", "Russia", "Assad", "occurred", "asserted"),
        ("SANCTION", None, "sanctions", "occurred", "asserted"),
        ("ASSAULT", None, "proxies", "ongoing", "asserted"),
        ("AID", "North Korea", "arms", "ongoing", "asserted"),
        ("AID", "China", "financing", "ongoing", "asserted"),
        ("ASSAULT", "Israel", "nuclear sites", "expected", "forecast"),
        ("OTHER", None, "hinder", "expected", "forecast"),
        ("STATE", None, "hinge", "expected", "forecast"),
    ],
)
def test_the_background(events: list[Event], type_: str, actor: str | None, word: str, status: str, claim: str) -> None:
    told = [e for e in events if e["type"] == type_ and word in e["title"]]
    assert told, word
    for e in told:
        assert (e["salience"], e["status"], e["claim"]) == ("background", status, claim)
        assert e["date_basis"] in ("none", "tense_only")
        assert actor is None or actor in actors(e)


def test_what_may_never_be_said(events: list[Event]) -> None:
    assert not [e for e in events if e["earliest"] == "2024-01-17"]
    assert not [e for e in events if e["type"] == "AGREE" and e["earliest"] == "2025-01-20"]
    assert not [
        e
        for e in events
        if (e["type"], e["status"]) == ("ASSAULT", "occurred")
        if "Israel" in actors(e, "agent") and "nuclear" in e["title"]
    ]  # fmt: skip
    for e in events:
        if e["date_basis"] in ("near_published", "tense_only"):
            assert None in (e["earliest"], e["latest"]), e["title"]
    assert not [e for e in events if e["title"].startswith(("See also", "SEE ALSO", "Home"))]
    assert not [e for e in events if "Tiger Zheng" in actors(e)]


def test_main_timeline_is_short_and_printable(db: Path) -> None:
    main = [json.loads(line) for line in timeline(db, "events", "-o", "jsonl").splitlines()]
    assert 7 <= len(main) <= 12, [e["title"] for e in main]
    for e in main:
        assert e["title"][0].isupper() and len(e["title"].split()) >= 2, e["title"]
