"""``timeline add``."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from timeline.cli import options
from timeline.cli.database import opened
from timeline.cli.errors import FAILURE, tell
from timeline.cli.output import one_line, to_json
from timeline.cli.progress import Progress
from timeline.model import Problem
from timeline.phrases import counted, status

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from timeline.ingest import Added, Totals


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="FILE|FOLDER|-...")
@click.option(
    "--published",
    type=options.published,
    metavar="DATE",
    help="When it was published: 2025-01-16, 2025-01-16T08:30+01:00.",
)
@click.option("--title", help="Its headline.")
@click.option("--publisher", help="Who published it.")
@click.option("--url", help="Where it stands on the web.")
@options.by_option
@options.today_option
@click.option(
    "-o", "--output", type=click.Choice(("table", "jsonl")), default="table", show_default=True, help="How to report."
)
@options.database_option
def add(
    sources: tuple[str, ...],
    by: str,
    today: str,
    output: str,
    database: str | None,
    **given: str | None,
) -> None:
    """Append articles as events.

    Takes text files (with or without front matter), saved web pages, JSON Lines, folders of these, and
    standard input (-). The options say what the documents do not, or override it. A text that is already
    there is passed over; a bad file is listed at the end, and the others go on.
    """
    from timeline import ingest

    with opened(database) as engine:
        found = list(ingest.walk(sources))
        progress = Progress("adding", "articles", len(found))
        report = _Report(engine, output, today, progress)
        totals = ingest.add(
            engine,
            found,
            by=by,
            clock=options.now,
            overrides=ingest.Overrides(**given),
            on_article=report,
        )
        progress.clear()
    _tell(totals, nothing=not found)
    if totals.problems:
        click.get_current_context().exit(FAILURE)


class _Report:
    """Prints what each article brought, as it is settled."""

    def __init__(self, engine: Engine, output: str, today: str, progress: Progress) -> None:
        self.engine, self.output, self.today, self.progress = engine, output, today, progress

    def __call__(self, result: Added | Problem) -> None:
        self.progress.clear()
        if not isinstance(result, Problem):
            self._print(result)
        self.progress.step()

    def _print(self, result: Added) -> None:
        if self.output == "jsonl":
            click.echo(to_json(asdict(result)))
            return
        click.echo(one_line(f"{result.source}: {self._brought(result)}"))
        if main := self._main(result):
            click.echo(one_line(f"  {main}"))
        for note in result.notes:
            tell(f"  {note}")

    def _brought(self, added: Added) -> str:
        if added.known:
            return "already there"
        return f"{counted(added.reports, 'report')}, {counted(added.events, 'event')}, {added.new:,} new"

    def _main(self, added: Added) -> str | None:
        from timeline import queries

        if added.main_event is None or added.known:
            return None
        with self.engine.connect() as conn:
            event = queries.event(conn, added.main_event)
        return f"{event['title']}: {status(event, self.today)}"


def _tell(totals: Totals, *, nothing: bool) -> None:
    if nothing:
        tell("nothing to add: no file there (hidden files are passed over)")
        return
    for problem in totals.problems:
        tell(f"not added: {problem.source}: {problem.reason}")
    parts = [f"{counted(totals.articles, 'article')} added"]
    if totals.known:
        parts.append(f"{totals.known:,} already there")
    if totals.problems:
        parts.append(f"{totals.problems and len(totals.problems):,} not added")
    tell(f"{', '.join(parts)}: {counted(totals.reports, 'report')}, {counted(totals.new_events, 'new event')}")
