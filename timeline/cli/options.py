"""Options that commands share; each is one decorator. Here, and only here, the clocks are read."""

from __future__ import annotations

import getpass
import os
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import click

from timeline import days, model
from timeline.cli.output import FORMATS

F = TypeVar("F", bound=Callable[..., Any])


class DefaultGroup(click.Group):
    """A group whose command ``list`` is meant when none is named: ``timeline articles -o csv``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Puts ``list`` in front of options and of nothing."""
        if not args or (args[0].startswith("-") and args[0] not in ctx.help_option_names):
            args = ["list", *args]
        return super().parse_args(ctx, args)


def day(text: str) -> str:
    """A day ``YYYY-MM-DD``, checked; a type of options."""
    try:
        days.of(text)
    except ValueError as error:
        raise click.BadParameter(f"{error}; write a day as 2025-01-16") from None
    return text


def published(text: str) -> str:
    """A date of publication, strictly read; a type of options."""
    from timeline.parsers import parse_published

    try:
        return parse_published(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def period(text: str) -> model.Period:
    """A period, strictly read; relative forms count from ``--today``; a type of arguments."""
    from timeline.dates import periods

    try:
        return periods.parse(text, click.get_current_context().params.get("today") or local_day())
    except periods.PeriodError as error:
        raise click.BadParameter(str(error)) from None


def known(text: str) -> int | str:
    """A point of what was known: a log position, or an instant in RFC 3339, UTC (a day: its end); a type of options."""
    if text.isascii() and text.isdigit():
        return int(text)
    try:
        days.of(text)
        return f"{text}T23:59:59.999999Z"
    except ValueError:
        pass
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = datetime.min
    if "T" not in text or instant.tzinfo is None:
        raise click.BadParameter(
            f"{text!r} is no day (2025-01-16), no instant with a zone (2025-01-16T12:00Z) and no log position (120)"
        )
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def now() -> str:
    """The present instant, RFC 3339 UTC with microseconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def cores() -> int:
    """How many processes may work at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def local_day() -> str:
    """Today in the user's zone, ``YYYY-MM-DD``."""
    return datetime.now().astimezone().date().isoformat()


def today_option(command: F) -> F:
    """``--today D``; the command gets ``today``, a day."""
    return click.option(
        "--today",
        type=day,
        default=local_day,
        is_eager=True,
        show_default="today where you are",
        help="The day that counts as today.",
    )(command)


def database_option(command: F) -> F:
    """``--db``; the command gets ``database``, the name of a database or None."""
    return click.option(
        "--db",
        "database",
        metavar="DATABASE",
        default=lambda: click.get_current_context().find_root().obj,
        help="Path or SQLAlchemy URL; else TIMELINE_DB, the configuration, the user's data folder.",
    )(command)


def limit_option(command: F) -> F:
    """``--limit``; the command gets ``limit``, a number or None."""
    return click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many.")(command)


def one_more(limit: int | None) -> int | None:
    """How many rows to ask for, so that it is known whether a limit cuts some off."""
    return None if limit is None else limit + 1


def output_option(command: F) -> F:
    """``-o``; the command gets ``output``, one of FORMATS."""
    return click.option(
        "-o", "--output", type=click.Choice(FORMATS), default="table", show_default=True, help="How to write the data."
    )(command)


def report_option(command: F) -> F:
    """``-o`` of commands that say what became of each source; the command gets ``output``, table or jsonl."""
    choice = click.Choice(("table", "jsonl"))
    return click.option("-o", "--output", type=choice, default="table", show_default=True, help="How to report.")(
        command
    )


def actor_names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
    """What a shell offers where an actor's name is wanted."""
    from timeline.cli.completion import actor_names as complete

    return list(complete(ctx, incomplete))


def by_option(command: F) -> F:
    """``--by``; the command gets ``by``, who writes."""
    return click.option(
        "--by", metavar="NAME", default=_user, show_default="your login", help="Who is recorded as the author."
    )(command)


def reason_option(command: F) -> F:
    """``--reason``; the command gets ``reason``, text or None."""
    return click.option("--reason", metavar="TEXT", help="Why; kept in the log.")(command)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"
