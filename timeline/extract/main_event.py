"""What an article is about: the report that headline and lead tell, dated as well as the article dates it.

Fourth man arrested over harbour fire
Police arrested a fourth man on Thursday over the fire that destroyed a warehouse on 28 January.
-> the fire, 2017-01-28 (the arrest follows from it)
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from timeline import dates, days
from timeline.extract import dating
from timeline.model import Article, Report, Timex, When

OWN = ("explicit", "completed_from_published", "completed_from_text", "anchored_on_event")
RULE = "date.main"
"""Rule of a main report's date that another telling of the same article gave."""
_DAYS = ("day", "part_of_day", "hour", "minute")
_AHEAD = ("planned", "scheduled", "expected", "postponed", "cancelled")
_ACTS = ("act", "happening", "other")
"""Kinds of report that may be the event itself."""
_LEAD, _REACH = 1500, 4000
"""Code points of an article in which its main event is looked for first, and at most."""
_LONG_AGO = 400
_BORNE = ("target", "accused", "recipient")
"""Roles of those whom an act befalls."""
_NEAR_BY = 1000
"""Code points between two tellings of talks that may be the same."""
_MONTH, _NEARLY_A_WEEK = 31, 6
_READER = re.compile(r"\b(?:you(?:r|rs|’re|'re)?|please)\b", re.IGNORECASE)
_QUOTED = re.compile(r"[“\"][^”\"]*(?:[”\"]|$)")
# "had moved in three days earlier": days before what is told.
_COUNTED = re.compile(r"\w (?:earlier|before)$", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)
_ON = re.compile(r"\b(?:on|at|over|by|since|until|before|after|last) $", re.IGNORECASE)
_FOR = re.compile(r"\bfor $", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{3,}")
_CLOCK = re.compile(
    r"(?:just |shortly |around |about |at |near(?:ly)? |approximately |before |after |by )*"
    r"(?:\d{1,2}(?:[:.]\d\d)?(?: ?[ap]\.? ?m\.?)?|noon|midnight)(?: in the (?:morning|afternoon|evening))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """The reports of an article, its main one dated as the article dates it."""

    reports: tuple[Report, ...]
    main: int | None


@cache
def _table() -> Mapping[str, frozenset[str]]:
    table = _toml()
    return {name: frozenset(words) for name, words in table.items() if isinstance(words, list)}


@cache
def _points() -> Mapping[str, int]:
    return dict(_toml()["points"])


@cache
def _page_words() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(_table()['page_words'])))})", re.IGNORECASE)


def _toml() -> dict[str, Any]:
    return tomllib.loads((files("timeline") / "rules" / "main_event.toml").read_text("utf-8"))


def choose(article: Article, reports: Sequence[Report], timexes: Sequence[Timex]) -> Choice:
    """The main report of an article, and all its reports.

    The main report is the best by the points of ``rules/main_event.toml``. Where it is told without a day, it takes the
    day of another telling of the same act, else that of what is told around it; its basis then is ``inherited``.

    Args:
        article: with its title, which may stand outside the text.
        reports: in text order, numbered.
        timexes: the date phrases of the text.
    """
    near = [r for r in reports if r.trigger_start < _LEAD] or [r for r in reports if r.trigger_start < _REACH]
    if not near:
        return Choice(tuple(reports), None)
    title = _stems(article.title or "") | {
        s for r in near if r.zone == "headline" for s in _stems(_words_of(article, r))
    }
    starts = sorted({r.sentence_start for r in near if r.zone == "body"})
    head_types = {r.type for r in near if r.zone == "headline"}
    worth, _, best = max(((_worth(article, r, title, head_types, starts), -r.ordinal, r) for r in near), key=_first_two)
    if worth < _points()["least"]:
        return Choice(tuple(reports), None)  # "We have sent you an e-mail": a page that has no news
    dated = _dated(article, best, reports, timexes)
    return Choice(tuple(dated if r.ordinal == best.ordinal else r for r in reports), best.ordinal)


def _first_two(ranked: tuple[int, int, Report]) -> tuple[int, int]:
    return ranked[:2]


def kind(report: Report) -> str:
    """What it tells: ``act``, ``happening``, ``scene``, ``follow_up``, ``word``, ``state``, ``page``, ``other``."""
    words = _table()
    if report.trigger in words["page"]:
        return "page"
    if report.trigger in words["happenings"] and report.type in ("OTHER", "STATE"):
        return "happening"
    if report.trigger in words["scene"]:
        return "scene"
    if report.type in words["follow_up_types"] or report.trigger in words["follow_ups"]:
        return "follow_up"
    if report.type in words["word_types"]:
        return "word"
    return report.type.lower() if report.type in ("STATE", "OTHER") else "act"


def _worth(
    article: Article, r: Report, title: frozenset[str] | set[str], types: set[str], starts: Sequence[int]
) -> int:
    p = _points()
    worth = p[kind(r)] + p["main"] * (r.salience == "main")
    named = {*_stems(r.trigger), *_stems(article.text[r.trigger_start : r.trigger_end])}
    worth += p["named"] * bool(named & title) + p["headed"] * (r.type in types and r.type not in ("OTHER", "STATE"))
    place = starts.index(r.sentence_start) if r.sentence_start in starts else None
    if place is not None:
        worth += (p["first_sentence"], p["second_sentence"], p["third_sentence"], 0, 0, 0, p["far"])[min(place, 6)]
    worth += {"headline": p["headline"], "caption": p["caption"]}.get(r.zone, 0)
    if _is_day(r.when) and not (r.phrase and _is_clock(r.phrase)):
        worth += p["dated"] if r.when.basis in OWN else p["inherited"]
    said = _QUOTED.sub("", _words_of(article, r))
    worth += p["reader"] * bool(_READER.search(said)) + p["page"] * bool(_page_words().search(said))
    if r.polarity == "negative" or r.claim in ("denied", "forecast") or r.status == "unknown":
        worth += p["unsaid"]
    return worth


# --- its date ---


def _dated(article: Article, main: Report, reports: Sequence[Report], timexes: Sequence[Timex]) -> Report:
    if main.status in _AHEAD or _is_of_days(main.when):
        return main
    own = _own_day(main, timexes, article)
    if own is not None and (main.when.basis in OWN or _is_of_an_act(main, reports)):
        return _with(main, own, "date.main: own phrase") if own != main.phrase else main
    for other in _donors(article, main, reports):
        phrase = _own_day(other, timexes, article)
        if phrase is not None:
            return _with(main, phrase, f"date.main: {other.trigger}")
    if own is not None or _is_hot(main):
        return main
    loose = _in_title(article, timexes) or (_loose(article, main, reports, timexes) if article.published_day else None)
    return _with(main, loose, "date.main: a phrase near by") if loose else main


def _is_of_days(when: When) -> bool:
    """Whether a text says between which days it was: "between Friday and Monday"."""
    return (
        when.basis in OWN
        and when.granularity in _DAYS
        and None not in (when.earliest, when.latest)
        and (when.earliest != when.latest)
    )


def _is_of_an_act(main: Report, reports: Sequence[Report]) -> bool:
    """Whether the day that a report has inherited is that of an act, not of who told or learned of it."""
    giver = next((r for r in reports if r.phrase == main.phrase and r.when.basis in OWN), None)
    return giver is not None and kind(giver) in _ACTS


def _in_title(article: Article, timexes: Sequence[Timex]) -> Timex | None:
    """The day that a title outside the text gives; with the text's own phrase where it names the same day."""
    for t in dates.read(article.title or "", article.published, style="news"):
        if not _is_clock(t) and (whole := _whole(t, article)) is not None:
            same = next((x for x in timexes if x.when.likely_date == t.when.likely_date), None)
            return same or replace(whole, start=0, end=0)
    return None


def _loose(article: Article, main: Report, reports: Sequence[Report], timexes: Sequence[Timex]) -> Timex | None:
    """The first day of the text whose nearest report neither follows from the event nor speaks of it."""
    for t in timexes:
        if (
            t.start > _LEAD
            or _is_clock(t)
            or _is_an_end(t.when)
            or _is_of_two_weeks(t, article)
            or _is_of_a_thing(t, article)
        ):
            continue
        if (whole := _whole(t, article)) is None:
            continue
        inside = [r for r in reports if r.sentence_start <= t.start < r.sentence_end]
        inside = [r for r in inside if r.phrase == t and r.when.basis in OWN] or inside
        nearest = min(
            inside, key=lambda r: min(abs(r.trigger_start - t.end), abs(t.start - r.trigger_end)), default=None
        )
        if nearest is None or nearest.status in _AHEAD or not _may_be_the_same(nearest, main):
            continue
        if kind(nearest) in (*_ACTS, "scene"):
            return whole
    return None


def _is_an_end(when: When) -> bool:
    """Whether a day only ends something: "is closed *through Friday*"."""
    return when.earliest is None and when.latest is not None and when.granularity == "day"


def _is_of_a_thing(t: Timex, article: Article) -> bool:
    """Whether it dates a thing or what one gets ready for: "a Christmas card", "braced *for Sunday*"."""
    if _FOR.search(article.text[max(0, t.start - 8) : t.start]):
        return True
    return t.when.rule.endswith(".holiday") and not _ON.search(article.text[max(0, t.start - 8) : t.start])


def _donors(article: Article, main: Report, reports: Sequence[Report]) -> list[Report]:
    """Reports whose day may be the main event's, the likeliest first."""
    able = [
        r for r in reports
        if r.ordinal != main.ordinal and r.trigger_start < _REACH and r.when.basis in OWN
        and not _is_an_end(r.when) and (r.trigger == main.trigger or "status.occurred: pluperfect" not in r.cues)
        and r.polarity == "positive" and r.status not in _AHEAD and not (r.phrase and _COUNTED.search(r.phrase.text))
        and _may_be_the_same(r, main)
    ]  # fmt: skip
    same = [r for r in able if r.trigger == main.trigger]
    if _is_hot(main):
        return _surest_first((r for r in same if _acting(r) & _acting(main)), article)
    if main.when.basis in OWN and main.when.earliest is not None:
        # Of a week, month or year of its own: the act's day lies in it, if the text gives it.
        inside = [r for r in able if r not in same and kind(r) in (*_ACTS, "scene")]
        return [*same, *_surest_first((r for r in inside if _lies_in(r.when, main.when)), article)]
    if article.published_day is None:
        return same  # nothing says that what else the text dates is of these days
    acts = [r for r in able if r.type == main.type and r not in same and kind(r) == "act"]
    rest = [r for r in able if r not in same and r not in acts and kind(r) in _ACTS]
    scene = [r for r in able if kind(r) == "scene"]
    return _surest_first([*same, *acts, *rest, *scene], article)


def _is_hot(main: Report) -> bool:
    """Whether the article is there to tell a death that has just come: "Ann Lee has died"; no other act dates it."""
    return main.trigger in _table()["ends"] and "status.occurred: perfect" in main.cues


def _acting(r: Report) -> set[str]:
    return {m.mention.name for m in r.mentions if m.role != "mentioned"}


def _may_be_the_same(other: Report, main: Report) -> bool:
    """Whether another report may date the event of an article: people meet often, so of talks only one near by."""
    if _is_of_others(other, main):
        return False
    if main.type == "DISASTER" and other.trigger in _table()["responses"]:
        return False
    return main.type != "CONSULT" or abs(other.sentence_start - main.sentence_start) < _NEAR_BY


def _is_of_others(one: Report, two: Report) -> bool:
    """Whether one act befell other people who are named than another: two players arrested on two days."""
    first, second = (
        {m.mention.name for m in r.mentions if m.role in _BORNE and m.mention.kind == "person"} for r in (one, two)
    )
    return one.trigger == two.trigger and bool(first and second) and first.isdisjoint(second)


def _surest_first(found: Iterable[Report], article: Article) -> list[Report]:
    """Reports whose day may be another one come last: a death days later, a weekday that may be of two weeks."""
    ends = _table()["ends"]
    today = article.published_day
    return sorted(
        found,
        key=lambda r: (
            _is_of_two_weeks(r.phrase, article), r.trigger in ends,
            kind(r) == "other" and r.when.likely_date == today,
        ),
    )  # fmt: skip


def _is_of_two_weeks(t: Timex | None, article: Article) -> bool:
    """Whether a bare weekday may as well be the day after publication, as pages are amended: six days back."""
    day = t.when.earliest if t and t.when.basis == "completed_from_published" else None
    if t is None or day is None or article.published_day is None:
        return False
    return _WEEKDAY.search(t.text) is not None and days.of(article.published_day) - days.of(day) == _NEARLY_A_WEEK


def _lies_in(day: When, span: When) -> bool:
    """Whether a day is one of a span of a month at most."""
    if not _is_day(day) or None in (span.earliest, span.latest, day.earliest):
        return False
    first, last = days.of(str(span.earliest)), days.of(str(span.latest))
    return last - first <= _MONTH and first <= days.of(str(day.earliest)) <= last


def _own_day(r: Report, timexes: Sequence[Timex], article: Article) -> Timex | None:
    """The phrase that gives a report's day; a time of day alone gives none, but the day beside it does."""
    if r.phrase is None or r.when.basis not in (*OWN, "inherited"):
        return None
    if not _is_clock(r.phrase):
        return _whole(r.phrase, article)
    inside = [t for t in timexes if r.sentence_start <= t.start < r.sentence_end and not _is_clock(t)]
    beside = sorted(
        inside, key=lambda t: min(abs(t.start - r.phrase.end), abs(r.phrase.start - t.end)) if r.phrase else 0
    )
    return next((w for t in beside if (w := _whole(t, article)) is not None), None)


def _whole(t: Timex, article: Article) -> Timex | None:
    """The phrase as a day on or before publication; "just after 9 p.m. Friday" is a time of Friday."""
    when = t.when
    if when.likely_date is None and t.type == "TIME":
        # "Shortly before midnight Thursday" is no likely minute, but a likely day.
        at = t.value[:10] if t.mod in ("AFTER", "BEFORE") else when.earliest if when.earliest == when.latest else None
        if at is not None and re.match(r"\d{4}-\d\d-\d\d", at):
            when = replace(when, earliest=at, latest=at, likely_date=at, edtf=at)
    if not _is_day(when) or when.likely_date is None:
        return None
    if article.published_day and not 0 <= days.of(article.published_day) - days.of(when.likely_date) + 1 <= _LONG_AGO:
        return None
    return replace(t, when=when)


def _with(main: Report, phrase: Timex, cue: str) -> Report:
    when = main.when
    if when.basis in OWN and (phrase.when.latest or "") < (when.earliest or ""):
        return main  # of a year or month of its own, in which the day does not lie
    if when.basis in OWN and when.latest is not None and (phrase.when.earliest or "") > when.latest:
        return main
    kept = phrase if phrase.end else None  # a title outside the text has no span in it
    when = replace(dating.inherited(phrase), rule=RULE)
    return replace(main, when=when, phrase=kept, cues=(*main.cues, cue))


def _is_day(when: When) -> bool:
    return when.granularity in _DAYS and when.likely_date is not None and len(when.likely_date) == 10


def _is_clock(t: Timex) -> bool:
    return _CLOCK.fullmatch(t.text.strip()) is not None


def _words_of(article: Article, r: Report) -> str:
    return article.text[r.sentence_start : r.sentence_end]


def _stems(text: str) -> frozenset[str]:
    """The beginnings of its words: "shooting" and "shot" still differ, "shoots" and "shooting" do not."""
    return frozenset(word[:5] for word in _WORD.findall(text.casefold()))
