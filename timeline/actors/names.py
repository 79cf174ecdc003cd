"""Names in a parsed text: the model's entities, corrected by the tables and by the mistakes it is known to make."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from timeline.actors import words
from timeline.actors.kinds import OLD, is_team, one_kind, surnames
from timeline.actors.known import known
from timeline.actors.places import is_street, place
from timeline.actors.works import with_nicknames, with_works
from timeline.model import Mention
from timeline.names import fold

if TYPE_CHECKING:
    from timeline.parsed import Doc, Span, Token

_KINDS = {"PERSON": "person", "ORG": "organisation", "NORP": "group", "GPE": "place", "LOC": "place", "FAC": "place"}
_CUT = frozenset({"»", "|", "–", "—", "--", "(", ")", "[", "]", ":", ";", "/", "•", "·", "“", "”", '"', "..."})
_EDGE = frozenset({"the", "a", "an", "'s", "’s", "'", "’", "and", "of", "&", "-", "‘"})
_EDGE_AFTER = _EDGE | {"in", "on", "at", "for", "to", "with", "by", "from", "after", "before", "as"}
_MONTHS = frozenset(calendar.month_name[1:])
_WEEKDAYS = frozenset(calendar.day_name)
_LEADING = frozenset({"without", "with", "for", "after", "before", "from", "by", "like", "despite"})
_NO_NAME_BEGINS = frozenset({"IN", "PRP", "PRP$", "WRB", "RB", "VBD", "VBZ", "VBP", "MD", "TO", "WDT"})
_SMALL_WORD = re.compile(r"(?<![\w-])[a-z]{4,}(?![\w-])")
_POSSESSIVE = re.compile(r"['’]s?$")


def names(doc: Doc, text: str) -> list[Mention]:
    """Named mentions in text order, without overlaps; ``name`` is the surface as yet. ``text`` is ``doc.text``."""
    model = [m for ent in doc.ents for m in _entity(ent, text)]
    people = surnames(text, model)
    table = [m for m in known(text) if m.way != "capital" or not (_in_other_name(doc, m) or fold(m.surface) in people)]
    further = [*_places_passed_over(doc, text), *_passed_over(doc, text)]
    model = _without_words(doc, text, model)
    named = one_kind(doc, text, with_nicknames(text, _merge(text, table, [*model, *further])))
    return with_works(doc, text, named)


def _entity(ent: Span, text: str) -> Iterator[Mention]:
    kind = _KINDS.get(ent.label_)
    if kind is None:
        return
    piece: list[Token] = []
    for token in [*ent, None]:
        splits = (
            token is None or token.text in _CUT or _is_dash(token) or (token.text == "," and kind != "organisation")
        )
        if token is not None and not splits:
            piece.append(token)
            continue
        if (mention := _cleaned(text, piece, kind)) is not None:
            yield mention
        piece = []


def _is_dash(token: Token) -> bool:
    """A hyphen between blanks is a dash: "Dr Dahl - who was there - left"."""
    return token.text == "-" and token.i > 0 and bool(token.nbor(-1).whitespace_)


def _cleaned(text: str, piece: list[Token], kind: str) -> Mention | None:
    tokens = list(piece)
    while (
        tokens
        and not _ends_in_s(tokens)
        and (tokens[-1].lower_ in _EDGE_AFTER or tokens[-1].is_punct or tokens[-1].is_space)
    ):
        tokens.pop()
    while tokens and (tokens[0].lower_ in _EDGE or tokens[0].is_punct or tokens[0].is_space):
        tokens.pop(0)
    while len(tokens) > 1 and tokens[0].text in _MONTHS and tokens[0].i and tokens[0].nbor(-1).lower_ == "in":
        tokens.pop(0)  # "In May Acme Corp. sold"
    if kind == "organisation" and tokens and text.endswith(OLD, max(0, tokens[0].idx - 10), tokens[0].idx):
        kind = "person"
    if kind == "person":
        of = next((n for n, t in enumerate(tokens) if n > 1 and t.lower_ == "of"), None)
        tokens = tokens[:of]  # "Bo Dahl of Lund"
        while len(tokens) > 1 and (_is_title(tokens[0]) or (len(tokens) > 3 and _is_title(tokens[1]))):
            tokens.pop(0)  # "Judge Ann Lee", "Police Commissioner Bo Dahl"
        if len(tokens) > 2 and tokens[0].lower_ not in words.load().given and place(tokens[0].text):
            tokens.pop(0)  # "Cardiff Michael Reed", where a headline runs into the text
    if not tokens or (tokens[0].i > 0 and tokens[0].text.isupper() and tokens[0].nbor(-1).like_num):
        return None
    if kind == "organisation" and tokens[0].tag_ in _NO_NAME_BEGINS:
        return None
    while len(tokens) > 1 and tokens[0].tag_ == "IN" and tokens[0].lower_ in _LEADING:
        tokens.pop(0)  # "Without Ann Lee"
    if kind == "person" and any(c.isdigit() for t in tokens for c in t.text):
        kind = "organisation"  # "NBC12"
    if kind == "person":
        kind = _kind_of_person(tokens)
    while len(tokens) > 2 and tokens[-1].text in _WEEKDAYS and is_street(" ".join(t.text for t in tokens[:-1])):
        tokens.pop()  # "on Mill St. Tuesday"
    if kind in ("organisation", "person") and is_street(" ".join(t.text for t in tokens)):
        kind = "organisation" if tokens[-1].dep_ == "nsubj" else "place"  # "Wall Street fears"
    if (kind == "place" and _is_business(tokens)) or (kind in ("place", "person") and is_team(tokens)):
        kind = "organisation"
    if kind in ("organisation", "person") and _is_area(tokens[-1]):
        kind = "place"
    if kind == "organisation" and (region := place(text[tokens[0].idx : tokens[-1].idx + len(tokens[-1])])):
        # Regions and seas bear names that no business has; towns do not.
        kind = "place" if region[1] is None else kind
    if kind == "person":
        tokens = [*_given_names(tokens[0]), *tokens]
    tokens = [*tokens, *_own_s(tokens[-1])]
    if house := _house(tokens[-1]):
        tokens, kind = [*tokens, *house], "organisation"
    start, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
    if text[end : end + 2].lstrip().startswith("$"):
        return None
    surface = text[start:end] if _ends_in_s(tokens) else _POSSESSIVE.sub("", text[start:end])
    plural = tokens[-1].tag_ in ("NNS", "NNPS")
    if kind == "group" and not plural and len(tokens) > 1 and all(t.tag_ == "NNP" for t in tokens):
        kind = "organisation"
    if not _is_name(surface) or (kind == "group" and not plural):
        return None
    found = place(surface) if kind == "place" else None
    return Mention(start, start + len(surface), surface, kind, surface, country=found[1] if found else None)


def _ends_in_s(tokens: list[Token]) -> bool:
    """Whether an apostrophe and s are of the name itself: "Moody's cut", "by Moody's.", not "Acme's offer"."""
    last = tokens[-1]
    if last.lower_ not in ("'s", "’s") or len(tokens) < 2:
        return False
    after = last.nbor(1) if last.i + 1 < len(last.doc) else None
    return after is None or after.pos_ in ("VERB", "AUX", "PUNCT") or after.is_space


def _own_s(last: Token) -> list[Token]:
    """An apostrophe and s of the name itself that the model left out: "Wendy's cut prices"."""
    if last.i + 2 >= len(last.doc) or (after := last.nbor(1)).tag_ != "POS" or after.lower_ == "'":
        return []
    return [after] if last.nbor(2).tag_ in ("VBD", "VBZ", "MD") else []


def _house(last: Token) -> list[Token]:
    """What the model left out of "Lund Children's *Hospital*"."""
    known_words = words.load()
    if last.lower_ not in known_words.cared_for or last.i + 2 >= len(last.doc) or last.nbor(1).tag_ != "POS":
        return []
    house = last.nbor(2)
    return [last.nbor(1), house] if house.is_title and house.lower_ in known_words.of_towns else []


def _is_business(tokens: list[Token]) -> bool:
    """Whether an unknown "place" is a business by the noun before it: "the developer Grand Harbor"."""
    before = tokens[0].nbor(-1) if tokens[0].i > 0 else None
    if before is None or before.lower_ not in words.load().business_nouns:
        return False
    return place(" ".join(t.text for t in tokens)) is None


def _is_area(last: Token) -> bool:
    """Whether the noun after a name makes it one of a place: "the Avondale neighborhood"."""
    after = last.nbor(1) if last.i + 1 < len(last.doc) else None
    return after is not None and after.lower_ in words.load().place["areas"] and last.head.i == after.i


def _kind_of_person(tokens: list[Token]) -> str:
    """What the model's "person" is by the words around and in it: "retailer Best Buy", "Fiat SpA", "Toulouse-based"."""
    known_words = words.load()
    before = tokens[0].nbor(-1) if tokens[0].i > 0 else None
    after = tokens[-1].nbor(1) if tokens[-1].i + 1 < len(tokens[-1].doc) else None
    if len(tokens) > 1 and tokens[-1].lower_.rstrip(".") in known_words.legal_forms:
        return "organisation"
    if before is not None and before.text in known_words.organisation_nouns:
        return "organisation"
    if before is not None and before.lower_ in known_words.not_people_after:
        return "thing"
    if any(t.lower_.rstrip(".") in ("mount", "mt") for t in tokens[:-1]):
        return "place"
    given = tokens[0].lower_ in known_words.given
    beside = after is not None and after.lower_ in known_words.place["beside"] and tokens[-1].head.i == after.i
    if beside and not given and (len(tokens) == 1 or tokens[0].lower_ in known_words.place["first"]):
        return "place"  # "a Hamilton bar", "the New Bedford man"
    if len(tokens) == 1 and before is not None and before.lower_ == "in" and not given:
        return "place"
    if len(tokens) == 1 and place(tokens[0].text):
        based = (
            after is not None and after.text == "-" and after.i + 1 < len(after.doc) and after.nbor(1).lower_ == "based"
        )
        of = before is not None and before.lower_ in ("of", "from") and before.nbor(-1).text == ","
        if based or of or (before is not None and before.lower_ in known_words.place["prepositions"]):
            return "place"  # "Ann Lee, 20, of Chattanooga"
    return "person"


