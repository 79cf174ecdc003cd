"""The small pattern language of the rule files, compiled to regular expressions over word classes.

    the? mod? (m=month d=day 'of'? ','? y=year | d=day m=month)

A bare name is a category of words, a quoted one the word itself, ``@name`` a pattern defined under ``[parts]``.
``slot=`` keeps what the word means. ``?`` makes optional, ``|`` separates choices. There is no repetition, so a rule
looks at no more words than it has, and matching is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property


class PatternError(ValueError):
    """A pattern of a rule file that cannot be read."""


_LEX = re.compile(
    r"\s*(?:(?P<slot>[a-z_0-9]+)=|(?P<name>[a-z_0-9]+)|'(?P<word>[^']+)'|\"(?P<mark>[^\"]+)\"|@(?P<part>[a-z_0-9]+)|(?P<op>[()|?]))"
)


@dataclass(frozen=True)
class Compiled:
    """A pattern ready to match at a position of a class string."""

    expression: str
    """The regular expression over class characters."""
    firsts: frozenset[str]
    """Class characters that a match may begin with."""
    slots: tuple[tuple[str, str], ...]
    """(group name, slot name) for every slot of the pattern."""

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Compiled on first use: a text needs few of the rules, and compiling them all takes a quarter of a second."""
        return re.compile(self.expression)


def words_of(pattern: str) -> Iterable[str]:
    """The quoted words of a pattern, lower-case."""
    return [match["word"] or match["mark"] for match in _LEX.finditer(pattern) if match["word"] or match["mark"]]


def compile_pattern(pattern: str, parts: Mapping[str, str], chars: Callable[[str], str]) -> Compiled:
    """Compile a pattern.

    Args:
        pattern: text of the pattern.
        parts: the ``[parts]`` it may name.
        chars: gives for a category (or ``'word'`` in quotes) the class characters whose words belong to it.

    Raises:
        PatternError: a name or a bracket is wrong.
    """
    reader = _Reader(parts, chars)
    expression, firsts, empty = reader.choice(list(_lex(pattern)), [0])
    if empty:
        raise PatternError(f"the pattern matches nothing at all: {pattern!r}")
    return Compiled(expression, firsts, tuple(reader.slots))


def _lex(pattern: str) -> Iterable[tuple[str, str]]:
    position = 0
    pattern = pattern.strip()
    while position < len(pattern):
        match = _LEX.match(pattern, position)
        if not match or match.lastgroup is None:
            raise PatternError(f"cannot read {pattern[position:]!r} in {pattern!r}")
        kind = "word" if match.lastgroup == "mark" else match.lastgroup
        yield kind, match[match.lastgroup]
        position = match.end()


_Node = tuple[str, frozenset[str], bool]


class _Reader:
    """Recursive descent over the lexed pattern; each node is (regex, first characters, may be empty)."""

    def __init__(self, parts: Mapping[str, str], chars: Callable[[str], str]) -> None:
        self.parts = parts
        self.chars = chars
        self.slots: list[tuple[str, str]] = []

    def choice(self, tokens: list[tuple[str, str]], at: list[int]) -> _Node:
        nodes = [self.sequence(tokens, at)]
        while at[0] < len(tokens) and tokens[at[0]] == ("op", "|"):
            at[0] += 1
            nodes.append(self.sequence(tokens, at))
        if len(nodes) == 1:
            return nodes[0]
        expression = "(?:" + "|".join(node[0] for node in nodes) + ")"
        return expression, frozenset().union(*(node[1] for node in nodes)), any(node[2] for node in nodes)

    def sequence(self, tokens: list[tuple[str, str]], at: list[int]) -> _Node:
        expression, firsts, empty = "", frozenset[str](), True
        while at[0] < len(tokens) and tokens[at[0]] not in (("op", ")"), ("op", "|")):
            node = self.atom(tokens, at)
            if at[0] < len(tokens) and tokens[at[0]] == ("op", "?"):
                at[0] += 1
                node = (f"(?:{node[0]})?", node[1], True)
            expression += node[0]
            if empty:
                firsts |= node[1]
                empty = node[2]
        return expression, firsts, empty

    def atom(self, tokens: list[tuple[str, str]], at: list[int]) -> _Node:
        kind, text = tokens[at[0]]
        at[0] += 1
        if kind == "slot":
            name = f"{text}_{len(self.slots)}"
            self.slots.append((name, text))
            inner = self.atom(tokens, at)
            return f"(?P<{name}>{inner[0]})", inner[1], inner[2]
        if kind == "part":
            if text not in self.parts:
                raise PatternError(f"no part named {text!r}")
            return self.choice(list(_lex(self.parts[text])), [0])
        if kind == "op" and text == "(":
            node = self.choice(tokens, at)
            if at[0] >= len(tokens) or tokens[at[0]] != ("op", ")"):
                raise PatternError("a bracket is not closed")
            at[0] += 1
            return f"(?:{node[0]})", node[1], node[2]
        if kind in ("name", "word"):
            members = self.chars(text if kind == "name" else f"'{text}'")
            if not members:
                raise PatternError(f"no word belongs to {text!r}")
            return "[" + "".join(re.escape(c) for c in members) + "]", frozenset(members), False
        raise PatternError(f"unexpected {text!r}")
