"""Articles with ready-made reports, as many as wanted, and databases of them.

    python -m benchmarks.made EVENTS OUT.db [--seed 1] [--years 10]

Nothing here is about the world: names are put together from syllables, states are those of the shipped table. The
spread is that of news: few actors are named often and most once (Zipf), events are mostly of the last days, some ahead,
some long past, a fifth known to a month or a year only, and every fourth report tells again what an earlier article
told. The links are known and written as they are; nothing is decided. The same numbers give the same articles.
"""

from __future__ import annotations

import argparse
import gc
import random
import resource
import sys
import time
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import accumulate, islice
from typing import Any

from sqlalchemy import Connection, Engine

from timeline import days, db, log, projections
from timeline.actors import shipped
from timeline.ingest import article_id
from timeline.ingest.ids import event_id, report_id
from timeline.model import Actor, Article, Mention, Report, RoleMention, Timex, When
from timeline.records import (
    ActorNamed,
    ArticleAdded,
    EventOpened,
    MainEventChosen,
    Record,
    ReportExtracted,
    ReportLinked,
    report_payload,
)

EXTRACTOR = "made/1"
RETOLD = 0.25
"""Share of reports that tell an event of an earlier article."""
PER_ARTICLE = 4
"""Reports in an article, on average."""
TOGETHER = 200
"""Articles written in one transaction."""

_SYLLABLES = ("ka", "lo", "mi", "ren", "tas", "vel", "dor", "nim", "sul", "pra", "gos", "tel", "ham", "bri", "von",
              "ler", "zan", "cul", "fen", "mar")  # fmt: skip
_ACTS = {
    # lemma: type, past, planned, share in thousandths
    "meet": ("CONSULT", "met", 170), "sign": ("AGREE", "signed", 90), "accuse": ("ACCUSE", "accused", 110),
    "attack": ("ASSAULT", "attacked", 110), "visit": ("CONSULT", "visited", 90), "arrest": ("LEGAL", "arrested", 80),
    "elect": ("ELECTION", "elected", 40), "appoint": ("LEADERSHIP", "appointed", 60),
    "sanction": ("SANCTION", "sanctioned", 50), "aid": ("AID", "aided", 60), "flood": ("DISASTER", "flooded", 40),
    "protest": ("PROTEST", "protested against", 70), "deploy": ("MOBILIZE", "deployed to", 30),
}  # fmt: skip
_STATUSES = {"occurred": 640, "scheduled": 90, "planned": 60, "expected": 80, "ongoing": 60, "postponed": 20,
             "cancelled": 20, "unknown": 30}  # fmt: skip
_GRAINS = {"day": 560, "near": 200, "week": 40, "month": 110, "year": 50, "none": 40}
_THINGS = ("treaty", "bridge", "budget", "harbour", "summit", "factory", "border", "school", "bank", "railway",
           "hospital", "market", "dam", "museum")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """An event as the generator knows it."""

    number: int
    lemma: str
    agent: Actor
    other: Actor
    thing: str
    place: Actor
    when: When
    status: str
    main: bool


@dataclass(frozen=True, slots=True)
class Made:
    """An article with its reports and the number of the event that each of them is."""

    article: Article
    reports: tuple[Report, ...]
    events: tuple[int, ...]


class Weighted:
    """Draws from values with given weights."""

    def __init__(self, weights: Sequence[tuple[Any, float]]) -> None:
        self.values = [value for value, _ in weights]
        self.sums = list(accumulate(weight for _, weight in weights))

    def draw(self, chance: random.Random) -> Any:
        """One of the values."""
        return self.values[bisect(self.sums, chance.random() * self.sums[-1])]


@dataclass
class World:
    """Everybody there is, and how often they are in the news."""

    chance: random.Random
    people: int
    actors: Weighted = field(init=False)
    states: Weighted = field(init=False)

    def __post_init__(self) -> None:
        states = list(_states().values())
        self.chance.shuffle(states)
        made = [self._actor(number) for number in range(self.people)]
        self.states = Weighted([(state, 1 / rank) for rank, state in enumerate(states, 1)])
        ranked = [*((s, 3 / rank) for rank, s in enumerate(states, 1)), *((a, 2 / r) for r, a in enumerate(made, 1))]
        self.actors = Weighted(ranked)

    def _actor(self, number: int) -> Actor:
        kind = self.chance.choice(("person", "person", "organisation"))
        first, last = self._name(2), self._name(3) + _SYLLABLES[number % 20]
        name = f"{first} {last}" if kind == "person" else f"{last} Council"
        return Actor(f"made{number:012x}", name, kind)

    def _name(self, syllables: int) -> str:
        return "".join(self.chance.choices(_SYLLABLES, k=syllables)).capitalize()


