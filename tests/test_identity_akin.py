"""What is ruled out at first sight would be ruled out at the second, too."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from timeline import identity
from timeline.identity.telling import _subject
from timeline.model import Candidate

_TRIGGERS = ("sign", "signing", "meet", "talk", "kill", "die", "arrest", "shoot", "say", "vote")
_TYPES = ("AGREE", "CONSULT", "ASSAULT", "LEGAL", "STATEMENT", "OTHER", "ELECTION", "DISASTER", "COERCE")


@st.composite
def _reports(draw: st.DrawFn) -> Candidate:
    article = draw(st.sampled_from(("a", "b", "c")))
    day = draw(st.sampled_from(("2020-05-01", "2020-05-02")))
    return Candidate(
        event_id="e", types=(draw(st.sampled_from(_TYPES)),), triggers=(draw(st.sampled_from(_TRIGGERS)),),
        titles=("Kenya and Chad sign pact",), actor_ids=frozenset("K"), party_ids=frozenset("K"), place=None,
        place_country=None, earliest=day, latest=day, likely_date=day, granularity="day", basis="explicit",
        status="occurred", claim=draw(st.sampled_from(("asserted", "alleged"))), article_ids=frozenset(article),
        published=(day,), main_of=frozenset(draw(st.sampled_from((article, "")))),
        report_id=draw(st.text("0123456789abcdef", min_size=8, max_size=8)),
    )  # fmt: skip


@given(_reports(), st.lists(_reports(), max_size=8), st.booleans())
def test_none_that_may_be_the_same_is_left_out(mine: Candidate, others: list[Candidate], aged: bool) -> None:
    w = identity.weights()
    alike = {"words": 500, "ages": 500 * aged}
    left = identity.akin(mine, others, w)
    for other in others:
        (article,) = other.article_ids
        if not any(other is c for c in left):
            assert identity.judge(_subject(mine, article, alike), other, w) is None
            (article,) = mine.article_ids
            assert identity.judge(_subject(other, article, alike), mine, w) is None
