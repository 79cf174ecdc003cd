"""Common nouns that point at an actor: "the company", "the suspect", "the two countries", "the former".

Only where one reading is possible, as :mod:`timeline.actors.references` has it for pronouns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from timeline.actors import words
from timeline.actors.known import country_of
from timeline.actors.seen import BACK, FAR, Before, Fits, Seen, beside, one
from timeline.actors.tables import public_names, states
from timeline.actors.told import FORCES, YOUNG, age, by_age, calling, callings, force
from timeline.model import Mention
from timeline.names import fold

if TYPE_CHECKING:
    from timeline.parsed import Doc, Span, Token

_NOUNS = {"country": "state", "nation": "state", "man": "person", "woman": "person"} | dict.fromkeys(YOUNG, "person")
GOVERNING = frozenset({"government", "regime", "administration"})
_DETERMINERS = frozenset({"the", "this", "that", "both"})
_TIMES = frozenset({"hour", "day", "week", "month", "year", "season", "night", "morning", "time"})
_ORDER = ("former", "latter")
_PLURAL_PEOPLES = ("ese", "sh", "ch", "ss", "s")
"""Ends of the words for a whole people: "the British", "the Swiss"."""


@dataclass(frozen=True, slots=True)
class Names:
    """What is known of an article's names before it is read."""

    things: frozenset[str]
    last_words: frozenset[str]


def names(doc: Doc, mentions: Sequence[Mention], spans: Sequence[Span]) -> Names:
    """The names that are things, and the last words by which organisations may be meant: "the commission"."""
    return Names(_things(doc, mentions, spans), frozenset(_last_word(m) for m in mentions) - {""})


@cache
def nouns() -> frozenset[str]:
    """All words that may point at an actor, lower-case."""
    known = words.load()
    offices = (title.split()[-1].rpartition("-")[2] for title in known.offices)
    every = (
        *callings(),
        *_NOUNS,
        *FORCES,
        "old",
        *GOVERNING,
        *known.organisation_nouns,
        *known.pairs,
        *known.called_by,
        *_ORDER,
        *offices,
    )
    return frozenset({*every, *_demonyms()})


@cache
def _demonyms() -> dict[str, str]:
    """Word for one person of a people, lower-case -> country."""
    return {
        word.casefold(): state.code
        for state in states().values()
        for word in state.nationality
        if " " not in word and not word.endswith(_PLURAL_PEOPLES)
    }


def is_somebody(doc: Doc, mention: Mention) -> bool:
    """Whether a nationality is one person's: "the 52-year-old Norwegian", not "Norwegian", "the Norwegian navy"."""
    if mention.way != "nationality" or mention.surface.casefold() not in _demonyms():
        return False
    span = doc.char_span(mention.start, mention.end)
    if span is None or len(span) != 1 or span.root.dep_ not in ("nsubj", "nsubjpass", "dobj", "pobj", "attr", "appos"):
        return False
    return any(t.dep_ == "det" and t.lower_ in ("the", "a", "an", "this", "another") for t in span.root.lefts)


def called(doc: Doc, mention: Mention, span: Span) -> str:
    """The common noun that the text gives a name: by what stands beside it, or by what is done to its bearer."""
    if mention.way != "name":
        return ""
    known = words.load()
    if mention.kind == "person":
        verb = span.root.head.lemma_ if span.root.dep_ in ("nsubjpass", "dobj") else ""
        return known.called_for.get(verb) or calling(doc, span)
    if mention.kind != "organisation":
        return ""
    if span.start and (before := doc[span.start - 1]).lower_ in known.organisation_nouns:
        return before.lower_
    root = span.root
    beside = [t for t in root.rights if t.dep_ == "appos"]
    if root.dep_ == "nsubj" and root.head.lemma_ == "be":
        beside += [t for t in root.head.rights if t.dep_ == "attr"]
    return next((t.lower_ for t in beside if t.lower_ in known.organisation_nouns), "")


def calls(token: Token, mention: Mention) -> str:
    """The noun by which a text goes on to call an actor once it has ("the carrier", not "the company")."""
    noun = token.lower_
    known = words.load()
    if mention.kind == "person" and token.dep_ in ("nsubjpass", "dobj"):
        return known.called_for.get(token.head.lemma_, "")
    particular = mention.way == "description" and noun in known.organisation_nouns and noun not in known.any_business
    return noun if particular else ""


def read(token: Token, before: Before, names: Names) -> list[Mention]:
    """The mentions that a common noun makes, if it points at anybody."""
    if token.lower_ in _ORDER:
        return _of_two(token, before)
    if token.lower_ == "old":
        return by_age(token, before)
    if token.lower_ in FORCES:
        return force(token, before)
    if token.tag_ == "NNS":
        return _pair(token, before)
    return _description(token, before, names) if token.tag_ == "NN" or token.lower_ in _demonyms() else []


