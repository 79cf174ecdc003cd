"""Date phrases beside a noun or a speaker, and those that some other clause owns."""

from __future__ import annotations

import pytest

from timeline import extract
from timeline.model import Article, Report

PUBLISHED = "2021-05-07"  # a Friday


def the(trigger: str, text: str) -> Report:
    return next(r for r in extract.reports(Article(text, published=PUBLISHED)).reports if r.trigger == trigger)


@pytest.mark.parametrize(
    ("text", "trigger", "phrase"),
    [
        ("The 8 October gig was announced by Acme on Monday.", "announce", "Monday"),
        ("A girl home from out of town for Christmas was killed on Friday in Lima.", "kill", "Friday"),
        ("Shops readied themselves for Sunday.", "ready", None),
        ("The town braced for Friday.", "brace", None),
        ("The police were planning for Friday.", "plan", None),
        ("The rally prepared for Friday was held in Lima.", "prepare", "Friday"),
        ("Kenya prepared the launch for Friday.", "prepare", "Friday"),
        ("They had lost Bo Dahl and Ann Lee to injuries for the entire year.", "lose", None),
        ("Nearly 80 officers investigated Tuesday’s crime.", "investigate", None),
        ("The opposition won Sunday’s general election.", "win", "Sunday"),
        ("A man accused of a double murder at a Bergen house party in 2013 was freed.", "accuse", None),
        ("A man accused of a double murder at a Bergen house party in 2013 was freed.", "murder", "2013"),
        ("Five people were arrested and charged with crimes related to the incident that night.", "arrest", None),
        ("This was on Thursday, the day before Bo Dahl resigned.", "resign", None),
        ("Ann Lee, one of the stars of the 1940s and 1950s, died in her sleep, a friend said.", "die", None),
        ("The fire came after the conviction of Bo Dahl in the July 19, 2012, Lima theater shooting.", "convict", None),
        ("Bo Dahl was arrested for driving under the influence in Lima on Tuesday.", "arrest", "Tuesday"),
        ("The queen gave money to the DEC.", "give", None),
        ("The quake struck at 1653 (2153 GMT).", "strike", None),
        ("Ann Lee met the king in Lima in 1653.", "meet", "1653"),
        ("Ann Lee died in DEC 2020.", "die", "DEC 2020"),
        ("Ann Lee of Lima was charged with murder on Wednesday.", "charge", "Wednesday"),
        ("Ann Lee of Lima was convicted of arson Wednesday.", "convict", "Wednesday"),
        ("LIMA, May 2 (Fjord News) - Guests of a hotel fled a fire, police said.", "flee", None),
        ("14 March 2021 Lee's death is ruled a homicide by the coroner.", "rule", "14 March 2021"),
        ("14 March 2021 Lee's death is ruled a homicide by the coroner.", "die", None),
        ("Lund police have released a timeline of the April 18 murder-suicide.", "release", None),
        ("Bo Dahl has been charged for the deaths of Ann Lee and Di Roe in Lund Monday.", "charge", None),
        ("Chief Paula May spoke. Roger Dahl was arrested after the fire, according to May.", "arrest", None),
        ("Bo Dahl will host the awards again, the second time for the daytime talkshow star.", "host", None),
        ("Di Roe had parked her car when she was struck by a gray 2013 Toyota Camry in Lund.", "strike", None),
        ("Dahl was said to be the ninth victim of the year when he was killed on March 26.", "kill", "March 26"),
        ("Observers, who arrived on 2 May, praised the vote. Bo Dahl resigned.", "resign", None),
    ],
)  # fmt: skip
def test_whose_day_it_is(text: str, trigger: str, phrase: str | None) -> None:
    own = the(trigger, text).phrase
    assert (own.text if own is not None and the(trigger, text).when.basis != "inherited" else None) == phrase


def test_one_not_negates_two_verbs() -> None:
    assert the("ratify", "Chad has not signed or ratified the pact.").polarity == "negative"
    assert the("approve", "The drug had not been tested in and approved for Peru.").polarity == "negative"
    assert the("vow", "Ann Lee did not resign and vowed to stay.").polarity == "positive"


def test_the_content_of_a_rumour_is_denied_with_it() -> None:
    assert the("resign", "Bo Dahl denied rumours he is to resign.").claim == "denied"
    assert the("resign", "Bo Dahl heard rumours he is to resign.").claim != "denied"


def test_one_who_recovers_was_hurt_before() -> None:
    assert the("shoot", "A girl is recovering from being shot in a home on Monday.").status == "occurred"


def test_what_was_done_is_not_to_come() -> None:
    assert the("drown", "Two boys drowned over Memorial Day weekend at a lake in Chad.").salience == "background"


def test_what_a_clause_says_it_did_has_happened() -> None:
    text = "Police in Lima are investigating a shooting that left four people in hospital on Wednesday."
    assert the("shoot", text).status == "occurred"


def test_what_others_call_about_is_not_to_come() -> None:
    text = "People called the police after victims of the shooting knocked on their doors."
    assert the("shoot", text).status != "planned"


@pytest.mark.parametrize(
    ("headline", "title"),
    [
        ("Four people shot in Nansen Park", "Four people shot in Nansen Park"),
        ("Two officers shot at driver in Nansen Park", "Two officers shoot at driver in Nansen Park"),
    ],
)
def test_who_is_shot_does_not_shoot(headline: str, title: str) -> None:
    assert the("shoot", f"{headline}\n\nThe police came.").title == title


@pytest.mark.parametrize(
    "text",
    [
        "Police in Lima are investigating after one man was killed. He died in the fire that happened on Tuesday.",
        "One man was killed in Lima. The party turned violent early Tuesday.",
        "Two brothers were shot in Lima. It happened just before midnight Tuesday.",
    ],
)
def test_the_main_event_has_the_day_on_which_it_is_said_to_have_happened(text: str) -> None:
    found = extract.reports(Article(text, published=PUBLISHED))
    assert next(r for r in found.reports if r.ordinal == found.main).when.likely_date == "2021-05-04"


@pytest.mark.parametrize(
    ("text", "main"),
    [
        (
            "Sign in with your profile\n\nSign in using your account\n\n"
            "Why are we asking this?\n\nWelcome back. Please sign in.",
            None,
        ),
        ("Please sign in\n\nA bridge collapsed in Lima on Tuesday.", "collapse"),
        ("The mayor of Lima said the bridge is old.", "say"),
    ],
)
def test_a_page_that_asks_its_reader_to_sign_in_has_no_main_event(text: str, main: str | None) -> None:
    found = extract.reports(Article(text, published=PUBLISHED))
    assert (None if found.main is None else found.reports[found.main].trigger) == main


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("A court had blocked a planned strike in September.", "2020-09"),
        ("A court blocked a planned strike in September.", "2021-09"),
    ],
)
def test_the_past_perfect_looks_back(text: str, edtf: str) -> None:
    assert the("strike", text).when.edtf == edtf


def test_what_came_before_people_got_ready_is_not_counted_from_the_day_they_got_ready_for() -> None:
    text = "A day after President Bo Dahl stepped down, shops readied themselves for Sunday."
    assert the("step down", text).when.likely_date is None


def test_what_went_before_does_not_date_the_event_of_an_article() -> None:
    text = "The shooting took place on Elm Street in Lima. Ann Lee had met them while attending a New Year’s Eve event."
    found = extract.reports(Article(text, published="2021-01-01"))
    assert found.main is not None
    main = found.reports[found.main]
    assert (main.trigger, main.when.likely_date) == ("shoot", None)
