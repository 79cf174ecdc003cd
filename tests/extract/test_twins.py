"""Of two reports of one sentence that tell the same, one stands on the timeline."""

from __future__ import annotations

import pytest

from timeline import extract
from timeline.model import Article


def main(text: str) -> set[str]:
    reports = extract.reports(Article(text, published="2021-05-05")).reports  # a Wednesday
    return {f"{r.trigger}: {r.title}" for r in reports if r.salience == "main"}


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("Acme filed a lawsuit against Zeta Corp. on Monday, the third such lawsuit since May.",
         {"file: Acme files lawsuit against Zeta Corp."}),
        ("A lawsuit was filed against Zeta Corp. in March.",
         {"file: Lawsuit filed against Zeta Corp."}),
        ("Bo Dahl was hurt in a shooting in Oslo on Monday.", {"hurt: Bo Dahl hurt in shooting"}),
        ("Bo Dahl was shot and killed on Monday.", {"kill: Bo Dahl killed"}),
        ("Acme announced on Monday that it had settled its dispute with Zeta Corp.",
         {"announce: Acme announces it had settled dispute with Zeta Corp"}),
        ("Police arrested Bo Dahl on Monday.\n\nThe arrest comes a day after a raid on a farm.",
         {"arrest: Police arrest Bo Dahl"}),
        ("Norway’s Labour Party lost its majority in a general election on Sunday.",
         {"lose: Labour Party loses majority in general election"}),
        ("Some 900 bakers walked out on Monday.", {"walk out: 900 bakers walk out"}),
        # Two acts stay two.
        ("Ann Lee shot Bo Dahl and killed Di Roe on Monday.",
         {"shoot: Ann Lee shoots Bo Dahl", "kill: Ann Lee kills Di Roe"}),
        ("Bo Dahl was arrested on Monday and charged with theft.",
         {"arrest: Bo Dahl arrested", "charge: Bo Dahl charged with theft"}),
    ],
)  # fmt: skip
def test_twins(text: str, titles: set[str]) -> None:
    assert main(text) == titles


def test_who_patrols_is_who_seizes() -> None:
    text = "Lima Navy patrolling the strait seized two boats on Monday."
    assert main(text) == {"seize: Lima Navy seizes two boats"}
