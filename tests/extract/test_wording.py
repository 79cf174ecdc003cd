"""What a title may not lose or tear apart: how a thing was done, names in full, the sense that a cut would change."""

from __future__ import annotations

import pytest

from timeline import extract
from timeline.model import Article, Report


def read(text: str) -> tuple[Report, ...]:
    return extract.reports(Article(text, published="2021-05-05")).reports  # a Wednesday


# text, trigger, title
TITLES = [
    ("Bo Dahl, 27, fatally shot his girlfriend in Lima on Sunday.", "shoot",
     "Bo Dahl fatally shoots girlfriend in Lima"),
    ("Police said a Lima teen was accidentally shot by her friend on Monday.", "shoot",
     "Friend accidentally shoots Lima teen"),
    ("Two men were critically wounded in a shooting in Lima on Monday.", "wound",
     "Two men critically wounded in shooting in Lima"),
    ("Ann Lee nearly drowned in Lake Erie on Monday.", "drown", "Ann Lee nearly drowns in Lake Erie"),
    ("Ten people were shot, one of them fatally, in the heart of New Orleans' French Quarter on Monday.", "shoot",
     "Ten people shot in heart of New Orleans’ French Quarter"),
    ("Bo Dahl was killed on Monday at Otto's Bar and Grill on Elm Street.", "kill",
     "Bo Dahl killed at Otto’s Bar and Grill"),
    ("The navy seized 23 boats between the Horn of Africa and the Arabian Peninsula on Monday.", "seize",
     "Navy seizes 23 boats between Horn of Africa and Arabian Peninsula"),
    ("A 4-year-old was shot in the hand at a Lima hotel on Monday.", "shoot",
     "4-year-old shot in hand at Lima hotel"),
    ("A hit and run accident killed a woman in Lima on Monday.", "kill", "Hit and run accident kills woman"),
    ("Ann Lee, the mayor, appointed Bo Dahl as her deputy and tapped Cy Fox, the harbour chief, to lead the port.",
     "appoint", "Ann Lee appoints Bo Dahl as deputy"),
    ("Several states banned imports from Chad on Monday in the belief that the meat was bad.", "ban",
     "Several states ban imports"),
    ("Ann Lee was named the Person of the Week on Radio Fjord in 1995.", "name",
     "Ann Lee named Person of the Week on Radio Fjord"),
    ("The rally took place on the anniversary of Peru's Blue Revolution in 1979.", "revolution",
     "Peru’s Blue Revolution"),
    ("Ann Lee was charged on Friday with third degree murder and nine counts of criminal vehicular homicide in "
     "Bergen.", "charge", "Ann Lee charged with third degree murder"),
    ("Two men were arrested on Thursday night on suspicion of fatally shooting a boy while he was playing.", "arrest",
     "Two men arrested on suspicion of fatally shooting boy"),
    ("A suspected Mafia leader hanged himself in prison on Monday, police say.", "hang",
     "Suspected Mafia leader hangs himself in prison"),
    ("On Monday the king asked surgeon and radio correspondent Dr. Ann Lee to be health minister.", "ask",
     "King asks Ann Lee to be health minister"),
    ("President Ann Lee announced her intent to nominate Bo Dahl as Surgeon General on Monday.", "announce",
     "Ann Lee announces intent to nominate Bo Dahl as Surgeon General"),
    ("Jane Dahl's father was Edward Dahl, he was a pork dealer and died 1908 in Bolton, Lancashire, England.", "die",
     "Edward Dahl dies in Bolton"),
    ("Ann Lee visited Oslo, Bergen and Lima on Monday.", "visit", "Ann Lee visits Oslo, Bergen and Lima"),
    ("A 2–year–old girl was shot in Lima on Monday.", "shoot", "Girl shot in Lima"),
    ("A 2-year-old old girl was shot in Lima on Monday.", "shoot", "Girl shot in Lima"),
    ("An old woman was shot in Lima on Monday.", "shoot", "Old woman shot in Lima"),
    ("Half of the men in the boat died on Monday.", "die", "Half of men die"),
    ("Half of the roof collapsed during the blaze, shortly after 06:00 BST on Sunday.", "collapse",
     "Half of roof collapses"),
    ("A Lund man was sentenced to two weeks in jail on Tuesday for trying to calm a dispute with a gun.", "sentence",
     "Lund man sentenced for trying to calm dispute with gun"),
    ("In a sad and surprising reversal of roles, a woman opened fire at a Kraft factory in Lima last night.", "open",
     "Woman opens fire at Kraft factory"),
    ("Bo Dahl was charged with violation of a harassment prevention order on Sunday.", "charge",
     "Bo Dahl charged with violation of harassment prevention order"),
    ("Ann Lee, 16, was shot in the head near Lund University on Long Island Tuesday.", "shoot", "Ann Lee shot in head"),
    ("Police say Ann Lee accidentally discharged a gun early Sunday, shooting herself and a woman.", "shoot",
     "Ann Lee accidentally shoots herself and woman"),
    ("A man in Peru accidentally shot and killed himself on Monday.", "kill", "Man accidentally kills himself"),
    ("Meanwhile, in Lima, Ann Lee condemned the attacks on Thursday.", "condemn", "Ann Lee condemns attacks"),
    ("The shooting took place at the Star Inn off Route 9 on Monday.", "shoot", "Shooting in Star Inn"),
    ("A boy was struck and wounded by a bullet Monday evening inside a home in Lima.", "wound", "Bullet wounds boy"),
    ("The shooting happened at a shop at 113 Oak Drive in Lund on Saturday.", "shoot", "Shooting at 113 Oak Drive"),
    ("Ann Lee was shot at 40 East 5th Ave. on Monday.", "shoot", "Ann Lee shot"),
    ("Ann Lee apologized after the church she attends was nearly destroyed by arsonists.", "apologize",
     "Ann Lee apologizes"),
    ("The quake struck south of the capital on Tuesday.", "strike", "Quake strikes south of capital"),
    ("Peru began shutting down parts of its economy on Thursday.", "shut down",
     "Peru begins shutting down parts of economy"),
    ("By 15 January, Ann Lee had raised over US$1m for the poor of Lima.", "raise", "Ann Lee raises over US$1m"),
    ("Seven years ago came the Severe Lung Fever (Slung) epidemic.", "epidemic", "Severe Lung Fever epidemic"),
    ("Police said Ann Lee died on Monday.", "say", "Police say Ann Lee died"),
    ("A man was arrested on Monday in connection with a shooting that left two girls injured and a boy dead.", "arrest",
     "Man arrested in connection with shooting"),
    ("The columnist Carl Webb complained of panic and the need to wait on Monday.", "complain",
     "Carl Webb complains of panic"),
    ("The only men left are Bo Dahl, who was hired on Tuesday but left on Friday, and the novice Carl Webb, who was "
     "sacked on Monday.", "hire", "Bo Dahl hired"),
    ("Police held Carl John Paul Lee Webb Jr. on Monday. He stabbed his brother in Lima in 1999.", "stab",
     "Carl John Paul Lee Webb Jr. stabs brother"),
    ("Ann Lee was shot by a juvenile Tuesday evening near Wood Road.", "shoot", "Juvenile shoots Ann Lee"),
    ("Peru cancelled classes for millions of children in its capital city and surrounding areas on Friday.", "cancel",
     "Peru cancels classes for millions of children"),
    ("Peru cancelled classes for millions of children in its capital city and surrounding areas on Friday.", "cancel",
     "Peru cancels classes for millions of children"),
    ("Ann Lee, swimming champion, actress, and pin-up icon, has died.", "die", "Ann Lee dies"),
    ("Bo Lund was discovered missing from his bedroom on March 1.", "discover", "Bo Lund discovered missing"),
    ("Tony Lund pleaded guilty on April 28 to his role in the shootings.", "plead", "Tony Lund pleads guilty"),
    ("The moment the earthquake struck Haiti on Tuesday, with a row of houses collapsing.", "strike",
     "Earthquake strikes Haiti"),
    ("Bo Dahl died on Friday after the incident.", "die", "Bo Dahl dies"),
    ("A shooting near Lima on Monday left two men dead.", "shoot", "Shooting near Lima"),
    ("A shooting in Lima on Monday left two men dead.", "shoot", "Shooting in Lima"),
    ("Bo Dahl visited the close allies Chad and Peru on Monday.", "visit", "Bo Dahl visits Chad and Peru"),
    ("A girl was shot on Elm Street on Sunday in an incident that police look into.", "shoot",
     "Girl shot on Elm Street"),
    ("Friends identified the boy killed on Saturday in Lima as Bo Dahl.", "kill", "Boy killed in Lima"),
    ("A driver was shot in the back on Interstate 78 on Sunday.", "shoot",
     "Driver shot in back on Interstate 78"),
    ("Ann Lee pulled out of the nuclear deal with Iran in 2018.", "pull out",
     "Ann Lee pulls out of nuclear deal with Iran"),
    ("On Monday rebel fighters ended more than half a century of rule by one family.", "end",
     "Rebel fighters end more than half a century of rule"),
    ("The sanctions against Chad were restored on Monday at the request of Britain, France, Germany, Norway, Sweden, "
     "Denmark, Finland and Peru.", "restore", "Sanctions against Chad restored"),
    ("Two men were killed and five injured in linked shootings in Lima Wednesday.", "kill",
     "Two men killed in linked shootings in Lima"),
    ("Two people were killed and five wounded in a shooting between two rival gangs in Lima on Monday.", "kill",
     "Two people killed in shooting between two rival gangs"),
    ("A weekend shooting on Elm Street in Lima left a local man injured Sunday evening.", "injure",
     "Local man injured in shooting on Elm Street"),
    ("Four people were injured when two men opened fire in a Lima pool hall early Saturday.", "injure",
     "Four people injured in Lima pool hall"),
    ("Three people were killed, and another injured in a shooting at the Elm Sands Motel on Lake Road late Saturday "
     "night, police said.", "kill", "Three people killed in shooting at Elm Sands Motel"),
    ("Two men were injured Sunday evening when a handgun accidentally went off inside an apartment house in Lima.",
     "injure", "Two men injured inside apartment house in Lima"),
    ("On Monday a group of about 90 people were marching toward the Elm Street police station.", "march",
     "Group of about 90 people marches toward Elm Street police station"),
    ("On Monday Ann Lee unveiled Zed Phone 4, along with the new ZedOS 4 operating system.", "unveil",
     "Ann Lee unveils Zed Phone 4 and new ZedOS 4 operating system"),
    ("The newest Zed Phone, Zed Phone 4 was introduced on Monday by Ann Lee at a fair in Lima.", "introduce",
     "Ann Lee introduces Zed Phone 4"),
    ("Acme on Wednesday introduced a Zed capable of showing films, as well as a new video section.", "introduce",
     "Acme introduces Zed capable of showing films and new video section"),
    ("zKit '11 was released on Wednesday as a US$49 upgrade.", "release", "zKit '11 released as US$49 upgrade"),
    ("Ann Lee, a surgeon for Acme, has been offered the post of Attorney General by President-elect Bo Dahl.", "offer",
     "Bo Dahl offers Ann Lee post of Attorney General"),
    ("The United States on Monday eliminated regulations in the Bird Act that protect owls.", "eliminate",
     "United States eliminates regulations in Bird Act"),
    ("Lee was arraigned Monday on a second-degree murder charge in the Easter shooting that left a club co-owner, "
     "Bo O'Neil, dead and injured five other men.", "arraign", "Lee arraigned on second-degree murder charge"),
    ("In Tunisia, Bo Dahl, leader of the party, returned this week from exile in London.", "return",
     "Bo Dahl returns to Tunisia from exile"),
    ("Pa.–A boy was shot in Lebanon on Tuesday.", "shoot", "Boy shot in Lebanon"),
    ("Farmers in Egypt clashed yesterday with officials who had come to slaughter their pigs.", "clash",
     "Farmers clash with officials in Egypt"),
    ("Singer and champion swimmer Ann Lee, who starred in nine films, has died.", "die", "Ann Lee dies"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "title"), TITLES)
