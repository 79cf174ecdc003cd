"""Who plays which part in a report, and where it takes place."""

from __future__ import annotations

import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from timeline import actors
from timeline.actors.words import load as actors_words
from timeline.extract.arguments import Arguments, conjuncts, obliques
from timeline.extract.lexicon import Lexicon, shipped
from timeline.extract.places import WHERE, Place, place_of
from timeline.extract.predicates import Predicate
from timeline.extract.things import is_kind
from timeline.model import Mention, RoleMention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

__all__ = ["JOINT", "NEAR", "Cast", "Place", "modifiers", "place_of", "role_of", "roles", "scene_of", "whose"]

_OF_TOWNS = frozenset({"mayor", "governor", "resident", "councillor", "bishop", "archbishop"})
_BESIDE = frozenset({"compound", "nmod", "amod"})
_LINKS = frozenset({"with", "of", "from", "at", "for", "in"})
NEAR = 60
"""Words around a trigger within which further mentions belong to its report."""
JOINT = frozenset({"AGREE", "CONSULT", "COOPERATE"})
_UNDERGONE = frozenset({"receive", "face", "draw", "suffer", "sustain", "get", "encounter"})
_ENDURED = {"agent": "target", "accuser": "target", "supplier": "recipient"}
_HITTING = frozenset({"ASSAULT", "COERCE"})
_ABOUT_A_MAN = frozenset({*_HITTING, "LEGAL", "LEADERSHIP", "DISASTER"})
_OF_WORDS = frozenset({"ACCUSE", "REJECT", "SUPPORT"})
_RUNNING = frozenset({"board", "management", "directors"})
"""Those who act for a company: "Acme's board rejected the offer"."""


class Cast:
    """The mentions of a text, by the words that they cover."""

    def __init__(self, doc: Doc, mentions: Sequence[Mention]) -> None:
        self.doc = doc
        self.mentions = sorted(mentions, key=lambda m: (m.start, m.end))
        self._starts = [m.start for m in self.mentions]
        self._at: dict[int, list[Mention]] = {}
        for mention in mentions:
            span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
            for token in span if span is not None else ():
                self._at.setdefault(token.i, []).append(mention)

    def at(self, token: Token) -> list[Mention]:
        """Mentions whose words include the token."""
        return self._at.get(token.i, [])

    def of(self, token: Token, lexicon: Lexicon) -> list[Mention]:
        """Whom a noun phrase with this head means: a name, an apposition, the state of "the Iranian navy"."""
        second = next((c for c in token.children if c.dep_ == "conj"), None)
        if second is not None and token.tag_ in ("NN", "NNP") and (person := self.titled(second)) is not None:
            return [person]
        beside = [m for c in token.children if c.dep_ == "appos" for t in _shared(token, c) for m in self.at(t)]
        if token.dep_ == "appos" and not beside and (first := self._named_at(token)) is not None:
            return [first]  # "Ann Lee, an Acme executive overseeing the works"
        if found := self.at(token):
            found = [*found, *self._also(token, found)]
            return found + [m for m in beside if m not in found and m.kind == "organisation" == found[0].kind]
        if beside:
            return beside
        lemma = token.lemma_.lower()
        if is_kind(lemma) and (
            named := [
                m for c in token.children if c.dep_ in ("compound", "nmod") for m in self.at(c) if m.kind == "thing"
            ]
        ):
            return named  # "the Lumia phone"
        if lemma in actors_words().organisation_nouns and (
            named := [m for c in token.children if c.dep_ == "compound" for m in self.at(c) if m.kind == "organisation"]
        ):
            return named  # "the BRICS group"
        if lemma in _RUNNING and (running := [m for m in self._run_by(token) if m.kind == "organisation"]):
            return running
        if (body := lemma in actors_words().assemblies) or lexicon.is_in(lemma, "nouns.state_bodies", "nouns.person"):
            for child in token.children:
                # "Chadian and Kenyan troops" are those of both.
                owners = modifiers(whose(child)) if child.dep_ in ("amod", "compound", "nmod", "poss") else ()
                if found := [m for c in owners for m in self._bodies(c)]:
                    return found
            if body or lexicon.is_in(lemma, "nouns.person"):
                for preposition, noun in obliques(token):
                    found = self._bodies(noun) or self._seat(noun, body)
                    if preposition in _LINKS and found and not (lemma in _OF_TOWNS and found[0].way == "capital"):
                        return found
        if token.pos_ == "NOUN" and token.i + 1 < len(self.doc):
            # "dictator Bashar al-Assad" where the parse lost the name.
            named = [m for m in self.at(token.nbor(1)) if m.kind == "person" and m.start == token.nbor(1).idx]
            if named and not token.nbor(1).is_punct:
                return named
        if token.pos_ == "NUM" or lemma in (
            "one",
            "some",
            "many",
            "most",
            "member",
            "both",
            "two",
            "part",
            "rest",
            "pair",
        ):
            return [m for p, noun in obliques(token) if p == "of" for m in self.at(noun)]
        return []

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


