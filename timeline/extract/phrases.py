"""Pieces of a title in plain English: noun phrases with names made full."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from timeline import actors
from timeline.actors.references import is_paper
from timeline.actors.words import load as actors_words
from timeline.extract.arguments import antecedent, conjuncts, is_bracketed, obliques
from timeline.extract.casing import is_common, truecased
from timeline.extract.cast import Cast
from timeline.extract.inflection import owned
from timeline.extract.lexicon import shipped
from timeline.extract.products import name_behind
from timeline.extract.syntax import first_conjunct
from timeline.extract.things import is_version
from timeline.model import Mention

if TYPE_CHECKING:
    from timeline.parsed import Token

_LEFT = frozenset({"amod", "compound", "nmod", "nummod", "poss", "quantmod"})
_INNER = ("of", "with", "between", "on", "against", "for", "to", "over", "among")
_NOT_SHOWN = frozenset({"punct", "cc", "preconj", "predet", "relcl", "acl", "prep", "mark", "intj", "case"})
_BESIDE = frozenset({"advmod", "punct", "conj", "cc", "npadvmod", "det"})
_LENGTH = re.compile(r"\b[\w.]+-(?:minute|hour|day|week|month|year|decade)s?\b(?!-old)", re.IGNORECASE)
"""A length that belongs to the noun: "a five-year sentence"."""
_CLOCK = re.compile(r"\d\d?:\d\d$")
_AGES = frozenset({"year", "years", "month", "months", "week", "weeks", "day", "days"})
_AIM = 5
"""Words of the longest thing that an aim names."""
_KIN = {
    "increase": ("in",), "decrease": ("in",), "rise": ("in",), "drop": ("in",), "fall": ("in",), "decline": ("in",),
    "growth": ("in",), "cut": ("in",), "post": ("as",), "position": ("as",), "job": ("as",), "role": ("as",),
    "seat": ("in",), "stake": ("in",), "interest": ("in",), "change": ("in", "to"), "leader": ("in",),
    "regulation": ("in", "under"), "rule": ("in", "under"), "provision": ("in",), "protection": ("under",),
    "requirement": ("in", "under"),
}  # fmt: skip
"""Prepositions by which these nouns say of what they are."""
_POINTING = frozenset({"it", "this", "that", "these", "those", "which", "who", "what", "one", "such"})
_BRACKETS = frozenset({"(", ")", "[", "]", "-LRB-", "-RRB-"})
_WITH = ("with", "between", "on")
_FAR = 90
"""Words back in which the treaty that "it" means may stand."""


def wording(name: str, lemma: str) -> bool:
    """Whether a list of ``rules/titles.toml`` holds a lemma."""
    return lemma in _table()[name]


@cache
def _table() -> Mapping[str, frozenset[str]]:
    table = tomllib.loads((files("timeline") / "rules" / "titles.toml").read_text("utf-8"))
    return {name: frozenset(words) for name, words in table.items()}


def names(heads: Iterable[Token], cast: Cast, full: bool = True) -> str | None:
    """A coordination of noun phrases: "A, B and C"; None when a part is a pronoun that nobody can be found for."""
    tokens = list(heads)
    if len(tokens) == 2 and (person := cast.titled(tokens[1]) or titled_twice(tokens, cast)) is not None:
        return person.name
    parts: list[str] = []
    for head in tokens:
        part = noun_phrase(head, cast, full and head is tokens[-1])  # what the last is of may be said, not the first
        if part is None:
            return None
        parts.extend(p for p in part if p not in parts)
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def titled_twice(tokens: list[Token], cast: Cast) -> Mention | None:
    """The person behind two titles: "neurosurgeon and correspondent Dr. *Ann Lee*"; one without article is no other."""
    first, second = tokens
    raised = first.is_sent_start and first.tag_ == "NNP" and shipped().is_in(first.lower_, "nouns.person")
    bare = (first.tag_ == "NN" or raised) and not any(c.dep_ in ("det", "poss", "nummod") for c in first.lefts)
    if second.tag_ == "NN":
        named = (c for c in (*second.rights, *first.rights) if c.dep_ == "appos" and c.left_edge.i == second.i + 1)
        second = next(named, second)
    if not bare or second.ent_type_ != "PERSON" or not any(c.dep_ in ("compound", "nmod") for c in second.lefts):
        return None
    return next((m for m in cast.at(second) if m.kind == "person"), None)


def noun_phrase(head: Token, cast: Cast, full: bool = True) -> list[str] | None:
    """The phrases a head stands for: the names of its actors, else its words without article and relative clause."""
    if (head.i, full) not in cast.phrases:
        cast.phrases[head.i, full] = _phrase(head, cast, full)
    return cast.phrases[head.i, full]


def _phrase(head: Token, cast: Cast, full: bool) -> list[str] | None:
    if wording("reflexives", head.lower_):
        return [head.lower_]
    share = _share(head)
    head = _whole(head)
    head = name_behind(head) or head
    if people := cast.named_as(head):
        return [m.name for m in people]
    beside = head.pos_ in ("NOUN", "NUM", "PROPN") and not cast.at(head)
    mentions = cast.of(head, shipped()) if beside else cast.at(head)
    if beside:
        mentions = [m for m in mentions if m.kind == "person" or head.pos_ == "NUM"]
    if mentions and all(m.way in ("pronoun", "description") for m in mentions):
        return [m.name for m in mentions]
    if mentions and mentions[0].way in ("name", "capital", "office") and mentions[0].kind != "place":
        several = [m for m in mentions if m.way == "name" and (beside or m.kind == "person")] if mentions[1:] else []
        called = [_doubted(head, mentions[0]) + shown(m, head) for m in several or mentions[:1]]
        return [*called[:-1], called[-1] + _ability(head, cast)]
    if head.lower_ in ("it", "them", "they") and (paper := _paper(head)) is not None:
        return noun_phrase(paper, cast, False)
    if is_aged(head):
        return [_joined([t.text for t in head.doc[head.i - 4 : head.i + 1]], head)]
    if head.pos_ in ("PRON", "NUM") or head.lower_ in _POINTING:
        return None
    words = _words(head, cast, full)
    return [f"{share}{words}"] if words else None


def _ability(thing: Token, cast: Cast) -> str:
    """What a thing can do by which it is another than those before: "a phone *capable of showing films*"."""
    able = next((c for c in thing.rights if c.dep_ == "amod" and c.lower_ == "capable"), None)
    behind = able.rights if able is not None and able.i == thing.i + 1 else ()
    for gerund in (g for c in behind if c.lower_ == "of" for g in c.rights if g.tag_ == "VBG"):
        what = names([c for c in gerund.rights if c.dep_ == "dobj"], cast, full=False)
        return f" capable of {gerund.lower_} {what}" if what else ""
    return ""


def _doubted(head: Token, mention: Mention) -> str:
    """The word before an office that would be another without: "a *suspected* mafia leader"."""
    if mention.kind == "person" and mention.way != "office":
        return ""
    word = next((c for c in head.lefts if c.dep_ == "amod" and wording("doubted", c.lower_)), None)
    return f"{word.lower_} " if word is not None and word.idx < mention.start else ""


def is_aged(head: Token) -> bool:
    """Whether somebody is called by an age alone: "killed a *14-year-old*"."""
    years = head.doc[max(0, head.i - 4) : head.i]
    alone = head.lower_ in ("old", "olds") and head.dep_ not in ("amod", "acomp", "compound", "nmod")
    return alone and len(years) == 4 and years[0].like_num and years[1].text == "-" and years[2].lower_ in _AGES


def _share(head: Token) -> str:
    """How many of several are meant: "*one of* the most wanted men", not all of them."""
    if not wording("shares", head.lemma_.lower()) or not any(p == "of" for p, _ in obliques(head)):
        return ""
    return f"{head.lower_} of "


def _whole(head: Token) -> Token:
    """Of "the first of dozens of orders" the orders; any other head itself."""
    for _ in range(3):
        below = [n for p, n in obliques(head) if p == "of"] if wording("parts", head.lemma_.lower()) else []
        if not below:
            break
        head = below[0]
    if head.tag_ == "NNS" and head.lemma_.lower() in ("dozen", "score"):
        return next((n for p, n in obliques(head) if p == "of"), head)
    return head


def _paper(pronoun: Token) -> Token | None:
    """The treaty, bill or letter that "it" is by what is done to it, named at most a few sentences before."""
    if not is_paper(pronoun):
        return None
    tag = "NN" if pronoun.lower_ == "it" else "NNS"
    before = pronoun.doc[max(0, pronoun.i - _FAR) : pronoun.i]
    return next(
        (t for t in reversed(before) if t.tag_ == tag and t.dep_ != "compound" and t.lemma_.lower() in papers()), None
    )


def papers() -> frozenset[str]:
    """Nouns for texts that are signed and passed."""
    return actors_words().papers


def shown(mention: Mention, head: Token) -> str:
    """How a title names an actor: a town by its name where it is no government that acts."""
    if mention.way == "office":
        words = mention.surface.removeprefix("the ").removeprefix("The ").replace("'", "’")
        return truecased(words) if words.isupper() else words
    head = first_conjunct(head)
    acts = head.dep_ in ("nsubj", "agent") or (head.dep_ == "pobj" and head.head.lower_ == "by")
    if mention.way == "capital" and not acts and actors.place(mention.surface) is not None:
        return mention.surface.title() if mention.surface.isupper() else mention.surface
    return mention.name


def _words(head: Token, cast: Cast, full: bool) -> str:
    if wording("times", head.lemma_.lower()) and any(t.lower_ == "than" for t in head.doc[head.left_edge.i : head.i]):
        return head.doc[head.left_edge.i : head.i + 1].text + _inner(head, cast, ("of",))  # "more than half a century"
    pieces: list[str] = []
    covered: set[int] = set()
    for token in _left(head):
        if token.i in covered:
            continue
        if token.dep_ == "poss":
            if (body := _named_body(token, head, cast)) is not None:
                pieces.append(body.name)
                covered.update(t.i for t in head.lefts if t.idx < body.end)
                covered.update(t.i for t in token.subtree)
                continue
            owners = [antecedent(token, token.head)] if token.tag_ != "WP$" else _owner(token)
            owner = names([c for o in owners for c in conjuncts(o)], cast, full=False) if owners else None
            if owner is not None:
                pieces.append(owned(owner))
            covered.update(t.i for t in token.subtree)
        elif token.dep_ in _LEFT or token.dep_ in _BESIDE or "-" in (token.nbor(1).text, token.doc[token.i - 1].text):
            pieces.append(_lowered(token))
    text = _joined([*pieces, _lowered(head), *_behind_hyphens(head), *_numbered(head)], head)
    if full or wording("containers", head.lemma_.lower()) or _has_name_behind(head):
        text += _inner(head, cast, () if full else ("of",))
    return text


def _has_name_behind(head: Token) -> bool:
    """Whether a name goes on behind its "of": "the Gulf *of Aden*"."""
    behind = list(head.doc[head.i + 1 : head.i + 3])
    return head.tag_ == "NNP" and len(behind) == 2 and behind[0].lower_ == "of" and behind[1].tag_ in ("NNP", "NNPS")


def _named_body(owner: Token, head: Token, cast: Cast) -> Mention | None:
    """The body whose name an owner only begins: "a Lima County *Sheriff's Department* deputy"."""
    behind = (m for m in cast.at(owner) if m.way == "name" and m.end > owner.idx + len(owner) + 2)
    return next((m for m in behind if m.end <= head.idx), None)


def _owner(whose: Token) -> list[Token]:
    """In "Said, whose death" it is Said's."""
    return next(([t.head] for t in whose.ancestors if t.dep_ == "relcl"), [])


