"""The quick ruler and the quick lemmatizer say what spaCy's own say."""

from __future__ import annotations

from typing import Any
from unittest.mock import Mock

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


def test_the_quick_lemmatizer_says_what_the_models_own_says() -> None:
    from timeline.extract.ruler import Lemmas

    model, other = (spacy.load(nlp._folder(), exclude=["ner"]) for _ in range(2))
    quick = Lemmas(other)
    model.disable_pipe("lemmatizer")
    own = model.get_pipe("lemmatizer")
    for text in [*TEXTS, "Better mice were running, and the leaves fell; he has Bergen's axes.", *TEXTS]:
        doc = model(text)
        assert [t.lemma_ for t in quick(doc.copy())] == [t.lemma_ for t in own(doc.copy())]
    quick.forget(0)
    assert not quick.known


def test_rules_of_several_words_are_tried_where_their_words_stand() -> None:
    from timeline.extract.ruler import Ruler

    model = spacy.load(nlp._folder(), exclude=["ner", "lemmatizer"])
    ruler = Ruler(model)
    tried = ruler.longer = Mock(wraps=ruler.longer)
    model.disable_pipe("attribute_ruler")
    for text in ("Let's go.", "It is gonna rain.", "There is a plan.", "He is here and they let her go."):
        ruler(model(text))
    assert [call.args[0].text for call in tried.call_args_list] == [
        "Let's go.",
        "It is gonna rain.",
        "There is a plan.",
    ]


def test_the_pipeline_has_the_quick_ones_alone() -> None:
    names = nlp.load().pipe_names
    assert "timeline_lemmatizer" in names
    assert "lemmatizer" not in names
    assert "timeline_ruler" in names
    assert "attribute_ruler" not in names
