"""A whole text: cut, told its style, searched, read."""

from __future__ import annotations

from collections.abc import Sequence

from timeline import days
from timeline.dates import style as styles
from timeline.dates.anchor import Anchor
from timeline.dates.context import Clause
from timeline.dates.finding import Phrase, phrases
from timeline.dates.lexicon import load
from timeline.dates.story import tell
from timeline.dates.tokens import cut
from timeline.model import Timex


def find(text: str, style: str) -> list[Phrase]:
    """See :func:`timeline.dates.find`."""
    lexicon = load()
    return list(phrases(cut(text, lexicon), lexicon, style))


def style_of(text: str, published: str | None) -> str:
    """See :func:`timeline.dates.style_of`."""
    lexicon = load()
    return styles.style_of(cut(text, lexicon), lexicon, published)


def read(text: str, published: str | None, style: str | None, clauses: Sequence[Clause]) -> list[Timex]:
    """See :func:`timeline.dates.read`."""
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
