"""Calendar cells against the standard library, and at the ends of the calendar."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import days
from timeline.dates import cells

DAY = st.integers(days.MIN_SQL_DAY, days.MAX_SQL_DAY)
UNITS = st.sampled_from(["D", "W", "M", "Q", "HY", "S", "Y", "DE", "CE"])


@given(DAY, UNITS)
def test_a_day_lies_in_its_cell(day: int, unit: str) -> None:
    cell = cells.containing(unit, day)
    assert cell.first <= day <= cell.last


@given(DAY, UNITS, st.integers(-50, 50))
def test_cells_touch_and_shift_back(day: int, unit: str, count: int) -> None:
    cell = cells.containing(unit, day)
    assert cell.shifted(count).shifted(-count) == cell
    if cell.index > 0:
        assert cell.shifted(1).first == cell.last + 1


@given(DAY)
def test_iso_weeks_agree_with_the_standard_library(day: int) -> None:
    year, week, _ = date.fromordinal(day).isocalendar()
    if 1 <= year <= 9999:
        assert cells.containing("W", day).value == f"{year:04d}-W{week:02d}"


@pytest.mark.parametrize(
    ("cell", "value", "edtf", "first", "last"),
    [
        (cells.day(2024, 2, 29), "2024-02-29", "2024-02-29", "2024-02-29", "2024-02-29"),
        (cells.containing("W", days.of("2021-01-02")), "2020-W53", "2020-12-28/2021-01-03", "2020-12-28", "2021-01-03"),
        (
            cells.containing("WE", days.of("2025-01-15")),
            "2025-W03-WE",
            "2025-01-18/2025-01-19",
            "2025-01-18",
            "2025-01-19",
        ),
        (cells.month(2023, 2), "2023-02", "2023-02", "2023-02-01", "2023-02-28"),
        (cells.containing("S", days.of("2024-01-10")), "2023-WI", "2023-24", "2023-12-01", "2024-02-29"),
        (cells.containing("Q", days.of("2024-12-31")), "2024-Q4", "2024-36", "2024-10-01", "2024-12-31"),
        (cells.containing("DE", days.of("1999-12-31")), "199", "199X", "1990-01-01", "1999-12-31"),
        (cells.containing("CE", days.of("1850-05-05")), "18", "18XX", "1800-01-01", "1899-12-31"),
        (cells.Cell("Y", -479), "BC0480", "-0479", "-0479-01-01", "-0479-12-31"),
        (cells.Cell("Y", 0), "BC0001", "0000", "0000-01-01", "0000-12-31"),
        (cells.Cell("Y", 9999), "9999", "9999", "9999-01-01", "9999-12-31"),
        (cells.Cell("DE", -47), "BC046", "-0468-01-01/-0459-12-31", "-0468-01-01", "-0459-12-31"),
    ],
)
def test_cell(cell: cells.Cell, value: str, edtf: str, first: str, last: str) -> None:
    assert (cell.value, cell.edtf, days.iso(cell.first), days.iso(cell.last)) == (value, edtf, first, last)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2024-01-31", 1, "2024-02-29"),
        ("2023-12-31", 2, "2024-02-29"),
        ("2024-03-31", -1, "2024-02-29"),
        ("0001-01-15", -1, "0000-12-15"),
    ],
)
def test_months_later_keeps_to_the_month(day: str, months: int, later: str) -> None:
    assert days.iso(cells.months_later(days.of(day), months)) == later
