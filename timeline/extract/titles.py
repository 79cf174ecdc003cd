"""A short headline for each report, always the same for the same parse: who does what to whom, in the present tense.

Iran and Russia sign strategic partnership agreement
Mohammad Javad Zarif accuses Russia of undermining nuclear diplomacy
Bashar al-Assad deposed
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from timeline.extract.arguments import Arguments
from timeline.extract.byname import begun, by_name, share, with_whom
from timeline.extract.cast import Cast
from timeline.extract.contents import MOST_WORDS, content, gerund_clause
from timeline.extract.inflection import gerund, owned, raised, third_person
from timeline.extract.lacks import flaw, given, how_it_ends, lack_of
from timeline.extract.lexicon import Lexicon
from timeline.extract.manner import manner
from timeline.extract.mood import Mood
from timeline.extract.number import is_plural
from timeline.extract.phrases import aim, is_aged, is_plain, names, noun_phrase, wording
from timeline.extract.places import Place
from timeline.extract.predicates import Predicate
from timeline.extract.roles import scene_of
from timeline.extract.syntax import first_conjunct, full_lemma, is_verb, particle
from timeline.extract.tails import brief, tails
from timeline.extract.whereabouts import is_bare, whereabouts

if TYPE_CHECKING:
    from timeline.parsed import Token

LONGEST = 100
"""Characters of the longest title; richer wordings that exceed it give way to plainer ones."""
_MOST_WORDS = 13
"""Words of the longest title that tells nothing said."""
_COMPLEMENT = re.compile(r"\w (?:of|with|between|on|against|for|to|over|in|by|from|at|near|among|about) \w|’s? \w")

_DAY_BEHIND = re.compile(r"(?: on)? (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$")
"""A weekday that the parse took into a name: "19th St. Tuesday"."""
_ARTICLE = re.compile(r"^(?:(?:An?|The) (?=[a-z])|Some (?=\d))")
"""What the parse took into a name or a number: "A measles outbreak", "Some 900 bakers"."""
_DATELINE = re.compile(r"^(?:[A-Z][\w.]+,? ?){1,3}[–—] ?(?=(?:An?|The) [\w‘“])")
"""Where a report was written, which the parse took into its first phrase: "Pa.–A boy"."""
_ROADS = re.compile(
    r"\b(?:Highway|Street|St\.?|Avenue|Ave\.?|Road|Rd\.?|Boulevard|Blvd\.?|Drive|Lane|Route|Interstate)\b"
)

_PLACED = frozenset({"ASSAULT", "DISASTER", "COERCE", "PROTEST"})

_Wording = tuple[str, str | None]
"""A wording and what it lacks to be a headline, None for nothing."""


def title(
    predicate: Predicate, arguments: Arguments, mood: Mood, cast: Cast, place: Place | None, lexicon: Lexicon
) -> tuple[str | None, str | None]:
    """The headline of a predicate, and what it lacks to be one: who does it, to whom, or everything.

    The headline is None when the words give nothing printable ("they did it"); the lack is None for a good headline.
    """
    wordings = (
        _noun(predicate, arguments, mood, cast, place)
        if predicate.kind == "noun"
        else _verb(predicate, arguments, mood, cast, lexicon)
    )
    spare: _Wording | None = None
    shortest: str | None = None
    for words, lack in wordings:
        text = _clean(words)
        count = len(text.split())
        if count < 2:
            continue
        most = MOST_WORDS if predicate.kind == "verb" and _has_content(predicate) else _MOST_WORDS
        if len(text) <= LONGEST and count <= most:
            lack = lack or flaw(text, predicate, arguments, cast)
            if lack is None:
                placed = _placed(_whereabouts(text, predicate, arguments, cast, lexicon), predicate, place)
                bare = is_bare(placed, predicate, arguments, cast) or _is_of_anybody(placed, predicate)
                return placed, "nothing says where or how" if bare else None
            spare = spare or (text, lack)
        shortest = text
    if spare is not None:
        return spare
    return (_cut(shortest), "too long") if shortest else (None, "no words")


def _is_of_anybody(text: str, p: Predicate) -> bool:
    """Whether a blow is told without a name or a number, as "shooting of girl"; a conference on whales is one."""
    return p.kind == "noun" and p.type in _PLACED and not any(c.isupper() or c.isdigit() for c in text[1:])


def _whereabouts(text: str, p: Predicate, arguments: Arguments, cast: Cast, lexicon: Lexicon) -> str:
    """A title that ends with its verb, with what says where or in what: "two men injured *in shooting in Lima*"."""
    if text.rpartition(" ")[2].lower() not in (p.token.lower_, p.lemma, third_person(p.lemma, False)):
        return text
    where = whereabouts(p, arguments, cast, lexicon)
    longer = _clean(f"{text} {where}") if where else text
    return longer if len(longer) <= LONGEST else text


def _placed(text: str, p: Predicate, place: Place | None) -> str:
    """A title of an act that names nobody and nothing, with its place: "four people injured *in Lima*"."""
    if (
        place is None
        or p.kind != "verb"
        or p.type not in _PLACED
        or any(not (c.islower() or c == " ") for c in text[1:])
    ):
        return text
    return text + _where(place)


def _where(place: Place) -> str:
    house = re.match(r"\d+ (?!block)", place.name)  # "at 113 Oak Drive"
    return f" {place.beside or ('at' if house else 'on' if _ROADS.search(place.name) else 'in')} {place.name}"


def _clean(text: str) -> str:
    text = re.sub(r"(?<=\w)'(?=s\b)", "’", re.sub(r"\s+", " ", text)).strip(" ,;:-–—")
    text = _ARTICLE.sub("", _DATELINE.sub("", _DAY_BEHIND.sub("", text)))
    for mark in reversed(list(re.finditer("’s? ", text))):
        words = text[: mark.start()].split(" ")
        for length in range(min(6, len(words) - 1), 0, -1):
            # "Ann Lee resigns from Ann Lee’s post": whose it is has been said.
            owner, rest = " ".join(words[-length:]), " ".join(words[:-length])
            if owner in rest and re.search(rf"(?<!\w){re.escape(owner)}(?!\w)", rest):
                text = f"{rest} {text[mark.end() :]}"
                break
    return raised(text)


def _cut(text: str) -> str:
    """At a word's end, with a mark that something is left out."""
    return text[: text.rfind(" ", 0, LONGEST - 1)].rstrip(" ,;:-–—") + " …"


