"""The commands of people who correct, at the command line."""

from __future__ import annotations

import json

import pytest

from timeline import cli

PLAN = """---
title: Brazil and India to sign trade agreement
published: 2024-05-06
---
Brazil and India will sign a trade agreement in Lisbon on 20 May 2024.
"""
WATER = """---
title: Water for Cairo
published: 2024-06-02
---
Egypt and Kenya signed a water agreement in Cairo on 1 June 2024.
"""
TREATY = "India sign trade"


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("filled")
    for name, text in (("1.txt", PLAN), ("2.txt", WATER)):
        (folder / name).write_text(text, encoding="utf-8")
    database = str(folder / "t.db")
    assert cli.run(["init", database]) == 0
    assert cli.run(["add", str(folder / "1.txt"), str(folder / "2.txt"), "--db", database]) == 0
    return folder / "t.db"


@pytest.fixture
def news(filled, tmp_path, monkeypatch, capsys):
    copy = tmp_path / "t.db"
    copy.write_bytes(filled.read_bytes())
    monkeypatch.setenv("TIMELINE_DB", str(copy))
    monkeypatch.setenv("COLUMNS", "200")
    capsys.readouterr()
    return tmp_path


def rows(ran):
    assert ran.code == 0, ran.err
    return [json.loads(line) for line in ran.out.splitlines()]


def head(run):
    return len(rows(run("log", "-o", "jsonl")))


def test_correct_shows_before_and_after_and_how_to_take_it_back(run, news):
    ran = run("correct", TREATY, "date=2024-05-27", "--reason", "the embassy", "--by", "ana")
    assert ran.code == 0
    assert "scheduled for 20 May 2024" in ran.out and "scheduled for 27 May 2024" in ran.out
    assert "1 record appended, 1 event changed; timeline undo " in ran.err
    page = run("show", TREATY).out
    assert "corrected  date = 2024-05-27 (ana: the embassy)" in page
    position = ran.err.split(":")[0]
    assert "date set to 2024-05-27" in run("history", TREATY).out
    assert run("undo", position, "--reason", "no").code == 0
    assert "corrected" not in run("show", TREATY).out
    assert "(undone)" in run("history", TREATY).out


@pytest.mark.parametrize(
    "line",
    [
        ["correct", TREATY, "status=cancelled", "--reason", "x"],
        ["confirm", TREATY, "--on", "2024-05-21", "--reason", "x"],
        ["retract", TREATY, "--reason", "x"],
        ["merge", TREATY, "water agreement", "--reason", "x"],
        ["note", TREATY, "look again"],
        ["tag", TREATY, "trade", "lisbon"],
        ["enter", "By hand", "date=2024-05", "actors=Kenya:agent; Norway", "--reason", "x"],
        ["enter", "From it", "--article", "Water for Cairo", "--quote", "signed a water agreement", "--reason", "x"],
        ["articles", "withdraw", "Water for Cairo", "--reason", "x"],
        ["actors", "merge", "India", "Kenya", "--reason", "x"],
        ["actors", "split", "India", TREATY, "--as", "India House", "--reason", "x"],
    ],
    ids=lambda line: " ".join(line[:2]),
)
def test_a_trial_changes_nothing_and_undo_takes_back_what_was_done(run, news, line):
    before, events = head(run), run("events", "--all", "-o", "jsonl").out
    trial = run(*line, "--dry-run")
    assert trial.code == 0 and "nothing done" in trial.err
    assert (head(run), run("events", "--all", "-o", "jsonl").out) == (before, events)
    done = run(*line)
    assert done.code == 0 and head(run) > before
    assert done.out == trial.out or line[0] == "enter" or line[1] == "split"
    assert run("undo", str(before + 1), "--commit").code == 0
    assert run("events", "--all", "-o", "jsonl").out == events
    assert run("verify").code == 0


