"""Calendar cells: a day, week, month, quarter, season, year … as a unit and a whole number, so that shifting is adding.

Units are D day, W ISO week, WE weekend, M month, Q quarter, HY half-year, S season, Y year, DE decade, CE century,
ML millennium. Years are astronomical. Seasons are meteorological, of the northern hemisphere; a winter belongs to the
year it begins in.
"""

from __future__ import annotations

from dataclasses import dataclass

from timeline import days

GRANULARITY = {
    "D": "day", "W": "week", "WE": "weekend", "M": "month", "Q": "quarter", "HY": "half", "S": "season", "Y": "year",
    "DE": "decade", "CE": "century", "ML": "open",
}  # fmt: skip
SEASONS = ("SP", "SU", "FA", "WI")
_YEARS_IN = {"Y": 1, "DE": 10, "CE": 100, "ML": 1000}
_PER_YEAR = {"M": 12, "Q": 4, "HY": 2}
# EDTF codes of the parts of a year.
_SEASON_CODE, _QUARTER_CODE, _HALF_CODE = 21, 33, 40


@dataclass(frozen=True, slots=True)
class Cell:
    """One stretch of the calendar."""

    unit: str
    index: int

    def shifted(self, count: int) -> Cell:
        """The cell that many of its own units later."""
        return Cell(self.unit, self.index + count)

    @property
    def year(self) -> int:
        """The (astronomical) year its first day lies in; for winters the year they begin in."""
        return self.index // 4 if self.unit == "S" else days.civil(self.first)[0]

    @property
    def month(self) -> int:
        """Month of its first day."""
        return days.civil(self.first)[1]

    @property
    def first(self) -> int:
        """Day number of its first day."""
        return _bounds(self)[0]

    @property
    def last(self) -> int:
        """Day number of its last day."""
        return _bounds(self)[1]

    @property
    def value(self) -> str:
        """TIMEX3 value."""
        return _value(self)

    @property
    def edtf(self) -> str:
        """EDTF, level 0 where it can be."""
        return _edtf(self)


def day(year: int, month: int, of_month: int) -> Cell:
    """The cell of a civil date, which must exist."""
    return Cell("D", days.number(year, month, of_month))


def month(year: int, number: int) -> Cell:
    """The cell of a month."""
    return Cell("M", year * 12 + number - 1)


def containing(unit: str, day_number: int) -> Cell:
    """The cell of a unit that holds a day; for weekends the one of the same ISO week."""
    if unit == "D":
        return Cell("D", day_number)
    if unit in ("W", "WE"):
        return Cell(unit, (day_number - 1) // 7)
    year, number, _ = days.civil(day_number)
    if unit in _YEARS_IN:
        size = _YEARS_IN[unit]
        return Cell(unit, -((1 - year) // size) - 1 if size > 1 and year <= 0 else year // size)
    if unit == "S":
        return Cell("S", (year * 12 + number - 3) // 3)
    size = 12 // _PER_YEAR[unit]
    return Cell(unit, (year * 12 + number - 1) // size)


def months_later(day_number: int, count: int) -> int:
    """The same day of the month that many months later, or the month's last."""
    year, number, of_month = days.civil(day_number)
    index = year * 12 + number - 1 + count
    year, number = index // 12, index % 12 + 1
    return days.number(year, number, min(of_month, days.days_in_month(year, number)))


def _bounds(cell: Cell) -> tuple[int, int]:
    unit, index = cell.unit, cell.index
    if unit == "D":
        return index, index
    if unit == "W":
        return index * 7 + 1, index * 7 + 7
    if unit == "WE":
        return index * 7 + 6, index * 7 + 7
    if unit in _YEARS_IN:
        low, high = _years(cell)
        return days.number(low, 1, 1), days.number(high, 12, 31)
    start, size = (index * 3 + 2, 3) if unit == "S" else (index * (12 // _PER_YEAR[unit]), 12 // _PER_YEAR[unit])
    end = start + size - 1
    last = days.days_in_month(end // 12, end % 12 + 1)
    return days.number(start // 12, start % 12 + 1, 1), days.number(end // 12, end % 12 + 1, last)


def _years(cell: Cell) -> tuple[int, int]:
    """First and last year of a year, decade, century or millennium; before year 1 counted in BCE years."""
    size = _YEARS_IN[cell.unit]
    if size == 1 or cell.index >= 0:
        return cell.index * size, cell.index * size + size - 1
    nearest = (-cell.index - 1) * size
    return 2 - nearest - size, min(1 - nearest, 0)


def year_value(year: int) -> str:
    """TIMEX3 spelling of a year: ``1998``, ``BC0480``."""
    return f"{year:04d}" if year > 0 else f"BC{1 - year:04d}"


def _value(cell: Cell) -> str:
    unit, index = cell.unit, cell.index
    if unit in ("W", "WE"):
        thursday = index * 7 + 4
        year = days.civil(thursday)[0]
        week = (thursday - days.number(year, 1, 1)) // 7 + 1
        return f"{year_value(year)}-W{week:02d}{'-WE' if unit == 'WE' else ''}"
    if unit == "D":
        year, number, of_month = days.civil(index)
        return f"{year_value(year)}-{number:02d}-{of_month:02d}"
    if unit == "M":
        return f"{year_value(index // 12)}-{index % 12 + 1:02d}"
    if unit == "S":
        return f"{year_value(index // 4)}-{SEASONS[index % 4]}"
    if unit in ("Q", "HY"):
        per = _PER_YEAR[unit]
        return f"{year_value(index // per)}-{'Q' if unit == 'Q' else 'H'}{index % per + 1}"
    digits = {"Y": 4, "DE": 3, "CE": 2, "ML": 1}[unit]
    if unit == "Y":
        return year_value(index)
    return f"{index:0{digits}d}" if index >= 0 else f"BC{-index - 1:0{digits}d}"


def _year_edtf(year: int) -> str:
    if abs(year) > 9999:
        return f"Y{year}"
    return f"{'-' if year < 0 else ''}{abs(year):04d}"


def _edtf(cell: Cell) -> str:
    unit, index = cell.unit, cell.index
    if unit in ("D", "M", "Y"):
        year, number, of_month = days.civil(cell.first)
        return (
            _year_edtf(year) + ("" if unit == "Y" else f"-{number:02d}") + (f"-{of_month:02d}" if unit == "D" else "")
        )
    if unit in ("Q", "HY", "S"):
        per = {"Q": 4, "HY": 2, "S": 4}[unit]
        code = {"Q": _QUARTER_CODE, "HY": _HALF_CODE, "S": _SEASON_CODE}[unit]
        return f"{_year_edtf(index // per)}-{code + index % per}"
    if unit in ("DE", "CE", "ML") and index >= 0:
        digits = {"DE": 3, "CE": 2, "ML": 1}[unit]
        return f"{index:0{digits}d}" + "X" * (4 - digits)
    return f"{Cell('D', cell.first).edtf}/{Cell('D', cell.last).edtf}"
