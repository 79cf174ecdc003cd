"""The page put together: one file that needs nothing else, or the frame that a server fills.

The file carries its policy with it (Content-Security-Policy, https://www.w3.org/TR/CSP3/): it may run the scripts and
styles inlined into it, known by their hashes, and nothing else; it may load nothing at all.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

import orjson

SCRIPTS = (
    "dom.js", "days.js", "data.js", "state.js", "choose.js", "paint.js", "lanes.js", "marks.js", "chart.js", "input.js",
    "overview.js", "filters.js", "table.js", "detail.js", "known.js", "main.js",
)  # fmt: skip
"""In the order in which the page needs them."""
STYLE = "page.css"
FRAME = "page.html"

_SHUT = "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:"
SERVED_POLICY = f"{_SHUT}; script-src 'self'; style-src 'self'; connect-src 'self'; frame-ancestors 'none'"
"""What a page that a server gives may do."""


_LONGEST_PLAIN = 1_000_000
"""Bytes of JSON that stand in the page as they are; of more, only what gzip makes of them."""


@cache
def asset(name: str) -> str:
    """The text of a file in ``assets/``."""
    return files("timeline.web").joinpath("assets", name).read_text(encoding="utf-8")


def standalone(title: str, data: Mapping[str, Any], evidence: Mapping[str, Any]) -> bytes:
    """The page as one file, with its data in it."""
    script, style = "\n".join(asset(name) for name in SCRIPTS), asset(STYLE)
    policy = f"{_SHUT}; script-src '{_hash(script)}'; style-src '{_hash(style)}'"
    return _filled(
        title,
        policy=f'<meta http-equiv="Content-Security-Policy" content="{policy}">'.encode(),
        styles=b"<style>" + style.encode() + b"</style>",
        data=_block("data", data) + b"\n" + _block("evidence", evidence),
        scripts=b"<script>" + script.encode() + b"</script>",
    )


def served(title: str) -> bytes:
    """The page that asks its server for scripts, styles and data."""
    scripts = "\n".join(f'<script src="page/{name}"></script>' for name in SCRIPTS)
    link = f'<link rel="stylesheet" href="page/{STYLE}">'
    return _filled(title, policy=b"", styles=link.encode(), data=b"", scripts=scripts.encode())


def _filled(title: str, **parts: bytes) -> bytes:
    values = {"title": escape(title).encode(errors="replace"), **parts}
    # In one pass: what is put in may itself hold what looks like a mark.
    pieces = re.split(r"\{\{(\w+)\}\}", asset(FRAME))
    return b"".join(values[piece] if odd % 2 else piece.encode() for odd, piece in enumerate(pieces))


def _block(name: str, value: Mapping[str, Any]) -> bytes:
    """JSON as an inert block: no ``<`` in it can end the block or begin a comment (HTML, "script data" states).

    Much of it is compressed, for a browser takes longer to read a long page than to unpack a short one.
    """
    content, start = json_bytes(value), f'<script type="application/json" id="{name}"'.encode()
    if len(content) <= _LONGEST_PLAIN:
        return start + b">" + content + b"</script>"
    packed = base64.b64encode(gzip.compress(content, 6, mtime=0))
    return start + b' data-encoding="gzip">' + packed + b"</script>"


def json_bytes(value: Any) -> bytes:
    """JSON in which nothing can end a script block or a line of JavaScript."""
    text = orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS)
    for unsafe, safe in ((b"<", b"\\u003c"), (b"\xe2\x80\xa8", b"\\u2028"), (b"\xe2\x80\xa9", b"\\u2029")):
        text = text.replace(unsafe, safe)
    return text


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