def test_titles(text: str, trigger: str, title: str) -> None:
    assert next(r for r in reversed(read(text)) if r.trigger == trigger).title == title


# text, trigger, type
TYPES = [
    ("Police have named four victims of the shooting.", "name", "STATEMENT"),
    ("Bo Dahl attended the Rosa awards, where he was nominated for best actor for his film Out Of The Sea.",
     "nominate", "SUPPORT"),
    ("Ann Lee was named the Person of the Week on Radio Fjord in 1995.", "name", "SUPPORT"),
    ("Bo Dahl defended his heavyweight title on Monday.", "defend", "OTHER"),
    ("Two men fired at each other on Elm Street on Monday.", "fire", "ASSAULT"),
    ("The board fired Bo Dahl on Monday.", "fire", "LEADERSHIP"),
    ("Bo Dahl was terminated from his position as head coach on Monday.", "terminate", "LEADERSHIP"),
    ("Bo Dahl was forced from office on Monday.", "force", "LEADERSHIP"),
    ("World stocks rallied on Monday.", "rally", "OTHER"),
    ("Thousands rallied in Lima on Monday.", "rally", "PROTEST"),
    ("Governor Ann Lee signed six strict measures on Friday.", "sign", "LEGAL"),
    ("The office handed down charges to Bo Dahl on Friday.", "hand down", "LEGAL"),
    ("Bo Dahl phoned paramedics on Friday.", "phone", "OTHER"),
    ("Bo Dahl phoned Ann Lee on Friday.", "phone", "CONSULT"),
    ("A woman died after a car struck her in Lima on Friday.", "strike", "DISASTER"),
    ("Bo Dahl was killed on Friday in Lima when gunfire erupted.", "kill", "ASSAULT"),
    ("Bo Dahl was nominated for governor on Monday.", "nominate", "LEADERSHIP"),
    ("Ann Lee met police officer Bo Dahl while walking on the beach in 1950.", "meet", "OTHER"),
    ("Thousands of protesters spilled into the streets of Lima on Tuesday.", "spill", "PROTEST"),
    ("Oil spilled into the streets of Lima on Tuesday.", "spill", "DISASTER"),
    ("Police are looking into the shooting death of a girl in Lima.", "shooting death", "ASSAULT"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "type_"), TYPES)
