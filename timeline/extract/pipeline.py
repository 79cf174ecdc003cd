"""The way from a parsed article to its reports: sentences, predicates, dates, roles, status, titles, salience."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from timeline.extract import arguments, binding, dating, mood, postponing, predicates, senses, sharing, status, titles
from timeline.extract.arguments import Arguments
from timeline.extract.binding import Binding
from timeline.extract.cast import Cast
from timeline.extract.dating import Story
from timeline.extract.lexicon import Lexicon
from timeline.extract.mood import Mood
from timeline.extract.parties import JOINT
from timeline.extract.places import place_of
from timeline.extract.predicates import Predicate
from timeline.extract.roles import roles
from timeline.extract.zones import Zone
from timeline.model import Article, Report, RoleMention, Timex, When

if TYPE_CHECKING:
    from timeline.parsed import Doc, Span, Token

_Dating = tuple[When, Timex | None, str]
"""A dating, its phrase, the rule that chose it."""
READ = ("headline", "caption", "body")
"""Zones that are read for reports."""
_FAR = 45  # days before publication from which a "said" goes back to the news, not on with the story
_LASTING_YEARS = 10
_PAST = ("past", "past_progressive")
_GOES_ON = "date.inherited"
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_N_DAY = re.compile(rf"\b([1-9]\d?|{'|'.join(_NUMBERS)})[- ]day\b", re.IGNORECASE)
_SIGNERS = ("person", "state")
_DAYS = ("day", "part_of_day", "hour", "minute")


@dataclass(frozen=True, slots=True)
class Scene:
    """An article with everything that has been found in it, for the steps of the pipeline."""

    article: Article
    doc: Doc
    sentences: Sequence[Span]
    zones: Sequence[Zone]
    timexes: Sequence[Timex]
    cast: Cast
    lexicon: Lexicon

    @property
    def published(self) -> str | None:
        """ISO day of publication."""
        return self.article.published_day


@dataclass(frozen=True, slots=True)
class Draft:
    """A report with the parse it came from."""

    report: Report
    predicate: Predicate
    arguments: Arguments
    mood: Mood
    lead: bool = False
    """Told in the first two sentences of the body."""
    lack: str | None = None
    """What the title's words lack to be a headline."""


def drafts(scene: Scene) -> list[Draft]:
    """Every report of an article in text order, ordinals not yet given."""
    found: list[Draft] = []
    story = Story()
    lead = _lead_end(scene)
    for sentence, zone in sentences(scene):
        new = list(_of_sentence(scene, sentence, zone, story, lead))
        story = _onward(story, new, scene.published) if zone == "body" else story
        found.extend(sorted(new, key=lambda d: d.report.trigger_start))
    return found


def sentences(scene: Scene) -> Iterator[tuple[Span, str]]:
    """The sentences that are read, each with its zone."""
    zones = iter(scene.zones)
    zone = next(zones, None)
    for sentence in scene.sentences:
        words = [t for t in sentence if not t.is_space]
        if not words:
            continue
        at = words[-1].idx
        while zone is not None and zone.end <= at:
            zone = next(zones, None)
        if zone is not None and zone.start <= at and zone.name in READ:
            yield scene.doc[words[0].i : words[-1].i + 1], zone.name


def _lead_end(scene: Scene) -> int:
    body = next((z for z in scene.zones if z.name == "body"), None)
    if body is None:
        return 0
    ends = [s.end_char for s in scene.sentences if s.end_char > body.start]
    return ends[1] if len(ends) > 1 else (ends[0] if ends else 0)


def _of_sentence(scene: Scene, sentence: Span, zone: str, story: Story, lead: int) -> Iterator[Draft]:
    lexicon = scene.lexicon
    here = [t for t in scene.timexes if sentence.start_char <= t.start < sentence.end_char]
    # "March 3" is a day, not a march.
    preds = [p for p in predicates.find(sentence, lexicon) if not any(t.start <= p.token.idx < t.end for t in here)]
    preds = [p for p in preds if not (p.token.is_sent_start and p.token.tag_ == "VB" and scene.cast.at(p.token))]
    if not preds:
        return
    bound = binding.bind(sentence, preds, here, lexicon, scene.published)
    yield from _together(list(_each(scene, sentence, zone, story, lead, preds, bound)))


