"""One event or two? Each case is a known event, a new report, and the answer a reader would give."""

from __future__ import annotations

from dataclasses import replace

import pytest

from timeline import identity
from timeline.model import Report, When

DAY = When(earliest="2025-01-17", latest="2025-01-17", likely_date="2025-01-17", granularity="day", basis="explicit")


def on(day: str) -> When:
    return replace(DAY, earliest=day, latest=day, likely_date=day)


def month(first: str, last: str) -> When:
    return When(first, last, first[:7], granularity="month", basis="explicit")


def undated(published: str) -> When:
    return When(None, published, published, granularity="day", basis="near_published")


def subject(
    title: str,
    trigger: str,
    type_: str,
    when: When,
    *actors: str,
    people: tuple[str, ...] = (),
    place: str | None = None,
    article: str = "b",
    claim: str = "asserted",
) -> identity.Subject:
    report = Report(0, title, trigger, 0, 1, 0, 1, type_, when, place=place, claim=claim)
    everyone = frozenset((*actors, *people))
    return identity.Subject(report, everyone, everyone, frozenset(people), article, "2025-01-18")


def decide(new: identity.Subject, *known: tuple[str, identity.Subject], **alike: int) -> identity.Decision:
    """What is decided of a report; ``alike``: article -> how alike it is, in thousandths."""
    w = identity.weights()
    candidates = [identity.profile(identity.opened(name, subject), w) for name, subject in known]
    likeness = {article: {"words": words} for article, words in alike.items()} if alike else None
    return identity.decide(identity.profile(identity.opened("", new), w), candidates, likeness)


SIGNING = subject(
    "Iran and Russia sign strategic partnership treaty",
    "sign",
    "AGREE",
    DAY,
    "ir",
    "ru",
    people=("mp", "vp"),
    article="a",
)
VISIT = subject("Pezeshkian visits Moscow", "visit", "CONSULT", DAY, "ir", people=("mp",), place="Moscow", article="a")
SUMMIT = subject("BRICS summit in Kazan", "summit", "CONSULT", month("2024-10-01", "2024-10-31"), "br", article="a")
STRIKE = subject("Strike hits Tyre", "strike", "ASSAULT", DAY, "il", place="Tyre", article="a")

SAME = {
    "a plan and its fulfilment": (
        SIGNING,
        subject("Putin and Pezeshkian sign treaty", "signing", "AGREE", DAY, people=("mp", "vp")),
    ),
    "a month and a day in it": (
        SUMMIT,
        subject("BRICS leaders meet at summit", "summit", "CONSULT", on("2024-10-23"), "br"),
    ),
    "a plan without a date": (
        SIGNING,
        subject("Iran and Russia to sign strategic partnership", "sign", "AGREE", undated("2025-01-16"), "ir", "ru"),
    ),
    "a visit and the talks of that visit": (
        VISIT,
        subject("Pezeshkian holds talks with Putin", "talks", "CONSULT", DAY, people=("mp", "vp"), place="Moscow"),
    ),
}
APART = {
    "another visit of the same man to sign something else": (
        SIGNING,
        subject("Pezeshkian and Sharif sign trade deal", "sign", "AGREE", on("2025-05-26"), "ir", "pk", people=("mp",)),
    ),
    "annual summits of two years": (
        SUMMIT,
        subject("BRICS summit in Johannesburg", "summit", "CONSULT", month("2023-08-01", "2023-08-31"), "br"),
    ),
    "Niger and Nigeria": (
        subject("Army ousts president in Niger", "oust", "LEADERSHIP", DAY, "ne", article="a"),
        subject("Army ousts governor in Nigeria", "oust", "LEADERSHIP", DAY, "ng"),
    ),
    "two strikes on one day in two towns": (
        STRIKE,
        subject("Strike hits Sidon", "strike", "ASSAULT", DAY, "il", place="Sidon"),
    ),
    "father and son of one surname": (
        subject("Hafez Assad meets Carter", "meet", "CONSULT", DAY, people=("hafez",), article="a"),
        subject("Bashar Assad meets Carter", "meet", "CONSULT", DAY, people=("bashar",)),
    ),
    "two meetings of other people at one summit": (
        subject("Xi Jinping and Narendra Modi meet", "meet", "CONSULT", DAY, people=("xi", "modi"), article="a"),
        subject("Putin and Pezeshkian meet", "meet", "CONSULT", DAY, people=("vp", "mp"), article="a"),
    ),
    "a visit that was held and one that is planned later": (
        VISIT,
        subject("Pezeshkian visits Russia", "visit", "CONSULT", When("2025-05-21", basis="tense_only"), people=("mp",)),
    ),
    "the rehearsal and the parade": (
        subject("Moscow holds Victory Day parade", "parade", "OTHER", on("2025-05-09"), "ru", article="a"),
        subject("Moscow rehearses Victory Day parade", "rehearse", "OTHER", on("2025-05-07"), "ru"),
    ),
    "what somebody fears and what happened": (
        subject("Israel strikes Iran", "strike", "ASSAULT", DAY, "il", "ir", article="a"),
        subject("Israel strikes Iran", "strike", "ASSAULT", DAY, "il", "ir", claim="forecast"),
    ),
    "a treaty and a visit of one day": (SIGNING, VISIT),
}  # fmt: skip


