"""Bodies that bear the name of a town, county or province: "Lima police", "the Ada County Sheriff's Office"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from timeline.actors import words
from timeline.model import Mention

_CURLY = str.maketrans({"’": "'"})
_OFFICE = re.compile(r"'s (?:office|department|deputies|officers)(?![\w'-])", re.IGNORECASE)
_IN_FULL = re.compile(
    r"(?:(?!The |An? )[A-Z][\w.-]+ ){1,4}"
    r"(?:(?:Sheriff|Attorney|Coroner|Examiner|Prosecutor|Marshal)['’]s (?:Office|Department)"
    r"|(?<=County )(?:Sheriff|(?:District |State['’]s )?Attorney|Coroner|Prosecutor|Medical Examiner)"
    r"(?! [A-Z])(?!['’]))"
)
_HEADS = frozenset({"sheriff", "attorney", "coroner", "prosecutor", "mayor", "examiner", "marshal"})


def bodies(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with places made the bodies that the words behind them name, and such bodies of one kind.

    "Oslo police arrested two men" tells of the police, not of Oslo; of a state the police stay its own.
    """
    full = [Mention(*h.span(), h.group(), "organisation", h.group()) for h in _IN_FULL.finditer(text)]
    others = [m for m in mentions if not any(m.start < f.end and f.start < m.end for f in full)]
    found: list[Mention] = []
    end = 0
    for mention in sorted([*others, *full], key=lambda m: m.start):
        body = _body(text, mention)
        if body is not None and body.start >= end:
            found = [m for m in found if m.end <= body.start]
            found.append(body)
            end = body.end
        elif mention.start >= end:
            found.append(_as_body(mention))
    return found


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    known = sorted(words.load().local_bodies, key=len, reverse=True)
    nouns = "|".join(re.escape(noun) for noun in known)
    return (
        re.compile(rf"(?:'s?)? ((?:(?:city|county|metro|metropolitan|state|district) )?(?:{nouns}))(?![\w'-])", re.I),
        re.compile(rf"\w.* (?:{nouns})", re.I),
    )


def _body(text: str, mention: Mention) -> Mention | None:
    capital = mention.kind == "state" and mention.way == "capital"
    if mention.kind == "state" and not capital:
        return None
    plain = text[mention.end : mention.end + 60].translate(_CURLY)
    if mention.way == "name" and plain.startswith("'s ") and (office := _OFFICE.match(plain)):
        # "the Ada County Sheriff's Office", where the model stops at the sheriff
        last = mention.surface.split()[-1].casefold()
        end = mention.end + office.end()
        surface = text[mention.start : end]
        return Mention(mention.start, end, surface, "organisation", surface) if last in _HEADS else None
    behind, _ = _patterns()
    found = behind.match(plain)
    if found is None or not (capital or mention.kind == "place" or _may_have_police(mention, plain)):
        return None
    noun, end = found.group(1), mention.end + found.end()
    if capital and noun.casefold() in words.load().state_bodies - {"police", "prosecutors"}:
        return None  # "Tehran officials" speak for the state
    name = f"{mention.surface} {noun}"
    return Mention(mention.start, end, text[mention.start : end], "organisation", name, country=mention.country)


def _may_have_police(mention: Mention, behind: str) -> bool:
    """Whether an organisation may be a town that the model mistook, or keeps police of its own: "Acme police"."""
    body = set(mention.surface.casefold().split()) & words.load().public
    letters = mention.surface.isupper() and behind.split()[:1] == ["officials"]  # "NASA officials" are of no town
    return mention.kind == "organisation" and behind[:1] != "'" and not body and not letters


def _as_body(mention: Mention) -> Mention:
    """A name that ends as such bodies do is one, whatever the model takes it for: "Ada Sheriff's Deputies"."""
    if mention.way != "name" or mention.kind not in ("person", "place"):
        return mention
    whole = _patterns()[1].fullmatch(mention.surface.translate(_CURLY))
    return replace(mention, kind="organisation") if whole else mention
