"""Events as JSON Lines: the columns of ``events``, ``actors``, and ``reported``, each sentence that an event rests on.

{"event_id": "af00a20e…", "title": …, "actors": [{"actor_id": …, "name": "Iran", "role": "party"}], "reported": […]}
"""

from __future__ import annotations

from collections import Counter
from typing import BinaryIO

from timeline.export import Selection
from timeline.export.plain import to_json


def write(selection: Selection, stream: BinaryIO) -> Counter[str]:
    """Write the events with their evidence."""
    evidence = selection.evidence()
    for row in selection.rows:
        line = to_json({**row, "reported": evidence.get(row["event_id"], [])})
        stream.write(line.encode() + b"\n")
    return Counter()
