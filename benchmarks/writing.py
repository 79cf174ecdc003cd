"""What the runs on writers have in common: made articles with ready-made reports, and a look at what became of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Engine, text

from timeline import log, projections
from timeline.ingest import article_id
from timeline.schema import read_model

_STATES = ("Brazil", "India", "Chile", "Peru", "Kenya", "Ghana", "Norway", "Japan")
REPORTS = 3


def body(number: int) -> str:
    """The text of an article: always the same for a number."""
    days = [hashlib.sha256(f"{number}/{n}".encode()).digest()[0] % 28 + 1 for n in range(REPORTS)]
    return " ".join(sentence(number, n, day) for n, day in enumerate(days))


def sentence(number: int, n: int, day: int) -> str:
    """One of its sentences."""
    one, other = _STATES[number % 8], _STATES[(number + n + 1) % 8]
    return f"{one} and {other} signed agreement {number}-{n} on {day} May 2024."


def lines(number: int) -> Iterator[bytes]:
    """An article as lines of ``timeline import``."""
    whole = body(number)
    article = {"text": whole, "title": f"Agreements, part {number}", "published": "2024-06-01", "publisher": "Made"}
    for quote in (part.strip() + "." for part in whole.split(".") if part.strip()):
        one, other = quote.split()[0], quote.split()[2]
        report = {
            "article": article, "extractor": "made/1", "title": quote[:60], "quote": quote, "type": "AGREE",
            "status": "occurred", "date": f"2024-05-{int(quote.split()[7]):02d}",
            "actors": [{"name": one, "kind": "state"}, {"name": other, "kind": "state"}],
        }  # fmt: skip
        yield json.dumps(report).encode()


def check(engine: Engine, numbers: set[int]) -> None:
    """Every one of these articles is there once and whole, none is there in part, and all of the store agrees.

    Raises:
        AssertionError: it is not so; the message says what.
    """
    expected = {article_id(body(number)): number for number in numbers}
    with engine.connect() as conn:
        added: dict[str, int] = {}
        reports: dict[str, int] = {}
        for entry in log.read(conn, types=["ArticleAdded", "ReportExtracted"]):
            assert entry.record is not None
            counts = added if entry.type == "ArticleAdded" else reports
            key = entry.record.payload()["article_id"]
            counts[key] = counts.get(key, 0) + 1
        positions = conn.execute(text("SELECT count(*), max(position) FROM log")).one()
    missing = [number for key, number in expected.items() if key not in added]
    assert not missing, f"lost: {missing[:5]}"
    twice = [key for key, count in added.items() if count != 1]
    assert not twice, f"there twice: {twice[:5]}"
    half = [key for key in added if reports.get(key) != REPORTS]
    assert not half, f"there in part: {half[:5]}"
    assert positions[0] == (positions[1] or 0), "positions have gaps"
    damage = log.verify(engine).damage
    assert damage is None, f"the log is damaged: {damage}"


def check_tables(engine: Engine) -> None:
    """The tables are what a rebuild makes of the log."""
    before = tables(engine)
    projections.rebuild(engine)
    after = tables(engine)
    differing = [name for name in before if before[name] != after[name]]
    assert not differing, f"a rebuild changes {', '.join(differing)}"


def tables(engine: Engine) -> dict[str, list[Any]]:
    """Every table of the read model, sorted."""
    with engine.connect() as conn:
        return {
            name: sorted((tuple(row) for row in conn.execute(table.select())), key=repr)
            for name, table in read_model.tables.items()
        }
