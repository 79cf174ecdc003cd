"""Pronouns that point at an actor ("he", "its", "they"), and the walk through a text that resolves them and nouns.

Only where one reading is possible. What precedes in the sentence and in the two sentences before it may be meant; where
that holds several candidates, the subject of the sentence before wins, then the actor that the article is mostly about.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from timeline.actors import descriptions, words
from timeline.actors.known import country_of
from timeline.actors.seen import BACK, FAR, Before, Fits, Seen, is_subject, one, told_after, told_of
from timeline.actors.tables import states
from timeline.model import Mention
from timeline.names import fold

if TYPE_CHECKING:
    from timeline.parsed import Doc, Span, Token

_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_IT = frozenset({"it", "its", "itself"})
_THEY = frozenset({"they", "their"})
_EXPLETIVE = frozenset({"be", "seem", "appear", "rain", "snow", "take", "remain", "emerge", "mean", "matter", "happen"})
_BODIES = frozenset({"organisation", "state", "group"})


def references(doc: Doc, text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Further mentions, by pronoun and description, for a text whose names are already found and made full.

    ``text`` is ``doc.text``, which spaCy would put together anew at every use.
    """
    queue = sorted(mentions, key=lambda m: m.start)
    spans = [_span(doc, m) for m in queue]
    at = {i: m for m, span in zip(queue, spans, strict=True) for i in range(span.start, span.end)}
    taken = frozenset(at)
    names = descriptions.names(doc, queue, spans)
    sentences = [sentence.start for sentence in doc.sents]
    seen: list[Seen] = []
    found: list[Mention] = []
    read = 0
    for i in words.where(doc, _pronouns() | descriptions.nouns() | names.last_words):
        while read < len(queue) and spans[read].start <= i:
            number = bisect_right(sentences, spans[read].start) - 1
            called = descriptions.called(doc, queue[read], spans[read])
            if not _is_credit(queue[read], spans[read]):
                seen.append(Seen(queue[read], number, is_subject(spans[read][0]), called))
            read += 1
        if i not in taken:
            number = bisect_right(sentences, i) - 1
            for mention in _read(doc[i], Before(text, seen, number, at), names):
                found.append(mention)
                at[i] = mention
                seen.append(Seen(mention, number, is_subject(doc[i]), descriptions.calls(doc[i], mention)))
    return found


@cache
def _pronouns() -> frozenset[str]:
    return _HE | _SHE | _IT | _THEY


def _span(doc: Doc, mention: Mention) -> Span:
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    assert span is not None, "mentions are found in this very text"
    return span


def _is_credit(mention: Mention, span: Span) -> bool:
    """Whether a name only says whose picture or text it is: "Ann Lee, fjordnews.com", a line without a verb."""
    if mention.kind != "person" or span.start != span.sent.start or span.end == span.sent.end:
        return False
    return span.doc[span.end].text in (",", "/", "|") and not any(t.pos_ in ("VERB", "AUX") for t in span.sent)


def _read(token: Token, before: Before, names: descriptions.Names) -> list[Mention]:
    low = token.lower_
    if low in _HE or low in _SHE:
        return _pronoun(token, before, low in _SHE)
    if low in _IT:
        return _it(token, before)
    if low in _THEY:
        return _they(token, before)
    return descriptions.read(token, before, names)


def _pronoun(token: Token, before: Before, female: bool) -> list[Mention]:
    of_sex = _of_sex(female, before.text)
    others = _HE if female else _SHE
    # Whom the text has called "she" is no "he".
    told = {
        s.mention.name
        for s in before.seen[-FAR:]
        if s.mention.way == "pronoun" and s.mention.surface.lower() in others and " " in s.mention.name
    }
    own = frozenset[str]() if token.lower_.endswith("self") else before.beside(token)

    def fits(mention: Mention) -> bool:
        return mention.kind == "person" and mention.name not in own | told and of_sex(mention)

    people = [s for s in before.seen[-FAR:] if fits(s.mention)]
    antecedent = _by_clause(token, before, fits)
    if antecedent is None and token.dep_ in ("dobj", "pobj", "dative"):
        # "Xi told Kim that China supports him": an object has no subject to prefer.
        near = {s.mention.name: s.mention for s in people if s.sentence >= before.sentence - 1}
        antecedent = next(iter(near.values())) if len(near) == 1 else None
    elif antecedent is None and not _is_of_speaker(token, before) and not _is_of_another(token, before, people):
        antecedent = one(people, before.sentence, fits) or _ahead(token, before, fits)
    return [before.pointing(token, antecedent, "pronoun")] if antecedent else []


