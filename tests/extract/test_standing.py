"""What speaks for a main report: its signs, and that too few of them keep it in the background."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from timeline import extract
from timeline.model import Article, Report

LEAD = "Norway and Chad signed a pact in Oslo on Monday. The harbour was quiet. "
FAR = "The harbour lay quiet in the rain, and nobody was seen at the gates of the market. " * 30


def the(trigger: str, text: str) -> Report:
    reports = extract.reports(Article(text, published="2021-05-05")).reports
    return next(r for r in reports if r.trigger == trigger)


@pytest.mark.parametrize(
    ("text", "trigger", "salience"),
    [
        # A person on a day of its own, wherever it is told.
        (LEAD + "Police in Oslo arrested Ann Lee on Tuesday.", "arrest", "main"),
        (LEAD + FAR + "Police in Oslo arrested Ann Lee on Tuesday.", "arrest", "main"),
        # The lead, with nobody named.
        ("Two men were shot in Oslo on Monday.", "shoot", "main"),
    ],
)  # fmt: skip
def test_much_speaks_for_a_main_report(text: str, trigger: str, salience: str) -> None:
    assert the(trigger, text).salience == salience


@pytest.mark.parametrize(
    ("text", "trigger", "salience"),
    [
        # A day borrowed from another act needs more that speaks for it than a day of its own.
        ("Two men were shot in Oslo on Monday.", "shoot", "main"),
        ("Two men were shot in Oslo.", "shoot", "background"),
        ("Ann Lee was shot in Oslo.", "shoot", "main"),
    ],
)  # fmt: skip
def test_a_borrowed_day_speaks_against(text: str, trigger: str, salience: str) -> None:
    assert the(trigger, text).salience == salience


def test_why_it_is_in_the_background_is_said() -> None:
    text = LEAD + FAR + "The Ministry of Water opened a new mine for copper and silver near the old town in Chad, " \
        "which its owners had promised to the people there for many long years, on Tuesday."  # fmt: skip
    report = the("open", text)
    assert report.salience == "background"
    assert "salience.doubt: too little speaks for it" in report.cues


def test_what_speaks_against_a_report_was_right_less_often_than_what_speaks_for_one() -> None:
    rows = tomllib.loads((files("timeline") / "rules" / "standing.toml").read_text("utf-8"))["sign"].values()
    against, in_favour = ([r["right"] / r["read"] for r in rows if r["points"] == points] for points in (-1, 1))
    assert max(against) < min(in_favour)