def _in_other_name(doc: Doc, capital: Mention) -> bool:
    """Whether a capital is the end of a name that the model passed over: "Real Madrid"."""
    span = doc.char_span(capital.start, capital.end)
    if span is None or span.start == 0:
        return False
    before = doc[span.start - 1]
    joined = before.dep_ in ("compound", "amod", "nmod") and before.head.i >= span.start
    return joined and before.pos_ in ("PROPN", "ADJ") and before.text[:1].isupper() and not before.ent_type_


def _without_words(doc: Doc, text: str, mentions: list[Mention]) -> list[Mention]:
    """The names without words that have a capital at the head of a sentence alone: "Gunfire", "Protests"."""
    lone = [m for m in mentions if " " not in m.surface and m.surface[1:].islower()]
    opening = {m.start for m in lone if (span := doc.char_span(m.start, m.end)) is not None and span[0].is_sent_start}
    shouted = [m for m in mentions if len(m.surface) > 3 and m.surface.isupper() and m.surface.isalpha()]
    opening |= {m.start for m in shouted}  # "A FIRE has destroyed the mill. The fire …"
    lone += shouted
    if not opening:
        return mentions
    within = {m.surface for m in lone if m.start not in opening}
    small = set(_SMALL_WORD.findall(text))
    low = {m.surface: m.surface.lower() for m in lone if m.start in opening and m.surface not in within}
    common = {s for s, word in low.items() if {word, word.removesuffix("s"), f"{word}s"} & small}
    return [m for m in mentions if m.surface not in common]


