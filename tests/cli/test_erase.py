"""What the law asks to be forgotten is gone from every byte, and the log says that it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from tests.store.world import rows
from timeline import db, log, projections
from timeline.schema import fetches

ARTICLES = {
    "main": ("Quillon Zarvathi resigns as harbour master", "2025-03-04", "Ostrey Courier",
             "Quillon Zarvathi resigned as harbour master of Ostrey on 3 March 2025. Nobody knows why."),
    "other": ("Ostrey council meets fishermen", "2025-03-06", "Bay Herald",
              "The council of Ostrey met the fishermen on 5 March 2025. Quillon Zarvathi did not attend."),
    "apart": ("Brazil and India sign trade agreement", "2024-05-09", "Bay Herald",
              "Brazil and India signed a trade agreement on 7 May 2024."),
}  # fmt: skip
REPORTS = [
    ("main", "Quillon Zarvathi resigned as harbour master of Ostrey on 3 March 2025.", "2025-03-03",
     [{"name": "Quillon Zarvathi", "kind": "person"}, {"name": "Ostrey Courier", "surface": "Ostrey"}]),
    ("other", "The council of Ostrey met the fishermen on 5 March 2025.", "2025-03-05",
     [{"name": "council of Ostrey"}]),
    ("other", "Quillon Zarvathi did not attend.", "2025-03-05", [{"name": "Quillon Zarvathi", "kind": "person"}]),
    ("apart", "Brazil and India signed a trade agreement on 7 May 2024.", "2024-05-07",
     [{"name": "Brazil", "kind": "state"}, {"name": "India", "kind": "state"}]),
]  # fmt: skip


ADDRESS = "https://courier.example/zarvathi-quits"


def lines() -> str:
    """The reports as a file of ``timeline import``."""
    written = []
    for name, quote, date, actors in REPORTS:
        title, published, publisher, text = ARTICLES[name]
        article = {"title": title, "published": published, "publisher": publisher, "text": text}
        article |= {"url": ADDRESS} if name == "main" else {}
        report = {"extractor": "tests/1", "title": title, "quote": quote, "date": date, "actors": actors}
        written.append(json.dumps({"article": article, "status": "occurred", **report}))
    return "\n".join(written)


@pytest.fixture
def ready(database, monkeypatch, tmp_path, run):
    monkeypatch.setenv("TIMELINE_DB", database)
    (tmp_path / "reports.jsonl").write_text(lines(), encoding="utf-8")
    assert run("import", str(tmp_path / "reports.jsonl")).code == 0
    return database


def stored(database: str) -> bytes:
    """Every byte that the database keeps: the SQLite file with its companions, or the server's files of it."""
    if "://" not in database:
        return b"".join(p.read_bytes() for p in Path(database).parent.glob(Path(database).name + "*"))
    engine = db.connect(database)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.execute(text("CHECKPOINT"))
        folder = conn.execute(text("SHOW data_directory")).scalar_one()
        number = conn.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()")).scalar_one()
    engine.dispose()
    return b"".join(p.read_bytes() for p in (Path(folder) / "base" / str(number)).iterdir() if p.is_file())


def everything(database: str) -> str:
    """All tables of the read model and all records, as text."""
    engine = db.connect(database, readonly=True)
    with engine.connect() as conn:
        found = repr(rows(conn)) + repr(list(log.read(conn)))
    engine.dispose()
    return found.casefold()


def article_id(run, title: str) -> str:
    listed = [json.loads(line) for line in run("articles", "-o", "jsonl").out.splitlines()]
    return next(row["article_id"] for row in listed if title in (row["title"] or ""))


def test_an_article_is_erased_from_every_byte(run, ready):
    gone = article_id(run, "Quillon Zarvathi resigns")
    engine = db.connect(ready)
    with engine.begin() as conn:
        conn.execute(insert(fetches).values(url=ADDRESS, fetched_at="2026-03-01T12:00:00Z", failures=0))
    engine.dispose()
    assert b"harbour master" in stored(ready)
    ran = run("erase", gone[:8], "--reason", "order 12/2026", "--yes")
    assert ran.code == 0, ran.err
    assert "erased; the file was rewritten" in ran.err
    for words in (b"harbour master", b"resigns", b"Courier", b"zarvathi-quits"):
        assert words not in stored(ready)
        assert words.decode().casefold() not in everything(ready)
    verified = run("verify")
    assert (verified.code, "lawfully erased" in verified.out) == (0, True)
    assert "order 12/2026" in run("log", "-o", "jsonl").out
    rows = [json.loads(line) for line in run("articles", "-o", "jsonl").out.splitlines()]
    (row,) = [row for row in rows if row["article_id"] == gone]
    assert (row["title"], row["erased_at"] is not None) == (None, True)
    assert "erased" in run("articles").out
    assert "erased" in run("articles", "show", gone).out
    assert "resign" not in run("events", "--all").out.casefold()
    assert "Brazil" in run("events").out


def test_an_erased_article_does_not_come_back(run, ready, tmp_path):
    gone = article_id(run, "Quillon Zarvathi resigns")
    run("erase", gone, "--reason", "order", "--yes")
    before = run("log", "head").out
    (tmp_path / "again.txt").write_text(ARTICLES["main"][3], encoding="utf-8")
    ran = run("add", str(tmp_path / "again.txt"))
    assert (ran.code, "1 already there" in ran.err) == (0, True)
    assert run("import", str(tmp_path / "reports.jsonl")).code == 1
    assert run("articles", "set", gone, "--title", "Other title").code == 1
    assert run("reparse").code == 0
    assert run("log", "head").out == before


