"""Takes the pictures of the page that docs/page.md shows, from the seeds: ``python docs/pictures.py``.

They are taken by Debian's Chromium from what ``timeline export html`` writes today, so that they show what there is.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import examples
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
PICTURES = HERE / "pictures"
TITLE = "A treaty between Russia and Iran"
TODAY = "2025-10-06"
WIDE = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 780}

SIGNING = "Masoud Pezeshkian and Vladimir Putin sign treaty in Moscow"


def whole(page: Page) -> None:
    """The page as it opens."""


def opened(page: Page) -> None:
    """The signing opened, in the days around it."""
    _days(page, "2024-12-20", "2025-02-10")
    page.evaluate("(title) => timelinePage.open(timelinePage.data.titles.indexOf(title))", SIGNING)
    page.locator("#detail .quotes").wait_for()


def known(page: Page) -> None:
    """What the press knew on the day of the signing."""
    _days(page, "2024-12-01", "2025-03-10")
    page.evaluate("timelinePage.state.change({ axis: 0, moment: parseDay('2025-01-17') }, 'choice')")
    page.locator("#known").scroll_into_view_if_needed()
    page.evaluate("document.getElementById('known').scrollIntoView({ block: 'end' })")


def types(page: Page) -> None:
    """Lanes by type, with everything that is only mentioned."""
    page.locator("#background").check()
    page.locator("#lanes").select_option("type")
    _days(page, "2025-01-01", "2025-06-20")


def signs(page: Page) -> None:
    """The legend."""
    page.locator("#help-open").click()


SHOTS = {
    "page.png": (whole, WIDE, "light"),
    "page-event.png": (opened, WIDE, "light"),
    "page-known.png": (known, WIDE, "light"),
    "page-dark.png": (types, WIDE, "dark"),
    "page-signs.png": (signs, {"width": 900, "height": 800}, "light"),
    "page-phone.png": (whole, PHONE, "light"),
}


def _days(page: Page, first: str, last: str) -> None:
    page.evaluate("([a, b]) => timelinePage.chart.setWindow(parseDay(a), parseDay(b))", [first, last])


def main() -> int:
    """Writes all pictures; ``python docs/pictures.py DATABASE`` takes them of another database."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as driver:
        folder = Path(name)
        address = _page(folder).as_uri()
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        PICTURES.mkdir(exist_ok=True)
        for picture, (prepare, size, scheme) in SHOTS.items():
            page = browser.new_page(viewport=size, color_scheme=scheme, reduced_motion="reduce")
            page.goto(address)
            page.wait_for_selector("html[data-drawn]")
            prepare(page)
            page.mouse.move(0, 0)
            page.wait_for_timeout(600)
            page.screenshot(path=PICTURES / picture)
            page.close()
        browser.close()
    return 0


def _page(folder: Path) -> Path:
    database = sys.argv[1] if len(sys.argv) > 1 else ""
    if not database:
        examples.seed(folder)
        database = str(folder / examples.DATABASE)
    path = folder / "page.html"
    command = ["--db", database, "export", "html", "-O", str(path), "--all", "--title", TITLE, "--today", TODAY]
    if examples.run(command):
        raise SystemExit("the page could not be made")
    return path


if __name__ == "__main__":
    sys.exit(main())
