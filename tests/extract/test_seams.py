"""Captions and headlines that were run into the text behind them."""

from __future__ import annotations

import time
import tomllib
from importlib.resources import files

import pytest

from timeline import extract
from timeline.extract.seams import seams
from timeline.model import Article

TABLE = tomllib.loads((files("timeline") / "rules" / "seams.toml").read_text("utf-8"))


@pytest.mark.parametrize("line", TABLE["match"])
def test_lines_with_a_seam(line: str) -> None:
    assert len(list(seams(line))) == 1


@pytest.mark.parametrize("line", TABLE["leave"])
def test_lines_without(line: str) -> None:
    assert list(seams(line)) == []


def test_a_caption_takes_no_part_in_the_news_behind_it() -> None:
    text = (
        "Ann Lee reports from the port of Lima A 23-month-old child has died of cholera in Chile - the first this year."
    )
    reports = extract.reports(Article(text, published="2021-05-05")).reports
    died = next(r for r in reports if r.trigger == "die")
    assert died.title == "Child dies of cholera"
    assert text[died.sentence_start :].startswith("A 23-month-old")
    assert "Ann Lee" not in {m.mention.name for m in died.mentions}


def test_time_grows_with_the_length_of_a_line_alone() -> None:
    begun = time.monotonic()
    for line in ("word " * 40_000, 'he said "We ' * 20_000, "in Lima The king " * 20_000):
        list(seams(line))
    assert time.monotonic() - begun < 5
