"""What a title may not lose or tear apart: how a thing was done, names in full, the sense that a cut would change."""

from __future__ import annotations

import pytest

from timeline import extract
from timeline.model import Article, Report


def read(text: str) -> tuple[Report, ...]:
    return extract.reports(Article(text, published="2021-05-05")).reports  # a Wednesday


# text, trigger, title
TITLES = [
    ("Bo Dahl, 27, fatally shot his girlfriend in Lima on Sunday.", "shoot",
     "Bo Dahl fatally shoots girlfriend in Lima"),
    ("Police said a Lima teen was accidentally shot by her friend on Monday.", "shoot",
     "Friend accidentally shoots Lima teen"),
    ("Two men were critically wounded in a shooting in Lima on Monday.", "wound",
     "Two men critically wounded in shooting"),
    ("Ann Lee nearly drowned in Lake Erie on Monday.", "drown", "Ann Lee nearly drowns in Lake Erie"),
    ("Ten people were shot, one of them fatally, in the heart of New Orleans' French Quarter on Monday.", "shoot",
     "Ten people shot in heart of New Orleans’ French Quarter"),
    ("Bo Dahl was killed on Monday at Otto's Bar and Grill on Elm Street.", "kill",
     "Bo Dahl killed at Otto’s Bar and Grill"),
    ("The navy seized 23 boats between the Horn of Africa and the Arabian Peninsula on Monday.", "seize",
     "Navy seizes 23 boats between Horn of Africa and Arabian Peninsula"),
    ("A 4-year-old was shot in the hand at a Lima hotel on Monday.", "shoot",
     "4-year-old shot in hand at Lima hotel"),
    ("Singer and champion swimmer Ann Lee, who starred in nine films, has died.", "die", "Ann Lee dies"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "title"), TITLES)
def test_titles(text: str, trigger: str, title: str) -> None:
    assert next(r for r in reversed(read(text)) if r.trigger == trigger).title == title
