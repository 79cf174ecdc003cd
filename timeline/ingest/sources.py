"""Where articles come from: files, folders, standard input; what the caller knows better than they do."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from timeline import parsers
from timeline.model import Article, Problem


@dataclass(frozen=True, slots=True)
class Source:
    """Where bytes come from; ``read`` may raise OSError."""

    name: str
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the caller knows better than the document."""

    published: str | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None


def walk(paths: Iterable[str | Path]) -> Iterator[Source]:
    """Sources of files, of folders (all files below, by name; hidden ones are passed over) and of ``-`` (standard input)."""
    for path in map(str, paths):
        if path == "-":
            yield Source("standard input", lambda: sys.stdin.buffer.read(parsers.MAX_BYTES + 1))
        elif Path(path).is_dir():
            for file in sorted(Path(path).rglob("*")):
                inside = file.relative_to(path).parts
                if file.is_file() and not any(part.startswith(".") for part in inside):
                    yield Source(str(file), _reader(file))
        else:
            yield Source(path, _reader(Path(path)))


def _reader(file: Path) -> Callable[[], bytes]:
    def read() -> bytes:
        with file.open("rb") as stream:
            return stream.read(parsers.MAX_BYTES + 1)

    return read


def articles_of(sources: Iterable[Source], overrides: Overrides) -> Iterator[tuple[str, Article | Problem]]:
    """The articles of sources, each with the name of its source; what cannot be read becomes a Problem in its place."""
    for source in sources:
        try:
            data = source.read()
        except OSError as error:
            yield source.name, Problem(source.name, f"cannot be read: {(error.strerror or str(error)).lower()}")
            continue
        for item in parsers.parse(data, source.name, url=overrides.url):
            yield source.name, item if isinstance(item, Problem) else _override(item, overrides)


def _override(article: Article, given: Overrides) -> Article:
    article = replace(
        article,
        title=given.title or article.title,
        publisher=given.publisher or article.publisher,
        url=given.url or article.url,
    )
    if given.published:
        article = replace(article, published=given.published, published_basis="given")
    return article
