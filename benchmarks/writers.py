"""Many processes add overlapping articles to one database; nothing is lost, nothing is there twice.

    python -m benchmarks.writers DATABASE [--seconds 60] [--writers 8]

DATABASE is a path of a new SQLite file or the URL of an empty PostgreSQL database. Every writer adds articles out of
one common row, each from a place of its own on, so that most are tried by several. Meanwhile ``timeline log --follow``
runs as a process: it must have seen every record exactly once and in order. An error of any writer, "database is
locked" first of all, fails the run.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.writing import check, check_tables, lines
from timeline import db, log
from timeline.cli import options
from timeline.ingest.changing import Author
from timeline.ingest.importing import import_reports

APART = 2
"""Articles between the starts of two writers."""


def write(database: str, start: int, seconds: float) -> None:
    """Add articles from a number on; prints each number that is in, whoever was first."""
    engine = db.connect(database)
    author = Author(f"writer {start}", options.now)
    end = time.monotonic() + seconds
    number = start
    while time.monotonic() < end:
        total = import_reports(engine, lines(number), "made", author=author)
        assert not total.problems, total.problems[0].reason
        print(number, flush=True)
        number += 1
    engine.dispose()


def run(database: str, seconds: float, writers: int) -> tuple[int, int, int]:
    """Let them write.

    Returns:
        How often a writer was told that its article is in, how many articles there are, and how many records.

    Raises:
        AssertionError: something was lost, is there twice, or a writer or follower failed.
    """
    engine = db.create(database)
    with tempfile.TemporaryFile() as seen, tempfile.TemporaryFile() as told:
        follower = _timeline(database, ["log", "--follow", "-o", "jsonl"], seen)
        command = [sys.executable, "-m", "benchmarks.writers", database, "--write"]
        several = [
            subprocess.Popen(  # noqa: S603 (own words only)
                [*command, str(n * APART), "--seconds", str(seconds)], stdout=subprocess.PIPE, stderr=told
            )
            for n in range(writers)
        ]
        said = [int(line) for writer in several for line in writer.communicate()[0].split()]
        told.seek(0)
        failed = [writer.returncode for writer in several if writer.returncode]
        assert not failed, f"{len(failed)} writers failed: {told.read().decode()[-500:]}"
        numbers = set(said)
        check(engine, numbers)
        with engine.connect() as conn:
            end = log.head(conn).position
        positions = _followed(follower, seen, end)
    assert positions == list(range(1, end + 1)), f"the follower saw {len(positions)} records of {end}, or not in order"
    check_tables(engine)
    engine.dispose()
    return len(said), len(numbers), end


def _timeline(database: str, words: list[str], out: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "timeline", "--db", database, *words]
    return subprocess.Popen(command, stdout=out)  # type: ignore[call-overload, no-any-return]  # noqa: S603


def _followed(follower: subprocess.Popen[bytes], seen: object, end: int) -> list[int]:
    """The positions that the follower printed, when it has come to the end or a minute has passed."""
    name = Path(f"/proc/self/fd/{seen.fileno()}")  # type: ignore[attr-defined]
    patience = time.monotonic() + 60
    while time.monotonic() < patience and name.read_bytes().count(b"\n") < end:
        time.sleep(0.2)
    time.sleep(1.5)
    follower.terminate()
    follower.wait()
    return [json.loads(line)["position"] for line in name.read_bytes().splitlines()]


def main() -> None:
    """Run, or be one of the writers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--write", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.write is not None:
        write(asked.database, asked.write, asked.seconds)
        return
    told, articles, records = run(asked.database, asked.seconds, asked.writers)
    print(
        f"{asked.writers} writers, {asked.seconds:.0f} s: {told:,} times in, {articles:,} articles,"
        f" {records:,} records: none lost, none twice, positions dense, followed once each in order, tables as rebuilt"
    )


if __name__ == "__main__":
    main()
