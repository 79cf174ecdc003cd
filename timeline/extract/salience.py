"""What an analyst would put on a timeline, and what stays in the background."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from timeline import days
from timeline.extract import doubts
from timeline.extract.binding import looks_back
from timeline.extract.lexicon import shipped
from timeline.extract.pipeline import Draft
from timeline.model import Report

if TYPE_CHECKING:
    from spacy.tokens import Token

_WEIGHT = {
    "AGREE": 3, "CONSULT": 2, "ASSAULT": 3, "SANCTION": 3, "LEADERSHIP": 3, "ELECTION": 3, "ACCUSE": 2, "RETREAT": 3,
    "AID": 2, "COERCE": 3, "PROTEST": 3, "MOBILIZE": 3, "LEGAL": 2, "DISASTER": 3, "CONCEDE": 2, "REJECT": 1,
    "THREATEN": 1, "COOPERATE": 1, "SUPPORT": 0, "REQUEST": 0, "STATEMENT": -1, "OTHER": -1, "STATE": -3,
}  # fmt: skip
_DATED = ("explicit", "completed_from_published", "completed_from_text", "anchored_on_event")
_FINE = ("day", "hour", "minute", "part_of_day", "month")
_AHEAD = ("planned", "scheduled", "postponed", "cancelled")
_WHOLE = frozenset(
    {"ASSAULT", "ACCUSE", "SANCTION", "COERCE", "AID", "LEGAL", "AGREE", "CONCEDE", "REJECT", "THREATEN"}
)
"""Types whose verbs say little without the one acted on: "the virus kills", "the presidents sign"."""
_BY_PEOPLE = frozenset({"LEADERSHIP", "ACCUSE"})
"""Types that are such only where a person, a state or a body takes part: one model of a car replaces another."""
_BY_PEOPLE_UNNAMED = frozenset({"ASSAULT", "DISASTER", "COERCE", "LEGAL", "PROTEST"})
"""Types of which people without names are told on their own account."""
_BY_DOERS = frozenset({"ASSAULT", "COERCE", "SANCTION", "ACCUSE", "AID"})
_DOERS = frozenset({"agent", "accuser", "supplier", "party"})
"""Of these types what a thing does is a figure of speech: "the drop in the price forced the firm to cut"."""
_REACH = 350
"""Characters from a date within which an undated sentence goes on with its day for sure."""
_AGO = 30
"""Days before publication from which a passage is of another time."""
_OCCASIONS = frozenset({"CONSULT", "ELECTION", "AGREE"})
"""Types whose nouns say when: what took place at a summit dates the summit."""
_JOURNEYS = frozenset({"travel", "fly", "arrive", "return", "leave", "flee"})
_AWAITED = frozenset(
    {
        "face",
        "avoid",
        "risk",
        "fear",
        "escape",
        "await",
        "seek",
        "demand",
        "want",
        "urge",
        "see",
        "hear",
        "notice",
        "spot",
        "watch",
        "smell",
    }
)
_KEEPSAKES = frozenset({"memorabilia", "autograph", "book", "copy", "poster", "ball", "jersey", "album", "guestbook"})
_FAMILY = frozenset(
    {"sister", "brother", "mother", "father", "parent", "family", "friend", "relative", "grandmother", "grandfather",
     "son", "daughter", "wife", "husband", "girlfriend", "boyfriend", "aunt", "uncle", "cousin", "grandparent"}
)  # fmt: skip
"""Whom people visit and meet in private."""
_FORMERLY = frozenset({"previously", "formerly", "originally", "initially", "once", "before"})
"""Adverbs of an act of another time than the story's: "was arrested previously"."""
_HABITS = re.compile(r"\bover the (?:years|decades|centuries)\b", re.IGNORECASE)
_QUOTES = ("“", '"', "‘", "'", "«")
_OPENING, _CLOSING = frozenset("“‘«"), frozenset("”’»")
_OWN = frozenset({"i", "we", "you", "my", "our", "your", "me", "us"})
"""Words of somebody who writes of himself or to his reader; outside quotation marks no news says them."""
_SOFT = frozenset({"REQUEST", "SUPPORT", "THREATEN", "REJECT", "ACCUSE", "STATEMENT"})
"""Types whose nouns are mostly circumstances: "at the request of", "despite the criticism"."""
MAIN = 4
"""Points from which a report is main."""


