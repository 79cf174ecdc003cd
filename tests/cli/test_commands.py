from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sqlite3

import pytest

from timeline import cli

SUMMIT = """---
title: Leaders of Brazil and India to meet in Lisbon
publisher: The Harbour Gazette
published: 2024-05-06
---
The presidents of Brazil and India are set to meet in Lisbon on May 20, the Portuguese government said on Monday.
Brazil and India signed a trade agreement in March 2024.
"""

HELD = """---
title: Brazil and India hold talks in Lisbon
publisher: Inland Courier
published: 2024-05-21
---
The presidents of Brazil and India met in Lisbon on Monday, May 20, 2024.
"""

HOSTILE = """---
title: "Egypt \x1b[31mred\x1b[0m \u202eevil and Kenya"
publisher: =HYPERLINK("http://x")
published: 2024-06-02
---
Egypt and Kenya \x1b]0;owned\x07 signed a water agreement in Cairo on 1 June 2024.
"""

UNDATED = """---
title: Ghana signs agreement
publisher: Inland Courier
---
Ghana and Togo signed an agreement in Accra on 3 July.
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A database of a few articles; made once, copied for each test."""
    folder = tmp_path_factory.mktemp("filled")
    (folder / "news").mkdir()
    for name, text in (("1.txt", SUMMIT), ("2.txt", HELD), ("3.txt", HOSTILE), ("4.txt", UNDATED)):
        (folder / "news" / name).write_text(text, encoding="utf-8")
    database = str(folder / "t.db")
    assert cli.run(["init", database]) == 0
    assert cli.run(["add", str(folder / "news"), "--db", database]) == 0
    return folder


@pytest.fixture
def news(filled, tmp_path, monkeypatch):
    folder = tmp_path / "copy"
    shutil.copytree(filled, folder)
    monkeypatch.setenv("TIMELINE_DB", str(folder / "t.db"))
    monkeypatch.chdir(folder)
    return folder


def rows(ran):
    return [json.loads(line) for line in ran.out.splitlines()]


