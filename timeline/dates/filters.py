"""Which matches are dates at all: words that only look like one are dropped here."""

from __future__ import annotations

import re
from collections.abc import Mapping

from timeline.dates.lexicon import Lexicon, Rule, Value
from timeline.dates.tokens import Tokens

_CLOCK = re.compile(r"([01]?\d|2[0-4])[:.][0-5]\d(:[0-5]\d)?\Z")
_DAY_WORDS = ("en.tonight", "en.dayword")
_LINE = 100
"""Characters of a line that tell whether its words have small letters."""
_SMALL = re.compile(r"\b[a-z]{4,}\b")
# Words of a street's name with its abbreviations: "W. Martin Luther King Blvd".
_STREET_WORDS = 7


_OF_ONE = ("a", "an")
_BEHIND_A_NAME = frozenset(
    (
        "in",
        "on",
        "at",
        "with",
        "and",
        "or",
        "that",
        "which",
        "was",
        "is",
        "were",
        "had",
        "has",
        "when",
        "while",
        "by",
        "to",
        "from",
    )
)


def allowed(
    tokens: Tokens, first: int, last: int, slots: Mapping[str, Value], rule: Rule, lexicon: Lexicon, style: str
) -> bool:
    """Whether the words from token ``first`` to ``last`` (exclusive) are a date where they stand."""
    before = tokens.classes[first - 1] if first else ""
    after = tokens.classes[last] if last < len(tokens.classes) else ""
    has = lexicon.has
    if any(has(before, name) for name in rule.not_after) or any(has(after, name) for name in rule.not_before):
        return False
    if any(slots.get(slot) in values for slot, values in rule.never.items()):
        return False
    if _impossible(slots) or not _has_what_it_needs(rule, before, after, lexicon):
        return False
    if last - first == 1 and rule.alone == "year" and not _is_year(tokens, first, lexicon, style):
        return False
    if last - first == 1 and rule.alone == "month":
        if _is_acronym(tokens, first):
            return False
        if has(tokens.classes[first], "shy_month"):
            said_by = first > 1 and tokens.words[first - 2].lower() == "according"
            return has(before, "date_preposition") and not said_by
    if rule.read == "numeric":
        return _is_numeric_date(str(slots["numeric"]))
    if rule.read == "quarter":
        return not (slots.get("ord") == -1 and has(tokens.classes[last - 2], "dir"))
    if rule.read == "season" and last - first == 1 and _is_name(tokens, last, lexicon):
        return False
    if rule.read == "season" and has(tokens.classes[last - 1], "season_or_event"):
        return not has(after, "genitive")
    if rule.read == "the_unit" and first and tokens.words[first - 1].lower() == "of":
        return not tokens.text[tokens.starts[last - 1]].isupper()  # "Person of the Week"
    if style == "news" and last - first == 1 and rule.id in _DAY_WORDS and _ends_name(tokens, first):
        return False
    if rule.read == "duration" or rule.read == "shift":
        return _is_length(tokens, first, last, slots, after, lexicon)
    return True


def _has_what_it_needs(rule: Rule, before: str, after: str, lexicon: Lexicon) -> bool:
    """Whether the neighbours are those that the rule asks for with ``needs``."""
    has = lexicon.has
    ends = after in ("", "\n") or has(after, "clause_end")
    if rule.needs == "preposition":
        return has(before, "date_preposition")
    if rule.needs == "length":
        return has(before, "length_word")
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
    day, hour, clock = slots.get("d"), slots.get("h"), slots.get("clock")
    if clock is not None and not _CLOCK.match(str(clock)):
        return True
    return (isinstance(day, int) and not 1 <= day <= 31) or (
        isinstance(hour, int) and "military" not in slots and hour > 24
    )


def _is_year(tokens: Tokens, at: int, lexicon: Lexicon, style: str) -> bool:
    """A bare four-digit number is a year unless it counts or names something."""
    has = lexicon.has
    before = tokens.classes[at - 1] if at else ""
    after = tokens.classes[at + 1] if at + 1 < len(tokens.classes) else ""
    if has(before, "numbered") or any(has(after, kind) for kind in ("unit", "number", "scale", "num")):
        return False
    if after and tokens.words[at + 1 : at + 3] in (["-", "block"], ["-", "blk"]):
        return False  # "the 1900-block of West Street"
    if at and tokens.words[at - 1].lower() == "at" and tokens.words[at + 1 : at + 2] in ([], ["("], [","], ["."]):
        return False  # "struck at 1653 (2153 GMT)"
    if has(after, "counted") and not _opens(tokens, at, before, lexicon):
        return False
    if _is_address(tokens, at + 1, lexicon) or _is_of_a_make(tokens, at):
        return False
    value = tokens.values.get(at, 2000)
    if style == "colloquial":
        return 1900 <= value <= 2100
    return 1400 <= value <= 2100 or has(before, "date_preposition")


