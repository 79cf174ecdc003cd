"""One small timeline with an event of every kind of date."""

from __future__ import annotations

import shutil

import pytest

from tests.store.world import actor, article, extracted, opening, report, say
from timeline import db
from timeline.model import When


def day(first: str, last: str | None = None, edtf: str | None = None, granularity: str = "day", **more) -> When:
    """An explicit dating."""
    return When(first, last or first, None if last else first, edtf or first, granularity, basis="explicit", **more)


KINDS = {
    # name: (title, when, what else the report says)
    "day": ("Iran and Russia sign treaty", day("2025-01-17"), {}),
    "month": ("BRICS summit in Kazan", day("2024-10-01", "2024-10-31", edtf="2024-10", granularity="month"), {}),
    "year": ("Bridge built", day("1995-01-01", "1995-12-31", edtf="1995", granularity="year"), {}),
    "since": (
        "Iran supplies drones",
        When("2022-01-01", None, None, "2022/..", "year", "throughout", basis="explicit"),
        {"status": "ongoing"},
    ),
    "by": (
        "Treaty to be signed",
        When(None, "2025-01-31", None, "../2025-01-31", "day", basis="explicit"),
        {"status": "planned"},
    ),
    "minute": (
        "Fire breaks out",
        day("2025-02-01", edtf="2025-02-01T10:30+03:00", granularity="minute", utc_offset=180,
            instant_utc="2025-02-01T07:30:00Z"),
        {},
    ),
    "local": ("Vote opens", day("2025-02-02", edtf="2025-02-02T08:00", granularity="minute"), {"status": "scheduled"}),
    "bce": ("Caesar murdered", day("-0043-03-15", edtf="-0043-03-15"), {}),
    "undated": ("Envoys meet", When(), {}),
    "cancelled": ("Visit to Kazan", day("2024-10-22"), {"status": "cancelled"}),
    "markup": ("*Bold* [x](y) <script>alert(1)</script>; =cmd, \\ and\nmore", day("2025-03-01"), {}),
}  # fmt: skip


@pytest.fixture
def timeline_db(tmp_path, sqlite_template):
    """The path of a database with one event of each of KINDS, named ``e-<kind>``."""
    path = tmp_path / "kinds.db"
    shutil.copy(sqlite_template, path)
    engine = db.connect(path)
    url = "https://paper.example/a_(1)?q=x y"
    for n, (kind, (title, when, more)) in enumerate(KINDS.items()):
        said = report(0, when, [("Iran", "agent")], title=title, **{"status": "occurred"} | more)
        say(
            engine,
            actor("iran", "Iran", "state") if n == 0 else actor(f"x{n}", f"Nobody {n}"),
            (f"article/a{n}", [article(n, url=url), extracted(n, said)]),
            opening(f"e-{kind}", f"a{n}/0", "iran"),
        )
    engine.dispose()
    return str(path)
