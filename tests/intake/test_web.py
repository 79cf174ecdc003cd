"""Articles from addresses, by the command line: what comes in, what is said, what is remembered."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.intake.conftest import PAGE, Reply, Site
from timeline import cli


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], sqlite_template: Path, tmp_path: Path) -> Callable[..., Any]:
    """Runs ``timeline`` on a database of its own; gives exit code, lines of output and lines of messages."""
    database = tmp_path / "t.db"
    database.write_bytes(sqlite_template.read_bytes())

    def run(*args: str) -> tuple[int, list[str], list[str]]:
        code = cli.run(["--db", str(database), *args])
        said = capsys.readouterr()
        return code, said.out.splitlines(), said.err.splitlines()

    return run


def rows(run: Callable[..., Any], sql: str) -> list[dict[str, Any]]:
    code, out, _ = run("sql", sql, "-o", "jsonl")
    assert code == 0
    return [json.loads(line) for line in out]


ARTICLES = "SELECT title, url, published, published_basis, publisher FROM articles ORDER BY url"


def test_an_address_is_an_article_and_is_not_fetched_twice(site: Site, run: Callable[..., Any]) -> None:
    url = site.page("/a", ETag='"1"')
    code, out, err = run("add", url, "--allow-private")
    assert (code, out[0].split(": ")[0]) == (0, url)
    assert err[-1].startswith("1 article added: ")
    (article,) = rows(run, ARTICLES)
    assert article == {
        "title": "Ministers meet in Baku",
        "url": url,
        "published": "2025-01-17T10:30+04:00",
        "published_basis": "meta",
        "publisher": "Caspian Courier",
    }
    code, out, err = run("add", url, "--allow-private")
    assert (code, out) == (0, [])
    assert err[0].startswith(f"{url}: not changed since 20") and err[0].endswith("; nothing to add")
    assert err[1] == "0 articles added: 0 reports, 0 new events"
    assert site.asked[-1][1]["if-none-match"] == '"1"'


def test_a_page_is_fetched_again_where_more_is_said_of_it_or_it_does_not_count(
    site: Site, run: Callable[..., Any]
) -> None:
    url = site.page("/a", ETag='"1"')
    assert run("add", url, "--allow-private")[0] == 0
    code, out, err = run("add", url, "--allow-private", "--publisher", "The Bay Post")
    assert (code, out) == (0, [f"{url}: already there"])
    assert err[0].startswith("  --publisher is not applied, as it has Caspian Courier")
    assert run("undo", "1", "--commit")[0] == 0
    code, out, err = run("add", url, "--allow-private")
    assert (code, out) == (0, [f"{url}: already there"]) and "it is undone and does not count" in err[0]


def test_private_addresses_need_leave(site: Site, run: Callable[..., Any]) -> None:
    code, _, err = run("add", site.page("/a"))
    assert code == 1 and site.asked == []
    assert err[0] == (
        f"not added: {site.url('/a')}: leads to 127.0.0.1 (loopback); only public addresses are fetched unless "
        "--allow-private"
    )


def test_failures_are_told_and_can_be_tried_again(site: Site, run: Callable[..., Any], tmp_path: Path) -> None:
    good, bad, report = site.page("/good"), site.url("/bad"), tmp_path / "failures.jsonl"
    torn = tmp_path / "torn.jsonl"
    torn.write_text('{"text": "Kenya and Chad met on 3 May 2021.", "title": "one"}\n{"text": \n')
    given = (bad, str(torn), good, str(tmp_path / "missing.txt"))
    code, out, err = run("add", *given, "--allow-private", "--report", str(report))
    assert code == 1
    assert [line.split(": ")[0] for line in out if not line.startswith(" ")] == [f"{torn}:1", good]
    assert err[-4:-1] == [
        f"not added: {bad}: is not there (HTTP 404)",
        f"not added: {torn}:2: is no JSON: expecting value at column 1; write one object on each line",
        f"not added: {tmp_path}/missing.txt: cannot be read: no such file or directory; "
        "check the path and its permissions",
    ]
    assert err[-1].startswith("2 articles added, 3 not added: ")
    failures = [json.loads(line) for line in report.read_text().splitlines()]
    assert [set(row) for row in failures] == [{"source", "reason", "read"}] * 3
    assert [row["read"] for row in failures] == [bad, str(torn), str(tmp_path / "missing.txt")]

    site.page("/bad", "More of it.")
    torn.write_text('{"text": "Kenya and Chad met on 3 May 2021."}\n{"text": "Chad and Mali met on 4 May 2021."}\n')
    (tmp_path / "missing.txt").write_text("Mali and Niger met on 5 May 2021 in Rome.")
    code, out, err = run("add", "--retry", str(report), "--allow-private")
    assert code == 0 and err[-1].startswith("3 articles added, 1 already there: ")


def test_the_file_of_what_is_tried_again_may_be_the_file_of_what_fails_again(
    run: Callable[..., Any], tmp_path: Path
) -> None:
    first, second, report = tmp_path / "1.txt", tmp_path / "2.txt", str(tmp_path / "failures.jsonl")
    first.write_text("")
    second.write_text("")
    assert run("add", str(first), str(second), "--report", report)[0] == 1
    first.write_text("Kenya and Chad met on 3 May 2021 in Rome.")
    again = ("add", "--retry", report, "--report", report)
    assert run(*again, "--fail-fast")[0] == 2
    assert run(*again)[2][-1].startswith("1 article added, 1 not added: ")
    assert [json.loads(line)["read"] for line in Path(report).read_text().splitlines()] == [str(second)]
    second.write_text("Mali and Niger met on 5 May 2021 in Rome.")
    assert run(*again)[2][-1].startswith("1 article added: ")
    assert Path(report).read_text() == ""
    assert sorted(path.name for path in tmp_path.iterdir() if "failures" in path.name) == ["failures.jsonl"]
    code, _, err = run("add", str(first), "--report", str(tmp_path / "none" / "f.jsonl"))
    assert code == 2 and "there is no folder" in err[0]


def test_an_empty_path_is_not_this_folder(run: Callable[..., Any], tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.txt").write_text("Kenya and Chad met on 3 May 2021 in Rome.")
    monkeypatch.chdir(tmp_path / "folder")
    code, out, err = run("add", "")
    assert (code, out) == (2, []) and "one of the paths is empty" in err[0]


def test_stopping_at_the_first_failure(site: Site, run: Callable[..., Any]) -> None:
    first, last = site.page("/1"), site.page("/2", "Other words.")
    code, _, err = run("add", first, site.url("/bad"), last, "--allow-private", "--fail-fast")
    assert code == 1 and err[-1].startswith("1 article added, 1 not added: ")
    assert [row["url"] for row in rows(run, ARTICLES)] == [first]


def test_no_file_of_failures(run: Callable[..., Any], tmp_path: Path) -> None:
    wrong = tmp_path / "x.jsonl"
    wrong.write_text('{"text": "a"}\n')
    code, _, err = run("add", "--retry", str(wrong))
    assert (code, err) == (1, [f"Error: {wrong}:1: is no failure as --report writes them; give such a file"])
    wrong.write_text("")
    assert run("add", "--retry", str(wrong))[::2] == (
        0,
        ["nothing to add: no file there (hidden files are passed over)"],
    )
    assert run("add")[0] == 2


CHARSETS = [
    ("utf-8", "text/html; charset=iso-8859-1", "a wrong header over UTF-8"),
    ("cp1252", "text/html; charset=windows-1252", "a header"),
    ("cp1251", "text/html; charset=windows-1251", "a header that only it says"),
    ("utf-16", "text/html", "a byte order mark"),
]


@pytest.mark.parametrize(("codec", "header", "why"), CHARSETS)
def test_encodings(site: Site, run: Callable[..., Any], codec: str, header: str, why: str) -> None:
    name = "Žižek" if codec == "utf-8" else "Café" if codec == "cp1252" else "Иванов" if codec == "cp1251" else "Łódź"
    body = PAGE.format(more=f"The talks were held at {name}.").encode(codec)
    site.pages["/a"] = Reply(body, headers={"Content-Type": header})
    assert run("add", site.url("/a"), "--allow-private")[0] == 0
    assert name in run("articles", "show", "Ministers", "-o", "json")[1][0] or any(
        name in line for line in run("articles", "show", "Ministers", "-o", "json")[1]
    ), why


def test_what_is_sent_decides_how_it_is_read(site: Site, run: Callable[..., Any]) -> None:
    text = "Kenya and Chad signed a pact on 3 May 2021."
    site.pages["/t"] = Reply(text.encode(), headers={"Content-Type": "text/plain"})
    site.pages["/j"] = Reply(b'{"a": 1}', headers={"Content-Type": "application/json"})
    site.pages["/z"] = Reply(b"PK\x03\x04", headers={"Content-Type": "application/zip"})
    code, _, err = run("add", site.url("/t"), site.url("/j"), site.url("/z"), "--allow-private")
    assert code == 1
    assert err[-3:-1] == [
        f"not added: {site.url('/j')}: is JSON but no JSON Feed",
        f"not added: {site.url('/z')}: is application/zip; only web pages, text, PDF and feeds are read",
    ]
    assert [row["url"] for row in rows(run, ARTICLES)] == [site.url("/t")]


def test_other_languages_are_kept_and_not_mangled(run: Callable[..., Any], tmp_path: Path) -> None:
    texts = {
        "a.txt": "Le président a signé le traité vendredi à Moscou, selon le ministère des affaires étrangères.",
        "b.txt": "Les ministres se sont réunis à Bakou le 3 mai 2021 pour signer un accord sur la pêche.",
        "c.txt": "Die Minister trafen sich am 3. Mai 2021 in Baku und unterzeichneten ein Abkommen.",
        "d.txt": "Kenya and Chad signed a pact in Baku on 3 May 2021, the ministers of both countries said.",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    code, out, err = run("add", *(str(tmp_path / name) for name in texts))
    assert code == 0
    assert out[0] == f"{tmp_path}/a.txt: in another language (fr), kept without reports"
    assert "3 articles in other languages (fr 2, de 1): kept without reports" in err
    assert err[-1].startswith("4 articles added: ")
    said = rows(run, "SELECT language, count(report_id) AS n FROM articles LEFT JOIN reports USING (article_id)"
                     " GROUP BY language ORDER BY language")  # fmt: skip
    assert [(row["language"], row["n"] > 0) for row in said] == [("de", False), ("en", True), ("fr", False)]
    assert run("reparse")[2] == ["4 articles read, 0 read otherwise"]


@pytest.mark.parametrize("address", ["ftp://example.org/a", "file:///etc/passwd", "https://"])
def test_other_addresses_are_none(run: Callable[..., Any], address: str) -> None:
    code, _, err = run("add", address)
    assert code == 1
    assert err[0] == f"not added: {address}: cannot be fetched; an address starts with http:// or https:// and a host"
