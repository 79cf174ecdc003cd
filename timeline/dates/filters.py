"""Which matches are dates at all: words that only look like one are dropped here."""

from __future__ import annotations

import re
from collections.abc import Mapping

from timeline.dates.lexicon import Lexicon, Rule, Value
from timeline.dates.tokens import Tokens


def allowed(
    tokens: Tokens, first: int, last: int, slots: Mapping[str, Value], rule: Rule, lexicon: Lexicon, style: str
) -> bool:
    """Whether the words from token ``first`` to ``last`` (exclusive) are a date where they stand."""
    before = tokens.classes[first - 1] if first else ""
    after = tokens.classes[last] if last < len(tokens.classes) else ""
    has = lexicon.has
    if rule.read == "numeric" and not _is_numeric_date(str(slots["numeric"])):
        return False
    if rule.id == "en.duration_span_bare" and (has(before, "'to'") or has(before, "cue_future")):
        return False
    if rule.id == "en.rate" and (has(after, "way") or has(after, "way_last")):
        return False
    if rule.id == "en.nth_of" and slots["unit"] in ("Q", "S", "MI", "H"):
        return False
    if _impossible(slots) or not _has_what_it_needs(rule, before, after, lexicon):
        return False
    if "year" in rule.id and last - first == 1 and not _is_year(tokens, first, before, after, lexicon, style):
        return False
    if rule.id.endswith(".month") and last - first == 1 and has(tokens.classes[first], "shy_month"):
        return has(before, "date_preposition")
    if rule.read == "the_unit" and slots["unit"] in ("S", "MI", "H", "D", "DE", "CE", "ML"):
        return False
    if rule.id == "en.season_bare" and has(before, "'to'"):
        return False
    if rule.id == "en.future" and has(before, "'as'"):
        return False
    if rule.id == "en.duration" and slots.get("unit") == "H" and slots.get("n") == 24 and has(after, "round_the_clock"):
        return False
    if rule.read == "quarter" and slots.get("ord") == -1 and has(tokens.classes[last - 2], "dir"):
        return False
    if slots.get("dir") == "that" and has(tokens.classes[last - 1], "weekday_lower"):
        return False
    if rule.id == "en.season" and has(tokens.classes[last - 1], "season_or_event"):
        return not has(after, "'of'")
    if rule.read == "duration" or rule.read == "shift":
        return _is_length(tokens, first, last, slots, after, lexicon)
    return True


def _has_what_it_needs(rule: Rule, before: str, after: str, lexicon: Lexicon) -> bool:
    """Whether the neighbours are those that the rule asks for with ``needs``."""
    has = lexicon.has
    ends = after in ("", "\n") or has(after, "clause_end")
    if rule.needs == "preposition":
        return has(before, "date_preposition")
    if rule.needs == "at":
        return has(before, "clock_preposition")
    if rule.needs == "nth":
        return has(before, "day_preposition") and ends
    return ends if rule.needs == "end" else True


def _is_numeric_date(text: str) -> bool:
    """22.10.2024 and 01.02.03 are dates; 3.12.2 and 1.2.34 are versions."""
    fields = re.split(r"[/.-]", text)
    sizes = [len(field) for field in fields]
    if sizes[0] == 4:
        return sizes[2] <= 2 and 1 <= int(fields[1]) <= 12 and 1 <= int(fields[2]) <= 31
    if max(sizes[:2]) > 2 or sizes[2] not in (2, 4) or (sizes[2] == 2 and "/" not in text and sizes != [2, 2, 2]):
        return False
    low, high = sorted((int(fields[0]), int(fields[1])))
    return 1 <= low <= 12 and high <= 31


def _impossible(slots: Mapping[str, Value]) -> bool:
    day, hour = slots.get("d"), slots.get("h")
    return (isinstance(day, int) and not 1 <= day <= 31) or (
        isinstance(hour, int) and "military" not in slots and hour > 24
    )


def _is_year(tokens: Tokens, at: int, before: str, after: str, lexicon: Lexicon, style: str) -> bool:
    """A bare four-digit number is a year unless it counts or names something."""
    has = lexicon.has
    if has(before, "numbered"):
        return False
    if has(after, "unit") or has(after, "number") or has(after, "scale") or has(after, "num"):
        return False
    value = tokens.values.get(at, 2000)
    if style == "colloquial":
        return 1900 <= value <= 2100
    return 1400 <= value <= 2100 or has(before, "date_preposition")


def _is_length(tokens: Tokens, first: int, last: int, slots: Mapping[str, Value], after: str, lexicon: Lexicon) -> bool:
    """An age ("6 months old") or a rank ("a second time") is no length of time."""
    has = lexicon.has
    if has(after, "age"):
        return False
    words = tokens.words[first:last]
    if slots.get("unit") == "Q" and slots.get("n") in (1, 3) and (words[-2] == "-" or has(after, "'of'")):
        return False
    if slots.get("approx") == "MORE_THAN" and has(tokens.classes[first], "loose_more") and slots.get("n") == "X":
        return False
    return not (slots.get("unit") == "S" and has(tokens.classes[last - 1], "ordinal") and slots.get("n") == 1)
