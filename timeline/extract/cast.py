"""Whom the noun phrases of a text mean."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from timeline.actors.words import load as actors_words
from timeline.extract.arguments import conjuncts, obliques
from timeline.extract.lexicon import Lexicon
from timeline.extract.products import name_behind
from timeline.extract.things import is_kind
from timeline.model import Mention

if TYPE_CHECKING:
    from timeline.parsed import Doc, Token

__all__ = ["Cast", "modifiers", "whose"]

_OF_TOWNS = frozenset({"mayor", "governor", "resident", "councillor", "bishop", "archbishop"})
_BESIDE = frozenset({"compound", "nmod", "amod"})
_LINKS = frozenset({"with", "of", "from", "at", "for", "in"})
_NAMING = frozenset({"identify", "name"})
_ADDRESS = re.compile(r"(?:,(?: aged?)? \d{1,3},(?: of| from) [^.;]{2,60},| (?:of|from) [A-Z][^.;,]{1,40},) $")
_GENERATIONS = frozenset({"senior", "junior", "sr", "sr.", "jr", "jr.", "ii", "iii", "iv"})
_SHARES = frozenset({"one", "some", "many", "most", "member", "both", "two", "part", "rest", "pair"})
_RUNNING = frozenset({"board", "management", "directors", "wing", "arm", "branch", "unit", "division", "faction"})
"""Those who act for a body: "Acme's board rejected the offer", "the armed wing of the Lund Front"."""


class Cast:
    """The mentions of a text, by the words that they cover."""

    def __init__(self, doc: Doc, mentions: Sequence[Mention]) -> None:
        self.doc = doc
        self.mentions = sorted(mentions, key=lambda m: (m.start, m.end))
        self._starts = [m.start for m in self.mentions]
        self._at: dict[int, list[Mention]] = {}
        self._meant: dict[int, list[Mention]] = {}
        self.phrases: dict[tuple[int, bool], list[str] | None] = {}
        """What :func:`timeline.extract.phrases.noun_phrase` said of a word: most are asked for twice."""
        for mention in mentions:
            span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
            for token in span if span is not None else ():
                self._at.setdefault(token.i, []).append(mention)

    def at(self, token: Token) -> list[Mention]:
        """Mentions whose words include the token."""
        return self._at.get(token.i, [])

    def of(self, token: Token, lexicon: Lexicon) -> list[Mention]:
        """Whom a noun phrase with this head means: a name, an apposition, the state of "the Iranian navy"."""
        if token.i not in self._meant:
            self._meant[token.i] = self._of(token, lexicon)
        return self._meant[token.i]

    def _of(self, token: Token, lexicon: Lexicon) -> list[Mention]:
        if (behind := name_behind(token)) is not None and (found := self.at(behind)):
            return found  # "its latest addition to the line, the Zed nano"
        second = next((c for c in token.children if c.dep_ == "conj"), None)
        if second is not None and token.tag_ in ("NN", "NNP") and (person := self.titled(second)) is not None:
            return [person]
        named = (c for c in token.children if c.dep_ == "appos" and not _is_of_a_clause(c, token))
        beside = [m for c in named for t in _shared(token, c) for m in self.at(t)]
        if lexicon.is_in(token.lemma_.lower(), "nouns.person", "nouns.private"):
            beside = [m for m in beside if m.kind not in ("state", "place")]  # "a man was found in the capital, Lima"
        if token.dep_ == "appos" and not beside and (first := self._named_at(token)) is not None:
            return [first]  # "Ann Lee, an Acme executive overseeing the works"
        if known := self.named_as(token):
            return known
        if found := self.at(token):
            found = [*found, *self._also(token, found)]
            return found + [m for m in beside if m not in found and m.kind == "organisation" == found[0].kind]
        if beside:
            return beside
        if called := self._called_behind(token, lexicon):
            return called
        return self._by_noun(token, lexicon) or self._by_words_behind(token)

    def _by_noun(self, token: Token, lexicon: Lexicon) -> list[Mention]:
        """Whom a common noun means by what it is for: things of a kind, bodies, those who act for a state."""
        lemma = token.lemma_.lower()
        if is_kind(lemma) and (
            named := [
                m
                for c in token.children
                if c.dep_ in ("compound", "nmod", "nummod")
                for m in self.at(c)
                if m.kind == "thing"
            ]
        ):
            return named  # "the Lumia phone"
        if lemma in actors_words().organisation_nouns and (
            named := [m for c in token.children if c.dep_ == "compound" for m in self.at(c) if m.kind == "organisation"]
        ):
            return named  # "the BRICS group"
        if lemma in actors_words().rule_of and (
            led := [m for c in token.children if c.dep_ == "poss" for m in self.at(c) if m.kind == "person"]
        ):
            return led  # "Ann Lee's government"
        if lemma in _RUNNING and (running := [m for m in self._run_by(token) if m.kind in ("organisation", "group")]):
            return running
        if (body := lemma in actors_words().assemblies) or lexicon.is_in(lemma, "nouns.state_bodies", "nouns.person"):
            # A Chadian minister acts for Chad, a Chadian student or people in Chad for nobody else.
            acting = body or lexicon.is_in(lemma, "nouns.state_bodies", "nouns.in_office")
            acting = acting or (lemma == "people" and any(c.lower_ == "the" for c in token.lefts))  # a whole people
            for child in token.children:
                # "Chadian and Kenyan troops" are those of both.
                owners = modifiers(whose(child)) if child.dep_ in ("amod", "compound", "nmod", "poss") else ()
                if found := [m for c in owners for m in self._bodies(c) if acting or m.kind != "state"]:
                    return found
            if body or lexicon.is_in(lemma, "nouns.person"):
                links: dict[str, list[Mention]] = {}
                for preposition, noun in obliques(token):
                    if preposition == "in" and _is_venue(token):
                        continue
                    found = [m for m in self._bodies(noun) if acting or m.kind != "state"] or self._seat(noun, body)
                    if preposition in _LINKS and found and not (lemma in _OF_TOWNS and found[0].way == "capital"):
                        links.setdefault(preposition, []).extend(found)
                if links:
                    return next(iter(links.values()))  # "officials from Chad and Peru"
        return []

    def _called_behind(self, token: Token, lexicon: Lexicon) -> list[Mention]:
        """Whom a name behind an office means that the parse hangs on its town: "the mayor of Lund, *Ann Lee*"."""
        lemma = token.lemma_.lower()
        if lemma not in _OF_TOWNS and not lexicon.is_in(lemma, "nouns.in_office"):
            return []
        seats = [noun for preposition, noun in obliques(token) if preposition == "of" and noun.pos_ == "PROPN"]
        behind = [c for seat in seats for c in seat.rights if c.dep_ == "appos"]
        return [m for t in behind for m in self.at(t) if m.kind == "person" and m.way == "name"]

    def _by_words_behind(self, token: Token) -> list[Mention]:
        """Whom the name right behind a noun, or "of" behind a number, means."""
        if token.pos_ == "NOUN" and token.i + 1 < len(self.doc):
            # "dictator Bashar al-Assad" where the parse lost the name.
            named = [m for m in self.at(token.nbor(1)) if m.kind == "person" and m.start == token.nbor(1).idx]
            if named and not token.nbor(1).is_punct:
                return named
        if token.pos_ == "NUM" or token.lemma_.lower() in _SHARES:
            return [m for p, noun in obliques(token) if p == "of" for m in self.at(noun)]
        return []

    def named_as(self, token: Token) -> list[Mention]:
        """Those whom other words of the sentence name than the head of the phrase; empty for most phrases."""
        if token.lower_ in _GENERATIONS and token.i and not self.at(token):
            return [m for m in self.at(token.nbor(-1)) if m.kind == "person" and m.way == "name"]  # "Ann Lee Senior"
        return self._identified(token) or self._addressed(token)

    def _identified(self, noun: Token) -> list[Mention]:
        """As whom somebody is named: "the victim, identified as Ann Lee", "the man, who died, was named as Bo Dahl"."""
        if noun.pos_ != "NOUN" or self.at(noun):
            return []
        naming = [c for c in noun.rights if c.dep_ in ("acl", "relcl")]
        naming += [noun.head] if noun.dep_ == "nsubjpass" else []
        below: list[Token] = []
        for verb in naming:
            if verb.tag_ == "VBN" and verb.lemma_ == "call" and verb.dep_ == "acl":
                return [m for c in verb.rights if c.dep_ == "oprd" for m in self.at(c)]  # "a country called Chad"
            if verb.tag_ == "VBN" and verb.lemma_ in _NAMING:
                below += [t for preposition, t in obliques(verb) if preposition == "as"]
                below += [c for c in verb.rights if c.dep_ in ("oprd", "attr")]
        if noun.dep_ == "nsubj" and noun.head.lemma_ == "be":
            below += [c for c in noun.head.rights if c.dep_ == "attr"]
        return [m for t in below for m in self.at(t) if m.kind == "person" and m.way == "name"]

    def _addressed(self, place: Token) -> list[Mention]:
        """Whose address the words are: "Ann Lee, 23, of Mill Street, *Lund*, was held", where the parse lost her."""
        if place.pos_ != "PROPN" or place.dep_ not in ("nsubj", "nsubjpass"):
            return []
        before = self.within(place.sent.start_char, place.idx)
        person = next((m for m in reversed(before) if m.kind == "person" and m.way == "name"), None)
        if person is None or not _ADDRESS.match(self.doc.text[person.end : place.idx]):
            return []
        return [person]

    def _named_at(self, noun: Token) -> Mention | None:
        """Whom the name before an apposition names: a person, or an organisation that the noun calls one."""
        if noun.pos_ != "NOUN" or any(m.way != "nationality" and m.kind != "group" for m in self.at(noun)):
            return None
        body = noun.lemma_.lower() in actors_words().organisation_nouns
        kinds = ("organisation", "group") if body else ("person",)
        return next((m for m in self.at(noun.head) if m.kind in kinds and m.way == "name"), None)

    def _also(self, token: Token, found: Sequence[Mention]) -> Iterator[Mention]:
        """The first state of "French and Malian troops", where the second has taken the troops."""
        if found[0].way == "nationality" and token.idx > found[0].start:
            for child in token.children:
                if child.dep_ == "amod" and child.ent_type_ == "NORP":
                    yield from (m for t in modifiers(child) for m in self.at(t) if m not in found and m.kind == "state")

    def _run_by(self, body: Token) -> Iterator[Mention]:
        """The company of "Acme's board", "the Acme board", "the board of Acme"."""
        for child in body.children:
            if child.dep_ in ("poss", "compound", "nmod"):
                yield from self.at(whose(child))
        yield from (m for preposition, noun in obliques(body) if preposition == "of" for m in self.at(noun))

    def titled(self, second: Token) -> Mention | None:
        """Whom a second title names: "chairman and *co*-founder Ann Lee", "the owner and *chef*, Bo Dahl"."""
        if second.dep_ != "conj" or second.tag_ != "NN" or self.at(second):
            return None
        if second.head.pos_ not in ("NOUN", "PROPN") or any(c.dep_ in ("det", "poss", "nummod") for c in second.lefts):
            return None
        start = second.right_edge.i + 1 if second.right_edge.i > second.i + 2 else second.i + 1
        for token in second.doc[start : min(start + 4, second.sent.end)]:
            person = next((m for m in self.at(token) if m.kind == "person" and m.way == "name"), None)
            if person is not None:
                return person
            if token.text not in ("-", ",") and token.tag_ != "NN":
                return None
        return None

    def _seat(self, noun: Token, body: bool) -> list[Mention]:
        """The state of "the lower house of the Kenyan parliament"."""
        return [m for c in noun.children if c.dep_ in ("amod", "poss") for m in self._bodies(c)] if body else []

    def _bodies(self, token: Token) -> list[Mention]:
        group = token.lemma_.lower() in actors_words().organisation_nouns and not self.at(token)
        within = [c for c in token.children if c.dep_ == "compound"] if group else [token]
        return [m for t in within for m in self.at(t) if m.kind in ("state", "organisation", "group")]

    def within(self, start: int, end: int) -> Sequence[Mention]:
        """The mentions that begin between two code points, in order."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def _shared(token: Token, beside: Token) -> Iterator[Token]:
    """Whom an apposition names: both of "Presidents Ann Lee and Bo Dahl", one of "the president, Ann Lee, and Chad"."""
    yield from conjuncts(beside) if token.tag_ in ("NNS", "NNPS") or token.pos_ == "NUM" else (beside,)


def _is_of_a_clause(beside: Token, noun: Token) -> bool:
    """Whether a clause about another noun stands before an apposition: "on a charge in a blast that hurt Bo, *Cy*"."""
    between = noun.doc[noun.i + 1 : beside.left_edge.i]
    return any(t.dep_ == "relcl" and t.head.i > noun.i for t in between)


def _is_venue(people: Token) -> bool:
    """Whether "in" behind people says where they meet: "a meeting of African ministers *in Lima*"."""
    of = people.dep_ == "pobj" and people.head.lower_ in ("of", "between", "by", "with")
    return of or any(c.ent_type_ == "NORP" for c in people.lefts)


def whose(token: Token) -> Token:
    """What "whose" stands for ("Chad, whose envoy left"); the token itself for anything else."""
    if token.tag_ != "WP$":
        return token
    clause = next((a for a in token.ancestors if a.dep_ == "relcl"), None)
    return clause.head if clause is not None else token


def modifiers(token: Token) -> Iterator[Token]:
    """A modifier and those coordinated with it: "Chadian" and "Kenyan" of "Chadian and Kenyan troops"."""
    yield token
    yield from (t for t in token.subtree if t.dep_ == "conj" and t.i > token.i and t.ent_type_ in ("NORP", "GPE"))
