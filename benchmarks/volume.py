"""A folder of a hundred thousand articles: does memory stay flat, does the pace hold? Against the bare language model.

    python -m benchmarks.volume [--articles 100000] [--sentences 3] [--workers N] [--every SECONDS] [--keep OUT.db]

Writes short made-up articles (of three sentences: about 45 words), adds them with ``timeline add`` in a process of its
own and looks at that process while it works: resident memory (of its workers, too), articles and processor time. The
pace of the same language model alone, in batches on a sample of the same texts, is taken before and after, in the same
run; the ratio is of processor time, so that what else the machine does matters little, and of elapsed time besides.

Nothing in the articles is about the world: names are put together from syllables, few of them are named often and most
once, and every fifth sentence tells again what an earlier article told. The same number gives the same articles.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import IO, Any

import psutil  # type: ignore[import-untyped]

from benchmarks.peer import Pace, bare
from timeline import days

SAMPLE = 2000
"""Articles that the bare language model reads, before and after."""
RETOLD = 0.2
_SYLLABLES = ("ka", "lo", "mi", "ren", "tas", "vel", "dor", "nim", "sul", "pra", "gos", "tel", "ham", "bri", "von",
              "ler", "zan", "cul", "fen", "mar", "tor", "wyn", "sel", "hol", "ber", "rik", "dal", "mon")  # fmt: skip
_STATES = (
    "Brazil",
    "Kenya",
    "Norway",
    "Japan",
    "Egypt",
    "Chile",
    "India",
    "Poland",
    "Vietnam",
    "Canada",
    "Ghana",
    "Peru",
)
_THINGS = ("bridge", "budget", "harbour", "railway", "hospital", "museum", "border", "market", "vaccine", "pipeline",
           "school", "satellite", "airport", "forest", "loan", "dam", "newspaper", "ferry", "mine")  # fmt: skip
_KINDS = ("old", "new", "disputed", "northern", "southern", "private", "public", "second", "largest", "planned")
_SAID = (
    "{person} met {other} in {town} on {day} to talk about the {thing}.",
    "{state} and {elsewhere} signed an agreement on a {thing} in {town} on {day}.",
    "Police in {town} arrested {person} on {day} over the {thing}.",
    "The {company} Group said on {day} it would buy the {thing} in {town} from {state}.",
    "A fire at the {thing} killed {number} people in {town} on {day}, officials said.",
    "{person} is set to visit {state} next month for talks with {other}.",
    "Workers of the {company} Group protested against the {thing} in {town} on {day}.",
    "{person} was elected mayor of {town} on {day}, ahead of {other}.",
    "{state} accused {elsewhere} of closing the {thing} near {town} last week.",
    "A court in {town} sentenced {person} to {number} years in prison on {day}.",
    "An earthquake damaged the {thing} in {town} on {day}; {number} people were injured.",
    "{person} resigned as head of the {company} Group on {day} after a dispute over the {thing}.",
    "The opening of the {thing} in {town}, planned for {day}, was postponed, {person} said.",
    "{elsewhere} sent {number} engineers to {town} to repair the {thing}.",
)


def articles(number: int, length: int = 3) -> Iterator[dict[str, str]]:
    """So many articles of so many sentences in order of publication, thirty a day."""
    chance = random.Random(number)  # noqa: S311 (no secrets)
    names = _names(chance, max(200, number // 4))
    told: deque[str] = deque(maxlen=300)
    for n in range(number):
        today = days.number(2001, 1, 1) + n // 30
        sentences = [_sentence(chance, names, told, today) for _ in range(length)]
        yield {
            "text": "\n".join(sentences), "title": sentences[0].partition(" on ")[0].rstrip("."),
            "published": days.iso(today), "url": f"https://news.example/{n}",
        }  # fmt: skip


def _names(chance: random.Random, number: int) -> list[str]:
    return ["".join(chance.choices(_SYLLABLES, k=chance.choice((2, 3, 3)))).capitalize() for _ in range(number)]


def _sentence(chance: random.Random, names: Sequence[str], told: deque[str], today: int) -> str:
    if told and chance.random() < RETOLD:
        return told[int(chance.expovariate(1 / 60)) % len(told)]

    def one() -> str:
        return names[int(len(names) ** chance.random()) - 1]  # Zipf: as many among the first ten as the next ninety

    _, month, of_month = days.civil(today - int(chance.expovariate(1 / 3)))
    state, elsewhere = chance.sample(_STATES, 2)
    said = chance.choice(_SAID).format(
        person=f"{one()} {one()}", other=f"{one()} {one()}", town=one(), company=one(), state=state,
        elsewhere=elsewhere,
        thing=f"{chance.choice(_KINDS)} {chance.choice(_THINGS)}", number=chance.randint(2, 90),
        day=f"{_MONTHS[month - 1]} {of_month}",
    )  # fmt: skip
    told.append(said)
    return said


_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of the process at one moment."""

    done: int
    memory: float
    """Resident, MB; the writer alone."""
    whole: float
    """Resident, MB; with its workers."""
    processor: float
    elapsed: float