def test_add_says_what_each_article_brought(run, tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_DB", str(tmp_path / "t.db"))
    run("init")
    (tmp_path / "a.txt").write_text(SUMMIT, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.txt").write_text(HELD, encoding="utf-8")
    ran = run("add", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), str(tmp_path / "c.txt"), "--by", "me")
    assert ran.code == 1
    first, *_ = ran.out.splitlines()
    assert first.startswith(f"{tmp_path}/a.txt: ") and "reports, " in first and first.endswith(" new")
    assert "c.txt: " in ran.out
    assert f"not added: {tmp_path}/b.txt: is empty" in ran.err
    assert "2 articles added, 1 not added: " in ran.err
    again = run("add", str(tmp_path / "a.txt"))
    assert (again.code, again.out) == (0, f"{tmp_path}/a.txt: already there\n")
    assert {entry["by"] for entry in rows(run("log", "-o", "jsonl"))} == {"me"}


def test_lines_are_told_by_number_keys_that_are_passed_over_by_name_and_dates_as_asked(run, news):
    lines = [{"text": "Ghana and Togo signed a pact in Accra on Friday.", "date": "03/04/2025", "colour": "red"},
             {"text": "Ghana and Togo signed the pact in Accra, he said.", "date": "4 April 2025"}]  # fmt: skip
    (news / "more.jsonl").write_text("\n".join(map(json.dumps, lines)))
    refused = run("add", "more.jsonl")
    assert refused.code == 1 and "tell add: --day-first or --month-first" in refused.err
    ran = run("add", "more.jsonl", "--day-first", "--fail-fast", "--report", "f.jsonl")
    assert ran.code == 0 and (news / "f.jsonl").read_text() == ""
    assert ran.out.startswith("more.jsonl:1: ") and "more.jsonl:2: already there" in ran.out
    assert "more.jsonl: keys passed over: colour; read are" in ran.err
    published = {row["published"] for row in rows(run("articles", "-o", "jsonl"))}
    assert {"2025-04-03", "2025-04-04"} <= published
    assert run("add", "more.jsonl", "--url", "nowhere").code == 2


def test_what_is_said_of_a_known_article_is_set_where_nothing_was_known(run, news):
    ran = run("add", "news/4.txt", "--published", "2024-07-05", "--publisher", "The Bay Post")
    assert ran.code == 0
    assert ran.out.startswith("news/4.txt: already there: ") and ", 0 new" in ran.out.splitlines()[0]
    assert "  set, as it had none: published 2024-07-05\n" in ran.err
    article = next(row for row in rows(run("articles", "-o", "jsonl")) if row["title"] == "Ghana signs agreement")
    assert (article["published"], article["publisher"]) == ("2024-07-05", "Inland Courier")
    told = f"as it has Inland Courier; to change that: timeline articles set {article['article_id'][:10]} --publisher"
    assert f"  --publisher is not applied, {told} 'The Bay Post'\n" in ran.err
    assert rows(run("events", "2024-07-03", "--all", "-o", "jsonl"))
    again = run("add", "news/4.txt", "--published", "2024-07-05")
    assert (again.code, again.out) == (0, "news/4.txt: already there\n")
    assert again.err == "0 articles added, 1 already there: 0 reports, 0 new events\n"


@pytest.mark.parametrize("gone", ["undone", "withdrawn"])
def test_an_article_that_does_not_count_says_how_to_bring_it_back(run, news, gone):
    (article,) = [row for row in rows(run("articles", "-o", "jsonl")) if row["title"] == "Ghana signs agreement"]
    before = rows(run("events", "--all", "-o", "jsonl"))
    if gone == "undone":
        first = next(e for e in rows(run("log", "-o", "jsonl")) if e["stream"] == f"article/{article['article_id']}")
        assert run("undo", str(first["position"]), "--commit").code == 0
    else:
        assert run("articles", "withdraw", article["article_id"], "--reason", "the paper took it back").code == 0
    assert len(rows(run("events", "--all", "-o", "jsonl"))) < len(before)
    ran = run("add", "news/4.txt", "--published", "2024-07-05")
    assert (ran.code, ran.out) == (0, "news/4.txt: already there\n")
    (note,) = [line for line in ran.err.splitlines() if f"{gone} and does not count" in line]
    assert run(*note.split("; timeline ")[1].removesuffix(" brings it back").split()).code == 0
    assert rows(run("events", "--all", "-o", "jsonl")) == before


def test_add_reads_standard_input(run, tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_DB", str(tmp_path / "t.db"))
    run("init")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"Brazil and India signed a treaty on Tuesday.")))
    ran = run("add", "-", "--published", "2024-05-09", "--title", "Treaty signed", "--publisher", "Inland Courier")
    assert ran.code == 0, ran.err
    (article,) = rows(run("articles", "-o", "jsonl"))
    wanted = {"title": "Treaty signed", "publisher": "Inland Courier", "published": "2024-05-09"}
    assert {key: article[key] for key in wanted} == wanted
    assert {event["earliest"] for event in rows(run("events", "--all", "-o", "jsonl"))} == {"2024-05-07"}


def test_nothing_to_add(run, news):
    (news / "empty").mkdir()
    ran = run("add", "empty")
    assert (ran.code, ran.out) == (0, "")
    assert "nothing to add" in ran.err
    missing = run("add", "none.txt")
    assert missing.code == 1
    assert "none.txt: cannot be read: no such file" in missing.err


def test_all_formats_say_the_same(run, news):
    lines = rows(run("events", "2024", "-o", "jsonl"))
    assert lines
    assert json.loads(run("events", "2024", "-o", "json").out) == lines
    table = list(csv.DictReader(io.StringIO(run("events", "2024", "-o", "csv").out)))
    assert [row["event_id"] for row in table] == [row["event_id"] for row in lines]
    assert list(table[0]) == list(lines[0])
    assert len(run("events", "2024").out.splitlines()) == len(lines) + 2
    assert len(run("events", "2024", "-o", "md").out.splitlines()) == len(lines) + 2
    actor = lines[0]["actors"][0]
    assert set(actor) == {"actor_id", "name", "role"}


def test_the_period_is_echoed_and_rows_counted_on_standard_error(run, news):
    ran = run("events", "2024-05", "-o", "jsonl")
    assert ran.err.splitlines()[0] == "period: 1 May 2024 to 31 May 2024"
    said = ran.err.splitlines()[1].partition(";")[0]
    assert said == f"{len(ran.out.splitlines())} event" + "s" * (len(ran.out.splitlines()) != 1)


