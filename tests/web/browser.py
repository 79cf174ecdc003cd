"""A real Chromium, and a page in it with what the tests ask of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip
DESKTOP = {"width": 1360, "height": 900}
PHONE = {"width": 390, "height": 844}


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium; the test is skipped where it, or what drives it, is missing."""
    playwright = pytest.importorskip("playwright.sync_api", reason="no playwright: pip install playwright")
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("no Chromium: apt-get install chromium")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


class Shown:
    """A page in a browser."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.problems: list[str] = []
        self.requests: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda message: message.type == "error" and self.problems.append(message.text))
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("dialog", lambda dialog: self.problems.append(f"dialog: {dialog.message}"))

    def open(self, address: str) -> Shown:
        self.page.goto(address)
        self.page.wait_for_selector("html[data-drawn]", timeout=60_000)
        return self

    def text(self, selector: str) -> str:
        return self.page.locator(selector).inner_text()

    def hash(self) -> dict[str, list[str]]:
        from urllib.parse import parse_qs, urlsplit

        self.settle()
        return parse_qs(urlsplit(self.page.url).fragment, keep_blank_values=True)

    def settle(self) -> None:
        """Waits until what follows a change at leisure has followed."""
        self.page.wait_for_timeout(700)

    def mark(self, event: str) -> dict[str, Any]:
        """Where an event's mark stands on the screen: x0, x1, y, and its colour in the middle."""
        return self.page.evaluate(
            """(id) => {
              const { chart, data, look } = timelinePage, event = data.eventNumbers.get(id);
              chart.draw();
              const box = chart.canvas.getBoundingClientRect();
              for (const placed of chart.layout.placed) {
                const i = placed.lane.rows.findIndex((row) => data.event[row] === event);
                if (i < 0 || placed.marks.row[i] < 0) continue;
                const y = rowMiddle(placed.y + AXIS_HEIGHT - chart.scrolled, placed.marks.row[i]);
                const x0 = placed.marks.x0[i] + chart.shift, x1 = placed.marks.x1[i] + chart.shift;
                const { context, ratio } = chart;
                const at = (x, dy = 0) => [...context.getImageData(x * ratio, (y + dy) * ratio, 1, 1).data];
                const row = placed.lane.rows[i];
                return { x0: x0 + box.left, x1: x1 + box.left, y: y + box.top, shape: data.outlines.shape[row],
                  middle: at((x0 + x1) / 2), corner: at(x0 + 4, -3), edge: at(x0 + 0.5),
                  row: [...new Array(12).keys()].map((n) => at(x0 + 3 + n * (x1 - x0 - 6) / 12).join()) };
              }
              return null;
            }""",
            event,
        )

    def click_mark(self, event: str) -> None:
        found = self.mark(event)
        self.page.mouse.click(min((found["x0"] + found["x1"]) / 2, found["x0"] + 8), found["y"])


@contextmanager
def shown(browser: Browser, **context: Any) -> Iterator[Shown]:
    """A page of its own, closed at the end; it must have had no problem."""
    made = browser.new_context(**{"viewport": DESKTOP, **context})
    made.set_default_timeout(20_000)
    found = Shown(made.new_page())
    yield found
    made.close()
    assert found.problems == []