def _each(
    scene: Scene, sentence: Span, zone: str, story: Story, lead: int, preds: Sequence[Predicate],
    bound: dict[int, Binding],
) -> Iterator[Draft]:  # fmt: skip
    question = sentence.text.rstrip("\"'”’ ").endswith("?")
    moods = {p.token.i: mood.read(p, scene.lexicon) for p in preds}
    if question:
        moods = {i: _asked(m) for i, m in moods.items()}
    news = zone == "body" and sentence.start_char < lead
    dates = {p.token.i: _dated(scene, p, moods[p.token.i], bound.get(p.token.i), story, zone, news) for p in preds}
    for p in preds:
        args = arguments.of(p, scene.lexicon)
        p = senses.told(p, args, scene.lexicon)
        m = moods[p.token.i]
        when, timex, cue = _as_told(p, _alongside(p, m, dates), dates)
        yield _draft(scene, sentence, zone, p, args, m, when, timex, cue, lead)


def _asked(m: Mood) -> Mood:
    return replace(m, tense="bare", plan=None, certainty="possible", cues=(*m.cues, "certainty.possible: question"))


def _alongside(p: Predicate, m: Mood, dates: dict[int, _Dating]) -> _Dating:
    """A clause that goes along with its main clause is news of the same day: "opened it by cutting a ribbon"."""
    own = dates[p.token.i]
    if (
        sharing.looks_back(p.token)
        or own[2] not in ("date.past", "date.untold")
        or m.tense not in (*_PAST, "bare")
        or p.kind == "participle"
    ):
        return own
    carried = p.relation in ("light", "occur") and p.carrier is not None
    heads = sharing.clause_heads(p.token) if p.kind == "verb" else ([p.carrier] if carried and p.carrier else [])
    for head in heads:
        other = dates.get(head.i)
        if other is not None and other[2].startswith(("date.news", _GOES_ON)) and not m.plan:
            return other
    return own


def _as_told(p: Predicate, own: _Dating, dates: dict[int, _Dating]) -> _Dating:
    """What is dated by its tense alone, counted from the day on which somebody said it."""
    content = p.token
    while content.dep_ == "conj" and content.head.i != content.i:
        content = content.head
    told = dates.get(content.head.i) if content.dep_ == "ccomp" and own[0].basis == "tense_only" else None
    if told is None or not told[2].startswith("date.own"):
        return own
    return dating.as_told(own[0], told[0]), *own[1:]


def _draft(
    scene: Scene, sentence: Span, zone: str, p: Predicate, args: Arguments, m: Mood, when: When, timex: Timex | None,
    cue: str, lead: int,
) -> Draft:  # fmt: skip
    told = status.tell(p, m, when, zone, scene.published, scene.lexicon)
    when = dating.passed(when, timex, scene.published) if told.status == "occurred" else when
    if _lasts(p, m, scene.lexicon) and told.status == "occurred" and when.latest is None and when.earliest is not None:
        told = replace(told, status="ongoing", cues=(*told.cues, f"status.ongoing: {p.lemma} has no end here"))
    cast = roles(p, args, scene.cast, sentence, scene.lexicon)
    place = place_of(p, args, scene.cast)
    name, lack = titles.title(p, args, m, scene.cast, place, scene.lexicon)
    report = Report(
        ordinal=0, title=name or "", trigger=p.lemma, trigger_start=p.start, trigger_end=p.end,
        sentence_start=sentence.start_char, sentence_end=sentence.end_char, type=p.type, when=when, phrase=timex,
        mentions=cast, place=place.name if place else None, place_country=place.country if place else None, zone=zone,
        status=told.status, certainty=told.certainty, polarity=told.polarity, claim=told.claim,
        attributed_to=_source(m.attributed_to, scene), cues=(p.rule, *told.cues, cue),
    )  # fmt: skip
    return Draft(report, p, args, m, p.start < lead, lack)


