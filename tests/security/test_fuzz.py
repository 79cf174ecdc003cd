"""Whatever bytes, records and command lines there are: an article, a problem or one line, never a traceback."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

import click
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.world import article, extracted, opening, report, say
from timeline import cli, db, log, parsers, records
from timeline.ingest.lines import KEYS, Line, fields_of, report_of_line
from timeline.log import BadLine
from timeline.model import Article, Problem
from timeline.parsers import feed

EXAMPLES = 40
LONG = 3000
QUIET = {"deadline": None, "suppress_health_check": list(HealthCheck)}

PIECES = [
    b"<html>",
    b"<head>",
    b"<title>",
    b"</title>",
    b"<p>",
    b"</p>",
    b"<script type='application/ld+json'>",
    b"</script>",
    b'{"@type":"NewsArticle","datePublished":"2025-01-16"}',
    b'<meta property="article:published_time" content="',
    b'">',
    b"<time datetime='2025-13-99T99:99'>",
    b"---\n",
    b"published: 2025-01-16\n",
    b"title: ",
    b"\n",
    b"\r\n",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\x00",
    b"&#0;",
    b"&#xD800;",
    b"<![CDATA[",
    b"]]>",
    b"<!DOCTYPE x [<!ENTITY a 'b'>]>",
    b"&a;",
    b'{"text": "Talks began.", "published": ',
    b'"2025-01-16"',
    b"}",
    b"{",
    b"[",
    b"null",
    b"1e999",
    b"%PDF-1.7\n",
    b"PK",
    b"\x1f\x8b\x08",
    b"WARC/1.0\r\n",
    b"<?xml version='1.0'?>",
    b"<rss version='2.0'><channel><item>",
    b"<link>",
    b"Talks were held in Oslo on 17 January 2025. ",
    "Ünïcode “quotes” – dash. ".encode(),
    b"\xe2\x80\xae",
    b"a,b,c\n",
]
ENDINGS = st.sampled_from(
    ["", ".txt", ".html", ".htm", ".jsonl", ".json", ".csv", ".tsv", ".pdf", ".gz", ".warc", ".xml"]
)
BYTES = st.one_of(
    st.binary(max_size=300),
    st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=8)), max_size=25).map(b"".join),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(), max_size=6), inner, max_size=3)
    ),
    max_leaves=8,
)


def parsed(data: bytes, ending: str) -> None:
    for item in parsers.parse(data, f"fuzz{ending}"):
        assert isinstance(item, (Article, Problem))
        if isinstance(item, Problem):
            assert item.reason and "\n" not in item.reason
    with suppress(feed.NoFeed):
        feed.parse(data, "https://example.org/feed")
    feed.of_page(data, "https://example.org/")


@settings(max_examples=EXAMPLES, **QUIET)
@given(BYTES, ENDINGS)
def test_parsers(data: bytes, ending: str) -> None:
    parsed(data, ending)


@pytest.mark.slow
@settings(max_examples=LONG, **QUIET)
@given(BYTES, ENDINGS)
def test_parsers_long(data: bytes, ending: str) -> None:
    parsed(data, ending)


def stored(type_: str, version: int, payload: object) -> None:
    if not isinstance(payload, dict):
        return
    try:
        record = records.read(type_, version, payload)
    except records.UnknownRecord:
        return
    try:
        log.canonical(record.payload())
    except ValueError as error:
        assert "payload" in str(error)


@settings(max_examples=EXAMPLES, **QUIET)
@given(st.sampled_from([*records.TYPES, "Unheard"]), st.integers(1, 3), JSON, st.data())
def test_records(type_: str, version: int, loose: object, data: st.DataObject) -> None:
    stored(type_, version, loose)
    if type_ in records.TYPES:
        names = list(records.TYPES[type_].__dataclass_fields__)
        stored(type_, version, {name: data.draw(JSON) for name in names})


@settings(max_examples=EXAMPLES * 3, **QUIET)
@given(st.dictionaries(st.sampled_from(KEYS), JSON | st.sampled_from(["Talks began", "mine/1", "2025-01-17"])))
def test_lines_of_an_import(values: dict[str, object]) -> None:
    good = {"article": "a", "extractor": "mine/1", "title": "t", "quote": "Talks began"}
    for row in (values, {**good, **values}):
        found = fields_of(json.dumps(row).encode(), "x:1")
        assert isinstance(found, (Line, Problem))
        if isinstance(found, Line):
            try:
                report_of_line(found, "Talks began on Friday.")
            except ValueError as error:
                assert "\n" not in str(error)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with two events, and its log beside it."""
    path = tmp_path_factory.mktemp("fuzz") / "x.db"
    engine = db.create(path)
    say(engine, ("article/a1", [article(1), extracted(1, report(title="Talks begin"))]), opening("e1", "a1/0"))
    with engine.connect() as conn:
        path.with_suffix(".jsonl").write_bytes(b"".join(log.export(conn)))
    engine.dispose()
    return path


