import datetime
import json
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline import log

TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(TEXTS, VALUES, max_size=4))
def test_one_payload_has_one_spelling_and_reads_back(payload):
    data = log.canonical(payload)
    assert json.loads(data) == payload
    assert log.canonical(dict(reversed(payload.items()))) == data
    assert log.canonical(json.loads(data)) == data


ANY_TEXT = st.text(max_size=8) | st.text(st.characters(max_codepoint=0x2F), max_size=8)
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(2**70), 2**70)
    | st.sampled_from([2**63 - 1, 2**63, 2**64 - 1, 2**64, -(2**63), -(2**63) - 1])
    | ANY_TEXT
    | st.floats()
    | st.uuids(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4),
    max_leaves=10,
)


def by_the_standard_library(payload):
    """The spelling as json has it; None where a payload has none."""

    def holds(value):
        if isinstance(value, dict):
            return all(holds(v) for pair in value.items() for v in pair)
        if isinstance(value, list):
            return all(map(holds, value))
        if isinstance(value, str):
            return "\0" not in value and not any("\ud800" <= c <= "\udfff" for c in value)
        return value is None or isinstance(value, bool | int)

    if not holds(payload):
        return None
    return json.dumps(payload, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


@settings(max_examples=400, deadline=None)
@given(st.dictionaries(ANY_TEXT, ANYTHING, max_size=4))
def test_the_spelling_is_that_of_the_standard_library_or_none(payload):
    expected = by_the_standard_library(payload)
    if expected is None:
        with pytest.raises(ValueError, match="payload"):
            log.canonical(payload)
    else:
        assert log.canonical(payload) == expected


def test_every_character_is_spelt_as_the_standard_library_spells_it():
    for start in range(1, 0x110000, 0x1000):
        codes = range(start, min(start + 0x1000, 0x110000))
        payload = {"text": "".join(chr(code) for code in codes if not 0xD800 <= code <= 0xDFFF)}
        assert log.canonical(payload) == by_the_standard_library(payload)


@pytest.mark.parametrize(
    ("payload", "spelling"),
    [
        ({"b": 1, "a": [True, None]}, '{"a":[true,null],"b":1}'),
        ({"é": "Ж 🜁"}, '{"é":"Ж 🜁"}'),
        ({"a": 'quote " slash / back \\ line \n'}, '{"a":"quote \\" slash / back \\\\ line \\n"}'),
        ({"a": "the letters \\u0000"}, '{"a":"the letters \\\\u0000"}'),
        ({"a": "\x01\x7f"}, '{"a":"\\u0001\x7f"}'),
        ({}, "{}"),
    ],
)
def test_spelling(payload, spelling):
    assert log.canonical(payload) == spelling.encode()


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        ({"a": 1.5}, "payload.a is a float"),
        ({"a": {"b": [0, float("nan")]}}, "payload.a.b[1] is a float"),
        ({"a": "x\0"}, "payload.a holds a NUL character"),
        ({"a": ["\ud800"]}, "payload.a[0] holds a lone surrogate at character 0"),
        ({"\ud800": 1}, "payload, a key, holds a lone surrogate"),
        ({"a": {1: 2}}, "payload.a has a key that is no string: 1"),
        ({"a": (1, 2)}, "payload.a is a tuple"),
        ({"a": [{"b": uuid.UUID(int=1)}]}, "payload.a[0].b is a UUID"),
        ({"a": datetime.date(2025, 1, 17)}, "payload.a is a date"),
        ({"a": b"x"}, "payload.a is a bytes"),
    ],
)
def test_what_has_no_spelling_is_refused_by_name(payload, words):
    with pytest.raises(ValueError, match="payload") as error:
        log.canonical(payload)
    assert words in str(error.value)


def test_endless_nesting_is_refused():
    payload = {}
    payload["a"] = payload
    with pytest.raises(ValueError, match="nested too deep"):
        log.canonical(payload)


FIELDS = st.tuples(
    st.integers(1), TEXTS.filter(lambda t: "\n" not in t), st.integers(1), TEXTS.filter(lambda t: "\n" not in t)
)


@settings(max_examples=60, deadline=None)
@given(FIELDS, FIELDS)
def test_different_envelopes_have_different_bytes(one, other):
    def around(fields):
        position, stream, version, by = fields
        return log.envelope(position, "id", stream, version, "NoteAdded", 1, "2026-01-01T00:00:00.000000Z", by)

    assert (around(one) == around(other)) == (one == other)
