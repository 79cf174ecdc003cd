"""Cutting a text into the tokens that date rules look at, in one pass.

"On 5 March 2024, at 3:30 p.m." -> On | 5 | March | 2024 | , | at | 3:30 | p.m.

What a number may be (day, hour, year …) is decided by its shape alone; what a word is, by the rule files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from timeline.dates.lexicon import Lexicon

_SHAPES = r"""
      (?P<word>[^\W\d_](?:\.[^\W\d_])+\.?(?!\w)|[^\W\d_]+\.?)
    | (?=[\d'’‘])(?:
        (?P<iso>(?<![\w.-])\d{4}-\d\d(?:-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:\ ?Z\b|[+-]\d\d:?\d\d\b)?)?)?
            (?![\w-]|\.\d))
      | (?P<numeric>(?<![\w./-])\d{1,4}(?P<sep>[/.-])\d{1,2}(?P=sep)\d{1,4}(?![\w/-]|\.\d))
      | (?P<clock>(?<![\w.:])\d{1,2}:\d\d(?::\d\d)?(?![\d:]))
      | (?P<ordnum>(?<![\w.])\d{1,3}(?:st|nd|rd|th|ST|ND|RD|TH)\b)
      | (?P<decade>(?<![\w.,$£€])(?<![A-Z]-)['’‘]?\d{1,3}0['’]?s\b)
      | (?P<range>(?<![\w.-])[12]\d{3}[-–/]\d\d(?![\w-]))
      | (?P<number>\d{1,3}(?:,\d{3})+(?![\d,])|\d+(?:\.\d+)?)
      | (?P<possessive>['’]s\b)
    )
    | (?P<line>\n\s*)
    | (?P<mark>[^\s\w]|_)
    """
_LEFT = re.compile(r"(\d{1,5})[-.]\Z")
_RIGHT = re.compile(r"[-.](\d{1,5})")
_ENTRY = re.compile(r"['’]s\b|[^\W\d_]+|\d+|[^\s\w]")
_SAME = str.maketrans({"–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "’": "'", "‘": "'", "`": "'"})
LINE = "\n"
"""Class character of a line break that ends a paragraph; no rule crosses it."""
_UNKNOWN = "x"
# A number glued to one of these is a price, a name, a version or an address, never a date.
_GLUE_BEFORE = frozenset("$£€¥#@_&=+~^\\")
_GLUE_AFTER = frozenset("%_@=°$£€")


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """A text cut up. Lists run in parallel."""

    text: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    """Lower-case look-up forms (cased where the lexicon knows the cased word)."""
    classes: str
    """One class character for each token."""
    values: Mapping[int, float]
    """What numbers mean, by token number."""


def split_entry(entry: str) -> list[str]:
    """The tokens of an entry of the rule files; an abbreviation with its dots stays one token."""
    if " " not in entry and "'" not in entry and "-" not in entry:
        return [entry]
    return _ENTRY.findall(entry)


def number_shape(text: str) -> frozenset[str]:
    """What a plain number can be, told from its digits."""
    if not text.isdigit():
        return frozenset({"num"})
    value = int(text)
    shape = {"num", "digits"}
    if len(text) <= 2:
        shape |= {name for name, top in (("day", 31), ("monthnum", 12)) if 1 <= value <= top}
        shape |= {name for name, top in (("hour", 24), ("minute", 59)) if value <= top}
    if len(text) == 2:
        shape.add("short_year")
    if len(text) == 3:
        shape.add("old_year")
    if len(text) == 4 and 1000 <= value <= 2199:
        shape.add("year")
    if 3 <= len(text) <= 4 and value // 100 <= 24 and value % 100 <= 59:
        shape.add("compact")
    return frozenset(shape)


_SAMPLES = (
    "0",
    "00",
    "5",
    "05",
    "12",
    "13",
    "24",
    "25",
    "31",
    "32",
    "59",
    "60",
    "99",
    "100",
    "159",
    "170",
    "0000",
    "0099",
)
_FIXED_SHAPES = {kind: frozenset({kind}) for kind in ("iso", "numeric", "clock", "ordnum", "decade", "range")}
SHAPE_SETS = frozenset(
    {number_shape(sample) for sample in (*_SAMPLES, "1000", "1175", "2000", "2170", "2359", "2400", "2500", "1.5")}
    | set(_FIXED_SHAPES.values())
)
"""Every set of categories that a number can have."""


@cache
def _token() -> re.Pattern[str]:
    """Compiled on first use: importing the package stays cheap."""
    return re.compile(_SHAPES, re.VERBOSE)


def cut(text: str, lexicon: Lexicon) -> Tokens:
    """Cut a text. Linear in its length."""
    starts: list[int] = []
    ends: list[int] = []
    words: list[str] = []
    classes: list[str] = []
    values: dict[int, float] = {}
    known, shapes = lexicon.words, lexicon.shapes
    seen: dict[str, tuple[str, str]] = {}
    for match in _token().finditer(text):
        kind = match.lastgroup
        start, end = match.span()
        word = match[0]
        if kind == "word":
            found = seen.get(word)
            if found is None:
                found = seen[word] = _look_up(word, known)
            key, char = found
            if word[-1] == "." and key[-1:] != ".":
                starts.append(start)
                ends.append(end - 1)
                words.append(key)
                classes.append(char)
                start, key, char = end - 1, ".", known.get(".", _UNKNOWN)
        elif kind == "mark" or kind == "possessive":
            key = word.translate(_SAME)
            char = known.get(key, _UNKNOWN)
        elif kind == "line":
            following = text[end : end + 1]
            if following.islower() or (
                following.isdigit() and text[start - 1 : start].isalnum() and "\n" not in word[1:]
            ):
                continue
            key, char = word, LINE
        else:
            key, char = _number(text, match, kind or "", values, len(words), shapes)
        starts.append(start)
        ends.append(end)
        words.append(key)
        classes.append(char)
    return _merge_entries(Tokens(text, starts, ends, words, "".join(classes), values), lexicon)


def _look_up(word: str, known: Mapping[str, str]) -> tuple[str, str]:
    for form in (word, word[:-1] if word[-1] == "." else word):
        if form in known:
            return form, known[form]
        if len(form) > 1 and form.isupper() and form.capitalize() in known:
            return form.capitalize(), known[form.capitalize()]
        lower = form.lower()
        if lower in known:
            return lower, known[lower]
    return word.rstrip(".").lower(), _UNKNOWN


def _number(
    text: str,
    match: re.Match[str],
    kind: str,
    values: dict[int, float],
    index: int,
    shapes: Mapping[frozenset[str], str],
) -> tuple[str, str]:
    start, end = match.span()
    word = match[0]
    before, after = text[start - 1 : start], text[end : end + 1]
    glued = before in _GLUE_BEFORE if before else False
    if kind != "number":
        if glued:
            return word, _UNKNOWN
        if kind == "ordnum":
            values[index] = int(word[:-2])
        if kind == "iso" and _is_year_pair(word):
            kind = "range"
        return word, shapes[_FIXED_SHAPES[kind]]
    if glued or after in _GLUE_AFTER or before.isalpha() or len(word) > 12:
        return word, _UNKNOWN
    if before in (".", "/") and text[start - 2 : start - 1].isalnum():
        return word, _UNKNOWN
    if before == "-" and text[start - 2 : start - 1].isupper():
        return word, _UNKNOWN
    if _in_a_chain(text, start, end):
        return word, _UNKNOWN
    plain = word.replace(",", "")
    values[index] = float(plain) if "." in plain else int(plain)
    return word, shapes.get(number_shape(word), shapes[frozenset({"num"})])


def _in_a_chain(text: str, start: int, end: int) -> bool:
    """Whether a number is a link of a telephone number or an order number (555-2024-100)."""
    left = _LEFT.search(text, max(start - 6, 0), start)
    right = _RIGHT.match(text, end)
    if left and right:
        return True
    return bool(left and len(left[1]) == 3 and end - start == 4) or bool(
        right and end - start == 3 and len(right[1]) == 4
    )


def _is_year_pair(word: str) -> bool:
    """2010-11 and 2024-25 are two years, 2024-10 is a month."""
    return len(word) == 7 and (word[5:] > "12" or int(word[2:4]) + 1 == int(word[5:]))


def _merge_entries(tokens: Tokens, lexicon: Lexicon) -> Tokens:
    """Join the tokens of entries like "the end of" and of numerals like "twenty-five"."""
    joins = list(_entries(tokens, lexicon)) if lexicon.multi else []
    return _joined(tokens, joins, lexicon)


def _entries(tokens: Tokens, lexicon: Lexicon) -> Iterator[tuple[int, int, str, str, float | None]]:
    """(first token, one past the last, look-up form, class character, value) of every join."""
    words, multi, classes = tokens.words, lexicon.multi, tokens.classes
    numeral = lexicon.members.get("number", "") + lexicon.members.get("scale", "") + lexicon.members.get("a", "")
    done = 0
    for i, word in enumerate(words):
        if i < done:
            continue
        seconds = multi.get(word) or (multi.get(word.lower()) if classes[i] != _UNKNOWN else None)
        if seconds and i + 1 < len(words):
            found = _entry_at(words, i, seconds.get(words[i + 1].lower(), ()))
            if found:
                done = i + len(found)
                form = " ".join(found)
                yield i, done, form, lexicon.words[form], None
                continue
        if classes[i] in numeral:
            joined = _numeral_at(words, classes, i, lexicon)
            if joined:
                done, value, shape = joined
                yield i, done, words[i], lexicon.shapes[shape], value


def _entry_at(words: list[str], at: int, entries: Iterable[tuple[str, ...]]) -> tuple[str, ...] | None:
    for entry in entries:
        if len(entry) <= len(words) - at and all(words[at + k].lower() == part for k, part in enumerate(entry)):
            return entry
    return None


def _numeral_at(words: list[str], classes: str, at: int, lexicon: Lexicon) -> tuple[int, float, frozenset[str]] | None:
    """A numeral of several words: twenty-five, nineteen ninety-seven, two hundred, twenty-first."""
    values, is_a = lexicon.values, lexicon.has
    parts: list[int] = []
    end, i = at, at
    while i < len(words) and i - at < 12:
        if is_a(classes[i], "number"):
            parts.append(int(values["number", words[i]]))
        elif i == at and is_a(classes[i], "a"):
            parts.append(1)
        elif is_a(classes[i], "scale"):
            parts.append(int(values["scale", words[i]]))
        elif parts and parts[-1] >= 20 and parts[-1] < 100 and is_a(classes[i], "ordinal"):
            ordinal = int(values["ordinal", words[i]])
            return (
                (i + 1, parts[-1] + ordinal, _FIXED_SHAPES["ordnum"]) if 0 < ordinal < 10 and len(parts) == 1 else None
            )
        else:
            break
        end = i + 1
        i = end + 1 if end < len(words) and words[end] == "-" else end
    if len(parts) < 2 or (is_a(classes[at], "a") and parts[1] < 100):
        return None
    value = _numeral(parts)
    return (end, value, number_shape(str(value))) if value is not None else None


def _numeral(parts: list[int]) -> int | None:
    if 10 <= parts[0] <= 20 and len(parts) in (2, 3) and parts[1] >= 10 and 100 not in parts and 1000 not in parts:
        return parts[0] * 100 + sum(parts[1:])
    total, current = 0, 0
    for part in parts:
        if part in (100, 1000):
            current = max(current, 1) * part
            if part == 1000:
                total, current = total + current, 0
        elif current % 100 == 0 or (current % 10 == 0 and part < 10 and current % 100 >= 20):
            current += part
        else:
            return None
    return total + current


def _joined(tokens: Tokens, joins: list[tuple[int, int, str, str, float | None]], lexicon: Lexicon) -> Tokens:
    if not joins:
        return tokens
    starts: list[int] = []
    ends: list[int] = []
    words: list[str] = []
    classes: list[str] = []
    values: dict[int, float] = {}
    at = 0
    for first, last, form, char, value in [*joins, (len(tokens.words), len(tokens.words), "", "", None)]:
        for i in range(at, first):
            if i in tokens.values:
                values[len(words) + i - at] = tokens.values[i]
        starts += tokens.starts[at:first]
        ends += tokens.ends[at:first]
        words += tokens.words[at:first]
        classes.append(tokens.classes[at:first])
        at = last
        if last > first:
            if value is not None:
                values[len(words)] = value
            starts.append(tokens.starts[first])
            ends.append(tokens.ends[last - 1])
            words.append(form)
            classes.append(char)
    return Tokens(tokens.text, starts, ends, words, "".join(classes), values)
