"""What a reader is shown of an event whose articles contradict each other, or of which one moves it to another day."""

from __future__ import annotations

import json

import pytest

from timeline import days

SIGNED = ("2025-03-08", "Armenia and Georgia signed a transport agreement in Tbilisi on 7 March 2025.")
AGAINST = {
    "denied": (
        "Armenia denied that it had signed a transport agreement with Georgia in Tbilisi on 7 March 2025.",
        "occurred",
        "occurred, denied; 7 Mar 2025",
    ),
    "negated": (
        "Armenia and Georgia did not sign a transport agreement in Tbilisi on 7 March 2025.",
        "occurred",
        "occurred, negative; 7 Mar 2025",
    ),
    "cancelled": (
        "The signing of the transport agreement between Armenia and Georgia in Tbilisi on 7 March 2025 was cancelled.",
        "cancelled",
        "cancelled; 7 Mar 2025",
    ),
}
SET = ("2025-04-02", "The conference on ocean plastics is set for 12 May 2025.")
MOVED = (
    ("The conference on ocean plastics was moved from 12 May to 4 June.", "2025-06-04", "4 Jun 2025"),
    ("The conference on ocean plastics was brought forward to 3 May.", "2025-05-03", "3 May 2025"),
    ("The conference on ocean plastics has been postponed until 4 June.", "2025-06-04", "4 Jun 2025"),
    ("The ministry postponed the conference on ocean plastics until 4 June.", "2025-06-04", "4 Jun 2025"),
    ("The conference was moved from 12 May to 4 June.", "2025-06-04", "4 Jun 2025"),
)


@pytest.fixture
def add(run, tmp_path, monkeypatch):
    """Adds texts to one database, each as an article of its own."""
    monkeypatch.setenv("TIMELINE_DB", str(tmp_path / "t.db"))
    assert run("init", str(tmp_path / "t.db")).code == 0

    def add(*articles):
        for number, (published, text) in enumerate(articles):
            path = tmp_path / f"{published}-{number}.txt"
            path.write_text(f"---\npublished: {published}\n---\n{text}\n", "utf-8")
            assert run("add", str(path)).code == 0

    return add


def events(run, *flags):
    return [json.loads(line) for line in run("events", "-o", "jsonl", *flags).out.splitlines()]


@pytest.mark.parametrize("against", AGAINST)
@pytest.mark.parametrize("order", [1, -1], ids=["as published", "the contradiction first"])
def test_contradicting_articles_stand_beside_each_other_and_dispute_the_event(run, add, against, order):
    text, status, shown = AGAINST[against]
    add(*(SIGNED, ("2025-03-09", text))[::order])
    (event,) = events(run)
    assert (event["status"], event["claim"], event["sources"]) == (status, "disputed", 2)
    assert f"{status}, disputed" in run("events").out
    for flags in ((), ("--why",)):
        page = " ".join(run("show", event["event_id"], *flags).out.split())
        assert "· disputed ·" in page
        assert "“Armenia and Georgia signed a" in page and "occurred; 7 Mar 2025" in page
        assert f"“{text}”" in page and shown in page
    assert event["event_id"] in run("sql", "SELECT event_id FROM events WHERE claim = 'disputed'").out


def test_articles_that_agree_dispute_nothing(run, add):
    add(SIGNED, ("2025-03-09", "Georgia and Armenia signed the transport agreement in Tbilisi on 7 March."))
    (event,) = events(run)
    assert (event["claim"], event["sources"]) == ("asserted", 2)
    assert "0 rows" in run("sql", "SELECT event_id FROM events WHERE claim = 'disputed'").err


def test_what_is_put_off_without_a_day_is_due_on_none(run, add):
    add(SET, ("2025-04-04", "The conference on ocean plastics has been postponed indefinitely."))
    (event,) = events(run, "--all")
    assert (event["status"], event["latest"]) == ("postponed", "2025-05-12")
    assert "0 events" in run("due", "--all", "--today", "2025-06-01").err


@pytest.mark.parametrize(("text", "day", "said"), MOVED, ids=[text for text, *_ in MOVED])
def test_another_day_moves_the_event_and_its_history_keeps_the_old_one(run, add, text, day, said):
    add(SET, ("2025-04-04", text))
    (event,) = events(run, "--all")
    assert (event["status"], event["earliest"], event["latest"]) == ("postponed", day, day)
    history = run("history", event["event_id"]).out
    assert "(scheduled for 12 May 2025)" in history and f"(postponed ({said}))" in history
    assert "0 events" in run("due", "--all", "--today", days.iso(days.of(day))).err
    assert "postponed" in run("due", "--all", "--today", days.iso(days.of(day) + 1)).out


def test_a_plan_that_was_moved_is_due_after_its_new_day(run, add):
    moved, anew = MOVED[0][0], "The conference on ocean plastics will be held on 4 June."
    add(SET, ("2025-04-04", moved), ("2025-05-20", anew))
    (event,) = events(run, "--all")
    assert (event["status"], event["earliest"], event["sources"]) == ("scheduled", "2025-06-04", 3)
    assert "0 events" in run("due", "--today", "2025-06-04").err
    assert "due, unconfirmed" in run("due", "--today", "2025-06-05").out
    add(("2025-06-05", "The conference on ocean plastics was held on 4 June."))
    (event,) = events(run, "--all")
    assert (event["status"], event["earliest"], event["sources"]) == ("occurred", "2025-06-04", 4)
    assert "0 events" in run("due", "--today", "2025-06-05").err


def test_a_plan_is_moved_twice(run, add):
    again = "The conference on ocean plastics has been postponed again, to 1 July."
    add(SET, ("2025-04-04", MOVED[0][0]), ("2025-05-20", again))
    (event,) = events(run, "--all")
    assert (event["status"], event["earliest"], event["sources"]) == ("postponed", "2025-07-01", 3)


@pytest.mark.parametrize(
    "other",
    [
        ("2025-04-04", "The conference on rail safety was postponed until 4 June."),
        ("2026-04-04", "The conference on ocean plastics was postponed until 4 June."),
    ],
    ids=["of another name", "after its day"],
)
def test_what_is_put_off_is_another_event(run, add, other):
    add(SET, other)
    assert [e["sources"] for e in events(run, "--all")] == [1, 1]


@pytest.mark.usefixtures("add")
def test_a_version_is_added_together_with_the_one_that_supersedes_it(run, tmp_path):
    versions = [
        ("2025-03-08", "Armenia and Georgia signed a transport agreement in Tbilisi on 7 March 2025."),
        ("2025-03-09", "Azerbaijan and Turkey signed a customs agreement in Baku on 8 March 2025."),
    ]
    both = " The ministers of both countries smiled."
    lines = [json.dumps({"url": "https://example.org/a", "published": day, "text": t + both}) for day, t in versions]
    (tmp_path / "news.jsonl").write_text("\n".join(lines))
    added = run("add", str(tmp_path / "news.jsonl"))
    assert added.code == 0 and "later version of" in added.out
    assert [e["earliest"] for e in events(run)] == ["2025-03-08"]
