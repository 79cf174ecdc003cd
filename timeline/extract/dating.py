"""The date of a report: its phrase where it has one, the running story's day, or no more than the tense tells."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from timeline import days
from timeline.extract.mood import Mood
from timeline.model import Timex, When

_PAST = ("past", "past_progressive")
_BACK = ("perfect", "pluperfect")
_FORWARD = ("future", "plan")
# A time of day with nothing that says of which day.
_CLOCK = re.compile(
    r"(?:in |around |about )*(?:the middle of )?the (?:day|night|morning|afternoon|evening)"
    r"|(?:(?:just|shortly|around|about|at|near(?:ly)?|approximately|before|after|by|early|late) )*"
    r"(?:\d{4}(?= (?:GMT|UTC|local time))|\d{1,2}(?:[:.]\d\d)?(?: ?[ap]\.? ?m\b\.?)?|noon|midday|midnight)"
    r"(?: in the (?:morning|afternoon|evening))?(?: (?:GMT|UTC|BST|CET|[ECMP][SD]?T|local time))?",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"(?:(?:early|late) )?(?:mon|tue|wed|thu|fri|sat|sun)[a-z.]*(?: (?:morning|afternoon|evening|night))?",
    re.IGNORECASE,
)
_WEEKEND = re.compile(r"\bweekend$", re.IGNORECASE)
_WEEK = 7
_UP_TO = re.compile(r"\b(?:through|until|till) $", re.IGNORECASE)
_RUNNING = ("week", "weekend", "month", "season", "quarter", "half", "year")
"""Spans of which "this" and "the" name the one that runs."""
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY_OF_MONTH = re.compile(rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH})", re.IGNORECASE)
_OF_THE_YEAR = re.compile(rf"{_MONTH}|{_DAY_OF_MONTH.pattern}", re.IGNORECASE)
_FULL_DAY = re.compile(r"\d{4}-\d\d-\d\d(?=T|$)")
# Words that count from a day told before.
_POINTING = re.compile(
    r"(?:(?:early|late|earlier|later|on) )*(?:that|(?:the )?(?:same|next|following|previous|preceding))\b.*"
    r"|(?:earlier|later) in the (?:day|evening|morning|night)|.* (?:later|earlier)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Story:
    """Where the narration stands."""

    timex: Timex | None = None
    """The day that a sentence of the past was last dated with."""
    several: bool = False
    """Whether that sentence told of more days than one: which of them goes on is a guess."""
    ahead: Timex | None = None
    """The last day after publication that the text has announced something for."""


def is_loose(timex: Timex) -> bool:
    """Whether a phrase names no day of its own and was counted from publication for want of a better one.

    "At 4:30 p.m.", "that night", "the next day" are of the day that the text told before; where it told none, they say
    nothing of the day of publication.
    """
    if timex.when.basis != "completed_from_published":
        return False
    text, when = timex.text.strip(), timex.when
    if _CLOCK.fullmatch(text) is not None:
        return True
    if _POINTING.fullmatch(text) is None or when.earliest is None or when.anchor is None:
        return False
    # Counted from a day of the text it lies elsewhere; its anchor still names what completed that day.
    return abs(days.of(when.earliest) - days.of(when.anchor.rpartition(" ")[2])) <= 1


def is_end(timex: Timex | None, text: str) -> bool:
    """Whether a phrase of a text only says how long something lasted: "closed *through* Wednesday"."""
    return timex is not None and _UP_TO.search(text, max(0, timex.start - 10), timex.start) is not None


def agreeing(timex: Timex, mood: Mood, published: str | None) -> Timex:
    """A bare weekday or day of a month that the words around it led the wrong way, turned as the verb's tense tells.

    "He died at home on 25 June", written in February, was last year; "they are set to meet on Friday" is to come.
    """
    when = timex.when
    day = when.earliest
    weekly, yearly = _WEEKDAY.fullmatch(timex.text) is not None, _DAY_OF_MONTH.fullmatch(timex.text) is not None
    if published is None or day is None or day != when.latest or when.basis != "completed_from_published":
        return timex
    if not (weekly or yearly):
        return timex
    if mood.tense in (*_PAST, *_BACK) and mood.plan is None and day > published:
        other = days.of(day) - 7 if weekly else _a_year_from(day, -1)
    elif mood.teller is None and (mood.tense == "future" or mood.plan == "scheduled") and day < published and weekly:
        other = days.of(day) + 7
    else:
        return timex
    iso = days.iso(other)
    when = replace(
        when, earliest=iso, latest=iso, likely_date=iso, edtf=iso, direction=f"tense of the verb: {mood.tense}"
    )
    return replace(timex, when=when)


def passed(when: When, timex: Timex | None, published: str | None) -> When:
    """The date of what has happened, where the words around its weekday or weekend led ahead of publication."""
    first, last = when.earliest, when.latest
    if timex is None or published is None or first is None or last is None or first <= published:
        return so_far(when, published)
    if when.basis != "completed_from_published" or not (_WEEKDAY.fullmatch(timex.text) or _WEEKEND.search(timex.text)):
        return when
    start, end = (days.iso(days.of(day) - _WEEK) for day in (first, last))
    likely = start if start == end else when.likely_date and start[: len(when.likely_date)]
    edtf = start if start == end else f"{start}/{end}"
    return replace(when, earliest=start, latest=end, likely_date=likely, edtf=edtf, direction="it has happened")


def recalled(timex: Timex, published: str | None) -> Timex:
    """A month or a day of the year that lies ahead, turned to the last one: "had blocked a planned strike in May"."""
    when = timex.when
    if published is None or when.earliest is None or when.latest is None or when.basis != "completed_from_published":
        return timex
    if when.earliest <= published or not _OF_THE_YEAR.fullmatch(timex.text):
        return timex
    day = days.iso(_a_year_from(when.earliest, -1))
    edtf = day if when.earliest == when.latest else day[:7]
    first, last = (days.iso(n) for n in days.span(edtf))
    when = replace(
        when, earliest=first, latest=last, likely_date=edtf, edtf=edtf, direction="tense of the verb: pluperfect"
    )
    return replace(timex, when=when)


def _a_year_from(day: str, years: int) -> int:
    year, month, of_month = days.civil(days.of(day))
    return days.number(year + years, month, min(of_month, days.days_in_month(year + years, month)))


def begun(timex: Timex, ongoing: bool) -> When:
    """The dating of something lasting that began at a phrase: "the war they launched in 2022"."""
    when = timex.when
    start = when.edtf or when.likely_date
    return replace(when, latest=None if ongoing else when.latest, extent="throughout" if ongoing else when.extent,
                   edtf=f"{start}/.." if ongoing and start and "/" not in start else when.edtf)  # fmt: skip


def named(timex: Timex) -> Timex:
    """The phrase as the day that an event is named by: "after a Saturday night shooting" was on Saturday itself."""
    day = _FULL_DAY.match(timex.value)
    if day is None or timex.when.earliest == timex.when.latest:
        return timex
    iso = day[0]
    when = replace(timex.when, earliest=iso, latest=iso, likely_date=iso, edtf=iso, granularity="day", extent="within")
    return replace(timex, when=when)


def inherited(timex: Timex) -> When:
    """The dating of a sentence that goes on with an earlier sentence's day."""
    return replace(timex.when, basis="inherited", anchor=f'text "{timex.text}"')