def test_actors_are_found_by_name_and_unknown_ones_named(run, news):
    both = rows(run("events", "2024", "--actor", "Brazil", "--actor", "India", "-o", "jsonl"))
    assert both and all({"Brazil", "India"} <= {a["name"] for a in row["actors"]} for row in both)
    unknown = run("events", "--actor", "Bohemia Rovers", "-o", "jsonl")
    assert (unknown.code, unknown.out) == (0, "")
    assert "no actor is called 'Bohemia Rovers'" in unknown.err


def test_what_the_press_had_said(run, news):
    before = rows(run("events", "2024-05-20", "--published-until", "2024-05-10", "-o", "jsonl"))
    after = rows(run("events", "2024-05-20", "-o", "jsonl"))
    assert {row["status"] for row in before} == {"scheduled"}
    assert "due, unconfirmed" not in run("events", "2024-05-20", "--published-until", "2024-05-10").out
    later = run("events", "2024-05-20", "--published-until", "2024-05-10", "--today", "2024-05-30").out
    assert "due, unconfirmed" in later
    assert "occurred" in {row["status"] for row in after}
    assert "1 article left out" in run("events", "--published-until", "2024-05-10").err


def test_what_lies_in_the_background_is_counted(run, news):
    line = {
        "article": {"text": "Clerks sorted mail in Lima.", "title": "Mail", "published": "1990-05-02"},
        "extractor": "own/1",
        "type": "OTHER",
        "title": "Clerks sort mail in Lima",
        "quote": "Clerks sorted mail in Lima.",
        "trigger": "sorted",
        "date": "1990-05-01",
        "salience": "background",
    }
    (news / "own.jsonl").write_text(json.dumps(line))
    assert run("import", "own.jsonl").code == 0
    line["quote"] = line["article"]["text"] = "Clerks are to sort mail in Quito."
    plan = {**line, "trigger": "sort", "title": "Clerks to sort mail in Quito", "status": "planned"}
    (news / "plan.jsonl").write_text(json.dumps(plan))
    assert run("import", "plan.jsonl").code == 0
    known = ("--published-until", "1990-06-01")
    for question in (["events", "1990"], ["count", "--by", "month", "1990"], ["export", "csv", "1990"]):
        for more in ((), known, ("--as-of", "2100-01-01")):
            said, everything = (run(*question, *more, *every).err.splitlines()[-1] for every in ((), ("--all",)))
            assert said.startswith("0 events") and said.endswith("; 2 in the background (--all)")
            assert everything.startswith("2 events") and "background" not in everything
    due = run("due", "--today", "1991-01-01")
    assert due.err == "0 events; 1 in the background (--all)\n"
    assert "Clerks to sort mail in Quito" in run("due", "--all", "--today", "1991-01-01").out
    assert run("diff", "2000-01-01").err.endswith(" in the background (--all)\n")
    assert run("events", "1991").err.splitlines()[-1] == "0 events"


@pytest.mark.parametrize(
    "question",
    [
        ["events"],
        ["events", "--published-until", "2025-01-01"],
        ["events", "--as-of", "2100-01-01"],
        ["due", "--all", "--today", "2025-01-01"],
        ["count", "--by", "type"],
        ["count", "--by", "year"],
        ["actors"],
        ["articles"],
        ["log"],
    ],
    ids=" ".join,
)
def test_a_limit_says_that_it_cut_something_off(run, news, question):
    assert run("enter", "Fair in Goa", "date=2023-05-01", "status=planned", "type=MOBILIZE", "--reason", "x").code == 0
    assert run("enter", "Fair in Pune", "date=2023-05-02", "status=planned", "--reason", "x").code == 0
    everything = rows(run(*question, "-o", "jsonl"))
    some = run(*question, "-o", "jsonl", "--limit", "1")
    assert rows(some) == everything[:1]
    assert some.err.endswith(", and there are more (--limit)\n")
    assert "--limit" not in run(*question, "-o", "jsonl", "--limit", str(len(everything))).err


