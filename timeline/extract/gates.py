"""Whether a report tells of an event at all: in the text's own words, whole, and with its time settled.

What fails here stays in the background however much it is worth; :mod:`timeline.extract.salience` weighs the rest.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from timeline import days
from timeline.extract.dating import is_end
from timeline.extract.lexicon import shipped
from timeline.extract.phrases import wording
from timeline.extract.pipeline import Draft
from timeline.extract.sense_words import words
from timeline.extract.sharing import looks_back
from timeline.model import Report

if TYPE_CHECKING:
    from timeline.parsed import Token

DATED = ("explicit", "completed_from_published", "completed_from_text", "anchored_on_event")
ZONES = ("body", "caption")
"""Zones whose own words can put a report on the timeline."""
AHEAD = ("planned", "scheduled", "postponed", "cancelled")
_WHOLE = frozenset(
    {"ASSAULT", "ACCUSE", "SANCTION", "COERCE", "AID", "LEGAL", "AGREE", "CONCEDE", "REJECT", "THREATEN"}
)
"""Types whose verbs say little without the one acted on: "the virus kills", "the presidents sign"."""
_BY_PEOPLE = frozenset({"LEADERSHIP", "ACCUSE"})
"""Types that are such only where a person, a state or a body takes part: one model of a car replaces another."""
_MONTH = 31
_REACH = 350
"""Characters from a date within which an undated sentence goes on with its day for sure."""
_AGO = 30
"""Days before publication from which a passage is of another time."""
_OCCASIONS = frozenset({"CONSULT", "ELECTION", "AGREE"})
"""Types whose nouns say when: what took place at a summit dates the summit."""
_OF_NO_TYPE = frozenset({"OTHER", "STATEMENT"})
_COUNTED = frozenset({"ASSAULT", "DISASTER"})
"""Types of which figures are told: "74 people were hurt this year" sums up many events."""
_HABITS = re.compile(r"\bover the (?:years|decades|centuries)\b", re.IGNORECASE)
_QUOTES = ("“", '"', "‘", "'", "«")
_OPENING, _CLOSING = frozenset("“‘«"), frozenset("”’»")
_OWN = frozenset({"i", "we", "you", "my", "our", "your", "me", "us"})
"""Words of somebody who writes of himself or to his reader; outside quotation marks no news says them."""


def is_told(draft: Draft, zones: Sequence[str] = ZONES) -> bool:
    """Told by the text in its own words, as something that took place or was fixed to take place."""
    r = draft.report
    if draft.predicate.token.sent.text.lstrip().startswith(_QUOTES) or _is_of_the_writer(draft):
        return False
    if r.zone not in zones or r.polarity == "negative" or r.claim in ("forecast", "alleged", "denied"):
        return False
    if r.certainty == "probable" and r.status in ("occurred", "ongoing"):
        return False
    token, carrier = draft.predicate.token, draft.predicate.carrier
    if carrier is not None and word("awaited", carrier.lemma_.lower()):
        return False  # "faces impeachment"
    if token.dep_ == "acl" and any(c.tag_ == "MD" for c in token.head.head.children):
        return False  # "would be the third man arrested"
    if token.dep_ == "ccomp" and any(c.tag_ in ("WRB", "WP") for c in token.children):
        return False  # "did not know how she was shot"
    return r.certainty != "possible" and r.status not in ("unknown", "expected")


def _is_of_the_writer(draft: Draft) -> bool:
    """A letter or a comment: "my father died in 1946, and I am looking for his papers"."""
    quoted = False
    for t in draft.predicate.token.sent:
        quoted = t.text in _OPENING or (quoted and t.text not in _CLOSING) if t.text != '"' else not quoted
        if not quoted and t.lower_ in _OWN and (t.text != "US" and t.text != "I." and t.ent_type_ == ""):
            return True
    return False


def is_whole(draft: Draft) -> bool:
    """Whether the report says enough to stand alone: a title from the parse, and what its type needs."""
    r, verb = draft.report, draft.predicate.kind == "verb"
    if r.title.startswith("“") or len(r.title.split()) < 2:
        return False
    acted_on = draft.arguments.objects or draft.arguments.obliques
    if verb and r.type in _WHOLE and not draft.arguments.passive and not _is_told_whole(draft):
        unsaid = all(t.pos_ == "PRON" for t in draft.arguments.objects) and bool(draft.arguments.objects)
        bare = (
            r.type != "REJECT"
            and wording("bare", draft.predicate.lemma)
            and draft.predicate.token.dep_ not in ("advcl", "xcomp")
        )
        if (not acted_on and not bare) or unsaid or (_ends_with_verb(r.title, draft.predicate.lemma) and not bare):
            return False
    if draft.predicate.lemma == "investigate" and len(taking_part(draft)) < 2:
        return False  # what police do after everything
    if verb and _is_another_sense(draft):
        return False
    if not verb and r.type == "OTHER" and draft.predicate.relation != "light":
        return False  # "orders of phones began"
    if not verb and word("noises", draft.predicate.token.lemma_.lower()):
        return False  # "gunfire erupted": who shot at whom is another report's
    if not verb and draft.predicate.token.dep_ == "attr":
        return False  # "the first days were torture"
    if (
        verb
        and r.type == "COERCE"
        and shipped().is_in(draft.predicate.lemma, "cues.achieved")
        and _is_told_whole(draft)
        and draft.arguments.passive
    ):
        return False  # "was forced to issue": the other verb is what happened
    if verb and r.type in _WHOLE and len(r.title.split()) == 2 and r.title.endswith("s") and not taking_part(draft):
        return False
    return r.type not in _BY_PEOPLE or bool(taking_part(draft)) or (r.type == "LEADERSHIP" and _is_of_office(draft))


def _is_of_office(draft: Draft) -> bool:
    """Whether somebody without a name comes or goes: "the director resigned", "a new mayor was sworn in"."""
    heads = (*draft.arguments.subjects, *draft.arguments.objects)
    return draft.predicate.kind == "verb" and any(shipped().is_in(t.lemma_.lower(), "nouns.person") for t in heads)


def _is_another_sense(draft: Draft) -> bool:
    """Verbs that are of their type in one construction alone: "demonstrated the camera", "she was pulled out"."""
    r, args = draft.report, draft.arguments
    if r.type == "PROTEST" and shipped().verb_type(draft.predicate.lemma) == "PROTEST":
        return bool(args.objects)
    if draft.predicate.lemma == "sign" and any(word("keepsakes", t.lemma_.lower()) for t in args.objects):
        return True
    if draft.predicate.lemma == "pull out" and args.objects and not args.passive:
        return True  # "pulled out a knife"
    if draft.predicate.lemma == "shoot" and r.type == "DISASTER" and not draft.predicate.rule.endswith("by accident"):
        return True  # "a pipe shot flames into the air"
    if draft.predicate.lemma == "age":
        return True  # "died aged 50"
    if draft.predicate.lemma in ("visit", "meet") and any(word("family", t.lemma_.lower()) for t in args.objects):
        return True
    if draft.predicate.lemma in ("succeed", "help"):
        return not args.objects or draft.predicate.lemma == "help"
    return r.type == "RETREAT" and args.passive and draft.predicate.lemma == "pull out"


def _ends_with_verb(title: str, lemma: str) -> bool:
    return title.split()[-1].lower().startswith(lemma.split()[0][: max(3, len(lemma) - 1)])


def _is_told_whole(draft: Draft) -> bool:
    """A clause stands for the object: "refused to leave", "warned that it would strike"."""
    return any(c.dep_ in ("ccomp", "xcomp") for c in draft.predicate.token.children)


def is_settled(draft: Draft, found: Sequence[Draft], published: str | None) -> bool:
    """Whether time is told well enough for its status: plans and states without a day are background."""
    aside = _is_told_aside(draft) or _is_another_day(draft, found)
    return not aside and _fits_its_status(draft, published)


def _is_told_aside(draft: Draft) -> bool:
    """Whether it is only said when, how often, by whose will or in which state of things it was."""
    r, dated = draft.report, is_dated(draft.report)
    token, verb = draft.predicate.token, draft.predicate.kind == "verb"
    if any(cue.startswith("status: ") and not _is_achieved(cue) for cue in r.cues):
        return True  # "registered to meet the king": whether they met is not said
    since = r.when.earliest is not None and r.when.latest is None
    if r.status == "occurred" and (since or is_end(r.phrase, token.doc.text)):
        return True  # "the fifth raid since September", "closed through Wednesday": neither says on which day
    if not verb:  # "was in the room at a 1972 meeting"
        return draft.predicate.relation == "governed" and _is_circumstance(token)
    if _is_forced(token, not dated) or _is_meanwhile(token):
        return True  # "has forced the firm to cut prices": that it was forced is what happened
    if _is_repeated(draft) and (not dated or r.when.extent == "throughout"):
        return True
    if verb and draft.mood.tense == "past_progressive" and _is_when(token):
        return True  # "the raid came on Monday as the shop was closing"
    if dated:
        return False
    if r.when.basis != "inherited" and draft.mood.tense == "past_progressive":
        return True  # "was crossing the strait": what went on while something else happened
    return looks_back(token) or _is_when(token) or any(word("formerly", c.lower_) for c in token.children)


def _is_another_day(draft: Draft, found: Sequence[Draft]) -> bool:
    """Whether the day may be another's: of an earlier sentence, another clause, or of no day at all."""
    r, dated = draft.report, is_dated(draft.report)
    token, verb = draft.predicate.token, draft.predicate.kind == "verb"
    if not dated and _HABITS.search(token.sent.text):
        return True
    if "date.inherited: of several days" in r.cues or _is_of_another_time(draft, found):
        return True
    news = draft.lead and token.dep_ in ("ROOT", "ccomp")
    if r.when.basis == "near_published" and not news and _is_known_disaster(draft):
        return True
    if r.when.basis == "inherited" and _is_far_from_its_day(draft):
        return True
    within = not verb and draft.predicate.relation == "governed" and r.type not in _OCCASIONS
    # "spent Monday in Oslo, where she signed the pact", not "was found Monday where she had lived"
    where = any(c.lower_ == "where" and c.nbor(-1).text == "," for c in token.children)
    aside = (_clause_of(token) in ("acl", "relcl") and not where) or (token.dep_ == "advcl" and token.tag_ == "VBN")
    if _is_shared(r) and (aside or within):
        return True  # "flights evacuating tourists will run on Monday"; "suspended in 2003 for lying during a probe"
    told = verb or draft.predicate.relation in ("light", "occur", "begun", "fate")
    passing = token.dep_ == "pcomp" or (verb and token.dep_ == "acl" and r.when.basis == "tense_only")
    passing = passing or (token.dep_ == "relcl" and not _has_its_own_subject(draft))
    # Said in passing: "those who visited it", "the visit of the king came as a surprise".
    return not dated and (passing or (not told and r.when.basis == "inherited"))


