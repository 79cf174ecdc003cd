"""Signs that the parse misread a sentence: clauses that lost a part, lines that ran together, lists cut short.

What is found here keeps a report in the background; :mod:`timeline.extract.doubts` tells the reader.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

from timeline.extract.lexicon import shipped
from timeline.extract.seams import results_follow
from timeline.extract.sense_words import words

if TYPE_CHECKING:
    from timeline.extract.pipeline import Draft
    from timeline.parsed import Span, Token

_SAID = frozenset({"say", "confirm", "report", "announce", "tell", "state", "claim", "reveal", "add", "allege"})
_OF_CLAUSES = frozenset({"say", "warn", "think", "believe", "fear", "hope", "claim", "suspect", "insist", "argue"})
_STOPS = frozenset({".", "!", "?", "”", '"', "’"})
_ENDS = re.compile(r"[.!?:;…]['\"”’)\]]*\s*\Z")
_MOSTLY = 0.8
"""Share of words in capitals from which capitals say nothing."""
_RUN_ON = re.compile(r"[a-z0-9], (?:He|She|They|It|The|This|We) [a-z]")
_AGE_BETWEEN = re.compile(r", \d{1,3},? (?:and )?")
_ABBREVIATED = re.compile(r"\b(?:Maj|Gen|Gov|Sen|Rep|Lt|Col|Sgt|Capt|Det|Dr|Mr|Mrs|Ms|[ap]\.m)\.\s*\Z")
_TITLE = re.compile(r"\b(?:Maj|Gen|Gov|Sen|Rep|Lt|Col|Sgt|Capt|Det|Dr|Mr|Mrs|Ms)\.\s*\Z")
_AGED = re.compile(r"[A-Z][\w.’'-]+, \d{1,3}[,;]")
_UNNAMED = re.compile(r"-year-old \w+(?: \w+)?, an? \d{1,2}-year-old")
_COMMON = frozenset({"NNS", "DT", "PRP", "PRP$", "IN", "WRB", "EX"})
"""Tags of words that no name begins with; with a capital in the middle of a sentence they begin another."""
_AIMS = frozenset({"at", "into", "on", "through", "towards", "toward", "for"})
_SPACE = re.compile(
    r"\b(?:spacecraft|space (?:agency|probe|mission)|spaceship|asteroid|comet|in orbit|orbiter)\b", re.IGNORECASE
)
_OPENING, _CLOSING = frozenset("“«"), frozenset("”»")
_WHERE = re.compile(r"\((?:l|r|c|left|right|cent(?:re|er)|top|bottom)\)")


def of(draft: Draft) -> str | None:
    """What was misread, in words for people; None where nothing seems to be."""
    return next((told for is_so, told in _SIGNS if is_so(draft)), None)


def _is_headless(draft: Draft) -> bool:
    """A finite clause that another verb tells and that lost its subject: "officials said Long killed two officers"."""
    token = draft.predicate.token
    if draft.predicate.kind != "verb" or any(c.dep_ in ("nsubj", "nsubjpass", "csubj", "expl") for c in token.children):
        return False
    finite = token.tag_ in ("VBD", "VBZ", "VBP") or any(c.tag_ in ("VBD", "VBZ", "VBP") for c in token.children)
    return finite and (
        token.dep_ == "ccomp" or (token.dep_ == "conj" and draft.arguments.passive and _speaks(token.head))
    )


def _is_joined_by_nothing(draft: Draft) -> bool:
    """A clause that lost its subject to the noun before: "seized a boat off Chad and a *helicopter* foiled a raid"."""
    token = draft.predicate.token
    joined = any(c.dep_ in ("nsubj", "nsubjpass", "csubj", "expl", "mark", "advmod") for c in token.children)
    beside = token.dep_ == "advcl" and token.tag_ == "VBD" and token.head.tag_ == "VBD"
    return draft.predicate.kind == "verb" and beside and not joined and not draft.arguments.passive


def _is_what_others_say(draft: Draft) -> bool:
    """A clause within another that somebody tells: "the boy who police *say* shot two men"; police shot nobody."""
    verb = draft.predicate.token
    while verb.dep_ == "conj" and verb.head.pos_ == "VERB":
        verb = verb.head
    if verb.dep_ == "xcomp" and verb.head.dep_ == "relcl" and verb.head.lemma_ in _SAID:
        return not any(t.tag_ == "TO" for t in verb.lefts)  # "the man who they say hit a woman"
    if draft.predicate.kind != "verb" or verb.dep_ != "relcl":
        return False
    return any(t.lemma_ in _SAID and t.dep_ == "aux" for t in verb.lefts)


def _is_behind_a_colon(draft: Draft) -> bool:
    """An object behind a colon, where it belongs to a name or to another sentence."""
    token = draft.predicate.token
    behind = (t.left_edge.i for t in draft.arguments.objects if t.i > token.i and t.head.i == token.i)
    return draft.predicate.kind == "verb" and any(token.doc[i - 1].text == ":" for i in behind)


def _is_set_off(draft: Draft) -> bool:
    """A verb right after the comma behind its subject: "Ann Lee, shot in the neck, remained in a clinic"."""
    token = draft.predicate.token
    if draft.predicate.kind != "verb" or token.tag_ != "VBD" or token.i < 2 or token.nbor(-1).text != ",":
        return False
    return any(c.dep_ == "nsubj" and c.i == token.i - 2 for c in token.children)


def _is_between(draft: Draft) -> bool:
    """A participle with a verb between it and its own: "arrested a man who opened fire, injuring eight"."""
    token, head = draft.predicate.token, draft.predicate.token.head
    if token.dep_ != "advcl" or token.tag_ != "VBG" or head.i > token.i:
        return False
    return any(t.pos_ == "VERB" and t.dep_ in ("relcl", "ccomp", "advcl") for t in token.doc[head.i + 1 : token.i])


def _is_a_result(draft: Draft) -> bool:
    """What something left people as, read as what it suffered: "a bar shooting that left five people *injured*"."""
    token = draft.predicate.token
    before = token.nbor(-1) if token.i else token
    left = before.dep_ == "dobj" and before.head.lemma_ == "leave" and before.head.i < before.i
    return draft.predicate.kind != "noun" and left and token.dep_ == "acl" and token.head.i != before.i


def _joins_in_saying(draft: Draft) -> bool:
    """Who joined others in saying something joined no body: "joined several agencies *in saying* that it was late"."""
    rights = draft.predicate.token.rights if draft.predicate.lemma == "join" else ()
    return any(c.lower_ == "in" and any(g.dep_ == "pcomp" for g in c.rights) for c in rights)


def _is_one_of_two(draft: Draft) -> bool:
    """The second of two that a headline joins by a comma, read as who did it: "boy, *woman* shot in Lima"."""
    verb = draft.predicate.token
    bare = verb.dep_ == "relcl" and not any(t.tag_ in ("WDT", "WP", "WRB", "IN") for c in verb.lefts for t in c.subtree)
    first = next((c.left_edge for c in verb.lefts if c.dep_ == "nsubj"), verb)
    return draft.report.zone == "headline" and bare and first.i > 0 and first.nbor(-1).text == ","


def _is_cut_off(sentence: Span, token: Token) -> bool:
    """Before or behind "Maj." or "p.m." that was taken for an end; a participle after a dash; "near-collapse"."""
    text = sentence.doc.text
    if _ABBREVIATED.search(text, max(0, sentence.start_char - 12), sentence.start_char) is not None:
        return True
    if _TITLE.search(text, sentence.start_char, sentence.end_char) is not None:
        return True
    first = next((t for t in sentence if t.is_alpha), token)
    if first.text.islower() and not sentence.text[:1].isupper() and sentence.start > 0:
        return True
    before = text[max(0, token.idx - 5) : token.idx].rstrip(" ").lower()
    return before == "near-" or (token.tag_ == "VBN" and before.endswith(("--", "—", "–")))


def _has_lost_object(draft: Draft) -> bool:
    """A verb read as a participle although its object follows: "before a marksman killed Long"."""
    token, args = draft.predicate.token, draft.arguments
    if draft.predicate.kind != "verb" or not args.passive or token.tag_ not in ("VBN", "VBD"):
        return False
    if any(c.dep_ in ("auxpass", "prt") or (c.dep_ == "agent") for c in token.children) or token.dep_ == "conj":
        return False
    at = token.i + 1
    while at < token.sent.end and token.doc[at].pos_ == "ADV":
        at += 1
    after = token.doc[at] if at < token.sent.end else token
    dated = after.ent_type_ in ("DATE", "TIME")
    return not dated and after.head.i >= token.i and after.pos_ in ("PROPN", "NUM", "PRON", "DET")


def _has_object_before(draft: Draft) -> bool:
    """An active verb whose objects all stand before it, outside a relative clause."""
    token, args = draft.predicate.token, draft.arguments
    if draft.predicate.kind != "verb" or args.passive or not args.objects or token.dep_ in ("relcl", "acl", "conj"):
        return False
    return all(t.i < token.i for t in args.objects)


def is_headline(sentence: Span) -> bool:
    """A headline that stands among the sentences: its capitals and missing words mislead the parse."""
    words = [t for t in sentence if t.is_alpha and len(t) > 3]
    raised = sum(t.text[0].isupper() for t in words)
    return len(words) > 4 and raised > len(words) * _MOSTLY and sentence[-1].text not in _STOPS


def is_run_on(sentence: str) -> bool:
    """Whether a second sentence begins after a comma: "got his post in 1956, He was born in Lima"."""
    return _RUN_ON.search(sentence) is not None


def _speaks(verb: Token) -> bool:
    return verb.lemma_.lower() in _SAID and not any(c.dep_ == "auxpass" for c in verb.children)


def _is_a_list(draft: Draft) -> bool:
    """People with their ages in a row, not all of whom got a part: "Ann Lee, 15, Bo Dahl, 19, and Di Roe were hurt"."""
    text = draft.predicate.token.doc.text
    acting = {m.mention.start for m in draft.report.mentions if m.role != "mentioned"}
    named = {m.mention.name for m in draft.report.mentions if m.role != "mentioned" and m.mention.kind == "person"}
    if 0 < len(named) < len(_AGED.findall(draft.predicate.token.sent.text)):
        return True
    if _UNNAMED.search(draft.predicate.token.sent.text) is not None and " and " not in draft.report.title:
        return True
    people = [m.mention for m in draft.report.mentions if m.mention.kind == "person"]
    return any(
        a.start in acting and b.start not in acting and _AGE_BETWEEN.fullmatch(text, a.end, b.start) is not None
        for a, b in pairwise(people)
    )


def _is_cut(draft: Draft) -> bool:
    return _is_cut_off(draft.predicate.token.sent, draft.predicate.token)


def _is_two_in_one(draft: Draft) -> bool:
    sentence = draft.predicate.token.sent
    return is_headline(sentence) or is_run_on(sentence.text) or any(map(_begins, sentence[1:]))


def _begins(token: Token) -> bool:
    """Whether a word begins a sentence though none has ended: "was freed after 11 days Estimates of the dead rise"."""
    before = token.nbor(-1)
    plain = token.tag_ in _COMMON and not token.ent_type_ and token.is_title and len(token) > 2
    return plain and before.is_alpha and before.is_lower and before.pos_ in ("NOUN", "ADV", "VERB", "ADJ")


def _is_a_bare_line(draft: Draft) -> bool:
    """A line of the body without a stop: a heading, a caption or a link, whose date is that of other lines."""
    r, sentence = draft.report, draft.predicate.token.sent
    text, end = sentence.doc.text, sentence.start_char + len(sentence.text.rstrip())
    label = draft.predicate.kind == "noun" and sentence.text.rstrip().endswith(":")
    if r.zone != "body" or (_ENDS.search(sentence.text) and not label):
        return False
    if results_follow(text, end - 1):
        return False
    if text[end : end + 1] == " ":
        return True  # another text was run into it, or the parse cut it in two
    alone = not any(stop in text[: sentence.start_char] for stop in (". ", ".\n"))
    own = "date.own" in r.cues and draft.predicate.kind == "verb"
    return not own and not (alone and not text[end:].strip())


def _is_a_picture(draft: Draft) -> bool:
    """A caption that says of several people where they stand: the brackets break the list for the parse."""
    return draft.report.zone == "caption" and len(_WHERE.findall(draft.predicate.token.sent.text.lower())) > 1


def _is_causative(draft: Draft) -> bool:
    """What somebody has others do: "had his jersey retired"; the parse takes the jersey for who retires."""
    token = draft.predicate.token
    return token.dep_ == "ccomp" and token.head.lemma_ == "have" and token.tag_ in ("VBN", "VBD")


def _lacks_object(draft: Draft) -> bool:
    """A verb that needs somebody it is done to, without: a participle read as a past tense ("Lee killed in Oslo")."""
    p, args = draft.predicate, draft.arguments
    if args.passive and not args.objects and p.kind == "verb" and any(c.dep_ == "auxpass" for c in p.token.lefts):
        return p.token.dep_ == "ROOT"  # "on 6 April, the town of Lund, in Peru, was struck": the parse lost the town
    needs = shipped().is_in(p.lemma, "verbs.done_to") or p.lemma in ("donate", "deploy", "charge")
    needs = needs or (p.lemma == "shoot" and not any(w in _AIMS and not t.ent_type_ for w, t in args.obliques))
    if p.kind != "verb" or args.passive or args.objects or not needs:
        return False
    return not any(c.dep_ in ("ccomp", "xcomp", "prt") for c in p.token.children)


def _is_a_name_with_a_participle(draft: Draft) -> bool:
    """No relative clause begins with a name after a comma: "a frigate, the Zed deployed off Lima, sank two boats"."""
    token = draft.predicate.token
    own = [c for c in token.lefts if c.dep_ == "nsubj"]
    bare = token.dep_ == "relcl" and bool(own) and own[0].tag_ in ("NNP", "NNPS")
    told = any(t.tag_ in ("WDT", "WP", "WRB", "WP$") for t in token.subtree if t.i < token.i)
    return bare and not told and token.left_edge.i > 0 and token.left_edge.nbor(-1).text == ","


def _is_before_a_noun(draft: Draft) -> bool:
    """A participle after a preposition is no verb: "stood outside burned out shops"."""
    token = draft.predicate.token
    if draft.predicate.kind != "verb" or token.i == 0 or token.tag_ not in ("VBN", "VBD"):
        return False
    before = token.nbor(-1)
    beside = before.pos_ == "ADP" and before.dep_ == "prep" and before.head.i != token.i
    return beside or before.lower_ in ("outside", "inside", "near")


def _is_a_craft(draft: Draft) -> bool:
    """A probe that flies: "the agency's probe landed on an asteroid"."""
    token = draft.predicate.token
    return token.pos_ in ("NOUN", "PROPN") and token.lemma_.lower() == "probe" and bool(_SPACE.search(token.doc.text))


def _is_quoted(draft: Draft) -> bool:
    """A word that somebody is quoted with: a speaker's hope or opinion, not what the text tells."""
    token, inside = draft.predicate.token, False
    for t in token.doc[token.sent.start : token.i]:
        inside = t.text in _OPENING or (inside and t.text not in _CLOSING) if t.text != '"' else not inside
    return inside


