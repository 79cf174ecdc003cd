"""Named things that take part in events besides people, states and organisations: products, vessels, treaties, works.

The name finder may know the maker alone in "the Tupolev 154" and nothing in "the Concorde": here names are made as long
as the words that stand with them, and further proper names that fill a part in a clause are added. What shows itself
a thing, by a model number, a ship's letters, a noun beside it, is of kind ``thing``; other added names stay
organisations, the kind of names without a face.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from timeline import actors
from timeline.actors import words as actor_words
from timeline.actors.kinds import is_quarter
from timeline.actors.references import is_paper
from timeline.actors.tables import public_names
from timeline.extract.casing import is_common
from timeline.extract.wholes import span_of, with_teams, with_vessels
from timeline.model import Mention

if TYPE_CHECKING:
    from timeline.parsed import Doc, Span, Token

_MODEL = re.compile(r"(?:[A-Z]{0,3}-?\d{1,4}[A-Za-z]{0,3}|[IVX]{1,4}|\d{1,3}G[BS]?|Mini|Pro|Max|Plus)\Z")
_CODE = re.compile(
    r"(?=.{3,9}\Z)(?:[A-Z]{1,4}-?\d{2,4}[A-Za-z]{0,4}|[A-Z]{2,4}-\d[A-Za-z]{0,2}|\d{3}-\d{1,3}[A-Z]{0,3})\Z"
)
"""A model by letters and figures: "A380", "F-16"."""
_EDITION = re.compile(r" (?:['’]\d\d|\d{1,2}\.\d{1,2})(?![\w%.]|,\d| (?:per|million|billion|trillion|m|km|miles)\b)")
"""The year or number by which a work or a program is another than those before: "Zed Jam '11", "Zed 2.0"."""
_DECIMAL = re.compile(r"\d\.\d+\Z")
_NUMBERED = re.compile(r"\d{2}ers\Z")
"""Clubs that bear a number: "the 49ers"."""
_CAPITAL = re.compile(r" [A-Z]")
_OF_TIMES = re.compile(r" of the (?:Day|Week|Month|Year|Decade|Century)\b")
_SUFFIX = re.compile(r"[A-Z]{1,3}\Z")
_PARTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "poss", "conj", "appos", "attr", "oprd", "dative"})
_NOT_NAMES = frozenset(
    {"DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY", "LANGUAGE", "GPE", "LOC"}
)
_SHOWN = frozenset({"PRODUCT", "WORK_OF_ART", "LAW"})
_UNSURE = ("organisation", "place")
"""Kinds that the model gives to names of things."""
_UNITS = frozenset(
    {
        "percent",
        "%",
        "million",
        "billion",
        "trillion",
        "thousand",
        "hundred",
        "thousands",
        "hundreds",
        "dozens",
        "scores",
        "usd",
        "am",
        "pm",
        "et",
        "gmt",
    }
)


@cache
def _table() -> Mapping[str, frozenset[str]]:
    table = tomllib.loads((files("timeline") / "rules" / "things.toml").read_text("utf-8"))
    return {name: frozenset(words) for name, words in table.items()}


def is_kind(lemma: str) -> bool:
    """Whether a noun after a thing's name only says what it is: "the Lumia phone", "the Lumia store"."""
    return lemma in _table()["kinds"] or lemma in _table()["ranges"]


def is_version(lemma: str) -> bool:
    """Whether a noun is for what comes after others of its kind: "the next generation of phones"."""
    return lemma in _table()["versions"]


def is_launched(lemma: str) -> bool:
    """Whether a verb is for what makers do with new things."""
    return lemma in _table()["launched"]


def is_owned(lemma: str) -> bool:
    """Whether a noun is for what somebody has, so that who damages it damages its owner: an embassy, a plant."""
    return lemma in _table()["owned"]


def is_region(lemma: str) -> bool:
    """Whether a noun is for a part of a land, which is not what the land does or suffers: "the north of Chad"."""
    return lemma in _table()["regions"]


