"""Dates in English text: found, read against an anchor, and explained.

read("She met him on Tuesday.", "2025-01-16")
-> [Timex(text="Tuesday", value="2025-01-14", when=When(basis="completed_from_published", …))]

Importing this package imports nothing else of it: whoever only needs ``periods`` or ``edtf`` pays for them alone.
Values that are never compared are declared ``eq=False``: making comparisons for them is a third of the import time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from timeline.dates.anchor import Anchor
    from timeline.dates.context import Clause, Surroundings
    from timeline.dates.finding import Phrase
    from timeline.model import Timex

__all__ = ["Anchor", "Clause", "Phrase", "Surroundings", "find", "read", "resolve", "style_of"]

_HOMES = {"Anchor": "anchor", "Clause": "context", "Surroundings": "context", "Phrase": "finding"}


def find(text: str, style: str = "news") -> list[Phrase]:
    """Every date phrase of a text, in order, not overlapping; offsets are code points.

    Args:
        text: the article.
        style: ``news``, ``narrative`` or ``colloquial``; some rules hold in one of them only.
    """
    from timeline.dates import text as whole

    return whole.find(text, style)


def style_of(text: str, published: str | None = None) -> str:
    """Whether a text is ``news``, ``narrative`` or ``colloquial``, told from the text itself."""
    from timeline.dates import text as whole

    return whole.style_of(text, published)


def read(
    text: str, published: str | None = None, *, style: str | None = None, clauses: Sequence[Clause] = ()
) -> list[Timex]:
    """Find and resolve every date phrase of a whole text, in order.

    Args:
        text: the article; offsets of the result are code points into it.
        published: day or time of publication, ISO 8601; None = not known, then a bare "January 17" stays ``XXXX-01-17``
            unless the text gives its year elsewhere.
        style: ``news``, ``narrative`` or ``colloquial``; None = told from the text.
        clauses: what a parse knows of tense; never required.

    Raises:
        ValueError: ``published`` does not begin with a day ``YYYY-MM-DD`` that exists.
    """
    from timeline.dates import text as whole

    return whole.read(text, published, style, clauses)


def resolve(phrase: Phrase, anchor: Anchor, clause: Clause | None = None) -> Timex:
    """Read one phrase.

    Args:
        phrase: as found.
        anchor: what may complete it.
        clause: what a parse knows of its clause; None = the words around it decide.
    """
    from timeline.dates import resolving

    return resolving.resolve(phrase, anchor, clause)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"timeline.dates.{_HOMES[name]}"), name)
