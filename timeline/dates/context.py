"""What the words around a phrase say: the preposition that bounds it, a hedge, the tense of its clause."""

from __future__ import annotations

from dataclasses import dataclass

from timeline.dates.lexicon import Lexicon
from timeline.dates.tokens import Tokens

_REACH_BACK = 14
_REACH_ON = 10
_NOUN_WORDS = 5
# Words that may stand before a phrase that still opens its sentence.
_OPENING = 3


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """The neighbourhood of a phrase, as far as it bears on its meaning."""

    bounding: str | None = None
    """since, until, by, before, after, from, throughout, between."""
    link: str | None = None
    """The range link directly before it ("to", "-", "and")."""
    qualifier: str | None = None
    """approximate or uncertain."""
    tense: str | None = None
    """past or future, as cues of the clause tell."""
    cue: str = ""
    """The word that told the tense."""
    opens: bool = False
    """Whether the phrase opens its sentence or line, at most a preposition before it."""
    before: str = ""
    """The word directly before."""
    after: str = ""
    """The word directly after."""


@dataclass(frozen=True, slots=True)
class Clause:
    """What a parse knows of a clause; offsets into the text."""

    start: int
    end: int
    tense: str | None = None
    """past, present or future."""
    aspect: str | None = None
    """perfect or progressive."""
    modal: str | None = None
    """The modal verb or semi-modal: will, may, "is set to"."""


def surroundings(tokens: Tokens, first: int, last: int, lexicon: Lexicon) -> Surroundings:
    """Look around the tokens from ``first`` to ``last`` (exclusive). Looks at a bounded number of words."""
    at = first - 1
    values, words = lexicon.values, tokens.words
    qualifier = None
    if at >= 0 and ("hedge", words[at]) in values:
        qualifier = str(values["hedge", words[at]])
        at -= 1
    elif at > 0 and ("hedge", words[at - 1]) in values and ("bounding", words[at]) not in values:
        qualifier = str(values["hedge", words[at - 1]])
    if at >= 0 and lexicon.has(tokens.classes[at], "article"):
        at -= 1
    word = words[at] if at >= 0 else ""
    bounding = values.get(("bounding", word))
    link = values.get(("range_link", word))
    tense, cue = _tense(tokens, first, last, lexicon)
    return Surroundings(
        str(bounding) if bounding else None,
        str(link) if link else None,
        qualifier,
        tense,
        cue,
        any(i < 0 or lexicon.has(tokens.classes[i], "stop") for i in range(first - _OPENING, first)),
        words[first - 1] if first else "",
        words[last] if last < len(words) else "",
    )


def event_after(tokens: Tokens, at: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """Span of the last word of the noun phrase that begins at a token (or after its preposition), None without one."""
    has, classes = lexicon.has, tokens.classes
    while at < len(classes) and (has(classes[at], "side_word") or has(classes[at], "article")):
        at += 1
    last = None
    for i in range(at, min(at + _NOUN_WORDS, len(classes))):
        if classes[i] != "x" or not tokens.words[i][:1].isalpha() or tokens.words[i][-2:] in lexicon.past_suffixes:
            break
        last = i
    if last is None and at < len(classes) and tokens.words[at][:1].isalpha():
        last = at  # "a day after he fell": the clause begins here
    return (tokens.starts[last], tokens.ends[last]) if last is not None else None


def _tense(tokens: Tokens, first: int, last: int, lexicon: Lexicon) -> tuple[str | None, str]:
    """The nearest cue before the phrase in its sentence, else the nearest after it."""
    for at in range(first - 1, max(first - _REACH_BACK, 0) - 1, -1):
        if lexicon.has(tokens.classes[at], "stop") or _closes_a_dateline(tokens, at):
            break
        cue = _cue(tokens, at, lexicon)
        if cue == "past":
            governor = _future_before(tokens, at, lexicon)
            return ("future", governor) if governor else ("past", tokens.words[at])
        if cue:
            governor = _future_before(tokens, at, lexicon)
            overtaken = _overtaken(tokens, at, lexicon)
            return ("past", overtaken) if overtaken else (cue, governor or tokens.words[at])
    for at in range(last, min(last + _REACH_ON, len(tokens.words))):
        if lexicon.has(tokens.classes[at], "stop"):
            break
        cue = _cue(tokens, at, lexicon)
        if cue:
            return cue, tokens.words[at]
    return None, ""


def _closes_a_dateline(tokens: Tokens, at: int) -> bool:
    """Whether a bracket before dashes ends here: what stands before "(AP) -- Saturday saw" is another line."""
    return tokens.words[at] == ")" and tokens.words[at + 1 : at + 2] in (["-"], ["--"], ["–"], ["—"])


def _future_before(tokens: Tokens, at: int, lexicon: Lexicon) -> str:
    """The cue of the future that governs a participle ("will be *held*"), empty without one."""
    for i in range(at - 1, max(at - 4, 0) - 1, -1):
        if lexicon.has(tokens.classes[i], "cue_future"):
            return tokens.words[i]
    return ""


def _overtaken(tokens: Tokens, at: int, lexicon: Lexicon) -> str:
    """The words before a cue of the future that put the plan in the past, empty without them."""
    for i in range(at, max(at - 3, 0) - 1, -1):
        if lexicon.has(tokens.classes[i], "overtaken"):
            return tokens.words[i]
    return ""


def _cue(tokens: Tokens, at: int, lexicon: Lexicon) -> str | None:
    word, char = tokens.words[at], tokens.classes[at]
    if lexicon.has(char, "cue_future"):
        seems = at and lexicon.has(tokens.classes[at - 1], "seeming")
        return None if seems or tokens.words[at + 1 : at + 2] == ["blame"] else "future"
    if lexicon.has(char, "cue_past"):
        return "past"
    if lexicon.has(char, "cue_plan"):
        return _plan(tokens, at, lexicon)
    if char == "x" and len(word) > 4 and word[-2:] in lexicon.past_suffixes and not _attributive(tokens, at, lexicon):
        return "past"
    return None


def _plan(tokens: Tokens, at: int, lexicon: Lexicon) -> str | None:
    """A verb of will: what follows in the infinitive ("agreed to meet") is ahead of it."""
    ahead = at + 2 < len(tokens.words) and lexicon.has(tokens.classes[at + 1], "infinitive")
    if ahead and not lexicon.has(tokens.classes[at + 2], "article") and tokens.words[at + 2][:1].isalpha():
        return "future"
    return "past" if tokens.words[at][-2:] in lexicon.past_suffixes else None


def _attributive(tokens: Tokens, at: int, lexicon: Lexicon) -> bool:
    """Whether a participle stands before its noun ("the long-delayed treaty"): it tells no time."""
    return lexicon.has(tokens.classes[at - 1], "determiner") if at else False
