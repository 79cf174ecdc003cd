"""The quick parser says what spaCy's own says."""

from __future__ import annotations

import gc
import random
import weakref
from types import SimpleNamespace
from typing import Any

import pytest

spacy = pytest.importorskip("spacy")
nlp = pytest.importorskip("timeline.extract.nlp")
pytestmark = pytest.mark.skipif(not nlp.available(), reason="no language model is installed")

TEXTS = (
    "Anna Larsen, who had led the Northern Lights Company since 2011, is set to meet the minister in New York.",
    "Kenya\n\nNairobi, Monday\nThe Ministry of\n Water paid $3.5 million to 40 per cent of its 1,200 staff. It did.",
    "\n",
    "",
    "Oslo",
    "Signed by nobody? “We will not go,” she said; they went, and the talks that were to end on Friday went on.",
    "§ 12 … 3.5% 🙂 ’s THE UNITED NATIONS SAID ON MONDAY IN GENEVA THAT",
)


def _seen(doc: Any) -> list[tuple[Any, ...]]:
    return [(t.dep_, t.head.i, t.is_sent_start) for t in doc]


@pytest.fixture(scope="module")
def model() -> Any:
    return spacy.load(nlp._folder(), exclude=["ner", "lemmatizer", "attribute_ruler"])


@pytest.mark.parametrize(("batch", "together"), [(1, 8192), (4, 1), (32, 8192)])
def test_the_quick_parser_says_what_the_models_own_says(
    model: Any, batch: int, together: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from timeline.extract import stepping

    monkeypatch.setattr(stepping, "TOGETHER", together)
    chance = random.Random(5)
    words = " ".join(TEXTS).split(" ")
    texts = [*TEXTS, *(" ".join(chance.choices(words, k=chance.randint(1, 90))) for _ in range(40))]
    docs = list(model.pipe(texts, disable=["parser"]))
    for doc in docs[-20:]:
        doc[len(doc) // 2].is_sent_start = True  # a sentence that was begun before the parse stays one
    quick = list(stepping.Stepper(model).pipe((doc.copy() for doc in docs), batch_size=batch))
    own = [model.get_pipe("parser")(doc) for doc in docs]
    assert [_seen(doc) for doc in quick] == [_seen(doc) for doc in own]
    assert len({t.dep_ for doc in quick for t in doc}) > 20


def test_one_text_alone_and_none(model: Any) -> None:
    from timeline.extract.stepping import Stepper

    (doc,) = model.pipe(["Anna Larsen signed the treaty in Oslo."], disable=["parser"])
    assert [t.text for t in Stepper(model)(doc) if t.dep_ == "ROOT"] == ["signed"]
    assert len(Stepper(model)(model.make_doc(""))) == 0


def test_what_a_parse_took_is_given_back_at_once(model: Any) -> None:
    from timeline.extract.stepping import Stepper

    stepper, taken = Stepper(model), []
    whole = stepper.parser

    def watched(docs: Any) -> Any:
        step = whole.model.predict(docs)
        taken.append(weakref.ref(step.tokvecs))
        return step

    stepper.parser = SimpleNamespace(
        moves=whole.moves, transition_states=whole.transition_states, set_annotations=whole.set_annotations,
        model=SimpleNamespace(predict=watched),
    )  # fmt: skip
    docs = list(model.pipe(TEXTS, disable=["parser"]))
    gc.disable()
    try:
        stepper(docs[0])
        assert [left() for left in taken] == [None]
    finally:
        gc.enable()


def test_the_pipeline_has_the_quick_parser_alone() -> None:
    names = nlp.load().pipe_names
    assert "timeline_parser" in names
    assert "parser" not in names