@pytest.mark.parametrize("case", SAME)
def test_is_one_event(case: str) -> None:
    known, new = SAME[case]
    decision = decide(new, ("e1", known))
    assert decision.event_id == "e1", decision


@pytest.mark.parametrize("case", APART)
def test_is_another_event(case: str) -> None:
    known, new = APART[case]
    decision = decide(new, ("e1", known))
    assert decision.event_id is None, decision


def test_in_one_story_an_incident_may_name_others_but_a_meeting_may_not() -> None:
    for trigger, type_, same in (("shoot", "ASSAULT", True), ("meet", "CONSULT", False)):
        known = subject("Berg and Falk", trigger, type_, DAY, people=("berg",), article="a")
        new = subject("Lund in the harbour", trigger, type_, DAY, people=("lund",))
        for words, expected in ((300, same), (100, False)):
            assert (decide(new, ("e1", known), a=words).event_id is not None) == expected


def test_two_towns_are_two_events_in_one_story_too() -> None:
    other = subject("Strike hits Sidon", "strike", "ASSAULT", DAY, "il", place="Sidon")
    assert decide(other, ("e1", STRIKE), a=700).event_id is None


def test_a_story_is_the_mean_of_its_articles() -> None:
    first = subject("Man shot in Lund", "shoot", "ASSAULT", undated("2025-01-17"), article="a")
    w = identity.weights()
    event = identity.profile(replace(identity.opened("e1", first), article_ids=frozenset("ac")), w)
    new = identity.profile(identity.opened("", subject("Woman shoots", "shoot", "ASSAULT", undated("2025-01-17"))), w)
    for alike, same in (({"a": {"words": 300}, "c": {"words": 300}}, True), ({"a": {"words": 300}}, False)):
        found = identity.judge(new, event, alike, w)
        assert found is not None and ("same_story" in found.features) == same


def test_main_events_of_unlike_kinds_are_one_only_where_ages_agree() -> None:
    known = replace(subject("Man shot in Lund", "shoot", "ASSAULT", DAY, article="a"), main=True)
    new = replace(subject("City wants lights", "want", "OTHER", DAY), main=True)
    w = identity.weights()
    mine, event = (identity.profile(identity.opened("e1", one), w) for one in (new, known))
    for ages, judged in ((0, False), (500, True)):
        assert identity.mains.apply(mine, event, {"a": {"words": 400, "ages": ages}}, w) == judged


DAYS_OF_MAIN_EVENTS = [
    (DAY, DAY, "same_day"),
    (DAY, month("2025-01-01", "2025-01-31"), "within"),
    (DAY, month("2025-03-01", "2025-03-31"), "perhaps_apart"),
    (DAY, undated("2025-01-17"), "perhaps_same_day"),
    (DAY, undated("2025-08-01"), "perhaps_apart"),
]


@pytest.mark.parametrize(("mine", "theirs", "feature"), DAYS_OF_MAIN_EVENTS)
def test_days_of_main_events(mine: When, theirs: When, feature: str) -> None:
    """A month that holds the day does not stand for the day of publication."""
    known = replace(subject("Man shot in Lund", "shoot", "ASSAULT", theirs, article="a"), main=True)
    known = replace(known, published=theirs.latest if theirs.basis == "near_published" else "2025-09-01")
    new = replace(subject("Shooting in Lund", "shoot", "ASSAULT", mine), main=True)
    told, event = (identity.profile(identity.opened("e1", one), identity.weights()) for one in (new, known))
    seen = identity.mains.compare(told, event, {"a": {"words": 400}}) or {}
    assert seen.keys() & {name for *_, name in DAYS_OF_MAIN_EVENTS} == {feature}


def test_the_better_candidate_wins_and_the_other_is_named() -> None:
    new = subject("Iran and Russia sign treaty", "sign", "AGREE", DAY, "ir", "ru")
    poorer = replace(
        SIGNING, report=replace(SIGNING.report, when=month("2025-01-01", "2025-01-31"), title="A pact is signed")
    )
    for order in ([("e1", SIGNING), ("e2", poorer)], [("e2", poorer), ("e1", SIGNING)]):
        decision = decide(new, *order)
        assert (decision.event_id, decision.runner_up) == ("e1", "e2")
        assert decision.runner_up_score is not None and decision.score > decision.runner_up_score
