"""Finding date phrases: rules matched over the word classes of a text, longest first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from timeline.dates.context import Surroundings, event_after, surroundings
from timeline.dates.filters import allowed
from timeline.dates.lexicon import Lexicon, Rule, Value
from timeline.dates.tokens import LINE, Tokens

# Which categories give a slot its meaning.
_SLOT_CATEGORIES = {
    "m": ("month", "month_lower"),
    "wd": ("weekday", "weekday_lower", "weekdays", "weekday_short"),
    "d": ("ordinal",),
    "ord": ("ordinal",),
    "n": ("vague", "number", "a"),
    "n2": ("number",),
    "unit": ("unit", "post_unit"),
    "unit_at": ("unit",),
    "of": ("unit",),
    "of_dir": ("dir", "dir_ref"),
    "dir": ("dir", "dir_ref", "now_dir", "vague_dir", "span_dir"),
    "dir_year": ("dir", "dir_ref", "now_dir"),
    "part": ("part", "part_word", "parts"),
    "dir_part": ("part",),
    "season": ("season", "season_noun", "season_bare", "seasons"),
    "dayword": ("dayword", "tonight"),
    "mod": ("mod", "mod_word"),
    "earlier": ("earlier",),
    "approx": ("approx", "nearly"),
    "way": ("way", "then_way", "way_last"),
    "side": ("side",),
    "tail": ("side_word",),
    "half": ("half_part",),
    "era": ("era",),
    "mer": ("meridiem",),
    "tz": ("zone",),
    "tzp": ("zone_place",),
    "noon": ("noon",),
    "hol": ("holiday",),
    "decade": ("decade_word",),
    "often": ("often",),
    "ref": ("present", "present_time", "past", "past_adjective", "future", "future_adjective"),
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A date phrase, found but not yet read."""

    start: int
    end: int
    text: str
    rule: str
    """Id of the rule."""
    read: str
    """Name of the reading that gives it meaning."""
    slots: Mapping[str, Value] = field(default_factory=dict)
    """What its words mean: m=5 for May, n=3 for three, unit="W" for weeks, …"""
    event: tuple[int, int] | None = None
    """Span of the event word that the phrase hangs on."""
    sentence: int = 0
    """Number of the sentence it stands in, counted by full stops and line breaks."""
    line: int = 0
    """Number of the paragraph it stands in, counted by line breaks."""
    around: Surroundings = field(default_factory=Surroundings)
    """What the words around it say."""


def phrases(tokens: Tokens, lexicon: Lexicon, style: str) -> Iterator[Phrase]:
    """Every date phrase of a text that has been cut, in order, not overlapping."""
    classes, starts, has = tokens.classes, lexicon.starts, lexicon.has
    at, length = 0, len(classes)
    sentence, line, counted = 0, 0, 0
    while at < length:
        rules = starts.get(classes[at])
        found = _longest(tokens, at, rules, lexicon, style) if rules else None
        if found is None:
            at += 1
            continue
        phrase, after = found
        sentence += sum(1 for i in range(counted, at) if has(classes[i], "stop"))
        line += classes.count(LINE, counted, at)
        at, counted = after, at
        phrase = replace(phrase, sentence=sentence, line=line)
        yield phrase
        if "m" in phrase.slots and "d" in phrase.slots and phrase.read == "date":
            for follower, after in _following_days(tokens, at, phrase, lexicon):
                yield replace(follower, sentence=sentence, line=line)
                at = after


def _longest(
    tokens: Tokens, at: int, rules: tuple[Rule, ...], lexicon: Lexicon, style: str
) -> tuple[Phrase, int] | None:
    matches = []
    for rule in rules:
        if rule.styles is not None and style not in rule.styles:
            continue
        match = rule.pattern.regex.match(tokens.classes, at)
        if match:
            matches.append((-match.end(), rule.rank, rule, match))
    if len(matches) > 1:
        matches.sort(key=lambda found: found[:2])
    for _, _, rule, match in matches:
        slots, first, last = _slots(tokens, rule, match, lexicon)
        if allowed(tokens, first, last, slots, rule, lexicon, style):
            return _phrase(tokens, first, last, rule.id, rule.read, slots, lexicon), last
    return None


def _slots(tokens: Tokens, rule: Rule, match: re.Match[str], lexicon: Lexicon) -> tuple[dict[str, Value], int, int]:
    slots: dict[str, Value] = dict(rule.fixed)
    first, last = match.start(), match.end()
    for group, name in rule.pattern.slots:
        start, end = match.span(group)
        if start < 0 or start == end:
            continue
        if name == "lead":
            first = end
            continue
        slots[name] = _meaning(tokens, start, name, lexicon)
        if name == "tail":
            last = min(last, start)
    return slots, first, last


def _meaning(tokens: Tokens, at: int, slot: str, lexicon: Lexicon) -> Value:
    if at in tokens.values and slot != "clock":
        return tokens.values[at]
    for category in _SLOT_CATEGORIES.get(slot, ()):
        value = lexicon.values.get((category, tokens.words[at]))
        if value is not None:
            return value
    return tokens.words[at]


def _phrase(
    tokens: Tokens, first: int, last: int, rule: str, read: str, slots: dict[str, Value], lexicon: Lexicon
) -> Phrase:
    start, end = tokens.starts[first], tokens.ends[last - 1]
    if tokens.text[end - 1] == "." and lexicon.has(tokens.classes[last - 1], "dotted"):
        end -= 1
    around = surroundings(tokens, first, last, lexicon)
    if around.bounding and slots.keys() == {"y"} and lexicon.has(tokens.classes[first - 1], "article"):
        around = replace(around, bounding=None)  # "since the 1918 flood": bounded by the flood, not by the year
    event = event_after(tokens, last, lexicon) if read == "event_shift" else None
    return Phrase(start, end, tokens.text[start:end], rule, read, slots, event, around=around)


def _following_days(tokens: Tokens, at: int, phrase: Phrase, lexicon: Lexicon) -> Iterator[tuple[Phrase, int]]:
    """The later days of "June 3-5" and "May 2 and 3": a link, then a bare day that begins nothing else."""
    has = lexicon.has
    classes = tokens.classes
    while at + 1 < len(classes) and has(classes[at], "day_link") and has(classes[at + 1], "day"):
        after = classes[at + 2] if at + 2 < len(classes) else ""
        if any(has(after, kind) for kind in ("unit", "month", "meridiem", "number", "percent")):
            return
        if tokens.words[at] == "," and not (has(after, "day_link") or after in "\n"):
            return
        slots: dict[str, Value] = {**phrase.slots, "d": tokens.values[at + 1]}
        slots.pop("wd", None)
        last = _past_year(tokens, at + 2, phrase, lexicon)
        yield _phrase(tokens, at + 1, last, phrase.rule, "date", slots, lexicon), last
        at = last


def _past_year(tokens: Tokens, at: int, phrase: Phrase, lexicon: Lexicon) -> int:
    """One past the year of "June 3-5, 2024" where one follows, else the token itself."""
    if "y" not in phrase.slots:
        return at
    year = at + 1 if tokens.words[at : at + 1] == [","] else at
    return year + 1 if tokens.values.get(year) == phrase.slots["y"] else at
