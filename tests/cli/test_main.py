from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

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
        (["events", "--type", "WAR"], "AGREE"),
        (["events", "--as-of", "yesterday"], "position"),
        (["events", "--as-of", "3", "--published-until", "2025-01-16"], "give one of them"),
        (["events", "--published-until", "2025-02-30"], "no such day"),
        (["events", "-o", "xml"], "jsonl"),
        (["count"], "--by"),
        (["add"], "FILE"),
        (["add", "x.txt", "--published", "16/01/2025"], "YYYY-MM-DD"),
        (["sql", "select 1", "-p", "x"], "name=value"),
        (["articles", "set", "x"], "nothing to set"),
        (["log", "--follow", "-o", "json"], "--follow has no end"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(run, args, said):
    ran = run(*args)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("Error: ") and ran.err.count("\n") == 1
    assert said in ran.err


def test_a_missing_database_names_init(run, tmp_path, monkeypatch):
    monkeypatch.setenv("TIMELINE_DB", str(tmp_path / "none.db"))
    ran = run("events")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("Error: ") and ran.err.count("\n") == 1
    assert "timeline init" in ran.err
    assert list(tmp_path.iterdir()) == []
