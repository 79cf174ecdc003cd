"""Date phrases that belong to a noun or to whoever speaks, whatever the parse hangs them on.

The 8 October gig was announced on Monday.                    the gig
Crimes related to the incident that night were filed.         the incident
Ann Lee was shot, her brother said Thursday.                  said
A man accused of murder at a party in 2013 was freed.         the murder
Ann Lee was charged with murder on Wednesday.                 charged
Two men are held after an early Sunday morning shooting.      the shooting
The town readied itself for Sunday.                           nothing
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from timeline.extract.lexicon import Lexicon
from timeline.extract.predicates import Predicate
from timeline.extract.sense_words import words
from timeline.model import Timex

if TYPE_CHECKING:
    from timeline.parsed import Span, Token

SEIZING = frozenset(
    {"arrest", "charge", "detain", "apprehend", "hold", "indict", "sentence", "convict", "jail", "accuse"}
)
BLOWS = frozenset({"ASSAULT", "DISASTER", "COERCE"})
_AGENCY = re.compile(r" ?\([A-Z][A-Za-z ]{1,30}\) ?(?:--?|[–—])")
"""The agency behind the day of a dateline: "LIMA, May 2 (Fjord News) -"."""
_STAMPED = 60
"""Characters of a sentence within which a bracket before a dash is the stamp of its dateline."""
_ALL_OF_IT = re.compile(
    r"(?:the )?(?:(?:rest|remainder) of the|entire|whole) (?:[a-z]+ )?(?:year|season|month|week|decade|campaign)\b",
    re.IGNORECASE,
)
_NEAR = 8
"""Words from a day to the noun that it describes."""
_LONG = ("year", "season", "month", "quarter", "decade")
_OCCASIONS = frozenset(
    {
        "day", "eve", "morning", "night", "evening", "afternoon", "weekend", "week", "season", "period", "holiday",
        "break",
    }
)  # fmt: skip
"""What a feast dates together with its name: "Christmas *holiday*"."""
_ARGUMENTS = ("nsubj", "nsubjpass", "dobj")


@dataclass(frozen=True, slots=True)
class Attached:
    """What a phrase belongs to: an event of the sentence, or with None a word that is no event."""

    event: Predicate | None


def attached(
    span: Span, timex: Timex, at: Mapping[int, Predicate], predicates: Sequence[Predicate], lexicon: Lexicon
) -> Attached | None:
    """What a phrase surely belongs to by the words beside it; None where the parse has to tell."""
    if (named := named_by_day(span, at)) is not None:
        return Attached(named)
    if _is_of_a_thing(span, timex, at) or _is_compared(span) or _is_prepared_for(span, at) or _is_for_all_of_it(span):
        return Attached(None)
    before = span.doc[span.start - 1] if span.start > span.sent.start else None
    if before is not None and before.lower_ == "on" and before.i > span.sent.start:
        before = before.nbor(-1)
    if before is not None and before.tag_ in ("VBD", "VBZ") and lexicon.is_in(before.lemma_.lower(), "verbs.speech"):
        return Attached(at.get(before.i))
    if (told := _before_speaker(span, at, lexicon)) is not None:
        return Attached(told)
    if before is not None and before.i in at and at[before.i].kind == "noun" and timex.text.lower().startswith("that "):
        return Attached(at[before.i])
    if (noun := _described(span)) is not None and noun.i not in at:
        verb = at.get(noun.head.i)
        voted = verb is not None and verb.type == "ELECTION" and lexicon.nouns.get(noun.lemma_.lower()) == "ELECTION"
        return Attached(verb if voted else None)  # who "won Sunday's election" won it on Sunday
    if (held := _held_for(span, timex, at) or _charged(span, timex, at)) is not None:
        return Attached(held)
    if _is_cut_short(span) or _is_of_people(span, timex):
        return Attached(next((p for p in predicates if 0 < p.token.i - span.end < _NEAR and p.kind == "noun"), None))
    blow = _blow_before(span, timex, predicates)
    return Attached(blow) if blow is not None else None


def is_stamp(sentence: Span, timex: Timex) -> bool:
    """Whether a date only says when the text was written: "LIMA, Ohio (May 3, 2021) — A bar burned"."""
    before = sentence.doc.text[sentence.start_char : timex.start]
    after = sentence.doc.text[timex.end : timex.end + 4]
    wired = _AGENCY.match(sentence.doc.text, timex.end) is not None and len(before) < _STAMPED
    return wired or (
        len(before) < _STAMPED
        and before.endswith("(")
        and after[:1] == ")"
        and after[1:].strip()[:1] in ("-", "–", "—")
    )


def named_by_day(span: Span, at: Mapping[int, Predicate]) -> Predicate | None:
    """The event that a day right before it says which one is meant: "a Saturday night *shooting*", "May's *vote*"."""
    doc = span.doc
    at_end = span.end + (span.end < span.sent.end and doc[span.end].tag_ == "POS")
    after = _last_of_name(doc[at_end : min(at_end + _NEAR, span.sent.end)])
    if after is None or after.i not in at:
        return None
    first = span.start - 1
    while first > span.sent.start and doc[first].pos_ == "ADJ":
        first -= 1
    opens = first >= span.sent.start and (doc[first].pos_ == "DET" or doc[first].tag_ in ("PRP$", "POS"))
    return at[after.i] if opens or at_end > span.end or doc[span.start].pos_ == "DET" else None


def _last_of_name(words: Span) -> Token | None:
    """The noun that ends a name of words in a row: "early morning drive-by *shooting* on …"."""
    last = None
    for word in words:
        hyphened = word.text == "-" or word.nbor(-1).text == "-"
        if not (hyphened or word.pos_ in ("ADJ", "NOUN") or word.tag_ == "VBG"):
            break
        last = word
    return last if last is not None and last.tag_ in ("NN", "NNS", "VBG") else None


def _before_speaker(span: Span, at: Mapping[int, Predicate], lexicon: Lexicon) -> Predicate | None:
    """The event whose day stands before the words that tell who says so: "was *hurt* Saturday, police said Monday"."""
    doc, speech = span.doc, span.root.head
    if span.end >= span.sent.end or not lexicon.is_in(speech.lemma_.lower(), "verbs.speech") or speech.i < span.end:
        return None
    before = doc[span.start - 1] if span.start > span.sent.start else None
    if before is not None and before.i in at and at[before.i].kind == "noun" and doc[span.end].i == speech.i:
        return at[before.i]  # "the family of a girl hurt in an incident Saturday said"
    if doc[span.end].text != ",":
        return None
    told = [c for c in (*speech.children, speech.head) if c.i < span.start and c.i in at and c.dep_ != "nsubj"]
    last = _last_joined(told[-1], span.start) if told else None
    return at.get(last.i, at[told[-1].i]) if last is not None else None


def _last_joined(verb: Token, end: int) -> Token:
    """The last of coordinated verbs before a word: the day of "is meeting and will *decide* Friday, police said"."""
    joined = next((c for c in verb.rights if c.dep_ == "conj" and c.pos_ == "VERB" and c.i < end), None)
    return verb if joined is None else joined


def _described(span: Span) -> Token | None:
    """The noun of which a day before it says which one is meant: "the 8 October *gig*", "Tuesday's *crime*"."""
    head = span.root.head
    if head.pos_ != "NOUN" or head.i < span.end:
        return None
    return head if (span.root.dep_ == "poss" or span[0].lower_ == "the") and head.dep_ in _ARGUMENTS else None


def _held_for(span: Span, timex: Timex, at: Mapping[int, Predicate]) -> Predicate | None:
    """The arrest where the day stands behind what it is for: "arrested for driving too fast on Tuesday"."""
    if timex.when.granularity in _LONG:
        return None
    for above in span.root.ancestors:
        if above.dep_ == "pcomp" and above.head.lower_ == "for":
            verb = above.head.head
            return at.get(verb.i) if verb.lemma_.lower() in ("arrest", "detain", "apprehend") else None
        if above.i in at and at[above.i].kind == "noun":
            return None
    return None


def _is_cut_short(span: Span) -> bool:
    """Whether the parse took a day for a noun of which it only says which: "in the July 19, 2012, Lima fire"."""
    start = span.start if span[0].lower_ == "the" else span.start - 1
    before = span.doc[start - 1] if start > 0 else None
    article = span.doc[start].lower_ == "the"
    return before is not None and before.lower_ == "in" and article and span.root.pos_ == "PROPN"


def _is_of_a_thing(span: Span, timex: Timex, at: Mapping[int, Predicate]) -> bool:
    """Whether a feast or decade before a noun says what it is like: "a Christmas card", "the 1950s film star"."""
    phrase, noun = span[-1], span[-1].head
    if timex.when.granularity == "decade" and span[0].i + 1 == span.end and _is_before_a_word(phrase):
        return True  # "1950s pin up star", where the parse takes the pin for a verb
    before = phrase.dep_ in ("compound", "nmod", "nummod", "amod") and phrase.i < noun.i and noun.i not in at
    if not before or noun.pos_ not in ("NOUN", "PROPN") or noun.lemma_.lower() in _OCCASIONS:
        return False
    return timex.when.granularity == "decade" or timex.when.rule.endswith(".holiday")


def _is_before_a_word(decade: Token) -> bool:
    """Whether a decade without preposition or article stands before a word that it may describe."""
    if decade.i == decade.sent.start:
        return False
    before, after = decade.nbor(-1), decade.nbor(1) if decade.i + 1 < decade.sent.end else None
    bare = before.pos_ not in ("ADP", "SCONJ", "DET", "CCONJ") and before.text != ","
    return bare and after is not None and after.is_alpha


def _is_compared(span: Span) -> bool:
    """Whether a date only says since when there was nothing like it: "the *biggest* fire since 2003"."""
    since = span.root.head
    if since.lower_ != "since" or since.dep_ != "prep":
        return False
    compared = (since.head, *(t for t in since.head.subtree if t.i < since.i))
    return any(t.tag_ in ("JJS", "RBS") or t.lower_ in ("first", "only") for t in compared)


def _is_prepared_for(span: Span, at: Mapping[int, Predicate]) -> bool:
    """Whether somebody only gets ready for a day: "readied themselves for Sunday", not "readied the launch for it"."""
    to = span.root.head
    verb = to.head
    if (
        to.lower_ != "for"
        or to.dep_ != "prep"
        or verb.dep_ == "acl"
        or words("preparing").isdisjoint((verb.lemma_.lower(), verb.lower_))
    ):
        return False
    return not any(c.dep_ in ("auxpass", "nsubjpass") or (c.dep_ == "dobj" and c.i in at) for c in verb.children)


def _is_for_all_of_it(span: Span) -> bool:
    """Whether a span only says how long something will last: "lost him to injury for the entire season"."""
    to = span.doc[span.start - 1] if span.start > span.sent.start else None
    while to is not None and to.i > span.sent.start and to.lower_ in ("the", "rest", "remainder", "of"):
        to = to.nbor(-1)
    if to is None or to.lower_ != "for":
        return False
    return bool(_ALL_OF_IT.match(span.doc[to.i + 1 : span.end].text))


def _is_of_people(span: Span, timex: Timex) -> bool:
    """Whether a decade says of which time people are: "one of the stars of the 1940s", "Catholics of the 1800s"."""
    first = span.root
    while first.dep_ == "conj":
        first = first.head
    to = first.head
    before = timex.when.granularity in ("decade", "century") and first.dep_ == "pobj" and to.lower_ == "of"
    people = to.head.pos_ == "NOUN" and not to.head.ent_type_
    return before and (people or to.head.tag_ == "NNPS" or to.head.ent_type_ == "NORP")


def _charged(span: Span, timex: Timex, at: Mapping[int, Predicate]) -> Predicate | None:
    """Who is charged with a crime on a day is charged on it, whenever the crime was done."""
    start = span.start - 1 if span.start and span.doc[span.start - 1].lower_ == "on" else span.start
    crime = span.doc[start - 1] if start > span.sent.start else None
    if timex.when.granularity in _LONG or crime is None or crime.dep_ != "pobj":
        return None
    verb = crime.head.head if crime.head.lower_ in ("with", "of") else crime
    return at.get(verb.i) if verb.pos_ == "VERB" and verb.lemma_.lower() in SEIZING else None


def _blow_before(span: Span, timex: Timex, predicates: Sequence[Predicate]) -> Predicate | None:
    """The crime for which somebody is held, where the year after it is its own: "accused of murder … in 2013"."""
    if timex.when.granularity not in _LONG:
        return None
    for p in reversed(predicates):
        if p.kind == "noun" and p.type in BLOWS and p.token.i < span.start and p.token.dep_ == "pobj":
            verb = p.token.head.head
            held = verb.lemma_.lower() in SEIZING and verb.pos_ == "VERB"
            whole = not any(t.text == "," for t in span.doc[p.token.i : span.start])
            return p if held and whole and verb.dep_ == "acl" else None
    return None