def _by_clause(token: Token, before: Before, fits: Fits) -> Mention | None:
    """Whom the relative clause around a pronoun is about: "Ann Lee, who said that she …"."""
    if token.dep_ not in ("nsubj", "nsubjpass", "poss") or (noun := told_of(token)) is None:
        return None
    mention = before.at.get(noun.i)
    return mention if mention is not None and fits(mention) else None


def _ahead(token: Token, before: Before, fits: Fits) -> Mention | None:
    """The name behind a clause that opens its sentence, where nobody stands before: "After he left, Ann Lee …"."""
    subject = told_after(token)
    mention = before.at.get(subject.i) if subject is not None else None
    return mention if mention is not None and mention.way == "name" and fits(mention) else None


def _is_of_speaker(token: Token, before: Before) -> bool:
    """Whether a pronoun may mean somebody without a name who speaks: "a witness said he saw her"."""
    subject = _subject_above(token)
    known = words.load()
    if subject is None or subject.tag_ != "NN" or subject.i in before.at or subject.head.lemma_ not in known.saying:
        return False
    if any(c.dep_ == "appos" and c.i in before.at for c in subject.children):
        return False
    noun = subject.lower_
    return noun not in known.papers and noun not in known.organisation_nouns and noun not in known.sources


def _is_of_another(token: Token, before: Before, people: Sequence[Seen]) -> bool:
    """Whether somebody without a name stands in between: "Dahl left. They accused the minister. He resigned"."""
    last = max((s.sentence for s in people), default=-1)
    if token.dep_ not in ("nsubj", "nsubjpass"):
        return False
    sentence = token.sent
    start = sentence.start
    for _ in range(min(before.sentence - last - 1, BACK)):
        start = token.doc[start - 1].sent.start if start else 0
    if last >= before.sentence:
        end = max(s.mention.end for s in people if s.sentence == last)
        between = (t for t in token.doc[start : token.i] if t.idx >= end and t.tag_ == "NN" and t.i not in before.at)
        # "the judge Ann Lee heard that the *star* was well before he died"
        return any(t.dep_ in ("nsubj", "nsubjpass") and t.lower_ in words.load().somebody for t in between)
    known = words.load()
    return any(
        (t.tag_ == "NN" and t.i not in before.at
        and (t.dep_ in ("nsubj", "nsubjpass", "dobj") or (t.dep_ == "pobj" and t.i >= sentence.start))
        and (t.lower_ in known.somebody or t.lower_ in known.offices))
        or (t.lower_ == "old" and t.dep_ in ("pobj", "nsubj", "nsubjpass", "dobj"))  # "the 11-year-old"
        for t in token.doc[start : token.i]
    )  # fmt: skip


def _subject_above(token: Token, one: bool = False) -> Token | None:
    """The subject before a word of the nearest clause above its own, of several things only if they may be meant."""
    for verb in token.head.ancestors:
        for child in verb.children:
            if child.dep_ in ("nsubj", "nsubjpass") and child.i < token.i and not (one and child.tag_ == "NNS"):
                return child
    return None


def _of_sex(female: bool, text: str) -> Fits:
    known = words.load()
    other, names = (known.male, known.men) if female else (known.female, known.women)

    def fits(mention: Mention) -> bool:
        given = fold(mention.name).split()
        if given and given[0] in names and (len(given) > 1 or given[0] not in known.common_surnames):
            return False
        before = text[max(0, mention.start - 20) : mention.start].split()
        return not (before and before[-1].rstrip(".").casefold() in other) and (mention.office or "") not in other

    return fits


def _it(token: Token, before: Before) -> list[Mention]:
    if token.dep_ == "dobj" and not is_paper(token):
        antecedent = _object_before(token, before)
        return [before.pointing(token, antecedent, "pronoun")] if antecedent else []
    if token.dep_ not in ("nsubj", "nsubjpass", "poss") or (token.dep_ != "poss" and token.head.lemma_ in _EXPLETIVE):
        return []
    if is_paper(token):
        return []
    own = before.beside(token)

    def fits(mention: Mention) -> bool:
        return mention.kind in _BODIES and mention.name not in own

    antecedent = _by_clause(token, before, fits)
    if antecedent is None and not _is_of_a_thing(token, before):
        antecedent = _subject_before(before.seen, before.sentence, fits) or _ahead(token, before, fits)
    return [before.pointing(token, antecedent, "pronoun")] if antecedent else []


