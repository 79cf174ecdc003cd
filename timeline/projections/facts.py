"""From records to facts, and from facts to the state of a thing.

A fact is what one record says of one thing. The state of a thing is the fold of its facts in order of their positions
and of nothing else, so undoing a record is taking its facts away, and undoing that is putting them back in their place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, TypeAlias

from timeline import records as r
from timeline.log import Entry

Json: TypeAlias = Any
Key: TypeAlias = tuple[str, str]
"""(kind, subject): article, report, event, actor or record, and its id."""
Value: TypeAlias = dict[str, Json]
Fact: TypeAlias = tuple[int, Value]
"""(position, what is said)"""

_ARTICLE_FIELDS = ("title", "publisher", "author", "url", "published", "published_basis", "language")


def facts_of(entry: Entry) -> Iterator[tuple[Key, Value]]:
    """What a record says, thing by thing. Where its payload was erased: nothing, but that there was an article."""
    if entry.record is None and entry.type == r.ArticleAdded.__name__:
        yield _article_erased(entry)
    says = _SAYS.get(type(entry.record))
    if says is not None:
        yield from says(entry.record, entry)


def unsaid(entry: Entry, at: str) -> Iterator[tuple[Key, Value]]:
    """What stands in the place of a record that was undone at ``at``: an article or report counts no more."""
    record = entry.record
    if isinstance(record, r.ReportExtracted):
        yield ("report", record.report_id), {"op": "supersede", "at": at}
    elif isinstance(record, r.ArticleAdded):
        yield from ((key, {**value, "withdrawn": at}) for key, value in facts_of(entry))


def _article_added(record: r.ArticleAdded, entry: Entry) -> Iterator[tuple[Key, Value]]:
    values = asdict(record)
    value = {"op": "add", "at": entry.recorded_at, **{name: values[name] for name in (*_ARTICLE_FIELDS, "revises")}}
    yield ("article", record.article_id), value


def _article_erased(entry: Entry) -> tuple[Key, Value]:
    gone = dict.fromkeys((*_ARTICLE_FIELDS, "revises"))
    return ("article", entry.stream.removeprefix("article/")), {"op": "add", "at": entry.recorded_at, **gone}


def _superseded(record: r.ReportsSuperseded, entry: Entry) -> Iterator[tuple[Key, Value]]:
    for report_id in record.report_ids:
        yield ("report", report_id), {"op": "supersede", "at": entry.recorded_at}


def _opened(record: r.EventOpened, _: Entry) -> Iterator[tuple[Key, Value]]:
    if record.entered is not None:
        yield ("event", record.event_id), {"op": "open", "entered": record.entered}


def _linked(record: r.ReportLinked, _: Entry) -> Iterator[tuple[Key, Value]]:
    value = {
        "op": "link",
        "event": record.event_id,
        "actors": record.actors,
        "rule": record.rule,
        "score": record.score,
        "tells_as": record.tells_as,
    }
    yield ("report", record.report_id), value


def _split(record: r.EventSplit, _: Entry) -> Iterator[tuple[Key, Value]]:
    for report_id in record.report_ids:
        yield ("report", report_id), {"op": "split", "event": record.new_event_id, "found": record.rule is not None}


def _actor_split(record: r.ActorSplit, _: Entry) -> Iterator[tuple[Key, Value]]:
    by_report: dict[str, list[int]] = {}
    for report_id, mention in record.mentions:
        by_report.setdefault(report_id, []).append(mention)
    for report_id, mentions in by_report.items():
        yield ("report", report_id), {"op": "assign", "mentions": mentions, "actor": record.new_actor_id}


def _merged(kind: str) -> Callable[[Any, Entry], Iterator[tuple[Key, Value]]]:
    def say(record: Any, _: Entry) -> Iterator[tuple[Key, Value]]:
        into = record.event_id if kind == "event" else record.actor_id
        yield from (((kind, old), {"op": "merge", "into": into}) for old in record.merged)

    return say


def _plain(kind: str, op: str, *names: str) -> Callable[[Any, Entry], Iterator[tuple[Key, Value]]]:
    """A record about one thing, of which the named fields are kept, with its author and time."""

    def say(record: Any, entry: Entry) -> Iterator[tuple[Key, Value]]:
        kept = {name: getattr(record, name) for name in names}
        yield (kind, getattr(record, f"{kind}_id")), {"op": op, "by": entry.by, "at": entry.recorded_at, **kept}

    return say


_SAYS: dict[Any, Callable[[Any, Entry], Iterator[tuple[Key, Value]]]] = {
    r.ArticleAdded: _article_added,
    r.ArticleCorrected: _plain("article", "correct", "changes"),
    r.ArticleWithdrawn: _plain("article", "withdraw"),
    r.CopyFound: _plain("article", "copy", "copy_of"),
    r.MainEventChosen: _plain("article", "main", "event_id", "report_id"),
    r.ReportsSuperseded: _superseded,
    r.EventOpened: _opened,
    r.ReportLinked: _linked,
    r.ReportUnlinked: lambda record, _: iter([(("report", record.report_id), {"op": "unlink"})]),
    r.EventSplit: _split,
    r.EventsMerged: _merged("event"),
    r.EventCorrected: _plain("event", "correct", "field", "value", "reason"),
    r.EventRetracted: _plain("event", "retract"),
    r.NoteAdded: _plain("event", "note", "text"),
    r.TagAdded: _plain("event", "tag", "tag"),
    r.TagRemoved: _plain("event", "untag", "tag"),
    r.ActorNamed: _plain("actor", "name", "name", "kind", "country"),
    r.AliasGiven: _plain("actor", "alias", "alias"),
    r.AliasTaken: _plain("actor", "unalias", "alias"),
    r.OfficeHeld: _plain("actor", "office", "office", "country", "organisation", "valid_from", "valid_to"),
    r.ActorsMerged: _merged("actor"),
    r.ActorSplit: _actor_split,
    r.MentionAssigned: lambda record, _: iter(
        [(("report", record.report_id), {"op": "assign", "mentions": [record.mention], "actor": record.actor_id})]
    ),
    r.Undone: lambda record, _: iter([(("record", record.record_id), {"op": "undone"})]),
}


# --- the state of one thing ---


@dataclass(slots=True)
class ReportLink:
    """Where a report belongs and whom its mentions mean, before merges are followed."""

    event_id: str | None = None
    rule: str | None = None
    score: int | None = None
    position: int | None = None
    tells_as: str | None = None
    actors: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Mention number -> (actor_id, rule)."""
    superseded_at: str | None = None


