"""The calendar of a live database: whole years, those that events have, at most a hundred."""

from __future__ import annotations

from calendar import day_name, month_name
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select, text

from tests.store.world import article, day, extracted, opening, report, say
from timeline import cli, db, log
from timeline.model import When
from timeline.projections.calendar import LONGEST, rows, stretch
from timeline.records import EventCorrected, EventRetracted
from timeline.schema import dates, events, meta

WEEKDAYS, MONTHS = list(day_name), list(month_name)[1:]
YEARS = st.dictionaries(st.integers(1700, 2100), st.integers(0, 5), max_size=12)


@given(YEARS)
def test_it_is_the_stretch_in_which_most_events_start(starts: dict[int, int]):
    found = stretch(starts, starts)
    if not starts:
        assert found is None
        return
    assert found is not None
    first, last = found
    assert first in starts and last in starts and last - first < LONGEST
    if max(starts) - min(starts) < LONGEST:
        assert found == (min(starts), max(starts))
        return

    def within(year: int) -> int:
        return sum(number for other, number in starts.items() if 0 <= other - year < LONGEST)

    assert first == max(starts, key=lambda year: (within(year), year))
    assert last == max(year for year in starts if year - first < LONGEST)


@given(st.integers(1, 9998))
def test_its_days_are_those_of_the_standard_library(year: int):
    found = list(rows(year, year + 1))
    assert found[0]["date"] == f"{year:04d}-01-01" and found[-1]["date"] == f"{year + 1:04d}-12-31"
    for number, row in enumerate(found, date(year, 1, 1).toordinal()):
        day = date.fromordinal(number)
        assert (row["day"], row["date"], row["starts_at"].date()) == (number, day.isoformat(), day)
        assert (row["year"], row["month"], row["day_of_month"]) == (day.year, day.month, day.day)
        assert (row["iso_year"], row["iso_week"], row["weekday"]) == day.isocalendar()
        assert row["year_week"] == f"{row['iso_year']:04d}-W{row['iso_week']:02d}"
        assert (row["weekday_name"], row["month_name"]) == (WEEKDAYS[day.weekday()], MONTHS[day.month - 1])


def tell(engine: Engine, number: int, when: When) -> None:
    """An article with an event of its own."""
    said = extracted(number, report(0, when, title=f"Event {number}", status="occurred"))
    say(engine, (f"article/a{number}", [article(number), said]), opening(f"e{number}", f"a{number}/0"))


def years(engine: Engine) -> tuple[int, int, int]:
    """First year, last year, number of days."""
    with engine.connect() as conn:
        return tuple(conn.execute(select(func.min(dates.c.year), func.max(dates.c.year), func.count())).one())


def test_it_follows_events_as_they_come_move_and_go(engine: Engine):
    assert years(engine) == (None, None, 0)
    tell(engine, 1, day("2024-12-31"))
    assert years(engine) == (2024, 2024, 366)
    tell(engine, 2, day("2021-12-01", "2022-02-28", granularity="season"))
    assert years(engine) == (2021, 2024, 1461)
    tell(engine, 3, day("1813-10-16"))
    assert years(engine) == (2021, 2024, 1461), "one look back is no reason for two centuries"
    for n in (4, 5, 6):
        tell(engine, n, day(f"181{n}-01-01"))
    assert years(engine)[:2] == (1813, 1816), "now most events are there"
    for n in (4, 5, 6):
        say(engine, (f"event/e{n}", [EventRetracted(f"e{n}", "not so")]))
    assert years(engine) == (2021, 2024, 1461)
    say(engine, ("event/e2", [EventCorrected("e2", "date", "2023", "minutes")]))
    assert years(engine) == (2023, 2024, 731)
    tell(engine, 7, When())
    tell(engine, 8, day("-0043-03-15"))
    assert years(engine) == (2023, 2024, 731)


def test_the_row_about_the_tables_is_that_of_the_last_record(engine: Engine):
    with engine.connect() as conn:
        assert conn.execute(select(meta)).all() == [], "nothing is known yet"
    tell(engine, 1, day("2024-12-31"))
    tell(engine, 2, day("2024-12-31"))
    with engine.connect() as conn:
        about, end = conn.execute(select(meta)).one(), log.head(conn)
    assert (about.log_position, about.head_hash, about.made_at) == (end.position, end.hash.hex(), end.recorded_at)


@pytest.fixture
def without(tmp_path: Path) -> str:
    """A database whose tables are those of before the calendar."""
    path = tmp_path / "old.db"
    engine = db.create(path)
    tell(engine, 1, day("2024-12-31"))
    with engine.begin() as conn:
        for name in ("dates", "meta", "event_years"):
            conn.execute(text(f"DROP TABLE {name}"))
        conn.execute(text("UPDATE projections SET version = 5"))
    engine.dispose()
    return str(path)


def test_an_older_database_gets_it_when_it_is_brought_up_to_date(without: str):
    assert cli.run(["--db", without, "doctor", "--upgrade"]) == 0
    engine = db.connect(without)
    assert years(engine) == (2024, 2024, 366)
    with engine.connect() as conn:
        assert conn.execute(select(events.c.starts_at)).all() == [
            (row.starts_at,) for row in conn.execute(select(dates).where(dates.c.date == "2024-12-31"))
        ]
        assert conn.execute(select(func.count()).select_from(meta)).scalar() == 1
    engine.dispose()
