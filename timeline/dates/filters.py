"""Which matches are dates at all: words that only look like one are dropped here."""

from __future__ import annotations

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
    if rule.needs == "preposition" and not has(before, "date_preposition"):
        return False
    if rule.id == "en.rate" and (has(after, "way") or has(after, "way_last")):
        return False
    if rule.needs == "at" and not has(before, "clock_preposition"):
        return False
    if rule.needs == "end" and after not in ("", "\n") and not has(after, "clause_end"):
        return False
    if _impossible(slots):
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
    if slots.get("dir") == "that" and has(tokens.classes[last - 1], "weekday_lower"):
        return False
    if rule.id == "en.season" and tokens.words[last - 1] == "fall":
        return tokens.words[last] != "of" if last < len(tokens.words) else True
    if rule.read == "duration" or rule.read == "shift":
        return _is_length(tokens, first, last, slots, after, lexicon)
    return True


def _impossible(slots: Mapping[str, Value]) -> bool:
    day, hour = slots.get("d"), slots.get("h")
    return (isinstance(day, int) and not 1 <= day <= 31) or (
        isinstance(hour, int) and "military" not in slots and hour > 24
    )


def _is_year(tokens: Tokens, at: int, before: str, after: str, lexicon: Lexicon, style: str) -> bool:
    """A bare four-digit number is a year unless it counts or names something."""
    has = lexicon.has
    if has(after, "unit") or has(after, "number") or has(after, "scale") or has(after, "num"):
        return False
    value = tokens.values.get(at, 2000)
    if style == "colloquial":
        return 1900 <= value <= 2100
    return 1400 <= value <= 2100 or has(before, "date_preposition")


def _is_length(
    tokens: Tokens, first: int, last: int, slots: Mapping[str, Value], after: str, lexicon: Lexicon
) -> bool:
    """An age ("6 months old") or a rank ("a second time") is no length of time."""
    has = lexicon.has
    if has(after, "age"):
        return False
    words = tokens.words[first:last]
    if slots.get("unit") == "Q" and slots.get("n") in (1, 3) and (words[-2] == "-" or has(after, "'of'")):
        return False
    if slots.get("approx") == "MORE_THAN" and words[0] == "over" and slots.get("n") == "X":
        return False
    if slots.get("unit") == "S" and words[-1] == "second" and slots.get("n") == 1:
        return False
    return True
