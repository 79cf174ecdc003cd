"""Who plays which part in a report."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from timeline.extract.arguments import WRITINGS, Arguments, conjuncts, obliques
from timeline.extract.cast import Cast
from timeline.extract.lexicon import Lexicon, shipped
from timeline.extract.parties import (
    ABOUT_A_MAN,
    HITTING,
    JOINT,
    UNDERGONE,
    acting,
    is_aimed_at,
    is_means,
    is_of_a_people,
    is_one_of,
    is_own,
    is_town,
    state_of,
)
from timeline.extract.places import WHERE
from timeline.extract.predicates import Predicate
from timeline.extract.sense_words import words
from timeline.extract.things import is_arm, is_owned
from timeline.extract.through import (
    behind,
    doers,
    examples,
    is_by_line,
    is_somebody,
    named_beside,
    owners,
    told_of,
    victims,
)
from timeline.model import Mention, Report, RoleMention

if TYPE_CHECKING:
    from timeline.parsed import Span, Token

NEAR = 60
"""Words around a trigger within which further mentions belong to its report."""
_ENDURED = {"agent": "target", "accuser": "target", "supplier": "recipient"}
_HARMING = frozenset({*HITTING, "SANCTION", "DISASTER", "RETREAT", "OTHER"})
_BORNE = frozenset({"sentence", "arrest", "acquittal", "acquit", "indict", "prosecute", "convict"})
"""Nouns before which stands whom it befalls: "Ann Lee's sentence"."""
_GOING = frozenset({"return", "go", "come", "move"})
_SHOWING = frozenset({"release", "publish", "post", "broadcast", "air", "stream", "upload", "appear", "show", "say"})
"""What is done on a channel or site, which only bears it."""
_SUITS = frozenset({"lawsuit", "suit", "action", "claim", "complaint", "appeal", "motion", "petition"})
"""What is filed by whose it is."""
_DEALS = frozenset({"deal", "trade", "agreement", "swap", "transaction", "pact", "exchange", "partnership", "venture"})
_CONTESTS = frozenset(
    {"dispute", "case", "lawsuit", "suit", "battle", "fight", "match", "game", "final", "trial", "clash", "bout"}
)
_VICTORIES = frozenset({"victory", "win", "knockout", "stoppage", "defeat", "triumph"})
_FOR = frozenset({"favour", "favor", "support", "honour", "honor", "solidarity"})
_OF_WORDS = frozenset({"ACCUSE", "REJECT", "SUPPORT"})
_OF_STATE = frozenset(
    {"ministry", "parliament", "army", "navy", "military", "government", "senate", "cabinet", "treasury"}
)
_THROUGH = ("behind", "told")
"""Places in the clause that are filled through a noun or clause which names nobody itself."""


def roles(
    predicate: Predicate, arguments: Arguments, cast: Cast, sentence: Span, lexicon: Lexicon
) -> tuple[RoleMention, ...]:
    """The mentions of a sentence in their roles; those without a part in this event are ``mentioned``."""
    parts: dict[tuple[int, str], RoleMention] = {}
    for slot, token in _slots(predicate, arguments, cast, lexicon):
        # "met in Moscow" has a place, no party; "a visit to Moscow" has a host.
        role = _role(slot, predicate, arguments)
        if (slot in WHERE and slot != "on" and role == "mentioned") or _is_no_part(slot, predicate, arguments):
            continue
        for mention in cast.of(token, lexicon):
            office = _held_at(mention, predicate, slot)
            if office is not None:
                _put(parts, RoleMention("party", office))
                continue
            found = _part(role, slot, token, mention, predicate, arguments)
            own = mention.way == "pronoun" and slot == "object" and is_own(mention, token, parts.values())
            if found is None or own:
                continue  # who praised "its partner" did not praise itself
            _put(parts, found)
            if found.role != "mentioned":
                for state in _own_state(token, found.mention, cast, predicate.type in JOINT):
                    _put(parts, RoleMention(found.role, state))
    at = predicate.token.i
    near = sentence.doc[max(sentence.start, at - NEAR) : min(sentence.end, at + NEAR)]
    for mention in cast.within(near.start_char, near.end_char):
        _put(parts, RoleMention("mentioned", mention))
    return tuple(sorted(parts.values(), key=lambda r: (r.mention.start, r.mention.name)))


def _held_at(mention: Mention, predicate: Predicate, slot: str) -> Mention | None:
    """Whose office somebody gets or gives up: "was named head of the *Lund Institute*", "president of *Chad*"."""
    if predicate.type != "LEADERSHIP" or mention.way != "office" or slot not in ("as", "post", "object"):
        return None
    if mention.country is not None:
        return None if slot == "object" else state_of(mention)  # who is replaced is a person
    name = mention.name.removesuffix(mention.office or "").strip()
    at = mention.surface.find(name)
    if at < 0 or not name or name == mention.name:
        return None
    start = mention.start + at
    return Mention(start, start + len(name), name, "organisation", name)


def completed(report: Report, predicate: Predicate, arguments: Arguments, cast: Cast, lexicon: Lexicon) -> Report:
    """A report with those taking part whose part is told through a noun or clause that names nobody itself.

    For what an article tells on its own account; in passing a name so far off is a circumstance.
    """
    parts = {(m.mention.start, m.mention.name): m for m in report.mentions}
    for slot, token in _through(predicate, arguments, cast, lexicon):
        role = _role(slot, predicate, arguments)
        for mention in cast.of(token, lexicon):
            found = _part(role, slot, token, mention, predicate, arguments)
            far = slot == "told" and mention.kind == "thing"  # "announced that it gives owners of the Lumia a case"
            if found is not None and not far and not _acts(mention, parts.values()):
                _put(parts, found)
    mentions = sorted(parts.values(), key=lambda r: (r.mention.start, r.mention.name))
    return replace(report, mentions=tuple(mentions)) if tuple(mentions) != report.mentions else report


def _acts(mention: Mention, parts: Iterable[RoleMention]) -> bool:
    return any(p.mention.name == mention.name and p.role != "mentioned" for p in parts)


def _put(parts: dict[tuple[int, str], RoleMention], part: RoleMention) -> None:
    """Enter a part; what a mention does first holds, unless it did nothing."""
    key = (part.mention.start, part.mention.name)
    if key not in parts or parts[key].role == "mentioned":
        parts[key] = part


def _is_no_part(slot: str, predicate: Predicate, arguments: Arguments) -> bool:
    """Whether a preposition says something else there: who signs the text, what somebody died of."""
    if predicate.kind != "verb":
        return False
    if slot in ("by", "for") and not arguments.passive:
        # "By Ann Lee, for Fjord News Thousands marched"
        return slot == "by" or is_by_line(predicate.token)
    return slot == "of" and predicate.lemma == "die"


def _part(
    role: str, slot: str, token: Token, mention: Mention, predicate: Predicate, arguments: Arguments
) -> RoleMention | None:
    """The part of a mention that fills a place in the clause, or None where it has none."""
    if slot == "on" and role == "mentioned" and mention.kind == "thing" and predicate.lemma not in _SHOWING:
        role = "target"  # "sells films on the Lumia", not "was shown on Fjord News"
    if slot == "subject" and predicate.relation == "fate" and token.dep_ == "nsubj" and role == "target":
        role = "agent"  # a judge of Chad who delays a trial is not tried
    if is_arm(mention) or (slot == "with" and is_means(mention, token)):
        role = "mentioned"
    if role == "recipient" and is_town(mention, token):
        return None  # "a flight to Berlin" goes to a town; a visit there has its government as host
    if slot == "to" and predicate.lemma in _GOING and mention.kind in ("organisation", "group"):
        role = "recipient"  # one returns to a firm to be of it, to a country to be there
    mention = acting(mention, slot, token, predicate, arguments)
    if (
        mention.kind == "place"
        and role == "target"
        and predicate.type in HITTING
        and mention.country
        and is_aimed_at(slot, predicate)
    ):
        mention = state_of(mention)
    bodies = role in ("target", "agent") and mention.kind in ("organisation", "group")
    if bodies and is_one_of(token, mention, slot, predicate):
        return None  # a "Mafia boss" who is arrested is not the Mafia
    # The "Arctic Conference" takes no part in itself.
    if mention.kind == "place" or mention.start <= predicate.token.idx < mention.end:
        return None
    return None if is_of_a_people(mention, slot, predicate) else RoleMention(role, mention)


def _slots(predicate: Predicate, arguments: Arguments, cast: Cast, lexicon: Lexicon) -> Iterator[tuple[str, Token]]:
    """Every place in the clause with who fills it, those first who are named in the place itself."""
    yield from _direct(predicate, arguments)
    if predicate.kind != "verb":
        return
    if not arguments.objects and not any(cast.of(token, lexicon) for token in arguments.subjects):
        for token in arguments.subjects:  # "Acme's shares fell", "Ann Lee's house burned down"
            lost = predicate.type == "DISASTER" and is_owned(token.lemma_.lower())
            yield from (("subject", t) for t in behind(token, cast, lexicon) if lost or _is_body(t, cast))
    if predicate.type == "DISASTER":  # "the Haiti earthquake killed nine people"
        yield from (
            ("object", c) for t in arguments.subjects for c in t.lefts if c.dep_ == "compound" and c.ent_type_ == "GPE"
        )
    if not arguments.passive:
        for token in arguments.subjects:
            if not cast.of(token, lexicon):  # "a bomb planted by the Lund Front", "Chad's missile hit the town"
                yield from (("subject", t) for t in doers(token))
                if arguments.objects and predicate.type in ("OTHER", "ASSAULT", "COERCE"):
                    yield from (("subject", t) for t in _owning(token, cast, lexicon))
    for slot, tokens in (("object", arguments.objects), ("subject", arguments.subjects)):
        several = [name for token in tokens for name in examples(token, predicate.token)]
        yield from ((slot, name) for name in several)
        if several:
            break
    yield from named_beside(arguments, cast, predicate.token, lexicon)
    if predicate.type != "LEADERSHIP" and role_of(predicate.lemma, predicate.type, "from") != "mentioned":
        squads = [t for preposition, t in arguments.obliques if preposition == "from" and not cast.of(t, lexicon)]
        yield from (("from", c) for t in squads for c in t.lefts if c.dep_ in ("poss", "compound", "nmod"))
    if predicate.type == "SANCTION":
        yield from (("against", t) for t in _banned_from(arguments, cast, lexicon))


def _through(predicate: Predicate, arguments: Arguments, cast: Cast, lexicon: Lexicon) -> Iterator[tuple[str, Token]]:
    """Those behind what is done to, and those of whom a clause tells."""
    if role_of(predicate.lemma, predicate.type, "object") != "party":
        of = [token for preposition, token in arguments.obliques if preposition == "of"]
        for token in arguments.objects if predicate.kind == "verb" else of:
            if not cast.of(token, lexicon):
                yield from (("behind", name) for name in behind(token, cast, lexicon))
    for token in told_of(predicate, lexicon):
        yield "told", token
        if not cast.of(token, lexicon):
            yield from (("told", name) for name in behind(token, cast, lexicon))


def _is_body(token: Token, cast: Cast) -> bool:
    return any(m.kind in ("organisation", "state") and m.way != "nationality" for m in cast.at(token))


def _owning(noun: Token, cast: Cast, lexicon: Lexicon) -> Iterator[Token]:
    """Whose thing does it: "*NASA*'s probe reached Ceres", not "Acme's driver", "the board of Acme"."""
    if not is_somebody(noun.lemma_.lower(), lexicon):
        yield from (c for c in noun.lefts if c.dep_ == "poss" and c.tag_ != "PRP$" and _is_body(c, cast))


def _banned_from(arguments: Arguments, cast: Cast, lexicon: Lexicon) -> Iterator[Token]:
    """Whose goods are banned: "banned pork from *Peru*", while who is banned from Peru does nothing to it."""
    goods = [t for t in arguments.objects if not is_somebody(t.lemma_.lower(), lexicon) and not cast.of(t, lexicon)]
    if goods:
        yield from (t for preposition, t in arguments.obliques if preposition == "from")
        yield from (t for thing in goods for preposition, t in obliques(thing) if preposition == "from")


def _direct(predicate: Predicate, arguments: Arguments) -> Iterator[tuple[str, Token]]:
    for token in arguments.subjects:
        yield "subject", token
    given = arguments.passive and _is_given(predicate)
    for token in arguments.objects:
        second = token.dep_ == "dative" or (given and token.dep_ == "nsubjpass")
        post = predicate.type == "LEADERSHIP" and token.dep_ in ("oprd", "attr")  # "was named head of Acme"
        yield "as" if post else "dative" if second else "object", token
        yield from _around(token, predicate)
        if post:
            yield from (("post", body) for body in _bodies(token))
        # "signed an agreement with Putin": the partner hangs on the object.
        if predicate.type in JOINT or predicate.type == "AID":
            for preposition, noun in obliques(token):
                if preposition in ("with", "between", "among") or (
                    predicate.type == "AID" and preposition in ("to", "for")
                ):
                    yield preposition, noun
            if predicate.type in JOINT:
                yield from (
                    ("with", noun) for child in token.children if child.dep_ == "poss" for noun in conjuncts(child)
                )
    if predicate.lemma in ("war", "invade", "battle") and (scene := scene_of(predicate.token)) is not None:
        yield "in", scene
    if predicate.kind == "noun" and predicate.type in ABOUT_A_MAN:
        yield from (("object", t) for t in victims(predicate.token))
    for preposition, token in arguments.obliques:
        yield preposition, token
        if _is_post(preposition, token, predicate):
            yield from (("post", body) for body in _bodies(token))
        if preposition in ("in", "under", "to", "on") and token.lemma_.lower() in _DEALS:
            yield from (("with", noun) for p, noun in obliques(token) if p == "with")  # "bought it in a deal with Acme"
        if preposition in ("in", "after", "with") and token.lemma_.lower() in _CONTESTS:
            against = (noun for p, noun in obliques(token) if p in ("with", "against"))
            yield from (("against", noun) for noun in against)  # "won its case against Acme"
        if preposition == "with" and token.lemma_.lower() in _VICTORIES:
            over = (noun for p, noun in obliques(token) if p in ("over", "of", "against"))
            yield from (("against", noun) for noun in over)  # "kept her title with a knockout of Ann Lee"
        if preposition == "in" and token.lemma_.lower() in _FOR:
            yield from (("to", noun) for p, noun in obliques(token) if p == "of")  # "ruled in favour of Acme"
        if preposition == "in" and token.lemma_.lower() in WRITINGS:
            yield from (("to", noun) for p, noun in obliques(token) if p == "to")  # "resigned in a letter to the board"
        if predicate.kind == "noun" and predicate.type in JOINT and preposition == "of":
            # "the signing of Iran's partnership with Russia"
            yield from (("with", noun) for child in token.children if child.dep_ == "poss" for noun in conjuncts(child))
            yield from (("with", noun) for p, noun in obliques(token) if p in ("with", "between"))


def _is_post(preposition: str, noun: Token, predicate: Predicate) -> bool:
    """Whether a phrase says what somebody becomes, or was: "introduced *as head coach*", "resigned *from his post*"."""
    if predicate.type == "LEADERSHIP":
        return preposition in ("as", "from", "of")
    return preposition == "as" and predicate.type == "OTHER" and is_somebody(noun.lemma_.lower(), shipped())


def _bodies(post: Token) -> Iterator[Token]:
    """Where somebody gets or loses a post: "as CEO of *Acme*", "from his post as director of the *Lund Institute*"."""
    for preposition, noun in obliques(post):
        if preposition in ("of", "at", "for", "with"):
            yield noun
        elif preposition == "as":
            yield from _bodies(noun)


def _is_given(predicate: Predicate) -> bool:
    """Whether a passive's subject gets something: "was given a loan"."""
    giving = shipped().is_in(predicate.lemma, "verbs.giving")
    return giving and any(c.dep_ == "dobj" and c.i > predicate.token.i for c in predicate.token.children)


