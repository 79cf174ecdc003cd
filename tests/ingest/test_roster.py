"""Whom a writer knows: looked up in the database a few at a time, with the same answers as from all actors at once."""

from __future__ import annotations

import random
import shutil
import tracemalloc
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, select

from tests.ingest.press import clock
from timeline import db, log, projections
from timeline.actors import Book, book, resolve, shipped
from timeline.ingest.desk import Desk
from timeline.ingest.people import give_alias
from timeline.ingest.roster import Roster
from timeline.model import Actor, Mention, Office
from timeline.names import fold
from timeline.queries.named import actors_of, offices_held
from timeline.records import ActorNamed, AliasGiven, OfficeHeld, Record
from timeline.schema import actors as actor_table

GIVEN = ("Anna", "Ana", "Karl", "Carl", "Mira", "K.", "John", "Jon", "Jean", "Katherine", "Catherine", "Mary Ann")
FAMILY = ("Berg", "Bergh", "Falk", "Falck", "Petrosyan", "Petrosian", "Lund", "Smith", "Smyth", "Okoro", "al-Sayed")
BODIES = ("Meridian", "Northern Rail", "National", "Arlen Police", "General Harbour", "First Lund")
FORMS = ("", " Inc.", " Group", " Department", " Ltd", " Workers Union", " Bank")


def made_up(number: int) -> Iterator[tuple[Actor, Sequence[Office]]]:
    """People who sound alike, bodies of several forms, some with aliases and offices."""
    chance = random.Random(number)
    for n in range(number):
        actor_id, some = f"{chance.getrandbits(64):016x}", chance.choice(("", "", f" {n % 97}"))
        if n % 3:
            name = f"{chance.choice(GIVEN)}{some and ' ' + chance.choice('ABCD') + '.'} {chance.choice(FAMILY)}"
            country = chance.choice((None, "GB", "NO"))
            aliases = (f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}",) if n % 10 == 1 else ()
            held = [Office(actor_id, "governor", "GB", "2001-01-01", None)] if n % 50 == 1 else []
            yield Actor(actor_id, name, "person", country, aliases), held
        else:
            kind = chance.choice(("organisation", "group", "thing"))
            yield Actor(actor_id, f"{chance.choice(BODIES)}{some}{chance.choice(FORMS)}", kind), []


def records(actor: Actor, offices: Sequence[Office]) -> list[Record]:
    held = [OfficeHeld(o.actor_id, o.office, o.country, None, o.valid_from, o.valid_to, "x") for o in offices]
    return [
        ActorNamed(actor.actor_id, actor.name, actor.kind, actor.country, "article"),
        *(AliasGiven(actor.actor_id, alias) for alias in actor.aliases),
        *held,
    ]


def say(engine: Engine, actors: Iterable[tuple[Actor, Sequence[Office]]]) -> None:
    with log.writing(engine) as conn:
        streams = [(f"actor/{a.actor_id}", 0, records(a, held)) for a, held in actors]
        projections.project(conn, log.append(conn, streams, by="me", now=clock()()))


