"""EDTF levels 0 to 2: bounds, refusals, and writing what was read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import days
from timeline.dates import edtf


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "granularity", "qualifier"),
    [
        ("2025-01-17", "2025-01-17", "2025-01-17", "day", None),
        ("2024-10", "2024-10-01", "2024-10-31", "month", None),
        ("-0043", "-0043-01-01", "-0043-12-31", "year", None),
        ("2025-01-17T15:00:00Z", "2025-01-17", "2025-01-17", "minute", None),
        ("2024-10-22/2024-10-24", "2024-10-22", "2024-10-24", "open", None),
        ("1990~", "1990-01-01", "1990-12-31", "year", "approximate"),
        ("2025-05?", "2025-05-01", "2025-05-31", "month", "uncertain"),
        ("2025%", "2025-01-01", "2025-12-31", "year", "both"),
        ("199X", "1990-01-01", "1999-12-31", "decade", None),
        ("18XX", "1800-01-01", "1899-12-31", "century", None),
        ("XXXX-01-17", None, None, "day", None),
        ("2004-XX-31", "2004-01-31", "2004-12-31", "day", None),
        ("2022/..", "2022-01-01", None, "open", None),
        ("../2022", None, "2022-12-31", "open", None),
        ("/2022-03", None, "2022-03-31", "open", None),
        ("2024-22", "2024-06-01", "2024-08-31", "season", None),
        ("2023-24", "2023-12-01", "2024-02-29", "season", None),
        ("2024-33", "2024-01-01", "2024-03-31", "quarter", None),
        ("2024-41", "2024-07-01", "2024-12-31", "half", None),
        ("1950S2", "1900-01-01", "1999-12-31", "year", None),
        ("?2004-06-~11", "2004-06-11", "2004-06-11", "day", "both"),
        ("[1667,1668..1670]", "1667-01-01", "1670-12-31", "open", None),
        ("{1960,1961-12}", "1960-01-01", "1961-12-31", "open", None),
        ("[..1983]", None, "1983-12-31", "open", None),
    ],
)
def test_parse(text: str, earliest: str | None, latest: str | None, granularity: str, qualifier: str | None) -> None:
    read = edtf.parse(text)
    bounds = tuple(None if day is None else days.iso(day) for day in (read.earliest, read.latest))
    assert (bounds, read.granularity, read.qualifier) == ((earliest, latest), granularity, qualifier)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "20",
        "2024-13",
        "2024-00",
        "2023-02-29",
        "2024-10-32",
        "2024/2023",
        "/",
        "2024-10-22T25:00:00",
        "Y12",
        "-0000",
        "17/01/2025",
        "[",
        "{}",
        "2024-10-22-01",
        "2024-45",
        "Y1E99",
        "Y99999999999",
        "2024..2025",
        "1X9X-13",
    ],
)
def test_refused(text: str) -> None:
    with pytest.raises(edtf.EdtfError):
        edtf.parse(text)


@given(st.integers(-9999, 9999), st.integers(1, 12), st.integers(1, 28), st.sampled_from(["", "?", "~", "%"]))
def test_written_and_read_back_is_the_same(year: int, month: int, day: int, mark: str) -> None:
    for text in (edtf.of_year(year), edtf.of_month(year, month), f"{edtf.of_month(year, month)}-{day:02d}"):
        read = edtf.parse(text + mark)
        assert edtf.parse(edtf.format(read)) == read
        assert read.earliest is not None and read.latest is not None and read.earliest <= read.latest


@given(st.text(alphabet="0123456789-X/.?~%YSTZ:[]{},+", max_size=24))
def test_any_text_is_edtf_or_an_edtf_error(text: str) -> None:
    try:
        read = edtf.parse(text)
    except edtf.EdtfError:
        return
    assert edtf.parse(edtf.format(read)) == read
