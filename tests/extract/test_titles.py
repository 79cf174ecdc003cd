"""Titles one would print, and who takes part, in sentences that are easily misread."""

from __future__ import annotations

import pytest

from timeline import extract
from timeline.model import Article, Report


def the(trigger: str, text: str) -> Report:
    found = extract.reports(Article(text, published="2021-05-05")).reports
    return next(r for r in reversed(found) if r.trigger == trigger)


def parts(report: Report) -> set[str]:
    return {f"{m.role}:{m.mention.name}" for m in report.mentions if m.role != "mentioned"}


# text, trigger, title
TITLES = [
    ("Kenyan and Chadian troops occupied the port on Monday.", "occupy", "Kenyan and Chadian troops occupy port"),
    ("The pact is long. It still has to be ratified by both parliaments.", "ratify", "Parliaments ratify pact"),
    ("Anna Berg was sworn in. She signed the first of dozens of decrees on Monday.", "sign", "Anna Berg signs decrees"),
    ("The senate approved the bill on 16 April, days after it passed the lower house.", "pass",
     "Bill passes lower house"),
    ("The premier of Peru met Chile’s minister. The pact holds since the leaders of Peru and Chile signed it in Lima.",
     "sign", "Leaders of Peru and Chile sign pact in Lima"),
    ("Lima was struck by a wave of exploding drones on 17 October, an attack that killed two.", "strike",
     "Wave of exploding drones strikes Lima"),
    ("Anna Berg and Bo Dahl held their first formal meeting on Monday.", "meet",
     "Anna Berg and Bo Dahl hold first formal meeting"),
    ("The lower house of the Chadian parliament voted on Tuesday to ratify the pact with Kenya.", "ratify",
     "Lower house of Chadian parliament ratifies pact with Kenya"),
    ("A Chilean tanker ran aground near Lima on Monday.", "run", "Chilean tanker runs aground near Lima"),
    ("Chad’s Unity Party won 88 of the 150 seats on Monday.", "win", "Unity Party wins 88 of 150 seats"),
    ("A ferry sank off Bergen on Monday.", "sink", "Ferry sinks off Bergen"),
    ("A measles outbreak that began in Lima has spread to Bergen, the mayor said on Monday.", "spread",
     "Measles outbreak spreads to Bergen"),
    ("Some 900 miners walked off the job on Monday.", "walk", "900 miners walk off job"),
    ("Chad’s opposition alliance won Sunday’s general election, partial results showed on Monday, ending years of rule "
     "by the Unity Party.", "win", "Chad’s opposition alliance wins general election"),
    ("Kenya and Nigeria will sign a pact during a trip to Lagos by Kenyan President William Ruto.", "trip",
     "William Ruto’s trip to Lagos"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "title"), TITLES)
def test_titles(text: str, trigger: str, title: str) -> None:
    assert the(trigger, text).title == title


