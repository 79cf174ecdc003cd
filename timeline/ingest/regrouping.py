"""The links of one article as they are decided, and the known reports that its firmer ones draw to them.

A new report joins the event of the firmer one that it is likest to. Then the known reports that are less firm, and
liker to the new one than to what they followed so far, follow it, each with those that follow it in turn: a whole event
that goes over becomes part of the other (EventsMerged), some reports of one leave it (EventSplit).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from timeline import identity
from timeline.identity import Profile
from timeline.ingest.ids import event_id
from timeline.ingest.joining import family, linked_actors, may_regroup, opened_at
from timeline.records import EventOpened, EventsMerged, EventSplit, Json, Record, ReportLinked

if TYPE_CHECKING:
    from sqlalchemy import Connection

Streams = list[tuple[str, int | None, Sequence[Record]]]

FOLLOWERS = 12
"""Known reports that one new report may draw to it."""


@dataclass(frozen=True, slots=True)
class Told:
    """A new report, and what was decided of it."""

    mine: Profile
    ordinal: int
    actors: list[list[Json]]
    decision: identity.Decision

    @property
    def report_id(self) -> str:
        """Its id."""
        return self.mine.report_id or ""


class Kin(NamedTuple):
    """What a new report is compared with."""

    firmer: list[Profile]
    """What it may tell."""
    less: list[Profile]
    """Less firm reports, which may tell it."""
    judged: dict[str | None, identity.Found | None]
    """report_id -> what was found of firmer ones of its own article."""


@dataclass(slots=True)
class Links:
    """The links of one article as they are decided; later reports see what earlier ones changed."""

    actor_records: dict[str, list[Record]] = field(default_factory=dict)
    event_records: dict[str, list[Record]] = field(default_factory=dict)
    told: dict[str, Profile] = field(default_factory=dict)
    """The article's reports as candidates, and known ones that follow one of them now, by report_id."""
    own: set[str] = field(default_factory=set)
    """Which of these are the article's."""
    opened: list[str] = field(default_factory=list)
    events: dict[int, str] = field(default_factory=dict)
    """Ordinal of a report -> its event_id."""
    gone: dict[str, str] = field(default_factory=dict)
    """Events that became part of another, and of which."""
    moved: dict[str, str] = field(default_factory=dict)
    """Known reports that left their event, and for which one."""

    def candidates(self, *stored: Iterable[Profile]) -> list[Profile]:
        """Stored candidates as this article has changed them, and its own reports."""
        found = {c.report_id or c.event_id: c for several in stored for c in several if c.report_id not in self.told}
        known = [*found.values(), *self.told.values()]
        return [self.now(c) for c in known] if self.moved or self.gone else known

    def kin(self, mine: Profile, *stored: Iterable[Profile]) -> Kin:
        """What a report may tell, and what may tell it.

        Not what the events of its rivals tell: reports of its article that name the same act and are not the same.
        """
        told = self.told
        found = {c.report_id or c.event_id: c for several in stored for c in several if c.report_id not in told}
        own = identity.akin(mine, told.values())
        w = identity.weights()
        judged: dict[str | None, identity.Found | None] = {
            c.report_id: identity.judge(mine, c, None, w)
            for c in own
            if c.report_id in self.own and _of_a_kind(mine, c)
        }
        rivals = {c.event_id for c in own if c.report_id in judged and not identity.likely(judged[c.report_id], w)}
        kin = [*found.values(), *own]
        if self.moved or self.gone:
            kin = [self.now(c) for c in kin]
        place, firmer, less = mine.firmness, list[Profile](), list[Profile]()
        for c in kin:
            if c.report_id is not None and c.firmness >= place:
                less.append(c)
            elif c.event_id not in rivals:
                firmer.append(c)
        return Kin(firmer, less, judged)

    def now(self, c: Profile) -> Profile:
        """A candidate with the event that it belongs to by now."""
        event = self.event_now(c.report_id, c.event_id)
        return c if event == c.event_id else c._replace(event_id=event)

    def event_now(self, report_id: str | None, event: str) -> str:
        """The event of a report that was in another."""
        event = self.moved.get(report_id or "", event)
        while event in self.gone:
            event = self.gone[event]
        return event

    def record(self, event: str, *records: Record) -> None:
        """Take records of an event down."""
        self.event_records.setdefault(event, []).extend(records)

    def link(self, told: Told, event: str | None) -> str:
        """Take one decision down; returns the report's event."""
        d, rid = told.decision, told.report_id
        eid = event or event_id(rid)
        if event is None:
            self.record(eid, EventOpened(eid, rid))
            self.opened.append(eid)
        self.record(
            eid,
            ReportLinked(
                eid, rid, told.actors, d.rule, d.score, d.runner_up, d.runner_up_score, d.features or None, d.tells_as
            ),
        )
        self.told[rid] = told.mine._replace(
            event_id=eid, tells_as=d.tells_as, link_rule=d.rule, link_score=d.score
        )  # fmt: skip
        self.own.add(rid)
        self.events[told.ordinal] = eid
        return eid

    def streams(self) -> Streams:
        """What to append: actors before the events that name them."""
        actors: Streams = [(f"actor/{i}", None, records) for i, records in self.actor_records.items() if records]
        events: Streams = [(f"event/{i}", 0 if i in self.opened else None, r) for i, r in self.event_records.items()]
        return actors + events


