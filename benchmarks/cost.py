"""What one more article costs, in databases of growing size: linking, appending, projecting its ready-made reports.

    python -m benchmarks.cost [--sizes 1000,10000,100000] [--further 200] [--postgres URL]

For each size, a database of made-up articles (see :mod:`benchmarks.made`) is filled with the links that its maker
knows; then further articles of the same maker come in as ready-made reports, one append each, and everything is
decided: actors by their names, events by comparison with those there. Processor and elapsed time for each article, the
median, so that what else the machine does matters little. ``--postgres`` names a server whose user may create
databases.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from sqlalchemy import Engine, make_url, text

from benchmarks.made import EXTRACTOR, Made, articles, fill
from timeline import db, log, projections
from timeline.ingest import article_id
from timeline.ingest.desk import Desk, added
from timeline.ingest.ids import report_id
from timeline.ingest.telling import Told

NOW = "2040-01-01T00:00:00Z"


def add(desk: Desk, made: Made) -> None:
    """One article and its reports, as an import appends them."""
    aid = article_id(made.article.text)
    ids = {r.ordinal: report_id(aid, EXTRACTOR, 0, r.ordinal) for r in made.reports}
    with log.writing(desk.engine) as conn:
        projections.catch_up(conn)
        told = Told(made.reports, ids, EXTRACTOR, 0)
        desk.say(conn, aid, made.article, told, head=[added(conn, aid, made.article)])


def measured(engine: Engine, size: int, further: int) -> tuple[float, float]:
    """Median milliseconds of processor and of elapsed time for each article behind the first ``size``."""
    made = articles(size + further + 1)
    fill(engine, islice(made, size))
    projections.rebuild(engine)
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
            conn.execute(text("ANALYZE"))
    desk = Desk(engine, "benchmark", lambda: NOW)
    add(desk, next(made))  # reads the roster of actors
    times = [_time(desk, one) for one in made]
    return statistics.median(t[0] for t in times), statistics.median(t[1] for t in times)


def _time(desk: Desk, made: Made) -> tuple[float, float]:
    processor, elapsed = time.process_time(), time.perf_counter()
    add(desk, made)
    return 1000 * (time.process_time() - processor), 1000 * (time.perf_counter() - elapsed)


@contextmanager
def database(server: str | None, size: int) -> Iterator[Engine]:
    """An empty database."""
    if server is None:
        with tempfile.TemporaryDirectory() as folder:
            db.create(Path(folder, "cost.db")).dispose()
            engine = db.connect(Path(folder, "cost.db"), durable=False)
            yield engine
            engine.dispose()
        return
    url, name = make_url(server), f"cost_{size}"
    admin = db.opening.postgresql_engine(url).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as conn:
        conn.execute(text(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0"))
    engine = db.create(url.set(database=name))
    yield engine
    engine.dispose()
    with admin.connect() as conn:
        conn.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def main() -> None:
    """Print the curve."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000,100000", type=lambda given: [int(n) for n in given.split(",")])
    parser.add_argument("--further", type=int, default=200)
    parser.add_argument("--postgres", help="URL of a server")
    asked = parser.parse_args()
    gc.set_threshold(50_000)  # as the program has it
    sizes: Sequence[int] = asked.sizes
    for server in [None, *([asked.postgres] if asked.postgres else [])]:
        name = "PostgreSQL" if server else "SQLite"
        print(f"{name:>12} articles    ms processor    ms elapsed    to the first, each")
        first = None
        for size in sizes:
            with database(server, size) as engine:
                processor, elapsed = measured(engine, size, asked.further)
            first = first or (processor, elapsed)
            ratios = f"{processor / first[0]:>12.2f}{elapsed / first[1]:>8.2f}"
            print(f"{size:>21,}{processor:>16.1f}{elapsed:>14.1f}{ratios}", flush=True)


if __name__ == "__main__":
    main()
