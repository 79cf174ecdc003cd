"""What people type as the value of a field of an event, read and checked.

date=2025-01-17        a date in EDTF: 2025-01, 2025-01-17/2025-01-19, 1990~, ../2025-01-31; "undated" for none
earliest=2025-01-01    a day, or "open"
actors=Iran:agent; Russia:recipient
confidence=900         thousandths
place= (nothing)       takes the value away: place, place_country
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

from timeline import days, fold, queries
from timeline.dates import edtf
from timeline.ingest.changing import WrongValue
from timeline.ingest.linking import Streams
from timeline.ingest.roster import Roster
from timeline.model import ROLES, When
from timeline.records import Json, Record

if TYPE_CHECKING:
    from sqlalchemy import Connection

_NULLABLE = ("place", "place_country")
_DEFAULT_ROLE = "party"


def read_values(conn: Connection, roster: Roster, typed: Mapping[str, str]) -> tuple[dict[str, Json], Streams]:
    """The values of fields, and the records that bring actors into the log who are named there for the first time.

    Raises:
        WrongValue: a field or a value is not allowed; the message says what is.
    """
    values: dict[str, Json] = {}
    news: Streams = []
    for name, text in typed.items():
        if name == "actors":
            values[name] = _actors(conn, roster, text, news)
        else:
            values[name] = _value(name, text.strip())
        with refusing_values():
            fold.check(name, values[name])
    with refusing_values():
        fold.check_bounds(values)
    return values, news


@contextmanager
def refusing_values() -> Iterator[None]:
    """A value that cannot be becomes a :class:`WrongValue`."""
    try:
        yield
    except ValueError as error:
        raise WrongValue(str(error)) from None


def _value(name: str, text: str) -> Json:
    if name == "date":
        return date_value(text)
    if name in ("earliest", "latest"):
        return None if text in ("", "open", "..") else text
    if name == "place_country":
        return _country(text) if text else None
    if name == "confidence":
        return int(text) if text.isascii() and text.isdigit() else text
    return None if not text and name in _NULLABLE else text


def _country(text: str) -> str:
    if len(text) == 2 and text.isascii() and text.isalpha():
        return text.upper()
    raise WrongValue(f"place_country is {text!r}, must be two letters (ISO 3166-1)")


def date_value(text: str) -> Json:
    """A date as the log keeps it: plain ``YYYY[-MM[-DD]]`` as it is, other EDTF as the fields of a When.

    Raises:
        WrongValue: the text is no date.
    """
    when = dated(text)
    if when.edtf is not None and when.edtf == when.likely_date == text:
        return text
    return {name: value for name, value in asdict(when).items() if value is not None}


def dated(text: str) -> When:
    """The dating that an EDTF expression (or ``undated``) states.

    Raises:
        WrongValue: the text is no date.
    """
    if text in ("", "undated", "none"):
        return When(rule="person")
    try:
        read = edtf.parse(text)
    except edtf.EdtfError as error:
        raise WrongValue(f"date: {error}; or write undated") from None
    plain = read.granularity in ("day", "month", "year") and read.qualifier is None and read.text[-1:].isdigit()
    return When(
        earliest=None if read.earliest is None else days.iso(read.earliest),
        latest=None if read.latest is None else days.iso(read.latest),
        likely_date=read.text if plain and "T" not in read.text else None,
        edtf=read.text,
        granularity=read.granularity,
        extent="throughout" if read.kind in ("interval", "all_of") and not read.text.startswith("..") else "within",
        qualifier="approximate" if read.qualifier == "both" else read.qualifier,
        basis="explicit",
        rule="person",
    )


def _actors(conn: Connection, roster: Roster, text: str, news: Streams) -> list[list[Json]]:
    pairs: list[list[Json]] = []
    for part in filter(None, (p.strip() for p in text.split(";"))):
        name, colon, role = part.rpartition(":")
        name, role = (name.strip(), role.strip()) if colon else (part, _DEFAULT_ROLE)
        if role not in ROLES:
            raise WrongValue(f"actors: {role!r} is no role; roles are {', '.join(ROLES)}")
        actor_id, records = actor_named(conn, roster, name)
        if records:
            news.append((f"actor/{actor_id}", None, records))
        pairs.append([actor_id, role])
    return pairs


def actor_named(conn: Connection, roster: Roster, name: str) -> tuple[str, list[Record]]:
    """The one actor of that name, and the records that bring it into the log if it is not there yet.

    Raises:
        WrongValue: nobody, or more than one, is called so.
    """
    found = queries.find_actor_ids(conn, name)
    if len(found) > 1:
        raise WrongValue(f"{name!r} means several actors: {', '.join(found)}; give one of these ids")
    if found:
        return found[0], []
    known = roster.book.named(name)
    if len(known) == 1:
        return known[0].actor_id, roster.introduce(known[0].actor_id)
    near = queries.suggestions(conn, name)
    hint = f" (near: {', '.join(near)})" if near else ""
    raise WrongValue(
        f"no actor is called {name!r}{hint}; timeline actors list shows all, timeline actors import adds some"
    )
