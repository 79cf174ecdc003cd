"""The words and rules of one language, read from timeline/rules and compiled once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from timeline.dates.pattern import Compiled, compile_pattern, words_of
from timeline.dates.tokens import LINE, split_entry

Value = str | int | float
"""What a word means in a category: 3 for March, "W" for weeks, -1 for last."""

_FIRST_CHAR = 0xE000


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One rule of the file."""

    id: str
    read: str
    """The reading of the engine that gives it meaning; see timeline.dates.readings."""
    pattern: Compiled
    fixed: Mapping[str, Value]
    """Slots whose value the rule itself gives."""
    rank: int
    needs: str | None
    """``preposition``: the words alone are no date; one of the category ``date_preposition`` must stand before them."""
    styles: tuple[str, ...] | None
    """Styles of text in which the rule holds; None = all."""
    not_after: tuple[str, ...] = ()
    """Categories of the word before the phrase that rule it out."""
    not_before: tuple[str, ...] = ()
    """Categories of the word after the phrase that rule it out."""
    never: Mapping[str, tuple[Value, ...]] = field(default_factory=dict)
    """Values of a slot that rule it out."""
    alone: str | None = None
    """What a match of one single word must be: ``year`` (a number that counts nothing), ``month`` (no name or verb)."""


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Everything the finder needs to know of a language."""

    language: str
    words: Mapping[str, str]
    """Word (lower-case, or cased when the file says so) -> class character."""
    values: Mapping[tuple[str, str], Value]
    """(category, word) -> what it means."""
    multi: Mapping[str, Mapping[str, tuple[tuple[str, ...], ...]]]
    """First token, second token -> the entries of several tokens that begin so, longest first."""
    kinds: Mapping[str, frozenset[str]]
    """Class character -> the categories it stands for."""
    shapes: Mapping[frozenset[str], str]
    """Categories of a number -> its class character."""
    starts: Mapping[str, tuple[Rule, ...]]
    """Class character -> rules that may begin with it."""
    rules: tuple[Rule, ...]
    members: Mapping[str, str]
    """Category -> class characters."""
    past_suffixes: frozenset[str]
    """Endings of two letters that mark a verb of the past."""
    examples: tuple[tuple[str, Any], ...] = field(repr=False)
    """(rule or category id, example) of every example in the files."""

    def has(self, kind: str, category: str) -> bool:
        """Whether the class character stands for the category."""
        if not kind:
            return False
        return kind in self.members.get(category, "") or (kind == LINE and category == "stop")


@cache
def load(language: str = "en") -> Lexicon:
    """The lexicon of a language.

    Raises:
        FileNotFoundError: no rule files for the language are shipped.
    """
    # Imported here: not needed to import the package, and it costs milliseconds.
    import tomllib
    from importlib.resources import files

    folder = files("timeline.rules") / language
    words = tomllib.loads((folder / "dates_words.toml").read_text(encoding="utf-8"))
    cues = tomllib.loads((folder / "dates_cues.toml").read_text(encoding="utf-8"))
    rules = tomllib.loads((folder / "dates_rules.toml").read_text(encoding="utf-8"))
    return _build(language, {**words, **cues}, rules)


def _build(language: str, tables: Mapping[str, Any], rules: Mapping[str, Any]) -> Lexicon:
    entries: dict[str, set[str]] = {}
    values: dict[tuple[str, str], Value] = {}
    examples: list[tuple[str, Any]] = []
    for category, table in tables.items():
        for key, listed in table.items():
            if key == "examples":
                examples += [(category, example) for example in listed]
                continue
            for word in listed:
                entries.setdefault(word, set()).add(category)
                values[category, word] = _number(key)
    _add_quoted_words(entries, rules)
    _inherit_cased(entries, values)
    chars = _Chars()
    words = {word: chars.of(frozenset(kinds)) for word, kinds in entries.items()}
    shapes = {shape: chars.of(shape) for shape in _shape_sets()}
    compiled = _compile_rules(language, rules, chars, examples)
    starts: dict[str, list[Rule]] = {}
    for rule in compiled:
        for char in rule.pattern.firsts:
            starts.setdefault(char, []).append(rule)
    return Lexicon(
        language,
        {" ".join(split_entry(word)): char for word, char in words.items()},
        {(category, " ".join(split_entry(word))): value for (category, word), value in values.items()},
        _multi(entries),
        chars.kinds,
        shapes,
        {char: tuple(listed) for char, listed in starts.items()},
        tuple(compiled),
        chars.members(),
        frozenset(word for word, kinds in entries.items() if "past_suffix" in kinds),
        tuple(examples),
    )


def _number(key: str) -> Value:
    try:
        return int(key) if "-" not in key[1:] and len(key.lstrip("-")) < 5 else key
    except ValueError:
        return float(key) if key.replace(".", "", 1).isdigit() else key


def _add_quoted_words(entries: dict[str, set[str]], rules: Mapping[str, Any]) -> None:
    patterns = [rule["pattern"] for rule in rules["rule"]] + list(rules.get("parts", {}).values())
    patterns += [name for rule in rules["rule"] for name in rule.get("not_after", []) + rule.get("not_before", [])]
    for pattern in patterns:
        for word in words_of(pattern):
            entries.setdefault(word, set()).add(f"'{word}'")


def _inherit_cased(entries: dict[str, set[str]], values: dict[tuple[str, str], Value]) -> None:
    """A cased word ("March") keeps what its lower-case spelling means elsewhere, except as its lower-case month."""
    for word in [word for word in entries if word != word.lower()]:
        for category in entries.get(word.lower(), set()) - {"month_lower", "weekday_lower"}:
            if category not in entries[word] and not category.startswith("cue_"):
                entries[word].add(category)
                if (category, word.lower()) in values:
                    values[category, word] = values[category, word.lower()]


def _multi(entries: Mapping[str, set[str]]) -> dict[str, dict[str, tuple[tuple[str, ...], ...]]]:
    table: dict[str, dict[str, list[tuple[str, ...]]]] = {}
    for word in entries:
        tokens = tuple(split_entry(word))
        if len(tokens) > 1:
            table.setdefault(tokens[0], {}).setdefault(tokens[1], []).append(tokens)
    return {
        first: {second: tuple(sorted(listed, key=len, reverse=True)) for second, listed in seconds.items()}
        for first, seconds in table.items()
    }


class _Chars:
    """Hands out one character for each set of categories that some word has."""

    def __init__(self) -> None:
        self.by_set: dict[frozenset[str], str] = {}
        self.kinds: dict[str, frozenset[str]] = {}

    def of(self, kinds: frozenset[str]) -> str:
        if kinds not in self.by_set:
            char = chr(_FIRST_CHAR + len(self.by_set))
            self.by_set[kinds] = char
            self.kinds[char] = kinds
        return self.by_set[kinds]

    def members(self) -> dict[str, str]:
        table: dict[str, str] = {}
        for char, kinds in self.kinds.items():
            for kind in kinds:
                table[kind] = table.get(kind, "") + char
        return table


def _shape_sets() -> list[frozenset[str]]:
    from timeline.dates.tokens import SHAPE_SETS

    return list(SHAPE_SETS)


def _compile_rules(
    language: str, rules: Mapping[str, Any], chars: _Chars, examples: list[tuple[str, Any]]
) -> list[Rule]:
    members = chars.members()
    compiled = []
    for rank, rule in enumerate(rules["rule"]):
        name = f"{language}.{rule['id']}"
        compiled.append(
            Rule(
                name,
                rule["read"],
                compile_pattern(rule["pattern"], rules.get("parts", {}), lambda name: members.get(name, "")),
                rule.get("fixed", {}),
                rank,
                rule.get("needs"),
                tuple(rule["styles"]) if "styles" in rule else None,
                tuple(rule.get("not_after", ())),
                tuple(rule.get("not_before", ())),
                {slot: tuple(values) for slot, values in rule.get("never", {}).items()},
                rule.get("alone"),
            )
        )
        examples += [(name, example) for example in rule["examples"]]
    return compiled
