"""What ``timeline add`` costs against the language model alone, and what a second process gains; one run, one table.

    python -m benchmarks.adding FOLDER|DOCS [--workers 2] [--articles 400] [--rounds 3]

FOLDER holds articles in any form that ``add`` takes; DOCS is JSON Lines (or .gz) of {text, published, title}. In turns,
each in a process of its own, as often as there are rounds: the official pipeline alone in batches, reading alone (the
extractor, nothing stored), ``add`` in one process, ``add --workers N``. Medians of words a second, by the clock and by
processor time, without the start of the program (an ``add`` of one article, measured in the same way, is taken off).
Ratios by the clock mean something on an idle machine only.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from benchmarks.peer import Pace, bare
from benchmarks.public import read_jsonl, write_jsonl
from timeline.ingest import Overrides, walk
from timeline.ingest.sources import articles_of
from timeline.model import Article


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of processor and by the clock; most resident memory, MB."""

    processor: float
    elapsed: float
    memory: float


def given(path: Path, most: int) -> list[Article]:
    """The articles of a folder or of a file of documents, in English, each text once."""
    if path.is_dir():
        found = (item for _, item in articles_of(walk([str(path)], None), Overrides()) if isinstance(item, Article))
    else:
        fields = ("text", "title", "published")
        found = (Article(**{f: row[f] for f in fields if row.get(f)}) for row in read_jsonl(path) if row.get("text"))
    once = {a.text: replace(a, url=None) for a in found if a.in_english}
    return list(islice(once.values(), most))


def alone(articles: Sequence[Article]) -> Pace:
    """The language model, in this process."""
    return bare([a.text for a in articles])


def reading(articles: Sequence[Article]) -> Pace:
    """The extractor, in this process."""
    from timeline import extract

    list(extract.articles(articles[:32]))
    processor, elapsed = time.process_time(), time.perf_counter()
    list(extract.articles(articles))
    return Pace(len(articles) / (time.process_time() - processor), len(articles) / (time.perf_counter() - elapsed))


_HERE: dict[str, Callable[[Sequence[Article]], Pace]] = {"alone": alone, "reading": reading}


def apart(name: str, articles: Path) -> Pace:
    """One of these in a process of its own, so that none profits from what another warmed up."""
    command = [sys.executable, "-m", "benchmarks.adding", str(articles), "--only", name]
    one_thread = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}  # as the program has it
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=one_thread)  # noqa: S603
    return Pace(*json.loads(done.stdout))


def adding(articles: Path, workers: int | None) -> Cost:
    """``timeline add`` to a fresh database: the whole command, with its workers."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "timeline", "--db", str(Path(folder, "adding.db"))]
        subprocess.run([*command, "init"], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        options = ["--workers", str(workers)] if workers else []
        start = time.perf_counter()
        null = subprocess.DEVNULL
        child = subprocess.Popen([*command, "add", *options, str(articles)], stdout=null, stderr=null)  # noqa: S603
        _, status, used = os.wait4(child.pid, 0)
        elapsed, child.returncode = time.perf_counter() - start, os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, child.args)
    return Cost(used.ru_utime + used.ru_stime, elapsed, used.ru_maxrss / 1000)


def added(articles: Path, one: Path, number: int, workers: int | None) -> tuple[Pace, float]:
    """The pace of ``add`` without its start, and the most memory that one of its processes took, MB."""
    whole, start = adding(articles, workers), adding(one, workers)
    pace = Pace(*((number - 1) / (w - s) for w, s in zip(_times(whole), _times(start), strict=True)))
    return pace, max(whole.memory, start.memory)


def _times(cost: Cost) -> tuple[float, float]:
    return cost.processor, cost.elapsed


def measured(path: Path, articles: Sequence[Article], workers: int, rounds: int) -> None:
    """Every part in turns, and the table."""
    words = sum(len(a.text.split()) for a in articles) / len(articles)
    one = path.with_name("one.jsonl")
    write_jsonl(one, islice(read_jsonl(path), 1))
    found: dict[str, list[Pace]] = defaultdict(list)
    memory = 0.0
    for _ in range(rounds):
        found["the language model alone"].append(apart("alone", path))
        found["reading alone"].append(apart("reading", path))
        pace, most = added(path, one, len(articles), None)
        memory = max(memory, most)
        found["add, one process"].append(pace)
        found[f"add, {workers} workers"].append(added(path, one, len(articles), workers)[0])
    medians = {
        name: Pace(statistics.median(p.processor for p in paces), statistics.median(p.elapsed for p in paces))
        for name, paces in found.items()
    }
    peer, single = medians["the language model alone"], medians["add, one process"]
    print(f"{len(articles)} articles of {words:.0f} words on average; medians of {rounds} rounds")
    print(f"{'':<28}{'words/s':>10}{'ratio':>8}{'words/s of cpu':>16}{'ratio':>8}")
    for name, pace in medians.items():
        by_word = pace.times(words)
        print(f"{name:<28}{by_word.elapsed:>10,.0f}{pace.elapsed / peer.elapsed:>8.2f}", end="")
        print(f"{by_word.processor:>16,.0f}{pace.processor / peer.processor:>8.2f}")
    gain = medians[f"add, {workers} workers"].elapsed / single.elapsed
    print(f"{workers} workers to one process: {gain:.2f} by the clock; asked 1.7 with two on two free cores")
    print(f"most memory of a process: {memory:.0f} MB; asked: under 700")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--articles", type=int, default=400, help="at most so many, the first")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=_HERE, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    articles = given(asked.source, asked.articles)
    if asked.only:
        pace = _HERE[asked.only](articles)
        print(json.dumps([pace.processor, pace.elapsed]))
        return
    if len(articles) < 2:
        parser.error(f"{asked.source} holds fewer than two English articles")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "articles.jsonl")
        fields = ("text", "title", "published")
        write_jsonl(path, ({f: v for f in fields if (v := getattr(a, f))} for a in articles))
        measured(path, articles, asked.workers, asked.rounds)


if __name__ == "__main__":
    main()
