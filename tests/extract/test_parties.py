from __future__ import annotations

import pytest

from timeline import extract
from timeline.model import Article

PUBLISHED = "2021-05-05"

# text, trigger (the last report of it is meant) -> every acting party as "role: name"
CASES: list[tuple[str, str, set[str]]] = [
    # headlines
    ("Acme to shut mine, sell port stake\n\nAcme Corp. is about to shrink.", "shut", {"agent: Acme Corp."}),
    ("Acme to shut mine, sell port stake\n\nAcme Corp. is about to shrink.", "sell", {"agent: Acme Corp."}),
    ("Norwind Airlines orders jets, announces new routes", "announce", {"agent: Norwind Airlines"}),
    ("Zeta to buy Korda\n\nZeta Foods Inc. agreed to buy its rival Korda Ltd. on Monday.", "buy",
     {"agent: Zeta Foods Inc.", "target: Korda Ltd."}),
    # control: with some verbs the object acts, with others the subject
    ("Ann Lee urged Bo Dahl to resign.", "resign", {"agent: Bo Dahl"}),
    ("Ann Lee called on Bo Dahl to resign.", "resign", {"agent: Bo Dahl"}),
    ("The treaty commits Chad to share the lake.", "share", {"agent: Chad"}),
    ("In May Acme Corp. passed Korda Ltd. to become the largest brewer.", "become", {"agent: Acme Corp."}),
    ("Korda Ltd. is in talks to be taken over by Lumex Group.", "take over",
     {"target: Korda Ltd.", "agent: Lumex Group"}),
    ("Ann Lee resigned in a letter to the board stating that Acme Corp. had failed.", "state", {"agent: Ann Lee"}),
    # who gives, gets and takes
    ("Acme Corp. was given 30 million dollars by Norwind Airlines.", "give",
     {"recipient: Acme Corp.", "agent: Norwind Airlines"}),
    ("The Lund Institute gave Ann Lee a prize.", "give", {"agent: Lund Institute", "recipient: Ann Lee"}),
    ("Norwind Airlines bought ten jets from Acme Corp. on Monday.", "buy",
     {"agent: Norwind Airlines", "supplier: Acme Corp."}),
    ("Peru was fined by Chile.", "fine", {"target: Peru", "agent: Chile"}),
    # whose words, offers and appeals are rejected, praised and criticised
    ("Chad rejected Peru's offer on Monday.", "reject", {"agent: Chad", "target: Peru"}),
    ("A judge rejected an appeal by Bo Dahl on Monday.", "reject", {"target: Bo Dahl"}),
    ("Peru praised its own envoys on Monday.", "praise", {"agent: Peru"}),
    # those who run a company act for it, one of its people does not
    ("Acme Corp.'s board rejected the bid on Monday.", "reject", {"agent: Acme Corp."}),
    ("An Acme Corp. driver died on Monday.", "die", set()),
    ("An Acme Corp. driver was arrested on Monday.", "arrest", set()),
    ("A Lund County Sheriff's Department deputy died after a shooting on Monday.", "die", set()),
    ("The Texas murders took place in 2001.", "murder", set()),
    ("The Texas bombing took place in 2001.", "bomb", {"target: United States"}),
    ("Police spoke of Ann Lee's murder.", "murder", {"target: Ann Lee"}),
    ("Police spoke of Ann Lee's murder of Bo Dahl.", "murder", {"agent: Ann Lee", "target: Bo Dahl"}),
    # a judge who delays a trial is not tried
    ("A Chadian judge delayed the trial of Bo Dahl until June.", "trial", {"agent: Chad", "target: Bo Dahl"}),
    # nor is anybody sentenced whose doctor is
    ("Michael Lee's former doctor, Conrad Bell, was sentenced on Monday.", "sentence", {"target: Conrad Bell"}),
    ("The Michael Lee doctor was sentenced on Monday.", "sentence", set()),
    ("Ann Lee, an Acme Corp. executive overseeing the works, resigned on Monday.", "oversee", {"agent: Ann Lee"}),
    # relative clauses
    ("The mayor Ann Lee, who was not charged, suspended Bo Dahl on Monday.", "suspend",
     {"agent: Ann Lee", "target: Bo Dahl"}),
    ("It was Ann Lee, not Bo Dahl, who signed the decree.", "sign", {"agent: Ann Lee"}),
    ("Peru, whose envoy attended the vote, protested.", "attend", {"agent: Peru"}),
    ("Ann Lee, whose team had competed with a club, left.", "compete", set()),
    # suits told once more, and by what they claim
    ("Acme Corp. filed a lawsuit against Zeta Inc. on Monday, the third such lawsuit in a year.", "sue",
     {"agent: Acme Corp.", "target: Zeta Inc."}),
    ("Acme Corp.'s suit claims that Zeta Inc. broke the contract.", "sue", {"agent: Acme Corp.", "target: Zeta Inc."}),
    ("Acme Corp. lost its court case against Zeta Inc. on Monday.", "lose", {"agent: Acme Corp.", "target: Zeta Inc."}),
    # who calls off what he was to do, who gets, who is at talks, both of two peoples
    ("Qantas cancelled an order for ten jets on Monday.", "order", {"agent: Qantas"}),
    ("Acme Corp. received ten jets on Monday.", "receive", {"recipient: Acme Corp."}),
    ("Chile was in favour, Anna Lee said in Lima after talks with David Bell.", "talk",
     {"party: Anna Lee", "party: David Bell"}),
    ("French and Malian troops took the town on Monday.", "take", {"agent: France", "agent: Mali"}),
    ("Daimler bought Chrysler in 1998 and sold it to Cerberus.", "sell",
     {"agent: Daimler", "target: Chrysler", "recipient: Cerberus"}),
    ("Acme Corp. ousted its chief executive, Laura Chen, on Tuesday after a row.", "oust",
     {"agent: Acme Corp.", "target: Laura Chen"}),
    ("Anna Lee of Lund was arrested on Monday by police and charged with theft.", "charge", {"target: Anna Lee"}),
    # bodies that bear the name of a town or county
    ("Houston police arrested two men on Monday.", "arrest", {"agent: Houston police"}),
    ("The Ada County attorney’s office charged Ann Lee on Monday.", "charge",
     {"agent: Ada County attorney's office", "target: Ann Lee"}),
    ("Lima’s stock exchange halted all trading on Monday.", "halt", {"agent: Lima stock exchange"}),
    ("Cuzco police held two men on Monday. They were charged on Tuesday by the Cuzco Police Department.", "charge",
     {"agent: Cuzco Police Department"}),
    ("A Bergen police officer was killed on Monday.", "kill", set()),
    ("Tehran officials met Ann Lee on Monday.", "meet", {"party: Iran", "party: Ann Lee"}),
    # who somebody without a name turns out to be
    ("The victim of Monday's fatal shooting in Lund has been identified as 23-year-old Ann Lee.", "shoot",
     {"target: Ann Lee"}),
    ("The first victim, who was fatally shot in Bergen on Tuesday, was identified as Carl D. Webb.", "shoot",
     {"target: Carl D. Webb"}),
    ("This girl, identified as Ann Lee, was killed on Monday in Lund.", "kill", {"target: Ann Lee"}),
    ("John Reed, 23, of Mill Street, Millom was arrested on Monday.", "arrest", {"target: John Reed"}),
    # people of a country or firm are not the country or firm
    ("A Norwegian man was arrested on Monday in Peru.", "arrest", set()),
    ("The virus killed 80 people in Peru on Monday.", "kill", set()),
    ("Chad thanked the Chilean people on Monday.", "thank", {"agent: Chad", "target: Chile"}),
    ("Three Chileans died on Monday.", "die", set()),
    ("Nearly 200 Peruvians marched in Lima on Monday.", "march", set()),
    ("Chilean troops attacked a village on Monday.", "attack", {"agent: Chile"}),
    # whose what is hit is; the other side of a deal
    ("Six men stormed the embassy of Peru in Oslo on Monday.", "storm", {"target: Peru"}),
    ("Soldiers stormed the office of the Lund Institute's website on Monday.", "storm", {"target: Lund Institute"}),
    ("Strikes shut down Peru's economy on Monday.", "shut down", {"target: Peru"}),
    ("Ann Lee's brother was attacked on Monday.", "attack", set()),
    ("Acme Corp. bought Korda Ltd.'s port stake on Monday.", "buy", {"agent: Acme Corp.", "supplier: Korda Ltd."}),
    ("The Angels acquired Mark Reed in a deal with the Atlanta Braves on Monday.", "acquire",
     {"agent: Angels", "target: Mark Reed", "party: Atlanta Braves"}),
    ("Chad suspended all flights to Peru on Monday.", "suspend", {"agent: Chad", "target: Peru"}),
    # where somebody goes, what a thing is called from now on, who signs the text
    ("Ann Lee returned to Peru on Monday.", "return", {"agent: Ann Lee"}),
    ("Ann Lee returned to Acme Corp. on Monday.", "return", {"agent: Ann Lee", "recipient: Acme Corp."}),
    ("By Ann Lee in Lima Thousands marched on Monday against the law.", "march", set()),
    # bullets and streets do nothing
    ("Bullets struck six people in Peru on Monday.", "strike", set()),
    ("Police arrested two men on Mill St. Tuesday.", "arrest", set()),
    ("Vlad Reed (58-3, 51 KO) bombed Tony Hill with a right hand on Monday.", "bomb",
     {"agent: Vlad Reed", "target: Tony Hill"}),
    # lists of people, families, clubs with numbers
    ("Ann Lee, Josh Fahl and Sarah Webb were detained on Monday.", "detain",
     {"target: Ann Lee", "target: Josh Fahl", "target: Sarah Webb"}),
    ("Rich Smith, 53, and his 17-year-old son, Tyler were shot on Monday.", "shoot",
     {"target: Rich Smith", "target: Tyler"}),
    ("Agnes and Carl Dahl sued Acme Corp. on Monday.", "sue",
     {"agent: Agnes Dahl", "agent: Carl Dahl", "target: Acme Corp."}),
    ("Ann Lee agreed to a six-year deal with the Lund 76ers on Saturday.", "agree",
     {"party: Ann Lee", "party: Lund 76ers"}),
    # a province may act, a student does not act for the school
    ("Texas banned the drug on Monday.", "ban", {"agent: Texas"}),
    ("A Lund University student launched a petition on Monday.", "launch", set()),
    # the young by their age; what was announced is not the last thing named
    ("Mark Webb, 18, fled on Sunday. The teen was arrested on Monday.", "arrest", {"target: Mark Webb"}),
    ("Mark Webb, 38, fled on Sunday. The teen was arrested on Monday.", "arrest", set()),
    ("Mark Webb, 18, and Bo Dahl, 20, fled on Sunday. They hid. The 18-year-old was charged on Monday.", "charge",
     {"target: Mark Webb"}),
    ("Winter Songs is an album. The concert was cancelled on Monday after it was announced.", "announce", set()),
    # the one police of whom the text has told
    ("Memphis Police Department said on Monday that officers had arrested Ann Lee.", "arrest",
     {"agent: Memphis Police Department", "target: Ann Lee"}),
    ("Memphis police found a gun. Police in Texas arrested Ann Lee on Monday.", "arrest", {"target: Ann Lee"}),
    ("Houston police met Dallas police. Officers arrested Ann Lee on Monday.", "arrest", {"target: Ann Lee"}),
    # whose suit is filed, who marries, where a shooting was, what loses its owner
    ("Ms Reed's lawsuit was filed in Lund on Monday.", "file", {"agent: Reed"}),
    ("Ann Lee married Billy Neal on Monday.", "marry", {"party: Ann Lee", "party: Billy Neal"}),
    ("Six people died in the Acme Corp. shooting on Monday.", "shoot", set()),
    ("Chad deployed Chadian troops on Monday.", "deploy", {"agent: Chad"}),
    ("The report was shown on Fjord News on Monday.", "show", set()),
    # lists with what each is, families of three, teams and ships of a state
    ("Carl Vane killed his wife, 72-year-old Leola Vane, and his granddaughter, 3-year-old Ashlynn Vane, on Monday.",
     "kill", {"agent: Carl Vane", "target: Leola Vane", "target: Ashlynn Vane"}),
    ("Agnes, Bernard and Carl Dahl sued Acme Corp. on Monday.", "sue",
     {"agent: Agnes Dahl", "agent: Bernard Dahl", "agent: Carl Dahl", "target: Acme Corp."}),
    ("An Indian warship captured 26 pirates on Monday.", "capture", {"agent: India"}),
    ("A man was rescued in Haiti's capital, Port-au-Prince, on Sunday.", "rescue", set()),
    ("The Keys storm of 1919 was strong.", "storm", set()),
    ("Fjordling wrote this. This note was removed because the judges found it broke the House Rules.", "break",
     {"target: House Rules"}),
    ("Acts included Bono Vox and Rihanna Fenty, who recorded their song in London on Friday.", "record",
     {"agent: Bono Vox", "agent: Rihanna Fenty"}),
    # what for, not for whom; a nationality in a name of a disease
    ("Bo Dahl was arrested for the NATO leak.", "arrest", {"target: Bo Dahl"}),
    ("The Spanish flu pandemic killed millions in 1918.", "pandemic", set()),
    # offences, weapons and drugs are nobody; a club one meets with is
    ("Ann Lee was charged with DWI on Monday.", "charge", {"target: Ann Lee"}),
    ("Ann Lee was charged with First Degree Murder and Arson on Monday.", "charge", {"target: Ann Lee"}),
    ("A man was shot with an AK-47 on Monday in Lund.", "shoot", set()),
    ("Carl Webb fired an AR-15 at the house on Monday.", "fire", {"agent: Carl Webb"}),
    ("Ann Lee was shot with a Glock on Monday.", "shoot", {"target: Ann Lee"}),
    ("Police arrested Ann Lee on Monday for possession of LSD and GHB.", "possession", set()),
    ("Ann Lee met with the Rotary Club on Monday.", "meet", {"party: Ann Lee", "party: Rotary Club"}),
    # a capital that is visited has its government as host, one that something flies to is a place
    ("Ann Lee will visit Lisbon on Friday.", "visit", {"visitor: Ann Lee", "host: Portugal"}),
    ("Ann Lee boarded a flight to Berlin on Monday.", "flight", set()),
    ("Ann Lee will pay a visit to the White House on Friday.", "visit", {"visitor: Ann Lee", "host: United States"}),
    ("Ann Lee began a two-day visit to Peru on Monday.", "visit", {"visitor: Ann Lee", "host: Peru"}),
    # names without the words before them; two of one surname; a town and its hospital; judges and juries
    ("Unemployed Carl Webb was arrested on Monday.", "arrest", {"target: Carl Webb"}),
    ("Officials Carl Webb and Mark Reed resigned on Monday.", "resign", {"agent: Carl Webb", "agent: Mark Reed"}),
    ("Jon Lee and Joan Lee were shot on Monday in Lund.", "shoot", {"target: Jon Lee", "target: Joan Lee"}),
    ("Ann Lee died at Arlen General Hospital. Police sent a team to Arlen on Tuesday.", "send", set()),
    ("Judge Ann Lee sentenced Carl Webb on Monday.", "sentence", {"agent: Ann Lee", "target: Carl Webb"}),
    ("Ada County Circuit Court Judge Dana Hale sentenced Carl Webb on Monday.", "sentence",
     {"agent: Dana Hale", "target: Carl Webb"}),
    ("Senior District Court Judge Dana Hale and Magistrate Ann Lee jailed Carl Webb on Monday.", "jail",
     {"agent: Dana Hale", "agent: Ann Lee", "target: Carl Webb"}),
    ("Dana Hale's government banned the drug on Monday.", "ban", {"agent: Dana Hale"}),
    ("Jury convicts Webb for shooting\n\nA jury convicted Carl Webb of murder on Monday.", "convict",
     {"target: Carl Webb"}),
    # some of several, also where the parse hangs them on the verb
    ("Several countries including Chad and Peru banned pork imports from Mexico on Monday.", "ban",
     {"agent: Chad", "agent: Peru", "target: Mexico"}),
    ("Four teens were struck by bullets on Monday, including 19-year-old Carl Webb.", "strike", {"target: Carl Webb"}),
    ("Chad banned three players from the Games on Monday.", "ban", {"agent: Chad"}),
    # whose or of what a thing is that somebody makes, sells, loses
    ("Ann Lee announced the release of Acme Corp.'s Viola suite on Monday.", "announce",
     {"agent: Ann Lee", "target: Acme Corp.", "target: Viola"}),
    ("The court overturned Ann Lee's conviction on Monday.", "overturn", {"target: Ann Lee"}),
    ("Acme Corp.'s shares fell on Monday after Zeta Inc. sued it.", "fall", {"agent: Acme Corp."}),
    ("Ann Lee's house burned down on Monday.", "burn down", {"target: Ann Lee"}),
    ("Thousands of Chileans marched on Monday.", "march", set()),
    ("Somali pirates seized a Saudi supertanker on Monday.", "seize", {"target: Saudi Arabia"}),
    ("The prime minister visited Red Cross staff in Lund on Monday.", "visit", {"host: Red Cross"}),
    ("The minister visited the north of Chad on Monday.", "visit", set()),
    # whom an announcement or an aim concerns; what is only said has its own report
    ("Acme Corp. announced on Monday that it had settled its dispute with Zeta Inc.", "announce",
     {"agent: Acme Corp.", "target: Zeta Inc."}),
    ("Acme Corp. said on Monday that Zeta Inc. had failed.", "say", {"agent: Acme Corp."}),
    # those who act for a body; the state of a ministry; troops that are sent
    ("King County Sheriff's Office deputies arrested a boy on Monday.", "arrest",
     {"agent: King County Sheriff's Office"}),
    ("A Taylor County grand jury indicted Carl Webb on Monday.", "indict",
     {"agent: Taylor County grand jury", "target: Carl Webb"}),
    ("The armed wing of Hamas was blamed for the attack on Monday.", "blame", {"accused: Hamas"}),
    ("Hamas militants attacked a village on Monday.", "attack", {"agent: Hamas"}),
    ("NASA officials closed the base on Monday.", "close", {"agent: NASA"}),
    ("China's Ministry of Agriculture banned the drug on Monday.", "ban",
     {"agent: China", "agent: Ministry of Agriculture"}),
    ("French troops were deployed to Mali on Monday.", "deploy", {"agent: France", "recipient: Mali"}),
    ("A Chargers player was arrested on Monday.", "arrest", set()),
    # whose office it is; who charges, where the parse hangs it on the charge
    ("Carl Webb was fired from Acme Corp. on Monday.", "fire", {"target: Carl Webb", "party: Acme Corp."}),
    ("Ann Lee was named chairman of Acme Corp. on Monday.", "name", {"target: Ann Lee", "party: Acme Corp."}),
    ("Ann Lee succeeded Bo Dahl as head of the Lund Institute on Monday.", "succeed",
     {"agent: Ann Lee", "target: Bo Dahl", "party: Lund Institute"}),
    ("Ann Lee resigned in a letter to Acme Corp.'s board on Monday.", "resign",
     {"agent: Ann Lee", "recipient: Acme Corp."}),
    ("A man was charged with murder by the Crown Prosecution Service on Monday.", "charge",
     {"agent: Crown Prosecution Service"}),
    ("A man was charged with murder by the Crown Prosecution Service on Monday.", "murder", set()),
    ("An Egyptian court sentenced Ann Lee to death on Monday.", "sentence", {"agent: Egypt", "target: Ann Lee"}),
    ("Ann Lee was replaced by Bo Dahl as coach of the Lund Lions on Monday.", "replace",
     {"agent: Bo Dahl", "target: Ann Lee", "party: Lund Lions"}),
    ("Acme unveiled a phone at the Acme Builders Conference on Monday.", "unveil", {"agent: Acme"}),
    ("Bo Dahl met Saturday with Egypt's minister of finance at the palace.", "meet",
     {"party: Bo Dahl", "party: Egypt", "party: Egypt's minister of finance"}),
    ("Oslo United beat Lima 2-1 on Monday.", "beat", {"agent: Oslo United", "target: Lima"}),
    ("A pupil at the Lund school who visited Peru on Monday fell ill.", "visit", {"host: Peru"}),
    ("The Lund Lions signed Paul Reed from the Acme Corp. practice squad on Monday.", "sign",
     {"party: Lund Lions", "party: Paul Reed", "party: Acme Corp."}),
    ("Ann Lee was introduced as head coach of the Oslo Bears on Monday.", "introduce",
     {"target: Ann Lee", "party: Oslo Bears"}),
    # in whose favour, against whom; who is behind a bomb, a ship, a probe
    ("The Supreme Court ruled on Monday in favour of Acme Corp. in its dispute with Zeta Inc.", "rule",
     {"agent: Supreme Court", "recipient: Acme Corp.", "target: Zeta Inc."}),
    ("A bomb planted by the Lund Front killed 12 people in Kabul on Monday.", "kill", {"agent: Lund Front"}),
    ("A ship owned by Acme Corp. sank off Chile on Monday.", "sink", {"target: Acme Corp."}),
    ("NASA's Dawn probe reached the dwarf planet Ceres on Monday.", "reach", {"agent: NASA", "target: Ceres"}),
    ("An Acme Corp. driver hit Ann Lee on Monday.", "hit", {"target: Ann Lee"}),
    ("Canada evacuated its citizens from Egypt on Monday.", "evacuate", {"supplier: Canada"}),
    # next of kin are people whatever the model says; works; addresses
    ("Ann Lee shot her husband, Bo Dahl, on Monday.", "shoot", {"agent: Ann Lee", "target: Bo Dahl"}),
    ("The band Coldfire released its third album, Winter Songs, on Monday.", "release",
     {"agent: Coldfire", "target: Winter Songs"}),
    ("Deputies were sent to 108 Dee Dee Place in Lund on Monday.", "send", set()),
    ("Four men were shot in the 2800 block of East Smiley Court on Monday.", "shoot", set()),
    ("Mark Couture of Bristol was arrested on Monday.", "arrest", {"target: Mark Couture"}),
    # numbers of people with their names, those who speak for several states, teams of a town
    ("Two men, Carl Webb and Bo Dahl, were arrested on Monday.", "arrest", {"target: Carl Webb", "target: Bo Dahl"}),
    ("Two Lund residents -- Carl Webb, 23, and Bo Dahl, 31 -- were arrested on Monday.", "arrest",
     {"target: Carl Webb", "target: Bo Dahl"}),
    ("Officials from Chad and Peru met on Monday in Lima.", "meet", {"party: Chad", "party: Peru"}),
    ("The foreign ministers of Chad, Peru and Chile met on Monday.", "meet",
     {"party: Chad", "party: Peru", "party: Chile"}),
    ("The Lund Lions beat the Oslo Bears 3-1 on Sunday.", "beat", {"agent: Lund Lions", "target: Oslo Bears"}),
    ("Astronauts Ann Lee and Bo Dahl left the station on Monday.", "leave", {"agent: Ann Lee", "agent: Bo Dahl"}),
    ("The technology firm Zeta was charged with fraud on Monday.", "charge", {"target: Zeta"}),
    ("Lund voters approved a bond on Monday to pay for the bridge of Zeta Inc.", "approve", set()),
    ("Police Commissioner Raymond Dahl resigned on Monday.", "resign", {"agent: Raymond Dahl"}),
    # lists and offices that the parse takes apart
    ("Ann Lee, Bo Dahl, and Cy Fox of Lund were killed on Monday when a bus crashed.", "kill",
     {"target: Ann Lee", "target: Bo Dahl", "target: Cy Fox"}),
    ("The mayor of Lund, Ann Lee, opened the bridge on Monday.", "open", {"agent: Ann Lee"}),
    ("In a deal with Korda Ltd., Acme Corp. bought Zeta Inc. on Monday.", "buy",
     {"agent: Acme Corp.", "target: Zeta Inc.", "party: Korda Ltd."}),
    ("The dead were identified on Monday as Ann Lee and Bo Dahl.", "identify", {"target: Ann Lee", "target: Bo Dahl"}),
    # what one dies of, what breaks out, who signs the text
    ("Tara Bell fell ill. She died of TB in 1911.", "die", {"agent: Tara Bell"}),
    ("An outbreak of SARS in 2003 killed 800 people.", "outbreak", set()),
    # names: generations, homes before the verb, ships by their letters, teams, middle names, two sexes
    ("William Breeze Senior died on Monday.", "die", {"agent: William Breeze"}),
    ("John Reed from Millom, Cumbria is suing Acme Corp.", "sue", {"agent: John Reed", "target: Acme Corp."}),
    ("Last month, the INS Tabar, a frigate, sank a Thai trawler.", "sink", {"agent: INS Tabar", "target: Thailand"}),
    ("Acme Records was founded by the Beatles in 1968.", "found", {"agent: Beatles", "target: Acme Records"}),
    ("Mary Ann Reed sang on Sunday. Mary Jane Reed married Bo Dahl on Monday.", "marry",
     {"party: Mary Jane Reed", "party: Bo Dahl"}),
    ("John Roberts married Jane Roberts on Monday.", "marry", {"party: John Roberts", "party: Jane Roberts"}),
    ("Mary sang. He then married Margaret Hughes in 1820.", "marry", {"party: Margaret Hughes"}),
    ("Acme Corp. founded the theatre near Lund, which Carl Webb had built in 1880.", "build", {"agent: Carl Webb"}),
    # what a common noun means: no product, no other body
    ("In 1984 the first Lumia personal computer was released by Acme Corp. Later Ann Lee was fired from the company.",
     "fire", {"target: Ann Lee", "party: Acme Corp."}),
    ("Acme Corp. hired 20 people. The central bank cut its rate on Monday.", "cut", set()),
    # those named along with somebody, one of several, a second victim with a place of his own
    ("Ann Lee criticised China, along with Peru, Chile and Cuba, on Monday.", "criticise",
     {"accuser: Ann Lee", "accused: China", "accused: Peru", "accused: Chile", "accused: Cuba"}),
    ("Ann Lee, along with Anna Dahl, criticised Chad on Monday.", "criticise",
     {"accuser: Ann Lee", "accuser: Anna Dahl", "accused: Chad"}),
    ("Ann Lee was one of two women who were killed in the car park on Monday.", "kill", {"target: Ann Lee"}),
    ("Ann Lee was one of the many children under 15 who were shot and killed in Oslo last year.", "kill",
     {"target: Ann Lee"}),
    ("Ann Lee then shot Anna Dahl in the head in a third-floor kitchen and Carl Moe in the chest in a second-floor "
     "bedroom on Monday.", "shoot",
     {"agent: Ann Lee", "target: Anna Dahl", "target: Carl Moe"}),
    # who judges and charges, told far behind or by his office
    ("Ann Lee was sentenced to nine years for fraud alone in the sale of her house by Circuit Judge Anna Dahl.",
     "sentence", {"target: Ann Lee", "agent: Anna Dahl"}),
    ("The Ada County Attorney filed charges against Ann Lee on Friday.", "file",
     {"agent: Ada County Attorney", "target: Ann Lee"}),
    # parts of a town, crimes and the seat of a meeting take no part; nor do two of another sex or one man twice
    ("Five people were shot on Oslo’s South Side Wednesday night.", "shoot", set()),
    ("Ann Lee was charged with Vehicular Manslaughter, Criminally Negligent Homicide and theft.", "charge",
     {"target: Ann Lee"}),
    ("At a meeting of African health ministers in Nairobi on Monday, Ann Lee spoke.", "meet", set()),
    ("Greek Prime Minister George Lee spoke. The two women and a man were killed in protests on Monday.", "kill",
     set()),
    # a clause goes with the noun that its verb agrees with; an occasion is one name
    ("Ann Lee made a video for officers that was released on Monday.", "release", set()),
    ("Ann Lee hosted the Hope For Chad Now telethon on Monday.", "host",
     {"host: Ann Lee", "visitor: Hope For Chad Now"}),
    # whom a title is kept against, whose hearing it is, which land an earthquake strikes
    ("Ann Lee kept her title with a stoppage of Anna Moe in Lund on Monday.", "keep",
     {"agent: Ann Lee", "target: Anna Moe"}),
    ("Ann Lee’s preliminary hearing is set for Tuesday.", "hearing", {"target: Ann Lee"}),
    ("The Haiti earthquake killed 2,000 people on Tuesday.", "kill", {"target: Haiti"}),
    ("It wants to assess needs for Haiti that was hit by an earthquake on Tuesday.", "hit", {"target: Haiti"}),
    # father and son of one name; prizes and channels by their names
    ("John Reed and his son, John Reed Jr., caught the thief Tuesday.", "catch",
     {"agent: John Reed", "agent: John Reed Jr."}),
    ("Ann Lee won the Costa Book of the Year Award on Monday.", "win", {"agent: Ann Lee"}),
    ("Ann Lee was named the Person of the Week on World News Tonight in 1995.", "name", {"target: Ann Lee"}),
    ("A fund was set up for Ann Lee, who was one of three people killed Friday in Lund.", "kill",
     {"target: Ann Lee"}),
    ("Ann Lee checked herself into the Lund Clinic on Monday.", "check", {"agent: Ann Lee"}),
    ("A massive earthquake has devastated a country called Haiti on Monday.", "devastate", {"target: Haiti"}),
    # a title is a name where no other stands behind it
    ("Major was one of many children who were shot and killed in Oslo last year.", "kill", {"target: Major"}),
]  # fmt: skip


def acting(text: str, trigger: str) -> set[str]:
    found = [r for r in extract.reports(Article(text, published=PUBLISHED)).reports if r.trigger == trigger]
    assert found, f"no report of {trigger!r}"
    return {f"{m.role}: {m.mention.name}" for m in found[-1].mentions if m.role != "mentioned"}


@pytest.mark.parametrize(("text", "trigger", "parties"), CASES)
def test_who_takes_part_and_how(text: str, trigger: str, parties: set[str]) -> None:
    assert acting(text, trigger) == parties


def test_deaths_of_several_are_not_the_one_death_that_is_dated() -> None:
    text = "Bo Dahl died on Monday, a day after Ole Lind died. The deaths shocked the village."
    found = [r for r in extract.reports(Article(text, published=PUBLISHED)).reports if r.trigger == "die"]
    assert not [m for m in found[-1].mentions if m.role != "mentioned"]
