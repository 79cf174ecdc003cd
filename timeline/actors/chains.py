"""Names of one article that mean one actor: "Merkel" is "Angela Merkel", "WWF" what stood before it in full."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from timeline.actors import words
from timeline.actors.known import LEADING as _LEADING
from timeline.actors.places import place
from timeline.actors.spellings import same_person
from timeline.model import Mention
from timeline.names import core, fold, initials_of

_ARABIC = ("al", "el", "ul", "bin", "ibn", "abu", "de", "van", "von", "der", "da", "di")
_GENERATIONS = ("jr", "sr", "ii", "iii", "iv")
_BESIDE = frozenset({"alliance", "center", "centre", "team", "program", "programme", "initiative"})
_KIN = re.compile(r"(?:^|\s)([A-Z][\w-]+)['’]s (?:father|brother|son),? $")
_PASSING = re.compile(r"\b(?:interim|acting|caretaker|new|next)\b", re.IGNORECASE)
_OF_KIN = re.compile(r"\b(?:[Hh]is|[Hh]er|[Tt]heir) (?:[\w-]+ )?([a-z]+),? $")
_AND = re.compile(r",? (?:and|or) (?:(?:his|her) )?(?:[a-z]+,? )?|, ")
_BRACKET = re.compile(r"\s*\(\s*[\"“']?([A-Z][A-Za-z.&-]{1,9})[\"”']?\s*[),;]")


def fullest(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with ``name`` the fullest form that the article gives, kind, office and country with it.

    A surname that two people of the article share (father and son) stays as it is, unless its title tells them apart.
    """
    mentions = _one_spelling(text, _bare(_towns(mentions)))
    people = _people(mentions)
    longer = _organisations(text, mentions)
    result = []
    holders = _holders(mentions)
    counts = Counter(m.surface for m in mentions if m.kind == "person")
    known: dict[tuple[str, str | None], Mention | None] = {}
    beside = _beside(text, mentions)
    for number, mention in enumerate(mentions):
        if mention.way == "office":
            those = set() if _PASSING.search(mention.surface) else _named_holders(mention, holders)
            result.append(replace(mention, name=next(iter(those))) if len(those) == 1 else mention)
        elif mention.way != "name" or mention.kind == "state" or (mention.kind == "place" and place(mention.surface)):
            result.append(mention)
        elif (full := longer.get(mention.surface)) is not None:
            result.append(replace(mention, name=full.name, kind=full.kind, country=mention.country or full.country))
        elif mention.kind == "person":
            key = (mention.surface, mention.office)
            if key not in known:
                full_name = _person(mention, people, counts)
                apart = full_name is not None and frozenset((mention.surface, full_name.surface)) in beside
                known[key] = None if apart else full_name  # "Ann Lee and her daughter, Ann Lee Jr."
            full = None if _is_first_name(text, mention, known[key]) else known[key]
            result.append(
                _named(mention, full) if full else of_a_family(text, mention, mentions[number + 1 : number + 5])
            )
        else:
            result.append(of_a_family(text, mention, mentions[number + 1 : number + 5]))
    return result


def _towns(mentions: Sequence[Mention]) -> Sequence[Mention]:
    """The mentions with those made places that begin a name such as "Arlen General Hospital" and are nobody's."""
    named = [m for m in mentions if m.way == "name"]
    bodies = {w[0] for m in named if len(w := m.surface.split()) > 1 and w[-1].casefold() in words.load().of_towns}
    people = {word for m in named if m.kind == "person" and len(w := m.surface.split()) > 1 for word in w}
    towns = {word for word in bodies - people if fold(word) not in words.load().given}
    return [replace(m, kind="place") if m.surface in towns and m.kind == "person" else m for m in mentions]


def _bare(mentions: Sequence[Mention]) -> list[Mention]:
    """Full names without a word for somebody before them that the article leaves away: "Sprinter *Carl Webb*"."""
    alone = {m.surface for m in mentions if m.kind == "person" and m.way == "name" and " " in m.surface}
    return [_without_calling(m) if m.surface.partition(" ")[2] in alone else m for m in mentions]


