"""Pronouns and common nouns that point at an actor: "he", "its", "the company", "the two countries".

Only where one reading is possible. What precedes in the sentence and in the two sentences before it may be meant; where
that holds several candidates, the subject of the sentence before wins, then the actor that the article is mostly about.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from timeline.actors import words
from timeline.actors.known import country_of
from timeline.actors.tables import fold, public_names, states
from timeline.model import Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_Fits: TypeAlias = Callable[[Mention], bool]
_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_IT = frozenset({"it", "its", "itself"})
_THEY = frozenset({"they", "their"})
_EXPLETIVE = frozenset({"be", "seem", "appear", "rain", "snow", "take", "remain", "emerge", "mean", "matter", "happen"})
_FAR = 300
"""Mentions back that are looked at, so that a long text takes no more time for each."""
_BACK = 2
"""Sentences before the present one in which an antecedent may stand."""
_NOUNS = {"country": "state", "nation": "state", "man": "person", "woman": "person"}
_GOVERNING = frozenset({"government", "regime", "administration"})
_MOSTLY = 0.6
"""Share of the mentions so far that makes one actor the one that the article is about."""
_DETERMINERS = frozenset({"the", "this", "that", "both"})


@dataclass(frozen=True, slots=True)
class _Seen:
    mention: Mention
    sentence: int
    subject: bool
    called: str = ""
    """The common noun that the text puts beside the name: "NPD Group, a research firm", "the retailer Best Buy"."""


@dataclass(frozen=True, slots=True)
class _Names:
    """What is known of an article's names before it is read."""

    things: frozenset[str]
    last_words: frozenset[str]


