"""Feeds: RSS and Atom through feedparser, JSON Feed by ourselves.

<rss><channel><title>Caspian Courier</title><item>
<title>Ministers meet</title><link>https://example.org/7</link>
<pubDate>Fri, 17 Jan 2025 10:30:00 +0400</pubDate><content:encoded>…</content:encoded>
</item></channel></rss>
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit

from timeline.model import Article
from timeline.parsers import decoding
from timeline.parsers.published import parse_published

MEDIA = (
    "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml",
    "application/feed+json", "application/json",
)  # fmt: skip
"""Media types that feeds are sent as."""
FULL = 60
"""Words from which the text in a feed is taken for the article itself, where the feed gives it as content."""
_JSON_FEED = "https://jsonfeed.org/version/"
_WORD = re.compile(r"\w+")
_TAG = re.compile(r"<[^>]*>")


class NoFeed(ValueError):
    """It is no feed; the message says what it is."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed."""

    link: str | None
    """Address of its page."""
    said: Article
    """What the feed says of it; ``text`` is its content as HTML or plain text, empty where the feed gives none."""
    html: bool
    """Whether ``text`` is HTML."""
    key: str
    """What names the entry in its feed: its id, else its link, else what it says."""

    @property
    def full(self) -> bool:
        """Whether the feed holds the article itself."""
        return len(_WORD.findall(_TAG.sub(" ", self.said.text))) >= FULL

    @property
    def stamp(self) -> str:
        """SHA-256 of what the feed says, hexadecimal."""
        said = self.said
        words = json.dumps([self.link, said.title, said.published, said.author, said.text])
        return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed."""

    title: str | None
    entries: Sequence[Entry]
    """As the feed orders them."""


def parse(data: bytes, url: str) -> Feed:
    """Read a feed.

    Args:
        data: the feed as sent.
        url: its address, to which relative links are relative.

    Raises:
        NoFeed: it is none.
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _json_feed(data, url)
    import feedparser  # a tenth of a second

    try:
        found = feedparser.parse(
            BytesIO(data), response_headers={"content-location": url}, sanitize_html=False, resolve_relative_uris=True
        )
    except (ValueError, AssertionError, RecursionError) as error:
        # Letters that do not exist (&#xD800;) and marked sections that never end get through to the library's depths.
        raise NoFeed("is no feed that can be read; its markup is broken") from error
    if not found.get("version"):
        raise NoFeed("is no feed (RSS, Atom or JSON Feed)")
    title = _line(found.feed.get("title"))
    return Feed(title, [_entry(e, title, found.feed.get("language"), url) for e in found.entries])


def of_page(data: bytes, url: str) -> list[str]:
    """The addresses of the feeds that a web page names."""
    from lxml import html

    try:
        tree = html.fromstring(data)
    except (ValueError, html.etree.ParserError):
        return []
    kinds = " or ".join(f'@type="{kind}"' for kind in (*MEDIA[:2], MEDIA[5]))
    return [urljoin(url, str(href)) for href in tree.xpath(f'//link[@rel="alternate" and ({kinds})]/@href')]


def _entry(entry: Mapping[str, Any], publisher: str | None, language: str | None, base: str) -> Entry:
    # A summary is a teaser: the page behind the link says more.
    content = max(entry.get("content") or [{}], key=lambda c: len(c.get("value") or ""))
    text = str(content.get("value") or "")
    source = (entry.get("source") or {}).get("title")
    said = Article(
        text=text,
        title=_line(_TAG.sub("", entry.get("title") or "")),
        publisher=_line(source) or publisher,
        author=_line(", ".join(a["name"] for a in entry.get("authors") or [] if a.get("name")) or entry.get("author")),
        language=_line(content.get("language") or language),
        **_dated(entry["published"] if "published" in entry else entry.get("updated")),
    )
    link = _address(entry.get("link"), base)
    return Entry(link, said, content.get("type", "text/html") != "text/plain", _key(entry.get("id"), link, said))


def _json_feed(data: bytes, url: str) -> Feed:
    try:
        feed = json.loads(decoding.decode(data))
    except (ValueError, RecursionError):
        raise NoFeed("is no feed: its JSON cannot be read") from None
    if not isinstance(feed, dict) or not str(feed.get("version", "")).startswith(_JSON_FEED):
        raise NoFeed("is JSON but no JSON Feed")
    items = feed.get("items")
    title = _line(feed.get("title"))
    rows = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return Feed(title, [_json_entry(item, title, feed, url) for item in rows])


def _json_entry(item: Mapping[str, Any], publisher: str | None, feed: Mapping[str, Any], base: str) -> Entry:
    html = item.get("content_html")
    text = html if isinstance(html, str) and html else item.get("content_text")
    said = Article(
        text=text if isinstance(text, str) else "",
        title=_line(item.get("title")),
        publisher=publisher,
        author=", ".join(_authors(item)) or None,
        language=_line(item.get("language") or feed.get("language")),
        **_dated(item.get("date_published"), item.get("date_modified")),
    )
    link = _address(item.get("url") or item.get("external_url"), base)
    return Entry(link, said, text is html, _key(item.get("id"), link, said))


def _authors(item: Mapping[str, Any]) -> Iterator[str]:
    authors = item.get("authors")
    for author in [*(authors if isinstance(authors, list) else []), item.get("author")]:
        if isinstance(author, dict) and (name := _line(author.get("name"))):
            yield name


def _dated(*stated: object) -> dict[str, str]:
    for value in stated:
        if isinstance(value, str):
            try:
                return {"published": parse_published(value), "published_basis": "feed"}
            except ValueError:
                continue  # the other one may be right
    return {}


def _address(value: object, base: str) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        address = urljoin(base, value.strip())
        return address if urlsplit(address).scheme in ("http", "https") else None
    except ValueError:
        return None


def _key(given: object, link: str | None, said: Article) -> str:
    if isinstance(given, (str, int)) and str(given).strip():
        return decoding.one_line(str(given))
    return link or hashlib.sha256(f"{said.title}\n{said.text}".encode("utf-8", "replace")).hexdigest()


def _line(value: object) -> str | None:
    return decoding.one_line(value) or None if isinstance(value, str) else None
