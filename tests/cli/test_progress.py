from __future__ import annotations

import io
import sys

import pytest

from timeline.cli import progress
from timeline.cli.progress import Progress


class Stderr(io.StringIO):
    def __init__(self, terminal):
        super().__init__()
        self.terminal = terminal

    def isatty(self):
        return self.terminal


@pytest.mark.parametrize(("terminal", "drawn"), [(True, True), (False, False)])
def test_progress_is_drawn_on_a_terminal_only(terminal, drawn, monkeypatch):
    monkeypatch.setattr(sys, "stderr", Stderr(terminal))
    monkeypatch.setattr(progress, "_PATIENCE", 0)
    shown = Progress("adding", "files", 2)
    shown.step()
    shown.step()
    shown.clear()
    assert ("adding: [" in sys.stderr.getvalue()) is drawn


def test_a_short_run_draws_nothing(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Stderr(True))
    shown = Progress("adding", "files", 2)
    shown.step()
    shown.clear()
    assert sys.stderr.getvalue() == ""


def test_a_total_that_was_too_low_is_forgotten():
    shown = Progress("adding", "articles", 1)
    shown.step()
    shown.step()
    assert shown.line(1.0) == "adding: 2 articles, 2.0/s"


def test_the_line_tells_how_far_and_how_long():
    shown = Progress("adding", "files", 400)
    shown.done = 100
    assert shown.line(10.0) == "adding: [######..................] 100 of 400 files, 10.0/s, 30 s left"
    assert shown.line(1000.0).endswith(", 0.1/s, 50 min left")
    assert shown.line(10000.0).endswith(", 8.3 h left")
    shown.total = None
    assert shown.line(10.0) == "adding: 100 files, 10.0/s"
