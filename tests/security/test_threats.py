"""What SECURITY.md promises: nothing is run, nothing is fetched that nobody asked for, no other file is read."""

from __future__ import annotations

import ast
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from timeline import cli, db, parsers
from timeline.parsers import feed

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "timeline").rglob("*.py"))
NEVER_IMPORTED = {
    "subprocess",
    "pickle",
    "marshal",
    "shelve",
    "dill",
    "yaml",
    "ctypes",
    "pty",
    "code",
    "codeop",
    "runpy",
}
NEVER_CALLED = {
    "eval",
    "exec",
    "compile",
    "__import__",
    "os.system",
    "os.popen",
    "os.execv",
    "os.execvp",
    "os.spawnl",
    "os.fork",
}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_is_run_or_unpickled(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names = {(node.module or "").split(".")[0]}
        else:
            names = set()
        assert not names & NEVER_IMPORTED, f"line {node.lineno}"
        if isinstance(node, ast.Call):
            assert ast.unparse(node.func) not in NEVER_CALLED, f"line {node.lineno}"
            assert not any(keyword.arg == "shell" for keyword in node.keywords), f"line {node.lineno}"


@pytest.fixture
def listening() -> Iterator[tuple[str, list[str]]]:
    """The address of a server, and the paths it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<!ENTITY leaked 'leaked'>")

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


PAGE = """<!DOCTYPE html [<!ENTITY secret SYSTEM "file://{file}"><!ENTITY remote SYSTEM "{url}/entity">
<!ENTITY % outside SYSTEM "{url}/parameter"> %outside;]>
<html xmlns:xi="http://www.w3.org/2001/XInclude"><head><title>Talks &secret; &remote; in Oslo</title>
<base href="{url}/base/"><link rel="stylesheet" href="{url}/style.css"><link rel="alternate"
type="application/rss+xml" href="{url}/feed"><script src="{url}/script.js"></script>
<meta http-equiv="refresh" content="0; url={url}/refresh"><link rel="canonical" href="{url}/canonical"></head>
<body><img src="{url}/image.png"><iframe src="{url}/frame"></iframe><object data="{url}/object"></object>
<xi:include href="file://{file}" parse="text"/><svg><image href="{url}/svg"/></svg>
<article><p>Ministers of Norway and Sweden met in Oslo on 17 January 2025 &secret; &remote; to talk about fish.</p>
<p>They will meet again in March, a spokeswoman said, when the harbour is free of ice again.</p></article></body>
</html>"""

XML = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY secret SYSTEM "file://{file}">
<!ENTITY remote SYSTEM "{url}/entity"><!ENTITY % outside SYSTEM "{url}/parameter"> %outside;]>
<?xml-stylesheet href="{url}/style.xsl" type="text/xsl"?>
<rss version="2.0"><channel><title>News &secret;</title><item><title>Talks &remote;</title>
<link>{url}/item</link><description>Ministers met &secret; &remote; in Oslo.</description>
<enclosure url="{url}/enclosure"/></item></channel></rss>"""


@pytest.mark.parametrize("kind", ["page.html", "page.xhtml", "feed.xml", "feed.rss", "text.txt"])
def test_documents_fetch_nothing_and_read_no_other_file(tmp_path, listening, kind):
    url, asked = listening
    secret = tmp_path / "secret"
    secret.write_text("the password is swordfish", encoding="utf-8")
    document = (XML if "feed" in kind else PAGE).format(url=url, file=secret).encode()
    found = repr(list(parsers.parse(document, kind)))
    with suppress(feed.NoFeed):
        found += repr(feed.parse(document, url))
    found += repr(feed.of_page(document, url))
    assert "swordfish" not in found and "leaked" not in found
    assert asked == []


def test_entities_that_grow_are_no_bomb():
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{levels}]><rss version="2.0"><channel>'
    bomb += "<title>&l8;</title><item><title>&l8;</title></item></channel></rss>"
    for name in ("x.xml", "x.html", "x.txt"):
        assert len(repr(list(parsers.parse(bomb.encode(), name)))) < 100_000
    with suppress(feed.NoFeed):
        assert len(repr(feed.parse(bomb.encode(), "https://example.org"))) < 100_000


HOSTILE = "Robert'); DROP TABLE log;-- %s {0} \x1b]0;owned\x07 \u202e=cmd|' /C calc'!A0"


def test_words_of_an_article_are_data_everywhere(tmp_path, capsys):
    path = tmp_path / "x.db"
    db.create(path).dispose()
    start = ["--db", str(path)]
    cli.run([*start, "enter", HOSTILE.replace("\x07", ""), "date=2025-01-17", "--reason", HOSTILE, "--by", "x"])
    for words in (
        ["events"],
        ["events", "--grep", HOSTILE],
        ["events", "-o", "csv"],
        ["log"],
        ["count", "--by", "type"],
        ["events", "--actor", HOSTILE],
        ["actors", "--grep", HOSTILE],
        ["events", "--place", HOSTILE],
    ):
        capsys.readouterr()
        cli.run([*start, *words])
        told = capsys.readouterr()
        if words != ["events", "-o", "csv"]:
            assert "\x1b" not in told.out and "\x07" not in told.out and "\u202e" not in told.out
        assert "\x1b" not in told.err and "Traceback" not in told.err
    assert cli.run([*start, "verify"]) == 0
