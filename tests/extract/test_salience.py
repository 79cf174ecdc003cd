"""What stays off the timeline: doubtful words, days counted from nowhere, plans whose day is another event's."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from timeline import extract
from timeline.extract import doubts
from timeline.model import Article, Report

RULES = tomllib.loads((files("timeline") / "rules" / "salience.toml").read_text("utf-8"))
PUBLISHED = "2021-05-05"  # a Wednesday


def the(trigger: str, text: str, published: str | None = PUBLISHED) -> Report:
    return next(r for r in extract.reports(Article(text, published=published)).reports if r.trigger == trigger)


def _is_of_a_game(sentence: str) -> bool:
    return any(doubts.is_of_a_game(t, sentence) for t in RULES["sport"]["triggers"] if t[:5] in sentence.lower())


JUDGES = {"sport": _is_of_a_game, "page": doubts.is_of_the_page, "title": doubts.is_broken}


@pytest.mark.parametrize("name", JUDGES)
def test_the_examples_of_the_rules(name: str) -> None:
    assert [s for s in RULES[name]["match"] if not JUDGES[name](s)] == []
    assert [s for s in RULES[name]["leave"] if JUDGES[name](s)] == []


@pytest.mark.parametrize(
    ("text", "trigger", "earliest", "basis"),
    [
        ("Police held Ann Lee around 1:30 a.m. May 1 on the bridge.", "hold", "2021-05-01", "completed_from_published"),
        ("Police arrested Ann Lee just before 4:30 p.m.", "arrest", None, "near_published"),
        ("Ann Lee was shot that night.", "shoot", None, "near_published"),
        ("On Sunday Ann Lee met the envoy. Bo Dahl was shot that night.", "shoot", "2021-05-02",
         "completed_from_published"),
        ("On Sunday Ann Lee met the envoy. Bo Dahl was arrested at 10:15 p.m.", "arrest", "2021-05-02", "inherited"),
    ],
)  # fmt: skip
def test_a_time_without_a_day_is_of_no_day_of_its_own(
    text: str, trigger: str, earliest: str | None, basis: str
) -> None:
    when = the(trigger, text).when
    assert (when.earliest, when.basis) == (earliest, basis)


@pytest.mark.parametrize(
    ("text", "trigger", "salience"),
    [
        ("Ann Lee of Bergen shot Bo Dahl on Monday.", "shoot", "main"),
        ("Ann Lee shot Bo Dahl with a pass for a touchdown on Monday.", "shoot", "background"),
        ("Norway and Chad signed a pact on Monday.", "sign", "main"),
        ("Embed x Share Norway and Chad signed a pact on Monday.", "sign", "background"),
        ("The council voted on Monday for a call on the king to enact the law.", "enact", "background"),
    ],
)
def test_doubtful_reports_are_background(text: str, trigger: str, salience: str) -> None:
    assert the(trigger, text).salience == salience


def test_an_act_is_of_the_day_of_the_event_it_took_place_in() -> None:
    text = "Police told of the shooting on Sunday in Bergen. Bo Dahl of Oslo was injured in the shooting."
    when = the("injure", text).when
    assert (when.edtf, when.basis) == ("2021-05-02", "inherited")


def test_a_writer_of_a_letter_tells_no_news() -> None:
    assert the("die", "My dad Bo Dahl died in Lima in 1946.").salience == "background"
    assert the("die", "Bo Dahl died in Lima in 1946.").salience == "main"


def test_the_day_of_a_stamp_is_no_day_of_the_story() -> None:
    report = the("arrest", "Minister held\n\nPosted 5/5/2021 11:11 PM\n\nPolice arrested Ann Lee over the fire.")
    assert report.when.basis == "near_published"


def test_a_doubt_is_told() -> None:
    report = the("sign", "Embed x Share Norway and Chad signed a pact on Monday.")
    assert "salience.doubt: words of the page in the sentence" in report.cues


@pytest.mark.parametrize(
    ("text", "trigger", "edtf"),
    [
        ("The old king died at home on 25 June aged 50.", "die", "2020-06-25"),
        ("Ann Lee must resign, the poster said, and Bo Dahl quit on Friday.", "quit", "2021-04-30"),
        ("Ann Lee of Bergen died on Jan. 5.", "die", "2021-01-05"),
        ("The king will not sign before the vote, but Bo Dahl went to Lima on 25 June.", "go", "2020-06-25"),
    ],
)
def test_the_tense_of_the_verb_turns_a_bare_day(text: str, trigger: str, edtf: str) -> None:
    assert the(trigger, text).when.edtf == edtf


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Chartered flights evacuating tourists from Lima will run again on Thursday.", "evacuate"),
        ("Police have arrested Bo Dahl, who opened fire on a car, injuring eight people on Saturday.", "injure"),
        ("The sheriff did not know how Ann Lee was shot.", "shoot"),
        ("The king was forced to sign the pact on Monday.", "force"),
        ("Officials have said Long killed two officers on Sunday.", "kill"),
        ("Police allege Bo Dahl, 61, opened fire at a party on Sunday.", "open"),
        ("The king pressured Ann Lee in May to fire her deputy.", "fire"),
        ("Bo Dahl has been arrested eight times since 2008.", "arrest"),
        ("Ann Lee, shot in the neck, remained in a clinic on Friday.", "shoot"),
        ("The paper caught Ann Lee registering to meet the king in May 2005.", "meet"),
    ],
)
def test_what_a_reader_would_not_put_on_a_timeline(text: str, trigger: str) -> None:
    assert {
        r.salience for r in extract.reports(Article(text, published=PUBLISHED)).reports if trigger.startswith(r.trigger)
    } <= {"background"}


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Lee got his post in 1956, He was born in Lima, and fought the war of 1956.", "fight"),
        ("Ann Lee was named coach of the year in 2001.", "name"),
        ("On Monday the staff of Acme hired a helicopter.", "hire"),
        ("On Monday Ann Lee signed memorabilia in Lima.", "sign"),
        ("Ann Lee of Chad faced impeachment in 2001.", "impeachment"),
        ("Norway has funded Chad over the years.", "fund"),
        ("Ann Lee went to Lima on Monday. Bo Dahl was arrested previously.", "arrest"),
        ("Fear brought to near-collapse the clinics of Lima this week.", "collapse"),
        ("Ann Lee died on Monday aged 50 in Oslo.", "age"),
        ("On Monday Ann Lee was visiting her sister in Lima.", "visit"),
        ("Bo Dahl of Acme shot Ann Lee of Zeta on Monday, leaving her paralysed.", "leave"),
        ("An argument spilled out into the streets of Bergen on Monday.", "spill out"),
        ("The former Fjord Bank number two died on Monday.", "die"),
        ("Bo Dahl would be the third man arrested in Bergen.", "arrest"),
        ("The shooting injured four in Bergen on Monday.", "injure"),
        ("Bo Dahl rose in 1990, 1991, 1995 and 1996 and was elected mayor of Bergen in 2001.", "elect"),
        ("LEE: Bo Dahl is here. DAHL: It is cold. LEE: He was arrested on Monday. DAHL: Where?", "arrest"),
    ],
)
def test_other_senses_and_broken_sentences_are_background(text: str, trigger: str) -> None:
    found = extract.reports(Article(text, published=PUBLISHED)).reports
    assert {r.salience for r in found if r.trigger.startswith(trigger)} <= {"background"}


@pytest.mark.parametrize(
    ("text", "trigger", "title"),
    [
        ("A boy died in an accident on New Year's Eve.", "die", "Boy dies in accident"),
        ("Police arrested Bo Dahl on Monday.", "arrest", "Police arrest Bo Dahl"),
        ("Bo Dahl was arrested on suspicion of driving too fast.", "arrest", "Bo Dahl arrested"),
        ("A LARGE fire broke out in Bergen on Monday.", "fire", "Large fire in Bergen"),
    ],
)
def test_titles_leave_out_when_and_shouting(text: str, trigger: str, title: str) -> None:
    assert the(trigger, text).title == title


@pytest.mark.parametrize(
    ("text", "trigger", "earliest"),
    [
        ("Lima police arrested Bo Dahl in the 1967 killings of two girls.", "arrest", None),
        ("Police arrested seven men, including two on Monday.", "arrest", None),
        ("LIMA, Ohio (May 3, 2021) — A house burned late Sunday.", "burn", "2021-05-02"),
    ],
)
def test_a_day_of_something_else_dates_no_act(text: str, trigger: str, earliest: str | None) -> None:
    assert the(trigger, text).when.earliest == earliest


@pytest.mark.parametrize(
    ("text", "trigger", "acting"),
    [
        ("On Monday Acme received criticism for its phones.", "criticize", [("target", "Acme")]),
        ("A Mafia boss was arrested on Monday.", "arrest", []),
        ("On Monday owner Bo Dahl met Ann Lee in Lima.", "meet", [("party", "Ann Lee"), ("party", "Bo Dahl")]),
    ],
)
def test_who_takes_part(text: str, trigger: str, acting: list[tuple[str, str]]) -> None:
    report = the(trigger, text)
    assert sorted((m.role, m.mention.name) for m in report.mentions if m.role != "mentioned") == acting


def test_a_conversation_that_is_struck_up_strikes_nobody() -> None:
    assert the("strike up", "On Monday Ann Lee struck up a conversation with Bo Dahl.").type == "CONSULT"


def test_a_quake_assaults_nobody() -> None:
    assert the("strike", "A strong quake struck Chile in March.").type == "DISASTER"


def test_what_is_no_part_of_a_name_and_what_is_nobody() -> None:
    mentions = the("meet", "Without Ann Lee the king met Bo Dahl on Monday.").mentions
    assert not any(m.mention.name.startswith("Without") for m in mentions)
    assert the("arrest", "The man -- police said Maj. Bo Dahl was arrested on Monday.").title == "Bo Dahl arrested"