def _at_odds(a: Profile, b: Profile) -> bool:
    """Whether two reports of one article tell of one kind of act, but not the same."""
    return (
        a.article_ids == b.article_ids
        and a.report_id != b.report_id
        and _of_a_kind(a, b)
        and not identity.same(a, b, identity.weights())
    )


def _of_a_kind(a: Profile, b: Profile) -> bool:
    return not a.actions.isdisjoint(b.actions) or identity.two_of_a_kind(a, b)


@dataclass(frozen=True, slots=True)
class Follower:
    """A known report that follows a new one from now on."""

    drawn: identity.Drawn
    goes: frozenset[str]
    """It and those that follow it in its event."""
    whole: bool
    """Whether these are all the event has."""


def regroup(
    conn: Connection,
    links: Links,
    told: Told,
    drawn: Sequence[identity.Drawn],
    beside: Sequence[Profile],
) -> None:
    """Link a new report, and let follow it what tells the same less firmly.

    Args:
        conn: a connection.
        links: what was decided of this article so far.
        told: the report.
        drawn: the known reports that it draws to it.
        beside: all that counts and that it may be one with.
    """
    event, followers = told.decision.event_id, list[Follower]()
    for one in drawn[:FOLLOWERS]:
        there = [c for c in beside if c.event_id == event] + [f.drawn.report for f in followers]
        if one.report.event_id != event and any(_at_odds(one.report, c) for c in there if c.report_id):
            continue
        follower = _follower(conn, links, one, event)
        if follower is None:
            continue
        followers.append(follower)
        if event is None and follower.whole:
            event = one.report.event_id
    event = links.link(told, event)
    for follower in followers:
        _follow(conn, links, told, follower, event)


def _follower(conn: Connection, links: Links, drawn: identity.Drawn, to: str | None) -> Follower | None:
    report = drawn.report
    event = report.event_id
    if event == to:
        return Follower(drawn, frozenset(), False)
    if not may_regroup(conn, [e for e in (event, to) if e is not None and e not in links.opened]):
        return None
    tells = family(conn, links, event)
    if tells is None or report.report_id not in tells:
        return None
    goes = {report.report_id}
    while more := {i for i, firmer in tells.items() if firmer in goes} - goes:
        goes |= more
    return Follower(drawn, frozenset(goes), goes == tells.keys())


def _follow(conn: Connection, links: Links, told: Told, follower: Follower, event: str) -> None:
    """Take down that a known report follows a new one, and what becomes of its event."""
    found, report = follower.drawn.found, follower.drawn.report
    rid, event = report.report_id or "", links.event_now(None, event)
    before = links.event_now(rid, report.event_id)
    actors = told.actors if rid in links.own else linked_actors(conn, rid)
    features = found.features or None
    links.record(
        before, ReportLinked(before, rid, actors, found.rule, found.score, None, None, features, told.report_id)
    )
    links.told[rid] = report._replace(
        event_id=before, tells_as=told.report_id, link_rule=found.rule, link_score=found.score
    )  # fmt: skip
    if before == event:
        return
    leaving = sorted(i for i in follower.goes if links.event_now(i, before) == before)
    # What others left behind may be all that goes now: an event without reports would lead nowhere.
    if follower.whole or _all_of(conn, links, before, leaving):
        stays, goes = sorted((before, event), key=lambda e: (e in links.opened, opened_at(conn, e), e))
        links.record(stays, EventsMerged(stays, [goes], None, found.score, found.rule, features))
        links.gone[goes] = stays
        return
    links.record(before, EventSplit(before, event, leaving, None, found.score, found.rule, features))
    links.moved |= dict.fromkeys(leaving, event)


def _all_of(conn: Connection, links: Links, event: str, leaving: Sequence[str]) -> bool:
    tells = family(conn, links, event)
    return tells is not None and tells.keys() == set(leaving)
