"""How fast dates are found and resolved: ``python -m benchmarks.timex_speed DOCS [--seconds N]``.

DOCS is a file of JSON documents, one a line, with ``text`` and ``dct``. Prints the kilobytes (UTF-8) read per second in
this one process, without a language model, and the time that importing the package and reading its rules take.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.timex_speed")
    parser.add_argument("docs", type=Path)
    parser.add_argument("--seconds", type=float, default=5.0)
    wanted = parser.parse_args(arguments)
    print(f"import timeline.dates: {_import_time() * 1000:.0f} ms")
    from timeline import dates
    from timeline.dates.lexicon import load

    began = time.perf_counter()
    load()
    print(f"reading the rules once: {(time.perf_counter() - began) * 1000:.0f} ms")
    lines = wanted.docs.read_text(encoding="utf-8").splitlines()
    documents = [json.loads(line) for line in lines if line.strip()]
    size, phrases, began, busy = 0, 0, time.perf_counter(), time.process_time()
    while time.perf_counter() - began < wanted.seconds:
        for document in documents:
            phrases += len(dates.read(document["text"], document.get("dct") or None))
            size += len(document["text"].encode())
    taken, busy = time.perf_counter() - began, time.process_time() - busy
    print(f"find and resolve: {size / taken / 1000:.0f} kB/s, {size / busy / 1000:.0f} kB per second of processor time")
    print(f"({phrases} phrases in {size / 1000:.0f} kB)")
    return 0


def _import_time() -> float:
    """Seconds that the import adds to starting Python, the best of five."""
    return max(_start("import timeline.dates") - _start("pass"), 0.0)


def _start(code: str) -> float:
    taken = []
    for _ in range(5):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603
        taken.append(time.perf_counter() - began)
    return min(taken)


if __name__ == "__main__":
    sys.exit(main())