def _around(noun: Token, predicate: Predicate) -> Iterator[tuple[str, Token]]:
    """Those beside an object who take part through it: "bought jets *from Acme*", "rejected *Chad's* offer"."""
    for preposition, below in obliques(noun):
        if preposition == "from" and role_of(predicate.lemma, predicate.type, "from") != "mentioned":
            yield "from", below
        if preposition == "against" and predicate.kind == "verb":
            yield "against", below  # "lost a case against Acme"
        if preposition in ("to", "with") and predicate.type == "SANCTION":
            yield preposition, below  # "cut all trade with Peru"
        if preposition == "by" and predicate.type in _OF_WORDS:
            yield "object", below
    if predicate.kind == "verb" and predicate.type in _HARMING:
        slot = "from" if role_of(predicate.lemma, predicate.type, "from") != "mentioned" else "object"
        yield from ((slot, owner) for owner in owners(noun))
    if predicate.type == "LEGAL" and noun.lemma_.lower() in _SUITS and noun.dep_ == "nsubjpass":
        yield from (("subject", t) for c in noun.children if c.dep_ == "poss" for t in conjuncts(c))
    judged = predicate.type == "LEGAL" and predicate.kind == "verb"  # "overturned Ann Lee's conviction"
    if predicate.type in _OF_WORDS or (judged and not is_somebody(noun.lemma_.lower(), shipped())):
        yield from (("object", t) for c in noun.children if c.dep_ == "poss" and c.tag_ != "PRP$" for t in conjuncts(c))


