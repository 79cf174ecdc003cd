"""Mentions in a text: the examples of the rules, names that belong together, spans that are always exact."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from timeline import actors
from timeline.actors import words
from timeline.extract import nlp
from timeline.model import ACTOR_KINDS, MENTION_WAYS, Mention


def found(text: str) -> list[Mention]:
    (doc,) = nlp.parse([text])
    return actors.find(doc)


def name_of(text: str, surface: str) -> list[str]:
    return [m.name for m in found(text) if m.surface == surface]


@pytest.mark.parametrize("example", words.table()["examples"], ids=lambda e: e["text"][:40])
def test_every_example_of_the_rules(example: dict[str, object]) -> None:
    mentions = found(str(example["text"]))
    for wanted in example.get("finds", []):  # type: ignore[attr-defined]
        assert any(all(getattr(m, k) == v for k, v in wanted.items()) for m in mentions), (wanted, mentions)
    for surface in example.get("is_not", []):  # type: ignore[attr-defined]
        assert surface not in [m.surface for m in mentions]


@pytest.mark.parametrize(
    ("text", "surface", "name"),
    [
        (
            "Ann Lee gave a keynote to the World Wide Developers Conference (WWDC) in Lima on Monday.",
            "WWDC",
            "World Wide Developers Conference",
        ),
        ("Ingrid Solheim runs the port. Solheim took over in May.", "Solheim", "Ingrid Solheim"),
        ("Bashar al-Assad fled. Assad is in Moscow.", "Assad", "Bashar al-Assad"),
        ("Xi Jinping spoke for an hour. Xi then left.", "Xi", "Xi Jinping"),
        ("Ana Paula Ruiz won. Ana cried.", "Ana", "Ana Paula Ruiz"),
        ("General Motors will hire. GM shares rose.", "GM", "General Motors"),
        ("Harvest Co. was sold. Harvest shares rose 20 percent.", "Harvest", "Harvest Co."),
        ("Thomas Reed was held. His brother David Reed denied it. Reed was freed.", "Reed", "Reed"),
        ("Jon Lee and Joan Lee left.", "Joan Lee", "Joan Lee"),
        ("Masud Rahimi spoke. Masoud Rahimi left. Masoud Rahimi wept.", "Masud Rahimi", "Masoud Rahimi"),
        ("She was shot in the town of Arlen. She died at Arlen General Hospital.", "Arlen", "Arlen"),
        ("George H. W. Bush died. His son George W. Bush spoke.", "George W. Bush", "George W. Bush"),
        (
            "The Islamic Revolutionary Guard Corps (IRGC) fired. The IRGC denied it.",
            "IRGC",
            "Islamic Revolutionary Guard Corps",
        ),
        ("Carl G. London Jr., 19, was held on Monday. London will appear in court.", "London", "Carl G. London Jr."),
        ("Carl London was held in Peru. He had flown to London.", "London", "United Kingdom"),
        ("Carl G. Webb Jr., 19, left Lima. Carl G. Webb was held.", "Carl G. Webb", "Carl G. Webb Jr."),
        ("Charger Keith Webb held in Oslo\nThe tackle Keith Webb was held on Monday.", "Keith Webb", "Keith Webb"),
        ("Recep Tayyip Erdoğan flew to Baku. Erdogan returned on Friday.", "Erdogan", "Recep Tayyip Erdoğan"),
    ],
)
def test_short_names_take_the_fullest_form(text: str, surface: str, name: str) -> None:
    assert name_of(text, surface)[-1] == name


@pytest.mark.parametrize(
    ("text", "surface", "kind"),
    [
        ("The Ada County Sheriff's Office held a man.", "Ada County Sheriff's Office", "organisation"),
        ("“The King's Letter” won two prizes.", "The King's Letter", "thing"),
        ("A man died on Arborwood Drive.", "Arborwood Drive", "place"),
        ("Two men were shot on Mill St. Tuesday.", "Mill St.", "place"),
        ("Emily Reed went to Haiti with Oxfam to meet farmers.", "Oxfam", "organisation"),
        ("Dr Murray - who was there - left.", "Murray", "person"),
        ("A climber fell at Aoraki Mount Cook.", "Aoraki Mount Cook", "place"),
        ("Korryn Gaines, 23, was shot in Lund.", "Korryn Gaines", "person"),
        ("The 17-year-old Medina Knowles died.", "Medina Knowles", "person"),
        ("She was shot at her Randallstown apartment.", "Randallstown", "place"),
        ("Two men were shot in Lebanon, Pa., on Monday.", "Lebanon", "place"),
        ("Ann Lee, 20, of Chattanooga, was held in Weldon.", "Chattanooga", "place"),
        ("Envoys met in Lebanon, Texas and Oslo.", "Lebanon", "state"),
        ("Ann Lee died at Arlen General Hospital. Police sent a team to Arlen on Tuesday.", "Arlen", "place"),
        ("She was taken to Lund Children's Hospital Friday night.", "Lund Children's Hospital", "organisation"),
        ("Drunk Carl Webb was jailed on Monday.", "Carl Webb", "person"),
        ("Police held 27-year-old Dominique Jerard Finch of Dorchester.", "Dominique Jerard Finch", "person"),
    ],
)
def test_names_are_whole_and_of_their_kind(text: str, surface: str, kind: str) -> None:
    assert [m.kind for m in found(text) if m.surface == surface] == [kind]


def test_a_word_with_a_capital_at_the_head_of_a_sentence_alone_is_no_name() -> None:
    assert "Gunfire" not in [m.surface for m in found("Gunfire broke out in Peru. The gunfire hit a man.")]
    assert "FIRE" not in [m.surface for m in found("A FIRE has badly damaged a shop. The fire broke out at noon.")]


def test_where_shares_are_traded_does_nothing() -> None:
    assert [m.surface for m in found("Zeta Inc. (NSDQ: ZTA) issued a patch on Monday.")] == ["Zeta Inc."]


def test_a_state_that_opens_a_line_after_a_full_stop_is_one() -> None:
    assert [m.kind for m in found("They met on Monday.\nFrance suspended the sale.") if m.name == "France"] == ["state"]


def test_next_of_kin_bear_the_name() -> None:
    assert name_of("Anna Reed won. Pam Roe stood beside her son, Reed, in Oslo.", "Reed") == ["Reed"]
    text = "David Roe sat. Nathan Roe, 13, sang. David Ray Roe III ate. David Roe left. David Roe spoke. Roe died."
    assert name_of(text, "Roe") == ["David Ray Roe III"]
    assert name_of("John Lee sang. John Dahl sat. Paul John ate. John died.", "John") == ["John"]
    assert name_of("Carl Reed won. Pam Roe stood beside her husband, Carl, in Oslo.", "Carl") == ["Carl Reed"]
    assert name_of("Reed's father, Carl, filed a lawsuit against Ann Webb.", "Carl") == ["Carl Reed"]


@pytest.mark.parametrize(
    ("text", "surface", "names"),
    [
        ("The singer Ann Lee met Carl Webb. They talked. The singer died.", "The singer", ["Ann Lee"]),
        ("Ann Lee, a singer, left. Carl Webb stayed. The singer died.", "The singer", ["Ann Lee"]),
        ("The judge Ann Lee met the judge Carl Webb. The judge left.", "The judge", []),
    ],
)
def test_people_are_meant_by_their_trade(text: str, surface: str, names: list[str]) -> None:
    assert name_of(text, surface) == names


def test_a_headline_that_runs_into_a_name_is_no_part_of_it() -> None:
    assert "Michael Reed" in [m.name for m in found("Fans mourned. Cardiff Michael Reed concert: Michael Reed died.")]


def test_whom_the_text_calls_she_is_no_he() -> None:
    text = "Corryn Vane was held at her flat. Officers came. He fled."
    assert "He" not in [m.surface for m in found(text)]


def test_both_women_are_women() -> None:
    text = "Ann Lee met Gary Holm and Sarah Webb. The two women left."
    assert {m.name for m in found(text) if m.surface == "The two women"} == {"Ann Lee", "Sarah Webb"}


def test_a_surname_is_that_of_whom_the_article_names_most() -> None:
    text = "Michael Reed died. Michael Reed was 50. Michael Reed sang. Jerome Reed cried. Reed was buried."
    assert name_of(text, "Reed") == ["Michael Reed"]


def test_whoever_took_a_picture_is_nobody_that_is_told_of() -> None:
    text = "Bailey Hart, fjordnews.com\nThe man barricaded himself in a flat, where he was hurt."
    assert "he" not in [m.surface for m in found(text)]


def test_a_body_named_after_its_short_form_has_come_again_is_another() -> None:
    text = "Acme warns users\n\nAcme mended it on Monday. The Acme Safety Alliance met. Acme sued Zeta Inc. in May."
    assert name_of(text, "Acme") == ["Acme"] * 3


@pytest.mark.parametrize(
    ("text", "surface", "name"),
    [
        ("Maria Lopez won the race. She thanked her team.", "She", "Maria Lopez"),
        ("Nordic Airways cut 400 jobs. The carrier, based in Bergen, lost money.", "The carrier", "Nordic Airways"),
        ("Fjord Air will buy Delta Foods. The airline said so on Monday.", "The airline", "Fjord Air"),
        (
            "Alder Research, a polling firm, asked 900 people for Bright Toys. The firm found little.",
            "The firm",
            "Alder Research",
        ),
        (
            "Prime Minister Erna Solberg spoke first. The prime minister left early.",
            "The prime minister",
            "Erna Solberg",
        ),
    ],
)
def test_one_reading_is_taken(text: str, surface: str, name: str) -> None:
    assert name_of(text, surface) == [name]


@pytest.mark.parametrize(
    ("text", "surface", "names"),
    [
        ("Ann Lee and Bo Dahl met in Oslo. They signed a treaty.", "They", ["Ann Lee", "Bo Dahl"]),
        ("General Motors cut 900 jobs. They plan to sell a plant.", "They", ["General Motors"]),
        ("Workers at General Motors struck. They want more pay.", "They", []),
        ("Xi Jinping met Narendra Modi. Their governments share a border.", "Their", []),
        ("Xi Jinping and Narendra Modi met. Their governments share a border.", "Their", ["China", "India"]),
        ("Masud Pezeshkian left. Masoud Pezeshkian spoke.", "Masoud Pezeshkian", ["Masud Pezeshkian"]),
        ("Maria Lopez met Marta Lopez.", "Marta Lopez", ["Marta Lopez"]),
        ("Kenya raised taxes. The government said money was short.", "The government", ["Kenya"]),
        ("The Federal Reserve cut rates. The central bank feared worse.", "The central bank", ["Federal Reserve"]),
        ("“I have left the board,” said Nokia chairman Ann Lee.", "I", ["Ann Lee"]),
        ("“We love the phone,” Nokia chairman Ann Lee said.", "We", ["Nokia"]),
        ("“I left,” said Ann Lee. “I never came back.”", "I", ["Ann Lee", "Ann Lee"]),
        ("I left, said Ann Lee.", "I", []),
        ("Ann Jobs founded the firm. Jobs welcomed everyone.", "Jobs", ["Ann Jobs"]),
    ],
)
def test_whom_a_word_stands_for(text: str, surface: str, names: list[str]) -> None:
    assert name_of(text, surface) == names


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("Anna Berg met Olga Lind. Anna Berg and Olga Lind argued. She left.", "She"),
        ("It was raining in Oslo when the talks began.", "It"),
        ("The European Union fined somebody. The company appealed.", "The company"),
        (
            "Alpha Corp sued Beta Corp. Alpha Corp and Beta Corp will meet. The company that lost will pay.",
            "The company",
        ),
    ],
)
def test_more_than_one_reading_is_none(text: str, surface: str) -> None:
    assert name_of(text, surface) == []


def test_an_appositive_office_belongs_to_its_person() -> None:
    (scholz,) = [m for m in found("The German chancellor, Olaf Scholz, visited Kyiv.") if m.kind == "person"]
    assert (scholz.surface, scholz.office, scholz.country) == ("Olaf Scholz", "chancellor", "DE")


@pytest.mark.parametrize(
    ("text", "surface", "is_place"),
    [
        ("They met in Moscow on Friday.", "Moscow", True),
        ("Moscow rejected the offer.", "Moscow", False),
        ("He talked at the Kremlin for hours.", "Kremlin", True),
        ("The Kremlin denied the report.", "Kremlin", False),
        ("The minister will travel to Tehran next week.", "Tehran", True),
        ("It increased the pressure on Tehran.", "Tehran", False),
        ("She visited Ankara in May.", "Ankara", True),
        ("Ties between Moscow and Tehran are close.", "Tehran", False),
    ],
)
def test_capital_as_place_or_government(text: str, surface: str, is_place: bool) -> None:
    (doc,) = nlp.parse([text])
    (mention,) = [m for m in actors.find(doc) if m.surface == surface]
    span = doc.char_span(mention.start, mention.end)
    assert span is not None
    assert (mention.kind, mention.way) == ("state", "capital")
    assert actors.is_place_use(span) is is_place


_PIECES = st.sampled_from(
    [
        "President Putin",
        "Iran’s",
        " U.S. ",
        "the two countries",
        "(IRGC)",
        "\n",
        "\n\n",
        "»",
        "he",
        "The company",
        "🙂",
        "\u200f",
        "“",
        "”",
        "Apple Inc.",
        "said",
        "Mr",
        "president of",
        "Kremlin",
        "-",
        ",",
        " ",
        "é",
        "São Paulo",
        "IRAN",
        "their",
        "in",
        "Moscow",
        "1",
        ".",
    ]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_PIECES, max_size=25).map(" ".join) | st.text(max_size=80))
def test_spans_are_exact_and_words_are_of_the_vocabulary(text: str) -> None:
    mentions = found(text)
    assert mentions == sorted(mentions, key=lambda m: (m.start, m.end))
    for m in mentions:
        assert text[m.start : m.end] == m.surface
        assert m.surface == m.surface.strip()
        assert m.surface
        assert "\n" not in m.surface
        assert m.kind in (*ACTOR_KINDS, "place")
        assert m.way in MENTION_WAYS
