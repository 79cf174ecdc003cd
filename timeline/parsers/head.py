"""What a page says of itself: JSON-LD (schema.org), meta tags, Open Graph, microdata."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

from timeline.parsers.decoding import one_line
from timeline.parsers.published import parse_published

_ARTICLES = re.compile(r"(?:Article|BlogPosting|NewsArticle|Posting|Report|Review)\Z")
_DATES = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "dc.date",
    "publish_date",
    "publish-date",
    "pubdate",
    "publication_date",
    "article.published",
    "cxenseparse:recs:publishtime",
    "date",
)
# What publishing systems write for "no date".
_NO_DAY = ("0001-01-01", "1900-01-01", "1970-01-01")
_TITLES = ("og:title", "twitter:title", "parsely-title", "dc.title", "title")
_PUBLISHERS = ("og:site_name", "application-name", "dc.publisher", "publisher", "citation_journal_title")
_AUTHORS = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl")
# Words that a part of a title must have to be taken for a headline of its own.
_MIN_PART = 3
_WORD = re.compile(r"\w+")
_SEPARATOR = re.compile(r"\s+[-–—|·•:»«/~]+\s+|\s*[|»]\s*")


@dataclass(frozen=True, slots=True)
class Stated:
    """A publication date as one part of the page gives it."""

    published: str
    basis: str
    where: str
    """For messages: ``JSON-LD``, ``meta article:published_time``."""

    @property
    def firm(self) -> bool:
        """Whether it can only be the publication date of this article, so that two of them must agree."""
        return self.where in ("JSON-LD datePublished", "meta article:published_time", "meta og:article:published_time")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says of itself; None or empty where it says nothing."""

    title: str | None
    publisher: str | None
    author: str | None
    url: str | None
    language: str | None
    body: str | None
    """The text as JSON-LD repeats it."""
    dates: tuple[Stated, ...]
    """Publication dates, the most trustworthy first."""


def facts(tree: Any, url: str | None) -> Facts:
    """Read the head of a page.

    Args:
        tree: the page as an lxml element.
        url: its address, where known.
    """
    node = _article_node(tree)
    meta = _meta(tree)
    publisher = _name(node.get("publisher")) or _first(meta, _PUBLISHERS)
    return Facts(
        title=_title(tree, meta, node, publisher, url),
        publisher=publisher,
        author=_authors(node.get("author")) or _first(meta, _AUTHORS),
        url=_canonical(tree, meta, url),
        language=_language(tree, meta, node),
        body=_body(node.get("articleBody")),
        dates=tuple(_dates(tree, meta, node)),
    )


def _article_node(tree: Any) -> dict[str, Any]:
    """The schema.org node of the article; empty without one."""
    nodes = [n for script in tree.xpath('.//script[@type="application/ld+json"]') for n in _nodes(_json(script.text))]
    for node in nodes:
        kinds = node.get("@type")
        if any(isinstance(k, str) and _ARTICLES.search(k) for k in (kinds if isinstance(kinds, list) else [kinds])):
            return node
    return {}


