"""What a publication or a backup leaves beside its place when it is killed goes at the next one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from timeline import db, keeping
from timeline.publish.places import new_file, new_folder

WRITER = """
import sys, time
from pathlib import Path
from timeline.publish.places import new_file, new_folder
new = new_folder if sys.argv[1] == "folder" else new_file
with new(Path(sys.argv[2])) as part:
    (part / "rows.parquet" if part.is_dir() else part).write_text("half")
    print("begun", flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize(("kind", "new"), [("file", new_file), ("folder", new_folder)])
def test_a_killed_publication_is_cleared_after_a_day_and_one_at_work_is_left_alone(kind, new, tmp_path):
    place = tmp_path / "bi [1].db"
    with subprocess.Popen([sys.executable, "-c", WRITER, kind, str(place)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"begun\n"
        with new(place) as part:
            _write(part)
        assert len(list(tmp_path.iterdir())) == 2
        writer.send_signal(signal.SIGKILL)
    (left,) = (found for found in tmp_path.iterdir() if found != place)
    for found in (*left.rglob("*"), left):
        os.utime(found, (time.time() - 90_000,) * 2)
    (tmp_path / ".another.db.abcdefgh.part").touch()
    os.utime(tmp_path / ".another.db.abcdefgh.part", (0, 0))
    with new(place) as part:
        _write(part)
    assert {found.name for found in tmp_path.iterdir()} == {place.name, ".another.db.abcdefgh.part"}


def _write(part: Path) -> None:
    (part / "whole" if part.is_dir() else part).write_text("whole")


def test_what_a_killed_backup_left_is_no_part_of_the_next_one(tmp_path):
    engine = db.create(tmp_path / "timeline.db")
    for beside in ("", "-wal", "-shm", "-journal"):
        (tmp_path / f"copy.db.part{beside}").write_text("half a page")
    keeping.backup(engine, tmp_path / "copy.db", processes=2)
    engine.dispose()
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith("copy")] == ["copy.db"]