def _description(token: Token, before: Before, names: Names) -> list[Mention]:
    determiner = next((t for t in token.lefts if t.dep_ == "det"), None)
    if determiner is None or determiner.lower_ not in _DETERMINERS or token.dep_ == "compound" or _restricted(token):
        return []
    told = before.text[determiner.idx + len(determiner) : token.idx + len(token)]
    fits, sure = _fitting(token, told, before, names)
    if fits is None or (not sure and _is_another_man(token, before)):
        return []
    own = before.beside(token)
    antecedent = _land_of(token, before) or one(
        before.seen, before.sentence, lambda m: m.name not in own and fits(m), far=sure
    )
    if antecedent is None:
        return []
    return [before.pointing(token, antecedent, "description", determiner.idx)]


_NOBODY: tuple[Fits | None, bool] = (None, False)
_UNNAMED = 3
"""Sentences back in which somebody without a name may be spoken of, whom "the man" means and no witness named there."""


def _fitting(token: Token, told: str, before: Before, names: Names) -> tuple[Fits | None, bool]:
    """What "the <words>" may mean, None where they mean nobody named before; and whether it may stand far back."""
    known, seen = words.load(), before.seen[-FAR:]
    noun, title = token.lower_, told.strip().casefold()
    if title in known.offices:
        office = known.offices[title][0][0]
        return (lambda m: m.kind == "person" and m.office == office), False
    if noun in _demonyms():
        country = _demonyms()[noun]
        return (lambda m: m.kind == "person" and m.country in (None, country)), False
    if title in known.organisation_nouns and " " in title:
        return _fits_noun(title, [s.mention for s in seen], names.things)
    plain = [t for t in token.lefts if t.dep_ != "det"]
    based = next((t.i for t in plain if t.lower_ == "based"), -1)
    # "The Lund-based firm", "the Lund firm", "the Swedish firm": where somebody is at home.
    plain = [t for t in plain if t.i > based and not (t.dep_ == "compound" and t.ent_type_ == "GPE")]
    if noun in GOVERNING and not plain:
        return (lambda m: m.kind == "state"), False
    if any(t.tag_ != "JJ" and (t.tag_ != "NN" or noun not in known.business_nouns or not t.is_lower) for t in plain):
        return _NOBODY
    if any(t.lower_ in known.another or any(True for _ in t.children) for t in plain):
        return _NOBODY
    if not plain and noun in names.last_words and any(_last_word(s.mention) == noun for s in seen):
        return (lambda m: _last_word(m) == noun), True
    key = known.called_by.get(noun, noun)
    if len(so_called := {s.mention.name for s in seen if s.called == key}) == 1:
        return (lambda m: m.name in so_called), True
    if noun in known.organisation_nouns:
        return _fits_noun(noun, [s.mention for s in seen], names.things)
    if plain or noun not in _NOUNS:
        return _NOBODY
    if _NOUNS[noun] == "state":
        # "British troops occupied the country": a nationality is a trait of the troops, no country spoken of.
        return (lambda m: m.kind == "state" and m.way != "nationality"), False
    if noun in YOUNG:
        return (lambda m: (age(m, before.text) or 200) <= YOUNG[noun]), False
    return (lambda m: m.kind == "person"), False


def _restricted(token: Token) -> bool:
    """Whether words after the noun say which one is meant: "the company that built it", not "the company, which"."""
    following = [t for t in token.rights if t.dep_ in ("relcl", "acl") or t.lower_ == "of"]
    return any(token.doc[token.i + 1].text != "," for _ in following)


def _is_another_man(token: Token, before: Before) -> bool:
    """Whether "the man" may be somebody without a name: "told a witness to lie. The man recorded it"."""
    if token.lower_ not in ("man", "woman", *YOUNG):
        return False
    start = token.sent.start
    for _ in range(_UNNAMED):
        start = token.doc[start - 1].sent.start if start else 0
    somebody = words.load().somebody
    return any(
        t.lower_ in somebody
        and t.i not in before.at
        and (t.lower_ == token.lower_ or any(c.lower_ in ("a", "an", "another") for c in t.lefts))
        for t in token.doc[start : token.i]
    )


def _land_of(token: Token, before: Before) -> Mention | None:
    """The state of the one who acts: "the president said he would leave the country"."""
    if token.lower_ not in ("country", "nation") or token.dep_ not in ("dobj", "pobj"):
        return None
    for other in beside(token):
        mention = before.at.get(other.i)
        code = (
            (mention.country or country_of(mention.name)) if mention is not None and mention.kind == "person" else None
        )
        if mention is not None and code and mention.office and (state := states().get(code)):
            return replace(mention, kind="state", name=state.name, country=code, office=None)
    return None


def _last_word(mention: Mention) -> str:
    """The last word of an organisation's longer name, by which it may be meant: "the commission"."""
    parts = fold(mention.name).split() if mention.kind in ("organisation", "group") else []
    return parts[-1] if len(parts) > 1 and parts[-1] not in _TIMES else ""


