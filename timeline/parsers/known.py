"""What is known of a document before it is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from timeline.model import Article

FIELDS = ("published", "title", "url", "publisher", "author", "language", "text", "html")
"""What a column of a table, or a key of a line, may hold."""
ALSO = {
    "date": "published",
    "headline": "title",
    "source": "publisher",
    "byline": "author",
    "link": "url",
    "lang": "language",
    "body": "text",
    "content": "text",
}
"""What a field is called, too, where it does not stand under its own name."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the caller, a server, a feed or an archive says of a document."""

    url: str | None = None
    """Where it was found; a page's own canonical address counts more."""
    published: str | None = None
    """When it was published, as the caller says (ISO 8601); counts more than what the document says."""
    media: str | None = None
    """Its media type, as the server says."""
    charset: str | None = None
    """Its encoding, as the server says."""
    day_first: bool | None = None
    """How dates like 03/04/2025 in tables, lines and front matter are to be read; None = not at all."""
    columns: Mapping[str, str] = field(default_factory=dict)
    """For tables: field of an article -> name of its column; one of :data:`FIELDS` each."""
    otherwise: Article | None = None
    """What to take where the document does not say (its text is not looked at)."""

    def fill(self, article: Article) -> Article:
        """The article with its gaps filled from ``otherwise``."""
        other = self.otherwise
        if other is None:
            return article
        if article.published is None and other.published is not None:
            article = replace(article, published=other.published, published_basis=other.published_basis)
        return replace(
            article,
            title=article.title or other.title,
            publisher=article.publisher or other.publisher,
            author=article.author or other.author,
            url=article.url or other.url,
            language=article.language or other.language,
        )


def address(text: str) -> str:
    """A web address, checked.

    Raises:
        ValueError: it is none.
    """
    stripped = text.strip()
    try:
        parts = urlsplit(stripped)
        sound = parts.scheme in ("http", "https") and parts.hostname and not re.search(r"\s", stripped)
    except ValueError:
        sound = False
    if not sound:
        raise ValueError(f"url {stripped[:60]!r} is no web address; write http://… or https://…, or leave it out")
    return stripped
