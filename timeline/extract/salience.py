"""What an analyst would put on a timeline, and what stays in the background."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from timeline.extract import doubts, standing, twins, unnamed
from timeline.extract.attached import BLOWS
from timeline.extract.gates import (
    AHEAD,
    DATED,
    ZONES,
    is_dated,
    is_placed,
    is_settled,
    is_told,
    is_whole,
    taking_part,
    word,
)
from timeline.extract.lexicon import shipped
from timeline.extract.pipeline import Draft
from timeline.extract.sense_words import words
from timeline.model import Report

_WEIGHT = {
    "AGREE": 3, "CONSULT": 2, "ASSAULT": 3, "SANCTION": 3, "LEADERSHIP": 3, "ELECTION": 3, "ACCUSE": 2, "RETREAT": 3,
    "AID": 2, "COERCE": 3, "PROTEST": 3, "MOBILIZE": 3, "LEGAL": 2, "DISASTER": 3, "CONCEDE": 2, "REJECT": 1,
    "THREATEN": 1, "COOPERATE": 1, "SUPPORT": 0, "REQUEST": 0, "STATEMENT": -1, "OTHER": -1, "STATE": -3,
}  # fmt: skip
_ACT = 2
"""The weight of an act without a type of its own by which somebody who is named makes news."""
_FINE = ("day", "hour", "minute", "part_of_day", "month")
_DAYS = ("day", "hour", "minute", "part_of_day")
_BY_PEOPLE_UNNAMED = frozenset({"ASSAULT", "DISASTER", "COERCE", "LEGAL", "PROTEST", "LEADERSHIP"})
"""Types of which people without names are told on their own account."""
_BY_DOERS = frozenset({"ASSAULT", "COERCE", "SANCTION", "ACCUSE", "AID"})
_DOERS = frozenset({"agent", "accuser", "supplier", "party"})
"""Of these types what a thing does is a figure of speech: "the drop in the price forced the firm to cut"."""
_SOFT = frozenset({"REQUEST", "SUPPORT", "THREATEN", "REJECT", "ACCUSE", "STATEMENT"})
"""Types whose nouns are mostly circumstances: "at the request of", "despite the criticism"."""
_CROWDS = frozenset({"dozen", "hundred", "thousand", "score", "crowd", "protester", "demonstrator", "police"})
_DECLARING = frozenset({"announce", "admit", "acknowledge", "confess", "declare"})
"""Verbs of words that are acts where they stand first or on a day: "Chad admitted on Monday that it had sold arms"."""
MAIN = 4
"""Points from which a report is main."""
_LEADING = 3
"""Points that are enough in the first sentences of an article where nothing else in them is main."""


def judged(found: Sequence[Draft], published: str | None) -> list[Draft]:
    """The drafts of an article with their salience; of two that tell the same the first is main."""
    done: list[Draft] = []
    shown: set[tuple[int, str]] = set()
    titles: set[str] = set()
    dated: set[tuple[str, str | None, str | None]] = set()
    for draft in found:
        r = draft.report
        again = (r.sentence_start, r.title) in shown or (r.title in titles and _is_told_again(draft))
        again = again or (r.title, r.when.earliest, r.when.latest) in dated  # a caption that a page repeats
        main = not again and _is_main(draft, found, published)
        doubt = doubts.of(draft) if main else None
        if main and doubt is None:
            shown.add((r.sentence_start, r.title))
            titles.add(r.title)
            dated.add((r.title, r.when.earliest, r.when.latest))
            draft = replace(draft, report=replace(r, salience="main"))
        elif doubt is not None:
            cues = (*r.cues, f"salience.doubt: {doubt}")
            draft = replace(draft, report=replace(r, salience="background", cues=cues))
        elif r.salience != "background":
            draft = replace(draft, report=replace(r, salience="background"))
        done.append(draft)
    return _with_headline(_with_lead(twins.parted(done), published), published)


def _is_told_again(draft: Draft) -> bool:
    """Whether a report with the title of an earlier one says nothing more: "the arrest", "three of them died"."""
    return draft.predicate.kind == "noun" or not taking_part(draft)


def _is_main(draft: Draft, found: Sequence[Draft], published: str | None) -> bool:
    if _points(draft) < MAIN or not is_placed(draft):
        return False
    return is_told(draft) and is_whole(draft) and is_settled(draft, found, published)


def _with_lead(found: Sequence[Draft], published: str | None) -> list[Draft]:
    """The best of the first sentences made main where nothing in them is: an article opens with its news."""
    lead = [d for d in found if d.lead and d.report.zone == "body"]
    if any(d.report.salience == "main" for d in lead):
        return list(found)
    able = (
        d
        for d in lead
        if ((_points(d) >= _LEADING and not _is_idle(d)) or _is_news(d))
        and is_told(d)
        and is_whole(d)
        and is_placed(d)
        and doubts.of(d) is None
    )
    best = max((d for d in able if is_settled(d, found, published)), key=_points, default=None)
    return [_made_main(d, "the lead of its article") if d is best else d for d in found]


def _is_idle(draft: Draft) -> bool:
    return draft.report.type == "OTHER" and word("idle", draft.predicate.lemma)


def _is_news(draft: Draft) -> bool:
    """The main clause of a lead that tells in the past of somebody, whatever its type."""
    p, r = draft.predicate, draft.report
    above = p.token.head if p.token.dep_ == "ccomp" else p.token  # "police said that …"
    plain = (
        p.kind == "verb"
        and above.dep_ == "ROOT"
        and (above is p.token or shipped().is_in(above.lemma_, "verbs.speech"))
    )
    if (
        not plain
        or r.type in ("STATE", "STATEMENT")
        or r.status != "occurred"
        or draft.mood.tense in ("pluperfect", "past_progressive")
        or word("idle", p.lemma)
    ):
        return False
    if r.type == "OTHER" and not is_dated(r) and not _is_of_somebody(draft):
        return False
    somebody = (
        bool(taking_part(draft)) or _is_of_people(draft) or (r.type == "DISASTER" and bool(draft.arguments.objects))
    )
    return somebody and bool(draft.arguments.objects or draft.arguments.obliques)


def _is_of_somebody(draft: Draft) -> bool:
    """Whether who does it, or whom it befalls, is named: "Ann Lee checked into a clinic", not "a girl was taken"."""
    args = draft.arguments
    named = [m.mention for m in draft.report.mentions if m.role != "mentioned"]
    return any(m.start <= t.idx < m.end for t in (args.objects if args.passive else args.subjects) for m in named)


def _with_headline(found: Sequence[Draft], published: str | None) -> list[Draft]:
    """Headlines that the body dates made main where no sentence of the body tells as much of the same act."""
    told = {
        (d.report.trigger, d.report.type)
        for d in found
        if d.report.salience == "main" or any(cue.startswith("salience.twin") for cue in d.report.cues)
    }
    done: list[Draft] = []
    for d in found:
        key = (d.report.trigger, d.report.type)
        if d.report.zone == "headline" and key not in told and "date.body: read by the text below" in d.report.cues:
            fits = _points(d) >= MAIN and is_told(d, ("headline",)) and is_whole(d) and is_settled(d, found, published)
            if fits and is_placed(d) and doubts.of(d) is None:
                told.add(key)
                d = _made_main(d, "a headline that the text below tells")
        done.append(d)
    return done


def _made_main(draft: Draft, why: str) -> Draft:
    r = draft.report
    return replace(draft, report=replace(r, salience="main", cues=(*r.cues, f"salience.main: {why}")))


def of_the_article(draft: Draft, report: Report, published: str | None) -> Report:
    """The report that its article is about: main where the lead tells it of somebody, whatever its type.

    Args:
        draft: with its parse.
        report: the same report as it is now, with the date that the article gives it.
        published: ISO day of publication.
    """
    if report.salience == "main" or report.type in ("STATE", "STATEMENT"):
        return report
    told = report.when.basis in (*DATED, "near_published", "inherited") and report.status in ("occurred", *AHEAD)
    verb = draft.predicate.kind == "verb" and draft.lead and not draft.mood.subordinate
    carried = draft.predicate.kind == "noun" and draft.predicate.relation in ("light", "occur", "begun", "fate")
    now = replace(draft, report=report)
    if report.type == "OTHER" and verb and not _is_act(now):
        return report
    somebody = bool(taking_part(now)) or _is_of_people(now) or (report.type in _BY_PEOPLE_UNNAMED and report.place)
    if not (told and (verb or carried) and somebody and is_told(now, ZONES) and is_whole(now)):
        return report
    if not is_settled(now, (), published) or doubts.of(now) is not None:
        return report
    return _made_main(now, "what the article is about").report


def standing_firm(draft: Draft, report: Report, *, is_main_event: bool) -> Report:
    """A main report with all its parties, in the background where somebody is left out or too little speaks for it.

    Args:
        draft: with its parse.
        report: the same report with those added who take part through others.
        is_main_event: its article is about it.
    """
    whole = replace(draft, report=report)
    doubt = unnamed.of(whole)
    if doubt is None and standing.is_weak(whole, is_main_event=is_main_event):
        doubt = "too little speaks for it"
    if doubt is None:
        return report
    return replace(report, salience="background", cues=(*report.cues, f"salience.doubt: {doubt}"))


def _is_of_people(draft: Draft) -> bool:
    """Whether an act befalls or is done by people without names, of a day or as news: "three men were shot"."""
    r = draft.report
    if draft.predicate.kind != "verb" or r.type not in _BY_PEOPLE_UNNAMED:
        return False
    if not (is_dated(r) or r.when.basis == "inherited" or (draft.lead and r.when.basis == "near_published")):
        return False
    heads = [t for t in (*draft.arguments.subjects, *draft.arguments.objects) if t.pos_ != "PRON"]
    if r.type == "PROTEST" and any(t.tag_ == "NNS" for t in heads):
        return True  # whoever they are, those who protest are people
    return any(
        shipped().is_in(t.lemma_.lower(), "nouns.person") or t.lemma_.lower() in _CROWDS or t.tag_ == "CD"
        for t in heads
    )


def _is_of_a_place(draft: Draft) -> bool:
    """What is told to have taken place on a day somewhere: "the shooting happened on Monday in Lima"."""
    r = draft.report
    told = draft.predicate.kind == "noun" and draft.predicate.relation == "occur" and r.type in BLOWS
    return told and r.place is not None and is_dated(r) and r.when.granularity in _DAYS


def _is_act(draft: Draft) -> bool:
    """Somebody named does what makes news to something that is named: "Kenya Airways opened a hangar"."""
    lemma, args = draft.predicate.lemma, draft.arguments
    if draft.predicate.kind != "verb" or any(word("pictures", t.lemma_.lower()) for t in args.objects):
        return False
    clause = any(c.dep_ == "ccomp" for c in draft.predicate.token.children)
    declared = lemma in _DECLARING and clause and (draft.lead or is_dated(draft.report))
    if lemma in _DECLARING and draft.predicate.token.dep_ == "xcomp":
        return False  # "had to admit"
    if not declared and not (word("acts", lemma) and (args.objects or word("alone", lemma))):
        return False
    return bool(args.subjects or args.passive) and not draft.mood.subordinate and bool(taking_part(draft))


def _goes_to(r: Report, part: int) -> bool:
    return part > 1 or (part == 1 and r.place is not None)


def _points(draft: Draft) -> int:
    r, verb = draft.report, draft.predicate.kind == "verb"
    act = r.type in ("OTHER", "STATEMENT") and _is_act(draft)
    if verb and r.type in ("STATEMENT", "STATE") and not act:
        return 0
    part = len(taking_part(draft))
    if verb and r.type == "OTHER" and word("journeys", draft.predicate.lemma) and _goes_to(r, part) and is_dated(r):
        return MAIN  # somebody goes somewhere on a day
    unnamed = (
        _is_of_people(draft)
        or (r.type == "ELECTION" and is_dated(r))
        or (verb and r.type == "DISASTER" and bool(draft.arguments.objects or r.place))
        or _is_of_a_place(draft)
    )
    points = (_ACT if act else _WEIGHT[r.type]) + (min(part, 2) if part else 0 if unnamed else -2)
    if not verb and r.type in _SOFT and draft.predicate.relation == "governed":
        points -= 1
    if is_dated(r):
        points += 2 if r.when.granularity in _FINE else 1
    elif r.when.basis == "inherited" and r.when.granularity in _DAYS:
        points += 1
    if verb and draft.mood.subordinate:
        points -= 1
    by_thing = verb and bool(draft.arguments.subjects) and not any(m.role in _DOERS for m in r.mentions)
    if by_thing and r.type in _BY_DOERS and draft.predicate.lemma not in words("dying"):
        points -= 1
    if draft.lead or r.zone == "caption":
        points += 1
    return points
