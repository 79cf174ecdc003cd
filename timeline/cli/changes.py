"""``timeline correct``, ``confirm``, ``retract``, ``merge``, ``split``, ``note``, ``tag``, ``enter``, ``undo``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from timeline.cli import options
from timeline.cli.database import opened
from timeline.cli.errors import USAGE, Failure, tell
from timeline.phrases import counted

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from timeline.ingest.changing import Author, Change

_TOLD = 5
"""Records named one by one at most."""

Saying = Callable[["Engine", "Author"], "Change"]


def changing(*, reason: bool) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The options of a command that changes what is known; ``reason``: whether one must be given.

    The command returns what to do with an engine and an author; it is done, and what changed is printed.
    """

    def decorate(command: Callable[..., Saying]) -> Callable[..., None]:
        @wraps(command)
        def with_author(by: str, dry_run: bool, today: str, output: str, database: str | None, **values: Any) -> None:
            say = command(**values)
            with opened(database) as engine, refusing():
                from timeline.ingest.changing import Author

                show_change(say(engine, Author(by, options.now, dry_run)), dry_run, today, output)

        decorated: Callable[..., Any] = with_author
        for option in reversed(_options(reason)):
            decorated = option(decorated)
        return decorated

    return decorate


def _options(reason: bool) -> list[Callable[..., Any]]:
    return [
        click.option("--reason", metavar="TEXT", required=reason, help="Why; kept in the log."),
        options.by_option,
        dry_run_option,
        options.today_option,
        options.output_option,
        options.database_option,
    ]


dry_run_option = click.option("--dry-run", is_flag=True, help="Only show what would change.")


@contextmanager
def refusing() -> Iterator[None]:
    """What cannot be done becomes a :class:`Failure`, what cannot be read one of usage."""
    from timeline.ingest.changing import Refused, WrongValue

    try:
        yield
    except WrongValue as wrong:
        raise Failure(str(wrong), USAGE) from None
    except Refused as refused:
        raise Failure(str(refused)) from None


def show_change(change: Change, dry_run: bool, today: str, output: str) -> None:
    """What became of events on standard output; on standard error the records, and how to take them back."""
    from timeline.cli.diff import changed
    from timeline.cli.output import write
    from timeline.queries.changes import said

    # A trial draws other ids for what is new than the real run will.
    nameless = [{**row, "event_id": None} if row["changes"] == ["new"] else row for row in change.events]
    write(nameless if dry_run else change.events, output, changed(today))
    if not change.entries:
        tell("already so; nothing changed")
        return
    for entry in change.entries[:_TOLD]:
        tell(f"{entry.position}: {said(entry)}")
    if len(change.entries) > _TOLD:
        tell(f"… and {len(change.entries) - _TOLD:,} more")
    first, number = change.entries[0].position, len(change.entries)
    if dry_run:
        tell(
            f"would append {counted(number, 'record')} and change {counted(len(change.events), 'event')}; nothing done"
        )
        return
    undo = f"timeline undo {first}" + (" --commit" if number > 1 else "")
    tell(f"{counted(number, 'record')} appended, {counted(len(change.events), 'event')} changed; {undo} takes it back")