# --- verbs ---


def _verb(p: Predicate, arguments: Arguments, mood: Mood, cast: Cast, lexicon: Lexicon) -> Iterator[_Wording]:
    for parts, tail in _phrased(p, arguments, cast):
        subject, thing = parts.subject, parts.thing
        if subject is not None:
            thing = _with_gift(p, arguments, cast, thing)
            yield (
                _active(p, arguments, mood, cast, subject, thing, tail),
                lack_of(p, arguments, cast, thing, tail, lexicon),
            )
        elif thing is not None:
            lack = lack_of(p, arguments, cast, thing, tail, lexicon) if arguments.passive else "nobody does it"
            yield _agentless(p, arguments, mood, cast, thing, tail, lexicon), lack
        elif tail and not arguments.objects:
            yield f"{gerund(_shown_lemma(p))} {tail}", "nobody does it"


def _phrased(p: Predicate, arguments: Arguments, cast: Cast) -> Iterator[tuple[_Parts, str]]:
    """A clause in ever plainer phrases, each with what stands behind its verb; made as they are asked for."""
    rich = _parts(p, arguments, cast, True)
    # A shorter phrase behind the verb is better than none: "charged with fraud" than "charged".
    yield from ((rich, " ".join(rich.tails[:n])) for n in range(len(rich.tails), 0, -1))
    plain = _parts(p, arguments, cast, False)
    for tail in (*plain.tails[:1], *brief(p, arguments, cast), ""):
        yield rich, tail
        yield plain, tail


@dataclass(frozen=True, slots=True)
class _Parts:
    """The phrases of a clause, rich or plain."""

    subject: str | None
    thing: str | None
    tails: list[str]


def _parts(p: Predicate, arguments: Arguments, cast: Cast, full: bool) -> _Parts:
    doers = list(arguments.subjects)
    if len(doers) > 1 and any(c.tag_ == "VBZ" and c.dep_ == "aux" for c in p.token.lefts) and cast.at(doers[0]):
        doers = doers[:1]  # "Ann Lee, swimmer, actress and icon, *has* died": what she was
    subject = names(by_name(doers, cast), cast, full=False) if doers else None
    things = by_name(_things(arguments), cast)
    thing = _given_to(p, things, cast, full) or (names(things, cast, full) if things else None)
    if things and thing is None:
        thing = names(things, cast, False) or share(things, cast)
    if full and thing is not None and (purpose := _purpose(p, things, cast)) is not None:
        thing = f"{thing} {purpose}"
    return _Parts(subject, thing, list(tails(p, arguments, cast, full)))


def _things(arguments: Arguments) -> list[Token]:
    found: list[Token] = []
    for t in arguments.objects:
        dated = t.ent_type_ in ("DATE", "TIME") and not is_aged(t)
        if found and any(c.lower_ == "surrounding" for c in t.lefts):
            continue  # "cancelled classes in Lima and *surrounding* areas"
        if is_plain(t) and not dated and t.lemma_ not in (f.lemma_ for f in found):
            found.append(t)
    if arguments.passive and len(found) > 1:
        # "was shot point blank range", "was awarded a prize": who it was done to, no second thing
        found = [t for t in found if t.dep_ not in ("dobj", "oprd", "attr", "npadvmod")] or found[:1]
    return found