def _without_calling(mention: Mention) -> Mention:
    first, _, name = mention.surface.partition(" ")
    given = words.load().given
    if mention.way != "name" or fold(first) in given or fold(name).split()[0] not in given or len(first) < 4:
        return mention
    return replace(mention, start=mention.start + len(first) + 1, surface=name, name=name, kind="person")


def _one_spelling(text: str, mentions: Sequence[Mention]) -> Sequence[Mention]:
    """Full names that are spellings of one another ("Masud", "Masoud") under the one that the article uses most."""
    counts = Counter(m.name for m in mentions if m.kind == "person" and m.way == "name" and " " in m.name)
    beside = _beside(text, mentions)
    chosen: dict[str, str] = {}
    for name in sorted(counts, key=lambda n: -counts[n]):
        parts = fold(name).split()
        alike = (n for n in chosen if n == chosen[n] and _spelled_alike(parts, fold(n).split()))
        chosen[name] = next((n for n in alike if frozenset((n, name)) not in beside), name)
    if all(name == own for name, own in chosen.items()):
        return mentions
    return [replace(m, name=chosen[m.name]) if m.name in chosen else m for m in mentions]


def _beside(text: str, mentions: Sequence[Mention]) -> set[frozenset[str]]:
    """Names that stand side by side and so are two people's: "Jon Lee and Joan Lee"."""
    return {frozenset((m.name, n.name)) for m, n in pairwise(mentions) if _AND.fullmatch(text, m.end, n.start)}


def _spelled_alike(one: Sequence[str], two: Sequence[str]) -> bool:
    # George H. W. Bush is not George W. Bush.
    return len(one) == len(two) and all(len(part) > 1 for part in (*one, *two)) and same_person(one, two)


def _named_holders(mention: Mention, holders: Mapping[tuple[str | None, str | None], set[str]]) -> set[str]:
    """Whom the article names in that office or one that the words may mean: "the Kenyan leader" is its president."""
    offices = words.load().stands_for.get(mention.office or "", (mention.office or "",))
    if mention.office == "leader":
        offices = (*offices, *_LEADING)
    return set().union(*(holders.get((office, mention.country), set()) for office in offices))


def _holders(mentions: Iterable[Mention]) -> dict[tuple[str | None, str | None], set[str]]:
    """Office and country -> the full names that the article gives its holder: "the Kenyan president" is one of them."""
    holders: dict[tuple[str | None, str | None], set[str]] = {}
    for m in mentions:
        if m.kind == "person" and m.way == "name" and m.office and m.country and " " in m.surface:
            holders.setdefault((m.office, m.country), set()).add(m.surface)
    return holders


def _people(mentions: Iterable[Mention]) -> dict[str, Mention]:
    """Folded full name -> its best mention: the one that also gives office and country."""
    best: dict[str, Mention] = {}
    for m in mentions:
        if m.kind == "person" and m.way == "name" and len(fold(m.surface).split()) > 1:
            key = fold(m.name)
            old = best.get(key)
            best[key] = (
                m if old is None else replace(old, office=old.office or m.office, country=old.country or m.country)
            )
    return best


def _person(mention: Mention, people: dict[str, Mention], counts: Mapping[str, int]) -> Mention | None:
    """The one person of the article that the name may be short for."""
    parts = _parts(mention.surface)
    if mention.surface.isupper() and len(mention.surface) < 4:
        return None
    matching = {name: full for name, full in people.items() if _short_for(parts, _parts(full.surface))}
    if len(matching) > 1 and len(parts) > 1:
        matching = {n: f for n, f in matching.items() if not any(_extends(n, other) for other in matching)}
    if len(matching) > 1 and len(parts) == 1:
        first = sum(_parts(f.surface)[0] == parts[0] for f in matching.values())
        if first > 1 and parts[0] in words.load().given and not mention.office:
            return None  # "John" among John Lee, John Dahl and Richard John
        whole = {n: f for n, f in matching.items() if not any(_extends(n, other) for other in matching)}
        by_title = {n: f for n, f in whole.items() if mention.office and f.office == mention.office}
        last = {n: f for n, f in whole.items() if _surname(_parts(f.surface)) == parts[0]}
        chosen = next((found for found in (whole, by_title, last) if len(found) == 1), None)
        matching = chosen if chosen is not None else _mostly(last, matching, counts)
    if len(matching) != 1:
        return None
    return next(iter(matching.values()))


