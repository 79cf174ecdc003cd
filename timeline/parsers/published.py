"""Publication dates as people, feeds and pages write them; nothing ambiguous is accepted."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

FORMS = "write YYYY-MM-DD, 16 January 2025 or January 16, 2025, with a time as 2025-01-16T08:30+01:00"

_ISO = re.compile(
    r"(?P<date>\d{4}-?\d\d-?\d\d)"
    r"(?:(?:T|\s+|t)(?P<time>\d\d:?\d\d(?::?\d\d(?:[.,]\d+)?)?)\s*(?P<zone>Z|z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?\Z"
)
_RFC = re.compile(r"(?:[A-Za-z]{3},\s*)?\d{1,2}\s+[A-Za-z]{3}\s+\d{4}\s+\d\d:\d\d")
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})")
_YEAR_LAST = re.compile(r"(?P<first>\d{1,2})(?P<sep>[-/.])(?P<second>\d{1,2})(?P=sep)(?P<year>\d{4})")
_NAMED = re.compile(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? )?"
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\.? (?:of )?(?P<month>[A-Za-z]{3,9})\.?"
    r"|(?P<month_>[A-Za-z]{3,9})\.? (?P<day_>\d{1,2})(?:st|nd|rd|th)?),? (?P<year>\d{4})",
    re.I,
)
_TIME = re.compile(r",? (?:at )?(\d{1,2}:\d\d(?::\d\d)?)(?: ?([ap])\.?m\.?)?(?: ?(Z|UTC|GMT|[+-]\d\d:?\d\d))?", re.I)
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december")  # fmt: skip
_YEAR = re.compile(r"(\d+)-\d\d?-\d\d?\b")


def parse_published(text: str, *, day_first: bool | None = None) -> str:
    """A publication date in the one form that articles carry.

    Args:
        text: ISO 8601 (``2025-01-17``, ``2025-01-17T10:30+03:00``, ``20250117T103000Z``), RFC 2822
            (``Fri, 17 Jan 2025 10:30:00 +0300``), a month by its English name (``17 January 2025``,
            ``Jan. 17, 2025``), or numbers that can be read in one way only (``17/01/2025``, ``2025/01/17``; with full
            stops the day stands first).
        day_first: how to read ``03/04/2025``; None = not at all.

    Returns:
        ``YYYY-MM-DD`` or ``YYYY-MM-DDTHH:MM[:SS][+HH:MM]``, the clock as stated, never shifted.

    Raises:
        ValueError: anything else; the message says why and names the accepted forms.
    """
    stripped = " ".join(text.split())
    try:
        if match := _ISO.match(stripped):
            return _iso(match)
        if _RFC.match(stripped):
            return _written(parsedate_to_datetime(stripped))
        if found := _day(stripped, day_first):
            (year, month, day), words = found
            clock = _clock(stripped[len(words) :])
            if clock is not None and (match := _ISO.match(f"{year:04}-{month:02}-{day:02}{clock}")):
                return _iso(match)
    except (OverflowError, ValueError) as error:
        if isinstance(error, _Ambiguous):
            asked = "write YYYY-MM-DD, or tell add: --day-first or --month-first"
            raise ValueError(f"{_shown(text)} can be day/month or month/day; {asked}") from None
        raise ValueError(f"{_shown(text)} is a day or time that does not exist; {FORMS}") from None
    if (far := _YEAR.match(stripped)) and len(far[1]) > 4:
        raise ValueError(f"{_shown(text)} has the year {far[1]}, beyond 9999; {FORMS}")
    raise ValueError(f"{_shown(text)} is no publication date; {FORMS}")


class _Ambiguous(ValueError):
    """It can be read in two ways."""


def _day(text: str, day_first: bool | None) -> tuple[tuple[int, int, int], str] | None:
    """Year, month and day that a text opens with, and the words for them.

    Raises:
        _Ambiguous: day and month can be told in two ways.
    """
    if match := _YEAR_FIRST.match(text):
        return (int(match["year"]), int(match["month"]), int(match["day"])), match[0]
    if match := _YEAR_LAST.match(text):
        first, second = int(match["first"]), int(match["second"])
        if match["sep"] != "." and first != second and max(first, second) <= 12 and day_first is None:
            raise _Ambiguous
        month_first = match["sep"] != "." and (second > 12 or (first <= 12 and day_first is False))
        return (int(match["year"]), *((first, second) if month_first else (second, first))), match[0]
    if match := _NAMED.match(text):
        name = (match["month"] or match["month_"]).casefold()
        number = next((n for n, month in enumerate(_MONTHS, 1) if month.startswith(name)), 0)
        return ((int(match["year"]), number, int(match["day"] or match["day_"])), match[0]) if number else None
    return None


def _clock(rest: str) -> str | None:
    """What follows a day, as ``THH:MM[:SS][+HH:MM]``; empty where nothing does, None where it is no time of day."""
    match = _TIME.fullmatch(rest)
    if not rest or not match:
        return None if rest else ""
    hour, _, minutes = match[1].partition(":")
    number = int(hour)
    if match[2]:
        if not 1 <= number <= 12:
            return None
        number = number % 12 + (12 if match[2].lower() == "p" else 0)
    return f"T{number:02}:{minutes}{(match[3] or '').upper()}"


def _iso(match: re.Match[str]) -> str:
    day = datetime.strptime(match["date"].replace("-", ""), "%Y%m%d")
    if match["time"] is None:
        return day.date().isoformat()
    clock = re.split("[.,]", match["time"].replace(":", ""))[0].ljust(6, "0")
    zone = {"Z": "+0000", "z": "+0000", "UTC": "+0000", "GMT": "+0000", None: ""}.get(
        match["zone"], match["zone"] or ""
    )
    zone = zone.replace(":", "").ljust(5, "0") if zone else ""
    stamp = f"{match['date'].replace('-', '')}{clock}{zone}"
    return _written(datetime.strptime(stamp, "%Y%m%d%H%M%S%z" if zone else "%Y%m%d%H%M%S"))


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds" if moment.second else "minutes")


def _shown(text: str) -> str:
    kept = "".join(c if c.isprintable() else "?" for c in text.strip())
    return repr(kept if len(kept) <= 40 else kept[:37] + "...")
