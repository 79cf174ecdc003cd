"""Each format is read back by a reader of its own kind."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import stat
from datetime import UTC, date, datetime

import icalendar
import pytest
from markdown_it import MarkdownIt

from tests.export.conftest import KINDS
from timeline import cli
from timeline.export import FORMATS


@pytest.fixture
def export(timeline_db, tmp_path, capsys):
    """Exports and returns the bytes written and what was said on standard error."""

    def run(fmt: str, *args: str) -> tuple[bytes, str]:
        out = tmp_path / f"out.{fmt}"
        assert cli.run(["--db", timeline_db, "export", fmt, "--all", *args, "-O", str(out)]) == 0
        return out.read_bytes(), capsys.readouterr().err

    return run


def entries(data: bytes) -> dict[str, icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(data)
    return {str(e["uid"]).partition("@")[0].removeprefix("e-"): e for e in calendar.walk("VEVENT")}


# kind, start, end, summary, status
CALENDAR = [
    ("day", date(2025, 1, 17), date(2025, 1, 18), "Iran and Russia sign treaty", "CONFIRMED"),
    ("month", date(2024, 10, 1), date(2024, 11, 1), "BRICS summit in Kazan (Oct 2024)", "CONFIRMED"),
    ("year", date(1995, 1, 1), date(1996, 1, 1), "Bridge built (1995)", "CONFIRMED"),
    ("since", date(2022, 1, 1), date(2022, 1, 2), "Iran supplies drones (ongoing, 2022 –)", "CONFIRMED"),
    ("by", date(2025, 1, 31), date(2025, 2, 1), "Treaty to be signed (planned, by 31 Jan 2025)", "TENTATIVE"),
    ("minute", datetime(2025, 2, 1, 7, 30, tzinfo=UTC), None, "Fire breaks out", "CONFIRMED"),
    ("local", datetime(2025, 2, 2, 8, 0), None, "Vote opens (scheduled)", "TENTATIVE"),
    ("cancelled", date(2024, 10, 22), date(2024, 10, 23), "Visit to Kazan (cancelled)", "CANCELLED"),
]


@pytest.mark.parametrize(("kind", "start", "end", "summary", "status"), CALENDAR, ids=[c[0] for c in CALENDAR])
def test_a_calendar_shows_the_span_that_the_source_gives(export, kind, start, end, summary, status):
    entry = entries(export("ics")[0])[kind]
    assert entry["dtstart"].dt == start
    assert (entry["dtend"].dt if "dtend" in entry else None) == end
    assert (str(entry["summary"]), str(entry["status"])) == (summary, status)
    assert str(entry["x-timeline-edtf"]) == (KINDS[kind][1].edtf or KINDS[kind][1].earliest)


def test_a_calendar_counts_what_it_cannot_hold(export):
    data, said = export("ics")
    assert {"undated", "bce"}.isdisjoint(entries(data))
    assert "ics: 1 event left out: without a date\n" in said
    assert "ics: 1 event left out: outside the years 1 to 9999\n" in said
    assert "ics: 2 events open on one side, shown on the day that is known\n" in said


def test_a_calendar_keeps_to_the_standard(export):
    """RFC 5545: lines of at most 75 octets that end with CR LF, required properties, nothing escaped twice."""
    data, _ = export("ics")
    assert data.endswith(b"\r\n") and all(len(line) <= 75 for line in data.split(b"\r\n"))
    entry = entries(data)["markup"]
    assert str(entry["summary"]) == "*Bold* [x](y) <script>alert(1)</script>; =cmd, \\ and\\x0amore"
    assert "“Sentence a of article 10”" in str(entry["description"])
    assert str(entry["url"]) == "https://paper.example/a_(1)?q=x y"


def test_a_chronology_has_a_footnote_for_each_source(export):
    text = export("md")[0].decode()
    marks = re.findall(r"\[\^(\d+)\](?!:)", text)
    notes = re.findall(r"^\[\^(\d+)\]: ", text, re.MULTILINE)
    assert marks == notes == [str(n + 1) for n in range(len(KINDS))]
    headings = re.findall(r"^## (.*)", text, re.MULTILINE)
    assert headings == ["March 44 BCE", "1995", "2022", "October 2024", "2025", "January 2025", "February 2025",
                        "March 2025", "Undated"]  # fmt: skip
    assert "- **2022 –** Iran supplies drones *(ongoing)* — Iran [^" in text
    assert "- **by 31 Jan 2025** Treaty to be signed *(planned" in text
    assert r"\*Bold\* \[x\](y) \<script\>alert(1)\</script\>" in text
    assert "[Title 0](<https://paper.example/a_(1)?q=x%20y>), 16 Jan 2025: “Sentence a of article 0.”" in text


@pytest.mark.parametrize(("fmt", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_a_spreadsheet_gets_every_column_of_every_event(export, fmt, delimiter):
    rows = list(csv.DictReader(io.StringIO(export(fmt)[0].decode()), delimiter=delimiter))
    assert len(rows) == len(KINDS)
    found = {row["event_id"].removeprefix("e-"): row for row in rows}
    assert found["month"]["earliest"] == "2024-10-01"
    assert found["bce"]["earliest"] == "-0043-03-15"
    assert found["undated"]["starts_at"] == ""
    assert found["day"]["actors"] == "Iran (agent)"


def test_json_lines_hold_the_evidence(export):
    rows = [json.loads(line) for line in export("jsonl")[0].splitlines()]
    found = {row["event_id"].removeprefix("e-"): row for row in rows}
    assert found["day"]["reported"][0]["quote"] == "Sentence a of article 0."
    assert found["since"]["actors"] == [{"actor_id": "iran", "name": "Iran", "role": "agent"}]


def test_timelinejs_gets_dates_in_the_unit_of_the_source(export):
    data, said = export("timelinejs", "--title", "A & B")
    document = json.loads(data)
    slides = {slide["unique_id"].removeprefix("ee-"): slide for slide in document["events"]}
    assert document["title"]["text"]["headline"] == "A &amp; B"
    assert slides["month"]["start_date"] == slides["month"]["end_date"] == {"year": 2024, "month": 10}
    assert slides["year"]["start_date"] == {"year": 1995}
    assert slides["bce"]["start_date"]["year"] == -43
    assert slides["day"]["display_date"] == "17 Jan 2025"
    assert "<script>" not in data.decode()
    assert "timelinejs: 1 event left out: without a date\n" in said
    assert "timelinejs: 2 events somewhere within a span, drawn as if they lasted\n" in said


def test_a_filter_and_a_pipe(timeline_db, capfdbinary):
    assert cli.run(["--db", timeline_db, "export", "jsonl", "2025-01-17", "--certainly"]) == 0
    captured = capfdbinary.readouterr()
    assert [json.loads(line)["title"] for line in captured.out.splitlines()] == ["Iran and Russia sign treaty"]
    assert b"period: 17 Jan 2025" in captured.err


def test_a_file_is_replaced_in_whole_or_not_at_all(timeline_db, tmp_path, monkeypatch, capsys):
    out = tmp_path / "kept.csv"
    out.write_text("before")
    monkeypatch.setattr("timeline.export.csv.write_csv", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left")))
    assert cli.run(["--db", timeline_db, "export", "csv", "-O", str(out)]) == 1
    assert out.read_text() == "before"
    assert [p.name for p in tmp_path.glob(".kept*")] == []
    assert "no space left" in capsys.readouterr().err


def test_a_file_may_be_read_by_whom_the_umask_lets(export, tmp_path):
    export("csv")
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE((tmp_path / "out.csv").stat().st_mode) == 0o666 & ~mask


def test_a_folder_that_is_not_there_is_said(timeline_db, tmp_path, capsys):
    assert cli.run(["--db", timeline_db, "export", "md", "-O", str(tmp_path / "no" / "x.md")]) == 1
    assert capsys.readouterr().err.splitlines()[-1].startswith(f"Error: there is no folder {tmp_path / 'no'};")


def test_every_format_is_listed_and_named(capsys):
    assert cli.run(["export", "--help"]) == 0
    text = capsys.readouterr().out
    for fmt, what in FORMATS.items():
        assert re.search(rf"^ +{fmt} +{re.escape(what)}$", text, re.MULTILINE), fmt


def test_a_chronology_read_as_markdown_is_what_it_says_and_no_markup_of_a_title(export):
    page = MarkdownIt("commonmark").render(export("md")[0].decode())
    assert page.count("<strong>") == page.count("<li>") == len(KINDS)
    assert "<script>" not in page and "*Bold* [x](y) &lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert page.count('<a href="https://paper.example/a_(1)?q=x%20y">Title ') == len(KINDS)
