"""The days of reports: which words of a sentence date it, and how far what tense alone tells is bounded."""

from __future__ import annotations

import pytest

from timeline import extract
from timeline.model import Article, Report

PUBLISHED = "2021-05-07"  # a Friday


def reports(text: str) -> tuple[Report, ...]:
    return extract.reports(Article(text, published=PUBLISHED)).reports


def the(trigger: str, text: str) -> Report:
    return next(r for r in reports(text) if r.trigger == trigger)


# text, trigger -> earliest and latest day
CASES: list[tuple[str, str, str | None, str | None]] = [
    # a time of day with its day, a day that is counted and then named
    ("The quake struck at 1653 local time (2153 GMT) on Tuesday, near Lima.", "strike", "2021-05-04", "2021-05-04"),
    ("Two men were killed about 9:35 p.m. April 21.", "kill", "2021-04-21", "2021-04-21"),
    ("Ann Lee died more than two decades ago, in 1986.", "die", "1986-01-01", "1986-12-31"),
    ("Ann Lee died more than two decades ago.", "die", None, "2001-05-07"),
    ("Ann Lee resigned less than two weeks ago.", "resign", "2021-04-23", "2021-05-07"),
    ("Ann Lee was shot more than a week ago.", "shoot", None, "2021-04-30"),
    ("Bo Dahl, a leading Catholic of the 19th century, visited Chad.", "visit", None, "2021-05-07"),
    # what only says what a noun is like, or since when there was nothing like it
    ("Bo Dahl sold Ann Lee a Christmas card.", "sell", None, "2021-05-07"),
    ("Ann Lee, the 1950s film star, has died.", "die", None, "2021-05-07"),
    ("It was the worst fire in Lima since 1979.", "fire", None, "2021-05-07"),
    ("Ann Lee was named Person of the Week in 1995.", "name", "1995-01-01", "1995-12-31"),
    # verbs of different times do not share a day, blows side by side do
    ("Ann Lee was denied bail and will be sentenced on 29 May.", "deny", None, "2021-05-07"),
    ("Ann Lee was held and will be sentenced on 29 May.", "sentence", "2021-05-29", "2021-05-29"),
    ("Four men were killed and nine people were wounded on Monday.", "kill", "2021-05-03", "2021-05-03"),
    ("Ann Lee said the quake that rocked Lund in September last year, killing nine, was weak.", "kill",
     "2020-09-01", "2020-09-30"),
    # weekdays of a range are of one week, what has happened this week has happened by now
    ("Four men were killed between late Friday afternoon and Monday morning.", "kill", "2021-04-30", "2021-05-03"),
    ("Four men will meet between Saturday and Wednesday.", "meet", "2021-05-08", "2021-05-12"),
    ("A cyclone hit Chad this week.", "hit", "2021-05-02", "2021-05-07"),
    ("Ann Lee will visit Chad this week.", "visit", "2021-05-03", "2021-05-09"),
    # what came later is bounded on one side alone; of one day it may be the same
    ("In 2001 Ann Lee founded Acme and later sold it to Zeta.", "sell", "2001-01-01", "2021-05-07"),
    ("In 2001 Ann Lee returned to Acme and soon after became its head.", "become", "2001-01-01", "2021-05-07"),
    ("Ann Lee was shot on Monday and later died.", "die", "2021-05-03", "2021-05-07"),
    ("On Monday Ann Lee kissed a frog and then shot it.", "shoot", "2021-05-03", "2021-05-03"),
    # what is told had happened by the day of telling
    ("Police announced on May 2 that Ann Lee had been arrested.", "arrest", None, "2021-05-02"),
    ("Police announced on May 2 that Ann Lee had been arrested on 30 April.", "arrest", "2021-04-30", "2021-04-30"),
    # a name with a word for a day, the day of a crime that somebody is charged with
    ("Ann Lee was named Person of the Week on World News Tonight in 1995.", "name", "1995-01-01", "1995-12-31"),
    ("Ann Lee has charged three men in connection to the shooting of a 3-year-old girl in Lund on Wednesday.", "shoot",
     "2021-05-05", "2021-05-05"),
    # a decade before words that the parse takes for a verb
    ("Famous 1950s pin up star Ann Lee has died.", "die", None, "2021-05-07"),
    ("Ann Lee came to Lund in the 1950s.", "come", "1950-01-01", "1959-12-31"),
    # what had been before an act, and what was done to a thing that the act is about, are of other days
    ("Ann Lee accused Acme of fraud on Monday, and had fought the firm for years.", "fight", None, "2021-05-07"),
    ("Ann Lee met Bo Dahl on Monday and praised him.", "praise", "2021-05-03", "2021-05-03"),
    ("Chad has lifted all restrictions imposed last month.", "lift", None, "2021-05-07"),
    ("Chad lifted all restrictions last month.", "lift", "2021-04-01", "2021-04-30"),
    # what is singled out has been done, what is to come when somebody returns has not; a morning of no day
    ("Ann Lee is the second woman to be killed this year.", "kill", "2021-01-01", "2021-05-07"),
    ("It was the early hours of the morning when the Norwind Airlines flight arrived.", "arrive", None, "2021-05-07"),
    # any day of the weekend of a feast; what is resolved on a day is not done on it
    ("Five people were shot over the Thanksgiving weekend in Lima.", "shoot", "2020-11-26", "2020-11-29"),
    ("Five people were shot over the May 1st weekend in Lima.", "shoot", "2021-05-01", "2021-05-02"),
    ("Ann Lee decided Friday to step down, the king said.", "step down", "2021-05-07", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "earliest", "latest"), CASES)
