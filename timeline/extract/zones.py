"""Which part of an article a line belongs to, told from the lines alone; the patterns stand in ``rules/zones.toml``.

Home » Minister to visit Oslo                 link
Minister to visit Oslo                        headline
The minister (left) with guests in May.       caption
The minister will visit Oslo on Monday. …     body
SEE ALSO: Ten things about Oslo               link
Ann Lee is a reporter based in Bergen.        boilerplate
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from timeline.model import Article

_LINE = re.compile(r"[^\n\r]+")
_BARE_LINK = re.compile(r"^\W*[\w ’']{3,30}:\W*$")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.?"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_FIGURES = r"\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}"
_DATE = rf"(?:{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}}|{_FIGURES})"
_CLOCK = r"(?:[ ,|·-]+(?:at )?\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?)?\s*\(?[A-Z]{0,4}\)?)?"
_DATE_ONLY = re.compile(rf"^\W*(?:{_WEEKDAY},?\s+)?{_DATE}{_CLOCK}\W*$", re.IGNORECASE)
_DATELINE = re.compile(
    rf"^\s*[A-Z][A-Z .,’'/-]{{2,40}}?(?:, [A-Z][A-Za-z. ]{{2,20}})?(?:,? (?i:{_MONTH}) \d{{1,2}})?\s*"
    r"(?:\([A-Z][\w /.-]{1,30}\)\s*[-–—]{1,2}|\([A-Z][\w /.-]{1,30}\)\s|\s[-–—]{1,2})\s*(?=[A-Z“\"])"
    r"|^\s*\([A-Z][\w /.-]{1,30}\)\s*[-–—]{1,2}\s+(?=[A-Z“\"])"
)
# Marks of a live page that run into the text around them:
# "updated: Mon Jan 17 2011 22:16:00", "At 4:46 pm on 27 Nov 2009, Ann wrote:", "May 3, 2021 | By Ann Lee, FJN".
_HOUR = r"\d{1,2}[:.]\d\d(?::\d\d)?(?: ?[ap]\.?m\b\.?)?(?: (?-i:[A-Z]{2,4})\b)?"
_DAY = rf"(?:{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}}|{_FIGURES})"
_SHORT_WEEKDAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?"
_LABEL = r"\b(?:last )?(?:updated|posted|published|modified)(?: on| at)?:"
_SIGNED = r"(?-i:[A-Z][\w’'-]+(?: [A-Z][\w.’'-]+){1,3}(?:, [A-Z]{2,8}\b)?)"
_STAMP = re.compile(
    rf"{_LABEL}\s+(?:{_SHORT_WEEKDAY} )?{_DAY}(?:,?(?: at| \||,| -)? {_HOUR})?"
    rf"|(?<!on )(?<!by )\b{_SHORT_WEEKDAY} {_DAY},?(?: at)? {_HOUR}(?: \([A-Z][\w ]{{1,20}}\))?(?: [-–—|])?"
    rf"|\b(?:{_SIGNED} \| )?{_HOUR}(?: time)?,? {_SHORT_WEEKDAY},? {_DAY}(?: [0-9:]{{5}} (?-i:UK))?"
    rf"|\bat {_HOUR},? on {_DAY}, (?-i:[\w.]{{2,20}}) wrote:"
    rf"|{_DAY} \| by {_SIGNED}"
    rf"|{_DAY},? at {_HOUR} \|"
    rf"|(?:(?-i:By) {_SIGNED} )?{_DAY}: {_HOUR}",
    re.IGNORECASE,
)
_FIGURED = re.compile(r"\d{4}|\d[/.]\d")  # every stamp has a year or a day in figures; most lines have neither
# Buttons beside a picture, read as if they were words of the sentence behind them: "Buy Photo Ann Lee was sentenced".
_BUTTON = re.compile(r"\b(?:Buy Photos?|Share Pin It|More Galleries|(?:View|Show|Hide) (?:Full )?Caption)\b")
# Who took a picture, in brackets behind the text beside it: "(Ann Lee, Bo Dahl / Lima Sun)", "(Ann Lee/Fjord Images)".
_CREDIT = re.compile(rf"\({_SIGNED}(?:(?:, | and ){_SIGNED})* ?/ ?(?:[A-Z][\w’'.-]*)(?: [A-Z][\w’'.-]*){{0,4}}\)")
# The same without brackets, at the head of a sentence: "Ann Lee for Lima Daily News Gunfire erupted".
_TAKEN_FOR = re.compile(
    rf"(?:^|(?<=[.!?”\"’)] )){_SIGNED} for (?:the )?(?:[A-Z][\w’'-]+ ){{1,4}}?"
    r"(?:News|Times|Post|Tribune|Herald|Journal|Sun|Star|Press|Gazette|Chronicle|Telegraph|Guardian)(?= [A-Z][a-z])"
)
# What the paper says of its own words, to the end of the line: what it takes back is not told again.
_CORRECTION = re.compile(
    r"(?:^\W*|(?<=[.!?”\"’)] ))(?:"
    r"(?:Correction|Clarification|CORRECTION|CLARIFICATION|Editor[’']s [Nn]ote)s?(?: \([^)]{1,30}\))?\s?[:–—-]"
    r"|(?:An|The) (?:earlier|previous|original) version of this (?:article|story|report|piece|post|headline|page)\b"
    r"|This (?:article|story|report|piece|post|headline|page) (?:has been|was) (?:corrected|amended)\b).*$"
)
_ENDS = re.compile(r"[.!?]['\"”’)\]]*\s*$")
_SEVERAL = re.compile(r"[.!?]['\"”’)]*\s+[A-Z“\"]")
_ABBREVIATION = re.compile(r"\b[A-Z][a-z]{0,3}\.")
_CAPTION_DATE = re.compile(rf"\b(?:on |in )?{_MONTH} (?:\d{{1,2}}, )?\d{{4}}\W*$", re.IGNORECASE)
_LONGEST_LINE = 400  # characters; longer lines are paragraphs whatever they begin with


@dataclass(frozen=True, slots=True)
class Zone:
    """A line of the text (half-open code points) and what it is: one of ``model.ZONES``."""

    start: int
    end: int
    name: str


def zones(article: Article) -> list[Zone]:
    """The non-empty lines of an article's text in order, each with its zone; a dateline is a zone of its own."""
    lines = [(m.start(), m.end(), m.group()) for m in _LINE.finditer(article.text) if m.group().strip()]
    title = _norm(article.title or "")
    found: list[Zone] = []
    seen = {"headline": 0, "body": 0}
    label = False
    for number, (start, end, line) in enumerate(lines):
        name = "link" if label else _name(number, line, len(lines), title, seen)
        label = not label and name == "link" and bool(_BARE_LINK.match(line))
        seen[name] = seen.get(name, 0) + 1
        at = start
        for cut, stop in furniture(line) if name == "body" else ():
            found.extend([Zone(at, start + cut, name)] if start + cut > at else [])
            found.append(Zone(start + cut, start + stop, "boilerplate"))
            at = start + stop
        found.extend([Zone(at, end, name)] if end > at else [])
    return found