def _has_lost_a_subject(draft: Draft) -> bool:
    """A clause whose subject the parse joined to the object before: "hit the store and *crews* are on the scene"."""
    token = draft.predicate.token
    own = [t for t in draft.arguments.objects if t.i > token.i]
    behind = max((t.right_edge.i for t in own), default=-1) + 1
    if not 0 < behind < token.sent.end or not any(c.dep_ == "cc" for t in own for c in t.subtree):
        return False
    following = token.doc[behind]
    finite = following.tag_ in ("VBZ", "VBP", "VBD", "MD") and following.dep_ in ("conj", "aux", "ccomp", "ROOT")
    clause = following.head if following.dep_ == "aux" else following
    return finite and clause.i > token.i and not any(c.dep_ in ("nsubj", "nsubjpass") for c in clause.children)


def _is_done_by_a_day(draft: Draft) -> bool:
    """The day behind somebody who has no name, read as who did it: "was shot by another 16-year-old *Sunday*"."""
    doers = draft.arguments.subjects
    return bool(doers) and all(t.tag_ == "NNP" and t.ent_type_ in ("DATE", "TIME") for t in doers)


def _is_done_to_a_death(draft: Draft) -> bool:
    """A clause that hangs on somebody and was read with his death: "the *death* of Ann Lee who was killed"."""
    things = draft.arguments.objects
    return draft.report.type == "ASSAULT" and bool(things) and all(t.lemma_.lower() in words("ends") for t in things)


