"""Which part of an article a line belongs to, told from the lines alone.

Home » Minister to visit Oslo                 link
Minister to visit Oslo                        headline
The minister (left) with guests in May.       caption
The minister will visit Oslo on Monday. …     body
SEE ALSO: Ten things about Oslo               link
Ann Lee is a reporter based in Bergen.        boilerplate
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from timeline.model import Article

_LINE = re.compile(r"[^\n\r]+")
_BREADCRUMB = re.compile(r"^\s*home\s*[»›>/|]|(?:[»›].*){2,}", re.IGNORECASE)
_LINK = re.compile(
    r"^\W*(?:see also|read more|read also|also read|related(?: (?:articles?|stories|news|topics|content))?|more on this"
    r"|more from|recommended|you (?:may|might) also like|don.t miss|watch|listen|further reading|more news|trending|in pictures)"
    r"\s*(?::|$|\||-\s|–|—)",
    re.IGNORECASE,
)
_BARE_LINK = re.compile(r"^\W*[\w ’']{3,30}:\W*$")
_BOILERPLATE = re.compile(
    r"^\W*(?:by [A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,4}(?:,.{0,60})?$|copyright\b|©|\(c\) \d{4}|all rights reserved|subscribe\b"
    r"|sign up\b|follow us\b|follow @|share this\b|advertisement$|posted (?:on|by|in)\b|last (?:updated|modified)\b|updated\b.{0,40}$"
    r"|published\b.{0,50}$|the views expressed\b|the opinions expressed\b|this (?:article|story|post) (?:was|is|first|originally)\b"
    r"|(?:additional )?(?:reporting|writing|editing|compiled) by\b|\(?(?:reporting|writing|editing) by\b|click here\b|contact us\b"
    r"|photo(?: by)?:|image(?: credit)?:|source:|tags?:|filed under\b|comments?$|print$|share$|tweet$|newsletter\b|skip to\b|cookie)",
    re.IGNORECASE,
)
_BYLINE_CASE = re.compile(r"^\W*by [a-z]")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_DATELINE_ONLY = re.compile(
    rf"^\W*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?:{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}}"
    r"|\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})"
    r"(?:[ ,|·-]+(?:at )?\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?)?\s*\(?[A-Z]{0,4}\)?)?\W*$",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"^\s*[A-Z][A-Z .,’'/-]{2,40}?(?:, [A-Z][A-Za-z. ]{2,20})?(?:,? (?:"
    + _MONTH.replace("jan", "(?i:jan")
    + r")) \d{1,2})?\s*"
    r"(?:\([A-Z][\w /.-]{1,30}\)\s*[-–—]{1,2}|\([A-Z][\w /.-]{1,30}\)\s|\s[-–—]{1,2})\s*(?=[A-Z“\"])"
)
_AUTHOR = re.compile(
    r"^[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]*){1,3},? (?:is|was|has been|covers|writes|reports|works|serves as|joined) .{0,160}?\b(?:analyst|reporter"
    r"|correspondent|journalist|editor|columnist|contributor|writer|fellow|graduate|intern|researcher|professor|lecturer|freelance\w*"
    r"|producer|author|blogger|based in|focusing on|specializing in|specialising in)\b"
)
_CAPTION = re.compile(
    r"\((?:left|right|cent(?:er|re)|l|r|c|file(?: photo| image| picture)?|top|bottom|from left|second from [^)]{3,12}|pictured)\)"
    r"|\b(?:is|are|was|were)? ?(?:seen|pictured|shown|photographed) (?:here|above|below|in this|in an undated|during|at|on)\b"
    r"|\bin this (?:file |undated |handout |combination )*(?:photo|picture|image|frame)|\b(?:file|handout) (?:photo|picture|image)\b"
    r"|(?:getty images|/\s?(?:ap|afp|reuters|epa|tass)|\((?:ap|afp|reuters|epa|getty)[^)]*\))\W*$|^\W*(?:photo|caption|pictured)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?]['\"”’)\]]*\s*$")
_CAPTION_DATE = re.compile(rf"\b(?:on |in )?{_MONTH} (?:\d{{1,2}}, )?\d{{4}}\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Zone:
    """A line of the text (half-open code points) and what it is: one of ``model.ZONES``."""

    start: int
    end: int
    name: str


def zones(article: Article) -> list[Zone]:
    """The non-empty lines of an article's text in order, each with its zone."""
    lines = [(m.start(), m.end(), m.group()) for m in _LINE.finditer(article.text) if m.group().strip()]
    title = _norm(article.title or "")
    found: list[Zone] = []
    label = False
    for number, (start, end, line) in enumerate(lines):
        name = "link" if label else _name(number, line, lines, title, found)
        label = not label and name == "link" and bool(_BARE_LINK.match(line))
        if name == "body" and (dateline := _DATELINE.match(line)) and dateline.end() < len(line):
            found.append(Zone(start, start + dateline.end(), "boilerplate"))
            start += dateline.end()
        found.append(Zone(start, end, name))
    return found


def _name(number: int, line: str, lines: list[tuple[int, int, str]], title: str, before: list[Zone]) -> str:
    if (number < 5 and _BREADCRUMB.search(line)) or _LINK.match(line):
        return "link"
    if title and _norm(line) == title and not any(z.name == "body" for z in before):
        return "headline"
    if (_BOILERPLATE.match(line) and not _BYLINE_CASE.match(line)) or _DATELINE_ONLY.match(line):
        return "boilerplate"
    if number > 0 and number >= len(lines) - 3 and len(line) < 400 and _AUTHOR.match(line):
        return "boilerplate"
    bodies = sum(z.name == "body" for z in before)
    if bodies == 0 and len(lines) > 1 and not any(z.name == "headline" for z in before) and _is_headline(line):
        return "headline"
    if _is_caption(line, bodies):
        return "caption"
    return "body"


def _is_headline(line: str) -> bool:
    return len(line.split()) <= 25 and not _ENDS.search(line) and not line.lstrip().startswith(("-", "*", "•", "|"))


def _is_caption(line: str, bodies: int) -> bool:
    # A caption is one sentence; a paragraph of several that mentions "(left)" is not.
    if len(line) > 400 or len(re.findall(r"[.!?]['\"”’)]*\s+[A-Z“\"]", re.sub(r"\b[A-Z][a-z]{0,3}\.", "", line))) > 1:
        return False
    return bool(_CAPTION.search(line)) or (
        bodies == 0 and bool(_CAPTION_DATE.search(line)) and bool(_ENDS.search(line))
    )


def _norm(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def spans(article: Article, *names: str) -> Iterator[Zone]:
    """The zones of these names, in order."""
    return (zone for zone in zones(article) if zone.name in names)