def _lowered(token: Token) -> str:
    """The word as it stands inside a sentence."""
    if token.is_upper and len(token) > 3 and token.pos_ == "ADJ" and not token.ent_type_:
        return token.lower_  # "a LARGE fire"
    plain = token.is_title and len(token) > 1 and not any(c.isdigit() for c in token.text)
    name = token.pos_ == "PROPN" or token.ent_type_ not in ("", "CARDINAL", "ORDINAL") or not plain
    name = name or (token.pos_ == "ADJ" and (_is_raised_for_itself(token) or _is_in_a_name(token)))
    return token.text if name else token.lower_


def _is_raised_for_itself(token: Token) -> bool:
    """Whether a capital stands neither at a beginning nor in a headline: "hundreds of Egyptian officers"."""
    before = token.nbor(-1) if token.i > token.sent.start else token
    around = token.doc[max(token.sent.start, token.i - 3) : min(token.sent.end, token.i + 4)]
    small = sum(t.is_lower for t in around if t.is_alpha and len(t) > 3)
    return before.is_alpha and before.i != token.i and small > 1


def _is_in_a_name(token: Token) -> bool:
    """Whether a name goes on behind a word that no sentence or headline begins with: "the old *French* Quarter"."""
    behind = token.nbor(1) if token.i + 1 < token.sent.end else token
    return token.i > token.sent.start and behind.pos_ == "PROPN" and behind.is_title and not is_common(token.text)


