"""One parsed article read: drafts made into numbered reports that refer to one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from timeline import actors, dates
from timeline.extract import Extraction, main_event
from timeline.extract.cast import Cast
from timeline.extract.lexicon import shipped
from timeline.extract.pipeline import Draft, Scene, drafts
from timeline.extract.recall import headed, recalled
from timeline.extract.things import complete
from timeline.extract.zones import zones
from timeline.model import Article, Report

if TYPE_CHECKING:
    from spacy.tokens import Doc


def read(article: Article, doc: Doc) -> Extraction:
    """The reports, date phrases and mentions of a parsed article."""
    sentences = list(doc.sents)
    timexes = dates.read(article.text, article.published, style="news" if article.published else None)
    mentions = complete(doc, sentences, actors.find(doc, article.published_day))
    parts = zones(article)
    scene = Scene(article, doc, sentences, parts, timexes, Cast(doc, mentions), shipped())
    found = drafts(scene)
    reports = _numbered(headed(recalled(_titled(found, article.text))))
    choice = main_event.choose(article, reports, timexes)
    return Extraction(choice.reports, choice.main, tuple(timexes), tuple(mentions))


def _titled(found: Sequence[Draft], text: str) -> list[Draft]:
    """Every draft with a title: a bare "the signing" takes that of an earlier report of the same act."""
    titled: list[Draft] = []
    for draft in found:
        if not draft.report.title:
            twin = next((d for d in reversed(titled) if d.report.trigger == draft.report.trigger), None)
            name = twin.report.title if twin is not None else _fallback(draft, text)
            draft = replace(draft, report=replace(draft.report, title=name))
        titled.append(draft)
    return titled


def _fallback(draft: Draft, text: str) -> str:
    """The words of the text around the trigger, cut at word ends."""
    token = draft.predicate.token
    words = [t for t in token.subtree if not t.is_space]
    near = [t for t in words if abs(t.i - token.i) <= 6]
    quoted = text[near[0].idx : near[-1].idx + len(near[-1])].replace("\n", " ").strip(" ,;:-–—")
    if len(quoted.split()) < 2:
        near = [t for t in token.sent if abs(t.i - token.i) <= 4 and not t.is_space]
        quoted = text[near[0].idx : near[-1].idx + len(near[-1])].replace("\n", " ").strip(" ,;:-–—")
    return f"“{quoted}”"


def _numbered(found: Sequence[Draft]) -> list[Report]:
    by_token = {d.predicate.token.i: number for number, d in enumerate(found)}
    reports: list[Report] = []
    for number, d in enumerate(found):
        teller = d.mood.teller
        about = by_token.get(teller.i) if teller is not None else None
        reports.append(replace(d.report, ordinal=number, about=about))
    return reports
