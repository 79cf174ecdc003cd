"""Those who take part in an event through a noun or a clause that names nobody itself.

Several countries, including *Chad* and *Peru*, banned it.       examples
Soldiers stormed the office of *Acme*'s website.                 owners
Ann Lee announced the release of *Acme*'s *Viola* suite.         those behind a noun
Acme announced that it had settled its dispute with *Zeta*.      those of whom a clause tells
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from timeline.actors.words import load as actors_words
from timeline.extract.arguments import Arguments, antecedent, conjuncts, obliques, of_verb
from timeline.extract.cast import Cast
from timeline.extract.lexicon import Lexicon
from timeline.extract.phrases import wording
from timeline.extract.predicates import Predicate
from timeline.extract.syntax import is_verb
from timeline.extract.things import is_kind, is_owned, is_region
from timeline.model import Mention

if TYPE_CHECKING:
    from timeline.parsed import Token

_DECLARING = frozenset(
    {"announce", "confirm", "declare", "reveal", "admit", "acknowledge", "disclose", "confess", "promise", "pledge"}
)
"""Verbs of words by which something comes about or becomes known; what is only said has its own report."""
_DEPTH = 2
"""Nouns behind a noun that are looked through: "a version of the software of Acme"."""
_PEOPLE = frozenset({"voter", "community", "couple", "crowd", "household", "thousand", "hundred"})
_FLAGGED = frozenset(
    {
        "embassy", "consulate", "ship", "vessel", "boat", "tanker", "supertanker", "freighter", "frigate", "trawler",
        "aircraft", "drone", "base", "outpost",
    }
)  # fmt: skip
"""What is of a state by the word for its people: "sank a *Thai* trawler", not "robbed a Thai restaurant"."""
_BY_DOERS = frozenset(
    {"plant", "fire", "launch", "drive", "own", "operate", "fly", "set", "lead", "head", "run", "throw", "detonate"}
)
_BEARING = ("organisation", "person")
_TOGETHER = frozenset({"along with", "together with", "alongside"})
_LINES = frozenset({"line", "range", "series", "family", "lineup", "line-up"})
_WITH = frozenset({"with", "from", "against", "by"})


def examples(noun: Token, verb: Token) -> Iterator[Token]:
    """Some of several: "four teens, including *Ann Lee*, were hurt", also where the parse hangs them on the verb."""
    if noun.tag_ not in ("NNS", "NNPS", "CD"):
        return
    for above in (noun, verb):
        for word in above.rights:
            if word.lower_ == "including" and word.dep_ == "prep" and word.i > noun.i:
                yield from (t for c in word.children if c.dep_ == "pobj" for t in conjuncts(c))


def _companions(token: Token, verb: Token) -> Iterator[Token]:
    """Those named with somebody: "Ann Lee, along with *Bo Dahl*, left", "blamed Chad, along with *Peru*"."""
    for above in (token, verb):
        for word, noun in obliques(above):
            beside = word in _TOGETHER and noun.i > token.i
            if beside and not any(is_verb(t) for t in noun.doc[token.i + 1 : noun.i]):
                yield noun


def _one_of(noun: Token) -> Iterator[Token]:
    """Who is said to be one of several: "*Ann Lee* was one of two people who were killed"."""
    part = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ in ("of", "among") else None
    if part is not None and part.dep_ == "attr" and part.lower_ == "one" and part.head.lemma_ == "be":
        named = (antecedent(c, part.head) for c in part.head.lefts if c.dep_ == "nsubj")
        yield from (c for c in named if c.pos_ == "PROPN")


def named_beside(arguments: Arguments, cast: Cast, verb: Token, lexicon: Lexicon) -> Iterator[tuple[str, Token]]:
    """Those of the same kind who are named along with somebody, and who is said to be one of those without names."""
    taken: set[int] = set()
    for slot, tokens in (("object", arguments.objects), ("subject", arguments.subjects)):
        for token in tokens:
            kinds = {m.kind for m in cast.of(token, lexicon)}
            for other in _companions(token, verb) if kinds else _one_of(token):
                if other.i not in taken and (not kinds or kinds & {m.kind for m in cast.of(other, lexicon)}):
                    taken.add(other.i)
                    yield slot, other


def owners(noun: Token, depth: int = 0) -> Iterator[Token]:
    """Whose what is hit is: "Chad's embassy", "the embassy of Chad", "the office of Acme's website"."""
    if not is_owned(noun.lemma_.lower()) or depth > 1:
        return
    own = [t for c in noun.children if c.dep_ == "poss" and c.tag_ not in ("PRP$", "WP$") for t in conjuncts(c)]
    own = own or [below for preposition, below in obliques(noun) if preposition == "of"]
    if not own and noun.lemma_.lower() in _FLAGGED:
        own = [c for c in noun.lefts if c.dep_ in ("amod", "compound") and c.ent_type_ == "NORP"]
    for owner in own:
        yield owner
        yield from owners(owner, depth + 1)


def behind(noun: Token, cast: Cast, lexicon: Lexicon, depth: int = 0) -> Iterator[Token]:
    """Whose or of what a thing is: "*Acme*'s suite", "a version of the *Viola*", "the *Lumia* line".

    Nobody for people, whose acts are their own ("Acme's driver"), and for parts of a land ("the north of Chad").
    """
    lemma = noun.lemma_.lower()
    if noun.pos_ not in ("NOUN", "PROPN") or is_somebody(lemma, lexicon) or depth > _DEPTH:
        return
    for child in noun.lefts:
        if child.dep_ == "poss" and child.tag_ not in ("PRP$", "WP$"):
            yield from conjuncts(child)
        elif child.dep_ in ("compound", "nmod") and any(_bears(m, lemma) for m in cast.at(child)):
            yield child
    for preposition, below in obliques(noun):
        if preposition == "of" and not is_region(lemma):
            if cast.of(below, lexicon):
                yield below
                # "a version of its phone, the *Lumia 3*"
                yield from (c for c in below.rights if c.dep_ == "appos" and any(m.kind == "thing" for m in cast.at(c)))
            yield from behind(below, cast, lexicon, depth + 1)
        elif preposition == "from" and any(m.kind in _BEARING for m in cast.at(below)):
            yield below  # "software from Acme"


def _bears(mention: Mention, lemma: str) -> bool:
    """Whether what a noun names is of the name before it: "the Acme budget", "the Lumia line", no "Lumia case"."""
    return mention.kind in _BEARING or (mention.kind == "thing" and (lemma in _LINES or is_kind(lemma)))


def doers(noun: Token) -> Iterator[Token]:
    """Who is behind what a thing does or whom people follow: "a bomb planted by *them*", "a team led by *Ann Lee*"."""
    for clause in noun.rights:
        if clause.dep_ == "acl" and clause.tag_ in ("VBN", "VBD") and clause.lemma_.lower() in _BY_DOERS:
            yield from (t for preposition, t in obliques(clause) if preposition == "by")


def is_somebody(lemma: str, lexicon: Lexicon) -> bool:
    """Whether a noun is for people, who act and suffer themselves."""
    known = lexicon.is_in(lemma, "nouns.person", "nouns.private", "nouns.in_office", "nouns.callings")
    return known or lemma in _PEOPLE or wording("kin", lemma) or lemma in actors_words().somebody


def told_of(predicate: Predicate, lexicon: Lexicon) -> Iterator[Token]:
    """Those of whom the clause below a verb tells: what is announced, agreed, ordered or promised concerns them."""
    if predicate.kind != "verb" or (
        lexicon.is_in(predicate.lemma, "verbs.speech") and predicate.lemma not in _DECLARING
    ):
        return
    verb = predicate.token
    clauses = [c for c in verb.rights if c.dep_ in ("ccomp", "xcomp") and (is_verb(c) or c.lemma_ == "be")]
    clauses += [t for c in verb.rights if c.dep_ == "dobj" for t in c.rights if _is_aim(t)]
    for clause in _with_inner(clauses):
        arguments = of_verb(clause, lexicon)
        # An infinitive has no other subject than the clause above.
        own = arguments.subjects if clause.dep_ == "ccomp" or arguments.passive else ()
        yield from _named((*own, *arguments.objects))
        yield from (t for preposition, t in arguments.obliques if preposition in _WITH)
        for thing in arguments.objects:
            yield from (t for preposition, t in obliques(thing) if preposition in _WITH)
        # "was hired to be Ann Lee's doctor"
        posts = (c for c in clause.rights if c.dep_ == "attr" and clause.dep_ == "xcomp")
        yield from (t for post in posts for t in post.lefts if t.dep_ == "poss" and t.tag_ != "PRP$")


def _with_inner(clauses: Iterable[Token]) -> Iterator[Token]:
    """Clauses with the infinitive below each: "announced that it will *begin* to *sell* phones"."""
    for clause in clauses:
        yield clause
        yield from (c for c in clause.rights if c.dep_ == "xcomp" and is_verb(c))


def _is_aim(verb: Token) -> bool:
    """Whether an infinitive behind a noun says what it is for: "a program *to limit* the noise"."""
    if any(c.lower_ in ("first", "last", "only") for c in verb.head.lefts):
        return False  # "the first phones *to use* chips of Acme" says which phones they are
    return verb.dep_ in ("acl", "relcl") and verb.tag_ == "VB" and any(c.tag_ == "TO" for c in verb.lefts)


def _named(tokens: Iterable[Token]) -> Iterator[Token]:
    return (t for t in tokens if t.pos_ in ("NOUN", "PROPN"))


def victims(noun: Token) -> Iterator[Token]:
    """Those who are called victims of what the noun names: "the victim of Monday's shooting was named as Ann Lee"."""
    above = noun.head
    if noun.dep_ == "pobj" and above.dep_ == "prep" and above.head.lemma_.lower() == "victim":
        yield from conjuncts(above.head)


def is_by_line(verb: Token) -> bool:
    """Whether a sentence opens with who signs the text: "By Ann Lee, for Fjord News Thousands marched"."""
    first = verb.sent[0]
    return first.lower_ == "by" and first.head.i == verb.i and first.dep_ in ("prep", "agent")
