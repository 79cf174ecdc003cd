"""``timeline reparse`` and ``import``."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, BinaryIO

import click

from timeline.cli import options
from timeline.cli.changes import dry_run_option
from timeline.cli.database import opened
from timeline.cli.errors import FAILURE, tell
from timeline.cli.output import one_line, to_json, write
from timeline.cli.views import short
from timeline.phrases import counted

if TYPE_CHECKING:
    from timeline.ingest.desk import Added
    from timeline.ingest.reading import Reread


@click.command()
@click.argument("articles", metavar="[ARTICLE]...", nargs=-1)
@options.by_option
@dry_run_option
@options.today_option
@options.output_option
@options.database_option
def reparse(articles: tuple[str, ...], by: str, dry_run: bool, today: str, output: str, database: str | None) -> None:
    """Read stored articles again with this release's extractor.

    Where it reads otherwise, its reports replace the old ones; links to events, corrections and everything else that
    people said are kept. Without ARTICLE: all that count. Nothing is appended for an article that reads as before.
    """
    from timeline.ingest.changing import Author
    from timeline.ingest.reading import reparse as read_again

    changed: list[Reread] = []

    def on_article(result: Reread) -> None:
        if result.changed:
            changed.append(result)
            title = one_line(result.title or result.article_id)
            tell(f"{title}: {counted(result.before, 'report')} before, {result.after:,} now")

    with opened(database) as engine:
        author = Author(by, options.now, dry_run)
        read, differing = read_again(engine, articles, author=author, on_article=on_article)
    from timeline.cli.diff import changed as view

    write((event for result in changed for event in result.events), output, view(today))
    ending = "; nothing done" if dry_run and differing else ""
    tell(f"{counted(read, 'article')} read, {differing:,} read otherwise{ending}")


@click.command("import")
@click.argument("file", type=click.File("rb"), metavar="FILE|-")
@click.option(
    "--replace", is_flag=True, help="They replace what the same extractor, of whatever version, gave of their articles."
)
@options.by_option
@dry_run_option
@options.report_option
@options.database_option
def import_(file: BinaryIO, replace: bool, by: str, dry_run: bool, output: str, database: str | None) -> None:
    """Add ready-made reports, of an extractor of one's own.

    FILE is JSON Lines: one report on each line, with article (an id, an address, or an object with text), extractor
    (name/version), title and quote (the sentence, verbatim); docs/corrections.md describes all keys. A bad line is
    listed at the end, and the others go on. What is there already is passed over. With --replace, reports that the
    same extractor gave of these articles before and does not give now count no more; links to events, corrections and
    everything else that people said are kept. An article with a bad line then keeps the reports it has.
    """
    from timeline.ingest.changing import Author
    from timeline.ingest.importing import import_reports

    def on_article(added: Added) -> None:
        if output == "jsonl":
            click.echo(to_json(asdict(added)))
            return
        if added.known and not added.reports and not added.superseded:
            return
        name = one_line(added.title or f"article {short(added.article_id)}")
        said = f"{counted(added.reports, 'report')}, {counted(added.events, 'event')}, {added.new:,} new"
        click.echo(f"{name}: {said}" + (f", {added.superseded:,} superseded" if added.superseded else ""))

    with opened(database) as engine:
        author = Author(by, options.now, dry_run)
        total = import_reports(engine, file, file.name, author=author, replacing=replace, on_article=on_article)
    for problem in total.problems:
        tell(f"not imported: {problem.source}: {problem.reason}")
    parts = [counted(total.lines, "line"), counted(total.reports, "new report")]
    parts += [f"{total.superseded:,} superseded"] if total.superseded else []
    parts += [f"{total.known:,} already there"] if total.known else []
    parts += [f"{len(total.problems):,} not imported"] if total.problems else []
    new = f"{counted(total.articles, 'new article')}, {counted(total.new_events, 'new event')}"
    tell(f"{', '.join(parts)}: {new}" + ("; nothing done" if dry_run else ""))
    if total.problems:
        click.get_current_context().exit(FAILURE)
