"""What ``add`` and ``feed pull`` share: fetching, telling what came in, and failures that can be tried again."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from timeline.cli import options
from timeline.cli.errors import Failure, tell
from timeline.cli.output import one_line, to_json
from timeline.cli.progress import Progress
from timeline.model import Problem
from timeline.phrases import counted, status

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from timeline.ingest import Added, Totals
    from timeline.ingest.web import Web

F = TypeVar("F", bound=Callable[..., Any])


def private_option(command: F) -> F:
    """``--allow-private``; the command gets ``allow_private``."""
    return click.option(
        "--allow-private", is_flag=True, help="Fetch from this machine and its own network, too, not from the web only."
    )(command)


def address(text: str) -> str:
    """A web address, checked; a type of options."""
    from timeline.parsers.known import address as checked

    try:
        return checked(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def columns(_: click.Context, __: click.Parameter, given: str | None) -> dict[str, str]:
    """``published=date,text=body`` as field -> column; a callback of options."""
    from timeline.parsers.known import FIELDS

    found: dict[str, str] = {}
    for pair in (given or "").split(",") if given else ():
        name, equals, column = (part.strip() for part in pair.partition("="))
        if not equals or not column or name not in FIELDS or name in found:
            raise click.BadParameter(f"{pair!r} is no FIELD=COLUMN; the fields are {', '.join(FIELDS)}, each once")
        found[name] = column
    return found


def web_of(engine: Engine, *, allow_private: bool, quiet: bool = False) -> Web:
    """What fetches for a command; ``quiet``: pages that are as they were are not told of."""
    from timeline.fetch import Fetcher
    from timeline.ingest.web import Web

    def unchanged(url: str, since: str) -> None:
        if not quiet:
            tell(f"{url}: not changed since {since[:10]}; nothing to add")

    return Web(engine, Fetcher(allow_private=allow_private), options.now, unchanged)


class Report:
    """Prints what each article brought, as it is settled."""

    def __init__(self, engine: Engine, output: str, today: str, progress: Progress) -> None:
        self.engine, self.output, self.today, self.progress = engine, output, today, progress

    def __call__(self, result: Added | Problem) -> None:
        """Tell of one article; what was refused is told at the end."""
        self.progress.clear()
        if not isinstance(result, Problem):
            self._print(result)
        elif not result.refused:
            tell(f"{result.source}: {result.reason}")
            return
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
        said = f"{counted(added.reports, 'report')}, {counted(added.events, 'event')}, {added.new:,} new"
        if added.known:
            return f"already there: {said}" if added.reports else "already there"
        if added.language:
            return f"in another language ({added.language}), kept without reports"
        if added.copy_of:
            return f"copy of {self._named(added.copy_of)}: {said}"
        if added.revises:
            gone = f", {counted(added.superseded, 'report')} superseded" if added.superseded else ""
            return f"later version of {self._named(added.revises)}: {said}{gone}"
        return said

    def _named(self, article_id: str) -> str:
        from timeline import queries

        with self.engine.connect() as conn:
            row = queries.article(conn, article_id)
        name = ", ".join(part for part in (row["publisher"], row["title"]) if part)
        return f"{name} ({article_id[:10]})" if name else article_id[:10]

    def _main(self, added: Added) -> str | None:
        from timeline import queries

        if added.main_event is None:
            return None
        # By now: articles after it in the same transaction may have brought its event together with another.
        with self.engine.connect() as conn:
            event = queries.main_event(conn, added.article_id)
        return f"{event['title']}: {status(event, self.today)}" if event else None


def tell_totals(totals: Totals) -> None:
    """The problems, a line each, and the counts."""
    for problem in totals.problems:
        tell(f"not added: {problem.source}: {problem.reason}")
    if totals.languages:
        tell(other_languages(totals.languages))
    parts = [f"{counted(totals.articles, 'article')} added"]
    if totals.known:
        parts.append(f"{totals.known:,} already there")
    if totals.problems:
        parts.append(f"{len(totals.problems):,} not added")
    tell(f"{', '.join(parts)}: {counted(totals.reports, 'report')}, {counted(totals.new_events, 'new event')}")


def other_languages(languages: Mapping[str, int]) -> str:
    """``3 articles in other languages (fr 2, de 1): kept without reports``."""
    if sum(languages.values()) == 1:
        return f"1 article in another language ({next(iter(languages))}): kept without reports"
    number = counted(sum(languages.values()), "article")
    each = ", ".join(f"{tag} {n:,}" for tag, n in sorted(languages.items(), key=lambda pair: (-pair[1], pair[0])))
    return f"{number} in other languages ({each}): kept without reports"


def place(_: click.Context, __: click.Parameter, path: Path | None) -> Path | None:
    """A file to write to, checked before the work begins; a callback of options."""
    if path and not path.parent.is_dir():
        raise click.BadParameter(f"there is no folder {path.parent}; make it, or name another one")
    return path


def write_failures(path: Path | None, problems: Sequence[Problem]) -> None:
    """Write a file of failures if one is wanted, whole or not at all: it may hold the list of what was tried again."""
    if path is None:
        return
    lines = "".join(map(_failure, problems))
    if path.exists() and not path.is_file():  # a pipe or a device
        path.write_text(lines, "utf-8")
        return
    part = path.with_name(f".{path.name}.part")
    part.write_text(lines, "utf-8")
    part.replace(path.resolve())


def _failure(problem: Problem) -> str:
    """A failure as a line of JSON: ``source``, ``reason``, and ``read``, the file or address to read again."""
    row = {"source": problem.source, "reason": problem.reason, "read": _again(problem.origin or problem.source)}
    return to_json(row) + "\n"


def to_retry(path: Path) -> Sequence[str]:
    """The files and addresses that a file of failures names, each once.

    Raises:
        Failure: it is no such file.
    """
    found: dict[str, None] = {}
    for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), 1):
        try:
            row = json.loads(line) if line.strip() else {"read": ""}
            found[row["read"]] = None
        except (ValueError, KeyError, TypeError):
            raise Failure(f"{path}:{number}: is no failure as --report writes them; give such a file") from None
    return [name for name in found if name]


def _again(origin: str) -> str:
    # A failure is tried again from wherever one stands then.
    return origin if "://" in origin or not os.path.exists(origin) else os.path.abspath(origin)


def each(report: Callable[[Added | Problem], None], web: Web | None) -> Callable[[Added | Problem], None]:
    """Tell of an article, and let the web know that it is settled."""

    def on_article(result: Added | Problem) -> None:
        if web:
            web.settle(result)
        report(result)

    return on_article


def tell_missing_model() -> None:
    """One line where no language model is installed and rules alone read on."""
    from timeline.extract.nlp import advice

    if missing := advice():
        tell(f"no language model: rules alone read, and find few events; {missing}, then: timeline reparse")
