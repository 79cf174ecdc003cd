"""Feeds: followed, pulled, and left alone when nothing is new."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.intake.conftest import Reply, Site
from tests.intake.test_web import ARTICLES, rows, run  # noqa: F401
from timeline.fetch import Fetcher
from timeline.ingest import feeds
from timeline.ingest.web import Web
from timeline.model import Problem
from timeline.parsers import feed
from timeline.parsers.feed import NoFeed

FULL = (
    "<p>Kenya and Chad signed a pact on fisheries in Baku on Friday.</p>" + "<p>The talks had lasted a week.</p>" * 10
)
RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Caspian Courier</title><language>en</language><link>{site}</link>{items}</channel></rss>"""
ATOM = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Atomic</title>{items}</feed>"""


def item(link: str, title: str, *, date: str = "Fri, 17 Jan 2025 10:30:00 +0400", content: str = "") -> str:
    body = (
        f"<content:encoded><![CDATA[{content}]]></content:encoded>" if content else "<description>Short.</description>"
    )
    return f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid><pubDate>{date}</pubDate>{body}</item>"


def rss(site: Site, *items: str, **headers: str) -> str:
    said = {"Content-Type": "application/rss+xml", **{k.replace("_", "-"): v for k, v in headers.items()}}
    site.pages["/feed"] = Reply(RSS.format(site=site.url("/"), items="".join(items)).encode(), headers=said)
    return site.url("/feed")


def test_rss() -> None:
    data = RSS.format(site="https://c.example/", items=item("/7", "A &amp; <b>B</b>", content=FULL)).encode()
    found = feed.parse(data, "https://c.example/feed")
    (entry,) = found.entries
    assert (found.title, entry.link, entry.full, entry.html) == ("Caspian Courier", "https://c.example/7", True, True)
    said = entry.said
    assert (said.title, said.published, said.published_basis) == ("A & B", "2025-01-17T10:30+04:00", "feed")
    assert (said.publisher, said.language) == ("Caspian Courier", "en")


def test_atom() -> None:
    items = """<entry><id>tag:x,1</id><title>One</title><link href="https://a.example/1"/>
    <author><name>Ann Lee</name></author>
    <updated>2025-01-18T00:00:00Z</updated><published>2025-01-17T10:30:00Z</published><summary>Short.</summary></entry>"""
    (entry,) = feed.parse(ATOM.format(items=items).encode(), "https://a.example/feed").entries
    assert (entry.key, entry.link, entry.full) == ("tag:x,1", "https://a.example/1", False)
    assert (entry.said.author, entry.said.published, entry.said.publisher) == (
        "Ann Lee",
        "2025-01-17T10:30+00:00",
        "Atomic",
    )


def test_json_feed() -> None:
    rows = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "J",
        "language": "en",
        "items": [
            {"id": 7, "url": "/7", "title": "One", "content_html": FULL, "date_published": "2025-01-17T10:30:00Z",
             "authors": [{"name": "Ann"}, {"name": "Bo"}]},
            {"id": "8", "content_text": "Short."},
            "no item",
        ],
    }  # fmt: skip
    one, two = feed.parse(json.dumps(rows).encode(), "https://j.example/feed.json").entries
    assert (one.key, one.link, one.full, one.html) == ("7", "https://j.example/7", True, True)
    assert (one.said.author, one.said.published, one.said.language) == ("Ann, Bo", "2025-01-17T10:30+00:00", "en")
    assert (two.link, two.full, two.html, two.said.published) == (None, False, False, None)


BOMB = "<!DOCTYPE x [" + "".join(
    f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha" * 50}">' for n in range(12)
) + "]><rss version='2.0'><channel><title>&e11;</title></channel></rss>"  # fmt: skip


@pytest.mark.parametrize(
    "data", [b"", b"<html><p>Hello", b"{", b'{"version": 1}', b'["a"]', b"plain", b"\x89PNG\0", b"{" * 5000]
)
def test_no_feed(data: bytes) -> None:
    with pytest.raises(NoFeed, match=r"no feed|no JSON Feed"):
        feed.parse(data, "https://x.example/")


def test_a_feed_of_entities_within_entities_does_no_harm() -> None:
    started = time.process_time()
    try:
        found = feed.parse(BOMB.encode(), "https://x.example/")
        assert len(found.title or "") < 100_000
    except NoFeed:
        pass
    assert time.process_time() - started < 5


def test_following_a_feed(site: Site, run: Callable[..., Any]) -> None:  # noqa: F811
    linked = site.page("/1")
    url = rss(site, item(site.url("/2"), "Pact signed", content=FULL), item(linked, "Of the feed"), ETag='"f1"')
    code, out, err = run("feed", "add", url, "--allow-private")
    assert (code, out) == (0, ["caspian-courier"]) and "feed pull caspian-courier" in err[0]
    code, out, err = run("feed", "pull", "--allow-private")
    assert code == 0 and err[-1] == "caspian-courier: 2 new articles"
    assert [row | {"publisher": 0} for row in rows(run, ARTICLES)] == [
        {"title": "Ministers meet in Baku", "url": linked, "published": "2025-01-17T10:30+04:00",
         "published_basis": "meta", "publisher": 0},
        {"title": "Pact signed", "url": site.url("/2"), "published": "2025-01-17T10:30+04:00",
         "published_basis": "feed", "publisher": 0},
    ]  # fmt: skip
    asked = len(site.asked)
    assert run("feed", "pull", "--allow-private")[::2] == (0, ["caspian-courier: not changed"])
    assert [path for path, _ in site.asked[asked:]] == ["/robots.txt", "/feed"]

    third = site.page("/3", "Something else was said.")
    rss(site, item(third, "New"), item(site.url("/2"), "Pact signed", content=FULL), item(linked, "Of the feed"))
    asked = len(site.asked)
    assert run("feed", "pull", url, "--allow-private")[2][-1] == "caspian-courier: 1 new article"
    assert [path for path, _ in site.asked[asked:]] == ["/robots.txt", "/feed", "/3"]

    (row,) = [json.loads(line) for line in run("feed", "-o", "jsonl")[1]]
    assert (row["name"], row["url"], row["failures"], row["problem"]) == ("caspian-courier", url, 0, None)
    assert run("feed", "remove", "caspian-courier")[0] == 0
    assert run("feed", "list")[2] == ["0 feeds"]
    assert len(rows(run, ARTICLES)) == 3


def test_what_failed_for_now_is_tried_again_and_what_cannot_be_is_not(
    site: Site,
    run: Callable[..., Any],  # noqa: F811
) -> None:
    site.pages["/later"] = Reply(status=503)
    rss(site, item(site.url("/gone"), "Gone"), item(site.url("/later"), "Later"), ETag='"f1"')
    run("feed", "add", site.url("/feed"), "--name", "x", "--allow-private")
    err = run("feed", "pull", "--allow-private")[2]
    assert err == [
        f"x: not added: {site.url('/later')}: is not to be had now; try again later (HTTP 503)",
        f"x: not added: {site.url('/gone')}: is not there (HTTP 404)",
        "x: 0 new articles, 2 not added",
    ]
    site.page("/later")
    asked = len(site.asked)
    assert run("feed", "pull", "--allow-private")[2][-1] == "x: 1 new article"
    assert [path for path, _ in site.asked[asked:] if path != "/robots.txt"] == ["/feed", "/later"]
    assert run("feed", "pull", "--allow-private")[2] == ["x: not changed"]


def test_linked_pages_only_when_asked(site: Site, run: Callable[..., Any]) -> None:  # noqa: F811
    linked = site.page("/1")
    rss(site, item(linked, "Of the feed", content=FULL))
    run("feed", "add", site.url("/feed"), "--name", "x", "--linked", "--allow-private")
    run("feed", "pull", "--allow-private")
    assert [row["title"] for row in rows(run, ARTICLES)] == ["Ministers meet in Baku"]


def test_refusals(site: Site, run: Callable[..., Any]) -> None:  # noqa: F811
    url = rss(site)
    site.pages["/"] = Reply(
        b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head><body>Hello</body></html>',
        headers={"Content-Type": "text/html"},
    )
    private = "--allow-private"
    none = "there is no feed nobody; there are: none; add one with timeline feed add ADDRESS"
    home = site.url("/")
    said = {
        ("feed", "add", home, private): f"{home} is no feed (RSS, Atom or JSON Feed); the page names {url}",
        ("feed", "add", site.url("/none"), private): f"{site.url('/none')} is not there (HTTP 404)",
        ("feed", "pull", "nobody"): none,
        ("feed", "remove", "nobody"): none,
    }  # fmt: skip
    for args, message in said.items():
        assert run(*args)[::2] == (1, [f"Error: {message}"])
    assert run("feed", "add", url, private)[0] == 0
    assert run("feed", "add", url, private)[2] == [f"Error: {url} is followed already, as caspian-courier"]
    site.pages["/other"] = site.pages["/feed"]
    assert run("feed", "add", site.url("/other"), private)[1] == ["caspian-courier-2"]
    assert run("feed", "pull", "--every", "5m5")[0] == 2
    assert run("feed", "pull", "--every", "5s")[0] == 2


def test_an_entry_without_link_and_text_is_named_once_and_fails_the_pull(
    site: Site,
    run: Callable[..., Any],  # noqa: F811
) -> None:
    url = rss(site, item(site.page("/7"), "Seven"), "<item><title>Nothing more</title></item>")
    assert run("feed", "add", url, "--allow-private")[0] == 0
    code, _, err = run("feed", "pull", "--allow-private")
    assert code == 1
    assert any("not added: " in line and "Nothing more has neither link nor text" in line for line in err)
    assert err[-1] == "caspian-courier: 1 new article, 1 not added"
    code, _, err = run("feed", "pull", "--allow-private")
    assert (code, err) == (0, ["caspian-courier: 0 new articles"])


def test_a_page_that_was_added_before_is_no_feed_still(site: Site, run: Callable[..., Any]) -> None:  # noqa: F811
    url = site.page("/page", ETag='"1"')
    assert run("add", url, "--allow-private")[0] == 0
    code, out, err = run("feed", "add", url, "--allow-private")
    assert (code, out) == (1, []) and err == [f"Error: {url} is no feed (RSS, Atom or JSON Feed)"]


def test_a_process_that_goes_on_survives_failures_and_stops_cleanly(
    site: Site, tmp_path: Path, sqlite_template: Path
) -> None:
    database = tmp_path / "t.db"
    database.write_bytes(sqlite_template.read_bytes())
    environment = {**os.environ, "TIMELINE_DB": str(database)}
    command = [sys.executable, "-m", "timeline"]
    url = rss(site)
    subprocess.run([*command, "feed", "add", url, "--name", "x", "--allow-private"], env=environment, check=True)
    site.pages["/feed"] = Reply(status=500)
    process = subprocess.Popen(
        [*command, "feed", "pull", "--every", "1s", "--allow-private"],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    assert process.stderr.readline() == f"x: {url} is not to be had now; try again later (HTTP 500)\n"
    assert process.stderr.readline() == "x: next try in 2 s\n"
    rss(site, item(site.page("/1"), "One"))
    assert process.stderr.readline() == "x: 1 new article\n"
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0
    assert process.stderr.read().splitlines()[-1] == "stopped; what was added is in place"
    process.stderr.close()
    done = subprocess.run(
        [*command, "articles", "-o", "csv"], env=environment, capture_output=True, text=True, check=True
    )
    assert "Ministers meet in Baku" in done.stdout


def test_feeds_are_kept_alike_on_every_engine(site: Site, engine: Engine) -> None:
    url = rss(site, item(site.url("/1"), "One", content=FULL), ETag='"f1"')
    web = Web(engine, Fetcher(allow_private=True), lambda: "2025-01-18T10:00:00.000000Z")
    assert feeds.follow(engine, web, url, name=None, linked=True, now="2025-01-18T09:00:00Z") == "caspian-courier"
    with engine.connect() as conn:
        (row,) = feeds.followed(conn)
    assert (row["linked"], row["fetched_at"], row["failures"]) == (True, None, None)
    (source,) = feeds.news(web, row).sources
    web.settle(Problem(source.name, "is not to be had"))
    web.save()
    with engine.connect() as conn:
        (row,) = feeds.followed(conn)
    assert (row["fetched_at"], row["failures"]) == ("2025-01-18T10:00:00.000000Z", 0)
    feeds.unfollow(engine, "caspian-courier")
    with engine.connect() as conn:
        assert feeds.followed(conn) == []
