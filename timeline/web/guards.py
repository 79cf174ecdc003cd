"""What every request must pass and every answer carries, whatever is asked."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from timeline.web.page import SERVED_POLICY, json_bytes

LOCAL = ("127.0.0.1", "localhost", "::1")
LONGEST_ADDRESS = 8_000
MOST_AT_ONCE = 200
"""Requests that may wait for an answer at the same time."""

HEADERS = {
    "Content-Security-Policy": SERVED_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def refusal(message: str, status: int, **headers: str) -> Response:
    """An error as JSON."""
    return Response(json_bytes({"error": message}), status, headers, "application/json")


class Guards:
    """The outermost layer.

    A page of another site can make a browser ask this server under a name of its own (DNS rebinding) and would then be
    let read the answer; so requests are answered only under the names that the server is known by.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self.app = app
        self.hosts = {host.casefold() for host in hosts}
        self.waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request through, or refuses it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        refused = self._refused(scope)
        if refused is not None:
            await refused(scope, receive, with_headers)
            return
        self.waiting += 1
        try:
            await self.app(scope, receive, with_headers)
        finally:
            self.waiting -= 1

    def _refused(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = _name(headers.get("host", ""))
        if host not in self.hosts:
            return refusal(
                f"this server is not called {host[:80]!r}; start it with --allow-host to answer to that name", 421
            )
        if scope["method"] not in ("GET", "HEAD"):
            return refusal("only GET and HEAD are answered here", 405, Allow="GET, HEAD")
        if len(scope.get("raw_path") or scope["path"]) + len(scope["query_string"]) > LONGEST_ADDRESS:
            return refusal(f"the address is longer than {LONGEST_ADDRESS} characters", 414)
        if headers.get("content-length", "0") != "0" or "transfer-encoding" in headers:
            return refusal("a question has no body; put it into the address", 400, Connection="close")
        if self.waiting >= MOST_AT_ONCE:
            return refusal("too many requests wait already; try again", 503, **{"Retry-After": "1"})
        return None


def _name(host: str) -> str:
    """The name in a Host header, without its port."""
    try:
        return (urlsplit(f"//{host}").hostname or "").casefold()
    except ValueError:
        return ""
