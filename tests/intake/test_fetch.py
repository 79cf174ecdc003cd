"""Fetching from servers that misbehave, and from places that are nobody's business."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from tests.intake.conftest import Reply, Site
from timeline.fetch import Fetcher, FetchFailed, FetchProblem, Limits, Page, Validators, addresses

QUICK = Limits(size=1_000_000, connect=2, read=0.4, total=1.0, redirects=3, pause=0)
HTML = {"Content-Type": "text/html; charset=utf-8"}


def fetcher(**more: object) -> Fetcher:
    return Fetcher(QUICK, allow_private=True, **more)  # type: ignore[arg-type]


def test_a_page_comes_with_what_the_server_says_of_it(site: Site) -> None:
    url = site.page("/a", ETag='"1"', Last_Modified="Fri, 17 Jan 2025 06:30:00 GMT")
    page = fetcher().get(f"{url}#top")
    assert isinstance(page, Page)
    assert (page.url, page.media, page.charset) == (url, "text/html", "utf-8")
    assert page.validators == Validators('"1"', "Fri, 17 Jan 2025 06:30:00 GMT")
    assert b"Ministers meet" in page.data


def test_who_asks_and_how(site: Site) -> None:
    site.page("/%C3%A4%20b?x=%C3%BC")
    fetcher().get(site.url("/ä b?x=ü"))
    ((robots, _), (path, headers)) = site.asked
    assert (robots, path) == ("/robots.txt", "/%C3%A4%20b?x=%C3%BC")
    assert headers["user-agent"].startswith("timeline-db/") and "+https://" in headers["user-agent"]
    assert headers["host"] == f"127.0.0.1:{site.port}"
    assert "cookie" not in headers and "referer" not in headers


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, bytes])
def test_packed_on_the_way(site: Site, pack: Callable[[bytes], bytes]) -> None:
    encoding = {} if pack is bytes else {"Content-Encoding": "gzip" if pack is gzip.compress else "deflate"}
    site.pages["/a"] = Reply(pack(b"plain words"), headers={**HTML, **encoding})
    page = fetcher().get(site.url("/a"))
    assert page is not None and page.data == b"plain words"


def drip(handler: BaseHTTPRequestHandler) -> None:
    for _ in range(100):
        handler.wfile.write(b"<p>and so on")
        time.sleep(0.1)


def silent(_: BaseHTTPRequestHandler) -> None:
    time.sleep(1.5)


def endless(handler: BaseHTTPRequestHandler) -> None:
    while True:
        handler.wfile.write(b"<p>and so on" * 1000)


def endless_gzip(handler: BaseHTTPRequestHandler) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    while True:
        handler.wfile.write(packer.compress(b"\0" * 10_000_000))


def endless_chunks(handler: BaseHTTPRequestHandler) -> None:
    while True:
        handler.wfile.write(b"2710\r\n" + b"words " * 1666 + b"word\r\n")


def half(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"half")


MISBEHAVIOUR = {
    "silence": (Reply(headers=HTML, write=silent), "was silent for 0.4 s"),
    "a drop at a time": (Reply(headers=HTML, write=drip), "took longer than 1 s"),
    "endless": (Reply(headers=HTML, write=endless), "is larger than 1 MB"),
    "endless in chunks": (
        Reply(headers={**HTML, "Transfer-Encoding": "chunked"}, write=endless_chunks),
        "is larger than 1 MB",
    ),
    "gzip bomb": (
        Reply(headers={**HTML, "Content-Encoding": "gzip"}, write=endless_gzip),
        "unpacks to more than 1 MB",
    ),
    "small gzip bomb": (
        Reply(gzip.compress(b"\0" * 50_000_000), headers={**HTML, "Content-Encoding": "gzip"}),
        "unpacks to more than 1 MB",
    ),
    "no gzip": (Reply(b"plain", headers={**HTML, "Content-Encoding": "gzip"}), "cannot be unpacked"),
    "brotli": (Reply(b"\x1b", headers={**HTML, "Content-Encoding": "br"}), "comes packed as br"),
    "less than promised": (Reply(headers={**HTML, "Content-Length": "100"}, write=half), "ended before all"),
    "wrong type": (Reply(b"\x89PNG", headers={"Content-Type": "image/png"}), "is image/png; only web pages"),
    "not found": (Reply(status=404), "is not there (HTTP 404)"),
    "gone": (Reply(status=410), "is not there any more (HTTP 410)"),
    "forbidden": (Reply(status=403), "is refused to programs; save the page in a browser"),
    "log-in": (Reply(status=401), "asks for a log-in"),
    "too often": (Reply(status=429), "try again later (HTTP 429)"),
    "broken": (Reply(status=500), "is not to be had now; try again later (HTTP 500)"),
    "to itself": (Reply(status=302, headers={"Location": "/x"}), "redirects in a circle"),
    "to a file": (Reply(status=302, headers={"Location": "file:///etc/passwd"}), "starts with http"),
    "redirect to nowhere": (Reply(status=302), "is not to be had (HTTP 302)"),
    "teapot": (Reply(status=418), "is not to be had (HTTP 418)"),
}


@pytest.mark.parametrize("how", MISBEHAVIOUR)
def test_misbehaviour(site: Site, how: str) -> None:
    site.pages["/x"], why = MISBEHAVIOUR[how]
    started = time.monotonic()
    with pytest.raises(FetchProblem) as caught:
        fetcher().get(site.url("/x"), media=("text/html",))
    assert why in str(caught.value)
    assert time.monotonic() - started < 10
    passing = how in ("silence", "a drop at a time", "too often", "broken", "no gzip", "less than promised")
    assert isinstance(caught.value, FetchFailed) is passing


def test_headers_that_never_end_are_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def serve() -> None:
            connection, _ = server.accept()
            with connection, contextlib.suppress(OSError):
                connection.recv(4096)
                connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
                while True:
                    connection.sendall(b"x")
                    time.sleep(0.1)

        threading.Thread(target=serve, daemon=True).start()
        started = time.monotonic()
        with pytest.raises(FetchFailed, match="took longer than 1 s"):
            fetcher().get(f"http://127.0.0.1:{port}/")
        assert time.monotonic() - started < 10


def test_redirects_are_followed_so_far(site: Site) -> None:
    for number in range(6):
        site.pages[f"/{number}"] = Reply(status=301, headers={"Location": f"/{number + 1}"})
    last = site.page("/6")
    page = fetcher().get(site.url("/3"))
    assert page is not None and page.url == last
    with pytest.raises(FetchProblem, match="redirects more than 3 times"):
        fetcher().get(site.url("/0"))


def test_a_version_that_is_known_is_not_sent_again(site: Site) -> None:
    url = site.page("/a", ETag='"1"')
    assert fetcher().get(url, Validators('"1"', "Fri, 17 Jan 2025 06:30:00 GMT")) is None
    headers = site.asked[-1][1]
    assert headers["if-none-match"] == '"1"' and headers["if-modified-since"] == "Fri, 17 Jan 2025 06:30:00 GMT"
    assert fetcher().get(url, Validators('"2"')) is not None


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow: /private", "/a", True),
        ("User-agent: *\nDisallow: /*.html$", "/a.html", False),
        ("User-agent: *\nDisallow: /news\nAllow: /news/open", "/news/open/1", True),
        ("User-agent: timeline-db\nDisallow: /\n\nUser-agent: *\nAllow: /", "/a", False),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("<html>no rules at all", "/a", True),
        ("\x00\xff", "/a", True),
    ],
)
def test_robots(site: Site, rules: str, path: str, allowed: bool) -> None:
    site.pages["/robots.txt"] = Reply(rules.encode("latin-1"), headers={"Content-Type": "text/plain"})
    url = site.page(path)
    if allowed:
        assert fetcher().get(url) is not None
    else:
        with pytest.raises(FetchProblem, match=r"says robots\.txt of 127\.0\.0\.1"):
            fetcher().get(url)
        assert site.paths() == []


def test_robots_is_asked_once_and_holds_for_redirects(site: Site) -> None:
    site.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /secret")
    site.pages["/a"] = Reply(status=302, headers={"Location": "/secret/b"})
    site.page("/secret/b")
    one = fetcher()
    for _ in range(2):
        with pytest.raises(FetchProblem, match="not for programs"):
            one.get(site.url("/a"))
    assert [path for path, _ in site.asked] == ["/robots.txt", "/a", "/a"]


def test_a_site_whose_rules_cannot_be_had_is_left_alone(site: Site) -> None:
    site.pages["/robots.txt"] = Reply(status=503)
    url = site.page("/a")
    with pytest.raises(FetchFailed, match=r"robots\.txt of the site cannot be had now \(HTTP 503\)"):
        fetcher().get(url)
    assert site.paths() == []


PRIVATE = [
    ("127.0.0.1", "loopback"),
    ("127.255.0.9", "loopback"),
    ("10.1.2.3", "private"),
    ("172.16.0.1", "private"),
    ("192.168.1.1", "private"),
    ("169.254.169.254", "link-local"),
    ("0.0.0.0", "unspecified"),
    ("224.0.0.1", "multicast"),
    ("100.64.0.1", "not public"),
    ("255.255.255.255", "private"),
    ("::1", "loopback"),
    ("::", "unspecified"),
    ("fe80::1%eth0", "link-local"),
    ("fd00::1", "private"),
    ("ff02::1", "multicast"),
    ("::ffff:127.0.0.1", "loopback"),
    ("::ffff:10.0.0.1", "private"),
    ("2002:7f00:1::", "loopback"),
    ("64:ff9b::a9fe:a9fe", "link-local"),
]


@pytest.mark.parametrize(("numeric", "kind"), PRIVATE)
def test_no_connection_to_private_places(numeric: str, kind: str) -> None:
    assert addresses.refusal(numeric) == kind
    with pytest.raises(FetchProblem, match=f"leads to .* .{kind}.; only public addresses are fetched"):
        Fetcher(QUICK, resolve=lambda *_: ["93.184.215.14", numeric]).get("http://news.example/a")


@pytest.mark.parametrize("numeric", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "::ffff:8.8.8.8"])
def test_public_places(numeric: str) -> None:
    assert addresses.refusal(numeric) is None


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:7f00:1]"])
def test_ways_to_write_this_machine(site: Site, host: str) -> None:
    site.page("/a")
    with pytest.raises(FetchProblem, match=r"only public addresses|there is no host|does not answer"):
        Fetcher(QUICK).get(site.url("/a", host))
    assert site.asked == []


@pytest.fixture
def one_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """127.0.0.1 counts as public, all else of this machine does not."""
    real = addresses.refusal
    monkeypatch.setattr(addresses, "refusal", lambda ip: None if ip == "127.0.0.1" else real(ip))


@pytest.mark.usefixtures("one_public")
def test_no_redirect_leads_inside(site: Site) -> None:
    site.pages["/a"] = Reply(status=302, headers={"Location": site.url("/secret", "127.0.0.2")})
    site.page("/secret")
    with pytest.raises(FetchProblem, match=r"leads to 127\.0\.0\.2 \(loopback\)"):
        Fetcher(QUICK).get(site.url("/a"))
    assert site.paths() == ["/a"]


@pytest.mark.usefixtures("one_public")
def test_a_name_is_looked_up_once_and_what_was_checked_is_what_is_asked(site: Site) -> None:
    url = site.page("/a").replace("127.0.0.1", "news.example")
    answers = {"news.example": iter([["127.0.0.1"], ["127.0.0.1"], ["127.0.0.2"]])}
    one = Fetcher(QUICK, resolve=lambda host, _: next(answers[host]))
    page = one.get(url)
    assert page is not None and page.url == url
    assert {headers["host"] for _, headers in site.asked} == {f"news.example:{site.port}"}
    with pytest.raises(FetchProblem, match=r"leads to 127\.0\.0\.2"):
        one.get(url)


@pytest.mark.usefixtures("one_public")
def test_strangers_are_not_hurried(site: Site) -> None:
    site.pages["/robots.txt"] = Reply(b"User-agent: *\nCrawl-delay: 0.3")
    one = Fetcher(Limits(pause=0.1, longest_pause=5))
    started = time.monotonic()
    for number in range(2):
        one.get(site.page(f"/{number}"))
    assert 0.5 < time.monotonic() - started < 10


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://example.org/a", "starts with http"),
        ("file:///etc/passwd", "starts with http"),
        ("https://", "starts with http"),
        ("http://user:secret@example.org/", "holds a user name or password"),
        ("http://[::1", "no address that can be read"),
        ("http://example.org:99999/", "no address that can be read"),
        ("http://" + "a" * 300 + ".example/", "no address that can be read"),
    ],
)
def test_no_address(url: str, why: str) -> None:
    with pytest.raises(FetchProblem, match=why):
        fetcher().get(url)


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(FetchFailed, match=r"127\.0\.0\.1 does not answer \(connection refused\)"):
        fetcher().get(f"http://127.0.0.1:{port}/")
    with pytest.raises(FetchFailed, match=r"there is no host nowhere\.invalid"):
        Fetcher(QUICK).get("http://nowhere.invalid/")


def test_a_certificate_that_does_not_hold() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def serve() -> None:
            connection, _ = server.accept()
            connection.recv(1000)
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            connection.close()

        threading.Thread(target=serve, daemon=True).start()
        with pytest.raises(FetchProblem, match=r"is not safe to fetch|broke off"):
            fetcher().get(f"https://127.0.0.1:{port}/")
