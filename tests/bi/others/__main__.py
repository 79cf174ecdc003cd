"""Asks the twelve questions through tools that are too large for the tests; ``make bi`` runs it, docs/bi.md records it.

    python -m tests.bi.others FOLDER [--python PYTHON] [--superset SUPERSET] [--only TOOL]

PYTHON has pyspark, chdb and ibis-framework[sqlite], SUPERSET is the program of an environment of its own; R,
LibreOffice and the ODBC driver are the system's. What is not there is not asked, and a line says why.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from tests.bi.conftest import MADE_AT
from tests.bi.others import superset
from tests.bi.press import build
from tests.bi.questions import QUESTIONS, plain
from timeline import db, publish
from timeline.publish import Part

HERE = Path(__file__).parent
DRIVERS = sorted(Path("/usr/lib").glob("*/odbc/libsqlite3odbc.so"))
STARTS_IN_JANUARY = ["background", "first-of-month", "last-of-month", "month", "reported", "treaty"]


@dataclass(frozen=True, slots=True)
class Programs:
    """What asks that is not the system's."""

    python: str
    superset: Path


Tool: TypeAlias = Callable[[Path, Programs], tuple[str, list[Any]]]
"""Asks the snapshots of a folder; returns what answered, and for each question its rows or ``{"error": …}``."""


def main() -> None:
    """Make the snapshots, ask each tool, print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--superset", type=Path, default=Path("superset"))
    parser.add_argument("--only", choices=TOOLS)
    asked = parser.parse_args()
    shutil.rmtree(asked.folder / "press", ignore_errors=True)
    press = asked.folder.absolute() / "press"
    press.mkdir(parents=True)
    engine = db.create(press / "live.db")
    build(engine)
    publish.to_file(engine, press / "bi.db", Part(), MADE_AT)
    publish.to_folder(engine, press / "parquet", Part(), MADE_AT)
    with engine.connect() as conn:
        expected = [question.answer(conn) for question in QUESTIONS]
    programs = Programs(asked.python, asked.superset.absolute())
    for tool, ask in TOOLS.items():
        if asked.only in (None, tool):
            print(f"{tool}: {_verdict(ask, press, programs, expected)}", flush=True)
    engine.dispose()


def _verdict(ask: Tool, press: Path, programs: Programs, expected: list[Any]) -> str:
    try:
        version, answers = ask(press, programs)
    except (OSError, subprocess.CalledProcessError) as error:
        said = (getattr(error, "stderr", "") or str(error)).strip().splitlines()
        return f"not asked: {said[-1] if said else error}"
    wrong = []
    for question, rows, right in zip(QUESTIONS, answers, expected, strict=True):
        if isinstance(rows, dict):
            wrong.append(f"{question.name} ({rows['error']})")
        elif (
            plain([[_typed(v, k) for v, k in zip(r, question.types, strict=True)] for r in rows], question.types)
            != right
        ):
            wrong.append(question.name)
    good = len(QUESTIONS) - len(wrong)
    return f"{version}, {good} of {len(QUESTIONS)}" + (f"; wrong: {'; '.join(wrong)}" if wrong else "")


def _typed(value: Any, kind: str) -> Any:
    return int(value) if kind == "i" and isinstance(value, str) else value


def _run(command: Sequence[str | Path], lines: Sequence[str]) -> list[str]:
    done = subprocess.run(
        [str(word) for word in command],
        input="\n".join(lines) + "\n",
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return [line for line in done.stdout.splitlines() if line.startswith(("[", "{"))]


def _statements() -> list[str]:
    return [" ".join(question.sql.split("\n")) for question in QUESTIONS]


def _r(press: Path, _programs: Programs) -> tuple[str, list[Any]]:
    version = subprocess.run(["Rscript", "-e", "cat(as.character(packageVersion('RSQLite')))"], capture_output=True,
                             encoding="utf-8", check=True)  # fmt: skip
    answers = _run(["Rscript", HERE / "ask.R", press / "bi.db"], _statements())
    return f"RSQLite {version.stdout}", [json.loads(line) for line in answers]


def _libreoffice(press: Path, _programs: Programs) -> tuple[str, list[Any]]:
    version = subprocess.run(["soffice", "--version"], capture_output=True, encoding="utf-8", check=True)
    if not DRIVERS:
        raise FileNotFoundError("libsqliteodbc is not installed")
    lines = [f"{q.types}\t{sql}" for q, sql in zip(QUESTIONS, _statements(), strict=True)]
    answers = _run(["/usr/bin/python3", HERE / "ask_libreoffice.py", "timeline", press / "bi.db", DRIVERS[0]], lines)
    return version.stdout.split()[1], [json.loads(line) for line in answers]


def _of_python(tool: str) -> Tool:
    def ask(press: Path, programs: Programs) -> tuple[str, list[Any]]:
        command = [programs.python, HERE / "ask.py", tool, press / "bi.db", press / "parquet"]
        about, *answers = [json.loads(line) for line in _run(command, _statements())]
        return about["version"] + ("" if about["january"] == STARTS_IN_JANUARY else " (January is wrong)"), answers

    return ask


def _superset(press: Path, programs: Programs) -> tuple[str, list[Any]]:
    return superset.ask(press, programs.superset, _statements(), press.parent / "superset.png")


TOOLS: dict[str, Tool] = {
    "R": _r,
    "LibreOffice": _libreoffice,
    "ibis": _of_python("ibis"),
    "ClickHouse (chdb)": _of_python("chdb"),
    "Spark": _of_python("spark"),
    "Superset": _superset,
}


if __name__ == "__main__":
    main()
