"""The model's parse, in half of the time: its weights, its moves and its order, but the interpreter is kept.

spaCy lets go of the interpreter's lock while it parses, and takes it again eight times for each step of each text to
see whether its arithmetic failed: that takes longer than the arithmetic. Here all texts of a batch go on a step
together, and the lock stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from timeline.extract.vectors import parts

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

TOGETHER = 8192
"""Words of texts parsed together, about: each takes four kilobytes."""


class Stepper:
    """Does what the pipeline's ``parser`` does."""

    def __init__(self, nlp: Language) -> None:
        parser: Any = nlp.get_pipe("parser")
        upper: Any = parser.model.get_ref("upper")
        self.parser = parser
        self.weights, self.bias = upper.get_param("W").T.copy(), upper.get_param("b")

    def __call__(self, doc: Doc) -> Doc:
        """See :class:`Stepper`."""
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 32) -> Iterator[Doc]:
        """Parse so many texts at a time."""
        rest = iter(docs)
        while batch := list(islice(rest, batch_size)):
            # Texts of one length end together: so few steps are taken for a few of them only.
            for some in parts(sorted(batch, key=len), TOGETHER):
                self._parse(some)
            yield from batch

    def _parse(self, docs: Sequence[Doc]) -> None:
        states = self.parser.moves.init_batch(docs)
        going_on = [state for state in states if not state.is_final()]
        if going_on:
            self._to_the_end(docs, going_on)
        self.parser.set_annotations(docs, states)

    def _to_the_end(self, docs: Sequence[Doc], going_on: Sequence[Any]) -> None:
        step: Any = self.parser.model.predict(docs)
        while going_on:
            scores = step.state2vec.predict(step.get_token_ids(going_on)) @ self.weights
            scores += self.bias
            going_on = self.parser.transition_states(going_on, scores)
        # It refers to itself: its tens of megabytes would stay until garbage is looked for, which is seldom.
        step.clear_memory()
