"""Names as they are compared, and the keys of actors."""

from __future__ import annotations

import pytest

from timeline import names


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
