"""A small press of ready-made records with the days that tools get wrong: the first and last of a month, a leap day, a
new year, months and years, times before our era, no day at all, and text that a spreadsheet would run.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine

from tests.store.world import actor, article, day, extracted, linked, opening, report, say
from timeline.model import When
from timeline.records import (
    AliasGiven,
    ArticleWithdrawn,
    EventCorrected,
    EventRetracted,
    EventsMerged,
    MainEventChosen,
    NoteAdded,
    OfficeHeld,
    TagAdded,
)

BEFORE = "2025-01-16T12:00:00.000000Z"
"""An instant at which the treaty was still a plan."""

MONTH = day("2025-01-01", "2025-01-31", granularity="month")
YEAR = day("2024-01-01", "2024-12-31", granularity="year")
REPORTED = When(None, "2025-01-20", "2025-01-20", None, "day", basis="near_published")
SINCE = When("2022-02-24", None, None, "2022-02-24/..", "open", "throughout", basis="explicit")
ZONED = When("2025-02-01", "2025-02-01", "2025-02-01", "2025-02-01T00:30", "minute", basis="explicit",
             utc_offset=180, instant_utc="2025-01-31T21:30:00Z")  # fmt: skip

EVENTS: tuple[tuple[str, str, When, tuple[tuple[str, str], ...], dict[str, Any]], ...] = (
    # id, title, dating, ((actor, role), …), what else the report says
    ("last-of-year", "Talks end", day("2024-12-31"), (("iran", "party"),), {}),
    ("first-of-month", "Talks begin", day("2025-01-01"), (("iran", "party"), ("russia", "host")), {}),
    ("last-of-month", "Talks break off", day("2025-01-31"), (("iran", "party"), ("russia", "party")), {}),
    ("after-month", "Train arrives", ZONED, (("russia", "agent"),), {"type": "AID"}),
    ("leap", "Dam breaks", day("2024-02-29"), (), {"type": "DISASTER"}),
    ("month", "Ministers meet", MONTH, (("iran", "party"), ("qatar", "host")), {}),
    ("year", "Exports fall", YEAR, (("qatar", "agent"),), {"type": "STATE"}),
    ("long", "War goes on", SINCE, (("russia", "party"),), {"type": "ASSAULT", "status": "ongoing"}),
    ("caesar", "Caesar is killed", day("-0043-03-15"), (), {"type": "ASSAULT"}),
    ("year-zero", "Comet is seen", day("0000-01-01", "0000-12-31", granularity="year"), (), {"type": "OTHER"}),
    ("first-day", "Era begins", day("0001-01-01"), (), {"type": "OTHER"}),
    ("last-day", "Calendar ends", day("9999-12-31"), (), {"type": "OTHER", "status": "expected", "claim": "forecast"}),
    ("undated", "Pact is denied", When(), (("iran", "accused"), ("qatar", "accuser")),
     {"claim": "denied", "polarity": "negative"}),
    ("reported", "Shots are heard", REPORTED, (), {"type": "ASSAULT", "certainty": "possible"}),
    ("formula", '=HYPERLINK("http://example.org";"Click")', day("2025-03-01"), (("formula", "agent"),), {}),
    ("signs", "Ģirts meets 山田 – “naïve” 🙂\nagain", day("2025-03-02"), (("formula", "mentioned"),), {}),
    ("plan", "Bridge opens", day("2025-05-20"), (("qatar", "agent"),), {"status": "planned"}),
    ("background", "Oil was found", day("2025-01-15"), (("iran", "agent"),), {"salience": "background"}),
)  # fmt: skip
ACTORS = (("iran", "Iran", "state"), ("russia", "Russia", "state"), ("qatar", "Qatar", "state"),
          ("formula", "-2+3 GmbH", "organisation"), ("putin", "Vladimir Putin", "person"))  # fmt: skip

TREATY = (("0", "2025-01-14", "scheduled", "The Paper"), ("1", "2025-01-15", "scheduled", "Daily News"),
          ("2", "2025-01-17T18:00:00+03:00", "occurred", "The Paper"), ("3", None, "occurred", None))  # fmt: skip
"""Articles that report the treaty: number, publication, status and publisher."""

_NAMES = {actor_id: name for actor_id, name, _ in ACTORS}


def build(engine: Engine) -> None:
    """Fill an empty database; the treaty of 17 January is planned first and signed later."""
    begin(engine)
    later(engine)


def begin(engine: Engine) -> None:
    """Actors, and the treaty as it was known before it was signed."""
    say(engine, *(actor(*a) for a in ACTORS), now="2025-01-02T08:00:00.000000Z")
    office = OfficeHeld("putin", "president", "RU", None, "2012-05-07", None)
    say(engine, ("actor/putin", [office, AliasGiven("putin", "Владимир Путин")]), now="2025-01-02T08:00:01.000000Z")
    _treaty(engine, TREATY[:2])


def later(engine: Engine) -> None:
    """All that became known after that."""
    _treaty(engine, TREATY[2:])
    for number, (event, title, when, parts, more) in enumerate(EVENTS, 10):
        made = report(1, when, _surfaces(parts), **{"title": title, "status": "occurred", **more})
        streams = [(f"article/a{number}", [article(number, f"2025-02-{number - 8:02d}"), extracted(number, made)]),
                   opening(event, f"a{number}/1", *(a for a, _ in parts)),
                   (f"article/a{number}", [MainEventChosen(f"a{number}", event, "test", 900)])]  # fmt: skip
        say(engine, *streams, now=f"2025-02-{number - 8:02d}T09:00:00.000000Z")
    _people(engine)


def _treaty(engine: Engine, told: tuple[tuple[str, str | None, str, str | None], ...]) -> None:
    parts = (("iran", "party"), ("russia", "party"), ("putin", "party"))
    week = day("2025-01-13", "2025-01-19", granularity="week")
    for number, published, status, publisher in told:
        more = {"title": "Treaty is signed", "type": "AGREE", "place": "Moscow", "place_country": "RU"}
        when = week if number == "0" else day("2025-01-17")
        made = report(1, when, _surfaces(parts), status=status, **more)
        link = opening("treaty", "a0/1", *(a for a, _ in parts))
        if number != "0":
            link = ("event/treaty", [linked("treaty", f"a{number}/1", *(a for a, _ in parts))])
        head = [article(number, published, publisher=publisher), extracted(number, made)]
        say(engine, (f"article/a{number}", head), link, now=f"2025-01-{14 + int(number):02d}T09:00:00.000000Z")


def _people(engine: Engine) -> None:
    """What people said: a correction, a note, a tag, a merge, a retraction, a withdrawn article."""
    for number in (50, 51, 52):
        made = report(1, day("2025-04-01"), _surfaces((("qatar", "agent"),)), title=f"Ship {number}", status="occurred")
        streams = ((f"article/a{number}", [article(number, "2025-04-02"), extracted(number, made)]),
                   opening(f"ship{number}", f"a{number}/1", "qatar"))  # fmt: skip
        say(engine, *streams, now=f"2025-04-{number - 40}T09:00:00.000000Z")
    say(engine, ("event/ship50", [EventsMerged("ship50", ["ship51"], "the same ship"), NoteAdded("ship50", "seen"),
                                  TagAdded("ship50", "sea")]), now="2025-04-20T09:00:00.000000Z")  # fmt: skip
    say(engine, ("event/ship52", [EventRetracted("ship52", "no such ship")]), now="2025-04-21T09:00:00.000000Z")
    say(engine, ("event/leap", [EventCorrected("leap", "place", "Kariba", "map")]), now="2025-04-22T09:00:00.000000Z")
    say(engine, ("article/a3", [ArticleWithdrawn("a3", "hoax")]), now="2025-04-23T09:00:00.000000Z")


def _surfaces(parts: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    return [(_NAMES[actor_id], role) for actor_id, role in parts]
