"""Which predicate a date phrase dates: the one it modifies, not the nearest.

The signing comes days ahead of the inauguration on January 20.     the inauguration
He is set to visit Oslo on May 3 to sign the pact.                  visit, and through it sign
In 2021 it was the minister who accused them.                       accused
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from timeline import days
from timeline.extract import dating, phrasing, postponing
from timeline.extract.attached import BLOWS, SEIZING, attached, is_stamp, named_by_day
from timeline.extract.lexicon import Lexicon
from timeline.extract.predicates import Predicate
from timeline.extract.sharing import LINKS, OTHER_TIME, follows, source
from timeline.extract.syntax import can_last, full_lemma, is_clause, is_participle_by_error, is_verb
from timeline.model import Timex

if TYPE_CHECKING:
    from timeline.parsed import Doc, Span, Token

_ABOUT = ("of", "about", "regarding", "concerning")
_LONG = ("year", "season", "month", "quarter", "decade")


@dataclass(frozen=True, slots=True)
class Binding:
    """The phrase that dates a predicate, and how it came to it."""

    timex: Timex
    rule: str
    """``date.own``, ``date.shared: visit`` (a clause or event that takes place at the same time), ..."""


def bind(
    sentence: Span, predicates: Sequence[Predicate], timexes: Sequence[Timex], lexicon: Lexicon, published: str | None
) -> dict[int, Binding]:
    """Trigger token number -> the phrase that dates it. ``published``: ISO day, to tell plans from news."""
    at = {p.token.i: p for p in predicates}
    binder = _Binder(sentence, predicates, at, lexicon, published)
    found: dict[int, Binding] = {}
    hung = [t for t in timexes if t.event_start is not None]
    events = [event for t in hung if (event := binder.ends(t)[1]) is not None]
    for timex in timexes:
        # "now", "recently": no date, only a hint of the direction.
        if timex.when.basis in ("none", "tense_only") and timex.event_start is None:
            continue
        if timex.event_start is not None or is_stamp(sentence, timex):
            continue
        if dating.is_loose(timex):
            # "around 1:30 a.m. May 1": the day beside it dates what the hour hangs on.
            day = phrasing.day_beside(timex, timexes, sentence.doc.text)
            owner = binder.owner(timex) if day is not None else None
            if owner is not None and day is not None:
                found.setdefault(owner.token.i, Binding(day, "date.own"))
            continue
        owner = next((e for e in events if binder.is_beside(e, timex)), None) or binder.owner(timex)
        timex = dating.named(timex) if owner is not None and binder.is_named_by(owner, timex) else timex
        moved = owner is not None and owner.relation == "fate" and binder.is_new_day(owner, timex)
        if (exact := phrasing.said_again(timex, timexes, sentence.doc.text)) is not None:
            timex = exact
        first = found.get(owner.token.i) if owner is not None else None
        nearer = first is not None and owner is not None and binder.is_below_subject(owner, first.timex)
        if owner is not None and (moved or first is None or (nearer and not binder.is_below_subject(owner, timex))):
            found[owner.token.i] = Binding(timex, "date.moved" if moved else "date.own")
    found = _shared(predicates, found, lexicon, published)
    for timex in hung:
        found = _counted(binder, timex, found)
    return _shared(predicates, found, lexicon, published)


def _counted(binder: _Binder, timex: Timex, found: dict[int, Binding]) -> dict[int, Binding]:
    """A distance between two events: "left two days after the vote". The one that has a day gives it to the other."""
    host, event = binder.ends(timex)
    if host is None or event is None or host.token.i == event.token.i:
        return found
    there, here = found.get(event.token.i), found.get(host.token.i)
    if here is None and there is not None:
        day = dating.shifted(timex, there.timex, 1, event.lemma)
        return {**found, host.token.i: Binding(day, f"date.anchored: {event.lemma}")} if day else found
    if here is None:
        return {**found, host.token.i: Binding(timex, f"date.hung: {event.lemma}")}
    if there is None and (day := dating.shifted(timex, here.timex, -1, host.lemma)) is not None:
        return {**found, event.token.i: Binding(day, f"date.anchored: {host.lemma}")}
    return found


@dataclass(frozen=True, slots=True)
class _Binder:
    sentence: Span
    predicates: Sequence[Predicate]
    at: dict[int, Predicate]
    lexicon: Lexicon
    published: str | None

    def owner(self, timex: Timex) -> Predicate | None:
        span = _span(self.sentence.doc, timex)
        if span is None:
            return None
        if (other := attached(span, timex, self.at, self.predicates, self.lexicon)) is not None:
            return other.event
        root = span.root
        named = root.dep_ in ("nummod", "compound", "nmod") and root.head.pos_ == "PROPN" and root.head.i not in self.at
        if named and timex.when.granularity == "year":
            return None  # a year that belongs to a name: "the Rome 1960 Games Committee"
        if timex.when.granularity == "year" and any(_is_name_behind(c, root) for c in root.rights):
            return None  # "was struck by a gray 2013 Zeta Comet"
        if timex.when.granularity in _LONG and self._tells_which(root):
            return None  # "released the 2011 version", "beat last year's winner"
        if span[-1].lower_ == "daytime" and span[-1].dep_ in ("amod", "compound", "nmod"):
            return None  # "the daytime talk show"
        if self._tells_which(root) and root.head.dep_ == "pobj" and root.head.head.lower_ in _ABOUT:
            return None  # "released a timeline of the May 18 murder-suicide"
        for child in root.children:
            when = child.dep_ == "relcl" and child.i in self.at and any(c.lower_ == "when" for c in child.children)
            if when and child.left_edge.nbor(-1).text == ",":
                return self.at[child.i]  # "by 20 May, when the king returns"; not "was hurt on Monday when it fell"
        site = root.head if root.head.i != root.i else root
        preposition = (
            site if site.pos_ in ("ADP", "SCONJ") and site.dep_ in ("prep", "mark", "pcomp", "agent") else None
        )
        if preposition is not None:
            site = preposition.head
            if preposition.lower_ == "of" and timex.when.granularity in _LONG and site.dep_ == "attr":
                return None  # "the ninth victim of the year, killed in May"
            if preposition.lower_ == "since" and timex.when.latest is None and not can_last(site):
                return None  # "the king, in power since 1981, named an heir"
        if site.i in self.at and self.at[site.i].kind == "noun" and site.dep_ in ("nsubj", "nsubjpass"):
            between = site.doc[span.end : site.i]
            named = span.start == site.sent.start and any(t.tag_ == "POS" for t in between)
            if (named or any(t.pos_ == "DET" for t in between)) and is_verb(site.head):
                site = site.head  # "two days earlier a flood had killed nine people", "14 May Lee's death is ruled"
        noun = self._noun_before(timex, span, site)
        if noun is not None:
            return noun
        return self._climb(site, span)

    def _tells_which(self, phrase: Token) -> bool:
        """Whether a date before a noun that is no event only says which one is meant."""
        head = phrase.head
        before = phrase.dep_ in ("nummod", "compound", "nmod", "amod", "poss") and phrase.i < head.i
        return before and head.pos_ in ("NOUN", "PROPN") and head.i not in self.at and head.ent_type_ != "DATE"

    def is_new_day(self, event: Predicate, timex: Timex) -> bool:
        """Whether the phrase is the day that an event is put off to."""
        return postponing.is_new_day(event.carrier, _span(self.sentence.doc, timex))

    def is_named_by(self, event: Predicate, timex: Timex) -> bool:
        """Whether the phrase stands before the event noun and says which one is meant."""
        span = _span(self.sentence.doc, timex)
        return span is not None and named_by_day(span, self.at) is event

    def is_below_subject(self, event: Predicate, timex: Timex) -> bool:
        """Whether the phrase belongs to a verb's subject: "a girl home for *Thanksgiving* was hurt on Friday"."""
        span = _span(self.sentence.doc, timex)
        of_verb = (c for c in event.token.lefts if c.dep_ in ("nsubj", "nsubjpass")) if event.kind == "verb" else ()
        return span is not None and any(c.left_edge.i <= span.start and span.end <= c.right_edge.i + 1 for c in of_verb)

    def is_beside(self, event: Predicate, timex: Timex) -> bool:
        """Whether the phrase follows the event noun: "two days before the vote on 5 May"."""
        span = _span(self.sentence.doc, timex)
        return span is not None and event.kind == "noun" and event.token.i < span.start and _adjoins(event.token, span)

    def ends(self, timex: Timex) -> tuple[Predicate | None, Predicate | None]:
        """The event that a phrase counts for and the one that it counts from."""
        doc = self.sentence.doc
        word = doc.char_span(timex.event_start or 0, timex.event_end or 0, alignment_mode="expand")
        if word is None or not self.sentence.start <= word.start < self.sentence.end:
            return None, None
        at = word.root
        for _ in range(8):
            if at.i in self.at or at.head.i == at.i or (is_verb(at) and self._carried(at) is not None):
                break
            at = at.head
        event = self._carried(at) or self.at.get(at.i)
        if event is None or event.token.i < word.start or at.head.i == at.i:
            return None, None
        return self._climb(at.head, word), event

    def _climb(self, site: Token, span: Span) -> Predicate | None:
        for _ in range(12):
            if is_participle_by_error(site):
                site = site.head
                continue
            if site.i in self.at and not span.start <= site.i < span.end:
                return self._carried(site) or self.at[site.i]
            carried = self._carried(site)
            if carried is not None:
                return carried
            if is_verb(site) or site.pos_ == "AUX" or (site.pos_ == "ADJ" and site.dep_ == "acomp"):
                below = self._below(site)
                if below is not None:
                    return below
            thing = site.dep_ == "acl" and site.tag_ == "VBN" and site.head.i not in self.at
            if thing and site.i + 1 == _opening(span):
                return None  # "lifted the curbs imposed last month"
            if site.head.i == site.i or site.dep_ == "relcl" or site.lower_ == "including":
                return None  # "arrested seven men, including two on Thursday"
            if site.dep_ in ("conj", "ccomp") and is_clause(site):
                return None  # "she founded a firm, but her last film was in 2005"; "said it was quiet on Monday"
            site = site.head
        return None

    def _carried(self, verb: Token) -> Predicate | None:
        """The event noun that a light verb carries: "held talks on Monday"."""
        for p in self.predicates:
            if (
                p.carrier is not None
                and p.carrier.i == verb.i
                and p.kind == "noun"
                and p.relation in ("light", "occur", "fate", "begun")
            ):
                if verb.i in self.at and p.relation == "light":
                    continue
                return p
        return None

    def _below(self, verb: Token) -> Predicate | None:
        """From a copula or cue word down to its event: "is set to visit", "it was X who accused"."""
        for child in verb.children:
            apart = child.dep_ == "advcl" and any(c.lower_ in OTHER_TIME for c in child.children if c.dep_ == "mark")
            if child.dep_ in ("xcomp", "ccomp", "acomp", "advcl") and child.i in self.at and not apart:
                return self.at[child.i]
            if child.dep_ == "acomp":
                return self._below(child)
        if verb.pos_ == "AUX":
            for child in verb.children:
                if child.dep_ in ("attr", "nsubj") and child.i in self.at and child.dep_ == "nsubj":
                    return self.at[child.i]
            if any(c.dep_ == "nsubj" and c.lower_ in ("it", "this", "that") for c in verb.children):
                clefted = [p for p in self.predicates if p.token.dep_ == "relcl" and verb in p.token.ancestors]
                if clefted:
                    return clefted[0]
            for child in verb.children:
                if child.dep_ == "attr" and child.i in self.at:
                    return self.at[child.i]
        return None

    def _noun_before(self, timex: Timex, span: Span, site: Token) -> Predicate | None:
        """The event noun whose phrase runs up to the date, where the parse hung it on a verb that cannot have it."""
        links = site.lemma_.lower() in LINKS
        if not (links or is_verb(site) or site.pos_ == "AUX"):
            return None
        noun = next((p for p in reversed(self.predicates) if p.kind == "noun" and p.token.i < span.start), None)
        if noun is None or noun.token.i <= site.i or not _adjoins(noun.token, span):
            return None
        if links:
            return noun if noun.type in BLOWS else None  # "held in connection with the fire on Monday"
        coming = self.published is not None and timex.when.earliest is not None and timex.when.earliest > self.published
        if site.lemma_.lower() in SEIZING and noun.type in BLOWS and noun.token.dep_ == "pobj" and not coming:
            return noun  # "charged in connection with the death of a man last week"
        if self.lexicon.is_in(full_lemma(site), "verbs.timeless") and noun.relation not in ("occur", "fate"):
            return noun
        if coming and site.tag_ in ("VBD", "VBN", "VBZ", "VBP") and not any(c.tag_ == "MD" for c in site.children):
            return noun if site.i in self.at else None
        return None