def _is_known_disaster(draft: Draft) -> bool:
    """What "the quake" or "the storm" did, without a day: the text speaks of one that is known."""
    doers = draft.arguments.subjects if draft.report.type == "DISASTER" and draft.predicate.kind == "verb" else ()
    return any(
        shipped().nouns.get(t.lemma_.lower()) == "DISASTER" and any(c.lower_ == "the" for c in t.lefts) for t in doers
    )


def _is_far_from_its_day(draft: Draft) -> bool:
    """Whether a report of an earlier sentence's day stands far from it, or in a clause that need not go on with it."""
    r, carrier = draft.report, draft.predicate.carrier
    if r.phrase is not None and r.trigger_start - r.phrase.start > _REACH:
        return True
    if draft.mood.teller is not None:
        return True  # "said the curfew was too hard"; "it did not say in which order they had struck him"
    if draft.predicate.kind == "verb":
        return _is_below(draft.predicate.token)
    return carrier is not None and _is_below(carrier)  # "the news that the firm suffered an attack"


def _fits_its_status(draft: Draft, published: str | None) -> bool:
    """Whether what is planned is still to come, what goes on began on a day, and what was done was not a habit."""
    r, dated = draft.report, is_dated(draft.report)
    verb = draft.predicate.kind == "verb"
    if draft.mood.tense == "present" and r.status in ("occurred", "ongoing") and r.zone == "body":
        return False  # a habit, or a state that a date has been read into: "sings every Friday"
    if r.status == "ongoing":
        now = draft.mood.tense not in ("present", "pluperfect")
        return now and dated and r.when.earliest is not None and not _is_shared(r)
    if r.status == "occurred" and dated and published is not None and (r.when.earliest or "") > published:
        return False  # "drowned over Memorial Day", which is to come: the day of another year
    if draft.mood.plan == "purpose" and "date.own" not in r.cues:
        return False
    if r.status in ("planned", "scheduled") and dated and not _is_to_come(draft, published):
        return False  # "voted on Monday for a call to enact the law"
    if r.status in AHEAD:
        announced = draft.lead and verb and not draft.mood.subordinate and bool(taking_part(draft))
        return dated or announced or r.status in ("postponed", "cancelled")
    if r.when.basis in ("none", "tense_only"):
        apart = not verb or looks_back(draft.predicate.token)
        return not apart and (len(taking_part(draft)) > 1 or draft.lead)
    return True


