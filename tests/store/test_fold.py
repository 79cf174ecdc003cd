"""Folding: what reports of one event, whatever their order, make of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.world import day
from timeline.fold import EventRow, Evidence, check, entered, fold
from timeline.fold.dating import stated
from timeline.model import CERTAINTIES, CLAIMS, POLARITIES, SALIENCES, STATUSES, TYPES, ZONES, When

_numbers = count()

JANUARY = When("2025-01-01", "2025-01-31", "2025-01", "2025-01", "month", basis="explicit")
BY_END_OF_JANUARY = When(None, "2025-01-31", None, "../2025-01-31", "open", basis="explicit")
SINCE_2022 = When("2022-01-01", None, "2022", "2022/..", "open", "throughout", basis="explicit")
NEWS = When(None, "2025-01-17", "2025-01-17", None, "day", basis="near_published")
DAY = day("2025-01-17")
AHEAD = When("2025-01-17", None, None, None, "open", basis="tense_only")


def said(status: str = "unknown", published: str | None = "2025-01-16", when: When = DAY, **more: Any) -> Evidence:
    number = next(_numbers)
    article = more.pop("article", f"a{number}")
    values = {"title": f"Title {status}", "type": "AGREE", "salience": "main"} | more
    source = {"article_id": article, "source_id": article, "published": published}
    return Evidence(f"r{number}", when=when, status=status, **source, **values)


def folded(*evidence: Evidence, **corrections: Any) -> EventRow:
    row = fold("e", evidence, corrections)
    assert row is not None
    return row


STATUS = [
    ("a plan that was carried out", [said("scheduled"), said("occurred", "2025-01-18")], "occurred"),
    (
        "published earlier, still what happened",
        [said("occurred", "2025-01-17"), said("scheduled", "2025-01-18")],
        "occurred",
    ),
    (
        "the latest of occurred and cancelled",
        [said("occurred", "2025-01-17"), said("cancelled", "2025-01-18")],
        "cancelled",
    ),
    ("ongoing before plans", [said("ongoing"), said("scheduled", "2025-01-18")], "ongoing"),
    ("postponed", [said("scheduled", "2025-01-10"), said("postponed", "2025-01-12")], "postponed"),
    ("scheduled anew", [said("postponed", "2025-01-12"), said("scheduled", "2025-01-14")], "scheduled"),
    ("postponed the same day", [said("postponed", "2025-01-12"), said("scheduled", "2025-01-12")], "postponed"),
    ("a date given before one hoped for", [said("planned"), said("expected"), said("scheduled")], "scheduled"),
    ("a caption decides", [said("occurred", zone="caption"), said("expected")], "occurred"),
    ("a headline does not", [said("occurred", zone="headline"), said("expected")], "expected"),
    ("nor a link", [said("occurred", zone="link")], "unknown"),
    ("an allegation makes no fact", [said("occurred", claim="alleged")], "unknown"),
    ("nor does a forecast", [said("occurred", claim="forecast"), said("expected", claim="forecast")], "expected"),
    ("nor a negation", [said("occurred", polarity="negative"), said("scheduled")], "scheduled"),
    ("nor a denial", [said("occurred", claim="denied"), said("planned")], "planned"),
    (
        "an unknown publication date is the oldest",
        [said("cancelled", None), said("occurred", "2025-01-01")],
        "occurred",
    ),
    ("more reports on one day", [said("occurred"), said("occurred"), said("cancelled")], "occurred"),
]


@pytest.mark.parametrize(("evidence", "status"), [case[1:] for case in STATUS], ids=[case[0] for case in STATUS])
def test_status(evidence: list[Evidence], status: str) -> None:
    assert folded(*evidence).status == status


CLAIM = [
    ("a denial disputes", [said("occurred"), said(claim="denied")], "disputed"),
    ("so does a negation of the same", [said("occurred"), said("occurred", polarity="negative")], "disputed"),
    ("happened and cancelled", [said("occurred"), said("cancelled")], "disputed"),
    ("denied and said by nobody here", [said(claim="denied")], "denied"),
    ("one assertion is enough", [said(claim="alleged"), said("occurred")], "asserted"),
    ("only alleged", [said(claim="alleged"), said(claim="alleged")], "alleged"),
    (
        "a headline's denial alone does not decide",
        [said("occurred"), said(claim="denied", zone="headline")],
        "asserted",
    ),
]


@pytest.mark.parametrize(("evidence", "claim"), [case[1:] for case in CLAIM], ids=[case[0] for case in CLAIM])
def test_claim(evidence: list[Evidence], claim: str) -> None:
    assert folded(*evidence).claim == claim


INHERITED = replace(day("2025-01-20"), basis="inherited")
WHOLE = replace(INHERITED, rule="date.main")
DATES = [
    ("the day inside the month", [said(when=JANUARY), said(when=JANUARY), said()], "2025-01-17", "2025-01-17", 0),
    ("the day most sources give", [said(), said(), said(when=day("2025-01-18"))], "2025-01-17", "2025-01-17", 1),
    (
        "one source counts once",
        [said(article="x"), said(article="x"), said(when=day("2025-01-18")), said(when=day("2025-01-18"))],
        "2025-01-18",
        "2025-01-18",
        2,
    ),
    (
        "what happened is dated by who says so",
        [said("scheduled"), said("scheduled"), said("occurred", when=day("2025-01-18"))],
        "2025-01-18",
        "2025-01-18",
        2,
    ),
    (
        "a plan's latest date",
        [said("scheduled", "2025-01-10"), said("scheduled", "2025-01-12", day("2025-02-03"))],
        "2025-02-03",
        "2025-02-03",
        1,
    ),
    (
        "a plan keeps its sharper date",
        [said("scheduled", "2025-01-10"), said("scheduled", "2025-01-12", JANUARY)],
        "2025-01-17",
        "2025-01-17",
        0,
    ),
    (
        "a plan grows sharper",
        [said("planned", "2024-12-20", BY_END_OF_JANUARY), said("scheduled", "2025-01-13")],
        "2025-01-17",
        "2025-01-17",
        0,
    ),
    (
        "a stated day beats an inherited one",
        [said("occurred", when=INHERITED), said("occurred")],
        "2025-01-17",
        "2025-01-17",
        1,
    ),
    (
        "a day that another article states beats what a whole article says, however that was read",
        [said("occurred", when=replace(day("2025-01-20"), rule="date.main"), article="x"), said("occurred")],
        "2025-01-17",
        "2025-01-17",
        1,
    ),
    (
        "what a whole article says beats what others carry over",
        [said("occurred", when=replace(day("2025-01-18"), basis="inherited")), said("occurred", when=WHOLE)],
        "2025-01-20",
        "2025-01-20",
        1,
    ),
    (
        "what a whole article says of its main event beats what it says in passing",
        [said("occurred", when=WHOLE, article="x"), said("occurred", article="x")],
        "2025-01-20",
        "2025-01-20",
        1,
    ),
    (
        "but not what another article states",
        [said("occurred", when=WHOLE), said("occurred")],
        "2025-01-17",
        "2025-01-17",
        1,
    ),
    (
        "a plan dates news without a date",
        [said("scheduled"), said("occurred", "2025-01-17", NEWS)],
        "2025-01-17",
        "2025-01-17",
        0,
    ),
    ("news without any date", [said("occurred", "2025-01-17", NEWS)], None, "2025-01-17", 0),
    (
        "a war is not dated by a battle",
        [said("ongoing", when=SINCE_2022), said("ongoing", when=day("2024-05-01"))],
        "2022-01-01",
        None,
        0,
    ),
]


@pytest.mark.parametrize(
    ("evidence", "earliest", "latest", "conflicts"), [case[1:] for case in DATES], ids=[case[0] for case in DATES]
)
def test_dates(evidence: list[Evidence], earliest: str | None, latest: str | None, conflicts: int) -> None:
    row = folded(*evidence)
    assert (row.earliest, row.latest, row.date_conflicts) == (earliest, latest, conflicts)


def test_spans_used_for_finding() -> None:
    for when, first, last, span_class in (
        (day("2025-01-17"), 739268, 739268, "day"),
        (JANUARY, 739252, 739282, "month"),
        (SINCE_2022, 738156, None, "longer"),
        (NEWS, 739268, 739268, "day"),
        (AHEAD, None, None, "none"),
        (When("2024-01-01", "2024-12-31", "2024", basis="explicit"), 738886, 739251, "year"),
        (When("-0043-03-15", "-0043-03-15", "-0043-03-15", basis="explicit"), -15997, -15997, "day"),
    ):
        row = folded(said(when=when))
        assert (row.first_day, row.last_day, row.span_class) == (first, last, span_class)


def test_sql_columns() -> None:
    row = folded(said(when=JANUARY))
    assert (row.starts_at, row.ends_before) == (datetime(2025, 1, 1), datetime(2025, 2, 1))
    assert (row.sql_date, row.year, row.month) == (None, 2025, 1)
    row = folded(said())
    assert (row.sql_date, row.ends_before) == (date(2025, 1, 17), datetime(2025, 1, 18))
    row = folded(said(when=When("-0043-03-15", "-0043-03-15", "-0043-03-15", basis="explicit")))
    assert (row.starts_at, row.ends_before, row.sql_date, row.year, row.month) == (None, None, None, -43, 3)
    row = folded(said(when=SINCE_2022))
    assert (row.starts_at, row.ends_before, row.year) == (datetime(2022, 1, 1), None, None)
    row = folded(said(when=day("9999-12-31")))
    assert (row.starts_at, row.ends_before) == (datetime(9999, 12, 31), None)


def test_corrections_come_first() -> None:
    row = folded(
        said("occurred"),
        title="Mine",
        status="cancelled",
        date="2024-10",
        place="Kazan",
        actors=[["p", "host"]],
        confidence=1,
    )
    assert (row.title, row.status, row.place, row.confidence) == ("Mine", "cancelled", "Kazan", 1)
    assert (row.earliest, row.latest, row.date_precision, row.actors) == (
        "2024-10-01",
        "2024-10-31",
        "month",
        (("p", "host"),),
    )
    row = folded(said(when=NEWS), earliest="2025-01-15")
    assert (row.earliest, row.latest, row.date_basis) == ("2025-01-15", "2025-01-17", "explicit")


@pytest.mark.parametrize(
    ("said_on", "bounds", "expected"),
    [
        # A report that comes after the correction gives way to it.
        ("2025-02-10", {"earliest": "2025-03-01"}, ("2025-03-01", None, "2025-03-01/..", "open", None)),
        ("2025-02-10", {"latest": "2025-02-01"}, (None, "2025-02-01", "../2025-02-01", "open", None)),
        ("2025-02-10", {"earliest": "2025-02-01"}, ("2025-02-01", "2025-02-10", "2025-02-01/2025-02-10", "open", None)),
        ("2025-02-10", {"latest": "2025-02-10"}, ("2025-02-10", "2025-02-10", "2025-02-10", "day", "2025-02-10")),
        ("2025-02", {"earliest": "2025-02-28"}, ("2025-02-28", "2025-02-28", "2025-02-28", "day", "2025-02-28")),
        ("2025-02", {"earliest": None, "latest": None}, (None, None, None, "open", None)),
    ],
)
def test_the_other_columns_of_a_date_follow_a_corrected_bound(said_on, bounds, expected) -> None:
    row = folded(said(when=stated(said_on)), **bounds)
    assert (row.earliest, row.latest, row.date_edtf, row.date_precision, row.likely_date) == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("status", "done"),
        ("date", "2025-02-30"),
        ("date", {"day": 1}),
        ("colour", "red"),
        ("title", " "),
        ("actors", [["p", "friend"]]),
        ("confidence", 2.5),
        ("earliest", "2025"),
        ("date", {"earliest": "2025-07-01", "latest": "2025-06-01"}),
    ],
)
def test_corrections_that_cannot_be(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=r".+"):
        check(name, value)


def test_what_counts() -> None:
    live = said("scheduled", article="x")
    again = said("scheduled", article="y")._replace(source_id="x")
    row = folded(live, again, said("occurred")._replace(withdrawn=True), said("occurred")._replace(superseded=True))
    assert (row.status, row.sources, row.reports) == ("scheduled", 1, 2)
    assert fold("e", [live._replace(withdrawn=True)], {"status": "occurred"}) is None


def test_a_title_that_names_the_parties_is_preferred() -> None:
    roles, surfaces = (("a1", "agent"), ("a2", "party"), ("a3", "mentioned")), ("Ana Ruiz", "Omar Haddad", "Lima")
    titles = ("Lima talks", "Ruiz meets a guest", "Omar Haddad received by Ruiz", "Haddad in Lima")
    told = [said("occurred", roles=roles, surfaces=surfaces, title=title) for title in titles]
    assert folded(*told).title == "Omar Haddad received by Ruiz"
    assert folded(told[0], told[1]).title == "Ruiz meets a guest"


def test_entered_by_hand() -> None:
    row = folded(
        entered("e", {"title": "A coup", "date": "1975-08-15", "status": "occurred", "actors": [["p", "agent"]]})
    )
    assert (row.title, row.earliest, row.sources, row.reports) == ("A coup", "1975-08-15", 0, 0)
    with pytest.raises(ValueError, match="title"):
        entered("e", {"date": "1975"})


def test_title_is_of_the_best_report() -> None:
    reports = [
        said("scheduled", title="To sign"),
        said("occurred", title="Signed, in short", zone="headline"),
        said("occurred", title="They signed", roles=(("p", "party"), ("q", "party"))),
        said("occurred", title="Signed in passing", salience="background"),
    ]
    assert folded(*reports).title == "They signed"


def test_mentioned_only_where_no_party() -> None:
    row = folded(said(roles=(("p", "mentioned"), ("q", "mentioned"))), said(roles=(("p", "party"),)))
    assert row.actors == (("p", "party"), ("q", "mentioned"))


WHENS = [day("2025-01-17"), day("2025-01-18"), JANUARY, SINCE_2022, NEWS, AHEAD, BY_END_OF_JANUARY, INHERITED, When()]
evidence = st.builds(
    lambda article, **values: said(article=f"a{article}", **values),
    article=st.integers(0, 3),
    status=st.sampled_from(STATUSES),
    published=st.sampled_from([None, "2025-01-10", "2025-01-16", "2025-01-20"]),
    when=st.sampled_from(WHENS),
    zone=st.sampled_from(ZONES),
    type=st.sampled_from(TYPES),
    claim=st.sampled_from(CLAIMS),
    polarity=st.sampled_from(POLARITIES),
    certainty=st.sampled_from(CERTAINTIES),
    salience=st.sampled_from(SALIENCES),
    place=st.sampled_from([None, "Kazan", "Moscow"]),
    title=st.sampled_from(["One", "Two"]),
    superseded=st.booleans(),
)


@given(st.lists(evidence, max_size=6).flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_order_does_not_matter(found: tuple[list[Evidence], list[Evidence]]) -> None:
    assert fold("e", found[0], {}) == fold("e", found[1], {})


@given(st.lists(evidence, min_size=1, max_size=6))
def test_what_always_holds(found: list[Evidence]) -> None:
    row = fold("e", found, {})
    assert (row is None) == all(e.superseded for e in found)
    if row is None:
        return
    live = [e for e in found if not e.superseded]
    if row.status == "occurred":
        firm = [e for e in live if e.zone in ("body", "caption") and e.polarity == "positive"]
        assert any(e.status == "occurred" and e.claim in ("asserted", "disputed") for e in firm)
    assert (row.earliest, row.latest) in [(e.when.earliest, e.when.latest) for e in live]
    assert 10 <= row.confidence <= 990
    assert row.first_day is None or row.last_day is None or row.first_day <= row.last_day


INVERTED = When("2025-02-02", "2025-01-01", None, None, "open", basis="explicit")
NOWHERE = When(basis="explicit", rule="a.rule", granularity="day")
ROLES = st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from(("agent", "party", "mentioned"))), max_size=4)


@given(
    evidence,
    st.sampled_from([None, INVERTED, NOWHERE, AHEAD]),
    st.sampled_from([None, "a"]),
    st.sampled_from([None, "Paris"]),
    ROLES,
)
def test_a_single_report_is_folded_as_one_of_several_is(
    found: Evidence, when: When | None, article: str | None, place: str | None, roles: list[tuple[str, str]]
) -> None:
    found = found._replace(when=when or found.when, article_id=article, place=place, roles=tuple(roles))
    # What a person says goes the long way: the title that the report has anyway.
    assert fold("e", [found], {}) == fold("e", [found], {"title": found.title})