def judged(found: Sequence[Draft], published: str | None) -> list[Draft]:
    """The drafts of an article with their salience; of two with one title in a sentence the first is main."""
    done: list[Draft] = []
    shown: set[tuple[int, str]] = set()
    for draft in found:
        r = draft.report
        main = _is_main(draft, found, published) and (r.sentence_start, r.title) not in shown
        doubt = doubts.of(draft) if main else None
        if main and doubt is None:
            shown.add((r.sentence_start, r.title))
            r = replace(r, salience="main")
        else:
            cues = (*r.cues, f"salience.doubt: {doubt}") if doubt is not None else r.cues
            r = replace(r, salience="background", cues=cues)
        done.append(replace(draft, report=r))
    return done


def _is_main(draft: Draft, found: Sequence[Draft], published: str | None) -> bool:
    return _is_told(draft) and _is_whole(draft) and _is_settled(draft, found, published) and _points(draft) >= MAIN


def of_the_article(draft: Draft, report: Report, published: str | None) -> Report:
    """The report that its article is about: main where the lead tells it of somebody, whatever its type.

    Args:
        draft: with its parse.
        report: the same report as it is now, with the date that the article gives it.
        published: ISO day of publication.
    """
    told = report.when.basis in (*_DATED, "near_published") and report.status in ("occurred", *_AHEAD)
    whole = _is_told(draft) and _is_whole(draft) and _is_settled(draft, (), published) and doubts.of(draft) is None
    plain = draft.predicate.kind == "verb" and draft.lead and not draft.mood.subordinate
    if report.salience == "main" or not (told and whole and plain and _taking_part(draft)):
        return report
    if report.type in ("STATE", "STATEMENT"):
        return report
    return replace(report, salience="main", cues=(*report.cues, "salience.main: what the article is about"))


def _is_told(draft: Draft) -> bool:
    """Told by the text in its own words, as something that took place or was fixed to take place."""
    r = draft.report
    if draft.predicate.token.sent.text.lstrip().startswith(_QUOTES) or _is_of_the_writer(draft):
        return False
    if r.zone not in ("body", "caption") or r.polarity == "negative" or r.claim in ("forecast", "alleged", "denied"):
        return False
    if r.certainty == "probable" and r.status in ("occurred", "ongoing"):
        return False
    token, carrier = draft.predicate.token, draft.predicate.carrier
    if carrier is not None and carrier.lemma_.lower() in _AWAITED:
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


def _is_whole(draft: Draft) -> bool:
    """Whether the report says enough to stand alone: a title from the parse, and what its type needs."""
    r, verb = draft.report, draft.predicate.kind == "verb"
    if r.title.startswith("“") or len(r.title.split()) < 2:
        return False
    acted_on = draft.arguments.objects or draft.arguments.obliques
    if verb and r.type in _WHOLE and not draft.arguments.passive and not _is_told_whole(draft):
        unsaid = all(t.pos_ == "PRON" for t in draft.arguments.objects) and bool(draft.arguments.objects)
        if not acted_on or unsaid or _ends_with_verb(r.title, draft.predicate.lemma):
            return False
    if verb and _is_another_sense(draft):
        return False
    if not verb and draft.predicate.token.dep_ == "attr":
        return False  # "the first days were torture"
    if (
        verb
        and r.type == "COERCE"
        and shipped().is_in(draft.predicate.lemma, "cues.achieved")
        and _is_told_whole(draft)
    ):
        return False  # "was forced to issue": the other verb is what happened
    if verb and r.type in _WHOLE and len(r.title.split()) == 2 and r.title.endswith("s"):
        return False
    return r.type not in _BY_PEOPLE or bool(_taking_part(draft))


