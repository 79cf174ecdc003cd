"""How far a long run has come: one line on standard error that redraws itself, drawn only on a terminal."""

from __future__ import annotations

import sys
import time

from timeline.cli.output import one_line

_PATIENCE = 1.0
_INTERVAL = 0.2


class Progress:
    """Counts steps and tells how many after a second, at most five times a second."""

    def __init__(self, doing: str, thing: str, total: int | None = None) -> None:
        self.doing, self.thing, self.total = doing, thing, total
        self.done = 0
        self.shown = False
        self.started = self.drawn = time.monotonic()
        self.terminal = sys.stderr.isatty()

    def step(self) -> None:
        """One more is done. More than the total: the total was a guess, and is forgotten."""
        self.done += 1
        if self.total is not None and self.done > self.total:
            self.total = None
        self.draw()

    def at(self, done: int, total: int) -> None:
        """So many of so many are done."""
        self.done, self.total = done, total
        self.draw()

    def draw(self) -> None:
        """Redraws the line where it is time to."""
        at = time.monotonic()
        if not self.terminal or at - self.started < _PATIENCE or (self.shown and at - self.drawn < _INTERVAL):
            return
        self.drawn = at
        self.shown = True
        sys.stderr.write("\r\x1b[2K" + one_line(self.line(at - self.started)))
        sys.stderr.flush()

    def line(self, seconds: float) -> str:
        """The line after that many seconds of work."""
        rate = self.done / seconds if seconds else 0.0
        if self.total is None:
            return f"{self.doing}: {self.done:,} {self.thing}, {rate:.1f}/s"
        full = 24 * self.done // self.total if self.total else 24
        left = f", {rate:.1f}/s, {_time((self.total - self.done) / rate)} left" if rate else ""
        return f"{self.doing}: [{'#' * full}{'.' * (24 - full)}] {self.done:,} of {self.total:,} {self.thing}{left}"

    def clear(self) -> None:
        """Takes the line away, so that something else can be printed."""
        if self.shown:
            sys.stderr.write("\r\x1b[2K")
            sys.stderr.flush()
            self.shown = False


def _time(seconds: float) -> str:
    """How long, in the largest unit that still says something."""
    if seconds < 120:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"
