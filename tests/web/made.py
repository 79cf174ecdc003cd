"""Pages of made-up events, as many as wanted: columns put together at once, without a database."""

from __future__ import annotations

import random
from typing import Any

from timeline import days
from timeline.model import ROLES, STATUSES
from timeline.phrases import date
from timeline.web.columns import FORMAT, VOCABULARIES, Words
from timeline.web.page import standalone

TODAY = "2025-06-01"
_WORDS = ("talks", "treaty", "strike", "visit", "vote", "verdict", "accord", "warning", "flood", "march", "summit")
_STATUS = {"occurred": 64, "scheduled": 9, "planned": 6, "expected": 8, "ongoing": 6, "postponed": 2, "cancelled": 3,
           "unknown": 2}  # fmt: skip


def made_page(events: int, seed: int = 1) -> bytes:
    """A page of so many events, a tenth of them known otherwise before, a fortieth undated."""
    chance = random.Random(seed)
    today = days.of(TODAY)
    made = [_event(chance, number, today) for number in range(events)]
    made.sort(key=lambda row: (row["first_day"] is None, row["first_day"] or 0))
    dates, columns = Words(), _columns()
    for number, row in enumerate(made):
        _add(columns, dates, number, row, chance)
    since = [max(row["told"], row["first_day"] or row["told"]) for row in made]
    earlier: dict[str, list[Any]] = {"axis": [], "since": [], "until": []}
    for number in range(0, events, 10):
        plan = {**made[number], "status": "scheduled", "sources": 1}
        _add(columns, dates, number, plan, chance)
        earlier["axis"].append(0)
        earlier["since"].append(since[number] - 5)
        earlier["until"].append(since[number])
    parties = columns.pop("parties"), columns.pop("ends")
    data = _data(events, columns, parties, since, earlier, dates)
    return standalone("Made-up events", data, _evidence(events, made, dates))


def _event(chance: random.Random, number: int, today: int) -> dict[str, Any]:
    first = None if chance.random() < 0.025 else today + 60 - int(chance.expovariate(1 / 900))
    length = chance.choices((1, 31, 365), (80, 15, 5))[0]
    last = None if first is None else first + length - 1
    sure = length == 1
    return {
        "title": f"{chance.choice(_WORDS).capitalize()} of {chance.choice(_WORDS)} number {number}",
        "status": chance.choices(tuple(_STATUS), tuple(_STATUS.values()))[0],
        "type": chance.choice(VOCABULARIES["type"]),
        "claim": "disputed" if chance.random() < 0.05 else "asserted",
        "first_day": first,
        "last_day": last,
        "earliest": None if first is None else days.iso(first),
        "latest": None if last is None else days.iso(last),
        "extent": "within",
        "date_basis": "explicit" if first is not None else "none",
        "date_edtf": None,
        "date_precision": "day" if sure else "month",
        "sources": chance.randint(1, 4),
        "told": today - chance.randint(0, 600),
        "actors": sorted({min(1999, int(chance.paretovariate(0.6)) - 1) for _ in range(chance.randint(1, 3))}),
    }


def _columns() -> dict[str, Any]:
    names = ("event", "title", *VOCABULARIES, "first", "last", "sources", "date", "basis", "lasting",
             "place", "parties", "ends")  # fmt: skip
    return {name: [] for name in names}


def _add(columns: dict[str, Any], dates: Words, number: int, row: dict[str, Any], chance: random.Random) -> None:
    usual = {"salience": "main", "certainty": "certain", "polarity": "positive"}
    for axis, words in VOCABULARIES.items():
        columns[axis].append(words.index(row.get(axis, usual.get(axis))))
    values = {
        "event": number, "title": row["title"], "first": row["first_day"], "last": row["last_day"],
        "sources": row["sources"], "date": dates.number(date(row)),
        "basis": 0 if row["date_basis"] == "explicit" else 1, "lasting": 0, "place": chance.randrange(-1, 40),
    }  # fmt: skip
    for name, value in values.items():
        columns[name].append(value)
    for actor in row["actors"]:
        columns["parties"].append(actor)
    columns["ends"].append(len(columns["parties"]))


def _data(
    events: int, columns: dict[str, Any], parties: tuple[Any, Any], since: Any, earlier: Any, dates: Words
) -> dict[str, Any]:
    count = len(columns["event"])
    return {
        "format": FORMAT, "title": "Made-up events", "today": TODAY, "made_at": f"{TODAY}T12:00:00Z", "live": False,
        "head": {"position": 1, "hash": ""}, "vocabulary": {**VOCABULARIES, "role": ROLES}, "current": events,
        "events": [f"{number:016x}" for number in range(events)], "rows": columns,
        "parties": {"actors": parties[0], "roles": [ROLES.index("party")] * len(parties[0]), "ends": parties[1]},
        "publishing": {"values": [n % 30 for n in range(count)], "ends": list(range(1, count + 1))},
        "dates": dates.list(), "bases": ["explicit", "none"], "places": [f"Place {n}" for n in range(40)],
        "publishers": [f"Paper {n}" for n in range(30)],
        "actors": {"id": [f"a{n}" for n in range(2000)], "name": [f"Actor {n}" for n in range(2000)]},
        "since": {"published": since, "recorded": [None] * events}, "earlier": earlier,
        "instants": {"position": [], "at": []},
    }  # fmt: skip


def _evidence(events: int, made: list[dict[str, Any]], dates: Words) -> dict[str, Any]:
    quotes = [f"The {row['title'].lower()} was told on Friday, people who know of it said." for row in made]
    zeros = [0] * events
    reports = {
        "event": list(range(events)), "article": [n // 4 for n in range(events)], "quote": quotes,
        "phrase": ["on Friday"] * events, "at": [quote.index("on Friday") for quote in quotes], "date": zeros,
        "attributed": [-1] * events, "zone": ["body"] * events,
        "status": [STATUSES.index("occurred")] * events, "certainty": zeros, "claim": zeros, "polarity": zeros,
    }  # fmt: skip
    articles = range(events // 4 + 1)
    return {
        "reports": reports,
        "articles": {
            "article_id": [f"{n:032x}" for n in articles], "title": [f"Article {n}" for n in articles],
            "publisher": [f"Paper {n % 30}" for n in articles], "url": [f"https://paper.example/{n}" for n in articles],
            "published": [TODAY for _ in articles], "withdrawn_at": [None for _ in articles],
        },
        "attributed": [], "dates": dates.list()[:1] or [""], "corrections": [], "notes": [], "tags": [],
    }  # fmt: skip


if __name__ == "__main__":
    import sys
    from pathlib import Path

    Path(sys.argv[2]).write_bytes(made_page(int(sys.argv[1])))