def _is_name_behind(noun: Token, year: Token) -> bool:
    return noun.dep_ == "appos" and noun.pos_ == "PROPN" and noun.left_edge.i == year.i + 1


def _adjoins(noun: Token, span: Span) -> bool:
    """Nothing but prepositions and names stands between the noun and the date: "inauguration in Washington on"."""
    between = noun.doc[noun.i + 1 : span.start]
    return sum(t.text != "-" for t in between) <= 10 and all(
        t.pos_ in ("ADP", "PROPN", "DET", "ADJ", "NOUN", "NUM", "CCONJ") or t.lower_ in (",", "-", "'s")
        for t in between
    )


def _opening(span: Span) -> int:
    """The number of the first word of a phrase with its preposition."""
    before = span.root.head
    return before.i if before.pos_ == "ADP" and before.i == span.start - 1 else span.start


def _span(doc: Doc, timex: Timex) -> Span | None:
    return doc.char_span(timex.start, timex.end, alignment_mode="expand")


def _shared(
    predicates: Sequence[Predicate], own: dict[int, Binding], lexicon: Lexicon, published: str | None
) -> dict[int, Binding]:
    """Dates handed on between clauses and events that take place at the same time."""
    found = dict(own)
    at = {p.token.i: p for p in predicates}
    # Each round hands a date on by one clause; deeper chains say little, and without any date there is none to share.
    for _ in range(3) if found else ():
        for p in predicates:
            if p.token.i in found:
                continue
            with_date = source(p, at, found, lexicon)
            if with_date is not None:
                timex, rule = found[with_date.token.i].timex, "date.shared"
                if follows(p, day_of(timex) is not None):
                    timex, rule = dating.since(timex, published), "date.later"
                found[p.token.i] = Binding(timex, f"{rule}: {with_date.lemma}")
    return found


def day_of(timex: Timex) -> int | None:
    """The day number of a phrase that names one day; None for any other."""
    when = timex.when
    if when.earliest is not None and when.earliest == when.latest:
        return days.of(when.earliest)
    return None
