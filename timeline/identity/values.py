"""The values that identity works on, and the table of its weights."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from timeline.model import Report


@dataclass(frozen=True, slots=True)
class Subject:
    """A report as identity sees it: with its actors resolved and its article known."""

    report: Report
    actor_ids: frozenset[str]
    party_ids: frozenset[str]
    """Actors in other roles than ``mentioned``."""
    person_ids: frozenset[str]
    article_id: str
    published: str | None
    countries: frozenset[str] = frozenset()
    """ISO 3166-1 alpha-2 codes of the parties."""
    main: bool = False
    """Whether headline and lead of its article are about it."""
    likeness: Mapping[str, Mapping[str, int]] | None = None
    """Article -> how alike it is to this report's (:func:`timeline.likeness.compare`); None where nobody looked."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Which event a report belongs to (None: a new one), and why."""

    event_id: str | None
    rule: str
    score: int
    runner_up: str | None
    runner_up_score: int | None
    features: dict[str, int]
    tells_as: str | None = None
    """The known report of that event that tells the same; None where it is the event as a person has it."""


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model over features."""

    bias: int
    weights: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Weights:
    """The table rules/identity.toml, read."""

    threshold: int
    report: Model
    """Is this report that event?"""
    main: Model
    """Are the main events of two articles one?"""
    main_types: frozenset[str]
    """Types of main events that the second model judges; the first judges the others."""
    incidents: frozenset[str]
    """Those of them in which articles of one incident take turns: the shooting, the death, the arrest."""
    personal: frozenset[str]
    """Types in which other people make another event, whatever story tells it."""
    actions: dict[str, str]
    """Trigger lemma -> action class."""
    related: frozenset[frozenset[str]]
    """Pairs of types one event may carry."""

    def same_action(self, trigger: str, others: Collection[str]) -> bool:
        """Whether a trigger names the act that one of the others names."""
        # Asked of every pair that is compared: a loop that ends at the first is quicker than a set of them all.
        mine = self.actions.get(trigger, trigger)
        for other in others:  # noqa: SIM110
            if self.actions.get(other, other) == mine:
                return True
        return False


@cache
def weights() -> Weights:
    """The shipped weights."""
    table = tomllib.loads((files("timeline") / "rules" / "identity.toml").read_text("utf-8"))
    return Weights(
        threshold=table["threshold"],
        report=Model(table["report"]["bias"], table["report"]["weights"]),
        main=Model(table["main"]["bias"], table["main"]["weights"]),
        main_types=frozenset(table["main"]["types"]),
        incidents=frozenset(table["main"]["incidents"]),
        personal=frozenset(table["report"]["personal_types"]),
        actions={lemma: name for name, lemmas in table["actions"].items() for lemma in lemmas},
        related=frozenset(frozenset(pair) for pair in table["related_types"]),
    )
