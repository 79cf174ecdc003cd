"""Whether the verb of a title is in the plural."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from timeline.actors.words import load as actors_words
from timeline.extract.arguments import obliques
from timeline.extract.cast import Cast
from timeline.extract.phrases import titled_twice, wording

if TYPE_CHECKING:
    from timeline.parsed import Token

_PLURAL_TAGS = ("NNS", "NNPS")


def is_plural(heads: Iterable[Token], cast: Cast) -> bool:
    """Whether a coordination or plural noun is the subject."""
    tokens = list(heads)
    if len(tokens) == 2 and (cast.titled(tokens[1]) is not None or titled_twice(tokens, cast) is not None):
        return False
    if len(tokens) != 1:
        return len(tokens) > 1
    token = tokens[0]
    if token.lower_ == "half":  # "half of the men", "half of the roof"
        return any(noun.tag_ in _PLURAL_TAGS for preposition, noun in obliques(token) if preposition == "of")
    mentions = cast.at(token)
    if len(mentions) == 1 and mentions[0].kind == "organisation" and token.tag_ in ("NNS", "NNP"):
        last = mentions[0].name.split()[-1].lower()
        if last in ("department", "office", "police") or last in actors_words().many:
            return last not in ("department", "office")  # "officers", where the police department stands for them
    if len({m.name for m in mentions}) > 1 or token.lower_ == "police":
        return True
    if token.tag_ in _PLURAL_TAGS and token.lower_ in actors_words().many:
        return True  # "Ada Sheriff's Deputies"
    if token.tag_ == "NNPS" and any(m.kind != "state" for m in mentions) and not wording("singular", token.lower_):
        people = any(m.kind == "group" for m in mentions)
        return people or any(c.lower_ == "the" for c in token.lefts)  # "the Saints", "Egyptians"
    if mentions and mentions[0].way in ("name", "capital"):
        return False
    if token.tag_ in _PLURAL_TAGS or token.lower_ in ("they", "we", "those", "these", "both", "some", "many"):
        return len({m.name for m in mentions}) != 1 or token.pos_ != "PRON" or mentions[0].kind == "group"
    return wording("plurals", token.lemma_.lower())