def shifted(timex: Timex, other: Timex, sign: int, event: str) -> Timex | None:
    """The phrase of a distance ("two days after the vote") with the day that the other event's day makes of it.

    Args:
        timex: the phrase, with its event and its distance in days.
        other: the phrase that dates the other event.
        sign: 1 to count from the other event, -1 to count back to the event that the phrase hangs on.
        event: what the other event is called.
    """
    if timex.offset_days is None or other.when.earliest is None or other.when.earliest != other.when.latest:
        return None
    day = days.iso(days.of(other.when.earliest) + sign * timex.offset_days)
    when = When(
        earliest=day, latest=day, likely_date=day, edtf=day, granularity="day", qualifier=timex.when.qualifier,
        basis="anchored_on_event", rule="date.anchored", anchor=f'event "{event}"',
    )  # fmt: skip
    return replace(timex, when=when)


def since(timex: Timex, published: str | None) -> Timex:
    """The phrase of another event that came before: "returned in 1996 and *soon after* became its head".

    It bounds the later one on one side alone; published: ISO day, after which nothing that has happened lies.
    """
    when = timex.when
    if when.earliest is None or (published is not None and when.earliest > published):
        return timex
    likely = when.likely_date if when.granularity == "day" else None
    edtf = f"{when.earliest}/{published or '..'}" if when.earliest != published else published
    when = replace(
        when,
        latest=published,
        likely_date=likely,
        edtf=edtf,
        basis="anchored_on_event",
        rule="date.later",
        granularity="open",
    )
    return replace(timex, when=when)


