from __future__ import annotations

import tomllib
from importlib.resources import files
from itertools import pairwise

import pytest

from timeline.extract.zones import is_zone, zones
from timeline.model import Article

TABLE = tomllib.loads((files("timeline") / "rules" / "zones.toml").read_text("utf-8"))


@pytest.mark.parametrize(("name", "line"), [(n, line) for n, t in TABLE.items() for line in t["match"]])
def test_the_tables_claim_their_examples(name: str, line: str) -> None:
    assert is_zone(name, line)


@pytest.mark.parametrize(("name", "line"), [(n, line) for n, t in TABLE.items() for line in t["leave"]])
def test_the_tables_leave_text_alone(name: str, line: str) -> None:
    assert not is_zone(name, line)


def test_a_page_in_its_zones() -> None:
    lines = [
        ("link", "Home » Minister to visit Oslo"),
        ("headline", "Minister to visit Oslo"),
        ("boilerplate", "By Ann Lee"),
        ("boilerplate", "January 9, 2021"),
        ("caption", "The minister (left) greets the envoy in Oslo."),
        ("body", "The minister will visit Oslo on Monday. She will meet the king."),
        ("link", "SEE ALSO: Ten things about Oslo"),
        ("body", "The king has not met her before."),
        ("link", "Related stories:"),
        ("link", "Oslo bans cars"),
        ("body", "She leaves on Tuesday."),
        ("boilerplate", "Ann Lee is a reporter based in Bergen."),
    ]
    text = "\n\n".join(line for _, line in lines)
    assert [(z.name, text[z.start : z.end]) for z in zones(Article(text))] == lines


def test_the_title_is_the_headline_even_with_a_full_stop() -> None:
    article = Article("It ends.\nThe strike ended on Monday.", title="It ends.")
    assert [z.name for z in zones(article)] == ["headline", "body"]


@pytest.mark.parametrize(
    "notice",
    [
        "Correction: an earlier version of this article said the minister had resigned.",
        "CORRECTION (May 4): The minister is 51, not 15.",
        "Editor’s note: The headline was changed. It said that he had resigned.",
        "An earlier version of this story said that the minister had resigned.",
        "This article was amended on May 4 to say who resigned.",
    ],
)
def test_what_a_paper_says_of_its_own_words_is_no_text(notice: str) -> None:
    for before in ("", "The minister offered to resign. "):
        text = f"{before}{notice}\nShe stays."
        named = [(z.name, text[z.start : z.end]) for z in zones(Article(text))]
        assert named[-2:] == [("boilerplate", notice), ("body", "She stays.")]
        assert len(named) == (3 if before else 2)


def test_corrections_that_others_make_are_text() -> None:
    text = "The agency issued a correction on Monday. An earlier version of the treaty had failed."
    assert [z.name for z in zones(Article(text))] == ["body"]


@pytest.mark.parametrize("line", ["OSLO, May 3 (Fjord News) —", "(Fjord News) -"])
def test_a_dateline_is_no_text(line: str) -> None:
    text = f"{line} The minister resigned."
    assert [(z.name, text[z.start : z.end]) for z in zones(Article(text))][1] == ("body", "The minister resigned.")


@pytest.mark.parametrize("credit", ["(Ann Lee, Bo Dahl / Lima Sun)", "(Ann Lee/Fjord Images)", "(Ann Lee / LNA)"])
def test_who_took_a_picture_is_no_text(credit: str) -> None:
    text = f"Police came on Monday. {credit} Di Roe was shot on Sunday."
    named = [(z.name, text[z.start : z.end]) for z in zones(Article(text))]
    assert named[1] == ("boilerplate", credit)
    assert named[2][0] == "body"


@pytest.mark.parametrize(
    "mark",
    [
        "Ann Lee for Lima Daily News",
        "Ann Lee for the Fjord Post",
        "Bo Dahl | 14:19 UK time, Monday, 25 January 2010",
        "January 31, 2011 at 6:01 pm |",
    ],
)
def test_who_signs_in_front_of_a_sentence_is_no_text(mark: str) -> None:
    text = f"{mark} Gunfire broke out in Lund."
    named = [(z.name, text[z.start : z.end]) for z in zones(Article(text))]
    assert named == [("boilerplate", mark), ("body", " Gunfire broke out in Lund.")]


@pytest.mark.parametrize("aside", ["(and/or later)", "(Ann Lee)", "(May 3/May 4)", "(Lima / Bergen)"])
def test_other_slashes_in_brackets_are_text(aside: str) -> None:
    text = f"Police came on Monday {aside} and left."
    assert [z.name for z in zones(Article(text))] == ["body"]


def test_buttons_beside_a_picture_are_no_text() -> None:
    text = "He fled. (Photo: County Jail)Buy Photo The minister resigned on Monday in Oslo."
    named = [(z.name, text[z.start : z.end]) for z in zones(Article(text))]
    assert ("boilerplate", "Buy Photo") in named
    assert named[-1] == ("body", " The minister resigned on Monday in Oslo.")


def test_a_button_within_a_stamp_is_cut_once() -> None:
    text = "May 3, 2021 | By Ann Lee Buy Photo The minister resigned on Monday in Oslo."
    spans = [(z.start, z.end) for z in zones(Article(text))]
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
