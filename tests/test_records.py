"""Payloads of reports: what stands in the log is what the values say."""

from dataclasses import asdict, fields

from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.model import Mention, Report, RoleMention, Timex, When
from timeline.records import TYPES, report_of, report_payload

WORDS = st.sampled_from(["", "a", "Lund"])
MAYBE = st.none() | WORDS
NUMBERS = st.integers(0, 9)
WHENS = st.builds(When, MAYBE, MAYBE, MAYBE, MAYBE, WORDS, qualifier=MAYBE, utc_offset=st.none() | NUMBERS)
TIMEXES = st.builds(Timex, NUMBERS, NUMBERS, WORDS, WORDS, WORDS, MAYBE, WHENS, st.none() | NUMBERS)
MENTIONS = st.builds(Mention, NUMBERS, NUMBERS, WORDS, WORDS, WORDS, WORDS, MAYBE, MAYBE)
REPORTS = st.builds(
    Report, NUMBERS, WORDS, WORDS, NUMBERS, NUMBERS, NUMBERS, NUMBERS, WORDS, WHENS, st.none() | TIMEXES,
    st.lists(st.builds(RoleMention, WORDS, MENTIONS), max_size=2).map(tuple), MAYBE, about=st.none() | NUMBERS,
    cues=st.lists(WORDS, max_size=2).map(tuple),
)  # fmt: skip


def lean(value):
    """A payload's values by the book: every field, none that is None or an empty sequence."""
    if isinstance(value, dict):
        return {k: lean(v) for k, v in value.items() if v is not None and v != ()}
    return [lean(v) for v in value] if isinstance(value, tuple) else value


def test_a_record_s_payload_holds_all_its_fields():
    for cls in TYPES.values():
        record = cls(*(f"value {n}" for n, _ in enumerate(fields(cls))))
        assert record.payload() == asdict(record)


@settings(max_examples=60, deadline=None)
@given(REPORTS)
def test_a_payload_holds_what_the_report_says_and_gives_it_back(report):
    assert report_payload(report) == lean(asdict(report))
    assert report_of(report_payload(report)) == report
