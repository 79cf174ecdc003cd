"""One parsed article read: drafts made into numbered reports that refer to one another."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from timeline import actors, dates
from timeline.extract import Extraction, dating, main_event, salience
from timeline.extract.cast import Cast
from timeline.extract.lexicon import shipped
from timeline.extract.naming import titled
from timeline.extract.phrasing import of_weekend
from timeline.extract.pipeline import READ, Draft, Scene, drafts
from timeline.extract.recall import anchored, headed, recalled, within
from timeline.extract.roles import completed
from timeline.extract.things import complete
from timeline.extract.written import as_written
from timeline.extract.zones import Zone, zones
from timeline.model import Article, Mention, Report, Timex

if TYPE_CHECKING:
    from timeline.parsed import Doc


def read(article: Article, doc: Doc) -> Extraction:
    """The reports, date phrases and mentions of a parsed article."""
    article = as_written(article)
    sentences = list(doc.sents)
    found_dates = dates.read(article.text, article.published, style="news" if article.published else None)
    timexes = [of_weekend(t, article.text) for t in found_dates]
    mentions = _as_written(complete(doc, sentences, actors.find(doc, article.published_day)), article.text)
    parts = zones(article)
    scene = Scene(article, doc, sentences, parts, timexes, Cast(doc, mentions), shipped())
    found = drafts(scene)
    reports = _numbered(salience.judged(headed(anchored(within(recalled(titled(found, scene))))), scene.published))
    choice = main_event.choose(article, reports, _told(timexes, parts))
    told = [
        salience.of_the_article(found[r.ordinal], r, scene.published) if r.ordinal == choice.main else r
        for r in choice.reports
    ]
    done = [_completed(found[r.ordinal], r, scene, choice.main) if r.salience == "main" else r for r in told]
    return Extraction(tuple(done), choice.main, tuple(timexes), tuple(mentions))


def _completed(draft: Draft, report: Report, scene: Scene, main: int | None) -> Report:
    named = completed(report, draft.predicate, draft.arguments, scene.cast, scene.lexicon)
    return salience.standing_firm(draft, named, is_main_event=report.ordinal == main)


def _as_written(mentions: Sequence[Mention], text: str) -> list[Mention]:
    """The mentions in the letters of the text; lines in capitals are parsed in others."""
    found: list[Mention] = []
    for m in mentions:
        own = text[m.start : m.end]
        unnamed = m.way == "office" and m.name == m.surface  # the phrase stands for a name, and must stay equal to it
        found.append(m if m.surface == own else replace(m, surface=own, name=own if unnamed else m.name))
    return found


def _told(timexes: Sequence[Timex], parts: Sequence[Zone]) -> list[Timex]:
    """The phrases that name a day of their own in what is read: none of stamps and credits."""
    starts = [z.start for z in parts]
    own = (t for t in timexes if not dating.is_loose(t))
    return [t for t in own if (at := bisect_right(starts, t.start)) and parts[at - 1].name in READ]


def _numbered(found: Sequence[Draft]) -> list[Report]:
    by_token = {d.predicate.token.i: number for number, d in enumerate(found)}
    reports: list[Report] = []
    for number, d in enumerate(found):
        teller = d.mood.teller
        about = by_token.get(teller.i) if teller is not None else None
        reports.append(replace(d.report, ordinal=number, about=about))
    return reports
