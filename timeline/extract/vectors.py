"""The model's vectors of words, in half of the time: its weights, but what a word is by itself is worked out once.

Two thirds of spaCy's arithmetic tell a word from its neighbours; the rest looks at the word alone (its form, its first
and last letters, its shape) and says the same wherever it stands. That is kept; what follows goes layer by layer over
all words of some texts at once: the words on both sides, the largest of three sums for each number, and a residue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc

KEPT = 40_000
"""Words of which is kept what they are by themselves; each takes 400 bytes."""
TOGETHER = 2048
"""Words worked on at once, about: what is at hand stays in the processor's own memory."""
_TINY = 1e-8
"""As in the model's own layers: no division by nothing."""
_Array = Any


class Vectors:
    """Does what a ``tok2vec`` of spaCy does: hashed letters of words, then convolutions over their neighbours.

    Args:
        model: the model's layers.
    """

    def __init__(self, model: Any) -> None:
        import numpy

        self.numpy: Any = numpy
        alone, among = model.layers
        features, _, letters, mixed, _ = alone.layers
        self.columns: list[int | str] = features.attrs["columns"]
        self.letters, self.mixed = letters.layers[0], mixed.layers[0]
        self.pad: int = among.attrs["pad"]
        self.layers = [_Layer(layer) for layer in among.layers[0].layers]
        self.known: dict[tuple[int, ...], int] = {}
        self.alone: _Array = numpy.empty((0, self.layers[0].width), dtype="float32")

    def __call__(self, docs: Sequence[Doc]) -> list[_Array]:
        """The vectors of the words of texts."""
        return [vectors for some in parts(docs, TOGETHER) for vectors in self._of(some)]

    def _of(self, docs: Sequence[Doc]) -> list[_Array]:
        if len(self.known) > KEPT:
            self.known.clear()
        numpy, rows = self.numpy, [self._alone(doc) for doc in docs]
        # Between texts and at both ends stand rows of nothing, so that no word sees those of another text.
        length = sum(map(len, rows)) + self.pad * (len(rows) + 1)
        found = numpy.zeros((length, self.alone.shape[1]), dtype="float32")
        at, places = self.pad, []
        for some in rows:
            found[at : at + len(some)] = self.alone[some]
            places.append(slice(at, at + len(some)))
            at += len(some) + self.pad
        for layer in self.layers:
            found += layer(numpy, found)
        return [found[place].copy() for place in places]

    def _alone(self, doc: Doc) -> list[int]:
        """Where the words of a text stand among those that are known by themselves."""
        told: _Array = doc.to_array(self.columns)
        keys = list(map(tuple, told.tolist()))
        known = self.known
        if new := list(dict.fromkeys(key for key in keys if key not in known)):
            self._learn(new)
        return [known[key] for key in keys]

    def _learn(self, new: Sequence[tuple[int, ...]]) -> None:
        letters = self.letters.predict(self.numpy.array(new, dtype="uint64"))
        first, behind = len(self.known), len(self.known) + len(new)
        if behind > len(self.alone):
            more = self.numpy.empty((2 * behind, self.alone.shape[1]), dtype="float32")
            more[:first] = self.alone[:first]
            self.alone = more
        self.alone[first:behind] = self.mixed.predict(letters)
        self.known.update(zip(new, range(first, behind), strict=True))


class Among:
    """Does what the pipeline's ``tok2vec`` does: writes the vectors of its words beside each text."""

    def __init__(self, vectors: Vectors) -> None:
        self.vectors = vectors

    def __call__(self, doc: Doc) -> Doc:
        """See :class:`Among`."""
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 32) -> Iterator[Doc]:
        """So many texts at a time."""
        rest = iter(docs)
        while batch := list(islice(rest, batch_size)):
            for doc, vectors in zip(batch, self.vectors(batch), strict=True):
                doc.tensor = vectors
            yield from batch


class _Layer:
    """One convolution: a word, the one before and the one behind it make its new vector."""

    def __init__(self, layer: Any) -> None:
        _, maxout, norm, _ = _flat(layer)
        weights = maxout.get_param("W")
        self.pieces, self.width = weights.shape[1], weights.shape[0]
        # All first pieces, then all second ones: so the largest are found without leaping through memory.
        self.weights = weights.transpose(2, 1, 0).reshape(weights.shape[2], -1).copy()
        self.bias = maxout.get_param("b").T.ravel().copy()
        self.scale, self.shift = norm.get_param("G"), norm.get_param("b")

    def __call__(self, numpy: Any, given: _Array) -> _Array:
        width = self.width
        beside = numpy.zeros((len(given), 3 * width), dtype="float32")
        beside[1:, :width] = given[:-1]
        beside[:, width : 2 * width] = given
        beside[:-1, 2 * width :] = given[1:]
        sums = beside @ self.weights
        sums += self.bias
        best = sums[:, :width].copy()
        for piece in range(1, self.pieces):
            numpy.maximum(best, sums[:, piece * width : (piece + 1) * width], out=best)
        best -= best.mean(axis=1, keepdims=True)
        spread = numpy.einsum("ij,ij->i", best, best) / width + _TINY
        best *= (spread**-0.5)[:, None]
        best *= self.scale
        best += self.shift
        return best


def _flat(layer: Any) -> list[Any]:
    """The layers that a layer is made of: window, largest of several sums, norm, and what only learning needs."""
    return [part for inner in layer.layers for part in (_flat(inner) if inner.layers else [inner])]


def parts(docs: Sequence[Doc], most: int) -> Iterator[list[Doc]]:
    """Texts in order, so many together that they have about so many words: what is worked on at once stays bounded."""
    part: list[Doc] = []
    words = 0
    for doc in docs:
        part.append(doc)
        words += len(doc)
        if words >= most:
            yield part
            part, words = [], 0
    if part:
        yield part
