"""How the server answers many readers at once while articles are being added.

    python -m benchmarks.serve DATABASE [--readers 50] [--seconds 30] [--adding articles/]

The server runs in a process of its own over a copy of the database; readers are threads here, each with a connection
that stays open and one question after the other; ``timeline add`` of the folder runs beside them, over and over with
new titles, so that every article is new. Told are the number of answers, the errors, and the milliseconds an answer
took, by kind of question.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

QUESTIONS = {
    "head": "/api/head",
    "events of a month": "/api/events?period=2025-01",
    "events of an actor": "/api/events?actor=Iran&limit=50",
    "words": "/api/events?grep=treaty&limit=50",
    "count by month": "/api/count?by=month",
    "actors": "/api/actors?limit=50",
    "page data": "/page/data",
}


def main() -> int:
    """Runs the benchmark and prints one line of JSON for each kind of question, and one for all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serve")
    parser.add_argument("database", type=Path)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--adding", type=Path)
    asked = parser.parse_args()
    over, times, errors = threading.Event(), defaultdict[str, list[float]](list), list[str]()
    with tempfile.TemporaryDirectory() as folder, _serving(asked.database, Path(folder)) as (path, port):
        readers = [threading.Thread(target=_read, args=(n, port, over, times, errors)) for n in range(asked.readers)]
        adder = threading.Thread(target=_add, args=(path, asked.adding, Path(folder), over))
        for thread in (*readers, adder):
            thread.start()
        time.sleep(asked.seconds)
        over.set()
        for thread in (*readers, adder):
            thread.join()
    print(json.dumps({"load": round(os.getloadavg()[0], 1), "readers": asked.readers, "errors": errors[:5]}))
    every = [value for found in times.values() for value in found]
    for name, found in ("all", every), *sorted(times.items()):
        found = sorted(found)
        shares = {f"p{share}_ms": round(found[int(len(found) * share / 100)] * 1000, 1) for share in (50, 95, 99)}
        print(json.dumps({"question": name, "answers": len(found), **shares}))
    return 1 if errors else 0


@contextmanager
def _serving(database: Path, folder: Path) -> Iterator[tuple[Path, int]]:
    path = folder / "copy.db"
    shutil.copy(database, path)
    command = [sys.executable, "-m", "timeline", "serve", "--port", "0", "--db", str(path)]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)  # noqa: S603 (our own words)
    try:
        assert server.stderr is not None
        said = server.stderr.readline()
        port = int(said.rpartition("127.0.0.1:")[2].partition("/")[0])
        _answered(http.client.HTTPConnection("127.0.0.1", port, timeout=600), "/page/data")
        yield path, port
    finally:
        server.terminate()
        server.wait()


def _read(turn: int, port: int, over: threading.Event, times: dict[str, list[float]], errors: list[str]) -> None:
    names = list(QUESTIONS)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    while not over.is_set():
        name = names[turn % len(names)]
        turn += 1
        started = time.perf_counter()
        try:
            status = _answered(connection, QUESTIONS[name])
            if status != 200:
                errors.append(f"{name}: {status}")
        except (OSError, http.client.HTTPException) as error:
            errors.append(f"{name}: {error!r}")
            connection.close()
        times[name].append(time.perf_counter() - started)


def _answered(connection: http.client.HTTPConnection, address: str) -> int:
    connection.request("GET", address)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def _add(path: Path, folder: Path | None, scratch: Path, over: threading.Event) -> None:
    """Adds the articles of a folder again and again, each time under another text."""
    turn = 0
    while folder and not over.is_set():
        turn += 1
        changed = scratch / f"turn-{turn}"
        changed.mkdir()
        for article in folder.iterdir():
            if article.suffix == ".txt":
                text = f"{article.read_text(encoding='utf-8')}\n\nEdition {turn}.\n"
                (changed / article.name).write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "timeline", "add", str(changed), "--db", str(path)]
        subprocess.run(command, capture_output=True, check=False)  # noqa: S603 (our own words)


if __name__ == "__main__":
    sys.exit(main())