def _passed_over(doc: Doc, text: str) -> Iterator[Mention]:
    """Capitalised words that the model took for nothing.

    Organisations show themselves by their end ("Skyline Airlines"), people by their beginning ("Agnes Dahl").
    """
    known_words = words.load()
    endings = known_words.organisation_endings | known_words.legal_forms
    start = 0
    for token in doc:
        if token.tag_[:3] != "NNP" or token.ent_type_ or not token.text[0].isupper():
            run = doc[start : token.i]
            if 1 < len(run) < 4 and not token.ent_type_ and _begins_as_person(run[0]):
                surface = text[run.start_char : run.end_char]
                yield Mention(run.start_char, run.end_char, surface, "person", surface)
            start = token.i + 1
        elif token.i > start and token.lower_.rstrip(".") in endings and not _goes_on(token):
            first = doc[start]
            if not _is_title(first):
                surface = text[first.idx : token.idx + len(token)]
                yield Mention(first.idx, token.idx + len(token), surface, "organisation", surface)
            start = token.i + 1


def _begins_as_person(first: Token) -> bool:
    return first.lower_ in words.load().given and place(first.text) is None and first.text not in _MONTHS


def _goes_on(token: Token) -> bool:
    if token.i + 1 == len(token.doc):
        return False
    after = token.nbor(1)
    return after.tag_[:3] == "NNP" and not after.ent_type_ and after.text[0].isupper()


def _places_passed_over(doc: Doc, text: str) -> Iterator[Mention]:
    """Names of the table of places after "in" and its like that the model took for nothing."""
    prepositions = words.load().place["prepositions"] | words.load().place["motion_prepositions"]
    for i in words.where(doc, prepositions):
        if i + 1 == len(doc) or doc[i + 1].tag_ != "NNP" or doc[i + 1].ent_type_:
            continue
        token = doc[i]
        stop = token.i + 1
        while stop < len(doc) and doc[stop].tag_ == "NNP" and not doc[stop].ent_type_:
            stop += 1
        start, end = doc[token.i + 1].idx, doc[stop - 1].idx + len(doc[stop - 1])
        if end - start > 3 and (found := place(text[start:end])) is not None:
            yield Mention(start, end, text[start:end], "place", text[start:end], country=found[1])