def _is_shared(r: Report) -> bool:
    return any(cue.startswith("date.shared") for cue in r.cues)


def is_placed(draft: Draft) -> bool:
    """Whether it stands firm where it is told: behind the lead with a day of its own, and as one act on that day.

    Measured on reports that were read one by one: of those behind the lead with one party and no day of their own one
    in three is right, of all others two in three.
    """
    r, several = draft.report, len(taking_part(draft)) > 1 and draft.report.type not in _OF_NO_TYPE
    if r.when.basis == "tense_only" and not several and (not draft.lead or r.type in _OF_NO_TYPE):
        return False
    if r.when.basis in ("inherited", "near_published") and r.zone == "body" and not (draft.lead or several):
        return False
    return not (_is_sum(draft) or _is_occasion(draft))


def _is_sum(draft: Draft) -> bool:
    """Figures of a year or of months: "74 people were hurt from January to May"."""
    r, part = draft.report, taking_part(draft)
    counted = not draft.arguments.subjects or draft.predicate.lemma in words("dying")
    return r.type in _COUNTED and not part and draft.predicate.kind == "verb" and counted and _is_long(r)


def _is_long(r: Report) -> bool:
    first, last = r.when.earliest, r.when.latest
    return first is not None and last is not None and days.of(last) - days.of(first) > _MONTH


