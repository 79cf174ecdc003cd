"""What a request asks, read as strictly as the command line reads its options, with the same names and messages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from timeline import days, queries
from timeline.dates import periods
from timeline.model import ACTOR_KINDS, STATUSES, TYPES
from timeline.queries import COUNTED_BY, EventFilter

LONGEST = 200
"""Characters of a value; nobody's name or search is longer."""
MOST_ROWS = 1000
USUAL_ROWS = 100
_MOST_VALUES = 20


class Refused(Exception):
    """The request cannot be answered; the message says what, where, and what to do."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a query, for reading it and for the description of the interface."""

    name: str
    help: str
    read: Callable[[str], Any]
    """From its text; raises ValueError with a message that says what is right."""
    schema: Mapping[str, Any]
    """JSON Schema of the text."""
    many: bool = False


def _text(value: str) -> str:
    if not value.strip():
        raise ValueError("it is empty; leave it out")
    return value


def _flag(value: str) -> bool:
    if value not in ("true", "false"):
        raise ValueError(f"{value!r} is neither true nor false")
    return value == "true"


def _day(value: str) -> str:
    try:
        days.of(value)
    except ValueError as error:
        raise ValueError(f"{error}; write a day as 2025-01-16") from None
    return value


def moment(value: str) -> int | str:
    """A point of what was known: a log position, or an instant in RFC 3339, UTC (a day: its end)."""
    if value.isascii() and value.isdigit() and len(value) < 16:
        return int(value)
    try:
        days.of(value)
        return f"{value}T23:59:59.999999Z"
    except ValueError:
        pass
    try:
        instant = datetime.fromisoformat(value)
        if "T" in value and instant.tzinfo is not None:
            return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    except (ValueError, OverflowError):
        pass
    raise ValueError(
        f"{value!r} is no day (2025-01-16), no instant with a zone (2025-01-16T12:00Z) and no log position (120)"
    )


def _choice(words: Sequence[str]) -> Callable[[str], str]:
    known = {word.casefold(): word for word in words}

    def read(value: str) -> str:
        if value.casefold() not in known:
            raise ValueError(f"{value!r} is not one of {', '.join(words)}")
        return known[value.casefold()]

    return read


def _rows(value: str) -> int:
    if not (value.isascii() and value.isdigit() and 1 <= len(value) <= 6 and 1 <= int(value) <= MOST_ROWS):
        raise ValueError(f"{value!r} is no number from 1 to {MOST_ROWS}")
    return int(value)


def _chosen(name: str, words: Sequence[str], help_: str, *, many: bool = False) -> Parameter:
    return Parameter(name, help_, _choice(words), {"type": "string", "enum": list(words)}, many)


def _words(name: str, help_: str, *, many: bool = False) -> Parameter:
    return Parameter(name, help_, _text, {"type": "string", "minLength": 1, "maxLength": LONGEST}, many)


def _yes(name: str, help_: str) -> Parameter:
    return Parameter(name, help_, _flag, {"type": "boolean"})


_DATE = {"type": "string", "format": "date"}

LIMIT = Parameter(
    "limit", f"At most so many; {USUAL_ROWS} unless told.", _rows,
    {"type": "integer", "minimum": 1, "maximum": MOST_ROWS},
)  # fmt: skip
AFTER = _words("after", "Go on after the row with this id; `next` of the answer has it.")
TODAY = Parameter("today", "The day that counts as today.", _day, _DATE)
KNOWN = (
    Parameter("as-of", "As this database had it: a day, an instant, a position.", moment, {"type": "string"}),
    Parameter("published-until", "As the press had it by the end of that day.", _day, _DATE),
)
FILTERS = (
    _words("period", "2024, 2024-10, 2024-10-22, 2024-Q4, A..B, A.., ..B, EDTF, or words such as last month."),
    _words("actor", "Took part; several: all of them.", many=True),
    _yes("any-actor", "Any of the actors is enough."),
    _chosen("type", TYPES, "What kind of event; several: any.", many=True),
    _chosen("status", STATUSES, "Where it stands; several: any.", many=True),
    _words("place", "Where."),
    _words("grep", "Words in the title or a quote, in either case."),
    _yes("certainly", "Only what surely lies inside the period."),
    _yes("possibly", "Also what might lie inside the period."),
    _yes("all", "Background events, too."),
    *KNOWN,
    TODAY,
)
BY = _chosen("by", COUNTED_BY, "What to count by; year unless told.")
KIND = _chosen("kind", ACTOR_KINDS, "Only actors of this kind.")
NAMED = _words("grep", "Words in a name or another spelling.")
PUBLISHER = _words("publisher", "Only of this publisher, as written.")


def read(parameters: Sequence[Parameter], given: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The values of a query by the names of its parameters; lists where a parameter may come several times.

    Raises:
        Refused: an unknown parameter, one given twice that may not be, or a value that cannot be read.
    """
    known = {parameter.name: parameter for parameter in parameters}
    values: dict[str, Any] = {}
    for name, text in given:
        parameter = known.get(name)
        if parameter is None:
            raise Refused(f"there is no parameter {name[:40]!r} here; there are {', '.join(known) or 'none'}")
        if len(text) > LONGEST:
            raise Refused(f"{name} is longer than {LONGEST} characters; shorten it")
        if "\0" in text or any(0xD800 <= ord(char) < 0xE000 for char in text):
            raise Refused(f"{name} holds a character that is no text; leave it out")
        try:
            value = parameter.read(text)
        except ValueError as error:
            raise Refused(f"{name}: {error}") from None
        if parameter.many:
            values.setdefault(name, []).append(value)
            if len(values[name]) > _MOST_VALUES:
                raise Refused(f"{name} is given more than {_MOST_VALUES} times")
        elif name in values:
            raise Refused(f"{name} is given twice; give it once")
        else:
            values[name] = value
    if "as-of" in values and "published-until" in values:
        raise Refused("as-of and published-until ask two different questions; give one of them")
    return values


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what is to be said of how it was understood."""

    wanted: EventFilter
    notes: tuple[str, ...]


def event_filter(conn: Connection, values: Mapping[str, Any], today: str) -> Asked:
    """The filter that the values of :data:`FILTERS` mean.

    Raises:
        Refused: a period cannot be read, or a name means several actors.
    """
    notes: list[str] = []
    period = None
    if "period" in values:
        try:
            period = periods.parse(values["period"], values.get("today", today))
        except periods.PeriodError as error:
            raise Refused(f"period: {error}") from None
        notes.append(f"period: {periods.describe(period)}")
    if values.get("certainly") and values.get("possibly"):
        raise Refused("certainly and possibly exclude each other; give one of them")
    match = "certainly" if values.get("certainly") else "possibly" if values.get("possibly") else "likely"
    wanted = EventFilter(
        period=period,
        actors=tuple(_actor_ids(conn, name, notes) for name in values.get("actor", ())),
        any_actor=values.get("any-actor", False),
        types=tuple(values.get("type", ())),
        statuses=tuple(values.get("status", ())),
        place=values.get("place"),
        grep=values.get("grep"),
        match=match,
        background=values.get("all", False),
        as_of=values.get("as-of"),
        published_until=values.get("published-until"),
    )
    return Asked(wanted, tuple(notes))


def _actor_ids(conn: Connection, name: str, notes: list[str]) -> frozenset[str]:
    found = queries.called(conn, name)
    if found.note:
        notes.append(found.note if found.ids else f"{found.note}; /api/actors shows all")
    return found.ids
