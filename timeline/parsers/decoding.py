"""From bytes to characters, and which characters may stay in an article."""

from __future__ import annotations

import codecs
import re

MAX_BYTES = 20_000_000
"""The largest document that is read, in bytes. A caller that reads files need not read further than one byte more."""

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}encoding=[\"']([\w.:-]+)", re.I
)
# What browsers read for these labels (WHATWG Encoding Standard): pages mislabel the larger set as the smaller one.
LABELS = {
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
}
"""Label in lower case -> the encoding that is meant."""
_UNKNOWN = "its character encoding cannot be told; save it as UTF-8"
# What western European prose has outside ASCII; not the letters (ÿ þ ð) that stand for stray bytes far more often.
_PROSE = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüßœšž‘’“”„‚–—…•«»‹›€£§©®°´·½¼¾\xa0™¿¡ªº²³†")
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\^_])")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def has_wide_mark(data: bytes) -> bool:
    """Whether the bytes open with the mark of UTF-16 or UTF-32, where NUL bytes are no sign of a binary file."""
    return any(data.startswith(mark) for mark, name in _MARKS if name != "utf-8-sig")


def declared_charset(data: bytes) -> str | None:
    """The encoding that an HTML or XML head declares, as Python names it; None without one or with an unknown one."""
    match = _DECLARED.search(data, 0, 4096)
    if not match:
        return None
    label = (match[1] or match[2]).decode("ascii", "replace").lower()
    try:
        return codecs.lookup(LABELS.get(label, label)).name
    except LookupError:
        return None


def decode(data: bytes, *, declared: str | None = None) -> str:
    """The characters of a document: byte order mark, UTF-8, what it declares, then what its bytes look like.

    Raises:
        ValueError: no encoding fits without doubt; the message says what to do.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if declared and declared != "utf-8":
        try:
            return data.decode(declared)
        except (UnicodeDecodeError, LookupError):
            pass
    return _mended_utf8(data) or _western(data) or _guessed(data)


def codec_of(sample: bytes) -> str:
    """The name of the encoding of a text that opens with these bytes, for reading it as a stream.

    Raises:
        ValueError: it cannot be told.
    """
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return encoding
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        if _western(sample) is None:
            raise ValueError(_UNKNOWN) from None
        return "cp1252"
    return "utf-8"


def clean(text: str) -> str:
    """Line breaks as line feeds; no terminal escape sequences, control characters or halves of surrogate pairs."""
    text = (
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\x85", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n")
        .replace("\x0c", "\n")
    )
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", _ESCAPES.sub("", text)))


def one_line(text: str) -> str:
    """:func:`clean` text with every run of white space as one space, for titles and names."""
    return " ".join(clean(text).split())


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise ValueError(f"starts as {encoding.removesuffix('-sig').upper()} but is not; save it as UTF-8") from None


def _mended_utf8(data: bytes) -> str | None:
    """UTF-8 with a stray byte here and there (a spliced-in advertisement) shown as U+FFFD; None if it is not."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    sound = sum(1 for char in text if char > "\x7f") - broken
    return text if sound >= 10 * broken else None


def _western(data: bytes) -> str | None:
    """Windows-1252, if every character outside ASCII is used as western European prose does; else None."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    special = [c for c in text if c > "\x7f"]
    odd = [c for c in special if c.casefold() not in _PROSE]
    # Another encoding shows as runs of accented capitals; words of western Europe have single accented letters.
    runs = re.findall(r"[^\W\d_a-zA-Z]{3,}", text)
    shouted = re.findall(r"[a-zß-ÿ][À-ÖØ-Þ]", text)
    return None if odd or runs or shouted or len(special) > len(text) // 4 else text


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes  # slow to import, seldom needed

    best = from_bytes(data).best()
    # Below this coherence the library itself calls its answer a guess by elimination.
    if best is None or best.chaos > 0.1 or best.coherence < 0.3:
        raise ValueError(_UNKNOWN)
    return str(best)
