"""What people add to the log by hand: facts of articles, spellings and tables of actors."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from timeline import log, projections
from timeline.ingest.desk import Added, Desk
from timeline.ingest.roster import held
from timeline.model import Actor, Office
from timeline.records import AliasGiven, Json, Record

if TYPE_CHECKING:
    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class ActorRow:
    """One row of a table of actors; several rows may speak of one actor (an office each)."""

    name: str
    kind: str
    country: str | None = None
    aliases: tuple[str, ...] = ()
    office: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What a table of actors brought."""

    actors: int
    """How many were new."""
    records: int
    """How many were appended."""
    doubled: tuple[tuple[str, str], ...]
    """(name, kind) of the new actors whose name was that of another one, of another kind."""


def set_article(
    engine: Engine,
    article_id: str,
    changes: dict[str, Json],
    *,
    by: str,
    clock: Callable[[], str],
    reason: str | None = None,
) -> Added:
    """Correct an article's title, publisher, author, url or publication date; its dates follow a new publication date.

    Raises:
        queries.NotFound: no such article.
    """
    return Desk(engine, by, clock).correct(article_id, changes, reason)


def give_alias(
    engine: Engine, actor_id: str, alias: str, *, by: str, clock: Callable[[], str], reason: str | None = None
) -> None:
    """A further spelling of an actor; articles added from now on follow it."""
    desk = Desk(engine, by, clock)
    with log.writing(engine) as conn:
        projections.catch_up(conn)
        first = desk.roster(conn).introduce(actor_id)
        desk.write(conn, [(f"actor/{actor_id}", None, [*first, AliasGiven(actor_id, alias, reason)])])


def import_actors(
    engine: Engine, rows: Sequence[ActorRow], *, by: str, clock: Callable[[], str], source: str
) -> Imported:
    """Add the actors, spellings and offices of a table that are not known yet, in one commit."""
    desk = Desk(engine, by, clock)
    streams: dict[str, list[Record]] = {}
    new = 0
    doubled: list[tuple[str, str]] = []
    with log.writing(engine) as conn:
        projections.catch_up(conn)
        roster = desk.roster(conn)
        for row in rows:
            named = roster.book.named(row.name)
            actor = _known(named, row.kind)
            if actor is None:
                new += 1
                doubled += [(row.name, row.kind)] if named else []
                actor = Actor(secrets.token_hex(8), row.name, row.kind, row.country)
                records = streams.setdefault(actor.actor_id, roster.name(actor, source))
            else:
                records = streams.setdefault(actor.actor_id, [])
                records += roster.introduce(actor.actor_id)
            records += _news(actor, row, roster.book.held(actor.actor_id), records, source)
        if any(streams.values()):
            desk.write(conn, [(f"actor/{i}", None, records) for i, records in streams.items() if records])
    return Imported(new, sum(map(len, streams.values())), tuple(doubled))


def _known(named: Sequence[Actor], kind: str) -> Actor | None:
    """The actor that a row speaks of: of the same kind, or a body where the row's kind is another word for one."""
    bodies = ("organisation", "group")
    same = [a for a in named if a.kind == kind]
    return next(iter(same or [a for a in named if {a.kind, kind} <= set(bodies)]), None)


def _news(actor: Actor, row: ActorRow, offices: Sequence[Office], said: Sequence[Record], source: str) -> list[Record]:
    names = {actor.name, *actor.aliases}
    news: list[Record] = [AliasGiven(actor.actor_id, a, source) for a in row.aliases if a not in names]
    if row.office:
        office = Office(actor.actor_id, row.office, row.country, row.valid_from, row.valid_to)
        if office not in offices:
            news.append(held(office, source))
    return [record for record in news if record not in said]