@settings(max_examples=EXAMPLES, **QUIET)
@given(st.data())
def test_logs_that_were_meddled_with(small: Path, data: st.DataObject) -> None:
    content = bytearray(small.with_suffix(".jsonl").read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    engine = db.connect(small)
    try:
        log.import_log(engine, bytes(content).splitlines(keepends=True))
    except BadLine as bad:
        assert "\n" not in bad.reason
    assert log.verify(engine).records == 4
    engine.dispose()


# --- command lines ---

# Those that go on for ever, ask the network or write files are fuzzed elsewhere or not at all.
LEFT_OUT = {
    "serve",
    "feed",
    "add",
    "publish",
    "export",
    "backup",
    "restore",
    "init",
    "reparse",
    "completion",
    "import",
    "rebuild",
    "log export",
    "log import",
    "actors import",
}
WORDS = st.one_of(
    st.sampled_from(
        [
            "2025",
            "2024-Q4",
            "..",
            "2025-01..2024-01",
            "today",
            "-1",
            "0",
            "99999999999999999999",
            "e1",
            "a1",
            "Iran",
            "",
            "x" * 300,
            "\x00",
            "\ud800",
            "\x1b[31m",
            "'; drop table log; --",
            "%s",
            "{}",
            "../..",
            "é",
            "\u202e",
            "date=2025-02-30",
            "status=occurred",
            "actors=:",
            "earliest=open",
            "latest=",
            "confidence=x",
            "9999-12-31",
            "-0044-03-15",
            "~2025?",
        ]
    ),
    st.text(max_size=12),
)


def commands(group: click.Group = cli.timeline, path: str = "") -> dict[str, click.Command]:
    found = {}
    ctx = click.Context(group)
    for name in group.list_commands(ctx):
        command, full = group.get_command(ctx, name), f"{path} {name}".strip()
        if full in LEFT_OUT or command is None:
            continue
        found |= commands(command, full) if isinstance(command, click.Group) else {full: command}
    return found


COMMANDS = commands()


def called(data: st.DataObject, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = data.draw(st.sampled_from(sorted(COMMANDS)))
    words = name.split()
    known = [o for o in COMMANDS[name].params if isinstance(o, click.Option) and "follow" not in o.name]
    for option in data.draw(st.lists(st.sampled_from(known), max_size=4)) if known else []:
        if option.name == "database":
            continue
        words.append(option.opts[0])
        if not option.is_flag:
            choices = getattr(option.type, "choices", None)
            words.append(data.draw(st.sampled_from(sorted(choices)) | WORDS if choices else WORDS))
    words += data.draw(st.lists(WORDS, max_size=3))
    if any(option.name == "dry_run" for option in known) and data.draw(st.booleans()):
        words.append("--dry-run")
    before = os.getcwd()
    code = cli.run(["--db", str(path), *words])
    told = capsys.readouterr()
    assert code in (0, 1, 2, 3), words
    assert "Traceback" not in told.err and os.getcwd() == before
    if code == 2:
        assert told.err.startswith("Error: ") and told.err.count("\n") == 1, (words, told.err)


@settings(max_examples=EXAMPLES, **QUIET)
@given(st.data())
def test_command_lines(small: Path, capsys: pytest.CaptureFixture[str], data: st.DataObject) -> None:
    called(data, small, capsys)


@pytest.mark.slow
@settings(max_examples=LONG // 3, **QUIET)
@given(st.data())
def test_command_lines_long(small: Path, capsys: pytest.CaptureFixture[str], data: st.DataObject) -> None:
    called(data, small, capsys)
