"""Completion in a real bash: commands, and the names of actors in the database."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.store.world import actor, say
from timeline import db

bash = shutil.which("bash")
pytestmark = pytest.mark.skipif(bash is None, reason="no bash")


@pytest.fixture
def completed(tmp_path, sqlite_template):
    path = tmp_path / "names.db"
    path.write_bytes(sqlite_template.read_bytes())
    engine = db.connect(path)
    say(engine, actor("p", "Vladimir Putin"), actor("z", "Volodymyr Zelensky"), actor("i", "Iran", "state"))
    engine.dispose()
    program = tmp_path / "bin" / "timeline"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m timeline "$@"\n')
    program.chmod(0o755)
    env = {**os.environ, "TIMELINE_DB": str(path), "PATH": f"{program.parent}:{os.environ['PATH']}",
           "PYTHONPATH": str(Path(__file__).resolve().parents[2])}  # fmt: skip

    def run(*words: str) -> list[str]:
        script = (
            'eval "$(timeline completion bash)"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); '
            '_timeline_completion timeline; printf "%s\\n" "${COMPREPLY[@]}"'
        )
        ran = subprocess.run([bash, "-c", script, "bash", *words], capture_output=True, text=True, env=env, check=True)
        return ran.stdout.split("\n")[:-1]

    return run


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("timeline", "ev"), ["events"]),
        (("timeline", "events", "--actor", "V"), ["Vladimir\\ Putin", "Volodymyr\\ Zelensky"]),
        (("timeline", "events", "--actor", "put"), ["Vladimir\\ Putin"]),
        (("timeline", "events", "--actor", "nobody"), [""]),
    ],
)
def test_a_shell_completes(completed, words, offered):
    assert completed(*words) == offered


def test_without_a_database_nothing_is_said(completed, monkeypatch, tmp_path):
    assert completed("timeline", "--db", str(tmp_path / "none.db"), "events", "--actor", "V") == [""]
