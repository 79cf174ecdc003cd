"""What the log may say. One frozen dataclass per record type; its fields are the payload's keys.

A record is history: a released type never changes its meaning. When one must, its ``version`` goes up and an upcaster
(``upcast_v1_v2``) turns old payloads into new ones when they are read; stored bytes stay as they are.

Payloads hold JSON values only: str, int, bool, None, lists and dicts with string keys. No floats (scores are
thousandths), no NUL, no lone surrogates: :func:`timeline.log.canonical` refuses them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from timeline.model import Mention, Report, RoleMention, Timex, When

Json = Any
"""A JSON value without floats."""


class UnknownRecord(Exception):
    """A record of a type or version that this release does not know (written by a newer one)."""


@dataclass(frozen=True, slots=True)
class Record:
    """Base of all record types."""

    version: ClassVar[int] = 1

    def payload(self) -> dict[str, Json]:
        """The record's fields as JSON-ready values."""
        # The slots of a record are its fields: asked for each record that is written, so by the quickest way.
        names: tuple[str, ...] = self.__slots__
        return {name: getattr(self, name) for name in names}


# --- articles: stream article/<article_id> --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ArticleAdded(Record):
    """An article enters. The one place its text is stored."""

    article_id: str
    text: str
    title: str | None
    publisher: str | None
    author: str | None
    url: str | None
    published: str | None
    published_basis: str | None
    language: str | None
    revises: str | None = None
    """article_id of the article at the same address that this one is a later version of."""


@dataclass(frozen=True, slots=True)
class ArticleCorrected(Record):
    """A person sets title, publisher, author, url, published or language; only given keys change."""

    article_id: str
    changes: dict[str, Json]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleWithdrawn(Record):
    """The article no longer counts as a source ("the paper retracted it")."""

    article_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class CopyFound(Record):
    """A decision: the article repeats the text of one that was here before; both are one source."""

    article_id: str
    copy_of: str
    """article_id of that article, never itself a copy."""
    rule: str
    score: int
    """Thousandths."""


@dataclass(frozen=True, slots=True)
class ReportExtracted(Record):
    """One report of an article: :func:`report_payload` of a model.Report plus its ids."""

    article_id: str
    report_id: str
    extractor: str
    """Name and version of the extractor, e.g. ``timeline/1``."""
    report: dict[str, Json]


@dataclass(frozen=True, slots=True)
class ReportsSuperseded(Record):
    """Reports of an article that a newer extraction replaces."""

    article_id: str
    report_ids: list[str]
    reason: str


@dataclass(frozen=True, slots=True)
class MainEventChosen(Record):
    """The event that headline and lead of an article are about."""

    version = 2
    article_id: str
    event_id: str | None
    rule: str
    score: int
    report_id: str | None = None
    """The article's report of it: where that goes, the main event goes; None where no report is known."""


# --- events: stream event/<event_id> --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EventOpened(Record):
    """A report that belongs to no known event opens one; or a person enters one (then ``entered`` holds its fields)."""

    event_id: str
    report_id: str | None
    entered: dict[str, Json] | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ReportLinked(Record):
    """A decision: this report is that event, its mentions are those actors."""

    version = 2
    event_id: str
    report_id: str
    actors: list[list[Json]]
    """``[mention number, actor_id, rule]`` for each mention resolved."""
    rule: str
    score: int
    """Thousandths."""
    runner_up: str | None = None
    """event_id of the second-best candidate."""
    runner_up_score: int | None = None
    features: dict[str, int] | None = None
    """What decided, in thousandths."""
    tells_as: str | None = None
    """report_id of the firmer report whose event this one was found to tell; None where it opened one."""


@dataclass(frozen=True, slots=True)
class ReportUnlinked(Record):
    """The report no longer belongs to the event."""

    event_id: str
    report_id: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class EventCorrected(Record):
    """A person sets one field of an event; it outlives later articles until undone."""

    event_id: str
    field: str
    value: Json
    reason: str


@dataclass(frozen=True, slots=True)
class EventsMerged(Record):
    """``merged`` events become part of ``event_id`` (the one opened first)."""

    event_id: str
    merged: list[str]
    reason: str | None = None
    score: int | None = None
    """Thousandths; None where a person merged."""
    rule: str | None = None
    features: dict[str, int] | None = None
    """What decided, in thousandths."""


@dataclass(frozen=True, slots=True)
class EventSplit(Record):
    """Some reports leave an event for a new one or, where later reports show it, for one that is known."""

    version = 2
    event_id: str
    new_event_id: str
    report_ids: list[str]
    reason: str | None = None
    score: int | None = None
    """Thousandths; None where a person split."""
    rule: str | None = None
    """None where a person split: then the id stays where the opening report stays."""
    features: dict[str, int] | None = None
    """What decided, in thousandths."""