def roles(
    predicate: Predicate, arguments: Arguments, cast: Cast, sentence: Span, lexicon: Lexicon
) -> tuple[RoleMention, ...]:
    """The mentions of a sentence in their roles; those without a part in this event are ``mentioned``."""
    parts: dict[tuple[int, str], RoleMention] = {}
    for slot, token in _slots(predicate, arguments):
        # "met in Moscow" has a place, no party; "a visit to Moscow" has a host.
        role = _role(slot, predicate)
        if slot == "subject" and predicate.carrier is not None and predicate.carrier.lemma_.lower() in _UNDERGONE:
            # Who receives criticism does not criticise; who receives a ship gets it.
            role = "recipient" if predicate.kind == "verb" else _ENDURED.get(role, role)
        if slot == "subject" and predicate.type == "DISASTER" and arguments.objects and not arguments.passive:
            role = "agent"  # who sinks a ship, not who sinks
        if slot in WHERE and slot != "on" and role == "mentioned":
            continue
        for mention in cast.of(token, lexicon):
            if mention.kind == "place" and role == "target" and predicate.type in _HITTING and mention.country:
                mention = _state_of(mention)
            if (
                role in ("target", "agent")
                and mention.kind == "organisation"
                and _is_one_of(token, mention, slot, predicate)
            ):
                continue  # a "Mafia boss" who is arrested is not the Mafia
            if mention.way == "pronoun" and slot == "object" and _is_own(mention, token, parts.values()):
                continue  # who praised "its partner" did not praise itself
            # The "Arctic Conference" takes no part in itself.
            if mention.kind == "place" or mention.start <= predicate.token.idx < mention.end:
                continue
            parts.setdefault((mention.start, mention.name), RoleMention(role, mention))
            if predicate.type in JOINT and role != "mentioned":
                for state in _own_state(token, mention, cast):
                    parts.setdefault((state.start, state.name), RoleMention(role, state))
    at = predicate.token.i
    near = sentence.doc[max(sentence.start, at - NEAR) : min(sentence.end, at + NEAR)]
    for mention in cast.within(near.start_char, near.end_char):
        parts.setdefault((mention.start, mention.name), RoleMention("mentioned", mention))
    return tuple(sorted(parts.values(), key=lambda r: (r.mention.start, r.mention.name)))


def _is_own(mention: Mention, token: Token, parts: Iterable[RoleMention]) -> bool:
    beside = not mention.start <= token.idx < mention.end
    return beside and any(p.mention.name == mention.name for p in parts)


def _is_one_of(token: Token, mention: Mention, slot: str, predicate: Predicate) -> bool:
    """Whether what is done to a man of an organisation is not done to it: "an Acme driver was arrested", "died"."""
    if mention.start <= token.idx < mention.end or token.tag_ not in ("NN", "NNS"):
        return False
    return predicate.type == "DISASTER" or (slot != "subject" and predicate.type in _ABOUT_A_MAN)