def test_split_by_words_of_the_sentence(run, news):
    assert run("merge", TREATY, "water agreement", "--reason", "x").code == 0
    assert run("split", "agreement", "Egypt and Kenya", "--reason", "two towns").code == 0
    assert {e["sources"] for e in rows(run("events", "--all", "-o", "jsonl"))} == {1}


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        (["correct", TREATY, "status=done", "--reason", "x"], 2, "status is one of planned"),
        (
            ["correct", TREATY, "earliest=2024-06-01", "--reason", "x"],
            2,
            "earliest 2024-06-01 is later than latest 2024",
        ),
        (
            ["confirm", TREATY, "--on", "2024-13", "--reason", "x"],
            2,
            "Error: date: there is no month 13: '2024-13'; or write undated",
        ),
        (["enter", "x", "earliest=2024-06-02", "latest=2024-06-01", "--reason", "x"], 2, "is later than latest"),
        (["correct", TREATY, "status", "--reason", "x"], 2, "not of the form field=value"),
        (["correct", TREATY, "status=cancelled"], 2, "Missing option '--reason'"),
        (["correct", "no such thing", "status=cancelled", "--reason", "x"], 1, "there is no event 'no such thing'"),
        (["correct", "agreement", "status=cancelled", "--reason", "x"], 1, "'agreement' fits 2 events: "),
        (["correct", TREATY, "foo=bar", "--reason", "x"], 2, "'foo' cannot be corrected; fields are"),
        (["correct", TREATY, "actors=India:boss", "--reason", "x"], 2, "'boss' is no role; roles are agent"),
        (["merge", TREATY, "--reason", "x"], 2, "a merge needs two of them, or more"),
        (["actors", "merge", "India", "--reason", "x"], 2, "a merge needs two of them, or more"),
        (["merge", TREATY, TREATY, "--reason", "x"], 1, "two different events"),
        (["untag", TREATY, "trade"], 1, "has no tag 'trade'"),
        (["undo", "99999"], 1, "there is no record '99999'"),
        (["enter", "x", "--article", "Water", "--reason", "x"], 2, "--article and --quote go together"),
        (["note", TREATY, " "], 2, "the note is empty"),
        (["actors", "merge", "Nobody", "India", "--reason", "x"], 1, "no actor is called 'Nobody'"),
        (["diff", "soon"], 2, "no instant with a zone"),
        (["diff", "9", "1"], 2, "give the earlier point first"),
        (["import", "none.jsonl"], 2, "none.jsonl"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(run, news, line, code, said):
    before = head(run)
    ran = run(*line)
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err and ran.err.count("\n") == 1
    assert head(run) == before


def test_bounds_stay_in_order_and_a_new_date_takes_their_place(run, news):
    assert run("correct", TREATY, "earliest=2024-06-01", "latest=2024-06-30", "--reason", "x").code == 0
    assert rows(run("show", TREATY, "-o", "jsonl"))[0]["date_edtf"] == "2024-06-01/2024-06-30"
    assert run("correct", TREATY, "date=2024-08", "--reason", "x").code == 0
    (event,) = rows(run("show", TREATY, "-o", "jsonl"))
    assert (event["earliest"], event["latest"], event["date_edtf"]) == ("2024-08-01", "2024-08-31", "2024-08")
    ran = run("correct", TREATY, "latest=2024-07-31", "--reason", "x")
    assert (ran.code, ran.err) == (
        2, "Error: earliest 2024-08-01 is later than latest 2024-07-31; give both, or date\n"
    )  # fmt: skip


def test_contradicting_dates_are_shown(run, news):
    quote = "Brazil and India will sign a trade agreement in Lisbon on 20 May 2024."
    (treaty,) = [e for e in rows(run("events", "-o", "jsonl")) if "trade" in e["title"]]
    assert treaty["date_conflicts"] == 0
    assert "another date" not in run("show", TREATY).out
    for number, day in enumerate(("2024-04-01", "2024-04-02")):
        line = {"article": "to sign trade", "extractor": f"mine/{number}", "title": f"Other {number}", "quote": quote}
        (news / "r.jsonl").write_text(json.dumps({**line, "date": day, "type": "LEGAL"}), encoding="utf-8")
        assert run("import", str(news / "r.jsonl")).code == 0
        other = next((e for e in rows(run("events", "--all", "-o", "jsonl")) if e["title"] == f"Other {number}"), None)
        assert other is None or run("merge", TREATY, other["event_id"], "--reason", "x").code == 0
    (treaty,) = [e for e in rows(run("events", "-o", "jsonl")) if e["event_id"] == treaty["event_id"]]
    number = treaty["date_conflicts"]
    assert number >= 1
    said = f"; {number} report{'s give' if number > 1 else ' gives'} another date"
    assert said in run("show", treaty["event_id"]).out.splitlines()[1]


def test_more_records_than_are_listed_are_counted(run, news):
    ran = run("tag", TREATY, *"abcdefg")
    assert ran.err.splitlines()[5:] == [
        "… and 2 more",
        "7 records appended, 0 events changed; " + ran.err.splitlines()[-1].partition("; ")[2],
    ]


def test_a_trial_names_no_ids_that_will_be_others(run, news):
    line = ("enter", "By hand", "date=2024-05", "--reason", "x")
    assert rows(run(*line, "--dry-run", "-o", "jsonl"))[0]["event_id"] is None
    assert rows(run(*line, "-o", "jsonl"))[0]["event_id"]


def test_a_change_of_those_only_mentioned_says_whom(run, news):
    assert run("correct", TREATY, "actors=Brazil:mentioned; India:mentioned", "--reason", "x").code == 0
    ran = run("actors", "merge", "Brazil", "India", "--reason", "x", "--dry-run")
    assert "actors Brazil (mentioned), India (mentioned)" in ran.out and "none" not in ran.out


def test_a_position_inside_a_commit_or_beyond_the_log_is_no_state(run, news):
    end = head(run)
    ran = run("events", "--all", "--as-of", "2", "-o", "jsonl")
    assert (ran.out, ran.err.splitlines()[0]) == ("", "position 2 lies inside a commit; shown as of 0, before it")
    assert "inside" not in run("events", "--as-of", str(end)).err
    for line in (
        ["events"],
        ["show", TREATY],
        ["count", "--by", "year"],
        ["actors"],
        ["actors", "show", "India"],
        ["diff", "0"],
    ):
        ran = run(*line, *(["--as-of"] if line[0] != "diff" else []), str(end + 1))
        assert (ran.code, ran.err) == (1, f"Error: the log ends at position {end}; there is no {end + 1} yet\n")


def test_words_of_a_title(run, news):
    assert run("show", "trade lisbon").code == 1
    assert run("show", "WATER agreement").out.startswith("Egypt and Kenya sign water agreement")
    ran = run("show", "agreement")
    assert ran.code == 1 and "Brazil and India sign trade agreement [" in ran.err


def test_diff_between_positions_and_days(run, news):
    before = head(run)
    run("confirm", TREATY, "--on", "2024-05", "--reason", "x")
    (row,) = rows(run("diff", str(before), "-o", "jsonl"))
    assert row["changes"] == ["moved", "confirmed"]
    assert (row["before"]["status"], row["after"]["status"]) == ("scheduled", "occurred")
    assert {tuple(r["changes"]) for r in rows(run("diff", "2000-01-01", "-o", "jsonl", "--all"))} == {("new",)}
    assert run("diff", str(before), str(before)).out == ""


def test_due_until_it_is_confirmed(run, news):
    assert [e["title"] for e in rows(run("due", "--today", "2024-06-30", "-o", "jsonl"))] != []
    run("confirm", TREATY, "--reason", "x")
    assert rows(run("due", "--today", "2024-06-30", "-o", "jsonl")) == []


@pytest.mark.parametrize("option", [["--as-of", "1"], ["--published-until", "2024-05-01"]], ids=lambda o: o[0])
def test_all_four_questions_look_back_alike(run, news, option):
    assert rows(run("events", "--all", "-o", "jsonl", *option)) == []
    assert rows(run("count", "--by", "type", "--all", "-o", "jsonl", *option)) == []
    assert rows(run("actors", "-o", "jsonl", *option)) == []
    assert run("show", TREATY, *option).code == 1


def test_looking_back_in_the_middle(run, news):
    option = ["--published-until", "2024-05-10"]
    assert len(rows(run("events", "-o", "jsonl", *option))) == 1
    assert [r["events"] for r in rows(run("count", "--by", "year", "-o", "jsonl", *option))] == [1]
    named = {a["name"] for a in rows(run("actors", "-o", "jsonl", *option))}
    assert {"Brazil", "India"} <= named and "Egypt" not in named
    assert rows(run("actors", "show", "Egypt", "-o", "jsonl", *option))[0]["events"] == 0


def test_import_and_reparse(run, news):
    quote = "Egypt and Kenya signed a water agreement in Cairo on 1 June 2024."
    line = {"article": "Water for Cairo", "extractor": "mine/1", "title": "Nile pact", "quote": quote, "type": "AGREE"}
    file = news / "r.jsonl"
    file.write_text(json.dumps(line) + "\n" + json.dumps({**line, "titel": "x"}) + "\n", encoding="utf-8")
    ran = run("import", str(file))
    assert ran.code == 1
    assert "r.jsonl:2: unknown key titel" in ran.err and "2 lines, 1 new report, 1 not imported" in ran.err
    assert "1 already there" in run("import", str(file)).err
    ran = run("reparse")
    assert (ran.out, ran.err) == ("", "2 articles read, 0 read otherwise\n")


def test_import_replaces_what_the_same_extractor_gave(run, news):
    text = WATER.rpartition("---\n")[2].strip()
    line = {"article": {"text": text}, "extractor": "mine/1", "title": "Water", "quote": text}
    meet = {**line, "title": "A meeting", "trigger": "signed"}
    (news / "1.jsonl").write_text(f"{json.dumps(line)}\n{json.dumps(meet)}\n", "utf-8")
    (news / "2.jsonl").write_text(json.dumps({**line, "extractor": "mine/2", "title": "Water for all"}), "utf-8")
    assert run("import", str(news / "1.jsonl")).code == 0
    before, events = head(run), run("events", "--all", "-o", "jsonl").out
    trial = run("import", str(news / "2.jsonl"), "--replace", "--dry-run")
    assert trial.err == "1 line, 1 new report, 2 superseded: 0 new articles, 0 new events; nothing done\n"
    assert head(run) == before
    done = run("import", str(news / "2.jsonl"), "--replace")
    assert done.out == trial.out == "Water for Cairo: 1 report, 1 event, 0 new, 2 superseded\n"
    again = run("import", str(news / "2.jsonl"), "--replace")
    assert (again.out, again.err) == ("", "1 line, 0 new reports, 1 already there: 0 new articles, 0 new events\n")
    assert "replaced by mine/2" in run("history", "Water for all").out
    assert run("undo", str(before + 1), "--commit").code == 0
    assert run("events", "--all", "-o", "jsonl").out == events
    assert run("verify").code == 0
