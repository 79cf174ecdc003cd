"""Where articles come from: files, folders, standard input, the web; what the caller knows better than they do."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from timeline import parsers
from timeline.model import Article, Problem
from timeline.parsers import Known
from timeline.parsers.language import recognised

if TYPE_CHECKING:
    from timeline.ingest.web import Web

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the caller knows better than the document."""

    published: str | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    """For tables: field of an article -> name of its column."""
    day_first: bool | None = None
    """How dates like 03/04/2025 are to be read; None = not at all."""

    @property
    def says_more(self) -> bool:
        """Whether anything is said of the articles themselves."""
        return any((self.published, self.title, self.publisher, self.url))


@dataclass(frozen=True, slots=True)
class Source:
    """A file or an address that may hold articles."""

    name: str
    """As messages name it, and as it can be read again."""
    articles: Callable[[Overrides], Iterator[Article | Problem]]
    """Read as they are asked for; may raise OSError."""
    file: Path | None = None


Item = tuple[str, Article | Problem]
"""The name of a source, and an article of it or what is wrong."""


def is_address(path: str) -> bool:
    """Whether something a user gave is to be fetched from the web."""
    return _ADDRESS.match(path) is not None


def walk(paths: Iterable[str | Path], web: Web | None = None) -> Iterator[Source]:
    """Sources of files, folders, addresses and ``-`` (standard input).

    Args:
        paths: what the user gave. Of folders, all files below are taken, by name; hidden ones are passed over.
        web: what fetches addresses; without it they are refused.
    """
    for path in map(str, paths):
        if path == "-":
            yield Source("standard input", lambda given: _read(sys.stdin.buffer, "standard input", given))
        elif is_address(path):
            yield web.source(path) if web else Source(path, _not_here)
        elif Path(path).is_dir():
            yield from map(_file, _below(Path(path)))
        else:
            yield _file(Path(path))


def articles_of(sources: Iterable[Source], given: Overrides) -> Iterator[Item]:
    """The articles of sources, each with the name of its source; what cannot be read becomes a Problem in its place."""
    for source in sources:
        try:
            for item in source.articles(given):
                if isinstance(item, Problem):
                    yield source.name, replace(item, origin=item.origin or source.name)
                else:
                    yield item.where or source.name, _override(item, given)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            yield source.name, Problem(source.name, f"cannot be read: {reason}; check the path and its permissions")


def _below(folder: Path) -> Iterator[Path]:
    """All files of a folder and the folders in it, by name: nothing of them is held but the names still to come."""
    try:
        names = sorted(os.listdir(folder), reverse=True)
    except PermissionError:
        return
    while names:
        name = names.pop()
        path = folder / name
        if name.startswith("."):
            continue
        if path.is_dir():
            # A link to a folder may lead back to where it stands.
            if not path.is_symlink():
                yield from _below(path)
        elif path.is_file():
            yield path


def _file(file: Path) -> Source:
    def articles(given: Overrides) -> Iterator[Article | Problem]:
        with file.open("rb") as stream:
            yield from _read(stream, str(file), given)

    return Source(str(file), articles, file)


def at_hand(name: str, data: bytes) -> Source:
    """A document that was read already."""
    return Source(name, lambda given: _read(BytesIO(data), name, given))


def _read(stream: BinaryIO, name: str, given: Overrides) -> Iterator[Article | Problem]:
    known = Known(url=given.url, published=given.published, columns=given.columns, day_first=given.day_first)
    return parsers.read(stream, name, known)


def _not_here(_: Overrides) -> Iterator[Article | Problem]:
    raise OSError("this command reads no addresses")


def _override(article: Article, given: Overrides) -> Article:
    return replace(
        article,
        title=given.title or article.title,
        publisher=given.publisher or article.publisher,
        url=given.url or article.url,
        language=recognised(article.text, article.language),
    )
