"""The model's own rules for parts of speech, word forms and odd lemmas, in a fraction of the time: they say the same.

Nearly all of spaCy's rules look at one word: its tag, its part in the parse and, for about a hundred words, its
letters. spaCy tries 180 patterns on every word of every text; here each combination is tried once and its answer kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_OTHER, _SPACE = "\N{REPLACEMENT CHARACTER}", " "
"""Words that stand for those that no rule names, and for white space."""
_Said = tuple[int, int, int, int, int]
"""Tag, part of speech, form, lemma and dependency, as spaCy numbers them."""


class Ruler:
    """Does what the pipeline's ``attribute_ruler`` does."""

    def __init__(self, nlp: Language) -> None:
        self.vocab = nlp.vocab
        self.whole = cast(Any, nlp.get_pipe("attribute_ruler"))
        rules = self.whole.patterns
        self.named = {nlp.vocab.strings[word]: word for word in _words(rules)}
        longer = cast(Any, nlp.create_pipe("attribute_ruler"))
        longer.add_patterns([rule for rule in rules if any(len(words) > 1 for words in rule["patterns"])])
        self.longer = longer
        self.needed = [_needs(nlp, words) for rule in longer.patterns for words in rule["patterns"]]
        self.known: dict[tuple[int, int, int, bool], _Said] = {}

    def __call__(self, doc: Doc) -> Doc:
        """See :class:`Ruler`."""
        import numpy

        if not len(doc):
            return doc
        before = doc.to_array(["TAG", "LOWER", "DEP", "IS_SPACE"]).tolist()
        after = [self._said(tag, lower, dep, bool(space)) for tag, lower, dep, space in before]
        given: Any = numpy.array([said[:4] for said in after], dtype="uint64")
        doc.from_array(["TAG", "POS", "MORPH", "LEMMA"], given)
        for at, (row, said) in enumerate(zip(before, after, strict=True)):
            if said[4] != row[2]:
                doc[at].dep = said[4]
        has = {row[1] for row in before}.union(said[4] for said in after)
        if any(all(not some.isdisjoint(has) for some in needs) for needs in self.needed):
            self.longer(doc)
        return doc

    def _said(self, tag: int, lower: int, dep: int, space: bool) -> _Said:
        """What the rules make of a word, where its neighbours do not matter."""
        key = tag, lower if lower in self.named else 0, dep, space
        if key not in self.known:
            from spacy.tokens import Doc

            strings = self.vocab.strings
            word = self.named.get(key[1], _SPACE if space else _OTHER)
            doc = Doc(self.vocab, words=[word], tags=[strings[tag]], deps=[strings[dep]], heads=[0])
            token = self.whole(doc)[0]
            self.known[key] = token.tag, token.pos, token.morph.key, token.lemma, token.dep
        return self.known[key]


class Lemmas:
    """Does what the pipeline's ``lemmatizer`` does, once for each word, part of speech and form."""

    def __init__(self, nlp: Language) -> None:
        self.strings = nlp.vocab.strings
        self.whole = cast(Any, nlp.get_pipe("lemmatizer"))
        self.known: dict[tuple[int, int, int], str] = {}
        known_words = self.whole.lookups.get_table("lemma_index")
        for part_of_speech, words in list(known_words.items()):
            known_words[part_of_speech] = frozenset(words)  # spaCy goes through lists of thousands of words

    def __call__(self, doc: Doc) -> Doc:
        """See :class:`Lemmas`."""
        import numpy

        if not len(doc):
            return doc
        before = doc.to_array(["LEMMA", "ORTH", "POS", "MORPH"]).tolist()
        add, known = self.strings.add, self.known
        for at, (_, *key) in enumerate(before):
            if tuple(key) not in known:
                known[tuple(key)] = self.whole.lemmatize(doc[at])[0]
        lemmas = [lemma or add(known[orth, pos, form]) for lemma, orth, pos, form in before]
        given: Any = numpy.array(lemmas, dtype="uint64")
        doc.from_array(["LEMMA"], given.reshape(-1, 1))
        return doc

    def forget(self, most: int) -> None:
        """Start anew where more than so many are known."""
        if len(self.known) > most:
            self.known.clear()
            self.whole.cache.clear()


def _needs(nlp: Language, words: Iterable[dict[str, Any]]) -> list[frozenset[int]]:
    """Of each word that a rule of several names by its letters or its part in the parse: what it may be."""
    found: list[frozenset[int]] = []
    for token in words:
        match token.get("LOWER", token.get("DEP")):
            case str(word):
                found.append(frozenset([nlp.vocab.strings.add(word)]))
            case {"IN": some}:
                found.append(frozenset(map(nlp.vocab.strings.add, some)))
    return found


def _words(rules: Iterable[dict[str, Any]]) -> set[str]:
    """Every word that a rule names; of patterns of letters, those that they are written for."""
    found = {"nothin'", "nuthin'"}
    for rule in rules:
        for token in (token for words in rule["patterns"] for token in words):
            match token.get("LOWER"):
                case str(word):
                    found.add(word)
                case {"IN": some}:
                    found.update(some)
    return found
