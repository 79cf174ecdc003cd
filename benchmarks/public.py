"""The public way into the product for the benchmarks: a fresh database, ``timeline add``, plain SQL.

Documents are dicts with ``id`` and ``text``, and where known ``published``, ``title`` and ``url``.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from timeline.ingest import article_id
from timeline.model import Article
from timeline.parsers import parse

Document = Mapping[str, Any]


def read_jsonl(path: str | Path) -> list[dict[str, Any]]:
    """The rows of a JSON Lines file, gzipped or not."""
    opener = gzip.open if str(path).endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream if line.strip()]


def write_jsonl(path: str | Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows as JSON Lines."""
    with open(path, "w", encoding="utf-8") as stream:
        for row in rows:
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")


@contextmanager
def database(documents: Iterable[Document], keep: str | Path | None = None) -> Iterator[sqlite3.Connection]:
    """A fresh database with the documents added by the command line, opened for reading.

    Raises:
        subprocess.CalledProcessError: the command line failed for another reason than single bad documents.
        RuntimeError: it ended before all documents were added.
    """
    with tempfile.TemporaryDirectory() as folder:
        db = Path(keep or Path(folder) / "bench.db")
        articles = Path(folder) / "articles.jsonl"
        fields = ("text", "title", "published", "url")
        write_jsonl(articles, ({f: d[f] for f in fields if d.get(f)} for d in documents))
        command = [sys.executable, "-m", "timeline", "--db", str(db)]
        subprocess.run([*command, "init"], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        added = subprocess.run([*command, "add", str(articles)], check=False, stdout=subprocess.DEVNULL)  # noqa: S603
        if added.returncode not in (0, 1):
            added.check_returncode()
        connection = sqlite3.connect(f"{db.resolve().as_uri()}?mode=ro", uri=True)
        connection.row_factory = sqlite3.Row
        try:
            complete(connection, articles)
            yield connection
        finally:
            connection.close()


def complete(db: sqlite3.Connection, articles: Path) -> None:
    """Refuse to go on where articles are missing: figures of a part would look like figures of them all.

    Raises:
        RuntimeError: not every article of the file is in the database.
    """
    wanted = {
        article_id(read.text) for read in parse(articles.read_bytes(), articles.name) if isinstance(read, Article)
    }
    missing = wanted - {row[0] for row in db.execute("select article_id from articles")}
    if missing:
        raise RuntimeError(f"{len(missing)} of {len(wanted)} articles were not added; the lines above say why")


def by_article(documents: Iterable[Document]) -> dict[str, list[str]]:
    """article_id -> ids of the documents with that text, as it is read (the same text is one article)."""
    out: dict[str, list[str]] = {}
    for document in documents:
        line = json.dumps({"text": document["text"]}).encode()
        for read in parse(line, "x.jsonl"):
            if isinstance(read, Article):
                out.setdefault(article_id(read.text), []).append(document["id"])
    return out
