"""Pieces of a title in plain English: noun phrases with names made full, verbs in the present tense of headlines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from timeline.extract.arguments import conjuncts
from timeline.extract.cast import Cast
from timeline.extract.lexicon import shipped
from timeline.model import Mention

if TYPE_CHECKING:
    from spacy.tokens import Token

_IRREGULAR = {"be": "is", "have": "has", "do": "does", "go": "goes"}
_LEFT = frozenset({"amod", "compound", "nmod", "nummod", "poss", "quantmod"})
_INNER = ("of", "with", "between", "on", "against", "for", "to", "over", "among")
_NOT_SHOWN = frozenset({"punct", "cc", "preconj", "predet", "relcl", "acl", "prep", "mark", "intj", "case"})
_PLURAL_TAGS = ("NNS", "NNPS")


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


def is_plural(heads: Iterable[Token], cast: Cast) -> bool:
    """Whether a coordination or plural noun is the subject."""
    tokens = list(heads)
    if len(tokens) != 1:
        return len(tokens) > 1
    token = tokens[0]
    mentions = cast.at(token)
    if len({m.name for m in mentions}) > 1:
        return True
    if mentions and mentions[0].way in ("name", "capital"):
        return False
    return token.tag_ in _PLURAL_TAGS or token.lower_ in ("they", "we", "those", "these", "both", "some", "many")


def names(heads: Iterable[Token], cast: Cast, full: bool = True) -> str | None:
    """A coordination of noun phrases: "A, B and C"; None when a part is a pronoun that nobody can be found for."""
    parts: list[str] = []
    for head in heads:
        part = noun_phrase(head, cast, full)
        if part is None:
            return None
        parts.extend(p for p in part if p not in parts)
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def noun_phrase(head: Token, cast: Cast, full: bool = True) -> list[str] | None:
    """The phrases a head stands for: the names of its actors, else its words without article and relative clause."""
    mentions = cast.of(head, shipped()) if head.pos_ in ("NOUN", "NUM") and not cast.at(head) else cast.at(head)
    if not cast.at(head):
        mentions = [m for m in mentions if m.kind == "person" or head.pos_ == "NUM"]
    if mentions and all(m.way in ("pronoun", "description") for m in mentions):
        return [m.name for m in mentions]
    if mentions and mentions[0].way in ("name", "capital", "office") and mentions[0].kind != "place":
        return [_shown(mentions[0])]
    if head.pos_ in ("PRON", "NUM") or head.lower_ in (
        "it",
        "this",
        "that",
        "these",
        "those",
        "which",
        "who",
        "what",
        "one",
        "such",
    ):
        return None
    words = _words(head, cast, full)
    return [words] if words else None


def _shown(mention: Mention) -> str:
    if mention.way == "office":
        return mention.surface.removeprefix("the ").removeprefix("The ")
    return mention.name


def _words(head: Token, cast: Cast, full: bool) -> str:
    pieces: list[str] = []
    covered: set[int] = set()
    for token in _left(head):
        if token.i in covered:
            continue
        if token.dep_ == "poss":
            owner = names(conjuncts(token), cast, full=False)
            if owner is not None:
                plural = token.tag_ in _PLURAL_TAGS and owner.endswith("s")
                pieces.append(owner + ("’" if plural else "’s"))
            covered.update(t.i for t in token.subtree)
        elif token.dep_ in _LEFT or token.dep_ in ("advmod", "punct", "conj", "cc", "npadvmod", "det"):
            pieces.append(token.text)
    text = _joined([*pieces, head.text], head)
    if full:
        text += _inner(head, cast)
    return text


def _left(head: Token) -> list[Token]:
    """The words before the head that belong to it, articles left out."""
    kept: list[Token] = []
    commas = [c.i for c in head.lefts if c.dep_ == "punct" and c.text == ","]
    for child in head.lefts:
        # Of "economic, scientific and military domains" the last modifier is enough.
        if commas and child.i < commas[-1] and child.dep_ != "poss":
            continue
        if any(c.dep_ == "conj" for c in child.children) and child.dep_ == "amod":
            kept.append(child)
            continue
        if child.dep_ == "det" and child.lower_ not in ("no", "all", "every", "some", "any", "both"):
            continue
        if child.dep_ in _NOT_SHOWN and child.text != "-":
            continue
        if child.dep_ == "poss":
            kept.append(child)
        elif len(list(child.subtree)) <= 6:
            kept.extend(t for t in child.subtree if t.dep_ != "det" or t.head.i != head.i)
    return kept


def _inner(head: Token, cast: Cast) -> str:
    for child in head.rights:
        if child.dep_ == "prep" and child.lower_ in _INNER:
            objects = [c for c in child.children if c.dep_ == "pobj"]
            if objects and objects[0].ent_type_ not in ("DATE", "TIME"):
                inner = names(conjuncts(objects[0]), cast, full=False)
                if inner is not None:
                    return f" {child.lower_} {inner}"
    return ""


def _joined(words: list[str], head: Token) -> str:
    text = " ".join(words)
    text = re.sub(r"\s+-\s+", "-", text)
    return re.sub(r"\s+([,.;:’'])", r"\1", text).strip(" ,-–—“”\"'")
