"""``events --follow``: a second process sees what is added and what changes, once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time

import pytest

from tests.ingest.press import HELD, OTHER, PLAN, Desk
from timeline import db


@pytest.fixture
def followed(tmp_path, sqlite_template):
    """A database with one event, and the lines that a follower of it has printed so far."""
    path = tmp_path / "followed.db"
    path.write_bytes(sqlite_template.read_bytes())
    engine = db.connect(path)
    desk = Desk(engine)
    desk.add(PLAN)
    command = [sys.executable, "-m", "timeline", "events", "--follow", "--today", "2024-05-01", "-o", "jsonl"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "TIMELINE_DB": str(path)}
    )
    assert process.stdout is not None
    lines: list[dict] = []
    reader = threading.Thread(target=lambda: lines.extend(json.loads(line) for line in process.stdout), daemon=True)
    reader.start()
    yield desk, lines
    process.terminate()
    process.wait(10)
    process.stdout.close()
    process.stderr.close()
    engine.dispose()


def until(lines: list[dict], number: int) -> None:
    deadline = time.monotonic() + 20
    while len(lines) < number and time.monotonic() < deadline:
        time.sleep(0.05)


def test_a_follower_sees_what_comes_and_what_changes_once(followed):
    desk, lines = followed
    until(lines, 1)
    desk.add(OTHER)
    until(lines, 2)
    desk.add(HELD)
    until(lines, 3)
    time.sleep(1.2)
    signing = lines[0]["event_id"]
    assert [(row["status"], row.get("known")) for row in lines] == [
        ("scheduled", None),
        ("occurred", False),
        ("occurred", True),
    ]
    assert lines[2]["event_id"] == signing != lines[1]["event_id"]


def test_following_has_no_end_and_looks_ahead(run, database):
    assert "needs one" in run("--db", database, "events", "--follow", "-o", "csv").err
    assert run("--db", database, "events", "--follow", "--as-of", "2024-01-01").code == 2
