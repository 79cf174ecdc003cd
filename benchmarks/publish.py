"""How long publishing takes, as a ratio to ``VACUUM INTO`` of the same tables in the same run.

    python -m benchmarks.publish EVENTS [--rounds 3] [--base 10000] [--folder FOLDER] [--parquet] [--postgres URL]

The database is one of ``benchmarks.made`` with ``--base`` events, whose tables are then multiplied by SQL until they
hold EVENTS: the log plays no part in publishing. ``VACUUM INTO`` copies the published file: the same rows and indexes,
page after page, with nothing selected and nothing decided. The least of the rounds counts.
"""

from __future__ import annotations

import argparse
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.schema import CreateIndex

from timeline import db, publish
from timeline.publish import KEPT, Part
from timeline.schema import read_model

MADE_AT = "2026-01-01T00:00:00.000000Z"
_IDS = ("event_id", "report_id", "article_id", "old_id", "main_event_id", "revises")
_GROWING = tuple(n for n in KEPT if n not in ("actors", "actor_aliases", "offices", "notes", "tags"))


def multiply(path: Path, times: int) -> None:
    """Have every event, report and article of a database ``times`` times, under further ids."""
    with sqlite3.connect(path, isolation_level=None) as connection:
        for setting in ("journal_mode = DELETE", "journal_mode = OFF", "synchronous = OFF", "cache_size = -400000"):
            connection.execute(f"PRAGMA {setting}")
        connection.execute("BEGIN")
        for name in _GROWING:
            indexes = read_model.tables[name].indexes
            for index in indexes:
                connection.execute(f"DROP INDEX IF EXISTS {index.name}")
            columns = [f'"{c.name}"' for c in read_model.tables[name].columns]
            # The number goes first, so that each round adds to one place of the table's key.
            further = [f"printf('%06d', :n) || {c}" if c.strip('"') in _IDS else c for c in columns]
            copy = f"INSERT INTO {name} ({', '.join(columns)}) SELECT {', '.join(further)} FROM {name}"  # noqa: S608
            last = connection.execute(f"SELECT max(rowid) FROM {name}").fetchone()[0] or 0  # noqa: S608
            for n in range(1, times):
                connection.execute(f"{copy} WHERE rowid <= :last", {"n": n, "last": last})
            for index in indexes:
                connection.execute(str(CreateIndex(index).compile(dialect=dialect())))
        connection.execute("COMMIT")


def seconds(act: Callable[[], object]) -> float:
    """How long something takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def vacuum(path: Path, into: Path) -> None:
    """SQLite's own copy of a file."""
    into.unlink(missing_ok=True)
    with sqlite3.connect(path) as connection:
        connection.execute("VACUUM INTO ?", (str(into),))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("events", type=int)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--base", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, help="where the files are made; kept when given, and used again")
    parser.add_argument("--parquet", action="store_true", help="Parquet files, too")
    parser.add_argument("--postgres", metavar="URL", help="also into the schema bench of that database")
    asked = parser.parse_args()
    folder = asked.folder or Path(tempfile.mkdtemp(prefix="timeline-publish-"))
    try:
        measure(asked, folder)
    finally:
        if asked.folder is None:
            shutil.rmtree(folder)


def measure(asked: argparse.Namespace, folder: Path) -> None:
    """Make the database, publish it, copy it, say how long each took."""
    base = min(asked.base, asked.events)
    live, snapshot, copy = folder / f"live-{asked.events}.db", folder / "bi.db", folder / "copy.db"
    if not live.exists():
        subprocess.run([sys.executable, "-m", "benchmarks.made", str(base), str(live)], check=True)  # noqa: S603
        multiply(live, round(asked.events / base))
    engine = db.connect(live, readonly=True)
    rows: dict[str, int] = {}
    ours, theirs = [], []
    for _ in range(asked.rounds):
        ours.append(seconds(lambda: rows.update(publish.to_file(engine, snapshot, Part(), MADE_AT))))
        theirs.append(seconds(lambda: vacuum(snapshot, copy)))
    size = snapshot.stat().st_size / 2**20
    print(f"{rows['events']:,} events, {sum(rows.values()):,} rows, {size:,.0f} MiB")
    print(f"publish {min(ours):.1f} s, VACUUM INTO {min(theirs):.1f} s, ratio {min(ours) / min(theirs):.2f}")
    actor = max_actor(snapshot)
    part = Part(actors=((actor, frozenset({actor})),))
    print(f"one actor: {seconds(lambda: publish.to_file(engine, snapshot, part, MADE_AT)):.1f} s")
    if asked.parquet:
        print(f"Parquet: {seconds(lambda: publish.to_folder(engine, folder / 'parquet', Part(), MADE_AT)):.1f} s")
    if asked.postgres:
        for what in ("first", "again"):
            took = seconds(lambda: publish.to_schema(engine, asked.postgres, "bench", Part(), MADE_AT))
            print(f"PostgreSQL, {what}: {took:.1f} s")
    engine.dispose()


def max_actor(snapshot: Path) -> str:
    """The actor of the most events."""
    with sqlite3.connect(snapshot) as connection:
        most = "SELECT actor_id FROM event_actors GROUP BY actor_id ORDER BY count(*) DESC LIMIT 1"
        return str(connection.execute(most).fetchone()[0])


if __name__ == "__main__":
    main()