@dataclass(frozen=True, slots=True)
class EventRetracted(Record):
    """A person takes an event out of the timeline; its reports stay as evidence."""

    event_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class NoteAdded(Record):
    """A person's note on an event."""

    event_id: str
    text: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class TagAdded(Record):
    """A person's tag on an event."""

    event_id: str
    tag: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class TagRemoved(Record):
    """Takes a tag away."""

    event_id: str
    tag: str
    reason: str | None = None


# --- actors: stream actor/<actor_id> --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ActorNamed(Record):
    """An actor exists and has this name (again: a new name)."""

    actor_id: str
    name: str
    kind: str
    country: str | None
    source: str | None = None
    """``shipped``, ``article``, ``import`` or a person's reason."""


@dataclass(frozen=True, slots=True)
class AliasGiven(Record):
    """A spelling that means this actor."""

    actor_id: str
    alias: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class AliasTaken(Record):
    """The spelling no longer means this actor."""

    actor_id: str
    alias: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ActorsMerged(Record):
    """``merged`` actors are ``actor_id``."""

    actor_id: str
    merged: list[str]
    reason: str


@dataclass(frozen=True, slots=True)
class ActorSplit(Record):
    """Some mentions (``[report_id, mention number]``) are another actor after all."""

    actor_id: str
    new_actor_id: str
    mentions: list[list[Json]]
    reason: str


@dataclass(frozen=True, slots=True)
class MentionAssigned(Record):
    """A person says which actor one mention of one report means."""

    actor_id: str
    report_id: str
    mention: int
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class OfficeHeld(Record):
    """An actor held an office between two days (None = open)."""

    actor_id: str
    office: str
    country: str | None
    organisation: str | None
    valid_from: str | None
    valid_to: str | None
    source: str | None = None


# --- any stream -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Undone(Record):
    """The named record counts as never having been said (folds skip it; the log keeps it)."""

    record_id: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class PayloadErased(Record):
    """The payload at ``position`` is deleted for good, lawfully; its hash stays in the chain."""

    position: int
    reason: str


TYPES: dict[str, type[Record]] = {
    cls.__name__: cls
    for cls in (
        ArticleAdded, ArticleCorrected, ArticleWithdrawn, CopyFound,
        ReportExtracted, ReportsSuperseded, MainEventChosen,
        EventOpened, ReportLinked, ReportUnlinked, EventCorrected, EventsMerged, EventSplit, EventRetracted,
        NoteAdded, TagAdded, TagRemoved,
        ActorNamed, AliasGiven, AliasTaken, ActorsMerged, ActorSplit, MentionAssigned, OfficeHeld,
        Undone, PayloadErased,
    )
}  # fmt: skip

UPCASTERS: dict[tuple[str, int], Callable[[dict[str, Json]], dict[str, Json]]] = {
    (name, 1): dict for name in ("MainEventChosen", "ReportLinked", "EventSplit")
}
"""(type, version) -> function from a payload of that version to one of the next; a new key is empty where absent."""


def read(type_: str, version: int, payload: Mapping[str, Json]) -> Record:
    """The record of a stored payload, upcast to this release's version.

    Raises:
        UnknownRecord: the type, its version or one of its keys is not known here.
    """
    cls = TYPES.get(type_)
    if cls is None or version > cls.version:
        raise UnknownRecord(f"{type_} version {version} was written by a newer release of timeline")
    values = dict(payload)
    for v in range(version, cls.version):
        values = UPCASTERS[type_, v](values)
    try:
        return cls(**values)
    except TypeError as e:
        raise UnknownRecord(f"{type_} version {version} has keys this release does not know: {e}") from None


def report_payload(report: Report) -> dict[str, Json]:
    """``ReportExtracted.report`` of a report: its fields as JSON, ``None`` and empty ones left out."""
    return _lean(report)


def report_of(payload: Mapping[str, Json]) -> Report:
    """The report of a payload; the inverse of :func:`report_payload`."""
    values = dict(payload)
    values["when"] = When(**values.get("when", {}))
    if phrase := values.get("phrase"):
        values["phrase"] = Timex(**{**phrase, "when": When(**phrase.get("when", {}))})
    values["mentions"] = tuple(RoleMention(m["role"], Mention(**m["mention"])) for m in values.get("mentions", ()))
    values["cues"] = tuple(values.get("cues", ()))
    return Report(**values)


# In the order of their names, as payloads are spelt: what comes sorted is sorted in no time.
_NAMES = {cls: tuple(sorted(f.name for f in fields(cls))) for cls in (Report, RoleMention, Mention, Timex, When)}


def _lean(value: Report | RoleMention | Mention | Timex | When) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for name in _NAMES[type(value)]:
        item = getattr(value, name)
        if item is None or item == ():
            continue
        if type(item) is tuple:
            found[name] = [_lean(part) if type(part) in _NAMES else part for part in item]
        else:
            found[name] = _lean(item) if type(item) in _NAMES else item
    return found
