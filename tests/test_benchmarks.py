"""The benchmarks' way into the product."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from benchmarks import public
from timeline.ingest import article_id

TEXTS = ["The bridge at Lund was opened on 1 June 2024.", "The mayor of Lund resigned."]


@pytest.mark.parametrize("added", [2, 1])
def test_figures_of_a_part_of_the_documents_are_no_figures(tmp_path: Path, added: int) -> None:
    articles = tmp_path / "articles.jsonl"
    articles.write_text("".join(json.dumps({"text": text}) + "\n" for text in TEXTS), "utf-8")
    db = sqlite3.connect(":memory:")
    db.execute("create table articles (article_id text)")
    db.executemany("insert into articles values (?)", [(article_id(text),) for text in TEXTS[:added]])
    if added == len(TEXTS):
        public.complete(db, articles)
        return
    with pytest.raises(RuntimeError, match="1 of 2 articles were not added"):
        public.complete(db, articles)