def _given_to(p: Predicate, things: list[Token], cast: Cast, full: bool) -> str | None:
    """Two things of a verb of giving in their order: "sends *Ann Lee a bill*"."""
    to = [t for t in things if first_conjunct(t).dep_ == "dative" and first_conjunct(t).head.i == p.token.i]
    rest = [t for t in things if t not in to]
    if not to or not rest:
        return None
    told, given = names(to, cast, full=False), names(rest, cast, full)
    return f"{told} {given}" if told and given else None


def _with_gift(p: Predicate, arguments: Arguments, cast: Cast, thing: str | None) -> str | None:
    """Somebody with what a passive gives him, where it says who does: "offers *Ann Lee post of envoy*"."""
    gifts = any(t.dep_ == "dobj" and t.head.i == p.token.i for t in arguments.objects)
    gift = given(arguments, cast) if thing is not None and arguments.passive and gifts else ""
    return f"{thing} {gift}" if gift else thing


def _purpose(p: Predicate, things: list[Token], cast: Cast) -> str | None:
    """What the last thing is for or does: "released a patch *to fix a fault*", "signed an order *banning drones*"."""
    last = things[-1]
    doing = next((c for c in last.rights if c.dep_ == "acl" and c.tag_ == "VBG" and c.nbor(-1).text != ","), None)
    if doing is not None and doing.right_edge.i == last.right_edge.i:
        return gerund_clause(doing, cast)
    behind = last.right_edge.i + 1
    below = (c for c in p.token.rights if c.dep_ in ("advcl", "xcomp", "acl", "relcl") and c.left_edge.i == behind)
    clause = None if wording("directing", p.lemma) else next(below, None)
    return aim(clause, cast) if clause is not None else None


def _shown_lemma(p: Predicate) -> str:
    return full_lemma(p.token) if p.kind != "noun" else p.lemma


def _has_content(p: Predicate) -> bool:
    return any(c.dep_ in ("ccomp", "xcomp") and is_verb(c) for c in p.token.children)


def _active(
    p: Predicate, arguments: Arguments, mood: Mood, cast: Cast, subject: str, thing: str | None, tail: str
) -> str:
    lemma = _shown_lemma(p)
    told = p.token.tag_ if p.kind == "verb" and any(c.dep_ == "nsubj" for c in p.token.children) else ""
    if any(c.dep_ == "aux" and c.tag_ == "VBZ" for c in p.token.lefts):
        told = "VBZ"
    plural = is_plural(arguments.subjects, cast) if told not in ("VBZ", "VBP") else told == "VBP"
    plural = plural or (told != "VBZ" and any(len(noun_phrase(t, cast, False) or ()) > 1 for t in arguments.subjects))
    phase = begun(p.token, plural) if not (mood.plan or mood.negative) else None
    verb = phase or _inflected(lemma, plural, mood, p)
    part = particle(p.token)
    if thing is not None and part is not None and part.i > p.token.i + 1:
        head, _, rest = verb.rpartition(" ")
        return f"{subject} {head} {thing} {rest} {tail}"
    if thing is None and (state := how_it_ends(p.token)) is not None:
        verb = f"{verb} {'not ' if state.nbor(-1).lower_ == 'not' else ''}{state.lower_}"
    shows = thing is None or wording("directing", p.lemma) or p.type == "LEADERSHIP"
    said = content(p, cast) if shows else ""
    return f"{subject} {verb} {thing or ''} {tail} {said}"


def _inflected(lemma: str, plural: bool, mood: Mood, p: Predicate) -> str:
    modal = next((c.lower_ for c in p.token.children if c.tag_ == "MD"), None)
    negative = mood.negative and any(c.dep_ == "neg" for c in p.token.children)
    how = manner(p.token)
    if modal in ("could", "may", "might", "would", "should", "must", "can") and mood.tense != "perfect":
        return f"{modal} {'not ' if negative else ''}{how}{lemma}"
    if negative:
        return (
            f"{'do' if plural else 'does'} not {how}{lemma}" if lemma != "be" else f"{third_person(lemma, plural)} not"
        )
    return f"{how}{third_person(lemma, plural)}"


