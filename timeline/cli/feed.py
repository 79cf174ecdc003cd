"""``timeline feed``."""

from __future__ import annotations

import re
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from timeline.cli import intake, options
from timeline.cli.database import opened
from timeline.cli.errors import FAILURE, Failure, tell
from timeline.cli.output import Column, View, write
from timeline.cli.progress import Progress
from timeline.phrases import counted

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from timeline.ingest import Totals
    from timeline.ingest.web import Web

Row = Mapping[str, Any]

SHORTEST = 60
"""Seconds between two pulls of a feed that is on the web."""
LONGEST = 24 * 3600
"""Seconds that a feed is left alone at most, however often it failed."""
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


@click.group(cls=options.DefaultGroup)
def feed() -> None:
    """Follow feeds (RSS, Atom, JSON Feed). Without a command: list."""


@feed.command("add")
@click.argument("address", metavar="ADDRESS")
@click.option("--name", help="What to call it; else after its title.")
@click.option("--linked", is_flag=True, help="Always read the pages linked, never the text in the feed itself.")
@intake.private_option
@options.database_option
def add_(address: str, name: str | None, linked: bool, allow_private: bool, database: str | None) -> None:
    """Follow a feed. It is fetched once to see that it is one; pull adds its articles."""
    from timeline.ingest import feeds

    with opened(database) as engine, _telling(address):
        web = intake.web_of(engine, allow_private=allow_private)
        called = feeds.follow(engine, web, address, name=name, linked=linked, now=options.now())
    click.echo(called)
    tell(f"followed; timeline feed pull {called} adds its articles")


@feed.command("list")
@options.output_option
@options.database_option
def list_(output: str, database: str | None) -> None:
    """List the feeds and how their last pull went."""
    from timeline.ingest import feeds

    with opened(database, readonly=True) as engine, engine.connect() as conn:
        number = write(feeds.followed(conn), output, _view(feeds.COLUMNS))
    tell(counted(number, "feed"))


@feed.command()
@click.argument("name", metavar="NAME")
@options.database_option
def remove(name: str, database: str | None) -> None:
    """Follow a feed no longer. Its articles stay."""
    from timeline.ingest import feeds

    with opened(database) as engine, _telling(name):
        feeds.unfollow(engine, name)
    tell(f"{name} is followed no longer; its articles stay")


def _length(_: click.Context, __: click.Parameter, text: str | None) -> int | None:
    """``90s``, ``15m``, ``2h``, ``1d`` as seconds."""
    if text is None:
        return None
    match = re.fullmatch(r"(\d{1,6})([smhd])", text.strip())
    if not match or not int(match[1]):
        raise click.BadParameter(f"{text!r} is no length of time; write 15m, 2h or 1d")
    return int(match[1]) * _UNITS[match[2]]


@feed.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--every", callback=_length, metavar="TIME", help="Go on pulling, every 15m, 2h or 1d, until stopped.")
@intake.private_option
@options.by_option
@options.today_option
@options.report_option
@options.database_option
def pull(
    names: tuple[str, ...],
    every: int | None,
    allow_private: bool,
    by: str,
    today: str,
    output: str,
    database: str | None,
) -> None:
    """Add what is new in the feeds, or in those named.

    The exit code is 1 when a feed or an entry could not be had. With --every it runs on, lets a feed that fails rest
    for longer each time, and ends on Ctrl-C or SIGTERM with everything it had added in place.
    """
    if every is not None and every < SHORTEST and not allow_private:
        raise click.BadParameter(
            f"feeds are pulled every {SHORTEST} s at most; write 15m or more", param_hint="--every"
        )
    with opened(database) as engine, _telling("feed pull"):
        puller = _Puller(engine, allow_private, by, today, output)
        if every is None:
            failed = sum(not puller.pull(row) for row in puller.rows(names))
            if failed or puller.refused:
                click.get_current_context().exit(FAILURE)
            return
        puller.rows(names)
        with _until_stopped() as stopped:
            puller.run(names, every, stopped)
        tell("stopped; what was added is in place")


