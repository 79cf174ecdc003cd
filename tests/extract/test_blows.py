"""Whether somebody did it to somebody: violence, accident, arrest, release, and people among themselves."""

from __future__ import annotations

import pytest

from timeline import extract
from timeline.model import Article, Report


def the(trigger: str, text: str) -> Report:
    return next(r for r in extract.reports(Article(text, published="2021-05-05")).reports if r.trigger == trigger)


@pytest.mark.parametrize(
    ("text", "trigger", "type_"),
    [
        ("A just-sacked cook crashed the staff party in Lima on Monday, killing the manager.", "crash", "OTHER"),
        ("A just-sacked cook crashed the staff party in Lima on Monday, killing the manager.", "kill", "ASSAULT"),
        ("A man was killed by accidental gunfire on Monday.", "kill", "DISASTER"),
        ("A woman was shot in a hunting accident in Lund on Sunday.", "shoot", "DISASTER"),
        ("A bus crashed into a wall in Lima on Monday, killing the driver.", "kill", "DISASTER"),
        ("Ann Lee, 17, died in an April 28 shooting in Lima.", "die", "ASSAULT"),
        ("Ann Lee died of gunshot wounds on Monday.", "die", "ASSAULT"),
        ("Ann Lee died of a self-inflicted gunshot wound on Monday.", "die", "DISASTER"),
        ("Ann Lee died after a heart attack on Monday.", "die", "DISASTER"),
        ("Ann Lee died in the war in 1944.", "die", "DISASTER"),
        ("Ann Lee died of cancer on Monday.", "die", "DISASTER"),
        ("Ann Lee was shot in the side and taken to Lima Hospital, where she died at noon Monday.", "die", "ASSAULT"),
        ("Ann Lee was shot on Sunday in Lima and died in hospital on Monday.", "die", "ASSAULT"),
        ("Ann Lee was stabbed on Sunday in Lima. She died in hospital on Monday.", "die", "ASSAULT"),
        ("A girl has died after being shot in a Lima home on Monday.", "die", "ASSAULT"),
        ("Ann Lee died two days after a man shot her in Lima.", "die", "ASSAULT"),
        ("Ann Lee was shot in Lima in 2010. She died of cancer on Monday.", "die", "DISASTER"),
        ("Ann Lee was accidentally shot on Sunday in Lima and died on Monday.", "die", "DISASTER"),
        ("Ann Lee was stabbed on Sunday. A driver died on Monday in Lima.", "die", "DISASTER"),
        ("Three men were shot in Lima. Bo Dahl, 22, was pronounced dead on Monday.", "pronounce", "ASSAULT"),
        ("A man has died in a shooting in Lima. Bo Dahl was pronounced dead at noon Monday.", "pronounce", "ASSAULT"),
        ("Bo Dahl suffered gunshot wounds. He was pronounced dead at noon Monday.", "pronounce", "ASSAULT"),
        ("Bo Dahl was pronounced dead at the scene on Monday after his car hit a tree.", "pronounce", "DISASTER"),
        ("The plan was pronounced dead on Monday.", "pronounce", "OTHER"),
        ("The driver was pronounced dead on Monday.", "pronounce", "DISASTER"),
        ("The court pronounced Bo Dahl guilty on Monday.", "pronounce", "OTHER"),
        ("Bo Dahl was armed with a replica.", "arm", "STATE"),
        ("Chad armed the rebels with rifles on Monday.", "arm", "AID"),
        ("Members of the community gathered at a school on Monday to offer prayers.", "gather", "OTHER"),
        ("Bo Dahl was found shot dead in his car on Monday.", "find", "ASSAULT"),
        ("Bo Dahl was found dead in his car on Monday.", "find", "OTHER"),
        ("A woman was killed in an accidental shooting Saturday in Lima.", "kill", "DISASTER"),
        ("A woman was killed in a drive-by shooting Saturday in Lima.", "kill", "ASSAULT"),
        ("A boy was killed when a gun accidentally discharged on Monday in Lima.", "kill", "DISASTER"),
        ("Bo Dahl accidentally shot his wife in Lima on Monday.", "shoot", "DISASTER"),
        ("The British raided Benin in 1897.", "raid", "ASSAULT"),
        ("Chadian troops raided a village in Niger on Monday.", "raid", "ASSAULT"),
        ("A bomb exploded in Lima on Monday, killing nine people.", "explode", "ASSAULT"),
        ("A bomb exploded in Lima on Monday, killing nine people.", "kill", "ASSAULT"),
        ("A gas tank exploded in Lima on Monday, killing nine people.", "kill", "DISASTER"),
        ("Rebels burned a village in Chad on Monday.", "burn", "ASSAULT"),
        ("Protesters burned a police car in Lima on Monday.", "burn", "PROTEST"),
        ("A house burned down in Lima on Monday.", "burn down", "DISASTER"),
        ("Rebels kidnapped nine nurses in Chad on Monday.", "kidnap", "ASSAULT"),
        ("Peru ended its blockade of the port on Monday.", "end", "RETREAT"),
        ("Acme executed its plan on Monday.", "execute", "OTHER"),
        ("Ann Lee was granted bail on Monday.", "grant", "LEGAL"),
        ("Police raided a village in Niger on Monday.", "raid", "COERCE"),
        ("Peru raided the offices of a bank on Monday.", "raid", "COERCE"),
        ("Acme executive Bo Dahl was released on Monday in Lima, a week after his arrest.", "release", "RETREAT"),
        ("Kofi Mensah was freed on Monday after two years in prison.", "free", "RETREAT"),
        ("Two suspects were released on bail on Monday.", "release", "RETREAT"),
        ("Two men who hurt an inmate were treated and released on Monday.", "release", "OTHER"),
        ("Bo Dahl spent two years at Lima Correctional Facility and was released in 2014.", "release", "RETREAT"),
        ("Bo Dahl threw a petrol bomb at a bank in Lima on Monday.", "throw", "ASSAULT"),
        ("Bo Dahl was treated for a bite and released on bail on Monday.", "release", "RETREAT"),
        ("Bo Dahl was released from hospital on Monday.", "release", "OTHER"),
        ("Acme released a new phone on Monday.", "release", "OTHER"),
        ("Four young friends talked outside a corner house on Elm Street on Monday.", "talk", "OTHER"),
        ("Ann Lee met her husband in Lima in 2001.", "meet", "OTHER"),
        ("Chilean Americans gathered in Oslo on Monday, calling for a vote.", "gather", "PROTEST"),
        ("Fans gathered outside the house on Monday.", "gather", "OTHER"),
        ("Leaders of nine states gathered in Lima on Monday.", "gather", "CONSULT"),
        ("A hit-and-run driver killed a woman in Lima on Monday.", "kill", "DISASTER"),
        ("A tug was hijacked in March. Its crew was released on Friday.", "release", "RETREAT"),
        ("Bo Dahl raped a nurse in Lima in 2004.", "rape", "ASSAULT"),
        ("Ann Lee met with residents of Lima on Monday.", "meet", "CONSULT"),
        ("The two presidents talked by phone on Monday.", "talk", "CONSULT"),
        ("Ann Lee and Bo Dahl talked on Monday.", "talk", "CONSULT"),
        ("A boy was hurt in an accidental shooting in Lima on Monday.", "hurt", "DISASTER"),
        ("A boy was hurt in a brawl in Lima on Monday.", "hurt", "OTHER"),
        ("A boy accidentally shot and killed his brother on Monday.", "kill", "DISASTER"),
        ("A man shot and killed his brother on Monday.", "kill", "ASSAULT"),
        ("Bo Dahl was killed when his gun went off in Lima on Monday.", "kill", "DISASTER"),
        ("Bo Dahl was killed when a bomb went off in Lima on Monday.", "kill", "ASSAULT"),
        ("Bo Dahl was hit by a stray bullet in Lima on Monday.", "hit", "ASSAULT"),
        ("A boy died in a shooting incident in Lima on Monday.", "die", "ASSAULT"),
        ("Ann Lee accidentally discharged a gun early Sunday, wounding two women.", "wound", "DISASTER"),
        ("A boy stabbed in the neck died on Friday in Lima.", "die", "ASSAULT"),
        ("A boy who was shot in Lima died on Friday.", "die", "ASSAULT"),
        ("A boy who was ill died on Friday.", "die", "DISASTER"),
        ("Police officers beat a man to death last year.", "beat", "ASSAULT"),
        ("A boy treated for flu died on Friday in Lima.", "die", "DISASTER"),
        ("A boy died in a mining incident in Lima on Monday.", "die", "DISASTER"),
        ("Two men opened fire on Bo Dahl on Monday. He was pronounced dead at the scene.", "pronounce", "ASSAULT"),
        ("Two men opened fire on Bo Dahl. Nurses took him to a hospital, where he died on Monday.", "die", "ASSAULT"),
        ("Two men found Bo Dahl ill. Nurses took him to a hospital, where he died on Monday.", "die", "DISASTER"),
    ],
)  # fmt: skip
def test_types(text: str, trigger: str, type_: str) -> None:
    assert the(trigger, text).type == type_


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Bo Dahl, 9, was accidentally shot. The shooting took place on Monday in Lima.", "DISASTER"),
        ("Ann Lee spoke of an accidental shooting. The shooting took place on Monday in Lima.", "DISASTER"),
        ("Bo Dahl was shot. The shooting took place on Monday in Lima.", "ASSAULT"),
    ],
)
def test_a_shooting_told_of_before_as_an_accident_is_one(text: str, type_: str) -> None:
    found = extract.reports(Article(text, published="2021-05-05")).reports
    assert [r.type for r in found if r.trigger == "shoot"][-1] == type_


