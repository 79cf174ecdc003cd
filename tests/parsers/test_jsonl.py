"""JSON Lines: a bad line is named and the rest goes on."""

from __future__ import annotations

import json

from timeline.model import Article, Problem
from timeline.parsers import parse

PAGE = "<html><head><title>Talks begin</title></head><body><p>Ministers met in Baku on Friday, officials said.</p>"


def lines(*rows: object) -> bytes:
    return "\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows).encode()


def test_text_and_html() -> None:
    first, second, remark = parse(
        lines(
            {
                "text": "Talks began.",
                "published": "2025-01-17",
                "title": "Talks",
                "publisher": "P",
                "author": "A",
                "extra": 1,
            },
            "",
            {"html": PAGE, "url": "https://example.org/1", "language": "en"},
        ),
        "a.jsonl",
    )
    assert first == Article(
        text="Talks began.", title="Talks", publisher="P", author="A", published="2025-01-17", published_basis="record"
    )
    assert isinstance(remark, Problem) and not remark.refused and remark.source == "a.jsonl"
    assert remark.reason.startswith("keys passed over: extra; read are published, ")
    assert isinstance(second, Article)
    assert (first.where, second.where) == ("a.jsonl:1", "a.jsonl:3")
    assert (second.title, second.url, second.language) == ("Talks begin", "https://example.org/1", "en")
    assert second.text == "Ministers met in Baku on Friday, officials said."


BAD = [
    ("{bad", "is no JSON"),
    ("[1, 2]", "is no JSON object"),
    ({"title": "Talks"}, "neither text nor html"),
    ({"text": 5}, "text must be a string, not 5"),
    ({"text": "Talks began.", "published": "10/05/2024"}, "day/month or month/day"),
    ({"text": "Talks began.", "published": 20250117}, "published must be a string"),
    ({"text": "Talks began.", "url": "not a url"}, "url 'not a url' is no web address; write http"),
    ({"text": "Talks began.", "link": "ftp://x.example/a"}, "is no web address"),
    ({"text": "Talks began.", "date": "soon"}, "no publication date"),
    ({"text": "  "}, "has no text"),
    ({"text": "Talks"}, "single word"),
    ("[" * 100_000, "nested too deeply"),
]


def test_each_bad_line_is_a_problem_and_the_rest_goes_on() -> None:
    items = list(parse(lines(*(row for row, _ in BAD), {"text": "Talks began."}), "a.jsonl"))
    assert len(items) == len(BAD) + 1
    for number, ((_, why), item) in enumerate(zip(BAD, items, strict=False), 1):
        assert isinstance(item, Problem)
        assert item.source == f"a.jsonl:{number}"
        assert why in item.reason
    assert isinstance(items[-1], Article)


def test_fields_under_other_names_count_where_they_hold_a_text_and_the_own_name_is_not_there() -> None:
    rows = (
        {"body": "Talks began.", "date": "30 January 2025", "headline": "Visit", "byline": "A", "source": "P"},
        {"text": "Talks end.", "content": "Teaser.", "source": {"name": "P"}, "publisher": "Q"},
        {"html": PAGE, "content": "Teaser."},
    )
    first, second, third, remark = parse(lines(*rows), "a.jsonl")
    assert first == Article(
        text="Talks began.", title="Visit", author="A", publisher="P", published="2025-01-30", published_basis="record"
    )
    assert second == Article(text="Talks end.", publisher="Q")
    assert isinstance(third, Article) and third.text.startswith("Ministers met")
    assert isinstance(remark, Problem) and remark.reason.startswith("keys passed over: content, source; ")


def test_lone_surrogates_and_nul_do_not_reach_the_article() -> None:
    (item,) = parse(b'{"text": "Talks \\ud800 began\\u0000."}', "a.jsonl")
    assert isinstance(item, Article)
    assert item.text == "Talks \ufffd began."


def test_json_lines_are_known_by_content_too() -> None:
    (item,) = parse(b'{"text": "Talks began."}\n', "standard input")
    assert isinstance(item, Article)


def test_a_json_document_is_refused() -> None:
    (item,) = parse(b'{\n  "text": "Talks began."\n}\n', "a.json")
    assert isinstance(item, Problem)
    assert "not JSON Lines" in item.reason


def test_a_date_the_caller_gives_is_every_lines() -> None:
    (item,) = parse(b'{"text": "Talks began.", "published": "2025"}', "a.jsonl", published="2025-01-17")
    assert isinstance(item, Article)
    assert (item.published, item.published_basis) == ("2025-01-17", "given")


def test_utf16_lines() -> None:
    (item,) = parse('{"text": "Talks began."}\n'.encode("utf-16"), "a.jsonl")
    assert isinstance(item, Article)
