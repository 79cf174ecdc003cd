"""The book: who is meant, by name, by office on a day, and when nobody can be told."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest

from timeline.actors import Book, new_actor, resolve, shipped
from timeline.model import Actor, Mention, Office


def mention(name: str, kind: str = "person", **more: str | None) -> Mention:
    return Mention(0, len(name), name, kind, name, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def book() -> Book:
    return Book(*shipped())


def name_of(book: Book, m: Mention, on: str | None = "2025-01-16") -> str | None:
    found = resolve(m, book, on)
    assert (found.actor_id is None) == (found.score == 0)
    actor = book.get(found.actor_id) if found.actor_id else None
    return actor.name if actor else None


@pytest.mark.parametrize(
    ("surface", "name"),
    [
        ("Masud Pezeshkian", "Masoud Pezeshkian"),
        ("Masoud Pezeshkyan", "Masoud Pezeshkian"),
        ("Volodymyr Zelenskyy", "Volodymyr Zelensky"),
        ("Moammar Gadhafi", "Muammar Gaddafi"),
        ("Sergey Lavrov", "Sergei Lavrov"),
        ("Gerhard Schröder", "Gerhard Schroeder"),
        ("Recep Tayyip Erdoğan", "Recep Tayyip Erdogan"),
        ("Putin", "Vladimir Putin"),
        ("V. Putin", "Vladimir Putin"),
        ("Bashar al-Assad", "Bashar al-Assad"),
        ("Lyudmila Putin", None),
        ("Masoud Barzani", None),
        ("Fred Trump", None),
        ("George H. W. Bush", "George H. W. Bush"),
        ("George M. Bush", None),
    ],
)
def test_people_by_spelling(book: Book, surface: str, name: str | None) -> None:
    assert name_of(book, mention(surface)) == name


@pytest.mark.parametrize(
    ("office", "country", "on", "name"),
    [
        ("president", "IR", "2025-01-16", "Masoud Pezeshkian"),
        ("president", "IR", "2010-01-16", "Mahmoud Ahmadinejad"),
        ("president", "IR", "2024-06-15", None),
        ("president", "US", "2025-01-19", "Joe Biden"),
        ("president", "US", "2025-01-20", "Donald Trump"),
        ("president", "US", None, None),
        ("foreign minister", "RU", "2020-02-02", "Sergei Lavrov"),
        ("foreign minister", "US", "2013-06-01", "John Kerry"),
        ("leader", "IR", "2020-02-02", None),
        ("supreme leader", "IR", None, "Ali Khamenei"),
        ("president", "ZZ", "2020-02-02", None),
    ],
)
def test_offices_by_the_day(book: Book, office: str, country: str, on: str | None, name: str | None) -> None:
    assert name_of(book, mention("the holder", way="office", office=office, country=country), on) == name


@pytest.mark.parametrize(
    ("phrase", "office", "on", "name"),
    [
        ("UN chief", "chief", "2020-05-05", "Antonio Guterres"),
        ("NATO secretary-general", "secretary-general", "2024-09-30", "Jens Stoltenberg"),
        ("IAEA chief", "chief", "2022-05-05", "Rafael Grossi"),
        ("Rotary Club president", "president", "2022-05-05", None),
    ],
)
def test_offices_of_organisations(book: Book, phrase: str, office: str, on: str, name: str | None) -> None:
    assert name_of(book, mention(phrase, way="office", office=office), on) == name


def test_an_office_whose_holder_the_article_names(book: Book) -> None:
    phrase = Mention(0, 16, "Kenyan president", "person", "William Ruto", "office", "president", "KE")
    assert resolve(phrase, book, "2024-01-01").actor_id is None
    assert new_actor(phrase) == ("William Ruto", "person", "KE")
    grown = Book([Actor("r", "William Ruto", "person", "KE")])
    assert resolve(phrase, grown, None).actor_id == "r"


def test_a_surname_follows_its_holder_s_names() -> None:
    holder, other = Actor("h", "Ann Lind", "person", "SE"), Actor("o", "Eva Holm", "person", "SE")
    book = Book([holder], [Office("h", "mayor", "SE", None, None)])
    assert [a.actor_id for a in book.surnamed("lind")] == ["h"]
    book.add(other)
    assert book.surnamed("holm") == [], "she held no office"
    book.add(Actor("h", "Ann Holm", "person", "SE", ("Ann Lind",)))
    assert [a.actor_id for name in ("lind", "holm") for a in book.surnamed(name)] == ["h", "h"]
    book.add_office(Office("o", "minister", "SE", None, None))
    assert [a.actor_id for a in book.surnamed("holm")] == ["h", "o"]


def test_surname_alone_needs_one_office_holder_of_the_time(book: Book) -> None:
    assert name_of(book, mention("Bush"), "2005-05-05") == "George W. Bush"
    assert name_of(book, mention("Clinton"), "1999-05-05") == "Bill Clinton"
    assert name_of(book, mention("Putin"), "1950-01-01") is None
    assert name_of(book, mention("Brown"), "2008-05-05") is None, "a surname that many bear"
    assert name_of(book, mention("Solheim")) is None
    book = Book(
        [Actor("a", "Per Dahl", "person"), Actor("b", "Ida Lie", "person")], [Office("b", "mayor", "NO", None, None)]
    )
    assert resolve(mention("Dahl"), book, None).actor_id is None
    assert resolve(mention("Lie"), book, None).actor_id == "b"


def test_states_by_exact_name_only(book: Book) -> None:
    assert name_of(book, mention("Austria", "state")) == "Austria"
    assert name_of(book, mention("Austrie", "state")) is None
    assert name_of(book, mention("Iranian officials", "state", way="nationality", country="IR")) == "Iran"
    assert name_of(book, mention("U.S.", "state")) == "United States"
    assert name_of(book, mention("the Netherlands", "state")) == "Netherlands"


def test_organisations_by_name_legal_form_and_initials() -> None:
    book = Book([Actor("a", "Apple Inc.", "organisation"), Actor("b", "Northern Rail Workers Union", "organisation")])
    assert resolve(mention("Apple", "organisation"), book, None).actor_id == "a"
    assert resolve(mention("Apple Computer", "organisation"), book, None).actor_id == "a"
    assert resolve(mention("NRWU", "organisation"), book, None).actor_id == "b"
    assert resolve(mention("Apple Corps", "organisation"), book, None).actor_id is None
    assert resolve(mention("Apple Inc", "person"), book, None).actor_id == "a"
    book.add(Actor("c", "General Motors Corp.", "organisation"))
    assert resolve(mention("GM", "organisation"), book, None).actor_id == "c"


def test_two_of_one_name_stay_unresolved_unless_office_tells() -> None:
    people = [Actor("a", "Lee Smith", "person", "GB"), Actor("b", "Lee Smith", "person", "US")]
    book = Book(people, [Office("a", "governor", "GB", "2001-01-01", None)])
    assert resolve(mention("Lee Smith"), book, None).actor_id is None
    assert "2 actors" in resolve(mention("Lee Smith"), book, None).rule
    assert resolve(mention("Lee Smith", country="US"), book, None).actor_id == "b"
    assert resolve(mention("Lee Smith", office="governor"), book, "2002-02-02").actor_id == "a"


def test_a_book_grows_and_replaces() -> None:
    book = Book()
    book.add(Actor("a", "Meridian Foods", "organisation"))
    assert resolve(mention("Meridian Foods", "organisation"), book, None).actor_id == "a"
    book.add(Actor("a", "Meridian Group", "organisation", aliases=("Old Meridian",)))
    assert resolve(mention("Meridian Foods", "organisation"), book, None).actor_id is None
    assert resolve(mention("old meridian", "organisation"), book, None).actor_id == "a"
    assert resolve(mention("Somewhere", "place"), book, None).actor_id is None


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (mention("Ingrid Solheim"), ("Ingrid Solheim", "person", None)),
        (mention("Solheim"), None),
        (mention("Meridian Foods Inc.", "organisation"), ("Meridian Foods Inc.", "organisation", None)),
        (mention("Committee", "organisation"), None),
        (mention("the company", "organisation"), None),
        (mention("Antalya", "place"), None),
        (mention("Turkish president", way="office", office="president", country="TR"), None),
        (Mention(0, 2, "he", "person", "Ingrid Solheim", "pronoun"), ("Ingrid Solheim", "person", None)),
    ],
)
def test_what_a_new_actor_is_called(given: Mention, wanted: tuple[str, str, str | None] | None) -> None:
    assert new_actor(given) == wanted


def test_ten_thousand_actors_in_well_under_a_second() -> None:
    actors = [Actor(f"x{i}", f"Given{i} Family{i % 700}", "person") for i in range(10_000)]
    start = time.process_time()
    book = Book(actors)
    assert time.process_time() - start < 2.0
    assert resolve(mention("Given77 Family77"), book, None).actor_id == "x77"


def test_the_book_does_without_the_parser() -> None:
    code = "import sys; from timeline.actors import Book, shipped; Book(*shipped()); sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_two_of_one_name_are_never_joined_by_a_third() -> None:
    book = Book([Actor("a", "Union", "organisation"), Actor("b", "Union", "group")])
    found = resolve(Mention(0, 5, "Union", "group", "Union"), book, None)
    assert (found.actor_id, found.several) == (None, True)