@pytest.mark.parametrize(
    ("text", "trigger", "role"),
    [
        ("Ann Lee, 17, died in an April 28 shooting in Lima.", "die", "target"),
        ("Ann Lee died of cancer on Monday.", "die", "agent"),
        ("Ann Lee was shot on Sunday and died in hospital on Monday.", "die", "target"),
        ("The 1974 resignation of Ann Lee ended the talks.", "resign", "agent"),
        ("Ann Lee was hit by a Volvo in Lima on Monday.", "hit", "target"),
        ("A judge will decide Ann Lee's sentence on May 20 in Lima District Court.", "sentence", "target"),
    ],
)
def test_who_bears_it(text: str, trigger: str, role: str) -> None:
    assert [m.role for m in the(trigger, text).mentions if m.mention.name == "Ann Lee"] == [role]


def test_an_accident_stands_among_the_main_reports() -> None:
    assert the("shoot", "Bo Dahl accidentally shot his wife in Lima on Monday.").salience == "main"


def test_who_was_shot_and_who_died_later_are_both_main() -> None:
    text = "Ann Lee was shot on Sunday in Lima and died in hospital on Monday."
    assert [the(trigger, text).salience for trigger in ("shoot", "die")] == ["main", "main"]


def test_what_somebody_was_sure_of_is_no_fact() -> None:
    report = the("target", "Ann Lee was certain she was being targeted by the police on Monday.")
    assert (report.claim, report.attributed_to, report.salience) == ("alleged", "Ann Lee", "background")
