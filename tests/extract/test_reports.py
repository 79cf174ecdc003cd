from __future__ import annotations

from typing import Any

import pytest

from timeline import extract
from timeline.extract import lexicon
from timeline.model import Article, Report

PUBLISHED = "2021-05-05"  # a Wednesday


def reports(text: str, published: str | None = PUBLISHED) -> tuple[Report, ...]:
    return extract.reports(Article(text, published=published)).reports


def the(trigger: str, text: str, published: str | None = PUBLISHED) -> Report:
    return next(r for r in reports(text, published) if r.trigger == trigger)


def parts(report: Report) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for m in report.mentions:
        found.setdefault(m.role, set()).add(m.mention.name)
    return found


@pytest.mark.parametrize(("type_", "text", "trigger"), lexicon.examples())
def test_every_example_of_the_lexicon(type_: str, text: str, trigger: str) -> None:
    assert (trigger, type_) in {(r.trigger, r.type) for r in reports(text)}


# sentence, trigger -> what must hold of its report
CASES: list[tuple[str, str, dict[str, Any]]] = [
    # the date goes to the predicate it modifies
    ("The signing comes days ahead of the premier’s inauguration in Lima on May 20.", "inaugurate",
     {"earliest": "2021-05-20", "status": "scheduled", "place": "Lima"}),
    ("The signing comes days ahead of the premier’s inauguration in Lima on May 20.", "sign", {"earliest": None}),
    ("The envoy said on Monday that the port would open in 2023.", "say", {"earliest": "2021-05-03"}),
    ("Chad supplied tents for the war that Niger launched on its neighbor in 2019.", "supply", {"earliest": None}),
    ("Chad supplied tents for the war that Niger launched on its neighbor in 2019.", "war",
     {"earliest": "2019-01-01", "latest": None, "extent": "throughout", "status": "ongoing", "type": "ASSAULT"}),
    ("In 2018, it was the premier, an adviser on foreign affairs, who accused Peru of spying.", "accuse",
     {"earliest": "2018-01-01", "latest": "2018-12-31", "status": "occurred"}),
    # control, passives, conjuncts, light verbs
    ("Kenya’s president is set to visit Chad on May 9 to sign a trade pact.", "visit",
     {"earliest": "2021-05-09", "status": "scheduled", "type": "CONSULT"}),
    ("Kenya’s president is set to visit Chad on May 9 to sign a trade pact.", "sign",
     {"earliest": "2021-05-09", "status": "scheduled", "type": "AGREE"}),
    ("The pact, expected to be signed in Oslo on May 9, worries traders.", "sign",
     {"earliest": "2021-05-09", "status": "scheduled", "place": "Oslo"}),
    ("The two ministers held talks in Oslo on Monday.", "talk",
     {"earliest": "2021-05-03", "status": "occurred", "place": "Oslo", "type": "CONSULT"}),
    ("The October 2020 Arctic summit changed little.", "summit", {"earliest": "2020-10-01", "latest": "2020-10-31"}),
    # a clause of another time does not share the day; one that stands at a distance of days gets its own
    ("The pact entered into force on Monday, nearly two years after the kings signed it.", "enter",
     {"earliest": "2021-05-03", "type": "AGREE", "salience": "main"}),
    ("The pact entered into force on Monday, nearly two years after the kings signed it.", "sign",
     {"earliest": None, "salience": "background"}),
    ("The premier resigned on 4 May, two days after rebel fighters entered Lima.", "enter",
     {"earliest": "2021-05-02", "basis": "anchored_on_event", "type": "ASSAULT"}),
    ("Kenya’s envoy arrived two days before the vote on 20 April.", "arrive", {"earliest": "2021-04-18"}),
    ("Kenya’s envoy arrived two days before the vote on 20 April.", "vote", {"earliest": "2021-04-20"}),
    ("The leaders of Peru and Chile ended a three-day summit in Lima on Tuesday.", "summit",
     {"earliest": "2021-05-02", "latest": "2021-05-04", "extent": "throughout"}),
    ("Much depends on May 20, when the king returns to Oslo.", "return", {"earliest": "2021-05-20"}),
    ("Chile vowed on Monday to attack the port.", "attack", {"earliest": PUBLISHED, "status": "planned"}),
    # what is merely spoken of has not happened
    ("A visit by the king to Lima has been discussed for a year.", "visit",
     {"status": "planned", "certainty": "possible", "salience": "background"}),
    ("Peru hopes to sign the pact by June, possibly during a trip to Oslo by its premier.", "trip",
     {"status": "expected", "certainty": "possible", "salience": "background"}),
    ("Envoys had talked about a signing in Oslo in April.", "sign", {"status": "planned", "certainty": "possible"}),
    ("Chad’s premier ordered an inquiry into the leak on Monday.", "order",
     {"type": "LEGAL", "earliest": "2021-05-03", "salience": "main"}),
    ("Talks planned for April did not take place.", "talk", {"polarity": "negative"}),
    ("Chad’s parliament has not yet set a date for its own vote.", "vote",
     {"status": "planned", "polarity": "positive"}),
    ("Chile denies that it has armed Peru for the war in Niger.", "war", {"claim": "asserted"}),
    ("Niger allegedly crossed the border and bombed a village.", "bomb", {"claim": "alleged"}),
    ("The agency told members not to close borders or impose sanctions.", "sanction", {"polarity": "negative"}),
    # plans and what becomes of them
    ("The summit was postponed.", "summit", {"status": "postponed"}),
    ("The summit in Oslo was called off on Monday.", "summit", {"status": "cancelled"}),
    ("Kenya will host a summit in June.", "summit", {"status": "scheduled"}),
    ("Peru plans to buy six ships.", "buy", {"status": "planned"}),
    ("The army could strike the port.", "strike", {"status": "expected", "certainty": "possible", "claim": "forecast"}),
    ("The general has been fighting the rebels since 2019.", "fight", {"status": "ongoing"}),
    # hearsay
    ("Peru accused Chile of bombing a village.", "bomb", {"claim": "alleged"}),
    ("Chile denied that it bombed the village.", "bomb", {"claim": "denied"}),
    ("Chad, despite official denials, has supplied arms to Niger.", "supply",
     {"claim": "disputed", "status": "occurred"}),
    ("Chile reportedly bombed a village.", "bomb", {"claim": "alleged"}),
    # no more than the text gives
    ("The king fell ill. He died.", "die", {"basis": "near_published", "earliest": None, "latest": PUBLISHED}),
    ("The now-deposed king lives abroad.", "depose", {"basis": "tense_only", "earliest": None, "status": "occurred"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "wanted"), CASES)
def test_a_sentence(text: str, trigger: str, wanted: dict[str, Any]) -> None:
    report = the(trigger, text)
    got = {k: getattr(report.when, k) if hasattr(report.when, k) else getattr(report, k) for k in wanted}
    assert got == wanted


def test_roles_by_type() -> None:
    visit = the("visit", "Kenyan President Ann Otieno visited Chad on Monday.")
    assert "Ann Otieno" in parts(visit)["visitor"] and "Chad" in parts(visit)["host"]
    accuse = the("accuse", "Peru accused Chile of spying.")
    assert (parts(accuse)["accuser"], parts(accuse)["accused"]) == ({"Peru"}, {"Chile"})
    supply = the("supply", "Sweden has supplied tents to Chad.")
    assert (parts(supply)["supplier"], parts(supply)["recipient"]) == ({"Sweden"}, {"Chad"})
    bomb = the("bomb", "The town was bombed by Chile.")
    assert parts(bomb)["agent"] == {"Chile"}


def test_the_content_of_an_accusation_points_at_it() -> None:
    found = reports("Peru accused Chile of bombing a village.")
    content = next(r for r in found if r.trigger == "bomb")
    assert content.about is not None and found[content.about].trigger == "accuse"
    assert content.attributed_to == "Peru"


def test_a_story_goes_on_with_its_day() -> None:
    text = "On April 12 the rebels attacked the port. They burned two ships. The navy has not commented."
    burn = the("burn", text)
    assert (burn.when.earliest, burn.when.basis) == ("2021-04-12", "inherited")


def test_a_headline_is_read_by_the_text() -> None:
    text = "Norway to host summit\n\nNorway will host a summit on June 3. Ten states are invited."
    headline = next(r for r in reports(text) if r.zone == "headline")
    assert headline.status in ("scheduled", "planned")


def test_links_and_authors_are_not_read() -> None:
    text = (
        "Kenya signed a pact on Monday. It was raining.\n\nSEE ALSO: Peru bombs Chile\n\nAnn Lee is a reporter in Lima."
    )
    assert {r.trigger for r in reports(text)} <= {"sign", "rain"}


@pytest.mark.parametrize(
    ("text", "trigger", "title"),
    [
        ("Kenya and Chad signed a fishing pact on Monday.", "sign", "Kenya and Chad sign fishing pact"),
        ("Peru accused Chile of undermining trade talks.", "accuse", "Peru accuses Chile of undermining trade talks"),
        ("The now-deposed dictator Omar Bongo fled.", "depose", "Omar Bongo deposed"),
        ("Brazil did not lift the embargo.", "lift", "Brazil does not lift embargo"),
        ("Israel could strike the port.", "strike", "Israel could strike port"),
        ("The prime minister stepped down.", "step down", "Prime minister steps down"),
    ],
)
def test_titles(text: str, trigger: str, title: str) -> None:
    assert the(trigger, text).title == title


def test_the_main_report() -> None:
    text = "Kenya and Chad sign pact\n\nKenya and Chad signed a trade pact on Monday. Traders welcomed it. Peru waits."
    extraction = extract.reports(Article(text, published=PUBLISHED))
    assert extraction.main is not None and extraction.reports[extraction.main].trigger == "sign"


def test_without_publication_nothing_is_guessed() -> None:
    report = the("sign", "Kenya signed a pact.", None)
    assert (report.when.earliest, report.when.latest, report.when.likely_date) == (None, None, None)


def test_a_day_is_no_event() -> None:
    found = reports("The ministers will meet in Bern on March 3.", published=None)
    assert [r.trigger for r in found] == ["meet"]


@pytest.mark.parametrize(
    "text",
    ["Brazil and India signed a trade agreement in Lisbon.", "The deal was signed by Brazil and India in Lisbon."],
)
def test_what_is_signed_is_no_event_beside_the_signing(text: str) -> None:
    assert [r.trigger for r in reports(text)] == ["sign"]


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Ann Lee resigned as CEO of Acme Corp. on Monday.", {"agent: Ann Lee", "party: Acme Corp."}),
        ("Ann Lee resigned from her post as director of the Lund Institute on Monday.",
         {"agent: Ann Lee", "party: Lund Institute"}),
        ("Ann Lee was relieved of her duties as head of Acme Inc. on Monday.",
         {"target: Ann Lee", "party: Acme Inc."}),
        ("President Ann Lee stepped down as president of Chad on Monday.", {"agent: Ann Lee", "party: Chad"}),
        ("Peru's parliament replaced the Chadian president on Monday.", {"agent: Peru", "target: Chadian president"}),
    ],
)  # fmt: skip
def test_where_somebody_loses_a_post(text: str, parties: set[str]) -> None:
    report = next(r for r in reports(text) if r.type == "LEADERSHIP")
    assert {f"{m.role}: {m.mention.name}" for m in report.mentions if m.role != "mentioned"} == parties
