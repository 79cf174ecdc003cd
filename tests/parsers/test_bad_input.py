"""Whatever the bytes are: an article or a problem that names the mend, quickly, never an exception."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.model import Article, Problem
from timeline.parsers import MAX_BYTES, parse

PROSE = "The café talks in São Paulo ended – “badly”, officials said.\n"
READ = {
    "utf-8": PROSE.encode(),
    "utf-8 with mark": PROSE.encode("utf-8-sig"),
    "utf-16 with mark": PROSE.encode("utf-16"),
    "utf-32 with mark": PROSE.encode("utf-32"),
    "windows-1252": PROSE.encode("cp1252"),
}
REFUSED = {
    "empty": (b"", "is empty"),
    "blank": (b" \n\t\n", "is empty"),
    "one word": (b"Talks\n", "single word"),
    "no word": (b"...\n", "no text"),
    "NUL bytes": (b"Talks\0began", "binary"),
    "utf-16 without mark": (PROSE.encode("utf-16-le"), "binary"),
    "a PDF cut off": (b"%PDF-1.7 \xe2\xe3", "no PDF that can be read"),
    "an archive": (b"PK\x03\x04rest", "zip archive"),
    "gzip cut off": (b"\x1f\x8b\x08rest", "cut off or damaged; nothing of it can be read"),
    "XML": (b'<?xml version="1.0"?>\n<foo>Talks were held on Friday.</foo>', "neither a web page nor a feed"),
    "a list of files": (
        b"<!DOCTYPE HTML><html><head><title>Directory listing for /</title></head><body><h1>Directory listing for /"
        b'</h1><ul><li><a href="a">a.txt</a></li><li><a href="b">notes of the talks.txt</a></li></ul></body></html>',
        "is a list of files",
    ),
    "a picture": (b"\x89PNG\r\n", "picture"),
    "no known encoding": (bytes(range(0x80, 0x100)) * 8, "encoding cannot be told; save it as UTF-8"),
    "a stray byte in a short text": (b"Talks were held on Friday\xff\xfe.", "encoding cannot be told"),
    "a broken utf-16": ("Talks".encode("utf-16") + b"\x00", "starts as UTF-16 but is not"),
    "too large": (b"x" * (MAX_BYTES + 1), "larger than 20 MB"),
}


@pytest.mark.parametrize("data", READ.values(), ids=READ)
def test_encodings(data: bytes) -> None:
    (item,) = parse(data, "a.txt")
    assert isinstance(item, Article)
    assert item.text == PROSE.strip()


def test_what_a_library_remarks_is_not_printed(caplog: pytest.LogCaptureFixture) -> None:
    (item,) = parse(b"%PDF-1.4 hello", "a.pdf")
    assert isinstance(item, Problem) and caplog.records == []


@pytest.mark.parametrize(("data", "why"), REFUSED.values(), ids=REFUSED)
def test_refused(data: bytes, why: str) -> None:
    started = time.process_time()
    (item,) = parse(data, "a.txt")
    assert isinstance(item, Problem)
    assert why in item.reason
    assert "\n" not in item.reason
    assert time.process_time() - started < 5


def test_mostly_utf8_is_mended_and_shows_where() -> None:
    (item,) = parse(f"{PROSE * 20}".encode() + b"\xff\n", "a.txt")
    assert isinstance(item, Article)
    assert item.text.count("\ufffd") == 1


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.html", "a.jsonl", "-"]))
@settings(deadline=None, max_examples=300)
def test_any_bytes(data: bytes, name: str) -> None:
    for item in parse(data, name):
        assert isinstance(item, Article | Problem)


@given(
    st.text(alphabet='<>/="-:\n htmlbodypscritdv09', max_size=200),
    st.sampled_from(["", "---\n", "<html>", '{"html":"']),
)
@settings(deadline=None, max_examples=200)
def test_any_markup(text: str, start: str) -> None:
    for name in ("a.html", "a.txt"):
        for item in parse((start + text).encode(), name):
            assert isinstance(item, Article | Problem)
