"""A saved web page: trafilatura for its text, its own head for the rest, htmldate where it states no date.

<html lang="en"><head>
  <meta property="og:title" content="Ministers meet in Baku">
  <script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2025-01-17T10:30:00+04:00"}</script>
</head><body><article><h1>Ministers meet in Baku</h1><p>The foreign ministers met …</p></article></body></html>
"""

from __future__ import annotations

import copy
import re
from configparser import ConfigParser
from functools import cache
from typing import Any

import trafilatura
from trafilatura.settings import DEFAULT_CONFIG
from trafilatura.utils import load_html

from timeline.model import Article
from timeline.parsers import captions, dating, decoding, head, text

_LISTING = re.compile(r"\s*(?:Index of|Directory listing for) /")
_NO_TEXT = "has no article text; if the page loads it by script, save the page as the browser shows it"


def article(page: str, known: dict[str, Any]) -> Article:
    """The article of a page.

    Args:
        page: the page, decoded.
        known: fields that are known already; they stand, except that the dates of the page must not contradict a
            publication date from a front matter block.

    Raises:
        ValueError: no text, a list of files, or contradictory publication dates.
    """
    tree = load_html(page)
    if tree is None:
        tree = load_html(f"<html><body><article>{page}</article></body></html>")  # a fragment
    if tree is None:
        raise ValueError(_NO_TEXT)
    if _LISTING.match(" ".join(tree.xpath("(.//title)[1]//text()"))):
        raise ValueError("is a list of files, no article; give the addresses or files in it")
    facts = head.facts(tree, known.get("url"))
    dated = dating.published(tree, facts, known)
    body = _text(tree, facts, known.get("url") or facts.url)
    fields = {
        "title": facts.title,
        "publisher": facts.publisher,
        "author": facts.author,
        "url": facts.url,
        "language": facts.language,
        **dated,
        **known,
    }
    return Article(text=text.checked(body), **fields)


def _text(tree: Any, facts: head.Facts, url: str | None) -> str:
    document = trafilatura.bare_extraction(copy.deepcopy(tree), url=url, include_comments=False, config=_config())
    body = getattr(document, "text", None) or ""
    # Half an article is what a page shows to those who have not paid, and repeats in full for search engines.
    if facts.body and len(facts.body) > 1.5 * len(body):
        body = facts.body
    if not body:
        raise ValueError(_NO_TEXT)
    lines = [line.removeprefix("- ") for line in decoding.clean(str(body)).split("\n")]
    while lines and (not lines[0].strip() or _same(lines[0], facts.title)):
        lines.pop(0)
    return "\n".join(captions.insert(lines, tree))


@cache
def _config() -> ConfigParser:
    """The library's own settings, but a short text is left as it is: its rescue runs headings into sentences."""
    config = copy.deepcopy(DEFAULT_CONFIG)
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "60"
    return config


def _same(line: str, title: str | None) -> bool:
    return decoding.one_line(line).casefold() == (title or "").casefold()
