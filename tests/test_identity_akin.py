"""What is passed over for speed would not have counted: at first sight, and where no comparison can find enough."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from timeline import identity, likeness
from timeline.identity.profile import Profile
from timeline.identity.promise import promising
from timeline.identity.telling import score_of
from timeline.likeness import Traits
from timeline.model import Candidate

_TRIGGERS = ("sign", "signing", "meet", "talk", "kill", "die", "arrest", "shoot", "say", "vote")
_TYPES = ("AGREE", "CONSULT", "ASSAULT", "LEGAL", "STATEMENT", "OTHER", "ELECTION", "DISASTER", "COERCE")
_TITLES = ("Kenya and Chad sign pact", "Pact signed", "Man shot", "")
_DAYS = ("2020-05-01", "2020-05-02", "2020-06-30", None)


@st.composite
def _profiles(draw: st.DrawFn) -> Profile:
    article = draw(st.sampled_from(("a", "b", "c")))
    day = draw(st.sampled_from(_DAYS))
    people = draw(st.frozensets(st.sampled_from("KLM")))
    given = Candidate(
        event_id=draw(st.sampled_from(("e1", "e2", "e3"))), types=(draw(st.sampled_from(_TYPES)),),
        triggers=(draw(st.sampled_from(_TRIGGERS)),), titles=(draw(st.sampled_from(_TITLES)),), actor_ids=people,
        party_ids=people, person_ids=people & frozenset("M"), place=draw(st.sampled_from((None, "Lund", "Ystad"))),
        place_country="SE", earliest=day, latest=day, likely_date=day, granularity="day",
        basis=draw(st.sampled_from(("explicit", "inherited"))) if day else "near_published",
        status=draw(st.sampled_from(("occurred", "scheduled", "postponed"))),
        claim=draw(st.sampled_from(("asserted", "alleged"))), article_ids=frozenset(article),
        published=tuple(draw(st.sampled_from(((), ("2020-05-02",), ("2020-06-30",))))),
        main_of=frozenset(draw(st.sampled_from((article, "")))),
        report_id=draw(st.text("0123456789abcdef", min_size=8, max_size=8)),
    )  # fmt: skip
    return identity.profile(given, identity.weights())


_LIKENESS = st.dictionaries(
    st.sampled_from("abc"), st.fixed_dictionaries({"words": st.integers(90, 900), "ages": st.sampled_from((0, 500))})
)


@given(_profiles(), st.lists(_profiles(), max_size=8), _LIKENESS)
def test_none_that_may_be_the_same_is_left_out(
    mine: Profile, others: list[Profile], alike: dict[str, dict[str, int]]
) -> None:
    left = identity.akin(mine, others)
    for other in others:
        if not any(other is c for c in left):
            assert identity.judge(mine, other, alike, identity.weights()) is None
            assert identity.judge(other, mine, alike, identity.weights()) is None


@given(_profiles(), st.lists(_profiles(), max_size=8), st.none() | _LIKENESS)
def test_nothing_is_likelier_than_it_promises(
    mine: Profile, others: list[Profile], alike: dict[str, dict[str, int]] | None
) -> None:
    w = identity.weights()
    promised = promising(mine, others, alike, w)
    assert [most for most, _ in promised] == sorted((most for most, _ in promised), reverse=True)
    for other in others:
        most = next((most for most, c in promised if c is other), None)
        (there,), (here,) = other.article_ids, mine.article_ids
        back = alike if alike is None else {here: alike[there]} if there in alike else {}
        for found in (identity.judge(mine, other, alike, w), identity.judge(other, mine, back, w)):
            assert found is None or (most is not None and found.score <= score_of(most))


@given(_profiles(), st.lists(_profiles(), max_size=8), _LIKENESS)
def test_of_many_the_best_and_the_next_event_are_found(
    mine: Profile, others: list[Profile], alike: dict[str, dict[str, int]]
) -> None:
    w = identity.weights()
    decision = identity.decide(mine, others, alike)
    found = [(judged, c.event_id) for c in others if (judged := identity.judge(mine, c, alike, w))]
    ranks = sorted(((f.main and f.score >= w.threshold, f.score, event) for f, event in found), reverse=True)
    if not ranks:
        assert decision.rule == "identity.no_candidate"
    elif max(score for _, score, _ in ranks) < w.threshold:
        assert (decision.event_id, decision.runner_up_score) == (None, ranks[0][1])
    else:
        next_ = next((score for _, score, event in ranks if event != decision.event_id), None)
        assert (decision.score, decision.runner_up_score) == (ranks[0][1], next_)


@given(_profiles(), st.lists(_profiles(), max_size=8, unique_by=lambda c: c.report_id), _LIKENESS, st.integers(0, 8))
def test_what_was_judged_before_is_not_asked_again(
    mine: Profile, others: list[Profile], alike: dict[str, dict[str, int]], before: int
) -> None:
    judged = {c.report_id: identity.judge(mine, c, alike, identity.weights()) for c in others[:before]}
    assert identity.decide(mine, others, alike, judged=judged) == identity.decide(mine, others, alike)


@given(*[st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 600))] * 2)
def test_articles_that_are_not_alike_need_no_more_than_their_words(a: dict[str, int], b: dict[str, int]) -> None:
    one, other = Traits(a, frozenset(), frozenset()), Traits(b, frozenset(), frozenset())
    assert likeness.cosine(one, other) == likeness.compare(one, other)["words"]
