"""What storing costs: the log of a database written again, append by append, into a new one.

    python -m benchmarks.storing DATABASE [--share 12] [--rounds 3]

Nothing is read from texts or decided here. ``--share`` appends have one transaction, as the articles of a batch have.
Milliseconds of the processor for each report, the best of the rounds: appending, following (folding and writing
tables), committing. A log that undoes records cannot be written again, since these get new ids.
"""

from __future__ import annotations

import argparse
import gc
import tempfile
import time
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from timeline import db, log, projections
from timeline.log import Entry
from timeline.records import Record, ReportExtracted

Append = tuple[list[tuple[str, int | None, Sequence[Record]]], str]
"""What was appended, and when."""


def appends(database: str) -> list[Append]:
    """Every append of a log, in order."""
    engine = db.connect(database, readonly=True)
    with engine.connect() as conn:
        found = [_again(commit) for commit in projections.commits(log.read(conn))]
    engine.dispose()
    return found


def _again(commit: Sequence[Entry]) -> Append:
    parts = [(stream, [e.record for e in entries if e.record]) for stream, entries in groupby(commit, _stream)]
    return [(stream, None, records) for stream, records in parts], commit[0].recorded_at


def _stream(entry: Entry) -> str:
    return entry.stream


def stored(work: Sequence[Append], share: int, path: Path) -> dict[str, float]:
    """Seconds of the processor that each part took."""
    db.create(path).dispose()
    engine = db.connect(path)
    clock, took = time.process_time, {"append": 0.0, "follow": 0.0, "commit": 0.0}
    gc.collect()
    gc.freeze()
    for start in range(0, len(work), share):
        with log.writing(engine) as conn:
            following = projections.Following(conn)
            for batch, now in work[start : start + share]:
                began = clock()
                entries = log.append(conn, batch, by="benchmark", now=now)
                appended = clock()
                following.project(entries)
                took["append"] += appended - began
                took["follow"] += clock() - appended
            began = clock()
        took["commit"] += clock() - began
    engine.dispose()
    return took


def main() -> None:
    """Print one line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database")
    parser.add_argument("--share", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    work = appends(asked.database)
    reports = sum(isinstance(r, ReportExtracted) for batch, _ in work for _, _, records in batch for r in records)
    with tempfile.TemporaryDirectory() as folder:
        rounds = [stored(work, asked.share, Path(folder, f"{n}.db")) for n in range(asked.rounds)]
    best = min(rounds, key=lambda took: sum(took.values()))
    parts = ", ".join(f"{name} {1000 * seconds / reports:.3f}" for name, seconds in best.items())
    print(f"{reports:,} reports: {1000 * sum(best.values()) / reports:.3f} ms each ({parts})")


if __name__ == "__main__":
    main()
