"""One act told several times in an article: what one telling leaves open, another fills in.

They resigned on Monday. … The resignation came as a surprise.        the resignation: Monday, theirs
Two nations are poised to sign a pact. … Norway and Chad will sign it on 3 May.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from timeline.extract import dating
from timeline.extract.attached import BLOWS
from timeline.extract.pipeline import Draft
from timeline.extract.sharing import is_after
from timeline.model import Report, RoleMention

_PLANS = ("planned", "scheduled", "expected")
_OPEN = ("none", "tense_only")
_LENT = ("explicit", "completed_from_published", "completed_from_text", "anchored_on_event")
_OTHERS = frozenset(
    {
        "first",
        "second",
        "third",
        "latest",
        "last",
        "next",
        "another",
        "other",
        "previous",
        "earlier",
        "new",
        "after",
        "before",
        "since",
        "again",
        "until",
    }
)
_OF_ONE = frozenset({"DISASTER", "ASSAULT", "COERCE", "LEGAL"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})


def recalled(found: Sequence[Draft]) -> list[Draft]:
    """Undated mentions of an act that the article dates elsewhere: with that date and, naming nobody, its people."""
    return [_filled(draft, found) for draft in found]


def _filled(draft: Draft, found: Sequence[Draft]) -> Draft:
    report = draft.report
    plan = report.status in _PLANS
    noun = draft.predicate.kind == "noun"
    if report.when.basis not in _OPEN or report.polarity == "negative" or not (noun or plan) or report.type == "STATE":
        return draft
    if noun and not _acting(report) and not _is_definite(draft):
        return draft
    twins = [d.report for d in found if _is_twin(report, d.report, plan)]
    days = {(t.when.earliest, t.when.latest) for t in twins}
    if len(days) != 1 or _is_another(draft):
        return draft
    twin = twins[0]
    if twin.phrase is None:
        return draft
    # "The deaths" are those of more people than the one whose death is dated.
    alone = not _acting(report) and not (noun and draft.predicate.token.tag_ == "NNS" and report.type in _OF_ONE)
    mentions = _lent(report, twin) if alone else report.mentions
    report = replace(
        report,
        when=dating.inherited(twin.phrase),
        phrase=twin.phrase,
        mentions=mentions,
        title=twin.title if alone else report.title,
        status=twin.status if report.status == "unknown" else report.status,
        cues=(*report.cues, f"date.recalled: {twin.trigger}"),
    )
    return replace(draft, report=report)


def _acting(report: Report) -> set[str]:
    return {m.mention.name for m in report.mentions if m.role != "mentioned"}


def _is_definite(draft: Draft) -> bool:
    return any(c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in _DEFINITE) for c in draft.predicate.token.children)


def _is_another(draft: Draft) -> bool:
    carrier = draft.predicate.carrier
    clause = [c for c in carrier.children if c.dep_ in ("advmod", "mark")] if carrier is not None else []
    return any(c.lower_ in _OTHERS for c in (*draft.predicate.token.children, *clause))


def _is_twin(report: Report, other: Report, plan: bool) -> bool:
    if other.trigger != report.trigger or other.type != report.type or other.zone == "headline" or other.phrase is None:
        return False
    if other.when.basis not in _LENT or other.polarity == "negative" or (plan and other.status not in _PLANS):
        return False
    acting = _acting(report)
    return not acting or bool(acting & _acting(other))


def _lent(report: Report, twin: Report) -> tuple[RoleMention, ...]:
    acting = [m for m in twin.mentions if m.role != "mentioned"]
    names = {m.mention.name for m in acting}
    kept = [m for m in report.mentions if m.mention.name not in names]
    return tuple(sorted((*kept, *acting), key=lambda m: (m.mention.start, m.mention.name)))


def within(found: Sequence[Draft]) -> list[Draft]:
    """Acts without a date that took place in an event of which the article tells the day: "was hit in the shooting"."""
    at = {d.predicate.token.i: d.report for d in found}
    return [_placed(draft, at) for draft in found]


def _placed(draft: Draft, at: Mapping[int, Report]) -> Draft:
    report = draft.report
    if draft.predicate.kind != "verb" or report.when.basis not in ("near_published", "tense_only") or draft.mood.plan:
        return draft
    for preposition, noun in draft.arguments.obliques:
        event = at.get(noun.i)
        if preposition not in ("in", "during") or event is None or event.phrase is None or event.type not in BLOWS:
            continue
        if is_after(report.trigger, event.trigger, event.type):
            continue
        if report.type in BLOWS and event.when.basis in (*_LENT, "inherited") and report.status == "occurred":
            cues = (*report.cues, f"date.within: {event.trigger}")
            return replace(
                draft, report=replace(report, when=dating.inherited(event.phrase), phrase=event.phrase, cues=cues)
            )
    return draft


def anchored(found: Sequence[Draft]) -> list[Draft]:
    """Phrases that hang on an event which the article dates elsewhere: "he left two days after the vote"."""
    return [_counted(draft, found) for draft in found]


def _counted(draft: Draft, found: Sequence[Draft]) -> Draft:
    report, phrase = draft.report, draft.report.phrase
    if phrase is None or phrase.event_start is None or report.when.basis not in (*_OPEN, "near_published"):
        return draft
    event = next((d.report for d in found if phrase.event_start <= d.report.trigger_start < report.sentence_end), None)
    if event is None or event.phrase is None or event.when.basis in _OPEN:
        return draft
    day = dating.shifted(phrase, replace(event.phrase, when=event.when), 1, event.trigger)
    if day is None:
        return draft
    report = replace(report, when=day.when, phrase=day, cues=(*report.cues, f"date.anchored: {event.trigger}"))
    return replace(draft, report=report)


def headed(found: Sequence[Draft]) -> list[Draft]:
    """Headlines read by the body: "Iran, Russia sign pact" tells of when and whether what the text below tells."""
    told = (d for d in found if d.report.zone == "body" and d.report.status != "unknown")
    # "to break the record" gives a purpose, no plan that a headline could tell of.
    body = sorted((d.report for d in told if d.mood.plan != "purpose"), key=lambda r: r.status == "planned")
    return [_read_by(draft, body) if draft.report.zone == "headline" else draft for draft in found]


def _read_by(draft: Draft, body: Sequence[Report]) -> Draft:
    report = draft.report
    twin = next((r for r in body if r.trigger == report.trigger and r.type == report.type and _fits(report, r)), None)
    if twin is None:
        return draft
    report = replace(
        report,
        when=twin.when,
        phrase=twin.phrase,
        status=twin.status,
        certainty=twin.certainty,
        place=report.place or twin.place,
        place_country=report.place_country or twin.place_country,
        cues=(*report.cues, "date.body: read by the text below"),
    )
    return replace(draft, report=report)


def _fits(headline: Report, below: Report) -> bool:
    """Whether a sentence can tell what a headline tells: "Lee to host gala" is not the gala that she hosted before."""
    if headline.status in _PLANS and below.status in ("occurred", "ongoing"):
        return False
    if headline.status == "occurred" and below.status in _PLANS and below.when.basis in ("tense_only", "none"):
        return False  # "this was the reason for Acme to sue" takes nothing back of "Acme sues Zeta"
    here, there = _acting(headline), _acting(below)
    return not here or not there or bool(here & there)