def test_show_and_history_take_the_start_of_an_id(run, news):
    event = rows(run("events", "2024-05-20", "-o", "jsonl"))[0]
    page = run("show", event["event_id"][:8], "--why")
    assert page.code == 0
    assert page.out.startswith(event["title"] + "\n")
    assert "“The presidents of Brazil and India" in page.out
    (shown,) = json.loads(run("show", event["event_id"], "-o", "json").out)
    assert len(shown["reported"]) == event["reports"]
    history = rows(run("history", event["event_id"][:8], "--why", "-o", "jsonl"))
    assert "EventOpened" in [row["type"] for row in history]
    for command in ("show", "history"):
        ran = run(command, "ffffffff")
        assert (ran.code, ran.out) == (1, "")
        assert ran.err.startswith("Error: ") and ran.err.count("\n") == 1


def test_articles_are_found_and_those_that_stand_apart_are_marked(run, news):
    (news / "5.txt").write_text(
        "---\nlanguage: fr\npublished: 2024-07-01\n---\nLe traité a été signé vendredi à Paris.\n"
    )
    (news / "6.txt").write_text("A list of numbers without any.\n")
    assert run("add", "5.txt", "6.txt").code == 0
    found = {row["title"]: row for row in rows(run("articles", "list", "2024-05", "-o", "jsonl"))}
    assert set(found) == {"Leaders of Brazil and India to meet in Lisbon", "Brazil and India hold talks in Lisbon"}
    assert [row["publisher"] for row in rows(run("articles", "list", "--grep", "HARBOUR", "-o", "jsonl"))] == [
        "The Harbour Gazette"
    ]
    assert [row["title"] for row in rows(run("articles", "list", "..2024-05-06", "-o", "jsonl"))] == [
        "Leaders of Brazil and India to meet in Lisbon"
    ]
    assert rows(run("articles", "list", "..-0044", "-o", "jsonl")) == []
    assert {row["title"] for row in rows(run("articles", "list", "--undated", "-o", "jsonl"))} == {
        "Ghana signs agreement", None,
    }  # fmt: skip
    assert run("articles", "list", "2024", "--undated").code == 2
    assert "Note" not in run("articles", "list", "2024-05").out
    assert run("articles", "withdraw", "Brazil and India hold talks in Lisbon", "--reason", "taken back").code == 0
    table = run("articles").out
    assert "not read (fr)" in table and "withdrawn" in table and "(no title)" in table
    (french,) = rows(run("articles", "list", "2024-07-01", "-o", "jsonl"))
    page = run("articles", "show", french["article_id"]).out
    assert "  language   fr\n" in page and page.endswith("\n\nno reports: only English is read\n")
    assert run("articles", "show", "Leaders of Brazil").out.endswith("\n\n* what the article is about\n")
    assert run("articles", "set", french["article_id"], "--url", "nowhere").code == 2


@pytest.mark.parametrize("output", cli.output.FORMATS)
@pytest.mark.parametrize("command", [("events", "--all"), ("articles",), ("log",), ("sql", "select * from reports")])
def test_no_text_of_an_article_steers_the_terminal(run, news, command, output):
    ran = run(*command, "-o", output)
    assert ran.code == 0 and ran.out
    assert not set(ran.out + ran.err) & set("\x1b\x07\u202e")
    if output == "csv":
        cells = [cell for row in csv.reader(io.StringIO(ran.out)) for cell in row]
        assert not [cell for cell in cells if cell.startswith("=")]


def test_pages_are_free_of_escape_sequences_too(run, news):
    (article,) = [row for row in rows(run("articles", "-o", "jsonl")) if "Egypt" in (row["title"] or "")]
    page = run("articles", "show", article["article_id"][:8])
    assert page.code == 0 and "\\u202eevil" in page.out
    event = rows(run("events", "--all", "--actor", "Egypt", "-o", "jsonl"))[0]
    shown = run("show", event["event_id"], "--why")
    assert not set(page.out + shown.out) & set("\x1b\x07\u202e")


def test_an_article_gets_its_date_later_and_its_events_follow(run, news):
    (article,) = [row for row in rows(run("articles", "-o", "jsonl")) if row["published"] is None]
    assert not rows(run("events", "2023", "-o", "jsonl"))
    ran = run("articles", "set", article["article_id"][:8], "--published", "2023-07-04", "--reason", "seen in print")
    assert ran.code == 0, ran.err
    assert [row["earliest"] for row in rows(run("events", "2023", "-o", "jsonl"))] == ["2023-07-03"]
    again = run("articles", "set", article["article_id"], "--published", "2023-07-04")
    assert (again.code, again.err) == (0, "already so; nothing changed\n")


