"""A parsed text as plain values: its words, spans and names, and what the parse says of each, under spaCy's names.

The rules ask each word some hundred times for its tag, its head or its children, and spaCy makes every answer anew.
Here each is made once. What may be asked, and what comes, is as of spaCy's ``Doc``, ``Span`` and ``Token``; nothing of
spaCy's is kept, so that it can forget the words of a text once that is parsed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from spacy import tokens

_STRINGS = ("ORTH", "LOWER", "LEMMA", "TAG", "POS", "DEP", "ENT_TYPE")
_FLAGS = ("IS_SPACE", "IS_PUNCT", "IS_QUOTE", "LIKE_NUM", "SPACY", "SENT_START")
_SPACY = _FLAGS.index("SPACY")


class Token:
    """A word."""

    __slots__ = (
        "children", "dep_", "doc", "ent_type_", "head", "i", "idx", "is_punct", "is_quote", "is_sent_start",
        "is_space", "left_edge", "lefts", "lemma_", "like_num", "lower_", "pos_", "right_edge", "rights", "sent",
        "tag_", "text", "whitespace_",
    )  # fmt: skip
    doc: Doc
    i: int
    idx: int
    head: Token
    children: tuple[Token, ...]
    lefts: tuple[Token, ...]
    rights: tuple[Token, ...]
    left_edge: Token
    right_edge: Token
    sent: Span

    def __init__(self, doc: Doc, i: int, idx: int, strings: Iterable[str], flags: Sequence[bool]) -> None:
        self.doc, self.i, self.idx = doc, i, idx
        self.text, self.lower_, self.lemma_, self.tag_, self.pos_, self.dep_, self.ent_type_ = strings
        self.is_space, self.is_punct, self.is_quote, self.like_num, spaced, self.is_sent_start = flags
        self.whitespace_ = " " if spaced else ""
        self.left_edge = self.right_edge = self

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        return self.text

    def __lt__(self, other: Token) -> bool:
        return self.i < other.i

    @property
    def is_alpha(self) -> bool:
        """Whether it has letters only."""
        return self.text.isalpha()

    @property
    def is_lower(self) -> bool:
        """Whether it is written small."""
        return self.text.islower()

    @property
    def is_upper(self) -> bool:
        """Whether it is written in capitals."""
        return self.text.isupper()

    @property
    def is_title(self) -> bool:
        """Whether it begins with a capital and goes on small."""
        return self.text.istitle()

    @property
    def text_with_ws(self) -> str:
        """The word and the space behind it."""
        return self.text + self.whitespace_

    @property
    def ancestors(self) -> Iterator[Token]:
        """Its head, the head's head and so on."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    @property
    def subtree(self) -> Iterator[Token]:
        """It and all that hang on it, in order."""
        for token in self.lefts:
            yield from token.subtree
        yield self
        for token in self.rights:
            yield from token.subtree

    def nbor(self, step: int = 1) -> Token:
        """The word so many further on.

        Raises:
            IndexError: there is none.
        """
        if self.i + step < 0:
            raise IndexError(self.i + step)
        return self.doc.words[self.i + step]


class Span:
    """Words that follow one another."""

    __slots__ = ("doc", "end", "label_", "start")

    def __init__(self, doc: Doc, start: int, end: int, label: str = "") -> None:
        self.doc, self.start, self.end, self.label_ = doc, start, end, label

    def __len__(self) -> int:
        return self.end - self.start

    def __bool__(self) -> bool:
        return self.end > self.start

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc.words[self.start : self.end])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Span) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[int, int, int, str]:
        return id(self.doc), self.start, self.end, self.label_

    def __repr__(self) -> str:
        return self.text

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> Span: ...
    def __getitem__(self, at: int | slice) -> Token | Span:
        if isinstance(at, slice):
            start, end, _ = at.indices(len(self))
            return Span(self.doc, self.start + start, self.start + max(start, end))
        place = (self.end if at < 0 else self.start) + at
        if not self.start <= place < self.end:
            raise IndexError(at)
        return self.doc.words[place]

    @property
    def start_char(self) -> int:
        """Where its first word begins."""
        words = self.doc.words
        return words[self.start].idx if self.start < len(words) else len(self.doc.text)

    @property
    def end_char(self) -> int:
        """Where its last word ends."""
        if self.end == self.start:
            return self.start_char
        last = self.doc.words[self.end - 1]
        return last.idx + len(last.text)

    @property
    def text(self) -> str:
        """Its words as they stand in the text."""
        return self.doc.text[self.start_char : self.end_char]

    @property
    def sent(self) -> Span:
        """The sentence of its first word."""
        return self.doc.words[self.start].sent

    @property
    def ents(self) -> tuple[Span, ...]:
        """The names that lie in it."""
        return tuple(e for e in self.doc.ents if self.start <= e.start and e.end <= self.end)

    @property
    def root(self) -> Token:
        """The word that is nearest to the root of its sentence."""
        words = self.doc.words[self.start : self.end]
        for token in words:
            if token.head is token:
                return token
        out = (t for t in words if not self.start <= t.head.i < self.end)
        return min(out, key=_depth, default=words[0])