def _fits_noun(noun: str, before: Sequence[Mention], things: frozenset[str]) -> tuple[Fits, bool]:
    known = words.load()
    hints = known.organisation_nouns[noun]

    def hinted(mention: Mention) -> bool:
        return bool(hints & set(fold(mention.name).split()))

    if hints and any(m.kind == "organisation" and hinted(m) for m in before):
        return (lambda m: m.kind == "organisation" and hinted(m)), True
    if noun in known.strict:
        return (lambda m: m.kind == "organisation" and fold(m.name) in public_names()), False
    if noun not in known.business_nouns:
        return (lambda m: m.kind == "organisation"), False
    others = frozenset() if noun in known.any_business else known.telling - hints

    def fits(mention: Mention) -> bool:
        business = mention.kind == "organisation" and not _is_public(mention) and mention.surface not in things
        return business and not others & set(fold(mention.name).split())

    return fits, True


def _is_public(mention: Mention) -> bool:
    """Whether an organisation is an authority, a court, a party, a newspaper: no business."""
    name = fold(mention.name)
    return bool(words.load().public & set(name.split())) or name in public_names()


def _things(doc: Doc, mentions: Sequence[Mention], spans: Sequence[Span]) -> frozenset[str]:
    """Names that mostly stand with an article or a number ("the iPhone", "iPad 2"): products, not businesses."""
    told: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for mention, span in zip(mentions, spans, strict=True):
        if mention.kind != "organisation" or mention.way != "name":
            continue
        names = {mention.surface, mention.name}
        every.update(names)
        numbered = span.end < len(doc) and doc[span.end].like_num and not doc[span.end].is_sent_start
        determined = any(t.dep_ in ("det", "poss") and t.i < span.start for t in span.root.lefts)
        root = span.root
        kind = root.dep_ in ("compound", "nmod") and root.head.lower_ in words.load().products
        determined = determined or (kind and any(t.dep_ == "det" for t in root.head.lefts))  # "the Lumia phone"
        if (root.dep_ != "compound" or kind) and (numbered or determined) and not _is_public(mention):
            told.update(names)
    return frozenset(name for name, times in told.items() if 2 * times > every[name])


# --- two at once, and one of two ---


def _pair(token: Token, before: Before) -> list[Mention]:
    kind = words.load().pairs.get(token.lower_)
    lefts = {t.lower_ for t in token.lefts}
    several = lefts == {"the"} and kind == "organisation" and token.dep_ in ("nsubj", "nsubjpass")
    if kind is None or not (several or lefts in ({"both"}, {"the", "two"}, {"these", "two"}, {"both", "the"})):
        return []
    fitting = [s for s in before.seen[-FAR:] if _may_pair(s.mention, kind) and not _is_of_other_sex(s.mention, token)]
    if token.lower_ in ("men", "women"):
        fitting = [s for s in fitting if s.mention.way == "name"]  # an office is no man beside its holder
    # "Israeli actions" alone make Israel no side: nationalities count only where names do not suffice.
    names = [s for s in fitting if s.mention.way != "nationality" or not s.mention.surface.istitle()]
    far = 1 if several else before.sentence
    two = _two(names, before.sentence, far) or _two(fitting, before.sentence, far)
    start = min(t.idx for t in token.lefts)
    return [before.pointing(token, m, "description", start) for m in two]


def _two(fitting: Iterable[Seen], sentence: int, far: int) -> list[Mention]:
    """The two actors meant: the only subjects, else the only ones, of the fewest sentences back that have two."""
    for back in (0, 1, BACK, sentence):
        if back > far:
            break
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


def _is_of_other_sex(mention: Mention, token: Token) -> bool:
    """Whether a first name tells that somebody is none of "the two women", "both men"."""
    known = words.load()
    others = {"women": known.men, "men": known.women}.get(token.lower_)
    return others is not None and (fold(mention.name).split() or [""])[0] in others


def _may_pair(mention: Mention, kind: str) -> bool:
    if mention.way == "office" and mention.country is None:
        # "The UN chief" may be one of those named.
        return False
    return mention.kind == kind or (kind == "any" and mention.kind in ("state", "organisation", "group"))


def _of_two(token: Token, before: Before) -> list[Mention]:
    """The first or the last of two that a clause before names: "Chad met Peru; the former …"."""
    determiner = next((t for t in (*token.lefts, *token.doc[max(0, token.i - 1) : token.i]) if t.lower_ == "the"), None)
    if determiner is None or token.dep_ in ("amod", "compound", "nmod") or determiner.i != token.i - 1:
        return []
    for back in (0, 1):
        here = [s.mention for s in before.seen[-FAR:] if s.sentence == before.sentence - back]
        named = {_who(m): m for m in here if m.kind != "place" and m.start < determiner.idx}
        # "The former … the latter": the one has been taken, yet both are still spoken of.
        if len(named) == 2 and len({m.kind == "person" for m in named.values()}) == 1:
            meant = list(named.values())[_ORDER.index(token.lower_)]
            return [before.pointing(token, meant, "description", determiner.idx)]
        if named and back == 0 and token.lower_ == "former":
            return []
    return []
