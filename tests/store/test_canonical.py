import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import log

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=20,
)
PAYLOADS = st.dictionaries(TEXTS, VALUES)


@given(PAYLOADS)
def test_reads_back_as_it_was(payload):
    assert json.loads(log.canonical(payload)) == payload


@given(PAYLOADS)
def test_the_order_of_keys_does_not_matter(payload):
    assert log.canonical(dict(reversed(payload.items()))) == log.canonical(payload)


@given(PAYLOADS)
def test_is_a_fixed_point(payload):
    data = log.canonical(payload)
    assert log.canonical(json.loads(data)) == data


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


@given(FIELDS, FIELDS)
def test_different_envelopes_have_different_bytes(one, other):
    def around(fields):
        position, stream, version, by = fields
        return log.envelope(position, "id", stream, version, "NoteAdded", 1, "2026-01-01T00:00:00.000000Z", by)

    assert (around(one) == around(other)) == (one == other)
