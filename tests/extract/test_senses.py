"""What a verb means by what stands with it."""

from __future__ import annotations

import pytest

from timeline import extract
from timeline.model import Article


@pytest.mark.parametrize(
    ("text", "trigger", "type_"),
    [
        ("Lima police named Bo Dahl as a suspect on Monday.", "name", "LEGAL"),
        ("Ann Lee was found guilty on Monday of fraud.", "find", "LEGAL"),
        ("Ann Lee was found ill on Monday.", "find", "OTHER"),
        ("Ann Lee will be tried on 2 September.", "try", "LEGAL"),
        ("Ann Lee tried her luck on Monday.", "try", "OTHER"),
        ("Acme named Bo Dahl as its head on Monday.", "name", "LEADERSHIP"),
        ("Bo Dahl was named on the news on Monday.", "name", "STATEMENT"),
        ("Bo Dahl was booked into Lima prison on Monday.", "book", "COERCE"),
        ("Acme withdrew its offer to Bo Dahl on Monday.", "withdraw", "REJECT"),
        ("The rebels withdrew from the town on Monday.", "withdraw", "RETREAT"),
        ("A coroner released her findings on Monday.", "release", "STATEMENT"),
        ("Bo Dahl joined the fire department of Lima in 2016.", "join", "OTHER"),
        ("Chad joined the alliance in 2016.", "join", "COOPERATE"),
        ("Egypt slaughtered herds of pigs on Monday.", "slaughter", "OTHER"),
        ("Bo Dahl has been relieved of his duties as head coach.", "relieve", "LEADERSHIP"),
        ("Chad relieved the town on Monday.", "relieve", "AID"),
        ("The court struck down a rule on whales on Monday.", "strike down", "LEGAL"),
        ("The court struck down a licence for a mine on Monday.", "strike down", "LEGAL"),
        ("The ruling ended a long legal battle on Monday.", "legal battle", "LEGAL"),
        ("The flu killed a million people in 1968.", "kill", "DISASTER"),
        ("The collapse highlighted the role of radio.", "highlight", "STATE"),
        ("Kenyan teachers ended a two-week strike on Monday.", "strike", "PROTEST"),
        ("The air force ended a two-week strike on Monday.", "strike", "ASSAULT"),
        ("The port retired its ferries in March.", "retire", "OTHER"),
        ("Acme retired its chief engineer in March.", "retire", "LEADERSHIP"),
        ("Ann Lee inaugurated a bridge in March.", "inaugurate", "OTHER"),
        ("Chad eased its monetary policy in March.", "ease", "OTHER"),
        ("Chad eased sanctions on Niger in March.", "ease", "CONCEDE"),
        ("Bo Dahl was slated to install a pump in March.", "install", "OTHER"),
        ("Scanners were installed in Lima in March.", "install", "OTHER"),
        ("The rebels installed a new president in March.", "install", "LEADERSHIP"),
        ("Kenya fined Acme 30 million dollars in March.", "fine", "SANCTION"),
        ("Ann Lee was struck by a gray 2013 Zedda Camper on Monday.", "strike", "DISASTER"),
        ("Ann Lee was hit by a Volvo in Lima on Monday.", "hit", "DISASTER"),
        ("Ann Lee was hit by Betty Ford in Lima on Monday.", "hit", "OTHER"),
        ("Ann Lee was hit by Bo Dahl in Lima on Monday.", "hit", "OTHER"),
        ("Bo Dahl, accused in the deaths of two women, appeared in court on Monday.", "appear", "LEGAL"),
        ("Bo Dahl appeared in a film on Monday.", "appear", "STATE"),
        ("A strong quake struck Chile in March.", "strike", "DISASTER"),
    ],
)
def test_senses(text: str, trigger: str, type_: str) -> None:
    found = extract.reports(Article(text, published="2021-05-05")).reports
    assert [r.type for r in found if r.trigger == trigger] == [type_]
