"""Tag the documents of a TIMEX3 data set: ``python -m benchmarks.timex [--parse] DOCS OUT``.

DOCS holds one JSON document a line: ``{"id", "dct", "text"}`` (``dct``: the day of publication, or null); other keys
are not looked at. OUT gets ``{"id", "timexes": [{"start", "end", "type", "value"}]}`` for each. Offsets are code
points. With ``--parse`` the tense of each clause comes from a spaCy parse.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from timeline import dates
from timeline.model import Timex


def main(arguments: list[str]) -> int:
    """Read DOCS, write OUT; the exit code."""
    parse = "--parse" in arguments
    paths = [argument for argument in arguments if argument != "--parse"]
    if len(paths) != 2:
        print("usage: python -m benchmarks.timex [--parse] DOCS OUT", file=sys.stderr)
        return 2
    docs, out = map(Path, paths)
    with docs.open(encoding="utf-8") as lines, out.open("w", encoding="utf-8") as result:
        for line in lines:
            if line.strip():
                document = json.loads(line)
                hints = _parsed(document["text"]) if parse else []
                result.write(json.dumps(tag(document, hints), ensure_ascii=False) + "\n")
    return 0


def _parsed(text: str) -> list[dates.Clause]:
    from benchmarks.timex_clauses import clauses
    from timeline.extract import nlp

    return [clause for doc in nlp.parse([text]) for clause in clauses(doc)]


def tag(document: dict[str, str], clauses: Sequence[dates.Clause] = ()) -> dict[str, object]:
    """One document tagged."""
    text = document["text"]
    published = document.get("dct") or None
    style = dates.style_of(text, published)
    found = dates.read(text, published, style=style, clauses=clauses)
    value = _post_value if style == "colloquial" else _plain_value
    return {
        "id": document["id"],
        "timexes": [{"start": t.start, "end": t.end, "type": t.type, "value": value(t)} for t in found],
    }


def _plain_value(timex: Timex) -> str:
    return timex.value


def _post_value(timex: Timex) -> str:
    """The value as sets of posts write it: the dialect of SUTime, whose output their annotators corrected.

    A weekday repeats its number (``2014-10-17-WXX-5``), a bare year fills up (``2014-XX-XX``), a set is its period.
    """
    value, rule = timex.value, timex.when.rule
    if timex.type == "SET":
        return _POST_SETS.get(value, value)
    if rule == "en.year" and len(value) == 4:
        return f"{value}-XX-XX"
    if _WEEK.match(value):
        return f"{value[:4]}-{(timex.when.latest or value)[5:7]}-{value[5:]}"
    if _WEEKDAY.search(timex.text) and _DAY.match(value):
        number = date.fromisoformat(value[:10]).isoweekday()
        return f"{value[:10]}-WXX-{number}{value[10:]}"
    return value.replace("T24:00", "T00:00")


_POST_SETS = {"XXXX-XX-XX": "P1D", "XXXX-WXX": "P1W", "XXXX-XX": "P1M", "XXXX": "P1Y", "XXXX-XX-XXTNI": "TNI"}
_WEEK = re.compile(r"\d{4}-W\d\d\Z")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_WEEKDAY = re.compile(r"\b(mon|tues?|wed|thurs?|fri|sat|sun)(day|nesday|urday)?\b", re.IGNORECASE)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
