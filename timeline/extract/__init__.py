"""Article -> Reports: who did what, when and where, and whether it happened.

    for extraction in articles([Article("Kenya and Chad signed a pact on 3 May 2021.")]): …
    -> Report(title="Kenya and Chad sign pact", type="AGREE", status="occurred", when=When(earliest="2021-05-03", …), …)

Heavy parts (spaCy and its model) are imported when the first article is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import tee

from timeline.extract.nlp import NoModel
from timeline.model import Article, Mention, Report, Timex

__all__ = ["EXTRACTOR", "PLAIN", "Extraction", "NoModel", "articles", "reports"]

EXTRACTOR = "timeline/1"
"""Name and version of this extractor; reports carry it."""
PLAIN = "timeline/1-rules"
"""The same without a language model: rules alone."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read from one article."""

    reports: tuple[Report, ...]
    main: int | None
    """Ordinal of the report that headline and lead are about; None when there is none."""
    timexes: tuple[Timex, ...]
    mentions: tuple[Mention, ...]
    extractor: str = EXTRACTOR
    """Who read it: ``EXTRACTOR``, or ``PLAIN`` without a language model."""


def reports(article: Article) -> Extraction:
    """Reads one article, as :func:`articles` does."""
    return next(articles([article]))


def articles(items: Iterable[Article]) -> Iterator[Extraction]:
    """Reads articles in order, parsing them in batches; one in another language than English has no reports.

    Where no language model is installed, rules alone read what they can.

    Raises:
        NoModel: the language model that is installed is not the official one.
    """
    from timeline.extract import nlp

    if not nlp.available():
        from timeline.extract import plain

        yield from (plain.read(a) if a.in_english else Extraction((), None, (), (), PLAIN) for a in items)
        return
    from timeline.extract.reading import read

    ahead, kept = tee(items)
    docs = nlp.parse(article.text for article in ahead if article.in_english)
    for article in kept:
        if not article.in_english:
            yield Extraction((), None, (), ())
            continue
        doc = next(docs)
        reading = read(article, doc)
        doc.forget()
        yield reading
