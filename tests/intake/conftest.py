"""A web server on this machine that does what it is told, misbehaviour included."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

PAGE = """<!doctype html><html lang="en"><head><title>Ministers meet in Baku</title>
<meta property="article:published_time" content="2025-01-17T10:30:00+04:00">
<meta property="og:site_name" content="Caspian Courier"></head>
<body><article><h1>Ministers meet in Baku</h1>
<p>The foreign ministers of Kenya and Chad met in Baku on Friday and signed a pact on fisheries.</p>
<p>The pact is to enter into force on 1 March 2025, the ministry said. {more}</p></article></body></html>"""


@dataclass(frozen=True)
class Reply:
    """What the server sends for a path; ``write`` takes over everything after the status line and headers."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    write: Callable[[BaseHTTPRequestHandler], None] | None = None


@dataclass
class Site:
    """The server, what it sends, and what it was asked."""

    port: int
    pages: dict[str, Reply] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def page(self, path: str, more: str = "", **headers: str) -> str:
        """Serve an article; its address."""
        said = {"Content-Type": "text/html; charset=utf-8", **{k.replace("_", "-"): v for k, v in headers.items()}}
        self.pages[path] = Reply(PAGE.format(more=more).encode(), headers=said)
        return self.url(path)

    def paths(self) -> list[str]:
        """What was asked for but robots.txt."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            found.asked.append((self.path, headers))
            reply = found.pages.get(self.path, Reply(b"no such page", 404))
            etag = reply.headers.get("ETag")
            if etag and headers.get("if-none-match") == etag:
                reply = Reply(b"", 304, {"ETag": etag})
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.write is None:
                if "Content-Length" not in reply.headers:
                    self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body)
            else:
                self.send_header("Connection", "close")
                self.end_headers()
                with contextlib.suppress(OSError):  # the other side had enough
                    reply.write(self)
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Somebody hung up."""

    server = Server(("127.0.0.1", 0), Handler)
    server.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    found = Site(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
