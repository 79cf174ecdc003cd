"""When a page was published: what it states, checked against itself, and nothing that is only a guess."""

from __future__ import annotations

import copy
import re
from datetime import date, timedelta
from typing import Any

import htmldate

from timeline.parsers import head
from timeline.parsers.decoding import one_line

# The same moment is up to a day apart in two time zones.
_ZONES_APART = timedelta(days=1)
# Longest line that may be a byline, in words, those of the date included.
_BYLINE_WORDS = 10
_BYLINES = (
    "//body//*[self::time or contains(@class, 'date') or contains(@class, 'time') or contains(@class, 'byline')"
    " or contains(@class, 'publish')]/descendant-or-self::*[not(self::script or self::style)]/text()"
)


def published(tree: Any, facts: head.Facts, known: dict[str, Any]) -> dict[str, str]:
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
    found = _found(tree, url)
    if not found:
        return {}
    in_address = any(re.search(form, url or "") for form in _in_address(date.fromisoformat(found)))
    return {"published": found, "published_basis": "url" if in_address else "visible"}


def _found(tree: Any, url: str | None) -> str | None:
    """The date that htmldate finds. What its extensive search adds counts only if it stands in a line of its own.

    That search also takes the year of a copyright notice, or a date that the article tells of.
    """
    if found := htmldate.find_date(copy.deepcopy(tree), extensive_search=False, original_date=True, url=url):
        return _with_day_first(date.fromisoformat(found), tree).isoformat()
    if guess := htmldate.find_date(copy.deepcopy(tree), extensive_search=True, original_date=True, url=url):
        day = date.fromisoformat(guess)
        lines = (one_line(t) for t in tree.xpath("//body//text()"))
        if any(_in_words(day, line) for line in lines if len(line.split()) <= _BYLINE_WORDS):
            return guess
    return None


def _with_day_first(day: date, tree: Any) -> date:
    """The day, with day and month exchanged if the page writes them so with full stops: 01.11.2023 is in November."""
    if day.day > 12 or day.day == day.month:
        return day
    twin = day.replace(month=day.day, day=day.month)
    text = " ".join(tree.xpath("//body//text()[contains(., '.')]"))
    return twin if f"{twin:%d.%m.%Y}" in text and f"{day:%d.%m.%Y}" not in text else day


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
    return re.search(rf"{forms}|\b{day.isoformat()}\b|\b{day:%m/%d/%Y}\b|\b{day:%d.%m.%Y}\b", text, re.I) is not None
