"""Events that are put off, moved or called off: the verb that says so, and the day that they are moved to.

The sentencing had been scheduled for Friday but was *postponed* until 4 April.     the sentencing, 4 April
The concert was *moved* from 5 to 12 May.                                           the concert, 12 May
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from timeline import days
from timeline.extract.lexicon import Lexicon
from timeline.extract.syntax import first_conjunct, full_lemma, is_verb
from timeline.model import Timex

if TYPE_CHECKING:
    from timeline.parsed import Span, Token

_TARGETS = frozenset({"to", "until", "till", "for", "from"})
_DAY_OR_MONTH = re.compile(r"\d{4}-(?:0\d|1[0-2])(?:-\d\d)?")


def fate(theme: Token, lexicon: Lexicon) -> Token | None:
    """The verb that puts off, moves or calls off what a noun names: "was due on Friday but has been *postponed*"."""
    head = theme.head
    if head.i == theme.i or not (is_verb(head) or head.pos_ == "AUX"):
        return None
    if theme.dep_ == "dobj" or (theme.dep_ == "nsubj" and any(c.dep_ == "dobj" for c in head.children)):
        verbs = [head] if theme.dep_ == "dobj" else []
    elif theme.dep_ in ("nsubj", "nsubjpass"):
        verbs = [head, *_passive_conjuncts(head)]
    else:
        verbs = []
    return next((v for v in reversed(verbs) if _is_fate(v, lexicon)), None)


def is_event(noun: Token, verb: Token | None, lexicon: Lexicon) -> bool:
    """Whether what is planned or put off must be an event, whatever it is called: "postponed the wedding"."""
    if verb is None or noun.pos_ != "NOUN" or noun.ent_type_ or noun.dep_ not in ("nsubjpass", "dobj"):
        return False
    return _is_of_events(verb, lexicon)


def calendar_verbs(noun: Token, lexicon: Lexicon) -> Iterator[Token]:
    """The verbs that set or change the day of a noun's event, which are no events beside it."""
    top = first_conjunct(noun)
    yield from (c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN" and _is_planning(c, lexicon))
    if top.dep_ in ("nsubjpass", "dobj"):
        verbs = [top.head, *(_passive_conjuncts(top.head) if top.dep_ == "nsubjpass" else ())]
        planned = ("cues.scheduled",) if top.dep_ == "nsubjpass" else ()
        yield from (
            v for v in verbs if is_verb(v) and (_is_of_events(v, lexicon) or lexicon.is_in(full_lemma(v), *planned))
        )


def is_new_day(verb: Token | None, date: Span | None) -> bool:
    """Whether a date phrase tells the day that the verb moves an event to: "to 4 June"."""
    if verb is None or date is None:
        return False
    to = date.root if date.root.lower_ in _TARGETS else date.root.head
    site = to.head.head if to.head.dep_ in ("advmod", "prt") else to.head  # "pushed back to June"
    return to.lower_ in _TARGETS and site.i == verb.i


def new_day(timex: Timex, published: str | None, verb: Token | None = None) -> Timex:
    """The phrase of a postponement as the day that it moves to: "until 4 June", "from 12 May to 4 June" is 4 June.

    Args:
        timex: the phrase.
        published: ISO day of publication.
        verb: the verb of the postponement; in the past perfect ("had postponed it to July") the day may have passed.
    """
    when = timex.when
    last = (when.edtf or "").rpartition("/")[2]
    if when.granularity == "week" or _DAY_OR_MONTH.fullmatch(last) is None:
        return timex
    first, end = days.span(last)
    passed = verb is not None and looks_back(verb)
    if published is not None and not passed and days.iso(end) < published and when.basis == "completed_from_published":
        # Nothing is put off to a day that has passed: the weekday or the month is the coming one.
        weekday = first == end and not any(letter.isdigit() for letter in timex.text)
        last = days.iso(first + 7) if weekday else f"{int(last[:4]) + 1:04d}{last[4:]}"
        first, end = days.span(last)
    single = replace(
        when, earliest=days.iso(first), latest=days.iso(end), likely_date=days.iso(first) if first == end else None,
        edtf=last, extent="within", granularity="day" if first == end else "month",
    )  # fmt: skip
    return replace(timex, when=single)


def looks_back(verb: Token) -> bool:
    """Whether a verb stands in the past perfect: "*had* postponed the vote"."""
    return any(c.dep_ == "aux" and c.lower_ in ("had", "'d", "’d") for c in verb.children) and verb.tag_ == "VBN"


def _passive_conjuncts(verb: Token) -> list[Token]:
    """Verbs ("was scheduled but then *postponed*") that share the subject of a passive or of a copula."""
    own = ("nsubj", "nsubjpass", "dobj")
    return [
        c for c in verb.children if c.dep_ == "conj" and c.tag_ == "VBN" and not any(g.dep_ in own for g in c.children)
    ]


def _is_fate(verb: Token, lexicon: Lexicon) -> bool:
    if lexicon.is_in(full_lemma(verb), "verbs.postponed", "verbs.cancelled"):
        return True
    to = (g for c in verb.children if c.dep_ == "prep" and c.lower_ in ("to", "until") for g in c.children)
    return lexicon.is_in(full_lemma(verb), "verbs.moved") and any(g.ent_type_ == "DATE" for g in to)


def _is_of_events(verb: Token, lexicon: Lexicon) -> bool:
    moved = lexicon.is_in(full_lemma(verb), "verbs.moved") and _is_fate(verb, lexicon)
    return moved or lexicon.is_in(full_lemma(verb), "verbs.of_events")


def _is_planning(verb: Token, lexicon: Lexicon) -> bool:
    return lexicon.is_in(full_lemma(verb), "verbs.of_events", "verbs.planning")
