"""Which texts are English, and what the others are."""

from __future__ import annotations

import pytest

from timeline.parsers.language import recognised

ENGLISH = "The foreign ministers met in Baku on Friday and said that their talks would go on in the spring."
QUOTING = (
    "The crowd shouted «Vive la France» and “À bas les tyrans, vive la liberté, vive la République”, and the police, "
    "who were at the gate, said „Gehen Sie bitte nach Hause“ to those that had come with them from the other side."
)
NAMES = "Bangkok: Yingluck Shinawatra, Thaksin Shinawatra, Abhisit Vejjajiva, Prayuth Chan-ocha"

RECOGNISED = [
    (ENGLISH, None, "en", "English"),
    (ENGLISH, "en-GB", "en-GB", "as declared"),
    (ENGLISH, "de", "en", "a template in German around an English text"),
    (QUOTING, None, "en", "English with foreign quotes stays English"),
    ("Ministers met in Baku.", None, None, "too short to be sure"),
    ("Putin and Pezeshkian sign treaty", None, None, "too short to be sure"),
    (NAMES, None, None, "names are no language"),
    ("Ministers met in Baku.", "en", "en", "declared"),
    ("Signé.", "fr", "fr", "too short, but declared"),
    ("Le président a signé le traité vendredi à Paris.", None, "fr", "French"),
    ("Le président a signé le traité vendredi à Paris.", "fr-CA", "fr-CA", "French, as declared"),
    ("Le président a signé le traité vendredi à Paris.", "en", "fr", "declared wrongly"),
    ("Die Minister trafen sich am Freitag in Baku.", None, "de", "German"),
    ("El presidente firmó el tratado el viernes.", None, "es", "Spanish"),
    ("De ministers kwamen vrijdag bijeen in Bakoe.", None, "nl", "Dutch"),
    ("Министры встретились в пятницу в Баку.", None, "ru", "Russian"),
    ("وزیران روز جمعه در باکو دیدار کردند.", None, "fa", "Persian"),
    ("部长们周五在巴库会面并签署了条约协议文件。", None, "zh", "Chinese"),
    ("", None, None, "nothing"),
    ("12.5 % – 14/3", None, None, "no words"),
]


@pytest.mark.parametrize(("text", "declared", "language", "why"), RECOGNISED, ids=[row[3] for row in RECOGNISED])
def test_recognised(text: str, declared: str | None, language: str | None, why: str) -> None:
    assert recognised(text, declared) == language, why


@pytest.mark.parametrize("often", [1, 40])
def test_length_makes_no_difference(often: int) -> None:
    assert recognised("Die Minister trafen sich am Freitag in Baku.\n" * often, None) == "de"
    assert recognised(f"{QUOTING}\n" * often, None) == "en"