class Doc:
    """A text."""

    def __init__(self, parsed: tokens.Doc) -> None:
        self.text = parsed.text
        self.words = _words(self, parsed)
        self._begins = [t.idx for t in self.words]
        starts = [t.i for t in self.words if t.is_sent_start or t.i == 0]
        self.sents = [Span(self, a, b) for a, b in pairwise([*starts, len(self.words)])]
        for sentence in self.sents:
            for token in sentence:
                token.sent = sentence
        self.ents = tuple(Span(self, e.start, e.end, e.label_) for e in parsed.ents)

    def __len__(self) -> int:
        return len(self.words)

    def __bool__(self) -> bool:
        return bool(self.words)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.words)

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> Span: ...
    def __getitem__(self, at: int | slice) -> Token | Span:
        if isinstance(at, slice):
            start, end, _ = at.indices(len(self.words))
            return Span(self, start, max(start, end))
        return self.words[at]

    def char_span(self, start: int, end: int, alignment_mode: str = "strict") -> Span | None:
        """The words from one character to another; None where words do not begin and end there.

        Args:
            start: of the first character.
            end: behind the last character.
            alignment_mode: ``strict``, or ``expand`` for the words that have any of these characters.
        """
        first, last = self._at(start), self._at(end - 1)
        if first is None or last is None:
            return None
        strict = alignment_mode == "strict"
        if strict and (first.idx != start or last.idx + len(last.text) != end):
            return None
        # The space behind a word is no part of it.
        behind = not strict and start == first.idx + len(first.text)
        return Span(self, first.i + behind, last.i + 1)

    def forget(self) -> None:
        """Let go of its words, which know one another: they end now and not when garbage is looked for."""
        for token in self.words:
            del token.doc, token.sent, token.head, token.children, token.lefts, token.rights
            del token.left_edge, token.right_edge
        self.words, self.sents, self.ents = [], [], ()

    def _at(self, character: int) -> Token | None:
        """The word that has this character, or has it for the space behind it."""
        if not 0 <= character < len(self.text):
            return None
        return self.words[bisect_right(self._begins, character) - 1]


def _depth(token: Token) -> int:
    """Steps to the root of its sentence; a blank or a stop by itself is further away than any word."""
    if (token.is_space or token.is_punct) and not token.children:
        return len(token.doc.words) - 1
    return sum(1 for _ in token.ancestors)


def _words(doc: Doc, parsed: tokens.Doc) -> list[Token]:
    if not len(parsed):
        return []
    strings = parsed.vocab.strings
    named = parsed.to_array(list(_STRINGS))
    known: dict[int, str] = {int(number): strings[int(number)] for number in {*named.ravel().tolist()}}
    flags = (parsed.to_array(list(_FLAGS)) == 1).tolist()  # a later sentence start is 1, no start -1
    words, idx = [], 0
    for i, (row, flag) in enumerate(zip(named.tolist(), flags, strict=True)):
        token = Token(doc, i, idx, [known[n] for n in row], flag)
        idx += len(token.text) + flag[_SPACY]
        words.append(token)
    below: list[list[Token]] = [[] for _ in words]
    for token, step in zip(words, parsed.to_array("HEAD").astype("int64").tolist(), strict=True):
        token.head = words[token.i + step]
        if step:
            below[token.i + step].append(token)
    for token, hung in zip(words, below, strict=True):
        if hung:
            before = bisect_left(hung, token)
            token.lefts, token.rights, token.children = tuple(hung[:before]), tuple(hung[before:]), tuple(hung)
        else:
            token.lefts = token.rights = token.children = ()
    _edges(words)
    return words


def _edges(words: list[Token]) -> None:
    """The first and the last of the words that hang on each."""
    for edge in words:
        token = edge.head
        while edge.i < token.left_edge.i:
            token.left_edge, token = edge, token.head
    for edge in reversed(words):
        token = edge.head
        while edge.i > token.right_edge.i:
            token.right_edge, token = edge, token.head