def complete(doc: Doc, sentences: Sequence[Span], mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with model numbers taken in ("Tupolev 154") and named things added, in text order."""
    taken: set[int] = set()
    longer: list[Mention] = []
    for mention in with_teams(doc, with_vessels(doc, mentions, _table()["vessels"])):
        grown = _grown(doc, mention)
        longer.append(grown)
        taken.update(t.i for t in span_of(doc, grown))
    found = [m for token in doc if token.i not in taken and (m := _thing(token, taken)) is not None]
    people = {m.name for m in longer if m.kind == "person" and " " in m.name}
    text = doc.text
    mortal = actors.mortals(doc, text, found)
    found = [replace(m, kind="person") if m.surface in mortal else _person(m, people) for m in found]
    named = sorted((m for m in (*longer, *found) if not _is_no_actor(m, text)), key=lambda m: (m.start, m.end))
    new = {m.start for m in found}
    named = [actors.of_a_family(text, m, named[n + 1 : n + 5]) if m.start in new else m for n, m in enumerate(named)]
    named = [
        replace(m, kind="place") if is_quarter(m.surface.casefold().split()) else m for m in _as_things(doc, named)
    ]
    return sorted([*named, *_pointers(doc, sentences, named)], key=lambda m: (m.start, m.end))


def is_arm(mention: Mention) -> bool:
    """Whether a name is that of a weapon, a drug or the like, which takes no part in anything."""
    return mention.surface.casefold() in _table()["arms"]


def _is_no_actor(mention: Mention, text: str) -> bool:
    """Whether a name is that of an offence ("charged with DWI") or of a weapon or drug that is no model: "a Glock"."""
    if mention.way != "name" or mention.kind == "state":
        return False
    table, parts = _table(), mention.surface.casefold().replace("-", " ").split()
    if mention.surface.casefold() in actor_words.load().honorifics and _CAPITAL.match(text, mention.end):
        return True  # the headline "Actress Ann Lee dies"
    offence = parts[-1] in table["charges"] and (
        mention.kind != "person" or set(parts) <= table["charges"] | table["degrees"]
    )
    return offence or (is_arm(mention) and mention.surface.isalpha())


# --- which names are things ---


def _as_things(doc: Doc, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with those names made things that show themselves so somewhere in the text."""
    things = {m.name for m in mentions if _may_be_thing(m) and _shows_thing(doc, m)}
    return [replace(m, kind="thing") if m.name in things and m.kind in _UNSURE else m for m in mentions]


def _may_be_thing(mention: Mention) -> bool:
    club = _NUMBERED.match(mention.name.split()[-1])
    unknown = mention.kind == "place" and mention.country is None and actors.place(mention.surface) is None
    named = (mention.kind == "organisation" or unknown) and mention.way == "name" and not club
    return named and mention.name.casefold() not in public_names()


def _shows_thing(doc: Doc, mention: Mention) -> bool:
    span = span_of(doc, mention)
    if not span:
        return False
    first, last = span[0], span[-1]
    if last.dep_ == "appos" and last.head.lemma_.lower() in _table()["kinds"]:
        return True  # "its third album, Winter Songs"
    if mention.kind == "place":
        return bool(_DECIMAL.search(mention.name))  # "Windows 3.1"
    lone = last.lower_.rstrip(".")
    model = mention.name.split()[-1]
    numbered = model != mention.name and (_MODEL.match(model) or model in _table()["marks"] or _DECIMAL.search(model))
    if _CODE.match(model) or _is_camel(first.text) or numbered or model[0] in "'’":
        return first.lower_ not in _table()["numbered"]
    if lone in actor_words.load().papers or first.lower_ in _table()["vessels"] | _table()["storms"]:
        return len(span) > 1
    if any(t.ent_type_ in _SHOWN for t in span):
        return True
    if _kind_beside(span):
        return True
    determined = any(c.dep_ in ("det", "poss") for c in last.lefts)
    return determined and last.dep_ == "dobj" and last.head.lemma_.lower() in _table()["launched"]


def _kind_beside(span: Sequence[Token]) -> bool:
    """Whether a noun beside the name says what it is: "the Lumia phone", "the ferry Aurora", "Lumia, a phone"."""
    kinds, first, last = _table()["kinds"], span[0], span[-1]
    if first.i and first.nbor(-1).lower_ in kinds and first.nbor(-1).head.i == last.i:
        return True
    head = last.head
    named = last.dep_ in ("compound", "nmod") and head.i > last.i and not any(c.dep_ == "poss" for c in span)
    if named and head.lemma_.lower() in kinds and head.i == last.i + 1:
        # "the Nokia phone" may be any phone of Nokia; "the Lumia phone" beside "Nokia’s" is the Lumia.
        return any(c.dep_ == "poss" for c in head.lefts)
    return any(c.dep_ == "appos" and c.lemma_.lower() in kinds for c in last.children)


# --- names not found before ---


def _grown(doc: Doc, mention: Mention) -> Mention:
    """The name with its number ("Tupolev 154"), where that belongs to it and does not count something."""
    if mention.way != "name" or mention.kind not in ("organisation", "person", "thing"):
        return mention
    span = span_of(doc, mention)
    end = span[-1].i + 1 if span else len(doc)
    if end >= len(doc):
        return mention
    edition = _EDITION.match(doc.text, mention.end)
    first = mention.surface.split()[0].casefold()
    somebody = mention.kind == "person" and first in actor_words.load().men | actor_words.load().women
    if edition is not None and _is_model(doc[end]) and not somebody:  # "Ann Lee '98" left school that year
        surface = doc.text[mention.start : edition.end()]
        return replace(mention, end=edition.end(), surface=surface, name=surface, kind="organisation")
    after = doc[end]
    if (
        after.idx != mention.end + 1
        or not (_MODEL.match(after.text) or _CODE.match(after.text) or _is_mark(after, span[-1]))
        or not _is_model(after)
    ):
        return mention
    stop = _with_suffix(after)
    surface = doc.text[mention.start : stop]
    return replace(mention, end=stop, surface=surface, name=surface, kind="organisation")


def _is_mark(word: Token, name: Token) -> bool:
    """Whether a word in small letters ends the name of one of a line: "the Zed *nano*"."""
    return word.text in _table()["marks"] and name.head.i == word.i


def _with_suffix(number: Token) -> int:
    """Where a model number ends that the tokens cut in two: "3" and "G"."""
    after = number.nbor(1) if number.i + 1 < len(number.doc) else None
    if after is not None and not number.whitespace_ and _SUFFIX.match(after.text):
        return after.idx + len(after)
    return number.idx + len(number)


def _is_model(number: Token) -> bool:
    """A number that counts or dates what follows is no part of the name: "sold Chad 30 jets"."""
    if re.fullmatch(r"(?:1[89]|20)\d\d", number.text) and number.ent_type_ in ("DATE", ""):
        return number.head.i < number.i and number.ent_type_ == ""
    following = number.nbor(1) if number.i + 1 < len(number.doc) else None
    counts = following is not None and (
        following.lower_ in _UNITS or (following.tag_ == "NNS" and number.head.i == following.i)
    )
    return not counts


def _thing(token: Token, taken: set[int]) -> Mention | None:
    """A proper name that fills a part in a clause and that no mention covers, or a model by letters and figures."""
    if token.is_lower and token.is_alpha:
        return None  # most words: no name, no model
    coded = _is_code(token)
    if not coded and not _is_part(token):
        return None
    words = [token]
    for left in reversed(list(_before(token, taken))):
        words.insert(0, left)
    after = token.nbor(1) if token.i + 1 < len(token.doc) else token
    if _MODEL.match(after.text) and (after.dep_ in ("nummod", "appos") or token.head.i == after.i):
        words.append(after)
    before = token.nbor(-1) if token.i > 0 else None
    if not coded and words[0].i == token.i and before is not None and before.i in taken and before.head.i == token.i:
        return None  # "Berlin Wall", of which "Berlin" is known: half a name is none
    opens = token.is_sent_start or (token.is_upper and len(token) > 3)  # "Bullets hit", "A FIRE has"
    if len(words) == 1 and not coded and opens and is_common(token.text):
        return None
    if len(words) == 1 and (is_owned(token.lower_) or token.lower_ in _UNITS):
        return None  # "the Embassy", which one is said beside it
    start, end = words[0].idx, _with_suffix(words[-1]) if words[-1].i != token.i else token.idx + len(token)
    edition = _EDITION.match(token.doc.text, end)
    end = edition.end() if edition is not None and _is_model(words[-1].nbor(1)) else end
    surface = token.doc.text[start:end]
    if _OF_TIMES.match(token.doc.text, end) or _OF_TIMES.match(f" of the {surface}"):
        return None  # "Person of the Week", "Book of the Year Award"
    if len(surface) < 3 or len(words) > 6 or "\n" in surface or surface.casefold() in actor_words.load().not_names:
        return None
    if actors.is_street(surface):
        return Mention(start, end, surface, "place", surface)
    if (known := actors.place(surface)) is not None:
        return Mention(start, end, surface, "place", surface, country=known[1])
    return Mention(start, end, surface, "organisation", surface)


def _is_part(token: Token) -> bool:
    if _NUMBERED.match(token.text):
        return token.dep_ in _PARTS
    noun = token.pos_ == "PROPN" or (token.pos_ == "NOUN" and _is_camel(token.text))
    if _is_camel(token.text) and (token.dep_ in _PARTS or token.dep_ in ("compound", "nmod", "advmod")):
        # "iPlayer service": the model takes such names for nationalities, nouns and numbers.
        return not (token.i and token.nbor(-1).like_num)
    return noun and token.dep_ in _PARTS and token.ent_type_ not in _NOT_NAMES and _is_named(token)


def _is_code(token: Token) -> bool:
    return bool(_CODE.match(token.text)) and token.dep_ not in ("nummod", "ROOT") and token.ent_type_ != "DATE"


def _before(token: Token, taken: set[int]) -> Iterator[Token]:
    run: list[Token] = []
    at = token.i - 1
    while (
        at >= token.sent.start
        and token.doc[at].pos_ in ("PROPN", "NUM")
        and token.doc[at].dep_ in ("compound", "nmod", "nummod")
    ):
        if at in taken or token.doc[at].ent_type_ in _NOT_NAMES - {"CARDINAL"}:
            break
        run.insert(0, token.doc[at])
        at -= 1
    yield from run


def _is_named(token: Token) -> bool:
    return token.text[0].isupper() or _is_camel(token.text)


def _is_camel(word: str) -> bool:
    return len(word) > 2 and word.isalnum() and word[0].islower() and any(c.isupper() for c in word[1:])


def _person(thing: Mention, people: Collection[str]) -> Mention:
    """A surname or first name alone that the finder passed over is the person named in full elsewhere in the text."""
    full = [name for name in people if thing.surface in (name.split()[-1], name.split()[0])]
    return replace(thing, name=full[0], kind="person") if len(full) == 1 else thing


# --- words that point at things ---


def _pointers(doc: Doc, sentences: Sequence[Span], mentions: Sequence[Mention]) -> list[Mention]:
    """For "it" and "the aircraft": the subject before for the one, the only thing named of late for the other."""
    starts = {m.start: m for m in mentions}
    covered = {offset for m in mentions for offset in range(m.start, m.end)}
    found: list[Mention] = []
    last: tuple[int, Mention] | None = None
    seen: list[tuple[int, Mention]] = []
    for number, sentence in enumerate(sentences):
        for token in sentence:
            here = starts.get(token.idx)
            if here is not None and here.kind == "thing":
                seen.append((number, here))
            subject = token.dep_ in ("nsubj", "nsubjpass")
            if subject and token.idx not in covered and _is_spoken_of(token):
                last = None  # "The concert was cancelled after it had been announced"
            if token.idx in covered:
                if subject:
                    mention = next((starts[t.idx] for t in reversed(list(_phrase(token))) if t.idx in starts), None)
                    named = mention is not None and mention.kind in ("organisation", "thing")
                    last = (number, mention) if named and mention is not None else None
                continue
            if subject and token.lower_ == "it" and last is not None and number - last[0] <= 1 and _may_act(token):
                found.append(_pointer(doc, token.idx, token, last[1], "pronoun"))
                last = (number, last[1])
            elif _describes(token) and (meant := _only(seen, number)) is not None:
                found.append(_pointer(doc, token.left_edge.idx, token, meant, "description"))
                seen.append((number, meant))
                last = (number, meant) if subject else last
    return found


def _is_spoken_of(subject: Token) -> bool:
    """Whether a common noun is what "it" means from there on."""
    clause = any(c.dep_ == "relcl" for c in subject.rights)  # "the music it sells"
    return subject.pos_ == "NOUN" and not clause and not _describes(subject)


def _pointer(doc: Doc, start: int, token: Token, meant: Mention, way: str) -> Mention:
    end = token.idx + len(token)
    return replace(meant, start=start, end=end, surface=doc.text[start:end], way=way)


def _only(seen: Sequence[tuple[int, Mention]], number: int) -> Mention | None:
    """The one thing named in this sentence and the two before it."""
    near = {m.name: m for n, m in seen[-12:] if n >= number - 2}
    return next(iter(near.values())) if len(near) == 1 else None


def _phrase(token: Token) -> list[Token]:
    return [*(t for t in token.lefts if t.dep_ in ("compound", "nmod", "nummod")), token]


def _may_act(it: Token) -> bool:
    if is_paper(it):
        return False
    return it.head.lemma_ not in ("rain", "snow", "seem", "appear", "take") and it.head.pos_ == "VERB"


def _describes(token: Token) -> bool:
    """In "the aircraft", "the new phone": a noun for things with its article and no more than an adjective."""
    if token.lemma_.lower() not in _table()["kinds"] or token.tag_ != "NN" or token.dep_ in ("compound", "nmod"):
        return False
    lefts = list(token.lefts)
    if not any(c.dep_ == "det" and c.lower_ in ("the", "this") for c in lefts):
        return False
    plain = all(c.dep_ == "det" or (c.dep_ == "amod" and c.lower_ in ("new", "latest")) for c in lefts)
    return plain and not any(c.dep_ in ("relcl", "acl", "prep") for c in token.rights)
