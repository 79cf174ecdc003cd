"""How fast the page opens and moves in a browser, and the same events in vis-timeline.

    python -m benchmarks.page PAGE.html [--runs 3] [--vis vis-timeline-graph2d.min.js]

PAGE.html is what ``timeline export html`` writes, of as many events as one likes (``benchmarks.made`` makes databases).
Each run is a new headless Chromium without a GPU. Told are wall-clock milliseconds from the request of the page to its
first drawing, and, for busy machines, the milliseconds that the page's main thread had the processor for; then, over
120 frames of panning and 60 of zooming, the time from frame to frame and the time spent drawing in each.

vis-timeline (https://visjs.github.io/vis-timeline/) gets id, title, start and end of the same dated events; its time is
that to its first drawing. It is given up after ten minutes.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import json
import os
import re
import shutil
import statistics
import struct
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

from timeline import days
from timeline.web.packing import NONE
from timeline.web.page import JSON

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
_MARK = "TIMELINE_BENCHMARK"
_PATIENCE_MS = 600_000
_CODES = {1: "B", 2: "h", 4: "i"}
"""Bytes of a number in a page's columns -> code of ``struct``."""
_TICKS = os.sysconf("SC_CLK_TCK")

_MOVE = """async ([act, frames]) => {
  const { chart } = timelinePage, gaps = [];
  chart.painted.length = 0;
  let last = performance.now();
  for (let i = 0; i < frames; i++) {
    if (act === 'pan') chart.pan(12);
    else chart.zoom(i < frames / 2 ? 0.9 : 1 / 0.9);
    await new Promise((done) => requestAnimationFrame(done));
    const now = performance.now();
    gaps.push(now - last);
    last = now;
  }
  return { gaps, painted: [...chart.painted] };
}"""

_VIS = """<!doctype html><meta charset="utf-8"><div id="here"></div><script src="vis.js"></script><script>
const items = new vis.DataSet(ITEMS);
const made = new vis.Timeline(document.getElementById('here'), items, { height: '800px' });
made.on('changed', () => requestAnimationFrame(() => {
  document.documentElement.dataset.drawn ??= performance.now();
}));
</script>"""


def main() -> int:
    """Runs the benchmark and prints one line of JSON for each thing measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.page")
    parser.add_argument("page", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--vis", type=Path)
    asked = parser.parse_args()
    print(json.dumps({"page": asked.page.name, "bytes": asked.page.stat().st_size, "load": os.getloadavg()[0]}))
    runs = [_ours(asked.page) for _ in range(asked.runs)]
    for name in runs[0]:
        print(json.dumps({name: round(statistics.median(run[name] for run in runs), 1)}))
    if asked.vis:
        with tempfile.TemporaryDirectory() as folder:
            theirs = _theirs(asked.page, asked.vis, Path(folder))
        ours = statistics.median(run["drawn_ms"] for run in runs)
        print(json.dumps({"vis_timeline": theirs, "times_ours": theirs and round(theirs["drawn_ms"] / ours, 1)}))
    return 0


def _ours(path: Path) -> dict[str, float]:
    with _browser() as browser:
        page = browser.new_page(viewport={"width": 1360, "height": 900})
        found = _opened(page, path)
        for act, frames in (("pan", 120), ("zoom", 60)):
            moved = page.evaluate(_MOVE, [act, frames])
            for name, values in moved.items():
                found[f"{act}_{name}_median_ms"] = statistics.median(values)
                found[f"{act}_{name}_p95_ms"] = sorted(values)[int(len(values) * 0.95)]
        return found


def _opened(page: Page, path: Path) -> dict[str, float]:
    page.set_default_timeout(_PATIENCE_MS)
    page.goto(path.as_uri(), wait_until="commit")
    page.wait_for_selector("html[data-drawn]", state="attached")
    used = max(_main_threads(), default=0.0)
    drawn = float(page.locator("html").get_attribute("data-drawn") or 0)
    return {"drawn_ms": drawn, "main_thread_ms": used}


def _theirs(path: Path, vis: Path, folder: Path) -> dict[str, float] | None:
    items = json.dumps(list(_items(_embedded(path)))).replace("<", "\\u003c")
    shutil.copy(vis, folder / "vis.js")
    (folder / "vis.html").write_text(_VIS.replace("ITEMS", items), encoding="utf-8")
    with _browser() as browser:
        from playwright.sync_api import TimeoutError as TooLong

        try:
            return _opened(browser.new_page(viewport={"width": 1360, "height": 900}), folder / "vis.html")
        except TooLong:
            return None


def _embedded(path: Path) -> dict[str, Any]:
    found = re.search(r'type="([^"]*)" id="data">([^<]*)<', path.read_text(encoding="utf-8"))
    if found is None:
        raise SystemExit(f"{path} is no page of timeline export html")
    data: dict[str, Any] = embedded(found[1], found[2])
    return data


def embedded(kind: str, text: str) -> Any:
    """What a block of a page holds."""
    return json.loads(text) if kind == JSON else unpack(gzip.decompress(base64.b64decode(text)))


def unpack(content: bytes) -> Any:
    """What :func:`timeline.web.packing.pack` packed."""
    size = int.from_bytes(content[:4], "little")
    columns = content[4 + size :]

    def column(value: dict[str, Any]) -> Any:
        if "texts" in value:
            at, length = value["texts"]
            units, ends = columns[at : at + length].decode("utf-8").encode("utf-16-le"), value["ends"]
            words = [units[2 * a : 2 * b].decode("utf-16-le") for a, b in zip([0, *ends], ends, strict=False)]
            return words if value["numbers"] is None else [None if n < 0 else words[n] for n in value["numbers"]]
        if "ints" in value:
            at, number, wide, steps = value["ints"]
            numbers = struct.unpack_from(f"<{number}{_CODES[wide]}", columns, at)
            return list(accumulate(numbers)) if steps else [None if n == NONE else n for n in numbers]
        return value

    return json.loads(content[4 : 4 + size], object_hook=column)


def _items(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    rows = data["rows"]
    for row in range(data["current"]):
        first, last = rows["first"][row], rows["last"][row]
        start = first if first is not None else last
        if start is None:
            continue
        item = {"id": row, "content": rows["title"][row], "start": days.iso(start)}
        yield item if last is None or last == start else item | {"end": days.iso(last + 1)}


@contextmanager
def _browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as driver:
        environment: dict[str, str | float | bool] = {**os.environ, _MARK: str(os.getpid())}
        browser = driver.chromium.launch(executable_path=program, args=ARGUMENTS, env=environment)
        yield browser
        browser.close()


def _main_threads() -> list[float]:
    """Milliseconds of processor time that the main thread of each page of our browser has had (Linux)."""
    parents, pages, ours = {}, [], set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parents[process.name] = _stat(process)[1]
            if f"{_MARK}={os.getpid()}".encode() in (process / "environ").read_bytes():
                ours.add(process.name)
            if b"--type=renderer" in (process / "cmdline").read_bytes():
                pages.append(process)
        except OSError:
            continue
    found = []
    for page in pages:
        above = page.name
        while above in parents and above not in ours:
            above = parents[above]
        if above in ours:
            stat = _stat(page / "task" / page.name)
            found.append((int(stat[11]) + int(stat[12])) * 1000 / _TICKS)
    return found


def _stat(process: Path) -> list[str]:
    return (process / "stat").read_text().rpartition(")")[2].split()


if __name__ == "__main__":
    sys.exit(main())
