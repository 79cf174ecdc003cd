"""Which reports an analyst finds on the timeline, and when and how they are told there."""

from __future__ import annotations

import pytest

from timeline import extract
from timeline.model import Article, Report

PUBLISHED = "2021-05-05"  # a Wednesday


def reports(text: str) -> tuple[Report, ...]:
    return extract.reports(Article(text, published=PUBLISHED)).reports


def the(trigger: str, text: str) -> Report:
    return next(r for r in reports(text) if r.trigger == trigger)


# text, the titles of what stands on the timeline
MAIN = [
    # acts that have no type of their own make news where somebody named does them to something
    ("Kenya Airways opened a hangar in Mombasa on Monday.", ["Kenya Airways opens hangar in Mombasa"]),
    ("Anna Berg beat Lucia Moreno on Sunday.", ["Anna Berg beats Lucia Moreno"]),
    ("The senator walked to the harbour on Monday.", []),
    # an occasion at which something else was done is not told of
    ("Kenya Airways unveiled a seaplane at the Nairobi Air Conference on Monday.",
     ["Kenya Airways unveils seaplane"]),
    ("Nordlys Energy said on Tuesday it had agreed to buy its rival Vindkraft.",
     ["Nordlys Energy agrees to buy rival Vindkraft"]),
    # a blow to anybody anywhere; an occasion that is told by what it is about
    ("The mayor spoke of the shooting of a girl on Monday.", []),
    ("The conference on ocean plastics will be held on 4 June.", ["Conference on ocean plastics"]),
    ("Vincent Dahl has an arraignment set for May 17 in court.", []),
    ("Herself checked into Oslo Clinic on Monday.", []),
    # people without names
    ("Gunmen attacked a bus near Lima on Monday. Three passengers were injured.",
     ["Gunmen attack bus near Lima"]),
    ("Gunmen attacked a bus near Lima on Monday. Three passengers were injured in the attack.",
     ["Gunmen attack bus near Lima", "Three passengers injured in attack"]),
    # behind the lead without a day of its own
    ("Gunmen attacked a bus near Lima on Monday.\n\nThe driver spoke to reporters. Three passengers were injured.",
     ["Gunmen attack bus near Lima"]),
    ("The king seized power in 2005.", []),
    ("Ann Lee said in a Saturday phone call to Bo Dahl that she was pleased.", []),
    ("Ann Lee cancelled a trip to Peru on Monday.", ["Ann Lee’s trip to Peru"]),
    # what is said of a thing in passing; nobody in particular is looked for
    ("The virus which the Oslo Health Board warned today has the potential to cause harm spread.", []),
    ("Peru police were searching on Wednesday for the person who shot four people.", []),
    ("The sheriff praised Ann Lee and held the man who they say hit and killed a woman on Monday.", []),
    ("They praised the Jackson 5. It is a tribute to Jackson, who died last week.", []),
    ("By the end of the month, 8-year-old Ann Lee was shot to death.", ["Ann Lee shot to death"]),
    ("Ann Lee punched the air on Monday.", []),
    ("Bo Dahl was cleaning his handgun on Wednesday when it went off.", []),
    ("Jan Brewer spoke. They fought a controversial law Brewer signed in April.", []),
    ("The 7.0-magnitude tremor struck on Tuesday.", []),
    ("Carl Dahl had been charged after the May 1 shooting death of Ann Lee, 14, at Mr. Dahl's residence.",
     ["Carl Dahl charged", "Death of Ann Lee"]),
    # a day, a death or "the same block" that the parse takes for who did it, whom and where
    ("The Lund junior was shot by another 16-year-old Sunday, April 12 at an apartment complex.", []),
    ("Two teenage boys were shot on the same block on Monday.", []),
    # the parse lost the town; a list says where it was, not who did it
    ("Early on April 6, the town of LEriva, central Italy, was struck by a strong earthquake.", []),
    ("7) Peru in 2004 - killing nine people.", []),
    ("The director of the museum resigned on Monday.", ["Director of museum resigns"]),
    # the lead of an article, whatever its type
    ("Ann Lee has checked into a clinic. She had sung in Bergen.", ["Ann Lee checks into clinic"]),
    ("Ann Lee has spent ten years in Oslo. She had sung in Bergen.", []),
    # what strikes is a disaster with those that it strikes
    ("A tremor shook Peru on Sunday.", ["Tremor shakes Peru"]),
    ("Pedro Salas apologised on Tuesday.", ["Pedro Salas apologises"]),
    ("Carlos Diaz was elected in July 2019.", ["Carlos Diaz elected"]),
    ("A presidential election is due on 18 June.", ["Presidential election"]),
    # no entries: habits, columns of anniversaries, clauses that say when, objects that say nothing
    ("Ann Lee and Bo Dahl sing with a choir today.", []),
    ("On this day in 1790 the Norwegian parliament met in Oslo.", []),
    ("As Ann Lee opened the Bergen museum, she praised the king.", []),
    ("Norwegian parliament adopted a decision on Monday.", []),
    ("Chad forced Niger on Monday.", []),
]  # fmt: skip


