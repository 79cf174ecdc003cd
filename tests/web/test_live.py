"""The running service: many readers while it grows, hostile requests, and a page that follows."""

from __future__ import annotations

import json
import shutil
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.store.world import CLOCK, article, day, extracted, opening, report, say
from tests.web.browser import chromium, shown
from tests.web.conftest import NOW, TODAY
from timeline import db, queries
from timeline.queries import EventFilter
from timeline.web.server import Service, application

pytestmark = pytest.mark.slow

READERS, ADDED = 50, 40


@contextmanager
def serving(path: Path) -> Iterator[str]:
    """The service over a database, on a port of its own, in a thread."""
    import uvicorn

    engine = db.connect(path, readonly=True)
    service = Service(engine, "Live", lambda: NOW, lambda: TODAY)
    config = uvicorn.Config(application(service), port=0, log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()
    engine.dispose()


@pytest.fixture
def live(press_path: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    path = tmp_path / "live.db"
    shutil.copy(press_path, path)
    with serving(path) as address:
        yield address, path


def add(path: Path, numbers: range) -> None:
    """More articles, each with an event, as a writer beside the service adds them."""
    engine = db.connect(path)
    for number in numbers:
        said = report(0, day("2025-03-05"), [("Ana", "agent")], title=f"Event number {number}", status="occurred")
        paper = article(f"n{number}", "2025-03-06")
        say(engine, (f"article/an{number}", [paper, extracted(f"n{number}", said)]),
            opening(f"n{number}", f"an{number}/0", "ana"), now=CLOCK % (26, 0))  # fmt: skip
    engine.dispose()


def test_fifty_readers_while_articles_are_added(live):
    address, path = live
    asked = ("/api/events?limit=20", "/api/events?grep=treaty", "/api/count?by=month", "/api/actors", "/api/head",
             "/api/events/treaty", "/page/data")  # fmt: skip
    over, failed = threading.Event(), []
    times: list[float] = []

    def reads(reader: int) -> None:
        turn = reader
        while not over.is_set():
            start = time.perf_counter()
            try:
                with urllib.request.urlopen(address + asked[turn % len(asked)], timeout=60) as answer:
                    json.load(answer)
            except (OSError, ValueError) as error:
                failed.append(f"{asked[turn % len(asked)]}: {error}")
            times.append(time.perf_counter() - start)
            turn += 1

    readers = [threading.Thread(target=reads, args=(n,)) for n in range(READERS)]
    for reader in readers:
        reader.start()
    add(path, range(ADDED))
    over.set()
    for reader in readers:
        reader.join()
    assert failed == [] and len(times) > READERS
    engine = db.connect(path, readonly=True)
    with engine.connect() as conn:
        whole = queries.events(conn, EventFilter())
    engine.dispose()
    with urllib.request.urlopen(f"{address}/api/events?limit=1000") as answer:
        assert [row["event_id"] for row in json.load(answer)["events"]] == [row["event_id"] for row in whole]


@pytest.mark.parametrize("longest_plain", [0, 1_000_000])
def test_the_page_follows_what_is_added(live, monkeypatch, longest_plain):
    address, path = live
    monkeypatch.setattr("timeline.web.page._LONGEST_PLAIN", longest_plain)
    monkeypatch.setattr("timeline.web.server._REST", 0.0)
    with chromium() as browser, shown(browser) as story:
        story.open(f"{address}/")
        before = story.text("#summary")
        story.page.locator("button.open").first.click()
        story.page.locator("#detail .quotes").wait_for()
        add(path, range(1))
        story.page.evaluate("timelinePage.poll()")
        assert story.text("#summary") != before
        assert "Event number 0" in story.text("#body")
        assert story.page.locator("#announce").text_content() == "The timeline has new events."
        assert {url.split("/")[2] for url in story.requests if not url.startswith("data:")} == {address.split("/")[2]}


def test_a_request_that_is_no_http_ends_without_harm(live):
    import socket

    address, _ = live
    port = int(address.rsplit(":", 1)[1])
    for garbage in (b"\x00\x01\x02\r\n\r\n", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"x" * 70_000, b"GET /"):
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.sendall(garbage)
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(urllib.request.Request(f"{address}/api/head", headers={"Host": "evil.example"}))
    assert refused.value.code == 421
    assert json.load(urllib.request.urlopen(f"{address}/api/head"))["position"] > 0
