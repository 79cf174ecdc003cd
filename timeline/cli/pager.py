"""What is longer than the terminal goes through the user's pager; ``PAGER=cat`` does without."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO


class _Screen(io.StringIO):
    """Collects what is meant for a terminal."""

    def isatty(self) -> bool:
        return True


@contextmanager
def paged() -> Iterator[TextIO]:
    """A stream for standard output: a terminal shows what is longer than itself in a pager, a pipe gets it at once."""
    if not (sys.stdout.isatty() and sys.stdin.isatty()):
        yield sys.stdout
        return
    screen = _Screen()
    yield screen
    text = screen.getvalue()
    if text.count("\n") < shutil.get_terminal_size().lines:
        sys.stdout.write(text)
        return
    import click

    click.echo_via_pager(text, color=True)
