"""The quick spotter finds the names that spaCy's own finds."""

from __future__ import annotations

import random
from typing import Any

import pytest

spacy = pytest.importorskip("spacy")
nlp = pytest.importorskip("timeline.extract.nlp")
pytestmark = pytest.mark.skipif(not nlp.available(), reason="no language model is installed")

TEXTS = (
    "Anna Larsen of the Northern Lights Trading and Shipping Company met Foreign Minister Piet de Vries in New York "
    "on the third Tuesday of October 2019, the National Bank of the Republic of Kenya said.",
    "The Treaty on the Prohibition of the Use of Small Boats in the Waters of Lake Victoria, signed in 1998, ends.",
    "Kenya\n\nNairobi, Monday\nThe Ministry of\n Water paid $3.5 million to 40 per cent of its 1,200 staff.",
    "He went to New\nYork. She stayed. Nobody",
    "\n",
    "",
    "Oslo",
    "New York",
    "§ 12 … 3.5% 🙂 ’s THE UNITED NATIONS SAID ON MONDAY IN GENEVA THAT",
)


def _names(doc: Any) -> list[tuple[int, int, str]]:
    return [(e.start, e.end, e.label_) for e in doc.ents]


def _told(doc: Any) -> list[tuple[int, str, int]]:
    return [(t.ent_iob, t.ent_type_, t.ent_kb_id) for t in doc]


@pytest.fixture(scope="module")
def model() -> Any:
    return spacy.load(nlp._folder(), exclude=["lemmatizer"])


def _both(model: Any, texts: list[str], batch: int) -> tuple[list[Any], list[Any]]:
    from timeline.extract.spotter import Spotter

    own = model.get_pipe("ner")
    docs = list(model.pipe(texts, disable=["ner"]))
    quick = list(Spotter(model).pipe((doc.copy() for doc in docs), batch_size=batch))
    return quick, [own(doc) for doc in docs]


@pytest.mark.parametrize("batch", [1, 4, 32])
def test_the_quick_spotter_finds_what_the_models_own_finds(model: Any, batch: int) -> None:
    quick, own = _both(model, list(TEXTS), batch)
    assert [_names(doc) for doc in quick] == [_names(doc) for doc in own]
    assert [_told(doc) for doc in quick] == [_told(doc) for doc in own]
    assert sum(len(doc.ents) for doc in quick) > 15


def test_of_words_in_any_order_it_finds_the_same(model: Any) -> None:
    chance = random.Random(7)
    words = " ".join(TEXTS).split(" ")
    texts = [" ".join(chance.choices(words, k=chance.randint(1, 80))) for _ in range(60)]
    quick, own = _both(model, texts, 32)
    assert [_names(doc) for doc in quick] == [_names(doc) for doc in own]
    assert max((end - start for doc in quick for start, end, _ in _names(doc)), default=0) > 6


def test_one_text_alone(model: Any) -> None:
    from timeline.extract.spotter import Spotter

    doc = model.make_doc("Anna Larsen is in Oslo.")
    for name, pipe in model.pipeline:
        doc = doc if name == "ner" else pipe(doc)
    assert [e.text for e in Spotter(model)(doc).ents] == ["Anna Larsen", "Oslo"]


def test_the_pipeline_has_the_quick_spotter_alone() -> None:
    names = nlp.load().pipe_names
    assert "timeline_spotter" in names
    assert "ner" not in names