def _left(head: Token) -> list[Token]:
    """The words before the head that belong to it, articles left out."""
    return _glued(head, _modifiers(head))


def _glued(head: Token, kept: list[Token]) -> list[Token]:
    """With all parts of words that hyphens join, of which the parse saw some: "drive-by shooting", "would-be heir"."""
    numbers = {t.i for t in kept}
    for t in kept:
        for step in (1, -1):
            at = t.i
            while 0 < at + step < head.i and "-" in (t.doc[at].text, t.doc[at + step].text):
                if t.doc[min(at, at + step)].whitespace_:
                    break
                at += step
                numbers.add(at)
    return [t.doc[i] for i in sorted(numbers)] if len(numbers) > len(kept) else kept


def _behind_hyphens(head: Token) -> list[str]:
    """The rest of a word of which the parse took the first part for the noun: "his *ex*-girlfriend"."""
    rest: list[str] = []
    at = head.i
    while (
        at + 2 < len(head.doc)
        and head.doc[at + 1].text == "-"
        and not (head.doc[at].whitespace_ or head.doc[at + 1].whitespace_)
    ):
        rest += ["-", head.doc[at + 2].text]
        at += 2
    return rest


def _numbered(head: Token) -> list[str]:
    """The number behind a name: "Interstate *78*"."""
    behind = head.nbor(1) if head.i + 1 < head.sent.end else head
    number = behind.dep_ in ("nummod", "appos") and behind.head.i == head.i and behind.text.isdigit()
    return [behind.text] if number and head.tag_ == "NNP" and behind.ent_type_ != "DATE" else []


