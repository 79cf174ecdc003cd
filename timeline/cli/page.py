"""``timeline show`` as a small page of text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from timeline import phrases
from timeline.cli import views
from timeline.cli.output import one_line
from timeline.model import is_english

Row = Mapping[str, Any]

_WIDTH = 96
"""Widest line of a quote."""


def event_page(event: Row, reports: Sequence[Row], today: str, *, why: bool, width: int | None = None) -> str:
    """The event: title, status and date, who, where, and each sentence that reports it; no line wider than told."""
    lines = [
        event["title"],
        f"{phrases.status(event, today)} ({phrases.counted(event['sources'], 'source')}){_contradicted(event)}",
        " · ".join(_facts(event)),
        "",
        *_actors(event),
        *_words(event),
        *(line for report in reports for line in _report(report, why=why, width=min(width or _WIDTH, _WIDTH))),
    ]
    return _text(lines, width)


def _text(lines: Sequence[str], width: int | None) -> str:
    """Lines as one text; those that are too wide go on below, further in."""
    fitted: list[str] = []
    for line in map(one_line, lines):
        inside = " " * (len(line) - len(line.lstrip()) + 2)
        if width is None or len(line) <= width:
            fitted.append(line)
        else:
            fitted += textwrap.wrap(line, width, subsequent_indent=inside, break_on_hyphens=False)
    return "\n".join(fitted).rstrip() + "\n"


def _contradicted(event: Row) -> str:
    number = event["date_conflicts"]
    return f"; {phrases.counted(number, 'report')} {'gives' if number == 1 else 'give'} another date" if number else ""


def _facts(event: Row) -> Iterator[str]:
    yield event["type"]
    if event.get("place"):
        country = event.get("place_country")
        yield f"{event['place']} ({country})" if country else event["place"]
    yield from (event[axis] for axis in ("claim", "certainty", "polarity") if event[axis] != views.USUAL[axis])
    if event["salience"] != "main":
        yield event["salience"]
    yield event["event_id"]


def _actors(event: Row) -> Iterator[str]:
    roles: dict[str, list[str]] = {}
    for actor in event.get("actors", ()):
        roles.setdefault(actor["role"], []).append(actor["name"])
    for role, names in roles.items():
        yield f"  {role:<10} {', '.join(names)}"
    if roles:
        yield ""


def _words(event: Row) -> Iterator[str]:
    """What people said of it."""
    if event.get("tags"):
        yield f"  {'tags':<10} {', '.join(event['tags'])}"
    for correction in event.get("corrections", ()):
        value, why = phrases.corrected(correction["value"]), correction["reason"]
        yield f"  {'corrected':<10} {correction['field']} = {value} ({correction['by']}: {why})"
    for note in event.get("notes", ()):
        yield f"  {'note':<10} {note['text']} ({note['by']}, {note['recorded_at'][:10]})"
    if event.get("tags") or event.get("corrections") or event.get("notes"):
        yield ""


def _report(report: Row, *, why: bool, width: int) -> Iterator[str]:
    quote = f"“{one_line(report['quote']).strip()}”"
    yield from textwrap.wrap(quote, width, initial_indent="  ", subsequent_indent="  ")
    yield f"    {_source(report)}"
    dated = f"from “{one_line(report['time_phrase'])}”" if report.get("time_phrase") else "no date phrase"
    yield f"    {views.standing(report, '0001-01-01')}; {phrases.date(report)}, {dated}"
    if why:
        yield from (f"      {line}" for line in _why(report))
    yield ""


def _source(report: Row) -> str:
    parts = [report.get("publisher"), report.get("article_title")]
    published = (report.get("published") or "")[:10]
    when = f"published {phrases.date({'earliest': published, 'latest': published})}" if published else "date not known"
    article = views.short(report["article_id"])
    return ", ".join([*(part for part in parts if part), when, f"article {article}"])


def _why(report: Row) -> Iterator[str]:
    yield f"date: {report['date_basis'].replace('_', ' ')}, rule {report.get('date_rule') or 'none'}" + "".join(
        f", {report[key]}" for key in ("date_anchor", "date_direction") if report.get(key)
    )
    yield from report["cues"]
    score = report.get("link_score")
    if report.get("link_rule"):
        yield f"event: {report['link_rule']}" + (f", score {score / 1000:.3f}" if score is not None else "")
    if report.get("attributed_to"):
        yield f"says so: {report['attributed_to']}"


def article_page(article: Row, today: str, width: int | None = None) -> str:
    """The article: title, source, address, and what it reports; its main event has an asterisk."""
    published = (article["published"] or "").replace("T", " ")
    basis = f" ({article['published_basis'].replace('_', ' ')})" if article["published_basis"] else ""
    facts = {
        "publisher": article["publisher"],
        "author": article["author"],
        "published": published + basis if published else "not known",
        "url": article["url"],
        "language": article["language"],
        "added": article["added_at"][:19].replace("T", " "),
        "withdrawn": (article["withdrawn_at"] or "")[:19].replace("T", " "),
        "erased": (article["erased_at"] or "")[:19].replace("T", " "),
        "revises": article["revises"],
        "copy of": article["copy_of"],
        "id": article["article_id"],
    }
    lines = [article["title"] or "(no title)", *(f"  {name:<10} {value}" for name, value in facts.items() if value), ""]
    about = {article["main_event_id"]} - {None}
    for report in article["reports"]:
        mark = "*" if report["event_id"] in about else " "
        lines.append(f"{mark} {report['title']}: {phrases.status(report, today)}  [{views.short(report['event_id'])}]")
    if any(report["event_id"] in about for report in article["reports"]):
        lines += ["", "* what the article is about"]
    return _text([*lines, *_no_reports(article)], width)


def _no_reports(article: Row) -> Iterator[str]:
    if article["reports"]:
        return
    if article["erased_at"]:
        yield "no reports: its text was erased"
    elif article["withdrawn_at"]:
        yield "no reports: it was undone or withdrawn"
    elif not is_english(article["language"]):
        yield "no reports: only English is read"
    elif article["revises"]:
        yield "no reports of its own: the version before it says the same"
    else:
        yield "no reports: nothing in it reads as an event"


def actor_page(actor: Row, width: int | None = None) -> str:
    """The actor: name, kind, spellings, offices."""
    kind = f"{actor['kind']}, {actor['country']}" if actor["country"] else actor["kind"]
    lines = [actor["name"], f"{kind} · {phrases.counted(actor['events'], 'event')} · {actor['actor_id']}"]
    if actor["aliases"]:
        lines.append(f"  also       {', '.join(actor['aliases'])}")
    for held in actor["offices"]:
        of = f" ({held['country']})" if held["country"] else ""
        lines.append(f"  {'office':<10} {held['office']}{of}, {held['valid_from'] or '…'} to {held['valid_to'] or '…'}")
    return _text(lines, width)
