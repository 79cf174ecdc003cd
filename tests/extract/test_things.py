"""Products, vessels, treaties: which names are things, and what points at them."""

from __future__ import annotations

import pytest

from timeline import extract
from timeline.model import Article, Mention


def mentions(text: str) -> tuple[Mention, ...]:
    return extract.reports(Article(text, published="2021-05-04")).mentions


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Airbus sold the A380 superjumbo to Emirates.", "A380"),
        ("Nokia launched the Lumia 920 on Monday.", "Lumia 920"),
        ("Nokia launched the Lumia 3G on Monday.", "Lumia 3G"),
        ("Russia left the Open Skies Treaty in May.", "Open Skies Treaty"),
        ("The Indian warship INS Kaveri sank a pirate boat.", "INS Kaveri"),
    ],
)
def test_a_name_of_a_thing(text: str, name: str) -> None:
    assert [m.kind for m in mentions(text) if m.name == name] == ["thing"]


@pytest.mark.parametrize("text", ["Channel 4 bought the film.", "Henry VIII left Rome.", "Chad bought 30 jets."])
def test_no_thing(text: str) -> None:
    assert not [m for m in mentions(text) if m.kind == "thing"]


@pytest.mark.parametrize(
    ("text", "surface", "name"),
    [
        ("Airbus delivers the A380 in May. The plane will fly to Oslo.", "The plane", "A380"),
        ("Nokia launched the Lumia 920. It has a camera. The phone costs 300 euros.", "The phone", "Lumia 920"),
    ],
)
def test_what_points_at_a_thing(text: str, surface: str, name: str) -> None:
    assert [m.name for m in mentions(text) if m.surface == surface] == [name]


def test_nothing_points_at_one_of_two_things() -> None:
    found = mentions("Airbus sells the A320 and the A380. The plane flies to Oslo.")
    assert not [m for m in found if m.surface == "The plane"]


@pytest.mark.parametrize(
    ("text", "role", "name"),
    [
        ("The iTunes service passed Walmart in May.", "agent", "iTunes"),
        ("The warship INS Kaveri sank a boat on Monday.", "agent", "INS Kaveri"),
        ("Nokia is a maker of phones and launched the Lumia 3G in 2009.", "agent", "Nokia"),
        ("Nokia releases phone, announces update", "agent", "Nokia"),
    ],
)
def test_its_part(text: str, role: str, name: str) -> None:
    reports = extract.reports(Article(text, published="2021-05-04")).reports
    assert (role, name) in [(m.role, m.mention.name) for m in reports[-1].mentions]
