"""A small press for the page: a treaty from plan to signing, and an event for every sign that the page draws."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine

from tests.store.world import CLOCK, actor, article, day, extracted, linked, opening, report, say
from timeline.model import Report, Timex, When
from timeline.records import EventCorrected, EventsMerged, NoteAdded

SCRIPT = "<script>document.title = 'taken over'</script>"
TREATY = "treaty"

_SIGNING = "The presidents will sign the treaty on Friday."
_RATIFIED = "The treaty that was signed in January is in force."
_SIGNED = "The presidents signed the treaty on Friday."


def build(engine: Engine) -> None:
    """Writes the press into an empty database."""
    say(engine, actor("ana", "Ana Petrova"), actor("bo", "Bo Lund"), actor("ruritania", "Ruritania", "state"),
        now=CLOCK % (1, 0))  # fmt: skip
    _treaty(engine)
    _kinds(engine)
    say(engine, ("event/by", [EventCorrected("by", "place", "Strelsau", "the agenda names it")]),
        ("event/near", [NoteAdded("near", "seen on the square")]), now=CLOCK % (20, 0))  # fmt: skip
    say(engine, ("event/disputed", [EventsMerged("disputed", ["twin"], "told twice")]), now=CLOCK % (21, 0))


def _treaty(engine: Engine) -> None:
    planned = _said(0, _SIGNING, "on Friday", day("2025-01-17"), title="Presidents to sign treaty", status="scheduled")
    signed = _said(0, _SIGNED, "on Friday", day("2025-01-17"), title="Presidents sign treaty", status="occurred")
    ratified = _said(0, _RATIFIED, "in January", day("2025-01-01", "2025-01-31"),
                     title="Treaty signed", status="occurred")  # fmt: skip
    for number, (said, text, published) in enumerate(
        [(planned, _SIGNING, "2025-01-10"), (signed, _SIGNED, "2025-01-17"), (ratified, _RATIFIED, "2025-03-01")]
    ):
        link = opening(TREATY, "a0/0", "ana", "bo") if number == 0 else (
            f"event/{TREATY}", [linked(TREATY, f"a{number}/0", "ana", "bo")])  # fmt: skip
        say(engine, (f"article/a{number}", [_article(number, text, published), extracted(number, said)]), link,
            now=CLOCK % (10 + number, 0))  # fmt: skip


_KINDS: dict[str, tuple[str, When, dict[str, Any]]] = {
    "cancelled": ("Visit to Strelsau", day("2025-02-03"), {"status": "cancelled"}),
    "disputed": ("Bridge blown up", day("2025-02-10"), {"claim": "disputed", "status": "occurred", "type": "ASSAULT"}),
    "month": ("Summit of six states", day("2025-02-01", "2025-02-28", granularity="month"), {"status": "occurred"}),
    "twin": ("Bridge attacked", day("2025-02-10"), {"type": "ASSAULT"}),
    "since": ("Ruritania supplies grain", When("2024-06-01", None, None, "2024-06/..", "month", "throughout",
                                               basis="explicit"), {"status": "ongoing", "type": "AID"}),
    "by": ("Law to be passed", When(None, "2025-04-30", None, "../2025-04-30", basis="explicit"),
           {"status": "planned", "type": "LEGAL"}),
    "near": ("March on the square", When(None, "2025-02-20", "2025-02-20", None, basis="near_published"),
             {"status": "occurred", "type": "PROTEST"}),
    "undated": ("Envoys meet", When(), {"status": "occurred"}),
    "old": ("Crown lost", When("1894-01-01", "1894-12-31", "1894", "1894", "year", basis="explicit"),
            {"status": "occurred", "type": "OTHER"}),
    "script": (SCRIPT, day("2025-02-14"), {"status": "occurred", "type": "STATEMENT"}),
    "background": ("Weather fine", day("2025-02-15"), {"status": "occurred", "salience": "background"}),
}  # fmt: skip


def _kinds(engine: Engine) -> None:
    for number, (name, (title, when, more)) in enumerate(_KINDS.items(), start=5):
        quote = f"{title}, people said of {name}."
        said = _said(0, quote, None, when, title=title, **more)
        publisher = "The Mail" if number % 2 else "The Paper"
        paper = _article(number, quote, "2025-02-21", title=SCRIPT if name == "script" else None, publisher=publisher)
        link = opening(name, f"a{number}/0", "ruritania")
        say(engine, (f"article/a{number}", [paper, extracted(number, said)]), link, now=CLOCK % (15, number))


def _article(number: int, text: str, published: str, *, title: str | None = None, publisher: str = "The Paper") -> Any:
    url = "javascript:alert(1)" if title else f"https://paper.example/{number}"
    return article(number, published, text=text, title=title or f"Paper of {published}", url=url, publisher=publisher)


def _said(ordinal: int, quote: str, phrase: str | None, when: When, **more: Any) -> Report:
    """A report whose sentence is the whole text of its article."""
    made = report(ordinal, when, [("Ana", "agent"), ("Bo", "recipient")], **more)
    timex = None
    if phrase is not None:
        start = quote.index(phrase)
        timex = Timex(start, start + len(phrase), phrase, "DATE", when.edtf or "", when=when)
    values = {name: getattr(made, name) for name in made.__slots__}
    return Report(**values | {"sentence_start": 0, "sentence_end": len(quote), "trigger_start": 0, "trigger_end": 3,
                              "phrase": timex})  # fmt: skip