def report_link(facts: Sequence[Fact]) -> ReportLink:
    """A report's link: the last said of its event; of a mention, the last a person said, else the last decision."""
    link = ReportLink()
    by_person: dict[int, tuple[str, str]] = {}
    for position, value in facts:
        op = value["op"]
        if op == "link":
            link.event_id, link.rule, link.score, link.position = (
                value["event"],
                value["rule"],
                value["score"],
                position,
            )
            link.tells_as = value.get("tells_as")
            link.actors.update({number: (actor, rule) for number, actor, rule in value["actors"]})
        elif op == "split" and value.get("found"):
            link.event_id, link.position = value["event"], position
        elif op == "split":
            link.event_id, link.rule, link.score, link.position = value["event"], "person.split", None, position
            link.tells_as = None
        elif op == "unlink":
            link.event_id = link.rule = link.score = link.tells_as = None
            link.position = position
        elif op == "assign":
            by_person.update(dict.fromkeys(value["mentions"], (value["actor"], "person")))
        elif op == "supersede":
            link.superseded_at = link.superseded_at or value["at"]
    link.actors.update(by_person)
    return link


def article_row(article_id: str, facts: Sequence[Fact]) -> dict[str, Json] | None:
    """The row of ``articles``, ``main_event_id`` before merges are followed; None where nothing is known of it."""
    row: dict[str, Json] = {}
    for position, value in facts:
        op = value["op"]
        if op == "add":
            row = {name: value[name] for name in (*_ARTICLE_FIELDS, "revises")}
            row |= {"article_id": article_id, "position": position, "added_at": value["at"], "main_event_id": None}
            row["main_report_id"] = None
            row |= {"withdrawn_at": value.get("withdrawn"), "erased_at": None, "copy_of": None}
        elif not row:
            continue
        elif op == "correct":
            changes = {name: v for name, v in value["changes"].items() if name in _ARTICLE_FIELDS}
            if "published" in changes and "published_basis" not in changes:
                changes["published_basis"] = "given" if changes["published"] else None
            row |= changes
        elif op == "withdraw":
            row["withdrawn_at"] = row["withdrawn_at"] or value["at"]
        elif op == "main":
            row["main_event_id"], row["main_report_id"] = value["event_id"], value.get("report_id")
        elif op == "copy":
            row["copy_of"] = value["copy_of"]
        elif op == "erase":
            row["erased_at"] = value["at"]
    return row or None