def assignment(text: str) -> tuple[str, str]:
    """``field=value``; a type of arguments."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise click.BadParameter(f"{text!r} is not of the form field=value")
    return name.strip(), value.strip()


def at_least_two(named: tuple[str, ...]) -> None:
    """Whether there is something to merge."""
    if len(named) < 2:
        raise click.UsageError("a merge needs two of them, or more")


@click.command()
@click.argument("event", metavar="EVENT")
@click.argument("values", type=assignment, metavar="FIELD=VALUE...", nargs=-1, required=True)
@changing(reason=True)
def correct(event: str, values: tuple[tuple[str, str], ...], reason: str) -> Saying:
    """Set fields of an event. A correction outlives later articles, until it is undone.

    EVENT is an id, the start of one, or words of the title. Fields: title, type, status, certainty, polarity, claim,
    salience, extent, place, place_country, confidence (thousandths), date (EDTF: 2025-01-17, 2025-01,
    2025-01-17/2025-01-19, ../2025-01-31; or undated), earliest, latest (a day, or open), actors ("Iran:agent;
    Russia:recipient").
    """
    from timeline.ingest import corrections

    return lambda engine, author: corrections.correct(engine, event, dict(values), reason=reason, author=author)


@click.command()
@click.argument("event", metavar="EVENT")
@click.option("--on", metavar="DATE", help="When it happened, where the event's date is not that: 2025-01-17, 2025-01.")
@changing(reason=True)
def confirm(event: str, on: str | None, reason: str) -> Saying:
    """Vouch that an event happened: it occurred, for certain, whatever its reports say."""
    from timeline.ingest import corrections

    return lambda engine, author: corrections.confirm(engine, event, on=on, reason=reason, author=author)


@click.command()
@click.argument("event", metavar="EVENT")
@changing(reason=True)
def retract(event: str, reason: str) -> Saying:
    """Take an event out of the timeline. Its reports stay in the log as evidence."""
    from timeline.ingest import corrections

    return lambda engine, author: corrections.retract(engine, event, reason=reason, author=author)


@click.command()
@click.argument("events", metavar="EVENT...", nargs=-1, required=True)
@changing(reason=True)
def merge(events: tuple[str, ...], reason: str) -> Saying:
    """Make several events one. The one that was opened first keeps its id; the other ids lead to it."""
    at_least_two(events)
    from timeline.ingest import corrections

    return lambda engine, author: corrections.merge(engine, events, reason=reason, author=author)


@click.command()
@click.argument("event", metavar="EVENT")
@click.argument("parts", metavar="REPORT|ARTICLE|WORDS...", nargs=-1, required=True)
@changing(reason=True)
def split(event: str, parts: tuple[str, ...], reason: str) -> Saying:
    """Let some reports of an event be an event of their own.

    They are named by the start of their id, by the start of the id of their article, or by words of their sentence.
    """
    from timeline.ingest import corrections

    return lambda engine, author: corrections.split(engine, event, parts, reason=reason, author=author)


@click.command()
@click.argument("event", metavar="EVENT")
@click.argument("text")
@changing(reason=False)
def note(event: str, text: str, reason: str | None) -> Saying:
    """Note something on an event."""
    if not text.strip():
        raise click.UsageError("the note is empty")
    from timeline.ingest import corrections

    return lambda engine, author: corrections.note(engine, event, text, reason=reason, author=author)


@click.command()
@click.argument("event", metavar="EVENT")
@click.argument("tags", metavar="TAG...", nargs=-1, required=True)
@changing(reason=False)
def tag(event: str, tags: tuple[str, ...], reason: str | None) -> Saying:
    """Give an event tags."""
    if not all(name.strip() for name in tags):
        raise click.UsageError("the tag is empty")
    from timeline.ingest import corrections

    return lambda engine, author: corrections.tag(engine, event, tags, reason=reason, author=author)


@click.command()
@click.argument("event", metavar="EVENT")
@click.argument("tags", metavar="TAG...", nargs=-1, required=True)
@changing(reason=False)
def untag(event: str, tags: tuple[str, ...], reason: str | None) -> Saying:
    """Take tags away from an event."""
    from timeline.ingest import corrections

    return lambda engine, author: corrections.untag(engine, event, tags, reason=reason, author=author)


@click.command()
@click.argument("title")
@click.argument("values", type=assignment, metavar="[FIELD=VALUE]...", nargs=-1)
@click.option("--article", metavar="ARTICLE", help="The article that says it: an id, an address, words of its title.")
@click.option("--quote", metavar="TEXT", help="The sentence of the article that says it, verbatim.")
@changing(reason=True)
def enter(
    title: str, values: tuple[tuple[str, str], ...], article: str | None, quote: str | None, reason: str
) -> Saying:
    """Enter an event by hand, with an article as its source or without one.

    TITLE is a short headline. Fields are those of `timeline correct`, for example date=2025-01-17 status=occurred
    type=AGREE place=Moscow "actors=Iran:party; Russia:party".
    """
    if (article is None) != (quote is None):
        raise click.UsageError("--article and --quote go together: the article, and the sentence that says it")
    from timeline.ingest.entering import enter as enter_event

    return lambda engine, author: enter_event(
        engine, title, dict(values), article=article, quote=quote, reason=reason, author=author
    )


@click.command()
@click.argument("record", metavar="POSITION|RECORD_ID")
@click.option("--commit", "whole_commit", is_flag=True, help="Everything that was appended together with it.")
@changing(reason=False)
def undo(record: str, whole_commit: bool, reason: str | None) -> Saying:
    """Let a record count as never having been said. The log keeps it; undoing the undoing says it again.

    `timeline history` and `timeline log` show positions. With --commit on a record of `timeline add`: the whole
    article.
    """
    from timeline.ingest import undoing

    return lambda engine, author: undoing.undo(engine, record, whole_commit=whole_commit, reason=reason, author=author)
