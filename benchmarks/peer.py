"""The peer of everything that reads articles: the language model alone, in batches, on the same texts."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

BATCH = 32
"""Its best size on articles; larger batches gain nothing and take memory."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Articles a second, by processor time and by the clock."""

    processor: float
    elapsed: float

    def __str__(self) -> str:
        return f"{self.elapsed:.1f} articles/s, {self.processor:.1f} by processor time"

    def mean(self, other: Pace) -> Pace:
        """Between two measurements."""
        return Pace((self.processor + other.processor) / 2, (self.elapsed + other.elapsed) / 2)

    def times(self, number: float) -> Pace:
        """So many times as fast; words a second from articles a second."""
        return Pace(self.processor * number, self.elapsed * number)


def bare(texts: Sequence[str]) -> Pace:
    """The pace of the official pipeline as it is shipped: tokens, tags, parse, lemmas, names, and nothing of ours."""
    import spacy

    from timeline.extract import nlp

    model = spacy.load(nlp._folder())
    for _ in model.pipe(texts[:BATCH], batch_size=BATCH):
        pass  # the first batch pays for what is made once
    processor, elapsed = time.process_time(), time.perf_counter()
    for _ in model.pipe(texts, batch_size=BATCH):
        pass
    return Pace(len(texts) / (time.process_time() - processor), len(texts) / (time.perf_counter() - elapsed))
