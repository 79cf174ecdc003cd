"""What goes wrong, in one line on standard error, with an exit code: 1 failure, 2 usage, 3 integrity."""

from __future__ import annotations

import sys

import click

from timeline.cli.output import one_line

FAILURE = 1
USAGE = 2
INTEGRITY = 3
INTERRUPTED = 130


class Failure(Exception):
    """A message of the form *what, where, what to do*, and the exit code of the program."""

    def __init__(self, message: str, exit_code: int = FAILURE) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def tell(text: str) -> None:
    """One line on standard error: counts, notes, warnings."""
    click.echo(one_line(text), file=sys.stderr)


def usage_line(error: click.UsageError) -> str:
    """The message of a usage error with where its help stands, in one line."""
    message = error.format_message().rstrip(".")
    path = error.ctx.command_path if error.ctx else "timeline"
    return f"{message} ({path} --help says more)"
