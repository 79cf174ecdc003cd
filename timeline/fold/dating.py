"""Which date an event has, and which span of days it is found by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from timeline import days
from timeline.fold.evidence import PLANS, Evidence, lapsed, standing
from timeline.model import GRANULARITIES, When

UNDATED = ("near_published", "tense_only", "none")
"""Bases that say when an article was published rather than when the event was."""

_TRUST = {
    "explicit": 3, "completed_from_published": 3, "completed_from_text": 3, "anchored_on_event": 2, "inherited": 1,
}  # fmt: skip
"""Weight of one source's date by how it was read: one carried over from another sentence gives way to a stated one."""
_TRUST_OF_WHOLE = 2
"""Weight of a day that a whole article gives, however it was read: another article that states one weighs more."""
WHOLE_TEXT = "date.main"
"""The rule of a main report's date that another telling of the same article gave."""
_FAR = 10**9
_CLASSES = ((1, "day"), (31, "month"), (366, "year"))


@dataclass(frozen=True, slots=True)
class Span:
    """A dating as day numbers: its bounds, and the days it is found by."""

    earliest_day: int | None
    latest_day: int | None
    first_day: int | None
    last_day: int | None
    span_class: str
    """day, month (at most 31 days), year (at most 366), longer (half-open ones too) or none."""


def span(when: When) -> Span:
    """The span used for finding: the bounds where the text dates the event, else the days of ``likely_date``.

    Raises:
        ValueError: a date of ``when`` does not exist.
    """
    earliest = days.of(when.earliest) if when.earliest else None
    latest = days.of(when.latest) if when.latest else None
    first, last = (None, None) if when.basis in UNDATED else (earliest, latest)
    if first is None and last is None and when.likely_date:
        first, last = days.span(when.likely_date)
    return Span(earliest, latest, first, last, span_class(first, last))


def span_class(first: int | None, last: int | None) -> str:
    """The index class of a span of days."""
    if first is None and last is None:
        return "none"
    if first is None or last is None:
        return "longer"
    return next((name for length, name in _CLASSES if last - first < length), "longer")


def midnight(day: int | None) -> datetime | None:
    """The start of a day; None when open or outside the years that SQL types hold."""
    if day is None or not days.MIN_SQL_DAY <= day <= days.MAX_SQL_DAY:
        return None
    return datetime.combine(date.fromordinal(day), datetime.min.time())


def end_of(day: int | None) -> datetime | None:
    """The start of the next day; None when open or outside the years that SQL types hold."""
    start = midnight(day)
    return None if start is None or day == days.MAX_SQL_DAY else start + timedelta(days=1)


def stated(text: str) -> When:
    """The dating of a plain ``YYYY[-MM[-DD]]``, as a person gives it.

    Raises:
        ValueError: the text is no such date.
    """
    _, month, day = days.parts(text)
    first, last = days.span(text)
    granularity = "day" if day else "month" if month else "year"
    return When(days.iso(first), days.iso(last), text, text, granularity, basis="explicit", rule="person")


def dating(evidence: Sequence[Evidence], status: str) -> tuple[When, int]:
    """The date of an event from its reports, and how many dated reports contradict it.

    The reports that may decide are asked first (see :func:`_deciding`). Of their datings the one wins that the most
    sources agree with, then the most precise. For a plan only the latest published date counts, made sharper by earlier
    compatible ones. Reports that give no date of their own are asked only when none does.
    """
    dated = [e for e in evidence if is_dated(e.when)]
    if not dated:
        return _undated(evidence, status), 0
    chosen = _best(_weighed(_deciding(dated, status)))
    kept = _bounds(chosen.when)
    return chosen.when, sum([not _meets(_bounds(e.when), kept) for e in dated])


def alone(when: When) -> When:
    """The date of an event from its only report: the same that :func:`dating` finds."""
    return when if is_dated(when) or when.basis in UNDATED else When()


def is_dated(when: When) -> bool:
    """Whether a text dates the event."""
    return when.basis not in UNDATED and bool(when.earliest or when.latest or when.likely_date)


