"""Which report an article is about, and the day of it where the text tells that elsewhere."""

from __future__ import annotations

import pytest

from timeline import dates, extract
from timeline.extract.written import as_written
from timeline.model import Article, Report

PUBLISHED = "2021-05-07"  # a Friday


def the(trigger: str, text: str) -> Report:
    return next(r for r in extract.reports(Article(text, published=PUBLISHED)).reports if r.trigger == trigger)


# text, its main event, the day of it
MAIN = [
    # the day before its noun, whatever stands before that
    ("Two men are in hospital after a Monday night shooting on Hill Road.", "shoot", "2021-05-03"),
    ("Police are looking into an early Sunday morning shooting at a bar that hurt two men.", "shoot", "2021-05-02"),
    ("The mayor spoke on Thursday about Monday night's explosion at the mill.", "explode", "2021-05-03"),
    # the day on which somebody told or learned of it is not its day
    ("The fire on Tuesday night was set by a boy, police said Thursday. The fire destroyed a mill.",
     "fire", "2021-05-04"),
    ("A bus crashed into a mill. The town learned Thursday who the driver was. It crashed at noon Tuesday.",
     "crash", "2021-05-04"),
    # who came to it came on its day
    ("A bus crashed into a mill in Lima. Officers responded about 2 a.m. Tuesday.", "crash", "2021-05-04"),
    # its own month, and the day in it that the text tells elsewhere
    ("A mill burned down in Lima last month. Firemen were called to the mill on April 12.", "burn down", "2021-04-12"),
    # not the day of the trial
    ("Bo Dahl was charged with murder Thursday in connection with a shooting at a shop on Tuesday.",
     "shoot", "2021-05-04"),
    ("A court will file no charges in the shooting of a boy. The boy was shot on April 20.", "shoot", "2021-04-20"),
    ("Bo Dahl was arrested Thursday, a day after he shot a friend in Lima.", "shoot", "2021-05-05"),
    # an hour without a day says nothing
    ("Ann Lee was murdered in the middle of the day on New Year's Eve.", "murder", "2020-12-31"),
    # days counted from the event are not its own
    ("Bo Dahl shot Ann Lee in her house. She had moved in three days earlier. Neighbours found her on Tuesday.",
     "shoot", "2021-05-04"),
    ("A teacher was shot in the chest Saturday, the sheriff's office announced in a press release Monday.",
     "shoot", "2021-05-01"),
    ("The family of a girl shot during a road incident Tuesday said she was well.", "shoot", "2021-05-04"),
    ("Police are searching for a man accused in the deadly shooting of a 17-year-old on Tuesday.",
     "shoot", "2021-05-04"),
    ("The shooting occurred around 5:30p.m. Tuesday at the bridge, deputies said.", "shoot", "2021-05-04"),
    ("Police spoke on Thursday of a break in Tuesday's early morning drive-by shooting on Hill Street.",
     "shoot", "2021-05-04"),
    # whoever is hurt may die of it days later; a weekday six days back may be the day after publication
    ("A man was shot in Lima earlier this month. He died Thursday. He was hurt in his car on Monday.",
     "shoot", "2021-05-03"),
    ("A man was shot in Lima. Two guns were found Saturday. A third was found on Monday.", "shoot", "2021-05-03"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "day"), MAIN)
def test_what_it_is_about_and_when_that_was(text: str, trigger: str, day: str) -> None:
    found = extract.reports(Article(text, published=PUBLISHED))
    main = found.reports[found.main if found.main is not None else 0]
    assert (main.trigger, main.when.likely_date) == (trigger, day)


@pytest.mark.parametrize(
    ("text", "trigger", "status", "day"),
    [
        ("Bo Dahl will be sentenced for the murder of Ann Lee on Monday.", "murder", "occurred", None),
        ("Bo Dahl will be sentenced for the murder of Ann Lee on Monday.", "sentence", "scheduled", "2021-05-10"),
        ("Bo Dahl will stand trial for the murder of Ann Lee.", "murder", "occurred", None),
        ("Soldiers will take part in an attack on the town.", "attack", "expected", None),
        ("A gang is to blame for the shooting of a child in Lima Tuesday.", "shoot", "occurred", "2021-05-04"),
    ],
)  # fmt: skip
def test_what_a_court_will_deal_with_has_been_done(text: str, trigger: str, status: str, day: str | None) -> None:
    report = the(trigger, text)
    assert (report.status, report.when.likely_date) == (status, day)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("It follows what appears to be a botched robbery in Lima Saturday evening.", ["2021-05-01"]),
        ("The talks are to be held on Monday.", ["2021-05-10"]),
        ("Four people were shot at Brook and Winter streets on Monday night.", ["2021-05-03"]),
        ("They live in Winter Park.", []),
    ],
)
def test_what_seems_is_no_plan_and_a_street_no_season(text: str, days: list[str]) -> None:
    assert [t.when.likely_date for t in dates.read(text, PUBLISHED, style="news")] == days


@pytest.mark.parametrize(
    ("text", "trigger", "likely"),
    [
        ("A mill fire claimed the life of Ann Lee on Tuesday.", "fire", "2021-05-04"),
        ("A shooting that left a boy with a wound Tuesday morning has been ruled an accident.", "shoot", "2021-05-04"),
        ("The fire was reported about 4 p.m. Tuesday at a mill.", "fire", "2021-05-04"),
        ("The king left Lima. The attack was condemned by the mayor on Tuesday.", "attack", None),
        ("Police have arrested Bo Dahl in connection with the mill fire on April 20.", "fire", "2021-04-20"),
        ("The mayor will mourn the men killed in Saturday's fatal fire in Lima.", "fire", "2021-05-01"),
    ],
)
def test_what_a_blow_did_and_that_it_was_reported_are_of_its_day(text: str, trigger: str, likely: str | None) -> None:
    assert the(trigger, text).when.likely_date == likely


@pytest.mark.parametrize(
    ("text", "trigger", "earliest"),
    [
        ("A town is in mourning after a mass shooting this weekend left many people hurt.", "shoot", "2021-05-01"),
        ("The talks are planned for this weekend.", "talk", "2021-05-08"),
    ],
)
def test_what_has_happened_is_not_of_the_weekend_ahead(text: str, trigger: str, earliest: str) -> None:
    found = extract.reports(Article(text, published="2021-05-03")).reports  # a Monday
    assert next(r for r in found if r.trigger == trigger).when.earliest == earliest


def test_a_text_counts_from_its_own_older_stamp() -> None:
    text = "LIMA, Ohio (May 3, 2021): A bar burned down early this morning."
    found = extract.reports(Article(text, published="2024-02-02")).reports
    assert [r.when.likely_date for r in found if r.trigger == "burn down"] == ["2021-05-03"]


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("Posted: 01/26/2021 1:24 PM A mill burned.", "2021-01-26"),
        ("Updated: Jan. 27, 2021 Published: Jan. 26, 2021 A mill burned.", "2021-01-26"),
        ("Posted: May 6, 2021 A mill burned.", PUBLISHED),  # a day's delay is none
        ("Posted: May 9, 2021 A mill burned.", PUBLISHED),
        ("A mill burned (May 3, 2019) and was rebuilt.", PUBLISHED),
        ("A mill burned.", PUBLISHED),
    ],
)
def test_the_stamp_of_a_text(text: str, published: str) -> None:
    assert as_written(Article(text, published=PUBLISHED)).published == published
