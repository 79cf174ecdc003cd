"""Forms of words as headlines have them: verbs in the present tense and as nouns, names in the possessive."""

from __future__ import annotations

import re

_IRREGULAR = {"be": "is", "have": "has", "do": "does", "go": "goes"}


def third_person(lemma: str, plural: bool) -> str:
    """The present tense of a verb, a particle kept: ``step down`` -> ``steps down``."""
    verb, _, rest = lemma.partition(" ")
    if plural:
        form = "are" if verb == "be" else verb
    elif verb in _IRREGULAR:
        form = _IRREGULAR[verb]
    elif re.search(r"(?:s|x|z|ch|sh|o)$", verb):
        form = verb + "es"
    elif re.search(r"[^aeiou]y$", verb):
        form = verb[:-1] + "ies"
    else:
        form = verb + "s"
    return f"{form} {rest}".strip()


def gerund(lemma: str) -> str:
    """The -ing form of a verb, for titles without a subject."""
    verb, _, rest = lemma.partition(" ")
    if verb.endswith("ie"):
        form = verb[:-2] + "ying"
    elif verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        form = verb[:-1] + "ing"
    elif re.search(r"^[^aeiou]*[aeiou][bdgklmnprt]$", verb) and not verb.endswith(("w", "x", "y")):
        form = verb + verb[-1] + "ing"
    else:
        form = verb + "ing"
    return f"{form} {rest}".strip()


def owned(name: str) -> str:
    """A name in the possessive: "Ann Lee’s", "General Motors’"."""
    return f"{name}{'’' if name.endswith('s') else '’s'}"


def raised(text: str) -> str:
    """The text with a capital at its beginning; names such as iPhone and eBay keep their letters."""
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]
