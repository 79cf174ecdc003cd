"""The floor under the quality of the date phrases: passages of our own in today's news style (see gold.txt)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from timeline import dates

_MARK = re.compile(r"\{([^|{}]+)\|([^|{}]+)(?:\|([^|{}]+))?\}")


@dataclass(frozen=True)
class Wanted:
    start: int
    end: int
    value: str
    bounds: tuple[str | None, str | None] | None


@dataclass(frozen=True)
class Passage:
    text: str
    published: str | None
    style: str
    phrases: tuple[Wanted, ...]


def passages() -> list[Passage]:
    content = (Path(__file__).parent / "gold.txt").read_text(encoding="utf-8")
    blocks = [block for block in content.split("\n\n") if block.startswith("@")]
    return [_passage(block) for block in blocks]


def _passage(block: str) -> Passage:
    head, marked = block.strip().split("\n", 1)
    _, published, style = head.split()
    text, phrases, at = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        start = len(text)
        text += match[1]
        phrases.append(Wanted(start, len(text), match[2], _bounds(match[3])))
        at = match.end()
    return Passage(text + marked[at:], None if published == "-" else published, style, tuple(phrases))


def _bounds(written: str | None) -> tuple[str | None, str | None] | None:
    if written is None:
        return None
    first, last = written.split("..")
    return first or None, last or None


FLOOR_FOUND, FLOOR_VALUE, FLOOR_BOUNDS = 0.97, 0.95, 0.95


def test_the_gold_set_is_large_enough() -> None:
    found = passages()
    assert len(found) >= 60
    assert sum(len(passage.phrases) for passage in found) >= 300


def test_phrases_values_and_bounds_stay_above_the_floor() -> None:
    wanted = found = spans = values = bounded = bounds = 0
    misses: list[str] = []
    for passage in passages():
        read = dates.read(passage.text, passage.published, style=passage.style)
        by_span = {(timex.start, timex.end): timex for timex in read}
        found += len(read)
        for timex in read:
            if not any(w.start < timex.end and timex.start < w.end for w in passage.phrases):
                misses.append(f"spurious {timex.text!r} in {passage.text[:50]!r}")
        for want in passage.phrases:
            wanted += 1
            got = by_span.get((want.start, want.end))
            spans += got is not None
            values += got is not None and got.value == want.value
            bounded += want.bounds is not None
            right = got is not None and (got.when.earliest, got.when.latest) == want.bounds
            bounds += want.bounds is not None and right
            if got is None or got.value != want.value or (want.bounds is not None and not right):
                phrase = passage.text[want.start : want.end]
                read_as = got and (got.value, got.when.earliest, got.when.latest)
                misses.append(f"{phrase!r} {want.value} {want.bounds} got {read_as}")
    report = "\n".join(misses)
    assert 2 * spans / (wanted + found) >= FLOOR_FOUND, report
    assert values / wanted >= FLOOR_VALUE, report
    assert bounds / bounded >= FLOOR_BOUNDS, report