def _together(found: Sequence[Draft]) -> list[Draft]:
    """What takes place during an event shares its people and place: "signed at the king's meeting with the envoy"."""
    at = {d.predicate.token.i: d for d in found}
    for d in found:
        if d.predicate.type not in JOINT:
            continue
        for preposition, noun in d.arguments.obliques:
            other = at.get(noun.i)
            if preposition in ("during", "at") and other is not None and other.predicate.type in JOINT:
                here, there = at[d.predicate.token.i], at[noun.i]
                place = there.report if there.report.place else here.report
                at[d.predicate.token.i], at[noun.i] = _lend(here, there, place), _lend(there, here, place)
    return list(at.values())


def _lend(d: Draft, other: Draft, place: Report) -> Draft:
    report, lender = d.report, other.report
    mentions = report.mentions
    if not any(m.role != "mentioned" for m in mentions):
        # A summit that is named after a body is not held by it alone: "the signing at the BRICS summit".
        acting = {m.mention: "party" for m in lender.mentions if m.role != "mentioned" and m.mention.kind in _SIGNERS}
        mentions = tuple(RoleMention(acting.get(m.mention, m.role), m.mention) for m in mentions)
    return replace(d, report=replace(report, place=place.place, place_country=place.place_country, mentions=mentions))


def _source(token: Token | None, scene: Scene) -> str | None:
    if token is None:
        return None
    if token.tag_ == "WP" and token.head.dep_ == "relcl":
        token = arguments.antecedent(token, token.head)
    words = [t for t in token.subtree if t.dep_ not in ("relcl", "appos") or t.i == token.i]
    clause = next((c for c in token.children if c.dep_ in ("acl", "ccomp") and c.i > token.i), None)
    if clause is not None:
        words = [t for t in words if t.i < clause.left_edge.i]  # "reports that they could strike"
    start, end = words[0], words[-1]
    text = scene.article.text[start.idx : end.idx + len(end)]
    return text if len(text) <= 80 else scene.article.text[token.idx : token.idx + len(token)]


# --- dates ---


def _dated(scene: Scene, p: Predicate, m: Mood, own: Binding | None, story: Story, zone: str, lead: bool) -> _Dating:
    published = scene.published
    lasting = _lasts(p, m, scene.lexicon)
    if (
        own is not None
        and m.plan == "postponed"
        and own.rule == "date.own"
        and not dating.follows(own.timex.when, published)
    ):
        own = None  # "was postponed on Monday": the day of the decision
    if own is not None:
        timex = dating.later(own.timex, story.ahead, published)
        timex = dating.agreeing(timex, m, published) if p.kind == "verb" else timex
        if own.rule == "date.moved" and m.plan == "postponed":
            timex = postponing.new_day(timex, published, p.carrier)
        elif p.kind == "noun" and any(postponing.looks_back(t) for t in p.token.ancestors):
            timex = dating.recalled(timex, published)
        own = replace(own, timex=timex)
        when = timex.when
        if own.rule.startswith("date.hung"):
            return dating.undated(m, published, news=False, lasting=p.type == "STATE"), timex, own.rule
        if (length := _length(p)) is not None and p.carrier is not None:
            lemma = p.carrier.lemma_.lower()
            if scene.lexicon.is_in(lemma, "nouns.ending", "nouns.inceptive"):
                return dating.spread(timex, length, scene.lexicon.is_in(lemma, "nouns.ending")), timex, own.rule
        if lasting and _begins(p, scene.lexicon) and own.rule == "date.own" and when.extent == "within":
            going_on = not dating.far(own.timex, published, _LASTING_YEARS * 366)
            return dating.begun(own.timex, going_on), own.timex, "date.begun"
        return when, own.timex, own.rule
    if zone == "body" and story.timex is not None and _goes_on(p, m, story.timex, published, scene.lexicon):
        return (
            dating.inherited(story.timex),
            story.timex,
            "date.inherited: of several days" if story.several else _GOES_ON,
        )
    told = p.kind == "verb" and p.token.dep_ != "relcl" and not sharing.looks_back(p.token)
    news = zone == "body" and not m.subordinate and told
    if news and m.tense == "perfect" and not m.negative and (lead or p.type == "STATEMENT"):
        m = replace(m, tense="past")  # "has died": hot news, as the lead of an article tells it
    if news and m.tense == "present" and p.type == "STATEMENT":
        m = replace(m, tense="past")  # "the firm claims": said to the press that day
    if zone in ("headline", "caption") and m.tense == "present" and p.type != "STATE":
        m, news = replace(m, tense="past"), True
    when = dating.undated(m, published, news=news, lasting=p.type == "STATE")
    return when, None, when.rule