def scene_of(token: Token) -> Token | None:
    """The noun that a "where" above stands for: "in Ukraine, where they supply the war"."""
    for above in token.ancestors:
        if above.dep_ == "relcl" and any(c.lower_ == "where" for c in above.children):
            return above.head
    return None


def _role(slot: str, predicate: Predicate, arguments: Arguments) -> str:
    if slot in _THROUGH:
        role = role_of(predicate.lemma, predicate.type, "object") if slot == "behind" else "target"
        return role if role in ("accused", "host", "mentioned") else "target"
    role = role_of(predicate.lemma, predicate.type, slot)
    if slot == "subject" and predicate.type == "ASSAULT" and predicate.lemma in words("dying"):
        return "target"  # who dies in a shooting
    whose = predicate.lemma in words("of_persons") and not any(p in ("of", "by") for p, _ in arguments.obliques)
    if slot == "subject" and predicate.kind == "noun" and (predicate.lemma in _BORNE or whose):
        return "target"
    if slot == "subject" and predicate.carrier is not None and predicate.carrier.lemma_.lower() in UNDERGONE:
        # Who receives criticism does not criticise; who receives a ship gets it.
        return "recipient" if predicate.kind == "verb" else _ENDURED.get(role, role)
    if slot == "subject" and predicate.type == "DISASTER" and arguments.objects:
        return "agent"  # who sinks a ship, not who sinks
    if slot == "object" and predicate.type == "MOBILIZE" and arguments.passive and not arguments.subjects:
        return "agent"  # "French troops were deployed"
    return role


def role_of(lemma: str, type_: str, slot: str) -> str:
    """The role of a place in the clause (``subject``, ``object``, a preposition) for a verb of a type."""
    table = _table()
    for key in (lemma, type_, "*"):
        if (role := table.get(key, {}).get(slot)) is not None:
            return role
    return "mentioned"


def _own_state(token: Token, mention: Mention, cast: Cast, joint: bool) -> Iterator[Mention]:
    """The state for which one acts: "*Iranian* President Masoud Pezeshkian" signs, "*China*'s ministry" bans."""
    if joint and mention.way == "office" and mention.country is not None:
        yield state_of(mention)  # "met with *Egypt*'s minister of finance", whoever that is
        return
    body = mention.kind == "organisation" and bool(set(mention.name.lower().split()) & _OF_STATE)
    if not body and not (joint and mention.kind == "person" and mention.office is not None):
        return
    for child in token.subtree:
        if child.dep_ in ("amod", "compound", "nmod", "poss") and child.i < token.i:
            for state in cast.at(child):
                if state.kind == "state" and (body or state.country == mention.country):
                    yield state


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    table: Mapping[str, Mapping[str, str]] = tomllib.loads(
        (files("timeline") / "rules" / "roles.toml").read_text("utf-8")
    )
    return table
