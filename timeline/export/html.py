"""A page to look at: one file that opens from disk, needs no network and shows all that the events rest on."""

from __future__ import annotations

from collections import Counter
from typing import BinaryIO

from timeline.export import Selection
from timeline.web.columns import Facts, page_data
from timeline.web.evidence import evidence_data
from timeline.web.page import standalone


def write(selection: Selection, stream: BinaryIO) -> Counter[str]:
    """Write the page. There is nothing that it cannot say."""
    s = selection
    data = page_data(s.conn, s.wanted, s.rows, Facts(s.title, s.today, s.made_at))
    evidence = evidence_data(s.conn, s.wanted, data["events"])
    stream.write(standalone(s.title, data, evidence))
    return Counter()
