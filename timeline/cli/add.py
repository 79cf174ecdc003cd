"""``timeline add``."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from timeline.cli import intake, options
from timeline.cli.database import opened
from timeline.cli.errors import FAILURE, Failure, tell
from timeline.cli.progress import Progress

if TYPE_CHECKING:
    from timeline.ingest import Hands


@click.command()
@click.argument("sources", nargs=-1, metavar="FILE|FOLDER|ADDRESS|-...")
@click.option(
    "--published",
    type=options.published,
    metavar="DATE",
    help="When it was published: 2025-01-16, 2025-01-16T08:30+01:00.",
)
@click.option("--title", help="Its headline.")
@click.option("--publisher", help="Who published it.")
@click.option("--url", type=intake.address, help="Where it stands on the web.")
@click.option(
    "--map",
    "columns",
    metavar="FIELD=COLUMN,...",
    callback=intake.columns,
    help="Columns of a CSV or TSV file: published=date,text=body.",
)
@click.option(
    "--day-first/--month-first", default=None,
    help="How to read dates like 03/04/2025 in tables, JSON Lines and front matter; else they are refused.",
)  # fmt: skip
@click.option(
    "--workers", type=click.IntRange(min=1), metavar="N",
    help="Read with N processes beside this one, which writes; each takes about 400 MB.",
)  # fmt: skip
@click.option("--dask", metavar="ADDRESS", help="Read on a Dask cluster: tcp://host:8786, where timeline is installed.")
@click.option("--fail-fast", is_flag=True, help="Stop at the first failure; what came before it is added.")
@click.option(
    "--report", "failures", type=click.Path(dir_okay=False, writable=True, path_type=Path), callback=intake.place,
    metavar="FILE", help="Write failures there; it may be the FILE of --retry.",
)  # fmt: skip
@click.option(
    "--retry", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
    help="Read what failed once more: FILE is of --report.",
)  # fmt: skip
@intake.private_option
@options.by_option
@options.today_option
@options.report_option
@options.database_option
def add(
    sources: tuple[str, ...],
    columns: dict[str, str],
    day_first: bool | None,
    workers: int | None,
    dask: str | None,
    fail_fast: bool,
    failures: Path | None,
    retry: Path | None,
    allow_private: bool,
    by: str,
    today: str,
    output: str,
    database: str | None,
    **given: Any,
) -> None:
    """Append articles as events.

    Takes text files (with or without front matter), saved web pages, PDF, JSON Lines, CSV and TSV, web archives (WARC,
    WACZ), all of these gzipped, folders of them, addresses of pages on the web, and standard input (-). The options
    say what the documents do not, or override it. A text that is already there is passed over, but for what the
    options say of it and nobody knew; what cannot be read is listed at the end, and the rest goes on. docs/intake.md
    says more.
    """
    from timeline import ingest

    if workers and dask:
        raise click.UsageError("--workers reads here and --dask elsewhere; give one of them")
    wanted = _wanted(sources, retry, failures if fail_fast else None)
    with opened(database) as engine:
        web = intake.web_of(engine, allow_private=allow_private) if any(map(ingest.is_address, wanted)) else None
        # Looked through twice, for the number first: a list of the files of an archive would take a gigabyte.
        number = sum(1 for _ in ingest.walk(wanted, web))
        progress = Progress("adding", "articles", number)
        report = intake.Report(engine, output, today, progress)
        try:
            with _hands(workers, dask) as hands:
                totals = ingest.add(
                    engine,
                    ingest.walk(wanted, web),
                    by=by,
                    clock=options.now,
                    overrides=ingest.Overrides(**given, columns=columns, day_first=day_first),
                    fail_fast=fail_fast,
                    hands=hands,
                    on_article=intake.each(report, web),
                )
        except ingest.HandsLost as lost:
            raise Failure(str(lost)) from None
        finally:
            progress.clear()
            if web:
                web.save()
    intake.write_failures(failures, totals.problems)
    if not number:
        tell("nothing to add: no file there (hidden files are passed over)")
        return
    intake.tell_totals(totals)
    if totals.problems:
        click.get_current_context().exit(FAILURE)


def _wanted(sources: tuple[str, ...], retry: Path | None, cut_short: Path | None) -> list[str]:
    """What is to be read; ``cut_short`` is a report that may end before all of it was."""
    if retry and cut_short and cut_short.resolve() == retry.resolve():
        raise click.UsageError("--fail-fast leaves failures untried, which FILE would lose; give --report another file")
    if not sources and retry is None:
        raise click.UsageError("nothing to add; give files, folders, addresses or -")
    if not all(source.strip() for source in sources):
        raise click.UsageError("one of the paths is empty; give files, folders, addresses or - (. is this folder)")
    return [*sources, *(intake.to_retry(retry) if retry else ())]


def _hands(workers: int | None, dask: str | None) -> AbstractContextManager[Hands | None]:
    from timeline import ingest

    intake.tell_missing_model()
    if dask:
        return ingest.Cluster(dask)
    return ingest.Processes(workers) if workers else nullcontext()
