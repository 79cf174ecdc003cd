"""The date of a report: its phrase where it has one, the running story's day, or no more than the tense tells."""

from __future__ import annotations

from dataclasses import dataclass, replace

from timeline import days
from timeline.extract.mood import Mood
from timeline.model import Timex, When

_PAST = ("past", "past_progressive")
_BACK = ("perfect", "pluperfect")
_FORWARD = ("future", "plan")


@dataclass(frozen=True, slots=True)
class Story:
    """The day on which the narration stands: the last one that a sentence of the past was dated with."""

    timex: Timex | None = None
    paragraph: int = 0


def begun(timex: Timex, ongoing: bool) -> When:
    """The dating of something lasting that began at a phrase: "the war they launched in 2022"."""
    when = timex.when
    start = when.edtf or when.likely_date
    return replace(when, latest=None if ongoing else when.latest, extent="throughout" if ongoing else when.extent,
                   edtf=f"{start}/.." if ongoing and start and "/" not in start else when.edtf)  # fmt: skip


def inherited(timex: Timex) -> When:
    """The dating of a sentence that goes on with an earlier sentence's day."""
    return replace(timex.when, basis="inherited", anchor=f'text "{timex.text}"')


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
