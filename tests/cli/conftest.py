from __future__ import annotations

from dataclasses import dataclass

import pytest

from timeline import cli


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys, monkeypatch):
    """Runs a command line in this process, piped, whatever the width of the terminal that runs the tests."""
    monkeypatch.delenv("COLUMNS", raising=False)

    def run(*args: str) -> Ran:
        code = cli.run(args)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run
