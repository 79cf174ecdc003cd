"""``timeline export``."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from timeline.cli import options
from timeline.cli.database import opened
from timeline.cli.errors import tell
from timeline.cli.filters import Wanted, filters, tell_left_out, unshown
from timeline.export import FORMATS
from timeline.phrases import counted


@click.command(
    epilog="\b\nFormats:\n" + "\n".join(f"  {name:<11} {what}" for name, what in FORMATS.items()),
)
@click.argument("fmt", type=click.Choice(tuple(FORMATS)), metavar="FORMAT")
@click.option(
    "-O",
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where to; else standard output.",
)
@click.option("--title", metavar="TEXT", help="What the timeline is called; else the period and the actors.")
@filters
@options.database_option
def export(fmt: str, out: Path | None, title: str | None, wanted: Wanted, today: str, database: str | None) -> None:
    """Write a timeline in a form that other tools read.

    Takes the filters of `timeline events`. FILE is replaced only when all of it is written. What the format cannot say
    is counted on standard error.
    """
    from timeline import export as formats
    from timeline import queries

    with opened(database, readonly=True) as engine, engine.connect() as conn:
        meant = wanted.resolve(conn)
        found = queries.selection(conn, meant)
        tell_left_out(found.undated)
        selection = formats.Selection(conn, meant, found.rows, title or _title(wanted), today, options.now())
        with _written(out) as stream:
            losses = formats.write(selection, fmt, stream)
    for what, number in losses.items():
        tell(f"{fmt}: {counted(number, 'event')} {what}")
    where = f" in {out}" if out else ""
    tell(counted(len(found.rows), "event") + where + unshown(found.more, found.aside))


def _title(wanted: Wanted) -> str:
    from timeline.dates import periods

    words = [", ".join(wanted.actors) or "Timeline"]
    words += [periods.describe(wanted.period)] if wanted.period else []
    return ", ".join(words)


@contextmanager
def _written(out: Path | None) -> Iterator[BinaryIO]:
    """Standard output, or a file that is there in whole or not at all."""
    if out is None:
        # Whoever runs the program as a library may have put a stream in place that takes text only.
        binary = getattr(sys.stdout, "buffer", None)
        stream = binary or io.BytesIO()
        yield stream
        if binary is None:
            sys.stdout.write(stream.getvalue().decode())
        else:
            stream.flush()
        return
    from timeline.db.targets import check_folder

    check_folder(out)
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(out)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
