"""Where articles come from: files, folders, standard input; what the caller knows better than they do."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from timeline import parsers
from timeline.model import Article, Problem

_LINES = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class Source:
    """Where bytes come from."""

    name: str
    read: Callable[[], bytes]
    """All bytes, or a few more than a document may have; may raise OSError."""
    lines: Callable[[], Iterator[bytes]] | None = None
    """For JSON Lines of any size: its lines, read as they are needed; may raise OSError."""


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the caller knows better than the document."""

    published: str | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None


def walk(paths: Iterable[str | Path]) -> Iterator[Source]:
    """Sources of files, folders (all files below, by name; hidden ones are passed over) and ``-`` (standard input)."""
    for path in map(str, paths):
        if path == "-":
            yield Source("standard input", lambda: sys.stdin.buffer.read(parsers.MAX_BYTES + 1))
        elif Path(path).is_dir():
            for file in sorted(Path(path).rglob("*")):
                inside = file.relative_to(path).parts
                if file.is_file() and not any(part.startswith(".") for part in inside):
                    yield _file(file)
        else:
            yield _file(Path(path))


def _file(file: Path) -> Source:
    def read() -> bytes:
        with file.open("rb") as stream:
            return stream.read(parsers.MAX_BYTES + 1)

    def lines() -> Iterator[bytes]:
        with file.open("rb") as stream:
            while line := stream.readline(parsers.MAX_BYTES + 1):
                yield line

    return Source(str(file), read, lines if file.suffix.lower() in _LINES else None)


def articles_of(sources: Iterable[Source], given: Overrides) -> Iterator[tuple[str, Article | Problem]]:
    """The articles of sources, each with the name of its source; what cannot be read becomes a Problem in its place."""
    for source in sources:
        try:
            for item in _parse(source, given):
                yield source.name, item if isinstance(item, Problem) else _override(item, given)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            yield source.name, Problem(source.name, f"cannot be read: {reason}; check the path and its permissions")


def _parse(source: Source, given: Overrides) -> Iterator[Article | Problem]:
    if source.lines:
        return parsers.parse_lines(source.lines(), source.name, published=given.published)
    return parsers.parse(source.read(), source.name, url=given.url, published=given.published)


def _override(article: Article, given: Overrides) -> Article:
    return replace(
        article,
        title=given.title or article.title,
        publisher=given.publisher or article.publisher,
        url=given.url or article.url,
    )
