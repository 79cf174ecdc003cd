"""Saved pages: text, title, date with its basis, and the rest of what a page says of itself."""

from __future__ import annotations

import json

import pytest

from timeline.model import Article, Problem
from timeline.parsers import parse

PARAGRAPHS = (
    "<p>The foreign ministers of both countries met in Baku on Friday for talks on a pipeline long wanted by both.</p>"
    "<p>They agreed to meet again in March, officials said after the talks.</p>"
)


def page(head: str = "", body: str = PARAGRAPHS, attributes: str = 'lang="en-GB"') -> bytes:
    return f"<!doctype html><html {attributes}><head>{head}</head><body>{body}</body></html>".encode()


def json_ld(**node: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **node})}</script>'


def one(data: bytes, **known: str) -> Article | Problem:
    (item,) = parse(data, "a.html", **known)
    return item


def article(data: bytes, **known: str) -> Article:
    item = one(data, **known)
    assert isinstance(item, Article), item
    return item


def meta(key: str, content: str) -> str:
    return f'<meta property="{key}" content="{content}">'


def test_everything_json_ld_says() -> None:
    head = '<link rel="canonical" href="/n/1"><title>Ministers meet in Baku | Caspian Courier</title>' + json_ld(
        headline="Ministers meet in Baku",
        datePublished="2025-01-17T10:30:00+04:00",
        author=[{"name": "Leyla M."}, {"name": "Rashad G."}],
        publisher={"name": "Caspian Courier"},
    )
    read = article(
        page(head, f"<article><h1>Ministers meet in Baku</h1>{PARAGRAPHS}</article>"), url="https://example.org/n/1?x"
    )
    assert read.title == "Ministers meet in Baku"
    assert (read.published, read.published_basis) == ("2025-01-17T10:30+04:00", "json_ld")
    assert (read.author, read.publisher) == ("Leyla M., Rashad G.", "Caspian Courier")
    assert read.language == "en-GB"
    assert read.text.startswith("The foreign ministers of both")
    assert read.text.endswith("said after the talks.")
    assert read.text.count("\n") == 1


DATES = [
    (json_ld(datePublished="2025-01-17"), "2025-01-17", "json_ld"),
    (json_ld(datePublished="2025-01-17T00:00:00+01:00"), "2025-01-17", "json_ld"),
    ('<script type="application/ld+json">{"@graph": [{"@type": "WebSite"}, {"@type": ["Article"], '
     '"datePublished": "2025-01-17"}]}</script>', "2025-01-17", "json_ld"),
    ('<script type="application/ld+json">{broken</script>' + meta("article:published_time", "2025-01-17T10:30:00Z"),
     "2025-01-17T10:30+00:00", "meta"),
    (json_ld(datePublished="0001-01-01T00:00:00") + '<meta name="date" content="2025-01-17">', "2025-01-17", "meta"),
    (json_ld(datePublished="last Friday") + '<meta itemprop="datePublished" content="2025-01-17">',
     "2025-01-17", "meta"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "published", "basis"), DATES)
def test_dates_in_the_head(head: str, published: str, basis: str) -> None:
    read = article(page(head))
    assert (read.published, read.published_basis) == (published, basis)


def test_a_visible_date() -> None:
    read = article(page(body=f'<article><p class="date">Published 17 January 2025</p>{PARAGRAPHS}</article>'))
    assert (read.published, read.published_basis) == ("2025-01-17", "visible")


def test_a_page_without_a_date_has_none() -> None:
    read = article(page())
    assert (read.published, read.published_basis) == (None, None)


LATE = meta("article:published_time", "2025-01-18T02:30:00Z")


def test_the_local_day_of_a_utc_time_stands_in_the_address() -> None:
    read = article(page(LATE), url="https://example.org/2025/01/17/talks")
    assert (read.published, read.published_basis) == ("2025-01-17", "url")


def test_the_local_day_of_a_utc_time_stands_in_the_byline() -> None:
    read = article(page(LATE, f'<article><div class="byline">By L. M. | January 17, 2025</div>{PARAGRAPHS}</article>'))
    assert (read.published, read.published_basis) == ("2025-01-17", "visible")


def test_a_utc_time_that_nothing_speaks_against_stands() -> None:
    assert article(page(LATE), url="https://example.org/talks").published == "2025-01-18T02:30+00:00"


CONTRADICTION = json_ld(datePublished="2024-05-01") + meta("article:published_time", "2025-01-17T10:00:00Z")


def test_contradictory_dates_are_named() -> None:
    item = one(page(CONTRADICTION))
    assert isinstance(item, Problem)
    assert "2024-05-01 (JSON-LD datePublished), 2025-01-17 (meta article:published_time)" in item.reason
    assert "--published" in item.reason


def test_front_matter_before_a_page_must_agree_with_it() -> None:
    item = one(b"---\npublished: 2024-05-01\n---\n" + page(json_ld(datePublished="2025-01-17")))
    assert isinstance(item, Problem)
    assert "2024-05-01 (its front matter), 2025-01-17" in item.reason


