"""Bytes from the web: politely, within limits, and never from inside the house.

    page = Fetcher().get("https://example.org/news/7")
    -> Page(url="https://example.org/news/7", data=b"<html>…", media="text/html", charset="utf-8", validators=…)

No cookies, no proxies, no log-in; robots.txt is respected; a page that is as it was is not sent again (ETag,
Last-Modified). Nothing here reads a clock: time limits are lengths.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from timeline.fetch import addresses
from timeline.fetch.addresses import Address
from timeline.fetch.connecting import Answer, ask
from timeline.fetch.limits import USER_AGENT, Limits
from timeline.fetch.problems import FetchFailed, FetchProblem
from timeline.fetch.robots import LARGEST, Robots

__all__ = ["FetchFailed", "FetchProblem", "Fetcher", "Limits", "Page", "Validators"]

_REDIRECTS = (301, 302, 303, 307, 308)
_SAID = {
    401: "asks for a log-in; save the page in a browser and add the file",
    403: "is refused to programs; save the page in a browser and add the file",
    404: "is not there",
    410: "is not there any more",
    429: "has been asked for too much; try again later",
    451: "is withheld for legal reasons",
}
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)


@dataclass(frozen=True, slots=True)
class Validators:
    """By what a server knows which version of a page was had before."""

    etag: str | None = None
    last_modified: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """What asks for a newer version only."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True, slots=True)
class Page:
    """What was fetched."""

    url: str
    """Where it was found in the end."""
    data: bytes
    media: str | None
    """``text/html``; None where the server does not say."""
    charset: str | None
    """As the server names it."""
    validators: Validators


class Fetcher:
    """Fetches pages one after the other; remembers what the sites' robots.txt said, and when each was last asked."""

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        allow_private: bool = False,
        resolve: Callable[[str, int], list[str]] = addresses.resolve,
    ) -> None:
        self.limits = limits or Limits()
        self.allow_private = allow_private
        self._resolve = resolve
        self._robots = Robots(self._robots_txt)
        self._asked: dict[str, float] = {}

    def get(self, url: str, known: Validators | None = None, *, media: Collection[str] = ()) -> Page | None:
        """Fetch an address.

        Args:
            url: http or https.
            known: of the version had before.
            media: the media types wanted; none = all. A server that names no type is believed to send the right one.

        Returns:
            The page; None where it is as it was.

        Raises:
            FetchFailed: it cannot be had now.
            FetchProblem: it is not to be had.
        """
        headers = {"Accept": ", ".join([*media, "*/*;q=0.1"]), **(known.headers if known else {})}

        def wanted(status: int, said: Mapping[str, str]) -> None:
            kind = media_type(said)
            if status == 200 and media and kind and kind not in media:
                raise FetchProblem(f"is {kind[:60]}; only web pages, text, PDF and feeds are read")

        final, answer = self._follow(url, headers, wanted, self._check_robots)
        if answer.status == 304:
            return None
        if answer.status != 200:
            raise _refused(answer.status)
        said = answer.headers
        charset = _CHARSET.search(said.get("content-type", ""))
        validators = Validators(said.get("etag"), said.get("last-modified"))
        return Page(final.url, answer.body, media_type(said), charset[1] if charset else None, validators)

    def _follow(
        self,
        url: str,
        headers: Mapping[str, str],
        wanted: Callable[[int, Mapping[str, str]], None],
        allowed: Callable[[Address], None],
    ) -> tuple[Address, Answer]:
        deadline = time.monotonic() + self.limits.total
        seen: list[str] = []
        while True:
            address = addresses.read(url)
            if address.url in seen:
                raise FetchProblem(f"redirects in a circle ({len(seen)} addresses)")
            seen.append(address.url)
            if len(seen) > self.limits.redirects + 1:
                raise FetchProblem(f"redirects more than {self.limits.redirects} times")
            allowed(address)
            answer = self._once(address, headers, deadline, wanted)
            if answer.status not in _REDIRECTS or not (location := answer.headers.get("location")):
                return address, answer
            url = urljoin(address.url, location)

    def _once(
        self,
        address: Address,
        headers: Mapping[str, str],
        deadline: float,
        wanted: Callable[[int, Mapping[str, str]], None],
    ) -> Answer:
        try:
            numeric = self._resolve(address.host, address.port)
        except (OSError, UnicodeError):
            raise FetchFailed(f"cannot be fetched: there is no host {address.host}; check the address") from None
        private = {ip: kind for ip in numeric if (kind := addresses.refusal(ip))}
        for ip, kind in private.items():
            if not self.allow_private:
                raise FetchProblem(f"leads to {ip} ({kind}); only public addresses are fetched unless --allow-private")
        if not private:
            self._wait(address)
        sent = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip, deflate", **headers}
        return ask(address, numeric, sent, self.limits, deadline, wanted)

    def _wait(self, address: Address) -> None:
        """Ask no host twice within the pause: it serves others, too."""
        pause = max(self.limits.pause, min(self._robots.pause(address.site), self.limits.longest_pause))
        if (last := self._asked.get(address.host)) is not None:
            time.sleep(max(0.0, last + pause - time.monotonic()))
        self._asked[address.host] = time.monotonic()

    def _check_robots(self, address: Address) -> None:
        if not self._robots.allow(address.site, address.url):
            raise FetchProblem(
                f"is not for programs, says robots.txt of {address.host}; save the page in a browser and add the file"
            )

    def _robots_txt(self, url: str) -> tuple[int, bytes]:
        _, answer = self._follow(url, {"Accept": "text/plain, */*;q=0.1"}, lambda *_: None, lambda _: None)
        return answer.status, answer.body[:LARGEST]


def media_type(headers: Mapping[str, str]) -> str | None:
    """The media type that headers name, without its parameters; None where they name none."""
    return headers.get("content-type", "").split(";")[0].strip().lower() or None


def _refused(status: int) -> FetchProblem:
    said = _SAID.get(status) or ("is not to be had now; try again later" if status >= 500 else "is not to be had")
    kind = FetchFailed if status >= 500 or status == 429 else FetchProblem
    return kind(f"{said} (HTTP {status})")
