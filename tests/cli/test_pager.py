"""On a real terminal (a pseudo-terminal of 10 lines), long output goes through the pager, short output does not."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios

import pytest

SCRIPT = "from timeline.cli.output import write; write([{{'n': i}} for i in range({n})], 'table')"


@pytest.mark.parametrize(("n", "paged"), [(3, False), (30, True)])
def test_what_is_longer_than_the_terminal_is_paged(n, paged, tmp_path):
    pager = tmp_path / "pager"
    pager.write_text("#!/bin/sh\necho PAGED\ncat\n")
    pager.chmod(0o755)
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 10, 80, 0, 0))
    environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES", "TERM")}
    environment |= {"PAGER": str(pager), "TERM": "xterm"}
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT.format(n=n)], stdin=slave, stdout=slave, stderr=slave, env=environment
    )
    os.close(slave)
    said = b""
    while True:
        try:
            piece = os.read(master, 4096)
        except OSError:
            break
        if not piece:
            break
        said += piece
    assert process.wait() == 0
    assert (b"PAGED" in said) == paged
    assert [int(line) for line in said.split() if line.isdigit()] == list(range(n))
