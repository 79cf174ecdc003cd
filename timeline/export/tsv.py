"""Events as tab-separated values: :mod:`timeline.export.csv` with tabs."""

from __future__ import annotations

from collections import Counter
from typing import BinaryIO

from timeline.export import Selection, csv


def write(selection: Selection, stream: BinaryIO) -> Counter[str]:
    """Write the events."""
    return csv.write(selection, stream, delimiter="\t")