def _given_names(first: Token) -> list[Token]:
    """Names before the first token of a person's name that the model left out: "Ana" of "Ana Paula Ruiz"."""
    given: list[Token] = []
    while first.i > first.sent.start and (before := first.nbor(-1)).tag_ == "NNP" and before.dep_ == "compound":
        if before.ent_type_ or not before.is_title or _is_title(before) or _is_trade(before):
            break
        if not before.is_alpha or len(given) > 1:
            break
        if place(before.text) and before.lower_ not in words.load().given:
            break  # the headline "Cardiff Michael Reed concert"
        given.insert(0, before)
        first = before
    return given


def _is_trade(first: Token) -> bool:
    """Whether a plural at the head of a sentence says what several people are: "Singers"."""
    singular = first.lower_.removesuffix("s")
    return first.is_sent_start and singular != first.lower_ and singular in words.load().honorifics


def _is_title(token: Token) -> bool:
    known_words = words.load()
    word = token.lower_.rstrip(".")
    titles = (known_words.honorifics, known_words.title_modifiers, known_words.offices, known_words.before_names)
    return any(word in each for each in titles)


def _is_name(surface: str) -> bool:
    return (
        any(c.isupper() for c in surface)
        and len(surface) > 1
        and "\n" not in surface
        and "@" not in surface
        and surface.casefold() not in words.load().not_names
    )


def _merge(text: str, table: list[Mention], model: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    covered = [False] * len(table)
    owner = {at: i for i, k in enumerate(table) for at in range(k.start, k.end)}
    for mention in model:
        inside = sorted({owner[at] for at in range(mention.start, mention.end) if at in owner})
        if not inside:
            kept.append(mention)
            continue
        larger = all(mention.start <= table[i].start and table[i].end <= mention.end for i in inside)
        same = any(table[i].start == mention.start and table[i].end == mention.end for i in inside)
        rest = _beyond_table(text, mention, [table[i] for i in inside]) if larger and not same else None
        if rest is not None:
            kept.append(rest)
            for i in inside:
                covered[i] = covered[i] or rest.start <= table[i].start < rest.end
    kept += [k for i, k in enumerate(table) if not covered[i]]
    return sorted(kept, key=lambda m: m.start)


def _beyond_table(text: str, mention: Mention, inside: list[Mention]) -> Mention | None:
    """The part of a model's name that is a name of its own, or None where the table's name is all there is to it."""
    first = inside[0]
    if first.kind == "person":
        return mention
    tail = text[first.end : mention.end]
    if first.start == mention.start and (found := re.match(r"['’]s?\s+", tail)):
        return _retitled(mention, first.end + found.end(), first.country)
    if mention.kind == "person" and first.start == mention.start and first.way != "capital":
        return _untitled(mention, first, tail)
    if mention.kind == "place":
        if place(mention.surface) or first.way == "capital" or "," in mention.surface:
            return mention if place(mention.surface) else None
        return replace(mention, country=first.country)
    if mention.kind == "group" or (mention.kind == "organisation" and _only_bodies(tail)):
        return None
    return replace(mention, country=mention.country or (first.country if first.start == mention.start else None))


def _retitled(mention: Mention, start: int, country: str | None) -> Mention | None:
    surface = mention.surface[start - mention.start :]
    if not _is_name(surface):
        return None
    return replace(mention, start=start, surface=surface, name=surface, country=country)


def _untitled(mention: Mention, nationality: Mention, tail: str) -> Mention | None:
    """The name in "US President Barack Obama" where the model took the whole for a name."""
    title = re.match(r"\s+((?:[\w.-]+\s+){0,4}?)(?=[A-Z])", tail)
    parts = tail.split()
    while parts and (w := parts[0].casefold().rstrip(".")) and _word_of_title(w):
        parts.pop(0)
    if title is None or not parts or len(parts) == len(tail.split()):
        return mention
    return _retitled(mention, mention.end - len(tail) + tail.rindex(" ".join(parts)), nationality.country)


def _word_of_title(word: str) -> bool:
    known_words = words.load()
    return (
        word in known_words.honorifics
        or word in known_words.title_modifiers
        or any(word in title.split() for title in known_words.offices)
    )


def _only_bodies(tail: str) -> bool:
    return " ".join(tail.split()).casefold() in words.load().state_bodies