def test_an_actor_goes_and_what_names_it_is_listed(run, ready):
    ran = run("erase", "Quillon Zarvathi", "--reason", "asked for", "--dry-run", "-o", "jsonl")
    parts = [json.loads(line) for line in ran.out.splitlines()]
    assert [(p["fate"], p["kind"], p["title"]) for p in parts[:1]] == [("goes", "actor", "Quillon Zarvathi")]
    stays = {p["title"] for p in parts if (p["fate"], p["kind"]) == ("stays", "article")}
    assert stays == {"Quillon Zarvathi resigns as harbour master", "Ostrey council meets fishermen"}
    assert "nothing done" in ran.err
    assert run("actors", "show", "Quillon Zarvathi").code == 0
    assert run("erase", "Quillon Zarvathi", "--reason", "asked for", "--yes").code == 0
    assert run("actors", "show", "Quillon Zarvathi").code == 1
    assert b"Zarvathi" in stored(ready)


def test_with_its_articles_nothing_of_an_actor_is_left(run, ready):
    event = json.loads(run("events", "2025-03-03", "-o", "jsonl").out.splitlines()[0])["event_id"]
    assert run("note", event, "ask Zarvathi, Quillon Zarvathi that is").code == 0
    ran = run("erase", "quillon zarvathi", "--with-articles", "--reason", "asked for", "--yes")
    assert ran.code == 0, ran.err
    assert b"Zarvathi" not in stored(ready) and b"zarvathi" not in stored(ready)
    assert "zarvathi" not in everything(ready)
    assert run("verify").code == 0
    before = everything(ready)
    assert run("rebuild").code == 0
    assert everything(ready) == before


def test_articles_go_after_the_names_of_an_actor(run, ready):
    assert run("erase", "Quillon Zarvathi", "--reason", "asked for", "--yes").code == 0
    assert b"Zarvathi" in stored(ready)
    ran = run("erase", "Quillon Zarvathi", "--with-articles", "--reason", "asked for", "--yes")
    assert (ran.code, "goes" in ran.out) == (0, True), ran.err
    assert b"Zarvathi" not in stored(ready) and b"zarvathi" not in stored(ready)
    assert "zarvathi" not in everything(ready)
    assert "Brazil" in run("events").out
    assert run("verify").code == 0


def test_the_events_that_change_are_listed(run, ready):
    def fates(*args: str) -> dict[str, str]:
        ran = run("erase", *args, "--reason", "asked for", "--dry-run", "-o", "jsonl")
        parts = [json.loads(line) for line in ran.out.splitlines()]
        return {part["title"]: part["fate"] for part in parts if part["kind"] == "event"}

    both = {"Quillon Zarvathi resigns as harbour master": "changes", "Ostrey council meets fishermen": "changes"}
    assert fates("Quillon Zarvathi") == both
    assert fates("Quillon Zarvathi", "--with-articles") == dict.fromkeys(both, "goes")
    assert fates(article_id(run, "Brazil and India")) == {"Brazil and India sign trade agreement": "goes"}


def test_one_record_by_its_position(run, ready):
    event = json.loads(run("events", "-o", "jsonl").out.splitlines()[0])["event_id"]
    run("note", event, "an unlucky remark")
    position = run("log", "head").out.partition(":")[0]
    assert run("erase", position, "--reason", "asked for", "--yes").code == 0
    assert b"unlucky" not in stored(ready)
    assert run("verify").code == 0


REFUSED = [
    (("Quillon Zarvathi", "--reason", "of Quillon Zarvathi", "--yes"), 1, "may not repeat the name"),
    (("Quillon Zarvathi", "--reason", "x"), 2, "say --yes"),
    (("Quillon Zarvathi", "--yes"), 2, "--reason"),
    (("Quillon Zarvathi", "--reason", "of quillon zarvathi", "--dry-run"), 1, "may not repeat the name"),
    (("Nobody At All", "--reason", "x", "--yes"), 1, "there is no article, actor or record 'Nobody"),
    (("Nobody At All", "--with-articles", "--reason", "x", "--yes"), 1, "or text with 'Nobody"),
    (("999999", "--reason", "x", "--yes"), 1, "there is no record"),
]


def test_what_is_refused_changes_nothing(run, ready):
    before = run("log", "head").out
    for args, code, words in REFUSED:
        ran = run("erase", *args)
        assert (ran.code, words in ran.err) == (code, True), ran
        assert "Traceback" not in ran.err
    assert run("log", "head").out == before


def test_an_erasure_broken_off_is_ended_by_the_next_writer(run, ready, tmp_path):
    engine = db.connect(ready)
    with engine.connect() as conn:
        texts = [
            e.position
            for e in log.read(conn, types=["ArticleAdded", "ReportExtracted"])
            if "zarvathi" in repr(e).casefold()
        ]
    with log.writing(engine) as conn:
        log.erase(conn, texts, "broken off here", by="tester", now="2026-03-01T12:00:00Z")
    assert run("note", run("events", "2024-05", "-o", "jsonl").out[14:24], "somebody writes").code == 0
    with engine.connect() as conn:
        assert "harbour master" not in repr(rows(conn))
        assert projections.checkpoint(conn).position == log.head(conn).position
    engine.dispose()