def spread(timex: Timex, length: int, back: bool) -> When:
    """The dating of an event of several days whose last (``back``) or first day a phrase gives."""
    when = timex.when
    if when.earliest is None or when.earliest != when.latest:
        return when
    other = days.iso(days.of(when.earliest) + (1 - length if back else length - 1))
    first, last = (other, when.earliest) if back else (when.earliest, other)
    return replace(when, earliest=first, latest=last, likely_date=None, edtf=f"{first}/{last}", extent="throughout")


def later(timex: Timex, ahead: Timex | None, published: str | None) -> Timex:
    """The phrase counted from the day that the text announces: "three days later" says nothing of the announcement."""
    if published is None or ahead is None or ahead.when.earliest is None or timex.when.earliest is None:
        return timex
    counted = days.of(timex.when.earliest) - days.of(published)
    if not timex.text.endswith(" later") or timex.when.anchor != f"text {published}":
        return timex
    if timex.when.earliest != timex.when.latest or counted <= 0:
        return timex
    day = days.iso(days.of(ahead.when.earliest) + counted)
    when = replace(timex.when, earliest=day, latest=day, likely_date=day, edtf=day, anchor=f'text "{ahead.text}"')
    return replace(timex, when=when)


def undated(mood: Mood, published: str | None, *, news: bool, lasting: bool = False) -> When:
    """What tense alone tells. Never a bound that the text does not give.

    Args:
        mood: how the clause presents its event.
        published: ISO day of publication.
        news: a main clause of the article's own telling; in the plain past it is news of the day.
        lasting: a state, which tense does not end.
    """
    if published is None:
        return When(basis="none", rule="date.no_published")
    anchor = f"published {published}"
    if mood.plan or mood.tense in _FORWARD:
        return When(earliest=published, edtf=f"{published}/..", basis="tense_only", rule="date.future", anchor=anchor)
    if mood.tense in _PAST and news and not lasting:
        return When(
            latest=published,
            likely_date=published,
            edtf=f"../{published}",
            basis="near_published",
            rule="date.news",
            anchor=anchor,
        )
    if (mood.tense in _PAST or mood.tense in _BACK) and not mood.ongoing:
        return When(latest=published, edtf=f"../{published}", basis="tense_only", rule="date.past", anchor=anchor)
    return When(basis="none", rule="date.untold")


def as_told(when: When, told: When) -> When:
    """What tense alone tells, from the day on which it was said: "said on 2 May that he *had been held*".

    Args:
        when: the dating of the content by tense alone.
        told: the dating of the telling, by a phrase of its own.
    """
    note, first, last = f"told {told.edtf}", told.earliest, told.latest
    if when.earliest is None and when.latest is not None and last is not None and last < when.latest:
        return replace(when, latest=last, edtf=f"../{last}", anchor=note)
    if when.latest is None and when.earliest is not None and first is not None and first < when.earliest:
        return replace(when, earliest=first, edtf=f"{first}/..", anchor=note)
    return when


def so_far(when: When, published: str | None) -> When:
    """The dating of what has happened in a span that publication lies in: "three people died *this week*"."""
    first, last = when.earliest, when.latest
    if published is None or first is None or last is None or not first <= published < last:
        return when
    if when.basis != "completed_from_published" or when.granularity not in _RUNNING or when.edtf is None:
        return when
    if when.granularity == "week" and days.of(last) - days.of(first) == _WEEK - 1:
        first = days.iso(days.of(first) - 1)  # many a writer's week begins on Sunday
    return replace(
        when, earliest=first, latest=published, edtf=f"{first}/{published}" if first != published else published
    )


def precedes(when: When, published: str | None) -> bool:
    """Whether the span surely ends before publication day."""
    return published is not None and when.latest is not None and when.latest < published


def follows(when: When, published: str | None) -> bool:
    """Whether the span surely begins after publication day."""
    return published is not None and when.earliest is not None and when.earliest > published


def far(timex: Timex, published: str | None, limit: int) -> bool:
    """Whether the phrase lies more than ``limit`` days before publication."""
    latest = timex.when.latest
    return published is not None and latest is not None and days.of(published) - days.of(latest) > limit
