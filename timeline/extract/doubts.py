"""Why a report is doubtful as an entry of a timeline: its words may mean something else, or its sentence is broken.

The words and patterns stand in ``rules/salience.toml``. A doubtful report stays in the background, and says why.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from timeline import days
from timeline.actors.words import load as actors_words
from timeline.extract import misread
from timeline.extract.lexicon import shipped
from timeline.extract.sense_words import words
from timeline.extract.syntax import is_verb
from timeline.model import Timex, When

if TYPE_CHECKING:
    from timeline.extract.pipeline import Draft
    from timeline.parsed import Token

LONGEST = 75
"""Words of a sentence beyond which the parse is not to be trusted: lists, or lines that ran together."""
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)?")
_NAMED = frozenset({"PERSON", "ORG", "WORK_OF_ART", "FAC", "PRODUCT", "LAW"})
_OF_THE_YEAR = re.compile(r"\bof the (?:year|month|week|decade|century|match|season)\b", re.IGNORECASE)
_OF_PERSONS = frozenset({"hire", "fire", "appoint", "name", "promote", "dismiss", "recruit", "sack"})
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MOST_YEARS = 3
_OF_PAPERS = frozenset({"sign", "ratify", "approve", "pass", "launch", "found", "file", "announce", "enact"})
_PUBLISHED = re.compile(r"published (\d{4}-\d\d-\d\d)")
_BARE_WEEKDAY = re.compile(
    r"^(?!.*\b(?:last|this|earlier)\b).*\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE
)
_WEEKDAY_ALONE = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day", re.IGNORECASE)
_LAST_WEEKDAY = re.compile(r"last (?:mon|tues|wednes|thurs|fri|satur|sun)day", re.IGNORECASE)
_NEARLY_A_WEEK = 6
_HALF_A_WEEK = 4
_STRUCK = frozenset(
    {"blow", "balance", "chord", "tone", "note", "pose", "oil", "gold", "water", "deal", "bargain", "air"}
)
_FLOODS = frozenset({"flood", "swamp", "inundate", "drown", "overwhelm", "shower", "deluge", "storm", "bury"})
_TURNS = 1500
"""Characters around a report in which speakers' names in capitals make a conversation."""
_SPEAKER = re.compile(r"(?:^|[.?!\n] ?)[A-Z][A-Z.'’-]{2,}(?: [A-Z.'’-]{2,}){0,3}(?:, [^:\n]{3,40})?: ", re.MULTILINE)
_OF_COURTS = frozenset({"LEGAL", "COERCE", "ACCUSE", "LEADERSHIP"})
_OCCASIONS = frozenset({"CONSULT", "ELECTION", "DISASTER", "PROTEST"})


@dataclass(frozen=True, slots=True)
class _Rules:
    triggers: frozenset[str]
    sure: re.Pattern[str]
    others: frozenset[str]
    page: re.Pattern[str]
    title: re.Pattern[str]
    abstract: frozenset[str]
    pictures: frozenset[str]
    prizes: frozenset[str]


def of(draft: Draft) -> str | None:
    """What is doubtful about a report, in words for people; None where nothing is."""
    report, sentence = draft.report, draft.predicate.token.sent
    if (lack := weakness(draft)) is not None:
        return lack
    if _rules().title.search(report.title):
        return "a title of broken words"
    if len(sentence) > LONGEST:
        return "a sentence too long to be read with confidence"
    if _rules().page.search(sentence.text):
        return "words of the page in the sentence"
    if is_of_a_game(report.trigger, sentence.text) or _is_of_a_quarter(draft):
        return "told of a game"
    if draft.predicate.lemma == "complain" and draft.arguments.objects:
        return "an object of a verb that takes none"
    if _is_in_a_name(draft):
        return "the word is part of a name"
    if (misread_as := misread.of(draft)) is not None:
        return misread_as
    if len(_YEAR.findall(sentence.text)) > _MOST_YEARS:
        return "a list of years"
    if _may_be_of_two_weeks(draft.report.when, draft.report.phrase):
        return "a weekday that may be the day after publication"
    if draft.predicate.lemma in words("dying") and _is_of_a_body(draft):
        return "no organisation and no place dies"
    if _is_an_old_plan(draft):
        return "a plan that was made before something else came"
    if _is_a_setting(draft):
        return "what somebody was doing when something else came"
    if _is_of_an_award(draft):
        return "no change of office"
    if _is_no_object_for(draft):
        return "a person is not signed into force"
    if (figure := _is_a_figure(draft)) is not None:
        return figure
    if _is_of_a_conversation(draft):
        return "whom a word means in a conversation is not clear"
    return "alleged in the same breath" if _is_near_allegation(draft) else None


