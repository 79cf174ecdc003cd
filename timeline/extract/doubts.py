"""Why a report is doubtful as an entry of a timeline: its words may mean something else, or its sentence is broken.

The words and patterns stand in ``rules/salience.toml``. A doubtful report stays in the background, and says why.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

    from timeline.extract.pipeline import Draft

LONGEST = 75
"""Words of a sentence beyond which the parse is not to be trusted: lists, or lines that ran together."""
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)?")
_NAMED = frozenset({"PERSON", "ORG", "WORK_OF_ART", "FAC", "PRODUCT", "LAW"})
_SAID = frozenset({"say", "confirm", "report", "announce", "tell", "state", "claim", "reveal", "add", "allege"})
_OF_COURTS = frozenset({"LEGAL", "COERCE", "ACCUSE", "LEADERSHIP"})
_OCCASIONS = frozenset({"CONSULT", "ELECTION", "DISASTER", "PROTEST"})


@dataclass(frozen=True, slots=True)
class _Rules:
    triggers: frozenset[str]
    sure: re.Pattern[str]
    others: frozenset[str]
    page: re.Pattern[str]
    title: re.Pattern[str]


def of(draft: Draft) -> str | None:
    """What is doubtful about a report, in words for people; None where nothing is."""
    report, sentence = draft.report, draft.predicate.token.sent
    if (lack := weakness(draft)) is not None:
        return lack
    if _rules().title.search(report.title):
        return "a title of broken words"
    if len(sentence) > LONGEST:
        return "a sentence too long to be read with confidence"
    if _rules().page.search(sentence.text):
        return "words of the page in the sentence"
    if is_of_a_game(report.trigger, sentence.text):
        return "told of a game"
    if _is_in_a_name(draft):
        return "the word is part of a name"
    if _is_headless(draft):
        return "a clause without its subject"
    if _is_set_off(draft):
        return "a participle read as the verb of its sentence"
    if _is_between(draft):
        return "a participle that may belong to another verb"
    return "alleged in the same breath" if _is_near_allegation(draft) else None


def weakness(draft: Draft) -> str | None:
    """What the title lacks; the name of an occasion is title enough."""
    lack = next((cue.partition(": ")[2] for cue in draft.report.cues if cue.startswith("title.weak: ")), None)
    return None if lack == "a name and no event" and draft.report.type in _OCCASIONS else lack


def is_of_a_game(trigger: str, sentence: str) -> bool:
    """Whether a word of war or police stands among words of a game."""
    rules, low = _rules(), sentence.lower()
    if trigger not in rules.triggers:
        return False
    return bool(rules.sure.search(low)) or len(rules.others & set(_WORD.findall(low))) > 1


def is_of_the_page(sentence: str) -> bool:
    """Whether credits, buttons or handles of a page stand in the sentence."""
    return bool(_rules().page.search(sentence))


def is_broken(title: str) -> bool:
    """Whether a title names nobody or carries the marks of a broken sentence."""
    return bool(_rules().title.search(title))


def _is_in_a_name(draft: Draft) -> bool:
    """The trigger belongs to a longer name: "the Shooting Star Theatre", "Strike Force Two"."""
    token = draft.predicate.token
    if any(m.mention.start <= token.idx < m.mention.end for m in draft.report.mentions):
        return draft.report.type not in _OCCASIONS
    return draft.predicate.kind != "noun" and token.ent_type_ in _NAMED and token.text[0].isupper()


def _is_headless(draft: Draft) -> bool:
    """A finite clause that another verb tells and that lost its subject: "officials said Long killed two officers"."""
    token = draft.predicate.token
    if draft.predicate.kind != "verb" or any(c.dep_ in ("nsubj", "nsubjpass", "csubj", "expl") for c in token.children):
        return False
    finite = token.tag_ in ("VBD", "VBZ", "VBP") or any(c.tag_ in ("VBD", "VBZ", "VBP") for c in token.children)
    return finite and (
        token.dep_ == "ccomp" or (token.dep_ == "conj" and draft.arguments.passive and _speaks(token.head))
    )


def _is_set_off(draft: Draft) -> bool:
    """A verb right after the comma behind its subject: "Ann Lee, shot in the neck, remained in a clinic"."""
    token = draft.predicate.token
    if draft.predicate.kind != "verb" or token.tag_ != "VBD" or token.i < 2 or token.nbor(-1).text != ",":
        return False
    return any(c.dep_ == "nsubj" and c.i == token.i - 2 for c in token.children)


def _is_between(draft: Draft) -> bool:
    """A participle with a verb between it and its own: "arrested a man who opened fire, injuring eight"."""
    token, head = draft.predicate.token, draft.predicate.token.head
    if token.dep_ != "advcl" or token.tag_ != "VBG" or head.i > token.i:
        return False
    return any(t.pos_ == "VERB" and t.dep_ in ("relcl", "ccomp", "advcl") for t in token.doc[head.i + 1 : token.i])


def _speaks(verb: Token) -> bool:
    return verb.lemma_.lower() in _SAID and not any(c.dep_ == "auxpass" for c in verb.children)


def _is_near_allegation(draft: Draft) -> bool:
    """Whether "allege" stands before the word in its sentence where the parse did not see what it governs."""
    token = draft.predicate.token
    if draft.report.type in _OF_COURTS or draft.report.claim != "asserted":
        return False
    return any(t.lower_.startswith("alleg") for t in token.sent if t.i < token.i)


@cache
def _rules() -> _Rules:
    table = tomllib.loads((files("timeline") / "rules" / "salience.toml").read_text("utf-8"))
    sport, page, title = table["sport"], table["page"], table["title"]
    return _Rules(
        frozenset(sport["triggers"]),
        re.compile(rf"\b(?:{'|'.join(map(re.escape, sport['sure']))})s?\b"),
        frozenset(sport["others"]),
        re.compile("|".join(page["patterns"]), re.IGNORECASE),
        re.compile("|".join(title["patterns"]), re.IGNORECASE),
    )