def test_a_purpose_in_the_text_takes_nothing_back_of_the_headline() -> None:
    text = "Acme sues Zeta over name\n\nThe two have long been rivals. This was the reason for Acme to sue Zeta."
    assert next(r for r in reports(text) if r.trigger == "sue" and r.zone == "headline").status == "occurred"


@pytest.mark.parametrize(("text", "titles"), MAIN)
def test_what_stands_on_the_timeline(text: str, titles: list[str]) -> None:
    assert [r.title for r in reports(text) if r.salience == "main"] == titles


# text, trigger, when it was
DATES = [
    ("Fjord Motors released the 2011 version of its van on Monday.", "release", "2021-05-03"),
    ("Ann Lee founded a bank, but her last job was in Oslo in 2005.", "found", "../2021-05-05"),
    ("Ann Lee told reporters that it was quiet in Oslo on Monday.", "tell", "../2021-05-05"),
    ("Two days earlier a landslide had killed nine people.", "kill", "2021-05-03"),
    ("Nine people died when a ferry sank on Monday.", "die", "2021-05-03"),
    ("Ann Lee was injured on Monday morning when a rock hit her car.", "injure", "2021-05-03"),
    ("The navy foiled an attack on ships passing the gulf on Monday.", "foil", "2021-05-03"),
    ("A boy was shot by a neighbour Friday night, police said.", "shoot", "2021-04-30"),
    ("Court fines Ann Lee\n\nA court fined Ann Lee on Monday. She resigned in 2019.", "resign", "2019"),
]


@pytest.mark.parametrize(("text", "trigger", "edtf"), DATES)
def test_when_it_was(text: str, trigger: str, edtf: str) -> None:
    assert the(trigger, text).when.edtf == edtf


# text, trigger, type
TYPES = [
    ("Eight people were killed when the stand collapsed.", "kill", "DISASTER"),
    ("Eight people were killed when rebels attacked.", "kill", "ASSAULT"),
    ("A bus crashed near Lima, killing nine people.", "kill", "DISASTER"),
    ("Ann Lee talked about her faith on Monday.", "talk", "STATEMENT"),
    ("Ann Lee talked with the envoy on Monday.", "talk", "CONSULT"),
    ("Fewer people filed for benefits in May.", "file", "OTHER"),
    ("The firm filed a lawsuit in May.", "sue", "LEGAL"),
    ("The court ruled on the border in 2020.", "rule", "LEGAL"),
    ("The firm recalled 300 cars in May.", "recall", "OTHER"),
    ("A patient was lifted onto a boat on Monday.", "lift", "OTHER"),
]


@pytest.mark.parametrize(("text", "trigger", "type_"), TYPES)
def test_types_that_depend_on_what_stands_by(text: str, trigger: str, type_: str) -> None:
    assert the(trigger, text).type == type_


# text, trigger, title
TITLES = [
    ("The would-be king left Oslo.", "leave", "Would-be king leaves Oslo"),
    ("iTell released a phone on Monday.", "release", "iTell releases phone"),
    ("The Bergen Wolves lost a striker on Sunday.", "lose", "Bergen Wolves lose striker"),
    ("The United Nations opened a bureau in Oslo on Monday.", "open", "United Nations opens bureau in Oslo"),
]


@pytest.mark.parametrize(("text", "trigger", "title"), TITLES)
def test_titles(text: str, trigger: str, title: str) -> None:
    assert the(trigger, text).title == title


def test_a_headline_of_a_plan_is_not_read_by_what_was_before() -> None:
    text = "Ann Lee to host gala in Oslo\n\nAnn Lee hosted the gala in 2003, too."
    assert next(r for r in reports(text) if r.zone == "headline" and r.trigger == "host").when.edtf != "2003"