# text, trigger, those in a role
PARTS = [
    ("The pact was signed by Presidents Anna Berg and Carlos Diaz on Monday.", "sign",
     {"party:Anna Berg", "party:Carlos Diaz"}),
    ("Carlos Diaz won. Maria Lopez stayed away. He signed a pact on Monday.", "sign", {"party:Carlos Diaz"}),
    ("Two of the poorest nations, Kenya and Chad, signed a pact on Monday.", "sign", {"party:Kenya", "party:Chad"}),
    ("Kenyan President William Ruto (left) and Chadian President Idriss Deby shake hands in Nairobi.", "shake",
     {"party:William Ruto", "party:Kenya", "party:Idriss Deby", "party:Chad"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "wanted"), PARTS)
def test_who_takes_part(text: str, trigger: str, wanted: set[str]) -> None:
    assert parts(the(trigger, text)) == wanted


def test_a_vote_to_ratify_is_the_ratification() -> None:
    text = "The lower house of the Chadian parliament voted on Tuesday to ratify the pact."
    assert "vote" not in {r.trigger for r in extract.reports(Article(text)).reports}


@pytest.mark.parametrize(
    ("text", "trigger"), [("They signed it on Monday.", "sign"), ("The offensive began.", "offensive")]
)
def test_what_makes_no_headline_says_so(text: str, trigger: str) -> None:
    assert any(cue.startswith("title.weak: ") for cue in the(trigger, text).cues)


def test_a_town_is_hit_as_its_state() -> None:
    assert "target:Ukraine" in parts(the("strike", "Drones struck Odesa again overnight."))


@pytest.mark.parametrize(
    ("text", "trigger", "title"),
    [
        ("Man accused of theft in Oslo", "accuse", "Man accused of theft in Oslo"),
        ("Shots fired in Lima park", "fire", "Shots fired in Lima park"),
        ("Nokia chairman and co-founder Ann Lee gave a speech on Monday.", "speech", "Ann Lee gives speech"),
        ("Ann Lee was awarded a prize on Monday.", "award", "Ann Lee awarded prize"),
        ("Bo Dahl was named coach of Malmo.", "name", "Bo Dahl named coach"),
        ("Maria Ruiz was shot point blank range in the head.", "shoot", "Maria Ruiz shot in head"),
        ("Acme Corp. agreed on Monday to sell its toy business to Nestle for $3 million in cash and shares next May.",
         "agree", "Acme Corp. agrees to sell toy business to Nestle for $3 million"),
        ("Presidents Ann Lee of Chad and Bo Dahl of Peru signed a plan.", "sign", "Ann Lee and Bo Dahl sign plan"),
        ("Airbus delivered the A380 superjumbo to Qantas.", "deliver", "Airbus delivers A380 superjumbo to Qantas"),
        ("The latest suit of General Motors against Ford was dropped.", "sue", "Suit of General Motors"),
        ("The mayor of Moscow allocated funds on Monday.", "allocate", "Mayor of Moscow allocates funds"),
        # What gives the words their sense is kept.
        ("Acme today unveiled its latest addition to the Zed line, the Zed nano.", "unveil", "Acme unveils Zed nano"),
        ("Acme announced on Monday the first generation of their products to use Zed chips.", "announce",
         "Acme announces first generation of products to use Zed chips"),
        ("Acme released a patch to fix a fault in its phones.", "release", "Acme releases patch to fix fault"),
        ("Acme announced on Monday that it will give owners of its new phone a free case in answer to complaints.",
         "announce", "Acme announces it will give owners of new phone a free case"),
        ("The mayor abolished one of the oldest tolls in Peru on Monday.", "abolish",
         "Mayor abolishes one of oldest tolls"),
        ("Ann Lee resigned on Monday from her post as head of Acme.", "resign",
         "Ann Lee resigns from post as head of Acme"),
        ("Acme announced a seamless integration of podcasting.", "announce",
         "Acme announces seamless integration of podcasting"),
        ("Ann Lee of Acme introduced the next generation of phones.", "introduce",
         "Ann Lee introduces next generation of phones"),
        ("Peru has forced Acme to lower its prices.", "force", "Peru forces Acme to lower prices"),
        ("A man shot Monday in Oslo has been identified as Bo Dahl.", "shoot", "Man shot in Oslo"),
        ("Ann Lee admitted on Monday that she had sold arms.", "admit", "Ann Lee admits she had sold arms"),
        ("Ann Lee received a five-year sentence on Monday.", "sentence", "Ann Lee receives five-year sentence"),
        ("A Lima man killed his mother and ex-girlfriend.", "kill", "Lima man kills mother and ex-girlfriend"),
        ("Bo Dahl turned himself in to Lima police.", "turn in", "Bo Dahl turns himself in to Lima police"),
        ("Hundreds of Egyptian police officers marched on Sunday.", "march",
         "Hundreds of Egyptian police officers march"),
        ("The U.S. Congress sent Ann Lee a $106 billion bill.", "send",
         "U.S. Congress sends Ann Lee $106 billion bill"),
        ("Bo Dahl had been hired to be head coach of the Reds.", "hire", "Bo Dahl hired to be head coach of the Reds"),
        ("Ann Lee has nominated Bo Dahl to be head of Acme.", "nominate",
         "Ann Lee nominates Bo Dahl to be head of Acme"),
        ("A Lima County Sheriff's Department deputy died on Friday.", "die",
         "Lima County Sheriff’s Department deputy dies"),
        ("Part of Russia's parliament approved the treaty.", "approve", "Part of Russia’s parliament approves treaty"),
        ("Ann Lee asked surgeon and correspondent Dr. Bo Dahl to leave.", "ask", "Ann Lee asks Bo Dahl to leave"),
        ("Gunfire erupted near Highway 66 in Lima on Monday.", "gunfire", "Gunfire near Highway 66"),
        ("Four men were shot outside a bar on Monday.", "shoot", "Four men shot outside bar"),
    ],
)  # fmt: skip
def test_titles_of_other_subjects(text: str, trigger: str, title: str) -> None:
    assert the(trigger, text).title == title


@pytest.mark.parametrize(
    ("text", "trigger", "lack"),
    [
        ("Photos died on Monday.", "die", "nobody and nothing is named"),
        ("Per Dahl was named on Tuesday.", "name", "what is given or made of them is not named"),
        ("A man was held after his father was shot on Monday.", "shoot", "whose relative it is is not told"),
        ("The House approval on Tuesday got nine votes.", "approve", "a bare noun"),
        ("Ann Lee has filed a lawsuit.", "sue", "what it is about is not named"),
        ("Police have arrested a man.", "arrest", "nobody and nothing is named"),
        ("@LimaPD killed Ann Lee on Monday.", "kill", "no plain words"),
        ("'Lasting' growth Bergen high school was closed on Monday.", "close", "no plain words"),
        ("Ann Lee was introduced on Monday.", "introduce", "as what or to whom is not told"),
    ],
)
def test_what_a_title_lacks(text: str, trigger: str, lack: str) -> None:
    assert f"title.weak: {lack}" in the(trigger, text).cues


@pytest.mark.parametrize(
    ("text", "trigger", "place"),
    [
        ("Two people were shot in the Avondale neighborhood on Monday.", "shoot", "Avondale"),
        ("Thousands of people in Germany marched on Monday.", "march", "Germany"),
        ("A rally began in the capital, Abuja.", "rally", "Abuja"),
    ],
)
def test_where(text: str, trigger: str, place: str) -> None:
    assert the(trigger, text).place == place