def _is_another_sense(draft: Draft) -> bool:
    """Verbs that are of their type in one construction alone: "demonstrated the camera", "she was pulled out"."""
    r, args = draft.report, draft.arguments
    if r.type == "PROTEST":
        return bool(args.objects)
    if draft.predicate.lemma == "sign" and any(t.lemma_.lower() in _KEEPSAKES for t in args.objects):
        return True
    if draft.predicate.lemma == "age":
        return True  # "died aged 50"
    if draft.predicate.lemma in ("visit", "meet") and any(t.lemma_.lower() in _FAMILY for t in args.objects):
        return True
    if draft.predicate.lemma in ("succeed", "help"):
        return not args.objects or draft.predicate.lemma == "help"
    return r.type == "RETREAT" and args.passive and draft.predicate.lemma == "pull out"


def _ends_with_verb(title: str, lemma: str) -> bool:
    return title.split()[-1].lower().startswith(lemma.split()[0][: max(3, len(lemma) - 1)])


def _is_told_whole(draft: Draft) -> bool:
    """A clause stands for the object: "refused to leave", "warned that it would strike"."""
    return any(c.dep_ in ("ccomp", "xcomp") for c in draft.predicate.token.children)


def _is_settled(draft: Draft, found: Sequence[Draft], published: str | None) -> bool:
    """Whether time is told well enough for its status: plans and states without a day are background."""
    r, dated = draft.report, _is_dated(draft.report)
    token, verb = draft.predicate.token, draft.predicate.kind == "verb"
    if any(cue.startswith("status: ") and not _is_achieved(cue) for cue in r.cues):
        return False  # "registered to meet the king": whether they met is not said
    if not dated and verb and looks_back(token):
        return False
    if verb and _is_repeated(draft) and (not dated or r.when.extent == "throughout"):
        return False
    if r.when.basis == "inherited" and r.phrase is not None and r.trigger_start - r.phrase.start > _REACH:
        return False
    if not dated and _HABITS.search(token.sent.text):
        return False
    if verb and not dated and any(c.lower_ in _FORMERLY for c in token.children):
        return False
    if "date.inherited: of several days" in r.cues or _is_of_another_time(draft, found):
        return False
    carrier = draft.predicate.carrier
    if r.when.basis == "inherited" and carrier is not None and not verb and _is_below(carrier):
        return False  # "the news that the firm suffered an attack"
    if r.when.basis == "inherited" and verb and (_is_below(token) or draft.mood.teller is not None):
        return False  # "it did not say in which order they had struck him when he was shot"
    shared = any(cue.startswith("date.shared") for cue in r.cues)
    within = not verb and draft.predicate.relation == "governed" and r.type not in _OCCASIONS
    aside = _clause_of(token) in ("acl", "relcl") or (token.dep_ == "advcl" and token.tag_ == "VBN")
    if shared and (aside or within):
        return False  # "flights evacuating tourists will run on Monday"; "suspended in 2003 for lying during a probe"
    told = verb or draft.predicate.relation in ("light", "occur", "begun", "fate")
    passing = token.dep_ == "pcomp" or (token.dep_ == "relcl" and not _has_its_own_subject(draft))
    if not dated and (passing or (not told and r.when.basis == "inherited")):
        return False  # said in passing: "those who visited it", "the visit of the king came as a surprise"
    if draft.mood.tense == "present" and r.status == "occurred" and r.zone == "body":
        return False  # a habit, or a state that a date has been read into
    if r.status == "ongoing":
        return dated and r.when.earliest is not None
    if draft.mood.plan == "purpose" and "date.own" not in r.cues:
        return False
    if r.status in ("planned", "scheduled") and dated and not _is_to_come(draft, published):
        return False  # "voted on Monday for a call to enact the law"
    if r.status in _AHEAD:
        return dated or r.when.basis == "inherited" or r.status in ("postponed", "cancelled")
    if r.when.basis in ("none", "tense_only"):
        apart = not verb or looks_back(token)
        return not apart and (len(_taking_part(draft)) > 1 or draft.lead)
    return True


def _is_to_come(draft: Draft, published: str | None) -> bool:
    """Whether the date of a plan reaches to the day of publication or beyond it."""
    latest = draft.report.when.latest
    return published is None or latest is None or latest >= published