def _mostly(people: dict[str, Mention], forms: dict[str, Mention], counts: Mapping[str, int]) -> dict[str, Mention]:
    """Of several with one surname the one whom the article names in full first and far more often than the others."""
    own = {n: [f for other, f in forms.items() if other == n or _extends(other, n)] for n in people}
    times = {n: sum(counts[f.surface] for f in full) for n, full in own.items()}
    ranked = sorted(people, key=lambda n: -times[n])
    first, second = (times[n] for n in ranked[:2]) if len(ranked) > 1 else (0, 0)
    starts = {n: min(f.start for f in full) for n, full in own.items()}
    leads = bool(ranked) and starts[ranked[0]] == min(starts.values())
    return {ranked[0]: people[ranked[0]]} if leads and first > 1 and first >= 2 * second else {}


def of_a_family(text: str, mention: Mention, following: Sequence[Mention]) -> Mention:
    """A first name that shares the surname behind the last ("*Agnes*, *Bernard* and Carl Dahl") or of next of kin.

    "Reed's father, *Carl*" is Carl Reed.
    """
    if " " in mention.surface or fold(mention.surface) not in words.load().given:
        return mention
    if kin := _KIN.search(text, max(0, mention.start - 40), mention.start):
        return replace(mention, name=f"{mention.surface} {kin.group(1)}", kind="person")
    end = mention.end
    for other in following:
        between, parts = text[end : other.start], other.surface.split()
        if between == " and " and len(parts) == 2 and other.kind == "person":
            return replace(mention, name=f"{mention.surface} {parts[1]}", kind="person")
        if between != ", " or len(parts) != 1 or fold(other.surface) not in words.load().given:
            break
        end = other.end
    return mention


def _is_first_name(text: str, mention: Mention, full: Mention | None) -> bool:
    """Whether one word names somebody's kin ("her son, *Reed*"), and so is not short for one of that surname."""
    if full is None or " " in mention.surface or fold(full.surface).split()[0] == fold(mention.surface):
        return False
    kin = _OF_KIN.search(text, max(0, mention.start - 40), mention.start)
    return kin is not None and kin.group(1) in words.load().kin


def _named(mention: Mention, full: Mention | None) -> Mention:
    if full is None:
        return mention
    office, country = mention.office or full.office, mention.country or full.country
    return replace(mention, name=full.name, office=office, country=country)


def _parts(surface: str) -> tuple[str, ...]:
    parts = fold(surface.replace("-", " ")).split()
    kept = tuple(p for p in parts if p not in _ARABIC)
    return kept or tuple(parts)


