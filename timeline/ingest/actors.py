"""Actors that are one, and actors that are two."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from timeline import queries
from timeline.ingest.changing import Author, Change, Refused, change
from timeline.ingest.desk import Desk
from timeline.ingest.linking import Streams
from timeline.records import ActorNamed, ActorsMerged, ActorSplit, Record
from timeline.schema import report_actors, reports

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine


def merge_actors(engine: Engine, actors: Sequence[str], *, reason: str, author: Author) -> Change:
    """Make several actors one: the first named keeps its id and name, the names of the others become spellings of it.

    Raises:
        Refused: fewer than two different actors are named.
        queries.NotFound: no such actor.
    """

    def plan(conn: Connection, _: Desk) -> Streams:
        ids = list(dict.fromkeys(queries.actor(conn, actor)["actor_id"] for actor in actors))
        if len(ids) < 2:
            raise Refused("a merge needs two different actors; these are one already")
        return [(f"actor/{ids[0]}", None, [ActorsMerged(ids[0], ids[1:], reason)])]

    return change(engine, plan, author)


def split_actor(
    engine: Engine, actor: str, other: str, places: Sequence[str], *, reason: str, author: Author
) -> Change:
    """Let some mentions of an actor mean another one.

    Args:
        engine: the database.
        actor: a name or an id.
        other: whom these mentions mean: a known actor's name or id, or the name of a new actor of the same kind.
        places: where: events, articles (ids, starts of ids, words of titles) or reports (starts of ids).
        reason: why.
        author: who.

    Raises:
        Refused: the actor is not mentioned there, or both are one.
        queries.NotFound: no such actor.
    """

    def plan(conn: Connection, _: Desk) -> Streams:
        row = queries.actor(conn, actor)
        mentions = sorted({m for place in places for m in _mentions(conn, row["actor_id"], place)})
        if not mentions:
            raise Refused(f"{row['name']} is not mentioned there; timeline show tells who is mentioned where")
        known = queries.find_actor_ids(conn, other)
        if len(known) > 1:
            raise Refused(f"{other!r} means several actors: {', '.join(known)}; give one of these ids")
        if known == [row["actor_id"]]:
            raise Refused(f"{other!r} is {row['name']}; name another actor")
        new = known[0] if known else secrets.token_hex(8)
        news: list[Record] = [] if known else [ActorNamed(new, other, row["kind"], row["country"], reason)]
        said = ActorSplit(row["actor_id"], new, [[report, number] for report, number in mentions], reason)
        return [(f"actor/{new}", None, news), (f"actor/{row['actor_id']}", None, [said])]

    return change(engine, plan, author)


def _mentions(conn: Connection, actor_id: str, place: str) -> list[tuple[str, int]]:
    a, r = report_actors.c, reports.c
    where = []
    for find, column in ((queries.event_id, r.event_id), (queries.article_id, r.article_id)):
        try:
            where.append(column == find(conn, place))
        except queries.AmbiguousId:
            raise
        except queries.NotFound:
            continue
    report = r.report_id.startswith(place, autoescape=True)
    if not where and (len(place) < queries.SHORTEST or conn.execute(select(r.report_id).where(report)).first() is None):
        raise queries.NotFound(f"there is no event, article or report {place!r}")
    where = where or [report]
    query = select(a.report_id, a.mention).join(reports, r.report_id == a.report_id).where(a.actor_id == actor_id)
    return [(report, number) for report, number in conn.execute(query.where(or_(*where)))]