def _is_occasion(draft: Draft) -> bool:
    """What only says at which occasion something was: "spoke at a rally", "her role in the campaign of 1988"."""
    token, r = draft.predicate.token, draft.report
    if draft.predicate.kind != "noun":
        return False
    if draft.predicate.relation == "light" and r.type in _COUNTED:
        return draft.predicate.carrier is not None and draft.predicate.carrier.lemma_ == "have"  # "has had four storms"
    if draft.predicate.relation != "governed":
        return False
    at = token.dep_ == "pobj" and token.head.lower_ in ("at", "during")
    return r.type == "ELECTION" or (at and r.type == "PROTEST")


def _is_circumstance(noun: Token) -> bool:
    """Whether a talk or a vote only says when or where something else was the case."""
    before = noun.head
    if noun.dep_ != "pobj" or before.lower_ not in ("at", "during", "in", "following") or before.head.pos_ != "ADJ":
        return before.lower_ in ("at", "during") and before.head.pos_ == "AUX" and noun.dep_ == "pobj"
    return True


def _is_to_come(draft: Draft, published: str | None) -> bool:
    """Whether the date of a plan reaches to the day of publication or beyond it."""
    when = draft.report.when
    # "to resign after being in power since 1998" is no plan of that year.
    return published is None or (when.latest or when.earliest or published) >= published


def _is_of_another_time(draft: Draft, found: Sequence[Draft]) -> bool:
    """Whether news without a date stands in a passage of long ago: what was filed then was not filed on the day."""
    r = draft.report
    if r.when.basis != "near_published" or draft.lead or r.when.latest is None:
        return False
    today = days.of(r.when.latest)
    before = (d.report for d in found if 0 < r.trigger_start - d.report.trigger_start < _REACH)
    return any(is_dated(b) and b.when.latest is not None and today - days.of(b.when.latest) > _AGO for b in before)


