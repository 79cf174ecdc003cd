"""Every rule and word group of the rule files shows phrases; here they run."""

from __future__ import annotations

import re

import pytest

from timeline import dates
from timeline.dates.lexicon import Rule, load
from timeline.dates.resolving import READINGS
from timeline.dates.style import STYLES

LEXICON = load("en")


@pytest.mark.parametrize(("name", "example"), LEXICON.examples)
def test_example(name: str, example: str) -> None:
    """The words outside brackets are one phrase; the brackets hold what must stand around it."""
    whole = f"It was {example}, they said." if example.startswith("[") else f"It was in {example}, they said."
    text = re.sub(r"[\[\]]", "", whole)
    wanted = max((part.strip() for part in re.split(r"\[[^\]]*\]", example)), key=len)
    rule = next((rule for rule in LEXICON.rules if rule.id == name), None)
    styles = (rule.styles or STYLES) if rule else STYLES
    found = [phrase for style in styles for phrase in dates.find(text, style) if phrase.text == wanted]
    assert found, [phrase.text for phrase in dates.find(text, styles[0])]
    if rule:
        assert name in {phrase.rule for phrase in found}


@pytest.mark.parametrize("rule", LEXICON.rules, ids=lambda rule: rule.id)
def test_every_rule_names_a_reading_and_shows_an_example(rule: Rule) -> None:
    assert rule.read in READINGS
    assert any(name == rule.id for name, _ in LEXICON.examples)


def test_rule_ids_are_unique() -> None:
    ids = [rule.id for rule in LEXICON.rules]
    assert len(ids) == len(set(ids))