def _is_before_its_verb(draft: Draft) -> bool:
    """A noun of a headline read as a verb with the verb behind it: "Lima *shooting* leaves two dead"."""
    token = draft.predicate.token
    behind = token.nbor(1) if token.i + 1 < token.sent.end else token
    bare = token.tag_ == "VBG" and not any(c.dep_ == "aux" for c in token.children)
    return draft.predicate.kind == "verb" and bare and behind.tag_ in ("VBZ", "VBD") and behind.head.i == token.i


def _is_set_in(draft: Draft) -> bool:
    """What somebody says of a thing within the clause on it: "the virus which a board *warned* may spread"."""
    token = draft.predicate.token
    return token.dep_ == "relcl" and token.lemma_ in _OF_CLAUSES and not draft.arguments.passive


def _is_where_it_was_said(draft: Draft) -> bool:
    """A talk in which somebody said something, with one side only: "said *in a phone call* to Ann Lee that"."""
    token = draft.predicate.token
    above = token.head.head if token.dep_ == "pobj" and token.head.lower_ in ("in", "during") else token
    parties = {m.mention.name for m in draft.report.mentions if m.role != "mentioned"}
    return draft.predicate.kind == "noun" and draft.report.type == "CONSULT" and _speaks(above) and len(parties) < 2


