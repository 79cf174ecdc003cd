"""When an article was written, where its text bears an older stamp than the page it was found on.

LIMA, Ohio (May 3, 2021): A bar burned down early this morning.      found in 2024, written on 3 May 2021
Posted: 01/26/2021 1:24 PM                                            written on 26 January 2021
"""

from __future__ import annotations

import re
from dataclasses import replace

from timeline import dates, days
from timeline.model import Article

_HEAD = 600
"""Code points of a text in which its stamp stands."""
_SOON = 2
"""Days within which a page is published or amended; a stamp that is older is of another day."""
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? *)?"
    rf"(?:{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}}|\d{{1,2}}/\d{{1,2}}/\d{{4}}|\d{{4}}-\d\d-\d\d)"
)
_STAMP = re.compile(
    rf"\b(?:posted|published|created|updated|last modified)(?: on)?: *(?P<told>{_DAY})"
    rf"|\((?P<line>{_DAY})\) ?(?::|[-–—]{{1,2}} )",
    re.IGNORECASE,
)


def as_written(article: Article) -> Article:
    """The article with the day of its own stamp as its day, where that is older than the page's; else itself.

    "This morning" is of the day on which it was written, not of the day on which an archive was read.
    """
    found = article.published_day
    stamps = [day for m in _STAMP.finditer(article.text[:_HEAD]) if (day := _day(m["told"] or m["line"])) is not None]
    if found is None or not stamps or days.of(found) - days.of(min(stamps)) <= _SOON:
        return article
    return replace(article, published=min(stamps))


def _day(text: str) -> str | None:
    for timex in dates.read(text, None):
        if timex.when.granularity == "day" and timex.when.earliest == timex.when.latest:
            return timex.when.earliest
    return None
