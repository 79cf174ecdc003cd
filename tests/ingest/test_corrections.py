"""What people say of events stands beside the reports, outlives later articles, is seen in the history and undone."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine

from tests.ingest.press import DENIED, HELD, LATER, OTHER, PLAN, Desk, changes
from timeline import extract, projections, queries
from timeline.ingest import actors, corrections
from timeline.ingest.changing import Change, Refused
from timeline.ingest.desk import Desk as Writer
from timeline.ingest.entering import enter
from timeline.ingest.undoing import undo
from timeline.model import Article

TREATY, WATER = "Brazil and India sign trade agreement", "Egypt and Kenya sign water agreement"


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return Desk(engine)


def say(desk: Desk, what: str, *args: Any, trial: bool = False, **more: Any) -> Change:
    act = {"enter": enter, "undo": undo}.get(what) or getattr(corrections, what, None) or getattr(actors, what)
    more = more if what in ("note", "tag", "undo") else {"reason": "so", **more}
    return act(desk.engine, *args, **more, author=desk.trial if trial else desk.me)


def test_a_correction_outlives_later_articles_until_it_is_undone(desk: Desk) -> None:
    desk.add(PLAN)
    change = say(desk, "correct", TREATY, {"date": "2024-05", "title": "The Lisbon pact"})
    assert list(changes(change)) == [("The Lisbon pact", ["moved"])]
    desk.add(HELD, LATER)
    event = desk.event("The Lisbon pact")
    assert (event["status"], event["latest"], event["sources"]) == ("occurred", "2024-05-31", 3)
    assert [
        (h["what"], h["by"], h["reason"]) for h in desk.history("Lisbon pact") if h["type"] == "EventCorrected"
    ] == [
        ("date set to 2024-05", "me", "so"),
        ("title set to The Lisbon pact", "me", "so"),
    ]
    say(desk, "undo", str(change.entries[0].position), whole_commit=True)
    event = desk.event(TREATY)
    assert (event["latest"], event["corrections"]) == ("2024-05-20", [])
    assert [h["undone"] for h in desk.history(TREATY) if h["type"] == "EventCorrected"] == [True, True]


TYPED: tuple[tuple[dict[str, str], dict[str, Any]], ...] = (
    ({"date": "2024-06"}, {"earliest": "2024-06-01", "latest": "2024-06-30", "likely_date": "2024-06"}),
    ({"date": "../2024-05-31"}, {"earliest": None, "latest": "2024-05-31", "extent": "within"}),
    ({"date": "2024-05-20/2024-05-22"}, {"earliest": "2024-05-20", "latest": "2024-05-22", "extent": "throughout"}),
    ({"date": "undated"}, {"earliest": None, "latest": None, "date_basis": "none"}),
    ({"latest": "open"}, {"earliest": "2024-05-20", "latest": None}),
    ({"status": "cancelled", "confidence": "900"}, {"status": "cancelled", "confidence": 900}),
    ({"place": "", "place_country": "br"}, {"place": None, "place_country": "BR"}),
)
REFUSED: tuple[tuple[dict[str, str], str], ...] = (
    ({"data": "2024"}, "'data' cannot be corrected; fields are type"),
    ({"date": "soon"}, "date: not an EDTF date"),
    ({"date": "2024-02-30"}, "2024-02-30"),
    ({"status": "done"}, "status is one of planned"),
    ({"actors": "Nobody Known:party"}, "no actor is called 'Nobody Known'"),
    ({"actors": "Brazil:boss"}, "roles are agent"),
    ({"confidence": "sure"}, "a whole number from 0 to 1000"),
    ({"title": " "}, "a title is some words"),
    ({"place_country": "Brazil"}, "two letters"),
)


def test_values_as_they_are_typed(desk: Desk) -> None:
    desk.add(PLAN)
    for values, read in TYPED:
        change = say(desk, "correct", TREATY, values)
        event = desk.event(TREATY)
        assert {name: event[name] for name in read} == read, values
        say(desk, "undo", str(change.entries[0].position), whole_commit=True)


def test_what_is_refused_appends_nothing(desk: Desk) -> None:
    desk.add(PLAN)
    head = desk.head()
    for values, why in REFUSED:
        with pytest.raises(Refused, match=why):
            say(desk, "correct", TREATY, values)
    assert desk.head() == head


def test_actors_of_an_event(desk: Desk) -> None:
    desk.add(PLAN)
    say(desk, "correct", TREATY, {"actors": "India:host; Portugal"})
    assert {(a["name"], a["role"]) for a in desk.event(TREATY)["actors"]} == {("India", "host"), ("Portugal", "party")}


def test_confirm(desk: Desk) -> None:
    desk.add(PLAN)
    change = say(desk, "confirm", TREATY, on="2024-05-21")
    event = desk.event(TREATY)
    assert (event["status"], event["earliest"], event["confidence"]) == ("occurred", "2024-05-21", 1000)
    assert list(changes(change)) == [(TREATY, ["moved", "confirmed"])]
    assert say(desk, "confirm", TREATY).entries == ()
    with desk.engine.connect() as conn:
        assert queries.due(conn, "2024-07-01") == []


def test_contradicting_reports_stand_beside_each_other(desk: Desk) -> None:
    desk.add(HELD, DENIED)
    event = desk.event(TREATY)
    assert (event["status"], event["claim"], event["sources"]) == ("occurred", "disputed", 2)
    with desk.engine.connect() as conn:
        polarities = [r["polarity"] for r in queries.event_reports(conn, TREATY)]
    assert sorted(polarities) == ["negative", "positive"]


def test_merge_and_split(desk: Desk) -> None:
    desk.add(HELD, OTHER)
    first, second = desk.event(TREATY)["event_id"], desk.event(WATER)["event_id"]
    change = say(desk, "merge", [WATER, TREATY])
    assert (WATER, ["merged"]) in list(changes(change))
    assert desk.event(second)["event_id"] == first
    assert desk.event(first)["sources"] == 2
    assert desk.event(second, as_of=change.entries[0].position - 1)["title"] == WATER
    change = say(desk, "split", first, ["Egypt and Kenya"])
    assert (WATER, ["new"]) in list(changes(change))
    assert {e["sources"] for e in desk.events()} == {1}
    with pytest.raises(Refused, match="all 1 reports"):
        say(desk, "split", first, ["Brazil"])
    with pytest.raises(Refused, match="no report of the event fits"):
        say(desk, "split", first, ["Mongolia"])


def test_the_id_stays_where_the_opening_report_stays(desk: Desk) -> None:
    desk.add(HELD, OTHER)
    first = desk.event(TREATY)["event_id"]
    say(desk, "merge", [first, WATER])
    say(desk, "split", first, ["Brazil and India"])
    assert desk.event(first)["title"] == TREATY


def test_retract_and_undo(desk: Desk) -> None:
    desk.add(HELD)
    change = say(desk, "retract", TREATY)
    assert list(changes(change)) == [(TREATY, ["gone"])]
    assert desk.events() == []
    say(desk, "undo", change.entries[0].record_id)
    assert desk.event(TREATY)["status"] == "occurred"
    with pytest.raises(Refused, match="undone already"):
        say(desk, "undo", str(change.entries[0].position))


def test_undoing_an_undoing_says_it_again(desk: Desk) -> None:
    desk.add(HELD)
    change = say(desk, "correct", TREATY, {"type": "AID"})
    undoing = say(desk, "undo", str(change.entries[0].position))
    assert desk.event(TREATY)["type"] == "AGREE"
    say(desk, "undo", str(undoing.entries[0].position))
    assert desk.event(TREATY)["type"] == "AID"


def test_notes_and_tags(desk: Desk) -> None:
    desk.add(HELD)
    say(desk, "note", TREATY, "ask the embassy")
    change = say(desk, "tag", TREATY, ["trade", "lisbon", "trade"])
    assert len(change.entries) == 2
    assert say(desk, "tag", TREATY, ["trade"]).entries == ()
    say(desk, "untag", TREATY, ["lisbon"])
    event = desk.event(TREATY)
    assert ([n["text"] for n in event["notes"]], event["tags"]) == (["ask the embassy"], ["trade"])
    then = desk.event(TREATY, as_of=change.entries[-1].position)
    assert then["tags"] == ["lisbon", "trade"]
    with pytest.raises(Refused, match="it has trade"):
        say(desk, "untag", TREATY, ["lisbon"])


def test_enter_without_and_with_a_source(desk: Desk) -> None:
    say(desk, "enter", "Ministers dine", {"date": "2024-05", "status": "occurred", "actors": "Brazil:host"})
    event = desk.event("Ministers dine")
    assert (event["sources"], event["earliest"], event["salience"]) == (0, "2024-05-01", "main")
    (article,) = desk.add(HELD)
    quote = "signed a trade agreement in Lisbon"
    values = {"date": "2024-05-20", "type": "AGREE", "actors": "India:party"}
    change = say(desk, "enter", "India gains a market", values, article=article, quote=quote)
    assert desk.event("gains a market")["sources"] == 1
    with desk.engine.connect() as conn:
        (report,) = queries.event_reports(conn, "gains a market")
    assert (report["quote"], report["extractor"], report["actors"][0]["name"]) == (quote, "person", "India")
    say(desk, "undo", str(change.entries[-1].position), whole_commit=True)
    with pytest.raises(queries.NotFound):
        desk.event("gains a market")
    with pytest.raises(Refused, match="does not stand in the article"):
        say(desk, "enter", "No", {}, article=article, quote="never said")


def test_a_withdrawn_article_counts_no_more(desk: Desk) -> None:
    desk.add(PLAN)
    (held,) = desk.add(HELD)
    change = say(desk, "withdraw_article", held)
    assert (desk.event(TREATY)["status"], desk.event(TREATY)["sources"]) == ("scheduled", 1)
    assert say(desk, "withdraw_article", held).entries == ()
    assert "ArticleWithdrawn" in [h["type"] for h in desk.history(TREATY)]
    say(desk, "undo", str(change.entries[0].position))
    assert desk.event(TREATY)["status"] == "occurred"


def test_actors_merged_and_split(desk: Desk) -> None:
    desk.add(HELD, OTHER)
    change = say(desk, "merge_actors", ["India", "Kenya"])
    assert "India" in {a["name"] for a in desk.event(WATER)["actors"]}
    assert "ActorsMerged" in [h["type"] for h in desk.history(WATER)]
    say(desk, "undo", str(change.entries[0].position))
    assert "Kenya" in {a["name"] for a in desk.event(WATER)["actors"]}
    say(desk, "split_actor", "India", "India (the company)", [TREATY])
    assert {"Brazil", "India (the company)"} <= {a["name"] for a in desk.event(TREATY)["actors"]}
    assert "India" not in {a["name"] for a in desk.event(TREATY)["actors"]}
    assert "ActorSplit" in [h["type"] for h in desk.history(TREATY)]
    with pytest.raises(Refused, match="two different actors"):
        say(desk, "merge_actors", ["Brazil", "Brazil"])
    with pytest.raises(Refused, match="is not mentioned there"):
        say(desk, "split_actor", "Brazil", "Brasil", [WATER])


def test_a_trial_shows_what_would_change_and_changes_nothing(desk: Desk) -> None:
    desk.add(PLAN, OTHER)
    head, before = desk.head(), desk.events()
    trials = [
        say(desk, "correct", TREATY, {"status": "cancelled"}, trial=True),
        say(desk, "merge", [TREATY, WATER], trial=True),
        say(desk, "retract", TREATY, trial=True),
        say(desk, "enter", "By hand", {"actors": "Norway:party"}, trial=True),
        say(desk, "undo", str(head), whole_commit=True, trial=True),
    ]
    assert all(change.entries and change.events for change in trials)
    assert (desk.head(), desk.events()) == (head, before)


def test_undoing_an_article_leaves_actors_whom_others_name(desk: Desk) -> None:
    desk.add(HELD)
    first = desk.head()
    desk.add(LATER)
    say(desk, "undo", str(first), whole_commit=True)
    event = desk.event(TREATY)
    assert event["sources"] == 1
    assert {"Brazil", "India"} <= {a["name"] for a in event["actors"]}
    projections.rebuild(desk.engine)
    assert desk.event(TREATY) == event


def test_a_postponement_moves_the_date_and_history_keeps_the_old_one(desk: Desk) -> None:
    desk.add(PLAN)
    before = desk.head()
    say(desk, "correct", TREATY, {"status": "postponed", "date": "2024-06-03"})
    assert (desk.event(TREATY)["status"], desk.event(TREATY)["earliest"]) == ("postponed", "2024-06-03")
    then = desk.event(TREATY, as_of=before)
    assert (then["status"], then["earliest"]) == ("scheduled", "2024-05-20")


def test_later_articles_find_what_was_corrected_or_taken_out(desk: Desk) -> None:
    desk.add(PLAN)
    event_id = desk.event(TREATY)["event_id"]
    change = say(desk, "correct", TREATY, {"date": "2024-08-21", "actors": "Norway:party", "type": "AID"})
    desk.add(HELD)
    assert (desk.event(event_id)["sources"], desk.event(event_id)["earliest"]) == (2, "2024-08-21")
    say(desk, "undo", str(change.entries[0].position), whole_commit=True)
    say(desk, "retract", TREATY)
    desk.add(LATER)
    assert [e["title"] for e in desk.events()] == []


def test_a_writer_at_work_hears_of_what_another_took_out(desk: Desk) -> None:
    writer = Writer(desk.engine, "me", desk.clock)

    def add(*articles: tuple[str, str]) -> None:
        read = [Article(text, published=published) for published, text in articles]
        found = zip(read, extract.articles(read), strict=True)
        assert len(list(writer.append([("a.txt", article, reading) for article, reading in found]))) == len(read)

    add(PLAN, OTHER)
    say(desk, "retract", TREATY)
    add(HELD)
    assert [e["title"] for e in desk.events()] == [desk.event(WATER)["title"]]
