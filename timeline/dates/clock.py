"""Times of day: 3:30 p.m., 15:00 GMT, noon."""

from __future__ import annotations

import re
from collections.abc import Mapping

from timeline.dates.lexicon import Value

_CLOCK = re.compile(r"(\d{1,2})[:.](\d\d)(?::(\d\d))?\Z")


def minutes_of(slots: Mapping[str, Value]) -> int | None:
    """Minutes after midnight (1440 = the midnight that ends the day), None without a time or for one that is none."""
    if "noon" in slots:
        return int(slots["noon"]) * 60
    hour, minute = _hour_minute(slots)
    if hour is None:
        return None
    mer = slots.get("mer")
    if mer == "pm" and hour < 12:
        hour += 12
    if mer == "am" and hour == 12:
        hour = 0
    if mer is None and slots.get("part") in ("AF", "EV", "NI") and hour < 12:
        hour += 12
    return hour * 60 + minute if hour <= 24 and minute < 60 else None


def _hour_minute(slots: Mapping[str, Value]) -> tuple[int | None, int]:
    if "clock" in slots:
        text = str(slots["clock"])
        match = _CLOCK.match(text)
        return (int(match[1]), int(match[2])) if match else (None, 0)
    compact = slots.get("compact", slots.get("h") if "military" in slots else None)
    if compact is not None:
        return int(compact) // 100, int(compact) % 100
    hour = slots.get("h")
    return (int(hour), 0) if isinstance(hour, int) else (None, 0)


def value_of(minutes: int) -> str:
    """``T15:00``, as TIMEX3 writes it."""
    return f"T{minutes // 60:02d}:{minutes % 60:02d}"
