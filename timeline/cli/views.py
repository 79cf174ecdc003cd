"""How events, articles, actors and log entries are shown to people, and the columns programs get."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from timeline import phrases
from timeline.cli.output import Column, View
from timeline.model import is_english

Row = Mapping[str, Any]

SHORT_ID = 10
"""Characters of an id in a table; commands take any unambiguous start of an id."""

_COLOURS = {"occurred": "green", "ongoing": "cyan", "cancelled": "red", "postponed": "magenta", "unknown": "dim"}


USUAL = {"claim": "asserted", "certainty": "certain", "polarity": "positive"}
"""What goes without saying on each axis."""


def short(identifier: str | None) -> str:
    """The start of an id that tables show."""
    return (identifier or "")[:SHORT_ID]


def standing(row: Row, today: str) -> str:
    """The status and what qualifies it: ``scheduled: due, unconfirmed``, ``occurred, disputed``."""
    words = [row["status"]]
    words += [row[axis] for axis, usual in USUAL.items() if row.get(axis) not in (usual, None)]
    return ", ".join(words) + (f": {phrases.DUE}" if phrases.is_due(row, today) else "")


def names(row: Row) -> str:
    """The actors of an event, each once, without those only mentioned."""
    return ", ".join(dict.fromkeys(a["name"] for a in row.get("actors", ()) if a["role"] != "mentioned"))


def events(today: str, columns: tuple[str, ...]) -> View:
    """Events: date, title, status, actors, place, number of sources, id."""

    def colour(row: Row) -> str:
        return "red" if phrases.is_due(row, today) else _COLOURS.get(row["status"], "yellow")

    return View(
        columns,
        (
            # The narrowest widths of Date, Event, Status, Actors and Id are those of a terminal of 80 columns.
            Column("Date", phrases.date, least=11, weight=3),
            Column("Event", lambda row: row["title"], least=20, weight=3),
            Column("Status", lambda row: standing(row, today), colour=colour, least=16),
            Column("Actors", names, least=15, spare=1, weight=2),
            Column("Place", lambda row: row["place"] or "", spare=3),
            Column("Sources", lambda row: str(row["sources"]), justify="right", whole=True, spare=2),
            Column("Id", lambda row: short(row["event_id"]), colour=lambda row: "dim", whole=True),
        ),
    )


def marks(article: Row) -> str:
    """What sets an article apart: that it does not count, repeats or revises another one, or was not read."""
    said = {
        "withdrawn": article["withdrawn_at"],
        "copy": article["copy_of"],
        "later version": article["revises"],
        f"not read ({article['language']})": not is_english(article["language"]),
    }
    return ", ".join(words for words, so in said.items() if so)


def articles(columns: tuple[str, ...], *, marked: bool = False) -> View:
    """Articles: published, publisher, title, what sets it apart where ``marked``, id."""
    note = (Column("Note", marks, spare=2),) if marked else ()
    return View(
        columns,
        (
            Column("Published", lambda row: (row["published"] or "not known").replace("T", " "), whole=True),
            Column("Publisher", lambda row: row["publisher"] or ""),
            Column("Title", lambda row: "(erased)" if row["erased_at"] else row["title"] or "(no title)"),
            *note,
            Column("Id", lambda row: short(row["article_id"]), colour=lambda row: "dim", whole=True),
        ),
    )


def actors(columns: tuple[str, ...]) -> View:
    """Actors: name, kind, country, id."""
    return View(
        columns,
        (
            Column("Name", lambda row: row["name"]),
            Column("Kind", lambda row: row["kind"], whole=True),
            Column("Country", lambda row: row["country"] or "", whole=True),
            Column("Id", lambda row: row["actor_id"], colour=lambda row: "dim", whole=True),
        ),
    )


def entries() -> View:
    """Entries of the log: position, when, who, what about, in short."""
    return View(
        ("position", "record_id", "stream", "version", "type", "schema_version", "recorded_at", "by", "payload"),
        (
            Column("Position", lambda row: str(row["position"]), justify="right", whole=True),
            Column("Recorded", lambda row: row["recorded_at"][:19].replace("T", " "), whole=True),
            Column("By", lambda row: row["by"], least=8, spare=1),
            Column("Record", lambda row: row["type"], whole=True),
            Column("About", lambda row: _about(row["stream"]), whole=True, spare=2),
            Column("Says", lambda row: gist(row["payload"])),
        ),
    )


def entry_line(row: Row) -> str:
    """One entry of the log as one line, for output that has no end."""
    return "  ".join(column.text(row) for column in entries().columns)


def history(*, why: bool) -> View:
    """Records that touched one event; ``why`` adds rule, score and runner-up."""
    decided = (
        Column("Rule", lambda row: row["rule"] or "", least=14),
        Column("Score", lambda row: _score(row["score"]), justify="right", whole=True),
        Column(
            "Runner-up",
            lambda row: f"{short(row['runner_up'])} {_score(row['runner_up_score'])}".strip(),
            whole=True,
            spare=2,
        ),
    )
    return View(
        ("position", "record_id", "recorded_at", "by", "type", "what", "reason", "rule", "score", "runner_up",
         "runner_up_score", "features", "undone"),
        (
            Column("Position", lambda row: str(row["position"]), justify="right", whole=True),
            Column("Recorded", lambda row: row["recorded_at"][:19].replace("T", " "), whole=True, spare=1),
            Column("By", lambda row: row["by"], least=8),
            Column("What", lambda row: row["what"] + (" (undone)" if row["undone"] else ""), least=14),
            Column("Reason", lambda row: row["reason"] or ""),
            *(decided if why else ()),
        ),
    )  # fmt: skip


def _score(thousandths: int | None) -> str:
    return "" if thousandths is None else f"{thousandths / 1000:.3f}"


def _about(stream: str) -> str:
    kind, slash, identifier = stream.partition("/")
    return f"{kind}{slash}{short(identifier)}"


def gist(payload: Mapping[str, Any] | None) -> str:
    """A payload in at most 80 characters; ``erased`` where it is gone."""
    if payload is None:
        return "erased"
    for key in ("title", "name", "alias", "office", "text", "field", "reason"):
        if isinstance(payload.get(key), str):
            said = payload[key] if key != "field" else f"{payload['field']} = {json.dumps(payload.get('value'))}"
            break
    else:
        report = payload.get("report")
        said = report["title"] if isinstance(report, Mapping) else str(payload.get("rule") or "")
    return said if len(said) <= 80 else said[:79] + "…"


_SHORT_GAP = 3
"""Units without events that are still listed one by one."""

_BAR = 40
"""Widest bar of a count, in characters."""


def counts(by: str, largest: int) -> View:
    """Numbers of events with a bar each; ``largest`` is the number that fills the bar."""
    coarse = "undated" if by == "year" else f"no {by}"
    return View(
        (by, "events"),
        (
            Column(by.capitalize(), lambda row: str(row[by] if row[by] is not None else coarse), whole=True),
            Column("Events", lambda row: f"{row['events']:,}" if row["events"] else "", justify="right", whole=True),
            Column("", lambda row: "█" * round(_BAR * row["events"] / largest), whole=True),
        ),
    )


def with_gaps(rows: Sequence[Row], by: str) -> Iterator[Row]:
    """Rows of a count with all units of time: long stretches without any event become one line that says how long."""
    for empty, run in groupby(rows, lambda row: row["events"] == 0):
        units = list(run)
        if empty and len(units) > _SHORT_GAP:
            yield {by: f"… {phrases.counted(len(units), by)} without", "events": 0}
        else:
            yield from units
