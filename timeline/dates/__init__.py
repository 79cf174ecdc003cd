"""Dates in English text: found, read against an anchor, and explained.

read("She met him on Tuesday.", "2025-01-16")
-> [Timex(text="Tuesday", value="2025-01-14", when=When(basis="completed_from_published", …))]

Values that are never compared are declared ``eq=False``: making comparisons for them is a third of the import time.
"""

from __future__ import annotations

from collections.abc import Sequence

from timeline import days
from timeline.dates import style as styles
from timeline.dates.anchor import Anchor
from timeline.dates.context import Clause, Surroundings
from timeline.dates.find import Phrase, phrases
from timeline.dates.lexicon import load
from timeline.dates.resolve import resolve
from timeline.dates.story import tell
from timeline.dates.tokens import cut
from timeline.model import Timex

__all__ = ["Anchor", "Clause", "Phrase", "Surroundings", "find", "read", "resolve", "style_of"]


def find(text: str, style: str = "news") -> list[Phrase]:
    """Every date phrase of a text, in order, not overlapping; offsets are code points.

    Args:
        text: the article.
        style: ``news``, ``narrative`` or ``colloquial``; some rules hold in one of them only.
    """
    lexicon = load()
    return list(phrases(cut(text, lexicon), lexicon, style))


def style_of(text: str, published: str | None = None) -> str:
    """Whether a text is ``news``, ``narrative`` or ``colloquial``, told from the text itself."""
    lexicon = load()
    return styles.style_of(cut(text, lexicon), lexicon, published)


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
    if published is not None:
        _check(published)
    lexicon = load()
    tokens = cut(text, lexicon)
    chosen = style or styles.style_of(tokens, lexicon, published)
    return tell(list(phrases(tokens, lexicon, chosen)), Anchor(published, chosen), clauses)


def _check(published: str) -> None:
    try:
        days.of(published[:10])
    except ValueError:
        raise ValueError(f"published is no day or time that begins YYYY-MM-DD: {published!r}") from None
