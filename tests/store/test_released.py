"""Every record type and version that was ever released still reads.

``corpus/records.jsonl`` is frozen: a line that stands there is never changed. A new type or version adds lines.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.store.world import say
from timeline import log, records
from timeline.log import canonical
from timeline.records import NoteAdded, Record, ReportExtracted, UnknownRecord, read, report_of, report_payload

CORPUS = Path(__file__).parent / "corpus" / "records.jsonl"
LINES = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
FROZEN = "57f8abc2f1aaafd1e21d5acb03edfea92db9070156cf1e6c65db226d0f5948f2"
"""SHA-256 of the first lines of the corpus, as many as there were when this was written."""


def test_every_type_and_version_has_a_line():
    there = {(line["type"], line["version"]) for line in LINES}
    released = {(name, v) for name, cls in records.TYPES.items() for v in range(1, cls.version + 1)}
    assert there == released


def test_the_lines_of_before_stand_as_they_were():
    lines = CORPUS.read_bytes().splitlines(keepends=True)[:32]
    assert hashlib.sha256(b"".join(lines)).hexdigest() == FROZEN


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['type']}-{line['version']}")
def test_it_reads(line):
    record = read(line["type"], line["version"], line["payload"])
    assert type(record).__name__ == line["type"]
    if line["version"] == record.version:
        assert canonical(record.payload()) == canonical(line["payload"])
    if isinstance(record, ReportExtracted):
        assert report_payload(report_of(record.report)) == record.report


@dataclass(frozen=True, slots=True)
class RemarkAdded(Record):
    """What NoteAdded might become one day."""

    version = 3
    event_id: str
    remark: str
    tone: str


def test_old_versions_are_lifted_step_by_step_and_stored_bytes_stay(engine, monkeypatch):
    say(engine, ("event/e1", [NoteAdded("e1", "as it was")]))
    monkeypatch.setitem(records.TYPES, "NoteAdded", RemarkAdded)
    monkeypatch.setitem(
        records.UPCASTERS, ("NoteAdded", 1), lambda p: {"event_id": p["event_id"], "remark": p["text"].upper()}
    )
    monkeypatch.setitem(records.UPCASTERS, ("NoteAdded", 2), lambda p: {**p, "tone": "plain"})
    with engine.connect() as conn:
        (entry,) = log.read(conn)
    assert (entry.schema_version, entry.record) == (1, RemarkAdded("e1", "AS IT WAS", "plain"))
    assert log.verify(engine).damage is None


@pytest.mark.parametrize(
    ("type_", "version", "payload"),
    [("Unheard", 1, {}), ("NoteAdded", 99, {}), ("NoteAdded", 1, {"event_id": "e", "text": "t", "colour": "red"})],
)
def test_what_is_newer_says_so(type_, version, payload):
    with pytest.raises(UnknownRecord, match=r"newer release|does not know"):
        read(type_, version, payload)
