"""Names as they are compared, and the keys of actors."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline import names
from timeline.actors.spellings import same_person


@pytest.mark.parametrize(("name", "short"), names.table()["examples"].items())
def test_names_without_their_legal_form(name: str, short: str) -> None:
    assert names.core(name) == short


def test_keys_of_people_and_bodies() -> None:
    assert names.keys("person", None, ["Masoud Pezeshkian", "M. Pezeshkian"]) == {
        "name masoud pezeshkian", "name m pezeshkian", "person PSXKN MST", "person PSXKN m.", "person PSXKN m-",
    }  # fmt: skip
    assert names.keys("person", "RU", ["Putin"]) == {"name putin"}
    assert names.keys("organisation", None, ["the Apple Inc."]) == {"name apple inc", "core apple", "initials ai"}
    assert names.keys("state", "RU", ["Russia"]) == {"name russia", "state RU"}


WORDS = st.sampled_from(
    ["Catherine", "Kathryn", "Katherine", "C.", "K.", "J.", "John", "Jon", "Jean", "Johnson", "Jonson", "Smith",
     "Smyth", "Petrosyan", "Petrosian", "Ann", "Mary", "Jr.", "III", "Ødegård", "Odegard", "Group", "Inc.", "Co.",
     "National", "Police", "Department", "the", "Ltd"]
)  # fmt: skip
NAMES = st.lists(WORDS | st.text(max_size=6), min_size=1, max_size=4).map(" ".join)


@settings(max_examples=500)
@given(NAMES, NAMES)
def test_whoever_may_be_meant_has_a_key_that_is_asked_for(one: str, other: str) -> None:
    """What decides compares whole names; the keys must leave nobody out that it would take."""
    people, bodies = names.keys("person", None, [other]), names.keys("organisation", None, [other])
    if same_person(names.fold(one).split(), names.fold(other).split()):
        assert set(names.sounding(names.fold(one).split())) & people
    if names.core(one) == names.core(other):
        assert set(names.in_short(one)) & bodies
    if names.fold(one) == names.fold(other):
        assert names.called(one) in people & bodies
    for letters in {names.initials_of(other), names.initials_of(names.core(other))} - {""}:
        assert names.by_initials(letters.upper()) in bodies or letters.upper().casefold() != letters
