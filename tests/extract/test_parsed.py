"""A parsed text says of its words what spaCy's says."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from timeline import parsed

nlp = pytest.importorskip("timeline.extract.nlp")
pytestmark = pytest.mark.skipif(not nlp.available(), reason="no language model is installed")

TEXTS = (
    "Anna Larsen, who leads the Northern Lights Group, didn't say when she'd meet Piet de Vries in New York.\n\n"
    "“We won't wait,” she told reporters on May 3 – 2,000 of them; it rained.  The talks were put off.",
    "KENYA’S LAKES 🙂\n- fish: 3.5%\n- boats (old, new)\nHe went to New\nYork. What he said she heard, they know.",
    "It's the men that we saw yesterday who were arrested. A bill was, it seems, voted on today that nobody read.",
    " \n ",
    "Oslo",
    "",
)
_SAID = (
    "i", "idx", "text", "lower_", "lemma_", "tag_", "pos_", "dep_", "ent_type_", "whitespace_", "text_with_ws",
    "is_space", "is_alpha", "is_lower", "is_upper", "is_title", "is_punct", "is_quote", "like_num",
)  # fmt: skip
_ONE = ("head", "left_edge", "right_edge")
_MANY = ("children", "lefts", "rights", "ancestors", "subtree")


@pytest.fixture(scope="module", params=TEXTS)
def both(request: pytest.FixtureRequest) -> tuple[parsed.Doc, Any]:
    theirs = nlp.load()(request.param)
    return parsed.Doc(theirs), theirs


def _span(span: Any) -> tuple[Any, ...]:
    return span.start, span.end, span.text, span.start_char, span.end_char, span.label_


def test_of_each_word(both: tuple[parsed.Doc, Any]) -> None:
    ours, theirs = both
    assert len(ours) == len(theirs)
    for mine, own in zip(ours, theirs, strict=True):
        assert [getattr(mine, name) for name in _SAID] == [getattr(own, name) for name in _SAID]
        assert [getattr(mine, name).i for name in _ONE] == [getattr(own, name).i for name in _ONE]
        assert [[t.i for t in getattr(mine, name)] for name in _MANY] == [
            [t.i for t in getattr(own, name)] for name in _MANY
        ]
        assert bool(mine.is_sent_start) == bool(own.is_sent_start)
        assert len(mine) == len(own)
        assert _span(mine.sent) == _span(own.sent)
        assert mine.doc is ours


def test_of_the_text(both: tuple[parsed.Doc, Any]) -> None:
    ours, theirs = both
    assert ours.text == theirs.text
    assert [_span(s) for s in ours.sents] == [_span(s) for s in theirs.sents]
    assert [_span(e) for e in ours.ents] == [_span(e) for e in theirs.ents]


def test_of_some_words(both: tuple[parsed.Doc, Any]) -> None:
    ours, theirs = both
    for start, end in combinations(range(0, len(theirs) + 1, 2), 2):
        mine, own = ours[start:end], theirs[start:end]
        assert _span(mine) == _span(own)
        assert [mine.root.i, mine[-1].i, mine[0].i] == [own.root.i, own[-1].i, own[0].i]
        assert [_span(e) for e in mine.ents] == [_span(e) for e in own.ents]
        assert _span(mine[1:]) == _span(own[1:])
        assert _span(mine.sent) == _span(own.sent)


def test_of_characters(both: tuple[parsed.Doc, Any]) -> None:
    ours, theirs = both
    for mode in ("strict", "expand"):
        for start, end in combinations(range(0, len(theirs.text) + 1, 3), 2):
            mine = ours.char_span(start, end, alignment_mode=mode)
            own = theirs.char_span(start, end, alignment_mode=mode)
            assert (mine is None) == (own is None)
            assert mine is None or _span(mine) == _span(own)


def test_beyond_the_ends(both: tuple[parsed.Doc, Any]) -> None:
    ours, theirs = both
    for doc in (ours, theirs):
        with pytest.raises(IndexError):
            doc[len(theirs)]
        with pytest.raises(IndexError):
            doc[-len(theirs) - 1]
        for step in (-1, len(theirs)) if len(theirs) else ():
            with pytest.raises(IndexError):
                doc[0].nbor(step)
    for start, end in ((3, 1), (-2, 99), (0, 0), (-99, 2)):
        assert (ours[start:end].start, ours[start:end].end) == (theirs[start:end].start, theirs[start:end].end)
