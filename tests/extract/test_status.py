"""Negation and uncertainty on sentences of our own, one a line in the text files beside this one."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from timeline import extract
from timeline.model import Article, Report

HERE = Path(__file__).parent
FLOOR = 0.95


def cases(name: str) -> list[tuple[str, str, int, int]]:
    """(label, sentence, start, end of its trigger)."""
    found = []
    for line in (HERE / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            label, marked = line[0], line[2:]
            *_, last = re.finditer(r"\*([^*]+)\*", marked)
            start = last.start() - marked[: last.start()].count("*")
            found.append((label, marked.replace("*", ""), start, start + len(last[1])))
    return found


@pytest.mark.parametrize(
    ("name", "wanted", "told"),
    [
        ("negation.txt", "-", lambda r: r.polarity == "negative"),
        ("uncertainty.txt", "?", lambda r: r.certainty != "certain"),
    ],
)
def test_f1(name: str, wanted: str, told: Callable[[Report], bool]) -> None:
    rows = cases(name)
    assert sum(label == wanted for label, *_ in rows) >= 100
    right = missed = wrong = 0
    extractions = extract.articles(Article(text, published="2025-01-16") for _, text, _, _ in rows)
    for (label, _, start, end), extraction in zip(rows, extractions, strict=True):
        report = next((r for r in extraction.reports if r.trigger_start < end and start < r.trigger_end), None)
        got = report is not None and told(report)
        right += got and label == wanted
        wrong += got and label != wanted
        missed += not got and label == wanted
    assert 2 * right / (2 * right + wrong + missed) >= FLOOR, (right, wrong, missed)


def test_an_offer_that_is_not_accepted_is_no_resignation() -> None:
    article = Article(
        "Transport Minister Omar Adly offered to resign on Tuesday. The president has not accepted the resignation.",
        published="2025-04-02",
    )
    (extraction,) = extract.articles([article])
    told = [r for r in extraction.reports if r.type == "LEADERSHIP"]
    assert "occurred" not in {r.status for r in told}
    offered = next(r for r in told if r.trigger == "resign")
    assert (offered.status, offered.when.edtf) == ("planned", "2025-04-01")


@pytest.mark.parametrize(
    ("text", "title", "status", "edtf"),
    [
        ("The sentencing was set for Friday but was postponed until 4 April.", "Sentencing", "postponed", "2025-04-04"),
        ("The launch, scheduled for Tuesday, was postponed to 4 April.", "Launch", "postponed", "2025-04-04"),
        ("The concert was moved from 5 April to 12 April.", "Concert", "postponed", "2025-04-12"),
        ("The vote was brought forward from June to 3 May.", "Vote", "postponed", "2025-05-03"),
        ("The hearing has been pushed back to September.", "Hearing", "postponed", "2025-09"),
        ("The rocket launch was rescheduled for 9 April.", "Rocket launch", "postponed", "2025-04-09"),
        ("Organisers postponed the conference to 4 June.", "Conference", "postponed", "2025-06-04"),
        ("The visit, planned for Tuesday, was put off until June.", "Visit", "postponed", "2025-06"),
        ("The king had postponed the visit from January to February.", "Visit", "postponed", "2025-02"),
        ("The hearing was postponed on Monday.", "Hearing", "postponed", "2025-03-25/.."),
        ("The trial was scheduled for 12 May.", "Trial", "scheduled", "2025-05-12"),
        ("Elections planned for March were cancelled.", "Elections", "cancelled", "2025-03"),
    ],
)  # fmt: skip
def test_what_becomes_of_a_plan_is_told_of_the_event_alone(text: str, title: str, status: str, edtf: str) -> None:
    """The verb of planning is no event beside it, and the new day is the event's."""
    (extraction,) = extract.articles([Article(text, published="2025-03-25")])
    assert [(r.title, r.status, r.when.edtf) for r in extraction.reports] == [(title, status, edtf)]


@pytest.mark.parametrize("text", ["She moved to Paris in May.", "The army moved tanks to the border on Monday."])
def test_people_and_things_that_move_are_not_put_off(text: str) -> None:
    (extraction,) = extract.articles([Article(text, published="2025-03-25")])
    assert {r.status for r in extraction.reports} == {"occurred"}


def test_results_of_games_are_no_part_of_a_name() -> None:
    text = "Halden Rovers beat Oslo United 2-1 in the cup final on Saturday. Talks on June 3-5 ended."
    (extraction,) = extract.articles([Article(text, published="2025-06-08")])
    assert "Halden Rovers beat Oslo United in cup" in {r.title for r in extraction.reports}
    assert "2025-06-03/2025-06-05" in {t.when.edtf for t in extraction.timexes}


def test_a_war_in_a_country_was_begun_not_the_country() -> None:
    article = Article("The war in Chad, which Libya began in 1978, was long.", published="2025-10-02")
    (extraction,) = extract.articles([article])
    assert "Libya begins war" in {r.title for r in extraction.reports}


@pytest.mark.parametrize(
    ("sentence", "trigger"),
    [
        ("Even had Minister Omar Adly resigned on Thursday, the protests would have gone on.", "resign"),
        ("Had the bomb exploded on Friday, dozens would have died.", "explode"),
        ("Should Norway sign the treaty on Monday, Chad will follow.", "sign"),
    ],
)
def test_a_condition_without_if_has_not_happened(sentence: str, trigger: str) -> None:
    (extraction,) = extract.articles([Article(sentence, published="2025-04-05")])
    report = next(r for r in extraction.reports if r.trigger == trigger)
    assert (report.certainty, report.salience) == ("possible", "background")
    assert report.status != "occurred"


def test_what_the_first_of_several_did_has_happened() -> None:
    text = "Chad was the first country this year to overthrow its long-ruling dictator."
    told = extract.reports(Article(text, published="2021-05-05")).reports
    assert [r.status for r in told if r.trigger == "overthrow"] == ["occurred"]


def test_those_hit_at_one_time_share_its_day() -> None:
    text = "Ann Lee was killed and four others were hurt when two gunmen opened fire on them Sunday night."
    told = extract.reports(Article(text, published="2021-05-05")).reports
    assert {r.when.edtf for r in told if r.trigger in ("kill", "hurt")} == {"2021-05-02"}


@pytest.mark.parametrize("plea", ["guilty", "not guilty"])
def test_who_pleads_guilty_asks_for_nothing(plea: str) -> None:
    told = extract.reports(Article(f"Ann Lee pleaded {plea} Monday to fraud.", published="2021-05-05")).reports
    plead = [(r.type, r.title) for r in told if r.trigger == "plead"]
    assert plead == [("LEGAL", f"Ann Lee pleads {plea} to fraud")]