def furniture(line: str) -> list[tuple[int, int]]:
    """Spans of a line that are no part of its sentences: the dateline, stamps, credits and corrections run into it."""
    found = [m.span() for m in _STAMP.finditer(line)] if _FIGURED.search(line) else []
    marks = [m.span() for pattern in (_BUTTON, _CREDIT, _TAKEN_FOR) for m in pattern.finditer(line)]
    found += [(start, end) for start, end in marks if not any(s < end and start < e for s, e in found)]
    dateline = _DATELINE.match(line)
    if dateline is not None and dateline.end() < len(line) and not any(s < dateline.end() for s, _ in found):
        found.insert(0, dateline.span())
    correction = _CORRECTION.search(line)
    if correction is not None:
        found = [span for span in found if span[1] <= correction.start()] + [correction.span()]
    return sorted(found)


def is_zone(name: str, line: str) -> bool:
    """Whether a table of ``rules/zones.toml`` claims the line."""
    return any(pattern.search(line) for pattern in _patterns()[name])


def _name(number: int, line: str, lines: int, title: str, seen: Mapping[str, int]) -> str:
    short = len(line) < _LONGEST_LINE
    if (number < 5 and is_zone("breadcrumb", line)) or (short and is_zone("link", line)):
        return "link"
    if title and not seen["body"] and _norm(line) == title:
        return "headline"
    if (short and is_zone("boilerplate", line)) or _DATE_ONLY.match(line):
        return "boilerplate"
    if number > 0 and number >= lines - 3 and short and is_zone("author", line):
        return "boilerplate"
    if not seen["body"] and not seen["headline"] and lines > 1 and _is_headline(line):
        return "headline"
    return "caption" if short and _is_caption(line, seen["body"]) else "body"


def _is_headline(line: str) -> bool:
    return len(line.split()) <= 25 and not _ENDS.search(line) and not line.lstrip().startswith(("-", "*", "•", "|"))


def _is_caption(line: str, bodies: int) -> bool:
    # A caption is one sentence, perhaps with a credit; a paragraph that mentions "(left)" is not.
    if len(_SEVERAL.findall(_ABBREVIATION.sub("", line))) > 1:
        return False
    return is_zone("caption", line) or (bodies == 0 and bool(_CAPTION_DATE.search(line)) and bool(_ENDS.search(line)))


def _norm(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


@cache
def _patterns() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    table = tomllib.loads((files("timeline") / "rules" / "zones.toml").read_text("utf-8"))
    return {name: tuple(re.compile(p, re.IGNORECASE) for p in rules["patterns"]) for name, rules in table.items()}
