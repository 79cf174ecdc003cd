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

from timeline.web.packing import pack

SCRIPTS = (
    "dom.js", "days.js", "packed.js", "data.js", "state.js", "choose.js", "paint.js", "lanes.js", "marks.js",
    "chart.js", "input.js", "overview.js", "filters.js", "table.js", "detail.js", "known.js", "main.js",
)  # fmt: skip
"""In the order in which the page needs them."""
STYLE = "page.css"
FRAME = "page.html"

_SHUT = "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:"
SERVED_POLICY = f"{_SHUT}; script-src 'self'; style-src 'self'; connect-src 'self'; frame-ancestors 'none'"
"""What a page that a server gives may do."""


JSON = "application/json"
PACKED = "application/octet-stream"
"""What :mod:`timeline.web.packing` makes; in a page it is compressed, too."""
_LONGEST_PLAIN = 1_000_000
"""Bytes of JSON that a page gets as they are."""


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
        data=_block("data", data),
        scripts=b"<script>" + script.encode() + b"</script>",
        # Behind the scripts, so that the page is drawn before a browser has read all sentences.
        evidence=_block("evidence", evidence),
    )


def served(title: str) -> bytes:
    """The page that asks its server for scripts, styles and data."""
    scripts = "\n".join(f'<script src="page/{name}"></script>' for name in SCRIPTS)
    link = f'<link rel="stylesheet" href="page/{STYLE}">'
    return _filled(title, policy=b"", styles=link.encode(), data=b"", scripts=scripts.encode(), evidence=b"")


def _filled(title: str, **parts: bytes) -> bytes:
    values = {"title": escape(title).encode(errors="replace"), **parts}
    # In one pass: what is put in may itself hold what looks like a mark.
    pieces = re.split(r"\{\{(\w+)\}\}", asset(FRAME))
    return b"".join(values[piece] if odd % 2 else piece.encode() for odd, piece in enumerate(pieces))


def _block(name: str, value: Mapping[str, Any]) -> bytes:
    """An inert block: no ``<`` in it can end it or begin a comment (HTML, "script data" states)."""
    content, kind = content_of(value)
    if kind == JSON:
        return f'<script type="{JSON}" id="{name}">'.encode() + content + b"</script>"
    text = base64.b64encode(gzip.compress(content, 6, mtime=0))
    return f'<script type="{kind}" id="{name}">'.encode() + text + b"</script>"


def content_of(value: Mapping[str, Any]) -> tuple[bytes, str]:
    """A page's data or evidence for its scripts, and the kind of it: JSON, or of more than a megabyte its columns.

    A browser takes longer to read much JSON than for all else that it does before the first drawing.
    """
    content = json_bytes(value)
    return (content, JSON) if len(content) <= _LONGEST_PLAIN else (pack(value, json_bytes), PACKED)


def json_bytes(value: Any) -> bytes:
    """JSON in which nothing can end a script block or a line of JavaScript."""
    text = orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS)
    for unsafe, safe in ((b"<", b"\\u003c"), (b"\xe2\x80\xa8", b"\\u2028"), (b"\xe2\x80\xa9", b"\\u2029")):
        text = text.replace(unsafe, safe)
    return text


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
