from __future__ import annotations

import pytest

from timeline import days, phrases

DAY = {"earliest": "2025-01-17", "latest": "2025-01-17", "date_precision": "day", "date_basis": "explicit"}
MONTH = {"earliest": "2024-10-01", "latest": "2024-10-31", "date_precision": "month", "date_basis": "explicit"}


def between(earliest, latest, **more):
    return {"earliest": earliest, "latest": latest, "date_basis": "explicit", **more}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (DAY, "17 Jan 2025"),
        (MONTH, "Oct 2024"),
        (between("2022-01-01", "2022-12-31"), "2022"),
        (between("2022-01-01", None, extent="throughout", date_precision="year"), "2022 –"),
        (between("2022-02-24", None, extent="throughout", date_precision="day"), "24 Feb 2022 –"),
        (between("2025-01-18", None), "from 18 Jan 2025"),
        (between(None, "2025-01-31"), "by 31 Jan 2025"),
        (between(None, "2025-01-16", date_basis="tense_only"), "before 16 Jan 2025"),
        (between("2025-01-16", None, date_basis="tense_only"), "after 16 Jan 2025"),
        (between(None, "2025-01-17", date_basis="near_published", likely_date="2025-01-17"), "reported 17 Jan 2025"),
        (between(None, None), "undated"),
        (between("2025-01-12", "2025-01-15"), "12–15 Jan 2025"),
        (between("2025-01-30", "2025-02-02"), "30 Jan – 2 Feb 2025"),
        (between("2024-12-28", "2025-01-03"), "28 Dec 2024 – 3 Jan 2025"),
        (between("2024-10-01", "2024-12-31"), "Q4 2024"),
        (between("2024-01-01", "2024-06-30"), "Jan–Jun 2024"),
        (between("1990-01-01", "1999-12-31"), "1990s"),
        (between("1901-01-01", "2000-12-31"), "20th century"),
        (between("2019-01-01", "2021-12-31"), "2019–2021"),
        (between("-0043-03-15", "-0043-03-15"), "15 Mar 44 BCE"),
        (between("1990-01-01", "1990-12-31", date_edtf="1990~"), "about 1990"),
        (between("1990-01-01", "1990-12-31", date_edtf="1990?"), "perhaps 1990"),
        (between("2025-01-17", "2025-01-17", date_edtf="2025-01-17T10:30:00"), "17 Jan 2025 10:30"),
    ],
)
def test_a_date_is_said_as_precisely_as_its_source_says_it(row, said):
    assert phrases.date(row) == said


@pytest.mark.parametrize(
    ("word", "row", "said"),
    [
        ("scheduled", DAY, "scheduled for 17 Jan 2025"),
        ("planned", MONTH, "planned for Oct 2024"),
        ("occurred", DAY, "occurred on 17 Jan 2025"),
        ("occurred", MONTH, "occurred in Oct 2024"),
        ("expected", between("2025-01-12", "2025-01-15"), "expected within 12–15 Jan 2025"),
        ("occurred", between(None, "2025-01-16", date_basis="tense_only"), "occurred before 16 Jan 2025"),
        ("planned", between(None, "2025-01-31"), "planned by 31 Jan 2025"),
        (
            "occurred",
            between(None, "2025-01-17", date_basis="near_published", likely_date="2025-01-17"),
            "occurred, reported 17 Jan 2025",
        ),
        ("ongoing", between("2022-01-01", None, extent="throughout", date_precision="year"), "ongoing since 2022"),
        ("occurred", between("2022-01-01", None, extent="throughout", date_precision="year"), "occurred since 2022"),
        ("postponed", DAY, "postponed (17 Jan 2025)"),
        ("cancelled", DAY, "cancelled (17 Jan 2025)"),
        ("planned", between(None, None), "planned, undated"),
        ("unknown", DAY, "17 Jan 2025"),
    ],
)
def test_status_and_date_in_one_phrase(word, row, said):
    assert phrases.status({"status": word, **row}, "2025-01-01") == said


@pytest.mark.parametrize(
    ("word", "today", "due"),
    [
        ("scheduled", "2025-01-17", False),
        ("scheduled", "2025-01-18", True),
        ("expected", "2025-01-18", True),
        ("occurred", "2025-01-18", False),
        ("postponed", "2025-01-18", False),
    ],
)
def test_a_plan_whose_day_has_passed_is_due(word, today, due):
    row = {"status": word, **DAY, "last_day": days.of("2025-01-17")}
    assert phrases.is_due(row, today) is due
    assert phrases.status(row, today).endswith("due, unconfirmed") is due


@pytest.mark.parametrize(
    ("number", "thing", "said"), [(1, "source", "1 source"), (2, "entry", "2 entries"), (3000, "day", "3,000 days")]
)
def test_counted(number, thing, said):
    assert phrases.counted(number, thing) == said
