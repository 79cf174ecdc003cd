"""Who is meant by a mention: the pure function that looks into the book of actors.

States are found by exact look-up only: no fuzzy threshold separates "Masoud"/"Masud" (one man) from two countries such
as "Austria"/"Australia". Holders of offices are found by the day. People are found by an exact name first, then by
surname and given name that sound alike (Metaphone, Philips 1990) and are written alike. What is ambiguous stays
unresolved.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rapidfuzz.fuzz import ratio

from timeline.actors import words
from timeline.actors.book import Book
from timeline.actors.spellings import same_person
from timeline.model import Actor, Mention, Office
from timeline.names import by_initials, called, fold, in_short, of_country, sounding, surname_of

ALIKE = "name sounds alike"
"""The rule by which another spelling of a name is found."""
_PREFIXES = ("un", "us", "uk", "eu")
_BEFORE, _AFTER = timedelta(days=2 * 366), timedelta(days=15 * 366)
"""A bare surname means an office holder from this long before the term to this long after it."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """Which actor a mention means, and why."""

    actor_id: str | None
    """None: nobody, or nobody that can be told."""
    rule: str
    """The rule that decided, or why nothing did, e.g. ``alias``, ``office: president of IR on 2025-01-16``."""
    score: int
    """How sure, in thousandths; 0 when unresolved."""
    several: bool = False
    """Nobody can tell which of several of this very name is meant; one more would not help."""


def asked_of(mention: Mention) -> Iterable[str]:
    """The keys under which :func:`resolve` looks for a mention first: who knows them ahead asks the book once."""
    if mention.kind == "place":
        return
    if mention.kind == "state" and mention.country:
        yield of_country(mention.country)
    elif mention.name:
        yield called(mention.name)
        if mention.kind == "person":
            yield from sounding(fold(mention.name).split())
        elif mention.kind != "state":
            yield from in_short(mention.name)
            if letters := _initials(mention.name):
                yield by_initials(letters)


def resolve(mention: Mention, book: Book, on: str | None) -> Resolution:
    """Which actor of the book a mention means. Pure.

    Args:
        mention: as :func:`timeline.actors.find` gives it.
        book: the actors known.
        on: the day spoken of, ``YYYY-MM-DD``, for holders of offices; None = not known.

    Returns:
        The actor, or ``actor_id=None`` with the reason. A pronoun or description is resolved by its antecedent's name.
    """
    if mention.kind == "place":
        return _nobody("a place is no actor")
    if mention.kind == "state":
        return _state(mention, book)
    if mention.office and (_is_phrase(mention) if mention.way != "office" else not _names_holder(mention)):
        return _holder(mention, book, on)
    if not mention.name:
        return _nobody("no name")
    found = _exact(mention, book, on)
    if found is None:
        found = _person(mention, book, on) if mention.kind == "person" else _organisation(mention, book)
    if found.actor_id is None and mention.way == "office":
        return _holder(mention, book, on)
    return found


def _names_holder(mention: Mention) -> bool:
    """Whether the article itself names the one who holds the office: then the name stands in place of the phrase."""
    return mention.country is not None and mention.name != mention.surface


def _is_phrase(mention: Mention) -> bool:
    """Whether a pronoun points at an office phrase instead of a name: "the Kenyan leader … he"."""
    if mention.way not in ("pronoun", "description"):
        return False
    parts = mention.name.split()
    return not parts or not parts[-1][0].isupper() or not parts[0][0].isupper()


def _nobody(why: str, *, several: bool = False) -> Resolution:
    return Resolution(None, f"unresolved: {why}", 0, several)


def _state(mention: Mention, book: Book) -> Resolution:
    if mention.country and (state := book.state(mention.country)):
        return Resolution(state.actor_id, f"state: {mention.way}", 1000 if mention.way == "name" else 950)
    same = [a for a in book.named(mention.name) if a.kind == "state"]
    return Resolution(same[0].actor_id, "state: name", 1000) if len(same) == 1 else _nobody("no such state")


def _holder(mention: Mention, book: Book, on: str | None) -> Resolution:
    office, seat = mention.office or "", mention.country
    if seat is None:
        named = book.organisation(mention.name.removesuffix(office).strip())
        seat = named[0].actor_id if len(named) == 1 else None
    if not office or seat is None:
        return _nobody("an office without a seat")
    tried = words.load().stands_for.get(office, (office,))
    if office == "leader" and all(book.holders(each, seat, on) for each in ("supreme leader", "president")):
        return _nobody(f"{seat} has two who may be called its leader")
    for each in tried:
        found = book.holders(each, seat, on)
        if len(found) == 1:
            day = f" on {on}" if on else ""
            return Resolution(found[0].actor_id, f"office: {each} of {seat}{day}", 900 if each == office else 850)
    return _nobody(f"no one {office} of {seat}{f' on {on}' if on else ', day not known'}")


def _exact(mention: Mention, book: Book, on: str | None) -> Resolution | None:
    found = book.named(mention.name)
    same = [a for a in found if (a.kind == "person") == (mention.kind == "person") and a.kind != "state"]
    if len(same) == 1:
        return Resolution(same[0].actor_id, "alias", 1000)
    if len(same) > 1:
        fitting = [a for a in same if _fits(a, mention, book, on)]
        if len(fitting) == 1:
            return Resolution(fitting[0].actor_id, "alias and office", 900)
        return _nobody(f"{len(same)} actors are called {mention.name}", several=True)
    # A model that takes a company for a person, or the reverse, is commoner than two actors of one name.
    if len(found) == 1 and found[0].kind != "state":
        return Resolution(found[0].actor_id, "alias of another kind", 700)
    return None


def _fits(actor: Actor, mention: Mention, book: Book, on: str | None) -> bool:
    if mention.country and actor.country and mention.country != actor.country:
        return False
    if mention.office is None:
        return bool(mention.country and actor.country)
    return any(o.office == mention.office and _active(o, on) for o in book.held(actor.actor_id))


def _person(mention: Mention, book: Book, on: str | None) -> Resolution:
    parts = fold(mention.name).split()
    if not parts:
        return _nobody("no name")
    surname = surname_of(parts)
    if len(parts) == 1:
        return _bare(mention, surname, book, on)
    close = {a.actor_id: a for a in book.sounding(parts) if _one_name(parts, a)}
    if len(close) > 1 and (mention.office or mention.country):
        close = {i: a for i, a in close.items() if _fits(a, mention, book, on)} or close
    if len(close) == 1:
        (actor,) = close.values()
        if mention.country and actor.country and mention.country != actor.country and mention.office:
            return _nobody(f"{actor.name} is of another country")
        best = max(ratio(" ".join(parts), fold(n)) for n in (actor.name, *actor.aliases))
        return Resolution(actor.actor_id, ALIKE, int(best * 9))
    return _nobody(f"{len(close)} people sound like {mention.name}" if close else f"nobody known as {mention.name}")


def _one_name(parts: Sequence[str], actor: Actor) -> bool:
    """Whether some name of the actor can be another spelling of the name."""
    own = fold(actor.name).split()
    middle = [[p[0] for p in name[1:-1]] for name in (parts, own)]
    if middle[0] and middle[1] and any(len(p) == 1 for p in (*parts[1:-1], *own[1:-1])) and middle[0] != middle[1]:
        # George H. W. Bush is not George W. Bush.
        return False
    return any(same_person(parts, fold(name).split()) for name in (actor.name, *actor.aliases))


def _bare(mention: Mention, surname: str, book: Book, on: str | None) -> Resolution:
    if surname in words.load().common_surnames and not mention.office and not mention.country:
        return _nobody(f"many are called {mention.name}")
    known = [a for a in book.surnamed(surname) if not (mention.country and a.country and mention.country != a.country)]
    if mention.office:
        known = [a for a in known if any(o.office == mention.office for o in book.held(a.actor_id))] or known
    if on is not None:
        known = [a for a in known if any(_active(o, on) for o in book.held(a.actor_id))]
        if len(known) > 1:
            known = [a for a in known if any(_holds(o, on) for o in book.held(a.actor_id))]
    if len(known) == 1:
        return Resolution(known[0].actor_id, "surname of one office holder", 800)
    return _nobody(f"{len(known)} office holders named {mention.name}" if known else f"nobody known as {mention.name}")


def _holds(office: Office, on: str) -> bool:
    return (office.valid_from or "") <= on <= (office.valid_to or "9999")


def _active(office: Office, on: str | None) -> bool:
    if on is None:
        return True
    day = date.fromisoformat(on)
    # Politicians are in the news before they take office and long after.
    if (day + _BEFORE).isoformat() < (office.valid_from or ""):
        return False
    return (day - _AFTER).isoformat() <= (office.valid_to or "9999")


def _organisation(mention: Mention, book: Book) -> Resolution:
    first, _, rest = mention.name.partition(" ")
    # "the U.N. World Food Programme" is the World Food Programme.
    found = book.organisation(mention.name) or (book.organisation(rest) if fold(first) in _PREFIXES else [])
    if len(found) == 1:
        return Resolution(found[0].actor_id, "name without its legal form", 900)
    letters = _initials(mention.name)
    if not found and letters and len(found := book.initials(letters)) == 1:
        return Resolution(found[0].actor_id, "initials", 700)
    if found:
        return _nobody(f"{len(found)} organisations are called {mention.name}", several=True)
    return _nobody(f"nobody known as {mention.name}")


def _initials(name: str) -> str:
    """The letters of a name that may be another's initials; empty where it is none such."""
    letters = name.replace(".", "")
    return letters if letters.isupper() and len(letters) > 1 else ""


def new_actor(mention: Mention) -> tuple[str, str, str | None] | None:
    """What an actor is called that a mention names for the first time.

    Returns:
        (name, kind, country), or None where the mention is too vague to make an actor of: a place, a holder of an
        office without a name, a first name or surname alone, "the committee".
    """
    name = mention.name.strip()
    if mention.way == "office" and not _names_holder(mention):
        return None
    if mention.kind in ("place", "state") or not any(c.isupper() for c in name):
        return None
    if mention.kind == "person":
        if name.split()[-1][0].islower():
            return None  # "Kenyan leader" describes somebody
        return (name, "person", mention.country) if len(name.split()) > 1 else None
    if fold(name) in words.load().too_vague or len(name) < 2:
        return None
    return name, mention.kind, mention.country