def test_a_date_the_caller_gives_settles_it() -> None:
    read = article(page(CONTRADICTION), published="2025-01-17")
    assert (read.published, read.published_basis) == ("2025-01-17", "given")


TITLES = [
    # (head, heading, title)
    ("<title>Talks begin | Caspian Courier</title>" + meta("og:site_name", "Caspian Courier"), "", "Talks begin"),
    (
        "<title>Caspian Courier - Talks begin in Baku</title>" + meta("og:site_name", "Caspian Courier"),
        "",
        "Talks begin in Baku",
    ),
    (meta("og:title", "Talks begin"), "<h1>Ministers’ talks begin</h1>", "Ministers’ talks begin"),
    (
        meta("og:title", "Talks begin in Baku"),
        "<h1><span>World</span><span>Talks begin in Baku</span></h1>",
        "Talks begin in Baku",
    ),
    (meta("og:title", "Talks begin in Baku"), "<h1>World | Talks begin in Baku</h1>", "World | Talks begin in Baku"),
    ("<title>Talks begin in Baku | Courier</title>", "<h1>Courier</h1>", "Talks begin in Baku | Courier"),
    ("", "<h1>Talks begin</h1>", "Talks begin"),
    (
        meta("og:title", "Talks begin in Baku - Ministers see progress"),
        "<h1><span>Talks begin in Baku</span> <small>Ministers see progress</small></h1>",
        "Talks begin in Baku",
    ),
    (json_ld(headline="Tom &amp; Jerry meet"), "", "Tom & Jerry meet"),
]


@pytest.mark.parametrize(("head", "heading", "title"), TITLES)
def test_titles(head: str, heading: str, title: str) -> None:
    assert article(page(head, f"<article>{heading}{PARAGRAPHS}</article>")).title == title


def test_a_dated_caption_stands_on_a_line_of_its_own() -> None:
    figures = (
        "<figure><img><figcaption>The ministers shake hands before their talks in Baku on January 17, 2025. Photo: Pool"
        "</figcaption></figure><figure><figcaption>A pipeline in the desert, seen from the air.</figcaption></figure>"
    )
    lines = article(page(body=f"<article>{figures}{PARAGRAPHS}</article>")).text.split("\n")
    assert lines[0] == "The ministers shake hands before their talks in Baku on January 17, 2025."
    assert lines[1].startswith("The foreign ministers of both")
    assert len(lines) == 3


def test_what_search_engines_are_told_of_a_page_that_shows_only_its_start() -> None:
    whole = " ".join(f"Sentence {n} of the article says something new about the talks." for n in range(40))
    read = article(
        page(json_ld(articleBody=whole), "<article><p>Sentence 0 of the article says something new.</p></article>")
    )
    assert read.text == whole


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1251", "shift_jis"])
def test_a_declared_encoding(charset: str) -> None:
    words = {"iso-8859-1": "café naïve", "windows-1251": "Переговоры в Баку", "shift_jis": "大統領は到着した"}[charset]
    text = page(
        f'<meta charset="{charset}">', f"<article><p>{words} and the talks went on in Baku.</p></article>"
    ).decode()
    assert words in article(text.encode(charset)).text


@pytest.mark.parametrize("body", ["", "<script>let x = 1</script>", "<div>" * 5000])
def test_a_page_without_text(body: str) -> None:
    item = one(page(body=body))
    assert isinstance(item, Problem)
    assert "no article text" in item.reason


def test_a_page_is_known_by_content_whatever_its_name() -> None:
    (item,) = parse(page(meta("og:title", "Talks begin")), "standard input")
    assert isinstance(item, Article)
    assert item.title == "Talks begin"


@pytest.mark.parametrize("address", ["http://[::1", "javascript:alert(1)", "ftp://example.org/x", "//"])
def test_a_canonical_link_that_is_no_web_address(address: str) -> None:
    assert article(page(f'<link rel="canonical" href="{address}">')).url is None


GUESSES = {
    "a copyright notice": f"{PARAGRAPHS}<footer>© 2024 Caspian Courier</footer>",
    "a date the article tells of": "<p>The war began on 3 March 2019, when troops crossed the river.</p>",
    "a picture's folder": f'{PARAGRAPHS}<img src="/uploads/2023/05/a.jpg">',
    "a year": f"{PARAGRAPHS}<p>The pipeline was planned in 2019.</p>",
}


@pytest.mark.parametrize("body", GUESSES.values(), ids=GUESSES)
def test_a_publication_date_is_never_guessed(body: str) -> None:
    assert article(page(body=body)).published is None


def test_full_stops_write_the_day_first() -> None:
    assert (
        article(page(body=f'<p class="date">01.11.2023</p>{PARAGRAPHS}', attributes='lang="de"')).published
        == "2023-11-01"
    )
