"""A page's data as bytes that a browser takes as they are, without reading numbers or cutting strings.

    length of the JSON (4 bytes, little-endian) | JSON | columns, each at a multiple of 4 bytes

In the JSON a long list is replaced by where it stands, counted from the end of the JSON. Numbers are stored in the
fewest bytes, or as the steps between them where these are smaller; None is :data:`NONE`. Texts stand once each, one
behind the other in UTF-8, with where each ends in UTF-16 code units, as JavaScript counts, and a number for each place
of the list (-1 for None) where texts repeat.

    {"ints": [0, 163670, 4, 0]}                                          at, how many, bytes of each, 1 = steps
    {"texts": [654680, 4801022], "ends": {"ints": …}, "numbers": {"ints": …}}
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from typing import Any

NONE = -(2**31)
"""What stands for None among numbers."""

_SHORT = 64
"""Lists up to this length stay in the JSON."""
_KINDS = ((1, "B", 0, 2**8), (2, "h", -(2**15), 2**15), (4, "i", -(2**31), 2**31))
"""Bytes, code of ``array``, least value and first one too large."""


def pack(value: Any, dump: Callable[[Any], bytes]) -> bytes:
    """Pack a value of dictionaries, lists and plain values.

    Args:
        value: what is packed; a dictionary has no keys ``ints`` or ``texts`` of its own.
        dump: makes JSON of what is left.
    """
    columns = bytearray()
    content = dump(_packed(value, columns))
    content += b" " * (-len(content) % 4)
    return len(content).to_bytes(4, "little") + content + columns


def _packed(value: Any, columns: bytearray) -> Any:
    if isinstance(value, dict):
        return {key: _packed(one, columns) for key, one in value.items()}
    if not isinstance(value, (list, tuple)):
        return value
    kinds = {type(one) for one in value} if len(value) > _SHORT else set()
    if kinds in ({int}, {int, type(None)}) and all(one is None or NONE < one < -NONE for one in value):
        return _ints(value, columns)
    if kinds in ({str}, {str, type(None)}):
        return _texts(value, columns)
    return [_packed(one, columns) for one in value]


def _ints(values: Sequence[int | None], columns: bytearray) -> dict[str, Any]:
    plain = [NONE if value is None else value for value in values]
    size, code = _width(plain)
    steps = [plain[0], *(after - before for before, after in pairwise(plain))]
    small, small_code = _width(steps)
    if small < size:
        return {"ints": [_put(columns, _bytes(small_code, steps)), len(plain), small, 1]}
    return {"ints": [_put(columns, _bytes(code, plain)), len(plain), size, 0]}


def _width(values: Sequence[int]) -> tuple[int, str]:
    least, most = min(values), max(values)
    fits = ((size, code) for size, code, low, high in _KINDS if low <= least and most < high)
    # Steps may be wider than any number; then they are not taken.
    return next(fits, (8, "q"))


def _bytes(code: str, values: Sequence[int]) -> bytes:
    made = array(code, values)
    if sys.byteorder == "big":
        made.byteswap()
    return made.tobytes()


def _texts(values: Sequence[str | None], columns: bytearray) -> dict[str, Any]:
    numbers: dict[str, int] = {}
    places = [-1 if text is None else numbers.setdefault(text, len(numbers)) for text in values]
    content = "".join(numbers).encode("utf-8")
    at = _put(columns, content)
    ends = list(accumulate(len(text.encode("utf-16-le")) // 2 for text in numbers))
    repeated = len(numbers) < len(places)
    return {
        "texts": [at, len(content)],
        "ends": _ints(ends, columns),
        "numbers": _ints(places, columns) if repeated else None,
    }


def _put(columns: bytearray, content: bytes) -> int:
    at = len(columns)
    columns += content + bytes(-len(content) % 4)
    return at
