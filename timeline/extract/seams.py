"""Where a caption or a headline was run into the text behind it: a sentence begins and none has ended.

Fans in the rain outside the hall in Lima A 20-year-old man was hurt on Monday.            before "A 20-year-old"
The left won the vote in Chad, partial results showed on Monday, ending ten years of rule.    before "partial"
Candles burn near the house in Bergen "We will not forget her," one note read.             before the quotation
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

_OPENING = re.compile(
    r"(?P<before>[\w’'%)]+) (?P<word>(?:An?|The|This|These|His|Their)(?= [a-z0-9])|(?:He|She|They|It|There)"
    r"(?= (?:is|are|was|were|has|have|had|will|would|said|says|told|came|comes|also)\b))"
)
_QUOTATION = re.compile(
    r"(?P<before>[a-z0-9]+) (?P<word>[\"“])"
    r"(?=[A-Z][^\"”“\n]{12,200},[\"”] (?:\w+ ){0,4}(?:said|says|told|added|read|wrote)\b)"
)
_DATELINE = re.compile(
    r"(?P<before>[a-z0-9]+) (?P<word>[A-Z]{4,})(?: [A-Z]{2,}){0,3},? (?:[A-Z][a-z.]{2,9} \d{1,2} )?"
    r"\([A-Z][A-Za-z ]{1,20}\) [-–—]"
)
"""Where a report was written, behind its headline: "talks go on LIMA, June 8 (Fjord Press) - "."""
_RESULTS = re.compile(
    r", (?=(?!whose |which )(?:[a-z]+[ -]){0,3}(?:results|returns) (?:showed|show|confirmed)"
    r"(?: (?:(?:late |early )?on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)?[.,])"
)
"""Who counted, behind what was counted: the parse runs the two together."""
_STOP = re.compile(r"[.!?:;]['\"”’)]*\s")
_LEAST_BEFORE, _LEAST_BEHIND = 4, 6
"""Words of the shortest caption, and of the shortest sentence that begins behind one."""
_REACH = 400
"""Characters before a seam in which the sentence may have begun."""


def seams(line: str) -> Iterator[int]:
    """Offsets in a line of text at which a sentence begins without a stop before it."""
    for pattern in (_OPENING, _QUOTATION, _DATELINE):
        for found in pattern.finditer(line):
            at = found.start("word")
            if found["before"].lower() not in _leading() and _is_seam(line, at):
                yield at
    yield from (found.end() for found in _RESULTS.finditer(line))


def results_follow(text: str, at: int) -> bool:
    """Whether who counted is told behind the comma at an offset: "won the election, near-complete results showed"."""
    return _RESULTS.match(text, at) is not None


def _is_seam(line: str, at: int) -> bool:
    piece = line[max(0, at - _REACH) : at]
    stops = [m.end() for m in _STOP.finditer(piece)]
    before = [w for w in piece[stops[-1] if stops else 0 :].split() if w[0].isalpha()]
    small = sum(w[0].islower() for w in before)
    long = len(before) >= _LEAST_BEFORE and len(line[at : at + _REACH].split()) >= _LEAST_BEHIND
    return long and 2 * small >= len(before) and piece[-2:-1] not in ",("


@cache
def _leading() -> frozenset[str]:
    """Words after which a capital begins a name and no sentence: "called", "vitamin A", "of The Hague"."""
    table = tomllib.loads((files("timeline") / "rules" / "seams.toml").read_text("utf-8"))
    return frozenset(table["leading"])
