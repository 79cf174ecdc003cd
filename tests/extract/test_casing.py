"""Lines in capitals are read like others, and quoted as they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import extract
from timeline.extract import casing
from timeline.model import Article


@pytest.mark.parametrize(("text", "expected"), casing.examples())
def test_every_example_of_the_rules(text: str, expected: str) -> None:
    assert casing.truecased(text) == expected


@given(st.lists(st.text("AÅIİßSΣaiş.! \n’'“7", max_size=60), max_size=6).map("\n".join))
def test_every_letter_stays_where_it_is(text: str) -> None:
    read = casing.truecased(text)
    assert len(read) == len(text)
    assert [a for a, b in zip(read, text, strict=True) if not a.isalpha() and a != b] == []


def test_reports_of_an_article_in_capitals() -> None:
    text = "KENYAN PRESIDENT WILLIAM RUTO VISITED OSLO ON 3 MAY 2021. HE SIGNED A TREATY WITH CHAD."
    reports = extract.reports(Article(text, published="2021-05-04")).reports
    assert [(r.trigger, r.title) for r in reports] == [
        ("visit", "William Ruto visits Oslo"),
        ("sign", "William Ruto signs treaty with Chad"),
    ]
    assert {m.mention.name for m in reports[1].mentions if m.role == "party"} == {"William Ruto", "Chad"}
    for report in reports:
        for m in report.mentions:
            assert text[m.mention.start : m.mention.end] == m.mention.surface
