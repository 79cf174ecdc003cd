"""One parsed article read: drafts made into numbered reports that refer to one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from timeline import actors, dates
from timeline.extract import Extraction, dating, main_event, salience
from timeline.extract.cast import Cast
from timeline.extract.lexicon import shipped
from timeline.extract.naming import titled
from timeline.extract.pipeline import Draft, Scene, drafts
from timeline.extract.recall import anchored, headed, recalled
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
    reports = _numbered(salience.judged(headed(anchored(recalled(titled(found, scene)))), scene.published))
    choice = main_event.choose(article, reports, [t for t in timexes if not dating.is_loose(t)])
    return Extraction(choice.reports, choice.main, tuple(timexes), tuple(mentions))


def _numbered(found: Sequence[Draft]) -> list[Report]:
    by_token = {d.predicate.token.i: number for number, d in enumerate(found)}
    reports: list[Report] = []
    for number, d in enumerate(found):
        teller = d.mood.teller
        about = by_token.get(teller.i) if teller is not None else None
        reports.append(replace(d.report, ordinal=number, about=about))
    return reports
