"""Events as CSV: the columns of ``events`` and ``actors``, a line an event.

event_id,title,type,…,actors
af00a20e…,Iran and Russia sign treaty,AGREE,…,Iran (party); Russia (party)
"""

from __future__ import annotations

from collections import Counter
from io import TextIOWrapper
from typing import BinaryIO

from timeline.export import Selection
from timeline.export.plain import write_csv
from timeline.queries import EVENT_COLUMNS

COLUMNS = (*EVENT_COLUMNS, "actors")


def write(selection: Selection, stream: BinaryIO, delimiter: str = ",") -> Counter[str]:
    """Write the events; nothing of a row is lost, the sentences behind it are in the database."""
    text = TextIOWrapper(stream, encoding="utf-8", newline="")
    write_csv(selection.rows, COLUMNS, text, delimiter)
    text.flush()
    text.detach()
    return Counter()
