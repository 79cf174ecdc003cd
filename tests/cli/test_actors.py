from __future__ import annotations

import pytest


@pytest.fixture
def database(run, tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_DB", str(tmp_path / "t.db"))
    assert run("init").code == 0
    return tmp_path


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "must name the columns"),
        ("name,sort\nA,person\n", "unknown column sort"),
        ("name,kind\nA,persn\n", ":2: kind is 'persn'"),
        ("name,kind\n,person\n", ":2: the name is missing"),
        ("name,kind,country\nA,state,Iran\n", ":2: country is 'Iran'"),
        ("name,kind,office,valid_from\nA,person,president,2024-02-30\n", ":2: valid_from: there is no such day"),
    ],
)
def test_a_bad_table_is_named_by_line_and_nothing_is_imported(run, database, content, said):
    table = database / "actors.csv"
    table.write_text(content)
    ran = run("actors", "import", str(table))
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err and ran.err.count("\n") == 1
    assert run("log").out == ""


def test_a_part_of_a_name_will_do_and_a_doubled_name_is_told(run, database):
    table = database / "actors.csv"
    table.write_text("name,kind\nWilhelmina Rutowska,person\nHalden Tide,organisation\nHalden Bay,thing\n")
    assert run("actors", "import", str(table)).err == "3 lines: 3 new actors, 3 records\n"
    shown = run("actors", "show", "Rutowska")
    assert shown.out.startswith("Wilhelmina Rutowska\n")
    assert shown.err == "'Rutowska' is Wilhelmina Rutowska\n"
    assert "'Minny' now means Wilhelmina Rutowska" in run("actors", "alias", "Rutowska", "Minny").err
    several = run("actors", "show", "Halden")
    assert several.code == 1 and "may mean several actors: Halden Bay, Halden Tide" in several.err
    table.write_text("name,kind\nHalden Tide,thing\n")
    ran = run("actors", "import", str(table))
    assert (ran.code, "'Halden Tide' now means several actors" in ran.err) == (0, True)


def test_a_table_that_is_no_text(run, database):
    table = database / "actors.csv"
    table.write_bytes(b"\xff\xfe\x00name")
    assert "save it as UTF-8" in run("actors", "import", str(table)).err
    assert "no such file" in run("actors", "import", str(database / "none.csv")).err


def test_a_body_of_the_shipped_tables_is_known_by_either_word_for_a_body(run, database, tmp_path):
    table = tmp_path / "bodies.tsv"
    table.write_text("name\tkind\taliases\nBRICS\torganisation\tBRICS group\n", encoding="utf-8")
    assert "0 new actors" in run("actors", "import", str(table)).err
    text = "BRICS leaders met in Kazan on 23 October 2024. BRICS and India signed a pact in Kazan on 24 October 2024."
    article = tmp_path / "a.txt"
    article.write_text(text, encoding="utf-8")
    assert run("add", str(article)).code == 0
    names = run("sql", "select count(*) as n from actors where name = 'BRICS'", "-o", "csv").out
    assert names == "n\n1\n"