def _deciding(dated: Sequence[Evidence], status: str) -> Sequence[Evidence]:
    """The dated reports that may decide: of what happened, those that say it happened; of a plan, the newest."""
    group = [e for e in dated if e.polarity == "positive" and e.claim != "denied"] or list(dated)
    group = [e for e in group if e.zone in ("body", "caption")] or group
    if status in ("occurred", "ongoing"):
        return [e for e in group if standing(e) in ("occurred", "ongoing")] or group
    if status not in (*PLANS, "cancelled"):
        return group
    # "It was to be signed in October", said in December: what that plan is now, another sentence may say.
    group = [e for e in group if not lapsed(e)] or group
    newest = max(e.published or "" for e in group)
    latest = [e for e in group if (e.published or "") == newest]
    kept = _bounds(_best(latest).when)
    return [e for e in group if e in latest or _contains(kept, _bounds(e.when))]


def _weighed(group: Sequence[Evidence]) -> Sequence[Evidence]:
    """Of a source whose main report took its day from all of the text, that report alone: the rest is in passing."""
    settled = {e.source_id for e in group if e.when.rule == WHOLE_TEXT}
    return [e for e in group if e.when.rule == WHOLE_TEXT or e.source_id not in settled]


def _best(group: Sequence[Evidence]) -> Evidence:
    if len(group) == 1:
        return group[0]
    # Many reports of one event share a few datings.
    sources: dict[When, set[str]] = {}
    for e in group:
        sources.setdefault(e.when, set()).add(e.source_id or e.report_id)
    support = {when: _support(when, sources) for when in sources}

    def rank(e: Evidence) -> tuple[object, ...]:
        when = e.when
        first, last = _bounds(when)
        width = last - first if first > -_FAR and last < _FAR else 0
        return (
            -support[e.when],
            (first <= -_FAR) + (last >= _FAR),
            width,
            GRANULARITIES.index(when.granularity),
            when.qualifier is not None,
            -_TRUST.get(when.basis, 0),
            e.salience != "main",
            descending(e.published or ""),
            first,
            when.edtf or "",
            when.extent,
            e.report_id,
        )

    return min(group, key=rank)


def _support(when: When, said: Mapping[When, Iterable[str]]) -> int:
    """Weight of the sources whose dates allow this dating, each source counted once."""
    weights: dict[str, int] = {}
    for other, sources in said.items():
        if _allows(other, when):
            weight = _TRUST_OF_WHOLE if other.rule == WHOLE_TEXT else _TRUST.get(other.basis, 1)
            weights.update({source: max(weights.get(source, 0), weight) for source in sources})
    return sum(weights.values())


def _allows(said: When, read: When) -> bool:
    """Whether ``read`` can be what a report that says ``said`` means."""
    a, b = _bounds(said), _bounds(read)
    if read.extent == "throughout":
        return _meets(a, b)
    return a == b if said.extent == "throughout" else _contains(a, b)


def _bounds(when: When) -> tuple[int, int]:
    if not (when.earliest or when.latest) and when.likely_date:
        return days.span(when.likely_date)
    return days.of(when.earliest) if when.earliest else -_FAR, days.of(when.latest) if when.latest else _FAR


def _contains(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] <= b[0] and b[1] <= a[1]


def _meets(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] <= b[1] and b[0] <= a[1]


def _undated(evidence: Sequence[Evidence], status: str) -> When:
    """The dating of an event that no report dates: nearest its first news for what happened, latest news for a plan."""
    for basis in UNDATED:
        group = [e.when for e in evidence if e.when.basis == basis]
        if group:
            break
    else:
        return When()
    ahead = status in PLANS
    return min(
        group,
        key=lambda w: (
            w.latest or "9999-12-31",
            descending(w.earliest or "") if ahead else (w.earliest or ""),
            w.likely_date or "9999-12-31",
            w.edtf or "",
            w.granularity,
            w.rule,
        ),
    )


@lru_cache(maxsize=4096)  # the reports of an event share a few days
def descending(text: str) -> tuple[int, ...]:
    """A sort key that puts later ISO dates first, and no date last."""
    return tuple(-ord(c) for c in text) if text else (1,)