def test_an_alias_is_a_name(run, news):
    assert run("actors", "alias", "Brazil", "Land of palms", "--by", "me").code == 0
    assert "Land of palms" in run("actors", "show", "Brazil").out
    assert rows(run("events", "--actor", "Land of palms", "-o", "jsonl"))
    assert "already so" in run("actors", "alias", "Brazil", "Land of palms").err
    assert run("actors", "alias", "Nowhere", "x").code == 1


def test_a_log_that_was_tampered_with_is_exit_3(run, news):
    head = run("log", "head").out.strip()
    fine = run("verify", "--head", head)
    assert fine.code == 0 and "verified" in fine.out
    with sqlite3.connect(news / "t.db") as db:
        for (name,) in db.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            db.execute(f'drop trigger "{name}"')
        db.execute("update payloads set bytes = cast(bytes || ' ' as blob) where position = 1")
    ran = run("verify")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("Error: the log is damaged at position 1: ") and ran.err.count("\n") == 1
    assert run("doctor").code == 3
    assert run("verify", "--head", "nonsense").code == 2


def test_rebuild_gives_the_same(run, news):
    before = run("events", "--all", "-o", "jsonl").out
    assert run("rebuild").code == 0
    assert run("events", "--all", "-o", "jsonl").out == before


def test_doctor_finds_a_healthy_database_well(run, news):
    ran = run("doctor", "-o", "json")
    assert ran.code == 0, ran.err
    assert {row["subject"] for row in json.loads(ran.out)} >= {"timeline", "database", "tables", "guards", "log"}
    assert run("doctor", "--upgrade").err.startswith("nothing to upgrade")


def test_counts_and_what_is_due(run, news):
    months = rows(run("count", "--by", "month", "--gaps", "2024-03..2024-06", "-o", "jsonl"))
    assert [row["month"] for row in months][:3] == ["2024-03", "2024-04", "2024-05"]
    assert "█" in run("count", "--by", "actor").out
    assert rows(run("due", "--today", "2024-05-01", "-o", "jsonl")) == []


def test_init_keeps_what_is_there(run, news):
    before = (news / "t.db").read_bytes()
    ran = run("init")
    assert (ran.code, ran.out) == (0, f"already there: {news / 't.db'}\n")
    assert (news / "t.db").read_bytes() == before
    ran = run("init", str(news / "other" / "new.db"))
    assert (ran.code, ran.out) == (0, f"created {news}/other/new.db\n")
    assert "export TIMELINE_DB=" in ran.err


def test_dates_of_a_text(run, news):
    ran = run("dates", "news/1.txt", "-o", "jsonl")
    found = {row["text"]: row for row in rows(ran)}
    assert found["May 20"]["earliest"] == "2024-05-20"
    assert found["May 20"]["date_basis"] == "completed_from_published"
    plain, why = run("dates", "news/1.txt").out, run("dates", "news/1.txt", "--why").out
    assert "en.date" in plain and "published 2024-" in plain
    assert "Why this direction" in why and "Why this direction" not in plain
    assert run("dates", "none.txt").code == 1


def test_a_damaged_file_is_exit_3(run, news):
    path = news / "t.db"
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    for command in (["events"], ["verify"], ["add", "news"], ["sql", "select * from events"]):
        ran = run(*command)
        assert (ran.code, ran.out) == (3, ""), command
        assert ran.err.startswith("Error: ") and ran.err.count("\n") == 1


def test_a_database_that_may_not_be_written(run, news):
    (news / "t.db").chmod(0o444)
    if os.access(news / "t.db", os.W_OK):
        pytest.skip("this user may write everything")
    ran = run("actors", "alias", "Brazil", "x")
    assert (ran.code, ran.out) == (1, "")
    assert "cannot be written" in ran.err


def test_a_database_that_another_writer_holds(run, news, monkeypatch):
    from timeline.db import opening

    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.1)
    with sqlite3.connect(news / "t.db", isolation_level=None) as other:
        other.execute("begin immediate")
        assert run("events").code == 0
        ran = run("actors", "alias", "Brazil", "x")
    assert (ran.code, ran.out) == (1, "")
    assert "locked by another writer" in ran.err and ran.err.count("\n") == 1
