"""The quick ruler says what spaCy's own says."""

from __future__ import annotations

from typing import Any

import pytest

spacy = pytest.importorskip("spacy")
nlp = pytest.importorskip("timeline.extract.nlp")
pytestmark = pytest.mark.skipif(not nlp.available(), reason="no language model is installed")

TEXTS = (
    "The minister, who has been ill, didn't say that she'd resign. There's nothin' new.",
    "It ain't over: y'all got'ta see it!\n\n\tLet's go, c'm on; they're gonna win 'em.\nRain or not, that is all.",
    "Those were the days that we had. I did it once, and he gets them. Nobody gets ol' me.",
    "HE CAN’T GO THERE. You shan't; it won't do, doin' that.  \n \n",
    "\n",
    "",
    "§ 12 … 3.5% 🙂 ’s",
)


def _seen(doc: Any) -> list[tuple[Any, ...]]:
    return [(t.tag, t.pos, t.morph.key, t.lemma, t.dep, t.head.i, t.is_sent_start) for t in doc]


def test_the_quick_ruler_says_what_the_models_own_says() -> None:
    from timeline.extract.ruler import Ruler

    model = spacy.load(nlp._folder(), exclude=["ner", "lemmatizer"])
    quick = Ruler(model)
    own = model.get_pipe("attribute_ruler")
    model.disable_pipe("attribute_ruler")
    for text in [*TEXTS, *TEXTS]:  # the second time from what is known by then
        doc = model(text)
        assert _seen(quick(doc.copy())) == _seen(own(doc.copy()))


def test_the_pipeline_has_the_quick_ruler_alone() -> None:
    names = nlp.load().pipe_names
    assert "timeline_ruler" in names
    assert "attribute_ruler" not in names
