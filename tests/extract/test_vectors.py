"""The quick vectors are those that spaCy's own layers make."""

from __future__ import annotations

import random
from typing import Any

import pytest

spacy = pytest.importorskip("spacy")
nlp = pytest.importorskip("timeline.extract.nlp")
pytestmark = pytest.mark.skipif(not nlp.available(), reason="no language model is installed")

TEXTS = (
    "Anna Larsen of the Northern Lights Company met the minister in New York on the third Tuesday of October 2019.",
    "Kenya\n\nNairobi, Monday\nThe Ministry of\n Water paid $3.5 million to 40 per cent of its 1,200 staff.",
    "\n",
    "",
    "Oslo",
    "§ 12 … 3.5% 🙂 ’s THE UNITED NATIONS SAID ON MONDAY IN GENEVA THAT",
)


@pytest.fixture(scope="module")
def model() -> Any:
    return spacy.load(nlp._folder(), exclude=["lemmatizer", "attribute_ruler"])


def _layers(model: Any, name: str) -> Any:
    return (
        model.get_pipe("tok2vec").model
        if name == "parser"
        else model.get_pipe("ner").model.get_ref("tok2vec").layers[0]
    )


@pytest.mark.parametrize("name", ["parser", "names"])
@pytest.mark.parametrize("together", [1, 40, 2048])
def test_the_vectors_are_those_of_the_models_own_layers(
    model: Any, name: str, together: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from timeline.extract import vectors

    monkeypatch.setattr(vectors, "TOGETHER", together)
    own, docs = _layers(model, name), [model.make_doc(text) for text in TEXTS]
    quick = vectors.Vectors(own)
    for _ in range(2):  # the second time from what is known by then
        for mine, theirs in zip(quick(docs), own.predict(docs), strict=True):
            assert mine.shape == theirs.shape
            assert abs(mine - theirs).max(initial=0) < 1e-4


def test_what_is_known_of_words_stays_bounded_and_says_the_same(model: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from timeline.extract import vectors

    chance = random.Random(3)
    words = ["".join(chance.choices("abdeiklmnoprstu", k=8)) for _ in range(400)]
    docs = [model.make_doc(" ".join(words[at : at + 20])) for at in range(0, 400, 20)]
    whole = vectors.Vectors(_layers(model, "parser"))
    known = [whole([doc])[0] for doc in docs]
    monkeypatch.setattr(vectors, "TOGETHER", 20)
    monkeypatch.setattr(vectors, "KEPT", 50)
    forgetful = vectors.Vectors(_layers(model, "parser"))
    for doc, theirs in zip(docs, known, strict=True):
        (mine,) = forgetful([doc])
        assert abs(mine - theirs).max() < 1e-5
        assert len(forgetful.known) <= 50 + len(doc)
    assert len(forgetful.alone) < len(whole.alone)


def test_the_parse_is_the_same(model: Any) -> None:
    from timeline.extract.vectors import Among, Vectors

    quick = Among(Vectors(model.get_pipe("tok2vec").model))
    for text in TEXTS:
        doc = model.make_doc(text)
        for name, pipe in model.pipeline:
            doc = quick(doc) if name == "tok2vec" else pipe(doc)
        assert [(t.tag_, t.dep_, t.head.i) for t in doc] == [(t.tag_, t.dep_, t.head.i) for t in model(text)]


def test_the_pipeline_has_the_quick_vectors_alone() -> None:
    names = nlp.load().pipe_names
    assert "timeline_vectors" in names
    assert "tok2vec" not in names
