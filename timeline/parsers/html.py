"""A saved web page: trafilatura for its text, what the page says of itself for the rest, htmldate where it says no date.

    <html lang="en"><head>
      <meta property="og:title" content="Ministers meet in Baku">
      <script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2025-01-17T10:30:00+04:00"}</script>
    </head><body><article><h1>Ministers meet in Baku</h1><p>The foreign ministers of both countries met …</p></article></body></html>
"""

from __future__ import annotations

import copy
import re
from datetime import date
from typing import Any

import htmldate
import trafilatura
from trafilatura.utils import load_html

from timeline.model import Article
from timeline.parsers import decoding, head, text

_NO_TEXT = "has no article text; if the page loads it by script, save the page as the browser shows it"


def article(page: str, known: dict[str, Any]) -> Article:
    """The article of a page.

    Args:
        page: the page, decoded.
        known: fields that are known already; they stand, except that the dates of the page must not contradict a publication
            date from a front matter block.

    Raises:
        ValueError: no text, or contradictory publication dates.
    """
    tree = load_html(page)
    if tree is None:
        raise ValueError(_NO_TEXT)
    facts = head.facts(tree, known.get("url"))
    dated = _dated(tree, facts, known)
    body = _text(tree, known.get("url"))
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


def _text(tree: Any, url: str | None) -> str:
    document = trafilatura.bare_extraction(copy.deepcopy(tree), url=url, include_comments=False, include_formatting=False)
    body = getattr(document, "text", None)
    if not body:
        raise ValueError(_NO_TEXT)
    return str(body)


def _dated(tree: Any, facts: head.Facts, known: dict[str, Any]) -> dict[str, str]:
    """The publication date the page gives, with its basis."""
    if facts.dates:
        stated = facts.dates[0]
        return {"published": stated.published, "published_basis": stated.basis}
    found = htmldate.find_date(tree, url=known.get("url"), original_date=True)
    return {"published": found, "published_basis": "visible"} if found else {}
