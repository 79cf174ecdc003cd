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
from datetime import date, timedelta
from functools import cache
from typing import Any

import htmldate
import trafilatura
from trafilatura.settings import DEFAULT_CONFIG
from trafilatura.utils import load_html

from timeline.model import Article
from timeline.parsers import captions, decoding, head, text

_NO_TEXT = "has no article text; if the page loads it by script, save the page as the browser shows it"
# The same moment is up to a day apart in two time zones.
_ZONES_APART = timedelta(days=1)
_BYLINES = (
    "//body//*[self::time or contains(@class, 'date') or contains(@class, 'time') or contains(@class, 'byline')"
    " or contains(@class, 'publish')]/descendant-or-self::*[not(self::script or self::style)]/text()"
)


def article(page: str, known: dict[str, Any]) -> Article:
    """The article of a page.

    Args:
        page: the page, decoded.
        known: fields that are known already; they stand, except that the dates of the page must not contradict a
            publication date from a front matter block.

    Raises:
        ValueError: no text, or contradictory publication dates.
    """
    tree = load_html(page)
    if tree is None:
        tree = load_html(f"<html><body><article>{page}</article></body></html>")  # a fragment
    if tree is None:
        raise ValueError(_NO_TEXT)
    facts = head.facts(tree, known.get("url"))
    dated = _dated(tree, facts, known)
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


def _dated(tree: Any, facts: head.Facts, known: dict[str, Any]) -> dict[str, str]:
    """The publication date the page gives, with its basis; nothing if the caller knows it already.

    Raises:
        ValueError: two places that must agree do not.
    """
    if known.get("published_basis") in ("given", "record"):
        return {}
    firm = [(stated.published[:10], stated.where) for stated in facts.dates if stated.firm]
    if "published" in known:
        firm.insert(0, (known["published"][:10], "its front matter"))
    for day, where in firm[1:]:
        if abs(date.fromisoformat(day) - date.fromisoformat(firm[0][0])) > _ZONES_APART:
            raise ValueError(
                f"its publication date is contradictory: {firm[0][0]} ({firm[0][1]}), {day} ({where}); "
                "say the right one with --published"
            )
    url = known.get("url") or facts.url
    if facts.dates:
        stated = facts.dates[0]
        local = _local_day(tree, stated.published, url)
        return local or {"published": stated.published, "published_basis": stated.basis}
    found = htmldate.find_date(copy.deepcopy(tree), url=url, original_date=True)
    if not found:
        return {}
    in_address = any(re.search(form, url or "") for form in _in_address(date.fromisoformat(found)))
    return {"published": found, "published_basis": "url" if in_address else "visible"}


def _local_day(tree: Any, published: str, url: str | None) -> dict[str, str] | None:
    """The day before a publication time stated in UTC, where address or byline say that it was still that day."""
    if not published.endswith("+00:00") or published[11:13] >= "13":
        return None
    day = date.fromisoformat(published[:10])
    before = day - timedelta(days=1)
    if any(re.search(form, url or "") for form in _in_address(before)):
        return {"published": before.isoformat(), "published_basis": "url"}
    shown = " ".join(tree.xpath(_BYLINES))
    if _in_words(before, shown) and not _in_words(day, shown):
        return {"published": before.isoformat(), "published_basis": "visible"}
    return None


def _in_address(day: date) -> tuple[str, str]:
    return day.strftime(r"/%Y[/-]?%m[/-]?%d\b"), rf"/{day.year}/{day.month}/{day.day}\b"


def _in_words(day: date, text: str) -> bool:
    month = day.strftime("%b")
    forms = rf"\b{month}\w*\.?\s+0?{day.day},?\s+{day.year}\b|\b0?{day.day}\.?\s+{month}\w*\.?,?\s+{day.year}\b"
    return re.search(rf"{forms}|\b{day.isoformat()}\b|\b{day:%m/%d/%Y}\b", text, re.I) is not None