def _is_of_another_time(draft: Draft, found: Sequence[Draft]) -> bool:
    """Whether news without a date stands in a passage of long ago: what was filed then was not filed on the day."""
    r = draft.report
    if r.when.basis != "near_published" or draft.lead or r.when.latest is None:
        return False
    today = days.of(r.when.latest)
    before = (d.report for d in found if 0 < r.trigger_start - d.report.trigger_start < _REACH)
    return any(_is_dated(b) and b.when.latest is not None and today - days.of(b.when.latest) > _AGO for b in before)


def _is_achieved(cue: str) -> bool:
    """Whether the verb of an infinitive says that it came about: "managed to", "began to"."""
    lemma = cue.removeprefix("status: ").removesuffix(" to")
    return " " in lemma or shipped().is_in(lemma, "cues.achieved", "verbs.aspect", "verbs.control")


def _clause_of(verb: Token) -> str:
    """What the clause of a verb, or of the first of its conjuncts, is to the rest of the sentence."""
    while verb.dep_ == "conj" and verb.head.i != verb.i:
        verb = verb.head
    return verb.dep_


def _is_below(token: Token) -> bool:
    """Whether a verb stands in a clause that only says of which, when or why."""
    return any(t.dep_ in ("relcl", "advcl", "acl", "csubj") for t in (token, *token.ancestors))


def _has_its_own_subject(draft: Draft) -> bool:
    """Whether a relative clause tells of somebody else than the word it hangs on: "where the firm has sold arms"."""
    return any(t.pos_ == "PROPN" for t in draft.arguments.subjects)


def _is_repeated(draft: Draft) -> bool:
    """Told as done several times: "has sued them twice", "hosted it three times"."""
    children = list(draft.predicate.token.children)
    below = (*children, *(g for c in children if c.dep_ == "advmod" for g in c.children))
    return any(c.lower_ in ("twice", "often", "always") or (c.lemma_ == "time" and c.dep_ == "npadvmod") for c in below)


def _is_dated(r: Report) -> bool:
    return r.when.basis in _DATED and (r.when.earliest is not None or r.when.latest is not None)


def _taking_part(draft: Draft) -> set[str]:
    """Names of those in a role; where there are none, of those that its subjects and objects name."""
    r = draft.report
    acting = {m.mention.name for m in r.mentions if m.role != "mentioned"}
    if acting or r.type in ("OTHER", "STATE", "STATEMENT"):
        return acting
    heads = (*draft.arguments.subjects, *draft.arguments.objects)
    spans = [(t.doc[t.left_edge.i].idx, t.right_edge.idx + len(t.right_edge)) for t in heads]
    return {m.mention.name for m in r.mentions if any(s <= m.mention.start < e for s, e in spans)}


def _is_of_people(draft: Draft) -> bool:
    """Whether a dated act befalls or is done by people without names: "three men were shot on Monday"."""
    if draft.predicate.kind != "verb" or not _is_dated(draft.report) or draft.report.type not in _BY_PEOPLE_UNNAMED:
        return False
    heads = (*draft.arguments.subjects, *draft.arguments.objects)
    return any(shipped().is_in(t.lemma_.lower(), "nouns.person") for t in heads)


def _points(draft: Draft) -> int:
    r, verb = draft.report, draft.predicate.kind == "verb"
    if verb and r.type in ("STATEMENT", "STATE"):
        return 0
    part = len(_taking_part(draft))
    if verb and r.type == "OTHER" and draft.predicate.lemma in _JOURNEYS and part > 1 and _is_dated(r):
        return MAIN  # somebody goes somewhere on a day
    points = _WEIGHT[r.type] + (min(part, 2) if part else 0 if _is_of_people(draft) else -2)
    if not verb and r.type in _SOFT and draft.predicate.relation == "governed":
        points -= 1
    if _is_dated(r):
        points += 2 if r.when.granularity in _FINE else 1
    if verb and draft.mood.subordinate:
        points -= 1
    if verb and r.type in _BY_DOERS and draft.arguments.subjects and not any(m.role in _DOERS for m in r.mentions):
        points -= 1
    if draft.lead or r.zone == "caption":
        points += 1
    return points
