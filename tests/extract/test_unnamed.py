"""Reports that leave out somebody whom their words show, and reports behind the lead without a day of their own."""

from __future__ import annotations

import pytest

from timeline import extract
from timeline.model import Article, Report

PUBLISHED = "2021-05-05"  # a Wednesday


def the(trigger: str, text: str) -> Report:
    return next(r for r in extract.reports(Article(text, published=PUBLISHED)).reports if r.trigger == trigger)


LEFT_OUT = [
    ("Ann Lee's brother was arrested on Monday in Bergen.", "arrest", "a name stands in the title"),
    ("Ann Lee was arrested on Monday in Bergen.", "arrest", None),
    ("Mr. Dahlgren bought Acme Bank on Monday.", "buy", "only one name is told"),
    ("Bo Dahlgren bought Acme Bank on Monday.", "buy", None),
    ("Rescuers came at noon. The victim was shot on Monday in Bergen.", "shoot", "not told who it was"),
    ("Rescuers came at noon. A man was shot on Monday in Bergen.", "shoot", None),
    ("The director of Acme Bank resigned on Monday.", "resign", None),
]


@pytest.mark.parametrize(("text", "trigger", "doubt"), LEFT_OUT)
def test_whom_a_report_leaves_out(text: str, trigger: str, doubt: str | None) -> None:
    report = the(trigger, text)
    told = [cue for cue in report.cues if cue.startswith("salience.doubt")]
    assert (report.salience, bool(told)) == (("background", True) if doubt else ("main", False)), report
    assert doubt is None or doubt in told[0]


FIRST = "Kenya and Chad signed a treaty on Monday. The ceremony was short. "
PLACED = [
    ("Kari Dahl was arrested.", "arrest", "background"),
    ("Kari Dahl was arrested on Tuesday.", "arrest", "main"),
    ("Kenya then sued Peru.", "sue", "main"),  # two parties
    ("Figures show 74 people injured from January to April 2021.", "injure", "background"),
    ("Figures came late. Seven men were injured in a fire on Tuesday.", "injure", "main"),
    ("Ann Lee spoke at a rally in Oslo on Tuesday.", "rally", "background"),
    ("Ann Lee held a rally in Oslo on Tuesday.", "rally", "main"),
    ("Bo Dahl pulled out a pistol on Tuesday.", "pull out", "background"),
    ("On Tuesday gunfire erupted in Oslo.", "gunfire", "background"),
    ("A gas pipe exploded in Oslo on Tuesday, shooting flames into the air.", "shoot", "background"),
    ("Lima police investigated a burglary on Tuesday.", "investigate", "background"),
    ("Frank Berg struck oil near Lima on Tuesday.", "strike", "background"),
    ("Frank Berg struck Kari Dahl near Lima on Tuesday.", "strike", "main"),
    ("Chad pulled out of the treaty on Tuesday.", "pull out", "main"),
]


@pytest.mark.parametrize(("text", "trigger", "salience"), PLACED)
def test_what_stands_firm_behind_the_lead(text: str, trigger: str, salience: str) -> None:
    assert the(trigger, FIRST + text).salience == salience


TITLES = [
    ("The technology blog Fjordo obtained a prototype of the phone in April.", "obtain",
     "Fjordo obtains prototype of phone"),
    ("A Bergen man was charged with murder in a hit and run on Monday.", "charge", "Bergen man charged with murder"),
    ("On Monday Acme Bank began to sell gold coins.", "sell", "Acme Bank begins to sell gold coins"),
    ("On Monday Acme Bank started selling gold coins.", "sell", "Acme Bank starts selling gold coins"),
    ("Ann Lee signed an order on Monday banning drones in parks.", "sign", "Ann Lee signs order banning drones"),
    ("On Monday Acme Bank sold gold coins.", "sell", "Acme Bank sells gold coins"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "title"), TITLES)
def test_titles_that_say_who_and_what(text: str, trigger: str, title: str) -> None:
    assert the(trigger, text).title == title


@pytest.mark.parametrize(
    ("text", "trigger", "lack"),
    [
        ("A class action was filed in Oslo on Monday.", "file", "whom it is against"),
        ("A class action was filed against Acme Bank in Oslo on Monday.", "file", None),
        ("Acme Bank received criticism on Monday.", "criticize", "what it is about"),
        ("Ann Lee announced her decision on Monday.", "announce", "says nothing alone"),
        ("Acme Bank launched a salvo on Monday.", "launch", "says nothing alone"),
        ("Acme Bank and Zeta Foods agreed to a deal on Monday.", "agree", "what is agreed"),
        ("Acme Bank and Zeta Foods agreed on Monday to share a mine.", "agree", None),
    ],
)
def test_titles_that_lack_what_gives_them_sense(text: str, trigger: str, lack: str | None) -> None:
    weak = [cue for cue in the(trigger, text).cues if cue.startswith("title.weak")]
    assert bool(weak) == bool(lack)
    assert lack is None or lack in weak[0]


def test_a_caption_that_a_page_repeats_is_told_once() -> None:
    line = "Police say two children were wounded by Acme Bank guards in Lima on Tuesday.\n\n"
    reports = extract.reports(Article(line * 5, published=PUBLISHED)).reports
    assert sum(r.salience == "main" for r in reports if r.trigger == "wound") == 1