def _is_where_it_was(draft: Draft) -> bool:
    """A country or town in a list of what happened there: "7) Peru in 2004 - *killing* nine people"."""
    token, doers = draft.predicate.token, draft.arguments.subjects
    behind_a_dash = token.tag_ == "VBG" and token.i > token.sent.start and token.nbor(-1).text in ("-", "–", "—")
    return behind_a_dash and bool(doers) and all(t.ent_type_ == "GPE" for t in doers)


_SIGNS: tuple[tuple[Callable[[Draft], bool], str], ...] = (
    (_is_headless, "a clause without its subject"),
    (_is_joined_by_nothing, "a clause without its subject"),
    (_is_what_others_say, "what somebody says of another"),
    (_is_behind_a_colon, "an object behind a colon"),
    (_is_set_off, "a participle read as the verb of its sentence"),
    (_is_between, "a participle that may belong to another verb"),
    (_is_cut, "a sentence that begins or ends in its middle, or a word after a dash"),
    (_is_two_in_one, "a headline or two sentences in one, which the parse reads badly"),
    (_is_a_bare_line, "a line without a stop: a heading, a caption or a link"),
    (_is_a_picture, "a caption that says where people stand"),
    (_is_causative, "done by others than the words name"),
    (_is_a_name_with_a_participle, "a name read as the subject of its participle"),
    (_is_before_a_noun, "a participle read as a verb"),
    (_lacks_object, "the one it is done to is not told"),
    (_has_lost_object, "an object that the parse lost"),
    (_has_object_before, "an object that the parse found on the wrong side"),
    (_is_quoted, "the words of somebody who is quoted"),
    (_has_lost_a_subject, "a clause whose subject the parse took for an object"),
    (_is_a_craft, "a probe that flies"),
    (_is_one_of_two, "a headline that names two by a comma"),
    (_is_a_result, "what something left people as"),
    (_joins_in_saying, "what somebody says with others"),
    (_is_done_by_a_day, "a day that does something"),
    (_is_done_to_a_death, "an end that comes to an end"),
    (_is_before_its_verb, "a noun read as a verb"),
    (_is_set_in, "what somebody says of another"),
    (_is_where_it_was_said, "a talk of which one side is told"),
    (_is_where_it_was, "a place, and not who did it"),
    (_is_a_list, "a list of people, of whom the parse saw some"),
)