def _short_for(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether a name can be a shorter form of another: its words are some of the other's, in order."""
    if len(short) > len(full):
        return False
    if len(short) == 1:
        return short[0] in (full[0], full[-1], *full[-2:], _surname(full))
    if len(short) > 2 and any(len(part) == 1 for part in (*short, *full)):
        # Father and son may differ by an initial only.
        return list(short) in (list(full), [p for p in full if p not in _GENERATIONS])
    if short[0] != full[0] and short[-1] not in (full[-1], _surname(full)):
        return False  # "Mat Maid" is not "Old Mat Maid Warehouse"
    rest = iter(full)
    return all(any(_same_word(word, other) for other in rest) for word in short)


def _surname(parts: Sequence[str]) -> str:
    """The last word that is no generation: "Moretti" of "Louis Moretti III"."""
    kept = [p for p in parts if p not in _GENERATIONS]
    return kept[-1] if kept else parts[-1]


def _same_word(word: str, other: str) -> bool:
    return word == other or (len(word) == 1 and other.startswith(word))


def _extends(name: str, other: str) -> bool:
    return name != other and _short_for(_parts(name), _parts(other))


def _organisations(text: str, mentions: Sequence[Mention]) -> dict[str, Mention]:
    """Surface -> the organisation it is short for."""
    full: dict[str, Mention] = {}
    named = [m for m in mentions if m.way == "name" and m.kind in ("organisation", "group", "place", "person")]
    organisations = [m for m in named if m.kind in ("organisation", "group")]
    for m in organisations:
        if (short := short_form(text, m)) is not None:
            full[short] = m
    unique = list({m.surface: m for m in reversed(organisations)}.values())
    shorts = {m.surface for m in organisations} - {m.surface for m in named if m.kind in ("place", "person")}
    firsts: dict[str, int] = {}
    for m in named:
        firsts.setdefault(m.surface, m.start)
    for surface in firsts:
        if surface in full:
            continue
        longer = {m.surface: m for m in unique if _short_organisation(surface, m.surface)}
        if not longer:
            # A headline has the short form first.
            first = firsts[surface]
            heads = surface in shorts and "\n" not in text[:first].strip() and place(surface) is None
            before = len(text) if heads else first
            again = next((m.start for m in named if m.surface == surface and m.start > first), before)
            # A body that is named only after the short form has come again is one beside it: the "Acme Safety Centre".
            longer = {
                m.surface: m
                for m in unique
                if m.start < (again if _is_beside(m.surface) else before) and _one_word(surface, m.surface)
            }
        if len(longer) > 1:
            cores = {core(name) for name in longer}
            if len(cores) > 1:
                continue
            longest = max(longer, key=len)
            longer = {longest: longer[longest]}
        if longer:
            (full[surface],) = longer.values()
    return _closed(full)


def _closed(full: dict[str, Mention]) -> dict[str, Mention]:
    """Chains of short forms led to their end."""
    result = {}
    for surface, mention in full.items():
        seen = {surface}
        while mention.surface in full and mention.surface not in seen:
            seen.add(mention.surface)
            mention = full[mention.surface]
        result[surface] = replace(mention, name=mention.surface)
    return result


def short_form(text: str, body: Mention) -> str | None:
    """The short form that a text gives in brackets behind a body's name."""
    found = _BRACKET.match(text, body.end) if text.startswith((" (", "("), body.end) else None
    return found.group(1) if found and _abbreviates(found.group(1), body.surface) else None


def _abbreviates(letters: str, name: str) -> bool:
    plain = letters.replace(".", "").replace("&", "").casefold()
    if initials_of(name).startswith(plain) or plain == initials_of(name):
        return True
    rest = iter(fold(name))
    return letters.isupper() and all(letter in rest for letter in plain) and fold(name)[:1] == plain[:1]


def _one_word(short: str, name: str) -> bool:
    """Whether a word may be short for the longer name before it: "Meridian" for "Meridian Foods", "Commission"."""
    parts = name.split()
    if len(parts) < 2 or len(short) < 4:
        return False
    if parts[-1] == short:
        return short.casefold() in words.load().public
    if parts[-1].casefold() in words.load().of_towns | words.load().gatherings:
        return False
    return parts[0] == short and "and" not in parts and short.casefold() not in words.load().no_short_name


def _is_beside(name: str) -> bool:
    last = name.split()[-1].casefold()
    return last in _BESIDE or last in words.load().public


def _short_organisation(short: str, name: str) -> bool:
    if len(short) >= len(name):
        return False
    if core(short) == core(name):
        return True
    letters = short.replace(".", "")
    if not letters.isupper() or not 2 <= len(letters) <= 6:
        return False
    return letters.casefold() in (initials_of(name), initials_of(core(name)))
