from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from timeline import extract
from timeline.model import Article

PIECES = (
    "Kenya signed a pact with Chad on Monday.", "“They did,” he said.", "\n", "\n\n", " ", "SEE ALSO: x", "É́",
    "👩‍👩‍👧",
    "\u202e", "Россия подписала договор.", "岸田首相は訪米した。",
    "- one\n- two\n", "| a | b |", "THE ARMY ATTACKED.", "…",
    "\t", "\u00ad", "(left)", "\"a 'b “c” b' a\"", "In 2021, it was X who", "to", "not", ",", "and", "\ufeff", "\u2028",
)  # fmt: skip


def check(text: str) -> None:
    extraction = extract.reports(Article(text, published="2021-05-05"))
    for mention in extraction.mentions:
        assert text[mention.start : mention.end] == mention.surface
    for number, r in enumerate(extraction.reports):
        assert r.ordinal == number
        assert r.title.strip() and "\n" not in r.title
        assert r.sentence_start <= r.trigger_start < r.trigger_end <= r.sentence_end <= len(text)
        assert text[r.trigger_start : r.trigger_end].strip()
        assert r.phrase is None or text[r.phrase.start : r.phrase.end] == r.phrase.text
        assert all(text[m.mention.start : m.mention.end] == m.mention.surface for m in r.mentions)
        assert (r.when.earliest or "") <= (r.when.latest or "9999-12-31")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join))
def test_every_span_cuts_its_words_out_of_the_text(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "text",
    ["", " \n\n ", "Word", "a" * 30_000, "ПРИВЕТ МИР", "\u202eKenya signed it.\u202c", "🎉🎉 Kenya signed a pact 🎉"],
)
def test_odd_texts(text: str) -> None:
    check(text)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "The army attacked the port, and " * 800 + "left.",
        ", ".join(["Kenya", "Chad", "Peru", "Niger"] * 1_200) + " signed a pact.",
        "He said that " * 1_600 + "it ended.",
        "signed " * 5_000,
    ],
)
def test_a_sentence_of_five_thousand_words_takes_bounded_time(text: str) -> None:
    start = time.process_time()
    check(text)
    assert time.process_time() - start < 30
