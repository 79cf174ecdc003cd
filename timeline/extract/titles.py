"""A short headline for each report, always the same for the same parse: who does what to whom, in the present tense.

Iran and Russia sign strategic partnership agreement
Mohammad Javad Zarif accuses Russia of undermining nuclear diplomacy
Bashar al-Assad deposed
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from timeline.extract.arguments import Arguments, conjuncts
from timeline.extract.cast import Cast, Place, scene_of
from timeline.extract.lexicon import Lexicon
from timeline.extract.mood import Mood
from timeline.extract.phrases import gerund, is_plural, names, noun_phrase, third_person
from timeline.extract.predicates import Predicate, full_lemma, is_verb, particle

if TYPE_CHECKING:
    from spacy.tokens import Token

LONGEST = 100
"""Characters of the longest title; richer wordings that exceed it give way to plainer ones."""
_TAILS = ("of", "with", "to", "against", "from", "on", "for", "over", "about", "into", "as", "at", "in", "after")
_PLACED = frozenset({"in", "at", "near"})


def title(
    predicate: Predicate, arguments: Arguments, mood: Mood, cast: Cast, place: Place | None, lexicon: Lexicon
) -> str | None:
    """The headline of a predicate; None when the words give nothing printable ("they did it")."""
    wordings = (
        _noun(predicate, arguments, mood, cast, place)
        if predicate.kind == "noun"
        else _verb(predicate, arguments, mood, cast, lexicon)
    )
    shortest: str | None = None
    for wording in wordings:
        text = _clean(wording)
        if len(text.split()) < 2 and not (predicate.kind == "noun" and " " in text):
            continue
        if len(text) <= LONGEST:
            return text
        shortest = text
    return _cut(shortest) if shortest else None


def _clean(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip(" ,;:-–—")
    for owned in reversed(list(re.finditer("’s ", text))):
        words = text[: owned.start()].split(" ")
        for length in range(min(4, len(words) - 1), 0, -1):
            # "Ann Lee resigns from Ann Lee’s post": whose it is has been said.
            owner, rest = " ".join(words[-length:]), " ".join(words[:-length])
            if re.search(rf"(?<!\w){re.escape(owner)}(?!\w)", rest):
                text = f"{rest} {text[owned.end() :]}"
                break
    return text[:1].upper() + text[1:]


def _cut(text: str) -> str:
    """At a word's end, with a mark that something is left out."""
    return text[: text.rfind(" ", 0, LONGEST - 1)].rstrip(" ,;:-–—") + " …"


# --- verbs ---


def _verb(p: Predicate, arguments: Arguments, mood: Mood, cast: Cast, lexicon: Lexicon) -> Iterator[str]:
    for full in (True, False):
        subject = names(arguments.subjects, cast, full=False) if arguments.subjects else None
        thing = names(_things(arguments), cast, full) if arguments.objects else None
        if arguments.objects and thing is None:
            thing = names(_things(arguments), cast, False)
        tails = list(_tails(p, arguments, cast, full)) if full else list(_tails(p, arguments, cast, False))[:1]
        for number in range(len(tails), -1, -1):
            tail = " ".join(tails[:number])
            if subject is not None:
                yield _active(p, arguments, mood, cast, subject, thing, tail)
            elif thing is not None:
                yield _agentless(p, arguments, mood, cast, thing, tail, lexicon)
            elif tail:
                yield f"{gerund(_shown_lemma(p))} {tail}"


def _things(arguments: Arguments) -> list[Token]:
    return [t for t in arguments.objects if is_plain(t)]


def is_plain(token: Token) -> bool:
    """A noun phrase that can be named, no clause or bare number."""
    return token.pos_ not in ("VERB", "AUX", "ADJ", "ADV", "SCONJ", "PUNCT")


def _shown_lemma(p: Predicate) -> str:
    return full_lemma(p.token) if p.kind != "noun" else p.lemma


def _active(
    p: Predicate, arguments: Arguments, mood: Mood, cast: Cast, subject: str, thing: str | None, tail: str
) -> str:
    lemma = _shown_lemma(p)
    plural = (is_plural(arguments.subjects, cast) and not arguments.passive) or len(arguments.subjects) > 1
    verb = _inflected(lemma, plural, mood, p)
    part = particle(p.token)
    if thing is not None and part is not None and part.i > p.token.i + 1:
        head, _, rest = verb.rpartition(" ")
        return f"{subject} {head} {thing} {rest} {tail}"
    content = _content(p, cast) if thing is None else ""
    return f"{subject} {verb} {thing or ''} {tail} {content}"


def _inflected(lemma: str, plural: bool, mood: Mood, p: Predicate) -> str:
    modal = next((c.lower_ for c in p.token.children if c.tag_ == "MD"), None)
    negative = mood.negative and any(c.dep_ == "neg" for c in p.token.children)
    if modal in ("could", "may", "might", "would", "should", "must", "can") and mood.tense != "perfect":
        return f"{modal} {'not ' if negative else ''}{lemma}"
    if negative:
        return f"{'do' if plural else 'does'} not {lemma}" if lemma != "be" else f"{third_person(lemma, plural)} not"
    return third_person(lemma, plural)