def _modifiers(head: Token) -> list[Token]:
    kept: list[Token] = []
    commas = [c.i for c in head.lefts if c.dep_ == "punct" and c.text == ","]
    for child in head.lefts:
        # Of "economic, scientific and military domains" the last modifier is enough.
        if commas and child.i < commas[-1] and child.dep_ != "poss":
            continue
        if any(c.dep_ == "conj" for c in child.children) and child.dep_ == "amod":
            together = [t for t in child.subtree if t.dep_ != "det" or t.i > child.left_edge.i]
            kept.extend(together if len(together) <= 3 else [child])
            continue
        timed = child.ent_type_ in ("DATE", "TIME") and head.ent_type_ not in ("DATE", "TIME", "EVENT")
        if timed and _LENGTH.search("".join(t.text_with_ws for t in child.subtree)) is None:
            continue  # "the Monday morning attack": when is told beside the title
        if child.lower_ in ("old", "olds") and any(t.lower_ in _AGES for t in child.doc[max(0, child.i - 3) : child.i]):
            continue  # what is left of an age in whatever spelling: "a 2–year–old girl", "a 2-year-old old girl"
        of_a_kind = is_version(head.lemma_.lower())  # "the next generation of phones"
        if wording("pointing", child.lower_) and child.dep_ == "amod" and not of_a_kind:
            continue  # "the latest attack": latest of what?
        if is_bracketed(child) or any(t.text in _BRACKETS for t in child.subtree):
            continue
        if child.dep_ == "det" and child.lower_ not in ("no", "all", "every", "some", "any", "both"):
            continue
        if child.dep_ in _NOT_SHOWN and (child.text != "-" or child.whitespace_):
            continue
        if child.dep_ == "poss" and wording("times", child.lower_):
            continue  # "last night's shooting"
        if child.dep_ == "poss":
            kept.append(child)
        elif len(list(child.subtree)) <= 6:
            kept.extend(t for t in child.subtree if t.dep_ != "det" or t.head.i != head.i)
    return kept


