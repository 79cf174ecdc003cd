"""Tag the documents of a TIMEX3 data set: ``python -m benchmarks.timex DOCS OUT``.

DOCS holds one JSON document a line: ``{"id", "dct", "text"}`` (``dct``: the day of publication, or null); other keys are not
looked at. OUT gets ``{"id", "timexes": [{"start", "end", "type", "value"}]}`` for each. Offsets are code points.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from timeline import dates


def main(arguments: list[str]) -> int:
    """Read DOCS, write OUT; the exit code."""
    if len(arguments) != 2:
        print("usage: python -m benchmarks.timex DOCS OUT", file=sys.stderr)
        return 2
    docs, out = map(Path, arguments)
    with docs.open(encoding="utf-8") as lines, out.open("w", encoding="utf-8") as result:
        for line in lines:
            if line.strip():
                result.write(json.dumps(tag(json.loads(line)), ensure_ascii=False) + "\n")
    return 0


def tag(document: dict[str, str]) -> dict[str, object]:
    """One document tagged."""
    found = dates.read(document["text"], document.get("dct") or None)
    return {
        "id": document["id"],
        "timexes": [{"start": t.start, "end": t.end, "type": t.type, "value": t.value} for t in found],
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
