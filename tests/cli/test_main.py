from __future__ import annotations

import compileall
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import pytest

from timeline import __file__ as package
from timeline import __version__


def program(*args, **kwargs):
    return subprocess.run(
        [sys.executable, "-c", "from timeline.cli import main; main()", *args], capture_output=True, text=True, **kwargs
    )


def test_version(run):
    assert run("--version").out == f"timeline {__version__}\n"


def test_help_names_every_command(run):
    from timeline.cli import COMMANDS

    shown = run("--help")
    assert shown.code == 0
    assert [name for name in COMMANDS if f"\n  {name} " not in shown.out] == []
    assert run().out == shown.out


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["frobnicate"], "frobnicate"),
        (["events", "--frobnicate"], "--frobnicate"),
        (["events", "sometime"], "2024-10"),
        (["events", "2024-13"], "month"),
        (["events", "2025-01..2024-01"], "ends before it starts"),
        (["events", "0000"], "year 0"),
        (["events", "--type", "WAR"], "agree"),
        (["events", "--as-of", "yesterday"], "position"),
        (["events", "--as-of", "3", "--published-until", "2025-01-16"], "give one of them"),
        (["events", "--published-until", "2025-02-30"], "no such day"),
        (["events", "-o", "xml"], "jsonl"),
        (["count"], "--by"),
        (["add"], "give files, folders, addresses"),
        (["add", "x.txt", "--published", "03/04/2025"], "YYYY-MM-DD"),
        (["sql", "select 1", "-p", "x"], "name=value"),
        (["sql", " "], "statement is empty"),
        (["articles", "set", "x"], "nothing to set"),
        (["log", "--follow", "-o", "json"], "--follow has no end"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(run, args, said):
    ran = run(*args)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Error: ") and ran.err.count("\n") == 1
    assert said in ran.err


@pytest.mark.parametrize(
    "args",
    [
        ["events", "--actor", "caf\udce9"],
        ["actors", "alias", "\ud800", "2025"],
        ["note", "x", "caf\udce9", "--reason", "y"],
        ["sql", "select '\udce9'"],
        ["--db", "caf\udce9.db", "init"],
    ],
)
def test_what_is_no_utf_8_is_refused_by_name(run, empty, args):
    ran = run(*args)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Error: ") and ran.err.count("\n") == 1
    assert "\\ud" in ran.err and "UTF-8" in ran.err


def test_files_are_read_whatever_bytes_name_them(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    article, database = b"caf\xe9.txt", b"caf\xe9.db"
    try:
        Path(os.fsdecode(article)).write_text(
            "---\npublished: 2025-01-18\n---\nTalks were held in Oslo on 17 January 2025.\n"
        )
    except OSError:
        pytest.skip("this file system takes UTF-8 names alone")
    assert run("--db", "t.db", "init").code == 0
    Path("t.db").rename(os.fsdecode(database))
    named = ("--db", os.fsdecode(database))
    assert run(*named, "add", os.fsdecode(article)).code == 0
    assert "Talks in Oslo" in run(*named, "events", "--all").out


def test_what_is_impossible_is_refused(run, empty, tmp_path):
    for line, said in (
        (["events", "2025", "--certainly", "--possibly"], "--certainly and --possibly exclude each other"),
        (["sql", "select :a", "-p", "a=1", "-p", "b=2"], "the statement has no :b"),
        (["sql", "select :a, ':c'"], ":a has no value; give it with -p a=VALUE"),
        (["publish", str(tmp_path / "x.db"), "--to", "postgresql://host/x"], "OUT and --to are two places"),
        (["events", "soon"], "use a form such as 2024, 2024-10"),
    ):
        ran = run(*line)
        assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
        assert said in ran.err and len(ran.err) < 200
    ran = run("publish", str(tmp_path / "x.db"), "--actor", "Nobody")
    assert (ran.code, ran.err.count("Nobody")) == (1, 1)


def test_a_port_in_use_is_told(run, empty):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = run("serve", "--port", str(port))
    said = f"cannot listen on 127.0.0.1 port {port}: address already in use; choose another --port or --host"
    assert (ran.code, ran.err) == (1, f"Error: {said}\n")


def test_a_missing_database_names_init(run, tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_DB", str(tmp_path / "none.db"))
    ran = run("events")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("Error: ") and ran.err.count("\n") == 1
    assert "timeline init" in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def empty(run, tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_DB", str(tmp_path / "t.db"))
    assert run("init").code == 0


def test_a_reader_that_goes_away_is_no_error(empty):
    many = "with recursive n(i) as (select 1 union all select i + 1 from n where i < 200000) select i from n"
    command = f"{sys.executable} -c 'from timeline.cli import main; main()' sql \"{many}\" -o csv | head -n 1"
    ran = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True)
    assert (ran.returncode, ran.stdout, ran.stderr) == (141, "i\n", "")


# Started in the background, a shell's children ignore interrupts; this one is asked as at a terminal.
AT_A_TERMINAL = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "


def test_an_interrupt_is_exit_130_without_traceback(empty):
    process = subprocess.Popen(
        [sys.executable, "-c", f"{AT_A_TERMINAL}from timeline.cli import main; main()", "log", "--follow"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert (process.returncode, err.strip()) == (130, "")


HEAVY = ("alembic", "dateutil", "htmldate", "lxml", "rich", "spacy", "trafilatura")


def test_a_query_loads_no_more_than_it_needs(empty):
    code = f"""if True:
        import sys
        from timeline.cli import run
        assert run(["events", "2025-01", "-o", "jsonl"]) == 0
        print([name for name in {HEAVY} if name in sys.modules])
    """
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "[]\n"


@pytest.mark.slow
def test_a_query_starts_in_the_time_of_its_two_libraries(empty):
    # As installed: pip compiles, and the two libraries are compiled as well.
    compileall.compile_dir(Path(package).parent, quiet=2)

    def seconds(*command):
        start = time.perf_counter()
        subprocess.run([sys.executable, *command], check=True, capture_output=True)
        return time.perf_counter() - start

    def ratio():
        floor = seconds("-c", "import click, sqlalchemy")
        return seconds("-c", "from timeline.cli import main; main()", "events", "-o", "jsonl") / floor

    # Each pair in the same moment: on a busy machine the fastest of either side may be of different moments.
    ratios = [ratio() for _ in range(15)]
    assert median(ratios) <= 1.3, ratios


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", 1, "is empty"),
        (b"no database at all, only text", 1, "not an SQLite database"),
    ],
)
def test_a_foreign_file_is_named_as_such(run, tmp_path, monkeypatch, content, code, said):
    path = tmp_path / "x.db"
    path.write_bytes(content)
    monkeypatch.setenv("TIMELINE_DB", str(path))
    for command in (["events"], ["add", str(path)], ["log"], ["doctor"], ["rebuild"]):
        ran = run(*command)
        assert (ran.code, ran.out) == (code, "")
        assert said in ran.err and ran.err.count("\n") == 1
    assert path.read_bytes() == content


def test_the_database_is_named_by_option_environment_or_configuration(run, tmp_path, monkeypatch):
    monkeypatch.delenv("TIMELINE_DB", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert str(tmp_path / "data" / "timeline" / "timeline.db") in run("events").err
    (tmp_path / "config" / "timeline").mkdir(parents=True)
    config = tmp_path / "config" / "timeline" / "config.toml"
    config.write_text('db = "by-config.db"')
    assert "by-config.db" in run("events").err
    config.write_text("db = 3")
    assert "in quotes" in run("events").err
    config.write_text("db = ")
    assert "cannot be read" in run("events").err
    monkeypatch.setenv("TIMELINE_DB", "by-environment.db")
    assert "by-environment.db" in run("events").err
    assert "by-group.db" in run("--db", "by-group.db", "events").err
    assert "by-option.db" in run("events", "--db", "by-option.db").err


def test_sql_cannot_write(run, empty, tmp_path):
    for statement in (
        "delete from log",
        "create table x (y)",
        f"attach '{tmp_path}/other.db' as other",
        "pragma journal_mode = delete",
        "pragma user_version = 3",
        "select 1; delete from log",
        "vacuum into '/tmp/never.db'",
    ):
        ran = run("sql", statement)
        assert (ran.code, ran.out) == (1, ""), statement
        assert ran.err.startswith("Error: ") and ran.err.count("\n") == 1
    assert not os.path.exists(tmp_path / "other.db")


def test_sql_takes_parameters_and_keeps_columns_of_one_name(run, empty):
    ran = run("sql", "select :a + 1 as x, :b as x", "-p", "a=41", "-p", "b=7 p.m.", "-o", "jsonl")
    assert ran.out == '{"x": 42, "x_2": "7 p.m."}\n'
    assert run("sql", "select name from actors where 0", "-o", "csv").out == "name\n"
