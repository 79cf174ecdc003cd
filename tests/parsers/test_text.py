"""Plain text and its front matter."""

from __future__ import annotations

import pytest

from timeline.model import Article, Problem
from timeline.parsers import parse

BODY = "Ministers from both countries met in Baku on Friday.\n"


def one(text: str, name: str = "a.txt", **known: str) -> Article | Problem:
    items = list(parse(text.encode(), name, **known))
    assert len(items) == 1
    return items[0]


def article(text: str, **known: str) -> Article:
    item = one(text, **known)
    assert isinstance(item, Article), item
    return item


def test_every_field_of_the_front_matter() -> None:
    read = article(
        '---\ntitle: "Talks: a beginning"\npublished: 2025-01-17T10:30+04:00\npublisher: Caspian Courier\n'
        f"author: Leyla M.\nurl: https://example.org/1\nlanguage: en-GB\nsection: World\n---\n\n{BODY}"
    )
    assert read == Article(
        text=BODY.strip(),
        title="Talks: a beginning",
        publisher="Caspian Courier",
        author="Leyla M.",
        url="https://example.org/1",
        published="2025-01-17T10:30+04:00",
        published_basis="front_matter",
        language="en-GB",
    )


def test_without_front_matter_only_the_headline_is_known() -> None:
    read = article(f"World » Talks begin in Baku\nTalks begin in Baku\n{BODY}")
    assert (read.title, read.published, read.published_basis) == ("Talks begin in Baku", None, None)
    assert read.text.startswith("World » Talks begin")


@pytest.mark.parametrize("text", [BODY, f"{BODY}The talks went on.", f"{'A headline ' * 20}\n{BODY}"])
def test_a_sentence_is_no_headline(text: str) -> None:
    assert article(text).title is None


def test_a_rule_of_dashes_is_no_front_matter() -> None:
    assert article(f"---\n{BODY}---\nThe talks went on.").text.startswith("---\nMinisters")


def test_line_breaks_and_control_characters() -> None:
    read = article("\x1b[31mTalks\x1b[0m began.\x07\x1b]0;gotcha\x07\r\nThey ended.\rAll left.\u2028Good.\x00"[:-1])
    assert read.text == "Talks began.\nThey ended.\nAll left.\nGood."


def test_quotes_of_a_value_are_taken_off_only_around_it() -> None:
    assert (
        article(f'---\ntitle: Iran concedes drones "came early"\n---\n{BODY}').title
        == 'Iran concedes drones "came early"'
    )


TOPS = [
    ("Talks begin\n\nBy Jane Holm\nPublished: 5 May 2025\n\n", "Jane Holm", "2025-05-05"),
    (
        "Talks begin\nBY ANNE-MARIE de Vries and Bo Lee, Bay Post | Posted on May 5, 2025 10:30\n",
        "ANNE-MARIE de Vries and Bo Lee",
        "2025-05-05T10:30",
    ),
    ("Talks begin\nBy Élodie Martin, Bay Post\n", "Élodie Martin", None),
    ("Talks begin\nBy Friday\n", None, None),
    ("Talks begin\nBy the end of May\nPublished data show a rise.\n", None, None),
    ("By Land and Sea\nTalks begin.\n", None, None),
    ("Talks begin\nPublished: 03/04/2025\n", None, None),
]


@pytest.mark.parametrize(("top", "author", "published"), TOPS)
def test_byline_and_date_in_lines_of_their_own_below_the_headline(
    top: str, author: str | None, published: str | None
) -> None:
    read = article(f"{top}{BODY}")
    assert read.text.startswith(top.split("\n")[0])
    assert (read.author, read.published) == (author, published)
    assert read.published_basis == ("visible" if published else None)


def test_what_is_known_stands_before_what_the_top_of_the_text_says() -> None:
    read = article(f"---\ntitle: T\npublished: 2025-01-17\nauthor: A\n---\nBy Jane Holm\nPublished: 5 May 2025\n{BODY}")
    assert (read.author, read.published, read.published_basis) == ("A", "2025-01-17", "front_matter")
    assert article(f"---\ntitle: T\n---\nBy Jane Holm\n{BODY}").author == "Jane Holm"


def test_the_same_day_twice_is_no_contradiction_and_the_fuller_one_counts() -> None:
    read = article(f"---\ndate: 2025-01-17\npublished: 2025-01-17T10:30\n---\n{BODY}")
    assert read.published == "2025-01-17T10:30"


PROBLEMS = [
    ("---\npublished: 10/05/2024\n---\n", "day/month or month/day"),
    ("---\npublished: 2025-02-31\n---\n", "does not exist"),
    ("---\npublished: 0000-01-01\n---\n", "does not exist"),
    ("---\npublished: 12025-01-01\n---\n", "year 12025"),
    ("---\npublished: 2025-01-17\ndate: 2025-03-01\n---\n", "two publication dates, 2025-01-17 and 2025-03-01"),
    ("---\ntitle: Talks\n\n", "not closed; put a line of ---"),
]


@pytest.mark.parametrize(("head", "why"), PROBLEMS)
def test_bad_front_matter(head: str, why: str) -> None:
    item = one(head + BODY)
    assert isinstance(item, Problem)
    assert item.source == "a.txt"
    assert why in item.reason
    assert "\n" not in item.reason


def test_a_date_the_caller_gives_mends_bad_ones() -> None:
    read = article(f"---\npublished: 10/05/2024\n---\n{BODY}", published="2024-05-10")
    assert (read.published, read.published_basis) == ("2024-05-10", "given")


def test_the_address_of_the_front_matter_counts_before_the_callers() -> None:
    assert article(BODY, url="https://example.org/2").url == "https://example.org/2"
    assert (
        article(f"---\nurl: https://example.org/1\n---\n{BODY}", url="https://example.org/2").url
        == "https://example.org/1"
    )
