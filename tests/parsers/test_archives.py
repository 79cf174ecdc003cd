"""Archives of every kind: real ones, made here, whole and damaged."""

from __future__ import annotations

import gzip
import io
import json
import sys
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from timeline.model import Article, Problem
from timeline.parsers import Known, parse, read, unpacking

PAGE = (
    "<html lang='en'><head><title>{title}</title></head><body><article><p>The foreign ministers of Kenya and Chad met"
    " in {place} on Friday and signed a pact on fisheries.</p></article></body></html>"
)
CSV = 'date,headline,body\n2025-01-17,"Talks, begin","Kenya and Chad met, ""at last"", in Baku.\nThey agreed."\n'


def warc(*pages: tuple[str, str, bytes], gz: bool = True) -> bytes:
    """A WARC file: (address, content type, body)."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gz)
    writer.write_record(writer.create_warcinfo_record("x.warc.gz", {"software": "test"}))
    for url, kind, body in pages:
        headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
        if url.endswith("gone"):
            headers = StatusAndHeaders("404 Not Found", [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(url, "request", payload=io.BytesIO(b"GET / HTTP/1.1\r\n\r\n")))
        record = writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=headers)
        writer.write_record(record)
    return out.getvalue()


def page(title: str, place: str) -> bytes:
    return PAGE.format(title=title, place=place).encode()


PAGES = (
    ("https://c.example/1", "text/html; charset=utf-8", page("One", "Baku")),
    ("https://c.example/logo", "image/png", b"\x89PNG"),
    ("https://c.example/gone", "text/html", page("Gone", "Rome")),
    ("https://c.example/robots.txt", "text/plain", b"User-agent: *"),
    ("https://c.example/2", "text/html; charset=windows-1252", page("Two", "Zürich").decode().encode("cp1252")),
    ("https://c.example/empty", "text/html", b"<html><body></body></html>"),
    ("https://c.example/3", "text/plain", b"Kenya and Chad met in Rome on 3 May 2021."),
)


@pytest.mark.parametrize("gz", [True, False])
def test_warc(gz: bool) -> None:
    one, two, empty, three = parse(warc(*PAGES, gz=gz), "crawl.warc.gz" if gz else "crawl.warc")
    assert isinstance(one, Article) and isinstance(two, Article) and isinstance(three, Article)
    assert (one.title, one.url, one.published) == ("One", "https://c.example/1", None)
    assert "Zürich" in two.text and two.url == "https://c.example/2"
    assert three.text == "Kenya and Chad met in Rome on 3 May 2021." and three.url == "https://c.example/3"
    assert isinstance(empty, Problem) and empty.reason.startswith("has no article text")
    assert empty.source == f"crawl.warc{'.gz' if gz else ''}: https://c.example/empty"


def test_a_damaged_warc_gives_what_came_before() -> None:
    whole = warc(*PAGES)
    items = list(parse(whole[: len(whole) * 2 // 3], "crawl.warc.gz"))
    assert isinstance(items[0], Article) and isinstance(items[-1], Problem)
    assert items[-1].source == "crawl.warc.gz" and "damaged" in items[-1].reason


def test_a_warc_without_pages() -> None:
    (item,) = parse(warc(PAGES[1]), "a.warc.gz")
    assert item == Problem("a.warc.gz", "holds no web page, text or PDF; nothing to read")


def wacz(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_wacz() -> None:
    data = wacz(
        {"datapackage.json": b"{}", "archive/a.warc.gz": warc(PAGES[0]), "archive/b.warc": warc(PAGES[-1], gz=False),
         "pages/pages.jsonl": b'{"text": "no article"}'}
    )  # fmt: skip
    one, two = parse(data, "site.wacz")
    assert isinstance(one, Article) and isinstance(two, Article)
    assert [one.url, two.url] == ["https://c.example/1", "https://c.example/3"]
    damaged = wacz({"archive/a.warc.gz": b"WARC/1.1\r\nnonsense"})
    assert [isinstance(item, Problem) for item in parse(damaged, "site.wacz")] == [True]
    (other,) = parse(wacz({"a.txt": b"x"}), "site.wacz")
    assert isinstance(other, Problem) and "without web archives" in other.reason
    (torn,) = parse(data[: len(data) // 2], "site.wacz")
    assert isinstance(torn, Problem) and "no zip archive" in torn.reason


def test_gzip() -> None:
    rows = b'{"text": "Kenya and Chad met in Baku on 3 May 2021."}\n{"text"\n{"text": "Mali met Niger in May 2021."}\n'
    first, bad, last = parse(gzip.compress(rows[:60]) + gzip.compress(rows[60:]), "a.jsonl.gz")
    assert isinstance(first, Article) and first.where == "a.jsonl.gz:1"
    assert isinstance(first, Article) and isinstance(last, Article)
    assert isinstance(bad, Problem) and bad.source == "a.jsonl.gz:2"
    (html,) = parse(gzip.compress(page("One", "Baku")), "one.html.gz")
    assert isinstance(html, Article) and html.title == "One"
    (text,) = parse(gzip.compress(b"Kenya and Chad met in Baku."), "packed")
    assert isinstance(text, Article) and text.text == "Kenya and Chad met in Baku."
    (table,) = parse(gzip.compress(b"text\nKenya and Chad met in Baku.\n"), "t.csv.gz")
    assert isinstance(table, Article)
    *items, cut = parse(gzip.compress(rows * 50)[:-20], "a.jsonl.gz")
    assert isinstance(cut, Problem) and "cut off or damaged" in cut.reason and len(items) > 10
    (twice,) = parse(gzip.compress(gzip.compress(rows)), "a.jsonl.gz.gz")
    assert isinstance(twice, Problem) and "packed twice" in twice.reason


def bomb(size: int, line: bytes = b"\0") -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=9) as packed:
        for _ in range(size // 1_000_000):
            packed.write(line * (1_000_000 // len(line)))
    return out.getvalue()


BOMBS = {
    "text": ("a.txt.gz", "larger than 20 MB"),
    "lines": ("a.jsonl.gz", f"unpacks to more than {unpacking.RATIO} times its size"),
    "table": ("a.csv.gz", f"unpacks to more than {unpacking.RATIO} times its size"),
}


@pytest.mark.parametrize("how", BOMBS)
def test_bombs_are_put_out(how: str) -> None:
    name, why = BOMBS[how]
    data = bomb(90_000_000, b" " * 49_999 + b"\n" if how != "text" else b"a")
    data = gzip.compress(b"text\nKenya met Chad.\n") + data if how == "table" else data
    tracemalloc.start()
    *_, last = parse(data, name)
    assert tracemalloc.get_traced_memory()[1] < 90_000_000
    tracemalloc.stop()
    assert isinstance(last, Problem) and why in last.reason


def test_a_large_archive_is_read_in_little_memory() -> None:
    def lines() -> Iterator[bytes]:
        for number in range(400):
            yield json.dumps({"text": f"Kenya and Chad met in room {number} on 3 May 2021. " * 100}).encode() + b"\n"

    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1) as packed:
        packed.writelines(lines())
    out.seek(0)
    tracemalloc.start()
    number = sum(1 for _ in read(out, "a.jsonl.gz"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert number == 400 and peak < 1_000_000


def test_csv() -> None:
    columns = {"published": "date", "title": "headline", "text": "body"}
    (item,) = read(io.BytesIO(CSV.encode()), "a.csv", Known(columns=columns))
    assert item == Article(
        'Kenya and Chad met, "at last", in Baku.\nThey agreed.',
        title="Talks, begin", published="2025-01-17", published_basis="record",
    )  # fmt: skip


TABLES = {
    "names of its own": (b"Title;TEXT\nT;Kenya met Chad.\n", {}, "Kenya met Chad."),
    "tabs": (b"text\ttitle\nKenya met Chad.\tx\n", {}, "Kenya met Chad."),
    "other names": (b"Headline,Body\nT,Kenya met Chad.\n", {}, "Kenya met Chad."),
    "columns that were not named": (b"page,other\nKenya met Chad.,x\n", {"text": "page"}, "Kenya met Chad."),
    "a mark and Windows lines": ("\ufefftext\r\nKenya met Chad.\r\n".encode(), {}, "Kenya met Chad."),
    "UTF-16": ("text\nKenya met Chad.\n".encode("utf-16"), {}, "Kenya met Chad."),
    "Windows-1252": ("text\nKenya met Chad in Zürich.\n".encode("cp1252"), {}, "Kenya met Chad in Zürich."),
    "html": (
        b"page\n<p>Kenya and Chad met in Baku on Friday and agreed.</p>\n",
        {"html": "page"},
        "Kenya and Chad met",
    ),
    "a short row": (b"text,title\nKenya met Chad.\n", {}, "Kenya met Chad."),
    "no such column": (b"a,b\n1,2\n", {"text": "body"}, "has no column body; there are: a, b"),
    "no text": (b"a,b\n1,2\n", {}, "has no column text or html; name it with --map text=COLUMN; there are: a, b"),
    "twice": (b"text,text\n1,2\n", {}, "has two columns named text; rename one"),
    "nothing": (b"\n", {}, "has no header"),
    "no rows": (b"text\n", {}, "has no row below its header"),
    "an ambiguous date": (b"published,text\n03/04/2025,Kenya met Chad.\n", {}, "can be day/month or month/day"),
    "an empty cell": (b"title,text\nT,\n", {}, "has neither text nor html"),
}


@pytest.mark.parametrize("how", TABLES)
def test_tables(how: str) -> None:
    data, columns, expected = TABLES[how]
    (item,) = read(io.BytesIO(data), "t.csv", Known(columns=columns))
    assert expected in (item.text if isinstance(item, Article) else item.reason)


def test_columns_that_are_passed_over_are_named_once_and_rows_by_their_line() -> None:
    data = b"text,colour,size\nKenya met Chad.,red,1\nMali met Niger.,blue,2\n"
    first, second, remark = parse(data, "t.csv")
    assert isinstance(first, Article) and isinstance(second, Article) and isinstance(remark, Problem)
    assert (first.where, second.where) == ("t.csv:2", "t.csv:3")
    assert not remark.refused and remark.reason.startswith("columns passed over: colour, size; read are published, ")


def test_dates_whose_order_the_caller_knows() -> None:
    data = b"published,text\n03/04/2025,Kenya met Chad.\n"
    (item,) = read(io.BytesIO(data), "t.csv", Known(day_first=True))
    assert isinstance(item, Article) and item.published == "2025-04-03"


def test_a_bad_row_is_named_by_its_line_and_the_rest_goes_on() -> None:
    data = b"published,text\n2025-01-17,Kenya met Chad.\nsoon,Mali met Niger.\n2025-01-18,Togo met Benin.\n"
    first, bad, last = parse(data, "t.csv")
    assert isinstance(first, Article) and isinstance(last, Article)
    assert isinstance(bad, Problem) and bad.source == "t.csv:3"


def pdf(*paragraphs: str, title: str | None = None, password: str | None = None) -> bytes:
    from fpdf import FPDF

    made = FPDF()
    made.set_creation_date(__import__("datetime").datetime(2025, 1, 17, 10, 30))
    made.add_page()
    made.set_font("Helvetica", size=12)
    if title:
        made.set_title(title)
    if password:
        made.set_encryption(owner_password=password, user_password=password)
    for paragraph in paragraphs:
        made.multi_cell(0, 6, paragraph)
        made.ln(4)
    return bytes(made.output())


LONG = (
    "The foreign ministers of Kenya and Chad met in Baku on Friday and signed a pact on fisheries, which had taken two "
    "years to negotiate. It is to enter into force on 1 March 2025."
)


def test_pdf() -> None:
    pytest.importorskip("fpdf")
    (item,) = parse(pdf(LONG, "The presidents sent their greetings.", title="Pact signed"), "a.pdf")
    assert isinstance(item, Article)
    assert item.text.split("\n") == [LONG, "The presidents sent their greetings."]
    assert (item.title, item.published, item.published_basis) == ("Pact signed", "2025-01-17", "pdf_metadata")
    (given,) = parse(pdf(LONG), "a.pdf", published="2024-12-01")
    assert isinstance(given, Article) and (given.published, given.published_basis) == ("2024-12-01", "given")


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (lambda: pdf(), "holds no text, only pictures of it; make its text readable first, e.g. with ocrmypdf"),
        (lambda: pdf(LONG, password="x"), "is encrypted; save it without a password"),
        (lambda: pdf(LONG)[:400], "is no PDF that can be read"),
    ],
)
def test_pdf_that_cannot_be_read(made: object, why: str) -> None:
    pytest.importorskip("fpdf")
    (item,) = parse(made(), "a.pdf")  # type: ignore[operator]
    assert isinstance(item, Problem) and why in item.reason


@pytest.mark.parametrize(
    ("library", "data", "extra"), [("warcio", warc(PAGES[0]), "warc"), ("pypdf", b"%PDF-1.4", "pdf")]
)
def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch, library: str, data: bytes, extra: str) -> None:
    for name in [n for n in sys.modules if n.split(".")[0] == library]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)
    (item,) = parse(data, f"a.{extra}")
    assert isinstance(item, Problem) and item.reason.endswith(f"install: pip install 'timeline-db[{extra}]'")


def test_a_pipe_cannot_be_sought(tmp_path: Path) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    (item,) = read(Pipe(wacz({"archive/a.warc.gz": warc(PAGES[0])})), "x.wacz")
    assert isinstance(item, Problem) and "cannot be read from a pipe" in item.reason