def references(doc: Doc, text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """Further mentions, by pronoun and description, for a text whose names are already found and made full.

    ``text`` is ``doc.text``, which spaCy would put together anew at every use.
    """
    queue = sorted(mentions, key=lambda m: m.start)
    spans = [_span(doc, m) for m in queue]
    taken = frozenset(i for span in spans for i in range(span.start, span.end))
    names = _Names(_things(doc, queue, spans), frozenset(_last_word(m) for m in mentions) - {""})
    sentences = [sentence.start for sentence in doc.sents]
    seen: list[_Seen] = []
    found: list[Mention] = []
    at = 0
    for i in words.where(doc, _pointing_words() | names.last_words):
        while at < len(queue) and spans[at].start <= i:
            number = bisect_right(sentences, spans[at].start) - 1
            seen.append(_Seen(queue[at], number, _is_subject(spans[at][0]), _called(doc, queue[at], spans[at])))
            at += 1
        if i not in taken:
            number = bisect_right(sentences, i) - 1
            for mention in _read(doc[i], text, seen, number, names):
                found.append(mention)
                seen.append(_Seen(mention, number, _is_subject(doc[i])))
    return found


@cache
def _pointing_words() -> frozenset[str]:
    known = words.load()
    offices = (title.split()[-1].rpartition("-")[2] for title in known.offices)
    return frozenset(
        {*_HE, *_SHE, *_IT, *_THEY, *_NOUNS, *_GOVERNING, *known.organisation_nouns, *known.pairs, *offices}
    )


def _span(doc: Doc, mention: Mention) -> Span:
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    assert span is not None, "mentions are found in this very text"
    return span


def _things(doc: Doc, mentions: Sequence[Mention], spans: Sequence[Span]) -> frozenset[str]:
    """Names that stand with an article or a number ("the iPhone", "iPad 2"): products, whatever the model says."""
    things = set()
    for mention, span in zip(mentions, spans, strict=True):
        if mention.kind != "organisation" or mention.way != "name" or span.root.dep_ == "compound":
            continue
        numbered = span.end < len(doc) and doc[span.end].like_num and not doc[span.end].is_sent_start
        if numbered or any(t.dep_ in ("det", "poss") and t.i < span.start for t in span.root.lefts):
            things |= {mention.surface, mention.name} if not _is_public(mention) else set()
    return frozenset(things)


def _called(doc: Doc, mention: Mention, span: Span) -> str:
    if mention.kind != "organisation" or mention.way != "name":
        return ""
    if span.start and (before := doc[span.start - 1]).lower_ in words.load().organisation_nouns:
        return before.lower_
    root = span.root
    beside = [t for t in root.rights if t.dep_ == "appos"]
    if root.dep_ == "nsubj" and root.head.lemma_ == "be":
        beside += [t for t in root.head.rights if t.dep_ == "attr"]
    return next((t.lower_ for t in beside if t.lower_ in words.load().organisation_nouns), "")


def _is_subject(token: Token) -> bool:
    head = token
    while head.dep_ in ("compound", "amod", "nmod", "det", "conj") and head.head is not head:
        head = head.head
    return head.dep_ in ("nsubj", "nsubjpass")


def _read(token: Token, text: str, seen: Sequence[_Seen], sentence: int, names: _Names) -> list[Mention]:
    low = token.lower_
    if low in _HE or low in _SHE:
        return _pronoun(token, text, seen, sentence, low in _SHE)
    if low in _IT:
        return _it(token, text, seen, sentence)
    if low in _THEY:
        return _they(token, text, seen)
    if token.tag_ == "NNS":
        return _pair(token, text, seen, sentence)
    return _description(token, text, seen, sentence, names) if token.tag_ == "NN" else []


def _pronoun(token: Token, text: str, seen: Sequence[_Seen], sentence: int, female: bool) -> list[Mention]:
    fits = _of_sex(female, text)
    people = [s for s in seen[-_FAR:] if s.mention.kind == "person" and fits(s.mention)]
    if token.dep_ in ("dobj", "pobj", "dative"):
        # "Xi told Kim that China supports him": an object has no subject to prefer.
        near = {s.mention.name: s.mention for s in people if s.sentence >= sentence - 1}
        antecedent = next(iter(near.values())) if len(near) == 1 else None
    else:
        antecedent = _one(people, sentence, lambda m: True)
    return [_pointing(text, token.idx, token.idx + len(token), antecedent, "pronoun")] if antecedent else []


def _of_sex(female: bool, text: str) -> _Fits:
    known = words.load()
    other, names = (known.male, known.men) if female else (known.female, known.women)

    def fits(mention: Mention) -> bool:
        given = fold(mention.name).split()
        if len(given) > 1 and given[0] in names:
            return False
        before = text[max(0, mention.start - 20) : mention.start].split()
        return not (before and before[-1].rstrip(".").casefold() in other) and (mention.office or "") not in other

    return fits


def _it(token: Token, text: str, seen: Sequence[_Seen], sentence: int) -> list[Mention]:
    if token.dep_ not in ("nsubj", "nsubjpass", "poss") or (token.dep_ != "poss" and token.head.lemma_ in _EXPLETIVE):
        return []
    if is_paper(token):
        return []
    antecedent = _subject_before(seen, sentence, lambda m: m.kind in ("organisation", "state", "group"))
    return [_pointing(text, token.idx, token.idx + len(token), antecedent, "pronoun")] if antecedent else []


def _they(token: Token, text: str, seen: Sequence[_Seen]) -> list[Mention]:
    """Those who are the subject before: "Ann Lee and Bo Dahl met. They signed"; also one organisation alone."""
    if token.dep_ not in ("nsubj", "nsubjpass", "poss"):
        return []
    start = token.sent.start
    before = token.doc[start - 1].sent.start if start else 0
    subject = next(
        (
            t
            for t in reversed(token.doc[before : token.i])
            if t.dep_ in ("nsubj", "nsubjpass") and t.tag_ not in ("WDT", "WP", "EX", "DT") and t.i != token.head.i
        ),
        None,
    )
    if subject is None or subject.lower_ in _IT | _HE | _SHE:
        return []
    heads = [subject, *_coordinated(subject)]
    meant = [[s.mention for s in seen[-_FAR:] if s.mention.start <= t.idx < s.mention.end][-2:] for t in heads]
    if not all(meant) or (len(heads) == 1 and subject.tag_ == "NNS" and meant[0][0].kind != "group"):
        return []
    named = {m.name: m for ms in meant for m in ms}
    if len(named) == 1 and next(iter(named.values())).kind not in ("organisation", "group"):
        return []
    if token.dep_ == "poss" and token.head.lemma_.lower() in (*_GOVERNING, "country", "nation", "parliament", "army"):
        named = {m.name: m for m in map(_state_of, named.values())}
    return [_pointing(text, token.idx, token.idx + len(token), m, "pronoun") for m in named.values()]


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


def _subject_before(seen: Sequence[_Seen], sentence: int, fits: _Fits) -> Mention | None:
    """The only subject of that kind in this sentence so far, else in the one before."""
    for back in (0, 1):
        here = [s for s in seen[-_FAR:] if s.sentence == sentence - back and fits(s.mention)]
        names = {s.mention.name for s in here}
        subjects = {s.mention.name: s.mention for s in here if s.subject}
        if len(subjects) == 1 and (len(names) == 1 or back == 1):
            return next(iter(subjects.values()))
        if names:
            return None
    return None


def _description(token: Token, text: str, seen: Sequence[_Seen], sentence: int, names: _Names) -> list[Mention]:
    determiner = next((t for t in token.lefts if t.dep_ == "det"), None)
    if determiner is None or determiner.lower_ not in _DETERMINERS or token.dep_ == "compound" or _restricted(token):
        return []
    fits = _fitting(token, text[determiner.idx + len(determiner) : token.idx + len(token)], seen[-_FAR:], names)
    antecedent = _one(seen, sentence, fits) if fits else None
    return [_pointing(text, determiner.idx, token.idx + len(token), antecedent, "description")] if antecedent else []


def _fitting(token: Token, words_after: str, seen: Sequence[_Seen], names: _Names) -> _Fits | None:
    """What "the <words>" may mean, or None where the words mean nobody named before."""
    known = words.load()
    noun, title = token.lower_, words_after.strip().casefold()
    if title in known.offices:
        office = known.offices[title][0][0]
        return lambda m: m.kind == "person" and m.office == office
    if title in known.organisation_nouns and " " in title:
        return _fits_noun(title, [s.mention for s in seen], names.things)
    plain = [t for t in token.lefts if t.dep_ != "det"]
    plain = [t for t in plain if t.lower_ != "based"]
    if noun in _GOVERNING and not plain:
        return lambda m: m.kind == "state"
    if any(t.tag_ != "JJ" and (t.tag_ != "NN" or noun not in known.business_nouns or not t.is_lower) for t in plain):
        return None
    if any(t.lower_ in known.another or any(True for _ in t.children) for t in plain):
        return None
    if not plain and noun in names.last_words and any(_last_word(s.mention) == noun for s in seen):
        return lambda m: _last_word(m) == noun
    if len(so_called := {s.mention.name for s in seen if s.called == noun}) == 1:
        return lambda m: m.name in so_called
    if noun in known.organisation_nouns:
        return _fits_noun(noun, [s.mention for s in seen], names.things)
    if plain:
        return None
    kind = _NOUNS.get(noun)
    if kind == "state":
        # "British troops occupied the country": a nationality is a trait of the troops, no country spoken of.
        return lambda m: m.kind == "state" and m.way != "nationality"
    return (lambda m: m.kind == kind) if kind else None


def _restricted(token: Token) -> bool:
    """Whether words after the noun say which one is meant: "the company that built it", not "the company, which"."""
    following = [t for t in token.rights if t.dep_ in ("relcl", "acl") or t.lower_ == "of"]
    return any(token.doc[token.i + 1].text != "," for _ in following)


def _last_word(mention: Mention) -> str:
    """The last word of an organisation's longer name, by which it may be meant: "the commission"."""
    parts = fold(mention.name).split() if mention.kind in ("organisation", "group") else []
    return parts[-1] if len(parts) > 1 else ""


def _fits_noun(noun: str, before: Sequence[Mention], things: frozenset[str]) -> _Fits:
    known = words.load()
    hints = known.organisation_nouns[noun]

    def hinted(mention: Mention) -> bool:
        return bool(hints & set(fold(mention.name).split()))

    if hints and any(m.kind == "organisation" and hinted(m) for m in before):
        return lambda m: m.kind == "organisation" and hinted(m)
    if noun in known.business_nouns:
        return lambda m: m.kind == "organisation" and not _is_public(m) and m.surface not in things
    return lambda m: m.kind == "organisation"


def _is_public(mention: Mention) -> bool:
    """Whether an organisation is an authority, a court, a party, a newspaper: no business."""
    name = fold(mention.name)
    return bool(words.load().public & set(name.split())) or name in public_names()


def _one(seen: Sequence[_Seen], sentence: int, fits: _Fits) -> Mention | None:
    """The one antecedent that fits, or None where there is none or more than one could be meant."""
    fitting = [s for s in seen[-_FAR:] if fits(s.mention)]
    near = {s.mention.name: s.mention for s in fitting if s.sentence >= sentence - _BACK}
    if len(near) == 1:
        return next(iter(near.values()))
    for back in range(_BACK + 1):
        here = [s for s in fitting if s.sentence == sentence - back]
        if not here:
            continue
        for choice in (here, [s for s in here if s.subject]):
            named = {s.mention.name: s.mention for s in choice}
            if len(named) == 1:
                return next(iter(named.values()))
        break
    counts = Counter(s.mention.name for s in fitting)
    if not counts:
        return None
    name, most = counts.most_common(1)[0]
    if most < 2 or most < _MOSTLY * counts.total():
        return None
    return next(s.mention for s in reversed(fitting) if s.mention.name == name)


def _pair(token: Token, text: str, seen: Sequence[_Seen], sentence: int) -> list[Mention]:
    kind = words.load().pairs.get(token.lower_)
    lefts = {t.lower_ for t in token.lefts}
    if kind is None or lefts not in ({"both"}, {"the", "two"}, {"these", "two"}, {"both", "the"}):
        return []
    fitting = [s for s in seen[-_FAR:] if _may_pair(s.mention, kind)]
    # "Israeli actions" alone make Israel no side: nationalities count only where names do not suffice.
    names = [s for s in fitting if s.mention.way != "nationality" or not s.mention.surface.istitle()]
    two = _two(names, sentence) or _two(fitting, sentence)
    start = min(t.idx for t in token.lefts)
    return [_pointing(text, start, token.idx + len(token), m, "description") for m in two]


def _two(fitting: Sequence[_Seen], sentence: int) -> list[Mention]:
    """The two actors meant: the only subjects, else the only ones, of the fewest sentences back that have two."""
    for back in (0, 1, _BACK, sentence):
        near = [s for s in fitting if s.sentence >= sentence - back]
        subjects = {_who(s.mention): s.mention for s in near if s.subject}
        every = {_who(s.mention): s.mention for s in near}
        for choice in (subjects, every):
            if len(choice) == 2:
                return list(choice.values())
        if len(subjects) > 2:
            break
    return []


def _who(mention: Mention) -> str:
    return mention.country if mention.kind == "state" and mention.country else mention.name


def _may_pair(mention: Mention, kind: str) -> bool:
    if mention.way == "office" and mention.country is None:
        # "The UN chief" may be one of those named.
        return False
    return mention.kind == kind or (kind == "any" and mention.kind in ("state", "organisation", "group"))


def _pointing(text: str, start: int, end: int, antecedent: Mention, way: str) -> Mention:
    return replace(antecedent, start=start, end=end, surface=text[start:end], way=way)