def test_types(text: str, trigger: str, type_: str) -> None:
    assert next(r for r in read(text) if r.trigger == trigger).type == type_


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Police released the identity of a man on Monday.", "release"),
        ("Zed announced the milestone to its loyal readers on Wednesday.", "announce"),
        ("Zed announced on television on Monday that they had no plans.", "announce"),
        ("The whole staff was elected in May 2020.", "elect"),
        ("The blast on Monday killed one man and injured eight others at a club.", "injure"),
        ("The storm has wrecked a large part of the harbour and relief crews and soldiers are still on the scene.",
         "wreck"),
        ('The best way, Ann Lee said, is "for Chad to attack Peru and hold elections on 9 May 2021."', "attack"),
        ("The minister has asked Ann Lee to do it twice.", "ask"),
        ("Cy Fox, the father of the boy who police say shot and killed two men on Monday, left.", "kill"),
        ("Ann Lee starred on Monday in two parts of CSI: Lima for Radio Fjord.", "star"),
        ("Ann Lee fought back tears on Monday.", "fight back"),
        ("The win on Monday allowed Zed FC to join Arc FC as the only clubs that won twice.", "join"),
        ("Lima police have made an arrest on Monday.", "arrest"),
        ("The king announced his nominee on Monday in Lima.", "announce"),
        ("Ann Lee and Bo Dahl were found on Saturday.", "find"),
        ("At least 80 people were killed in the city on Monday.", "kill"),
        ("Two men were wounded on Tuesday night.", "wound"),
        ("A judge will decide Ann Lee's sentence July 10 in Lima District Court.", "sentence"),
        ("A hole in the browser has been used on Monday to attack more than 2 million users.", "attack"),
        ("Four young friends talked outside a corner house on Elm Road in Lima on Monday.", "talk"),
        ("Two deadly attacks took place on Monday on the Southwest and West sides.", "attack"),
    ],
)  # fmt: skip
def test_what_says_nothing_alone_stays_in_the_background(text: str, trigger: str) -> None:
    assert {r.salience for r in read(text) if r.trigger == trigger} == {"background"}


@pytest.mark.parametrize(
    ("text", "trigger", "targets"),
    [
        ("On Monday Ann Lee unveiled Zed Phone 4, along with the new ZedOS 4 operating system.", "unveil",
         ["ZedOS 4", "Zed Phone 4"]),
        ("Ann Lee introduced the iPhone 3GS and zKit '09 on Monday.", "introduce", ["iPhone 3GS", "zKit '09"]),
        ("Acme on Monday unveiled its latest addition to the Zed line, the Zed nano.", "unveil", ["Zed nano"]),
        ("Microsoft released Windows 3.1 in 1992.", "release", ["Windows 3.1"]),
        ("Acme announced on Tuesday the first generation of their phones to use Novatel processors.", "announce", []),
        ("Farmers in Egypt clashed yesterday with officials who had come to slaughter their pigs.", "clash", []),
        ("Acme sold Chad 2.5 million doses on Monday.", "sell", []),
    ],
)  # fmt: skip
def test_new_things_are_targets_by_their_whole_names(text: str, trigger: str, targets: list[str]) -> None:
    report = next(r for r in read(text) if r.trigger == trigger)
    assert {m.mention.name for m in report.mentions if m.role == "target"} == set(targets)
