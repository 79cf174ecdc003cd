"""Sentences that a parse misreads, and words that mean something else: none of them is put on a timeline."""

from __future__ import annotations

import pytest

from timeline import extract
from timeline.model import Article, Report

PUBLISHED = "2021-05-05"  # a Wednesday


def read(text: str) -> tuple[Report, ...]:
    return extract.reports(Article(text, published=PUBLISHED)).reports


def salience(trigger: str, text: str) -> set[str]:
    return {r.salience for r in read(text) if r.trigger == trigger}


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("On Monday Bo Dahl shot and killed Judge Ann Lee; a clerk, Di Roe; and Sgt.\nPer Berg.", "kill"),
        (
            "The Indian navy captured 23 pirates who held a merchant vessel in the lawless waters of the Gulf of Aden "
            "and a German naval helicopter foiled another raid Monday on a freighter off Yemen.",
            "foil",
        ),
        ("An arrest was made in a bar shooting that left five people injured Sunday morning.", "injure"),
        ("On Monday President Bo Dahl joined several agencies in saying that the aid is late.", "join"),
        ("4-year-old boy, woman shot in Lima\n\nThe hunt goes on.", "shoot"),
        (
            "Chadians marched on Monday calling for President Bo Dahl to resign after being in power since 1998.",
            "resign",
        ),
        ("Police found two guns.\n\nMan arrested in Bergen robbery\n\nThe hunt goes on.", "arrest"),
        ("Video of Ann Lee of Bergen killed in a raid was shown on Monday.", "kill"),
        ("Bo Dahl of Malmo had his old jersey retired on Feb. 6, 1995.", "retire"),
        ("Along with gifts, Ann Lee was flooded with letters.", "flood"),
        ("Tensions exploded between Chad and Peru last month.", "explode"),
        ("Ann Lee hosted the show in 2007, for which she received an Emmy nomination.", "nominate"),
        ("The ship was escorting five trawlers. Ann Lee of Bergen was crossing the strait.", "escort"),
        ("The curfew began on Monday. The radio said the curfew was too hard on Chad.", "curfew"),
        ("Ann Lee was present at a 1972 meeting with Bo Dahl.", "meet"),
        ("A Chilean warship, CNS Zeta deployed in the Gulf of Aden attacked two boats of pirates on Monday.", "deploy"),
        ("Soldiers stood outside burned out shops in Lima on Monday.", "burn out"),
        ("Money donated to Oxfam is spent on food in Chad.", "donate"),
        ("The warship Zeta struck yet another blow at piracy on Monday.", "strike"),
        ("As fights erupted in Lima, nine men were held on Monday.", "erupt"),
        ("Apparent fissures in the regime of Chad resigned their posts on Monday.", "resign"),
        ("Ann Lee was voted the funniest of all on Monday.", "vote"),
        ("Ann Lee was hurt on Monday while investigating an attack on Bo Dahl.", "investigate"),
        ("The name of the flu led Peru to ban imports of pork.", "ban"),
        ("Even Ann Lee of Bergen had to admit things were good.", "admit"),
        ("Peru has seen war since 1991 and Chad is still fighting the rebels.", "fight"),
        ("A 15-year-old girl, a 17-year-old boy and a 19-year-old man were hurt on Monday.", "hurt"),
        ("The storm was strong. Ann Lee left. It was late.\n\nThe storm destroyed nine homes in Lima.", "destroy"),
        ("Ann Lee left Lima. She met Bo Dahl.\n\nJanuary 1997 Lima flood: Homes under water\n\nIt rained.", "flood"),
        ("Bo Dahl passed the record of 4,051 yards in the second quarter.", "pass"),
        ("Both Ann Lee and Bo Dahl complained cars on Monday.", "complain"),
        ("Satellite image of Lima, Peru taken on 3 May.", "take on"),
        ("Three other men were wounded on Monday.", "wound"),
        ("Japan plans to launch a second probe in 2027. The first has reached a comet.", "investigate"),
        ("Bo Dahl, who set up the charity Yela, and Ann Lee were among the guests in Lima.", "set up"),
    ],
)
def test_no_entry_of_a_timeline(text: str, trigger: str) -> None:
    assert [r.salience for r in read(text) if r.trigger == trigger][-1] == "background"


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("On Monday Bo Dahl shot and killed Judge Ann Lee in Bergen.", "kill"),
        ("A man was arrested in the Bergen robbery on Monday", "arrest"),
        ("Bo Dahl, 28, and Di Roe, 32, were detained on Monday.", "detain"),
        ("Ann Lee admitted on Monday that she had sold arms.", "admit"),
        ("Acme bought a ship on Monday, and Zeta sold one.", "buy"),
        ("Ann Lee met Bo Dahl. A shooting happened on Monday in Lima.", "shoot"),
        (
            "Riot police in Lima surrounded a school on Monday. Ann Lee of Acme handed over power on Tuesday.",
            "hand over",
        ),
        ("A boiler exploded in Lima on Monday, killing Bo Dahl.", "explode"),
        ("Ann Lee met Bo Dahl at a hotel in Oslo on Monday.", "meet"),
    ],
)
def test_entries_that_look_like_them(text: str, trigger: str) -> None:
    assert salience(trigger, text) == {"main"}