def _object_before(token: Token, before: Before) -> Mention | None:
    """The object of the verb that the clause goes on with: "bought *Acme* and sold it"."""
    verb = token.head
    if verb.dep_ != "conj":
        return None
    objects = [c for c in verb.head.children if c.dep_ in ("dobj", "nsubjpass") and c.i < token.i]
    mention = before.at.get(objects[-1].i) if objects else None
    return mention if mention is not None and mention.kind in _BODIES else None


def _is_of_a_thing(token: Token, before: Before) -> bool:
    """Whether "it" goes on with a subject that is no actor: "The storm weakened after it crossed the island"."""
    subject = _subject_above(token, one=True)
    says = token.dep_ == "nsubj" and token.head.lemma_ in words.load().saying
    if subject is None or subject.tag_ != "NN" or token.dep_ == "poss" or says:
        return False
    if any(c.dep_ == "xcomp" for c in token.head.children):
        return False  # "it agreed to sell" wills something
    return not any(t.i in before.at for t in subject.subtree if t.i <= subject.i)


def _they(token: Token, before: Before) -> list[Mention]:
    """Those who are the subject before: "Ann Lee and Bo Dahl met. They signed"; also one organisation alone."""
    if token.dep_ not in ("nsubj", "nsubjpass", "poss"):
        return []
    start = token.sent.start
    first = token.doc[start - 1].sent.start if start else 0
    subject = next(
        (
            t
            for t in reversed(token.doc[first : token.i])
            if t.dep_ in ("nsubj", "nsubjpass") and t.tag_ not in ("WDT", "WP", "EX", "DT") and t.i != token.head.i
        ),
        None,
    )
    if subject is None or subject.lower_ in _IT | _HE | _SHE:
        return []
    heads = [subject, *_coordinated(subject)]
    meant = [[s.mention for s in before.seen[-FAR:] if s.mention.start <= t.idx < s.mention.end][-2:] for t in heads]
    if not all(meant) or (len(heads) == 1 and subject.tag_ == "NNS" and meant[0][0].kind != "group"):
        return []
    named = {m.name: m for ms in meant for m in ms}
    if len(named) == 1 and next(iter(named.values())).kind not in ("organisation", "group"):
        return []
    if token.dep_ == "poss" and token.head.lemma_.lower() in (
        *descriptions.GOVERNING,
        "country",
        "nation",
        "parliament",
        "army",
    ):
        named = {m.name: m for m in map(_state_of, named.values())}
    return [before.pointing(token, m, "pronoun") for m in named.values()]


def _state_of(mention: Mention) -> Mention:
    """The state for which somebody holds an office, for "their governments"; anybody else as they are."""
    code = mention.country or country_of(mention.name)
    state = states().get(code or "") if mention.kind == "person" else None
    return replace(mention, kind="state", name=state.name, country=code, office=None) if state else mention


def _coordinated(token: Token) -> list[Token]:
    found: list[Token] = []
    at: Token | None = token
    while at is not None and len(found) < 5:
        at = next((c for c in at.children if c.dep_ == "conj"), None)
        if at is not None:
            found.append(at)
    return found


def is_paper(token: Token) -> bool:
    """Whether a pronoun stands for a text by what is done to it: "it was ratified", "it passed the senate"."""
    known = words.load()
    verb = token.head
    below = next((c for c in verb.children if c.dep_ == "xcomp"), None)
    if token.dep_ == "nsubj" and below is not None and any(c.dep_ == "auxpass" for c in below.children):
        return below.lemma_ in known.paper_verbs  # "it has yet to be ratified"
    if token.dep_ == "nsubjpass" or token.dep_ == "dobj":
        return verb.lemma_ in known.paper_verbs or verb.lemma_ == "pass"
    if token.dep_ != "nsubj" or verb.lemma_ not in ("pass", "clear"):
        return False
    return any(t.lower_ in known.assemblies for t in verb.children if t.dep_ in ("dobj", "npadvmod"))


def _subject_before(seen: Sequence[Seen], sentence: int, fits: Fits) -> Mention | None:
    """The only subject of that kind in this sentence so far, else in the one before."""
    for back in (0, 1):
        here = [s for s in seen[-FAR:] if s.sentence == sentence - back and fits(s.mention)]
        names = {s.mention.name for s in here}
        subjects = {s.mention.name: s.mention for s in here if s.subject}
        if len(subjects) == 1 and (len(names) == 1 or back == 1):
            return next(iter(subjects.values()))
        if names:
            return None
    return None
