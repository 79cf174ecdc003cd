"""What is exported for TimelineJS, read by TimelineJS itself in a browser without a network.

The library (Mozilla Public License 2.0) is no part of this project; ``make test-long`` fetches it from npm for this
test.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.export.conftest import KINDS
from tests.web.browser import chromium
from timeline import cli

pytestmark = pytest.mark.slow

LIBRARY = Path(__file__).parents[2] / "out" / "timelinejs" / "package" / "dist"
PAGE = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="{library}/css/timeline.css">
<div id="timeline" style="height: 600px"></div><script src="{library}/js/timeline.js"></script><script>
const shown = new TL.Timeline("timeline", {data}, {{ script_path: "{library}/js/" }});
</script>"""
READ = """() => JSON.stringify(shown.config.events.map((event) => ({
  id: event.unique_id, headline: event.text.headline, group: event.group,
  start: [event.start_date.data.date_obj.getFullYear(), event.start_date.data.format],
})))"""


@pytest.fixture
def read(timeline_db, tmp_path):
    """The open page, and id -> what TimelineJS made of the event."""
    if not LIBRARY.is_dir():
        pytest.skip("no TimelineJS: make out/timelinejs/.installed")
    out = tmp_path / "story.json"
    assert cli.run(["--db", timeline_db, "export", "timelinejs", "--all", "--title", "A & B", "-O", str(out)]) == 0
    page = tmp_path / "story.html"
    text = out.read_text(encoding="utf-8").replace("</", "<\\/")
    page.write_text(PAGE.format(library=LIBRARY.as_uri(), data=text), encoding="utf-8")
    with chromium() as browser:
        opened = browser.new_context(offline=True).new_page()
        problems: list[str] = []
        opened.on("pageerror", lambda error: problems.append(str(error)))
        opened.on("dialog", lambda dialog: problems.append(dialog.message))
        opened.goto(page.as_uri())
        opened.locator(".tl-timemarker").first.wait_for(state="attached")
        found = json.loads(opened.evaluate(READ))
        yield opened, {event["id"].removeprefix("ee-"): event for event in found}
        assert problems == []


def test_it_shows_every_dated_event_with_our_words(read):
    page, events = read
    assert events.keys() == KINDS.keys() - {"undated"}
    assert page.locator(".tl-timemarker").count() == len(events)
    assert page.locator(".tl-message-content").count() == 0, "no complaint"
    headlines = page.locator(".tl-timemarker .tl-headline").all_text_contents()
    assert sorted(headlines) == sorted(" ".join(KINDS[kind][0].split()) for kind in events)
    dates = page.locator(".tl-slide .tl-headline-date").all_text_contents()
    assert {"17 Jan 2025", "Oct 2024", "1995", "15 Mar 44 BCE", "by 31 Jan 2025", "2022 –"} <= set(dates)
    assert page.locator(".tl-slide-titleslide .tl-headline").text_content() == "A & B"


def test_it_reads_dates_as_precisely_as_they_are(read):
    _, events = read
    dates = {kind: tuple(event["start"]) for kind, event in events.items()}
    assert dates["day"] == (2025, "full")
    assert dates["month"] == (2024, "month")
    assert dates["year"] == (1995, "year")
    assert dates["bce"] == (-43, "full")
