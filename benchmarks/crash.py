"""A writer is killed at random moments; nothing that it had acknowledged may be lost, nothing be there in part.

    python -m benchmarks.crash FOLDER [--times 300] [--seed 1]

A process of its own adds articles one after another and says each number when its commit is done. It is killed by
SIGKILL at a random moment, and the database opened again: every acknowledged article is there once, none in part, the
log verifies. Then the next writer goes on with the same file. At every twentieth time and at the end the tables are
compared with a rebuild.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import Engine

from benchmarks.writing import body, check, check_tables, lines
from timeline import db
from timeline.cli import options
from timeline.ingest import article_id
from timeline.ingest.changing import Author
from timeline.ingest.importing import import_reports
from timeline.queries import has_article

LONGEST = 0.4
"""Seconds that a writer lives at most after its first commit."""


def write(database: str, start: int) -> None:
    """Add articles from a number on, for ever; each number is printed when its commit is done."""
    engine = db.connect(database)
    author = Author("crash", options.now)
    number = start
    while True:
        import_reports(engine, lines(number), "made", author=author)
        print(number, flush=True)
        number += 1


def run(folder: Path, times: int, seed: int = 1) -> tuple[int, int]:
    """Kill a writer that often.

    Returns:
        How many articles were acknowledged, and how many were there beyond them (committed, not yet acknowledged).

    Raises:
        AssertionError: something was lost, or is there twice or in part.
    """
    rng = random.Random(seed)  # noqa: S311 (no secret)
    path = folder / "crash.db"
    db.create(path).dispose()
    acknowledged: set[int] = set()
    beyond: set[int] = set()
    for time_ in range(1, times + 1):
        start = max(acknowledged | beyond, default=-1) + 1
        said = _killed(path, start, rng.random() ** 2 * LONGEST)
        acknowledged |= set(said)
        engine = db.connect(path)
        check(engine, acknowledged | beyond)
        beyond |= _unsaid(engine, start, said)
        if time_ % 20 == 0 or time_ == times:
            check_tables(engine)
        engine.dispose()
    return len(acknowledged), len(beyond)


def _killed(path: Path, start: int, seconds: float) -> list[int]:
    command = [sys.executable, "-m", "benchmarks.crash", "--write", str(path), str(start)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:  # noqa: S603 (own words only)
        assert writer.stdout is not None
        first = writer.stdout.readline()
        assert first, "the writer ended by itself"
        time.sleep(seconds)
        writer.send_signal(signal.SIGKILL)
        left = writer.stdout.read()
    # The last line may be cut off; then its number was not acknowledged.
    return [int(line) for line in (first + left).split(b"\n")[:-1] if line]


def _unsaid(engine: Engine, start: int, said: list[int]) -> set[int]:
    """The article that was committed but not acknowledged, if there is one."""
    following = max(said, default=start - 1) + 1
    with engine.connect() as conn:
        return {following} if has_article(conn, article_id(body(following))) else set()


def main() -> None:
    """Run, or be the writer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--times", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.write:
        write(asked.write[0], int(asked.write[1]))
    if asked.folder is None:
        parser.error("name an empty folder")
    start = time.perf_counter()
    asked.folder.mkdir(parents=True, exist_ok=True)
    acknowledged, beyond = run(asked.folder, asked.times, asked.seed)
    print(
        f"killed {asked.times} times in {time.perf_counter() - start:,.0f} s: {acknowledged:,} acknowledged articles"
        f" all there once and whole, {beyond} more committed but not yet acknowledged; log verified, tables as rebuilt"
    )


if __name__ == "__main__":
    main()