@dataclass(slots=True)
class _Puller:
    engine: Engine
    allow_private: bool
    by: str
    today: str
    output: str
    due: dict[str, float] = field(default_factory=dict)
    """Name of a feed -> time (monotonic) from which it is pulled again."""
    refused: int = 0
    """Entries that were not added."""

    def rows(self, names: Sequence[str]) -> Sequence[Row]:
        from timeline.ingest import feeds

        with self.engine.connect() as conn:
            found = feeds.chosen(conn, names)
        if not found:
            tell("no feeds are followed; add one with timeline feed add ADDRESS")
        return found

    def run(self, names: Sequence[str], every: int, stopped: threading.Event) -> None:
        """Pull each feed when it is due, until stopped; a database that cannot be had for now is waited for."""
        from timeline import db

        rows: Sequence[Row] = ()
        while not stopped.is_set():
            try:
                rows = self._present(names)
                for row in rows:
                    if self.due.get(row["name"], 0.0) <= time.monotonic():
                        self._pull_and_rest(row, every)
            except db.DatabaseProblem as problem:
                tell(f"{problem}; next try in {_shown(every)}")
                stopped.wait(every)
                continue
            next_due = min((self.due[row["name"]] for row in rows), default=time.monotonic() + every)
            stopped.wait(max(0.1, next_due - time.monotonic()))

    def _pull_and_rest(self, row: Row, every: int) -> None:
        failures = 0 if self.pull(row) else (row["failures"] or 0) + 1
        rest = min(every * 2 ** min(failures, 16), max(LONGEST, every))
        if failures:
            tell(f"{row['name']}: next try in {_shown(rest)}")
        self.due[row["name"]] = time.monotonic() + rest

    def _present(self, names: Sequence[str]) -> Sequence[Row]:
        """The feeds as they are now: others may add and remove some while this runs."""
        from timeline.ingest import feeds

        with self.engine.connect() as conn:
            return [r for r in feeds.followed(conn) if not names or r["name"] in names or r["url"] in names]

    def pull(self, row: Row) -> bool:
        """Add what is new in a feed; whether it could be had."""
        from timeline.fetch import FetchProblem
        from timeline.ingest import feeds
        from timeline.parsers.feed import NoFeed

        web = intake.web_of(self.engine, allow_private=self.allow_private, quiet=True)
        try:
            news = feeds.news(web, row)
            if news.unchanged:
                tell(f"{row['name']}: not changed")
            else:
                self._add(web, row["name"], news)
        except (FetchProblem, NoFeed) as problem:
            tell(f"{row['name']}: {row['url']} {problem}")
            return False
        finally:
            web.save()
        return True

    def _add(self, web: Web, name: str, news: Any) -> None:
        from timeline import ingest

        progress = Progress(name, "articles", len(news.sources))
        report = intake.Report(self.engine, self.output, self.today, progress)
        totals = ingest.add(
            self.engine, news.sources, by=self.by, clock=options.now, on_article=intake.each(report, web)
        )
        progress.clear()
        self.refused += len(totals.problems)
        _tell(name, totals)


def _tell(name: str, totals: Totals) -> None:
    for problem in totals.problems:
        tell(f"{name}: not added: {problem.source}: {problem.reason}")
    if totals.languages:
        tell(f"{name}: {intake.other_languages(totals.languages)}")
    parts = [counted(totals.articles, "new article")]
    parts += [f"{totals.known:,} already there"] if totals.known else []
    parts += [f"{len(totals.problems):,} not added"] if totals.problems else []
    tell(f"{name}: {', '.join(parts)}")


@contextmanager
def _telling(what: str) -> Iterator[None]:
    """Turns what can be wrong with a feed into a :class:`Failure`."""
    from timeline.fetch import FetchProblem
    from timeline.ingest.changing import Refused
    from timeline.parsers.feed import NoFeed

    try:
        yield
    except (FetchProblem, NoFeed) as problem:
        raise Failure(f"{what} {problem}") from None
    except Refused as refused:
        raise Failure(str(refused)) from None


@contextmanager
def _until_stopped() -> Iterator[threading.Event]:
    """Ctrl-C and SIGTERM set the event; the second one ends whatever is going on at once.

    What a transaction has not finished is as if never begun.
    """
    stopped = threading.Event()

    def stop(*_: object) -> None:
        stopped.set()
        raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopped
    except KeyboardInterrupt:
        if not stopped.is_set():
            raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _shown(seconds: int) -> str:
    for unit in ("d", "h", "m"):
        if seconds >= _UNITS[unit] and seconds % _UNITS[unit] == 0:
            return f"{seconds // _UNITS[unit]} {unit}"
    return f"{seconds} s"


def _view(names: Sequence[str]) -> View:
    def cell(name: str) -> Callable[[Row], str]:
        return lambda row: str(row[name] or "")

    return View(
        tuple(names),
        (
            Column("Name", cell("name"), whole=True),
            Column("Address", cell("url")),
            Column("Pulled", lambda row: (row["fetched_at"] or "")[:16].replace("T", " ")),
            Column("State", _state),
        ),
    )


def _state(row: Row) -> str:
    if row["problem"]:
        return f"{row['problem']} ({row['failures']} times)" if row["failures"] > 1 else str(row["problem"])
    return "fine" if row["fetched_at"] else "not pulled yet"