def _agentless(
    p: Predicate, arguments: Arguments, mood: Mood, cast: Cast, thing: str, tail: str, lexicon: Lexicon
) -> str:
    if not arguments.passive:
        return f"{gerund(_shown_lemma(p))} {thing} {tail}"
    if mood.plan or mood.tense in ("future", "past_future", "plan"):
        noun = next((n for n, verb in lexicon.nominals.items() if verb == p.lemma), None)
        if noun is not None and not any(m.kind == "person" for t in arguments.objects for m in cast.at(t)):
            return f"{noun} of {thing} {tail}"
        return f"{thing} to be {manner(p.token)}{_participle(p)} {tail}"
    if p.kind == "participle":
        adverb = r"(?:(?:newly|recently|now|just|freshly)[ -])?"
        thing = re.sub(rf"{adverb}(?:\S+-)?{re.escape(p.token.text)}\s+", "", thing, flags=re.IGNORECASE)
    shows = wording("giving", p.lemma) or wording("directing", p.lemma) or p.type == "LEADERSHIP"
    told = content(p, cast) if shows else ""
    how = f"{'not ' if mood.negative else ''}{manner(p.token)}"
    state = how_it_ends(p.token) if p.lemma in ("discover", "report", "declare") else None
    ended = state.lower_ if state is not None else given(arguments, cast)
    return f"{thing} {how}{_participle(p)} {ended} {tail} {told}"


def _participle(p: Predicate) -> str:
    part = particle(p.token)
    return f"{p.token.lower_} {part.lower_}" if part is not None else p.token.lower_


# --- nouns ---


def _noun(p: Predicate, arguments: Arguments, mood: Mood, cast: Cast, place: Place | None) -> Iterator[_Wording]:
    where = _where(place) if place is not None else ""
    ground = scene_of(p.token) if p.relation == "begun" and place is None else None
    if ground is not None and (named := names([ground], cast, False)):
        where = f" in {named}"
    phrase_full, phrase = noun_phrase(p.token, cast, True), noun_phrase(p.token, cast, False)
    if phrase_full is None or phrase is None:
        return
    texts = list(dict.fromkeys((phrase_full[0], phrase[0])))
    own = [c for c in p.token.children if c.dep_ == "poss"]
    if any(texts[0] == m.name for m in cast.at(p.token)):
        whose = names(own, cast, False) if own else None
        yield f"{owned(whose)} {texts[0]}" if whose else texts[0], "a name and no event"
        return
    carrier = p.carrier
    if carrier is not None and p.relation in ("light", "begun"):
        doers = [t for t in arguments.subjects if t.head.i != p.token.i or t.dep_ not in ("poss", "amod")]
        subject = names(doers, cast, False) if doers else None
        if subject is not None and all(t.tag_ == "PRP$" for t in own):
            verb = _inflected(full_lemma(carrier), is_plural(doers, cast), mood, p)
            if carrier.lemma_ == "be":  # "is on leave", "are in talks"
                verb = f"{verb} {p.token.head.lower_}"
            for text in texts:
                # "Ann Lee and Bo Dahl hold their first meeting": whose it is has been said.
                text = text.rpartition("’s ")[2] if own else text
                alone = wording("suits", p.token.lower_) or wording("decisions", p.token.lower_)
                alone = alone or carrier.lemma_ == "have"  # "has an arraignment set for 17 May"
                bare = alone and not _COMPLEMENT.search(text)
                unsaid = "what it is about is not named" if bare else None
                whom = "" if " with " in text else with_whom(p.token, arguments.obliques, cast)
                yield f"{subject} {verb} {text}{whom}{'' if ' in ' in text else where}", unsaid
            return
    if p.token.dep_ == "dobj" and wording("deciding", p.token.head.lemma_.lower()):
        yield phrase[0], "it is yet to be decided"
        return
    makers = [t for preposition, t in arguments.obliques if preposition == "by"]
    if p.relation == "fate" and wording("journeys", p.lemma) and carrier is not None:
        makers = makers or [c for c in carrier.lefts if c.dep_ == "nsubj" and cast.at(c)]  # "cancelled a trip"
    owner = names(makers, cast, False) if makers and not own else None
    texts = [f"{owned(owner)} {text}" for text in texts] if owner else texts
    for text in texts:
        if own and wording("shells", p.token.lower_) and text.lower().endswith(f" {p.token.lower_}"):
            yield text, "what it is about is not named"
            return
        placed = text + where if where and (place is None or place.name not in text) else text
        for each in dict.fromkeys((placed, text)):
            somebody = _names_somebody(p, cast) and not wording("decisions", p.token.lower_)
            yield each, None if _COMPLEMENT.search(each) or somebody else "a bare noun"


def _names_somebody(p: Predicate, cast: Cast) -> bool:
    """Whether the words before the noun name an actor: "the Kenyan uprising"."""
    return any(cast.at(c) for c in p.token.lefts)