def mentions(number: int) -> Iterator[Mention]:
    chance = random.Random(number)
    for _ in range(number):
        country, office = chance.choice((None, None, "GB", "RU")), chance.choice((None, None, None, "governor"))
        person = chance.choice((f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}", chance.choice(FAMILY), "V. Putin"))
        body = chance.choice((chance.choice(BODIES) + chance.choice(FORMS), "NRWU", "F.L.", "UN Meridian", "Okoro"))
        name, kind = chance.choice(((person, "person"), (body, "organisation"), (person, "group"), (body, "person")))
        way = chance.choice(("name", "name", "office", "pronoun"))
        yield Mention(0, 4, chance.choice((name, "he")), kind, name, way, country=country, office=office)
        yield Mention(0, 4, "it", "state", chance.choice(("Kenya", "Lund")), country=chance.choice((None, "RU")))


def everybody(conn: Connection) -> Book:
    """All actors at once, in memory."""
    stored = actors_of(conn, list(conn.execute(select(actor_table.c.actor_id)).scalars()))
    held, (actors, offices) = offices_held(conn), shipped()
    known, with_offices = {a.actor_id for a in stored}, {o.actor_id for o in held}
    return Book(
        [*(a for a in actors if a.actor_id not in known), *stored],
        [*(o for o in offices if o.actor_id not in with_offices), *held],
    )


@pytest.mark.parametrize("most", [book.MOST, 5])
def test_the_answers_are_those_of_all_actors_at_once(
    engine: Engine, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book, "MOST", most)
    say(engine, made_up(1500))
    asked = list(mentions(400))
    with engine.connect() as conn:
        whole, some, ahead = everybody(conn), Roster(conn), Roster(conn)
        ahead.look_up(asked)
        answers = [resolve(mention, whole, "2005-05-05") for mention in asked]
        assert [resolve(mention, some.book, "2005-05-05") for mention in asked] == answers
        assert [resolve(mention, ahead.book, "2005-05-05") for mention in asked] == answers
    assert len({answer.rule.split(":")[0] for answer in answers if answer.actor_id}) >= 6, "all rules are tried"


def test_what_is_known_ahead_is_not_asked_for_again(engine: Engine) -> None:
    say(engine, made_up(300))
    asked = [m for m in mentions(100) if m.way == "name"]
    statements: list[str] = []
    with engine.connect() as conn:
        roster = Roster(conn)
        roster.book.surnamed("berg")
        watched = conn.connection.driver_connection
        if engine.dialect.name == "sqlite":
            watched.set_trace_callback(statements.append)  # type: ignore[union-attr]
        else:
            event.listen(conn, "before_cursor_execute", lambda c, cur, statement, *more: statements.append(statement))
        roster.look_up(asked)
        assert len(statements) == 2
        for mention in asked:
            resolve(mention, roster.book, None)
        assert len(statements) <= 2 + len({m.name for m in asked if m.name in ("NRWU", "F.L.", "UN Meridian")})


def test_a_writer_knows_at_once_whom_it_named_and_what_people_said(engine: Engine) -> None:
    desk, now = Desk(engine, "me", clock()), clock()
    berg = Mention(0, 9, "Anna Bergh", "person", "Anna Bergh")
    with log.writing(engine) as conn:
        roster = desk.roster(conn)
        first, rule, said = roster.identify(berg, None)
        assert first is not None and rule == "actors.new"
        assert roster.identify(berg, None) == (first, "alias", [])
        desk.write(conn, [(f"actor/{first}", 0, said)])
        assert desk.roster(conn).identify(berg, None) == (first, "alias", []), "now from the database"
        assert roster.book.named("anna bergh") == [Actor(first, "Anna Bergh", "person")]
        assert roster.identify(Mention(0, 9, "Ana Bergh", "person", "Ana Bergh"), None)[0] == first
        russia = roster.identify(Mention(0, 6, "Russia", "state", "Russia", country="RU"), None)
        assert [type(r) for r in russia[2]][:2] == [ActorNamed, AliasGiven]
        desk.write(conn, [("actor/s-ru", 0, russia[2])])
        assert roster.identify(Mention(0, 6, "Russia", "state", "Russia", country="RU"), None)[2] == []
    give_alias(engine, first, "Nan Solheim", by="me", clock=now)
    solheim = Mention(0, 4, "Nan Solheim", "person", "Nan Solheim")
    with log.writing(engine) as conn:
        assert desk.roster(conn).identify(solheim, None)[0] == first, "somebody else wrote"
        other = desk.roster(conn).book.named("Nan Falk")
        desk.write(conn, [(f"actor/{first}", None, [AliasGiven(first, "Nan Falk")])])
        assert (other, [a.actor_id for a in desk.roster(conn).book.named("Nan Falk")]) == ([], [first])


def test_what_is_kept_in_mind_does_not_grow_with_the_database(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book, "MOST", 100)
    taken = []
    for number in (200, 2000):
        shutil.copy(sqlite_template, tmp_path / f"{number}.db")
        engine = db.connect(tmp_path / f"{number}.db", durable=False)
        people = [Actor(f"{n:016x}", f"{w}{w}a {w}o", "person") for n, w in enumerate(word(n) for n in range(number))]
        say(engine, [(actor, ()) for actor in people])
        taken.append(kept_in_mind(engine, people))
        engine.dispose()
    assert taken[1] < taken[0] + 50_000, "bytes; all of them would take a megabyte"


def word(number: int) -> str:
    return "".join("bdfgklmnprstv"[number // 13**place % 13] + "aeiou"[number // 7**place % 5] for place in range(3))


def kept_in_mind(engine: Engine, people: Sequence[Actor]) -> int:
    """Bytes of a roster that was asked for all of these."""
    with engine.connect() as conn:
        Roster(conn).book.named("Nobody")  # what every roster needs is there now
        fold.cache_clear()
        tracemalloc.start()
        roster = Roster(conn)
        for actor in people:
            assert roster.book.named(actor.name) == [actor]
        fold.cache_clear()
        taken = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
    return taken