def weakness(draft: Draft) -> str | None:
    """What the title lacks; the name of an occasion is title enough, unless only something else was done there."""
    lack = next((cue.partition(": ")[2] for cue in draft.report.cues if cue.startswith("title.weak: ")), None)
    if lack == "a bare noun" and draft.report.type == "ELECTION" and draft.report.when.granularity == "day":
        return None  # "a presidential election on 18 June"
    token = draft.predicate.token
    aside = token.dep_ == "pobj" and token.head.lower_ in ("at", "during") and is_verb(token.head.head)
    somewhere = draft.report.place is not None or any(m.role != "mentioned" for m in draft.report.mentions)
    return (
        None if somewhere and lack == "a name and no event" and draft.report.type in _OCCASIONS and not aside else lack
    )


def _may_be_of_two_weeks(when: When, phrase: Timex | None) -> bool:
    """Whether a weekday may be a week off: a bare one six days back, "last Tuesday" written on the next Thursday.

    Pages are amended, and then a bare one is the day after their date; of the week that runs few say "last".
    """
    told = _PUBLISHED.fullmatch(when.anchor or "")
    if told is None or phrase is None or when.earliest is None or when.basis != "completed_from_published":
        return False
    back = days.of(told[1]) - days.of(when.earliest)
    if _LAST_WEEKDAY.fullmatch(phrase.text):
        return 0 < back < _HALF_A_WEEK
    return _BARE_WEEKDAY.search(phrase.text) is not None and back == _NEARLY_A_WEEK


def _is_of_a_body(draft: Draft) -> bool:
    parties = [m.mention for m in draft.report.mentions if m.role != "mentioned"]
    who = draft.arguments.subjects if not parties else ()
    return any(m.kind not in ("person", "place") for m in parties) or any(t.ent_type_ in ("GPE", "LOC") for t in who)


def _is_an_old_plan(draft: Draft) -> bool:
    """Whether somebody *had* planned it: "she had planned to visit Lima", and may not have come."""
    verb, above = draft.predicate.token, draft.predicate.token.head
    if draft.report.status not in ("planned", "scheduled"):
        return False
    told = _PUBLISHED.fullmatch(draft.report.when.anchor or "")
    if verb.dep_ == "acl" and told is not None and draft.report.when.latest == told[1]:
        return True  # "his decision to step down Friday", written on Friday: he may have done so
    if verb.dep_ not in ("xcomp", "ccomp") or verb.i < above.i:
        return False
    phrase = draft.report.phrase
    bare = phrase is not None and _WEEKDAY_ALONE.fullmatch(phrase.text) is not None
    if verb.dep_ == "xcomp" and above.tag_ == "VBD" and bare:
        return True  # "agreed to buy Zeta on Monday": they may have agreed on Monday
    supposed = above.lemma_ == "suppose" and any(c.lower_ in ("was", "were") for c in above.lefts)
    return supposed or any(c.dep_ == "aux" and c.lower_ in ("had", "'d", "’d") for c in above.lefts)


def _is_a_setting(draft: Draft) -> bool:
    """What went on as something else came: "*was cleaning* his gun when it went off", "*was leaving* and saw it"."""
    token = draft.predicate.token
    if draft.mood.tense != "past_progressive" or draft.arguments.passive or draft.report.type != "OTHER":
        return False
    when = (c for c in token.rights if c.dep_ == "advcl" and any(w.lower_ == "when" for w in c.children))
    return any(when) or any(c.dep_ == "conj" and c.tag_ == "VBD" for c in token.rights)


def is_of_a_game(trigger: str, sentence: str) -> bool:
    """Whether a word of war or police stands among words of a game."""
    rules, low = _rules(), sentence.lower()
    if trigger not in rules.triggers:
        return False
    return bool(rules.sure.search(low)) or len(rules.others & set(_WORD.findall(low))) > 1


def _is_of_a_quarter(draft: Draft) -> bool:
    """Whether a quarter dates it that belongs to a game: "passed the record in the second quarter"."""
    phrase = draft.report.phrase
    told = phrase is not None and "quarter" in phrase.text
    return told and bool(_rules().others & set(_WORD.findall(draft.predicate.token.sent.text.lower())))


def is_of_the_page(sentence: str) -> bool:
    """Whether credits, buttons or handles of a page stand in the sentence."""
    return bool(_rules().page.search(sentence))


def is_broken(title: str) -> bool:
    """Whether a title names nobody or carries the marks of a broken sentence."""
    return bool(_rules().title.search(title))


def _is_in_a_name(draft: Draft) -> bool:
    """The trigger belongs to a longer name: "the Shooting Star Theatre", "Strike Force Two"."""
    token = draft.predicate.token
    if any(m.mention.start <= token.idx < m.mention.end for m in draft.report.mentions):
        return draft.report.type not in _OCCASIONS
    return draft.predicate.kind != "noun" and token.ent_type_ in _NAMED and token.text[0].isupper()


