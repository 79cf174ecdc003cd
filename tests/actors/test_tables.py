"""The shipped tables: every row readable, ids fixed and without names, terms of office in order."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from timeline.actors import place, shipped
from timeline.actors.tables import organisations, rows, several, states
from timeline.names import fold


def test_ids_are_unique_and_carry_no_name_of_a_person() -> None:
    actors, _ = shipped()
    assert len({a.actor_id for a in actors}) == len(actors)
    for actor in actors:
        assert re.fullmatch(
            {"state": r"s-[a-z]{2}", "person": r"p-\d{4}"}.get(actor.kind, r"o-[a-z0-9]+"), actor.actor_id
        )


def test_ids_of_a_few_never_change() -> None:
    names = {a.actor_id: a.name for a in shipped()[0]}
    fixed = {
        "p-0005": "Masoud Pezeshkian",
        "p-0042": "Vladimir Putin",
        "s-ir": "Iran",
        "o-irgc": "Islamic Revolutionary Guard Corps",
    }
    assert {i: names[i] for i in fixed} == fixed


def test_offices_name_people_seats_and_days() -> None:
    actors, offices = shipped()
    kinds = {a.actor_id: a.kind for a in actors}
    for office in offices:
        assert kinds[office.actor_id] == "person"
        assert (office.country in states()) != (kinds.get(office.organisation or "") in ("organisation", "group"))
        for day in (office.valid_from, office.valid_to):
            assert day is None or re.fullmatch(r"\d{4}-\d\d-\d\d", day)
        assert (office.valid_from or "") <= (office.valid_to or "9999")
    assert all(row["source"] for row in rows("offices"))


def test_one_holder_at_a_time() -> None:
    terms: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for o in shipped()[1]:
        terms.setdefault((o.office, o.country or o.organisation or ""), []).append(
            (o.valid_from or "", o.valid_to or "9999")
        )
    for seat, held in terms.items():
        held.sort()
        assert all(a[1] <= b[0] for a, b in pairwise(held)), seat


def test_no_name_of_a_state_means_two() -> None:
    seen: dict[str, str] = {}
    for state in states().values():
        for name in (state.name, *state.other_names, *state.nationality, state.capital, *state.seats):
            if name:
                assert seen.setdefault(fold(name), state.code) == state.code, name


def test_no_name_means_two_actors() -> None:
    seen: dict[str, str] = {}
    for actor in shipped()[0]:
        for name in (actor.name, *actor.aliases):
            assert seen.setdefault(fold(name), actor.actor_id) == actor.actor_id, name


def test_cells_hold_no_empty_or_padded_values() -> None:
    for table in ("states", "organisations", "people", "places"):
        for row in rows(table):
            for cell in row.values():
                assert cell == cell.strip()
                assert all(value and value == value.strip() for value in several(cell))
    assert all(o.kind in ("organisation", "group") for o in organisations())


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Kazan", ("Kazan", "RU")),
        ("São Paulo", ("Sao Paulo", "BR")),
        ("the Gaza Strip", ("Gaza", "PS")),
        ("Kremlin", ("Kremlin", "RU")),
        ("Iran", ("Iran", "IR")),
        ("Middle East", ("Middle East", None)),
        ("KYIV", ("Kyiv", "UA")),
        ("Nowhere-on-Sea", None),
    ],
)
def test_places(name: str, found: tuple[str, str | None] | None) -> None:
    assert place(name) == found


@pytest.mark.parametrize(
    ("one", "two"), [("U.S.", "us"), ("The Hague", "hague"), ("Erdoğan", "ERDOGAN"), ("Sana’a", "sana'a")]
)
def test_folding(one: str, two: str) -> None:
    assert fold(one) == fold(two)
