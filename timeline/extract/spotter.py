"""The model's names, in a fraction of the time: its weights and its rules, but all words of a batch weighed at once.

spaCy goes from word to word and asks of each of 73 actions whether it may be taken (the first, a further, the last or
the only word of a name, by kind; or none). Outside names no step depends on the one before: one multiplication weighs
every word of a batch, and only what follows the first word of a name is followed step by step.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice
from typing import TYPE_CHECKING, Any

from timeline.extract.vectors import Vectors, parts

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

AHEAD = 6
"""Words after the first of a name that are weighed at once."""
TOGETHER = 4096
"""Words weighed at once, about: each takes five kilobytes, and more at once gains nothing."""
_OUTSIDE, _ONLY, _FIRST, _FURTHER, _LAST = "O", "U", "B", "I", "L"
_Array = Any
_Name = tuple[int, int, str]
"""First word, the word behind the last, kind."""


class Spotter:
    """Does what the pipeline's ``ner`` does to texts in which no name is marked yet."""

    def __init__(self, nlp: Language) -> None:
        import numpy

        ner: Any = nlp.get_pipe("ner")
        self.numpy: Any = numpy
        self.model: Any = ner.model
        own, _, self.narrowed = ner.model.get_ref("tok2vec").layers
        self.vectors = Vectors(own)
        upper: Any = ner.model.get_ref("upper")
        weights, bias = upper.get_param("W"), upper.get_param("b")
        self.bias = ner.model.get_ref("lower").get_param("b")
        # A move for names that are ruled out beforehand has no kind; ``move_names`` leaves it out.
        moves = [ner.moves.get_class_name(n).partition("-")[::2] for n in range(len(bias))]
        apart = [n for n, (step, kind) in enumerate(moves) if step == _OUTSIDE or (step in (_ONLY, _FIRST) and kind)]
        self.apart = [moves[n] for n in apart]
        self.apart_weights, self.apart_bias = weights[apart], bias[apart]
        self.may_begin = numpy.array([step != _OUTSIDE for step, _ in self.apart])
        self.may_go_on = numpy.array([step == _FIRST for step, _ in self.apart])
        kinds = [kind for step, kind in moves if step == _LAST]
        last, further = ([moves.index((step, kind)) for kind in kinds] for step in (_LAST, _FURTHER))
        # A name ends where its last word is likelier than a further one.
        self.end_weights = dict(zip(kinds, weights[last] - weights[further], strict=True))
        self.end_bias = dict(zip(kinds, bias[last] - bias[further], strict=True))

    def __call__(self, doc: Doc) -> Doc:
        """See :class:`Spotter`."""
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 32) -> Iterator[Doc]:
        """Find the names of texts, so many at a time."""
        rest = iter(docs)
        while batch := list(islice(rest, batch_size)):
            for part in parts(batch, TOGETHER):
                found = self._names([doc for doc in part if len(doc)])
                for doc in part:
                    _mark(doc, next(found) if len(doc) else [])
            yield from batch

    def _names(self, docs: Sequence[Doc]) -> Iterator[list[_Name]]:
        if not docs:
            return
        numpy = self.numpy
        # Row 0 stands for no word; of the others come their parts as the present word, a name's first, the one before.
        narrow = self.narrowed.predict(numpy.concatenate(self.vectors(docs)))
        parts = self.model.get_ref("lower").predict(narrow)
        flags = numpy.concatenate([doc.to_array(["IS_SPACE", "SENT_START"]) for doc in docs])
        stops = list(accumulate(map(len, docs)))
        ends = numpy.append(flags[1:, 1] == 1, True)
        ends[[stop - 1 for stop in stops]] = True
        chosen = self._apart(parts, flags[:, 0] == 1, ends)
        ends = ends.tolist()
        start = 0
        for stop in stops:
            yield [(a - start, b - start, kind) for a, b, kind in self._walk(parts, chosen, ends, start, stop)]
            start = stop

    def _apart(self, parts: _Array, blank: _Array, ends: _Array) -> list[int]:
        """The best action on each word, were it outside names: a number in ``apart``."""
        hidden = self._largest(parts[1:, 0] + (parts[0, 1] + parts[0, 2] + self.bias))
        scores = self.model.ops.gemm(hidden, self.apart_weights, trans2=True) + self.apart_bias
        scores[blank[:, None] & self.may_begin] = -self.numpy.inf
        scores[ends[:, None] & self.may_go_on] = -self.numpy.inf
        chosen: list[int] = scores.argmax(axis=1).tolist()
        return chosen

    def _largest(self, sums: _Array) -> _Array:
        """The largest of the few sums for each number: numpy is slow to look for it along so short an axis."""
        best = sums[..., 0]
        for piece in range(1, sums.shape[-1]):
            best = self.numpy.maximum(best, sums[..., piece])
        return best

    def _walk(
        self, parts: _Array, chosen: Sequence[int], ends: Sequence[bool], start: int, stop: int
    ) -> Iterator[_Name]:
        at = start
        while at < stop:
            step, kind = self.apart[chosen[at]]
            first = at
            if step == _FIRST:
                at = self._last(parts, first, kind, ends)
            at += 1
            if step != _OUTSIDE:
                yield first, at, kind

    def _last(self, parts: _Array, first: int, kind: str, ends: Sequence[bool]) -> int:
        """The last word of a name of several."""
        at = first + 1
        while True:
            stop = next((n + 1 for n in range(at, at + AHEAD) if ends[n]), at + AHEAD)
            sums = parts[at + 1 : stop + 1, 0] + parts[first + 1, 1] + parts[at:stop, 2] + self.bias
            scores = self._largest(sums) @ self.end_weights[kind] + self.end_bias[kind]
            for n, score in enumerate(scores.tolist(), at):
                if score >= 0 or ends[n]:
                    return n
            at = stop


def _mark(doc: Doc, names: Iterable[_Name]) -> None:
    from spacy.tokens import Span

    doc.set_ents([Span(doc, start, end, label=kind) for start, end, kind in names], default="outside")