def _json(source: str | None) -> Any:
    stripped = (
        re.sub(r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\]\]>|\]\]>)\s*$", "", source or "")
        .strip()
        .rstrip(";")
    )
    try:
        return json.loads(stripped, strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for part in value:
            yield from _nodes(part)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _nodes(value.get(key))


def _meta(tree: Any) -> dict[str, str]:
    """The first content of each meta name, property and itemprop, by lower-case key."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = one_line(unescape(element.get("content") or ""))
        if content:
            for attribute in ("property", "name", "itemprop"):
                for key in (element.get(attribute) or "").lower().split():
                    found.setdefault(key, content)
    return found


def _first(meta: dict[str, str], keys: tuple[str, ...]) -> str | None:
    return next((meta[k] for k in keys if k in meta and not meta[k].startswith(("http://", "https://", "@"))), None)


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        return next((n for v in value if (n := _name(v))), None)
    if isinstance(value, dict):
        value = value.get("name")
    return one_line(unescape(value)) or None if isinstance(value, str) and not value.startswith("http") else None


def _authors(value: Any) -> str | None:
    names = [n for v in (value if isinstance(value, list) else [value]) if (n := _name(v))]
    return ", ".join(dict.fromkeys(names)) or None


def _body(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    return unescape(re.sub(r"<(?:br|/p|/div|/h\d|/li)\b[^>]*>", "\n", value)) if "<" in value else unescape(value)


def _dates(tree: Any, meta: dict[str, str], node: dict[str, Any]) -> Iterator[Stated]:
    candidates = [(node.get(key), "json_ld", f"JSON-LD {key}") for key in ("datePublished", "dateCreated")]
    candidates += [(meta.get(key), "meta", f"meta {key}") for key in _DATES]
    for element in tree.xpath('.//*[@itemprop="datePublished"]'):
        candidates.append((element.get("datetime") or element.get("content"), "meta", "itemprop datePublished"))
    for element in tree.xpath(".//time[@pubdate]"):
        candidates.append((element.get("datetime"), "visible", "time pubdate"))
    for value, basis, where in candidates:
        if isinstance(value, str):
            try:
                published = parse_published(value)
            except ValueError:
                continue  # one of many places; another may have it right
            if published[:10] not in _NO_DAY:
                yield Stated(_day_if_midnight(published), basis, where)


def _day_if_midnight(published: str) -> str:
    """Publishing systems write a bare day as midnight."""
    return published[:10] if published[10:].startswith("T00:00") and published[16:17] != ":" else published


def _canonical(tree: Any, meta: dict[str, str], url: str | None) -> str | None:
    links = tree.xpath('.//link[@rel="canonical"]/@href')
    for candidate in (*links, meta.get("og:url"), url):
        if candidate and candidate.strip():
            try:
                absolute = str(urljoin(url or "", candidate.strip()))
                parts = urlsplit(absolute)
            except ValueError:
                continue  # no address at all
            if parts.scheme in ("http", "https") and parts.hostname:
                return absolute
    return url


def _language(tree: Any, meta: dict[str, str], node: dict[str, Any]) -> str | None:
    root = tree.getroottree().getroot()
    stated = (root.get("lang"), root.get("xml:lang"), node.get("inLanguage"), meta.get("og:locale"))
    for value in stated:
        if isinstance(value, str) and re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", value.strip()):
            return value.strip().replace("_", "-")
    return None


def _title(tree: Any, meta: dict[str, str], node: dict[str, Any], publisher: str | None, url: str | None) -> str | None:
    """The heading that agrees most with what the page states as its title; else that, without the site's name."""
    window = " ".join(tree.xpath("(.//head//title)[1]//text()"))
    stated = [
        one_line(unescape(t)) for t in (node.get("headline"), _first(meta, _TITLES), window) if isinstance(t, str)
    ]
    stated = [_without_site(t, publisher, url) for t in stated if t]
    headings = [h for e in tree.iter("h1") for h in _readings(e)]
    if not stated:
        return headings[0] if headings else None
    # A page's title often joins headline and subtitle; then its first part is the headline.
    firsts = [first for t in stated if len((first := _SEPARATOR.split(t)[0]).split()) >= _MIN_PART]
    ranked = [(max(_agreement(h, t) for t in wanted), h) for wanted in (firsts, stated) if wanted for h in headings]
    agreement, best = max(ranked, key=lambda pair: pair[0], default=(0.0, stated[0]))
    return best if agreement >= 0.6 else stated[0]


def _readings(heading: Any) -> list[str]:
    """The words of a heading, and of each of its parts: a topline or section name often stands in the same element."""
    parts = [
        heading.text_content(),
        heading.text or "",
        *(p for e in heading for p in (e.text_content(), e.tail or "")),
    ]
    return [p for part in parts if (p := one_line(part).strip(" |"))]


def _agreement(one: str, other: str) -> float:
    """Word F1 of two texts, 0 to 1."""
    a, b = Counter(_WORD.findall(one.casefold())), Counter(_WORD.findall(other.casefold()))
    return 2 * (a & b).total() / max(1, a.total() + b.total())


def _without_site(title: str, publisher: str | None, url: str | None) -> str:
    """``Ministers meet in Baku | Caspian Courier`` without the site's name."""
    site = _letters(publisher or "") + _letters(urlsplit(url or "").hostname or "")
    parts = _SEPARATOR.split(title)
    while len(parts) > 1 and _letters(parts[-1]) in site:
        title = title[: title.rindex(parts.pop())].rstrip(" -–—|·•:»«/~")
    while len(parts) > 1 and _letters(parts[0]) in site:
        title = title[len(parts.pop(0)) :].lstrip(" -–—|·•:»«/~")
    return title


def _letters(text: str) -> str:
    return "".join(_WORD.findall(text.casefold()))