def watched(database: Path, source: Path, options: Sequence[str], every: float) -> Iterator[Look]:
    """Add a file of articles with the command line, and look at it from time to time and at its end.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    command = [sys.executable, "-m", "timeline", "--db", str(database)]
    subprocess.run([*command, "init"], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    started = time.perf_counter()
    with subprocess.Popen([*command, "add", "-o", "jsonl", *options, str(source)], stdout=subprocess.PIPE) as adding:  # noqa: S603
        assert adding.stdout is not None
        counted = _Counted(adding.stdout)
        seen = psutil.Process(adding.pid)
        last = Look(0, 0, 0, 0, 0)
        while counted.is_alive():
            counted.join(every)
            last = _look(seen, counted.lines, time.perf_counter() - started) or replace(last, done=counted.lines)
            yield last
    if adding.returncode:
        raise subprocess.CalledProcessError(adding.returncode, adding.args)


class _Counted(threading.Thread):
    """Counts the lines of a stream as they come."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__(daemon=True)
        self.stream, self.lines = stream, 0
        self.start()

    def run(self) -> None:
        for _ in self.stream:
            self.lines += 1


def _look(process: psutil.Process, done: int, elapsed: float) -> Look | None:
    try:
        own = process.memory_info().rss
        spent = process.cpu_times()
        processor = spent.user + spent.system + spent.children_user + spent.children_system
        whole = own
        for worker in process.children(recursive=True):
            whole += worker.memory_info().rss
            processor += sum(worker.cpu_times()[:2])
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return None
    if not own:  # it has just ended
        return None
    return Look(done, own / 1e6, whole / 1e6, processor, elapsed)


def write(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Articles as gzipped JSON Lines."""
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=3) as stream:
        stream.writelines(json.dumps(row) + "\n" for row in rows)


def _row(look: Look, before: Look, alone: Pace) -> str:
    done = look.done - before.done
    processor, elapsed = done / max(0.01, look.processor - before.processor), done / (look.elapsed - before.elapsed)
    return (
        f"{look.done:>10,}{look.memory:>8.0f}{look.whole:>8.0f}{elapsed:>12.1f}{processor:>12.1f}"
        f"{processor / alone.processor:>10.2f}{elapsed / alone.elapsed:>10.2f}"
    )


def main() -> None:
    """Print the table while it grows."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--sentences", type=int, default=3, help="of each article")
    parser.add_argument("--workers", type=int)
    parser.add_argument("--every", type=float, default=60, help="seconds between two looks")
    parser.add_argument("--keep", type=Path, help="where the database stays; removed at the end where not given")
    asked = parser.parse_args()
    sample = [row["text"] for row in islice(articles(asked.articles, asked.sentences), SAMPLE)]
    alone = bare(sample)
    print(f"the language model alone: {alone}", flush=True)
    print(
        f"{'articles':>10}{'MB':>8}{'all MB':>8}{'articles/s':>12}{'of cpu':>12}{'ratio cpu':>10}{'elapsed':>10}",
        flush=True,
    )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "articles.jsonl.gz")
        write(source, articles(asked.articles, asked.sentences))
        options = ["--workers", str(asked.workers)] if asked.workers else []
        before = first = Look(0, 0, 0, 0, 0)
        for look in watched(asked.keep or Path(folder, "volume.db"), source, options, asked.every):
            if look.elapsed > before.elapsed:
                print(_row(look, before, alone), flush=True)
            before = look
    again = bare(sample)
    print(f"the language model alone, again: {again}")
    print("whole run:", _row(before, first, alone.mean(again)))


if __name__ == "__main__":
    main()