def _is_of_an_award(draft: Draft) -> bool:
    """Such as "named coach of the year", "hired a helicopter": the words of offices without an office or a person."""
    if draft.predicate.rule.endswith("for an honour"):
        return True
    if draft.predicate.lemma == "vote" and draft.arguments.passive:
        return True  # "voted the most likely to succeed"
    if draft.report.type != "LEADERSHIP":
        return False
    token = draft.predicate.token
    if draft.predicate.kind != "verb":
        beside = {t.lemma_.lower() for t in (*token.lefts, *(c for t in token.lefts for c in t.lefts))}
        return not beside.isdisjoint(_rules().prizes)
    doers = draft.arguments.subjects
    if doers and not any(_is_somebody(t, draft) for t in doers):
        return True  # "fissures in the government resigned"
    if any(_OF_THE_YEAR.search(c.doc[c.left_edge.i : c.right_edge.i + 1].text) for c in token.children):
        return True
    if draft.predicate.lemma not in _OF_PERSONS or not draft.arguments.objects:
        return False
    return not any(_is_somebody(t, draft) for t in draft.arguments.objects)


def _is_no_object_for(draft: Draft) -> bool:
    """A person whom the parse makes the object of a law's verb: "a bill Ann Lee signed"."""
    token, args = draft.predicate.token, draft.arguments
    if not args.passive or token.lemma_ not in _OF_PAPERS or any(c.dep_ == "auxpass" for c in token.children):
        return False
    people = [m.mention for m in draft.report.mentions if m.mention.kind == "person"]
    return all(t.ent_type_ == "PERSON" or any(m.start <= t.idx < m.end for m in people) for t in args.objects)


def _is_a_figure(draft: Draft) -> str | None:
    """Words of disasters and blows for what hurts nobody: "tensions exploded", "she was flooded with letters"."""
    r, args = draft.report, draft.arguments
    doers = {t.lemma_.lower() for t in args.subjects}
    if r.type in ("DISASTER", "ASSAULT", "COERCE") and doers and doers <= _rules().abstract:
        return "a figure of speech"
    if r.type == "DISASTER" and draft.predicate.lemma in _FLOODS and any(w == "with" for w, _ in args.obliques):
        return "a figure of speech"
    if draft.predicate.lemma in ("fight back", "hold back", "fight", "choke back") and any(
        t.lemma_ == "tear" for t in args.objects
    ):
        return "a figure of speech"
    if draft.predicate.lemma == "leave" and any(c.dep_ in ("oprd", "ccomp") for c in draft.predicate.token.rights):
        return "nobody leaves who leaves another so"  # "was shot, leaving him paralysed"
    if draft.predicate.lemma == "join" and any(w == "as" and _is_singled_out(t) for w, t in args.obliques):
        return "a figure of speech"  # "join them as the only clubs that won twice"
    if draft.predicate.lemma in ("strike", "punch") and any(t.lemma_.lower() in _STRUCK for t in args.objects):
        return "a figure of speech"
    done_to = {t.lemma_.lower() for t in args.objects} if args.passive else doers
    if r.type in ("ASSAULT", "COERCE", "LEGAL", "DISASTER") and done_to and done_to <= _rules().pictures:
        return "a picture does nothing to anybody"
    return None


def _is_singled_out(noun: Token) -> bool:
    return any(c.lower_ in ("only", "first", "second", "third", "last") for c in noun.lefts)


def _is_of_a_conversation(draft: Draft) -> bool:
    """A pronoun or a description of somebody where speakers take turns: "LEE: The man was held. DAHL: Where?"."""
    if not any(m.role != "mentioned" and m.mention.way in ("pronoun", "description") for m in draft.report.mentions):
        return False
    token = draft.predicate.token
    near = token.doc.text[max(0, token.idx - _TURNS) : token.idx + _TURNS]
    return len(_SPEAKER.findall(near)) > 1


def _is_somebody(token: Token, draft: Draft) -> bool:
    lemma = token.lemma_.lower()
    if token.pos_ in ("PRON", "NUM") or token.ent_type_ in ("PERSON", "ORG", "GPE", "NORP") or token.tag_ == "NNP":
        return True
    named = any(m.mention.start <= token.idx < m.mention.end for m in draft.report.mentions)
    return named or lemma in _offices() or shipped().is_in(lemma, "nouns.person", "nouns.state_bodies")


@cache
def _offices() -> frozenset[str]:
    known = actors_words()
    return frozenset(t.split()[-1] for t in (*known.offices, *known.honorifics)) | known.assemblies


def _is_near_allegation(draft: Draft) -> bool:
    """Whether "allege" stands before the word in its sentence where the parse did not see what it governs."""
    token = draft.predicate.token
    if draft.report.type in _OF_COURTS or draft.report.claim != "asserted":
        return False
    return any(t.lower_.startswith("alleg") for t in token.sent if t.i < token.i)


@cache
def _rules() -> _Rules:
    table = tomllib.loads((files("timeline") / "rules" / "salience.toml").read_text("utf-8"))
    sport, page, title = table["sport"], table["page"], table["title"]
    return _Rules(
        frozenset(sport["triggers"]),
        re.compile(rf"\b(?:{'|'.join(map(re.escape, sport['sure']))})s?\b"),
        frozenset(sport["others"]),
        re.compile("|".join(page["patterns"]), re.IGNORECASE),
        re.compile("|".join(title["patterns"]), re.IGNORECASE),
        frozenset(table["words"]["abstract"]),
        frozenset(table["words"]["pictures"]),
        frozenset(table["words"]["prizes"]),
    )