def _inner(head: Token, cast: Cast, only: Sequence[str] = ()) -> str:
    """The first complement of a noun that can be named; of a treaty or bill also with whom or on what it is."""
    found: list[str] = []
    for child in head.rights:
        if child.dep_ in ("acl", "relcl") and (purpose := aim(child, cast)):
            found = [f"{''.join(found[:1])} {purpose}"]  # "a deal to buy Acme"
        if any(c.dep_ == "conj" and c.i < child.i for c in head.rights):
            continue  # "the Bar and Grill *on Elm Street*"
        inner_ones = only or (*_INNER, *_KIN.get(head.lemma_.lower(), ()))
        if child.dep_ != "prep" or child.lower_ not in inner_ones:
            continue
        objects = [c for c in child.children if c.dep_ == "pobj"]
        gerunds = [c for c in child.children if c.dep_ == "pcomp" and c.tag_ == "VBG"]
        if only and gerunds and (things := [c for c in gerunds[0].children if c.dep_ == "dobj"]):
            # "a wave of exploding drones", where the parse takes the participle for a verb
            found.extend(f" of {gerunds[0].lower_} {inner}" for inner in noun_phrase(things[0], cast, False) or ())
        elif gerunds and not list(gerunds[0].rights) and wording("containers", head.lemma_.lower()):
            found.append(f" {child.lower_} {gerunds[0].lower_}")  # "an integration of podcasting"
        if not objects or objects[0].ent_type_ in ("DATE", "TIME") or wording("times", objects[0].lower_):
            continue
        if wording("links", objects[0].lemma_.lower()) and head.pos_ == "PROPN":
            continue  # "arrested on Route 94 on suspicion of arson": no road on suspicion
        if any(m.way == "name" and head.idx < m.start < child.idx for m in cast.at(objects[0])):
            continue  # "in the head near *Lund University on Long Island*": no head on an island
        inner = names(conjuncts(objects[0]), cast, full=False)
        filler = wording("fillers", objects[0].lemma_.lower()) and not any(c.dep_ in _LEFT for c in objects[0].lefts)
        if inner is not None and (objects[0].pos_ == "PROPN" or not filler):
            paper = objects[0].lemma_.lower() in papers()
            found.append(f" {child.lower_} {inner}{_inner(objects[0], cast, _WITH) if paper else ''}")
    return found[0] if found else ""


def is_plain(token: Token) -> bool:
    """A noun phrase that can be named, no clause or bare number."""
    if (wording("parts", token.lemma_.lower()) and any(c.lower_ == "of" for c in token.children)) or is_aged(token):
        return True
    clock = any(_CLOCK.match(c.text) for c in token.lefts)  # "after 06:00 BST"
    return not clock and token.pos_ not in ("VERB", "AUX", "ADJ", "ADV", "SCONJ", "PUNCT")


def aim(infinitive: Token, cast: Cast) -> str | None:
    """What a plan, a deal or a tool is to do, in few words: "to buy Acme"."""
    if infinitive.tag_ != "VB" or not any(c.tag_ == "TO" for c in infinitive.children):
        return None
    things = [t for c in infinitive.children if c.dep_ == "dobj" for t in conjuncts(c)]
    if not things or any(c.dep_ in ("neg", "prt") for c in infinitive.children):
        return None
    words = names(things, cast, full=False)
    if words is None or len(words.split()) > _AIM:
        return None
    office = next((names([n], cast, False) for w, n in obliques(infinitive) if w == "as"), None)
    return f"to {infinitive.lower_} {words}{f' as {office}' if office else ''}"


def _joined(words: list[str], head: Token) -> str:
    text = " ".join(words)
    text = re.sub(r"(?<=\d) (?=(?:[GKDm]|bn)\b)|(?<=[$€£]) (?=\d)", "", re.sub(r"\s+([-/])\s+", r"\1", text))
    return re.sub(r"\s+([,.;:’'])", r"\1", text).strip(" ,-–—“”\"'")