def _state_of(town: Mention) -> Mention:
    """The state of a town: what hits the town hits the state."""
    code = town.country or ""
    name = next((a.name for a in actors.shipped()[0] if a.kind == "state" and a.country == code), town.name)
    return replace(town, kind="state", name=name, way="capital")


def _slots(predicate: Predicate, arguments: Arguments) -> Iterator[tuple[str, Token]]:
    for token in arguments.subjects:
        yield "subject", token
    given = arguments.passive and _is_given(predicate)
    for token in arguments.objects:
        second = token.dep_ == "dative" or (given and token.dep_ == "nsubjpass")
        yield "dative" if second else "object", token
        yield from _around(token, predicate)
        # "signed an agreement with Putin": the partner hangs on the object.
        if predicate.type in JOINT or predicate.type == "AID":
            for preposition, noun in obliques(token):
                if preposition in ("with", "between", "among") or (
                    predicate.type == "AID" and preposition in ("to", "for")
                ):
                    yield preposition, noun
            if predicate.type in JOINT:
                yield from (
                    ("with", noun) for child in token.children if child.dep_ == "poss" for noun in conjuncts(child)
                )
    if predicate.lemma in ("war", "invade", "battle") and (scene := scene_of(predicate.token)) is not None:
        yield "in", scene
    for preposition, token in arguments.obliques:
        yield preposition, token
        if predicate.kind == "noun" and predicate.type in JOINT and preposition == "of":
            # "the signing of Iran's partnership with Russia"
            yield from (("with", noun) for child in token.children if child.dep_ == "poss" for noun in conjuncts(child))
            yield from (("with", noun) for p, noun in obliques(token) if p in ("with", "between"))


def _is_given(predicate: Predicate) -> bool:
    """Whether a passive's subject gets something: "was given a loan"."""
    giving = shipped().is_in(predicate.lemma, "verbs.giving")
    return giving and any(c.dep_ == "dobj" and c.i > predicate.token.i for c in predicate.token.children)


def _around(noun: Token, predicate: Predicate) -> Iterator[tuple[str, Token]]:
    """Those beside an object who take part through it: "bought jets *from Acme*", "rejected *Chad's* offer"."""
    for preposition, below in obliques(noun):
        if preposition == "from" and role_of(predicate.lemma, predicate.type, "from") != "mentioned":
            yield "from", below
        if preposition == "against" and predicate.kind == "verb":
            yield "against", below  # "lost a case against Acme"
        if preposition == "by" and predicate.type in _OF_WORDS:
            yield "object", below
    if predicate.type in _OF_WORDS:
        yield from (("object", t) for c in noun.children if c.dep_ == "poss" and c.tag_ != "PRP$" for t in conjuncts(c))


def scene_of(token: Token) -> Token | None:
    """The noun that a "where" above stands for: "in Ukraine, where they supply the war"."""
    for above in token.ancestors:
        if above.dep_ == "relcl" and any(c.lower_ == "where" for c in above.children):
            return above.head
    return None


def _role(slot: str, predicate: Predicate) -> str:
    return role_of(predicate.lemma, predicate.type, slot)


def role_of(lemma: str, type_: str, slot: str) -> str:
    """The role of a place in the clause (``subject``, ``object``, a preposition) for a verb of a type."""
    table = _table()
    for key in (lemma, type_, "*"):
        if (role := table.get(key, {}).get(slot)) is not None:
            return role
    return "mentioned"


def _own_state(token: Token, mention: Mention, cast: Cast) -> Iterator[Mention]:
    """The state that a person acts for: "*Iranian* President Masoud Pezeshkian"."""
    if mention.kind != "person" or mention.office is None:
        return
    for child in token.subtree:
        if child.dep_ in ("amod", "compound", "nmod", "poss") and child.i < token.i:
            for state in cast.at(child):
                if state.kind == "state" and state.country == mention.country:
                    yield state


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    table: Mapping[str, Mapping[str, str]] = tomllib.loads(
        (files("timeline") / "rules" / "roles.toml").read_text("utf-8")
    )
    return table
