"""How much speaks for a report that would be main: a count of signs by which right and wrong ones differ.

The signs and their points stand in ``rules/standing.toml``, with how often each was right among reports that people
read one by one. A report with fewer points than the table asks for stays in the background.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from timeline.extract.pipeline import Draft

_BORROWED, _NEWS, _PAST = ("date.shared", "date.main"), "date.news", "date.past"
_FAR_IN = 2000
"""Characters into an article from which things are told in passing."""
_SHORT = 16
"""Words of a sentence: fewer make a short one."""


def is_weak(draft: Draft, *, is_main_event: bool) -> bool:
    """Whether too little speaks for a report to stand on a timeline.

    Args:
        draft: with its report as it will be stored.
        is_main_event: its article is about it.
    """
    least: int = _table()["least"]
    return points(draft, is_main_event=is_main_event) < least


def points(draft: Draft, *, is_main_event: bool) -> int:
    """The sum of the points of its signs."""
    told = signs(draft, is_main_event=is_main_event)
    return sum(row["points"] for name, row in _table()["sign"].items() if told[name])


def signs(draft: Draft, *, is_main_event: bool) -> Mapping[str, bool]:
    """Which signs a report bears, by their names in the table."""
    r = draft.report
    cues = {cue.partition(":")[0] for cue in r.cues}
    parties = [m.mention for m in r.mentions if m.role != "mentioned"]
    kinds = {m.kind for m in parties}
    return {
        "main_event": is_main_event,
        "lead": draft.lead,
        "far_in": r.sentence_start > _FAR_IN,
        "own_day": "date.own" in cues,
        "borrowed_day": not cues.isdisjoint(_BORROWED),
        "news_day": _NEWS in cues,
        "past": _PAST in cues or r.when.basis == "tense_only",
        "person": "person" in kinds,
        "body": "organisation" in kinds,
        "two_parties": len({m.name for m in parties}) > 1 and "organisation" not in kinds,
        "words": r.type == "STATEMENT",
        "short_sentence": len(draft.predicate.token.sent.text.split()) < _SHORT,
    }


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((files("timeline") / "rules" / "standing.toml").read_text("utf-8"))
