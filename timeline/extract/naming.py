"""Every report of an article named: with its headline, else with that of its twin, else with its own plainest words.

A report whose words make no good headline carries the cue ``title.weak: …``, which says what the headline lacks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from timeline.extract.inflection import raised
from timeline.extract.phrases import noun_phrase

if TYPE_CHECKING:
    from timeline.extract.pipeline import Draft, Scene

_NEAR = 6
"""Words around a trigger that are shown where nothing better can be."""


def titled(found: Sequence[Draft], scene: Scene) -> list[Draft]:
    """Every draft with a title: a bare "the signing" takes that of an earlier report of the same act."""
    done: list[Draft] = []
    for draft in found:
        report, lack = draft.report, draft.lack
        name = report.title
        if name and lack is None:
            done.append(draft)
            continue
        if not name:
            twin = next((d.report for d in reversed(done) if d.report.trigger == report.trigger), None)
            own = twin is not None and draft.predicate.kind == "noun"
            lack = _lack_of(twin.cues) if twin is not None and own else "no headline in these words"
            name = twin.title if twin is not None else _plainest(draft, scene)
        cues = report.cues if lack is None else (*report.cues, f"title.weak: {lack}")
        done.append(replace(draft, report=replace(report, title=name, cues=cues)))
    return done


def _lack_of(cues: Sequence[str]) -> str | None:
    return next((cue.partition(": ")[2] for cue in cues if cue.startswith("title.weak: ")), None)


def _plainest(draft: Draft, scene: Scene) -> str:
    """A noun phrase, else the words of the text around the trigger, cut at word ends."""
    token, text = draft.predicate.token, scene.article.text
    if draft.predicate.kind == "noun" and (words := noun_phrase(token, scene.cast)) is not None:
        return raised(words[0])
    near = [t for t in token.subtree if not t.is_space and abs(t.i - token.i) <= _NEAR]
    if len(near) < 2:
        near = [t for t in token.sent if abs(t.i - token.i) <= 4 and not t.is_space]
    quoted = text[near[0].idx : near[-1].idx + len(near[-1])].replace("\n", " ").strip(' ,;:-–—.“”"')
    return f"“{quoted}”"
