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