def articles(number: int, *, seed: int = 1, per_day: float = 30.0, start: str = "2015-01-01") -> Iterator[Made]:
    """Articles in order of publication.

    Args:
        number: how many.
        seed: of chance.
        per_day: how many are published on a day.
        start: day of the first.
    """
    chance = random.Random(seed)  # noqa: S311 (no secrets)
    world = World(chance, people=max(200, number // 5))
    acts = Weighted([(lemma, share) for lemma, (_, _, share) in _ACTS.items()])
    statuses, grains = Weighted(list(_STATUSES.items())), Weighted(list(_GRAINS.items()))
    recent: list[Told] = []
    events = 0
    for n in range(number):
        today = days.of(start) + int(n / per_day)
        told: list[Told] = []
        for _ in range(max(1, round(chance.gauss(PER_ARTICLE, 1.5)))):
            # Of what was told lately, the last the most.
            back = int(chance.expovariate(1 / 150)) + 1
            if chance.random() < RETOLD and back <= len(recent) and recent[-back] not in told:
                told.append(recent[-back])
                continue
            one = _happening(world, events, today, acts.draw(chance), grains.draw(chance), statuses.draw(chance))
            told.append(one)
            recent.append(one)
            events += 1
        del recent[:-2000]
        yield _write(n, days.iso(today), told)


def _happening(world: World, number: int, today: int, lemma: str, grain: str, status: str) -> Told:
    chance = world.chance
    ahead = status in ("scheduled", "planned", "expected", "postponed")
    distance = int(chance.expovariate(1 / 3)) if chance.random() < 0.85 else int(chance.expovariate(1 / 700))
    day = today + distance + 1 if ahead else today - distance
    agent = world.actors.draw(chance)
    other = world.actors.draw(chance)
    thing, place = chance.choice(_THINGS), world.states.draw(chance)
    when = _when(day, today, grain, ahead)
    return Told(number, lemma, agent, other, thing, place, when, status, main=chance.random() < 0.6)


def _when(day: int, today: int, grain: str, ahead: bool) -> When:
    year, month, _ = days.civil(day)
    rule = f"made.{grain}"
    if grain == "none":
        return When(basis="none", rule=rule)
    if grain == "near" and ahead:
        return When(earliest=days.iso(today), basis="tense_only", rule=rule)
    if grain == "near":
        return When(latest=days.iso(today), likely_date=days.iso(today), basis="near_published", rule=rule)
    if grain == "day":
        first = last = day
        likely = days.iso(day)
    elif grain == "week":
        first = day - (day - 1) % 7
        last, likely = first + 6, days.iso(first)
    elif grain == "month":
        first, last = days.number(year, month, 1), days.number(year, month, days.days_in_month(year, month))
        likely = f"{year:04d}-{month:02d}"
    else:
        first, last, likely = days.number(year, 1, 1), days.number(year, 12, 31), f"{year:04d}"
    bounds = days.iso(first), days.iso(last)
    edtf = likely if grain != "week" else "/".join(bounds)
    basis = "completed_from_published" if grain == "day" else "explicit"
    return When(*bounds, likely_date=likely, edtf=edtf, granularity=grain, basis=basis, rule=rule)


def _write(number: int, published: str, told: Sequence[Told]) -> Made:
    text, reports = "", []
    for ordinal, one in enumerate(told):
        report, sentence = _report(ordinal, one, len(text))
        reports.append(report)
        text += sentence + "\n"
    title = f"{reports[0].title} ({number})"
    article = Article(
        text=f"{text}Story {number}.", title=title, publisher=f"Gazette {number % 40}",
        url=f"https://news.example/{number}", published=published, published_basis="given", language="en",
    )  # fmt: skip
    return Made(article, tuple(reports), tuple(one.number for one in told))


def _report(ordinal: int, one: Told, at: int) -> tuple[Report, str]:
    type_, verb, _ = _ACTS[one.lemma]
    phrase = f" ({one.when.edtf})" if one.when.edtf else ""
    title = f"{one.agent.name} {verb} {one.other.name} over {one.thing}"
    sentence = f"{title} in {one.place.name}{phrase}."
    roles = []
    for role, actor in (("agent", one.agent), ("recipient", one.other), ("mentioned", one.place)):
        start = at + sentence.index(actor.name)
        roles.append(RoleMention(role, Mention(start, start + len(actor.name), actor.name, actor.kind, actor.name)))
    begin, trigger = at + len(sentence) - len(phrase) - 1, at + len(one.agent.name) + 1
    span = (begin + 2, begin + len(phrase) - 1)
    timex = Timex(*span, phrase[2:-1], "DATE", one.when.edtf or "", when=one.when) if phrase else None
    report = Report(
        ordinal=ordinal, title=title, trigger=one.lemma, trigger_start=trigger, trigger_end=trigger + len(verb),
        sentence_start=at, sentence_end=at + len(sentence), type=type_, when=one.when, phrase=timex,
        mentions=tuple(roles), place=one.place.name, place_country=one.place.country, status=one.status,
        salience="main" if one.main else "background", cues=(f"status.{one.status}: {verb}", f"type.{type_}: {verb}"),
    )  # fmt: skip
    return report, sentence


class Scribe:
    """Writes articles with the links that the generator knows."""

    def __init__(self) -> None:
        self.named: set[str] = set()
        self.opened: dict[int, str] = {}

    def batch(self, made: Made) -> list[tuple[str, int | None, list[Record]]]:
        """The streams of one article, for :func:`timeline.log.append`."""
        a = made.article
        aid = article_id(a.text)
        ids = [report_id(aid, EXTRACTOR, 0, r.ordinal) for r in made.reports]
        people, events = list(self._people(made.reports)), list(self._events(made, ids))
        added = ArticleAdded(
            aid, a.text, a.title, a.publisher, a.author, a.url, a.published, a.published_basis, a.language
        )
        said = [ReportExtracted(aid, i, EXTRACTOR, report_payload(r)) for i, r in zip(ids, made.reports, strict=True)]
        chosen = MainEventChosen(aid, self.opened[made.events[0]], "made", 1000)
        return [(f"article/{aid}", 0, [added, *said]), *people, *events, (f"article/{aid}", None, [chosen])]

    def _people(self, reports: Sequence[Report]) -> Iterator[tuple[str, int | None, list[Record]]]:
        for report in reports:
            for part in report.mentions:
                actor = _who(part.mention)
                if actor not in self.named:
                    self.named.add(actor)
                    state = _states().get(part.mention.name)
                    country = state.country if state else None
                    named = ActorNamed(actor, part.mention.name, part.mention.kind, country, "made")
                    yield f"actor/{actor}", 0, [named]

    def _events(self, made: Made, ids: Sequence[str]) -> Iterator[tuple[str, int | None, list[Record]]]:
        for number, report, rid in zip(made.events, made.reports, ids, strict=True):
            actors = [[n, _who(part.mention), "made"] for n, part in enumerate(report.mentions)]
            new = number not in self.opened
            eid = self.opened.setdefault(number, event_id(rid))
            link = ReportLinked(eid, rid, actors, "made", 1000)
            yield f"event/{eid}", 0 if new else None, [EventOpened(eid, rid), link] if new else [link]


@cache
def _states() -> dict[str, Actor]:
    return {actor.name: actor for actor in shipped()[0] if actor.kind == "state"}


def _who(mention: Mention) -> str:
    state = _states().get(mention.name)
    return state.actor_id if state else "made" + article_id(mention.name)[:12]


def fill(engine: Engine, made: Iterator[Made], progress: Any = None) -> tuple[int, int]:
    """Append articles to the log, one append each; the read model is left behind.

    Returns:
        How many articles and records.
    """
    scribe, number, position = Scribe(), 0, 0
    while some := list(islice(made, TOGETHER)):
        with log.writing(engine) as conn:
            for one in some:
                position = _append(conn, scribe, one)
        number += len(some)
        if progress:
            progress(number)
    return number, position


def _append(conn: Connection, scribe: Scribe, made: Made) -> int:
    now = f"{made.article.published}T12:00:00Z"
    return log.append(conn, scribe.batch(made), by="made", now=now)[-1].position


def _events_of(made: Iterator[Made], events: int) -> Iterator[Made]:
    """Articles until they tell so many events; reports of further ones are left out of the last."""
    for one in made:
        kept = [r for r, n in zip(one.reports, one.events, strict=True) if n < events]
        if kept:
            yield replace(one, reports=tuple(kept), events=tuple(n for n in one.events if n < events))
        if max(one.events) >= events - 1:
            return


def main() -> None:
    """Make a database."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("events", type=int)
    parser.add_argument("out", help="path of a new SQLite file, or the URL of an empty PostgreSQL database")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--years", type=float, default=10, help="over which the articles are spread")
    asked = parser.parse_args()
    db.create(asked.out).dispose()
    engine = db.connect(asked.out, durable=False)
    # A quarter of the reports opens no event.
    number = int(asked.events / (PER_ARTICLE * (1 - RETOLD)) * 1.1) + 10
    gc.set_threshold(50_000)  # as the program has it
    made = articles(number, seed=asked.seed, per_day=number / 1.1 / (asked.years * 365.25))
    start = time.perf_counter()
    many, position = fill(engine, _events_of(made, asked.events))
    appended = time.perf_counter()
    projections.rebuild(engine, lambda done, of: print(f"\r{done:,} of {of:,}", end="", file=sys.stderr, flush=True))
    rebuilt = time.perf_counter()
    print(file=sys.stderr)
    print(f"{asked.events:,} events of {many:,} articles, {position:,} records")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"appended {position / (appended - start):,.0f} records/s, tables {position / (rebuilt - appended):,.0f}/s")
    print(f"most memory: {memory} MB")
    engine.dispose()


if __name__ == "__main__":
    main()
