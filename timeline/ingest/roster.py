"""Who is known: what one writer keeps in mind between articles, of actors and of events."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence, Set
from typing import TYPE_CHECKING

from timeline import identity
from timeline.actors import ALIKE, Book, asked_of, new_actor, resolve, shipped
from timeline.model import Actor, Mention, Office
from timeline.queries.aside import spoken_of
from timeline.queries.at_hand import AtHand
from timeline.queries.named import actors_of, ids_under, offices_held
from timeline.records import (
    ActorNamed,
    AliasGiven,
    ArticleAdded,
    CopyFound,
    EventOpened,
    EventsMerged,
    EventSplit,
    MainEventChosen,
    OfficeHeld,
    Record,
    ReportExtracted,
    ReportLinked,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from timeline.log import Entry

_LINKING = (
    ArticleAdded, CopyFound, ReportExtracted, MainEventChosen, ActorNamed, AliasGiven, OfficeHeld, EventOpened,
    ReportLinked, EventsMerged, EventSplit,
)  # fmt: skip
"""What an article brings; of events and actors, it changes those only that it names."""
_SHIPPED = "shipped"
"""The source of an actor that enters the log with all its spellings."""


class Roster:
    """What one writer keeps in mind between articles, until somebody else writes.

    The book of actors: those shipped, and some of those stored; the events that people spoke of, and those that were
    looked up. All of it is bounded, whatever the size of the database.
    """

    def __init__(self, conn: Connection) -> None:
        actors, offices = shipped()
        held = offices_held(conn)
        self._stored = _Stored(conn)
        known = {actor.actor_id for actor in self._stored.actors([actor.actor_id for actor in actors])}
        self._fresh = {actor.actor_id for actor in actors} - known
        """Shipped actors that the log does not know."""
        with_offices = {office.actor_id for office in held}
        self.book = Book(
            [a for a in actors if a.actor_id in self._fresh],
            [*(o for o in offices if o.actor_id not in with_offices), *held],
            self._stored,
        )
        self.spoken_of = spoken_of(conn)
        w = identity.weights()
        self.events = AtHand(lambda candidate: identity.profile(candidate, w))

    def at(self, conn: Connection) -> Roster:
        """The same, asking by this connection from now on."""
        self._stored.conn = conn
        return self

    def heard(self, entries: Sequence[Entry]) -> None:
        """What this writer has appended, so that nothing is kept that is not so any more."""
        records = [entry.record for entry in entries]
        named = {r.actor_id: r.source for r in records if isinstance(r, ActorNamed)}
        self.book.hand_over(named)
        if any(isinstance(r, AliasGiven) and named.get(r.actor_id) != _SHIPPED for r in records):
            self.book.forget()
        if not all(isinstance(record, _LINKING) for record in records):
            self.events.forget_all()
            self.book.forget()
            return
        merged = (i for r in records if isinstance(r, EventsMerged) for i in r.merged)
        split = (r.new_event_id for r in records if isinstance(r, EventSplit))
        told = (r.event_id for r in records if isinstance(r, EventOpened | ReportLinked | EventsMerged | EventSplit))
        self.events.forget({*told, *merged, *split})

    def look_up(self, mentions: Iterable[Mention]) -> None:
        """Look up together whom these may mean, before :meth:`identify` asks one by one."""
        self.book.look_up({key for mention in mentions for key in asked_of(mention)})

    def identify(
        self, mention: Mention, on: str | None, names: Set[str] = frozenset()
    ) -> tuple[str | None, str, list[Record]]:
        """The actor of a mention, the rule that says so, and the records that bring a first-met actor into the log.

        ``names`` are those that the article has for people: whom it tells apart are two, however alike they sound.
        """
        answer = resolve(mention, self.book, on)
        told_apart = answer.rule == ALIKE and any(
            actor.actor_id == answer.actor_id for name in names - {mention.name} for actor in self.book.named(name)
        )
        if answer.actor_id is not None and not told_apart:
            return answer.actor_id, answer.rule, self.introduce(answer.actor_id)
        fresh = None if answer.several else new_actor(mention)
        if fresh is None:
            return None, answer.rule, []
        actor = Actor(secrets.token_hex(8), *fresh)
        return actor.actor_id, "actors.new", self.name(actor, "article")

    def name(self, actor: Actor, source: str) -> list[Record]:
        """Enter an actor that nobody knew."""
        self.book.add(actor)
        return [ActorNamed(actor.actor_id, actor.name, actor.kind, actor.country, source)]

    def introduce(self, actor_id: str) -> list[Record]:
        """A shipped actor's first appearance: name, spellings, offices enter the log, so that it stands alone."""
        actor = self.book.get(actor_id)
        if actor is None or actor_id not in self._fresh:
            return []
        self._fresh.remove(actor_id)
        records: list[Record] = [ActorNamed(actor_id, actor.name, actor.kind, actor.country, _SHIPPED)]
        records += [AliasGiven(actor_id, alias) for alias in actor.aliases if alias != actor.name]
        return records + [held(office, _SHIPPED) for office in self.book.held(actor_id)]


def held(o: Office, source: str | None) -> OfficeHeld:
    """The record of an office."""
    return OfficeHeld(o.actor_id, o.office, o.country, o.organisation, o.valid_from, o.valid_to, source)


class _Stored:
    """The actors of the database."""

    def __init__(self, conn: Connection) -> None:
        self.conn = conn

    def ids(self, keys: Sequence[str]) -> dict[str, list[str]]:
        return ids_under(self.conn, keys)

    def actors(self, ids: Sequence[str]) -> list[Actor]:
        return actors_of(self.conn, ids)
