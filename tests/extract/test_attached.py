"""Date phrases beside a noun or a speaker, and those that some other clause owns."""

from __future__ import annotations

import pytest

from timeline import extract
from timeline.model import Article, Report

PUBLISHED = "2021-05-07"  # a Friday


def the(trigger: str, text: str) -> Report:
    return next(r for r in extract.reports(Article(text, published=PUBLISHED)).reports if r.trigger == trigger)


@pytest.mark.parametrize(
    ("text", "trigger", "phrase"),
    [
        ("The 8 October gig was announced by Acme on Monday.", "announce", "Monday"),
        ("Nearly 80 officers investigated Tuesday’s crime.", "investigate", None),
        ("A man accused of a double murder at a Bergen house party in 2013 was freed.", "accuse", None),
        ("A man accused of a double murder at a Bergen house party in 2013 was freed.", "murder", "2013"),
        ("Five people were arrested and charged with crimes related to the incident that night.", "arrest", None),
        ("This was on Thursday, the day before Bo Dahl resigned.", "resign", None),
        ("Ann Lee, one of the stars of the 1940s and 1950s, died in her sleep, a friend said.", "die", None),
        ("The fire came after the conviction of Bo Dahl in the July 19, 2012, Lima theater shooting.", "convict", None),
        ("Bo Dahl was arrested for driving under the influence in Lima on Tuesday.", "arrest", "Tuesday"),
        ("The queen gave money to the DEC.", "give", None),
        ("The quake struck at 1653 (2153 GMT).", "strike", None),
        ("Ann Lee met the king in Lima in 1653.", "meet", "1653"),
        ("Ann Lee died in DEC 2020.", "die", "DEC 2020"),
    ],
)  # fmt: skip
def test_whose_day_it_is(text: str, trigger: str, phrase: str | None) -> None:
    own = the(trigger, text).phrase
    assert (own.text if own is not None and the(trigger, text).when.basis != "inherited" else None) == phrase


def test_one_not_negates_two_verbs() -> None:
    assert the("ratify", "Chad has not signed or ratified the pact.").polarity == "negative"
    assert the("approve", "The drug had not been tested in and approved for Peru.").polarity == "negative"
    assert the("vow", "Ann Lee did not resign and vowed to stay.").polarity == "positive"


def test_one_who_recovers_was_hurt_before() -> None:
    assert the("shoot", "A girl is recovering from being shot in a home on Monday.").status == "occurred"


def test_what_was_done_is_not_to_come() -> None:
    assert the("drown", "Two boys drowned over Memorial Day weekend at a lake in Chad.").salience == "background"
