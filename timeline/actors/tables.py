"""The shipped tables of states, organisations, people and offices, read once from ``timeline/rules``.

A table is UTF-8 text: ``#`` lines say what it is and where it comes from, then one line of column names, then rows of
tab-separated cells; a cell with several values joins them by ``;``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from timeline.model import Actor, Office
from timeline.names import fold


@dataclass(frozen=True, slots=True)
class State:
    """A state and what it is called."""

    code: str
    """ISO 3166-1 alpha-2."""
    name: str
    other_names: tuple[str, ...]
    nationality: tuple[str, ...]
    capital: str
    seats: tuple[str, ...]
    """Buildings and cities that stand for the government ("Kremlin")."""

    @property
    def actor_id(self) -> str:
        """The fixed id of the state as an actor."""
        return f"s-{self.code.lower()}"


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation or armed group of the shipped table."""

    actor_id: str
    name: str
    other_names: tuple[str, ...]
    kind: str
    country: str | None


def rows(table: str) -> Iterator[dict[str, str]]:
    """The rows of ``timeline/rules/<table>.tsv`` as dicts by column name."""
    lines = (line for line in files("timeline").joinpath(f"rules/{table}.tsv").read_text("utf-8").splitlines())
    columns: list[str] | None = None
    for line in lines:
        if line.startswith("#") or not line:
            continue
        cells = line.split("\t")
        if columns is None:
            columns = cells
        else:
            yield dict(zip(columns, cells, strict=True))


def several(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds several."""
    return tuple(cell.split(";")) if cell else ()


@cache
def states() -> dict[str, State]:
    """All states by code."""
    return {
        r["code"]: State(
            r["code"],
            r["name"],
            several(r["other_names"]),
            several(r["nationality"]),
            r["capital"],
            several(r["seats"]),
        )
        for r in rows("states")
    }


@cache
def public_names() -> frozenset[str]:
    """Folded names of the shipped organisations: authorities, alliances, armed groups, news agencies."""
    return frozenset(fold(name) for o in organisations() for name in (o.name, *o.other_names))


@cache
def organisations() -> tuple[Organisation, ...]:
    """All shipped organisations and groups."""
    return tuple(
        Organisation(r["id"], r["name"], several(r["other_names"]), r["kind"], r["country"] or None)
        for r in rows("organisations")
    )


def shipped() -> tuple[list[Actor], list[Office]]:
    """The actors and offices that every database starts with.

    Returns:
        Actors (states ``s-ir``, organisations ``o-un``, people ``p-0001``: ids that carry no person's name and never
        change) and the offices people held; sources stand in the tables.
    """
    actors = [Actor(s.actor_id, s.name, "state", s.code, s.other_names) for s in states().values()]
    actors += [Actor(o.actor_id, o.name, o.kind, o.country, o.other_names) for o in organisations()]
    actors += [
        Actor(r["id"], r["name"], "person", r["country"] or None, several(r["other_names"])) for r in rows("people")
    ]
    offices = [
        Office(
            actor_id=r["person"],
            office=r["office"],
            country=r["country"] or None,
            valid_from=r["valid_from"] or None,
            valid_to=r["valid_to"] or None,
            organisation=r["organisation"] or None,
        )
        for r in rows("offices")
    ]
    return actors, offices
