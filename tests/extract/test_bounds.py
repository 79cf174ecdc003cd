"""However many articles are read, what is kept of them between batches stays bounded."""

from __future__ import annotations

import gc
import random
from collections.abc import Iterator
from typing import Any

import pytest

from timeline import extract, parsed
from timeline.model import Article

nlp = pytest.importorskip("timeline.extract.nlp")
pytestmark = pytest.mark.skipif(not nlp.available(), reason="no language model is installed")

BATCHES = 3


def texts(seed: int, number: int) -> Iterator[str]:
    """Each of words that no other has, but for the verbs."""
    chance = random.Random(seed)
    for _ in range(number):
        names = ["".join(chance.choices("abdeiklmnoprstu", k=12)) for _ in range(8)]
        yield f"{names[0].title()} {names[1]}ed {names[2]}s. They {names[3]} {names[4]}ing {names[5].title()} 4x{seed}."


def said(doc: parsed.Doc) -> list[tuple[Any, ...]]:
    return [(t.text, t.lower_, t.lemma_, t.tag_, t.dep_, t.head.i, t.ent_type_, t.is_title) for t in doc]


def kept() -> tuple[int, int]:
    pipeline = nlp.load()
    return len(pipeline.vocab.strings), len(pipeline.get_pipe("timeline_lemmatizer").known)


def test_words_are_forgotten_beyond_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    many = list(texts(1, BATCHES * nlp.BATCH))
    monkeypatch.setattr(nlp, "WORDS", 0)
    list(nlp.parse(many))
    before = kept()
    forgetful = [said(doc) for doc in nlp.parse(texts(2, BATCHES * nlp.BATCH))]
    after = kept()
    assert after[0] == before[0]
    assert after[1] <= before[1] + nlp.BATCH * 8
    monkeypatch.undo()
    assert [said(doc) for doc in nlp.parse(texts(2, BATCHES * nlp.BATCH))] == forgetful
    assert kept()[0] > after[0], "the first words met stay"


def test_long_texts_make_short_batches() -> None:
    long, short = "x" * (nlp.LETTERS // 2), "y"
    assert [len(b) for b in nlp._batches([short, long, long, long, short, long, *[short] * 40])] == [3, 3, 32, 8]


def test_nothing_of_an_article_waits_for_a_search_for_garbage() -> None:
    articles = [Article(text, published="2024-03-02") for text in texts(3, 12)]
    list(extract.articles(articles))
    gc.collect()
    gc.disable()
    try:
        list(extract.articles(articles))
        assert not [o for o in gc.get_objects() if isinstance(o, parsed.Token)]
    finally:
        gc.enable()