def test_when_it_was(text: str, trigger: str, earliest: str | None, latest: str | None) -> None:
    when = the(trigger, text).when
    assert (when.earliest, when.latest) == (earliest, latest)


def test_what_follows_a_disaster_does_not_date_it() -> None:
    text = "A huge earthquake has devastated Haiti. Rescue workers from Peru travelled to Haiti on Wednesday to help."
    assert the("devastate", text).when.basis == "near_published"


def test_days_between_two_are_not_the_day_of_one_of_them() -> None:
    text = "Four men were killed in Lima between Friday and Monday. The latest killing happened Sunday afternoon."
    when = the("kill", text).when
    assert (when.earliest, when.latest) == ("2021-04-30", "2021-05-03")


def test_talks_far_below_are_other_talks() -> None:
    filler = " ".join(f"The board has {n} members." for n in range(60))
    text = f"Ann Lee and Bo Dahl have held talks on the dam. {filler} Carl Webb held talks with the king on Monday."
    assert the("talk", text).when.earliest is None


def test_who_braves_the_rain_to_protest_has_protested() -> None:
    text = "Hundreds of protesters braved the rain to protest against the new law in Lima on Friday."
    assert the("protest", text).status == "occurred"


def test_a_weekday_six_days_back_may_be_tomorrow() -> None:
    assert the("kill", "A woman was killed in Lima Saturday morning.").salience == "background"
    assert the("kill", "A woman was killed in Lima last Saturday morning.").salience == "main"


def test_a_plan_that_is_announced_stands() -> None:
    assert the("visit", "Ann Lee has planned to visit Lima on Monday.").salience == "main"
    assert the("visit", "Ann Lee plans to visit Lima on Monday.").salience == "main"
    assert the("visit", "Ann Lee agreed to visit Lima on 2 June.").salience == "main"


def test_what_is_bounded_by_a_count_of_weeks_has_a_date() -> None:
    assert the("arrest", "Police arrested Bo Dahl in Lima more than two weeks ago.").salience == "main"
    assert the("die", "Ann Lee died in Lima before 1861.").salience == "main"


def test_last_wednesday_on_a_friday_may_be_a_week_before() -> None:
    assert the("arrest", "Police arrested Bo Dahl in Lima last Wednesday.").salience == "background"
    assert the("arrest", "Police arrested Bo Dahl in Lima last Monday.").salience == "main"
    assert the("arrest", "Police arrested Bo Dahl in Lima on Wednesday.").salience == "main"


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Ann Lee was arrested Monday in the flat where Bo Dahl died.", "die"),
        ("The raid came on Monday as the Acme Club was closing.", "close"),
        ("Lima's mayor ordered the Acme Club closed through Wednesday.", "close"),
        ("Ann Lee had been in Lima on a business trip since 23 April.", "trip"),
        ("Ann Lee had planned to visit Lima on Monday.", "visit"),
        ("Chad vowed to attack Niger on Monday.", "attack"),
        ("Ann Lee was supposed to meet Bo Dahl on Friday.", "meet"),
        ("Bo Dahl praised Ann Lee's decision to step down Friday.", "step down"),
    ],
)
def test_a_day_that_need_not_be_its_own_makes_no_entry(text: str, trigger: str) -> None:
    assert the(trigger, text).salience == "background"


@pytest.mark.parametrize(
    ("text", "trigger", "status"),
    [
        ("Ann Lee is the second minister to resign this year.", "resign", "occurred"),
        ("Ann Lee will be the first woman to lead the bank.", "lead", "expected"),
        ("Ann Lee said she would speak when she returned to Oslo on Monday.", "return", "expected"),
        ("Ann Lee spoke when she returned to Oslo on Monday.", "return", "occurred"),
        ("The council is meeting and will issue a statement Sunday, the agency reported.", "meet", "ongoing"),
    ],
)
def test_what_has_happened_and_what_is_to_come(text: str, trigger: str, status: str) -> None:
    assert the(trigger, text).status == status


def test_the_arrest_of_one_man_is_not_dated_by_that_of_another() -> None:
    text = "Ann Lee was arrested for theft, the second such arrest at the club. Bo Dahl was arrested on Jan. 6."
    assert next(r for r in reports(text) if r.trigger == "arrest").when.earliest is None


@pytest.mark.parametrize(
    ("second", "basis", "likely"),
    [
        ("Her body was discovered on Tuesday in a hotel.", "near_published", "2021-05-07"),
        ("Bo Dahl, a singer, died on Tuesday.", "near_published", "2021-05-07"),
    ],
)
def test_another_act_does_not_date_a_death_that_has_come(second: str, basis: str, likely: str) -> None:
    when = the("die", f"Ann Lee, who once led Acme, has died in Oslo.\n{second}").when
    assert (when.basis, when.likely_date) == (basis, likely)


def test_the_end_of_something_else_does_not_date_an_act() -> None:
    text = "A shop in Lima was robbed, police said.\nThe shop is closed through Wednesday."
    assert the("rob", text).when.basis != "inherited"