def _is_of_a_make(tokens: Tokens, at: int) -> bool:
    """Whether a year says of which make a thing is: "in a 2013 Toyota Camry"; not "a 2005 Supreme Court ruling"."""
    if at == 0 or tokens.words[at - 1].lower() not in _OF_ONE:
        return False
    end = at + 1
    while end < len(tokens.words) and tokens.text[tokens.starts[end]].isupper():
        end += 1
    behind = tokens.words[end].lower() if end < len(tokens.words) else "."
    return end > at + 1 and (not behind[0].isalpha() or behind in _BEHIND_A_NAME)


def _opens(tokens: Tokens, at: int, before: str, lexicon: Lexicon) -> bool:
    """Whether a preposition and this token open a sentence: "In 1992 soldiers came"."""
    earlier = tokens.classes[at - 2] if at > 1 else "\n"
    return lexicon.has(before, "date_preposition") and lexicon.has(earlier, "stop")


def _is_acronym(tokens: Tokens, at: int) -> bool:
    """Whether the word is a name in capitals: "the Disasters Emergency Committee (DEC)", "gave it to the DEC"."""
    enclosed = 0 < at < len(tokens.words) - 1 and tokens.words[at - 1] == "(" and tokens.words[at + 1] == ")"
    named = at > 0 and tokens.words[at - 1].lower() == "the"
    return (enclosed or named) and tokens.text[tokens.starts[at] : tokens.ends[at]].isupper()


def _ends_name(tokens: Tokens, at: int) -> bool:
    """Whether a capitalised word of a day ends a name in a line of small letters: "World News Tonight", "USA Today"."""
    text, start = tokens.text, tokens.starts[at]
    named = at > 1 and text[start].isupper() and text[tokens.starts[at - 1]].isupper()
    before = text[tokens.starts[at - 1] : tokens.ends[at - 1]] if named else ""
    named = named and (before.isupper() or text[tokens.starts[at - 2]].isupper())
    return named and _SMALL.search(text[max(0, start - _LINE) : start].rpartition("\n")[2]) is not None


def _is_name(tokens: Tokens, at: int, lexicon: Lexicon) -> bool:
    """Whether a capitalised season is part of a name that goes on: "Brook and Winter streets", "Summer Hill"."""
    if at >= len(tokens.words) or not tokens.text[tokens.starts[at - 1]].isupper():
        return False
    goes_on = tokens.classes[at] == "x" and tokens.text[tokens.starts[at]].isupper()
    return goes_on or lexicon.has(tokens.classes[at], "street")


def _is_address(tokens: Tokens, at: int, lexicon: Lexicon) -> bool:
    """Whether names that end in a word for a street begin at the token."""
    for i in range(at, min(at + _STREET_WORDS, len(tokens.words))):
        if i > at and lexicon.has(tokens.classes[i], "street"):
            return True
        first = tokens.text[tokens.starts[i]]
        if not (first.isupper() or first.isdigit() or first == "."):
            return False
    return False


def _is_length(tokens: Tokens, first: int, last: int, slots: Mapping[str, Value], after: str, lexicon: Lexicon) -> bool:
    """An age ("6 months old") or a rank ("a second time") is no length of time."""
    has = lexicon.has
    if has(after, "age") or (slots.get("unit") == "H" and slots.get("n") == 24 and has(after, "round_the_clock")):
        return False
    words = tokens.words[first:last]
    if slots.get("unit") == "Q" and slots.get("n") in (1, 3) and (words[-2] == "-" or has(after, "genitive")):
        return False
    if slots.get("approx") == "MORE_THAN" and has(tokens.classes[first], "loose_more") and slots.get("n") == "X":
        return False
    return not (slots.get("unit") == "S" and has(tokens.classes[last - 1], "ordinal") and slots.get("n") == 1)
