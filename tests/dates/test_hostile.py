"""Hostile and huge texts: reading stays linear and never fails."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from timeline import dates

HOSTILE = [
    "1 " * 2000,
    "9" * 2000,
    "1-" * 2000,
    "1/1/" * 1500,
    "a.b." * 1500,
    "the " * 2500,
    "\n " * 2500,
    "'" * 5000,
    "12:" * 2000,
    "twenty-" * 1200,
    "one hundred " * 800,
    "the end of " * 800,
    "early " * 1500,
    "mid-" * 2000,
    "May " * 2000,
    "1," * 2500,
    "June 3-" * 400,
    "June " + "3, " * 800,
    "from Monday to " * 600,
    "1990s" * 1500,
    "2024-" * 1500,
    "(" * 5000,
    "two days after the " * 400,
    "last " * 1500,
    "\u0661\u0662 " * 1500,
    "²³½" * 1500,
    "\u0000\ud83d\ude00 May 5 " * 400,
    "of " * 2500,
    "３ May ２０２４ " * 400,
]


def seconds(text: str) -> float:
    began = time.process_time()
    dates.read(text, "2025-01-16")
    return time.process_time() - began


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_time_grows_with_the_length_alone(text: str) -> None:
    dates.read(text[:2000], "2025-01-16")
    once, many = seconds(text), seconds(text * 4)
    assert many < 4 * once * 2.5 + 0.1, (once, many)


@pytest.mark.slow
def test_ten_megabytes_take_as_long_as_a_thousand_times_ten_kilobytes() -> None:
    passage = (
        "On 5 May 2024 the ministers met in Geneva; talks resume next week, and on Tuesday the text will be signed.\n"
    )
    small, large = passage * 95, passage * 95_000
    dates.read(small, "2024-06-01")
    once = min(seconds(small) for _ in range(5))
    assert seconds(large) < 1000 * once * 2


@pytest.mark.parametrize("text", ["", " ", "\n", "\ufeff", "\x00", "May", "5", "the", "-", "last", "\ud800"])
def test_tiny_texts(text: str) -> None:
    dates.read(text, "2025-01-16")
    dates.read(text)


def test_periods_do_not_load_the_reading_machinery() -> None:
    code = (
        "import sys, timeline.dates, timeline.dates.periods;"
        "print(*sorted(m for m in sys.modules if m.startswith('timeline.dates.')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["timeline.dates.edtf", "timeline.dates.periods"]


def test_importing_dates_pulls_in_nothing_heavy() -> None:
    heavy = ("spacy", "sqlalchemy", "dateutil", "numpy", "tomllib")
    code = f"import sys, timeline.dates; print([m for m in {heavy} if m in sys.modules])"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )
