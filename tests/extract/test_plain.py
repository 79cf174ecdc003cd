"""Without a language model rules alone go on, and say so."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from timeline import cli, extract
from timeline.extract import nlp, plain
from timeline.model import Article

NEWS = "Kenya and Chad signed a fishing pact on 3 May 2021.\nThe king may resign on 9 May 2021, officials said.\n"


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nlp, "PACKAGES", ("no_such_model",))


@pytest.mark.parametrize("example", plain.examples(), ids=lambda e: e["trigger"])
def test_every_example_of_the_rules(example: Mapping[str, Any]) -> None:
    (report,) = plain.read(Article(example["text"], published="2021-05-05")).reports
    assert (report.title, report.trigger, report.when.earliest) == (
        example["title"],
        example["trigger"],
        example["date"],
    )
    assert sorted(f"{m.role}:{m.mention.name}" for m in report.mentions) == sorted(example["roles"])
    assert report.place == example.get("place")


@pytest.mark.parametrize(
    "text",
    [
        "Kenya did not attack Chad on 3 May 2021.",
        "Kenya may have attacked Chad on 3 May 2021.",
        "“Kenya attacked Chad on 3 May 2021,” an official said.",
        "Kenya attacked Chad.",
        "Rebels attacked on 3 May 2021.",
        "Kenya attacked Chad on 3 May 2031.",
        "After Kenya attacked Chad on 3 May 2021, Peru signed a pact.",
    ],
)
def test_what_is_more_than_its_words_is_left_alone(text: str) -> None:
    assert plain.read(Article(text, published="2021-05-05")).reports == ()


@pytest.mark.usefixtures("no_model")
def test_extract_goes_on() -> None:
    found = extract.reports(Article(NEWS, published="2021-05-05"))
    assert found.extractor == extract.PLAIN
    assert [r.title for r in found.reports] == ["Kenya and Chad sign a fishing pact"]
    for m in found.reports[0].mentions:
        assert NEWS[m.mention.start : m.mention.end] == m.mention.surface


@pytest.mark.usefixtures("no_model")
def test_add_says_so_in_one_line_and_stores(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(NEWS, encoding="utf-8")
    db = str(tmp_path / "news.db")
    assert cli.run(["--db", db, "init"]) == 0
    assert cli.run(["--db", db, "add", str(tmp_path / "a.txt"), "--published", "2021-05-05"]) == 0
    told = capsys.readouterr().err
    assert told.count("no language model") == 1
    assert cli.run(["--db", db, "sql", "select extractor from reports"]) == 0
    assert extract.PLAIN in capsys.readouterr().out