def _is_achieved(cue: str) -> bool:
    """Whether the verb of an infinitive says that it came about: "managed to", "began to"."""
    lemma = cue.removeprefix("status: ").removesuffix(" to")
    return " " in lemma or shipped().is_in(lemma, "cues.achieved", "verbs.aspect", "verbs.control")


def _is_meanwhile(verb: Token) -> bool:
    """What somebody was at when something else happened: "was hurt on Monday while chasing a thief"."""
    return verb.dep_ == "advcl" and verb.tag_ == "VBG" and any(c.lower_ in ("while", "when") for c in verb.children)


def _is_forced(verb: Token, undated: bool) -> bool:
    """Whether others make somebody do it, by the verb above; where no day is told, by any cause: "led them to ban"."""
    above = verb.head
    lemma = above.lemma_.lower()
    made = shipped().verb_type(lemma) == "COERCE" or (undated and shipped().is_in(lemma, "verbs.object_control"))
    made = made and verb.dep_ in ("xcomp", "ccomp", "advcl")
    infinitive = any(c.tag_ == "TO" for c in verb.children)
    return made and infinitive and not any(c.dep_ in ("auxpass", "nsubjpass") for c in above.children)


def _clause_of(verb: Token) -> str:
    """What the clause of a verb, or of the first of its conjuncts, is to the rest of the sentence."""
    while verb.dep_ == "conj" and verb.head.i != verb.i:
        verb = verb.head
    return verb.dep_


def _is_below(token: Token) -> bool:
    """Whether a verb stands in a clause that only says of which, when or why."""
    return any(t.dep_ in ("relcl", "advcl", "acl", "csubj") for t in (token, *token.ancestors))


def _has_its_own_subject(draft: Draft) -> bool:
    """Whether a relative clause tells of somebody else than the word it hangs on: "where Acme has sold arms"."""
    clause = draft.predicate.token.left_edge.i
    return any(t.pos_ == "PROPN" and t.i > clause for t in draft.arguments.subjects)


def _is_when(verb: Token) -> bool:
    """A clause that says when: "as he first opened the shop, he praised it"; its own time is told elsewhere."""
    return verb.dep_ == "advcl" and any(c.lower_ in ("when", "as", "while", "whenever", "once") for c in verb.children)


def _is_repeated(draft: Draft) -> bool:
    """Told as done several times: "has sued them twice", "hosted it three times"."""
    children = list(draft.predicate.token.children)
    below = (*children, *(g for c in children if c.dep_ == "advmod" for g in c.children))
    return any(c.lower_ in ("twice", "often", "always") or (c.lemma_ == "time" and c.dep_ == "npadvmod") for c in below)


def is_dated(r: Report) -> bool:
    """Whether the text itself gives its date."""
    return r.when.basis in DATED and (r.when.earliest is not None or r.when.latest is not None)


def taking_part(draft: Draft) -> set[str]:
    """Names of those in a role; where there are none, of those that its subjects and objects name."""
    r = draft.report
    acting = {m.mention.name for m in r.mentions if m.role != "mentioned"}
    if acting or r.type in ("OTHER", "STATE", "STATEMENT"):
        return acting
    heads = (*draft.arguments.subjects, *draft.arguments.objects)
    spans = [(t.doc[t.left_edge.i].idx, t.right_edge.idx + len(t.right_edge)) for t in heads]
    return {m.mention.name for m in r.mentions if any(s <= m.mention.start < e for s, e in spans)}


def word(name: str, lemma: str) -> bool:
    """Whether a list of the section ``words`` of ``rules/salience.toml`` holds a lemma."""
    return lemma in _words()[name]


@cache
def _words() -> Mapping[str, frozenset[str]]:
    table = tomllib.loads((files("timeline") / "rules" / "salience.toml").read_text("utf-8"))["words"]
    return {name: frozenset(lemmas) for name, lemmas in table.items()}
