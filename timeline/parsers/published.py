"""Publication dates as people, feeds and pages write them; nothing ambiguous is accepted."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

FORMS = "write YYYY-MM-DD, optionally with THH:MM[:SS] and +HH:MM or Z"

_ISO = re.compile(
    r"(?P<date>\d{4}-?\d\d-?\d\d)"
    r"(?:(?:T|\s+|t)(?P<time>\d\d:?\d\d(?::?\d\d(?:[.,]\d+)?)?)\s*(?P<zone>Z|z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?\Z"
)
_RFC = re.compile(r"(?:[A-Za-z]{3},\s*)?\d{1,2}\s+[A-Za-z]{3}\s+\d{4}\s+\d\d:\d\d")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
_YEAR = re.compile(r"(\d+)-\d\d?-\d\d?\b")


def parse_published(text: str) -> str:
    """A publication date in the one form that articles carry.

    Args:
        text: ISO 8601 (``2025-01-17``, ``2025-01-17T10:30+03:00``, ``20250117T103000Z``) or RFC 2822
            (``Fri, 17 Jan 2025 10:30:00 +0300``).

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
    except (ValueError, OverflowError):
        raise ValueError(f"{_shown(text)} is a day or time that does not exist; {FORMS}") from None
    if (match := _SLASHED.match(stripped)) and int(match[1]) <= 12 and int(match[2]) <= 12 and match[1] != match[2]:
        raise ValueError(f"{_shown(text)} can be day/month or month/day; {FORMS}")
    if (match := _YEAR.match(stripped)) and len(match[1]) > 4:
        raise ValueError(f"{_shown(text)} has the year {match[1]}, beyond 9999; {FORMS}")
    raise ValueError(f"{_shown(text)} is no publication date; {FORMS}")


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