@dataclass(slots=True)
class ActorState:
    """An actor's name, spellings and offices."""

    name: dict[str, Json] | None = None
    aliases: list[str] = field(default_factory=list)
    offices: list[dict[str, Json]] = field(default_factory=list)


def actor_state(actor_id: str, facts: Iterable[tuple[str, Fact]]) -> ActorState:
    """The state of an actor from (id it was said of, fact) by position; names of those merged in are spellings."""
    state = ActorState()
    for said_of, (position, value) in facts:
        op = value["op"]
        alias: str = value["alias"] if op in ("alias", "unalias") else value["name"] if op == "name" else ""
        if op == "name" and said_of == actor_id:
            state.name = {k: value[k] for k in ("name", "kind", "country")}
        elif op in ("alias", "name") and alias not in state.aliases:
            state.aliases.append(alias)
        elif op == "unalias" and alias in state.aliases:
            state.aliases.remove(alias)
        elif op == "office":
            kept = ("office", "country", "organisation", "valid_from", "valid_to")
            state.offices.append({"position": position, **{k: value[k] for k in kept}})
    return state


@dataclass(slots=True)
class EventState:
    """What people said of one event, those merged into it included."""

    entered: list[tuple[str, dict[str, Json]]] = field(default_factory=list)
    corrections: list[dict[str, Json]] = field(default_factory=list)
    notes: list[dict[str, Json]] = field(default_factory=list)
    tags: dict[str, dict[str, Json]] = field(default_factory=dict)
    retracted: bool = False

    def in_force(self) -> dict[str, Json]:
        """The value of each corrected field: the latest counts."""
        return {c["field"]: c["value"] for c in self.corrections}

    def titles(self) -> list[str]:
        """Titles that people gave."""
        return [v["title"] for _, v in self.entered] + [c["value"] for c in self.corrections if c["field"] == "title"]


def event_state(event_id: str, facts: Iterable[tuple[str, Fact]]) -> EventState:
    """The state of an event from (id it was said of, fact) in order of position."""
    state = EventState()
    for said_of, (position, value) in facts:
        op = value["op"]
        who = {"by": value.get("by"), "recorded_at": value.get("at")}
        if op == "open":
            state.entered.append((said_of, value["entered"]))
        elif op == "correct":
            kept = {k: value[k] for k in ("field", "value", "reason")}
            state.corrections.append({"position": position, **kept, **who})
        elif op == "note":
            state.notes.append({"position": position, "text": value["text"], **who})
        elif op == "tag":
            state.tags.setdefault(value["tag"], who)
        elif op == "untag":
            state.tags.pop(value["tag"], None)
        elif op == "retract" and said_of == event_id:
            state.retracted = True
    return state