def _length(p: Predicate) -> int | None:
    """The days that an event takes, where its noun says so: "a three-day summit"."""
    left = p.token.doc[p.token.left_edge.i : p.token.i]
    told = _N_DAY.search(left.text) if p.kind == "noun" else None
    if told is None:
        return None
    return int(told[1]) if told[1].isdigit() else _NUMBERS.index(told[1].lower()) + 2


def _lasts(p: Predicate, m: Mood, lexicon: Lexicon) -> bool:
    return p.kind == "noun" and lexicon.is_in(p.token.lemma_.lower(), "nouns.lasting") and not m.plan


def _begins(p: Predicate, lexicon: Lexicon) -> bool:
    """Whether the verb of a noun tells its beginning: "the war that they launched", not "then came the epidemic"."""
    inceptive = p.carrier is not None and lexicon.is_in(p.carrier.lemma_.lower(), "nouns.inceptive")
    return p.relation == "begun" or (p.relation == "occur" and inceptive)


def _goes_on(p: Predicate, m: Mood, timex: Timex, published: str | None, lexicon: Lexicon) -> bool:
    """Whether a sentence without a date goes on with the day on which the story stands."""
    if m.tense not in _PAST or m.certainty == "possible" or p.type == "STATE":
        return False
    if p.kind == "noun" and m.subordinate:
        return False
    return not (lexicon.is_in(p.lemma, "verbs.speech") and dating.far(timex, published, _FAR))


def _is_of_a_day(report: Report) -> bool:
    return report.when.basis not in ("inherited", "anchored_on_event") and report.when.granularity in _DAYS


def _in_passing(verb: Token) -> bool:
    """Whether a relative clause tells it: "Observers, who arrived on 2 May, called …" goes on with another day."""
    while verb.dep_ == "conj":
        verb = verb.head
    return bool(verb.dep_ == "relcl")


def _onward(story: Story, new: Sequence[Draft], published: str | None) -> Story:
    """Where the story stands after a sentence."""
    for d in new:
        if (
            d.report.status == "scheduled"
            and d.report.phrase is not None
            and binding.day_of(d.report.phrase) is not None
        ):
            story = replace(story, ahead=d.report.phrase)
    for d in sorted(new, key=lambda d: d.report.trigger_start, reverse=True):
        when = d.report.when
        own = (
            d.report.phrase is not None
            and when.basis not in ("inherited", "anchored_on_event")
            and d.mood.tense in _PAST
            and not d.mood.subordinate
            and not _in_passing(d.predicate.token)
        )
        past = published is None or (when.latest is not None and when.latest <= published)
        if own and past and when.granularity in _DAYS and when.extent == "within" and d.predicate.kind == "verb":
            told = {
                binding.day_of(x.report.phrase) for x in new if x.report.phrase is not None and _is_of_a_day(x.report)
            }
            return replace(story, timex=d.report.phrase, several=len(told - {None}) > 1)
    return story
