"""What stands behind the verb of a title: the prepositional phrases that give it sense, the date left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from timeline.extract.arguments import Arguments, conjuncts, obliques
from timeline.extract.byname import is_explained, is_half, says_again
from timeline.extract.cast import Cast
from timeline.extract.contents import gerund_clause
from timeline.extract.phrases import aim, is_plain, names, wording
from timeline.extract.predicates import Predicate
from timeline.extract.syntax import is_verb, particle
from timeline.extract.whereabouts import is_cut_off

if TYPE_CHECKING:
    from timeline.parsed import Token

_BEHIND = frozenset({
    "of", "with", "to", "against", "from", "on", "for", "over", "about", "into", "as", "at", "in", "after", "near",
    "outside", "inside", "off", "south", "north", "east", "west",
})  # fmt: skip

_WORDS = frozenset({"ACCUSE", "STATEMENT", "SUPPORT", "REQUEST", "THREATEN", "REJECT"})
_MANNERS = frozenset({"in", "as", "for", "with"})


def tails(p: Predicate, arguments: Arguments, cast: Cast, full: bool) -> Iterator[str]:
    """Prepositional phrases in text order, the date left out."""
    count = 0
    part = particle(p.token)
    out_of = [pair for pair in obliques(part) if pair not in arguments.obliques] if part is not None else []
    for preposition, token in (*out_of, *arguments.obliques):
        head = preposition.split(" ")[0]
        if head == "as" and p.token.dep_ == "acl" and p.token.head.head.lemma_ in ("identify", "name"):
            continue  # "identified the man killed in Lima *as Bo Dahl*"
        if head not in _BEHIND or token.ent_type_ in ("DATE", "TIME") or not is_plain(token) or count >= 2:
            continue
        if (
            is_half(token)
            or any(c.lower_ == "same" for c in token.lefts)
            or is_explained(token)
            or says_again(p.lemma, token)
            or (head == "with" and (wording("strengths", token.lemma_.lower()) or _is_meanwhile(token)))
            or wording("fillers", token.lemma_.lower())
            or wording("times", token.lemma_.lower())
            or (head in ("in", "at") and (_is_any_place(token) or _is_of_words(token, p, arguments)))
            or (head in _MANNERS and token.i < p.token.i and _is_remark(token))
        ):
            continue
        words = _told_below(token, cast) or (names(_shown(token, cast), cast, full) if token.dep_ == "pobj" else None)
        if words is not None and not full and _is_cut_short(token, words):
            continue
        if words is not None and is_cut_off(words):
            continue
        bare = words.rpartition("’s ")[2] if words is not None else ""  # "to his role" is "to Ann Lee’s role"
        if words is not None and (" " in bare or not wording("links", bare)):
            count += 1
            yield f"{preposition if arguments.objects else _toward(preposition, p, token)} {words}"
    for child in p.token.children:
        if child.dep_ in ("prep", "agent") and child.lower_ in ("of", "from", "for", "by") and count < 2:
            for clause in child.children:
                if clause.dep_ == "pcomp" and is_verb(clause) and (told := gerund_clause(clause, cast)):
                    count += 1
                    yield f"{child.lower_} {told}"


def _shown(noun: Token, cast: Cast) -> list[Token]:
    """A phrase without a last noun that says nothing for want of its clause: "of panic and the *need* to wait"."""
    *before, last = conjuncts(noun)
    clause = next((c for c in last.rights if c.dep_ in ("acl", "relcl") and any(t.tag_ == "TO" for t in c.lefts)), None)
    cut = before and last.pos_ == "NOUN" and clause is not None and aim(clause, cast) is None
    return before if cut else [*before, last]


def _toward(preposition: str, p: Predicate, place: Token) -> str:
    """How a place before the verb is told behind it: "In Chad, Ann Lee returned" gives "returns *to* Chad"."""
    fronted = place.i < p.token.i and place.ent_type_ == "GPE"
    return "to" if fronted and preposition == "in" and p.lemma == "return" else preposition


def _is_cut_short(noun: Token, words: str) -> bool:
    """Whether a phrase lost what says whose or of what it is: "at the *request* of Peru"."""
    return " of " not in words and any(c.dep_ == "prep" and c.lower_ == "of" for c in noun.rights)


def brief(p: Predicate, arguments: Arguments, cast: Cast) -> Iterator[str]:
    """The first of several things that somebody is charged with or held for, where all of them are too many."""
    if p.type not in ("LEGAL", "COERCE"):
        return
    for preposition, token in arguments.obliques:
        if preposition in ("with", "of", "for") and token.dep_ == "pobj" and len(list(conjuncts(token))) > 1:
            words = names([token], cast, False)
            if words is not None and is_plain(token) and not wording("links", words):
                yield f"{preposition} {words}"
                return


def _told_below(noun: Token, cast: Cast) -> str | None:
    """A word that says nothing alone with the act behind it: "on *suspicion of robbing a bank*"."""
    if not wording("links", noun.lemma_.lower()):
        return None
    for below in (c for c in noun.rights if c.dep_ == "prep" and c.lower_ in ("of", "for")):
        for clause in below.children:
            if clause.dep_ == "pcomp" and clause.tag_ == "VBG" and (told := gerund_clause(clause, cast)):
                return f"{noun.lower_} {below.lower_} {told}"
    return None


def _is_remark(fronted: Token) -> bool:
    """Whether a phrase before the subject names nothing: "*in a sad reversal of roles*, a woman opened fire"."""
    return not fronted.ent_type_ and not any(t.pos_ == "PROPN" for t in fronted.subtree)


def _is_meanwhile(noun: Token) -> bool:
    """Whether something else goes on there: "the quake struck, with *houses* collapsing"."""
    return any(t.dep_ == "acl" and t.tag_ == "VBG" for t in noun.subtree)


def _is_of_words(fronted: Token, p: Predicate, arguments: Arguments) -> bool:
    """Whether a place before the subject says where words were spoken, not where what they are about was done.

    "*In Lima*, Ann Lee condemned the attacks".
    """
    return p.type in _WORDS and fronted.i < p.token.i and any(t.i > p.token.i for t in arguments.objects)


def _is_any_place(token: Token) -> bool:
    """Whether a place is only "the city" or "the area", with nothing that says which."""
    return wording("anywhere", token.lower_) and all(c.dep_ in ("det", "punct") for c in token.children)