def _agentless(
    p: Predicate, arguments: Arguments, mood: Mood, cast: Cast, thing: str, tail: str, lexicon: Lexicon
) -> str:
    if not arguments.passive:
        return f"{gerund(_shown_lemma(p))} {thing} {tail}"
    if mood.plan or mood.tense in ("future", "past_future", "plan"):
        noun = next((n for n, verb in lexicon.nominals.items() if verb == p.lemma), None)
        if noun is not None and not any(m.kind == "person" for t in arguments.objects for m in cast.at(t)):
            return f"{noun} of {thing} {tail}"
        return f"{thing} to be {p.token.lower_} {tail}"
    if p.kind == "participle":
        thing = re.sub(rf"(?:\S+-)?{re.escape(p.token.text)}\s+", "", thing)
    return f"{thing} {'not ' if mood.negative else ''}{_participle(p)} {tail}"


def _participle(p: Predicate) -> str:
    part = particle(p.token)
    return f"{p.token.lower_} {part.lower_}" if part is not None else p.token.lower_


def _tails(p: Predicate, arguments: Arguments, cast: Cast, full: bool) -> Iterator[str]:
    """Prepositional phrases in text order, the date left out."""
    count = 0
    for preposition, token in arguments.obliques:
        head = preposition.split(" ")[0]
        if head not in _TAILS or token.ent_type_ in ("DATE", "TIME") or not is_plain(token) or count >= 2:
            continue
        words = names(conjuncts(token), cast, full) if token.dep_ == "pobj" else None
        if words is not None:
            count += 1
            shown = words if head not in _PLACED else _as_place(token, words, cast)
            yield f"{preposition} {shown}"
    for child in p.token.children:
        if child.dep_ in ("prep", "agent") and child.lower_ in ("of", "from", "for", "by") and count < 2:
            for clause in child.children:
                if clause.dep_ == "pcomp" and is_verb(clause) and (content := _gerund_clause(clause, cast)):
                    count += 1
                    yield f"{child.lower_} {content}"


def _as_place(token: Token, words: str, cast: Cast) -> str:
    mention = next((m for m in cast.at(token) if m.way == "capital"), None)
    return mention.surface if mention is not None else words


def _gerund_clause(verb: Token, cast: Cast) -> str | None:
    """A gerund with its object: "working to undermine diplomacy" gives "undermining diplomacy"."""
    inner = next((c for c in verb.children if c.dep_ in ("xcomp", "advcl") and is_verb(c)), None)
    if inner is not None and verb.lemma_ in ("work", "try", "seek", "attempt", "plan", "want", "plot", "conspire"):
        verb = inner
    objects = [t for c in verb.children if c.dep_ == "dobj" for t in conjuncts(c)]
    thing = names(objects, cast, True) if objects else None
    if objects and thing is None:
        return None
    tail = ""
    if not objects:
        for child in verb.children:
            if child.dep_ == "prep":
                for noun in child.children:
                    if noun.dep_ == "pobj" and (words := names(conjuncts(noun), cast, False)):
                        tail = tail or f"{child.lower_} {words}"
        if not tail:
            return None
    return f"{gerund(full_lemma(verb))} {thing or ''} {tail}".strip()


def _content(p: Predicate, cast: Cast) -> str:
    """What is said, wanted or agreed, when it is short and names no one by pronoun."""
    for child in p.token.children:
        if (child.dep_ == "ccomp" and child.i > p.token.i and is_verb(child)) or (
            child.dep_ == "xcomp" and is_verb(child)
        ):
            tokens = [t for t in child.subtree if not t.is_space and not t.is_quote]
            if tokens and tokens[0].lower_ == "that":
                tokens = tokens[1:]
            if len(tokens) > 14 or not tokens:
                return ""
            words: list[str] = []
            for t in tokens:
                if t.pos_ == "PRON" and t.lower_ not in ("it", "there", "who", "which", "that"):
                    mention = next(iter(cast.at(t)), None)
                    if mention is None:
                        return ""
                    words.append(mention.name + ("’s" if t.tag_ == "PRP$" else "") + t.whitespace_)
                else:
                    words.append(t.text_with_ws)
            return "".join(words).strip(" ,.;")
    return ""


# --- nouns ---


def _noun(p: Predicate, arguments: Arguments, mood: Mood, cast: Cast, place: Place | None) -> Iterator[str]:
    where = f" in {place.name}" if place is not None else ""
    ground = scene_of(p.token) if p.relation == "begun" and place is None else None
    if ground is not None and (named := names([ground], cast, False)):
        where = f" in {named}"
    carrier = p.carrier
    phrase_full, phrase = noun_phrase(p.token, cast, True), noun_phrase(p.token, cast, False)
    if phrase_full is None or phrase is None:
        return
    own = [c for c in p.token.children if c.dep_ == "poss"]
    if carrier is not None and p.relation in ("light", "begun"):
        doers = [t for t in arguments.subjects if t.head.i != p.token.i or t.dep_ not in ("poss", "amod")]
        subject = names(doers, cast, False) if doers else None
        if subject is not None and not own:
            verb = _inflected(full_lemma(carrier), is_plural(doers, cast), mood, p)
            if carrier.lemma_ == "be":  # "is on leave", "are in talks"
                verb = f"{verb} {p.token.head.lower_}"
            for text in (phrase_full[0], phrase[0]):
                yield f"{subject} {verb} {text}{'' if ' in ' in text else where}"
            return
    for text in (phrase_full[0], phrase[0]):
        placed = where if place is None or place.name not in text else ""
        if placed:
            yield text + placed
        if " " in text:
            yield text
