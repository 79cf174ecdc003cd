"""``timeline articles``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from timeline.cli import intake, options, page, views
from timeline.cli.changes import Saying, changing
from timeline.cli.database import opened
from timeline.cli.errors import tell
from timeline.cli.filters import unshown
from timeline.cli.output import write
from timeline.phrases import counted

if TYPE_CHECKING:
    from timeline.model import Period


@click.group(cls=options.DefaultGroup)
def articles() -> None:
    """List, show and correct articles. Without a command: list."""


@articles.command("list")
@click.argument("period", type=options.period, metavar="[PERIOD]", required=False)
@click.option("--undated", is_flag=True, help="Only those without a date of publication.")
@click.option("--grep", "words", metavar="WORDS", help="Words in title, publisher, author or address, in either case.")
@options.limit_option
@options.output_option
@options.database_option
def list_(
    period: Period | None, undated: bool, words: str | None, limit: int | None, output: str, database: str | None
) -> None:
    """List the articles by date of publication.

    PERIOD takes those published then; its forms are those of `timeline events`.
    """
    if period and undated:
        raise click.UsageError("an article without a date is in no period; give PERIOD or --undated")
    from timeline import queries

    with opened(database, readonly=True) as engine, engine.connect() as conn:
        rows = queries.articles(conn, options.one_more(limit), period=period, undated=undated, words=words)
    marked = any(map(views.marks, rows[:limit]))
    number = write(rows[:limit], output, views.articles(queries.ARTICLE_COLUMNS, marked=marked))
    tell(counted(number, "article") + unshown(len(rows) > number))


@articles.command()
@click.argument("article_id", metavar="ID")
@options.today_option
@options.output_option
@options.database_option
def show(article_id: str, today: str, output: str, database: str | None) -> None:
    """Show one article and the events it reports."""
    from timeline import queries

    with opened(database, readonly=True) as engine, engine.connect() as conn:
        article = queries.article(conn, article_id)
    if output == "table":
        from timeline.cli.table import width_of

        click.echo(page.article_page(article, today, width_of(sys.stdout)), nl=False)
    else:
        write([article], output, views.articles(queries.ARTICLE_COLUMNS))


@articles.command("set")
@click.argument("article_id", metavar="ID")
@click.option("--published", type=options.published, metavar="DATE", help="When it was published; its dates follow.")
@click.option("--title", help="Its headline.")
@click.option("--publisher", help="Who published it.")
@click.option("--author", help="Who wrote it.")
@click.option("--url", type=intake.address, help="Where it stands on the web.")
@options.reason_option
@options.by_option
@options.database_option
def set_(article_id: str, reason: str | None, by: str, database: str | None, **given: str | None) -> None:
    """Correct what is known of an article. The log keeps what was there before."""
    changes = {name: value for name, value in given.items() if value is not None}
    if not changes:
        raise click.UsageError("nothing to set; give --published, --title, --publisher, --author or --url")
    from timeline import ingest, queries

    with opened(database) as engine:
        with engine.connect() as conn:
            full_id = queries.article_id(conn, article_id)
        added = ingest.set_article(engine, full_id, changes, by=by, clock=options.now, reason=reason)
    if added.known:
        tell("already so; nothing changed")
    elif "published" in changes:
        tell(f"{counted(added.reports, 'report')}, {counted(added.events, 'event')}, {added.new:,} new")


@articles.command()
@click.argument("article", metavar="ARTICLE")
@changing(reason=True)
def withdraw(article: str, reason: str) -> Saying:
    """Let an article count as a source no longer: the paper retracted it. Its text and reports stay in the log."""
    from timeline.ingest import corrections

    return lambda engine, author: corrections.withdraw_article(engine, article, reason=reason, author=author)
