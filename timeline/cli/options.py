"""Options that commands share; each is one decorator. Here, and only here, the clocks are read."""

from __future__ import annotations

import getpass
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


class Day(click.ParamType):
    """A day ``YYYY-MM-DD``."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The same text, checked."""
        try:
            days.of(value)
        except ValueError as error:
            self.fail(f"{error}; write a day as 2025-01-16", param, ctx)
        return str(value)


class Word(click.Choice[str]):
    """One of a vocabulary, in upper or lower case."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word as the vocabulary has it."""
        known = {str(word).lower(): word for word in self.choices}
        return super().convert(known.get(str(value).lower(), value), param, ctx)


class Published(click.ParamType):
    """A date of publication, strictly read."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The normalised date."""
        from timeline.parsers import parse_published

        try:
            return parse_published(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class PeriodType(click.ParamType):
    """A period, strictly read; relative forms count from ``--today``."""

    name = "period"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> model.Period:
        """The period's first and last day."""
        from timeline.dates import periods

        if isinstance(value, model.Period):
            return value
        try:
            return periods.parse(value, (ctx.params.get("today") if ctx else None) or local_day())
        except periods.PeriodError as error:
            self.fail(str(error), param, ctx)


class Known(click.ParamType):
    """A point of what was known: a log position, a day (its end, UTC) or an instant."""

    name = "position|day|instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int | str:
        """The position as an integer, or the instant in RFC 3339, UTC, with microseconds."""
        if isinstance(value, int) or (value.isascii() and value.isdigit() and len(value) != 4):
            return int(value)
        try:
            days.of(value)
            return f"{value}T23:59:59.999999Z"
        except ValueError:
            pass
        try:
            instant = datetime.fromisoformat(value)
            if "T" not in value or instant.tzinfo is None:
                raise ValueError
        except ValueError:
            self.fail(
                f"{value!r} is no day (2025-01-16), no instant with a zone (2025-01-16T12:00Z) and no position (120)",
                param,
                ctx,
            )
        return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def now() -> str:
    """The present instant, RFC 3339 UTC with microseconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def local_day() -> str:
    """Today in the user's zone, ``YYYY-MM-DD``."""
    return datetime.now().astimezone().date().isoformat()


def today_option(command: F) -> F:
    """``--today D``; the command gets ``today``, a day."""
    return click.option(
        "--today",
        type=Day(),
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


def output_option(command: F) -> F:
    """``-o``; the command gets ``output``, one of FORMATS."""
    return click.option(
        "-o", "--output", type=click.Choice(FORMATS), default="table", show_default=True, help="How to write the data."
    )(command)


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
